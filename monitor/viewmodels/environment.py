"""The environment page: recording 环境差 by hand, and the open records of cameras and sensors with 不是问题 (R037).

Says what it wants by `link`; who it is says `Who`. `touched`: somebody is at it; `finished`: a zone was rated.
"""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.environment import Cause, ExcuseTrouble
from hall.contract.sightings import RateEnvironment
from hall.contract.unions import Command, Refused
from hall.contract.views import WallTrouble
from hall.uikit import phrases
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
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
    """An open record as text: where, what, since when, found by what."""

    id: str
    where: str
    what: str
    since: str
    by: str


class Environment(QObject):
    """`record` is the one that is being called no problem, "" while the page records by hand."""

    changed = Signal()
    touched = Signal()
    finished = Signal()

    def __init__(self, wall: Wall, who: Who, places: tuple[Place, ...]) -> None:
        super().__init__()
        self._wall, self._who, self._places = wall, who, places
        self._zone = self._item = self._typed = self._reason = self._record = self._problem = ""
        self._under_way = False
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
        reasons = REASONS.get(have.cause, MEASURED) if have is not None else ()
        self._reasons.replace([Choice(zh, t(zh), zh == self._reason) for zh in reasons])
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
        since = words.t("{at} 起").format(at=phrases.clock(x.since_ms))
        return Record(x.record, words.of(x.place), words.of(x.what), since, words.of(x.by))

    @property
    def asks_whom(self) -> tuple[str, ...]:
        """Who is likely to say that a record is no problem: the head of its zone."""
        have = self._trouble
        return tuple(z.head for z in self._places if have is not None and z.id == have.zone and z.head)

    @property
    def judges(self) -> bool:
        """Is a record open that is to be called no problem?"""
        return self._record != ""

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
        self._reason, self._typed = reason, ""
        self._touch()

    @Slot(str)
    def typeText(self, text: str) -> None:
        """What is wrong in a zone, or why a record is no problem."""
        if text != self._typed:
            self._typed = text
            if text.strip():
                self._reason = ""
            self._touch()

    @Slot(str)
    def excuse(self, record: str) -> None:
        """不是问题 was pressed beside a record; "" goes back to the list."""
        self._leave_record()
        self._record = record
        self._touch()

    def _leave_record(self) -> None:
        self._record = self._reason = self._typed = self._problem = ""

    def _touch(self) -> None:
        self._problem = ""
        self.refresh()
        self.touched.emit()

    # -- saying --------------------------------------------------------------------------------------------
    @Slot(bool)
    def rate(self, poor: bool) -> None:
        """环境差 with zone and item, or 环境好 to restore the zone."""
        if poor and self.mayRecord:
            self._ask(RateEnvironment(self._zone, True, self._item, self._typed.strip()))
        elif not poor and self._zone:
            self._ask(RateEnvironment(self._zone, False))

    @Slot()
    def settle(self) -> None:
        """不是问题, with its reason."""
        if self.mayExcuse:
            who = self._who
            self._ask(ExcuseTrouble(self._record, who.person_id, self._why, who.pin_text))

    @property
    def _why(self) -> str:
        return self._typed.strip() or self._reason

    def _ask(self, command: Command) -> None:
        if not self._under_way:
            self._under_way = True
            self._wall.link.ask(command, self._who.heard(self._on_reply))

    def _on_reply(self, reply: Reply) -> None:
        self._under_way = False
        if isinstance(reply, Refused):
            self._problem = self._wall.words.of(reply.text)
            self.refresh()
            self.touched.emit()
        elif self._record:
            self.excuse("")
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

    @Property(str, notify=changed)
    def problem(self) -> str:
        return self._problem

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._typed

    @Property(bool, notify=changed)
    def zoneChosen(self) -> bool:
        return self._zone != ""

    @Property(bool, notify=changed)
    def mayRecord(self) -> bool:
        return self._zone != "" and self._item != ""

    @Property(bool, notify=changed)
    def excusing(self) -> bool:
        return self.judges

    @Property(bool, notify=changed)
    def over(self) -> bool:
        """The record that was looked at is no longer open."""
        return self.judges and self._trouble is None

    @Property("QStringList", notify=changed)
    def lines(self) -> list[str]:
        """The record that is looked at: where and what, since when and found by what."""
        have = self._trouble
        if have is None:
            return [self._wall.words.t("这件事已经过去了")] if self.judges else []
        row = self._row(have)
        return [f"{row.where}  {row.what}", " · ".join(x for x in (row.since, row.by) if x)]

    @Property(bool, notify=changed)
    def reasonGiven(self) -> bool:
        return self._why != ""

    @Property(bool, notify=changed)
    def mayExcuse(self) -> bool:
        return self._trouble is not None and self._why != "" and self._who.is_ready


def _zone_word(place: Place, english: bool) -> str:
    name = place.en if english and place.en else place.zh
    return f"{place.id} {name}" if len(place.id) == 1 and not name.startswith(place.id) else name
