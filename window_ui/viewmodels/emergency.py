"""紧急求助: two presses, and people come. Shows that it was sent and who was told; says so at once when it was not."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from hall.contract import people as p
from hall.contract.supervision import FindingCode
from hall.contract.unions import Refused
from hall.contract.views_common import Notice
from hall.uikit import phrases
from hall.uikit.link import NO_ANSWER, Reply
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.twice import Twice

OPEN_MS = 12_000  # the second press must come within this, machine time

KINDS = {"conflict": "有人冲突", "medical": "有人不舒服", "fire": "着火", "other": "别的急事"}


@dataclass(frozen=True)
class Kind:
    id: str
    text: str
    hint: str


class Emergency(Part):
    """Not through `desk.ask`: a call for help waits for no other answer."""

    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._open = self._sending = False
        self._over = Twice(self._on_change)
        self._problem = ""
        self._kinds = KeyedModel(Kind, "id")
        self._close_later = QTimer()
        self._close_later.setSingleShot(True)
        self._close_later.timeout.connect(self.cancel)
        self.fill()

    def fill(self) -> None:
        self._kinds.replace([Kind(k, self.t(zh), str(n)) for n, (k, zh) in enumerate(KINDS.items(), 1)])
        if self.active:
            self._problem = ""

    @property
    def _notice(self) -> Notice | None:
        found = self.view.notices if self.view else ()
        return next(
            (x for x in found if x.code is FindingCode.EMERGENCY and x.subject == self.desk.window), None
        )

    # -- the clerk ---------------------------------------------------------------------------------
    @Slot()
    def press(self) -> None:
        """F11: the first press asks what it is; the second, without a choice, sends it as it is."""
        if self._open:
            self.send("other")
        elif not self.active:
            if self.desk.bar:
                self.desk.widen()
            self._open, self._problem = True, ""
            self._close_later.start(OPEN_MS)
            self._on_change()

    @Slot(str)
    def send(self, kind: str) -> None:
        if not self._open or kind not in KINDS:
            return
        self._close_later.stop()
        self._open, self._sending = False, True
        self.desk.link.ask(p.RaiseEmergency(self.desk.window, kind), self._on_reply, 3.0)
        self._on_change()

    @Slot(int)
    def sendAt(self, place: int) -> None:
        """By its digit, from 1."""
        if 1 <= place <= len(KINDS):
            self.send(list(KINDS)[place - 1])

    def _on_reply(self, reply: Reply) -> None:
        self._sending = False
        if isinstance(reply, Refused) and reply.code == NO_ANSWER:
            self._problem = self.t("没有送到！请打电话或大声叫人")
        elif isinstance(reply, Refused):
            self._problem = self.desk.words.of(reply.text)
        self._on_change()

    @Slot()
    def cancel(self) -> None:
        """Pressed by mistake."""
        self._close_later.stop()
        if self._open:
            self._open = False
            self._on_change()

    @Slot()
    def end(self) -> None:
        """It is over; asked twice."""
        if not self.active:
            self._problem = ""
            self._on_change()
        elif self._over.press():
            self.desk.ask(p.EndEmergency(self.desk.window, "window"))

    # -- what the page reads -----------------------------------------------------------------------
    @Property(QObject, constant=True)
    def kinds(self) -> QObject:
        return self._kinds

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return self._open

    @Property(bool, notify=changed)
    def active(self) -> bool:
        """The hall knows."""
        return self.view is not None and self.view.emergency_ms > 0

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        return self.active or self._sending or self._problem != ""

    @Property(str, notify=changed)
    def title(self) -> str:
        if self._problem:
            return self._problem
        if not self.active:
            return self.t("正在发出…")
        return self.t("紧急求助已发出")

    @Property(str, notify=changed)
    def told(self) -> str:
        """Who knows, as soon as the hall has said so."""
        if self.view is None or not self.active:
            return ""
        at = phrases.clock(self.view.emergency_ms)
        what = self.t(KINDS.get(self.view.emergency, KINDS["other"]))
        notice = self._notice
        if notice is not None and not notice.told_ms:
            return self.t("{what} · {at} 发出，大屏上看得到。没有设值班长，请再打电话").format(
                what=what, at=at
            )
        if notice is None:
            return self.t("{what} · {at} 发出，正在通知值班的人").format(what=what, at=at)
        who = self.desk.words.of(notice.told)
        if notice.known and notice.by:
            known = self.t("{what} · {at} 发出，已通知 {who}。{by} 已知道")
            return known.format(what=what, at=at, who=who, by=notice.by)
        return self.t("{what} · {at} 发出，已通知 {who}").format(what=what, at=at, who=who)

    @Property(str, notify=changed)
    def endWord(self) -> str:
        if not self.active:
            return self.t("知道了")
        return self.t("再按：没事了") if self._over.armed else self.t("没事了")
