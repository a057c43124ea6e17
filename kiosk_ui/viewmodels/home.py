"""The home page: is the hall open, who waits where, which of the five ways work."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from hall.contract.people import Way
from hall.contract.views_common import Open, Range
from hall.contract.views_kiosk import KioskView, Remote, WayGlance, ZoneGlance
from hall.uikit import phrases
from hall.uikit.link import Link
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words


@dataclass(frozen=True)
class ZoneRow:
    """One zone of the strip; `waiting` -1 and status stale when nothing is known."""

    zone: str
    name: str
    waiting: int
    low: int
    high: int
    status: str


@dataclass(frozen=True)
class WayRow:
    """One of the equal ways; `broken` says in words why it cannot be used, else empty. `stopped`: why it gives no
    number, which may be the hour too."""

    way: str
    icon: str
    title: str
    line: str
    brief: str
    plain: str
    broken: str
    stopped: str


@dataclass(frozen=True)
class _WayWords:
    icon: str
    title: str
    line: str
    brief: str  # landscape
    plain: str  # elder


# The order is the same for everyone and says nothing about rank (R005).
WAYS: dict[Way, _WayWords] = {
    Way.CARD: _WayWords("card", "身份证", "放在右下方的读卡区", "放在读卡区", "刷身份证"),
    Way.CODE: _WayWords("code", "扫码", "出示手机上的办事码", "出示办事码", "扫手机码"),
    Way.FACE: _WayWords("face", "刷脸", "看一眼摄像头，先征得您同意", "先征得您同意", "刷脸"),
    Way.PHONE: _WayWords("phone", "手机号", "输入手机号，不用带证件", "不用带证件", "报手机号"),
    Way.ASSISTED: _WayWords("people", "人工帮办", "请工作人员替您取号", "请人替您取号", "请人帮我取"),
}
NOT_HEARD = "还没有连上，请用别的办法"
DECLINED = "您没同意刷脸，请用别的办法"


class Home(QObject):
    """Facts of the last KioskView in the language shown now. A lost link makes the figures unknown, never old."""

    changed = Signal()

    def __init__(self, link: Link, words: Words, topic: str) -> None:
        super().__init__()
        self._link, self._words, self._topic = link, words, topic
        self.declined = False
        self.child = False
        self._zones = KeyedModel(ZoneRow, "zone", self)
        self._ways = KeyedModel(WayRow, "way", self)
        link.viewArrived.connect(self._on_view)
        link.stateChanged.connect(self.refresh)
        words.changed.connect(self.refresh)
        self.refresh()

    def view(self) -> KioskView | None:
        """The newest view of this kiosk, whatever its age."""
        view = self._link.latest(self._topic)
        return view if isinstance(view, KioskView) else None

    def _on_view(self, topic: str, view: object) -> None:
        if topic == self._topic:
            self.refresh()

    def refresh(self) -> None:
        """Say everything again."""
        view = self.view()
        self._zones.replace([self._zone(z) for z in view.zones] if view else [])
        self._ways.replace([self._way(way) for way in WAYS if self._offered(way, view)])
        self.changed.emit()

    def _offered(self, way: Way, view: KioskView | None) -> bool:
        """No face of a child, and no guide where none can come."""
        if way is Way.FACE:
            return not self.child
        return way is not Way.ASSISTED or view is None or view.remote is None

    def _zone(self, zone: ZoneGlance) -> ZoneRow:
        name = self._words.of(zone.name)
        if not self._link.live:
            return ZoneRow(zone.zone, name, -1, -1, -1, "stale")
        span = zone.range
        status = "none" if not span.known else "estimate" if span.rough else "known"
        return ZoneRow(zone.zone, name, zone.waiting, span.low_min, span.high_min, status)

    def _way(self, way: Way) -> WayRow:
        t, own, told = self._words.t, WAYS[way], self.told(way)
        line, brief = told or t(own.line), told or t(own.brief)
        broken, remote = self._broken(way), self._remote()
        stopped = broken or (self._words.of(remote.shut) if remote is not None else "")
        return WayRow(way.value, own.icon, t(own.title), line, brief, t(own.plain), broken, stopped)

    def _remote(self) -> Remote | None:
        view = self.view()
        return view.remote if view else None

    def told(self, way: Way) -> str:
        """What the hall says of a way that works, e.g. which cards can be read; mostly nothing."""
        glance = self._glance(way)
        return self._words.of(glance.why) if glance is not None and glance.ready else ""

    def _glance(self, way: Way) -> WayGlance | None:
        view = self.view()
        return next((g for g in view.ways if g.way is way), None) if view else None

    def before_face(self) -> Way | None:
        """The way by which to say first who one is; None where the face alone will do."""
        glance = self._glance(Way.FACE)
        return glance.first if glance is not None else None

    def decline(self, declined: bool) -> None:
        """The visitor said no to the face: it is not asked again in this visit (V23)."""
        if declined != self.declined:
            self.declined = declined
            self.refresh()

    def for_child(self, child: bool) -> None:
        """A document said under 14: the face is not offered in this visit (PIPL §31)."""
        if child != self.child:
            self.child = child
            self.refresh()

    def _broken(self, way: Way) -> str:
        if way is Way.FACE and self.declined:
            return self._words.t(DECLINED)
        glance = self._glance(way)
        if glance is None:
            return self._words.t(NOT_HEARD)
        return "" if glance.ready else self._words.of(glance.why)

    def ready(self, way: Way) -> bool:
        """May this way be chosen now?"""
        return self._broken(way) == ""

    # -- for the page -------------------------------------------------------------------------------
    def _open(self) -> Open | None:
        view = self.view()
        return view.open if view else None

    def _hall(self) -> str:
        view = self.view()
        return self._words.of(view.hall) if view else ""

    def _status(self) -> str:
        span = self._open()
        if span is None or not self._link.live:
            return "unknown"
        return "open" if span.open else "lunch" if span.lunch else "closed"

    def _detail(self) -> str:
        """Until when, or when it opens."""
        return self._of_hall(self._hours())

    def _of_hall(self, said: str) -> str:
        """Elsewhere than in the hall these are the hours of the hall."""
        if not said or self._remote() is None:
            return said
        return f"hall {said}" if self._words.english else f"大厅{said}"

    def _hours(self) -> str:
        span, english = self._open(), self._words.english
        if span is None or not self._link.live:
            return ""
        if not span.open:
            return phrases.opening(span.next_ms, self._link.now_ms(), english)
        until = phrases.clock(span.until_ms)
        if not until:
            return ""
        if span.nonstop:
            return f"until {until}, also at noon" if english else f"今天到 {until}，中午不休息"
        return f"until {until}" if english else f"到 {until}"

    def _until(self) -> str:
        """The same, short: until when, or when it opens."""
        span = self._open()
        if span is None or not self._link.live or not span.open:
            return self._hours()
        until = phrases.clock(span.until_ms)
        said = "" if not until else f"until {until}" if self._words.english else f"到 {until}"
        return self._of_hall(said)

    def _plain(self) -> str:
        """One sentence for the elder home instead of the strip of zones."""
        view = self.view()
        spans = [z.range for z in view.zones if z.range.known] if view and self._link.live else []
        english = self._words.english
        if self._remote() is not None:
            return self._plain_outside(spans)
        if not spans:
            return "Not sure how to use this? Press at the bottom." if english else "不会用，请按最下面。"
        low, high = min(s.low_min for s in spans), max(s.high_min for s in spans)
        if english:
            return f"The wait is now about {low} to {high} minutes. Need help? Press at the bottom."
        return f"现在大约等 {low} 到 {high} 分钟。不会用，请按最下面。"

    def _plain_outside(self, spans: list[Range]) -> str:
        """What a number from here is for, and how long the wait there is now."""
        english, hall = self._words.english, self._hall()
        head = f"Numbers are for {hall}: you go there." if english else f"取的号要到{hall}办。"
        remote = self._remote()
        if not spans or (remote is not None and remote.shut.zh):
            return head
        low, high = min(s.low_min for s in spans), max(s.high_min for s in spans)
        wait = (
            f" The wait is about {low} to {high} minutes."
            if english
            else f"现在大约等 {low} 到 {high} 分钟。"
        )
        return head + wait

    def _cards(self) -> str:
        return self.told(Way.CARD)

    def _zone_model(self) -> QObject:
        return self._zones

    def _way_model(self) -> QObject:
        return self._ways

    hall = Property(str, _hall, notify=changed)
    status = Property(str, _status, notify=changed)
    detail = Property(str, _detail, notify=changed)
    until = Property(str, _until, notify=changed)
    plain = Property(str, _plain, notify=changed)
    cards = Property(str, _cards, notify=changed)
    zones = Property(QObject, _zone_model, constant=True)
    ways = Property(QObject, _way_model, constant=True)
