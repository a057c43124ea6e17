"""Taking a number, cancelling it, and having its slip printed again."""

import msgspec

from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.calling import CallingSet, SetCalling
from hall.contract.devices import DeviceState
from hall.contract.people import Age, HeldAttest, HelpAnswered, Identity, Way
from hall.contract.unions import Event
from hall.contract.views_common import Open
from hall.contract.views_kiosk import SlipState
from hall.domain import bookings, remote
from hall.domain import facts as f
from hall.domain.calendar import day_of, open_at
from hall.domain.clock_words import clock_text
from hall.domain.facts import Reading, Ticket
from hall.domain.queueing import legs
from hall.domain.queueing.rule import effective_ms
from hall.domain.queueing.states import must_allow
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.waiting.estimate import forecast

MOST_SERVICES = t.MOST_SERVICES
# Bound once: an enum's member costs a look-up each time.
_NORMAL, _BOOKED, _ELDER = t.TicketClass.NORMAL, t.TicketClass.BOOKED, Age.ELDER


def take(command: t.TakeTicket, hall: Hall, now: int, by: Actor, fresh: str) -> tuple[Event, ...]:
    """Issue one number, or say why not. One open ticket per person and service; the number is one more than the
    queue's last of this day, so it is never issued twice (R005, R063, R080, R130)."""
    wanted = tuple(dict.fromkeys((command.service, *command.more))) if command.more else (command.service,)
    identity = identity_of(command.attest, hall, command.kiosk, now)
    remote.may_identify(hall, command.kiosk, identity)
    klass, why = class_of(command, identity, by)
    booking = remote.honoured(hall, command.kiosk, bookings.honoured(hall, identity, wanted, now), now)
    issued = issue(hall, now, wanted, identity, fresh, command, klass, why, booking)
    if identity.staff and command.kiosk in hall.facts.help:  # the guide who was called for is there
        return issued, HelpAnswered(command.kiosk, identity.staff)
    return (issued,)


def issue(
    hall: Hall,
    now: int,
    wanted: tuple[str, ...],
    identity: Identity,
    fresh: str,
    command: t.TakeTicket,
    klass: t.TicketClass,
    why: str,
    booking: f.Booking | None,
) -> t.TicketIssued:
    """The number itself, after all that can be refused was."""
    if hall.facts.day != day_of(now):
        raise Refusal(
            "day_turning", "系统正在换日，请稍后再试", "The day is being opened. Try again in a moment."
        )
    services = legs.spread(hall, wanted)
    if len(services) > MOST_SERVICES:
        zh = f"一个号最多办 {MOST_SERVICES} 件事"
        raise Refusal("too_many", zh, f"One number serves {MOST_SERVICES} services at most.")
    for service in services:
        _must_be_open(hall, hall.services[service].queue, now, service if len(services) > 1 else "")
        must_be_new(hall, identity, service, booking)
    queued, late = 0, booking is not None and bookings.is_late(hall, booking, now)
    if booking is not None:
        # Whatever was shown, it is the person who booked: so that card and phone do not get a number each.
        identity = msgspec.structs.replace(identity, person=booking.identity.person)
    if booking is not None and not late:
        klass = _BOOKED if klass is _NORMAL else klass
        queued = booking.start_ms if booking.start_ms > now else 0
    place = effective_ms(max(now, queued), klass, hall.policy)
    first, plan = legs.ordered(hall, services, klass, place, now)
    part = hall.services[first]
    need = legs.need_of(part)
    queue = hall.queues[part.queue]
    serial = hall.facts.queues[queue.id].next_serial
    number = f"{queue.letter}{serial:03d}"
    return t.TicketIssued(  # what every number has goes by position: a name costs a search
        f"{hall.facts.day}-{number}",
        number,
        serial,
        queue.id,
        first,
        klass,
        identity,
        fresh,
        forecast(hall, queue.id, place, now, klass, need),
        command.kiosk,
        why=why,
        note=command.note,
        plan=plan,
        need=need,
        queued_ms=queued,
        booking=booking.id if booking is not None else "",
        calling=command.calling,
        channel=command.channel,
        pack=hall.policy.id,
        late=late,
    )


def must_be_new(hall: Hall, identity: Identity, service: str, booking: f.Booking | None = None) -> None:
    """One open ticket per person and service (§3.2), under whichever document the person booked it."""
    if booking is None:
        person = identity.person
        held = hall.facts.open_by_person.get(f"{person}/{service}", "") if person else ""
        found = (held,) if held else bookings.open_tickets(hall, person, service)
    else:
        known_as = (identity.person, booking.identity.person, *booking.also)
        found = tuple(hall.facts.open_by_person.get(f"{x}/{service}", "") for x in known_as if x)
    for held in found:
        if held:
            raise already(hall.facts.tickets[held])


def already(ticket: Ticket) -> Refusal:
    """The number this person has; the hint is the ticket, so that its slip can be printed again."""
    number = ticket.number
    return Refusal("already", f"您已有号 {number}，不用再取", f"You already hold {number}.", hint=ticket.id)


def taking(hall: Hall, state: Open, now: int) -> bool:
    """Are numbers given now: while open, and `take_early_s` before the next session of this day; never early while a
    closure takes a session away."""
    if state.why.zh:
        return False
    if state.open:
        return True
    soon = state.next_ms > 0 and state.next_ms - now <= hall.policy.take_early_s * 1000
    return soon and day_of(state.next_ms) == day_of(now)


def _must_be_open(hall: Hall, queue: str, now: int, service: str = "") -> None:
    """`service` is named in the refusal when the visitor asked for several."""
    state = open_at(hall, queue, now)
    if taking(hall, state, now):
        return
    part = hall.services[service] if service else None
    zh_of, en_of = (f"{part.name}：", f"{part.name_en or part.name}: ") if part else ("", "")
    if state.why.zh:
        raise _stopped(state, zh_of, en_of, now)
    if state.next_ms:
        zh, en = clock_text(state.next_ms, now)
        raise Refusal("closed", f"{zh_of}现在没开，{zh} 开", f"{en_of}Closed now, opens {en}.")
    raise Refusal("closed", f"{zh_of}现在没开，请问导办台", f"{en_of}Closed now. Please ask the guide desk.")


def _stopped(state: Open, zh_of: str, en_of: str, now: int) -> Refusal:
    """Closed in its hours: visitors are told why, and from when numbers are given again."""
    zh, en = clock_text(state.next_ms, now) if state.next_ms else ("", "")
    then_zh, then_en = (
        (f"，{zh} 恢复", f", again {en}") if zh else ("，请问导办台", ". Please ask the guide desk")
    )
    return Refusal(
        "stopped",
        f"{zh_of}停止取号：{state.why.zh}{then_zh}",
        f"{en_of}No numbers now: {state.why.en}{then_en}.",
    )


def identity_of(attest: object, hall: Hall, kiosk: str, now: int) -> Identity:
    """The sealed identity of a command: given by the door, or held at this kiosk since a reader presented it."""
    if isinstance(attest, Identity):
        return attest
    if isinstance(attest, HeldAttest):
        reading = hall.facts.readings.get(kiosk)
        if reading and reading.identity and reading.handle == attest.handle and now <= reading.until_ms:
            if reading.ticket:
                zh = "这是小票上的码，用来查号、补打。取号请换个办法"
                raise Refusal("slip_only", zh, "A slip's code finds its number. Take a number another way.")
            return reading.identity
        raise Refusal("held_over", "时间过了，请重新刷一下", "That has expired. Please present it again.")
    raise Refusal("unsealed", "身份信息没有处理好，请重试", "The identity was not sealed. Please try again.")


def class_of(command: t.TakeTicket, identity: Identity, by: Actor) -> tuple[t.TicketClass, str]:
    """Priority by age from the card, or by staff with a reason; never by a visitor's own word alone (R080, R097)."""
    if command.priority:
        if by.role is not Role.ADMIN and identity.way is not Way.ASSISTED:
            raise Refusal("not_allowed", "优先要由工作人员办理", "Priority is given by staff.")
        try:
            reason = t.PriorityReason(command.priority)
        except ValueError:
            known = ", ".join(x.value for x in t.PriorityReason)
            zh, en = "请选优先的原因", f"{command.priority!r} is no reason for priority: {known}."
            raise Refusal("no_reason", zh, en) from None
        if reason is t.PriorityReason.OTHER and not command.note.strip():
            raise Refusal("no_note", "请写明优先的原因", "Write down why this visitor goes first.")
        return t.TicketClass.PRIORITY, reason.value
    if identity.age is _ELDER:
        return t.TicketClass.PRIORITY, t.PriorityReason.ELDER.value
    return _NORMAL, ""


def mine(hall: Hall, by: Actor, ticket_id: str, token: str) -> Ticket:
    """The ticket a visitor's token or a clerk's id names. A kiosk or phone must bring the token."""
    if by.role in (Role.KIOSK, Role.GATEWAY) and not token:
        raise Refusal("not_allowed", "请用小票上的码", "Use the code on the slip.")
    return known(hall, hall.facts.by_token.get(token, "") if token else ticket_id)


def cancel(command: t.Cancel, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """By the slip's token (visitor) or the ticket id (staff). A visitor who is being served is not cancelled."""
    ticket = must_allow(type(command), mine(hall, by, command.ticket, command.token))
    visitor = bool(command.token)
    return (t.TicketCancelled(ticket.id, command.reason or ("visitor" if visitor else by.name), visitor),)


def go_away(command: t.Leave, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """Left without being served: noticed by staff, or said by the visitor on the way out (V05)."""
    ticket = must_allow(type(command), mine(hall, by, command.ticket, command.token))
    visitor = bool(command.token)
    return (t.TicketAbandoned(ticket.id, command.reason or ("visitor" if visitor else by.name), visitor),)


def set_calling(command: SetCalling, hall: Hall, by: Actor) -> tuple[Event, ...]:
    ticket = must_allow(SetCalling, mine(hall, by, command.ticket, command.token))
    return () if ticket.calling is command.calling else (CallingSet(ticket.id, command.calling),)


def reprint(command: t.Reprint, hall: Hall, now: int, by: Actor) -> tuple[Event, ...]:
    """The slip again, here or at the printer near by; never a second ticket, never two orders at once. It is marked as
    a copy unless the last one is known to have failed."""
    ticket = must_allow(t.Reprint, _ticket_to_print(command, hall, now, by))
    kiosk = command.kiosk or ticket.kiosk
    part = hall.kiosks.get(kiosk)
    if part is None or not part.printer:
        raise Refusal("no_printer", "这台机器不能打印", f"Kiosk {kiosk or '(none)'} has no printer.")
    spare = spare_of(hall, kiosk) if command.spare else ""
    if command.spare and not spare:
        zh = "旁边的打印机也打不了，号照样有效，请找工作人员"
        raise Refusal("no_spare", zh, "No printer near by can print. Your number is still good; ask staff.")
    if _is_printing(hall, ticket):
        raise Refusal("slip_printing", "正在打印，请稍等", "It is being printed. One moment.")
    failed = ticket.slip is SlipState.FAILED
    return (t.SlipAsked(ticket.id, kiosk, spare, copy=bool(ticket.slip_job) and not failed),)


def _ticket_to_print(command: t.Reprint, hall: Hall, now: int, by: Actor) -> Ticket:
    kiosk = command.kiosk
    if command.attest is not None:
        return _open_ticket_of(hall, identity_of(command.attest, hall, kiosk, now))
    if not command.ticket:
        return _open_ticket_of(hall, identity_of(HeldAttest(command.handle), hall, kiosk, now))
    ticket = known(hall, command.ticket)
    mine = command.ticket in hall.facts.kiosk_tickets.get(kiosk, [])
    if by.role is Role.KIOSK and not mine and not _held_here(hall, kiosk, ticket, now):
        raise _not_yours(hall, kiosk)
    return ticket


def spare_of(hall: Hall, kiosk: str) -> str:
    """The printer near by of a kiosk, "" while that has not answered that it can print."""
    part = hall.kiosks.get(kiosk)
    device = hall.facts.devices.get(part.spare) if part is not None and part.spare else None
    return device.id if device is not None and device.state is DeviceState.READY else ""


def _is_printing(hall: Hall, ticket: Ticket) -> bool:
    """Is its slip in the hands of a printer that works? One in the mailbox of a printer in trouble is only waiting."""
    device = hall.facts.devices.get(ticket.slip_printer)
    if device is None or device.state is not DeviceState.READY:
        return False
    return any(job.id == ticket.slip_job for job in device.mailbox)


def _held_here(hall: Hall, kiosk: str, ticket: Ticket, now: int) -> bool:
    reading = hall.facts.readings.get(kiosk)
    if reading is None or reading.identity is None or now > reading.until_ms:
        return False
    return ticket.id in of_reading(hall, reading)


def of_reading(hall: Hall, reading: Reading) -> tuple[str, ...]:
    """Today's tickets of whoever was presented, oldest first: all of the person, or the one whose slip was shown."""
    if reading.ticket or reading.identity is None:
        return (reading.ticket,) if reading.ticket in hall.facts.tickets else ()
    person = reading.identity.person
    if not person:
        return ()
    return tuple(dict.fromkeys((*hall.facts.by_person.get(person, ()), *bookings.open_tickets(hall, person))))


def _not_yours(hall: Hall, kiosk: str) -> Refusal:
    reading = hall.facts.readings.get(kiosk)
    if reading is not None and reading.identity is not None:
        return Refusal(
            "not_yours",
            "这张号是用别的证件取的，请用取号时的证件或手机号",
            "That number was taken with another document. Use the one it was taken with.",
        )
    return Refusal("not_yours", "请先刷身份证或输手机号", "Present your card or phone number first.")


def _open_ticket_of(hall: Hall, identity: Identity) -> Ticket:
    prefix = f"{identity.person}/"
    mine = [v for k, v in hall.facts.open_by_person.items() if identity.person and k.startswith(prefix)]
    mine += bookings.open_tickets(hall, identity.person)
    if not mine:
        raise Refusal("none", "没有找到您今天的号", "No open number of yours was found today.")
    return max((hall.facts.tickets[x] for x in mine), key=lambda ticket: ticket.issued_ms)


def known(hall: Hall, ticket_id: str) -> Ticket:
    """Today's ticket of that id, or a refusal in words."""
    ticket = hall.facts.tickets.get(ticket_id)
    if ticket is None:
        raise Refusal("no_ticket", "没有这个号", "No such ticket today.")
    return ticket
