"""A pretend scanner: sends the codes it is shown, with any line ending, at once or in pieces, or types them as keys.

Run as `python -m devices.simulator.scanner --listen pty:/tmp/scanner`; with `--wedge` what comes are the records of a
Linux input device, as a scanner in keyboard mode makes them.
"""

from __future__ import annotations

import pathlib
import time
from collections.abc import Callable

import qrcode
from PIL import Image, ImageDraw

from devices.codecs import scan_wedge
from devices.simulator._faults import Faults
from devices.simulator._fonts import font
from devices.simulator._station import Words, parser, serve

WEDGE_ENDS = {"cr": scan_wedge.ENTER, "tab": scan_wedge.TAB, "none": 0}
ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "none": b""}


class Scanner:
    """A scanner with its settings."""

    def __init__(self, end: str, prefix: str, suffix: str, wedge: bool = False, key_us: int = 2000) -> None:
        self.faults = Faults()
        self.send: Callable[[bytes], None] = lambda data: None
        self._end, self._prefix, self._suffix = ENDS[end], prefix, suffix
        self._wedge, self._key_us = wedge, key_us
        self._scans = 0
        self._last = ""

    def power_cut(self) -> None:
        pass

    def hear(self, data: bytes) -> None:
        pass  # scanners of this kind are not spoken to

    def tick(self, now_s: float) -> None:
        pass

    def obey(self, words: Words) -> Words | None:
        """`scan` with text, [end], [encoding], of a wedge [key_us] from key to key; `raw` with hex bytes."""
        if words["do"] == "scan":
            self._scans += 1
            self._last = words["text"]
            if self._wedge:
                self.send(self._typed(f"{self._prefix}{self._last}{self._suffix}", words))
                return {}
            encoded = f"{self._prefix}{self._last}{self._suffix}".encode(words.get("encoding", "utf-8"))
            self.send(encoded + (ENDS[words["end"]] if "end" in words else self._end))
            return {}
        if words["do"] == "raw":
            self.send(bytes.fromhex(words["hex"]))
            return {}
        return None

    def _typed(self, text: str, words: Words) -> bytes:
        end = WEDGE_ENDS[words.get("end", "cr")]
        events = scan_wedge.strokes(text, time.time_ns() // 1000, words.get("key_us", self._key_us), end)
        return b"".join(map(scan_wedge.encode, events))

    def state(self) -> Words:
        return {"scans": self._scans, "last": self._last}

    def draw(self, path: pathlib.Path) -> None:
        """What was held before the lens last."""
        picture = Image.new("RGB", (520, 560), (30, 33, 38))
        pen = ImageDraw.Draw(picture)
        if self._last:
            code = qrcode.make(self._last, box_size=8, border=4).convert("RGB").resize((420, 420))
            picture.paste(code, (50, 40))
        pen.text((260, 510), "扫码窗", font=font(30), fill=(150, 158, 170), anchor="mm")
        picture.save(path)


def main() -> None:
    """The program."""
    options = parser("scanner", __doc__ or "")
    options.add_argument("--end", default="cr", choices=sorted(ENDS))
    options.add_argument("--prefix", default="")
    options.add_argument("--suffix", default="")
    options.add_argument("--wedge", action="store_true", help="type the codes as a keyboard would")
    told = options.parse_args()
    serve(Scanner(told.end, told.prefix, told.suffix, told.wedge), told)


if __name__ == "__main__":
    main()
