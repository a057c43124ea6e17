"""Bookings: an appointment made elsewhere, honoured here, and told back (R129, supervision.md §3.2). A booking is no
ticket: checking in makes one. The rules live in `hall.domain.bookings`."""

import enum

from hall.contract.base import Word
from hall.contract.people import Attest, Identity


class BookingState(enum.Enum):
    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    SERVED = "served"
    NO_SHOW = "no_show"  # the slot went by; the place went to walk-ins
    LATE = "late"  # came after the grace time: an ordinary number
    CANCELLED = "cancelled"
    UNSERVED = "unserved"  # checked in, and left or ran out of the day


class BookingRow(Word, frozen=True, tag=False):
    """One appointment as the booking side sends it. `booking` is its own id there. At least one of `phone` and
    `card` identifies the person; both leave this struct at the controller's door. `start_ms` and `end_ms` are the
    slot."""

    booking: str
    service: str
    start_ms: int
    end_ms: int
    phone: str = ""
    card: str = ""
    name: str = ""
    channel: str = "mobile"
    identity: Identity | None = None  # filled in by the door
    also: tuple[str, ...] = ()  # further blind indexes of the same person (card and phone), by the door


# --- commands -------------------------------------------------------------------------------------------------


class ImportBookings(Word, frozen=True):
    """Rows of one source. All are taken or none; a row that was imported before and is the same changes nothing."""

    source: str
    rows: tuple[BookingRow, ...]


class CancelBooking(Word, frozen=True):
    booking: str
    reason: str = ""


class CheckIn(Word, frozen=True):
    """取号: turn a booking into a number, by its code or by what was presented at the kiosk (`booking` picks one when
    the person has several)."""

    kiosk: str
    attest: Attest
    booking: str = ""


# --- events ---------------------------------------------------------------------------------------------------


class Booked(Word, frozen=True, tag=False):
    """A booking as the journal keeps it: sealed."""

    booking: str
    service: str
    start_ms: int
    end_ms: int
    identity: Identity
    also: tuple[str, ...] = ()
    channel: str = "mobile"


class BookingsImported(Word, frozen=True):
    source: str
    bookings: tuple[Booked, ...]


class BookingCancelled(Word, frozen=True):
    booking: str
    reason: str = ""


class BookingMissed(Word, frozen=True):
    """Nobody checked in before the slot was over."""

    booking: str


class BookingEnded(Word, frozen=True):
    """What became of it, for the booking side."""

    booking: str
    state: BookingState
    ticket: str = ""
    wait_s: int = 0
