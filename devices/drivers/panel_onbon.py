"""Onbon BX-K panels: show lines of text, keep them shown after every loss of power, tell what is really shown.

The make is `messages.onbon`; frames are in `devices.codecs.led_onbon`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from devices.codecs import led_onbon as led
from devices.codecs import led_onbon_messages as messages
from devices.drivers.base import (
    LEAST_S,
    MOST_S,
    READY,
    DeviceSaysNo,
    Line,
    OptionValue,
    Result,
    Status,
    address_of,
    number_of,
    one_of,
    options_of,
    whole_of,
)
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, ShowOnPanel

OPTIONS: dict[str, OptionValue] = {
    "width": 160,  # dots
    "height": 32,  # dots
    "brightness": 12,  # 0 to 15
    "colour": "red",  # red, green, yellow: only what the panel has
    "answer_s": 1.0,  # the card's own time-out is 2 s; at 9600 baud a call takes 0.1 s
    "status": True,  # False for cards that do not know the status question; then only pings
}
HERE = ZoneInfo("Asia/Shanghai")
FONTS = ((32, b"2"), (24, b"1"), (16, b"0"))  # height in dots, last digit of the font's name
COLOURS = {"red": b"1", "green": b"2", "yellow": b"3"}
QUESTION_S = (
    0.5  # a question draws nothing, it is answered in milliseconds; three in vain are told within 5 s
)
REFRESH_S = 1.0  # the maker: no area more often than once a second
TRIES = 3
MAX_DOTS = 4096  # of one side; no strip over a window is near it
MAX_TEXT = 400  # bytes; a 5K card takes 512 with everything
AGAIN_S = 30.0  # as for strips
CLOCK_EVERY_S = 3600.0
LOOK_AT_CLOCK_S = 300.0
Kinds = tuple[tuple[int, int], ...]
SILENCE = Status(DeviceState.AWAY, Fault.NO_ANSWER, "no answer")
DAMAGE = Status(DeviceState.FAULTY, Fault.GARBLED, "answers are damaged; check the wiring and the baud rate")
BUSY = Status(DeviceState.FAULTY, Fault.BUSY, "the card says it is busy and does not come free")


class OnbonPanel:
    """One screen at one address. Cards on one RS-485 line differ by it."""

    health_s = 3.0

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        told = options_of(options, OPTIONS)
        self._device, self._address = device, address_of(address, led.BROADCAST_SILENT)
        self._width, self._height = (whole_of(told, name, 8, MAX_DOTS) for name in ("width", "height"))
        self._brightness = whole_of(told, "brightness", 0, 15)
        self._answer_s = number_of(told, "answer_s", LEAST_S, MOST_S)
        self._colour = COLOURS[one_of(told, "colour", COLOURS)]
        self._ask_status = bool(told["status"])
        self._shows = ""
        self._text: messages.Request | None = None  # the one it was given last
        self._drawn_s = self._clock_s = float("-inf")
        self._tries = TRIES
        self._unsure = True  # a late answer may still be on the way

    @property
    def shows(self) -> str:
        return self._shows

    @property
    def confirms(self) -> bool:
        return self._address != led.BROADCAST_SILENT

    @property
    def not_before_s(self) -> float:
        return self._drawn_s + REFRESH_S

    @property
    def idle_s(self) -> float:
        """It never speaks by itself; its clock is set as soon as it is there, and again every hour."""
        return LOOK_AT_CLOCK_S if self._clock_s > float("-inf") else 0.0

    def connect(self, line: Line) -> Status:
        self._shows, self._text, self._unsure = "", None, True
        self._clock_s = float("-inf")
        line.forget()
        status = self.check(line)
        self._must(line, messages.power(True))
        self._must(line, messages.brightness(self._brightness))
        return status

    def check(self, line: Line) -> Status:
        """Areas live in the card's RAM: a card that lost its power answers, and holds none."""
        if self._address == led.BROADCAST_SILENT:
            self._unsure = False
            if self._is_due_again(line):
                self._draw(line)
            return Status(DeviceState.UNKNOWN, Fault.NONE, "addressed to all panels: nobody answers")
        if self._unsure:
            line.forget(0.2)
        if self._ask_status:
            frame, reply = self._exchange(line, messages.status(), (messages.STATUS, messages.NACK))
            if (reply.group, reply.command) == messages.NACK:
                if reply.error in (messages.UNKNOWN_GROUP, messages.UNKNOWN_COMMAND):
                    self._ask_status = False  # an old card: from now on only pings
            elif not _areas_held(frame, reply):
                self._shows = ""
        else:
            self._must(line, messages.ping())
            if self._shows and self._is_due_again(line) and not self._draw(line).is_ack:
                self._shows = ""
        self._unsure = False
        return READY

    def _is_due_again(self, line: Line) -> bool:
        """A card that cannot say what it holds is given its text again: it may have lost its power and have it back."""
        return self._text is not None and line.now_s() - self._drawn_s >= AGAIN_S

    def idle(self, line: Line, now_ms: int) -> Status | None:
        if line.now_s() - self._clock_s > CLOCK_EVERY_S:
            self._clock_s = line.now_s()
            now = datetime.fromtimestamp(now_ms / 1000, HERE)
            values = (now.year, now.month, now.day, now.hour, now.minute, now.second, now.isoweekday())
            self._must(line, messages.set_time(*values))
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, ShowOnPanel):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a panel only shows text")
        if self._unsure:
            self.check(line)
        wait_s = self.not_before_s - line.now_s()
        if wait_s > 0:
            line.pause(wait_s)
        area = messages.Dynamic((self._area(job.lines),), delete=None)
        self._text = messages.dynamic(area, reply=self.confirms)
        self._shows = ""  # until the card says so
        reply = self._draw(line)
        if not self.confirms:
            return JobDone(self._device, job.id, confirmed=False, detail="broadcast: nobody answers")
        if not reply.is_ack:
            why = messages.ERRORS.get(reply.error, f"error {reply.error}")
            return JobFailed(self._device, job.id, Fault.REFUSED, f"the panel refused the text: {why}")
        self._shows = job.id
        return JobDone(self._device, job.id)

    def _draw(self, line: Line) -> messages.Reply:
        """Send the text there is; what the card says to it, an ACK that nobody sent where nobody can."""
        assert self._text is not None
        reply = messages.ack()
        if self.confirms:
            _, reply = self._exchange(line, self._text, (messages.ACK, messages.NACK))
        else:
            line.send(self._frame(self._text))
        self._drawn_s = line.now_s()
        return reply

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    def _frame(self, request: messages.Request) -> bytes:
        return led.encode(led.Frame(messages.request_bytes(request), dst=self._address))

    def _must(self, line: Line, request: messages.Request) -> None:
        """Send a setting; a refusal of a setting does not matter, silence does."""
        if self._address == led.BROADCAST_SILENT:
            line.send(self._frame(request))
        else:
            self._exchange(line, request, (messages.ACK, messages.NACK))

    def _exchange(
        self, line: Line, request: messages.Request, wanted: Kinds
    ) -> tuple[led.Frame, messages.Reply]:
        """Ask until a wanted answer of this screen comes. Busy and damaged answers are asked again.

        Answers carry no number: after a second try a late first answer may still come, so the driver is unsure
        until a status question has flushed the line.
        """
        trouble = SILENCE
        for turn in range(self._tries):
            if turn:
                self._unsure = True
                line.pause(0.3 * turn if trouble.fault is Fault.BUSY else 0.0)
                line.forget(0.05)
            line.turn()
            line.send(self._frame(request))
            patience_s = self._answer_s if request is self._text else min(self._answer_s, QUESTION_S)
            until = max(line.now_s(), line.free_s) + patience_s
            while (got := _heard(line, until)) is not None:
                if isinstance(got, led.Damaged):
                    trouble = DAMAGE
                    continue
                reply = messages.parse_reply(got.data)
                if reply is None or not self._is_ours(got):
                    continue
                kind = (reply.group, reply.command)
                if kind == messages.NACK and reply.error == messages.BUSY:
                    trouble = BUSY
                    break
                if kind == messages.NACK and reply.error == messages.BAD_CHECKSUM:
                    trouble = DAMAGE
                    break
                if kind in wanted:
                    self._tries = TRIES
                    return got, reply
        self._unsure, self._shows = True, ""
        self._tries = (
            1 if trouble is SILENCE else TRIES
        )  # one that is not there keeps the line from the others
        text = trouble.text
        if trouble is SILENCE:
            text = f"no answer{line.at_baud}; check power, wiring, address and baud rate"
        raise DeviceSaysNo(trouble.fault, text)

    def _is_ours(self, frame: led.Frame) -> bool:
        network = 0x8000 <= self._address <= 0xDFFF
        return frame.src in (self._address, led.BROADCAST_ANSWERED) or network

    def _area(self, lines: tuple[str, ...]) -> messages.Area:
        """The largest font in which all lines fit; text too long for the smallest one runs from right to left."""
        fitting = [(size, name) for size, name in FONTS if self._fits(lines, size)]
        name = fitting[0][1] if fitting else b"0"
        head = b"\\FO00" + name + b"\\FE00" + name + b"\\C" + self._colour
        text = head + messages.safe_text("\n".join(lines) if fitting else "  ".join(lines), MAX_TEXT)
        centre = messages.ALIGN_CENTER | messages.ALIGN_CENTER << 2
        return messages.Area(
            text=text,
            width=self._width,
            height=self._height,
            align=centre if fitting else messages.ALIGN_CENTER << 2,
            single_line=messages.MULTI_LINE if fitting else messages.SINGLE_LINE,
            display=messages.STATIC if fitting else messages.LEFT,
        )

    def _fits(self, lines: tuple[str, ...], size: int) -> bool:
        if len(lines) * size > self._height:
            return False
        return all(len(messages.safe_text(line, MAX_TEXT)) * size // 2 <= self._width for line in lines)


def _heard(line: Line, until_s: float) -> led.Frame | led.Damaged | None:
    return line.wait(led.decode, until_s - line.now_s())


def _areas_held(frame: led.Frame, reply: messages.Reply) -> int:
    """How many dynamic areas the card holds, out of a status answer. 5K1 cards leave two fields out."""
    at = 15 if frame.device_type == 0x51 else 17
    return reply.data[at] if len(reply.data) > at else 0


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> OnbonPanel:
    """A driver for one configured panel; WrongOption when the options do not fit."""
    return OnbonPanel(device, address, options)
