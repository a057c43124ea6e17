"""Onbon BX-5K/6K character-card LED controllers: the frame on the wire, its escapes and checksums.

Source: user protocol v1.4 (2021-02-28) of the maker, chapter 3. What is said in a frame is in
`led_onbon_messages`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from devices.codecs.codec import Damaged as Damaged

HEAD, TAIL = 0xA5, 0x5A
ESCAPES = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}  # chapter 3.3
_UNESCAPES = {value: bytes((key,)) for key, value in ESCAPES.items()}
_MARKS = re.compile(b"[%s]" % re.escape(bytes(ESCAPES)))
_ESCAPED = re.compile(rb"[\xa6\x5b].?", re.DOTALL)
BROADCAST_SILENT = 0xFFFF  # everybody acts, nobody answers
BROADCAST_ANSWERED = 0xFFFE  # point-to-point lines only
PC_ADDRESS = 0x8000
ANY_CONTROLLER = 0xFE
MAX_DATA = 2048  # controllers hold 1024 bytes; twice that is surely no frame of theirs
MAX_BODY = 2 * (14 + 16 + MAX_DATA + 2)  # every byte escaped


@dataclass(frozen=True, slots=True)
class Frame:
    """One packet with its header. `data` begins with command group and command; see the messages."""

    data: bytes
    dst: int = 1
    src: int = PC_ADDRESS
    device_type: int = ANY_CONTROLLER
    display_mode: int = 0
    check_mode: int = 0  # 0 CRC-16, 1 sum of 16 bits
    version: int = 2
    reserved: bytes = b"\x00\x00\x00"
    barcode: bytes = b""  # 16 bytes or none (6K, only for setting an address)


def crc16(data: bytes) -> int:
    """CRC-16/ARC: reflected 0xA001, start 0 (the maker's appendix; not Modbus, which starts at FFFF)."""
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def _table_entry(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value


_TABLE = tuple(_table_entry(value) for value in range(256))


def _checksum(mode: int, plain: bytes) -> int:
    return sum(plain) & 0xFFFF if mode == 1 else crc16(plain)


def encode(frame: Frame) -> bytes:
    """The bytes on the wire, with eight head bytes. Lengths and checksum count the unescaped bytes."""
    if len(frame.data) > MAX_DATA:
        raise ValueError(f"{len(frame.data)} bytes of data; a controller takes at most {MAX_DATA}")
    if len(frame.barcode) not in (0, 16) or len(frame.reserved) != 3:
        raise ValueError("a barcode has 16 bytes, the reserved field 3")
    if not (0 <= frame.dst <= 0xFFFF and 0 <= frame.src <= 0xFFFF):
        raise ValueError(f"address {frame.dst} or {frame.src}; 0 to 65535 exist")
    plain = (
        frame.dst.to_bytes(2, "little")
        + frame.src.to_bytes(2, "little")
        + frame.reserved
        + bytes((1 if frame.barcode else 0,))
        + frame.barcode
        + bytes((frame.check_mode, frame.display_mode, frame.device_type, frame.version))
        + len(frame.data).to_bytes(2, "little")
        + frame.data
    )
    plain += _checksum(frame.check_mode, plain).to_bytes(2, "little")
    return bytes((HEAD,)) * 8 + _MARKS.sub(lambda mark: ESCAPES[mark[0][0]], plain) + bytes((TAIL,))


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """Take the next frame out of `buffer`. One head byte is enough (chapter 3); noise is dropped.

    Raw A5 and 5A never occur inside a body, so a new A5 always begins anew and at most MAX_BODY bytes stay.
    """
    while True:
        start = buffer.find(HEAD)
        if start < 0:
            buffer.clear()
            return None
        del buffer[:start]
        body_at = 0
        while body_at < len(buffer) and buffer[body_at] == HEAD:
            body_at += 1
        if body_at > 8:
            del buffer[: body_at - 8]  # a stuck line must not fill the memory
            body_at = 8
        tail = buffer.find(TAIL, body_at)
        again = buffer.find(HEAD, body_at)
        if again >= 0 and (tail < 0 or again < tail):
            del buffer[:again]  # the frame before broke off
            continue
        if tail < 0:
            if len(buffer) - body_at > MAX_BODY:
                buffer.clear()
            return None
        body = bytes(buffer[body_at:tail])
        del buffer[: tail + 1]
        if not body:
            continue
        return _parse(body)


def _parse(body: bytes) -> Frame | Damaged:
    plain = _unescape(body)
    if plain is None:
        return Damaged("broken escape")
    if len(plain) < 16:
        return Damaged("shorter than a header")
    barcode_len = 16 if plain[7] & 1 else 0
    if len(plain) < 16 + barcode_len:
        return Damaged("shorter than a header with barcode")
    rest = plain[8 + barcode_len :]
    check_mode, display_mode, device_type, version = rest[:4]
    data = rest[6:-2]
    if int.from_bytes(rest[4:6], "little") != len(data):
        return Damaged("length does not fit")
    if check_mode > 1:
        return Damaged("no checksum")  # mode 2 exists, but one flipped bit would turn checking off
    if _checksum(check_mode, plain[:-2]) != int.from_bytes(plain[-2:], "little"):
        return Damaged("checksum wrong")
    return Frame(
        data=data,
        dst=int.from_bytes(plain[:2], "little"),
        src=int.from_bytes(plain[2:4], "little"),
        device_type=device_type,
        display_mode=display_mode,
        check_mode=check_mode,
        version=version,
        reserved=plain[4:7],
        barcode=plain[8 : 8 + barcode_len],
    )


def _unescape(body: bytes) -> bytes | None:
    try:
        return _ESCAPED.sub(lambda pair: _UNESCAPES[pair[0]], body)
    except KeyError:
        return None
