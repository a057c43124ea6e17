"""What a kiosk shows: its own page of queues, ways, reading and slips. The item list is in `views_catalogue`."""

from hall.contract.base import Text
from hall.contract.config import FaceMode, KioskPart, text
from hall.contract.devices import DeviceState, Fault
from hall.contract.legs import LegState
from hall.contract.people import Age, Way
from hall.contract.tickets import TicketState
from hall.contract.views_common import Range
from hall.contract.views_kiosk import (
    BookingGlance,
    KioskLeg,
    KioskTicket,
    KioskView,
    Pressed,
    QueueGlance,
    Reading,
    ReadingState,
    Remote,
    SlipState,
    WayGlance,
    ZoneGlance,
)
from hall.domain import facts as f
from hall.domain import remote, words
from hall.domain.bookings import of_person
from hall.domain.calendar import day_of, open_at
from hall.domain.clock_words import clock_text
from hall.domain.jobs import spoken
from hall.domain.people import before_face, devices_of_way, way_ready
from hall.domain.places import place, route
from hall.domain.queueing.check_in import glance
from hall.domain.queueing.legs import walk
from hall.domain.queueing.moves import may_reactivate
from hall.domain.queueing.states import OPEN_STATES
from hall.domain.queueing.take import of_reading, spare_of, taking
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.waiting.estimate import as_range, forecast, position

_MOST = 8  # numbers of one person on a page
ONLY_SOCIAL = Text("现在只能读社保卡", "Social-security card only, for now")
CONFIRMS = Text("先刷证件或扫码，再看一眼核对", "Card or code first, then one look")
STILL_GOOD = Text("号照样有效", "Your number is still good.")
TWO_SLIPS = Text("先前那张也打出来了，两张是同一个号", "The earlier slip came too. Both are one number.")


def _queue(hall: Hall, queue: str, span: Range, now: int) -> QueueGlance:
    state = open_at(hall, queue, now)
    return QueueGlance(
        queue, hall.queues[queue].zone, hall.waiting(queue), span, state, taking(hall, state, now)
    )


def kiosk(hall: Hall, kiosk_id: str, now: int) -> KioskView:
    """KeyError for a kiosk that is not configured."""
    part = hall.kiosks[kiosk_id]
    config = hall.config.hall
    ranges = next_ranges(hall, now)
    queues = tuple(_queue(hall, q, ranges[q], now) for q in hall.queues)
    return KioskView(
        kiosk_id,
        hall.facts.seq,
        now,
        text(config.name, config.name_en),
        open_at(hall, "", now),
        queues,
        tuple(_zone(hall, z, ranges) for z in zones_with_queues(hall)),
        tuple(_way(hall, kiosk_id, way) for way in Way if way is not Way.ASSISTED or not part.remote),
        _reading(hall, kiosk_id, now),
        tuple(
            _ticket(hall, part, hall.facts.tickets[t], now)
            for t in reversed(hall.facts.kiosk_tickets.get(kiosk_id, []))
            if t in hall.facts.tickets
        ),
        hall.facts.help.get(kiosk_id, 0),
        printer(hall, part.printer),
        _pressed(hall, kiosk_id),
        _outside(hall, part, queues, now) if part.remote else None,
    )


def _outside(hall: Hall, part: KioskPart, queues: tuple[QueueGlance, ...], now: int) -> Remote:
    return Remote(text(part.place, part.place_en), part.phone, remote.where(hall), _shut(queues, now))


def _shut(queues: tuple[QueueGlance, ...], now: int) -> Text:
    """While no queue gives numbers: when the first one does again, as far as anybody knows."""
    if any(q.taking for q in queues):
        return Text("")
    soonest = min((q.open.next_ms for q in queues if q.open.next_ms), default=0)
    zh, en = clock_text(soonest, now) if soonest else ("", "")
    return Text(f"现在没开，{zh} 开", f"Closed now, opens {en}") if zh else Text("现在没开", "Closed now")


def _pressed(hall: Hall, kiosk_id: str) -> Pressed | None:
    have = hall.facts.pressed.get(kiosk_id)
    return Pressed(have.count, have.action, have.at) if have is not None else None


def next_ranges(hall: Hall, now: int) -> dict[str, Range]:
    """What an ordinary visitor would be told who took a number now, by queue."""
    return {q: as_range(forecast(hall, q, now, now)) for q in hall.queues}


def zones_with_queues(hall: Hall) -> list[str]:
    with_queues = {q.zone for q in hall.config.queues}
    return [z.id for z in hall.config.zones if z.id in with_queues]


def zone_range(hall: Hall, zone: str, ranges: dict[str, Range]) -> Range:
    """The longest wait among the zone's queues: nobody who goes there is told too little."""
    known = [ranges[q.id] for q in hall.config.queues if q.zone == zone and ranges[q.id].known]
    return max(known, key=lambda r: (r.high_min, r.low_min)) if known else Range(False)


def zone_name(hall: Hall, zone: str) -> Text:
    """B 社保医保: the letter people look for, then what is done there."""
    part = hall.zones[zone]
    if len(part.id) == 1:
        return Text(f"{part.id} {part.name}", f"{part.id} {part.name_en or part.name}")
    return text(part.name, part.name_en)


def _zone(hall: Hall, zone: str, ranges: dict[str, Range]) -> ZoneGlance:
    waiting = sum(hall.waiting(q.id) for q in hall.config.queues if q.zone == zone)
    return ZoneGlance(zone, zone_name(hall, zone), waiting, zone_range(hall, zone, ranges))


# --- ways and readings --------------------------------------------------------------------------------------------


def _way(hall: Hall, kiosk_id: str, way: Way) -> WayGlance:
    if way_ready(hall, kiosk_id, way):
        if way is Way.FACE and hall.config.face.mode == FaceMode.ONE:
            return WayGlance(way, True, CONFIRMS, before_face(hall, kiosk_id))
        return WayGlance(way, True, _cards(hall, kiosk_id) if way is Way.CARD else Text(""))
    zh, en = words.READERS[way]
    behind = [hall.facts.devices[d] for d in devices_of_way(hall, kiosk_id, way) if d in hall.devices]
    if not behind:
        why = Text(f"这台机器没有{zh}，请用别的办法", f"There is no {en} here. Use another way.")
    elif all(d.state is DeviceState.UNKNOWN for d in behind):
        why = Text(f"{zh}还没有回音，请用别的办法", f"The {en} has not answered. Use another way.")
    elif way is Way.FACE and any(d.fault is Fault.FACES_OFF for d in behind):
        why = words.reading(Fault.FACES_OFF.value)
    else:
        why = Text(f"{zh}坏了，请用别的办法", f"The {en} is broken. Use another way.")
    return WayGlance(way, False, why)


def _cards(hall: Hall, kiosk_id: str) -> Text:
    """Which cards can be read now, where the machine has a reader for each kind; empty for an ordinary machine."""
    part = hall.kiosks[kiosk_id]
    if not part.social:
        return Text("")
    ready = [
        hall.facts.devices[x].state is DeviceState.READY if x in hall.devices else False
        for x in (part.card, part.social)
    ]
    if all(ready):
        return Text("身份证或社保卡都行", "ID or social-security card")
    return Text("现在只能读身份证", "ID card only, for now") if ready[0] else ONLY_SOCIAL


def _reading(hall: Hall, kiosk_id: str, now: int) -> Reading | None:
    have = hall.facts.readings.get(kiosk_id)
    if have is None:
        return None
    if have.identity is not None:
        who = have.identity
        return Reading(
            have.reading,
            have.way,
            ReadingState.PRESENTED,
            have.until_ms,
            have.handle,
            who.shown,
            who.masked,
            who.age is Age.UNDER_14,
            tickets=_mine(hall, kiosk_id, have, now),
            slip=bool(have.ticket),
            bookings=tuple(_booking(hall, x, now) for x in of_person(hall, who.person, day_of(now))),
        )
    if have.fault:
        return Reading(
            have.reading,
            have.way,
            ReadingState.FAILED,
            have.until_ms,
            fault=have.fault,
            why=words.reading(have.fault),
        )
    return Reading(have.reading, have.way, ReadingState.WAITING, have.until_ms, turn=have.turn)


def _mine(hall: Hall, kiosk_id: str, reading: f.Reading, now: int) -> tuple[KioskTicket, ...]:
    """Open and passed numbers, newest first."""
    tickets = [hall.facts.tickets[x] for x in of_reading(hall, reading)]
    shown = [x for x in tickets if x.state in OPEN_STATES or x.state is TicketState.PASSED]
    newest = sorted(shown, key=lambda x: -x.issued_ms)[:_MOST]
    return tuple(_ticket(hall, hall.kiosks[kiosk_id], x, now) for x in newest)


def _booking(hall: Hall, booking: f.Booking, now: int) -> BookingGlance:
    service, ticket = hall.services.get(booking.service), hall.facts.tickets.get(booking.ticket)
    state, why = glance(hall, booking, now)
    return BookingGlance(
        booking.id,
        text(service.name, service.name_en) if service else Text(booking.service),
        booking.start_ms,
        booking.end_ms,
        state,
        why,
        ticket.number if ticket is not None else "",
    )


# --- slips --------------------------------------------------------------------------------------------------------


def printer(hall: Hall, printer_id: str) -> Text:
    """A sentence for the visitor when no slip can be printed; empty when the printer has answered that it can."""
    device = hall.facts.devices.get(printer_id) if printer_id in hall.devices else None
    if device is None:
        return Text("这台机器不打号票，号在屏幕上", "No slips here. Your number is on the screen.")
    if device.state is DeviceState.READY:
        return Text("")
    if device.state is DeviceState.UNKNOWN:
        return Text(
            "打印机还没有回音，号照样有效", "The printer has not answered. Your number is still good."
        )
    if device.fault is Fault.PAPER_END:
        return Text("没有纸了，号照样有效", "Out of paper. Your number is still good.")
    if device.fault is Fault.COVER_OPEN:
        return Text("打印机盖子开着，号照样有效", "The printer is open. Your number is still good.")
    return Text("打印机坏了，号照样有效", "The printer is broken. Your number is still good.")


def _slip(hall: Hall, part: KioskPart, ticket: f.Ticket) -> tuple[SlipState, Text]:
    """What became of the paper. The number is good in every case, so the words say that too."""
    printer_id = ticket.slip_printer or part.printer
    sentence = printer(hall, printer_id)
    if not ticket.slip_job or printer_id not in hall.devices:
        return SlipState.FAILED, Text(
            "没有打号票，请记住号码", "No slip was printed. Please note your number."
        )
    if ticket.slip is SlipState.PRINTED:
        return SlipState.PRINTED, TWO_SLIPS if ticket.slip_twice else Text("")
    if ticket.slip is SlipState.FAILED:
        if ticket.slip_fault is Fault.PAPER_END:
            return SlipState.FAILED, Text("没有纸了，号照样有效", "Out of paper. Your number is still good.")
        said = (
            sentence
            if sentence.zh
            else Text(
                "号票没打出来，号照样有效，可以再补打",
                "The slip did not come. Your number is still good; print again.",
            )
        )
        return SlipState.FAILED, said
    if ticket.slip is SlipState.UNKNOWN:
        return SlipState.UNKNOWN, Text(
            "号票可能没打出来，号照样有效", "The slip may not have come. Your number is still good."
        )
    if not sentence.zh:
        return SlipState.PRINTING, Text("")
    # The order waits in the printer's mailbox, and the printer has said why it cannot work, or nothing at all.
    unheard = hall.facts.devices[printer_id].state is DeviceState.UNKNOWN
    return (SlipState.UNKNOWN if unheard else SlipState.FAILED), sentence


def _elsewhere(hall: Hall, part: KioskPart, ticket: f.Ticket) -> Text:
    """The printer the slip was sent to, when that is not this kiosk's own."""
    if ticket.slip_printer in ("", part.printer):
        return Text("")
    return Text(*words.device(hall, ticket.slip_printer))


def _near_by(hall: Hall, part: KioskPart, ticket: f.Ticket, slip: SlipState) -> Text:
    """The printer near by, while a slip that did not come can be printed there."""
    spare = spare_of(hall, part.id)
    if slip not in (SlipState.FAILED, SlipState.UNKNOWN) or not spare or ticket.state not in OPEN_STATES:
        return Text("")
    return Text(*words.device(hall, spare))


def _ticket(hall: Hall, part: KioskPart, ticket: f.Ticket, now: int) -> KioskTicket:
    service = hall.services.get(ticket.service)
    waiting = ticket.state is TicketState.WAITING
    left = position(hall, ticket.id, now) if ticket.queue in hall.queues else ticket.forecast
    slip, why = _slip(hall, part, ticket)
    window = hall.windows.get(ticket.window)
    called = ticket.state in (TicketState.CALLED, TicketState.SERVING)
    zone = window.zone if window else hall.queues[ticket.queue].zone if ticket.queue in hall.queues else ""
    back, passed = _back(hall, ticket, now)
    return KioskTicket(
        ticket.id,
        ticket.number,
        text(service.name, service.name_en) if service else Text(ticket.service),
        place(hall, ticket.queue) if ticket.queue in hall.queues else Text(""),
        _way_there(hall, part, ticket),
        ticket.state,
        ticket.issued_ms,
        left.ahead if waiting else 0,
        as_range(left) if waiting else Range(False),
        slip,
        why,
        ticket.token,
        (window.number if window else ticket.window) if called else "",
        ticket.token,
        ticket.klass,
        ticket.calling,
        spoken(hall, ticket, zone, now),
        bool(hall.voices_of_zone.get(zone)),
        _legs(hall, ticket, now),
        back,
        passed,
        _elsewhere(hall, part, ticket),
        _near_by(hall, part, ticket, slip),
    )


def _way_there(hall: Hall, part: KioskPart, ticket: f.Ticket) -> Text:
    """From a machine outside the hall one has to find the hall first."""
    if part.remote:
        return remote.where(hall)
    return route(hall, ticket.queue) if ticket.queue in hall.queues else Text("")


def _legs(hall: Hall, ticket: f.Ticket, now: int) -> tuple[KioskLeg, ...]:
    """What is over first, then where the visitor is, then what is still to come."""
    if not ticket.others:
        return ()
    over = (LegState.DONE, LegState.TRANSFERRED, LegState.ENDED)
    before = [x for x in ticket.others if x.state in over]
    here = (ticket.service, ticket.queue, LegState.CURRENT)
    rows = [*((x.service, x.queue, x.state) for x in before), here]
    rows += [(x.service, x.queue, x.state) for x in walk(hall, ticket, now)]
    return tuple(
        KioskLeg(_service_name(hall, s), place(hall, q) if q in hall.queues else Text(""), state)
        for s, q, state in rows
    )


def _service_name(hall: Hall, service: str) -> Text:
    part = hall.services.get(service)
    return text(part.name, part.name_en) if part is not None else Text(service)


def _back(hall: Hall, ticket: f.Ticket, now: int) -> tuple[bool, Text]:
    """May a passed number come back, and how; else why not."""
    if ticket.state is not TicketState.PASSED:
        return False, Text("")
    try:
        may_reactivate(hall, ticket, now)
    except Refusal as refusal:
        return False, refusal.text
    return True, words.comes_back(hall)
