"""The rows of what sensors measure, for the page of the environment."""

from PySide6.QtCore import Property, QObject, Signal

from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels.air_words import AirRow, row
from monitor.viewmodels.wall import Wall


class Air(QObject):
    """The rows of the page."""

    changed = Signal()

    def __init__(self, wall: Wall) -> None:
        super().__init__()
        self._wall = wall
        self._rows = KeyedModel(AirRow, "id")
        wall.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        view, words = self._wall.view, self._wall.words
        rows = [row(x, self._wall.is_stale, words.t, words.of) for x in view.air] if view else []
        self._rows.replace(rows)
        self.changed.emit()

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows

    @Property(bool, notify=changed)
    def measured(self) -> bool:
        """Is there any sensor?"""
        return self._wall.view is not None and bool(self._wall.view.air)
