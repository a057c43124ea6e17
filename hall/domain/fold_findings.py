"""The fold of findings: raised, risen, cleared, acknowledged, judged."""

from hall.contract import supervision as s
from hall.contract.unions import Recorded
from hall.domain import facts as f
from hall.domain.state import Hall

WAIT_BITS = {s.FindingCode.WAIT_WARN: 1, s.FindingCode.WAIT_OVER: 2}
"""Which limits the wait of a ticket's current leg was found to be over."""


def raised(e: s.FindingRaised, rec: Recorded, hall: Hall) -> None:
    finding = f.Finding(
        id=e.finding,
        code=e.code,
        level=e.level,
        state=e.state,
        subject=e.subject,
        zone=e.zone,
        since_ms=e.since_ms or rec.at,
        raised_ms=rec.at,
        value_s=e.value_s,
        detail=e.detail,
        told=e.told,
        pack=e.pack,
    )
    hall.facts.findings[e.finding] = finding
    hall.note_finding(finding)
    bits = WAIT_BITS.get(e.code, 0)
    ticket = hall.facts.tickets.get(e.subject) if bits else None
    if ticket is not None:
        ticket.judged |= bits


def risen(e: s.FindingRisen, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings[e.finding]
    finding.level, finding.value_s = e.level, e.value_s
    finding.told = tuple(dict.fromkeys((*finding.told, *e.told)))
    finding.known_by, finding.known_ms = "", 0  # a higher level must be seen anew
    hall.note_finding(finding)


def cleared(e: s.FindingCleared, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings.get(e.finding)
    if finding is None:
        return
    finding.cleared_ms = rec.at
    finding.value_s = e.value_s or finding.value_s
    if finding.state is s.FindingState.RAISED:
        finding.state = s.FindingState.CLEARED
    hall.note_finding(finding)


def acknowledged(e: s.FindingAcknowledged, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings[e.finding]
    finding.known_by, finding.known_ms = e.staff, rec.at


def judged(e: s.FindingJudged, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings[e.finding]
    finding.state = s.FindingState.CONFIRMED if e.confirmed else s.FindingState.DISMISSED
    finding.judged_by, finding.reason = e.staff, e.reason
    hall.note_finding(finding)
