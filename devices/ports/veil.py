"""What of a wire may be written down: of cards and codes only how much it was, so that no file ever holds a person.

Commands, status words and the frame around them stay, or a capture would be of no use.
"""

from __future__ import annotations

SDT_HEAD = b"\xaa\xaa\xaa\x96\x69"
SDT_OPEN = 8  # bytes of an answer after its length that say nothing of a card: status words and the check of short ones
LINE_ENDS = b"\r\n\t"
CODES = ("scan.line", "scan.wedge")


class Veil:
    """One direction of one wire."""

    def __init__(self, make: str, from_device: bool) -> None:
        self._hide = {
            "card.sdt": self._sdt,
            "card.social": self._social,
            "scan.line": self._line,
            "scan.wedge": self._all,
        }.get(make if from_device else "", self._none)
        self._at, self._left, self._length = 0, 0, 0
        self._open = False

    def over(self, data: bytes) -> str:
        """Hex, with (N) in place of N bytes in a row that are hidden."""
        words: list[str] = []
        hidden = 0
        for byte in data:
            if self._hide(byte):
                hidden += 1
                continue
            if hidden:
                words.append(f"({hidden})")
                hidden = 0
            words.append(f"{byte:02X}")
        return " ".join([*words, f"({hidden})"] if hidden else words)

    @staticmethod
    def _none(byte: int) -> bool:
        return False

    @staticmethod
    def _all(byte: int) -> bool:
        return True

    @staticmethod
    def _line(byte: int) -> bool:
        return byte not in LINE_ENDS

    def _sdt(self, byte: int) -> bool:
        """Head, length and status words stay; of answers longer than those of a search everything else goes."""
        if self._left:
            self._left -= 1
            return self._length > SDT_OPEN and self._left < self._length - 3
        if self._at < len(SDT_HEAD):
            self._at = self._at + 1 if byte == SDT_HEAD[self._at] else int(byte == SDT_HEAD[0])
            return self._at == 0
        self._length = byte if self._at == len(SDT_HEAD) else self._length << 8 | byte
        self._at += 1
        if self._at == len(SDT_HEAD) + 2:
            self._at, self._left = (0, self._length) if self._length <= 4096 else (0, 0)
        return False

    def _social(self, byte: int) -> bool:
        """The length before a message stays, and short answers (a status word) and answers to reset, which begin with
        3B or 3F and tell of the kind of card alone."""
        if self._at < 2:
            self._length = self._length << 8 & 0xFF00 | byte
            self._at += 1
            if self._at == 2:
                self._left, self._at = self._length, 2 if self._length else 0
            return False
        if self._left == self._length:
            self._open = self._length <= 2 or byte in (0x3B, 0x3F)
        self._left -= 1
        if not self._left:
            self._at = 0
        return not self._open
