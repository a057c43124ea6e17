"""PALH 平安力合 window strips and big screens, protocol V2.1 (2012): 9600 8N1, RS-485, addresses 0 to 254.

Source: the maker's document and the program of a queueing system that drives them (wangenheng/gitHub, IMM9002);
see docs/devices.md for worked frames. Two readings of the document differ; both are options of `Palh`.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs.codec import Damaged, Parsed, Verdict, first

HEAD, INSTANT_HEAD, TAIL = 0xA0, 0xAA, 0xFF
STRIP, BIG_SCREEN, PRESENCE, ACK, VERSION = 0x28, 0x2A, 0x29, 0x14, 0x98
WELCOME, CALL, PAUSE, SERVING, ASK = 0x00, 0x01, 0x02, 0x04, 0x50
LINE, WHOLE_SCREEN = 0x54, 0x50
RED, GREEN, YELLOW = 0, 1, 2
AT_ONCE = 8  # of the 16-dot strip; other cards number their ways of appearing differently
FOR_EVER = 99
MAX_ADDRESS = 254
LONGEST = 16  # bytes a standard frame counts; the document's have 2 to 7
MAX_TEXT = 200
CARDS = {0xA1: "16-dot strip", 0xA2: "24/32-dot standard", 0xA3: "24/32-dot instant", 0xA4: "big screen"}


@dataclass(frozen=True, slots=True)
class Standard:
    """`A0 LEN CMD ADD SUB DATA CHK FF`. `data` begins with SUB where the command has one."""

    command: int
    address: int
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Instant:
    """`AA ADD BB 51 54 CRC …`: any text at once. `text` is GB2312; `life` 0 to 99, 99 for ever."""

    address: int
    text: bytes
    part: int = LINE
    mode: int = AT_ONCE
    speed: int = 0  # 0 to 7
    stop: int = 0  # 0 to 99
    colour: int = RED
    life: int = FOR_EVER


Frame = Standard | Instant


def call(address: int, number: int, window: int, prefix: str = "", sub: int = CALL) -> Standard:
    """A ticket on a card that holds its own words: number 0 to 9999, window 0 to 255, prefix one letter."""
    if not 0 <= number <= 9999:
        raise ValueError(f"ticket {number}; a strip shows 0 to 9999")
    data = bytes((sub, number // 100, number % 100, window)) + prefix.encode("ascii")
    return Standard(STRIP, address, data)


def version(address: int) -> Standard:
    """The question which card this is. The answer carries type and version after SUB."""
    return Standard(VERSION, address, bytes((ASK,)))


def acknowledgement(address: int) -> Standard:
    """What a card answers since V2.1 to every frame it took."""
    return Standard(ACK, address, bytes((ASK,)))


@dataclass(frozen=True, slots=True)
class Palh:
    """`low_byte_first`: a standard check is the sum's low byte modulo 100 (the text on answers), not the sum itself;
    the two differ above 255 only. `tail_in_sum`: an instant check counts the final FF (document and IMM9002)."""

    low_byte_first: bool = True
    tail_in_sum: bool = True

    def encode(self, frame: Frame) -> bytes:
        """ValueError for what the wire cannot carry."""
        if not 0 <= frame.address <= MAX_ADDRESS:
            raise ValueError(f"address {frame.address}; 0 to {MAX_ADDRESS} exist")
        if isinstance(frame, Standard):
            body = bytes((2 + len(frame.data), frame.command, frame.address)) + frame.data
            if body[0] > LONGEST:
                raise ValueError(f"{len(frame.data)} bytes of data; a standard frame takes {LONGEST - 2}")
            return bytes((HEAD,)) + body + bytes((self._check(body), TAIL))
        if TAIL in frame.text or len(frame.text) > MAX_TEXT:
            raise ValueError(f"a text has at most {MAX_TEXT} bytes, and FF is not among them")
        shown = bytes((frame.mode, frame.speed, frame.stop, frame.colour, frame.life)) + frame.text
        head = bytes((INSTANT_HEAD, frame.address, 0xBB, 0x51, frame.part))
        return head + bytes((self._instant_check(shown),)) + shown + bytes((TAIL,))

    def decode(self, buffer: bytearray) -> Frame | Damaged | None:
        """The next frame of either kind, from host or card."""
        return first(buffer, self._parse)

    def _parse(self, data: bytes, at: int) -> Parsed[Frame]:
        if data[at] == HEAD:
            return self._standard(data, at)
        return self._instant(data, at) if data[at] == INSTANT_HEAD else Verdict.NONE

    def _standard(self, data: bytes, at: int) -> Parsed[Frame]:
        if len(data) < at + 2:
            return Verdict.MORE
        size = data[at + 1]
        if not 2 <= size <= LONGEST:
            return Verdict.NONE
        if len(data) < at + size + 4:
            return Verdict.MORE
        body, check, tail = data[at + 1 : at + 2 + size], data[at + 2 + size], data[at + 3 + size]
        if tail != TAIL:
            return Verdict.NONE
        if check != self._check(body):
            return Damaged("check wrong")
        return Standard(body[1], body[2], body[3:]), size + 4

    def _instant(self, data: bytes, at: int) -> Parsed[Frame]:
        fixed = data[at : at + 5]
        if any(a != b for a, b in zip(fixed[2:4], b"\xbb\x51", strict=False)):
            return Verdict.NONE
        if len(fixed) == 5 and fixed[4] not in (LINE, WHOLE_SCREEN):
            return Verdict.NONE
        tail = data.find(TAIL, at + 6)
        if tail < 0 or tail > at + 11 + MAX_TEXT:
            return Verdict.MORE if len(data) <= at + 11 + MAX_TEXT else Verdict.NONE
        shown = data[at + 6 : tail]
        if len(shown) < 5:
            return Damaged("shorter than an instant text")
        if data[at + 5] != self._instant_check(shown) or self._begins_anew(data, at + 1, tail):
            return Damaged("check wrong, or broken off")
        mode, speed, stop, colour, life = shown[:5]
        return Instant(fixed[1], shown[5:], fixed[4], mode, speed, stop, colour, life), tail + 1 - at

    def _begins_anew(self, data: bytes, start: int, tail: int) -> bool:
        """One check in 256 fits by chance: is this half a frame with a whole one behind it?"""
        inner = data.find(INSTANT_HEAD, start, tail)
        while inner >= 0:
            if isinstance(self._instant(data, inner), tuple):
                return True
            inner = data.find(INSTANT_HEAD, inner + 1, tail)
        return False

    def _check(self, body: bytes) -> int:
        total = sum(body)
        return (total & 0xFF if self.low_byte_first else total) % 100

    def _instant_check(self, shown: bytes) -> int:
        return (sum(shown) + (TAIL if self.tail_in_sum else 0)) & 0xFF


_usual = Palh()
encode, decode = _usual.encode, _usual.decode
