"""D03: somebody the hall does not know, or a key without that right, was turned away at the bus. It stays until a
person has seen it; whoever is turned away after that raises a new one."""

from collections.abc import Iterable

from hall.contract.supervision import FindingCleared, FindingCode, Level
from hall.contract.unions import Event
from hall.domain.calendar import day_of
from hall.domain.state import Hall
from hall.domain.supervision.book import raised, running, told

BUS = "bus"


def access(hall: Hall, now: int) -> Iterable[Event]:
    """`value_s` of the clearing holds how many had been turned away by then: those were seen."""
    refused = hall.facts.refused
    finding = running(hall, FindingCode.ACCESS).get(BUS)
    if finding is not None:
        if finding.known_by:
            yield FindingCleared(finding.id, max(refused, 1))
        return
    if refused > _covered(hall, day_of(now)):
        yield raised(
            hall,
            now,
            FindingCode.ACCESS,
            Level.WARN,
            BUS,
            now,
            detail=str(refused),
            told=told(hall, "", Level.WARN, "maintenance"),
        )


def _covered(hall: Hall, day: str) -> int:
    """How many of today's refusals a person has seen."""
    prefix = f"{FindingCode.ACCESS.value}-{BUS}-{day}-"
    return max(
        (
            f.value_s
            for f in hall.facts.findings.values()
            if f.code is FindingCode.ACCESS and f.id.startswith(prefix)
        ),
        default=0,
    )
