"""Speaking modules on a serial line: one call after another, and none ever breaks off the one that is being said.

A module drops what it says when a new text comes, so every text waits until the module, asked, says that it is idle.
How a make says it in bytes is its `Tongue`; the files voice_syn6288.py and voice_xfs5152.py hold one each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from devices.codecs.codec import Damaged
from devices.codecs.voice_bytes import STATUS, Order, Reply, Says
from devices.codecs.voice_segments import Unspeakable
from devices.drivers.base import (
    LEAST_S,
    MOST_S,
    READY,
    DeviceSaysNo,
    Line,
    OptionValue,
    Result,
    Status,
    WrongOption,
    number_of,
    whole_of,
)
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, Speak

COMMON: dict[str, OptionValue] = {
    "answer_s": 0.5,
    "char_ms": 250,  # how long the module takes for a character: its calls are given up after a few times that
    "tone": "",  # a prompt tone of the module's own before each call, by its name in the maker's list, e.g. sounda
}
TRIES = 3
FRAME_GAP_S = 0.01  # the makers want more than 8 ms of silence between two frames
BETWEEN_S = 0.4  # between the times a call is said
ASK_S = 1.0  # how often a speech that should be over is asked for
BUSY_S = 30.0  # a module that says so long that it is busy, with nothing given to it, is stuck
SLACK_S = 5.0
TIMES_LONGER, TIMES_SHORTER = 3, 3  # a speech that takes longer is stuck, one that was shorter was not said
FIRST_ASK = 6  # a sixth of it is over when it is asked for the first time: was it really taken?
_BEATS = re.compile(r"[A-Za-z]+|[^\W_]")
SILENCE = (Fault.NO_ANSWER, "no answer; check power, wiring and baud rate")
NOISE = (Fault.GARBLED, "answers are damaged; check the wiring and the baud rate")
BROKE_OFF = "the module stopped before the end of the call; check its power supply and loudspeaker"
UNSAID = "the module takes the text and does not say it; check make and loudspeaker"
HEARD = "the module spoke to its end; nobody can confirm that it was heard"


class Tongue(Protocol):
    """How one make says it. `wake`: the frame that ends its sleep, b"" where it knows none."""

    wake: bytes

    def texts(self, job: Speak) -> tuple[str, ...]:
        """What is said for a call, once, part by part; Unspeakable in words."""

    def note(self, job: Speak) -> str:
        """What of the call this make cannot do, for staff; mostly ""."""

    def speech(self, text: str, percent: int) -> bytes:
        """The frame that says a text at a volume of 1 to 100 percent."""

    def order(self, order: Order) -> bytes:
        """The frame of an order."""

    def decode(self, buffer: bytearray) -> object | None:
        """The next frame or answer in the buffer; None for more, please."""


class ModuleVoice:
    """One module. A call is done when the module took every text of it and was idle after each, not before its time.

    What broke off is not said anew, or its beginning would be heard again and again: it was one of the times the call
    is to be said, and the next one may still be whole.
    """

    health_s = 5.0
    idle_s = 30.0  # what it says unasked between calls changes nothing
    shows = ""

    def __init__(self, device: str, tongue: Tongue, told: Mapping[str, OptionValue]) -> None:
        self._device, self._tongue = device, tongue
        self._answer_s = number_of(told, "answer_s", LEAST_S, MOST_S)
        self._char_s = whole_of(told, "char_ms", 1, 5000) / 1000
        self._tone = str(told["tone"])
        if not re.fullmatch(r"[a-z0-9]{0,12}", self._tone):
            raise WrongOption(f"'tone': {self._tone!r} is no name of a tone; e.g. sounda")
        self._turns: list[str] = []  # texts still to be said, the one that is on first
        self._unsaid: set[str] = set()  # parts of the call that were not yet said to their end
        self._spoke = self._broke_off = False
        self._began_s: float | None = None  # when that one was taken; None while the module is not ours yet
        self._patient_until_s = self._ask_at_s = 0.0
        self._fresh = True  # nothing of the call was said yet
        self._again = 0
        self._busy_since_s: float | None = None
        self._unsure = True  # a late answer may still be on the way
        self._noise = False

    def connect(self, line: Line) -> Status:
        self._unsure, self._busy_since_s = True, None
        self.stop(line)
        try:
            self._ask(line)
        except DeviceSaysNo:
            if not self._tongue.wake:
                raise
            self._send(line, self._tongue.wake)
            self._hear(line, Says.TAKEN, Says.STARTED)
            self._ask(line)
        return READY

    def check(self, line: Line) -> Status:
        """Ask how it is, between calls. What an earlier program had it say is left to come to its end."""
        if self._ask(line) is not Says.BUSY:
            self._busy_since_s = None
            return READY
        self._busy_since_s = self._busy_since_s or line.now_s()
        if line.now_s() - self._busy_since_s < BUSY_S:
            return READY
        return Status(
            DeviceState.FAULTY, Fault.BUSY, "says that it is busy, with nothing given to it; reset it"
        )

    def idle(self, line: Line, now_ms: int) -> Status | None:
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, Speak):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a voice only speaks")
        try:
            parts = self._tongue.texts(job)
            self._turns, self._unsaid = [*parts] * max(1, job.repeat), set(parts)
        except Unspeakable as why:
            return JobFailed(self._device, job.id, Fault.INTERNAL, f"the call cannot be spoken: {why}")
        self._turns[0] = self._tone + self._turns[0]
        self._began_s, self._again, self._fresh, self._broke_off = None, 0, True, False
        self._patient_until_s = line.now_s() + BUSY_S
        return self._begin(job, line)

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, Speak) or not self._turns:
            return JobFailed(self._device, job.id, Fault.INTERNAL, "nothing is being said")
        if self._began_s is not None:
            return self._listen(job, line, self._began_s)
        if self._fresh and 0 < job.until_ms < now_ms:
            return self._lost(job, Fault.TIMED_OUT, "its turn came too late to be said")
        return self._begin(job, line)

    def stop(self, line: Line) -> None:
        """What the module says now it says to its end; nothing more is given to it."""
        self._turns, self._began_s = [], None

    # -- one text --------------------------------------------------------------------------------------------------

    def _begin(self, job: Speak, line: Line) -> Result | None:
        """Give the module its text as soon as it is idle."""
        if self._ask(line) is Says.BUSY:
            return self._wait(job, line)
        refused = False
        for _ in range(TRIES):
            self._send(line, self._tongue.speech(self._turns[0], job.volume))
            says = self._hear(line, Says.TAKEN, Says.BAD, Says.BUSY)
            if says is None:
                says = (
                    Says.TAKEN if self._ask(line) is Says.BUSY else None
                )  # its answer was lost, not the text
            if says is Says.TAKEN:
                self._began_s, self._fresh, self._spoke = line.now_s(), False, False
                self._ask_at_s = self._began_s + self._length_s() / FIRST_ASK
                return None
            if says is Says.BUSY:
                return self._wait(job, line)
            refused |= says is Says.BAD
        fault = Fault.REFUSED if refused else Fault.GARBLED
        return self._lost(job, fault, "the module does not take the text; check make and baud rate")

    def _wait(self, job: Speak, line: Line) -> Result | None:
        if line.now_s() > self._patient_until_s:
            return self._lost(job, Fault.BUSY, "the module does not come to an end with what it says")
        line.pause(0.1)
        return None

    def _listen(self, job: Speak, line: Line, began_s: float) -> Result | None:
        """Wait for the end. One byte can be noise, so the module is asked before its end is believed."""
        says = line.wait(self._says, 0.05)
        took_s = line.now_s() - began_s
        if says is Says.STARTED:
            return self._lost(job, Fault.OFFLINE, "the module lost its power while it spoke")
        if says is not Says.IDLE and line.now_s() < self._ask_at_s:
            return None
        unasked = says is Says.IDLE
        says = self._ask(line)
        soon = took_s < self._length_s() / TIMES_SHORTER
        if soon and says is Says.IDLE:
            says = self._ask(line)  # twice noise is seldom, and a call that still runs must not be cut
        self._ask_at_s = max(line.now_s(), began_s + self._length_s()) + ASK_S
        if says is Says.STARTED:
            return self._lost(job, Fault.OFFLINE, "the module lost its power while it spoke")
        if says is Says.BUSY:
            self._spoke = True
            if took_s > self._length_s() * TIMES_LONGER + SLACK_S:
                return self._lost(job, Fault.BUSY, "the module does not come to the end of the call")
            return None
        self._began_s = None
        self._patient_until_s = line.now_s() + BUSY_S
        if soon and not self._spoke and not unasked and not self._again:
            self._again = 1  # nobody has heard anything of it yet
            return None
        if not soon:
            self._unsaid.discard(self._turns[0].removeprefix(self._tone))
        elif self._spoke or unasked:
            self._broke_off = True
        else:
            return self._lost(job, Fault.REFUSED, UNSAID)
        del self._turns[0]
        if self._turns:
            line.pause(BETWEEN_S)
            return None
        return self._over(job)

    def _over(self, job: Speak) -> Result:
        """All of it was begun as often as it was ordered: each part of it must have come to its end once."""
        if self._unsaid:
            return self._lost(job, Fault.OFFLINE, BROKE_OFF)
        notes = (self._tongue.note(job), f"once, {BROKE_OFF}" if self._broke_off else "", HEARD)
        return JobDone(self._device, job.id, detail="; ".join(note for note in notes if note))

    def _length_s(self) -> float:
        """About how long the text that is on lasts: a beat for a character, more for an English word."""
        beats = sum(max(1.0, len(part) / 3) for part in _BEATS.findall(self._turns[0]))
        return beats * self._char_s

    def _lost(self, job: Speak, fault: Fault, why: str) -> JobFailed:
        self._turns, self._began_s = [], None
        return JobFailed(self._device, job.id, fault, why)

    # -- frames ----------------------------------------------------------------------------------------------------

    def _ask(self, line: Line) -> Says:
        """BUSY or IDLE, or STARTED where it lost its power in a speech; DeviceSaysNo when nothing is heard."""
        if self._began_s is None:
            line.forget(0.2 if self._unsure else 0.0)
            self._unsure = False
        self._noise = False
        for turn in range(TRIES):
            if turn:
                line.forget(0.05)
            self._send(line, self._tongue.order(Order(STATUS)))
            started = () if self._began_s is None else (Says.STARTED,)
            says = self._hear(line, Says.BUSY, Says.IDLE, *started)
            if says is not None:
                return says
        self._unsure = True
        raise DeviceSaysNo(*(NOISE if self._noise else SILENCE))

    def _send(self, line: Line, frame: bytes) -> None:
        """In one piece, because two bytes of a frame must not be 8 ms apart, and never too close behind another."""
        wait_s = line.free_s + FRAME_GAP_S - line.now_s()
        if wait_s > 0:
            line.pause(wait_s)
        line.send(frame)

    def _hear(self, line: Line, *wanted: Says) -> Says | None:
        until = max(line.now_s(), line.free_s) + self._answer_s
        while (says := line.wait(self._says, until - line.now_s())) is not None:
            if says in wanted:
                return says
        return None

    def _says(self, buffer: bytearray) -> Says | None:
        """The next answer; what the line echoes and what is noise is passed over."""
        before = len(buffer)
        while (got := self._tongue.decode(buffer)) is not None:
            if isinstance(got, Reply):
                return got.says
            self._noise |= isinstance(got, Damaged)
            before = len(buffer)
        self._noise |= len(buffer) < before
        return None


def level(percent: int, loudest: int) -> int:
    """A volume of 1 to 100 percent on a module's scale: at least 1, because a call that is given is to be heard."""
    return max(1, min(loudest, round(percent * loudest / 100)))
