"""The fold: one journalled event changes the facts. Nothing is refused here and nothing is judged; what a past
controller accepted stays true. One function per event, one table; the functions are in the `fold_*` files."""

from collections.abc import Callable
from typing import Never, cast

from hall.contract import bookings as b
from hall.contract import callers as k
from hall.contract import calling as i
from hall.contract import catalogue as c
from hall.contract import devices as d
from hall.contract import environment as v
from hall.contract import flow as w
from hall.contract import legs as e
from hall.contract import opening as o
from hall.contract import people as p
from hall.contract import posts as h
from hall.contract import ratings as r
from hall.contract import sensing as m
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.unions import Event, NothingChanged, Recorded
from hall.contract.views_kiosk import SlipState
from hall.domain import empties, environment, flow, posts, sensors
from hall.domain import fold_bookings as bookings
from hall.domain import fold_catalogue as catalogue
from hall.domain import fold_devices as devices
from hall.domain import fold_findings as findings
from hall.domain import fold_legs as legs
from hall.domain import fold_opening as opening
from hall.domain import fold_people as people
from hall.domain import fold_ratings as ratings
from hall.domain import fold_tickets as tickets
from hall.domain.callers import digit_jobs
from hall.domain.jobs import jobs_for, keep
from hall.domain.ratings import question
from hall.domain.state import Hall
from hall.domain.truth import intend

TREND_MS = 300_000


def evolve(rec: Recorded, hall: Hall) -> None:
    """Fold one recorded event, then put the jobs it causes into the mailboxes."""
    facts = hall.facts
    facts.seq = rec.seq
    if rec.at // TREND_MS != facts.at // TREND_MS and facts.day:
        facts.trend.append((rec.at, sum(q.waiting() for q in facts.queues.values())))
    facts.at = rec.at
    _fold[type(rec.event)](rec.event, rec, hall)
    jobs = jobs_for(rec, hall)
    if hall.evaluators or hall.callers:
        jobs = [*jobs, *question(rec, hall), *digit_jobs(rec, hall)]
    for job in jobs:
        device = facts.devices.get(job.device)
        if device is None:
            continue
        device.mailbox = keep(device.mailbox, job)
        if isinstance(job, d.ShowOnPanel):
            intend(device, job, rec.at)
        elif isinstance(job, d.AskRating):
            ratings.opened(job, rec, hall)
        elif isinstance(job, d.PrintSlip):
            ticket = facts.tickets[job.ticket]
            ticket.slip, ticket.slip_fault = SlipState.PRINTING, d.Fault.NONE
            ticket.slip_job, ticket.slip_printer = job.id, job.device


def _nothing(e: NothingChanged, rec: Recorded, hall: Hall) -> None:
    """Its id is all there is to it."""


_FOLD: dict[type, Callable[[Never, Recorded, Hall], None]] = {
    NothingChanged: _nothing,
    t.TicketIssued: bookings.issued,
    t.TicketCalled: bookings.called,
    t.TicketReturned: tickets.returned,
    t.TicketStarted: tickets.started,
    t.TicketFinished: tickets.finished,
    t.TicketPassed: tickets.passed,
    t.TicketCancelled: tickets.cancelled,
    t.TicketAbandoned: tickets.abandoned,
    e.TicketQueued: legs.queued,
    e.LegResumed: legs.resumed,
    e.ServiceAdded: legs.added,
    t.TicketReactivated: legs.reactivated,
    t.TicketHeld: legs.held,
    t.TicketUnheld: legs.unheld,
    e.TicketTransferred: legs.transferred,
    e.TransferUndone: legs.undone,
    e.TicketReleased: legs.released,
    t.TicketPushed: legs.pushed,
    t.TicketPrioritised: legs.prioritised,
    o.QueueClosed: opening.closed,
    o.QueueReopened: opening.reopened,
    o.CalendarImported: opening.calendar_imported,
    i.CallingSet: tickets.calling_set,
    i.QuietSet: tickets.quiet_set,
    i.WindowQueuesSet: tickets.queues_set,
    i.WindowPullSet: tickets.pull_set,
    t.CaseLinked: tickets.case_linked,
    t.SlipAsked: tickets.slip_asked,
    o.DayOpened: bookings.day_opened,
    o.DayClosed: tickets.day_closed,
    b.BookingsImported: bookings.imported,
    b.BookingCancelled: bookings.cancelled,
    b.BookingMissed: bookings.missed,
    b.BookingEnded: bookings.ended,
    c.CatalogueImported: catalogue.imported,
    p.ConsentGiven: people.consent,
    p.ReadingStarted: people.reading_started,
    p.IdentityPresented: people.identity,
    p.ReadingFailed: people.reading_failed,
    p.TurnAsked: people.turn_asked,
    p.ReadingStopped: people.reading_stopped,
    p.WindowSignedOn: people.signed_on,
    p.WindowSignedOff: people.signed_off,
    p.WindowRelieved: people.relieved,
    p.WindowPaused: people.paused,
    p.WindowResumed: people.resumed,
    p.EmergencyRaised: people.emergency_raised,
    p.EmergencyEnded: people.emergency_ended,
    p.ButtonPressed: people.button_pressed,
    p.HelpCalled: people.help_called,
    p.HelpAnswered: people.help_answered,
    d.JobConfirmed: devices.job_confirmed,
    d.JobLost: devices.job_lost,
    d.DeviceChanged: devices.device_changed,
    d.CallBackedUp: devices.call_backed_up,
    d.HostLost: devices.host_lost,
    d.HostBack: devices.host_back,
    d.AccessRefused: devices.access_refused,
    k.KeyRefused: ratings.key_refused,
    r.VisitRated: ratings.rated,
    g.SeatChanged: devices.seat_changed,
    g.CameraChanged: devices.camera_changed,
    g.EnvironmentRated: devices.environment,
    g.EmptyCaptured: empties.captured,
    h.LeaveDeclared: posts.leave_declared,
    h.LeaveEnded: posts.leave_ended,
    m.SensorsRead: sensors.fold,
    v.TroubleFound: environment.found,
    v.TroubleGone: environment.gone,
    v.TroubleExcused: environment.excused,
    v.CrowdSeen: environment.crowd_seen,
    v.FloorJudged: environment.floor_judged,
    w.FlowSeen: flow.seen,
    s.FindingRaised: findings.raised,
    s.FindingRisen: findings.risen,
    s.FindingCleared: findings.cleared,
    s.FindingAcknowledged: findings.acknowledged,
    s.FindingJudged: findings.judged,
}
# Each is asked for events of its own kind alone.
_fold = cast("dict[type, Callable[[Event, Recorded, Hall], None]]", _FOLD)
