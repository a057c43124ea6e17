"""The cameras of the hall on the device page: can each be used, how much of today it could, what to do; and a picture
of the chosen one with people masked, where this machine has it.

Pictures come from files of the camera process (`hall.bus.tiles`), are held in memory while they are shown, and are gone
with the page.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from hall.bus.tiles import EVERY_S, Tiles
from hall.contract.base import Text
from hall.contract.views_devices import CameraLine
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels import pictures
from monitor.viewmodels.empties import Empties
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Who

T = Callable[[str], str]
Of = Callable[[Text], str]
STATES = {
    "ok": "正常",
    "away": "没有画面",
    "frozen": "画面不动",
    "covered": "被挡住",
    "dark": "太暗",
    "glare": "逆光",
    "blurred": "模糊",
    "moved": "被移动",
    "unknown": "不知道",
}
LOOK_MS = 1000
PATIENCE_S = 3 * EVERY_S  # so long a first picture may take
JUST_MS = 15_000  # a camera is reported every 5 s


@dataclass(frozen=True)
class CameraRow:
    """One camera. `status` as in a DeviceRow."""

    id: str
    name: str
    word: str
    status: str
    why: str
    online: str
    heard: str
    past: str
    chosen: bool


def status(state: str) -> str:
    """The status of a row from the state of a camera."""
    return {"ok": "good", "unknown": "stale"}.get(state, "warn")


def row(line: CameraLine, at_ms: int, stale: bool, chosen: bool, t: T, of: Of) -> CameraRow:
    """A camera as words; what is old is not claimed."""
    state = "unknown" if stale or line.state not in STATES else line.state
    since = t("{at} 起").format(at=phrases.when(line.since_ms, at_ms)) if line.since_ms else ""
    return CameraRow(
        line.camera,
        of(line.name),
        t(STATES[state]),
        status(state),
        " · ".join(x for x in (since, of(line.why) if state == "unknown" else "", of(line.remedy)) if x),
        t("今天在线不知道") if line.online is None else t("今天在线 {n}%").format(n=_percent(line.online)),
        _heard(line, at_ms, t),
        " · ".join(x for x in (_past(line, at_ms, t, of), "" if stale else of(line.detector)) if x),
        chosen,
    )


def _percent(share: float) -> str:
    """Rounded down, so that 100 means all of the time."""
    return f"{int(share * 1000) / 10:g}"


def _heard(line: CameraLine, at_ms: int, t: T) -> str:
    if not line.frame_ms:
        return t("还没有画面")
    if at_ms - line.frame_ms <= JUST_MS:
        return t("刚有画面")
    return t("{at} 有过画面").format(at=phrases.when(line.frame_ms, at_ms))


def _past(line: CameraLine, at_ms: int, t: T, of: Of) -> str:
    """The last trouble, once it is over."""
    if not line.trouble_ms or line.state != "ok":
        return ""
    return t("上次 {at} {what}").format(at=phrases.when(line.trouble_ms, at_ms), what=of(line.trouble))


class Cameras(QObject):
    """`tiles` is None where this screen has no files of a hall. `now_s` is the machine's clock."""

    changed = Signal()
    looked = Signal()
    touched = Signal()

    def __init__(
        self, wall: Wall, who: Who, tiles: Tiles | None, now_s: Callable[[], float] = time.time
    ) -> None:
        super().__init__()
        self._wall, self._tiles, self._now_s = wall, tiles, now_s
        self._empties = Empties(wall, who, now_s)
        self._lines: dict[str, CameraLine] = {}
        self._rows = KeyedModel(CameraRow, "id")
        self._chosen = ""
        self._asked_s = 0.0
        self._picture = self._caption = ""
        self._again = QTimer(self)
        self._again.setInterval(LOOK_MS)
        self._again.timeout.connect(self.look)
        self._empties.touched.connect(self.touched)

    def show(self, lines: Iterable[CameraLine], wanted: Callable[[CameraLine], bool], at_ms: int) -> None:
        """Those that are `wanted`, in this order."""
        words, stale = self._wall.words, self._wall.is_stale
        self._lines = {x.camera: x for x in lines}
        self._rows.replace([
            row(x, at_ms, stale, x.camera == self._chosen, words.t, words.of)
            for x in self._lines.values() if wanted(x)
        ])  # fmt: skip
        self._watch()
        self.changed.emit()

    def _watch(self) -> None:
        self._empties.watch(self._lines.get(self._chosen), self._picture != "")

    def leave(self) -> None:
        """Nobody looks any more."""
        self._chosen = self._picture = self._caption = ""
        self._again.stop()
        self._watch()

    @Slot(str)
    def choose(self, camera: str) -> None:
        """Look at this one; again: at none."""
        chosen = "" if camera == self._chosen else camera
        self.leave()
        if chosen:
            self._chosen, self._asked_s = chosen, self._now_s()
            self._again.start()
        self.look()
        self.touched.emit()

    @Slot()
    def look(self) -> None:
        """Ask for the newest picture of the chosen camera, and show it where there is one."""
        self._picture, self._caption = self._seen() if self._chosen else ("", "")
        self._watch()
        self.looked.emit()

    def _seen(self) -> tuple[str, str]:
        t = self._wall.words.t
        if self._tiles is None or not self._tiles.here:
            return "", t("这台电脑上没有画面，请到摄像头的主机上看")
        now_s = self._now_s()
        self._tiles.ask(self._chosen)
        found = self._tiles.read(self._chosen, now_s)
        if found is None:
            early = now_s - self._asked_s < PATIENCE_S
            return "", t("正在取画面") if early else t("现在没有画面")
        data, age_s = found
        source = pictures.shown(data)
        return source, t("人已打码 · {n} 秒前").format(n=int(age_s)) if source else t("现在没有画面")

    # -- what pages read ---------------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(QObject, constant=True)
    def empties(self) -> QObject:
        return self._empties

    @Property(str, notify=looked)
    def chosen(self) -> str:
        return self._chosen

    @Property(str, notify=looked)
    def picture(self) -> str:
        """A data URL, "" when there is none."""
        return self._picture

    @Property(str, notify=looked)
    def caption(self) -> str:
        """What the picture is, or why there is none."""
        return self._caption
