"""Pretend sensors on one Modbus RTU line: each unit holds registers, and values can be set, or vary like a day's.

Run as `python -m devices.simulator.sensor --listen pty:/tmp/sensors --units 1,2,3`. Where a quantity stands is said as
in the hall's configuration, without the limits: `--map "co2=input 10 uint16 1"`.
"""

from __future__ import annotations

import dataclasses
import math
import pathlib
import time
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

from devices.codecs import sensor_modbus as modbus
from devices.codecs.codec import Damaged
from devices.simulator._faults import Faults
from devices.simulator._fonts import font
from devices.simulator._station import Words, parser, serve

USUAL = {
    "humidity": "holding 0 int16 0.1",  # the worked example: 65.8 %RH, then -10.1 °C
    "temperature": "holding 1 int16 0.1",
    "co2": "holding 2 uint16 1",
    "pm25": "holding 3 uint16 1",
    "noise": "holding 4 uint16 0.1",
}
FIRST = {"humidity": 45.0, "temperature": 21.0, "co2": 520.0, "pm25": 22.0, "noise": 48.0}
DAY = {"humidity": -4.0, "temperature": 3.5, "co2": 620.0, "pm25": 18.0, "noise": 12.0}
"""What a morning full of people adds, at its height."""
FAULTS = {
    "refuse": "answers exception VALUE instead of registers",
    "swapped": "temperature and humidity stand in one another's registers",
    "implausible": "every register reads 7FFF",
    "wrong_address": "answers as another unit",
    "short": "answers with one register too few",
}


class Unit:
    """One sensor: its registers by table, every other register refused with exception 2."""

    def __init__(self, spots: Mapping[str, str]) -> None:
        self.words: dict[tuple[modbus.Table, int], int] = {}
        self.asked = 0
        self._spots = spots
        for quantity in spots:
            self.set(quantity, FIRST.get(quantity, 0.0))

    def set(self, quantity: str, value: float) -> None:
        """KeyError for a quantity it does not measure, ValueError for what does not fit its register."""
        table, start, kind, scale = self._spots[quantity].split()
        for at, word in enumerate(modbus.words(value / float(scale), kind)):
            self.words[modbus.Table[table.upper()], int(start) + at] = word

    def read(self, ask: modbus.Ask, faults: Faults) -> modbus.Answer | modbus.Refusal:
        self.asked += 1
        if code := faults.take("refuse"):
            return modbus.Refusal(ask.unit, ask.table, code)
        held = self._swapped() if faults.take("swapped") else self.words
        found = [held.get((ask.table, at), -1) for at in range(ask.start, ask.start + ask.count)]
        if -1 in found:
            return modbus.Refusal(ask.unit, ask.table, 2)
        if faults.take("implausible"):
            found = [0x7FFF] * len(found)
        if len(found) > 1 and faults.take("short"):
            found.pop()
        return modbus.Answer(ask.unit, ask.table, tuple(found))

    def _swapped(self) -> dict[tuple[modbus.Table, int], int]:
        """Where both take one register, as in one batch of a well-known sensor."""
        spots = [self._spots[name].split() for name in ("temperature", "humidity")]
        one, other = ((modbus.Table[table.upper()], int(start)) for table, start, _, _ in spots)
        return {**self.words, one: self.words[other], other: self.words[one]}

    def values(self) -> dict[str, float]:
        found = {}
        for quantity, text in self._spots.items():
            table, start, kind, scale = text.split()
            places = range(int(start), int(start) + modbus.registers(kind))
            raw = [self.words[modbus.Table[table.upper()], at] for at in places]
            found[quantity] = round(modbus.number(raw, kind) * float(scale), 3)
        return found


class Sensors:
    """All units of the line, with one fault plan; `cut UNIT` takes one off the line, `join UNIT` puts it back."""

    def __init__(self, units: Mapping[int, Unit], day_s: float = 0.0) -> None:
        self.faults = Faults(FAULTS)
        self.send: Callable[[bytes], None] = lambda data: None
        self._units, self._day_s = units, day_s
        self._off: set[int] = set()
        self._buffer = bytearray()
        self._began_s = self._varied_s = time.monotonic()
        self._counts = dict.fromkeys(("frames", "damaged", "foreign"), 0)

    def hear(self, data: bytes) -> None:
        self._buffer += data
        while (frame := modbus.decode(self._buffer)) is not None:
            if isinstance(frame, Damaged):
                self._counts["damaged"] += 1
            elif (
                not isinstance(frame, modbus.Ask) or frame.unit not in self._units or frame.unit in self._off
            ):
                self._counts["foreign"] += 1  # a unit that is not meant is silent
            else:
                self._counts["frames"] += 1
                answer = self._units[frame.unit].read(frame, self.faults)
                if self.faults.take("wrong_address"):
                    answer = dataclasses.replace(answer, unit=answer.unit ^ 1 or 2)
                self.send(modbus.encode(answer))

    def tick(self, now_s: float) -> None:
        """Let the values follow the people: up through the first two thirds of the day, down again after."""
        if not self._day_s or now_s - self._varied_s < 0.5:
            return
        self._varied_s = now_s
        share = min(1.0, (now_s - self._began_s) / self._day_s)
        people = math.sin(min(share * 0.75, 1.0) * math.pi)
        for number, unit in self._units.items():
            for quantity in unit.values():
                wave = math.sin(share * 40 + number * 2.1) * 0.08
                mine = 0.7 + 0.2 * (number % 3)  # one zone is fuller than another
                unit.set(quantity, FIRST.get(quantity, 0.0) + DAY.get(quantity, 0.0) * (people * mine + wave))

    def obey(self, words: Words) -> Words | None:
        """`set` unit quantity value; `raw` unit table register value (0 to 65535); `cut` and `join` unit."""
        if words["do"] not in ("set", "raw", "cut", "join"):
            return None
        number = int(words.get("unit", next(iter(self._units))))
        unit = self._units[number]
        if words["do"] == "set":
            self._day_s = 0.0  # somebody decides now
            unit.set(words["quantity"], float(words["value"]))
        elif words["do"] == "raw":
            unit.words[modbus.Table[words["table"].upper()], int(words["register"])] = int(words["value"])
        elif words["do"] == "cut":
            self._off.add(number)
        else:
            self._off.discard(number)
        return self.state()

    def state(self) -> Words:
        units = {str(n): {"asked": unit.asked, **unit.values()} for n, unit in self._units.items()}
        return {"units": units, "off": sorted(self._off), **self._counts}

    def power_cut(self) -> None:
        self._buffer.clear()

    def draw(self, path: pathlib.Path) -> None:
        """A box on the wall for each unit."""
        picture = Image.new("RGB", (300 * len(self._units), 300), (226, 228, 230))
        pen = ImageDraw.Draw(picture)
        for column, (number, unit) in enumerate(self._units.items()):
            left = 300 * column
            pen.rounded_rectangle((left + 10, 10, left + 290, 290), 16, (250, 250, 250), (150, 150, 150), 2)
            pen.text((left + 30, 24), f"No. {number}", font=font(26), fill=(90, 90, 90))
            for row, (quantity, value) in enumerate(unit.values().items()):
                line = "—" if number in self._off else f"{value:g}"
                pen.text((left + 30, 70 + row * 42), f"{quantity}  {line}", font=font(26), fill=(30, 30, 30))
        picture.save(path)


def map_of(texts: list[str]) -> dict[str, str]:
    """`QUANTITY=TABLE REGISTER KIND SCALE` for each; ValueError says which is none. Without any, the usual map."""
    found = {}
    for text in texts:
        name, _, spot = text.partition("=")
        parts = spot.split()
        if (
            len(parts) != 4
            or parts[0].upper() not in modbus.Table.__members__
            or parts[2] not in modbus.KINDS
        ):
            raise ValueError(f"--map {text!r}: QUANTITY=TABLE REGISTER KIND SCALE is meant")
        found[name.strip()] = spot.strip()
    return found or dict(USUAL)


def main() -> None:
    """The program."""
    options = parser("sensor", __doc__ or "")
    options.add_argument("--units", default="1", help="unit numbers on the line, e.g. 1,2,3")
    options.add_argument("--map", action="append", default=[], help="QUANTITY=TABLE REGISTER KIND SCALE")
    options.add_argument("--day-s", type=float, default=0.0, help="so many seconds of a day; 0: values stay")
    told = options.parse_args()
    try:
        spots = map_of(told.map)
    except ValueError as error:
        options.error(str(error))
    units = {int(number): Unit(spots) for number in told.units.split(",")}
    serve(Sensors(units, told.day_s), told)


if __name__ == "__main__":
    main()
