"""Keyboard-wedge scanners: the records of a Linux input device (`struct input_event`, 64 bit) and the lines they type.

Nothing of a desktop stands between the keys and us, so neither an input method nor CapsLock nor focus can spoil a code.
Sources: linux/input.h, linux/input-event-codes.h; `handbook/devices.md` §4.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

RECORD = struct.Struct("<qqHHi")  # seconds, microseconds, type, code, value
SYN, KEY = 0x00, 0x01
DROPPED = 3  # a code of SYN: the kernel lost records
UP, DOWN, HELD = 0, 1, 2
MAX_LINE = 4096
_TYPES = frozenset((0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x11, 0x12, 0x14, 0x15, 0x16))
_MOST_S = 1 << 34  # some five hundred years

ENTER, KEYPAD_ENTER, TAB = 28, 96, 15
SHIFTS, OTHER_MODIFIERS = frozenset((42, 54)), frozenset((29, 97, 56, 100, 125, 126))
_ENDS = frozenset((ENTER, KEYPAD_ENTER, TAB))
_ROWS = (  # first code, plain, with shift: the American layout, which every wedge scanner is delivered with
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),  # the keypad with NumLock
    (55, "*", "*"),
    (98, "/", "/"),
)
_PLAIN = {first + at: char for first, plain, _ in _ROWS for at, char in enumerate(plain)}
_SHIFTED = {first + at: char for first, _, shifted in _ROWS for at, char in enumerate(shifted)}
_STROKES = {char: (code, True) for code, char in reversed(_SHIFTED.items())} | {
    char: (code, False) for code, char in reversed(_PLAIN.items())
}


@dataclass(frozen=True, slots=True)
class Event:
    """One record: what happened to which key, at a time in microseconds."""

    type: int
    code: int
    value: int
    at_us: int = 0


def encode(event: Event) -> bytes:
    """The record of an event; ValueError for one that no kernel makes."""
    seconds, micros = divmod(event.at_us, 1_000_000)
    try:
        raw = RECORD.pack(seconds, micros, event.type, event.code, event.value)
    except struct.error as error:
        raise ValueError(f"{event}: {error}") from error
    if not _plausible(*RECORD.unpack(raw)):
        raise ValueError(f"{event}: no such record")
    return raw


def decode(buffer: bytearray) -> Event | None:
    """The next record; None means more bytes are needed. A record has no mark: bytes that cannot begin one go."""
    at = 0
    while len(buffer) - at >= RECORD.size:
        seconds, micros, type, code, value = RECORD.unpack_from(buffer, at)
        if _plausible(seconds, micros, type, code, value):
            del buffer[: at + RECORD.size]
            return Event(type, code, value, seconds * 1_000_000 + micros)
        at += 1
    del buffer[:at]
    return None


def _plausible(seconds: int, micros: int, type: int, code: int, value: int) -> bool:
    if not (0 <= seconds < _MOST_S and 0 <= micros < 1_000_000 and type in _TYPES):
        return False
    if type == KEY:
        return code <= 0x2FF and value in (UP, DOWN, HELD)
    return code <= DROPPED if type == SYN else code <= 0xFF


@dataclass(slots=True)
class Keys:
    """Lines that were typed as fast as only a scanner types: keys at most `burst_ms` apart, ended by Enter or Tab."""

    burst_ms: int = 60
    _line: list[str] = field(default_factory=list)
    _held: set[int] = field(default_factory=set)
    _last_us: int = 0
    _lost: bool = False

    def feed(self, event: Event) -> str:
        """The line that this event completes; "" for all others. What a person types is let go."""
        if event.type == SYN and event.code == DROPPED:
            self._line.clear()
            self._held.clear()
            self._lost = True  # what is left of this line is not the code
            return ""
        if event.type != KEY or event.value == HELD:
            return ""
        if event.value == UP:
            self._held.discard(event.code)
            return ""
        if not 0 <= event.at_us - self._last_us <= self.burst_ms * 1000:
            self._line.clear()
            self._lost = False
        self._last_us = event.at_us
        if event.code in SHIFTS or event.code in OTHER_MODIFIERS:
            self._held.add(event.code)
        elif event.code in _ENDS:
            line, lost = "".join(self._line), self._lost
            self._line.clear()
            self._lost = False
            return "" if lost else line
        elif char := self._char(event.code):
            self._line.append(char)
            if len(self._line) > MAX_LINE:
                self._line.clear()
                self._lost = True
        return ""

    def _char(self, code: int) -> str:
        if self._held & OTHER_MODIFIERS:
            return ""  # control characters, as some scanners send them for GS
        return (_SHIFTED if self._held & SHIFTS else _PLAIN).get(code, "")


def strokes(text: str, at_us: int = 0, gap_us: int = 2000, end: int = ENTER) -> list[Event]:
    """The records of a scanner that types `text`, `gap_us` from key to key; ValueError for what has no key."""
    events = []
    for char in text:
        if char not in _STROKES:
            raise ValueError(f"{char!r} has no key")
        code, shift = _STROKES[char]
        keys = [42, code] if shift else [code]
        for value, order in ((DOWN, keys), (UP, keys[::-1])):
            for key in order:
                events += [Event(KEY, key, value, at_us), Event(SYN, 0, 0, at_us)]
                at_us += gap_us // 2
    if end:
        events += [Event(KEY, end, DOWN, at_us), Event(SYN, 0, 0, at_us), Event(KEY, end, UP, at_us + gap_us)]
        events.append(Event(SYN, 0, 0, at_us + gap_us))
    return events
