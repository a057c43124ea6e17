"""Where the recorder holds the alert that is open: camera, span, and its address as a code for a phone (R078).

The span is that of the moment the alert was opened, so that the code does not change while somebody scans it.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.config import HallConfig
from hall.contract.recording import Clip, Footage, Lack, clips
from hall.uikit import phrases, qr
from monitor.viewmodels.desk import ManagerDesk
from monitor.viewmodels.wall import Wall


class Recordings(QObject):
    """One camera at a time, `next` turns to the following one."""

    changed = Signal()

    def __init__(self, wall: Wall, desk: ManagerDesk, config: HallConfig) -> None:
        super().__init__()
        self._wall, self._desk, self._config = wall, desk, config
        self._names = {c.id: c.name or c.id for c in config.cameras}
        self._finding = ""
        self._asked_ms = 0
        self._footage: Footage | None = None
        self._clips: tuple[Clip, ...] = ()
        self._at = 0
        self._rows: list[str] = []
        desk.changed.connect(self._refresh)
        wall.changed.connect(self._refresh)

    def _refresh(self) -> None:
        finding = self._desk.finding
        if finding != self._finding:
            self._finding, self._at, self._asked_ms = finding, 0, self._wall.link.now_ms()
        notice = next((n for n in self._wall.notices if n.finding == finding), None)
        self._footage = notice.footage if notice is not None else None
        made = clips(self._config, self._footage, self._asked_ms) if self._footage is not None else ()
        if made != self._clips:
            self._clips = made
            self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        clip = self._clip
        self._rows = qr.rows(clip.address) if clip is not None else []

    @property
    def _clip(self) -> Clip | None:
        return self._clips[self._at % len(self._clips)] if self._clips else None

    @Slot()
    def next(self) -> None:
        """The next camera over the place."""
        self._at += 1
        self._draw()
        self.changed.emit()

    @Property("QStringList", notify=changed)
    def lines(self) -> list[str]:
        """Camera and span, and why it cannot be opened; none where the hall has no recorder, or the alert no place."""
        return [line for line in (self._line, self._lack) if line]

    @property
    def _line(self) -> str:
        t, footage, clip = self._wall.words.t, self._footage, self._clip
        if footage is None or self._config.recording is None:
            return ""
        if not footage.cameras:
            return t("录像：没有摄像头看着这里")
        if clip is None:  # cameras this screen's configuration does not know
            return ""
        what = t("录像 {camera}（看着这个区）") if footage.around else t("录像 {camera}")
        return f"{what.format(camera=self._names[clip.camera])} {self._span(clip)}"

    def _span(self, clip: Clip) -> str:
        start, end = phrases.moment(clip.start_ms), phrases.moment(clip.end_ms)
        today = phrases.moment(self._asked_ms).date()
        days = tuple("" if x.date() == today else f"{x.month}-{x.day} " for x in (start, end))
        return f"{days[0]}{start:%H:%M:%S}–{days[1] if days[1] != days[0] else ''}{end:%H:%M:%S}"

    @property
    def _lack(self) -> str:
        t, clip, part = self._wall.words.t, self._clip, self._config.recording
        if clip is None or part is None:
            return ""
        return {
            Lack.NOTHING: "",
            Lack.LINK: t("在录像机上按时间查看"),
            Lack.CHANNEL: t("录像机里没有这个摄像头"),
            Lack.GONE: t("录像只保存 {n} 天，已经没有了").format(n=part.keep_days),
        }[clip.lack]

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        """Is there a code to scan, or another camera to turn to?"""
        return bool(self._rows) or len(self._clips) > 1

    @Property(list, notify=changed)
    def rows(self) -> list[str]:
        """The modules of the code of the address."""
        return self._rows

    @Property(str, notify=changed)
    def more(self) -> str:
        """Which of how many cameras: 1/3; "" for one."""
        n = len(self._clips)
        return f"{self._at % n + 1}/{n}" if n > 1 else ""
