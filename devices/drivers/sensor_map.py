"""Which register of a sensor holds which quantity: the words of the configuration, understood or refused in words.

    temperature = "holding 501 int16 0.1 -40 85"
                   table   from kind scale low high [step]

The register is counted from 0, as on the wire. A value outside low to high is not believed; one that moved by less
than the step is not worth telling.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from devices.codecs import sensor_modbus as modbus
from devices.drivers.base import OptionValue, WrongOption
from hall.contract.sensing import Quantity

STEPS = {
    Quantity.TEMPERATURE: 0.5,
    Quantity.HUMIDITY: 3.0,
    Quantity.CO2: 50.0,
    Quantity.PM25: 5.0,
    Quantity.NOISE: 5.0,
}
FORM = "TABLE REGISTER KIND SCALE LOW HIGH [STEP], e.g. 'holding 501 int16 0.1 -40 85'"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quantity stands and what is believed of it; `low`, `high` and `step` in the quantity's unit."""

    quantity: Quantity
    table: modbus.Table
    start: int
    kind: str
    scale: float
    low: float
    high: float
    step: float

    @property
    def count(self) -> int:
        """Registers it takes."""
        return modbus.registers(self.kind)

    def value(self, words: tuple[int, ...]) -> float | None:
        """What these registers say; None when that cannot be true."""
        value = round(modbus.number(words, self.kind) * self.scale, 6)
        return value if self.low <= value <= self.high else None  # also None for what is no number at all


@dataclass(frozen=True, slots=True)
class Block:
    """Registers that are asked for at once, and what stands in them."""

    table: modbus.Table
    start: int
    count: int
    spots: tuple[Spot, ...]


def spots_of(told: Mapping[str, OptionValue]) -> tuple[Spot, ...]:
    """What the options name, in the order of `Quantity`; WrongOption tells every wrong one at once."""
    spots, wrong = [], []
    for quantity in Quantity:
        if text := str(told.get(quantity.value, "")).strip():
            try:
                spots.append(spot_of(quantity, text))
            except ValueError as error:
                wrong.append(f"{quantity.value!r}: {error}")
    if not spots and not wrong:
        wrong.append(f"no quantity is named; name one of {', '.join(q.value for q in Quantity)} as {FORM}")
    if wrong:
        raise WrongOption("; ".join(wrong))
    return tuple(spots)


def spot_of(quantity: Quantity, text: str) -> Spot:
    """One option; ValueError says what is wrong with it."""
    words = text.split()
    if len(words) not in (6, 7):
        raise ValueError(f"{text!r} is not {FORM}")
    table, start, kind = words[:3]
    if table.upper() not in modbus.Table.__members__:
        raise ValueError(f"table {table!r}; holding and input exist")
    if kind not in modbus.KINDS:
        raise ValueError(f"kind {kind!r}; {', '.join(modbus.KINDS)} exist")
    if not start.isdigit() or int(start) + modbus.registers(kind) > 65536:
        raise ValueError(f"register {start!r}; 0 to 65535 exist, counted from 0 as on the wire")
    scale, low, high, step = _numbers(words[3:], STEPS[quantity])
    if scale == 0 or low >= high or step <= 0:
        raise ValueError(f"{text!r}: a scale that is not 0, low below high, and a step above 0 are meant")
    return Spot(quantity, modbus.Table[table.upper()], int(start), kind, scale, low, high, step)


def _numbers(words: list[str], step: float) -> tuple[float, float, float, float]:
    found = []
    for word in words:
        try:
            found.append(float(word))
        except ValueError:
            raise ValueError(f"{word!r} is no number") from None
        if not math.isfinite(found[-1]):
            raise ValueError(f"{word!r}: a number like 0.1 is meant")
    scale, low, high = found[:3]
    return scale, low, high, found[3] if len(found) > 3 else step


def blocks_of(spots: Iterable[Spot]) -> tuple[Block, ...]:
    """As few questions as there are runs of registers; a register nobody wants is never asked for, because some
    sensors refuse the whole question then."""
    blocks: list[Block] = []
    for spot in sorted(spots, key=lambda one: (one.table.value, one.start)):
        last = blocks[-1] if blocks else None
        end = spot.start + spot.count
        joins = last is not None and last.table is spot.table and spot.start <= last.start + last.count
        if last is not None and joins and end - last.start <= modbus.MAX_COUNT:
            count = max(last.count, end - last.start)
            blocks[-1] = Block(last.table, last.start, count, (*last.spots, spot))
        else:
            blocks.append(Block(spot.table, spot.start, spot.count, (spot,)))
    return tuple(blocks)
