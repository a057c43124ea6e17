"""Window strips of the queue vendors: one text on one RS-485 line of many panels, each make with its own tongue.

What the makes have in common is here: when the line may be taken again, one retry after another, what may count as
shown. How a make says it in bytes is its `Tongue`; the files panel_*.py hold one each.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Protocol

from devices.codecs.codec import Damaged
from devices.drivers.base import (
    LEAST_S,
    MOST_S,
    READY,
    DeviceSaysNo,
    Line,
    OptionValue,
    Result,
    Status,
    number_of,
    options_of,
    whole_of,
)
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, ShowOnPanel

COMMON: dict[str, OptionValue] = {
    "answer_s": 0.5,  # a strip answers within its own frame's time; the rest is for the adapter
    "gap_ms": 100,  # after a frame nobody answers, and between two texts of a panel: what the vendors' programs leave
    "again_s": 30.0,  # the text is drawn again so often, because no strip can say what it holds after a power cut
}
TRIES = 3
BLANK = ShowOnPanel("", "", "idle", ("",))
MUTE = Status(DeviceState.UNKNOWN, Fault.NONE, "this make never answers: nobody knows what the panel shows")
SILENCE = (Fault.NO_ANSWER, "no answer; check power, wiring and address")
DAMAGE = (Fault.GARBLED, "answers are damaged; check the wiring and the baud rate")


class Says(enum.Enum):
    """What an answer means for the panel that was asked."""

    TAKEN = "taken"  # it took the text
    REFUSED = "refused"
    ALIVE = "alive"  # it answered the question whether it is there
    NOTHING = "nothing"  # another panel's, or not an answer


class Tongue(Protocol):
    """How one make says it. `confirms`: it answers a text. `ask()`: the question whether it is there, b"" if none."""

    confirms: bool

    def text(self, job: ShowOnPanel) -> tuple[bytes, ...]:
        """The frames that show it, in order. ValueError in words when the panel cannot show it."""

    def ask(self) -> bytes:
        """The question whether it is there; b"" when the make knows none."""

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        """The meaning of the next answer in the buffer; None for more, please."""


class StripPanel:
    """One strip at one address."""

    health_s = 3.0  # 16 panels on a line of 9600 baud take an eighth of that; the wall has to know after 5 s
    idle_s = float("inf")  # it never speaks by itself

    def __init__(self, device: str, tongue: Tongue, told: Mapping[str, OptionValue]) -> None:
        self._device, self._tongue = device, tongue
        self._answer_s, self._again_s = float(told["answer_s"]), float(told["again_s"])
        self._gap_s = int(told["gap_ms"]) / 1000
        self._frames: tuple[bytes, ...] = ()  # of the text it was given last
        self._shows = ""
        self._drawn_s = float("-inf")
        self._tries = TRIES
        self.not_before_s = float("-inf")

    @property
    def shows(self) -> str:
        return self._shows

    @property
    def confirms(self) -> bool:
        return self._tongue.confirms

    def connect(self, line: Line) -> Status:
        self._shows, self._frames = "", ()
        return self.check(line)

    def check(self, line: Line) -> Status:
        """Ask whether it is there. Where the answer to a text says so too, the text that is drawn again is enough."""
        self._settle(line)
        due = bool(self._frames) and line.now_s() - self._drawn_s >= self._again_s
        question = self._tongue.ask()
        if self._tongue.confirms and (due or not question):
            self._draw(line, self._frames or self._tongue.text(BLANK))
            return READY
        if question:
            self._exchange(line, question, Says.ALIVE)
        if due:
            self._draw(line, self._frames)
        return READY if question else MUTE

    def idle(self, line: Line, now_ms: int) -> Status | None:
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, ShowOnPanel):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a panel only shows text")
        try:
            frames = self._tongue.text(job)
        except ValueError as why:
            return JobFailed(self._device, job.id, Fault.REFUSED, f"the panel cannot show this text: {why}")
        self._settle(line)
        self._shows = ""  # until the panel says so
        taken = self._draw(line, frames)
        self.not_before_s = line.now_s() + self._gap_s
        if not taken:
            return JobFailed(self._device, job.id, Fault.REFUSED, "the panel refused the text")
        self._frames = frames
        if not self._tongue.confirms:
            return JobDone(self._device, job.id, confirmed=False, detail="this make does not confirm a text")
        self._shows = job.id
        return JobDone(self._device, job.id)

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    def _draw(self, line: Line, frames: tuple[bytes, ...]) -> bool:
        """False when the panel refused."""
        self._drawn_s = line.now_s()
        for frame in frames:
            if not self._tongue.confirms:
                self._send(line, frame)
            elif self._exchange(line, frame, Says.TAKEN, Says.REFUSED) is Says.REFUSED:
                self._shows, self._frames = "", ()
                return False
        return True

    def _settle(self, line: Line) -> None:
        """Answers carry no number: after a missed one, wait until the line is silent before the next question."""
        line.forget(0.2 if line.unsure and (self._tongue.confirms or self._tongue.ask()) else 0.0)
        line.unsure = False

    def _send(self, line: Line, frame: bytes) -> None:
        line.turn(self._gap_s)  # whoever of the panels on this line was spoken to
        line.send(frame)

    def _exchange(self, line: Line, frame: bytes, *wanted: Says) -> Says:
        trouble = SILENCE
        for turn in range(self._tries):
            if turn:
                line.unsure = True
                line.forget(0.05)
            self._send(line, frame)
            until = max(line.now_s(), line.free_s) + self._answer_s
            while (got := line.wait(self._tongue.hear, until - line.now_s())) is not None:
                if isinstance(got, Damaged):
                    trouble = DAMAGE
                elif got in wanted:
                    self._tries = TRIES
                    return got
        line.unsure, self._shows = True, ""
        self._tries = (
            1 if trouble is SILENCE else TRIES
        )  # one that is not there keeps the line from the others
        line.forget(0.05)  # an answer without an address must not be taken for the next panel's
        raise DeviceSaysNo(*trouble)


def told_of(options: Mapping[str, OptionValue], own: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """The options of a make with the ones all strips know; WrongOption names every wrong one."""
    told = options_of(options, {**COMMON, **own})
    number_of(told, "answer_s", LEAST_S, MOST_S)
    number_of(told, "again_s", 0, 3600)
    whole_of(told, "gap_ms", 0, 5000)
    return told


def one_line(lines: tuple[str, ...]) -> str:
    """A strip has one line."""
    return " ".join(line for line in lines if line)
