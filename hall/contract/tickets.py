"""Tickets: what visitors and windows ask for, and what then became true. The rules live in `hall.domain.queueing`."""

import enum

from hall.contract.base import Word
from hall.contract.calling import Calling
from hall.contract.people import Attest, Identity
from hall.contract.sightings import Sight

MOST_SERVICES = 8  # on one number


class TicketState(enum.Enum):
    """supervision.md §3.2. A booking that was not checked in is no ticket yet (`hall.contract.bookings`); TRANSFERRED
    and PAUSED are states of one leg."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"  # 暂挂: has been at a window, will be called again by it
    DONE = "done"
    PASSED = "passed"  # 过号: may be reactivated once
    CANCELLED = "cancelled"
    ABANDONED = "abandoned"  # left without being served
    EXPIRED = "expired"  # the day ended first


class TicketClass(enum.Enum):
    NORMAL = "normal"
    PRIORITY = "priority"
    BOOKED = "booked"


class PriorityReason(enum.Enum):
    """Why a visitor goes first (R080, R097); OTHER needs a note."""

    ELDER = "elder"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    MILITARY = "military"
    OTHER = "other"


class Channel(enum.Enum):
    """Through which end the visit began (R001, R089)."""

    HALL = "hall"
    SELF_SERVICE = "self_service"
    WEB = "web"
    MOBILE = "mobile"
    HOTLINE = "hotline"


class Outcome(enum.Enum):
    """Of one leg, said by the window (R012)."""

    ON_SPOT_DONE = "on_spot_done"
    ACCEPTED = "accepted"
    TOLERANT_ACCEPTED = "tolerant_accepted"
    NOTICE_ONCE = "notice_once"
    REFUSED = "refused"
    CONSULT_ONLY = "consult_only"


class VisitOutcome(enum.Enum):
    """Of the whole visit, worked out when it is over (`hall.domain.queueing.outcome`)."""

    SERVED = "served"
    SERVED_PART = "served_part"
    CONSULTED = "consulted"
    NOTICED = "noticed"  # sent away with a once-only notice: must come again
    REFUSED = "refused"
    NO_SHOW = "no_show"
    ABANDONED = "abandoned"
    CANCELLED_BY_VISITOR = "cancelled_by_visitor"
    CANCELLED_BY_STAFF = "cancelled_by_staff"
    EXPIRED_WAITING = "expired_waiting"
    EXPIRED_HELD = "expired_held"
    EXPIRED_CALLED = "expired_called"
    EXPIRED_SERVING = "expired_serving"


class Forecast(Word, frozen=True, tag=False):
    """A waiting time from now, P50–P90 in seconds. `known` is False when no window is open for it."""

    known: bool
    ahead: int
    low_s: int = 0
    high_s: int = 0
    rough: bool = False  # too little has been learnt today: shown as 估算


# --- commands -------------------------------------------------------------------------------------------------


class TakeTicket(Word, frozen=True):
    """Take a number for a service, and for `more` services on the same number (一号受理, R063). One open ticket per
    person and service: a second try is refused with the first's number (supervision.md §3.2). `priority` is a
    PriorityReason given by staff, with a `note` where it is OTHER; elders get it by their card. A booking of this
    person for the service is honoured without being named."""

    service: str
    attest: Attest
    kiosk: str = ""
    priority: str = ""
    more: tuple[str, ...] = ()
    calling: Calling = Calling.HALL
    note: str = ""
    channel: Channel = Channel.SELF_SERVICE


class CallNext(Word, frozen=True):
    window: str


class CallTicket(Word, frozen=True):
    """Call by number: somebody who waits in one of the window's queues, or whom this window holds."""

    window: str
    ticket: str


class Recall(Word, frozen=True):
    """Call the called visitor once more; at most 3 calls in all, at least 20 s apart (policy pack)."""

    window: str


class Start(Word, frozen=True):
    """The visitor has come."""

    window: str


class Finish(Word, frozen=True):
    """The service that goes on is over. `case` is the case number it led to, "" when there is none (§3.3)."""

    window: str
    outcome: Outcome = Outcome.ACCEPTED
    case: str = ""


class Pass(Word, frozen=True):
    """过号: called and did not come."""

    window: str


class Reactivate(Word, frozen=True):
    """Put a passed number back in line, once, after the next three (§3.2). By the slip's token or what was presented
    at a kiosk, or by staff with the ticket id."""

    ticket: str = ""
    token: str = ""
    handle: str = ""
    kiosk: str = ""


class Hold(Word, frozen=True):
    """暂挂: the visitor fills in a form or fetches something; the window is free meanwhile. At `back_ms` the visitor
    is put back in line for this window by itself (0: until called)."""

    window: str
    reason: str = ""
    back_ms: int = 0


class LinkCase(Word, frozen=True):
    """The case number this visitor comes for; counts the trip (§3.3)."""

    window: str
    case: str


class PushToTop(Word, frozen=True):
    """插队: a manager puts somebody first, with a reason that stays in the journal. `staff` decided it; the door
    checks and removes the PIN."""

    ticket: str
    reason: str
    staff: str = ""
    pin: str = ""


class Prioritise(Word, frozen=True):
    """A clerk, guide or manager gives a waiting visitor priority (R080)."""

    ticket: str
    reason: PriorityReason
    note: str = ""
    staff: str = ""
    pin: str = ""


class Leave(Word, frozen=True):
    """The visitor has gone, or goes, without being served."""

    ticket: str = ""
    token: str = ""
    reason: str = ""


class Cancel(Word, frozen=True):
    """By the visitor at a kiosk (with the slip's token) or by staff (with the ticket id)."""

    ticket: str = ""
    token: str = ""
    reason: str = ""


class Reprint(Word, frozen=True):
    """Print the slip of a ticket again at this kiosk: by ticket id, by what was presented at it, or by an attest that
    finds the visitor's open number wherever it was taken. `spare`: at the printer near by that the kiosk names. A
    window names no kiosk: the slip comes where the number was taken."""

    kiosk: str = ""
    ticket: str = ""
    handle: str = ""
    attest: Attest | None = None
    spare: bool = False


# --- events ---------------------------------------------------------------------------------------------------


class Plan(Word, frozen=True, tag=False):
    """A leg that is still to come. `after` are services of this ticket that must be done before."""

    service: str
    queue: str
    need: str = ""
    after: tuple[str, ...] = ()


class TicketIssued(Word, frozen=True):
    """A number exists. `ticket` is unique for ever: `<day>-<number>`. `token` is opaque and stands in the slip's QR.
    `service` and `queue` are the first leg's; `plan` the further ones. `queued_ms` is where the wait starts when that
    is not the issue: the slot of a booking. `need` says who may call it: "" anybody of the queue, "skill:<skill>",
    "window:<id>", "staff:<id>"."""

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
    note: str = ""
    plan: tuple[Plan, ...] = ()
    need: str = ""
    queued_ms: int = 0
    booking: str = ""
    calling: Calling = Calling.HALL
    channel: Channel = Channel.SELF_SERVICE
    pack: str = ""
    late: bool = False  # came after the grace time of the booking: an ordinary number


class TicketCalled(Word, frozen=True):
    """`times` is 1 for the first call. The wait of the segment ends at the first. `chosen`: by number, out of turn.
    `turn` is where the window stands in a ratio pattern afterwards (-1: the rule has none)."""

    ticket: str
    window: str
    times: int = 1
    chosen: bool = False
    turn: int = -1


class TicketReturned(Word, frozen=True):
    """A called visitor goes back to the place held before, because the window left, paused or broke."""

    ticket: str
    window: str
    reason: str


class TicketStarted(Word, frozen=True):
    ticket: str
    window: str


class TicketFinished(Word, frozen=True):
    """The current service is done. With further legs a TicketQueued or LegResumed follows at once."""

    ticket: str
    window: str
    outcome: Outcome
    case: str = ""


class TicketPassed(Word, frozen=True):
    """`seen`: what the camera in front of the window knew of the visitor's coming when the clerk passed the number."""

    ticket: str
    window: str
    seen: Sight = Sight.UNKNOWN


class TicketReactivated(Word, frozen=True):
    """A new segment of the same leg. `behind` is the ticket it stands behind ("": nobody waits)."""

    ticket: str
    behind: str = ""
    kiosk: str = ""
    need: str = ""


class TicketHeld(Word, frozen=True):
    ticket: str
    window: str
    reason: str
    back_ms: int = 0


class TicketUnheld(Word, frozen=True):
    """Back in line: the time of return has come, or the window that held it is gone (then `need` is "")."""

    ticket: str
    need: str
    reason: str


class TicketPushed(Word, frozen=True):
    ticket: str
    reason: str
    staff: str = ""


class TicketPrioritised(Word, frozen=True):
    ticket: str
    reason: PriorityReason
    note: str = ""
    staff: str = ""


class CaseLinked(Word, frozen=True):
    """A case number was named at the window. `service` is the item, for its promised trips."""

    ticket: str
    window: str
    case: str
    service: str


class TicketCancelled(Word, frozen=True):
    """`visitor`: by the visitor, with the slip's code; otherwise by staff."""

    ticket: str
    reason: str
    visitor: bool = False


class TicketAbandoned(Word, frozen=True):
    """`visitor`: the visitor said so; otherwise staff noticed it."""

    ticket: str
    reason: str
    visitor: bool = False


class SlipAsked(Word, frozen=True):
    """A slip is wanted again, at `printer` ("" the kiosk's own). `copy`: the last one came out or may have; one that is
    known to have failed is simply printed anew."""

    ticket: str
    kiosk: str
    printer: str = ""
    copy: bool = True
