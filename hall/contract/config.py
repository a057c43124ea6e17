"""The hall as configured: floors, zones, queues, services, windows, posts, devices, cameras, staff, policy.

Decoded from one TOML file; `hall.contract.check` finds every problem in it in one pass. Unknown keys are refused.
"""

import msgspec

from hall.contract.base import Text


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the file."""


class HallPart(Part, frozen=True):
    """`days`: 1 Monday … 7 Sunday. `sessions` are "09:00-12:00" strings, the service hours of every queue."""

    id: str
    name: str
    name_en: str = ""
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    sessions: tuple[str, ...] = ("09:00-12:00", "13:00-17:00")


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
    kind: str = "service"  # service, enterprise, consult, complaint, self_service, waiting
    head: str = ""  # staff id who is told first


class QueuePart(Part, frozen=True):
    """One line of people. `letter` starts its numbers; `sessions` replace the hall's where given."""

    id: str
    letter: str
    zone: str
    name: str
    name_en: str = ""
    service_s: int = 480  # mean service time assumed before anything is learnt
    sessions: tuple[str, ...] = ()


class GroupPart(Part, frozen=True):
    id: str
    name: str
    name_en: str = ""


class ServicePart(Part, frozen=True):
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


class WindowPart(Part, frozen=True):
    """`queues` in no order: the calling rule decides. `number` is what is said and shown."""

    id: str
    zone: str
    number: str
    queues: tuple[str, ...]
    name: str = ""
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
    """A place that should be staffed (R034). FRONT posts belong to a window; others keep the hall's hours."""

    id: str
    kind: str = "front"  # guide, help, consult, front, back
    window: str = ""
    zone: str = ""
    camera: str = ""
    polygon: tuple[tuple[float, float], ...] = ()  # seat, shares of the picture
    ignore: tuple[tuple[tuple[float, float], ...], ...] = ()


class KioskPart(Part, frozen=True):
    """Device ids of one ticket machine; "" where it has none."""

    id: str
    zone: str = ""
    printer: str = ""
    card: str = ""
    scanner: str = ""
    eye: str = ""  # the kiosk's own camera process (face and code)


class DevicePart(Part, frozen=True):
    """`make` is a name of the catalogue (devices.catalog.DRIVERS), `port` a path, `tcp:host:port` or `socket://…`.
    `host` is the process that drives it. `options` go to the driver and are checked by it."""

    id: str
    make: str
    port: str
    host: str = "devices-1"
    name: str = ""
    name_en: str = ""
    window: str = ""
    zone: str = ""
    kiosk: str = ""
    baud: int = 0
    address: int = 0
    options: dict[str, str | int | float | bool] = {}


class CameraPart(Part, frozen=True):
    """`source` is an RTSP or HTTP address, a file, or a USB index. `host` runs it."""

    id: str
    source: str
    host: str = "cameras-1"
    name: str = ""
    zone: str = ""
    fps: float = 5.0
    loop: bool = False
    reference: str = ""  # picture of the empty seat


class FacePart(Part, frozen=True):
    tolerance: float = 0.36
    margin: float = 0.05
    gallery: str = "var/faces.gallery"


class PolicyPart(Part, frozen=True):
    """supervision.md §3.0. `id` is stored with every result."""

    id: str = "default"
    abnormal_s: int = 1800
    warn_s: int = 1200
    repeat_max: int = 3
    repeat_gap_s: int = 20
    arrive_grace_s: int = 120
    priority_head_start_s: int = 1200
    booked_head_start_s: int = 600
    suspect_s: int = 60
    absence_warn_s: int = 300
    absence_abnormal_s: int = 900
    absence_severe_s: int = 1800
    return_debounce_s: int = 30
    camera_stale_s: int = 30
    take_early_s: int = 1800  # numbers are given this long before a session opens
    reading_s: int = 60  # how long a reader stays on for one visitor
    held_s: int = 240  # how long a kiosk holds what was presented; longer than the elder page's time-out
    panel_s: int = 5  # a display that does not show what it should after this is a finding
    host_stale_s: int = 10
    elder_age: int = 65


class HallConfig(Part, frozen=True):
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
    face: FacePart = FacePart()
    policy: PolicyPart = PolicyPart()


def text(zh: str, en: str) -> Text:
    """Both languages, Chinese standing in where no English was configured."""
    return Text(zh, en or zh)
