"""Tickets: what visitors and windows ask for, and what then became true. The rules live in `hall.domain.queueing`."""

import enum

from hall.contract.base import Word
from hall.contract.people import Attest, Identity


class TicketState(enum.Enum):
    """supervision.md §3.2; BOOKED, HELD and TRANSFERRED come with the booking and transfer rules."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    DONE = "done"
    PASSED = "passed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class TicketClass(enum.Enum):
    NORMAL = "normal"
    PRIORITY = "priority"
    BOOKED = "booked"


class Outcome(enum.Enum):
    """R012."""

    ON_SPOT_DONE = "on_spot_done"
    ACCEPTED = "accepted"
    TOLERANT_ACCEPTED = "tolerant_accepted"
    NOTICE_ONCE = "notice_once"
    REFUSED = "refused"
    CONSULT_ONLY = "consult_only"


class Forecast(Word, frozen=True, tag=False):
    """A waiting time from now, P50–P90 in seconds. `known` is False when no window is open for it."""

    known: bool
    ahead: int
    low_s: int = 0
    high_s: int = 0
    rough: bool = False  # too little has been learnt today: shown as 估算


# --- commands -------------------------------------------------------------------------------------------------


class TakeTicket(Word, frozen=True):
    """Take a number for a service. One open ticket per person and service: a second try is refused with the first's
    number (R-one-ticket, supervision.md §3.2). `priority` is a reason given by staff; elders get it by their card."""

    service: str
    attest: Attest
    kiosk: str = ""
    priority: str = ""


class CallNext(Word, frozen=True):
    window: str


class Recall(Word, frozen=True):
    """Call the called visitor once more; at most 3 calls in all, at least 20 s apart (policy pack)."""

    window: str


class Start(Word, frozen=True):
    """The visitor has come."""

    window: str


class Finish(Word, frozen=True):
    window: str
    outcome: Outcome = Outcome.ACCEPTED


class Pass(Word, frozen=True):
    """过号: called and did not come."""

    window: str


class Cancel(Word, frozen=True):
    """By the visitor at a kiosk (with the slip's token) or by staff (with the ticket id)."""

    ticket: str = ""
    token: str = ""
    reason: str = ""


class Reprint(Word, frozen=True):
    """Print the slip of a ticket again at this kiosk: by ticket id, by what was presented at it, or by an attest that
    finds the visitor's open number wherever it was taken."""

    kiosk: str
    ticket: str = ""
    handle: str = ""
    attest: Attest | None = None


class OpenDay(Word, frozen=True):
    """Sent by the hall to itself at the first tick of a date."""

    day: str  # YYYY-MM-DD


class CloseDay(Word, frozen=True):
    """End of day: open tickets expire with a reason, windows sign off (日清, R044)."""

    day: str
    reason: str = "day_end"


# --- events ---------------------------------------------------------------------------------------------------


class TicketIssued(Word, frozen=True):
    """A number exists. `ticket` is unique for ever: `<day>-<number>`. `token` is opaque and stands in the slip's QR."""

    ticket: str
    number: str
    serial: int
    queue: str
    service: str
    klass: TicketClass
    identity: Identity
    token: str
    forecast: Forecast
    kiosk: str = ""
    why: str = ""  # reason of a priority class


class TicketCalled(Word, frozen=True):
    """`times` is 1 for the first call. The wait of the ticket ends at the first."""

    ticket: str
    window: str
    times: int = 1


class TicketReturned(Word, frozen=True):
    """A called visitor goes back to the place held before, because the window left, paused or broke."""

    ticket: str
    window: str
    reason: str


class TicketStarted(Word, frozen=True):
    ticket: str
    window: str


class TicketFinished(Word, frozen=True):
    ticket: str
    window: str
    outcome: Outcome


class TicketPassed(Word, frozen=True):
    ticket: str
    window: str


class TicketCancelled(Word, frozen=True):
    ticket: str
    reason: str


class SlipAsked(Word, frozen=True):
    """A slip is wanted again."""

    ticket: str
    kiosk: str


class DayOpened(Word, frozen=True):
    day: str


class DayClosed(Word, frozen=True):
    """`expired` are the ids of the tickets that were still open."""

    day: str
    expired: tuple[str, ...] = ()
    reason: str = "day_end"
