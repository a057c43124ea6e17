"""ESC/POS as a stream of commands: where each one ends. What they do is the printer's business.

Lengths: Epson ESC/POS command reference; FS commands as Chinese printers know them.
"""

from __future__ import annotations

from dataclasses import dataclass

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10
MAX_PENDING = 1 << 20

# How many bytes follow a two-byte command.
_FIXED = {
    b"\x1b": {
        "@": 0, "2": 0, "S": 0, "L": 0, "i": 0, "m": 0, "v": 0, "<": 0, "t": 1, "a": 1, "!": 1, "E": 1, "G": 1,
        "-": 1, "3": 1, " ": 1, "d": 1, "J": 1, "e": 1, "K": 1, "M": 1, "R": 1, "V": 1, "{": 1, "T": 1, "=": 1,
        "u": 1, "r": 1, "%": 1, "?": 1, "$": 2, "\\": 2, "c": 2, "B": 2, "p": 3, "W": 8,
    },
    b"\x1c": {"&": 0, ".": 0, "!": 1, "-": 1, "W": 1, "C": 1, "S": 2, "p": 2, "2": 74},
    b"\x1d": {
        ":": 0, "!": 1, "B": 1, "b": 1, "h": 1, "w": 1, "H": 1, "f": 1, "a": 1, "r": 1, "I": 1, "T": 1, "/": 1,
        "L": 2, "W": 2, "P": 2, "$": 2, "\\": 2, "^": 3,
    },
    b"\x10": {"\x04": 1, "\x05": 1},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """One command: its two leading bytes as text (GS V is "\\x1dV"), and what follows."""

    name: str
    args: bytes = b""


@dataclass(frozen=True, slots=True)
class Char:
    """One printable character in the printer's own code: one byte, or two of GBK."""

    raw: bytes


def take(buffer: bytearray, kanji: bool) -> Order | Char | None:
    """The next command or character out of `buffer`; None means more bytes are needed."""
    if not buffer:
        return None
    first = buffer[0]
    if first in (ESC, FS, GS, DLE):
        if len(buffer) < 2:
            return None
        size = _size(bytes(buffer[: 1 << 12]), buffer)
        if size is None or len(buffer) < size:
            return None
        name = bytes(buffer[:2]).decode("latin-1")
        args = bytes(buffer[2:size])
        del buffer[:size]
        return Order(name, args)
    if first < 0x20:
        del buffer[0]
        return Order(chr(first))
    if kanji and first >= 0x81:
        if len(buffer) < 2:
            return None
        if buffer[1] >= 0x40:
            pair = bytes(buffer[:2])
            del buffer[:2]
            return Char(pair)
    del buffer[0]
    return Char(bytes((first,)))


def _size(head: bytes, whole: bytearray) -> int | None:
    """The full length of the command at the head; None while its length is not yet known."""
    group, key = head[:1], chr(head[1])
    fixed = _FIXED[group].get(key)
    if fixed is not None:
        return 2 + fixed
    if group == b"\x1b" and key == "D":
        end = whole.find(0, 2)
        return end + 1 if end >= 0 else None
    if group == b"\x1b" and key == "*":
        if len(head) < 5:
            return None
        columns = int.from_bytes(head[3:5], "little")
        return 5 + columns * (3 if head[2] >= 32 else 1)
    if group in (b"\x1d", b"\x1c") and key == "(":
        return 5 + int.from_bytes(head[3:5], "little") if len(head) >= 5 else None
    if group == b"\x1d" and key == "8":
        return 7 + int.from_bytes(head[3:7], "little") if len(head) >= 7 else None
    if group == b"\x1d" and key == "v":
        if len(head) < 8:
            return None
        return 8 + int.from_bytes(head[4:6], "little") * int.from_bytes(head[6:8], "little")
    if group == b"\x1d" and key == "V":
        if len(head) < 3:
            return None
        return 3 if head[2] in (0, 1, 48, 49) else 4
    if group == b"\x1d" and key == "k":
        if len(head) < 4:
            return None
        if head[2] >= 65:
            return 4 + head[3]
        end = whole.find(0, 3)
        return end + 1 if end >= 0 else None
    if group == b"\x1d" and key == "*":
        return 4 + head[2] * head[3] * 8 if len(head) >= 4 else None
    if group == b"\x10" and key == "\x14":
        if len(head) < 3:
            return None
        return {1: 5, 2: 5, 8: 10}.get(head[2], 3)
    return 2  # unknown: the two bytes are swallowed and counted


CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 function 8


class RealTime:
    """Finds real-time commands wherever they stand, as the printer's interrupt does, even inside image data."""

    def __init__(self) -> None:
        self._tail = b""

    def events(self, data: bytes) -> list[tuple[str, int]]:
        """("status", n) for DLE EOT n, ("recover", n) for DLE ENQ n, ("clear", end) for DLE DC4 8.

        `end` counts the bytes of `data` up to the end of the command: what stands before it is cleared.
        """
        whole, known = self._tail + data, len(self._tail)
        found: list[tuple[str, int]] = []
        at = whole.find(0x10)
        while at >= 0:
            piece = whole[at : at + len(CLEAR_BUFFERS)]
            if piece[:2] == b"\x10\x04" and len(piece) > 2 and 1 <= piece[2] <= 4 and at + 3 > known:
                found.append(("status", piece[2]))
            elif piece[:2] == b"\x10\x05" and len(piece) > 2 and piece[2] in (1, 2) and at + 3 > known:
                found.append(("recover", piece[2]))
            elif piece == CLEAR_BUFFERS and at + len(piece) > known:
                found.append(("clear", at + len(piece) - known))
            at = whole.find(0x10, at + 1)
        self._tail = whole[-len(CLEAR_BUFFERS) + 1 :]
        return found
