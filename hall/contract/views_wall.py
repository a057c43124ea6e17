"""What the monitor wall is shown (topic "wall")."""

import enum

from hall.contract.base import Text, Word
from hall.contract.flow import WallFlow
from hall.contract.people import Way
from hall.contract.posts import DeclaredLeave, Suspension
from hall.contract.sensing import Quantity
from hall.contract.supervision import FindingState
from hall.contract.views_common import Notice, Open, Range, WindowState


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
    share_over: float  # share of today's waits over 30 min, 0..1; -1: there were none
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
    `heard`: it has answered or, where it cannot be asked, said something in the last 15 minutes; else no more is known
    than that its line is open."""

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
