"""Zhongyi 重庆中意 two-colour strips: 9600 8N1, RS-485, texts shown at once, each answered.

Source: the maker's 双色屏通信协议_即时显示 and a program that drives them (wangenheng/gitHub, IMM9012). An answer
begins like a text and has neither length nor check; it is told apart by a length no text can have.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs import gb_text
from devices.codecs.codec import Damaged, Parsed, Verdict, first

HEAD, COMMAND = b"\xa0\x90", 0xA5
DONE, REFUSED = 0xAA, 0x55
RED, GREEN, YELLOW = 0, 1, 2
MAX_TEXT = 200
MAX_DATA = 2 * MAX_TEXT  # a colour after each character: at most one for each byte


@dataclass(frozen=True, slots=True)
class Show:
    """`text` is GB2312, `colours` has one value for each character of it."""

    address: int
    text: bytes
    colours: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Done or refused, by the panel of this address."""

    address: int
    done: bool


def show(address: int, text: bytes, colour: int) -> Show:
    """A text in one colour. ValueError when it is not GB2312."""
    characters = gb_text.characters(text)
    if characters is None:
        raise ValueError("a text is GB2312")
    return Show(address, text, bytes((colour,)) * len(characters))


def encode(frame: Show | Answer) -> bytes:
    """ValueError for what the wire cannot carry."""
    if not 0 <= frame.address <= 255:
        raise ValueError(f"address {frame.address}; 0 to 255 exist")
    if isinstance(frame, Answer):
        return HEAD + bytes((frame.address, COMMAND, DONE if frame.done else REFUSED))
    characters = gb_text.characters(frame.text)
    if characters is None or len(characters) != len(frame.colours):
        raise ValueError("a text is GB2312 with one colour for each character")
    if len(frame.text) > MAX_TEXT or not set(frame.colours) <= {RED, GREEN, YELLOW}:
        raise ValueError(f"a text has at most {MAX_TEXT} bytes; a colour is 0 red, 1 green or 2 yellow")
    data = b"".join(one + bytes((colour,)) for one, colour in zip(characters, frame.colours, strict=True))
    body = bytes((frame.address, COMMAND)) + len(data).to_bytes(2, "big") + data
    return HEAD + body + bytes((_xor(body),))


def decode(buffer: bytearray) -> Show | Answer | Damaged | None:
    """The next frame from host or panel."""
    return first(buffer, _parse)


def _parse(data: bytes, at: int) -> Parsed[Show | Answer]:
    head = data[at : at + 5]
    if head[:2] != HEAD[: len(head)] or (len(head) > 3 and head[3] != COMMAND):
        return Verdict.NONE
    if len(head) < 5:
        return Verdict.MORE
    if head[4] in (DONE, REFUSED):
        return Answer(head[2], head[4] == DONE), 5
    if len(data) < at + 6:
        return Verdict.MORE
    size = int.from_bytes(data[at + 4 : at + 6], "big")
    if size > MAX_DATA:
        return Verdict.NONE
    if len(data) < at + 7 + size:
        return Verdict.MORE
    if _xor(data[at + 2 : at + 6 + size]) != data[at + 6 + size]:
        return Damaged("check wrong")
    parts = _apart(data[at + 6 : at + 6 + size])
    return Damaged("no text with colours") if parts is None else (Show(head[2], *parts), size + 7)


def _apart(data: bytes) -> tuple[bytes, bytes] | None:
    """Text and colours; None when the bytes do not alternate."""
    text, colours = bytearray(), bytearray()
    at = 0
    while at < len(data):
        size = 2 if data[at] >= 0x80 else 1
        if at + size >= len(data) or data[at + size] > YELLOW or (size == 2 and data[at + 1] < 0x80):
            return None
        text += data[at : at + size]
        colours.append(data[at + size])
        at += size + 1
    return bytes(text), bytes(colours)


def _xor(data: bytes) -> int:
    total = 0
    for byte in data:
        total ^= byte
    return total
