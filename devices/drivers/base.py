"""What every driver is given and gives back: a line with deadlines, a status in plain facts, results of jobs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from devices.ports.port import Port, PortGone
from hall.contract.callers import PressKey
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed
from hall.contract.people import FailReading, Present, PressButton
from hall.contract.ratings import GiveRating
from hall.contract.sensing import ReadSensors

Result = JobDone | JobFailed | Present | FailReading
News = ReadSensors | PressButton | PressKey | GiveRating
OptionValue = str | int | float | bool
T = TypeVar("T")
MAX_HEARD = 65536
REST_S = 0.1
LEAST_S, MOST_S = 0.001, 300.0  # how long an answer, or a pause, may be waited for
TURN_CHARACTERS, TURN_S = 3.5, 0.00175
"""How long a half-duplex line rests after an answer: as Modbus keeps frames apart (serial line guide 1.02, 2.5.1.1)."""


class DeviceSaysNo(Exception):
    """The device answered that it cannot, answered nonsense, or did not answer. The text is for staff."""

    def __init__(self, fault: Fault, text: str) -> None:
        super().__init__(text)
        self.fault = fault


class BrokenOff(Exception):
    """The line broke in the middle of a job whose outcome is then `result`; the port is gone."""

    def __init__(self, result: Result, gone: PortGone) -> None:
        super().__init__(str(gone))
        self.result = result
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Status:
    """What the device itself said last. `text` is plain and does not change while the facts do not."""

    state: DeviceState
    fault: Fault = Fault.NONE
    text: str = ""


READY = Status(DeviceState.READY)


class Line:
    """A port with a memory: bytes that came too early or in pieces wait here until something wants them. Its worker
    rests `rest_s` seconds while there is nothing to do; a driver that must answer sooner says so."""

    def __init__(
        self,
        port: Port,
        now_s: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.port = port
        self.now_s = now_s
        self.pause = pause
        self.buffer = bytearray()
        self.rest_s = REST_S
        self.shared: object | None = None  # what the drivers of one bus keep together
        self.heard = 0  # bytes that came, all in all
        self.free_s = float("-inf")  # when the last byte that was sent has left the wire
        self.answered_s = float("-inf")  # when the last answer was heard
        self.unsure = True  # an answer to an earlier question may still come
        self._last_sent = b""

    def send(self, data: bytes) -> None:
        """Write; PortGone when the port breaks or the device takes no bytes."""
        self._last_sent = data
        self.port.write(data)
        self.free_s = max(self.now_s(), self.free_s) + len(data) * self.port.byte_s

    def turn(self, gap_s: float = 0.0) -> None:
        """Wait until a half-duplex line may be taken again: a moment after an answer, `gap_s` after the last byte of a
        frame that nobody answered."""
        if self.answered_s >= self.free_s:
            wait_s = self.answered_s + max(TURN_CHARACTERS * self.port.byte_s, TURN_S) - self.now_s()
        else:
            wait_s = self.free_s + gap_s - self.now_s()
        if wait_s > 0:
            self.pause(wait_s)

    def listen(self, timeout_s: float) -> bool:
        """Take what comes within the time; True when something came."""
        data = self.port.read(timeout_s)
        self.heard += len(data)
        self.buffer += data
        del self.buffer[:-MAX_HEARD]
        return bool(data)

    @property
    def at_baud(self) -> str:
        """ " at 57600 or 9600 baud": the speeds at which it was tried; "" for a line that has none."""
        speeds: tuple[int, ...] = getattr(self.port, "speeds", ())
        return f" at {' or '.join(map(str, speeds))} baud" if speeds else ""

    def settle(self) -> bool:
        """Somebody on it answered as it should: its speed is right. True when another than the usual one was found."""
        settle: Callable[[], bool] | None = getattr(self.port, "settle", None)
        return settle is not None and settle()

    def forget(self, quiet_s: float = 0.0, at_most_s: float = 2.0) -> None:
        """Throw away what came, and what still comes until the line was silent for `quiet_s`."""
        until = self.now_s() + at_most_s
        while self.port.read(quiet_s) and self.now_s() < until:
            pass
        self.buffer.clear()

    def wait(self, decode: Callable[[bytearray], T | None], timeout_s: float) -> T | None:
        """The next whole answer, or None when none came in time. An echo of what was sent is taken off first."""
        until = self.now_s() + timeout_s
        while True:
            if self._last_sent and self.buffer.startswith(self._last_sent):
                del self.buffer[: len(self._last_sent)]  # half-duplex adapters send back what they hear
                self._last_sent = b""
            answer = decode(self.buffer)
            if answer is not None:
                self.answered_s = self.now_s()
                return answer
            left = until - self.now_s()
            if left <= 0:
                return None
            self.listen(min(left, 0.25))


class Driver(Protocol):
    """One device of one make. Called by one thread only; PortGone passes through, DeviceSaysNo is told and retried.

    A driver may also have `idle_s`, the seconds between two calls of `idle` (else the line's `rest_s`), and `hears`:
    True when `idle` takes what the device says by itself and is to be called as soon as bytes come.
    """

    health_s: float
    """Seconds between two calls of `check`."""

    def connect(self, line: Line) -> Status:
        """First contact after the port opened: find out, set up, empty what may be left."""

    def check(self, line: Line) -> Status:
        """Ask how it is. Silence is DeviceSaysNo(NO_ANSWER), never fine."""

    def idle(self, line: Line, now_ms: int) -> Status | None:
        """Between jobs: hear what it says by itself. A status when that changed, else None."""

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        """Begin a job. A result ends it; None keeps it going with `go_on` (readers)."""

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        """One more step of a job that is still on."""

    def stop(self, line: Line) -> None:
        """The job that was on is not wanted any more."""

    @property
    def shows(self) -> str:
        """Job id a display confirmed last, "" when it holds nothing; always "" for others."""


@runtime_checkable
class Confirms(Protocol):
    """A driver that says whether its make can confirm a job; False: nothing is ever counted as confirmed."""

    @property
    def confirms(self) -> bool:
        """Does the make tell what became of a job?"""


@runtime_checkable
class Paced(Protocol):
    """A display that must not be drawn more often than its maker says."""

    @property
    def not_before_s(self) -> float:
        """When it may be drawn again; until then a newer text may still take the place of this one."""


@runtime_checkable
class Speaks(Protocol):
    """A driver of what speaks by itself and cannot be asked how it is."""

    said: int
    """How many frames, codes or keys of this very device were understood."""


@runtime_checkable
class Tells(Protocol):
    """A driver that hears more than answers: what was measured, which key was pressed."""

    def news(self) -> tuple[News, ...]:
        """Take what came since the last call; each is told to the hall once."""


@runtime_checkable
class Presses(Protocol):
    """A driver of keys whose user waits to see something come of them."""

    def unheard(self, line: Line) -> None:
        """The hall did not take a press: say so where it was pressed."""


class WrongOption(ValueError):
    """An option of the configuration that this driver does not know or cannot use; the text says what is known."""


def options_of(given: Mapping[str, OptionValue], known: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """The known options with the given values; every wrong one is told at once."""
    wrong = []
    for name, value in given.items():
        if name not in known:
            wrong.append(f"{name!r} is not known (known: {', '.join(sorted(known)) or 'none'})")
        elif not _fits(value, known[name]):
            wrong.append(f"{name!r} must be {type(known[name]).__name__}, not {value!r}")
    if wrong:
        raise WrongOption("; ".join(wrong))
    return {**known, **given}


def one_of(told: Mapping[str, OptionValue], name: str, choices: Iterable[str]) -> str:
    """The option as text; WrongOption names the choices."""
    value, known = told[name], tuple(choices)
    if value not in known:
        raise WrongOption(f"{name!r} must be one of {', '.join(known)}, not {value!r}")
    return str(value)


def number_of(told: Mapping[str, OptionValue], name: str, least: float, most: float) -> float:
    """The option as a number; WrongOption names its bounds."""
    value = float(told[name])
    if not least <= value <= most:
        raise WrongOption(f"{name!r} must be {least:g} to {most:g}, not {told[name]!r}")
    return value


def whole_of(told: Mapping[str, OptionValue], name: str, least: int, most: int) -> int:
    """The same for an option in whole numbers."""
    return int(number_of(told, name, least, most))


def address_of(address: int, most: int, usual: int = 1) -> int:
    """The address of a device on a shared line, `usual` when none is configured; WrongOption names those there are."""
    if not 0 <= address <= most:
        raise WrongOption(f"address {address} does not exist on this line; {usual} to {most} do")
    return address or usual


def _fits(value: OptionValue, example: OptionValue) -> bool:
    if isinstance(example, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(example, bool)
    if isinstance(example, float):
        return isinstance(value, int | float)
    return isinstance(value, type(example))
