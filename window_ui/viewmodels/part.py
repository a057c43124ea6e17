"""What the parts of the console share: they read the desk's view and change when the desk changes."""

from PySide6.QtCore import QObject, SignalInstance

from hall.contract.views_window import WindowView
from window_ui.viewmodels.desk import Desk


class Part(QObject):
    """`changed`: the hall or the clerk changed something; `ticked`: time moved. Every part declares the two signals
    itself: a Property whose notify signal stands in a Python base class makes Qt crash when QML looks at it.

    View-models and their lists have no Qt parent: Python keeps them. Children that C++ deletes leave wrappers
    behind, and a later object at the same address then answers QML with `undefined`."""

    changed: SignalInstance
    ticked: SignalInstance

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.t = desk.words.t
        desk.changed.connect(self._on_change)
        desk.ticked.connect(self._on_tick)

    def fill(self) -> None:
        """Bring the lists up to date; called before the page reads."""

    def _on_change(self) -> None:
        self.fill()
        self.changed.emit()
        self.ticked.emit()

    def _on_tick(self) -> None:
        self.fill()
        self.ticked.emit()

    @property
    def view(self) -> WindowView | None:
        return self.desk.view

    @property
    def now(self) -> int:
        """Hall time, ms."""
        return self.desk.link.now_ms()
