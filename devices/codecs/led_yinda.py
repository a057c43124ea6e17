"""Yinda 江津 window strips and big screens: 57600 8N1, RS-485, one kind of frame each, no answers known.

Single source: a program that drives them (wangenheng/gitHub, IMM9013). `addr FE len seq … 00 CRC`, the length counting
the whole frame, the CRC everything before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs.codec import Damaged, Parsed, Verdict, first

MARK = 0xFE
STRIP, BIG_SCREEN = bytes.fromhex("86 3C 00 05 00"), bytes.fromhex("8C 00")
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """A text, GB2312 without zero bytes. `sequence` 0 to 255 is the host's own count."""

    address: int
    text: bytes
    sequence: int = 0
    big: bool = False


def crc_ccitt(data: bytes) -> int:
    """CRC-16 with 0x1021, start 0, high byte first."""
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def encode(frame: Frame) -> bytes:
    """ValueError for what the wire cannot carry."""
    if not 0 <= frame.address <= 255:
        raise ValueError(f"address {frame.address}; 0 to 255 exist")
    if 0 in frame.text or len(frame.text) > MAX_TEXT:
        raise ValueError(f"a text has at most {MAX_TEXT} bytes, and zero is not among them")
    body = bytes((frame.sequence,)) + (BIG_SCREEN if frame.big else STRIP) + frame.text + b"\x00"
    head = bytes((frame.address, MARK, len(body) + 5)) + body
    return head + crc_ccitt(head).to_bytes(2, "big")


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """The next frame from the host."""
    return first(buffer, _parse)


def _parse(data: bytes, at: int) -> Parsed[Frame]:
    if len(data) < at + 3:
        return Verdict.MORE if data[at + 1 : at + 2] in (b"", bytes((MARK,))) else Verdict.NONE
    size = data[at + 2]
    if data[at + 1] != MARK or not 9 <= size <= 12 + MAX_TEXT:
        return Verdict.NONE
    have = data[at + 4 : at + 9]
    kind = next((kind for kind in (STRIP, BIG_SCREEN) if have[: len(kind)] == kind[: len(have)]), None)
    if kind is None:
        return Verdict.NONE
    if len(data) < at + size:
        return Verdict.MORE
    raw = data[at : at + size]
    if crc_ccitt(raw[:-2]) != int.from_bytes(raw[-2:], "big"):
        return Damaged("CRC wrong")
    text = raw[4 + len(kind) : -3]
    if raw[-3] != 0 or 0 in text:
        return Damaged("no text")
    return Frame(raw[0], text, raw[3], kind == BIG_SCREEN), size
