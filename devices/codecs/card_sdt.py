"""SDT / SAM_V serial ID-card readers: the packet, the commands, the status words and the reply's shape.

What stands on a card is in `card_text`. Sources: public frames of several readers, `handbook/devices.md` §3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from devices.codecs.codec import Damaged as Damaged

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
MAX_LENGTH = 2400  # the longest known reply (text, photo, fingerprint) carries 2321 bytes in all

OK, FOUND = 0x90, 0x9F
BAD_CHECKSUM, BAD_LENGTH, UNKNOWN_COMMAND = 0x10, 0x11, 0x21
NO_CARD, SELECT_FAILED, NO_CONTENT, READ_FAILED = 0x80, 0x81, 0x91, 0x41

STATUS_WORDS = {
    0x90: "done",
    0x9F: "card found",
    0x10: "reader: checksum of the command was wrong",
    0x11: "reader: length of the command was wrong",
    0x21: "reader does not know the command",
    0x24: "reader: wrong state for the command",
    0x31: "card and security module did not accept each other (step 1)",
    0x32: "card and security module did not accept each other (step 2)",
    0x33: "card contents failed the check",
    0x40: "this kind of card cannot be read",
    0x41: "reading broke off; lay the card again",
    0x47: "card was lost while reading",
    0x60: "reader failed its self-test",
    0x66: "security module is not authorised",
    0x80: "no card",
    0x81: "card could not be selected",
    0x91: "the card has no such content",
}


@dataclass(frozen=True, slots=True, repr=False)
class Packet:
    """One checked packet: the bytes between length and checksum."""

    payload: bytes

    def __repr__(self) -> str:
        """Short ones in full; what may be a card's record shows its size alone, in a log or a traceback too."""
        short = len(self.payload) <= 64
        return f"Packet({self.payload.hex(' ').upper() if short else f'{len(self.payload)} bytes'})"


@dataclass(frozen=True, slots=True)
class Command:
    """What the host asks."""

    cmd: int
    para: int
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the reader answers; `status` is SW3."""

    status: int
    data: bytes = field(default=b"", repr=False)
    sw1: int = 0
    sw2: int = 0


FIND = Command(0x20, 0x01)
SELECT = Command(0x20, 0x02)
READ = Command(0x30, 0x01)
READ_WITH_FINGERPRINT = Command(0x30, 0x10)
READER_STATUS = Command(0x11, 0xFF)
RESET = Command(0x10, 0xFF)
SAM_ID = Command(0x12, 0xFF)


@dataclass(frozen=True, slots=True)
class Record:
    """A read card: 256 bytes of text and the photo in the maker's closed format (never stored, never printed)."""

    text: bytes = field(repr=False)
    photo: bytes = field(repr=False)
    fingerprint: bytes = field(default=b"", repr=False)


def encode(packet: Packet) -> bytes:
    """Preamble, length (payload and checksum), payload, XOR over length and payload."""
    if len(packet.payload) + 1 > MAX_LENGTH:
        raise ValueError(f"{len(packet.payload)} bytes of payload; at most {MAX_LENGTH - 1} fit")
    body = (len(packet.payload) + 1).to_bytes(2, "big") + packet.payload
    return PREAMBLE + body + bytes((_xor(body),))


def decode(buffer: bytearray) -> Packet | Damaged | None:
    """Take the next packet out of `buffer`; None means more bytes are needed. Noise before it is dropped.

    After a bad checksum only the preamble is dropped, so a good packet inside the broken one is still found. The
    beginning of a long answer that broke off holds up nothing: a whole packet behind it is found at once.
    """
    waiting = len(buffer)
    at = buffer.find(PREAMBLE)
    while at >= 0:
        got = _packet_at(buffer, at)
        if isinstance(got, Packet):
            del buffer[: at + 8 + len(got.payload)]
            return got
        if got is None:
            waiting = min(waiting, at)
        elif waiting == len(
            buffer
        ):  # told at once: looking at all that follows, each time, would take for ever
            del buffer[: at + 1]
            return got
        at = buffer.find(PREAMBLE, at + 1)
    if waiting == len(buffer):  # no preamble; its beginning may stand at the end
        waiting -= next((n for n in range(min(4, len(buffer)), 0, -1) if buffer.endswith(PREAMBLE[:n])), 0)
    del buffer[:waiting]
    return None


def _packet_at(buffer: bytearray, at: int) -> Packet | Damaged | None:
    """What follows the preamble at `at`; None: its end has not come yet."""
    if len(buffer) < at + 7:
        return None
    length = int.from_bytes(buffer[at + 5 : at + 7], "big")
    if not 3 <= length <= MAX_LENGTH:
        return Damaged(f"length {length}")
    if len(buffer) < at + 7 + length:
        return None
    body = bytes(buffer[at + 5 : at + 7 + length])
    return Damaged("checksum wrong") if _xor(body) != 0 else Packet(body[2:-1])


def command_packet(command: Command) -> Packet:
    """The packet of a command."""
    return Packet(bytes((command.cmd, command.para)) + command.data)


def command_of(packet: Packet) -> Command | None:
    """The command in a packet; None when it is too short."""
    raw = packet.payload
    return Command(raw[0], raw[1], raw[2:]) if len(raw) >= 2 else None


def reply_packet(reply: Reply) -> Packet:
    """The packet of a reply."""
    return Packet(bytes((reply.sw1, reply.sw2, reply.status)) + reply.data)


def reply_of(packet: Packet) -> Reply | None:
    """The reply in a packet; None when it is too short."""
    if len(packet.payload) < 3:
        return None
    return Reply(packet.payload[2], packet.payload[3:], packet.payload[0], packet.payload[1])


def record_of(data: bytes) -> Record | None:
    """Split the data of a read reply: text length, photo length, [fingerprint length], then the parts."""
    if len(data) < 4:
        return None
    text_len, photo_len = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    if len(data) == 4 + text_len + photo_len:
        return Record(data[4 : 4 + text_len], data[4 + text_len :])
    if len(data) < 6:
        return None
    print_len = int.from_bytes(data[4:6], "big")
    if len(data) != 6 + text_len + photo_len + print_len:
        return None
    photo_at = 6 + text_len
    return Record(data[6:photo_at], data[photo_at : photo_at + photo_len], data[photo_at + photo_len :])


def record_data(record: Record) -> bytes:
    """The data of a read reply; a fingerprint's length stands there only when there is one."""
    head = len(record.text).to_bytes(2, "big") + len(record.photo).to_bytes(2, "big")
    if record.fingerprint:
        head += len(record.fingerprint).to_bytes(2, "big")
    return head + record.text + record.photo + record.fingerprint


def _xor(data: bytes) -> int:
    return reduce(xor, data, 0)
