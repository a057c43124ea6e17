"""The fold of tickets at windows: issued, called, started, finished, passed, gone; and the day's opening and closing.
Moves between legs, holds and transfers are in `fold_legs`."""

from hall.contract import devices as d
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.calling import CallingSet, QuietSet, WindowPullSet, WindowQueuesSet
from hall.contract.legs import LegState
from hall.contract.opening import DayClosed, DayOpened
from hall.contract.packs import in_force
from hall.contract.unions import Recorded
from hall.contract.views_common import WindowState
from hall.domain import cameras, fold_opening, fold_ratings, posts
from hall.domain import facts as f
from hall.domain.calendar import day_start, open_seconds
from hall.domain.fold_catalogue import new_day
from hall.domain.queueing.rule import effective_ms, leave, stand
from hall.domain.state import Hall
from hall.domain.waiting import learned
from hall.domain.waiting.estimate import note_call

KIOSK_TICKETS = 8
CASE_DAYS = 400  # a case nobody came for this long counts no further trips


def issued(e: t.TicketIssued, rec: Recorded, hall: Hall) -> None:
    facts = hall.facts
    clock = max(rec.at, e.queued_ms)
    place = effective_ms(clock, e.klass, hall.policy)
    ticket = f.Ticket(  # what every ticket has goes by position: a name costs a search
        e.ticket,
        e.number,
        e.serial,
        e.queue,
        e.service,
        e.klass,
        e.identity,
        e.token,
        e.forecast,
        rec.at,
        place,
        rec.seq,
        rec.seq,  # its order among those of the same place
        clock,
        e.kiosk,
        need=e.need,
        others=_planned(e.plan) if e.plan else [],
        why=e.why,
        note=e.note,
        calling=e.calling,
        channel=e.channel,
        booking=e.booking,
        pack=e.pack,
        legs=1 + len(e.plan),
    )
    facts.tickets[ticket.id] = ticket
    facts.by_token[ticket.token] = ticket.id
    if e.identity.person:
        facts.by_person.setdefault(e.identity.person, []).append(ticket.id)
    facts.issued += 1
    hall.queue_facts(e.queue).next_serial = e.serial + 1
    stand(hall, ticket)
    claim(hall, ticket)
    if e.kiosk:
        remember(facts, e.kiosk, ticket.id)


def _planned(plan: tuple[t.Plan, ...]) -> list[f.Leg]:
    return [f.Leg(n, x.service, x.queue, LegState.PLANNED, x.need, x.after) for n, x in enumerate(plan, 2)]


def remember(facts: f.Facts, kiosk: str, ticket: str) -> None:
    """The newest tickets of a kiosk, for its screen."""
    have = facts.kiosk_tickets.setdefault(kiosk, [])
    if ticket in have:
        have.remove(ticket)
    have.append(ticket)
    if len(have) > KIOSK_TICKETS:
        del have[0]


def kept(ticket: f.Ticket) -> set[str]:
    """Services of its other legs that are not over. One it was transferred from may come back (undo), so it is not."""
    if not ticket.others:
        return set()
    live = (LegState.PLANNED, LegState.PAUSED, LegState.TRANSFERRED)
    return {x.service for x in ticket.others if x.state in live}


def claim(hall: Hall, ticket: f.Ticket) -> None:
    """Its person has an open ticket for each of its services that is not over."""
    person = ticket.identity.person
    if person:
        open_by_person = hall.facts.open_by_person
        open_by_person.setdefault(f"{person}/{ticket.service}", ticket.id)
        for service in kept(ticket) if ticket.others else ():
            open_by_person.setdefault(f"{person}/{service}", ticket.id)


def unclaim(hall: Hall, ticket: f.Ticket, *services: str) -> None:
    open_by_person = hall.facts.open_by_person
    for service in services:
        key = f"{ticket.identity.person}/{service}"
        if open_by_person.get(key) == ticket.id:
            del open_by_person[key]


def rest(ticket: f.Ticket, at: int) -> None:
    """Its service rests from now on, if it had begun."""
    if ticket.started_ms and not ticket.paused_ms:
        ticket.paused_ms = at


def go_on(hall: Hall, ticket: f.Ticket, at: int) -> None:
    """Its service begins, or goes on after a rest, which is no service time (§3.2)."""
    ticket.started_ms = ticket.started_ms or at
    if ticket.paused_ms:
        ticket.paused_s += open_seconds(hall, ticket.queue, ticket.paused_ms, at)
        ticket.paused_ms = 0


def close(hall: Hall, ticket: f.Ticket, state: t.TicketState, at: int) -> None:
    """The ticket is over, with all its legs."""
    ticket.state = state
    ticket.ended_ms = at
    ticket.sent_by = ""
    for leg in ticket.others:
        if leg.state in (LegState.PLANNED, LegState.PAUSED):
            leg.state, leg.ended_ms = LegState.ENDED, at
    unclaim(hall, ticket, ticket.service, *(x.service for x in ticket.others))


def at_window(hall: Hall, window: str, state: WindowState, at: int, ticket: str = "") -> f.Window:
    """Set what a window does from now on."""
    have = hall.facts.windows.setdefault(window, f.Window(window))
    have.state, have.since_ms, have.ticket, have.last_activity_ms = state, at, ticket, at
    return have


def close_window(window: f.Window) -> None:
    """Nobody sits there: nothing of who did is left."""
    window.staff = window.holder = window.relieved = window.pause_reason = ""
    window.back_ms = 0


def called(e: t.TicketCalled, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    window = hall.facts.windows.setdefault(e.window, f.Window(e.window))
    if e.times == 1:
        off_hold(hall, ticket)
        if ticket.state is t.TicketState.WAITING:
            leave(hall, ticket)
        ticket.sent_by = ""
        if ticket.called_ms == 0:
            if ticket.segment == 1:
                _learn_wait(hall, ticket, rec.at)
            ticket.called_ms = rec.at
        ticket.summoned_ms = rec.at
        at_window(hall, e.window, WindowState.CALLED, rec.at, ticket.id)
        if e.turn >= 0:
            window.turn = e.turn
    ticket.state, ticket.window, ticket.staff = t.TicketState.CALLED, e.window, window.staff
    ticket.times, ticket.last_call_ms = e.times, rec.at
    window.last_activity_ms = rec.at


def off_hold(hall: Hall, ticket: f.Ticket) -> None:
    """It is not held any more."""
    if ticket.id in hall.facts.held:
        hall.facts.held.remove(ticket.id)
    ticket.held_ms = ticket.back_ms = 0


def _learn_wait(hall: Hall, ticket: f.Ticket, at: int) -> None:
    queue = hall.facts.queues[ticket.queue]
    note_call(hall, ticket, at)
    queue.waits += 1
    queue.over += open_seconds(hall, ticket.queue, ticket.queued_ms, at) > hall.policy.abnormal_s


def returned(e: t.TicketReturned, rec: Recorded, hall: Hall) -> None:
    """Back to the place held before; the wait has ended at the first call all the same (§3.2)."""
    ticket = hall.facts.tickets[e.ticket]
    ticket.state, ticket.window, ticket.staff, ticket.times = t.TicketState.WAITING, "", "", 0
    stand(hall, ticket)
    at_window(hall, e.window, WindowState.FREE, rec.at)


def started(e: t.TicketStarted, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    ticket.state = t.TicketState.SERVING
    go_on(hall, ticket, rec.at)
    at_window(hall, e.window, WindowState.SERVING, rec.at, ticket.id)
    fold_ratings.overtaken(hall, e.window, rec.at)


def finished(e: t.TicketFinished, rec: Recorded, hall: Hall) -> None:
    """The current leg is done. What comes next, if anything, is told by the event after this one."""
    ticket = hall.facts.tickets[e.ticket]
    # Without a "start" the service began at the last call (supervision.md §3.2).
    if ticket.state is t.TicketState.CALLED:
        go_on(hall, ticket, ticket.last_call_ms)
    ticket.outcome = e.outcome
    ticket.case = e.case or ticket.case
    service_s = max(0, open_seconds(hall, ticket.queue, ticket.started_ms, rec.at) - ticket.paused_s)
    learned.served(hall.facts.queues[ticket.queue].learned, service_s)
    window = at_window(hall, e.window, WindowState.FREE, rec.at)
    window.done += 1
    window.served_s += service_s
    hall.facts.done += 1
    if any(x.state in (LegState.PLANNED, LegState.PAUSED) for x in ticket.others):
        if ticket.service not in kept(ticket):
            unclaim(hall, ticket, ticket.service)
        ticket.ended_ms = rec.at
    else:
        close(hall, ticket, t.TicketState.DONE, rec.at)


def passed(e: t.TicketPassed, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    ticket.state, ticket.ended_ms = t.TicketState.PASSED, rec.at
    rest(ticket, rec.at)
    unclaim(hall, ticket, ticket.service, *kept(ticket))
    learned.no_show(hall.facts.queues[ticket.queue].learned, (rec.at - ticket.summoned_ms) // 1000)
    hall.facts.queues[ticket.queue].passed.append(ticket.id)
    at_window(hall, e.window, WindowState.FREE, rec.at).passed += 1


def gone(hall: Hall, ticket_id: str, state: t.TicketState, visitor: bool, at: int) -> None:
    """Cancelled or left, from wherever it was."""
    ticket = hall.facts.tickets[ticket_id]
    if ticket.state is t.TicketState.WAITING:
        leave(hall, ticket)
    elif ticket.state is t.TicketState.HELD:
        off_hold(hall, ticket)
    elif ticket.window:
        at_window(hall, ticket.window, WindowState.FREE, at)
    ticket.ended_by = "visitor" if visitor else "staff"
    close(hall, ticket, state, at)


def cancelled(e: t.TicketCancelled, rec: Recorded, hall: Hall) -> None:
    gone(hall, e.ticket, t.TicketState.CANCELLED, e.visitor or e.reason == "visitor", rec.at)


def abandoned(e: t.TicketAbandoned, rec: Recorded, hall: Hall) -> None:
    gone(hall, e.ticket, t.TicketState.ABANDONED, e.visitor or e.reason == "visitor", rec.at)


def slip_asked(e: t.SlipAsked, rec: Recorded, hall: Hall) -> None:
    """The order before this one is taken back where it still waits: one slip of a ticket is on its way at a time."""
    ticket = hall.facts.tickets[e.ticket]
    ticket.copies += e.copy
    before = hall.facts.devices.get(ticket.slip_printer)
    if before is not None and any(job.id == ticket.slip_job for job in before.mailbox):
        before.mailbox = [job for job in before.mailbox if job.id != ticket.slip_job]
        before.withdrawn[ticket.slip_job] = ticket.id
    if e.kiosk:
        remember(hall.facts, e.kiosk, e.ticket)


def calling_set(e: CallingSet, rec: Recorded, hall: Hall) -> None:
    hall.facts.tickets[e.ticket].calling = e.calling


def quiet_set(e: QuietSet, rec: Recorded, hall: Hall) -> None:
    hall.facts.quiet[e.zone] = e.quiet


def queues_set(e: WindowQueuesSet, rec: Recorded, hall: Hall) -> None:
    hall.facts.windows.setdefault(e.window, f.Window(e.window)).queues = e.queues
    hall.assign()


def pull_set(e: WindowPullSet, rec: Recorded, hall: Hall) -> None:
    hall.facts.windows.setdefault(e.window, f.Window(e.window)).pull = e.pull
    hall.assign()


def case_linked(e: t.CaseLinked, rec: Recorded, hall: Hall) -> None:
    """One trip is one calendar day on which somebody was served for the case (§3.3)."""
    ticket = hall.facts.tickets.get(e.ticket)
    if ticket is not None:
        ticket.case = e.case
    case = hall.facts.cases.setdefault(e.case, f.Case(e.case, e.service))
    if hall.facts.day not in case.days:
        case.days.append(hall.facts.day)
        if len(case.days) > 1:
            hall.facts.came_again.append(e.case)


def day_opened(e: DayOpened, rec: Recorded, hall: Hall) -> None:
    """A clean sheet: numbers start at 001, yesterday's tickets leave the memory (they stay in the journal)."""
    facts = hall.facts
    facts.day = e.day
    hall.policy = in_force(hall.config, e.day)
    fold_opening.new_day(hall, rec.at)
    fold_ratings.new_day(facts)
    cameras.new_day(hall, rec.at)
    facts.empties, facts.flows = {}, {}
    posts.new_day(hall, rec.at)
    facts.troubles = {
        k: x for k, x in facts.troubles.items() if not x.gone_ms
    }  # the others belong to their day
    facts.tickets, facts.by_token, facts.open_by_person, facts.by_person = {}, {}, {}, {}
    facts.readings, facts.kiosk_tickets, facts.help, facts.trend, facts.held = {}, {}, {}, [], []
    facts.issued = facts.done = facts.refused = facts.pushed = facts.prioritised = 0
    oldest = day_start(e.day) - CASE_DAYS * 86_400_000
    facts.cases = {k: v for k, v in facts.cases.items() if v.days and day_start(v.days[-1]) >= oldest}
    facts.came_again = []
    open_findings = (s.FindingState.SUSPECTED, s.FindingState.RAISED, s.FindingState.CONFIRMED)
    facts.findings = {
        k: v
        for k, v in facts.findings.items()
        if (v.cleared_ms == 0 and v.state in open_findings)
        or (v.code is s.FindingCode.TRIP_OVER and v.subject in facts.cases)  # one record for a case, for ever
    }
    hall.index_findings()
    for queue in facts.queues.values():
        queue.next_serial, queue.lines, queue.over, queue.waits, queue.passed = 1, {}, 0, 0, []
        learned.new_day(queue.learned)
    for window in facts.windows.values():
        window.done = window.passed = window.served_s = window.turn = 0
        window.sent = []
    for device in facts.devices.values():
        device.mailbox = [j for j in device.mailbox if isinstance(j, d.ShowOnPanel)]
        device.lost = 0
        device.withdrawn = {}
    for zone in facts.zones.values():
        zone.poor_s = 0
    new_day(e.day, hall)


def day_closed(e: DayClosed, rec: Recorded, hall: Hall) -> None:
    for ticket_id in e.expired:
        ticket = hall.facts.tickets.get(ticket_id)
        if ticket is None:
            continue
        if ticket.state is t.TicketState.WAITING:
            leave(hall, ticket)
        ticket.ended_by = ticket.state.value  # what it was doing when the day ended
        close(hall, ticket, t.TicketState.EXPIRED, rec.at)
    hall.facts.held = []
    for window in hall.facts.windows.values():
        if window.state is not WindowState.CLOSED:
            window.state, window.since_ms, window.ticket = WindowState.CLOSED, rec.at, ""
            close_window(window)
