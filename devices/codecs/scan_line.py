"""Line scanners: bytes in, whole codes out. Lines end at CR, LF, CRLF or Tab, or when the line falls silent.

Time is passed in, in milliseconds of any steady clock. `handbook/devices.md` §4.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_LINE = 4096
_ENDS = frozenset(b"\r\n\t")


@dataclass(slots=True)
class LineScanner:
    """Collects one scanner's bytes. Prefix and suffix are what the scanner adds around each code."""

    silence_ms: int = 80
    same_code_ms: int = 1500  # holding a code before the lens reads it many times
    prefix: str = ""
    suffix: str = ""
    max_line: int = MAX_LINE
    _line: bytearray = field(default_factory=bytearray)
    _last_byte_ms: int = 0
    _last_code: str = ""
    _last_code_ms: int = 0
    _too_long: bool = False

    def feed(self, data: bytes, now_ms: int) -> list[str]:
        """Codes completed by `data`. A line that was left open before a pause is completed first."""
        codes = self.tick(now_ms)
        for byte in data:
            if byte in _ENDS:
                codes += self._finish(now_ms)
            elif len(self._line) < self.max_line:
                self._line.append(byte)
            else:
                self._too_long = True  # the rest of a flood is dropped, the line with it
        if data:
            self._last_byte_ms = now_ms
        return codes

    def tick(self, now_ms: int) -> list[str]:
        """Codes completed by silence."""
        if self._line and now_ms - self._last_byte_ms >= self.silence_ms:
            return self._finish(now_ms)
        return []

    def _finish(self, now_ms: int) -> list[str]:
        raw, flooded = bytes(self._line), self._too_long
        self._line.clear()
        self._too_long = False
        if flooded:
            return []
        text = _text(raw).removeprefix(self.prefix).removesuffix(self.suffix).strip()
        if not text:
            return []
        again = text == self._last_code and now_ms - self._last_code_ms < self.same_code_ms
        self._last_code, self._last_code_ms = text, now_ms
        return [] if again else [text]


def _text(raw: bytes) -> str:
    """Scanners send UTF-8 or GBK as they were set up; control characters are noise."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return "".join(char for char in text if char.isprintable())


def encode(text: str) -> bytes:
    """One code as most scanners send it: UTF-8 and CR."""
    return text.encode("utf-8") + b"\r"


def decode(buffer: bytearray) -> str | None:
    """The next code of a capture, where no clock tells the silence at the end of a line; empty lines are none."""
    while (end := next((at for at, byte in enumerate(buffer) if byte in _ENDS), -1)) >= 0:
        text = _text(bytes(buffer[:end])).strip()
        del buffer[: end + 1]
        if text and end <= MAX_LINE:
            return text
    del buffer[: -(MAX_LINE + 1)]
    return None
