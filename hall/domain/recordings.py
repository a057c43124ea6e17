"""Which cameras look at the place of a finding or of a service, and when it was (R078, supervision.md §2.5).

A place nobody watches stays one: it has no cameras, and that is said. Addresses are made in `hall.contract.recording`.
"""

from collections.abc import Callable

import msgspec

from hall.contract.recording import Footage
from hall.contract.supervision import FindingCode
from hall.contract.tickets import TicketState
from hall.contract.views_common import Notice
from hall.domain import facts as f
from hall.domain.state import Hall
from hall.domain.supervision.rating_bad import service_of

AT_WINDOW = (TicketState.CALLED, TicketState.SERVING)
Seen = tuple[tuple[str, ...], bool]  # cameras; do they only look at the zone around the place


def of_finding(hall: Hall, finding: f.Finding) -> Footage | None:
    """From since the fact was until it was over; a bad rating shows the service that was rated. None: no place."""
    seen = cameras(hall, finding.code, finding.subject, finding.zone)
    if seen is None:
        return None
    start, end = finding.since_ms, finding.cleared_ms
    if finding.code is FindingCode.RATING_BAD:
        start, end = _rated_ms(hall, finding), finding.since_ms
    return Footage(seen[0], start, end, seen[1])


def shown(hall: Hall, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Alerts of the wall with what was recorded of them; as they are where the hall has no recorder."""
    if hall.config.recording is None:
        return notices
    found = hall.facts.findings
    return tuple(
        msgspec.structs.replace(x, footage=of_finding(hall, found[x.finding])) if x.finding in found else x
        for x in notices
    )


def of_ticket(hall: Hall, ticket: f.Ticket) -> tuple[tuple[str, Footage], ...]:
    """Each time the number was at a window, by the window: from the call until it was done, passed or sent on."""
    visits = [
        (leg.window, leg.called_ms or leg.started_ms, leg.ended_ms or leg.paused_ms) for leg in ticket.others
    ]
    end = 0 if ticket.state in AT_WINDOW else ticket.ended_ms or ticket.held_ms
    visits.append((ticket.window, ticket.summoned_ms or ticket.called_ms, end))
    return tuple(
        (window, Footage(cameras, start, end, around))
        for window, start, end in sorted(visits, key=lambda visit: visit[1])
        if window and start
        for cameras, around in (_at_window(hall, window),)
    )


def cameras(hall: Hall, code: FindingCode, subject: str, zone: str) -> Seen | None:
    """Over the place of a finding; None where it has none, as a stranger at the bus or a case number, and where no
    camera of the hall looks: at a machine outside it."""
    return _PLACES[code](hall, subject, zone) if code in _PLACES else None


def _rated_ms(hall: Hall, finding: f.Finding) -> int:
    """When the rated service began: with its call."""
    name, number = service_of(finding.id)
    ticket = hall.facts.tickets.get(name)
    if ticket is None:
        return finding.since_ms
    if ticket.leg == number:
        return ticket.summoned_ms or ticket.called_ms or finding.since_ms
    leg = next((x for x in ticket.others if x.number == number), None)
    return (leg.called_ms if leg is not None else 0) or finding.since_ms


# --- places -------------------------------------------------------------------------------------------------------


def _at_post(hall: Hall, post: str, zone: str) -> Seen:
    part = hall.posts.get(post)
    if part is not None and part.camera:
        return (part.camera,), False
    return _at_window(hall, part.window, zone) if part is not None else _around(hall, zone)


def _at_window(hall: Hall, window: str, zone: str = "") -> Seen:
    """Over its seat and before its counter; else what looks at its zone."""
    own = tuple(
        dict.fromkeys(p.camera for p in hall.config.posts if window and p.window == window and p.camera)
    )
    if own:
        return own, False
    return _around(hall, hall.windows[window].zone if window in hall.windows else zone)


def _at_device(hall: Hall, device: str, zone: str) -> Seen | None:
    """At its window, else at its ticket machine or in its zone. A process stands at its screen, or nowhere."""
    part = hall.devices.get(device)
    window = part.window if part is not None else device.removeprefix("window-")
    if window in hall.windows:
        return _at_window(hall, window)
    kiosk = hall.kiosks.get(part.kiosk if part is not None else device)
    if kiosk is not None and kiosk.remote:
        return None
    where = (part.zone if part is not None else "") or (kiosk.zone if kiosk is not None else "") or zone
    return _around(hall, where) if where or part is not None or kiosk is not None else None


def _at_camera(hall: Hall, camera: str, zone: str) -> Seen:
    return ((camera,), False) if camera in hall.cameras else ((), False)


def _at_kiosk(hall: Hall, kiosk: str, zone: str) -> Seen | None:
    """None where it stands outside the hall: no camera of the hall sees it."""
    part = hall.kiosks.get(kiosk)
    if part is not None and part.remote:
        return None
    return _around(hall, part.zone if part is not None and part.zone else zone)


def _in_zone(hall: Hall, _subject: str, zone: str) -> Seen:
    """Those that name the zone, else those over its posts."""
    named = tuple(c.id for c in hall.config.cameras if zone and c.zone == zone)
    if named:
        return named, False
    over = (
        p.camera for p in hall.config.posts if p.camera and zone and zone == _zone_of(hall, p.zone, p.window)
    )
    return tuple(dict.fromkeys(over)), False


def _zone_of(hall: Hall, zone: str, window: str) -> str:
    return zone or (hall.windows[window].zone if window in hall.windows else "")


def _around(hall: Hall, zone: str) -> Seen:
    found, _ = _in_zone(hall, "", zone)
    return found, bool(found)


_PLACES: dict[FindingCode, Callable[[Hall, str, str], Seen | None]] = {
    FindingCode.WAIT_WARN: _in_zone,
    FindingCode.WAIT_OVER: _in_zone,
    FindingCode.OPEN_WINDOW: _in_zone,
    FindingCode.RATING_BAD: _at_window,
    FindingCode.OFF_POST: _at_post,
    FindingCode.ENV_POOR: _in_zone,
    FindingCode.DEVICE_FAULT: _at_device,
    FindingCode.PANEL_WRONG: _at_device,
    FindingCode.CAMERA_FAULT: _at_camera,
    FindingCode.HELP: _at_kiosk,
    FindingCode.EMERGENCY: _at_window,
}
