"""The fold of moves: next leg, hold and back, another queue, window or person, to the top, back in line."""

from hall.contract import tickets as t
from hall.contract.legs import (
    LegResumed,
    LegState,
    ServiceAdded,
    TicketQueued,
    TicketReleased,
    TicketTransferred,
    TransferUndone,
)
from hall.contract.unions import Recorded
from hall.contract.views_common import WindowState
from hall.domain import facts as f
from hall.domain import fold_ratings
from hall.domain.fold_tickets import at_window, claim, go_on, off_hold, rest, unclaim
from hall.domain.queueing.rule import behind_ms, effective_ms, head_start_ms, leave, stand
from hall.domain.state import Hall


def put_by(ticket: f.Ticket, state: LegState, at: int) -> f.Leg:
    """The current leg becomes one of the others; its record is kept whole."""
    leg = f.Leg(
        number=ticket.leg,
        service=ticket.service,
        queue=ticket.queue,
        state=state,
        need=ticket.need,
        window=ticket.window,
        staff=ticket.staff,
        segment=ticket.segment,
        queued_ms=ticket.queued_ms,
        called_ms=ticket.called_ms,
        started_ms=ticket.started_ms,
        ended_ms=0 if state is LegState.PAUSED else at,
        paused_ms=ticket.paused_ms or at,
        paused_s=ticket.paused_s,
        outcome=ticket.outcome,
        case=ticket.case,
    )
    ticket.others.append(leg)
    return leg


def take_up(ticket: f.Ticket, number: int) -> f.Leg:
    """One of the others becomes the current leg again; its times are the ticket's from now on."""
    leg = next(x for x in ticket.others if x.number == number)
    ticket.others.remove(leg)
    ticket.leg, ticket.service, ticket.queue, ticket.need = leg.number, leg.service, leg.queue, leg.need
    ticket.segment, ticket.queued_ms, ticket.called_ms = leg.segment, leg.queued_ms, leg.called_ms
    ticket.started_ms, ticket.paused_s, ticket.ended_ms = leg.started_ms, leg.paused_s, 0
    ticket.paused_ms = leg.paused_ms if leg.started_ms else 0
    ticket.outcome, ticket.case, ticket.judged = leg.outcome, leg.case, 0
    return leg


def new_leg(ticket: f.Ticket, service: str, queue: str, need: str) -> None:
    """A leg nobody had planned becomes the current one."""
    ticket.legs += 1
    ticket.leg = ticket.legs
    ticket.service, ticket.queue, ticket.need, ticket.segment = service, queue, need, 1
    ticket.called_ms = ticket.started_ms = ticket.ended_ms = ticket.queued_ms = 0
    ticket.paused_ms = ticket.paused_s = 0
    ticket.outcome, ticket.case, ticket.judged = None, "", 0


def _wait(hall: Hall, ticket: f.Ticket, at: int) -> None:
    """It waits from now on; its place counts from the first issue, or from its booking's slot (§3.0)."""
    ticket.state, ticket.window, ticket.staff = t.TicketState.WAITING, "", ""
    ticket.queued_ms, ticket.called_ms, ticket.times = at, 0, 0
    ticket.pushed = False  # it was put first in one line, for one call
    stand(hall, ticket)


def _leave_window(hall: Hall, window: str, ticket: str, at: int) -> None:
    """The window is free, if it was still this visitor's."""
    have = hall.facts.windows.get(window)
    if have is not None and have.ticket == ticket:
        at_window(hall, window, WindowState.FREE, at)


def queued(e: TicketQueued, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    put_by(ticket, LegState.DONE, ticket.ended_ms or rec.at)
    leg = take_up(ticket, e.leg)
    if leg.state is LegState.PAUSED:  # returns to the window that had sent it away
        ticket.segment += 1
    ticket.need, ticket.forecast = e.need, e.forecast
    _wait(hall, ticket, rec.at)


def resumed(e: LegResumed, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    over = ticket.ended_ms > 0
    fold_ratings.goes_on(hall, ticket.id, e.window)
    put_by(ticket, LegState.DONE if over else LegState.PAUSED, ticket.ended_ms if over else rec.at)
    take_up(ticket, e.leg)
    _serve_now(hall, ticket, e.window, rec.at)


def _serve_now(hall: Hall, ticket: f.Ticket, window: str, at: int) -> None:
    ticket.state, ticket.window = t.TicketState.SERVING, window
    ticket.staff = hall.facts.windows[window].staff
    ticket.queued_ms, ticket.called_ms = ticket.queued_ms or at, ticket.called_ms or at
    go_on(hall, ticket, at)
    at_window(hall, window, WindowState.SERVING, at, ticket.id)


def added(e: ServiceAdded, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    if e.here:
        put_by(ticket, LegState.PAUSED, rec.at)
        new_leg(ticket, e.service, e.queue, e.need)
        _serve_now(hall, ticket, e.window, rec.at)
    else:
        ticket.legs += 1
        ticket.others.append(f.Leg(ticket.legs, e.service, e.queue, LegState.PLANNED, e.need))
    claim(hall, ticket)


def reactivated(e: t.TicketReactivated, rec: Recorded, hall: Hall) -> None:
    """A new segment of the same leg, behind the next three (§3.2)."""
    ticket = hall.facts.tickets[e.ticket]
    ticket.reactivated += 1
    ticket.segment += 1
    ticket.ended_ms = 0
    ticket.need = e.need
    other = hall.facts.tickets.get(e.behind)
    place = behind_ms(hall, ticket, other) if other else None
    if place is None:  # nobody of its class stands there
        place = effective_ms(rec.at, ticket.klass, hall.policy)
    ticket.effective_ms, ticket.order = place, rec.seq
    _wait(hall, ticket, rec.at)
    claim(hall, ticket)


def held(e: t.TicketHeld, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    ticket.state, ticket.held_ms, ticket.back_ms = t.TicketState.HELD, rec.at, e.back_ms
    ticket.hold_reason = e.reason
    rest(ticket, rec.at)
    hall.facts.held.append(ticket.id)
    _leave_window(hall, e.window, ticket.id, rec.at)


def unheld(e: t.TicketUnheld, rec: Recorded, hall: Hall) -> None:
    """Its wait was over before; this one is a new segment, shown and not judged."""
    ticket = hall.facts.tickets[e.ticket]
    off_hold(hall, ticket)
    ticket.need, ticket.segment = e.need, ticket.segment + 1
    _wait(hall, ticket, rec.at)


def transferred(e: TicketTransferred, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    # Without a "start" the service began at the last call (supervision.md §3.2).
    ticket.started_ms = ticket.started_ms or ticket.last_call_ms
    put_by(ticket, LegState.PAUSED if e.back else LegState.TRANSFERRED, rec.at)
    new_leg(ticket, e.service, e.queue, e.need)
    ticket.sent_by, ticket.note = e.window, e.note
    _remember_sent(hall, e.window, ticket.id)
    _wait(hall, ticket, rec.at)
    _leave_window(hall, e.window, ticket.id, rec.at)
    claim(hall, ticket)


def _remember_sent(hall: Hall, window: str, ticket: str) -> None:
    """For the window's console; those that somebody has called meanwhile are forgotten."""
    have = hall.facts.windows.setdefault(window, f.Window(window))
    tickets = hall.facts.tickets
    have.sent = [x for x in have.sent if x != ticket and x in tickets and tickets[x].sent_by == window]
    have.sent.append(ticket)


def undone(e: TransferUndone, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    leave(hall, ticket)
    unclaim(hall, ticket, ticket.service)
    take_up(ticket, ticket.others[-1].number)  # what the transfer put by; nothing came after it
    ticket.sent_by = ticket.note = ""
    _serve_now(hall, ticket, e.window, rec.at)
    claim(hall, ticket)


def released(e: TicketReleased, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    leave(hall, ticket)
    ticket.need = e.need
    stand(hall, ticket)


def pushed(e: t.TicketPushed, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    leave(hall, ticket)
    ticket.pushed = True
    hall.facts.pushed += 1
    stand(hall, ticket)


def prioritised(e: t.TicketPrioritised, rec: Recorded, hall: Hall) -> None:
    """From the time it counted from before, with the head start of its new class."""
    ticket = hall.facts.tickets[e.ticket]
    waiting = ticket.state is t.TicketState.WAITING
    if waiting:
        leave(hall, ticket)
    clock = ticket.effective_ms + head_start_ms(ticket.klass, hall.policy)
    ticket.klass, ticket.why = t.TicketClass.PRIORITY, e.reason.value
    hall.facts.prioritised += 1
    ticket.effective_ms = effective_ms(clock, ticket.klass, hall.policy)
    if waiting:
        stand(hall, ticket)
