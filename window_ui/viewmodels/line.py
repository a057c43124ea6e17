"""Who is waiting for this window, and the two lines of words the small bar has room for."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from hall.contract.views_common import WindowState
from hall.contract.views_window import QueueLine
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.rest import Rest
from window_ui.viewmodels.visitor import Visitor

CLASS_WORDS = {"priority": "优先", "booked": "预约", "moved": "转来", "back": "过号回来", "held": "暂挂回来"}


@dataclass(frozen=True)
class Row:
    """One waiting number."""

    id: str
    number: str
    matter: str
    tag: str
    waited: str
    forecast: str
    status: str  # normal | next | late | stale


class Line(Part):
    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk, visitor: Visitor, rest: Rest) -> None:
        super().__init__(desk)
        self._visitor, self._rest = visitor, rest
        self._rows = KeyedModel(Row, "id")
        self.fill()

    def fill(self) -> None:
        self._rows.replace([self._row(line) for line in self.view.queue] if self.view else [])

    def _row(self, line: QueueLine) -> Row:
        waited = max(0, self.now - line.issued_ms)
        return Row(
            line.ticket, line.number, self.desk.words.of(line.service),
            line.mark if line.klass == "normal" else line.klass, self._minutes(waited),
            self._forecast(line), self._status(line, waited),
        )  # fmt: skip

    def _minutes(self, waited_ms: int) -> str:
        """While the hall is away nobody knows who still waits, so no clock goes on counting for them."""
        return "—" if self.desk.is_lost else self.t("{n} 分").format(n=waited_ms // 60000)

    def _forecast(self, line: QueueLine) -> str:
        if not line.range.known or self.desk.is_lost:
            return ""
        span = phrases.minutes(line.range.low_min, line.range.high_min, self.desk.words.english)
        span = span.replace(" 分钟", " 分")
        return self.t("估 {span}").format(span=span) if line.range.rough else span

    def _status(self, line: QueueLine, waited_ms: int) -> str:
        view = self.view
        if self.desk.is_lost or view is None:
            return "stale"
        if view.next is not None and view.next.ticket == line.ticket:
            return "next"
        return "late" if waited_ms > view.abnormal_s * 1000 else "normal"

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(str, notify=changed)
    def waiting(self) -> str:
        """No guessed number while the hall is away."""
        return str(self.view.waiting) if self.view and not self.desk.is_lost else "—"

    @Property(bool, notify=changed)
    def nobody(self) -> bool:
        return self.view is not None and self.view.waiting == 0 and not self.desk.is_lost

    @Property(str, notify=changed)
    def beyond(self) -> str:
        """How many stand behind those in the list."""
        more = self.view.waiting - len(self.view.queue) if self.view else 0
        return self.t("后面还有 {n} 人").format(n=more) if more > 0 and not self.desk.is_lost else ""

    @Property(str, notify=ticked)
    def longest(self) -> str:
        if self.desk.is_lost or self.view is None:
            return self.t("不知道")
        if not self.view.longest_ms:
            return ""
        span = max(0, self.now - self.view.longest_ms)
        return self.t("最长 {n} 分").format(n=span // 60000) + (" !" if self.longestLate else "")

    @Property(bool, notify=ticked)
    def longestLate(self) -> bool:
        """More than the limit of R036; exactly 30:00 is not more."""
        view = self.view
        if view is None or self.desk.is_lost or not view.longest_ms:
            return False
        return self.now - view.longest_ms > view.abnormal_s * 1000

    @Property(str, notify=changed)
    def nextNumber(self) -> str:
        return self.view.next.number if self.view and self.view.next and not self.desk.is_lost else ""

    @Property(str, notify=changed)
    def nextService(self) -> str:
        return self.desk.words.of(self.view.next.service) if self.view and self.view.next else ""

    @Property(str, notify=changed)
    def nextTag(self) -> str:
        following = self.view.next if self.view else None
        if following is None:
            return ""
        return following.mark if following.klass == "normal" else following.klass

    @Property(str, notify=ticked)
    def nextWaited(self) -> str:
        if self.view is None or self.view.next is None:
            return ""
        span = max(0, self.now - self.view.next.issued_ms)
        return self.t("已等 {n} 分钟").format(n=span // 60000)

    @Property(str, notify=changed)
    def opening(self) -> str:
        """When the window's queues open again, if they are closed now; empty while open."""
        view = self.view
        if view is None or view.open.open:
            return ""
        return phrases.opening(view.open.next_ms, self.now, self.desk.words.english)

    # -- the bar ---------------------------------------------------------------------------------------
    @Property(str, notify=ticked)
    def barLine(self) -> str:
        """The upper, quiet line."""
        desk, view = self.desk, self.view
        if view is None or desk.is_lost or desk.message:
            return ""
        if view.emergency_ms:
            return self.t("紧急求助已发出")
        match desk.state:
            case WindowState.CALLED:
                return self.t("等他过来")
            case WindowState.SERVING:
                return " · ".join(part for part in (self._visitor.shown, self._visitor.service) if part)
            case WindowState.FREE:
                return self.t("下一位 {number}").format(number=self.nextNumber) if self.nextNumber else ""
        return ""

    @Property(str, notify=ticked)
    def barStrong(self) -> str:
        """The strong line: a timer, a class, or a sentence that fills both lines."""
        desk = self.desk
        if desk.message:
            return desk.message
        if desk.is_lost:
            return self.t("已办完，连上就报") if desk.finishKept else desk.lostShort
        match desk.state:
            case None:
                return desk.lostWords
            case WindowState.CLOSED:
                return self.t("还没签到")
            case WindowState.PAUSED:
                return self._rest.words
            case WindowState.FREE if self.nextNumber:
                return self.t(CLASS_WORDS[self.nextTag]) if self.nextTag in CLASS_WORDS else self.nextService
            case WindowState.FREE:
                return self.t("没有人在等")
        return self._visitor.timer

    @Property(bool, notify=ticked)
    def barWraps(self) -> bool:
        """The strong line is a sentence and not a timer or a class."""
        return self.barLine == ""
