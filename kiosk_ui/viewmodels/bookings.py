"""What whoever stands here booked for today, as the hall says it: which can be checked in for now, and why not."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from hall.contract.views_kiosk import BookingGlance, KioskView
from hall.uikit import phrases
from hall.uikit.link import Link
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words

READY = ("now", "late")


@dataclass(frozen=True)
class BookingRow:
    """One booking: its slot, the item, a sentence; `ready` when it can be pressed."""

    booking: str
    slot: str
    title: str
    why: str
    ready: bool


class Bookings(QObject):
    """The bookings of the reading of this kiosk."""

    changed = Signal()

    def __init__(self, link: Link, words: Words, topic: str) -> None:
        super().__init__()
        self._link, self._words, self._topic = link, words, topic
        self._model = KeyedModel(BookingRow, "booking", self)
        link.viewArrived.connect(self._on_view)
        words.changed.connect(self.refresh)
        self.refresh()

    def _on_view(self, topic: str, view: object) -> None:
        if topic == self._topic:
            self.refresh()

    def _found(self) -> tuple[BookingGlance, ...]:
        view = self._link.latest(self._topic)
        return view.reading.bookings if isinstance(view, KioskView) and view.reading is not None else ()

    def refresh(self) -> None:
        """Say everything again."""
        self._model.replace(
            [
                BookingRow(
                    x.booking,
                    f"{phrases.clock(x.start_ms)}–{phrases.clock(x.end_ms)}",
                    self._words.of(x.service),
                    self._words.of(x.why),
                    x.state in READY,
                )
                for x in self._found()
            ]
        )
        self.changed.emit()

    def ready(self, booking: str) -> bool:
        """Can this one be checked in for now?"""
        return any(x.booking == booking and x.state in READY for x in self._found())

    def choice(self) -> bool:
        """Are there several to choose from?"""
        return sum(x.state in READY for x in self._found()) > 1

    def _count(self) -> int:
        return len(self._found())

    def _rows(self) -> QObject:
        return self._model

    rows = Property(QObject, _rows, constant=True)
    count = Property(int, _count, notify=changed)
