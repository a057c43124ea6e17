"""How and when calls are spoken: hours that are hours, one volume at a time for a zone, voices that have a zone.

A row of a zone stands before a row of all zones; hours that no row names are at the loudest.
"""

from collections.abc import Iterable, Iterator

from hall.contract.config import HallConfig, VolumePart
from hall.contract.config_catalogue import mean
from hall.contract.config_hours import minutes

Found = tuple[str, str, str]  # place, what is wrong, what to do
LOUDEST = 100
DAY_MIN = 24 * 60
_MOST_REPEATS = 5
_LEAST_STALE_S = 10


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file."""
    if not 1 <= config.voice.repeat <= _MOST_REPEATS:
        yield (
            "voice.repeat",
            f"a call cannot be said {config.voice.repeat} times",
            f"1 to {_MOST_REPEATS}; 2 is usual",
        )
    if config.voice.stale_s < _LEAST_STALE_S:
        yield (
            "voice.stale_s",
            f"{config.voice.stale_s} s leave a call no time to come to its turn",
            f"at least {_LEAST_STALE_S}; 60 is usual",
        )
    zones = {z.id for z in config.zones}
    for i, row in enumerate(config.volume):
        if row.zone and row.zone not in zones:
            yield f"volume[{i}].zone", f"there is no zone {row.zone!r}", mean(row.zone, zones)
        if not 0 <= row.percent <= 100:
            yield f"volume[{i}].percent", f"{row.percent} is no percentage", "0 for silent hours, up to 100"
        yield from _hours(config, i, row)
    for zone in config.zones:
        if not any(percent_in(config.volume, zone.id, edge) for edge in edges(config.volume)):
            yield (
                "volume",
                f"zone {zone.id!r} is silent all day",
                "leave it an hour that can be heard, or write quiet = true at the zone (无声叫号)",
            )
    for i, device in enumerate(config.devices):
        if device.make.startswith("voice.") and not device.zone:
            yield (
                f"devices[{i}].zone",
                "is missing",
                "a voice calls for a zone; name it, further ones in zones",
            )


def percent_in(rows: Iterable[VolumePart], zone: str, minute: int) -> int:
    """Percent of the loudest in this zone at a minute of the day."""
    on = [row for row in rows if row.zone in ("", zone) and _holds(row, minute)]
    return max(on, key=lambda row: bool(row.zone)).percent if on else LOUDEST


def edges(rows: Iterable[VolumePart]) -> frozenset[int]:
    """Minutes of the day at which a volume may change; midnight is one."""
    spans = (minutes(row.hours) for row in rows)
    return frozenset({0, *(edge % DAY_MIN for span in spans if span for edge in span)})


def _holds(row: VolumePart, minute: int) -> bool:
    span = minutes(row.hours)
    return span is not None and span[0] <= minute < span[1]


def _hours(config: HallConfig, i: int, row: VolumePart) -> Iterator[Found]:
    span = minutes(row.hours)
    if span is None or span[1] > DAY_MIN:
        yield f"volume[{i}].hours", f"{row.hours!r} are no hours", 'write them like "09:00-12:00"'
        return
    if span[1] <= span[0]:
        yield (
            f"volume[{i}].hours",
            f"{row.hours!r} end before they begin",
            "hours lie within one day; over midnight write two tables",
        )
        return
    for j, other in enumerate(config.volume[:i]):
        theirs = minutes(other.hours)
        if other.zone == row.zone and theirs and span[0] < theirs[1] and theirs[0] < span[1]:
            whose = f"zone {row.zone!r}" if row.zone else "all zones"
            yield (
                f"volume[{i}].hours",
                f"{row.hours!r} overlaps {other.hours!r} of volume[{j}], also for {whose}",
                "one volume at a time",
            )
