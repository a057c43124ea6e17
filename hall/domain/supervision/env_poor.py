"""A07: 环境差 in a zone (R037, supervision.md §3.9): a record and a reminder, no case. Each new cause reminds anew, one
of several that ends does not."""

from collections.abc import Iterable

from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain import environment
from hall.domain.facts import Finding, Zone
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, raised, running, told


def env_poor(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.ENV_POOR)
    for zone in hall.facts.zones.values():
        finding = have.get(zone.id)
        causes = environment.causes(hall, zone.id)
        what = f"{'+'.join(causes)} {zone.note if zone.poor else ''}".strip()
        if finding is not None:
            if causes and not _unsaid(hall, zone, finding):
                continue
            yield cleared(finding, now)
        if causes:
            since = environment.since(hall, zone.id) if finding is None else now
            yield raised(
                hall,
                now,
                FindingCode.ENV_POOR,
                Level.WARN,
                zone.id,
                since,
                zone=zone.id,
                value_s=(now - since) // 1000,
                detail=what,
                told=told(hall, zone.id, Level.WARN),
            )


def _unsaid(hall: Hall, zone: Zone, finding: Finding) -> bool:
    """Is there anything wrong now that the reminder did not speak of, or that has come back since?"""
    items, _, note = finding.detail.partition(" ")
    if zone.poor and (
        zone.item not in items.split("+") or zone.note != note or zone.poor_ms > finding.raised_ms
    ):
        return True
    first: dict[str, int] = {}
    for record in environment.open_in(hall, zone.id):
        first[record.cause.value] = min(record.found_ms, first.get(record.cause.value, record.found_ms))
    return any(cause not in items.split("+") or at > finding.raised_ms for cause, at in first.items())
