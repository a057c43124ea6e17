"""Modbus RTU as sensors speak it: registers are asked for and answered, or refused. Pure bytes, both directions.

PDU, frame and CRC are pymodbus's. Its framer's search is not used: it takes the whole buffer with a damaged frame, and
one that only seems to begin holds up whole ones behind it; `codec.first` does neither.
Sources: Modbus over Serial Line V1.02, Application Protocol V1.1b3; `handbook/devices.md` §7.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from pymodbus.framer.rtu import FramerRTU
from pymodbus.pdu import DecodePDU, ExceptionResponse, ModbusPDU
from pymodbus.pdu.register_message import (
    ReadHoldingRegistersRequest,
    ReadHoldingRegistersResponse,
    ReadInputRegistersRequest,
    ReadInputRegistersResponse,
)

from devices.codecs.codec import Damaged, Parsed, Verdict, first

MAX_UNIT, MAX_COUNT = 247, 125
_ASK_SIZE, _REFUSAL_SIZE = 8, 5
_REFUSED = 0x80  # set in the function of an answer that is an exception


class Table(enum.Enum):
    """The two tables of registers; the value is the function that reads it."""

    HOLDING = 3
    INPUT = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """Read `count` registers from `start` on, counted from 0 as on the wire."""

    unit: int
    table: Table
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The registers, 0 to 65535 each, in their order. Which they are says only the question."""

    unit: int
    table: Table
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An exception: `code` says why, see `REASONS`."""

    unit: int
    table: Table
    code: int


Frame = Ask | Answer | Refusal

REASONS = {
    1: "it does not know this kind of register",
    2: "it has no such register",
    3: "it does not give so many registers at once",
    4: "it failed inside",
    5: "it needs more time",
    6: "it is busy",
    8: "its memory is damaged",
    10: "the gateway has no way to it",
    11: "the gateway gets no answer from it",
}
"""Exception codes in words (Application Protocol V1.1b3, section 7)."""

_ASKS = {Table.HOLDING: ReadHoldingRegistersRequest, Table.INPUT: ReadInputRegistersRequest}
_ANSWERS = {Table.HOLDING: ReadHoldingRegistersResponse, Table.INPUT: ReadInputRegistersResponse}
_ASKED, _ANSWERED = DecodePDU(is_server=True), DecodePDU(is_server=False)
_FRAMER = FramerRTU(_ANSWERED)


def encode(frame: Frame) -> bytes:
    """The bytes on the wire, with CRC; ValueError for what Modbus cannot carry."""
    if not 1 <= frame.unit <= MAX_UNIT:
        raise ValueError(f"unit {frame.unit}; 1 to {MAX_UNIT} exist")
    return _FRAMER.buildFrame(_pdu(frame))


def _pdu(frame: Frame) -> ModbusPDU:
    if isinstance(frame, Ask):
        if not (frame.start >= 0 and 1 <= frame.count <= MAX_COUNT and frame.start + frame.count <= 65536):
            raise ValueError(f"registers {frame.start} and {frame.count} on; at most {MAX_COUNT} up to 65535")
        return _ASKS[frame.table](address=frame.start, count=frame.count, dev_id=frame.unit)
    if isinstance(frame, Answer):
        if not 1 <= len(frame.words) <= MAX_COUNT or not all(0 <= word <= 0xFFFF for word in frame.words):
            raise ValueError(f"an answer has 1 to {MAX_COUNT} registers of 0 to 65535")
        return _ANSWERS[frame.table](registers=list(frame.words), dev_id=frame.unit)
    if not 1 <= frame.code <= 255:
        raise ValueError(f"exception {frame.code}; 1 to 255 exist")
    return ExceptionResponse(frame.table.value, frame.code, frame.unit)


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """The next frame of either side; None for more, please. Only length and CRC tell a question from an answer."""
    return first(buffer, _parse)


def _parse(data: bytes, at: int) -> Parsed[Frame]:
    if not 1 <= data[at] <= MAX_UNIT:
        return Verdict.NONE
    if len(data) < at + 3:
        known = len(data) < at + 2 or data[at + 1] & ~_REFUSED in (3, 4)
        return Verdict.MORE if known else Verdict.NONE
    function = data[at + 1]
    if function & ~_REFUSED not in (3, 4):
        return Verdict.NONE
    sizes = [_REFUSAL_SIZE] if function & _REFUSED else sorted(_sizes(data[at + 2]))
    for size in sizes:
        if len(data) < at + size:
            return Verdict.MORE
        whole = data[at : at + size]
        if FramerRTU.check_CRC(whole[:-2], int.from_bytes(whole[-2:], "big")):
            frame = _meaning(whole)
            if frame is not None:
                return frame, size
    return Damaged("the check of a Modbus frame is wrong")


def _sizes(third: int) -> set[int]:
    """How long a frame with this third byte is as a question, and as an answer where it can be one."""
    answers = 2 <= third <= 2 * MAX_COUNT and third % 2 == 0
    return {_ASK_SIZE, third + 5} if answers else {_ASK_SIZE}


def _meaning(whole: bytes) -> Frame | None:
    unit, function = whole[0], whole[1]
    table = Table(function & ~_REFUSED)
    body = whole[1:-2]
    if function & _REFUSED:
        return Refusal(unit, table, whole[2]) if whole[2] else None
    if len(whole) == _ASK_SIZE:  # an answer of so many bytes does not exist: its length is odd
        start, count = struct.unpack(">HH", body[1:])
        asked = _ASKED.decode(body) if 1 <= count <= MAX_COUNT and start + count <= 65536 else None
        return Ask(unit, table, asked.address, asked.count) if asked is not None else None
    answered = _ANSWERED.decode(body)
    return Answer(unit, table, tuple(answered.registers)) if answered is not None else None


# --- numbers in registers ------------------------------------------------------------------------------------------

KINDS = {"int16": ">h", "uint16": ">H", "int32": ">i", "uint32": ">I", "float32": ">f"}
"""How a number stands in its registers, the high word first; with "le" behind the name the low word first."""
KINDS |= {f"{name}le": form for name, form in KINDS.items() if name.endswith("32")}


def registers(kind: str) -> int:
    """How many registers a number of this kind takes; KeyError for a kind that does not exist."""
    return struct.calcsize(KINDS[kind]) // 2


def number(words: Sequence[int], kind: str) -> float:
    """The number in these registers, without any scale; a float32 may be no number at all (nan, inf)."""
    ordered = reversed(words) if kind.endswith("le") else words
    (value,) = struct.unpack(KINDS[kind], b"".join(word.to_bytes(2, "big") for word in ordered))
    return float(value)


def words(value: float, kind: str) -> tuple[int, ...]:
    """The registers that hold this number; ValueError where it does not fit."""
    try:
        raw = struct.pack(KINDS[kind], value if kind.startswith("float") else round(value))
    except (struct.error, OverflowError) as error:
        raise ValueError(f"{value:g} does not fit into {kind}") from error
    found = tuple(int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    return found[::-1] if kind.endswith("le") else found
