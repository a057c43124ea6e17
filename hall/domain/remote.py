"""Ticket machines outside the hall, in villages, parks and malls (R088): nobody stands beside them, and whoever takes a
number there still has to come. What they may not do, in words; what they show is in `views_kiosk`."""

from hall.contract.base import Text
from hall.contract.people import Identity, Way
from hall.domain import bookings
from hall.domain import facts as f
from hall.domain.calendar import clock
from hall.domain.refusal import Refusal
from hall.domain.state import Hall


def is_remote(hall: Hall, kiosk: str) -> bool:
    """Does this machine stand outside the hall? One that is not configured does not."""
    part = hall.kiosks.get(kiosk)
    return part is not None and part.remote


def where(hall: Hall) -> Text:
    """Where a number is called, for whoever took it far away: the hall and its address."""
    part = hall.config.hall
    name, address = part.name_en or part.name, part.address_en or part.address
    zh = f"{part.name}，{part.address}" if part.address else part.name
    return Text(zh, f"{name}, {address}" if address else name)


def may_identify(hall: Hall, kiosk: str, identity: Identity) -> None:
    """Refuses a guide's PIN: there is no guide, so it is somebody else who knows it."""
    if identity.way is Way.ASSISTED and is_remote(hall, kiosk):
        zh = "这台机器旁边没有工作人员，请用别的办法"
        raise Refusal("no_guide", zh, "Nobody of the staff is at this machine. Use another way.")


def may_check_in(hall: Hall, kiosk: str) -> None:
    """Refuses to check in: it says that one is in the hall."""
    if is_remote(hall, kiosk):
        zh, en = "签到要到大厅，在那里的取号机上签", "Check in at the hall, at a ticket machine there."
        raise Refusal("check_in_there", zh, en)


def honoured(hall: Hall, kiosk: str, booking: f.Booking | None, now: int) -> f.Booking | None:
    """The booking that a number taken at this machine uses up. Outside the hall that is none: whoever is in time goes
    to the hall and checks in, whoever is late gets an ordinary number."""
    if booking is None or not is_remote(hall, kiosk):
        return booking
    if bookings.is_late(hall, booking, now):
        return None
    slot = f"{clock(booking.start_ms)}–{clock(booking.end_ms)}"
    raise Refusal(
        "booked_there",
        f"您约了 {slot} 办这件事，不用取号，到大厅签到就行",
        f"You booked this for {slot}: no number needed, check in at the hall.",
    )
