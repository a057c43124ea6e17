"""The visitor in hand: number, masked name, matter, how long called or served, waited against what was promised."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from hall.contract.tickets import Outcome
from hall.contract.views import ServedTicket, WindowState
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
        self._outcomes = KeyedModel(Ending, "id")
        self.fill()

    def fill(self) -> None:
        chosen = self.desk.outcome
        self._outcomes.replace([Ending(o.value, self.t(zh), o is chosen) for o, zh in OUTCOMES.items()])

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
        if self._ticket is not None and self._ticket.recall_from_ms == 0:
            return self.t("人到了按 F1；还没来，时间一到按 F4 过号。")
        return self.t("人到了按 F1；没过来按 F2 再叫。")

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

    @Property(str, notify=changed)
    def tag(self) -> str:
        return self._ticket.klass if self._ticket and self._ticket.klass != "normal" else ""

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
        return phrases.clock(self._ticket.called_ms) if self._ticket else ""

    @Property(str, notify=changed)
    def calledTimes(self) -> str:
        return self.t("共叫 {n} 次").format(n=self._ticket.times) if self._ticket else ""
