"""A02: somebody came more often for a case than was promised (R036, supervision.md §3.3). One record for a case, for
ever: later trips raise its number and nothing else. It stands on the wall until the end of its day.

A trip is one day on which somebody was served for the case; `FindingRaised.value_s` is the number of trips.
"""

from collections.abc import Iterable

from hall.contract.supervision import FindingCleared, FindingCode, FindingRisen, Level
from hall.contract.unions import Event
from hall.domain.calendar import day_of
from hall.domain.facts import Case
from hall.domain.state import Hall
from hall.domain.supervision.book import raised, running, told


def trip_over(hall: Hall, now: int) -> Iterable[Event]:
    """Looks only at cases somebody came again for today."""
    for name in hall.facts.came_again:
        case = hall.facts.cases[name]
        trips, promise = len(case.days), promised(hall, case)
        finding = hall.facts.findings.get(_id(name))
        if trips <= promise or (finding is not None and finding.value_s == trips):
            continue
        if finding is not None:
            yield FindingRisen(finding.id, finding.level, trips)
            continue
        part = hall.services.get(case.service)
        zone = hall.queues[part.queue].zone if part is not None and part.queue in hall.queues else ""
        yield raised(
            hall,
            now,
            FindingCode.TRIP_OVER,
            Level.WARN,
            name,
            now,
            finding=_id(name),
            zone=zone,
            value_s=trips,
            detail=str(promise),
            told=told(hall, zone, Level.WARN),
        )
    for finding in running(hall, FindingCode.TRIP_OVER).values():
        if day_of(finding.raised_ms) < hall.facts.day:
            known = hall.facts.cases.get(finding.subject)
            yield FindingCleared(finding.id, len(known.days) if known is not None else 0)


def promised(hall: Hall, case: Case) -> int:
    """Trips promised for the item of a case: its own, or the policy pack's default."""
    part = hall.services.get(case.service)
    return (part.promised_trips if part is not None else 0) or hall.policy.default_promised_trips


def _id(case: str) -> str:
    return f"{FindingCode.TRIP_OVER.value}-{case}"
