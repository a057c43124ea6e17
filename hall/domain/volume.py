"""How loud calls are spoken, by zone and hour, and when they are not spoken at all (R070, R130). Pure.

A row of a zone stands before a row of all zones; hours that no row names are at the loudest.
"""

from collections.abc import Iterable

from hall.contract.config import VolumePart
from hall.contract.config_hours import minutes
from hall.domain.clock_words import clock

LOUDEST = 100
DAY_MIN = 24 * 60
MINUTE_MS = 60_000


def percent_at(rows: tuple[VolumePart, ...], zone: str, now: int) -> int:
    """Percent of the loudest in this zone at a ms time-stamp; 0 in silent hours."""
    return _at(rows, zone, _minute(now))


def lowest(rows: tuple[VolumePart, ...], zone: str) -> int:
    """The lowest volume of a zone's day that can be heard: how silent hours call those who need the voice."""
    heard = [percent for percent in (_at(rows, zone, edge) for edge in _edges(rows)) if percent]
    return min(heard, default=LOUDEST)


def silent_until(rows: tuple[VolumePart, ...], zone: str, now: int) -> int:
    """When the silent hours that are on in this zone end, ms; 0 outside of them. Hours that join are one stretch, also
    over midnight; a zone that is always silent has its end a day away."""
    begin = _minute(now)
    if _at(rows, zone, begin):
        return 0
    later = sorted((edge - begin) % DAY_MIN or DAY_MIN for edge in _edges(rows))
    ahead = next((x for x in later if _at(rows, zone, (begin + x) % DAY_MIN)), DAY_MIN)
    return (now // MINUTE_MS + ahead) * MINUTE_MS


def _at(rows: tuple[VolumePart, ...], zone: str, minute: int) -> int:
    row = _row_at(rows, zone, minute)
    return LOUDEST if row is None else row.percent


def _row_at(rows: tuple[VolumePart, ...], zone: str, minute: int) -> VolumePart | None:
    on = [row for row in rows if row.zone in ("", zone) and _holds(row, minute)]
    return max(on, key=lambda row: bool(row.zone), default=None)


def _holds(row: VolumePart, minute: int) -> bool:
    span = minutes(row.hours)
    return span is not None and span[0] <= minute < span[1]


def _edges(rows: Iterable[VolumePart]) -> frozenset[int]:
    """Minutes of the day at which a volume may change; midnight is one."""
    spans = (minutes(row.hours) for row in rows)
    return frozenset({0, *(edge % DAY_MIN for span in spans if span for edge in span)})


def _minute(now: int) -> int:
    then = clock(now)
    return then.hour * 60 + then.minute
