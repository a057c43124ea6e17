"""Yongtai window strips: RS-485, one kind of frame, neither check nor answer.

Single source: a program that drives them (wangenheng/gitHub, IMM90061). `AA 55 len addr F8 21 00 text 00`, the length
counting what comes after it.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs import gb_text
from devices.codecs.codec import Damaged, Parsed, Verdict, first

HEAD, COMMAND = b"\xaa\x55", bytes.fromhex("F8 21 00")
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """A text, GB2312 without control characters."""

    address: int
    text: bytes


def encode(frame: Frame) -> bytes:
    """ValueError for what the wire cannot carry."""
    if not 0 <= frame.address <= 255:
        raise ValueError(f"address {frame.address}; 0 to 255 exist")
    if not _is_text(frame.text) or len(frame.text) > MAX_TEXT:
        raise ValueError(f"a text is GB2312 of at most {MAX_TEXT} bytes, without control characters")
    body = bytes((frame.address,)) + COMMAND + frame.text + b"\x00"
    return HEAD + bytes((len(body),)) + body


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """The next frame from the host. Only its form says that it is whole: there is no check."""
    return first(buffer, _parse)


def _parse(data: bytes, at: int) -> Parsed[Frame]:
    head = data[at : at + 2]
    if head != HEAD[: len(head)]:
        return Verdict.NONE
    if len(data) < at + 3:
        return Verdict.MORE
    size = data[at + 2]
    fixed = data[at + 4 : at + 7]
    if not 5 <= size <= 5 + MAX_TEXT or fixed != COMMAND[: len(fixed)]:
        return Verdict.NONE
    if len(data) < at + 3 + size:
        return Verdict.MORE
    text = data[at + 7 : at + 2 + size]
    if data[at + 2 + size] != 0 or not _is_text(text):
        return Damaged("no text")
    return Frame(data[at + 3], text), size + 3


def _is_text(data: bytes) -> bool:
    characters = gb_text.characters(data)
    return characters is not None and all(one[0] >= 0x20 and one[0] != 0x7F for one in characters)
