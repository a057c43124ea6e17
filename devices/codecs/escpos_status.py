"""What an ESC/POS printer says about itself: real-time status (DLE EOT), automatic status (ASB), markers.

Both directions live here, because the simulator answers with the same words. Slip encoding does not: that
is the printer driver's. Rules: Epson ESC/POS command reference (DLE EOT, GS a, GS r, GS ( H) and the patterns
proven by receiptio 2.1.2, `handbook/devices.md` §1.3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

DLE_EOT = b"\x10\x04"
ASB_ON = b"\x1d\x61\xff"  # GS a 255: report every change
ASB_OFF = b"\x1d\x61\x00"
PAPER_IN_ORDER = b"\x1d\x72\x01"  # GS r 1: answered only after everything before it was processed
PAPER_OLD = b"\x1b\x76"  # ESC v: the same of simple boards, in print order too
PROCESS_ID = b"\x1d\x28\x48\x06\x00\x30\x30"  # GS ( H function 48, followed by four marker bytes

MAX_BLOCK = 96  # a GS I answer is at most 80 characters in Epson's reference
_BLOCK_HEADS = frozenset((0x5F, 0x37, 0x35, 0x3B, 0x3D))


class Paper(Enum):
    """The paper roll as its two sensors see it."""

    OK = "ok"
    NEAR_END = "near_end"
    END = "end"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """What is known of a printer. `None` and `UNKNOWN` mean nobody has answered; never read them as fine."""

    online: bool | None = None
    cover_open: bool | None = None
    error: bool | None = None
    cutter_error: bool | None = None
    paper: Paper = Paper.UNKNOWN

    @property
    def known(self) -> bool:
        """True when every answer needed to trust the printer has arrived."""
        return None not in (self.online, self.cover_open, self.error) and self.paper is not Paper.UNKNOWN

    @property
    def can_print(self) -> bool:
        """True only when the printer itself said that nothing hinders it."""
        hindered = not self.online or self.cover_open or self.error or self.paper is Paper.END
        return self.known and not hindered


@dataclass(frozen=True, slots=True)
class StatusByte:
    """One answer to DLE EOT n. The byte does not say which n was asked: the asker must remember."""

    value: int


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """One automatic status block of four bytes, sent unasked once ASB is on."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class PaperByte:
    """The answer to GS r 1. It comes in print order, so it proves that what came before was processed."""

    value: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block `head ... NUL`: GS I information (head 5F), process id (head 37) and relatives."""

    head: int
    body: bytes


Answer = StatusByte | AutoStatus | PaperByte | Block


def ask(n: int) -> bytes:
    """DLE EOT n, n = 1 printer, 2 off-line cause, 3 error cause, 4 paper."""
    if n not in (1, 2, 3, 4):
        raise ValueError(f"DLE EOT {n} does not exist; 1 to 4 do")
    return DLE_EOT + bytes((n,))


def ask_process_id(marker: bytes) -> bytes:
    """GS ( H: the printer returns the four marker bytes once everything before them is on paper."""
    if len(marker) != 4 or not all(0x20 <= byte <= 0x7E for byte in marker):
        raise ValueError("a process marker is four printable ASCII bytes")
    return PROCESS_ID + marker


def decode(buffer: bytearray) -> Answer | None:
    """Take the first whole answer out of `buffer`; None means more bytes are needed. Noise is thrown away.

    At most MAX_BLOCK bytes ever stay in the buffer.
    """
    while buffer:
        first = buffer[0]
        if first & 0x93 == 0x12:
            del buffer[0]
            return StatusByte(first)
        if first & 0x93 == 0x10:
            tail = buffer[1:4]
            if any(byte & 0x90 for byte in tail):
                del buffer[0]  # a head whose followers are no followers: noise
                continue
            if len(tail) < 3:
                return None
            raw = bytes(buffer[:4])
            del buffer[:4]
            return AutoStatus(raw)
        if first in _BLOCK_HEADS:
            end = buffer.find(0, 1, MAX_BLOCK)
            body = buffer[1 : end if end >= 0 else len(buffer)]
            if any(byte < 0x20 or byte > 0x7E for byte in body) or (end < 0 and len(buffer) >= MAX_BLOCK):
                del buffer[0]
                continue
            if end < 0:
                return None
            del buffer[: end + 1]
            return Block(first, bytes(body))
        del buffer[0]
        if first in (0x00, 0x03, 0x0C, 0x0F):
            return PaperByte(first)
    return None


def encode(answer: Answer) -> bytes:
    """The bytes a printer sends for an answer."""
    match answer:
        case StatusByte(value) | PaperByte(value):
            return bytes((value,))
        case AutoStatus(raw):
            return raw
        case Block(head, body):
            return bytes((head,)) + body + b"\x00"


def learn(state: PrinterState, n: int, value: int) -> PrinterState:
    """Fold the answer to DLE EOT n into what is known. n = 3 refines an error; n = 2 knows the cover."""
    if n == 1:
        return replace(state, online=not value & 0x08)
    if n == 2:
        paper = Paper.END if value & 0x20 else state.paper
        return replace(state, cover_open=bool(value & 0x04), error=bool(value & 0x40), paper=paper)
    if n == 3:
        return replace(state, error=bool(value & 0x6C), cutter_error=bool(value & 0x08))
    if n == 4:
        return replace(state, paper=_paper(bool(value & 0x60), bool(value & 0x0C)))
    raise ValueError(f"DLE EOT {n} does not exist; 1 to 4 do")


def learn_auto(raw: bytes) -> PrinterState:
    """The whole state from one automatic status block; `14 00 00 0F` is a ready printer."""
    return PrinterState(
        online=not raw[0] & 0x08,
        cover_open=bool(raw[0] & 0x20),
        error=bool(raw[1] & 0x2C),
        cutter_error=bool(raw[1] & 0x08),
        paper=_paper(bool(raw[2] & 0x0C), bool(raw[2] & 0x03)),
    )


def learn_paper(state: PrinterState, value: int) -> PrinterState:
    """Fold the answer to GS r 1 into what is known."""
    return replace(state, paper=_paper(bool(value & 0x0C), bool(value & 0x03)))


def answer_to(n: int, state: PrinterState) -> StatusByte:
    """What a printer in `state` answers to DLE EOT n. Unknown counts as healthy: a printer knows itself."""
    end, near = state.paper is Paper.END, state.paper in (Paper.END, Paper.NEAR_END)
    value = 0x12
    if n == 1:
        value |= 0x08 if state.online is False else 0
    elif n == 2:
        value |= (0x04 if state.cover_open else 0) | (0x20 if end else 0) | (0x40 if state.error else 0)
    elif n == 3:
        value |= 0x08 if state.cutter_error else (0x04 if state.error else 0)
    elif n == 4:
        value |= (0x0C if near else 0) | (0x60 if end else 0)
    else:
        raise ValueError(f"DLE EOT {n} does not exist; 1 to 4 do")
    return StatusByte(value)


def auto_status_of(state: PrinterState) -> AutoStatus:
    """The automatic status block of a printer in `state`. Bit 2 of byte 0 is the idle drawer pin."""
    end, near = state.paper is Paper.END, state.paper in (Paper.END, Paper.NEAR_END)
    first = 0x14 | (0x08 if state.online is False else 0) | (0x20 if state.cover_open else 0)
    second = 0x08 if state.cutter_error else (0x04 if state.error else 0)
    third = (0x03 if near else 0) | (0x0C if end else 0)
    return AutoStatus(bytes((first, second, third, 0x0F)))


def paper_byte_of(state: PrinterState) -> PaperByte:
    """The answer of a printer in `state` to GS r 1."""
    end, near = state.paper is Paper.END, state.paper in (Paper.END, Paper.NEAR_END)
    return PaperByte((0x03 if near else 0) | (0x0C if end else 0))


def _paper(end: bool, near: bool) -> Paper:
    return Paper.END if end else Paper.NEAR_END if near else Paper.OK
