"""The environment page: recording 环境差 by hand, and the open records of cameras and sensors with their pictures and
不是问题 (R037).

Says what it wants by `link`; who it is says `Who`. `touched`: somebody is at it; `finished`: a zone was rated.
"""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.bus.tiles import KEEP_DAYS, Kept
from hall.contract.environment import Cause, ExcuseTrouble
from hall.contract.sightings import RateEnvironment
from hall.contract.unions import Refused
from hall.contract.views_wall import WallTrouble
from hall.uikit import phrases
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels import pictures
from monitor.viewmodels.asking import Asking, Why
from monitor.viewmodels.wall import Wall
from monitor.viewmodels.who import Choice, Who

ITEMS = {  # groups of GB/T 36112: code on the wire → word
    "hygiene": "卫生",
    "order": "秩序",
    "objects": "物品",
    "facilities": "设施",
    "adverts": "广告",
    "stopped": "停用",
    "full": "已满",
}
_SEEN_WRONG = ("摄像头看错了", "有活动安排", "已经处理好")
REASONS = {  # cause → why it is no problem; what is not named here was measured
    Cause.CLUTTER.value: ("新摆放的物品", "光影误报", "已经处理好"),
    Cause.CROWDED.value: _SEEN_WRONG,
    Cause.DARK.value: _SEEN_WRONG,
    Cause.GLARE.value: _SEEN_WRONG,
}
DAY_MS = 86_400_000
MEASURED = ("传感器读数不对", "短时情况", "已经处理好")


@dataclass(frozen=True)
class Place:
    """A zone by its id and both names."""

    id: str
    zh: str
    en: str
    head: str = ""  # of the staff


@dataclass(frozen=True)
class Record:
    """An open record as text: where, what, since when, found by what. `seen`: by a camera, so there may be pictures."""

    id: str
    where: str
    what: str
    since: str
    by: str
    seen: bool


@dataclass(frozen=True)
class Shot:
    """One of the two pictures of a record. `source` is a data URL; "" where there is none, then `note` says why."""

    id: str
    title: str
    source: str
    note: str


class Environment(QObject):
    """`step` is "" while the page records by hand, "look" at a record and its pictures, "large" at one of them, or
    "excuse" while it is called no problem. `kept` is None where this screen has no files of a hall."""

    changed = Signal()
    touched = Signal()
    finished = Signal()

    def __init__(self, wall: Wall, who: Who, places: tuple[Place, ...], kept: Kept | None = None) -> None:
        super().__init__()
        self._wall, self._who, self._places, self._kept = wall, who, places, kept
        self._zone = self._item = self._record = self._large = ""
        self._steps: tuple[str, ...] = ()
        self._asking, self._why = Asking(wall, who), Why()
        self._box: tuple[float, ...] = ()
        self._seen: tuple[Shot, ...] = ()  # in Chinese
        self._shots = KeyedModel(Shot, "id")
        self._zones = KeyedModel(Choice, "id")
        self._items = KeyedModel(Choice, "id")
        self._records = KeyedModel(Record, "id")
        self._reasons = KeyedModel(Choice, "id")
        wall.changed.connect(self.refresh)
        who.changed.connect(self.changed)
        self.refresh()

    def start(self) -> None:
        """The page is opened: nothing is chosen yet."""
        self._zone = self._item = ""
        self._leave_record()
        self.refresh()

    def refresh(self) -> None:
        """Fill the lists anew."""
        words = self._wall.words
        t = words.t
        self._zones.replace(
            [Choice(z.id, _zone_word(z, words.english), z.id == self._zone) for z in self._places]
        )
        self._items.replace([Choice(code, t(zh), code == self._item) for code, zh in ITEMS.items()])
        self._records.replace([self._row(x) for x in self._open])
        have = self._trouble
        self._shots.replace([
            Shot(x.id, t(x.title), x.source, t(x.note).format(days=KEEP_DAYS) if x.note else "") for x in self._seen
        ])  # fmt: skip
        reasons = REASONS.get(have.cause, MEASURED) if have is not None else ()
        self._reasons.replace(self._why.choices(reasons, t))
        self.changed.emit()

    @property
    def _open(self) -> tuple[WallTrouble, ...]:
        view = self._wall.view
        return view.troubles if view is not None and not self._wall.is_stale else ()

    @property
    def _trouble(self) -> WallTrouble | None:
        return next((x for x in self._open if x.record == self._record), None)

    def _row(self, x: WallTrouble) -> Record:
        words = self._wall.words
        since = words.t("{at} 起").format(at=phrases.when(x.since_ms, self._wall.link.now_ms()))
        return Record(
            x.record, words.of(x.place), words.of(x.what), since, words.of(x.by), x.cause in REASONS
        )

    @property
    def asks_whom(self) -> tuple[str, ...]:
        """Who is likely to say that a record is no problem: the head of its zone."""
        have = self._trouble
        return tuple(z.head for z in self._places if have is not None and z.id == have.zone and z.head)

    @property
    def judges(self) -> bool:
        """Is a record to be called no problem, for which a PIN is asked?"""
        return self.at == "excuse"

    @property
    def at(self) -> str:
        """The step inside the page."""
        return self._steps[-1] if self._steps else ""

    # -- choosing ------------------------------------------------------------------------------------------
    @Slot(str)
    def chooseZone(self, zone: str) -> None:
        self._zone = zone
        self._touch()

    @Slot(str)
    def chooseItem(self, item: str) -> None:
        self._item = item
        self._touch()

    @Slot(str)
    def chooseReason(self, reason: str) -> None:
        self._why.choose(reason)
        self._touch()

    @Slot(str)
    def typeText(self, text: str) -> None:
        """What is wrong in a zone, or why a record is no problem."""
        if self._why.type(text):
            self._touch()

    @Slot(str)
    def look(self, record: str) -> None:
        """A record a camera found was pressed: it is shown with its pictures."""
        self._leave_record()
        self._record, self._steps = record, ("look",)
        have = self._trouble
        if have is not None:
            self._box = have.box
            self._seen = (
                Shot("before", "之前", *self._picture(have.before, have.since_ms)),
                Shot("after", "发现时", *self._picture(have.after, have.since_ms)),
            )
        self._touch()

    @Slot(str)
    def enlarge(self, shot: str) -> None:
        """A picture was pressed: it alone, as large as there is room."""
        if any(x.id == shot and x.source for x in self._seen):
            self._large, self._steps = shot, (*self._steps, "large")
            self._touch()

    @Slot(str)
    def excuse(self, record: str) -> None:
        """不是问题 was pressed beside a record in the list, or below its pictures."""
        if record != self._record:
            self._leave_record()
        self._record, self._steps = record, (*self._steps, "excuse")
        self._touch()

    @Slot()
    def back(self) -> None:
        """One step back, in the end to the list."""
        self._steps = self._steps[:-1]
        self._why.clear()
        if not self._steps:
            self._leave_record()
        self._touch()

    def _leave_record(self) -> None:
        self._record = self._large = self._asking.problem = ""
        self._steps = ()
        self._box = ()
        self._seen = ()
        self._why.clear()

    def _picture(self, name: str, since_ms: int) -> tuple[str, str]:
        """A data URL, or "" and why there is none."""
        if not name:
            return "", "没有拍下照片"
        if self._kept is None or not self._kept.here:
            return "", "照片不在这台电脑上，请到摄像头的主机上看"
        data = self._kept.read(name)
        if data is None:
            old = self._wall.link.now_ms() - since_ms > KEEP_DAYS * DAY_MS
            return "", "过了 {days} 天，照片删了" if old else "照片不在这台电脑上，或已经删了"
        source = pictures.shown(data)
        return source, "" if source else "照片坏了，显示不了"

    def _touch(self) -> None:
        self._asking.problem = ""
        self.refresh()
        self.touched.emit()

    # -- saying --------------------------------------------------------------------------------------------
    @Slot(bool)
    def rate(self, poor: bool) -> None:
        """环境差 with zone and item, or 环境好 to restore the zone."""
        if poor and self.mayRecord:
            self._ask(RateEnvironment(self._zone, True, self._item, self._why.typed.strip()))
        elif not poor and self._zone:
            self._ask(RateEnvironment(self._zone, False))

    @Slot()
    def settle(self) -> None:
        """不是问题, with its reason."""
        if self.mayExcuse:
            who = self._who
            self._ask(ExcuseTrouble(self._record, who.person_id, self._why.text, who.pin_text))

    def _ask(self, command: RateEnvironment | ExcuseTrouble) -> None:
        self._asking.ask(command, self._on_reply)

    def _on_reply(self, reply: Reply) -> None:
        if isinstance(reply, Refused):
            self.refresh()
            self.touched.emit()
        elif self._record:
            self._leave_record()
            self._touch()
        else:
            self.finished.emit()

    # -- what the page reads -------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def zones(self) -> QObject:
        return self._zones

    @Property(QObject, constant=True)
    def items(self) -> QObject:
        return self._items

    @Property(QObject, constant=True)
    def records(self) -> QObject:
        return self._records

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        return self._reasons

    @Property(QObject, constant=True)
    def shots(self) -> QObject:
        return self._shots

    @Property(str, notify=changed)
    def record(self) -> str:
        return self._record

    @Property(str, notify=changed)
    def step(self) -> str:
        return self.at

    @Property(str, notify=changed)
    def large(self) -> str:
        """The picture that is shown large, a data URL."""
        return next((x.source for x in self._seen if self.at == "large" and x.id == self._large), "")

    @Property(str, notify=changed)
    def largeTitle(self) -> str:
        return next((x.title for x in self._shots.rows if x.id == self._large), "")

    @Property("QVariantList", notify=changed)
    def box(self) -> list[float]:
        """Where in the pictures it is: x, y, width, height as shares; empty when it is everywhere."""
        return list(self._box)

    @Property(str, notify=changed)
    def problem(self) -> str:
        return self._asking.problem

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._why.typed

    @Property(bool, notify=changed)
    def zoneChosen(self) -> bool:
        return self._zone != ""

    @Property(bool, notify=changed)
    def mayRecord(self) -> bool:
        return self._zone != "" and self._item != ""

    @Property(bool, notify=changed)
    def over(self) -> bool:
        """The record that was looked at is no longer open."""
        return self._record != "" and self._trouble is None

    @Property("QStringList", notify=changed)
    def lines(self) -> list[str]:
        """The record that is looked at: where and what, since when and found by what."""
        have = self._trouble
        if have is None:
            return [self._wall.words.t("这件事已经过去了")] if self._record else []
        row = self._row(have)
        return [f"{row.where}  {row.what}", " · ".join(x for x in (row.since, row.by) if x)]

    @Property(bool, notify=changed)
    def reasonGiven(self) -> bool:
        return self._why.text != ""

    @Property(bool, notify=changed)
    def mayExcuse(self) -> bool:
        return self._trouble is not None and self._why.text != "" and self._who.is_ready


def _zone_word(place: Place, english: bool) -> str:
    name = place.en if english and place.en else place.zh
    return f"{place.id} {name}" if len(place.id) == 1 and not name.startswith(place.id) else name
