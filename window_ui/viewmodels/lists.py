"""Beside those who wait: whom this window holds, who missed their call lately, and whom it has sent away."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import tickets as t
from hall.contract.legs import UndoTransfer
from hall.contract.unions import Command
from hall.contract.views_common import WindowState
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.part import Part

TABS = ("line", "held", "passed")

HOLD_REASONS = {  # code on the wire → word; the list is the hall's
    "form": "填表",
    "materials": "取材料",
    "payment": "去缴费",
    "copy": "去复印",
    "system": "等系统",
    "other": "其他",
}


@dataclass(frozen=True)
class Aside:
    """One number that is not in line. `enabled` False: `why` says what comes first."""

    id: str
    number: str
    matter: str
    detail: str
    key: str
    enabled: bool
    why: str
    late: bool = False


class Lists(Part):
    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tab = "line"
        self._held = KeyedModel(Aside, "id")
        self._passed = KeyedModel(Aside, "id")
        self._sent = KeyedModel(Aside, "id")
        self.fill()

    def fill(self) -> None:
        view = self.view
        if view is None or self.desk.is_lost:
            # Nobody knows where they are now, so nothing is offered.
            for model in (self._held, self._passed, self._sent):
                model.replace([])
            return
        free = self.desk.why_not(WindowState.FREE)
        self._held.replace(
            [
                Aside(
                    x.ticket, x.number, self.desk.words.of(x.service),
                    self._held_words(x.reason, x.since_ms, x.back_ms),
                    self.t("叫回"), free == "", free, 0 < x.back_ms <= self.now,
                )
                for x in view.held
            ]
        )  # fmt: skip
        self._passed.replace(
            [
                Aside(
                    x.ticket, x.number, self.desk.words.of(x.service),
                    self.t("{at} 过号，{n} 分钟前").format(at=phrases.clock(x.passed_ms), n=self._minutes(x.passed_ms)),
                    self.t("找回"), True, "",
                )
                for x in view.passed_lately
            ]
        )  # fmt: skip
        self._sent.replace(
            [
                Aside(
                    x.ticket, x.number, self.desk.words.of(x.to),
                    self.t("{at} 转出").format(at=phrases.clock(x.since_ms)), self.t("撤回"), free == "", free,
                )
                for x in view.sent[:2]
            ]
        )  # fmt: skip

    def _held_words(self, reason: str, since_ms: int, back_ms: int) -> str:
        why = self.t(HOLD_REASONS.get(reason, reason))
        span = self.t("{n} 分钟了").format(n=self._minutes(since_ms))
        back = self.t("{at} 自动回来").format(at=phrases.clock(back_ms)) if back_ms else self.t("等您叫")
        return " · ".join((why, span, back))

    def _minutes(self, since_ms: int) -> int:
        return max(0, self.now - since_ms) // 60_000

    # -- which list is on --------------------------------------------------------------------------
    @Slot(str)
    def show(self, tab: str) -> None:
        """One of TABS."""
        if tab in TABS and tab != self._tab:
            self._tab = tab
            self._on_change()

    @Property(str, notify=changed)
    def tab(self) -> str:
        return self._tab

    @Property(QObject, constant=True)
    def held(self) -> QObject:
        return self._held

    @Property(QObject, constant=True)
    def passed(self) -> QObject:
        return self._passed

    @Property(QObject, constant=True)
    def sent(self) -> QObject:
        return self._sent

    @Property(int, notify=changed)
    def heldCount(self) -> int:
        return len(self._held.rows)

    @Property(int, notify=changed)
    def passedCount(self) -> int:
        return len(self._passed.rows)

    @Property(str, notify=changed)
    def sentMore(self) -> str:
        """More can be taken back than there is room for: they are in the list of the hall."""
        more = len(self.view.sent) - len(self._sent.rows) if self.view and not self.desk.is_lost else 0
        return self.t("还有 {n} 位可撤回").format(n=more) if more > 0 else ""

    # -- acts --------------------------------------------------------------------------------------
    @Slot(str)
    def callBack(self, ticket: str) -> None:
        """Call somebody who is on hold here."""
        self._ask(ticket, self._held, t.CallTicket(self.desk.window, ticket), lambda: self.show("line"))

    @Slot(str)
    def bringBack(self, ticket: str) -> None:
        """过号找回: back in line, behind the next three."""
        self._ask(ticket, self._passed, t.Reactivate(ticket=ticket))

    @Slot(str)
    def undo(self, ticket: str) -> None:
        """Take a visitor back who was sent away."""
        self._ask(ticket, self._sent, UndoTransfer(self.desk.window, ticket))

    def _ask(
        self, ticket: str, model: KeyedModel, command: Command, on_done: Callable[[], None] | None = None
    ) -> None:
        row = next((x for x in model.rows if x.id == ticket), None)
        if row is None:
            return
        if row.enabled:
            self.desk.ask(command, on_done)
        else:
            self.desk.say(f"{row.key}：{row.why}")
