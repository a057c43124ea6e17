"""Which window a finding is about: what its console shows, and what a clerk there may say of."""

from hall.contract.supervision import FindingCode
from hall.domain.facts import Finding
from hall.domain.state import Hall

WAITS = (FindingCode.WAIT_WARN, FindingCode.WAIT_OVER)
OF_WINDOW = (
    FindingCode.EMERGENCY,
    FindingCode.OFF_POST,
    FindingCode.PANEL_WRONG,
    FindingCode.DEVICE_FAULT,
)


def window_of(hall: Hall, finding: Finding) -> str:
    """The window whose own alarm, seat or device it is; "" for everything else."""
    if finding.code is FindingCode.EMERGENCY:
        return finding.subject
    if finding.code is FindingCode.OFF_POST and finding.subject in hall.posts:
        return hall.posts[finding.subject].window
    if (
        finding.code in (FindingCode.PANEL_WRONG, FindingCode.DEVICE_FAULT)
        and finding.subject in hall.devices
    ):
        return hall.devices[finding.subject].window
    return ""


def concerns(hall: Hall, finding: Finding, window: str) -> bool:
    """Its own, or a wait in one of the queues it serves."""
    if finding.code in WAITS:
        ticket = hall.facts.tickets.get(finding.subject)
        return ticket is not None and ticket.queue in hall.serves.get(window, ())
    return finding.code in OF_WINDOW and window_of(hall, finding) == window
