"""Bookings: imported, honoured when the person comes, missed when nobody does, and told back (R129)."""

from hall.contract.bookings import BookingState
from hall.contract.people import Identity
from hall.domain import facts as f
from hall.domain.state import Hall


def honoured(hall: Hall, identity: Identity, wanted: tuple[str, ...], now: int) -> f.Booking | None:
    """The booking of this person for one of the services, if now is within its check-in time: not earlier than
    `checkin_early_s` before the slot, not later than `checkin_late_s` after its start (policy pack)."""
    early, late = hall.policy.checkin_early_s * 1000, hall.policy.checkin_late_s * 1000
    for name in hall.facts.booked_by.get(identity.person, ()) if identity.person else ():
        booking = hall.facts.bookings[name]
        fits = booking.start_ms - early <= now <= booking.start_ms + late
        if booking.state is BookingState.BOOKED and booking.service in wanted and fits:
            return booking
    return None
