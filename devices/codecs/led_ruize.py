"""Ruize 瑞泽 window strips: 9600 8N1, RS-485 half duplex, addresses 0 to 4095.

Source: the maker's 点阵屏发送内容说明 and a program that drives them (wangenheng/gitHub, IMM9003). Only the one or two
address bytes have their highest bit set: by that a receiver finds the next frame. There is no checksum. One command
is answered, `ASK`, with one byte that names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs import gb_text
from devices.codecs.codec import Damaged

ASK, SHOW, COLOURS, KEEP, STOP_BLINKING, CLEAR = b"HDCWST"
WITH_DATA = (SHOW, COLOURS, KEEP)
TAIL, ALIVE = 0x1A, 0x3B
RED, GREEN, YELLOW = 1, 2, 3
MAX_ADDRESS = 4095
MAX_TEXT = 200
LONGEST = 2 + 1 + 2 * MAX_TEXT + 1


@dataclass(frozen=True, slots=True)
class Frame:
    """`data`: GB2312 for SHOW; GB2312 of two-byte characters for KEEP (permanent: its memory wears); for COLOURS two
    values for every byte of the text that follows, see `colours_of`; nothing for the others."""

    address: int
    command: int
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Alive:
    """The answer to ASK, some 0.5 ms after it."""


def colours_of(text: bytes, colour: int) -> bytes:
    """The data of a COLOURS frame that makes the whole text one colour."""
    return bytes((colour,)) * (2 * len(text))


def encode(frame: Frame | Alive) -> bytes:
    """Always with both address bytes. ValueError for what the wire cannot carry."""
    if isinstance(frame, Alive):
        return bytes((ALIVE,))
    if not 0 <= frame.address <= MAX_ADDRESS:
        raise ValueError(f"address {frame.address}; 0 to {MAX_ADDRESS} exist")
    if len(frame.data) > (2 if frame.command == COLOURS else 1) * MAX_TEXT:
        raise ValueError(f"a text has at most {MAX_TEXT} bytes")
    head = bytes((0x80 | frame.address & 0x3F, 0xC0 | frame.address >> 6, frame.command))
    if frame.command not in WITH_DATA:
        if frame.data:
            raise ValueError(f"command {chr(frame.command)} takes no data")
        return head
    return head + _wire(frame.command, frame.data) + bytes((TAIL,))


def _wire(command: int, data: bytes) -> bytes:
    if command == COLOURS:
        if not set(data) <= {RED, GREEN, YELLOW}:
            raise ValueError("a colour is 1 red, 2 green or 3 yellow")
        return data
    characters = gb_text.characters(data)
    if characters is None or any(len(one) == 1 and not 0x20 <= one[0] < 0x7F for one in characters):
        raise ValueError("a text is GB2312 without control characters")
    if command == KEEP:
        if any(len(one) == 1 for one in characters):
            raise ValueError("a permanent text has two-byte characters only; write Ａ０１ for A01")
        return bytes(byte & 0x7F for byte in data)
    return b"".join(split(one) for one in characters)


def split(character: bytes) -> bytes:
    """A two-byte character as four nibbles, high ones first; ASCII as it is."""
    return (
        character if len(character) == 1 else bytes(n for byte in character for n in (byte >> 4, byte & 15))
    )


def decode(buffer: bytearray) -> Frame | Alive | Damaged | None:
    """The next frame from host or panel. A second address byte may be missing below 64."""
    while buffer:
        if buffer[0] == ALIVE:
            del buffer[0]
            return Alive()
        if not 0x80 <= buffer[0] < 0xC0:
            end = next(
                (at for at, byte in enumerate(buffer) if byte == ALIVE or 0x80 <= byte < 0xC0), len(buffer)
            )
            del buffer[:end]
            return Damaged("no address")
        at = 2 if len(buffer) > 1 and buffer[1] >= 0xC0 else 1
        if len(buffer) == at:
            return None
        address = buffer[0] & 0x3F | (buffer[1] & 0x3F if at == 2 else 0) << 6
        command = buffer[at]
        if command not in WITH_DATA:
            known = command in (ASK, STOP_BLINKING, CLEAR)
            del buffer[: at + 1 if known else at]
            return Frame(address, command) if known else Damaged("no command")
        end = next((i for i in range(at + 1, len(buffer)) if buffer[i] == TAIL or buffer[i] >= 0x80), -1)
        if end < 0:
            if len(buffer) <= LONGEST:
                return None
            del buffer[0]
            return Damaged("no end")
        raw, whole = bytes(buffer[at + 1 : end]), buffer[end] == TAIL
        del buffer[: end + 1 if whole else end]
        data = _meaning(command, raw) if whole else None
        return Damaged("broken off, or no text") if data is None else Frame(address, command, data)
    return None


def _meaning(command: int, raw: bytes) -> bytes | None:
    if command == COLOURS:
        return raw if set(raw) <= {RED, GREEN, YELLOW} else None
    if command == KEEP:
        return (
            bytes(byte | 0x80 for byte in raw) if len(raw) % 2 == 0 and all(b > 0x20 for b in raw) else None
        )
    out = bytearray()
    at = 0
    while at < len(raw):
        if raw[at] >= 0x20:
            out.append(raw[at])
            at += 1
        elif max(four := raw[at : at + 4]) < 16 and len(four) == 4:
            out += bytes((four[0] << 4 | four[1], four[2] << 4 | four[3]))
            at += 4
        else:
            return None
    return bytes(out) if gb_text.characters(bytes(out)) is not None and 0x7F not in out else None
