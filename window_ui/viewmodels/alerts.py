"""The alert this window should know of: what, since when, who was told; 知道了 answers it."""

from PySide6.QtCore import Property, Signal, Slot

from hall.contract.supervision import Acknowledge, FindingCode, Level
from hall.contract.views_common import Notice
from hall.uikit import phrases
from window_ui.viewmodels.part import Part


class Alerts(Part):
    changed = Signal()
    ticked = Signal()

    @property
    def _notices(self) -> list[Notice]:
        """The window's own call for help stands on a card of its own."""
        found = self.view.notices if self.view else ()
        return [notice for notice in found if notice.code is not FindingCode.EMERGENCY]

    @property
    def _notice(self) -> Notice | None:
        """Unacknowledged ones first, else in the hall's order: worst and newest first."""
        if self.desk.is_lost:
            return None
        return min(self._notices, key=lambda notice: notice.known, default=None)

    @Slot()
    def acknowledge(self) -> None:
        """F5, 知道了."""
        notice = self._notice
        if notice and not notice.known and self.view and self.view.staff:
            self.desk.ask(Acknowledge(notice.finding, self.view.staff))

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        return self._notice is not None

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.desk.words.of(self._notice.title) if self._notice else ""

    @Property(str, notify=changed)
    def facts(self) -> str:
        """What is known and what to do."""
        if self._notice is None:
            return ""
        parts = (self.desk.words.of(self._notice.facts), self.desk.words.of(self._notice.action))
        return "\n".join(part for part in parts if part)

    @Property(str, notify=changed)
    def told(self) -> str:
        who = self.desk.words.of(self._notice.told) if self._notice else ""
        return self.t("已告诉：{who}").format(who=who) if who else ""

    @Property(str, notify=changed)
    def since(self) -> str:
        """With the date when it began on another day."""
        if self._notice is None:
            return ""
        return self.t("{at} 起").format(at=phrases.when(self._notice.since_ms, self.now))

    @Property(bool, notify=changed)
    def red(self) -> bool:
        return self._notice is not None and self._notice.level is Level.ALERT

    @Property(bool, notify=changed)
    def known(self) -> bool:
        return self._notice is not None and self._notice.known

    @Property(str, notify=changed)
    def more(self) -> str:
        count = len(self._notices) - 1
        return self.t("还有 {n} 件").format(n=count) if count > 0 else ""
