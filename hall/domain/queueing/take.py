"""Taking a number, cancelling it, and having its slip printed again."""

from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.people import Age, HeldAttest, Identity
from hall.contract.unions import Event
from hall.contract.views import Open
from hall.domain.calendar import day_of, open_at
from hall.domain.clock_words import clock_text
from hall.domain.facts import Ticket
from hall.domain.queueing.rule import effective_ms
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.waiting.estimate import forecast

OPEN_STATES = (t.TicketState.WAITING, t.TicketState.CALLED, t.TicketState.SERVING)


def take(command: t.TakeTicket, hall: Hall, now: int, by: Actor, fresh: str) -> tuple[Event, ...]:
    """Issue one number, or say why not. One open ticket per person and service; the number is one more than the
    queue's last of this day, so it is never issued twice (R-ids: R005, R080, R130)."""
    service = hall.services.get(command.service)
    if service is None:
        raise Refusal(
            "no_service", "没有这个事项，请重新选择", f"No such service: {command.service}. Choose again."
        )
    if hall.facts.day != day_of(now):
        raise Refusal(
            "day_turning", "系统正在换日，请稍后再试", "The day is being opened. Try again in a moment."
        )
    _must_be_open(hall, service.queue, now)
    identity = identity_of(command.attest, hall, command.kiosk, now)
    if identity.person:
        held = hall.facts.open_by_person.get(f"{identity.person}/{service.id}")
        if held:
            number = hall.facts.tickets[held].number
            raise Refusal("already", f"您已有号 {number}，不用再取", f"You already hold {number}.", hint=held)
    klass, why = _class(command, identity, by)
    queue = hall.queues[service.queue]
    serial = hall.facts.queues[queue.id].next_serial
    number = f"{queue.letter}{serial:03d}"
    place = effective_ms(now, klass, hall.policy)
    return (
        t.TicketIssued(
            ticket=f"{hall.facts.day}-{number}",
            number=number,
            serial=serial,
            queue=queue.id,
            service=service.id,
            klass=klass,
            identity=identity,
            token=fresh,
            forecast=forecast(hall, queue.id, place, now),
            kiosk=command.kiosk,
            why=why,
        ),
    )


def taking(hall: Hall, state: Open, now: int) -> bool:
    """Are numbers given now: while open, and `take_early_s` before the next session of this day."""
    soon = state.next_ms > 0 and state.next_ms - now <= hall.policy.take_early_s * 1000
    return state.open or (soon and day_of(state.next_ms) == day_of(now))


def _must_be_open(hall: Hall, queue: str, now: int) -> None:
    state = open_at(hall, queue, now)
    if taking(hall, state, now):
        return
    if state.next_ms:
        zh, en = clock_text(state.next_ms, now)
        raise Refusal("closed", f"现在没开，{zh} 开", f"Closed now, opens {en}.")
    raise Refusal("closed", "现在没开，请问导办台", "Closed now. Please ask the guide desk.")


def identity_of(attest: object, hall: Hall, kiosk: str, now: int) -> Identity:
    """The sealed identity of a command: given by the door, or held at this kiosk since a reader presented it."""
    if isinstance(attest, Identity):
        return attest
    if isinstance(attest, HeldAttest):
        reading = hall.facts.readings.get(kiosk)
        if reading and reading.identity and reading.handle == attest.handle and now <= reading.until_ms:
            return reading.identity
        raise Refusal("held_over", "时间过了，请重新刷一下", "That has expired. Please present it again.")
    raise Refusal("unsealed", "身份信息没有处理好，请重试", "The identity was not sealed. Please try again.")


def _class(command: t.TakeTicket, identity: Identity, by: Actor) -> tuple[t.TicketClass, str]:
    """Priority by age from the card, or by staff with a reason; never by a visitor's own word alone."""
    if command.priority:
        if by.role is not Role.ADMIN:
            raise Refusal("not_allowed", "优先要由工作人员办理", "Priority is given by staff.")
        return t.TicketClass.PRIORITY, command.priority
    if identity.age is Age.ELDER:
        return t.TicketClass.PRIORITY, "elder"
    return t.TicketClass.NORMAL, ""


def cancel(command: t.Cancel, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """By the slip's token (visitor) or the ticket id (staff). A visitor who is being served is not cancelled."""
    ticket_id = hall.facts.by_token.get(command.token, "") if command.token else command.ticket
    if by.role in (Role.KIOSK, Role.GATEWAY) and not command.token:
        raise Refusal("not_allowed", "请用小票上的码取消", "Cancel with the code on the slip.")
    ticket = known(hall, ticket_id)
    if ticket.state is t.TicketState.SERVING:
        raise Refusal("serving", f"{ticket.number} 正在办理，不能取消", f"{ticket.number} is being served.")
    if ticket.state not in OPEN_STATES:
        raise Refusal("over", f"{ticket.number} 已经结束", f"{ticket.number} is already closed.")
    return (t.TicketCancelled(ticket.id, command.reason or "visitor"),)


def reprint(command: t.Reprint, hall: Hall, now: int, by: Actor) -> tuple[Event, ...]:
    """The slip again, marked as a copy; never a second ticket."""
    part = hall.kiosks.get(command.kiosk)
    if part is None or not part.printer:
        raise Refusal("no_printer", "这台机器不能打印", f"Kiosk {command.kiosk} has no printer.")
    if command.attest is not None:
        ticket = _open_ticket_of(hall, identity_of(command.attest, hall, command.kiosk, now))
    elif command.ticket:
        ticket = known(hall, command.ticket)
        mine = command.ticket in hall.facts.kiosk_tickets.get(command.kiosk, [])
        if by.role is Role.KIOSK and not mine and not _held_here(hall, command.kiosk, ticket, now):
            raise Refusal("not_yours", "请先刷身份证或输手机号", "Present your card or phone number first.")
    else:
        held = identity_of(HeldAttest(command.handle), hall, command.kiosk, now)
        ticket = _open_ticket_of(hall, held)
    if ticket.state not in OPEN_STATES:
        raise Refusal("over", f"{ticket.number} 已经结束", f"{ticket.number} is already closed.")
    return (t.SlipAsked(ticket.id, command.kiosk),)


def _held_here(hall: Hall, kiosk: str, ticket: Ticket, now: int) -> bool:
    reading = hall.facts.readings.get(kiosk)
    person = reading.identity.person if reading and reading.identity and now <= reading.until_ms else ""
    return bool(person) and person == ticket.identity.person


def _open_ticket_of(hall: Hall, identity: Identity) -> Ticket:
    prefix = f"{identity.person}/"
    mine = [v for k, v in hall.facts.open_by_person.items() if identity.person and k.startswith(prefix)]
    if not mine:
        raise Refusal("none", "没有找到您今天的号", "No open number of yours was found today.")
    return max((hall.facts.tickets[x] for x in mine), key=lambda ticket: ticket.issued_ms)


def known(hall: Hall, ticket_id: str) -> Ticket:
    """Today's ticket of that id, or a refusal in words."""
    ticket = hall.facts.tickets.get(ticket_id)
    if ticket is None:
        raise Refusal("no_ticket", "没有这个号", "No such ticket today.")
    return ticket
