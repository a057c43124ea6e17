"""The fold of bookings: imported, checked in, called, missed, cancelled, ended; forgotten a month after their day."""

from bisect import bisect_left, insort

from hall.contract import bookings as b
from hall.contract import tickets as t
from hall.contract.bookings import BookingState
from hall.contract.opening import DayOpened
from hall.contract.unions import Recorded
from hall.domain import facts as f
from hall.domain import fold_tickets as tickets
from hall.domain.calendar import day_of, day_start, open_seconds
from hall.domain.state import Hall

KEPT_DAYS = (
    31  # after its day a booking is still known to the booking side's repeats; then the journal alone has it
)
_COUNTED: dict[BookingState, tuple[int, int, int]] = {
    BookingState.BOOKED: (1, 0, 0),
    BookingState.CHECKED_IN: (1, 1, 0),
    BookingState.LATE: (1, 1, 0),
    BookingState.SERVED: (1, 1, 0),
    BookingState.UNSERVED: (1, 1, 0),
    BookingState.NO_SHOW: (1, 0, 1),
    BookingState.CANCELLED: (0, 0, 0),
}
"""What a booking counts in the figures of its day: booked, came, did not come."""


def imported(e: b.BookingsImported, rec: Recorded, hall: Hall) -> None:
    for new in e.bookings:
        old = hall.facts.bookings.get(new.booking)
        if old is not None:
            _forget(hall.facts, old)
        _remember(
            hall.facts,
            f.Booking(
                new.booking,
                new.service,
                new.start_ms,
                new.end_ms,
                new.identity,
                new.also,
                new.channel,
                e.source,
                code=new.code,
            ),
        )


def cancelled(e: b.BookingCancelled, rec: Recorded, hall: Hall) -> None:
    _become(hall.facts, hall.facts.bookings.get(e.booking), BookingState.CANCELLED)


def missed(e: b.BookingMissed, rec: Recorded, hall: Hall) -> None:
    """Kept against the blind index the person booked under, so that the bar needs no name."""
    booking = hall.facts.bookings.get(e.booking)
    _become(hall.facts, booking, BookingState.NO_SHOW)
    if booking is not None and not e.excused:
        hall.facts.missed.setdefault(booking.identity.person, []).append(day_of(booking.start_ms))


def ended(e: b.BookingEnded, rec: Recorded, hall: Hall) -> None:
    _become(hall.facts, hall.facts.bookings.get(e.booking), e.state)


def issued(e: t.TicketIssued, rec: Recorded, hall: Hall) -> None:
    """The ticket, and the booking it came of. A number without one, for what was booked for later that day, says that
    the person came after all."""
    tickets.issued(e, rec, hall)
    facts = hall.facts
    booking = facts.bookings.get(e.booking)
    if booking is not None:
        booking.ticket, booking.late = e.ticket, e.late
        _become(facts, booking, BookingState.LATE if e.late else BookingState.CHECKED_IN)
    elif e.identity.person in facts.booked_by:
        services = {e.service, *(x.service for x in e.plan)}
        for name in facts.booked_by[e.identity.person]:
            mine = facts.bookings[name]
            if mine.service in services and day_of(mine.start_ms) == facts.day:
                mine.walked_in = True


def called(e: t.TicketCalled, rec: Recorded, hall: Hall) -> None:
    """The call; the first one for the booked service ends the wait that is told back."""
    ticket = hall.facts.tickets[e.ticket]
    booking = hall.facts.bookings.get(ticket.booking) if ticket.booking else None
    if booking is not None and booking.wait_s < 0 and ticket.service == booking.service:
        booking.wait_s = open_seconds(hall, ticket.queue, ticket.queued_ms, rec.at)
    tickets.called(e, rec, hall)


def day_opened(e: DayOpened, rec: Recorded, hall: Hall) -> None:
    """Bookings of coming days stay; those over a month ago go, and no-shows that bar nobody any more."""
    tickets.day_opened(e, rec, hall)
    facts = hall.facts
    oldest = day_start(e.day) - KEPT_DAYS * 86_400_000
    for old in [x for x in facts.bookings.values() if x.end_ms < oldest]:
        _forget(facts, old)
    for day in [x for x in facts.booked_days if day_start(x) < oldest]:
        del facts.booked_days[day]
    since = day_of(day_start(e.day) - hall.policy.noshow_bar_days * 86_400_000)
    stayed = {k: [day for day in days if day >= since] for k, days in facts.missed.items()}
    facts.missed = {k: days for k, days in stayed.items() if days}


# --- within -----------------------------------------------------------------------------------------------------


def _remember(facts: f.Facts, booking: f.Booking) -> None:
    facts.bookings[booking.id] = booking
    for index in dict.fromkeys((booking.identity.person, *booking.also)):
        facts.booked_by.setdefault(index, []).append(booking.id)
    if booking.code:
        facts.booked_code[booking.code] = booking.id
    insort(facts.booked_due, (booking.end_ms, booking.id))
    _count(facts, booking, 1)


def _forget(facts: f.Facts, booking: f.Booking) -> None:
    _off_due(facts, booking)
    _count(facts, booking, -1)
    del facts.bookings[booking.id]
    for index in dict.fromkeys((booking.identity.person, *booking.also)):
        facts.booked_by[index].remove(booking.id)
        if not facts.booked_by[index]:
            del facts.booked_by[index]
    if facts.booked_code.get(booking.code) == booking.id:
        del facts.booked_code[booking.code]


def _become(facts: f.Facts, booking: f.Booking | None, state: BookingState) -> None:
    if booking is None:  # of a journal whose older part was told of it; nothing is left to change
        return
    _off_due(facts, booking)
    _count(facts, booking, -1)
    booking.state = state
    _count(facts, booking, 1)


def _off_due(facts: f.Facts, booking: f.Booking) -> None:
    key = (booking.end_ms, booking.id)
    at = bisect_left(facts.booked_due, key)
    if at < len(facts.booked_due) and facts.booked_due[at] == key:
        del facts.booked_due[at]


def _count(facts: f.Facts, booking: f.Booking, sign: int) -> None:
    day = facts.booked_days.setdefault(day_of(booking.start_ms), {})
    figures = day.setdefault(booking.service, f.BookingFigures())
    booked, came, stayed = _COUNTED[booking.state]
    figures.booked += sign * booked
    figures.checked_in += sign * came
    figures.missed += sign * stayed
