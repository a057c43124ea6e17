"""Which event makes which device do what, and what a mailbox keeps. Job ids come from the journal's seq, so a replay
gives the same jobs and a device can do each once."""

from collections.abc import Iterable

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Text
from hall.contract.calling import Calling
from hall.contract.config import FaceMode, WindowPart
from hall.contract.legs import LegResumed, TicketTransferred, TransferUndone
from hall.contract.opening import DayOpened
from hall.contract.unions import Recorded
from hall.domain import remote
from hall.domain.bookings import booked_about
from hall.domain.facts import Leg, Ticket
from hall.domain.places import place, route
from hall.domain.queueing.legs import walk
from hall.domain.screens import panel_lines, screen_lines
from hall.domain.slips import until_ms
from hall.domain.state import Hall
from hall.domain.volume import lowest, percent_at
from hall.domain.waiting.estimate import as_range

_NEED_VOICE = (t.PriorityReason.ELDER.value, t.PriorityReason.DISABLED.value)
_WINDOW_EVENTS = (
    t.TicketCalled,
    t.TicketReturned,
    t.TicketStarted,
    t.TicketFinished,
    t.TicketPassed,
    t.TicketHeld,
    TicketTransferred,
    TransferUndone,
    LegResumed,
    p.WindowSignedOn,
    p.WindowSignedOff,
    p.WindowPaused,
    p.WindowResumed,
)


def jobs_for(rec: Recorded, hall: Hall) -> list[d.Job]:
    """The jobs an event causes, after it was folded."""
    event = rec.event
    if isinstance(event, t.TicketIssued):
        return _slip(rec, hall, event.ticket, event.kiosk)
    if isinstance(event, t.SlipAsked):
        return _slip(rec, hall, event.ticket, event.kiosk, event.printer)
    if isinstance(event, t.TicketCalled):
        return _displays(rec, hall, event.window) + _voice(rec, hall, event)
    if isinstance(event, _WINDOW_EVENTS):
        return _displays(rec, hall, event.window)
    if isinstance(event, d.CallBackedUp):
        return _again(rec, hall, event)
    if isinstance(event, p.ReadingStarted):
        return _readers(rec, hall, event)
    if isinstance(event, t.TicketCancelled | t.TicketAbandoned):
        window = hall.facts.tickets[event.ticket].window
        return _displays(rec, hall, window) if window else []
    if isinstance(event, DayOpened):
        panels = [job for window in hall.windows for job in _panels(rec, hall, window)]
        return panels + [job for zone in hall.zones for job in _screens(rec, hall, zone)]
    return []


def _job_id(rec: Recorded, n: int) -> str:
    return f"{rec.seq}.{n}"


def _displays(rec: Recorded, hall: Hall, window: str) -> list[d.Job]:
    """The panel over a window, and the big screens of its zone where their lines change by it."""
    if window not in hall.windows:
        return []
    return _panels(rec, hall, window) + _screens(rec, hall, hall.windows[window].zone)


def _panels(rec: Recorded, hall: Hall, window: str) -> list[d.Job]:
    panels = hall.panels_of_window.get(window, ())
    if not panels:
        return []
    kind, lines, ticket = panel_lines(hall, window)
    number = hall.windows[window].number
    return [d.ShowOnPanel(f"{rec.seq}.{device}", device, kind, lines, ticket, number) for device in panels]


def _screens(rec: Recorded, hall: Hall, zone: str) -> list[d.Job]:
    found: list[d.Job] = []
    for screen in hall.screens_of_zone.get(zone, ()):
        lines = screen_lines(hall, hall.devices[screen])
        if lines != hall.facts.devices[screen].intended_lines:
            found.append(d.ShowOnPanel(f"{rec.seq}.{screen}", screen, "zone", lines))
    return found


def _voice(rec: Recorded, hall: Hall, event: t.TicketCalled) -> list[d.Job]:
    window = hall.windows.get(event.window)
    if window is None:
        return []
    ticket = hall.facts.tickets[event.ticket]
    if not spoken(hall, ticket, window.zone):
        return []
    return speak_jobs(rec, hall, ticket, window, hall.voices_of_zone.get(window.zone, ()))


def speak_jobs(
    rec: Recorded, hall: Hall, ticket: Ticket, window: WindowPart, voices: Iterable[str]
) -> list[d.Job]:
    """A call on these voices, as loud as the hour allows; whether it is wanted at all is `spoken`'s question."""
    rows, told = hall.config.volume, hall.config.voice
    volume = percent_at(rows, window.zone, rec.at) or lowest(rows, window.zone)
    until_ms = rec.at + told.stale_s * 1000
    return [
        d.Speak(
            f"{rec.seq}.{voice}",
            voice,
            ticket.number,
            window.number,
            told.repeat,
            until_ms=until_ms,
            volume=volume,
        )
        for voice in voices
    ]


def _again(rec: Recorded, hall: Hall, event: d.CallBackedUp) -> list[d.Job]:
    """The panel does not show the call: the voices say it, also where the zone is quiet, and the screens mark it."""
    window, ticket = hall.windows.get(event.window), hall.facts.tickets.get(event.ticket)
    if window is None or ticket is None:
        return []
    return _screens(rec, hall, window.zone) + speak_jobs(rec, hall, ticket, window, event.voices)


def spoken(hall: Hall, ticket: Ticket, zone: str, at: int = 0) -> bool:
    """Is this visitor called by voice, at `at` or else at the last event? Neither 无声叫号 (R130) nor silent hours take
    the voice from those who need it: who asked for it, and elders and disabled visitors who did not ask for silence
    (supervision.md §2.4)."""
    if ticket.calling is not Calling.HALL:
        return ticket.calling is Calling.VOICE
    silent = hall.is_quiet(zone) or not percent_at(hall.config.volume, zone, at or hall.facts.at)
    return not silent or ticket.why in _NEED_VOICE


def _slip(rec: Recorded, hall: Hall, ticket: str, kiosk: str, printer: str = "") -> list[d.Job]:
    part = hall.kiosks.get(kiosk)
    printer = printer or (part.printer if part is not None else "")
    if not printer:
        return []
    have = hall.facts.tickets[ticket]
    if have.service not in hall.services:
        return []
    slip = slip_of(hall, have, kiosk)
    return [d.PrintSlip(_job_id(rec, 0), printer, ticket, slip, until_ms(rec.at))]


def slip_of(hall: Hall, ticket: Ticket, kiosk: str = "") -> d.Slip:
    """What the paper says. The forecast is the one of the issue; a slip after one that may be out is marked a copy;
    one of a machine outside the hall says where the hall is."""
    service = hall.services[ticket.service]
    span = as_range(ticket.forecast)
    config = hall.config.hall
    tail = ticket.identity.masked[-4:]
    return d.Slip(
        hall=Text(config.name, config.name_en or config.name),
        number=ticket.number,
        service=Text(service.name, service.name_en or service.name),
        place=place(hall, ticket.queue),
        way=route(hall, ticket.queue),
        ahead=ticket.forecast.ahead,
        low_min=span.low_min,
        high_min=span.high_min,
        known=span.known,
        rough=span.rough,
        at=ticket.issued_ms,
        qr=ticket.token,
        klass=ticket.klass.value,
        masked=tail if tail.isdigit() else "",
        copy=ticket.copies,
        then=tuple(_leg(hall, x) for x in walk(hall, ticket, hall.facts.at)) if ticket.others else (),
        where=remote.where(hall) if remote.is_remote(hall, kiosk) else Text(""),
    )


def _leg(hall: Hall, leg: Leg) -> Text:
    """发票代开 1楼 C区 12号窗口."""
    part = hall.services.get(leg.service)
    name = Text(part.name, part.name_en or part.name) if part is not None else Text(leg.service, leg.service)
    where = place(hall, leg.queue) if leg.queue in hall.queues else Text("", "")
    return Text(f"{name.zh} {where.zh}".strip(), f"{name.en} {where.en}".strip())


def _readers(rec: Recorded, hall: Hall, event: p.ReadingStarted) -> list[d.Job]:
    part = hall.kiosks.get(event.kiosk)
    reading, until = event.reading, event.until_ms
    if part is None:
        return []
    if event.way is p.Way.CARD:
        devices = [x for x in (part.card, part.social) if x]
        return [d.ReadCard(_job_id(rec, n), x, reading, until) for n, x in enumerate(devices)]
    if event.way is p.Way.CODE:
        devices = [x for x in (part.scanner, part.eye) if x]
        return [d.ReadCode(_job_id(rec, n), x, reading, until) for n, x in enumerate(devices)]
    if event.way is p.Way.FACE and part.eye:
        consent = hall.facts.readings[event.kiosk].consent
        among = _among(hall, event, rec.at)
        return [d.LookForFace(_job_id(rec, 0), part.eye, reading, consent, until, among)]
    return []


def _among(hall: Hall, event: p.ReadingStarted, now: int) -> tuple[str, ...] | None:
    """Blind indexes of those the face may belong to; None: anybody enrolled."""
    if event.against is not None:
        return (event.against.person,)
    return booked_about(hall, now) if hall.config.face.mode == FaceMode.BOOKED else None


def keep(mailbox: list[d.Job], job: d.Job) -> list[d.Job]:
    """The mailbox after one more job: the newest display text, the newest reading, every slip, and of spoken calls
    only the newest for each window."""
    if isinstance(job, d.ShowOnPanel):
        return [j for j in mailbox if not isinstance(j, d.ShowOnPanel)] + [job]
    if isinstance(job, d.ShowOnCaller | d.AskRating):
        return [j for j in mailbox if type(j) is not type(job)] + [job]
    if isinstance(job, d.Speak):
        return [j for j in mailbox if not (isinstance(j, d.Speak) and j.window == job.window)] + [job]
    if isinstance(job, d.ReadCard | d.ReadCode | d.LookForFace):
        return [j for j in mailbox if not isinstance(j, d.ReadCard | d.ReadCode | d.LookForFace)] + [job]
    return [*mailbox, job]


def without(mailbox: Iterable[d.Job], job: str) -> list[d.Job]:
    return [j for j in mailbox if j.id != job]
