"""A key that is pressed twice: what it does cannot be taken back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

ARMED_MS = 5000  # the second press must come within this, machine time


class Twice(QObject):
    """The first press arms it. `on_change`: it was armed, or is no longer. Without a Qt parent, as all parts."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        super().__init__()
        self.armed = False
        self._on_change = on_change
        self._later = QTimer()
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._late)

    def press(self) -> bool:
        """Is it the second press?"""
        second = self.armed
        self.forget()
        if not second:
            self.armed = True
            self._later.start(ARMED_MS)
        self._on_change()
        return second

    def forget(self) -> None:
        """The next press is the first one again; told to nobody."""
        self._later.stop()
        self.armed = False

    @Slot()
    def _late(self) -> None:
        self.forget()
        self._on_change()
