"""E01: a clerk pressed the button under the desk. The head of the zone and the managers are told at once."""

from collections.abc import Iterable

from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, raised, running, told, zone_of_window


def emergency(hall: Hall, now: int) -> Iterable[Event]:
    """One alert for each call for help, until somebody says that it is over."""
    have = running(hall, FindingCode.EMERGENCY)
    for window in hall.facts.windows.values():
        if window.emergency and (window.id not in have or have[window.id].since_ms != window.emergency_ms):
            zone = zone_of_window(hall, window.id)
            yield raised(
                hall,
                now,
                FindingCode.EMERGENCY,
                Level.ALERT,
                window.id,
                window.emergency_ms,
                zone=zone,
                detail=window.emergency,
                told=told(hall, zone, Level.ALERT),
            )
    for name, finding in have.items():
        window_now = hall.facts.windows.get(name)
        if window_now is None or not window_now.emergency or window_now.emergency_ms != finding.since_ms:
            yield cleared(finding, now)
