"""A pretend speaking module: takes a text, is busy as long as it lasts, remembers what was said and what broken off.

Run as `python -m devices.simulator.voice_module --make syn6288 --listen pty:/tmp/voice`. Like the real ones it says
that it is there after power-on, says by itself when a speech is over, and drops what it says when a new text comes.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from PIL import Image, ImageDraw

from devices.codecs import voice_bytes as wire
from devices.codecs import voice_syn6288 as syn
from devices.codecs import voice_xfs5152 as xfs
from devices.codecs.codec import Damaged
from devices.codecs.voice_bytes import Says
from devices.simulator._faults import Faults
from devices.simulator._fonts import font
from devices.simulator._station import Words, parser, serve

STALE_S = (
    0.25  # a frame that stands still so long is thrown away; the real one waits 8 ms, which no pty keeps
)
REMEMBERED = 50
FAULTS = {
    "refuse": "does not understand texts",
    "busy": "says that it is busy, and takes nothing",
    "never_ends": "goes on with a speech for ever",
    "lost_end": "does not say by itself when a speech is over",
    "ends_early": "stops after a tenth of a speech, and says that it is idle",
    "swallow": "says that it took a text, and does not say it",
}
_MARK = re.compile(r"\[([a-z])(\d*)\]")


class Codec(Protocol):
    def encode(self, frame: Any) -> bytes: ...

    def decode(self, buffer: bytearray) -> Any: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Make:
    """What differs. `unicode` is its byte order, `loudest` of the volume mark; `wakes` by an order of its own."""

    codec: Codec
    unicode: str
    loudest: int
    wakes: bool


MAKES = {
    "syn6288": Make(syn, "utf-16-be", syn.LOUDEST, False),
    "xfs5152ce": Make(xfs, "utf-16-le", xfs.LOUDEST, True),
}


@dataclasses.dataclass(slots=True)
class Speech:
    """`cut` says what broke it off: "", "text", "stop", "power" or "early"; `ends_s` is set while it runs."""

    text: str
    volume: int
    begun_s: float
    ends_s: float
    over: bool = False
    cut: str = ""


class VoiceModule:
    """The module with its loudspeaker."""

    def __init__(
        self, make: Make, char_ms: int, speed: float, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self.faults = Faults(FAULTS)
        self.send: Callable[[bytes], None] = lambda data: None
        self._make, self._now_s = make, now_s
        self._char_s = char_ms / 1000 / speed
        self._buffer = bytearray()
        self._heard_s = 0.0
        self._paused_s: float | None = None
        self._asleep = self._dark = False
        self._volume = make.loudest
        self._spoken: deque[Speech] = deque(maxlen=REMEMBERED)
        self._counts = dict.fromkeys(("frames", "damaged", "cut"), 0)

    # -- the line --------------------------------------------------------------------------------------------------

    def hear(self, data: bytes) -> None:
        now_s = self._now_s()
        if self._buffer and now_s - self._heard_s > STALE_S:
            self._buffer.clear()
            self._say(Says.BAD)
        self._heard_s = now_s
        self._buffer += data
        while (frame := self._make.codec.decode(self._buffer)) is not None:
            if isinstance(frame, wire.Reply):
                continue
            if isinstance(frame, Damaged):
                self._counts["damaged"] += 1
                self._say(Says.BAD)
                continue
            self._counts["frames"] += 1
            if not self._asleep:
                self._obey(frame)
            elif self._make.wakes and frame == wire.Order(xfs.WAKE):
                self._asleep = False
                self._say(Says.TAKEN)

    def _obey(self, frame: Any) -> None:
        if isinstance(frame, syn.Speak | xfs.Speak):
            self._speak(frame.text, frame.encoding)
        elif isinstance(frame, wire.Order):
            self._order(frame.command)
        else:
            self._say(Says.TAKEN)  # another baud rate: the line here has none

    def _speak(self, raw: bytes, encoding: int) -> None:
        if self.faults.take("refuse"):
            self._say(Says.BAD)
            return
        if self.faults.on("busy"):
            self._say(Says.BUSY)
            return
        name = {0: "gb2312", 1: "gbk", 2: "big5", 3: self._make.unicode}[encoding]
        written = raw.decode(name, "replace")
        self._say(Says.TAKEN)
        if self.faults.take("swallow"):
            return
        self._break_off("text")
        for letter, value in _MARK.findall(written):
            if letter == "v" and value:
                self._volume = min(int(value), self._make.loudest)
        text = _MARK.sub("", written)
        now_s = self._now_s()
        self._paused_s = None
        early = self.faults.take("ends_early")
        length_s = len(text) * self._char_s / (10 if early else 1)
        self._spoken.append(Speech(text, self._volume, now_s, now_s + length_s, cut="early" if early else ""))

    def _order(self, command: int) -> None:
        self._say(Says.TAKEN)
        now = self._running()
        if command == wire.STATUS:
            self._say(Says.BUSY if now is not None or self.faults.on("busy") else Says.IDLE)
        elif command == wire.STOP:
            self._break_off("stop")
        elif command == wire.PAUSE and self._paused_s is None:
            self._paused_s = self._now_s()
        elif command == wire.RESUME and self._paused_s is not None:
            if now is not None:
                now.ends_s += self._now_s() - self._paused_s
            self._paused_s = None
        elif command == wire.SLEEP:
            self._break_off("stop")
            self._asleep = True

    def _say(self, says: Says) -> None:
        self.send(self._make.codec.encode(wire.Reply(says)))

    # -- the voice -------------------------------------------------------------------------------------------------

    def _running(self) -> Speech | None:
        last = self._spoken[-1] if self._spoken else None
        return None if last is None or last.over else last

    def _break_off(self, why: str) -> None:
        if (now := self._running()) is not None:
            now.over, now.cut = True, why
            self._counts["cut"] += 1

    def tick(self, now_s: float) -> None:
        if self._dark:
            self._dark = False
            self._say(Says.STARTED)
        now = self._running()
        if now is None or self._paused_s is not None or self.faults.on("never_ends"):
            return
        if self._now_s() >= now.ends_s:
            now.over = True
            if not self.faults.take("lost_end"):
                self._say(Says.IDLE)

    def power_cut(self) -> None:
        self._break_off("power")
        self._buffer.clear()
        self._paused_s, self._asleep, self._dark = None, False, True
        self._volume = self._make.loudest

    # -- the control channel ---------------------------------------------------------------------------------------

    def obey(self, words: Words) -> Words | None:
        return None

    def state(self) -> Words:
        now = self._running()
        return {
            "spoken": [
                {"text": one.text, "volume": one.volume, "cut": one.cut} for one in self._spoken if one.over
            ],
            "speaking": now.text if now is not None else "",
            "asleep": self._asleep,
            **self._counts,
        }

    def draw(self, path: pathlib.Path) -> None:
        """What was said, the newest at the bottom; broken-off speeches in red, the one that runs in green."""
        rows = list(self._spoken)[-12:]
        picture = Image.new("RGB", (900, 110 + 56 * max(1, len(rows))), (30, 33, 38))
        pen = ImageDraw.Draw(picture)
        pen.text((40, 34), "语音模块说过的话", font=font(34, bold=True), fill=(230, 233, 238))
        if not rows:
            pen.text((40, 108), "还没有说过话", font=font(28), fill=(150, 158, 170))
        for number, one in enumerate(rows):
            top = 100 + 56 * number
            ink = (240, 110, 100) if one.cut else (120, 210, 140) if not one.over else (200, 206, 214)
            note = {"text": "被下一句打断", "stop": "被停止", "power": "断电", "early": "没说完"}.get(
                one.cut, ""
            )
            note = note or ("" if one.over else "正在说")
            self._bar(pen, 40, top + 6, one.volume)
            pen.text((130, top), _fitted(one.text, 560), font=font(28), fill=ink)
            pen.text((860, top + 4), note, font=font(22), fill=ink, anchor="ra")
        picture.save(path)

    def _bar(self, pen: ImageDraw.ImageDraw, left: int, top: int, volume: int) -> None:
        """The volume as a bar."""
        pen.rectangle((left, top + 8, left + 70, top + 20), fill=(60, 66, 76))
        wide = 70 * volume // self._make.loudest
        if wide:
            pen.rectangle((left, top + 8, left + wide, top + 20), fill=(110, 160, 230))


def _fitted(text: str, most: int) -> str:
    """As much of it as is `most` dots wide."""
    while font(28).getlength(text) > most:
        text = text.removesuffix("…")[:-1] + "…"
    return text


def main() -> None:
    """The program."""
    options = parser("voice_module", __doc__ or "")
    options.add_argument("--make", required=True, choices=sorted(MAKES))
    options.add_argument("--char-ms", type=int, default=250, help="how long a character takes")
    options.add_argument("--speed", type=float, default=1.0, help="so many times faster than a real one")
    told = options.parse_args()
    serve(VoiceModule(MAKES[told.make], told.char_ms, told.speed), told)


if __name__ == "__main__":
    main()
