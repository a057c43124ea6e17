"""The device page: what every device should show, print or say, what it confirmed, since when, and what was wrong last.

Shows one DevicesView; which of it is a matter of zone, kind, words typed, and whether only what is not well is wanted.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.base import Text
from hall.contract.config import HallConfig
from hall.contract.views_devices import CameraLine, DeviceLine, DevicesView
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels.cameras import Cameras, status
from monitor.viewmodels.empties import Empties
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice

T = Callable[[str], str]
Of = Callable[[Text], str]
KINDS = {
    "led": "窗口屏",
    "screen": "区屏",
    "voice": "喇叭",
    "printer": "打印机",
    "card": "读卡器",
    "scan": "扫码器",
    "eye": "摄像头",
    "caller": "呼叫器",
    "evaluator": "评价器",
    "caller+evaluator": "呼叫评价器",
    "sensor": "传感器",
    "buttons": "按键",
}
TRUTHS = {
    "shows": "已显示",
    "sent": "无法确认",
    "drawing": "正在换字",
    "wrong": "没有显示",
    "unknown": "不知道",
}
STATES = {"ready": "正常", "away": "不在", "faulty": "坏了", "unknown": "不知道"}
BROKEN = ("away", "faulty")
STATUS = {"shows": "good", "sent": "note", "drawing": "plain", "wrong": "warn", "unknown": "stale"}
CAMERA = "camera"  # the section of the hall's cameras, beside the kinds of devices
JUST_MS = 30_000  # reports come every 10 s, the view every 10 s


@dataclass(frozen=True)
class DeviceRow:
    """One device. `should` and `shown` are lines of a display, "" for others; `status` as in a FactRow."""

    id: str
    name: str
    word: str
    status: str
    why: str
    should: str
    shown: str
    confirmed: bool
    heard: str
    past: str


def row(line: DeviceLine, at_ms: int, stale: bool, t: T, of: Of) -> DeviceRow:
    """A device as words; what is old is not claimed."""
    word, status = ("不知道", "stale") if stale else _judged(line)
    since = line.truth_ms if line.truth and line.state not in BROKEN else line.since_ms
    todo = t("用一次才知道") if not stale and _is_unproved(line) and line.confirms else ""
    why = " · ".join(x for x in (_since(since, at_ms, t), of(line.why), todo) if x)
    return DeviceRow(
        line.device,
        of(line.name),
        t(word),
        status,
        why,
        " / ".join(line.lines),
        " / ".join(line.shown),
        line.confirms,
        _heard(line, at_ms, t),
        _past(line, at_ms, t, of),
    )


def _judged(line: DeviceLine) -> tuple[str, str]:
    """The state where it is bad, else the truth of a display, else the state."""
    if line.state in BROKEN:
        return STATES[line.state], "warn"
    if line.truth in TRUTHS:
        return TRUTHS[line.truth], STATUS[line.truth]
    if _is_unproved(line):
        return TRUTHS["sent"], STATUS["sent"]  # its line is open: whether it works, nobody has seen
    status = "stale" if line.state == "unknown" else "warn" if line.why.zh else "good"
    return STATES.get(line.state, "不知道"), status


def _is_unproved(line: DeviceLine) -> bool:
    return line.state == "ready" and not line.heard and not line.why.zh and line.truth not in TRUTHS


def _since(since_ms: int, at_ms: int, t: T) -> str:
    return t("{at} 起").format(at=phrases.when(since_ms, at_ms)) if since_ms else ""


def _heard(line: DeviceLine, at_ms: int, t: T) -> str:
    if not line.heard_ms:
        if line.confirms and not line.asked:
            return t("问不了")
        return t("还没回过话") if line.confirms else t("自己不回话")
    if at_ms - line.heard_ms <= JUST_MS:
        return t("刚回过话")
    return t("{at} 回过话").format(at=phrases.when(line.heard_ms, at_ms))


def _past(line: DeviceLine, at_ms: int, t: T, of: Of) -> str:
    """The last fault, also when it is over, and what was lost today."""
    parts = []
    if line.last_fault_ms and of(line.last_fault) and of(line.last_fault) != of(line.why):
        parts.append(
            t("上次 {at} {what}").format(at=phrases.when(line.last_fault_ms, at_ms), what=of(line.last_fault))
        )
    if line.lost:
        parts.append(t("今天没做成 {n} 次").format(n=line.lost))
    return " · ".join(parts)


def is_well(line: DeviceLine) -> bool:
    """Nothing to look at: it works, and what it shows is confirmed or cannot be."""
    return _judged(line)[1] in ("good", "note", "plain")


class Devices(QObject):
    """`changed`: other rows, or other filters; `touched`: somebody is there."""

    changed = Signal()
    touched = Signal()

    def __init__(self, wall: Wall, config: HallConfig, cameras: Cameras) -> None:
        super().__init__()
        self._wall, self._cameras = wall, cameras
        self._view: DevicesView | None = None
        self._zone_ids = {z.id: (z.name, z.name_en or z.name) for z in config.zones}
        self._zone = self._kind = self._typed = ""
        self._bad_only = False
        self._shown = False
        self._rows = KeyedModel(DeviceRow, "id")
        self._zones = KeyedModel(Choice, "id")
        self._kinds = KeyedModel(Choice, "id")
        wall.link.viewArrived.connect(self._on_view)
        wall.changed.connect(self._refresh)
        cameras.touched.connect(self._touch)
        latest = wall.link.latest("devices")
        if isinstance(latest, DevicesView):
            self._view = latest

    def _on_view(self, topic: str, view: object) -> None:
        if topic == "devices" and isinstance(view, DevicesView):
            self._view = view
            self._refresh()

    # -- opening and choosing ----------------------------------------------------------------------------------
    def start(self) -> None:
        """The page is opened: all there is, the worst first."""
        self._zone = self._kind = self._typed = ""
        self._bad_only, self._shown = False, True
        self._refresh()

    def leave(self) -> None:
        """Nobody looks: nothing is worked out."""
        self._shown = False
        self._cameras.leave()

    @Slot(str)
    def chooseZone(self, zone: str) -> None:
        """Again: every zone."""
        self._zone = "" if zone == self._zone else zone
        self._touch()

    @Slot(str)
    def chooseKind(self, kind: str) -> None:
        """ "bad" is what is not well, whatever kind it is."""
        if kind == "bad":
            self._bad_only = not self._bad_only
        else:
            self._kind = "" if kind == self._kind else kind
            self._cameras.leave()
        self._touch()

    @Slot(str)
    def typeText(self, text: str) -> None:
        """Part of a name or of what is shown."""
        if text != self._typed:
            self._typed = text
            self._touch()

    def _touch(self) -> None:
        self._refresh()
        self.touched.emit()

    # -- what is shown -----------------------------------------------------------------------------------------
    def _refresh(self) -> None:
        if not self._shown:
            return
        words, view = self._wall.words, self._view
        t, of = words.t, words.of
        devices = view.devices if view else ()
        seen = view.cameras if view else ()
        at = view.at if view else 0
        self._rows.replace([row(x, at, self._wall.is_stale, t, of) for x in devices if self._wanted(x)])
        self._cameras.show(seen, self._wanted_camera, at)
        kinds = Counter(x.kind for x in devices)
        if self._kind == CAMERA:
            bad = sum(status(x.state) != "good" for x in seen)
        else:
            bad = sum(not is_well(x) for x in devices)
        self._kinds.replace([
            Choice("bad", f"{t('只看不正常')} {bad}", self._bad_only),
            *(Choice(k, f"{t(KINDS.get(k, k))} {n}", k == self._kind) for k, n in _in_order(kinds)),
            *([Choice(CAMERA, f"{t('监控')} {len(seen)}", self._kind == CAMERA)] if seen else ()),
        ])  # fmt: skip
        english = words.english
        zones = Counter(x.zone for x in (seen if self._kind == CAMERA else devices))
        self._zones.replace([
            Choice(z, z if len(z) == 1 else names[english], z == self._zone)
            for z, names in self._zone_ids.items() if zones[z]
        ])  # fmt: skip
        self.changed.emit()

    def _wanted(self, line: DeviceLine) -> bool:
        if self._zone and line.zone != self._zone:
            return False
        if self._kind and line.kind != self._kind:
            return False
        if self._bad_only and is_well(line):
            return False
        return self._named(line.device, line.name.zh, line.name.en, *line.lines, *line.shown)

    def _wanted_camera(self, line: CameraLine) -> bool:
        if self._zone and line.zone != self._zone:
            return False
        if self._bad_only and status(line.state) == "good":
            return False
        return self._named(line.camera, line.name.zh, line.name.en)

    def _named(self, *said: str) -> bool:
        typed = self._typed.strip().casefold()
        return not typed or any(typed in x.casefold() for x in said)

    # -- what pages read ---------------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(QObject, constant=True)
    def cameras(self) -> QObject:
        return self._cameras

    @property
    def empties(self) -> Empties:
        """Telling a camera what empty looks like, for which a PIN is asked."""
        return self._cameras.empties

    @Property(bool, notify=changed)
    def showsCameras(self) -> bool:
        """The section of cameras instead of the devices."""
        return self._kind == CAMERA

    @Property(QObject, constant=True)
    def zones(self) -> QObject:
        return self._zones

    @Property(QObject, constant=True)
    def kinds(self) -> QObject:
        return self._kinds

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._typed

    @Property(str, notify=changed)
    def counts(self) -> str:
        """How many there are of each truth, the worst first; nothing that is not there."""
        t = self._wall.words.t
        if self._view is None:
            return t("还没有数据")
        if self._wall.is_stale:
            return self._wall.ageWords
        many = self._many(self._view)
        parts = (
            (t("要处理 {n}"), "warn"), (t("不知道 {n}"), "stale"), (t("正在换字 {n}"), "plain"),
            (t("无法确认 {n}"), "note"), (t("正常 {n}"), "good"),
        )  # fmt: skip
        return " · ".join(words.format(n=many[status]) for words, status in parts if many[status])

    def _many(self, view: DevicesView) -> Counter[str]:
        if self._kind == CAMERA:
            return Counter(status(x.state) for x in view.cameras)
        return Counter(_judged(x)[1] for x in view.devices)


def _in_order(kinds: Counter[str]) -> list[tuple[str, int]]:
    order = list(KINDS)
    return sorted(kinds.items(), key=lambda x: order.index(x[0]) if x[0] in order else len(order))
