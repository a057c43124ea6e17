"""The hall as configured: floors, zones, queues, services, windows, posts, devices, cameras, staff, policy.

Decoded from one TOML file; `hall.contract.check` finds every problem in it in one pass. Unknown keys are refused.
"""

import enum

import msgspec

from hall.contract.base import Text


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the file."""


class HallPart(Part, frozen=True):
    """`days`: 1 Monday … 7 Sunday, the weekly pattern; the calendar's rest and make-up days stand above it. Sessions
    are "09:00-12:00" strings: NORMAL on working days; LUNCH, EXTENDED beside them; WEEKEND on plain weekends (R020)."""

    id: str
    name: str
    name_en: str = ""
    address: str = ""  # how to find it from far away: on machines outside the hall and their slips
    address_en: str = ""
    kind: str = "main"  # main, branch (R013)
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    sessions: tuple[str, ...] = ("09:00-12:00", "13:00-17:00")
    lunch: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    weekend: tuple[str, ...] = ()
    quiet: bool = (
        False  # 无声叫号 for the whole hall (R130): panels and screens, no voice but for who needs it
    )


class CallingPart(Part, frozen=True):
    """Who is next. `rule`: head_start, first_come, strict, ratio. `pattern` is for ratio: P priority, S booked
    (scheduled), G general, for example P P G S."""

    rule: str = "head_start"
    pattern: tuple[str, ...] = ()


class YearPart(Part, frozen=True):
    """The State Council's notice for one year, as "MM-DD": days of rest of a festival with its weekend, and
    make-up working days. A December day of the year before that this notice moves is written whole. `notice` is the
    number of the document, `source` who put the table in."""

    year: int
    rest: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    source: str = ""
    notice: str = ""


class ClosurePart(Part, frozen=True):
    """A planned closure from `day` to `until` (YYYY-MM-DD, both included): the whole hall, a zone or a queue; all day,
    or `hours` of it."""

    day: str
    until: str = ""
    hours: str = ""
    zone: str = ""
    queue: str = ""
    reason: str = ""
    reason_en: str = ""


class BusPart(Part, frozen=True):
    """Where the controller listens. TCP always runs CURVE."""

    commands: str = "tcp://127.0.0.1:5701"
    views: str = "tcp://127.0.0.1:5702"


class StorePart(Part, frozen=True):
    """Journal and snapshots; relative paths start at the config file's folder."""

    path: str = "var/hall.db"
    keys: str = "var/keys"
    snapshot_every: int = 20000  # events


class ZonePart(Part, frozen=True):
    id: str
    name: str
    name_en: str = ""
    floor: int = 1
    # service, professional, enterprise, consult, complaint, self_service, waiting (R087, R121); lift, car_park, toilet,
    # outside: rated like a zone, by hand or by a camera (R035)
    kind: str = "service"
    head: str = ""  # staff id who is told first
    quiet: bool = False  # 无声叫号 here
    calling: CallingPart | None = None  # its own rule instead of the hall's


class QueuePart(Part, frozen=True):
    """One line of people. `letter` starts its numbers; `sessions` replace the hall's where given."""

    id: str
    letter: str
    zone: str
    name: str
    name_en: str = ""
    service_s: int = 480  # mean service time assumed before anything is learnt
    role: str = "accept"  # accept, issue, special, consult, complaint, cashier, unresolved (办不成事)
    general: bool = False  # 无差别: any comprehensive window may serve it (R015)
    sessions: tuple[str, ...] = ()  # replace the hall's where given, kind by kind
    lunch: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    weekend: tuple[str, ...] = ()


class GroupPart(Part, frozen=True):
    """The first level of the kiosk's menu, or the second where `parent` names the first (R065)."""

    id: str
    name: str
    name_en: str = ""
    parent: str = ""


class ServicePart(Part, frozen=True):
    """One item of the published list (R007, R118). `starts` and `ends` are dates: the first day it is offered, and the
    first day it is not any more (R008). A bundle (一件事) names the items it is made of: with a `queue` one window
    takes them all, without one the visitor goes from leg to leg. `after` are items to be done before this one."""

    id: str
    group: str
    queue: str
    name: str
    name_en: str = ""
    pinyin: str = ""
    initials: str = ""
    materials: tuple[str, ...] = ()
    materials_en: tuple[str, ...] = ()
    fee: str = "不收费"
    fee_en: str = "Free"
    limit: str = ""
    limit_en: str = ""
    guide: str = ""
    guide_en: str = ""
    plain: str = ""  # 白话版 (R098)
    plain_en: str = ""
    steps: tuple[str, ...] = ()  # the way of a case through the hall, shown as a line of steps (R127)
    steps_en: tuple[str, ...] = ()
    code: str = ""  # number in the published item list
    department: str = ""
    legal_days: int = 0  # working days; 0: not said
    promised_days: int = 0
    promised_trips: int = 0  # 0: the policy pack's default
    charged: bool = False
    skill: str = ""  # only windows with this skill
    starts: str = ""
    ends: str = ""
    elsewhere: str = (
        ""  # where one has to go, for an item that has not entered the hall (应进必进); it has no queue
    )
    elsewhere_en: str = ""
    bundle: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    slot: int = 0  # bookings taken per slot; 0: this item cannot be booked
    slot_min: int = 30  # length of a slot, minutes


class WindowPart(Part, frozen=True):
    """`queues` in no order: the calling rule decides. `number` is what is said and shown. A comprehensive window also
    serves every general queue of the hall. `pull`: a free window is given its next visitor without a key."""

    id: str
    zone: str
    number: str
    queues: tuple[str, ...]
    name: str = ""
    roles: tuple[str, ...] = ()  # as QueuePart.role; empty: those of its queues
    comprehensive: bool = False
    skills: tuple[str, ...] = ()
    pull: bool = False
    route: str = ""  # how to get there, one line
    route_en: str = ""


class StaffPart(Part, frozen=True):
    """`pin` is `scrypt$<salt hex>$<hash hex>` (hall keys pin), "" where a console needs none."""

    id: str
    name: str
    phone: str = ""  # internal extension
    duty: str = ""  # "", zone_head, manager, maintenance, guide
    pin: str = ""


class PostPart(Part, frozen=True):
    """A place that should be staffed (R034). FRONT posts belong to a window; others keep the hall's hours. `visitor` is
    none of them: the visitors' side of a window, watched so that a no-show is confirmed by sight."""

    id: str
    kind: str = "front"  # guide, help, consult, front, back, visitor
    window: str = ""
    zone: str = ""
    camera: str = ""
    polygon: tuple[tuple[float, float], ...] = ()  # seat, shares of the picture
    ignore: tuple[tuple[tuple[float, float], ...], ...] = ()
    staff: tuple[str, ...] = ()  # who usually works there: asked first when somebody leaves; no roster


class KioskPart(Part, frozen=True):
    """Device ids of one ticket machine; "" where it has none. `spare` is a printer near by (of the next machine, of the
    guide desk) where a slip that failed here may be printed. A `remote` one stands outside the hall, in no zone and
    without staff (R088): at `place`, where `phone` is who helps."""

    id: str
    zone: str = ""
    printer: str = ""
    card: str = ""
    scanner: str = ""
    eye: str = ""  # the kiosk's own camera process (face and code)
    social: str = ""  # a second card reader, for social-security cards
    buttons: str = ""  # keys beside the screen
    spare: str = ""
    remote: bool = False
    place: str = ""
    place_en: str = ""
    phone: str = ""  # of a service desk, not of a person: visitors read it


class DevicePart(Part, frozen=True):
    """`make` is a name of the catalogue (devices.catalog.DRIVERS), `port` a path, `tcp:host:port` or `socket://…`.
    `host` is the process that drives it. `options` go to the driver and are checked by it. An `led.` with a zone and
    no window is the big screen of that zone, and of `zones` beside it; it has `rows` for the newest calls (0: one). A
    `voice.` calls in its zone, and in `zones` beside it."""

    id: str
    make: str
    port: str
    host: str = "devices-1"
    name: str = ""
    name_en: str = ""
    window: str = ""
    zone: str = ""
    zones: tuple[str, ...] = ()
    rows: int = 0
    kiosk: str = ""
    baud: int = 0
    address: int = 0
    options: dict[str, str | int | float | bool] = {}


class CameraPart(Part, frozen=True):
    """`source` is an RTSP or HTTP address, a file, or a USB index. `host` runs it. `channel`: what the hall's video
    recorder calls it, "" where it is not recorded."""

    id: str
    source: str
    host: str = "cameras-1"
    name: str = ""
    name_en: str = ""
    zone: str = ""
    fps: float = 5.0
    loop: bool = False
    channel: str = ""
    reference: str = ""  # picture of the empty seat
    floor: tuple[tuple[float, float], ...] = ()  # the floor of `zone` it watches, shares of the picture
    floor_ignore: tuple[tuple[tuple[float, float], ...], ...] = ()  # a door, a screen, plants
    clutter_s: int = 240  # so long a thing must lie there to be a record
    crowd: tuple[
        float, ...
    ] = ()  # taken shares of the floor from which on it is 正常, 拥挤, 严重; () not calibrated
    line: tuple[
        tuple[float, float], ...
    ] = ()  # across the way in of `zone` ("" the hall's): inward is from its left to its right, along it
    line_scale: float = 0.0  # people counted by eye for one of `hall camera count`; 0 nobody has counted


class RecordingPart(Part, frozen=True):
    """The hall's video recorder (R078). `link` opens a recording: {camera} or {channel}, {start} and {end}; "" where no
    address does. Times are written as `time` says, like strftime or "unix", "unix_ms", of `zone` utc or local, which
    is the hall's. A recording begins `before_s` before what was found and ends `after_s` after it; after `keep_days` it
    is gone (supervision.md §2.5: 30 days at least)."""

    link: str = ""
    time: str = "%Y%m%dT%H%M%SZ"
    zone: str = "utc"
    before_s: int = 60
    after_s: int = 60
    keep_days: int = 30


class LimitPart(Part, frozen=True):
    """A value of the air beyond which a zone's environment is poor, once it has lasted `hold_s` (R037)."""

    quantity: str  # as sensing.Quantity
    low: float | None = None
    high: float | None = None
    hold_s: int = 300


class DetectorPart(Part, frozen=True):
    """The hall's own model that finds people, by an ONNX file; without one (`none`) presence rests on change and motion
    alone. `input` is width and height; `layout` of a YOLO's output: v5 or v8."""

    kind: str = "none"  # none, yolo, yunet
    path: str = ""
    sha256: str = ""
    input: tuple[int, int] = (640, 640)
    layout: str = "v8"
    score: float = 0.5
    nms: float = 0.45


class FaceMode(enum.StrEnum):
    """Whom a face is compared with (supervision.md §2.5)."""

    ONE = "1:1"  # with whoever the card or code just presented says it is
    BOOKED = "1:n booked"  # with those who have a booking within an hour of now
    ENROLLED = "1:n"  # with everybody enrolled at this kiosk


class FacePart(Part, frozen=True):
    """`challenge`: the head must be turned to random sides. `encoder` is a file of the hall's own, "" the library's: a
    dlib .dat, or an .onnx whose input is `encoder_px` square and filled with (RGB - `encoder_mean`) / `encoder_std`."""

    tolerance: float = 0.36
    margin: float = 0.05
    gallery: str = "var/faces.gallery"
    mode: str = FaceMode.ONE.value  # as FaceMode
    challenge: bool = True
    encoder: str = ""
    encoder_sha256: str = ""
    encoder_px: int = 112
    encoder_mean: float = 127.5
    encoder_std: float = 127.5


class VoicePart(Part, frozen=True):
    """How calls are spoken: `repeat` times each, and not at all when they come to their turn later than `stale_s`."""

    repeat: int = 2
    stale_s: int = 60


class VolumePart(Part, frozen=True):
    """How loud calls are at `hours`, "HH:MM-HH:MM" within one day: `percent` of the loudest, 0 for silent hours. Of one
    zone, or of all that say nothing of their own for that time. Hours nobody names are at 100."""

    hours: str
    percent: int
    zone: str = ""


class PolicyPart(Part, frozen=True, omit_defaults=False):
    """supervision.md §3.0. `id` is stored with every result. In the file only what differs from the built-in pack of
    that id is written (`hall packs list`); a pack of one's own says every key. The two dates are the first and the
    last day of force, "" where the document names none."""

    id: str = "default"
    document: str = ""
    valid_from: str = ""
    valid_to: str = ""
    abnormal_s: int = 1800
    warn_s: int = 1200
    repeat_max: int = 3
    repeat_gap_s: int = 20
    arrive_grace_s: int = 120
    pass_reactivate_after: int = 3
    pass_reactivate_max: int = 1
    priority_head_start_s: int = 1200
    booked_head_start_s: int = 600
    checkin_early_s: int = 1800
    checkin_late_s: int = 900
    noshow_limit: int = 3
    noshow_bar_days: int = 30
    default_promised_trips: int = 1
    open_window_queue: int = 20  # more waiting than this: open a window
    leave_max_s: int = 1800
    hold_max_s: int = 7200
    max_professional: int = 0  # professional zones at most (R087); 0: no limit
    hall_names: tuple[str, ...] = ()  # allowed hall names, * stands for a place (R120); empty: any
    suspect_s: int = 60
    absence_warn_s: int = 300
    absence_abnormal_s: int = 900
    absence_severe_s: int = 1800
    return_debounce_s: int = 30
    camera_stale_s: int = 30
    take_early_s: int = 1800  # numbers are given this long before a session opens
    reading_s: int = 60  # how long a reader stays on for one visitor
    held_s: int = 240  # how long a kiosk holds what was presented; longer than the elder page's time-out
    rating_s: int = 60  # how long an evaluator asks one visitor
    panel_s: int = 5  # a display that does not show what it should after this is a finding
    host_stale_s: int = 10
    elder_age: int = 65


class PackPart(Part, frozen=True):
    """From which day (YYYY-MM-DD, "" from the beginning) which policy pack is in force (R139): a built-in one, one of
    `policies`, or that of `policy`."""

    id: str
    day: str = ""


class HallConfig(Part, frozen=True):
    """`policy` holds the limits in force where no dated pack is."""

    hall: HallPart
    zones: tuple[ZonePart, ...]
    queues: tuple[QueuePart, ...]
    groups: tuple[GroupPart, ...]
    services: tuple[ServicePart, ...]
    windows: tuple[WindowPart, ...]
    bus: BusPart = BusPart()
    store: StorePart = StorePart()
    staff: tuple[StaffPart, ...] = ()
    posts: tuple[PostPart, ...] = ()
    kiosks: tuple[KioskPart, ...] = ()
    devices: tuple[DevicePart, ...] = ()
    cameras: tuple[CameraPart, ...] = ()
    recording: RecordingPart | None = None  # None: nothing is known of a recorder
    limits: tuple[LimitPart, ...] = ()
    face: FacePart = FacePart()
    detector: DetectorPart = DetectorPart()
    voice: VoicePart = VoicePart()
    volume: tuple[VolumePart, ...] = ()
    policy: PolicyPart = PolicyPart()
    packs: tuple[PackPart, ...] = ()
    policies: tuple[PolicyPart, ...] = ()  # packs of one's own
    calling: CallingPart = CallingPart()
    calendar: tuple[YearPart, ...] = ()
    closures: tuple[ClosurePart, ...] = ()
    include: tuple[str, ...] = ()  # further TOML files beside this one; their tables are added to those here


def kinds_of(make: str) -> frozenset[str]:
    """What a device is, by its make: one kind, or several where one unit is both ("caller+evaluator.ff68")."""
    return frozenset(make.partition(".")[0].split("+"))


def text(zh: str, en: str) -> Text:
    """Both languages, Chinese standing in where no English was configured."""
    return Text(zh, en or zh)
