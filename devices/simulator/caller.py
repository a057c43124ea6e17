"""Pretend key boxes and evaluators on one RS-485 line: six digits, keys that are sent again until answered, levels.

Run as `python -m devices.simulator.caller --listen pty:/tmp/desk --address 1 --units 4`. Control: `press` key (hex,
with [digits] before it), `rate` value, of a `unit` by its address; see `control.py` for the rest.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable

from PIL import Image, ImageDraw

from devices.codecs import caller_ff68 as ff68
from devices.codecs.codec import Damaged
from devices.simulator._faults import Faults
from devices.simulator._fonts import font
from devices.simulator._station import Words, parser, serve

AGAIN_S, TRIES = 0.15, 5  # a press is sent again until it is answered, so often
FUNCTIONS = (
    ("0C", "呼叫"), ("0D", "重呼"), ("0F", "确认"), ("0B", "评价"), ("12", "暂停"), ("13", "转移"),
)  # fmt: skip
LEVELS = ("非常满意", "满意", "不满意", "非常不满意")
GREY, DARK, LIT, OFF = (205, 208, 212), (28, 30, 34), (255, 72, 48), (74, 28, 24)
SIZE = (560, 470)


class Unit:
    """A key box with its display and evaluator, at one address. All it shows is lost without power."""

    def __init__(self, address: int, evaluator: bool) -> None:
        self.address, self.evaluator = address, evaluator
        self.beeps = self.answered = self.resent = self.given_up = 0
        self._waiting: tuple[ff68.Frame, float, int] | None = None  # not answered, when again, how often
        self.power_cut()

    def power_cut(self) -> None:
        self.digits, self.asking, self.stars = "      ", False, False
        self._waiting = None

    def say(self, function: int, data: bytes, now_s: float) -> ff68.Frame:
        """Send a press; `tick` sends it again."""
        frame = ff68.Frame(self.address, function, data)
        self._waiting = (frame, now_s + AGAIN_S, 1)
        return frame

    def tick(self, now_s: float) -> ff68.Frame | None:
        """The press once more, when its time has come."""
        if self._waiting is None or now_s < self._waiting[1]:
            return None
        frame, _, times = self._waiting
        if times >= TRIES:
            self._waiting = None
            self.given_up += 1
            return None
        self._waiting = (frame, now_s + AGAIN_S, times + 1)
        self.resent += 1
        return frame

    def hear(self, frame: ff68.Frame) -> None:
        """What the host says to this unit."""
        if self._waiting is not None and frame == ff68.answer(self._waiting[0]):
            if self._waiting[0].function == ff68.RESULT:
                self.asking = False
            self._waiting = None
            self.answered += 1
        if frame == ff68.start_rating(self.address) and self.evaluator:
            self.asking = True
        elif frame.function == ff68.SHOW and frame.data == bytes((ff68.STARS,)):
            self.stars = True
        elif frame.function == ff68.SHOW and (text := ff68.digits(frame.data)):
            self.digits = text
        elif frame.function == ff68.BEEP:
            self.beeps += 1

    def state(self) -> Words:
        return {
            "digits": self.digits,
            "asking": self.asking,
            "beeps": self.beeps,
            "answered": self.answered,
            "resent": self.resent,
            "given_up": self.given_up,
            "unanswered": self._waiting is not None,
        }

    def picture(self) -> Image.Image:
        """The box as it lies on the desk."""
        image = Image.new("RGB", SIZE, GREY)
        pen = ImageDraw.Draw(image)
        pen.rounded_rectangle((20, 20, 540, 130), 10, DARK)
        for at, one in enumerate(self.digits):
            x = 103 + at * 62 + (44 if at > 2 else 0)
            pen.text((x, 66), "8", font=font(76), fill=OFF, anchor="mm")
            if one != " ":
                pen.text((x, 66), one, font=font(76), fill=LIT, anchor="mm")
        pen.text((165, 118), "等候", font=font(17), fill=GREY, anchor="mm")
        pen.text((395, 118), "票号", font=font(17), fill=GREY, anchor="mm")
        for at in range(10):
            self._key(pen, (20 + at % 5 * 58, 150 + at // 5 * 62, 50, 52), str((at + 1) % 10), 26)
        for at, (_, word) in enumerate(FUNCTIONS):
            self._key(pen, (322 + at % 3 * 74, 150 + at // 3 * 62, 66, 52), word, 22)
        if self.evaluator:
            pen.rounded_rectangle((20, 290, 540, 450), 10, (236, 238, 241))
            words = "请您评价" if self.asking else "欢迎光临"
            pen.text(
                (280, 322), words, font=font(30), fill=LIT if self.asking else (120, 124, 130), anchor="mm"
            )
            for at, word in enumerate(LEVELS):
                self._key(pen, (34 + at * 126, 356, 114, 76), word, 20, lit=self.asking)
        return image

    @staticmethod
    def _key(
        pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], word: str, size: int, lit: bool = False
    ) -> None:
        x, y, width, height = box
        fill = (255, 240, 214) if lit else (248, 249, 250)
        pen.rounded_rectangle((x, y, x + width, y + height), 8, fill, (150, 154, 160), 2)
        pen.text((x + width // 2, y + height // 2), word, font=font(size), fill=DARK, anchor="mm")


class Desk:
    """The units of one line: each hears everything, the one that is meant obeys."""

    def __init__(self, units: dict[int, Unit]) -> None:
        self.faults = Faults({"wrong_address": "says it is another unit"})
        self.send: Callable[[bytes], None] = lambda data: None
        self._units = units
        self._buffer = bytearray()
        self._now_s = 0.0
        self._damaged = 0

    def hear(self, data: bytes) -> None:
        self._buffer += data
        while (frame := ff68.decode(self._buffer)) is not None:
            if isinstance(frame, Damaged):
                self._damaged += 1
            elif frame.address in self._units:
                self._units[frame.address].hear(frame)

    def tick(self, now_s: float) -> None:
        self._now_s = now_s
        for unit in self._units.values():
            if (again := unit.tick(now_s)) is not None:
                self._say(again)

    def _say(self, frame: ff68.Frame) -> None:
        address = frame.address ^ 0x80 if self.faults.take("wrong_address") else frame.address
        self.send(ff68.encode(ff68.Frame(address, frame.function, frame.data)))

    def obey(self, words: Words) -> Words | None:
        """`press` key, [digits], [unit]; `rate` value, [unit]; `raw` hex bytes, whoever says them."""
        if words["do"] == "raw":
            self.send(bytes.fromhex(words["hex"]))
            return {}
        if words["do"] not in ("press", "rate"):
            return None
        unit = self._units[int(words.get("unit", next(iter(self._units))))]
        if words["do"] == "press":
            digits = bytes(int(one) for one in str(words.get("digits", "")))
            self._say(unit.say(ff68.KEY, digits + bytes((int(str(words["key"]), 16),)), self._now_s))
        else:
            self._say(unit.say(ff68.RESULT, bytes((int(words["value"]),)), self._now_s))
        return self.state()

    def state(self) -> Words:
        """The first unit's facts also stand by themselves."""
        first = next(iter(self._units.values())).state()
        every = {str(address): unit.state() for address, unit in self._units.items()}
        return {**first, "damaged": self._damaged, "units": every}

    def power_cut(self) -> None:
        for unit in self._units.values():
            unit.power_cut()
        self._buffer.clear()

    def draw(self, path: pathlib.Path) -> None:
        """Each unit in a file of its own, NAME-ADDRESS.png; the first also under the name itself."""
        for address, unit in self._units.items():
            unit.picture().save(path.with_name(f"{path.stem}-{address}{path.suffix}"))
        next(iter(self._units.values())).picture().save(path)


def main() -> None:
    """The program."""
    options = parser("caller", __doc__ or "")
    options.add_argument("--address", type=int, default=1)
    options.add_argument("--units", type=int, default=1, help="so many on one line, from --address on")
    options.add_argument("--no-evaluator", action="store_true", help="key boxes alone")
    told = options.parse_args()
    addresses = range(told.address, told.address + max(1, told.units))
    serve(Desk({address: Unit(address, not told.no_evaluator) for address in addresses}), told)


if __name__ == "__main__":
    main()
