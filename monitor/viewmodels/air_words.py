"""What sensors measure, as words: one line for the wall, one row for each zone. A value nobody knows is a dash."""

from collections.abc import Callable
from dataclasses import dataclass

from hall.contract.base import Text
from hall.contract.sensing import Quantity
from hall.contract.views_wall import WallView, ZoneAir, ZoneValue
from hall.uikit import phrases

T = Callable[[str], str]
Of = Callable[[Text], str]
NAMES = {
    Quantity.TEMPERATURE: "温度",
    Quantity.HUMIDITY: "湿度",
    Quantity.CO2: "二氧化碳",
    Quantity.PM25: "PM2.5",
    Quantity.NOISE: "噪声",
}
DIGITS = {Quantity.TEMPERATURE: 1}


@dataclass(frozen=True)
class AirRow:
    """One zone; figures without units, "—" where nobody knows or nothing is measured. `since` is the oldest of them."""

    id: str
    name: str
    temperature: str
    humidity: str
    co2: str
    pm25: str
    noise: str
    since: str
    why: str


def figure(value: ZoneValue) -> str:
    """22.5 for a temperature, whole numbers else."""
    return "—" if value.value is None else f"{value.value:.{DIGITS.get(value.quantity, 0)}f}"


def row(air: ZoneAir, stale: bool, t: T, of: Of) -> AirRow:
    """A zone as words; with old data nothing is claimed."""
    shown = {} if stale else {x.quantity: figure(x) for x in air.values}
    known = [x.at for x in air.values if x.value is not None and not stale]
    missing = [f"{t(NAMES[x.quantity])}{t('：')}{of(x.why)}" for x in air.values if x.value is None]
    if not air.values:
        missing = [t("传感器还没有回音")]
    return AirRow(
        air.zone or "hall",
        of(air.name),
        *(shown.get(quantity, "—") for quantity in Quantity),
        phrases.clock(min(known)) if known else "",
        "" if stale else t("，").join(missing),
    )


def line(view: WallView, t: T) -> str:
    """The hall in one line: from the lowest to the highest temperature, the highest of what burdens; what is unknown is
    counted. Empty where nothing is measured."""
    found: dict[Quantity, list[float]] = {}
    blind = 0
    for air in view.air:
        known = [x for x in air.values if x.value is not None]
        blind += len(known) < len(air.values) or not air.values
        for value in known:
            assert value.value is not None
            found.setdefault(value.quantity, []).append(value.value)
    parts = []
    if degrees := found.get(Quantity.TEMPERATURE):
        low, high = round(min(degrees)), round(max(degrees))
        parts.append(f"{low}℃" if low == high else f"{low}–{high}℃")
    for quantity, words in ((Quantity.CO2, "CO₂ {n}"), (Quantity.PM25, "PM2.5 {n}")):
        if quantity in found:
            parts.append(words.format(n=round(max(found[quantity]))))
    if blind:
        parts.append(t("缺 {n} 区").format(n=blind))
    return " · ".join(parts)
