"""The rows of the ticket machines, for their page."""

from PySide6.QtCore import Property, QObject

from hall.uikit.listmodel import KeyedModel
from monitor.viewmodels.machine_words import WORST, MachineRow, row
from monitor.viewmodels.wall import Wall


class Machines(QObject):
    """The rows of the page, the worst first."""

    def __init__(self, wall: Wall) -> None:
        super().__init__()
        self._wall = wall
        self._rows = KeyedModel(MachineRow, "id")
        wall.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        view, words = self._wall.view, self._wall.words
        machines = sorted(view.machines, key=lambda x: WORST.index(x.state)) if view else []
        self._rows.replace(
            [row(x, self._wall.link.now_ms(), self._wall.is_stale, words.t, words.of) for x in machines]
        )

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        return self._rows
