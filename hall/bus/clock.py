"""The hall's clock: the machine's, or a faster one for demos and journeys. The only place where the bus reads time."""

import math
import os
import time
from dataclasses import dataclass

VARIABLE = "HALL_CLOCK"


@dataclass(frozen=True, slots=True)
class Clock:
    """Hall time = `start_ms` + (machine time - `origin_ms`) * `speed`; all in ms since the epoch."""

    start_ms: int = 0
    speed: float = 1.0
    origin_ms: int = 0

    @classmethod
    def from_env(cls) -> "Clock":
        """Read HALL_CLOCK="<hall start ms>@<speed>@<machine origin ms>"; without it the machine's own time."""
        text = os.environ.get(VARIABLE, "")
        if not text:
            return cls()
        try:
            start, speed, origin = text.split("@")
            clock = cls(int(start), float(speed), int(origin))
        except ValueError:
            clock = None
        if clock is None or not 0 < clock.speed < math.inf:
            raise ValueError(
                f'{VARIABLE}={text!r} is not a clock: write "<hall start ms>@<speed>@<machine origin ms>"'
            )
        return clock

    @classmethod
    def starting(cls, hall_ms: int, speed: float) -> "Clock":
        """A clock that shows `hall_ms` now and runs `speed` times as fast as the machine's."""
        return cls(hall_ms, speed, time.time_ns() // 1_000_000)

    def to_env(self) -> str:
        """The value of HALL_CLOCK that makes another process share this clock."""
        return f"{self.start_ms}@{self.speed:g}@{self.origin_ms}"

    def now_ms(self) -> int:
        """Hall time in ms since the epoch."""
        return self.at_ms(time.time_ns() // 1_000_000)

    def at_ms(self, machine_ms: int) -> int:
        """The hall time of a moment of the machine's clock: one moment has one hall time, whenever it is asked for."""
        if self.speed == 1.0:
            return machine_ms - self.origin_ms + self.start_ms
        return self.start_ms + int((machine_ms - self.origin_ms) * self.speed)

    def span_ms(self, machine_seconds: float) -> int:
        """How far the hall's clock goes, in ms, while the machine's goes `machine_seconds`."""
        return int(machine_seconds * 1000 * self.speed)


def machine_s() -> float:
    """Monotonic machine seconds, for rates, waits and time-outs that have nothing to do with the hall's day."""
    return time.monotonic()
