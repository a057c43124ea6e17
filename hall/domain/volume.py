"""How loud calls are spoken, by zone and hour, and when they are not spoken at all (R070, R130). Pure.

What the rows of the configuration mean is `config_voice`'s to say; here they meet the clock.
"""

from hall.contract.config import VolumePart
from hall.contract.config_voice import DAY_MIN, LOUDEST, edges, percent_in
from hall.domain.clock_words import clock

MINUTE_MS = 60_000


def percent_at(rows: tuple[VolumePart, ...], zone: str, now: int) -> int:
    """Percent of the loudest in this zone at a ms time-stamp; 0 in silent hours."""
    return percent_in(rows, zone, _minute(now))


def lowest(rows: tuple[VolumePart, ...], zone: str) -> int:
    """The lowest volume of a zone's day that can be heard: how silent hours call those who need the voice."""
    heard = [percent for percent in (percent_in(rows, zone, edge) for edge in edges(rows)) if percent]
    return min(heard, default=LOUDEST)


def silent_until(rows: tuple[VolumePart, ...], zone: str, now: int) -> int:
    """When the silent hours that are on in this zone end, ms; 0 outside of them. Hours that join are one stretch, also
    over midnight; a zone that is always silent has its end a day away."""
    begin = _minute(now)
    if percent_in(rows, zone, begin):
        return 0
    later = sorted((edge - begin) % DAY_MIN or DAY_MIN for edge in edges(rows))
    ahead = next((x for x in later if percent_in(rows, zone, (begin + x) % DAY_MIN)), DAY_MIN)
    return (now // MINUTE_MS + ahead) * MINUTE_MS


def _minute(now: int) -> int:
    then = clock(now)
    return then.hour * 60 + then.minute
