"""Line scanners: bytes in, whole codes out. A line ends as the scanner was set up, or when it falls silent.

Time is passed in, in milliseconds of any steady clock. `handbook/devices.md` §4.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_LINE = 4096
ENDS: dict[str, frozenset[int]] = {
    "any": frozenset(b"\r\n\t"),
    "cr": frozenset(b"\r"),
    "lf": frozenset(b"\n"),
    "crlf": frozenset(b"\r\n"),
    "tab": frozenset(b"\t"),
    "none": frozenset(),
}
STALL_MS = 1000  # a reader that was kept waiting so long cannot tell one code from two any more


@dataclass(slots=True)
class LineScanner:
    """Collects one scanner's bytes. Prefix and suffix are what the scanner adds around each code.

    `end` is one of ENDS. Under `any` and `none` silence ends a line too. A scanner known to end its lines left a torn
    one when it falls silent without the end: that is dropped, because half a code is a wrong code.
    """

    silence_ms: int = 80
    same_code_ms: int = 1500  # holding a code before the lens reads it many times
    prefix: str = ""
    suffix: str = ""
    max_line: int = MAX_LINE
    end: str = "any"
    _line: bytearray = field(default_factory=bytearray)
    _last_byte_ms: int = 0
    _last_code: str = ""
    _last_code_ms: int = 0
    _too_long: bool = False

    def feed(self, data: bytes, now_ms: int, wanted: bool = True) -> list[str]:
        """Codes completed by `data`; with b"", by the silence since the last byte.

        Bytes that waited while the reader was busy belong together, unless it was away for STALL_MS. Codes that
        nobody `wanted` are told all the same, but the same code shown again counts as new: it was never used.
        """
        codes = []
        ended_by_silence = not data and self.end in ("any", "none")
        enough_ms = self.silence_ms if ended_by_silence else max(STALL_MS, self.silence_ms)
        if now_ms - self._last_byte_ms >= enough_ms:
            codes = self._fall_silent(now_ms, wanted)
        for byte in data:
            if byte in ENDS[self.end]:
                codes += self._finish(now_ms, wanted)
            elif len(self._line) < self.max_line:
                self._line.append(byte)
            else:
                self._too_long = True  # the rest of a flood is dropped, the line with it
        if data:
            self._last_byte_ms = now_ms
        return codes

    def tick(self, now_ms: int, wanted: bool = True) -> list[str]:
        """Codes completed by silence."""
        return self.feed(b"", now_ms, wanted)

    def _fall_silent(self, now_ms: int, wanted: bool) -> list[str]:
        if self.end in ("any", "none"):
            return self._finish(now_ms, wanted)
        self._line.clear()
        self._too_long = False
        return []

    def _finish(self, now_ms: int, wanted: bool) -> list[str]:
        raw, flooded = bytes(self._line), self._too_long
        self._line.clear()
        self._too_long = False
        if flooded:
            return []
        text = _text(raw).removeprefix(self.prefix).removesuffix(self.suffix).strip()
        if not text:
            return []
        again = text == self._last_code and now_ms - self._last_code_ms < self.same_code_ms
        if wanted or again:
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
    """One code as most scanners send it: UTF-8 and CR. ValueError for a text that no scanner sends as one code."""
    if not text.isprintable() or text != text.strip() or not 0 < len(text.encode("utf-8")) <= MAX_LINE:
        raise ValueError(
            f"a code is one line of 1 to {MAX_LINE} bytes without control characters around or in it"
        )
    return text.encode("utf-8") + b"\r"


def decode(buffer: bytearray) -> str | None:
    """The next code of a capture, where no clock tells the silence at the end of a line; empty lines are none."""
    ends = ENDS["any"]
    while (end := next((at for at, byte in enumerate(buffer) if byte in ends), -1)) >= 0:
        text = _text(bytes(buffer[:end])).strip()
        del buffer[: end + 1]
        if text and end <= MAX_LINE:
            return text
    del buffer[: -(MAX_LINE + 1)]
    return None
