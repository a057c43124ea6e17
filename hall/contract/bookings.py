"""Bookings: an appointment made elsewhere, honoured here, and told back (R129, supervision.md §3.2). A booking is no
ticket: checking in makes one. The rules live in `hall.domain.bookings`."""

import enum

from hall.contract.base import Text, Word
from hall.contract.people import Attest, Identity


class BookingState(enum.Enum):
    """BOOKED → CHECKED_IN or LATE → SERVED or UNSERVED; or BOOKED → NO_SHOW or CANCELLED. Never back."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    SERVED = "served"
    NO_SHOW = "no_show"  # the slot went by; the place went to walk-ins
    LATE = "late"  # came after the grace time: an ordinary number
    CANCELLED = "cancelled"
    UNSERVED = "unserved"  # checked in, and left, was passed or ran out of the day


class BookingRow(Word, frozen=True, tag=False):
    """One appointment as the booking side sends it. `booking` is its own id there. At least one of `phone` and
    `card` identifies the person; both leave this struct at the controller's door, and so does `code`, what the visitor
    was given to type or show. Where there is none the visitor types the id, and an id stays in the clear: it is what
    the booking side is told back by. `start_ms` and `end_ms` are the slot; with `end_ms` 0 the slot that starts then.
    """

    booking: str
    service: str
    start_ms: int
    end_ms: int = 0
    phone: str = ""
    card: str = ""
    name: str = ""
    channel: str = "mobile"  # a value of Channel
    code: str = ""
    identity: Identity | None = None  # filled in by the door
    also: tuple[str, ...] = ()  # further blind indexes of the same person (card and phone), by the door


class RowFault(Word, frozen=True, tag=False):
    """What is wrong with one row of an import. `row` counts the command's rows from 1; `column` is a field of
    BookingRow. A refusal of code "rows" carries up to 100 of them in its hint, as a JSON array."""

    row: int
    column: str
    what: Text
    do: Text = Text("")


# --- commands -------------------------------------------------------------------------------------------------


class ImportBookings(Word, frozen=True):
    """Rows of one source. All are taken or none; a row that was imported before and is the same changes nothing, one
    that differs replaces a booking nobody has checked in for. With `check` nothing is taken: only looked at."""

    source: str
    rows: tuple[BookingRow, ...]
    check: bool = False


class CancelBooking(Word, frozen=True):
    """By the booking side. One that was cancelled before changes nothing; one that was checked in is a ticket now."""

    booking: str
    reason: str = ""


class CheckIn(Word, frozen=True):
    """取号: turn a booking into a number, by its code or by what was presented at the kiosk. `booking` picks one when
    the person has several; without it the earliest that can be checked in for now."""

    kiosk: str
    attest: Attest
    booking: str = ""


# --- events ---------------------------------------------------------------------------------------------------


class Booked(Word, frozen=True, tag=False):
    """A booking as the journal keeps it: sealed. `code` is the blind index of what the visitor types or shows."""

    booking: str
    service: str
    start_ms: int
    end_ms: int
    identity: Identity
    also: tuple[str, ...] = ()
    channel: str = "mobile"
    code: str = ""


class BookingsImported(Word, frozen=True):
    """New bookings, and those that were changed: the same id again replaces what was."""

    source: str
    bookings: tuple[Booked, ...]


class BookingCancelled(Word, frozen=True):
    booking: str
    reason: str = ""


class BookingMissed(Word, frozen=True):
    """Nobody checked in before the slot was over. `excused`: it does not count against the person, because the hall
    was not open, or the person had come for an ordinary number."""

    booking: str
    excused: bool = False


class BookingEnded(Word, frozen=True):
    """What became of a booking that was checked in: SERVED or UNSERVED, its number, the first wait of its service in
    service hours (-1: never called), and whether the person came late."""

    booking: str
    state: BookingState
    ticket: str = ""
    wait_s: int = -1
    late: bool = False
