"""H01: a visitor asks for a guide at a kiosk (R080)."""

from collections.abc import Iterable

from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, raised, running, told


def help_called(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.HELP)
    asking = hall.facts.help
    for kiosk, since in asking.items():
        finding = have.get(kiosk)
        if finding is None or finding.since_ms != since:
            zone = hall.kiosks[kiosk].zone if kiosk in hall.kiosks else ""
            yield raised(
                hall,
                now,
                FindingCode.HELP,
                Level.WARN,
                kiosk,
                since,
                zone=zone,
                value_s=(now - since) // 1000,
                told=told(hall, zone, Level.WARN, "guide"),
            )
    for kiosk, finding in have.items():
        if asking.get(kiosk) != finding.since_ms:
            yield cleared(finding, now)
