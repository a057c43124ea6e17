"""Window strips of the queue vendors: one text on one RS-485 line of many panels, each make with its own tongue.

What the makes have in common is here: a gap between frames, one retry after another, what may count as shown. How a
make says it in bytes is its `Tongue`; the files panel_*.py hold one each.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Protocol

from devices.codecs.codec import Damaged
from devices.drivers.base import READY, DeviceSaysNo, Line, OptionValue, Result, Status, options_of
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, ShowOnPanel

COMMON: dict[str, OptionValue] = {
    "answer_s": 0.5,  # a strip answers within its own frame's time; the rest is for the adapter
    "gap_ms": 100,  # between two frames on the line, after the last byte: what the vendors' own programs leave
    "again_s": 30.0,  # the text is drawn again so often, because no strip can say what it holds after a power cut
}
TRIES = 3
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

    def text(self, lines: tuple[str, ...]) -> tuple[bytes, ...]:
        """The frames that show these lines, in order. ValueError in words when the panel cannot show them."""

    def ask(self) -> bytes:
        """The question whether it is there; b"" when the make knows none."""

    def hear(self, buffer: bytearray) -> Says | Damaged | None:
        """The meaning of the next answer in the buffer; None for more, please."""


class StripPanel:
    """One strip at one address."""

    health_s = 3.0  # 16 panels on a line of 9600 baud take half of that; the wall has to know after 5 s

    def __init__(self, device: str, tongue: Tongue, told: Mapping[str, OptionValue]) -> None:
        self._device, self._tongue = device, tongue
        self._answer_s, self._again_s = float(told["answer_s"]), float(told["again_s"])
        self._gap_s = int(told["gap_ms"]) / 1000
        self._frames: tuple[bytes, ...] = ()  # of the text it was given last
        self._shows = ""
        self._drawn_s = float("-inf")
        self._unsure = True  # a late answer may still be on the way

    @property
    def shows(self) -> str:
        return self._shows

    @property
    def confirms(self) -> bool:
        return self._tongue.confirms

    def connect(self, line: Line) -> Status:
        self._shows, self._frames, self._unsure = "", (), True
        return self.check(line)

    def check(self, line: Line) -> Status:
        """Ask whether it is there. A make without that question is given its text again, which is as good."""
        self._settle(line)
        status = MUTE
        if question := self._tongue.ask():
            self._exchange(line, question, Says.ALIVE)
            status = READY
        due = line.now_s() - self._drawn_s >= self._again_s
        if status is MUTE and self._tongue.confirms:
            self._draw(line, self._frames or self._tongue.text(("",)))
            status = READY
        elif self._frames and due:
            self._draw(line, self._frames)
        return status

    def idle(self, line: Line, now_ms: int) -> Status | None:
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, ShowOnPanel):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a panel only shows text")
        try:
            frames = self._tongue.text(job.lines)
        except ValueError as why:
            return JobFailed(self._device, job.id, Fault.REFUSED, f"the panel cannot show this text: {why}")
        self._settle(line)
        self._shows = ""  # until the panel says so
        if not self._draw(line, frames):
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
        line.forget(0.2 if self._unsure and (self._tongue.confirms or self._tongue.ask()) else 0.0)
        self._unsure = False

    def _send(self, line: Line, frame: bytes) -> None:
        wait_s = line.free_s + self._gap_s - line.now_s()  # whoever of the panels on this line was spoken to
        if wait_s > 0:
            line.pause(wait_s)
        line.send(frame)

    def _exchange(self, line: Line, frame: bytes, *wanted: Says) -> Says:
        trouble = SILENCE
        for turn in range(TRIES):
            if turn:
                self._unsure = True
                line.forget(0.05)
            self._send(line, frame)
            until = max(line.now_s(), line.free_s) + self._answer_s
            while (got := line.wait(self._tongue.hear, until - line.now_s())) is not None:
                if isinstance(got, Damaged):
                    trouble = DAMAGE
                elif got in wanted:
                    return got
        self._unsure, self._shows = True, ""
        line.forget(0.05)  # an answer without an address must not be taken for the next panel's
        raise DeviceSaysNo(*trouble)


def told_of(options: Mapping[str, OptionValue], own: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """The options of a make with the ones all strips know; WrongOption names every wrong one."""
    return options_of(options, {**COMMON, **own})


def one_line(lines: tuple[str, ...]) -> str:
    """A strip has one line."""
    return " ".join(line for line in lines if line)
