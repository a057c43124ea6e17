"""Social-security cards: the messages to a smart-card reader, and the exchange that reads number and name off a card.

A message has its length before it, two bytes, high first, as vpcd and its cards have it. The host's messages of one
byte are wishes (ATR, OFF), its others go to the card; an empty answer means that no card is there, or none any more.
Only what a ticket needs is read: file EF06, readable without a PIN (人社信息函〔2012〕37号; `handbook/devices.md` §4).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from devices.codecs.card_text import number_is_right

OFF, ATR = b"\x00", b"\x04"  # no power to the card; power, and the card's answer to reset
GONE = b""
MOST = 1024  # bytes of a message; short APDUs and their answers have at most 261
_MOST_PARTS = 8

SELECT_ENVIRONMENT = bytes.fromhex("00A404000F") + "sx1.sh.社会保障".encode("gb2312")
SELECT_HOLDER = bytes.fromhex("00A4020002EF06")
NUMBER, NAME, BIRTH = 0x08, 0x09, 0x0D  # records of EF06
RESIDENT, FOREIGNER = "resident", "foreigner_social"
DONE, NOT_FOUND, NO_RECORD, SECURITY = 0x9000, 0x6A82, 0x6A83, 0x6982


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """Whose card it is. A resident's number is that of the ID card, so it is the same person by either card."""

    kind: str
    number: str
    name: str
    birth: str  # YYYYMMDD

    def __repr__(self) -> str:
        """Whatever prints a holder by mistake, a log or a traceback, prints nothing of it."""
        return f"Holder(kind={self.kind!r})"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a card gave no holder. Never holds what stood on it."""

    reason: str


def encode(message: bytes) -> bytes:
    """A message with its length before it; ValueError for more than MOST bytes."""
    if len(message) > MOST:
        raise ValueError(f"a message of {len(message)} bytes; at most {MOST} fit")
    return len(message).to_bytes(2, "big") + message


def decode(buffer: bytearray) -> bytes | None:
    """The next message; None means more bytes are needed. A length that cannot be is noise and goes byte by byte."""
    while len(buffer) >= 2:
        size = int.from_bytes(buffer[:2], "big")
        if size > MOST:
            del buffer[0]
            continue
        if len(buffer) < 2 + size:
            return None
        message = bytes(buffer[2 : 2 + size])
        del buffer[: 2 + size]
        return message
    return None


def is_atr(message: bytes) -> bool:
    """An answer to reset begins with 3B or 3F (ISO 7816-3); nothing a social-security card says to us does."""
    return message[:1] in (b"\x3b", b"\x3f") and len(message) >= 2


def is_answer(message: bytes) -> bool:
    """An answer to a command ends with a status word (ISO 7816-4): 61 to 6F, or 90."""
    return len(message) >= 2 and (0x61 <= message[-2] <= 0x6F or message[-2] == 0x90) and not is_atr(message)


def read_record(tag: int) -> bytes:
    """READ RECORD by the identifier of the item; the card says how long it is."""
    return bytes((0x00, 0xB2, tag, 0x00, 0x00))


def reading() -> Generator[bytes, bytes, Holder | Unreadable]:
    """Yields each command for the card and takes its answer, with the status word at its end; returns the holder."""
    _, status = yield from _ask(SELECT_ENVIRONMENT)
    if status != DONE:
        return Unreadable(
            "this card is no social-security card" if status == NOT_FOUND else _words("select", status)
        )
    _, status = yield from _ask(SELECT_HOLDER)
    if status != DONE:
        return Unreadable(_words("select EF06", status))
    items = {}
    for tag in (NUMBER, NAME):
        data, status = yield from _ask(read_record(tag))
        if status != DONE:
            return Unreadable(_words(f"read {tag:02X}", status))
        items[tag] = _value(tag, data)
    try:
        number = items[NUMBER].decode("ascii").strip(" \x00").upper()
        name = items[NAME].decode("gb18030").strip(" \x00\u3000")
    except UnicodeDecodeError:
        return Unreadable("what the card says is no text")
    if not name:
        return Unreadable("no name")
    if number_is_right(number):
        return Holder(RESIDENT, number, name, number[6:14])
    if not (len(number) == 18 and number.isascii() and number.isalnum() and number[:3].isalpha()):
        return Unreadable("check digit of the number is wrong")
    data, status = yield from _ask(read_record(BIRTH))
    birth = _value(BIRTH, data).hex() if status == DONE else ""
    return Holder(FOREIGNER, number, name, birth if len(birth) == 8 and birth.isdigit() else "")


def _ask(command: bytes) -> Generator[bytes, bytes, tuple[bytes, int]]:
    """Data and status word of one command, however a T=0 card parts them: 61 more is there, 6C say the length."""
    data, answer = b"", (yield command)
    for _ in range(_MOST_PARTS):
        if len(answer) < 2:
            return b"", 0
        status, more = answer[-2], answer[-1:]
        if status == 0x61:
            data += answer[:-2]
            answer = yield b"\x00\xc0\x00\x00" + more
        elif status == 0x6C and len(command) == 5:
            answer = yield command[:-1] + more
        else:
            break
    return data + answer[:-2], int.from_bytes(answer[-2:], "big")


def _value(tag: int, data: bytes) -> bytes:
    """Cards give an item bare, or behind its tag and length."""
    return data[2:] if len(data) >= 2 and data[0] == tag and data[1] == len(data) - 2 else data


def _words(what: str, status: int) -> str:
    known = {
        0: "the card's answer is too short",
        NOT_FOUND: "the card has no such file",
        NO_RECORD: "the card has no such item",
        SECURITY: "the card wants a key for it",
    }
    return f"{what}: {known.get(status, f'the card answered {status:04X}')}"
