"""A machine outside the hall (R088): where it stands, whose telephone helps, where its numbers are called."""

from PySide6.QtCore import Property, QObject, Signal

from hall.contract import views_kiosk
from hall.uikit.link import Link
from hall.uikit.words import Words


class Remote(QObject):
    """What the hall last said of it; of a machine in the hall everything is empty. It stays true on a lost line."""

    changed = Signal()

    def __init__(self, link: Link, words: Words, topic: str) -> None:
        super().__init__()
        self._link, self._words, self._topic = link, words, topic
        link.viewArrived.connect(self._on_view)
        words.changed.connect(self.changed)

    def _on_view(self, topic: str, view: object) -> None:
        if topic == self._topic:
            self.changed.emit()

    def _have(self) -> views_kiosk.Remote | None:
        view = self._link.latest(self._topic)
        return view.remote if isinstance(view, views_kiosk.KioskView) else None

    @property
    def away(self) -> bool:
        """Nobody stands beside it."""
        return self._have() is not None

    @property
    def shut(self) -> bool:
        """Out of the hours of every queue: no number can be taken here."""
        have = self._have()
        return have is not None and have.shut.zh != ""

    def _is_away(self) -> bool:
        return self.away

    def _place(self) -> str:
        have = self._have()
        return self._words.of(have.place) if have else ""

    def _phone(self) -> str:
        have = self._have()
        return have.phone if have else ""

    def _where(self) -> str:
        have = self._have()
        return self._words.of(have.where) if have else ""

    outside = Property(bool, _is_away, notify=changed)
    place = Property(str, _place, notify=changed)
    phone = Property(str, _phone, notify=changed)
    where = Property(str, _where, notify=changed)
