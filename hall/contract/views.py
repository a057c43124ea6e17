"""What screens and hosts are shown: whole, small, with the journal `seq` they were built from and the hall time `at`.

Every time is absolute (ms), so a screen can count seconds by itself. A view older than its rate is shown as stale.
"""

import enum

from hall.contract.base import Text, Word
from hall.contract.calling import Calling
from hall.contract.devices import Job
from hall.contract.flow import WallFlow
from hall.contract.legs import LegState
from hall.contract.opening import SessionKind
from hall.contract.people import HeadTurn, Way
from hall.contract.posts import DeclaredLeave, Suspension
from hall.contract.recording import Footage
from hall.contract.sensing import Quantity
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.tickets import TicketClass, TicketState


class WindowState(enum.Enum):
    CLOSED = "closed"
    FREE = "free"
    CALLED = "called"
    SERVING = "serving"
    PAUSED = "paused"


class Range(Word, frozen=True, tag=False):
    """A waiting time rounded outward to 5 min. `known` False: no window open for it; `rough`: 估算."""

    known: bool
    low_min: int = 0
    high_min: int = 0
    rough: bool = False


class Open(Word, frozen=True, tag=False):
    """Is the hall, or a queue, open now. `until_ms` the end of this session, `next_ms` the next opening (0 unknown).
    `why` is the reason while a closure takes a session away: then no numbers are given early either. `provisional`: the
    year has no calendar yet, so this is the weekly pattern alone."""

    open: bool
    until_ms: int = 0
    next_ms: int = 0
    lunch: bool = False  # closed over noon, opens again today
    nonstop: bool = False  # no lunch gap today
    kind: SessionKind | None = None  # of the session that runs
    why: Text = Text("", "")
    provisional: bool = False


# --- catalogue (topic "catalogue"; changes rarely) ----------------------------------------------------------


class GroupCard(Word, frozen=True, tag=False):
    """`parent` is the group of the first level it stands in, "" for one of the first level."""

    id: str
    name: Text
    parent: str = ""


class ServiceCard(Word, frozen=True, tag=False):
    """One item as the kiosk shows it (R009, R118). `pinyin` (syllables apart) and `initials` serve the search; days are
    working days, 0 not said; `ends` is the first day without it; `bundle` names what a bundle is made of."""

    id: str
    group: str
    queue: str
    name: Text
    pinyin: str = ""
    initials: str = ""
    materials: tuple[Text, ...] = ()
    fee: Text = Text("")
    limit: Text = Text("")
    guide: Text = Text("")
    place: Text = Text("")
    plain: Text = Text("")  # 白话版 (R098)
    steps: tuple[Text, ...] = ()
    department: str = ""
    code: str = ""
    charged: bool = False
    legal_days: int = 0
    promised_days: int = 0
    trips: int = 1
    ends: str = ""
    bundle: tuple[Text, ...] = ()
    elsewhere: bool = False  # no number for it here; `place` says where to go (R007)
    parts: tuple[str, ...] = ()  # the items a bundle without a queue of its own is served as, one leg each
    after: tuple[str, ...] = ()  # items that come before it where both stand on one number


class CatalogueView(Word, frozen=True):
    """What is offered on `day`. `version` and `sm3` are those of the imported list, "" while it is the configured."""

    seq: int
    at: int
    groups: tuple[GroupCard, ...]
    services: tuple[ServiceCard, ...]
    version: str = ""
    sm3: str = ""
    day: str = ""


# --- kiosk (topic "kiosk/<id>") -----------------------------------------------------------------------------


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


# --- window (topic "window/<id>") ---------------------------------------------------------------------------


class LegLine(Word, frozen=True, tag=False):
    """One service of the visitor in hand (R063). `window` is the number of the window that had it; `mine`: it is paused
    here and can be gone back to."""

    leg: int
    service: Text
    state: LegState
    window: str = ""
    mine: bool = False


class ServedTicket(Word, frozen=True, tag=False):
    """The visitor in hand. `legs` has every service of the number, only where there are several; `note` is what window
    number `note_from` wrote for this one ("" the guide who gave the number); `trips` counts the days of `case` with
    this one, `trips_max` is what was promised (0: not known)."""

    ticket: str
    number: str
    service: Text
    klass: str
    shown: str
    masked: str
    issued_ms: int
    called_ms: int
    times: int
    recall_from_ms: int  # not before this (0: no more calls)
    pass_from_ms: int  # not before this (0: not called often enough yet)
    started_ms: int = 0
    low_min: int = 0  # what was promised at issue
    high_min: int = 0
    legs: tuple[LegLine, ...] = ()
    note: str = ""
    note_from: str = ""
    case: str = ""
    trips: int = 0
    trips_max: int = 0
    why: str = ""  # reason of the priority, a value of PriorityReason
    calling: str = "hall"  # a value of Calling
    booked_ms: int = 0  # start of the booked slot
    segment: int = 1
    mark: str = ""  # as in QueueLine


class QueueLine(Word, frozen=True, tag=False):
    ticket: str
    number: str
    service: Text
    klass: str
    issued_ms: int
    range: Range
    mark: str = ""  # "moved" 转来, "back" 过号回来, "held" 暂挂回来
    mine: bool = False  # waits for this window or this clerk alone


class HeldLine(Word, frozen=True, tag=False):
    """On hold at this window. `back_ms` is when it comes back by itself (0: until called)."""

    ticket: str
    number: str
    service: Text
    since_ms: int
    back_ms: int
    reason: str


class SentLine(Word, frozen=True, tag=False):
    """Sent away by this window and not called by anybody yet: can be taken back. `to` says where."""

    ticket: str
    number: str
    to: Text
    since_ms: int


class PassedLine(Word, frozen=True, tag=False):
    """Passed in the last hour in one of this window's queues, and may be put back in line."""

    ticket: str
    number: str
    service: Text
    passed_ms: int


class QueueName(Word, frozen=True, tag=False):
    queue: str
    name: Text


class Notice(Word, frozen=True, tag=False):
    """An alert as a window or wall shows it: what, since when, who was told, what to do."""

    finding: str
    code: FindingCode
    level: Level
    state: FindingState
    title: Text
    since_ms: int
    facts: Text = Text("")
    told: Text = Text("")
    told_ms: int = 0
    action: Text = Text("")
    known: bool = False  # somebody acknowledged
    by: str = ""
    subject: str = (
        ""  # what it is about: post, device, kiosk, … as in the finding; of several waits the worst
    )
    zone: str = ""
    footage: Footage | None = None  # on the wall alone, where the hall has a recorder and the alert a place


class WindowView(Word, frozen=True):
    window: str
    seq: int
    at: int
    name: Text
    zone: Text
    state: WindowState
    since_ms: int
    staff: str = ""
    staff_name: str = ""
    pause_reason: str = ""
    back_ms: int = 0
    ticket: ServedTicket | None = None
    next: QueueLine | None = None
    waiting: int = 0
    longest_ms: int = 0  # issue time of the one who waits longest (0: nobody)
    queue: tuple[QueueLine, ...] = ()  # in calling order, at most 30
    done: int = 0
    passed: int = 0
    mean_s: int = 0
    notices: tuple[Notice, ...] = ()
    panel: Text = Text("")  # a sentence when the panel does not show what it should
    abnormal_s: int = 1800
    open: Open = Open(False)
    held: tuple[HeldLine, ...] = ()  # oldest first
    sent: tuple[SentLine, ...] = ()  # newest first
    passed_lately: tuple[PassedLine, ...] = ()  # newest first, at most 20
    queues: tuple[QueueName, ...] = ()  # what it serves now
    pull: bool = False  # given its next visitor without a key
    emergency: str = ""  # kind of the call for help that goes on
    emergency_ms: int = 0
    relieved: str = ""  # name of the one whose post is covered (顶岗)
    hold_max_s: int = 7200
    rating: str = (
        ""  # of the last visitor who was asked here: asked, rated, not_rated; the level is not the window's
    )
    rating_number: str = ""
    key_said: Text = Text("")  # why the last key of the key box had no effect, at `key_ms`
    key_ms: int = 0
    panel_truth: str = ""  # a value of Truth: the worst of its panels ("" it has none)
    came: str = ""  # a value of Sight while a visitor is called; "" where no camera watches for one


# --- where to (topics "places" and "items") -------------------------------------------------------------------


class PlaceQueue(Word, frozen=True, tag=False):
    """A queue as a target of a transfer; `at_work` counts its windows with somebody at them."""

    queue: str
    letter: str
    name: Text
    zone: Text
    at_work: int


class PlaceWindow(Word, frozen=True, tag=False):
    """A window as a target; `staff` is who is signed on there ("" nobody)."""

    window: str
    number: str
    zone: Text
    queues: tuple[str, ...]
    staff: str = ""
    staff_name: str = ""
    paused: bool = False


class PlacesView(Word, frozen=True):
    """Where a visitor may be sent. Changes when somebody signs on or off, pauses, or a window gets other queues."""

    seq: int
    at: int
    queues: tuple[PlaceQueue, ...]
    windows: tuple[PlaceWindow, ...]


class ItemLine(Word, frozen=True, tag=False):
    """An item by what it is searched by; `queue` is where its visitors wait."""

    service: str
    queue: str
    name: Text
    pinyin: str = ""
    initials: str = ""


class ItemsView(Word, frozen=True):
    """Every item offered on `day`, short enough for every console; apart from PlacesView because it changes once a day
    at most, and 385 consoles need not be sent two thousand names each time somebody signs on."""

    seq: int
    at: int
    items: tuple[ItemLine, ...]
    day: str = ""


# --- wall (topic "wall") ------------------------------------------------------------------------------------


class WallWindow(Word, frozen=True, tag=False):
    window: str
    zone: str
    name: str  # short, fits a cell: 12
    state: WindowState
    link_lost: bool = False
    away: FindingState | None = None  # an open A06: suspected or confirmed
    seat: str = "unknown"
    number: str = ""
    since_ms: int = 0
    back_ms: int = 0
    other: bool = False  # serves other queues than configured, by hand (R016)


class WallQueue(Word, frozen=True, tag=False):
    """`open`: in service now. `closed` says from where numbers were stopped by hand ("queue", "zone", "hall"; "" not);
    `why`, `until_ms` (0: until opened again) and `by` (a name of staff) belong to it."""

    queue: str
    zone: str
    waiting: int
    at_work: int  # windows with somebody at them
    open: bool = False
    closed: str = ""
    why: str = ""
    until_ms: int = 0
    by: str = ""


class WallZone(Word, frozen=True, tag=False):
    zone: str
    name: Text
    floor: int
    waiting: int
    over: int  # waiting more than 30 min now
    range: Range  # 一般/最多 for the next ticket
    share_over: float  # share of today's waits over 30 min, 0..1
    open: int
    total: int
    booked: int = 0  # bookings of today, without those cancelled
    checked_in: int = 0  # of them: came, on time or late
    missed: int = 0  # of them: nobody came
    quiet: bool = False  # called without voice now (R130)
    rating: str = "good"  # good, poor, unknown (R037)
    crowd: str = ""  # as environment.Crowding; "" where no camera watches the floor
    differs: Text = Text("")  # camera and tickets contradict one another: 人多票少, 票多人少
    silent_until_ms: int = 0  # silent hours are on in this zone and end then; 0 outside of them
    rated: int = 0  # services of today that were rated
    satisfied: float = -1.0  # share 0..1 of them; -1: nobody has


class WallDevice(Word, frozen=True, tag=False):
    """`truth` is a value of Truth where the device is a display. `why` says what is to be known, "" if all is well.
    `heard`: it has answered or said something itself; else no more is known than that its line is open."""

    device: str
    name: Text
    state: str
    since_ms: int
    fault: str = ""
    why: Text = Text("")
    truth: str = ""
    heard: bool = True


class MachineState(enum.Enum):
    """Of a ticket machine as a whole."""

    WORKING = "working"  # everything answers; little paper may be all that is said
    LIMITED = "limited"  # numbers are given, but not in every way or without slips
    OUT = "out"  # its screen is silent: nobody gets a number there
    UNKNOWN = "unknown"  # none of its parts was heard of


class WallMachine(Word, frozen=True, tag=False):
    """A ticket machine. `ways` are those that work now, `lost` those it has a device for that do not; `prints`: slips
    come, `no_slips`: it has a printer and they do not. `worst` is the part (or the kiosk itself) that `why` speaks of
    and `action` says what to do about, all empty while nothing is wrong; `parts` with the worst first. `place` is where
    one outside the hall stands."""

    kiosk: str
    name: Text
    zone: str
    state: MachineState
    since_ms: int
    ways: tuple[Way, ...] = ()
    prints: bool = False
    worst: str = ""
    why: Text = Text("")
    action: Text = Text("")
    parts: tuple[WallDevice, ...] = ()
    lost: tuple[Way, ...] = ()
    no_slips: bool = False
    place: Text = Text("")


class WallPost(Word, frozen=True, tag=False):
    """A post where somebody should be. `seat` is what its camera says since `since_ms`; of one that is not `watched` it
    is unknown. `staff` is the name of who signed on at its window. `until_ms` is the end of the suspension (0: nobody
    said). `away`: its empty seat is a finding."""

    post: str
    window: str
    kind: str
    seat: str
    since_ms: int
    name: Text = Text("")
    zone: str = ""
    watched: bool = True
    staff: str = ""
    suspended: Suspension = Suspension.NONE
    until_ms: int = 0
    leave: DeclaredLeave | None = None
    away: FindingState | None = None


class ZoneValue(Word, frozen=True, tag=False):
    """`value` in the unit of the quantity, noted at `at`; None while nobody knows it, and `why` says why."""

    quantity: Quantity
    value: float | None = None
    at: int = 0
    why: Text = Text("")


class ZoneAir(Word, frozen=True, tag=False):
    """What sensors measure in a zone ("" the whole hall). A zone whose sensors have never been heard has no values."""

    zone: str
    name: Text
    values: tuple[ZoneValue, ...] = ()


class WallTrouble(Word, frozen=True, tag=False):
    """An open record of 环境差. `source` is the camera or sensor that found it, `by` its name, `box` where in its
    picture. `before` and `after` name pictures kept on the camera's host ("" none); they never cross the bus."""

    record: str
    zone: str
    place: Text
    what: Text
    cause: str
    since_ms: int
    source: str = ""
    box: tuple[float, ...] = ()
    by: Text = Text("")
    before: str = ""
    after: str = ""


class Point(Word, frozen=True, tag=False):
    at: int
    waiting: int


class WallView(Word, frozen=True):
    seq: int
    at: int
    hall: Text
    open: Open
    waiting: int
    over: int
    open_windows: int
    total_windows: int
    done: int
    satisfied: float = -1.0  # share 0..1 of `rated`; -1: nobody has rated
    notices: tuple[Notice, ...] = ()  # worst and newest first
    zones: tuple[WallZone, ...] = ()
    windows: tuple[WallWindow, ...] = ()
    posts: tuple[WallPost, ...] = ()
    trend: tuple[Point, ...] = ()
    devices: tuple[WallDevice, ...] = ()  # all; the worst first
    cameras: tuple[WallDevice, ...] = ()
    poor: tuple[Text, ...] = ()  # 环境差, place and item
    poor_since_ms: int = 0
    hosts_lost: tuple[str, ...] = ()
    refused: int = 0  # strangers turned away today
    queues: tuple[WallQueue, ...] = ()
    quiet: bool = False  # the hall's own setting; a zone may have another
    held: int = 0  # visitors on hold now
    pushed: int = 0  # numbers a manager put first today
    prioritised: int = 0  # numbers that were given priority after they were taken, today
    air: tuple[ZoneAir, ...] = ()  # what sensors measure, by zone
    machines: tuple[WallMachine, ...] = ()  # ticket machines, as configured
    troubles: tuple[WallTrouble, ...] = ()  # open records of 环境差, the newest first
    unjudged: tuple[Text, ...] = ()  # places whose camera cannot judge them now: neither good nor poor
    rated: int = 0  # services of today that were rated, of `done`
    flows: tuple[WallFlow, ...] = ()  # entrances with a count: the hall first, then by zone
    leave_max_min: int = 30  # no declared leave is longer


# --- devices (topic "devices") --------------------------------------------------------------------------------


class DeviceLine(Word, frozen=True, tag=False):
    """The truth about one device (R035, R070). `kind` is led, screen (of a zone), printer, card, … A display's `lines`
    is what it should show, `shown` what it confirmed or, where `confirms` is False, was only sent; `truth` judges it
    since `truth_ms`. `heard_ms`: when the device itself answered last (0 not known). `last_fault` stays after the
    recovery; `lost` counts jobs lost today."""

    device: str
    name: Text
    kind: str
    zone: str
    state: str
    since_ms: int
    why: Text = Text("")
    truth: str = ""
    truth_ms: int = 0
    lines: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    confirms: bool = True
    heard_ms: int = 0
    last_fault: Text = Text("")
    last_fault_ms: int = 0
    lost: int = 0


class CameraPost(Word, frozen=True, tag=False):
    """A post a camera watches, and what its place is called."""

    post: str
    name: Text


class CameraLine(Word, frozen=True, tag=False):
    """The truth about one camera of the hall (R032). `online`: share 0..1 of today's service hours with a usable
    picture, None before it was heard of. `frame_ms`: its last picture (0 not known). `remedy`: what to do now.
    `trouble`: what was wrong last, also when it is over. `emptied_ms`: as in CameraReport.
    `detector`: is the hall's own people detector in use, "" where it has none."""

    camera: str
    name: Text
    zone: str
    state: str  # as CameraState
    since_ms: int
    why: Text = Text("")
    remedy: Text = Text("")
    online: float | None = None
    frame_ms: int = 0
    trouble: Text = Text("")
    trouble_ms: int = 0
    posts: tuple[CameraPost, ...] = ()
    emptied_ms: int = 0
    detector: Text = Text("")


class DevicesView(Word, frozen=True):
    """Every device and camera of the hall, the worst first."""

    seq: int
    at: int
    devices: tuple[DeviceLine, ...]
    cameras: tuple[CameraLine, ...] = ()


# --- hosts (topic "host/<id>") ------------------------------------------------------------------------------


class Mailbox(Word, frozen=True, tag=False):
    device: str
    jobs: tuple[Job, ...]


class Empty(Word, frozen=True, tag=False):
    """A person said at `at` that nobody is at `post` of a camera ("" everywhere it looks)."""

    camera: str
    post: str
    at: int


class HostView(Word, frozen=True):
    """What the devices of one host still have to do. A worker does each job id once and reports; done jobs vanish.
    The newest ShowOnPanel stays even when done: it is what the display is meant to show, and is drawn again whenever
    the display may have lost it. `devices` are told to report their state again when `resync` changes."""

    host: str
    seq: int
    at: int
    mailboxes: tuple[Mailbox, ...]
    resync: int = 0
    excused: tuple[str, ...] = ()  # records of its cameras that a person called no problem, today
    empties: tuple[Empty, ...] = ()  # said to be empty today; each is news for seconds only
    closed_until_ms: int = 0  # nobody should be there until then; 0 while open or over noon


View = CatalogueView | KioskView | WindowView | PlacesView | ItemsView | WallView | DevicesView | HostView
