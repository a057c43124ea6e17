"""A pretend window strip of one of the queue vendors: understands its make's frames, holds one text, draws its dots.

Run as `python -m devices.simulator.panel_strip --make palh --listen pty:/tmp/led --address 3 --width 160`. With
`--panels 16` as many of them hang on one RS-485 line, at the addresses from `--address` on.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any, Protocol

from PIL import Image

from devices.codecs import led_onbon_messages as onbon
from devices.codecs import led_palh as palh
from devices.codecs import led_ruize as ruize
from devices.codecs import led_yinda as yinda
from devices.codecs import led_yongtai as yongtai
from devices.codecs import led_zhongyi as zhongyi
from devices.codecs.codec import Damaged
from devices.simulator._faults import Faults
from devices.simulator._led_picture import Panel, draw_panel
from devices.simulator._station import Words, parser, serve

COLOURS = {"red": b"1", "green": b"2", "yellow": b"3"}


class Card(Protocol):
    """How a card of one make understands and answers. `hear` may change what the strip holds."""

    def decode(self, buffer: bytearray) -> Any:
        """The next frame, Damaged, or None."""

    def hear(self, frame: Any, strip: Strip) -> bytes | None:
        """Do it; the answer, b"" for none, None when the frame is meant for somebody else."""


class Strip:
    """The panel behind the card. What it shows is lost without power."""

    def __init__(self, card: Card, address: int, panel: Panel) -> None:
        self.faults = Faults(
            {"wrong_address": "answers as another panel", "refuse": "refuses texts, where the make can"}
        )
        self.send: Callable[[bytes], None] = lambda data: None
        self._card, self._panel, self._own = card, panel, address
        self._buffer = bytearray()
        self.text, self.colour = "", "red"
        self._counts = dict.fromkeys(("frames", "damaged", "foreign", "draws", "asked"), 0)

    @property
    def address(self) -> int:
        """Its address in an answer."""
        return self._own ^ 1 if self.faults.take("wrong_address") else self._own

    def is_mine(self, address: int) -> bool:
        return address == self._own

    def show(self, raw: bytes, colour: str = "red") -> None:
        self.text, self.colour = raw.decode("gb2312", "replace"), colour
        self._counts["draws"] += 1

    @property
    def draws(self) -> int:
        """How often it was given a text."""
        return self._counts["draws"]

    def asked(self) -> None:
        self._counts["asked"] += 1

    def power_cut(self) -> None:
        self.text = ""
        self._buffer.clear()

    def hear(self, data: bytes) -> None:
        self._buffer += data
        while (frame := self._card.decode(self._buffer)) is not None:
            if isinstance(frame, Damaged):
                self._counts["damaged"] += 1
                continue
            answer = self._card.hear(frame, self)
            if answer is None:
                self._counts["foreign"] += 1
                continue
            self._counts["frames"] += 1
            if answer:
                self.send(answer)

    def tick(self, now_s: float) -> None:
        pass

    def obey(self, words: Words) -> Words | None:
        return None

    def state(self) -> Words:
        return {"address": self._own, "text": self.text, "colour": self.colour, **self._counts}

    def draw(self, path: pathlib.Path) -> None:
        self.picture().save(path)

    def picture(self) -> Image.Image:
        """The text in the largest size that fits, in the middle."""
        text = self.text.encode("gb2312", "replace")
        large = self._panel.height >= 32 and len(text) * 16 <= self._panel.width
        raw = (rb"\FO002" if large else rb"\FO000") + rb"\C" + COLOURS[self.colour] + text.replace(b"\\", b"")
        centre = onbon.ALIGN_CENTER | onbon.ALIGN_CENTER << 2
        area = onbon.Area(raw, self._panel.width, self._panel.height, align=centre)
        return draw_panel(self._panel, [area] if self.text else [], 15, None)


class Bus:
    """Several strips on one line: each hears everything, the one that is meant answers. They share one fault plan;
    `cut ADDRESS` takes one of them off the line with its power, `join ADDRESS` puts it back."""

    def __init__(self, strips: dict[int, Strip]) -> None:
        self._strips = strips
        self._off: set[int] = set()
        self.faults = next(iter(strips.values())).faults
        for strip in strips.values():
            strip.faults = self.faults
            strip.send = self._pass_on
        self.send: Callable[[bytes], None] = lambda data: None

    def _pass_on(self, data: bytes) -> None:
        self.send(data)

    def hear(self, data: bytes) -> None:
        for address, strip in self._strips.items():
            if address not in self._off:
                strip.hear(data)

    def tick(self, now_s: float) -> None:
        pass

    def obey(self, words: Words) -> Words | None:
        if words["do"] not in ("cut", "join"):
            return None
        address = int(words["address"])
        strip = self._strips[address]
        if words["do"] == "cut":
            strip.power_cut()
            self._off.add(address)
        else:
            self._off.discard(address)
        return self.state()

    def state(self) -> Words:
        return {"panels": {str(address): strip.state() for address, strip in self._strips.items()}}

    def power_cut(self) -> None:
        for strip in self._strips.values():
            strip.power_cut()

    def draw(self, path: pathlib.Path) -> None:
        """Each panel in a file of its own, NAME-ADDRESS.png; the first also under the name itself."""
        for address, strip in self._strips.items():
            strip.draw(path.with_name(f"{path.stem}-{address}{path.suffix}"))
        next(iter(self._strips.values())).draw(path)


class PalhCard:
    """Instant texts and tickets; ACK to everything it took, type and version when asked."""

    decode = staticmethod(palh.decode)
    SAYS = {palh.WELCOME: "欢迎光临", palh.PAUSE: "暂停服务", palh.SERVING: "正在办理"}
    COLOURS = {palh.RED: "red", palh.GREEN: "green", palh.YELLOW: "yellow"}

    def hear(self, frame: palh.Frame, strip: Strip) -> bytes | None:
        if not strip.is_mine(frame.address):
            return None
        if isinstance(frame, palh.Instant):
            strip.show(frame.text, self.COLOURS.get(frame.colour, "red"))
        elif frame.command == palh.VERSION:
            strip.asked()
            return palh.encode(palh.Standard(palh.VERSION, strip.address, b"\x50\xa3\x15"))
        elif frame.command == palh.STRIP and frame.data:
            sub, ticket = frame.data[0], frame.data[1:]
            words = self.SAYS.get(sub, "")
            if sub == palh.CALL and len(ticket) >= 3:
                letter = ticket[3:].decode("ascii", "replace")
                words = f"请{letter}{ticket[0] * 100 + ticket[1]:03d}号到{ticket[2]}号窗口"
            strip.show(words.encode("gb2312", "replace"))
        else:
            return b""
        return palh.encode(palh.acknowledgement(strip.address))


class RuizeCard:
    """Colours, then the text they are for; one byte when asked whether it is there."""

    decode = staticmethod(ruize.decode)
    COLOURS = {ruize.RED: "red", ruize.GREEN: "green", ruize.YELLOW: "yellow"}

    def __init__(self) -> None:
        self._colour = "red"

    def hear(self, frame: ruize.Frame | ruize.Alive, strip: Strip) -> bytes | None:
        if isinstance(frame, ruize.Alive) or not strip.is_mine(frame.address):
            return None
        if frame.command == ruize.ASK:
            strip.asked()
            return ruize.encode(ruize.Alive())
        if frame.command == ruize.COLOURS and frame.data:
            self._colour = self.COLOURS[frame.data[0]]
        elif frame.command in (ruize.SHOW, ruize.KEEP, ruize.CLEAR):
            strip.show(frame.data, self._colour)
        return b""


class ZhongyiCard:
    """Shows at once and says so, or refuses."""

    decode = staticmethod(zhongyi.decode)
    COLOURS = {zhongyi.RED: "red", zhongyi.GREEN: "green", zhongyi.YELLOW: "yellow"}

    def hear(self, frame: zhongyi.Show | zhongyi.Answer, strip: Strip) -> bytes | None:
        if isinstance(frame, zhongyi.Answer) or not strip.is_mine(frame.address):
            return None
        done = not strip.faults.take("refuse")
        if done:
            strip.show(frame.text, self.COLOURS[frame.colours[0]] if frame.colours else "red")
        return zhongyi.encode(zhongyi.Answer(strip.address, done))


class YindaCard:
    """Takes a text and is silent."""

    decode = staticmethod(yinda.decode)

    def hear(self, frame: yinda.Frame, strip: Strip) -> bytes | None:
        if not strip.is_mine(frame.address):
            return None
        strip.show(frame.text)
        return b""


class YongtaiCard:
    """Takes a text and is silent."""

    decode = staticmethod(yongtai.decode)

    def hear(self, frame: yongtai.Frame, strip: Strip) -> bytes | None:
        if not strip.is_mine(frame.address):
            return None
        strip.show(frame.text)
        return b""


CARDS: dict[str, Callable[[], Card]] = {
    "palh": PalhCard,
    "ruize": RuizeCard,
    "zhongyi": ZhongyiCard,
    "yinda": YindaCard,
    "yongtai": YongtaiCard,
}


def main() -> None:
    """The program."""
    options = parser("panel_strip", __doc__ or "")
    options.add_argument("--make", required=True, choices=sorted(CARDS))
    options.add_argument("--address", type=int, default=1)
    options.add_argument("--width", type=int, default=160, help="dots")
    options.add_argument("--height", type=int, default=16, help="dots")
    options.add_argument("--panels", type=int, default=0, help="so many on one line, from --address on")
    told = options.parse_args()
    panel = Panel(told.width, told.height, "dual")
    addresses = range(told.address, told.address + max(1, told.panels))
    strips = {address: Strip(CARDS[told.make](), address, panel) for address in addresses}
    serve(Bus(strips) if told.panels else strips[told.address], told)


if __name__ == "__main__":
    main()
