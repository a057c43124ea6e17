"""What the console of one window shows: who is here, who waits, what the clerk should know."""

from collections import Counter

from hall.contract.base import Text
from hall.contract.config import text
from hall.contract.legs import LegState
from hall.contract.ratings import RatingLevel
from hall.contract.tickets import Forecast, TicketState
from hall.contract.views_common import Open, WindowState
from hall.contract.views_window import (
    HeldLine,
    LegLine,
    PassedLine,
    QueueLine,
    QueueName,
    SentLine,
    ServedTicket,
    WindowView,
)
from hall.domain import facts as f
from hall.domain import notices_panel, words
from hall.domain.calendar import open_at
from hall.domain.coming import came
from hall.domain.notices import of_window
from hall.domain.queueing.rule import line as in_turn
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms
from hall.domain.truth import WORST, truth
from hall.domain.views_kiosk import zone_name
from hall.domain.views_places import queue_name
from hall.domain.waiting.estimate import as_range, line, position

LINES = 30
PASSED_LINES = 20
PASSED_MS = 3_600_000  # somebody who comes back later than this takes a new number


def window(hall: Hall, window_id: str, now: int) -> WindowView:
    """KeyError for a window that is not configured."""
    part = hall.windows[window_id]
    have = hall.facts.windows[window_id]
    policy = hall.policy
    queues = list(hall.serves[window_id])
    first = [hall.facts.tickets[t] for t in in_turn(hall, window_id, LINES)]
    left: dict[str, Forecast] = {}
    for queue, count in Counter(t.queue for t in first if not t.need).items():
        left.update(line(hall, queue, now, count))
    lines = tuple(_line(hall, t, left.get(t.id) or position(hall, t.id, now)) for t in first)
    ticket = hall.facts.tickets.get(have.ticket) if have.ticket else None
    rating, rated = _rating(hall, have)
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
        _served(hall, ticket, window_id) if ticket is not None else None,
        lines[0] if lines else None,
        sum(hall.waiting(q) for q in queues),
        longest_ms(hall, queues),
        lines,
        have.done,
        have.passed,
        have.served_s // have.done if have.done else 0,
        of_window(hall, window_id, now),
        notices_panel.of_window(hall, window_id, now),
        policy.abnormal_s,
        _open(hall, queues, now),
        _held(hall, window_id),
        _sent(hall, have),
        _passed(hall, queues, now),
        tuple(QueueName(q, queue_name(hall, q)) for q in queues),
        hall.pulls(window_id),
        have.emergency,
        have.emergency_ms,
        hall.staff[have.relieved].name if have.relieved in hall.staff and have.staff else "",
        policy.hold_max_s,
        panel_truth=_truth(hall, window_id, now),
        rating=rating,
        rating_number=rated,
        key_said=have.key_said or Text(""),
        key_ms=have.key_ms,
        came=_came(hall, have, ticket),
    )


def _came(hall: Hall, window: f.Window, ticket: f.Ticket | None) -> str:
    """Whether the one who was called has come; "" when nobody is called, or nobody watches."""
    if ticket is None or window.state is not WindowState.CALLED:
        return ""
    seen = came(hall, window.id, ticket.summoned_ms)
    return seen.value if seen is not None else ""


def _truth(hall: Hall, window_id: str, now: int) -> str:
    """The worst of its panels; "" where it has none."""
    grace = machine_ms(hall, hall.policy.panel_s)
    found = [truth(hall.facts.devices[p], now, grace) for p in hall.panels_of_window.get(window_id, ())]
    return min(found, key=WORST.index).value if found else ""


def _rating(hall: Hall, window: f.Window) -> tuple[str, str]:
    """(state, number) of the last visitor who was asked here; what was pressed is not the window's to see."""
    rating = hall.facts.ratings.get(window.rating)
    ticket = hall.facts.tickets.get(rating.ticket) if rating is not None else None
    if rating is None or ticket is None:
        return "", ""
    if rating.level is None:
        return "asked", ticket.number
    return ("not_rated" if rating.level is RatingLevel.NOT_RATED else "rated"), ticket.number


def _held(hall: Hall, window_id: str) -> tuple[HeldLine, ...]:
    held = (hall.facts.tickets[name] for name in hall.facts.held)
    return tuple(
        HeldLine(t.id, t.number, _service(hall, t.service), t.held_ms, t.back_ms, t.hold_reason)
        for t in held
        if t.window == window_id
    )


def _sent(hall: Hall, window: f.Window) -> tuple[SentLine, ...]:
    """Whoever this window has sent away and nobody has called."""
    sent = (hall.facts.tickets[name] for name in reversed(window.sent) if name in hall.facts.tickets)
    return tuple(
        SentLine(t.id, t.number, _where(hall, t), t.queued_ms)
        for t in sent
        if t.sent_by == window.id and t.state is TicketState.WAITING
    )


def _where(hall: Hall, ticket: f.Ticket) -> Text:
    """Whom or what a ticket that was sent away waits for."""
    kind, _, name = ticket.need.partition(":")
    if kind == "window":
        zh, en = words.window(hall, name)
        return Text(zh, en)
    if kind == "staff" and name in hall.staff:
        return Text(hall.staff[name].name)
    return queue_name(hall, ticket.queue)


def _passed(hall: Hall, queues: list[str], now: int) -> tuple[PassedLine, ...]:
    found: dict[str, f.Ticket] = {}
    for queue in queues:
        for name in reversed(hall.facts.queues[queue].passed):
            ticket = hall.facts.tickets.get(name)
            if ticket is None or ticket.state is not TicketState.PASSED:
                continue  # somebody has brought it back
            if ticket.ended_ms < now - PASSED_MS:
                break
            if ticket.reactivated < hall.policy.pass_reactivate_max:
                found[name] = ticket
    newest = sorted(found.values(), key=lambda t: -t.ended_ms)[:PASSED_LINES]
    return tuple(PassedLine(t.id, t.number, _service(hall, t.service), t.ended_ms) for t in newest)


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
        _service(hall, ticket.service),
        ticket.klass.value,
        ticket.issued_ms,
        as_range(left),
        _mark(ticket),
        ticket.need.startswith(("window:", "staff:")),
    )


def _mark(ticket: f.Ticket) -> str:
    """How it came to stand here, where that is not by taking a number."""
    if ticket.hold_reason and ticket.segment > 1 and not ticket.reactivated:
        return "held"
    if ticket.reactivated:
        return "back"
    return "moved" if _senders(ticket) else ""


def _senders(ticket: f.Ticket) -> list[f.Leg]:
    """Legs at other windows that sent the visitor on."""
    return [
        x
        for x in ticket.others
        if x.state is LegState.TRANSFERRED or (x.state is LegState.PAUSED and x.window != ticket.window)
    ]


def _legs(hall: Hall, ticket: f.Ticket, window_id: str) -> tuple[LegLine, ...]:
    """Every service of the number in its order; nothing where there is only the one."""
    if not ticket.others:
        return ()
    lines = [
        LegLine(
            x.number,
            _service(hall, x.service),
            x.state,
            _number(hall, x.window),
            x.state is LegState.PAUSED and x.window == window_id,
        )
        for x in ticket.others
    ]
    lines.append(
        LegLine(ticket.leg, _service(hall, ticket.service), LegState.CURRENT, _number(hall, ticket.window))
    )
    return tuple(sorted(lines, key=lambda x: x.leg))


def _number(hall: Hall, window: str) -> str:
    return hall.windows[window].number if window in hall.windows else window


def _served(hall: Hall, ticket: f.Ticket, window_id: str) -> ServedTicket:
    policy = hall.policy
    promised = as_range(ticket.forecast)
    more = ticket.times < policy.repeat_max
    passable = max(ticket.summoned_ms + policy.arrive_grace_s * 1000, ticket.last_call_ms)
    senders = _senders(ticket)
    case = hall.facts.cases.get(ticket.case)
    part = hall.services.get(ticket.service)
    trips_max = (part.promised_trips if part is not None else 0) or policy.default_promised_trips
    booking = hall.facts.bookings.get(ticket.booking)
    return ServedTicket(
        ticket.id,
        ticket.number,
        _service(hall, ticket.service),
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
        _legs(hall, ticket, window_id),
        ticket.note,
        _number(hall, max(senders, key=lambda x: x.number).window) if senders else "",
        ticket.case,
        len(case.days) if case is not None else 0,
        trips_max if case is not None else 0,
        ticket.why,
        ticket.calling.value,
        booking.start_ms if booking is not None else 0,
        ticket.segment,
        _mark(ticket),
    )


def _service(hall: Hall, service: str) -> Text:
    part = hall.services.get(service)
    return text(part.name, part.name_en) if part is not None else Text(service)


def _open(hall: Hall, queues: list[str], now: int) -> Open:
    """Open while one of its queues is; then the one that stays open longest, or opens first."""
    found = [open_at(hall, q, now) for q in queues] or [open_at(hall, "", now)]
    are = [o for o in found if o.open]
    if are:
        return max(are, key=lambda o: o.until_ms)
    return min(found, key=lambda o: o.next_ms or 1 << 62)
