"""暂挂: the visitor fills in a form or fetches something; why, and when to come back."""

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import tickets as t
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.lists import HOLD_REASONS
from window_ui.viewmodels.more import More
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.rest import Choice

SPANS = ("5", "10", "15", "20", "30", "45", "60", "90", "0")  # minutes until the return; "0": when called


class Hold(Part):
    """First the reason, then the time: two keys, and the visitor is on hold."""

    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk, more: More) -> None:
        super().__init__(desk)
        self._more = more
        self._reason = ""
        self._choices = KeyedModel(Choice, "id")
        more.opened.connect(self._start)
        self.fill()

    def _start(self, page: str) -> None:
        if page == "hold":
            self._reason = ""
            self._on_change()

    def fill(self) -> None:
        if not self._reason:
            self._choices.replace([Choice(code, self.t(zh)) for code, zh in HOLD_REASONS.items()])
            return
        longest = self.view.hold_max_s // 60 if self.view else 0
        self._choices.replace(
            [
                Choice(s, self.t("{n} 分").format(n=s) if s != "0" else self.t("等我叫"))
                for s in SPANS
                if int(s) <= longest
            ]
        )

    @Property(QObject, constant=True)
    def choices(self) -> QObject:
        return self._choices

    @Property(str, notify=changed)
    def title(self) -> str:
        if not self._reason:
            return self.t("暂挂，为什么？")
        return self.t("{reason}，几分钟后回来？").format(reason=self.t(HOLD_REASONS[self._reason]))

    @Property(str, notify=changed)
    def hint(self) -> str:
        number = self.view.ticket.number if self.view and self.view.ticket else ""
        if not self._reason:
            return self.t("{n} 先离开窗口，位子给他留着，窗口可以叫下一位。").format(n=number)
        return self.t("到时间自动排回本窗口最前面，也可以随时叫回。现在 {at}。").format(
            at=phrases.clock(self.now)
        )

    @Slot(str)
    def choose(self, choice: str) -> None:
        if self._reason and choice in SPANS:
            minutes = int(choice)
            back = self.now + minutes * 60_000 if minutes else 0
            self.desk.ask(t.Hold(self.desk.window, self._reason, back), self._more.close)
        elif choice in HOLD_REASONS:
            self._reason = choice
            self._on_change()

    @Slot()
    def back(self) -> None:
        """From the time to the reason, from the reason to the menu."""
        if self._reason:
            self._reason = ""
            self._on_change()
        else:
            self._more.back()
