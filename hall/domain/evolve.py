"""The fold: one journalled event changes the facts. Nothing is refused here and nothing is judged; what a past
controller accepted stays true. One function per event, one table."""

from bisect import bisect_left, insort
from collections.abc import Callable
from typing import Never, cast

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.unions import Recorded
from hall.contract.views import SlipState, WindowState
from hall.domain import facts as f
from hall.domain.calendar import open_seconds
from hall.domain.jobs import jobs_for, keep, without
from hall.domain.queueing.rule import effective_ms
from hall.domain.state import Hall
from hall.domain.supervision.presence import seen
from hall.domain.waiting import learned
from hall.domain.waiting.estimate import note_call

TREND_MS = 300_000
KIOSK_TICKETS = 8
OPEN_STATES = (t.TicketState.WAITING, t.TicketState.CALLED, t.TicketState.SERVING)


def evolve(rec: Recorded, hall: Hall) -> None:
    """Fold one recorded event, then put the jobs it causes into the mailboxes."""
    facts = hall.facts
    facts.seq = rec.seq
    if rec.at // TREND_MS != facts.at // TREND_MS and facts.day:
        facts.trend.append((rec.at, sum(len(q.waiting) for q in facts.queues.values())))
    facts.at = rec.at
    _FOLD[type(rec.event)](cast("Never", rec.event), rec, hall)
    for job in jobs_for(rec, hall):
        device = facts.devices.get(job.device)
        if device is None:
            continue
        device.mailbox = keep(device.mailbox, job)
        if isinstance(job, d.ShowOnPanel):
            device.intended, device.intended_ms, device.intended_lines = job.id, rec.at, job.lines
        elif isinstance(job, d.PrintSlip):
            ticket = facts.tickets[job.ticket]
            ticket.slip, ticket.slip_job, ticket.slip_fault = SlipState.PRINTING, job.id, d.Fault.NONE


def _device(hall: Hall, device: str) -> f.Device:
    """Its record, also when an old journal names a device that is no longer configured."""
    return hall.facts.devices.setdefault(device, f.Device(device))


# --- tickets ----------------------------------------------------------------------------------------------------


def _issued(e: t.TicketIssued, rec: Recorded, hall: Hall) -> None:
    facts = hall.facts
    ticket = f.Ticket(
        id=e.ticket,
        number=e.number,
        serial=e.serial,
        queue=e.queue,
        service=e.service,
        klass=e.klass,
        identity=e.identity,
        token=e.token,
        forecast=e.forecast,
        issued_ms=rec.at,
        effective_ms=effective_ms(rec.at, e.klass, hall.policy),
        seq=rec.seq,
        kiosk=e.kiosk,
    )
    facts.tickets[ticket.id] = ticket
    facts.by_token[ticket.token] = ticket.id
    facts.issued += 1
    queue = facts.queues.setdefault(e.queue, f.Queue(e.queue))
    queue.next_serial = e.serial + 1
    insort(queue.waiting, (ticket.effective_ms, ticket.seq, ticket.id))
    if e.identity.person:
        facts.open_by_person[f"{e.identity.person}/{e.service}"] = ticket.id
    if e.kiosk:
        _remember(facts, e.kiosk, ticket.id)


def _remember(facts: f.Facts, kiosk: str, ticket: str) -> None:
    have = [x for x in facts.kiosk_tickets.get(kiosk, []) if x != ticket]
    facts.kiosk_tickets[kiosk] = [*have, ticket][-KIOSK_TICKETS:]


def _leave_line(hall: Hall, ticket: f.Ticket) -> None:
    waiting = hall.facts.queues[ticket.queue].waiting
    key = (ticket.effective_ms, ticket.seq, ticket.id)
    at = bisect_left(waiting, key)
    if at < len(waiting) and waiting[at] == key:
        del waiting[at]


def _close_ticket(hall: Hall, ticket: f.Ticket, state: t.TicketState, at: int) -> None:
    ticket.state = state
    ticket.ended_ms = at
    key = f"{ticket.identity.person}/{ticket.service}"
    if hall.facts.open_by_person.get(key) == ticket.id:
        del hall.facts.open_by_person[key]


def _window(hall: Hall, window: str, state: WindowState, at: int, ticket: str = "") -> f.Window:
    have = hall.facts.windows.setdefault(window, f.Window(window))
    have.state, have.since_ms, have.ticket, have.last_activity_ms = state, at, ticket, at
    return have


def _called(e: t.TicketCalled, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    if e.times == 1:
        _leave_line(hall, ticket)
        if ticket.called_ms == 0:
            _learn_wait(hall, ticket, rec.at)
            ticket.called_ms = rec.at
    ticket.state, ticket.window, ticket.times, ticket.last_call_ms = (
        t.TicketState.CALLED,
        e.window,
        e.times,
        rec.at,
    )
    if e.times == 1:
        ticket.summoned_ms = rec.at
        _window(hall, e.window, WindowState.CALLED, rec.at, ticket.id)
    hall.facts.windows[e.window].last_activity_ms = rec.at


def _learn_wait(hall: Hall, ticket: f.Ticket, at: int) -> None:
    queue = hall.facts.queues[ticket.queue]
    wait_s = open_seconds(hall, ticket.queue, ticket.issued_ms, at)
    note_call(hall, ticket, at)
    queue.waits += 1
    queue.over += wait_s > hall.policy.abnormal_s


def _returned(e: t.TicketReturned, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    ticket.state, ticket.window, ticket.times = t.TicketState.WAITING, "", 0
    insort(hall.facts.queues[ticket.queue].waiting, (ticket.effective_ms, ticket.seq, ticket.id))
    _window(hall, e.window, WindowState.FREE, rec.at)


def _started(e: t.TicketStarted, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    ticket.state, ticket.started_ms = t.TicketState.SERVING, rec.at
    _window(hall, e.window, WindowState.SERVING, rec.at, ticket.id)


def _finished(e: t.TicketFinished, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    # Without a "start" the service began at the last call (supervision.md §3.2).
    ticket.started_ms = ticket.started_ms or ticket.last_call_ms
    ticket.outcome = e.outcome
    _close_ticket(hall, ticket, t.TicketState.DONE, rec.at)
    service_s = open_seconds(hall, ticket.queue, ticket.started_ms, rec.at)
    learned.served(hall.facts.queues[ticket.queue].learned, service_s)
    window = _window(hall, e.window, WindowState.FREE, rec.at)
    window.done += 1
    window.served_s += service_s
    hall.facts.done += 1


def _passed(e: t.TicketPassed, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    _close_ticket(hall, ticket, t.TicketState.PASSED, rec.at)
    learned.no_show(hall.facts.queues[ticket.queue].learned, (rec.at - ticket.called_ms) // 1000)
    _window(hall, e.window, WindowState.FREE, rec.at).passed += 1


def _cancelled(e: t.TicketCancelled, rec: Recorded, hall: Hall) -> None:
    ticket = hall.facts.tickets[e.ticket]
    if ticket.state is t.TicketState.WAITING:
        _leave_line(hall, ticket)
    elif ticket.window:
        _window(hall, ticket.window, WindowState.FREE, rec.at)
    _close_ticket(hall, ticket, t.TicketState.CANCELLED, rec.at)


def _slip_asked(e: t.SlipAsked, rec: Recorded, hall: Hall) -> None:
    hall.facts.tickets[e.ticket].copies += 1
    _remember(hall.facts, e.kiosk, e.ticket)


def _day_opened(e: t.DayOpened, rec: Recorded, hall: Hall) -> None:
    """A clean sheet: numbers start at 001, yesterday's tickets leave the memory (they stay in the journal)."""
    facts = hall.facts
    facts.day = e.day
    facts.tickets, facts.by_token, facts.open_by_person = {}, {}, {}
    facts.readings, facts.kiosk_tickets, facts.help, facts.trend = {}, {}, {}, []
    facts.issued = facts.done = facts.refused = 0
    open_findings = (s.FindingState.SUSPECTED, s.FindingState.RAISED, s.FindingState.CONFIRMED)
    facts.findings = {
        k: v for k, v in facts.findings.items() if v.cleared_ms == 0 and v.state in open_findings
    }
    for queue in facts.queues.values():
        queue.next_serial, queue.waiting, queue.over, queue.waits = 1, [], 0, 0
        learned.new_day(queue.learned)
    for window in facts.windows.values():
        window.done = window.passed = window.served_s = 0
    for device in facts.devices.values():
        device.mailbox = [j for j in device.mailbox if isinstance(j, d.ShowOnPanel)]
        device.lost = 0
    for zone in facts.zones.values():
        zone.poor_s = 0


def _day_closed(e: t.DayClosed, rec: Recorded, hall: Hall) -> None:
    for ticket_id in e.expired:
        ticket = hall.facts.tickets.get(ticket_id)
        if ticket is None:
            continue
        _leave_line(hall, ticket)
        _close_ticket(hall, ticket, t.TicketState.EXPIRED, rec.at)
    for window in hall.facts.windows.values():
        if window.state is not WindowState.CLOSED:
            window.state, window.since_ms, window.ticket, window.staff = WindowState.CLOSED, rec.at, "", ""


# --- people -----------------------------------------------------------------------------------------------------


def _consent(e: p.ConsentGiven, rec: Recorded, hall: Hall) -> None:
    """The record is the event itself; the reading that follows carries the id."""


def _reading_started(e: p.ReadingStarted, rec: Recorded, hall: Hall) -> None:
    _forget_reading(hall, e.kiosk)
    consent = e.reading if e.way is p.Way.FACE else ""
    hall.facts.readings[e.kiosk] = f.Reading(e.reading, e.way, e.until_ms, consent=consent)


def _identity(e: p.IdentityPresented, rec: Recorded, hall: Hall) -> None:
    _drop_reading_jobs(hall, e.kiosk)
    reading = hall.facts.readings[e.kiosk]
    reading.handle, reading.identity, reading.until_ms, reading.fault = e.handle, e.identity, e.until_ms, ""


def _reading_failed(e: p.ReadingFailed, rec: Recorded, hall: Hall) -> None:
    _drop_reading_jobs(hall, e.kiosk)
    reading = hall.facts.readings.get(e.kiosk)
    if reading is not None:
        reading.fault = e.fault


def _reading_stopped(e: p.ReadingStopped, rec: Recorded, hall: Hall) -> None:
    _forget_reading(hall, e.kiosk)


def _forget_reading(hall: Hall, kiosk: str) -> None:
    _drop_reading_jobs(hall, kiosk)
    hall.facts.readings.pop(kiosk, None)


def _drop_reading_jobs(hall: Hall, kiosk: str) -> None:
    part = hall.kiosks.get(kiosk)
    for device_id in (part.card, part.scanner, part.eye) if part else ():
        device = hall.facts.devices.get(device_id)
        if device and device.mailbox:
            device.mailbox = [
                j for j in device.mailbox if not isinstance(j, d.ReadCard | d.ReadCode | d.LookForFace)
            ]


def _signed_on(e: p.WindowSignedOn, rec: Recorded, hall: Hall) -> None:
    _window(hall, e.window, WindowState.FREE, rec.at).staff = e.staff


def _signed_off(e: p.WindowSignedOff, rec: Recorded, hall: Hall) -> None:
    _window(hall, e.window, WindowState.CLOSED, rec.at).staff = ""


def _paused(e: p.WindowPaused, rec: Recorded, hall: Hall) -> None:
    window = _window(hall, e.window, WindowState.PAUSED, rec.at)
    window.pause_reason, window.back_ms = e.reason, e.back_ms


def _resumed(e: p.WindowResumed, rec: Recorded, hall: Hall) -> None:
    window = _window(hall, e.window, WindowState.FREE, rec.at)
    window.pause_reason, window.back_ms = "", 0


def _help_called(e: p.HelpCalled, rec: Recorded, hall: Hall) -> None:
    hall.facts.help[e.kiosk] = rec.at


def _help_answered(e: p.HelpAnswered, rec: Recorded, hall: Hall) -> None:
    hall.facts.help.pop(e.kiosk, None)


# --- devices ----------------------------------------------------------------------------------------------------


def _job_confirmed(e: d.JobConfirmed, rec: Recorded, hall: Hall) -> None:
    device = _device(hall, e.device)
    if any(j.id == e.job and isinstance(j, d.ShowOnPanel) for j in device.mailbox):
        device.shows = e.job if e.confirmed else device.shows
        return
    _note_slip(hall, e.device, e.job, SlipState.PRINTED if e.confirmed else SlipState.UNKNOWN, d.Fault.NONE)
    device.mailbox = without(device.mailbox, e.job)


def _job_lost(e: d.JobLost, rec: Recorded, hall: Hall) -> None:
    device = _device(hall, e.device)
    device.lost += 1
    if any(j.id == e.job and isinstance(j, d.ShowOnPanel) for j in device.mailbox):
        device.shows = ""  # what it shows now is not known; the intention stays in the mailbox
        return
    _note_slip(hall, e.device, e.job, SlipState.FAILED, e.fault)
    device.mailbox = without(device.mailbox, e.job)


def _note_slip(hall: Hall, device: str, job: str, slip: SlipState, fault: d.Fault) -> None:
    for have in _device(hall, device).mailbox:
        if have.id == job and isinstance(have, d.PrintSlip):
            ticket = hall.facts.tickets.get(have.ticket)
            if ticket is not None and ticket.slip_job == job:
                ticket.slip, ticket.slip_fault = slip, fault


def _device_changed(e: d.DeviceChanged, rec: Recorded, hall: Hall) -> None:
    device = _device(hall, e.device)
    if device.state is not e.state or device.fault is not e.fault:
        device.since_ms = e.since_ms or rec.at
    device.state, device.fault, device.detail, device.shows = e.state, e.fault, e.detail, e.shows


def _host_lost(e: d.HostLost, rec: Recorded, hall: Hall) -> None:
    """Nobody speaks for its devices and cameras any more: all unknown, nothing assumed."""
    facts = hall.facts
    facts.hosts_lost[e.host] = e.since_ms
    for device in hall.config.devices:
        if device.host == e.host:
            have = facts.devices[device.id]
            have.state, have.fault, have.since_ms, have.shows = (
                d.DeviceState.UNKNOWN,
                d.Fault.HOST_GONE,
                e.since_ms,
                "",
            )
    for camera in hall.config.cameras:
        if camera.host == e.host:
            _set_camera(hall, camera.id, g.CameraState.UNKNOWN, e.since_ms, "host")


def _host_back(e: d.HostBack, rec: Recorded, hall: Hall) -> None:
    hall.facts.hosts_lost.pop(e.host, None)
    hall.facts.resync[e.host] = hall.facts.resync.get(e.host, 0) + 1


def _access_refused(e: d.AccessRefused, rec: Recorded, hall: Hall) -> None:
    hall.facts.refused += e.count


# --- sightings --------------------------------------------------------------------------------------------------


def _set_camera(hall: Hall, camera: str, state: g.CameraState, since_ms: int, detail: str) -> None:
    have = hall.facts.cameras.setdefault(camera, f.Camera(camera))
    have.state, have.since_ms, have.detail = state, since_ms, detail
    if state is g.CameraState.OK:
        return
    for post in hall.config.posts:
        if post.camera == camera:
            seen(hall.facts.posts[post.id], g.Seat.UNKNOWN, since_ms, "camera", hall.policy.return_debounce_s)


def _camera_changed(e: g.CameraChanged, rec: Recorded, hall: Hall) -> None:
    _set_camera(hall, e.camera, e.state, e.since_ms or rec.at, e.detail)


def _seat_changed(e: g.SeatChanged, rec: Recorded, hall: Hall) -> None:
    post = hall.facts.posts.setdefault(e.post, f.Post(e.post))
    seen(post, e.seat, e.since_ms or rec.at, e.note, hall.policy.return_debounce_s)


def _environment(e: g.EnvironmentRated, rec: Recorded, hall: Hall) -> None:
    zone = hall.facts.zones.setdefault(e.zone, f.Zone(e.zone))
    if zone.poor and not e.poor:
        zone.poor_s += (rec.at - zone.poor_ms) // 1000
    if e.poor and not zone.poor:
        zone.poor_ms = rec.at
    zone.poor, zone.item, zone.note = e.poor, e.item, e.note


# --- findings ---------------------------------------------------------------------------------------------------


def _raised(e: s.FindingRaised, rec: Recorded, hall: Hall) -> None:
    hall.facts.findings[e.finding] = f.Finding(
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


def _risen(e: s.FindingRisen, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings[e.finding]
    finding.level, finding.value_s = e.level, e.value_s
    finding.told = tuple(dict.fromkeys((*finding.told, *e.told)))
    finding.known_by, finding.known_ms = "", 0  # a higher level must be seen anew


def _cleared(e: s.FindingCleared, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings.get(e.finding)
    if finding is None:
        return
    finding.cleared_ms = rec.at
    finding.value_s = e.value_s or finding.value_s
    if finding.state is s.FindingState.RAISED:
        finding.state = s.FindingState.CLEARED


def _acknowledged(e: s.FindingAcknowledged, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings[e.finding]
    finding.known_by, finding.known_ms = e.staff, rec.at


def _judged(e: s.FindingJudged, rec: Recorded, hall: Hall) -> None:
    finding = hall.facts.findings[e.finding]
    finding.state = s.FindingState.CONFIRMED if e.confirmed else s.FindingState.DISMISSED
    finding.judged_by, finding.reason = e.staff, e.reason


_FOLD: dict[type, Callable[[Never, Recorded, Hall], None]] = {
    t.TicketIssued: _issued,
    t.TicketCalled: _called,
    t.TicketReturned: _returned,
    t.TicketStarted: _started,
    t.TicketFinished: _finished,
    t.TicketPassed: _passed,
    t.TicketCancelled: _cancelled,
    t.SlipAsked: _slip_asked,
    t.DayOpened: _day_opened,
    t.DayClosed: _day_closed,
    p.ConsentGiven: _consent,
    p.ReadingStarted: _reading_started,
    p.IdentityPresented: _identity,
    p.ReadingFailed: _reading_failed,
    p.ReadingStopped: _reading_stopped,
    p.WindowSignedOn: _signed_on,
    p.WindowSignedOff: _signed_off,
    p.WindowPaused: _paused,
    p.WindowResumed: _resumed,
    p.HelpCalled: _help_called,
    p.HelpAnswered: _help_answered,
    d.JobConfirmed: _job_confirmed,
    d.JobLost: _job_lost,
    d.DeviceChanged: _device_changed,
    d.HostLost: _host_lost,
    d.HostBack: _host_back,
    d.AccessRefused: _access_refused,
    g.SeatChanged: _seat_changed,
    g.CameraChanged: _camera_changed,
    g.EnvironmentRated: _environment,
    s.FindingRaised: _raised,
    s.FindingRisen: _risen,
    s.FindingCleared: _cleared,
    s.FindingAcknowledged: _acknowledged,
    s.FindingJudged: _judged,
}
