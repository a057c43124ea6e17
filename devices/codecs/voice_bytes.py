"""What the speaking modules SYN6288 and XFS5152CE have in common: `FD`, a length, an order; answers of one byte.

Sources: the makers' datasheets (SYN6288; XFS5152CE_en). What differs stands in `voice_syn6288` and `voice_xfs5152`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from devices.codecs.codec import Damaged, Parsed, Verdict

HEAD = 0xFD
SPEAK, STOP, PAUSE, RESUME, STATUS, SLEEP = 0x01, 0x02, 0x03, 0x04, 0x21, 0x88
ORDERS = frozenset({STOP, PAUSE, RESUME, STATUS, SLEEP})
"""What both makes know that has nothing behind it."""
GB2312, GBK, BIG5, UNICODE = 0, 1, 2, 3
F = TypeVar("F")


class Says(IntEnum):
    """The one byte a module answers. IDLE also comes unasked when a speech is over, STARTED after power-on."""

    TAKEN = 0x41
    BAD = 0x45
    STARTED = 0x4A
    BUSY = 0x4E
    IDLE = 0x4F


_ANSWERS = frozenset(Says)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the module says."""

    says: Says


@dataclass(frozen=True, slots=True)
class Order:
    """A command without anything behind it: STOP, PAUSE, RESUME, STATUS, SLEEP and what else the make knows."""

    command: int


def encoded(text: str, encoding: int, unicode: str, most: int) -> bytes:
    """`text` as a module takes it: at most `most` bytes, never half a character.

    Square brackets would command the module ([v0] makes it mute), so they go, as control characters do; what the
    encoding does not have cannot be said and goes too. `unicode` is the Python name for UNICODE: its byte order is the
    make's.
    """
    name = {GB2312: "gb2312", GBK: "gbk", BIG5: "big5", UNICODE: unicode}[encoding]
    out = bytearray()
    for char in text:
        if char in "[]" or ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or ord(char) > 0xFFFF:
            continue
        raw = char.encode(name, "ignore")
        if len(out) + len(raw) > most:
            break
        out += raw
    return bytes(out)


def order(frame: Order, known: frozenset[int]) -> bytes:
    """An order as it stands behind the length; ValueError for one the make does not know."""
    if frame.command not in known:
        raise ValueError(f"order {frame.command:02X} does not exist")
    return bytes((frame.command,))


def spoken(text: bytes, encoding: int, music: int, most: int) -> bytes:
    """A speech as it stands behind the length, `music` above its encoding; ValueError for what the wire cannot carry:
    a text has 1 to `most` bytes."""
    if not 0 < len(text) <= most:
        raise ValueError(f"a text has 1 to {most} bytes, not {len(text)}")
    if encoding not in range(UNICODE + 1):
        raise ValueError(f"an encoding is 0 to {UNICODE}")
    if not is_text(text, encoding):
        raise ValueError("no text but UNICODE has bytes of 00")
    return bytes((SPEAK, music << 3 | encoding)) + text


def is_text(raw: bytes, encoding: int) -> bool:
    """Could these bytes be a text? Of GB2312, GBK and BIG5 no byte is 00; a frame that took the head of the next one
    for its text has one."""
    return encoding == UNICODE or 0 not in raw


def next_frame(buffer: bytearray, parse: Callable[[bytes, int], Parsed[F]]) -> F | Reply | Damaged | None:
    """Take the next frame or answer out of the buffer; what stood before it was noise.

    `parse(data, at)` says what begins at an FD: (frame, size), Damaged, or a Verdict. Inside a frame that has not ended
    yet no byte is an answer: a text is full of 41 and 4F. A whole frame behind a broken-off one wins.
    """
    data = bytes(buffer)
    for at, byte in enumerate(data):
        if byte == HEAD:
            got = parse(data, at)
            if got is Verdict.MORE:
                return _behind(buffer, data, at, parse)
            if isinstance(got, Damaged):
                del buffer[: at + 1 + _to_next_head(data, at + 1)]
                return got
            if isinstance(got, tuple):
                del buffer[: at + got[1]]
                return got[0]
        elif byte in _ANSWERS:
            del buffer[: at + 1]
            return Reply(Says(byte))
    buffer.clear()
    return None


def _behind(
    buffer: bytearray, data: bytes, begin: int, parse: Callable[[bytes, int], Parsed[F]]
) -> F | Reply | Damaged | None:
    """The first whole frame behind one whose end has not come; without one the buffer waits for that end."""
    at = data.find(HEAD, begin + 1)
    while at >= 0:
        got = parse(data, at)
        if isinstance(got, tuple):
            del buffer[: at + got[1]]
            return got[0]
        at = data.find(HEAD, at + 1)
    del buffer[:begin]
    return None


def _to_next_head(data: bytes, at: int) -> int:
    """How many bytes from `at` belong to a damaged frame: all up to what may be another one."""
    head = data.find(HEAD, at)
    return (head if head >= 0 else len(data)) - at
