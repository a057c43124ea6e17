"""Pretend keys beside a screen: what comes are the records of a Linux input device.

Run as `python -m devices.simulator.buttons --listen pty:/tmp/buttons`.
"""

from __future__ import annotations

import pathlib
import time
from collections.abc import Callable

from PIL import Image, ImageDraw

from devices.codecs import scan_wedge as keys
from devices.drivers.buttons_input import NAMES
from devices.simulator._faults import Faults
from devices.simulator._fonts import font
from devices.simulator._station import Words, parser, serve

HELD_US = 120_000


class Keys:
    """A board; any key of the driver's table can be pressed."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.send: Callable[[bytes], None] = lambda data: None
        self._presses, self._last = 0, ""

    def hear(self, data: bytes) -> None:
        pass  # keys are not spoken to

    def tick(self, now_s: float) -> None:
        pass

    def obey(self, words: Words) -> Words | None:
        """`press` key, e.g. KEY_1; [bounces] so often it chatters; [held] repeats while it is held down."""
        if words["do"] != "press":
            return None
        code = NAMES[words["key"]]
        self._presses, self._last = self._presses + 1, words["key"]
        at_us = time.time_ns() // 1000
        strokes = [
            (keys.DOWN, at_us),
            *[(keys.HELD, at_us + 30_000 * n) for n in range(words.get("held", 0))],
        ]
        for n in range(words.get("bounces", 0)):
            strokes += [(keys.UP, at_us + 8_000 * n), (keys.DOWN, at_us + 8_000 * n + 3_000)]
        strokes.append((keys.UP, at_us + HELD_US))
        for value, when_us in strokes:
            self.send(keys.encode(keys.Event(keys.KEY, code, value, when_us)))
            self.send(keys.encode(keys.Event(keys.SYN, 0, 0, when_us)))
        return {}

    def state(self) -> Words:
        return {"presses": self._presses, "last": self._last}

    def power_cut(self) -> None:
        pass

    def draw(self, path: pathlib.Path) -> None:
        """The key that was pressed last."""
        picture = Image.new("RGB", (360, 160), (40, 44, 50))
        pen = ImageDraw.Draw(picture)
        pen.rounded_rectangle((20, 20, 340, 140), 20, (90, 96, 104), (150, 156, 164), 3)
        pen.text((180, 80), self._last or "—", font=font(34), fill=(240, 240, 240), anchor="mm")
        picture.save(path)


def main() -> None:
    """The program."""
    serve(Keys(), parser("buttons", __doc__ or "").parse_args())


if __name__ == "__main__":
    main()
