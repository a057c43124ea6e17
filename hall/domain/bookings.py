"""Bookings: honoured when the person comes, missed when nobody does, and told back (R129).

Nobody is bound to book: a booking gives a place of its own in the line, and its loss never more than an ordinary number
(R005). How they are imported is in `import_bookings`; checking in, which makes a ticket, in `queueing.check_in`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from hall.contract import bookings as b
from hall.contract import tickets as t
from hall.contract.base import Text
from hall.contract.bookings import BookingState
from hall.contract.legs import LegState
from hall.contract.opening import DayClosed
from hall.contract.people import Identity
from hall.contract.unions import Event
from hall.domain import facts as f
from hall.domain.calendar import closings, day_of, day_start, open_ms
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

MISSED_AT_ONCE = 200  # in one tick; a flood is spread over the next ticks
DAY_MS = 86_400_000
GONE = (BookingState.CANCELLED, BookingState.NO_SHOW)  # their place is free again
_STATES: dict[BookingState, tuple[str, str]] = {
    BookingState.BOOKED: ("已预约", "booked"),
    BookingState.CHECKED_IN: ("已取号", "checked in"),
    BookingState.LATE: ("迟到取号", "checked in late"),
    BookingState.SERVED: ("已办理", "served"),
    BookingState.UNSERVED: ("取号未办", "not served"),
    BookingState.NO_SHOW: ("爽约", "missed"),
    BookingState.CANCELLED: ("已取消", "cancelled"),
}


def state_words(state: BookingState) -> Text:
    """What a state is called."""
    return Text(*_STATES[state])


# --- finding one ------------------------------------------------------------------------------------------------


def of_person(hall: Hall, person: str, day: str = "") -> tuple[f.Booking, ...]:
    """Bookings a blind index stands for, by time; of one day, or of all."""
    if not person or person not in hall.facts.booked_by:
        return ()
    found = [hall.facts.bookings[x] for x in hall.facts.booked_by[person]]
    mine = [x for x in found if not day or day_of(x.start_ms) == day]
    return tuple(sorted(mine, key=lambda x: (x.start_ms, x.id)))


def of_code(hall: Hall, code: str) -> f.Booking | None:
    """The booking whose code has this blind index."""
    return hall.facts.bookings.get(hall.facts.booked_code.get(code, ""))


def may_check_in(hall: Hall, booking: f.Booking, now: int) -> bool:
    """From `checkin_early_s` before the slot until its end."""
    early = booking.start_ms - hall.policy.checkin_early_s * 1000
    return booking.state is BookingState.BOOKED and early <= now < booking.end_ms


def is_late(hall: Hall, booking: f.Booking, now: int) -> bool:
    """More than `checkin_late_s` after the slot began: no preference any more, but never turned away (§2.1)."""
    return now > booking.start_ms + hall.policy.checkin_late_s * 1000


def honoured(hall: Hall, identity: Identity, wanted: tuple[str, ...], now: int) -> f.Booking | None:
    """The earliest booking of this person for one of the services that can be checked in for now."""
    if identity.person not in hall.facts.booked_by:  # nearly everybody
        return None
    for booking in of_person(hall, identity.person, day_of(now)):
        if booking.service in wanted and may_check_in(hall, booking, now):
            return booking
    return None


def booked_about(hall: Hall, now: int, around_ms: int = 3_600_000) -> tuple[str, ...]:
    """Every blind index of people with a booking that is open and begins or ends within `around_ms` of now."""
    near = (
        x
        for x in hall.facts.bookings.values()
        if x.state not in GONE and x.start_ms - around_ms <= now <= x.end_ms + around_ms
    )
    return tuple(sorted({index for x in near for index in (x.identity.person, *x.also) if index}))


def open_tickets(hall: Hall, person: str, service: str = "") -> tuple[str, ...]:
    """Ids of open tickets that came of bookings of this person, under whichever index they were taken."""
    if person not in hall.facts.booked_by:
        return ()
    tickets = hall.facts.tickets
    return tuple(
        x.ticket
        for x in of_person(hall, person)
        if x.state in (BookingState.CHECKED_IN, BookingState.LATE)
        and x.ticket in tickets
        and service in ("", x.service)
        and tickets[x.ticket].state not in (t.TicketState.DONE, t.TicketState.PASSED)
    )


def free(hall: Hall, service: str, start_ms: int) -> int:
    """Places still to be booked in a slot; what nobody came for or was cancelled is free again."""
    part = hall.services.get(service)
    taken = sum(
        x.service == service and x.start_ms == start_ms and x.state not in GONE
        for x in hall.facts.bookings.values()
    )
    return max(0, part.slot - taken) if part is not None else 0


# --- what becomes of one ----------------------------------------------------------------------------------------


def cancel(command: b.CancelBooking, hall: Hall) -> tuple[Event, ...]:
    """By the booking side; a second time changes nothing."""
    booking = hall.facts.bookings.get(command.booking)
    if booking is None:
        raise Refusal("no_booking", "没有这个预约", f"No such booking: {command.booking}.")
    if booking.state is BookingState.CANCELLED:
        return ()
    if booking.state in (BookingState.CHECKED_IN, BookingState.LATE):
        raise Refusal(
            "checked_in",
            "已经取号，请取消那个号",
            "It was checked in and is a number now: cancel that.",
            hint=booking.ticket,
        )
    if booking.state is not BookingState.BOOKED:
        words = state_words(booking.state)
        raise Refusal(
            "over", f"这个预约{words.zh}，不能取消", f"This booking is {words.en}: nothing to cancel."
        )
    return (b.BookingCancelled(booking.id, command.reason.strip()[:40]),)


def missed(hall: Hall, now: int) -> tuple[Event, ...]:
    """Bookings whose slot is over and nobody checked in for, the oldest first."""
    due = hall.facts.booked_due
    over = due[: min(MISSED_AT_ONCE, bisect_right(due, (now, "\uffff")))]
    return tuple(_miss(hall, hall.facts.bookings[name]) for _, name in over)


def _miss(hall: Hall, booking: f.Booking, early: bool = False) -> b.BookingMissed:
    """Nobody can miss a hall that was shut: that is excused."""
    part = hall.services.get(booking.service)
    queue = part.queue if part is not None and part.queue in hall.queues else ""
    shut = open_ms(hall, queue, booking.start_ms, booking.end_ms) == 0
    shut = shut or bool(closings(hall, queue, booking.start_ms))
    return b.BookingMissed(booking.id, early or shut or booking.walked_in)


ENDS = frozenset({t.TicketFinished, t.TicketCancelled, t.TicketAbandoned, DayClosed})


def following(events: Iterable[Event], hall: Hall, now: int) -> tuple[Event, ...]:
    """What these events, about to be journalled, mean for bookings: told back in the same batch. To be asked with the
    hall as it stands before the events are folded. Only those of ENDS mean anything."""
    found: list[Event] = []
    for event in events:
        if isinstance(event, t.TicketFinished):
            ticket = hall.facts.tickets.get(event.ticket)
            if ticket is not None and ticket.booking and not _goes_on(ticket):
                found += _ended(hall, ticket.booking, True)
        elif isinstance(event, t.TicketCancelled | t.TicketAbandoned):
            ticket = hall.facts.tickets.get(event.ticket)
            if ticket is not None and ticket.booking:
                found += _ended(hall, ticket.booking, _was_done(hall, ticket))
        elif isinstance(event, DayClosed):
            found += _day_over(hall, event.day, now)
    return tuple(found)


def _goes_on(ticket: f.Ticket) -> bool:
    return any(x.state in (LegState.PLANNED, LegState.PAUSED) for x in ticket.others)


def _was_done(hall: Hall, ticket: f.Ticket) -> bool:
    """A visitor of several matters who left after the booked one was served."""
    service = hall.facts.bookings[ticket.booking].service if ticket.booking in hall.facts.bookings else ""
    return any(x.service == service and x.state is LegState.DONE for x in ticket.others)


def _ended(hall: Hall, name: str, served: bool) -> tuple[Event, ...]:
    booking = hall.facts.bookings.get(name)
    if booking is None or booking.state not in (BookingState.CHECKED_IN, BookingState.LATE):
        return ()
    state = BookingState.SERVED if served else BookingState.UNSERVED
    return (b.BookingEnded(name, state, booking.ticket, booking.wait_s, booking.late),)


def _day_over(hall: Hall, day: str, now: int) -> Iterator[Event]:
    """Every booking of the day comes to its end: numbers that were not served or passed, and those nobody came for.
    A slot that the hall closed before its end is nobody's no-show."""
    last = day_start(day) + DAY_MS
    for booking in hall.facts.bookings.values():
        if booking.state in (BookingState.CHECKED_IN, BookingState.LATE) and booking.start_ms < last:
            ticket = hall.facts.tickets.get(booking.ticket)
            yield from _ended(hall, booking.id, ticket is not None and _was_done(hall, ticket))
    due = hall.facts.booked_due
    for end_ms, name in due[: bisect_right(due, (last, "\uffff"))]:
        yield _miss(hall, hall.facts.bookings[name], early=end_ms > now)
