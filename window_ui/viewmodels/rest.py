"""Pausing with a reason of the hall's list and a time of return, coming back, and signing off."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import people as p
from hall.contract.views_common import WindowState
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from hall.uikit.reasons import MINUTES, REASONS
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.twice import Twice

SPANS = (*(str(n) for n in MINUTES), "0")  # minutes until the return; "0": not said

_MAY_PAUSE = (WindowState.FREE, WindowState.CALLED)
_MAY_LEAVE = (WindowState.FREE, WindowState.CALLED, WindowState.PAUSED)


@dataclass(frozen=True)
class Choice:
    """A reason, or minutes until the return."""

    id: str
    text: str


class Rest(Part):
    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reason = ""
        self._off = Twice(self._on_change)
        self._choices = KeyedModel(Choice, "id")
        self.fill()

    def fill(self) -> None:
        if self._reason and not self.mayPause:
            self._reason = ""
        if self._reason:
            rows = [Choice(s, self.t("{n} 分").format(n=s) if s != "0" else self.t("说不准")) for s in SPANS]
        else:
            rows = [Choice(code, self.t(zh)) for code, zh in REASONS.items()]
        self._choices.replace(rows)

    @Property(QObject, constant=True)
    def choices(self) -> QObject:
        return self._choices

    @Property(bool, notify=changed)
    def mayPause(self) -> bool:
        return self.desk.state in _MAY_PAUSE and not self.desk.is_lost

    @Property(bool, notify=changed)
    def mayLeave(self) -> bool:
        return self.desk.state in _MAY_LEAVE and not self.desk.is_lost

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """A reason is chosen, the time of return is still open."""
        return bool(self._reason)

    @Property(str, notify=changed)
    def title(self) -> str:
        if self._reason:
            return self.t("{reason}，多久回来？").format(reason=self.t(REASONS[self._reason]))
        return self.t("暂停窗口，为什么？")

    @Property(str, notify=changed)
    def words(self) -> str:
        """用餐，12:40 回来; empty when the window is not paused."""
        view = self.view
        if view is None or view.state is not WindowState.PAUSED:
            return ""
        reason = self.t(REASONS.get(view.pause_reason, view.pause_reason))
        if view.back_ms:
            return self.t("{reason}，{at} 回来").format(reason=reason, at=phrases.clock(view.back_ms))
        return self.t("{reason}，没说几点回来").format(reason=reason)

    @Slot(str)
    def choose(self, choice: str) -> None:
        """First the reason, then the minutes."""
        if not self.mayPause:
            return
        if self._reason and choice in SPANS:
            minutes, reason, self._reason = int(choice), self._reason, ""
            back = self.now + minutes * 60_000 if minutes else 0
            self.desk.ask(p.Pause(self.desk.window, reason, back))
        elif choice in REASONS:
            self._reason = choice
        self._on_change()

    @Slot()
    def cancel(self) -> None:
        """Not pausing after all."""
        self._reason = ""
        self._on_change()

    @Slot()
    def resume(self) -> None:
        if self.desk.state is WindowState.PAUSED:
            self.desk.ask(p.Resume(self.desk.window))

    # -- sign off ------------------------------------------------------------------------------------
    @Property(bool, notify=changed)
    def armed(self) -> bool:
        return self._off.armed

    @Property(str, notify=changed)
    def leaveWord(self) -> str:
        return self.t("再按签退") if self._off.armed else self.t("签退")

    @Slot()
    def leave(self) -> None:
        """Asked twice, because the window closes."""
        if self.mayLeave and self._off.press():
            self.desk.ask(p.SignOff(self.desk.window))
