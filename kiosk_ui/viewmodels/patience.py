"""How long an idle page stays before the kiosk goes home (R-everyone: at least 60 s, elder 180 s, screens.md §6)."""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

NORMAL_S = 90
ELDER_S = 180
RESULT_S = 60
ASK_S = 20  # the last seconds, in which the page asks aloud


class Patience(QObject):
    """Counts down in real seconds; `ranOut` once at zero. A press starts the whole time again."""

    changed = Signal()
    ranOut = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._whole = NORMAL_S
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.second)

    def start(self, whole_s: int) -> None:
        """Run from `whole_s` seconds."""
        self._whole = self._left = whole_s
        self._timer.start()
        self.changed.emit()

    def stop(self) -> None:
        """Home waits for ever."""
        self._timer.stop()
        self._left = 0
        self.changed.emit()

    @Slot()
    def again(self) -> None:
        """The visitor is there: the whole time once more."""
        if self._timer.isActive():
            self.start(self._whole)

    @Slot()
    def second(self) -> None:
        """One second is gone (the timer's step; tests call it directly)."""
        if not self._timer.isActive():
            return
        self._left -= 1
        self.changed.emit()
        if self._left <= 0:
            self._timer.stop()
            self.ranOut.emit()

    def _seconds(self) -> int:
        return self._left

    def _running(self) -> bool:
        return self._timer.isActive()

    def _asking(self) -> bool:
        return self._timer.isActive() and self._left <= ASK_S

    seconds = Property(int, _seconds, notify=changed)
    running = Property(bool, _running, notify=changed)
    asking = Property(bool, _asking, notify=changed)
