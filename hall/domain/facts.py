"""What the hall remembers, folded from the journal: plain mutable records, one owner, all of it in a snapshot.

Nothing here decides. Times are ms since the epoch; 0 means "not yet". Records name one another by id and never hold one
another, so what there are thousands of (`gc=False`) is no work for the garbage collector.
"""

import msgspec

from hall.contract.base import Text
from hall.contract.bookings import BookingState
from hall.contract.calling import Calling
from hall.contract.config import GroupPart, ServicePart, YearPart
from hall.contract.devices import DeviceState, Fault, Job
from hall.contract.environment import Cause, Crowding
from hall.contract.legs import LegState
from hall.contract.people import HeadTurn, Identity, Way
from hall.contract.ratings import RatingLevel
from hall.contract.sensing import Measured
from hall.contract.sightings import CameraState, Detector, Seat
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.tickets import Channel, Forecast, Outcome, TicketClass, TicketState
from hall.contract.views_common import WindowState
from hall.contract.views_kiosk import SlipState
from hall.domain.waiting.learned import Learned


class Leg(msgspec.Struct, gc=False):
    """One service of a ticket that is not the current one: still to come, paused, or over. Times as in `Ticket`."""

    number: int
    service: str
    queue: str
    state: LegState
    need: str = ""
    after: tuple[str, ...] = ()
    window: str = ""
    staff: str = ""
    segment: int = 1
    queued_ms: int = 0
    called_ms: int = 0
    started_ms: int = 0
    ended_ms: int = 0
    paused_ms: int = 0  # since when it is paused
    paused_s: int = 0  # finished pauses
    outcome: Outcome | None = None
    case: str = ""


class Ticket(msgspec.Struct, gc=False):
    """One number; its flat fields describe the current leg. `effective_ms` is its place under the head start: the time
    it counts from, less the head start of its class. `order` breaks ties. `line` is where it stands while it waits."""

    id: str
    number: str
    serial: int
    queue: str
    service: str
    klass: TicketClass
    identity: Identity
    token: str
    forecast: Forecast
    issued_ms: int
    effective_ms: int
    seq: int  # journal seq of the issue
    order: int
    queued_ms: int  # the wait of this segment starts here
    kiosk: str = ""
    state: TicketState = TicketState.WAITING
    window: str = ""
    staff: str = ""
    called_ms: int = 0  # first call of the segment: the wait ends here
    summoned_ms: int = 0  # first call by the window that has it now
    last_call_ms: int = 0
    times: int = 0
    started_ms: int = 0
    paused_ms: int = 0  # since when this leg's service rests (hold, another window); 0: it does not
    paused_s: int = 0  # of this leg's service, finished pauses
    ended_ms: int = 0
    outcome: Outcome | None = None
    case: str = ""
    copies: int = 0
    slip: SlipState = SlipState.UNKNOWN
    slip_job: str = ""
    slip_fault: Fault = Fault.NONE
    slip_printer: str = ""
    slip_twice: bool = False  # an earlier slip that was given up came out after all
    need: str = ""
    line: str = ""
    leg: int = 1
    legs: int = 1  # how many there have been: the number of a leg is never given twice
    segment: int = 1
    others: list[Leg] = []
    pushed: bool = False
    why: str = ""  # reason of the priority
    note: str = ""  # what the last window wrote for the next one
    calling: Calling = Calling.HALL
    channel: Channel = Channel.SELF_SERVICE
    booking: str = ""
    pack: str = ""
    reactivated: int = 0
    held_ms: int = 0  # since when it is held, by `window`
    back_ms: int = 0  # when it comes back by itself
    hold_reason: str = ""
    judged: int = 0  # limits this leg's wait was found to be over (fold_findings.WAIT_BITS)
    sent_by: str = ""  # the window that transferred it, while that can be undone
    ended_by: str = ""  # "visitor" or who ended it before it was served


class Queue(msgspec.Struct):
    """`lines` hold who waits, by class and need (`rule.line_of`), each sorted by (effective_ms, order, ticket id): the
    calling rule looks at their heads alone."""

    id: str
    next_serial: int = 1
    lines: dict[str, list[tuple[int, int, str]]] = {}
    learned: Learned = msgspec.field(default_factory=Learned)
    over: int = 0  # finished waits over the limit today
    waits: int = 0  # finished waits today
    passed: list[str] = []  # tickets passed in it today, newest last

    def waiting(self) -> int:
        """How many wait."""
        return sum(len(line) for line in self.lines.values())


class Window(msgspec.Struct):
    id: str
    state: WindowState = WindowState.CLOSED
    since_ms: int = 0
    staff: str = ""
    holder: str = ""  # who signed on: whose post it is, whoever relieves them
    ticket: str = ""
    pause_reason: str = ""
    back_ms: int = 0
    done: int = 0
    passed: int = 0
    served_s: int = 0
    last_activity_ms: int = 0
    queues: tuple[str, ...] = ()  # set live; empty: as configured
    pull: bool | None = None  # set live; None: as configured
    turn: int = 0  # place in the ratio pattern
    emergency_ms: int = 0
    emergency: str = ""
    relieved: str = ""  # whom the one who is here has relieved
    backed_ms: int = 0  # the call (its `last_call_ms`) that was made another way, because no panel showed it
    backed_by: tuple[str, ...] = ()  # how: voice, screen; none: by word of mouth only
    unsaid_ms: int = 0  # the call of that time was given to voices, and none of them spoke it
    rating: str = ""  # the last service here that was, or is, asked about
    key_said: Text | None = None  # why the last key of its box had no effect, said at `key_ms`
    key_ms: int = 0
    sent: list[
        str
    ] = []  # tickets sent away from here, newest last; those that can be undone say so themselves


class Rating(msgspec.Struct, gc=False):
    """What the visitor was asked after one service, and said. `device` is "" where no evaluator asked; what comes after
    `until_ms` is nobody's. `asked`: the evaluator was told to; `level` None: no word yet."""

    ticket: str
    leg: int
    window: str
    staff: str
    service: str
    device: str = ""
    until_ms: int = 0
    asked: bool = False
    level: RatingLevel | None = None
    at: int = 0


class Reading(msgspec.Struct):
    """The reading in progress at one kiosk, then what was presented, until `until_ms`."""

    reading: str
    way: Way
    until_ms: int
    handle: str = ""
    identity: Identity | None = None
    fault: str = ""
    consent: str = ""
    ticket: str = ""  # whose slip was shown
    turn: HeadTurn | None = None  # where the visitor is asked to turn the head
    against: Identity | None = None  # whom the face is to confirm


class Device(msgspec.Struct):
    """`intended` is the newest display job; `shows` the job the device last confirmed to show, `sent` the one it was
    last sent and cannot confirm; what both say stands in `shown_lines`. `last_fault` stays after the recovery."""

    id: str
    state: DeviceState = DeviceState.UNKNOWN
    fault: Fault = Fault.NONE
    detail: str = ""
    since_ms: int = 0
    shows: str = ""
    intended: str = ""
    intended_ms: int = 0
    intended_lines: tuple[str, ...] = ()
    mailbox: list[Job] = []
    lost: int = 0  # jobs lost today
    confirms: bool = True  # the make tells what became of a job
    drawn_ms: int = 0  # since when it confirmed `shows`
    unshown_ms: int = 0  # since when it is not known to show what it should, where it is not
    shown_lines: tuple[str, ...] = ()
    behind: dict[
        str, tuple[int, tuple[str, ...]]
    ] = {}  # texts replaced before they were confirmed: when, lines
    sent: str = ""
    sent_ms: int = 0
    last_fault: Fault = Fault.NONE
    last_fault_ms: int = 0
    withdrawn: dict[str, str] = {}  # job and ticket of slips taken back while nobody knew their end
    unspoken_ms: int = 0  # of a voice: since when its calls are lost, the last one too


class Sensor(msgspec.Struct, gc=False):
    """What a sensor read last, noted at `at`."""

    id: str
    zone: str
    at: int
    values: tuple[Measured, ...]
    beyond: dict[str, int] = {}  # quantity -> since when it is beyond its limit


class Trouble(msgspec.Struct, gc=False):
    """A record of 环境差; open while `gone_ms` is 0."""

    id: str
    zone: str
    cause: Cause
    source: str
    since_ms: int
    found_ms: int
    box: tuple[float, ...] = ()
    before: str = ""
    after: str = ""
    value: float = 0.0
    limit: float = 0.0
    gone_ms: int = 0
    excused_by: str = ""
    reason: str = ""


class Crowd(msgspec.Struct, gc=False):
    """How full one camera sees its zone."""

    camera: str
    zone: str
    level: Crowding
    since_ms: int
    share: float = -1.0


class Flow(msgspec.Struct, gc=False):
    """What one camera counted over its line today, scaled: `spans` of the newest hour as since, until, in, out, blind
    ms, the oldest first; all of today since `first_ms`."""

    camera: str
    zone: str
    first_ms: int
    until_ms: int
    spans: list[tuple[int, int, float, float, int]] = []
    inward: float = 0.0
    outward: float = 0.0


class Pressed(msgspec.Struct, gc=False):
    """The last key pressed beside a kiosk's screen; `count` tells it from the one before."""

    count: int = 0
    action: str = ""
    at: int = 0


class Camera(msgspec.Struct):
    """Of today's service hours up to `counted_ms` (0: not heard of yet), `usable_ms` out of `open_ms` had a usable
    picture. `trouble` is the newest one, also when it is over."""

    id: str
    state: CameraState = CameraState.UNKNOWN
    since_ms: int = 0
    detail: str = ""
    counted_ms: int = 0
    open_ms: int = 0
    usable_ms: int = 0
    trouble: CameraState = CameraState.OK
    trouble_ms: int = 0
    detector: Detector = Detector.NONE


class DeclaredLeave(msgspec.Struct):
    """Of a post without a window. `gone`: its seat has been seen empty since."""

    reason: str
    since_ms: int
    back_ms: int
    staff: str
    gone: bool = False


class Post(msgspec.Struct):
    """`absent_ms` is when the running absence began (0: none), `back_ms` when the one before ended by a return;
    `unknown` are the spans (since, until in ms) of the absence in which nobody could know."""

    id: str
    seat: Seat = Seat.UNKNOWN
    since_ms: int = 0
    note: str = ""
    absent_ms: int = 0
    back_ms: int = 0
    unknown: list[tuple[int, int]] = []
    here_ms: int = 0  # somebody was seen there until then, when that is over
    blind_ms: int = 0  # nobody could know until then
    leave: DeclaredLeave | None = None
    returned_ms: int = 0  # the last leave of the day ended then


class Zone(msgspec.Struct):
    id: str
    poor: bool = False
    poor_ms: int = 0
    item: str = ""
    note: str = ""
    poor_s: int = 0  # seconds of 环境差 today, finished spans


class Finding(msgspec.Struct, gc=False):
    id: str
    code: FindingCode
    level: Level
    state: FindingState
    subject: str
    zone: str
    since_ms: int
    raised_ms: int
    value_s: int = 0
    detail: str = ""
    told: tuple[str, ...] = ()
    pack: str = ""
    cleared_ms: int = 0
    known_by: str = ""
    known_ms: int = 0
    judged_by: str = ""
    reason: str = ""


class Booking(msgspec.Struct, gc=False):
    """An appointment, kept a month beyond its day; `also` are further blind indexes of the same person, `code` that of
    what the visitor types or shows. `wait_s` is the first wait of its service (-1: not called yet)."""

    id: str
    service: str
    start_ms: int
    end_ms: int
    identity: Identity
    also: tuple[str, ...] = ()
    channel: str = "mobile"
    source: str = ""
    state: BookingState = BookingState.BOOKED
    ticket: str = ""
    code: str = ""
    wait_s: int = -1
    late: bool = False
    walked_in: bool = False  # the person took an ordinary number for the same service that day


class BookingFigures(msgspec.Struct):
    """Bookings of one service on one day, without those cancelled: all, who came, who did not."""

    booked: int = 0
    checked_in: int = 0
    missed: int = 0


class Case(msgspec.Struct, gc=False):
    """One case number (办件编号) and the days on which somebody was served for it (§3.3). Kept over the days."""

    id: str
    service: str
    days: list[str] = []


class Catalogue(msgspec.Struct, frozen=True):
    """An imported item list. `starts` is "" where it came into force at once."""

    version: str
    source: str
    sm3: str
    groups: tuple[GroupPart, ...]
    services: tuple[ServicePart, ...]
    starts: str = ""


class Closing(msgspec.Struct):
    """No numbers are given here since `since_ms`, by hand; `place` is "queue/…", "zone/…" or "" for the hall."""

    place: str
    since_ms: int
    until_ms: int
    reason: str
    by: str


class Facts(msgspec.Struct):
    """Everything a snapshot holds. Dictionaries by id; only today's tickets, so a long history costs nothing."""

    seq: int = 0
    at: int = 0
    day: str = ""
    tickets: dict[str, Ticket] = {}
    by_token: dict[str, str] = {}
    open_by_person: dict[str, str] = {}  # "<person>/<service>" -> ticket id, while open
    by_person: dict[str, list[str]] = {}  # blind index -> today's tickets, in the order of issue
    queues: dict[str, Queue] = {}
    windows: dict[str, Window] = {}
    readings: dict[str, Reading] = {}  # by kiosk
    kiosk_tickets: dict[str, list[str]] = {}  # newest last, at most 8
    devices: dict[str, Device] = {}
    cameras: dict[str, Camera] = {}
    sensors: dict[str, Sensor] = {}
    troubles: dict[str, Trouble] = {}  # of today, and older ones still open
    crowds: dict[str, Crowd] = {}  # by camera
    judging: dict[str, bool] = {}  # by camera: can it say whether anything lies on its floor
    flows: dict[str, Flow] = {}  # by camera, of today
    empties: dict[str, int] = {}  # camera/post → when it was said to be empty, today
    posts: dict[str, Post] = {}
    zones: dict[str, Zone] = {}
    findings: dict[str, Finding] = {}  # today's, and older ones still open
    help: dict[str, int] = {}  # kiosk -> since
    pressed: dict[str, Pressed] = {}  # by kiosk
    hosts_lost: dict[str, int] = {}
    resync: dict[str, int] = {}  # host -> how often it came back: it must report everything again
    refused: int = 0
    held: list[str] = []  # tickets on hold, oldest first
    cases: dict[str, Case] = {}
    came_again: list[str] = []  # cases somebody came for today, not for the first day
    bookings: dict[str, Booking] = {}
    booked_by: dict[str, list[str]] = {}  # blind index of a person -> bookings
    booked_code: dict[str, str] = {}  # blind index of a booking's code -> booking
    booked_due: list[
        tuple[int, str]
    ] = []  # (end of the slot, booking) of those nobody has checked in for, sorted
    booked_days: dict[str, dict[str, BookingFigures]] = {}  # day -> service -> figures
    missed: dict[str, list[str]] = {}  # blind index of a person -> day of each no-show
    quiet: dict[str, bool] = {}  # zone ("" the hall) -> 无声叫号, where set live
    closings: dict[str, Closing] = {}  # by place
    calendar: dict[int, YearPart] = {}  # imported tables, before those of the configuration
    ratings: dict[str, Rating] = {}  # of today, by "<ticket>/<leg>"
    rating_open: dict[str, str] = {}  # job of a question that runs -> rating
    rating_bad: list[str] = []  # ratings of today with one of the two lowest levels
    rated: dict[
        str, dict[str, int]
    ] = {}  # today: "" the hall, "zone/…", "window/…", "staff/…" -> level -> how often
    trend: list[tuple[int, int]] = []  # (at, waiting), one point per 5 min
    catalogue: Catalogue | None = None  # the newest in force; None: that of the configuration
    catalogue_next: Catalogue | None = None  # imported, begins on a later day
    catalogue_versions: dict[str, str] = {}  # every version there was -> its SM3
    dropped: dict[
        str, ServicePart
    ] = {}  # items a list of today left out: today's tickets may still need them
    issued: int = 0
    done: int = 0
    pushed: int = 0  # today, by hand
    prioritised: int = 0  # today, by hand
