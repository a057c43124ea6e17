"""The folded hall: facts from the journal, look-up tables from the configuration, and a pulse that is never journalled.

`Hall` has one owner, the controller's loop; `hall.domain.evolve` is the only code that changes its facts.
"""

from typing import NamedTuple

from hall.contract.config import (
    CallingPart,
    CameraPart,
    DevicePart,
    GroupPart,
    HallConfig,
    KioskPart,
    PostPart,
    QueuePart,
    ServicePart,
    StaffPart,
    WindowPart,
    ZonePart,
    kinds_of,
)
from hall.contract.devices import DeviceReport, DeviceReports
from hall.contract.packs import in_force
from hall.contract.sightings import CameraReport
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.views_catalogue import GroupCard, ServiceCard
from hall.domain import facts as f
from hall.domain.hours import Hours


class Heard(NamedTuple):
    """When a device said something last, how often it is asked, and when whoever drives it last looked after it."""

    heard_ms: int
    every_ms: int
    turn_ms: int = 0


class Hall:
    """`facts` is the fold; everything else is derived from `config` once, or volatile (`pulse`, `heard`, `pictures`,
    `pace`)."""

    def __init__(self, config: HallConfig, facts: f.Facts | None = None) -> None:
        self.config = config
        self.zones: dict[str, ZonePart] = {z.id: z for z in config.zones}
        self.queues: dict[str, QueuePart] = {q.id: q for q in config.queues}
        self.groups: tuple[GroupPart, ...] = ()
        self.services: dict[str, ServicePart] = {}
        self.menu: dict[
            str, tuple[tuple[GroupCard, ...], tuple[ServiceCard, ...]]
        ] = {}  # made for kiosks, by day
        self.windows: dict[str, WindowPart] = {w.id: w for w in config.windows}
        self.staff: dict[str, StaffPart] = {s.id: s for s in config.staff}
        self.posts: dict[str, PostPart] = {p.id: p for p in config.posts}
        self.kiosks: dict[str, KioskPart] = {k.id: k for k in config.kiosks}
        self.devices: dict[str, DevicePart] = {d.id: d for d in config.devices}
        self.cameras: dict[str, CameraPart] = {c.id: c for c in config.cameras}
        self.post_of_window: dict[str, str] = {
            p.window: p.id for p in config.posts if p.window and p.kind != "visitor"
        }
        self.visitors_of_window: dict[str, str] = {
            p.window: p.id for p in config.posts if p.kind == "visitor"
        }
        self.panels_of_window: dict[str, tuple[str, ...]] = {
            w.id: tuple(d.id for d in config.devices if d.window == w.id and d.make.startswith("led."))
            for w in config.windows
        }
        self.windows_of_zone: dict[str, tuple[str, ...]] = {
            z.id: tuple(w.id for w in config.windows if w.zone == z.id) for z in config.zones
        }
        screens = [d for d in config.devices if d.make.startswith("led.") and d.zone and not d.window]
        self.screens_of_zone: dict[str, tuple[str, ...]] = {
            z.id: tuple(d.id for d in screens if z.id == d.zone or z.id in d.zones) for z in config.zones
        }
        self.hosts = _hosts(config)  # device ids by host process; of a host of cameras alone none
        self.sensors = tuple(d.id for d in config.devices if d.make.startswith("sensor."))
        voices = [d for d in config.devices if d.make.startswith("voice.")]
        self.voices_of_zone: dict[str, tuple[str, ...]] = {
            z.id: tuple(d.id for d in voices if z.id == d.zone or z.id in d.zones) for z in config.zones
        }
        desks = [d for d in config.devices if d.window in self.windows]
        boxes = [d for d in desks if "caller" in kinds_of(d.make)]
        self.callers: dict[str, tuple[str, ...]] = {  # key boxes by window, where there are any
            w: tuple(d.id for d in boxes if d.window == w) for w in dict.fromkeys(d.window for d in boxes)
        }
        self.evaluators: dict[str, str] = {
            d.window: d.id for d in reversed(desks) if "evaluator" in kinds_of(d.make)
        }
        self.needs: dict[str, frozenset[str]] = {
            w.id: frozenset({"", f"window:{w.id}", *(f"skill:{x}" for x in w.skills)}) for w in config.windows
        }
        self.calling: dict[str, CallingPart] = {z.id: z.calling or config.calling for z in config.zones}
        self.facts = facts if facts is not None else f.Facts()
        self.policy = in_force(config, self.facts.day)  # switched when a day opens (R139)
        self.hours = Hours(config, self.facts.calendar)
        self._complete()
        self.open_catalogue()
        self.serves: dict[str, tuple[str, ...]] = {}
        self.windows_of_queue: dict[str, tuple[str, ...]] = {}
        self.pulling: tuple[str, ...] = ()
        self.assigned = 0
        self.assign()
        self.open: dict[FindingCode, dict[str, f.Finding]] = {}
        self.open_in: dict[tuple[FindingCode, str], dict[str, f.Finding]] = {}  # the same by zone
        self.index_findings()
        self.pulse: dict[str, int] = {}
        self.heard: dict[str, Heard] = {}
        self.pictures: dict[str, int] = {}  # camera -> when its last picture came
        self.emptied: dict[str, int] = {}  # camera -> when it took what a person had said to be empty
        self.pace = 1.0

    def _complete(self) -> None:
        """Give every configured thing a record, so that a changed configuration meets an old snapshot safely."""
        have = self.facts
        for queue in self.queues:
            have.queues.setdefault(queue, f.Queue(queue))
        for window in self.windows:
            have.windows.setdefault(window, f.Window(window))
        for device in self.devices:
            have.devices.setdefault(device, f.Device(device))
        for camera in self.cameras:
            have.cameras.setdefault(camera, f.Camera(camera))
        for post in self.posts:
            have.posts.setdefault(post, f.Post(post))
        for zone in self.zones:
            have.zones.setdefault(zone, f.Zone(zone))

    def open_catalogue(self) -> None:
        """Groups and items in force: of the newest import, else of the configuration (R008, R119). Items that left the
        list today are still known by their id, because tickets of them go on."""
        book = self.facts.catalogue
        self.groups = book.groups if book is not None else self.config.groups
        listed = book.services if book is not None else self.config.services
        known = {**self.facts.dropped, **{s.id: s for s in listed}}
        # A queue may have gone from the configuration since the list was imported: nobody could wait there.
        self.services = {k: s for k, s in known.items() if not s.queue or s.queue in self.queues}
        self.menu = {}

    def assign(self) -> None:
        """Which window serves which queues and which are given visitors without a key, after the configuration or a
        live change (R015, R016)."""
        self.menu = {}
        general = tuple(q.id for q in self.config.queues if q.general)
        for window in self.config.windows:
            own = self.facts.windows[window.id].queues or window.queues
            more = general if window.comprehensive else ()
            self.serves[window.id] = tuple(dict.fromkeys((*own, *more)))
        self.assigned += 1
        self.pulling = tuple(w for w in self.windows if self.pulls(w))
        self.windows_of_queue = {
            q: tuple(w for w, queues in self.serves.items() if q in queues) for q in self.queues
        }

    def index_findings(self) -> None:
        """Findings that still ask something of somebody, by code: a bad day's book is long, what is open is not."""
        self.open, self.open_in = {}, {}
        for finding in self.facts.findings.values():
            self.note_finding(finding)

    def note_finding(self, finding: f.Finding) -> None:
        """Put a finding into the index, or take it out."""
        if finding.cleared_ms and not (
            finding.state is FindingState.SUSPECTED and finding.level is Level.ALERT
        ):
            self.open.get(finding.code, {}).pop(finding.id, None)
            self.open_in.get((finding.code, finding.zone), {}).pop(finding.id, None)
        else:
            self.open.setdefault(finding.code, {})[finding.id] = finding
            self.open_in.setdefault((finding.code, finding.zone), {})[finding.id] = finding

    # --- look-ups used by more than one rule ---------------------------------------------------------------------

    def zone_of_queue(self, queue: str) -> ZonePart:
        return self.zones[self.queues[queue].zone]

    def queue_facts(self, queue: str) -> f.Queue:
        """The record of a queue; made where the journal names one that the configuration no longer has."""
        have = self.facts.queues.get(queue)
        if have is None:
            have = self.facts.queues[queue] = f.Queue(queue)
        return have

    def waiting(self, queue: str) -> int:
        """How many wait in this queue."""
        return self.facts.queues[queue].waiting()

    def pulls(self, window: str) -> bool:
        """Is this window, when free, given its next visitor without a key?"""
        live = self.facts.windows[window].pull
        return self.windows[window].pull if live is None else live

    def is_quiet(self, zone: str) -> bool:
        """无声叫号 in this zone (R130)."""
        live = self.facts.quiet
        if zone in live:
            return live[zone]
        part = self.zones.get(zone)
        return (part is not None and part.quiet) or live.get("", self.config.hall.quiet)


def _hosts(config: HallConfig) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for device in config.devices:
        found.setdefault(device.host, []).append(device.id)
    for camera in config.cameras:
        found.setdefault(camera.host, [])
    return {host: tuple(ids) for host, ids in found.items()}


def alive(hall: Hall, host: str, now: int) -> None:
    """Note a heart-beat. Volatile on purpose: a journal of heart-beats would be noise."""
    hall.pulse[host] = now


def heard(hall: Hall, report: DeviceReport | DeviceReports | CameraReport) -> None:
    """Note when a device itself answered last, or a camera gave a picture; volatile like the heart-beats."""
    if isinstance(report, CameraReport):
        if report.camera in hall.cameras and report.frame_ms:
            hall.pictures[report.camera] = report.frame_ms
            hall.emptied[report.camera] = report.emptied_ms
    elif isinstance(report, DeviceReports):
        for one in report.reports:
            heard(hall, one)
    elif report.device in hall.devices:
        hall.heard[report.device] = Heard(report.heard_ms, report.every_ms, report.turn_ms)
