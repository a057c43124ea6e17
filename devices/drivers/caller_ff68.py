"""Key boxes with six digits, and evaluators, on the bus of `bus_ff68`: `caller.ff68`, `evaluator.ff68`, and
`caller+evaluator.ff68` for a unit that is both at one address.

The bus knows no question: a unit that says nothing may be at rest or gone. So it is ready for `trust_s` after it was
heard and unknown otherwise, and nothing it is sent is ever confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import caller_ff68 as ff68
from devices.drivers.base import (
    LEAST_S,
    READY,
    Line,
    News,
    OptionValue,
    Result,
    Status,
    WrongOption,
    address_of,
    number_of,
    options_of,
    whole_of,
)
from devices.drivers.bus_ff68 import Bus
from hall.contract.callers import Key, PressKey
from hall.contract.devices import AskRating, DeviceState, Fault, Job, JobDone, JobFailed, ShowOnCaller
from hall.contract.ratings import LEVELS, GiveRating, RatingLevel

COMMON: dict[str, OptionValue] = {
    "same_key_ms": 1000,  # the same frame again within this time is the same press: held, bounced, or sent again
    "gap_ms": 30,  # between two frames of ours
    "trust_s": 900.0,  # how long a unit counts as ready after it was heard
}
CALLER: dict[str, OptionValue] = {
    "keys": "0C=call 0D=recall 0B=finish 0F=start 06+0F=pass 00+0F=hold 03+0F=call_back 12=pause 13=transfer",
    "again_s": 30.0,  # the digits are sent again so often: a unit forgets them without power and cannot say so
}
EVALUATOR: dict[str, OptionValue] = {
    "ratings": "",  # which value is which level; it differs from hall to hall, so it must be said
}
CALLER_OPTIONS = COMMON | CALLER
EVALUATOR_OPTIONS = COMMON | EVALUATOR
BOTH_OPTIONS = COMMON | CALLER | EVALUATOR
DAMAGED = 3  # frames in a row, before the line is blamed
NEVER_HEARD = Status(
    DeviceState.UNKNOWN, Fault.NONE, "nothing heard from it: this bus cannot be asked, press a key"
)
NOISE = Status(
    DeviceState.UNKNOWN,
    Fault.GARBLED,
    "only damaged frames are heard on this line; check wiring, terminator and baud rate",
)


class DeskUnit:
    """One unit at one address."""

    health_s = 5.0
    shows = ""
    hears, idle_s = True, 1.0  # what it says wakes the worker
    confirms = False

    def __init__(
        self,
        device: str,
        address: int,
        told: Mapping[str, OptionValue],
        keys: Mapping[bytes, Key],
        levels: Mapping[int, RatingLevel],
    ) -> None:
        self._device, self._address, self._keys, self._levels = device, address, keys, levels
        self._same_s, self._gap_s = int(told["same_key_ms"]) / 1000, int(told["gap_ms"]) / 1000
        self._trust_s, self._again_s = float(told["trust_s"]), float(told.get("again_s", 0.0))
        self.said = 0
        self._news: list[News] = []
        self._last: tuple[int, bytes] = (0, b"")  # function and data of the last press
        self._last_s = self._heard_s = self._drawn_s = float("-inf")
        self._digits: ff68.Frame | None = None
        self._asked: AskRating | None = None
        self._strange: int | None = None  # a rating value that the options do not name
        self._status = NEVER_HEARD

    def connect(self, line: Line) -> Status:
        Bus.of(line).join(self._address)
        self._heard_s, self._strange = float("-inf"), None
        return self._judge(line)

    def check(self, line: Line) -> Status:
        if self._digits is not None and line.now_s() - self._drawn_s >= self._again_s:
            self._draw(line)
        return self._judge(line)

    def idle(self, line: Line, now_ms: int) -> Status | None:
        bus = Bus.of(line)
        bus.hear()
        for frame in bus.take(self._address):
            self.said += 1
            self._heard_s = line.now_s()
            if not self._is_same(frame):
                self._note(frame, now_ms)
        before = self._status
        return status if (status := self._judge(line)) != before else None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if isinstance(job, ShowOnCaller) and self._keys:
            self._digits = ff68.show(self._address, job.waiting, None if job.serial < 0 else job.serial)
            self._draw(line)
            if now_ms <= job.beep_ms:
                self._beep(line)
            return JobDone(self._device, job.id, confirmed=False, detail="this bus does not confirm digits")
        if isinstance(job, AskRating) and self._levels:
            self._asked = job
            Bus.of(line).send(ff68.start_rating(self._address), self._gap_s)
            return JobDone(
                self._device, job.id, confirmed=False, detail="this bus does not confirm a question"
            )
        return JobFailed(self._device, job.id, Fault.INTERNAL, "this unit has no part for that")

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    def news(self) -> tuple[News, ...]:
        taken = tuple(self._news)
        self._news.clear()
        return taken

    def unheard(self, line: Line) -> None:
        self._beep(line)

    def _beep(self, line: Line) -> None:
        Bus.of(line).send(ff68.Frame(self._address, ff68.BEEP), self._gap_s)

    def _draw(self, line: Line) -> None:
        assert self._digits is not None
        Bus.of(line).send(self._digits, self._gap_s)
        self._drawn_s = line.now_s()

    def _is_same(self, frame: ff68.Frame) -> bool:
        """A key that bounces or is held, or a frame whose answer the unit did not hear, is one press."""
        said, before, since_s = (frame.function, frame.data), self._last, self._last_s
        self._last, self._last_s = said, self._heard_s
        return said == before and self._heard_s - since_s < self._same_s

    def _note(self, frame: ff68.Frame, now_ms: int) -> None:
        if frame.function == ff68.RESULT:
            self._rated(frame.data[0], now_ms)
        elif key := self._keys.get(frame.data):
            self._news.append(PressKey(self._device, key))
        elif (key := self._keys.get(frame.data[-1:])) and all(one < 10 for one in frame.data[:-1]):
            self._news.append(PressKey(self._device, key, "".join(map(str, frame.data[:-1]))))

    def _rated(self, value: int, now_ms: int) -> None:
        """Only the first press after a question counts, and only in its time: a later one is nobody's."""
        level = self._levels.get(value)
        if not self._levels:
            return
        self._strange = value if level is None else None
        asked, self._asked = self._asked, None if level is not None else self._asked
        if level is not None and asked is not None and now_ms <= asked.until_ms:
            self._news.append(GiveRating(level, self._device, asked.id))

    def _judge(self, line: Line) -> Status:
        self._status = NOISE if Bus.of(line).damaged >= DAMAGED else NEVER_HEARD
        if self._strange is not None:
            text = f"it sent rating {self._strange}, which its option ratings does not name"
            self._status = Status(DeviceState.FAULTY, Fault.GARBLED, text)
        elif line.now_s() - self._heard_s < self._trust_s:
            self._status = READY
        return self._status


def make_caller(device: str, address: int, options: Mapping[str, OptionValue]) -> DeskUnit:
    """A key box alone; WrongOption when the options do not fit."""
    told = _told(options, CALLER_OPTIONS)
    return DeskUnit(device, address_of(address, 255, usual=0), told, keys_of(str(told["keys"])), {})


def make_evaluator(device: str, address: int, options: Mapping[str, OptionValue]) -> DeskUnit:
    """An evaluator with an address of its own."""
    told = _told(options, EVALUATOR_OPTIONS)
    return DeskUnit(device, address_of(address, 255, usual=0), told, {}, levels_of(str(told["ratings"])))


def make_both(device: str, address: int, options: Mapping[str, OptionValue]) -> DeskUnit:
    """A key box with an evaluator at the same address, as the bus was made for."""
    told = _told(options, BOTH_OPTIONS)
    keys, levels = keys_of(str(told["keys"])), levels_of(str(told["ratings"]))
    return DeskUnit(device, address_of(address, 255, usual=0), told, keys, levels)


def _told(options: Mapping[str, OptionValue], known: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    told = options_of(options, known)
    whole_of(told, "same_key_ms", 0, 60_000)
    whole_of(told, "gap_ms", 0, 5000)
    number_of(told, "trust_s", LEAST_S, 86_400)
    if "again_s" in told:
        number_of(told, "again_s", 0, 3600)
    return told


def keys_of(words: str) -> dict[bytes, Key]:
    """`0C=call 06+0F=pass`: hex bytes of a press and what it means. WrongOption names every word that is not one."""
    found: dict[bytes, Key] = {}
    wrong = []
    for word in words.split():
        press, _, meaning = word.partition("=")
        try:
            data = bytes(int(one, 16) for one in press.split("+"))
            found[data] = Key(meaning)
        except ValueError:
            wrong.append(word)
        else:
            if len(data) not in ff68.UPLINK:
                wrong.append(word)
    if wrong or not found:
        known = ", ".join(key.value for key in Key)
        said = f"{', '.join(map(repr, wrong)) or 'nothing'} is no key of 'keys'"
        raise WrongOption(f"{said}; write 0C=call or 06+0F=pass, with: {known}")
    return found


def levels_of(words: str) -> dict[int, RatingLevel]:
    """`0=very_satisfied 1=satisfied`: values of the evaluator and their levels. WrongOption when one is missing."""
    known = {level.value: level for level in LEVELS}
    found: dict[int, RatingLevel] = {}
    wrong = []
    for word in words.split():
        value, _, meaning = word.partition("=")
        if value.isdecimal() and int(value) < 256 and meaning in known:
            found[int(value)] = known[meaning]
        else:
            wrong.append(word)
    if wrong or not found:
        said = f"{', '.join(map(repr, wrong))} in 'ratings' is no level" if wrong else "'ratings' is missing"
        example = "say which key of the evaluator is what, e.g. 0=very_satisfied"
        raise WrongOption(f"{said}; {example}, with: {', '.join(known)}")
    return found
