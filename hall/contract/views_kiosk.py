"""What a kiosk is shown (topic "kiosk/<id>")."""

import enum

from hall.contract.base import Text, Word
from hall.contract.calling import Calling
from hall.contract.legs import LegState
from hall.contract.people import HeadTurn, Way
from hall.contract.tickets import TicketClass, TicketState
from hall.contract.views_common import Open, Range


class QueueGlance(Word, frozen=True, tag=False):
    """`taking`: numbers are given now; they are from a while before a session opens (policy `take_early_s`)."""

    queue: str
    zone: str
    waiting: int
    range: Range
    open: Open
    taking: bool = False


class ZoneGlance(Word, frozen=True, tag=False):
    zone: str
    name: Text
    waiting: int
    range: Range


class WayGlance(Word, frozen=True, tag=False):
    """`ready` False: the device behind this way is broken or unknown; `why` says so in words. Of a way that works it
    says what a visitor should know of it."""

    way: Way
    ready: bool
    why: Text = Text("")
    first: Way | None = None  # this way only confirms what that one presented before (face, 1:1)


class ReadingState(enum.Enum):
    WAITING = "waiting"
    PRESENTED = "presented"
    FAILED = "failed"


class BookingGlance(Word, frozen=True, tag=False):
    """A booking of today of whoever was presented at a kiosk. `state`: early, now, late (these three can still be
    checked in for), taken (`number` says which), over, missed, cancelled; `why` says it in words."""

    booking: str
    service: Text
    start_ms: int
    end_ms: int
    state: str
    why: Text
    number: str = ""


class SlipState(enum.Enum):
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"  # `why` says what to do; the number stays good
    UNKNOWN = "unknown"  # sent, but the printer never confirmed


class KioskLeg(Word, frozen=True, tag=False):
    """One item of a number that has several (R063), in the order the visitor is expected to walk."""

    service: Text
    place: Text
    state: LegState


class KioskTicket(Word, frozen=True, tag=False):
    """A ticket taken or asked for again at this kiosk in the last minutes, or of whoever is presented here. `token` is
    what the slip's code says: with it the visitor cancels, leaves, comes back and chooses how to be called. `spoken`:
    as things are this visitor will be called by voice; `voice`: there is one where they wait. `legs` has every item,
    only where there are several; `passed` says of a passed number whether and how it can come back. `slip_at` names the
    printer when the slip is not this kiosk's; `spare` the one near by that can print it now."""

    ticket: str
    number: str
    service: Text
    place: Text
    route: Text
    state: TicketState
    issued_ms: int
    ahead: int
    range: Range
    slip: SlipState
    why: Text = Text("")
    qr: str = ""
    window: str = ""  # when called
    token: str = ""
    klass: TicketClass = TicketClass.NORMAL
    calling: Calling = Calling.HALL
    spoken: bool = True
    voice: bool = True
    legs: tuple[KioskLeg, ...] = ()
    reactivable: bool = False
    passed: Text = Text("")
    slip_at: Text = Text("")
    spare: Text = Text("")


class Reading(Word, frozen=True, tag=False):
    """The reading of this kiosk: switched on, answered, or failed (`fault` names which, `why` in words). `tickets` are
    today's open and passed numbers of whoever was presented, newest first; after a `slip` was shown, that one alone."""

    reading: str
    way: Way
    state: ReadingState
    until_ms: int
    handle: str = ""
    shown: str = ""  # 张*
    masked: str = ""
    under_14: bool = False
    fault: str = ""
    why: Text = Text("")
    bookings: tuple[BookingGlance, ...] = ()  # of today, by time
    tickets: tuple[KioskTicket, ...] = ()
    slip: bool = False
    turn: HeadTurn | None = None  # where the visitor is asked to turn the head now


class Pressed(Word, frozen=True, tag=False):
    """The last key beside the screen. `count` grows with every press, so that none is taken twice."""

    count: int
    action: str
    at: int


class Remote(Word, frozen=True, tag=False):
    """Of a ticket machine outside the hall (R088): the `place` it stands at, the `phone` of who helps, `where` its
    numbers are called. `shut`: no number is given now, and when again; empty while some are."""

    place: Text
    phone: str
    where: Text
    shut: Text = Text("")


class KioskView(Word, frozen=True):
    kiosk: str
    seq: int
    at: int
    hall: Text
    open: Open
    queues: tuple[QueueGlance, ...]
    zones: tuple[ZoneGlance, ...]
    ways: tuple[WayGlance, ...]
    reading: Reading | None = None
    tickets: tuple[KioskTicket, ...] = ()  # newest first, at most 8
    help_ms: int = 0  # a guide was called at this time (0: not)
    printer: Text = Text("")  # a sentence when the printer cannot print, else empty
    pressed: Pressed | None = None
    remote: Remote | None = None
