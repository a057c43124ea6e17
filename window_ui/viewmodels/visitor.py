"""The visitor in hand: number, masked name, matter, how long called or served, waited against what was promised."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.calling import Calling
from hall.contract.legs import LegState, SwitchService
from hall.contract.sightings import Sight
from hall.contract.tickets import Outcome
from hall.contract.views_common import WindowState
from hall.contract.views_window import ServedTicket
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.part import Part

OUTCOMES = {  # R012
    Outcome.ON_SPOT_DONE: "当场办结",
    Outcome.ACCEPTED: "受理",
    Outcome.TOLERANT_ACCEPTED: "容缺受理",
    Outcome.NOTICE_ONCE: "一次告知",
    Outcome.REFUSED: "不予办理",
    Outcome.CONSULT_ONLY: "只是咨询",
}


WHY_FIRST = {"elder": "老人", "disabled": "残疾人", "pregnant": "孕妇", "military": "军人"}
CLASS_TAGS = {"priority": "优先", "booked": "预约"}
CAME = {
    Sight.SOMEBODY.value: "有人到窗口",
    Sight.GONE.value: "来过人，又走了",
    Sight.NOBODY.value: "还没有人来",
    Sight.UNKNOWN.value: "有没有人来：未知",
}
MARK_TAGS = {"moved": "转来", "back": "过号回来", "held": "暂挂回来"}
CALLING_TAGS = {Calling.SILENT.value: "不出声叫", Calling.VOICE.value: "要出声叫"}
LEG_WORDS = {
    LegState.PLANNED: "待办",
    LegState.CURRENT: "正在办",
    LegState.PAUSED: "暂停",
    LegState.DONE: "办完了",
    LegState.TRANSFERRED: "转出了",
    LegState.ENDED: "结束",
}


@dataclass(frozen=True)
class Tag:
    """A word about the visitor; `kind` gives its colour."""

    id: str
    text: str
    kind: str


@dataclass(frozen=True)
class Service:
    """One service of the number. `mine`: paused here, a press goes back to it."""

    id: int
    text: str
    word: str
    icon: str
    mine: bool
    current: bool


LEG_ICONS = {
    LegState.PLANNED: "clock",
    LegState.CURRENT: "person",
    LegState.PAUSED: "pause",
    LegState.DONE: "check",
    LegState.TRANSFERRED: "arrow",
    LegState.ENDED: "cross",
}


@dataclass(frozen=True)
class Ending:
    """One way the visit may end."""

    id: str
    text: str
    chosen: bool


class Visitor(Part):
    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._own = desk.window_number
        self._outcomes = KeyedModel(Ending, "id")
        self._tags = KeyedModel(Tag, "id")
        self._services = KeyedModel(Service, "id")
        self.fill()

    def fill(self) -> None:
        chosen = self.desk.outcome
        self._outcomes.replace([Ending(o.value, self.t(zh), o is chosen) for o, zh in OUTCOMES.items()])
        self._tags.replace(self._words_about())
        self._services.replace(self._legs())

    def _words_about(self) -> list[Tag]:
        ticket = self._ticket
        if ticket is None:
            return []
        tags: list[Tag] = []
        if ticket.klass in CLASS_TAGS:
            word = self.t(CLASS_TAGS[ticket.klass])
            if ticket.klass == "priority" and ticket.why in WHY_FIRST:
                word = f"{word} · {self.t(WHY_FIRST[ticket.why])}"
            elif ticket.klass == "booked" and ticket.booked_ms:
                word = f"{word} {phrases.clock(ticket.booked_ms)}"
            tags.append(Tag("class", word, ticket.klass))
        if ticket.mark in MARK_TAGS:
            tags.append(Tag("mark", self.t(MARK_TAGS[ticket.mark]), ""))
        if ticket.calling in CALLING_TAGS:
            tags.append(Tag("calling", self.t(CALLING_TAGS[ticket.calling]), ""))
        return tags

    def _legs(self) -> list[Service]:
        ticket = self._ticket
        if ticket is None:
            return []
        return [
            Service(
                x.leg, self.desk.words.of(x.service), self._leg_word(x.state, x.window), LEG_ICONS[x.state],
                x.mine and self.desk.state is WindowState.SERVING and not self.desk.is_lost,
                x.state is LegState.CURRENT,
            )
            for x in sorted(ticket.legs, key=lambda x: (not x.mine, x.state is not LegState.CURRENT, x.leg))
        ]  # fmt: skip

    def _leg_word(self, state: LegState, window: str) -> str:
        """Where a service was that is not done here."""
        if state in (LegState.TRANSFERRED, LegState.DONE, LegState.PAUSED) and window not in ("", self._own):
            return self.t("{n} 号窗").format(n=window)
        return self.t(LEG_WORDS[state])

    @Slot(int)
    def switchTo(self, leg: int) -> None:
        """Go on with a service that is paused here."""
        self.desk.ask(SwitchService(self.desk.window, leg))

    @property
    def _ticket(self) -> ServedTicket | None:
        return self.view.ticket if self.view else None

    @Property(QObject, constant=True)
    def outcomes(self) -> QObject:
        return self._outcomes

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._ticket.number if self._ticket else ""

    @Property(str, notify=changed)
    def head(self) -> str:
        """What is going on with this visitor."""
        if self.desk.finishKept:
            return self.t("已办完，等连上再报")
        if self.desk.state is WindowState.SERVING:
            return self.t("正在办理")
        if self.desk.state is WindowState.CALLED and self._ticket:
            return self.t("已叫 {n} 次，等他过来").format(n=self._ticket.times)
        return ""

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What the clerk may do while the visitor is on the way."""
        if self.somebody and self._ticket is not None and self._ticket.recall_from_ms == 0:
            return self.t("已有人在窗口，仍要过号？")
        if self._ticket is not None and self._ticket.recall_from_ms == 0:
            return self.t("人到了按 F1；还没来，时间一到按 F4 过号。")
        return self.t("人到了按 F1；没过来按 F2 再叫。")

    @Property(str, notify=changed)
    def came(self) -> str:
        """What the camera in front of the window sees of the one who was called; "" where there is none."""
        return (
            self.t(CAME[self.view.came])
            if self.view and self.view.came in CAME and not self.desk.lost
            else ""
        )

    @property
    def somebody(self) -> bool:
        """Does somebody stand at the window?"""
        return self.view is not None and self.view.came == Sight.SOMEBODY.value and not self.desk.lost

    @Property(str, notify=ticked)
    def timer(self) -> str:
        """Since the first call, or since the visitor came."""
        if self._ticket is None:
            return ""
        return phrases.seconds(self.now - (self._ticket.started_ms or self._ticket.called_ms))

    @Property(str, notify=changed)
    def shown(self) -> str:
        return self._ticket.shown if self._ticket else ""

    @Property(str, notify=changed)
    def masked(self) -> str:
        """Never the full identity: the hall sends the mask only."""
        if self._ticket is None or not self._ticket.masked:
            return ""
        word = "手机" if len(self._ticket.masked) <= 11 else "身份证"
        return f"{self.t(word)} {self._ticket.masked}"

    @Property(str, notify=changed)
    def service(self) -> str:
        return self.desk.words.of(self._ticket.service) if self._ticket else ""

    @Property(QObject, constant=True)
    def tags(self) -> QObject:
        return self._tags

    @Property(QObject, constant=True)
    def services(self) -> QObject:
        return self._services

    @Property(str, notify=changed)
    def note(self) -> str:
        """What the last window wrote; a guide's reason for priority stands here, too."""
        return self._ticket.note if self._ticket else ""

    @Property(str, notify=changed)
    def noteFrom(self) -> str:
        if self._ticket is None or not self._ticket.note:
            return ""
        if not self._ticket.note_from:
            return self.t("取号时写的")
        return self.t("{n} 号窗留言").format(n=self._ticket.note_from)

    @Property(str, notify=changed)
    def trips(self) -> str:
        """How often somebody has come for this case, this time counted."""
        ticket = self._ticket
        return self.t("第 {n} 次").format(n=ticket.trips) if ticket and ticket.trips else ""

    @Property(str, notify=changed)
    def case(self) -> str:
        """What was promised, and the case number."""
        ticket = self._ticket
        if ticket is None or not ticket.case:
            return ""
        return " · ".join((self.t("最多 {n} 次").format(n=ticket.trips_max), ticket.case))

    @Property(bool, notify=changed)
    def tripsLate(self) -> bool:
        return self._ticket is not None and self._ticket.trips > self._ticket.trips_max > 0

    @Property(str, notify=changed)
    def waited(self) -> str:
        """From taking the number to the first call."""
        if self._ticket is None:
            return ""
        span = max(0, self._ticket.called_ms - self._ticket.issued_ms)
        return self.t("{n} 分钟").format(n=span // 60000)

    @Property(bool, notify=changed)
    def waitedLong(self) -> bool:
        """Over the limit of R036; exactly 30:00 is not over."""
        ticket, view = self._ticket, self.view
        return bool(ticket and view and ticket.called_ms - ticket.issued_ms > view.abnormal_s * 1000)

    @Property(str, notify=changed)
    def promised(self) -> str:
        """What the slip said; empty where nothing could be promised."""
        if self._ticket is None or self._ticket.high_min == 0:
            return ""
        span = phrases.minutes(self._ticket.low_min, self._ticket.high_min, self.desk.words.english)
        return self.t("取号时说 {span}").format(span=span)

    @Property(str, notify=changed)
    def taken(self) -> str:
        return phrases.clock(self._ticket.issued_ms) if self._ticket else ""

    @Property(str, notify=changed)
    def calledAt(self) -> str:
        return phrases.clock(self._ticket.called_ms) if self._ticket and self._ticket.times else ""

    @Property(str, notify=changed)
    def calledTimes(self) -> str:
        """Nothing for a service that was added at the window: nobody was called for it."""
        times = self._ticket.times if self._ticket else 0
        return self.t("共叫 {n} 次").format(n=times) if times else ""
