"""What the hall remembers, folded from the journal: plain mutable records, one owner, all of it in a snapshot.

Nothing here decides. Times are ms since the epoch; 0 means "not yet".
"""

import msgspec

from hall.contract.devices import DeviceState, Fault, Job
from hall.contract.people import Identity, Way
from hall.contract.sightings import CameraState, Seat
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.tickets import Forecast, Outcome, TicketClass, TicketState
from hall.contract.views import SlipState, WindowState
from hall.domain.waiting.learned import Learned


class Ticket(msgspec.Struct):
    """One number. `effective_ms` is its place under the calling rule: issue time less the head start of its class."""

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
    seq: int  # journal seq of the issue: the tie-break
    kiosk: str = ""
    state: TicketState = TicketState.WAITING
    window: str = ""
    called_ms: int = 0  # first call: the wait ends here
    summoned_ms: int = 0  # first call by the window that has it now
    last_call_ms: int = 0
    times: int = 0
    started_ms: int = 0
    ended_ms: int = 0
    outcome: Outcome | None = None
    copies: int = 0
    slip: SlipState = SlipState.UNKNOWN
    slip_job: str = ""
    slip_fault: Fault = Fault.NONE


class Queue(msgspec.Struct):
    """`waiting` is sorted by (effective_ms, seq, ticket id): the order of the calling rule within the queue."""

    id: str
    next_serial: int = 1
    waiting: list[tuple[int, int, str]] = []
    learned: Learned = msgspec.field(default_factory=Learned)
    over: int = 0  # finished waits over the limit today
    waits: int = 0  # finished waits today


class Window(msgspec.Struct):
    id: str
    state: WindowState = WindowState.CLOSED
    since_ms: int = 0
    staff: str = ""
    ticket: str = ""
    pause_reason: str = ""
    back_ms: int = 0
    done: int = 0
    passed: int = 0
    served_s: int = 0
    last_activity_ms: int = 0


class Reading(msgspec.Struct):
    """The reading in progress at one kiosk, then what was presented, until `until_ms`."""

    reading: str
    way: Way
    until_ms: int
    handle: str = ""
    identity: Identity | None = None
    fault: str = ""
    consent: str = ""


class Device(msgspec.Struct):
    """`intended` is the newest display job; `shows` the job the device last confirmed to show."""

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


class Camera(msgspec.Struct):
    id: str
    state: CameraState = CameraState.UNKNOWN
    since_ms: int = 0
    detail: str = ""


class Post(msgspec.Struct):
    """`absent_ms` is when the running absence began (0: none); `unknown_ms` when the seat became unknown."""

    id: str
    seat: Seat = Seat.UNKNOWN
    since_ms: int = 0
    note: str = ""
    absent_ms: int = 0
    unknown_s: int = 0  # seconds of the running absence during which nobody could know


class Zone(msgspec.Struct):
    id: str
    poor: bool = False
    poor_ms: int = 0
    item: str = ""
    note: str = ""
    poor_s: int = 0  # seconds of 环境差 today, finished spans


class Finding(msgspec.Struct):
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


class Facts(msgspec.Struct):
    """Everything a snapshot holds. Dictionaries by id; only today's tickets, so a long history costs nothing."""

    seq: int = 0
    at: int = 0
    day: str = ""
    tickets: dict[str, Ticket] = {}
    by_token: dict[str, str] = {}
    open_by_person: dict[str, str] = {}  # "<person>/<service>" -> ticket id, while open
    queues: dict[str, Queue] = {}
    windows: dict[str, Window] = {}
    readings: dict[str, Reading] = {}  # by kiosk
    kiosk_tickets: dict[str, list[str]] = {}  # newest last, at most 8
    devices: dict[str, Device] = {}
    cameras: dict[str, Camera] = {}
    posts: dict[str, Post] = {}
    zones: dict[str, Zone] = {}
    findings: dict[str, Finding] = {}  # today's, and older ones still open
    help: dict[str, int] = {}  # kiosk -> since
    hosts_lost: dict[str, int] = {}
    resync: dict[str, int] = {}  # host -> how often it came back: it must report everything again
    refused: int = 0
    trend: list[tuple[int, int]] = []  # (at, waiting), one point per 5 min
    issued: int = 0
    done: int = 0
