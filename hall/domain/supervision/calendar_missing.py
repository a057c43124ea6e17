"""D04: a year has no calendar. The State Council gives notice in October to December: from 15 November on the next year
is a task on the wall, once it has begun a warning, for then hours are the weekly pattern and deadlines provisional.

A hall that keeps no calendar at all goes by its weekly pattern knowingly; nothing is missing there.
"""

from collections.abc import Iterable

from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain.calendar import day_of, day_start
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, higher, raised, risen, running, told

REMIND = "11-15"


def calendar_missing(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.CALENDAR_MISSING)
    table, today = hall.hours.table, day_of(now)
    year = int(today[:4])
    missing: dict[str, tuple[Level, str]] = {}
    if table.years and not table.known(year):
        missing[str(year)] = (Level.WARN, f"{year}-01-01")
    if table.years and today[5:] >= REMIND and not table.known(year + 1):
        missing[str(year + 1)] = (Level.NOTE, f"{year}-{REMIND}")
    for subject, (level, since) in missing.items():
        people = told(hall, "", level, "manager", "maintenance")
        finding = have.get(subject)
        if finding is None:
            yield raised(
                hall, now, FindingCode.CALENDAR_MISSING, level, subject, day_start(since), told=people
            )
        elif higher(level, finding.level):
            yield risen(hall, finding, level, (now - finding.since_ms) // 1000, people)
    for subject, finding in have.items():
        if subject not in missing:
            yield cleared(finding, now)
