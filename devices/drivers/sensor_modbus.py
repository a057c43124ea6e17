"""Sensors on a Modbus RTU line: temperature, humidity, CO2, PM2.5, noise. The make is `sensor.modbus`.

Maps of registers differ from batch to batch, so the configuration holds them (`sensor_map`). Several sensors share a
line by their unit number, the `address` of the device. A value that cannot be true is not known, and never shown.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping

from devices.codecs import sensor_modbus as modbus
from devices.codecs.codec import Damaged
from devices.drivers.base import (
    READY,
    DeviceSaysNo,
    Line,
    OptionValue,
    Result,
    Status,
    WrongOption,
    options_of,
)
from devices.drivers.sensor_map import Block, Spot, blocks_of, spots_of
from hall.contract.devices import DeviceState, Fault, Job, JobFailed
from hall.contract.sensing import Measured, Quantity, ReadSensors

OPTIONS: dict[str, OptionValue] = {
    **{quantity.value: "" for quantity in Quantity},
    "poll_s": 10.0,
    "told_s": 60.0,  # what did not move is told so often
    "answer_s": 0.5,
    "gap_ms": 10,  # silence before a question: 3.5 characters, at 4800 baud 8 ms
}
Reply = modbus.Answer | modbus.Refusal
STALE_AFTER = 3  # polls without an answer, after which nobody knows the values any more
REST_S = 20.0  # values that move are told at most so often: a journal is no recorder
LEVEL_S = 60.0
TRIES = 2
MAP_WRONG = (1, 2, 3)  # exceptions that say the question was wrong, not the sensor
SILENCE = (Fault.NO_ANSWER, "no answer; check power, wiring, address and baud rate")
DAMAGE = (Fault.GARBLED, "answers are damaged; check the wiring and the baud rate")


class Sensor:
    """One unit on the line."""

    idle_s = 60.0  # it says nothing by itself
    shows = ""

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        told = _told(options, address)
        self._device, self._unit = device, address or 1
        self._spots = spots_of(told)
        self._blocks = blocks_of(self._spots)
        self.health_s = float(told["poll_s"])
        self._told_s, self._answer_s = float(told["told_s"]), float(told["answer_s"])
        self._gap_s = int(told["gap_ms"]) / 1000
        self._status: Status | None = None  # None: it has not answered since the line was opened
        self._missed = 0
        self._unsure = False  # a late answer may still be on the way
        self._tries = TRIES
        self._heard: deque[tuple[float, float]] = deque()  # (steady s, dB) of the last minute
        self._last: dict[Quantity, Measured] = {}  # as told
        self._last_s = float("-inf")
        self._news: list[ReadSensors] = []

    def connect(self, line: Line) -> Status:
        self._status = None
        return self.check(line)

    def check(self, line: Line) -> Status:
        """Read everything. Two polls may fail on a sensor that answered before; then its values are not known."""
        try:
            values, status = self._poll(line)
        except DeviceSaysNo as no:
            self._missed += 1
            if self._status is not None and self._missed < STALE_AFTER:
                return self._status
            self._status = None
            self._note({s.quantity: Measured(s.quantity, None, no.fault) for s in self._spots}, line.now_s())
            raise
        self._missed, self._status = 0, status
        self._note(values, line.now_s())
        return status

    def idle(self, line: Line, now_ms: int) -> Status | None:
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return JobFailed(self._device, job.id, Fault.INTERNAL, "a sensor takes no orders")

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    def news(self) -> tuple[ReadSensors, ...]:
        """See `base.Tells`."""
        news, self._news = tuple(self._news), []
        return news

    # -- reading -----------------------------------------------------------------------------------------------------

    def _poll(self, line: Line) -> tuple[dict[Quantity, Measured], Status]:
        line.forget(self._answer_s if self._unsure and len(self._blocks) > 1 else 0.0)
        self._unsure = False
        values: dict[Quantity, Measured] = {}
        troubles: list[tuple[Fault, str]] = []
        for block in self._blocks:
            got = self._exchange(line, block)
            for spot in block.spots:
                values[spot.quantity], trouble = _measured(spot, block, got)
                if trouble:
                    troubles.append((values[spot.quantity].why, trouble))
        if not troubles:
            return values, READY
        works = len(troubles) < len(self._spots)
        state = DeviceState.READY if works else DeviceState.FAULTY
        return values, Status(state, troubles[0][0], "; ".join(dict.fromkeys(text for _, text in troubles)))

    def _exchange(self, line: Line, block: Block) -> Reply:
        """An answer does not say which registers it has, so a late one must be gone before the next question."""
        question = modbus.encode(modbus.Ask(self._unit, block.table, block.start, block.count))
        trouble = SILENCE
        for turn in range(self._tries):
            if turn:
                line.forget(0.05)
            line.turn(self._gap_s)
            line.send(question)
            until = max(line.now_s(), line.free_s) + self._answer_s
            while (got := line.wait(self._hear, until - line.now_s())) is not None:
                if isinstance(got, Damaged):
                    trouble = DAMAGE
                elif isinstance(got, Reply) and self._fits(got, block):
                    self._tries = TRIES
                    if turn and len(self._blocks) > 1:
                        line.forget(2 * self._answer_s)  # the answer to the other try may still come
                    return got
        self._unsure = True
        self._tries = 1 if trouble is SILENCE else TRIES  # who is not there keeps the line from the others
        line.forget(0.05)
        raise DeviceSaysNo(*trouble)

    def _hear(self, buffer: bytearray) -> Reply | Damaged | None:
        """The next answer of this unit; questions and other units are let go."""
        while (got := modbus.decode(buffer)) is not None:
            if isinstance(got, Damaged):
                return got
            if not isinstance(got, modbus.Ask) and got.unit == self._unit:
                return got
        return None

    @staticmethod
    def _fits(got: Reply, block: Block) -> bool:
        if got.table is not block.table:
            return False
        return isinstance(got, modbus.Refusal) or len(got.words) == block.count

    # -- telling -----------------------------------------------------------------------------------------------------

    def _level(self, noise: Measured, now_s: float) -> Measured:
        """The noise of the last minute (LAeq): what a room is judged by, and no single cough."""
        if noise.value is None:
            self._heard.clear()
            return noise
        self._heard.append((now_s, noise.value))
        while now_s - self._heard[0][0] > LEVEL_S:
            self._heard.popleft()
        mean = sum(10 ** (decibel / 10) for _, decibel in self._heard) / len(self._heard)
        return Measured(noise.quantity, round(10 * math.log10(mean), 1))

    def _note(self, values: dict[Quantity, Measured], now_s: float) -> None:
        """What is worth telling: at once what became known or unknown, soon what moved, all of it now and then. A
        value keeps the figure it was told with until it moved by its step."""
        if Quantity.NOISE in values:
            values[Quantity.NOISE] = self._level(values[Quantity.NOISE], now_s)
        turned = moved = not self._last
        told: dict[Quantity, Measured] = {}
        for spot in self._spots:
            new = values[spot.quantity]
            old = self._last.get(spot.quantity, new)
            told[spot.quantity] = new
            if new.value is None or old.value is None:
                turned |= new != old
            elif abs(new.value - old.value) >= spot.step:
                moved = True
            else:
                told[spot.quantity] = old
        waited_s = now_s - self._last_s
        if turned or (moved and waited_s >= min(REST_S, self._told_s)) or waited_s >= self._told_s:
            self._last, self._last_s = told, now_s
            self._news = [ReadSensors(self._device, tuple(told.values()))]


def _measured(spot: Spot, block: Block, got: Reply) -> tuple[Measured, str]:
    """The value with the trouble it makes, which stays the same while the trouble does."""
    name = spot.quantity.value
    if isinstance(got, modbus.Refusal):
        reason = modbus.REASONS.get(got.code, "no reason is known")
        check = "its register in the configuration" if got.code in MAP_WRONG else "the sensor"
        text = f"{name} was refused with exception {got.code}: {reason}; check {check}"
        return Measured(spot.quantity, None, Fault.REFUSED), text
    at = spot.start - block.start
    value = spot.value(got.words[at : at + spot.count])
    if value is None:
        text = f"{name} is not between {spot.low:g} and {spot.high:g}; check the sensor and its register"
        return Measured(spot.quantity, None, Fault.IMPLAUSIBLE), text
    return Measured(spot.quantity, value), ""


def _told(options: Mapping[str, OptionValue], address: int) -> dict[str, OptionValue]:
    """All options, or WrongOption with everything that is wrong, the registers included."""
    wrong = []
    try:
        told = options_of(options, OPTIONS)
    except WrongOption as error:
        wrong.append(str(error))
        told = {**OPTIONS, **{name: options[name] for name in OPTIONS if name in options}}
    try:
        spots_of(told)
    except WrongOption as error:
        wrong.append(str(error))
    for name in ("poll_s", "told_s", "answer_s"):
        value = told[name]
        if isinstance(value, int | float) and not value > 0:
            wrong.append(f"{name!r} must be more than 0, not {value!r}")
    gap = told["gap_ms"]
    if isinstance(gap, int) and gap < 0:
        wrong.append(f"'gap_ms' must be 0 or more, not {gap!r}")
    if not 0 <= address <= modbus.MAX_UNIT:
        wrong.append(f"address {address}; units 1 to {modbus.MAX_UNIT} exist")
    if wrong:
        raise WrongOption("; ".join(wrong))
    return told


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> Sensor:
    """A driver for one configured sensor; WrongOption names all that is wrong."""
    return Sensor(device, address, options)
