"""What the console of one window shows: who is here, who waits, what the clerk should know."""

from hall.contract.base import Text
from hall.contract.config import text
from hall.contract.devices import DeviceState
from hall.contract.tickets import Forecast
from hall.contract.views import Open, QueueLine, ServedTicket, WindowState, WindowView
from hall.domain import facts as f
from hall.domain import words
from hall.domain.calendar import open_at
from hall.domain.notices import of_window
from hall.domain.queueing.rule import line as in_turn
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms
from hall.domain.supervision.panel_wrong import wrong_since
from hall.domain.views_kiosk import zone_name
from hall.domain.waiting.estimate import as_range, line, position

LINES = 30


def window(hall: Hall, window_id: str, now: int) -> WindowView:
    """KeyError for a window that is not configured."""
    part = hall.windows[window_id]
    have = hall.facts.windows[window_id]
    queues = list(hall.serves[window_id])
    left: dict[str, Forecast] = {}
    for queue in queues:
        left.update(line(hall, queue, now, LINES))
    first = (hall.facts.tickets[t] for t in in_turn(hall, window_id, LINES))
    lines = tuple(_line(hall, t, left.get(t.id) or position(hall, t.id, now)) for t in first)
    ticket = hall.facts.tickets.get(have.ticket) if have.ticket else None
    staff = hall.staff.get(have.staff)
    return WindowView(
        window_id,
        hall.facts.seq,
        now,
        text(part.name, "") if part.name else Text(f"{part.number} 号窗口", f"Window {part.number}"),
        zone_name(hall, part.zone),
        have.state,
        have.since_ms,
        have.staff,
        staff.name if staff is not None else "",
        have.pause_reason if have.state is WindowState.PAUSED else "",
        have.back_ms if have.state is WindowState.PAUSED else 0,
        _served(hall, ticket) if ticket is not None else None,
        lines[0] if lines else None,
        sum(hall.waiting(q) for q in queues),
        longest_ms(hall, queues),
        lines,
        have.done,
        have.passed,
        have.served_s // have.done if have.done else 0,
        of_window(hall, window_id, now),
        _panel(hall, window_id, now),
        hall.policy.abnormal_s,
        _open(hall, queues, now),
    )


def longest_ms(hall: Hall, queues: list[str]) -> int:
    """Issue time of whoever came first among those who wait; 0 when nobody does. An issue is never before its
    effective time, so the scan of a line ends as soon as those can be no earlier."""
    best = 0
    for queue in queues:
        for entries in hall.facts.queues[queue].lines.values():
            for effective_ms, _, ticket in entries:
                if best and effective_ms >= best:
                    break
                issued = hall.facts.tickets[ticket].issued_ms
                best = min(best, issued) if best else issued
    return best


def _line(hall: Hall, ticket: f.Ticket, left: Forecast) -> QueueLine:
    return QueueLine(
        ticket.id,
        ticket.number,
        _service(hall, ticket),
        ticket.klass.value,
        ticket.issued_ms,
        as_range(left),
    )


def _served(hall: Hall, ticket: f.Ticket) -> ServedTicket:
    policy = hall.policy
    promised = as_range(ticket.forecast)
    more = ticket.times < policy.repeat_max
    passable = max(ticket.summoned_ms + policy.arrive_grace_s * 1000, ticket.last_call_ms)
    return ServedTicket(
        ticket.id,
        ticket.number,
        _service(hall, ticket),
        ticket.klass.value,
        ticket.identity.shown,
        ticket.identity.masked,
        ticket.issued_ms,
        ticket.called_ms,
        ticket.times,
        ticket.last_call_ms + policy.repeat_gap_s * 1000 if more else 0,
        0 if more else passable,
        ticket.started_ms,
        promised.low_min,
        promised.high_min,
    )


def _service(hall: Hall, ticket: f.Ticket) -> Text:
    part = hall.services.get(ticket.service)
    return text(part.name, part.name_en) if part is not None else Text(ticket.service)


def _panel(hall: Hall, window_id: str, now: int) -> Text:
    """Said as soon as the display cannot be trusted: the clerk then calls by voice."""
    grace = machine_ms(hall, hall.policy.panel_s)
    for panel in hall.panels_of_window.get(window_id, ()):
        device = hall.facts.devices[panel]
        since = wrong_since(device)
        if not since or now - since <= grace:
            continue
        if device.state is DeviceState.READY:
            said = Text("显示不对", "shows the wrong text")
        else:
            said = words.fault(device.fault, device.state)
        return Text(f"叫号屏{said.zh}，请口头叫号", f"The panel {words.english(said)}. Please call by voice.")
    return Text("")


def _open(hall: Hall, queues: list[str], now: int) -> Open:
    """Open while one of its queues is; then the one that stays open longest, or opens first."""
    found = [open_at(hall, q, now) for q in queues] or [open_at(hall, "", now)]
    are = [o for o in found if o.open]
    if are:
        return max(are, key=lambda o: o.until_ms)
    return min(found, key=lambda o: o.next_ms or 1 << 62)
