"""The book of findings as the rules use it: what runs, which id is next, who is told. No judgement here.

An id is code-object-leg for tickets and code-object-day-n for everything else, so the same thing is never raised
twice (supervision.md §3.6) and a replay gives the same ids.
"""

from hall.contract.supervision import (
    FindingCleared,
    FindingCode,
    FindingRaised,
    FindingRisen,
    FindingState,
    Level,
)
from hall.domain.calendar import day_of
from hall.domain.facts import Finding
from hall.domain.state import Hall

LEVELS = (Level.NOTE, Level.WARN, Level.ALERT)


def running(hall: Hall, code: FindingCode) -> dict[str, Finding]:
    """Findings of this code whose fact is not over, by subject; dismissed ones too, until the fact ends."""
    return {f.subject: f for f in hall.open.get(code, {}).values() if f.cleared_ms == 0}


def raised(
    hall: Hall,
    now: int,
    code: FindingCode,
    level: Level,
    subject: str,
    since_ms: int,
    *,
    finding: str = "",
    state: FindingState = FindingState.RAISED,
    zone: str = "",
    value_s: int = 0,
    detail: str = "",
    told: tuple[str, ...] = (),
) -> FindingRaised:
    """A new finding under the policy pack of today. `since_ms` is when the fact began."""
    return FindingRaised(
        finding or _next(hall, code, subject, day_of(now)),
        code,
        level,
        state,
        subject,
        zone,
        since_ms,
        value_s,
        detail,
        told,
        hall.policy.id,
    )


def risen(hall: Hall, finding: Finding, level: Level, value_s: int, told: tuple[str, ...]) -> FindingRisen:
    """The level rises; only those who did not know yet are told."""
    return FindingRisen(finding.id, level, value_s, tuple(x for x in told if x not in finding.told))


def cleared(finding: Finding, now: int) -> FindingCleared:
    """Over now, after as many seconds as there are since it began."""
    return FindingCleared(finding.id, max(0, (now - finding.since_ms) // 1000))


def higher(one: Level, other: Level) -> bool:
    return LEVELS.index(one) > LEVELS.index(other)


def told(hall: Hall, zone: str, level: Level, *duties: str) -> tuple[str, ...]:
    """Who hears of it: those with one of `duties`, else the head of the zone; at ALERT the manager too; and the
    manager where there is nobody else."""
    first = on_duty(hall, *duties)
    if not first and zone in hall.zones and hall.zones[zone].head:
        first = (hall.zones[zone].head,)
    if level is Level.ALERT or not first:
        first += on_duty(hall, "manager")
    return tuple(dict.fromkeys(first))


def on_duty(hall: Hall, *duties: str) -> tuple[str, ...]:
    return tuple(s.id for s in hall.config.staff if s.duty and s.duty in duties)


def zone_of_window(hall: Hall, window: str) -> str:
    return hall.windows[window].zone if window in hall.windows else ""


def zone_of_device(hall: Hall, device: str) -> str:
    """The zone of a device: its own, that of its window, or that of its kiosk."""
    part = hall.devices[device]
    kiosk = hall.kiosks.get(part.kiosk)
    return part.zone or zone_of_window(hall, part.window) or (kiosk.zone if kiosk else "")


def machine_ms(hall: Hall, seconds: int) -> int:
    """A limit that concerns machines, in hall ms: on a fast clock they get the same real time."""
    return int(seconds * 1000 * hall.pace)


def _next(hall: Hall, code: FindingCode, subject: str, day: str) -> str:
    n = 1
    while f"{code.value}-{subject}-{day}-{n}" in hall.facts.findings:
        n += 1
    return f"{code.value}-{subject}-{day}-{n}"
