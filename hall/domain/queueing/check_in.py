"""Checking in: a booking becomes a number (R129). Too early, too late and not found are said with the time and what to
do; an ordinary number is open to everybody all the same (R005)."""

import msgspec

from hall.contract import tickets as t
from hall.contract.base import Actor, Text
from hall.contract.bookings import BookingState, CheckIn
from hall.contract.people import BookingCode, Identity, Way
from hall.contract.unions import Event
from hall.domain import bookings, remote
from hall.domain import facts as f
from hall.domain.calendar import clock, day_of
from hall.domain.clock_words import clock_text
from hall.domain.queueing import take
from hall.domain.queueing.states import OPEN_STATES
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

_OVER = (BookingState.SERVED, BookingState.UNSERVED)
_TAKEN = (BookingState.CHECKED_IN, BookingState.LATE)


def check_in(command: CheckIn, hall: Hall, now: int, by: Actor, fresh: str) -> tuple[Event, ...]:
    """The number of a booking: in class BOOKED, waiting from its slot on; an ordinary one, at once, for who is late."""
    remote.may_check_in(hall, command.kiosk)
    identity, mine = _presented(command, hall, now)
    booking = _chosen(command, hall, mine, now)
    identity = msgspec.structs.replace(
        identity, person=booking.identity.person, shown=identity.shown or booking.identity.shown
    )
    order = t.TakeTicket(booking.service, identity, command.kiosk)
    klass, why = take.class_of(order, identity, by)
    return (take.issue(hall, now, (booking.service,), identity, fresh, order, klass, why, booking),)


def _presented(command: CheckIn, hall: Hall, now: int) -> tuple[Identity, tuple[f.Booking, ...]]:
    """Who is there, and what they booked for today."""
    if isinstance(command.attest, BookingCode):
        booking = bookings.of_code(hall, command.attest.index)
        if booking is None:
            raise Refusal(
                "no_booking",
                "没有这个预约码，请再看看，或用身份证、手机号",
                "No booking has this code. Check it, or use your card or phone number.",
            )
        return by_code(booking), (booking,)
    identity = take.identity_of(command.attest, hall, command.kiosk, now)
    mine = bookings.of_person(hall, identity.person)
    today = tuple(x for x in mine if day_of(x.start_ms) == day_of(now))
    if today:
        return identity, today
    coming = next((x for x in mine if x.start_ms > now and x.state is BookingState.BOOKED), None)
    if coming is not None:
        zh, en = clock_text(coming.start_ms, now)
        raise Refusal("other_day", f"您约的是{zh}，到时候再来", f"Your booking is {en}. Come then.")
    if identity.way is Way.FACE:
        raise Refusal(
            "no_booking",
            "认脸找不到预约，请用身份证、手机号或预约码",
            "A face does not tell your booking. Use your card, phone number or booking code.",
        )
    raise Refusal(
        "no_booking",
        "没有找到您今天的预约，可以取普通号",
        "No booking of yours was found for today. You can take an ordinary number.",
    )


def by_code(booking: f.Booking) -> Identity:
    """Who shows a booking's code: the one who booked, but nothing of them is shown to whoever holds the code."""
    return Identity(Way.CODE, booking.identity.person)


def _chosen(command: CheckIn, hall: Hall, mine: tuple[f.Booking, ...], now: int) -> f.Booking:
    """The booking that was named, else the earliest that can be checked in for. Raises Refusal with the reason that
    helps most."""
    if command.booking:
        named = next((x for x in mine if x.id == command.booking), None)
        if named is None:
            raise Refusal(
                "not_yours",
                "这个预约是别的证件约的，请用预约时的证件或手机号",
                "That booking was made under another document. Use the one it was made with.",
            )
        mine = (named,)
    ready = [x for x in mine if bookings.may_check_in(hall, x, now)]
    if ready:
        return ready[0]
    raise _why_not(hall, mine, now)


def _why_not(hall: Hall, mine: tuple[f.Booking, ...], now: int) -> Refusal:
    taken = next((x for x in mine if x.state in _TAKEN), None)
    ticket = hall.facts.tickets.get(taken.ticket) if taken is not None else None
    if ticket is not None and ticket.state in OPEN_STATES:
        return take.already(ticket)
    early = next((x for x in mine if x.state is BookingState.BOOKED and now < x.start_ms), None)
    last = early or mine[-1]
    state, words = glance(hall, last, now)
    slot = f"{clock(last.start_ms)}–{clock(last.end_ms)}"
    if state == "early":
        zh, en = f"您来早了，约的是 {slot}", f"You are early for {slot}"
        return Refusal("too_early", f"{zh}，{words.zh}", f"{en}. {words.en}")
    return Refusal(state, f"{slot} 的预约{words.zh}", f"Your booking for {slot}: {words.en}")


def glance(hall: Hall, booking: f.Booking, now: int) -> tuple[str, Text]:
    """How a booking stands towards the one who made it: a word for the screen, and a sentence beside its time."""
    if booking.state in _TAKEN:
        ticket = hall.facts.tickets.get(booking.ticket)
        number = ticket.number if ticket is not None else ""
        return "taken", Text(f"已经取号 {number}", f"you have number {number}")
    if booking.state in _OVER:
        return "over", Text("已经用过", "it was used")
    if booking.state is BookingState.CANCELLED:
        return "cancelled", Text("取消了，可以取普通号", "cancelled; take an ordinary number")
    if booking.state is BookingState.NO_SHOW or now >= booking.end_ms:
        return "missed", Text("过了，可以取普通号", "past; take an ordinary number")
    from_ms = booking.start_ms - hall.policy.checkin_early_s * 1000
    if now < from_ms:
        return "early", Text(f"{clock(from_ms)} 以后再签到", f"Check in from {clock(from_ms)} on")
    if bookings.is_late(hall, booking, now):
        minutes = (now - booking.start_ms) // 60_000
        return "late", Text(f"过了 {minutes} 分钟，给您排普通号", f"{minutes} min late: an ordinary number")
    return "now", Text("可以签到", "Ready to check in")
