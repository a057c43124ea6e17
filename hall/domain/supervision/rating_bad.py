"""A03: a visitor was not satisfied (R045, supervision.md §3.5): one of the two lowest levels, each rating once. It
stands on the wall until the end of its day. Who rated and how bad it was stays out of it; the window is not told."""

from collections.abc import Iterable

from hall.contract.supervision import FindingCleared, FindingCode, Level
from hall.contract.unions import Event
from hall.domain.calendar import day_of
from hall.domain.state import Hall
from hall.domain.supervision.book import raised, told, zone_of_window

_PREFIX = f"{FindingCode.RATING_BAD.value}-"


def rating_bad(hall: Hall, now: int) -> Iterable[Event]:
    """Looks only at today's bad ratings."""
    for key in hall.facts.rating_bad:
        rating = hall.facts.ratings[key]
        name = f"{_PREFIX}{rating.ticket}-{rating.leg}"
        if name in hall.facts.findings:
            continue
        zone = zone_of_window(hall, rating.window)
        yield raised(
            hall,
            now,
            FindingCode.RATING_BAD,
            Level.WARN,
            rating.window,
            rating.at,
            finding=name,
            zone=zone,
            told=told(hall, zone, Level.WARN),
        )
    for finding in hall.open.get(FindingCode.RATING_BAD, {}).values():
        if finding.cleared_ms == 0 and day_of(finding.raised_ms) < hall.facts.day:
            yield FindingCleared(finding.id)


def service_of(finding: str) -> tuple[str, int]:
    """The ticket and the leg that were rated, of a finding of this rule."""
    ticket, _, leg = finding.removeprefix(_PREFIX).rpartition("-")
    return ticket, int(leg)
