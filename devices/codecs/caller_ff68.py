"""The bus of callers and evaluators: key boxes with six digits and rating keys on one RS-485 line, 9600 8N1.

`FF 68 LEN LEN 68 ADDR FUNC DATA CHK 16`; LEN counts ADDR, FUNC and DATA; CHK is their sum. Single source: the program
of a real hall (chen365409389/QueueSystem). That program checks neither CHK nor the tail, waits without end for each
byte, and loses a frame behind a stray FF; this one does none of the three. See docs/devices.md for worked frames.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs.codec import Damaged, Parsed, Verdict, first

HEAD, MIDDLE, TAIL = 0xFF, 0x68, 0x16
KEY, SHOW, BEEP, RESULT = 0x01, 0x02, 0x03, 0x11
START_RATING = 0x0B  # as data of KEY: the key that asks for a rating, and the host's word to ask for one
STARS, BLANK = 0x05, 0x0A
UPLINK = range(1, 4)  # bytes of data from a unit
MOST = 6  # bytes of data: a display has six digits
DIGITS = 3  # for each of the two numbers of a display
MOST_SHOWN = 10**DIGITS - 1


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, either way. Of a key press the last byte of `data` is the key, what stands before it are digits."""

    address: int
    function: int
    data: bytes = b""


def show(address: int, waiting: int, ticket: int | None) -> Frame:
    """Six digits: how many wait, and the ticket in hand. More than 999 wait is 999; a ticket that three digits cannot
    say is left blank, and so is None: a wrong number would be worse than none."""
    if waiting < 0 or (ticket is not None and ticket < 0):
        raise ValueError(f"waiting {waiting}, ticket {ticket}; a display counts from 0")
    wait = str(min(waiting, MOST_SHOWN)).rjust(DIGITS)
    number = "" if ticket is None or ticket > MOST_SHOWN else f"{ticket:0{DIGITS}d}"
    text = wait + number.rjust(DIGITS)
    return Frame(address, SHOW, bytes(BLANK if one == " " else int(one) for one in text))


def digits(data: bytes) -> str:
    """What a display shows for the data of a SHOW frame; "" when these are no six digits."""
    if len(data) != 2 * DIGITS or any(one > BLANK for one in data):
        return ""
    return "".join(" " if one == BLANK else str(one) for one in data)


def start_rating(address: int) -> Frame:
    """The host asks the visitor to rate."""
    return Frame(address, KEY, bytes((START_RATING,)))


def answer(heard: Frame) -> Frame:
    """What a unit is told for what it said: its own frame, or for a rating the same data as a KEY frame."""
    return Frame(heard.address, KEY, heard.data) if heard.function == RESULT else heard


def is_uplink(frame: Frame) -> bool:
    """Can a unit have said this?"""
    return frame.function in (KEY, RESULT) and len(frame.data) in UPLINK


def encode(frame: Frame) -> bytes:
    """ValueError for what the wire cannot carry."""
    if not 0 <= frame.address <= 255 or not 0 <= frame.function <= 255:
        raise ValueError(f"address {frame.address}, function {frame.function}; 0 to 255 exist")
    if len(frame.data) > MOST:
        raise ValueError(f"{len(frame.data)} bytes of data; a frame has at most {MOST}")
    body = bytes((frame.address, frame.function)) + frame.data
    head = bytes((HEAD, MIDDLE, len(body), len(body), MIDDLE))
    return head + body + bytes((sum(body) & 0xFF, TAIL))


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """The next frame, from host or unit."""
    return first(buffer, _parse)


def _parse(data: bytes, at: int) -> Parsed[Frame]:
    head = data[at : at + 5]
    if head[0] != HEAD or head[1:2] not in (b"", b"\x68"):
        return Verdict.NONE
    if len(head) < 3:
        return Verdict.MORE
    size = head[2]
    if not 2 <= size <= 2 + MOST or head[3:] not in (b"", bytes((size,)), bytes((size, MIDDLE))):
        return Verdict.NONE  # the length is said twice, and both must agree
    whole = data[at : at + size + 7]
    if len(whole) < size + 7:
        return Verdict.MORE
    body, check, tail = whole[5 : 5 + size], whole[5 + size], whole[6 + size]
    if tail != TAIL:
        return Damaged("no end where the length says")
    if check != sum(body) & 0xFF:
        return Damaged("check wrong")
    return Frame(body[0], body[1], body[2:]), size + 7
