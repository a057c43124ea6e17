"""Choosing what one came for: groups, services with who waits, search by pinyin, and the guide of one service."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.views import CatalogueView, KioskView, QueueGlance, ServiceCard
from hall.uikit import phrases
from hall.uikit.link import Link
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words

CATALOGUE = "catalogue"


@dataclass(frozen=True)
class GroupRow:
    """A group of the left rail."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class ServiceRow:
    """A service ticket; closed ones stay in their place."""

    id: str
    title: str
    line: str
    closed: bool


def matches(service: ServiceCard, letters: str) -> int:
    """How well typed letters fit: 0 not at all, else the higher the better. Initials, full pinyin, English words."""
    typed = letters.lower()
    initials, pinyin = service.initials.lower(), service.pinyin.lower()
    if not typed:
        return 0
    if initials.startswith(typed):
        return 5
    if pinyin.replace(" ", "").startswith(typed):
        return 4
    if typed in initials:
        return 3
    if any(part.startswith(typed) for part in service.name.en.lower().split()):
        return 2
    return 1 if any(x.startswith(typed) for x in _tails(pinyin)) else 0


def _tails(pinyin: str) -> list[str]:
    """Pinyin from every syllable on, when the syllables are separated by spaces."""
    parts = pinyin.split()
    return ["".join(parts[i:]) for i in range(len(parts))]


class Services(QObject):
    """The catalogue beside the queues of this kiosk's view."""

    changed = Signal()

    def __init__(self, link: Link, words: Words, topic: str) -> None:
        super().__init__()
        self._link, self._words, self._topic = link, words, topic
        self._groups = KeyedModel(GroupRow, "id", self)
        self._services = KeyedModel(ServiceRow, "id", self)
        self._results = KeyedModel(ServiceRow, "id", self)
        self._group = ""
        self._typed = ""
        self._chosen = ""
        link.viewArrived.connect(self._on_view)
        link.stateChanged.connect(self.refresh)
        words.changed.connect(self.refresh)
        self.refresh()

    def _on_view(self, topic: str, view: object) -> None:
        if topic in (self._topic, CATALOGUE):
            self.refresh()

    def _catalogue(self) -> CatalogueView | None:
        view = self._link.latest(CATALOGUE)
        return view if isinstance(view, CatalogueView) else None

    def _queue(self, queue: str) -> QueueGlance | None:
        view = self._link.latest(self._topic)
        if not isinstance(view, KioskView):
            return None
        return next((q for q in view.queues if q.queue == queue), None)

    def refresh(self) -> None:
        """Say everything again."""
        book = self._catalogue()
        if book is not None:
            if self._group not in {g.id for g in book.groups}:
                self._group = book.groups[0].id if book.groups else ""
            self._groups.replace(
                [GroupRow(g.id, self._words.of(g.name), g.id == self._group) for g in book.groups]
            )
            self._services.replace([self._row(s) for s in book.services if s.group == self._group])
            self._results.replace([self._row(s) for s in self._found(book)])
        self.changed.emit()

    def _found(self, book: CatalogueView) -> list[ServiceCard]:
        scored = [(matches(s, self._typed), i, s) for i, s in enumerate(book.services)]
        return [s for score, _, s in sorted(scored, key=lambda x: (-x[0], x[1])) if score > 0]

    def _row(self, service: ServiceCard) -> ServiceRow:
        return ServiceRow(service.id, self._words.of(service.name), self.line(service), self.closed(service))

    def closed(self, service: ServiceCard) -> bool:
        """No number is given for it now, as far as this screen knows."""
        glance = self._queue(service.queue)
        return glance is None or not glance.taking

    def line(self, service: ServiceCard) -> str:
        """12 人在等 · 约10–20分钟, or when it opens."""
        glance, english = self._queue(service.queue), self._words.english
        if glance is None or not self._link.live:
            return "wait not known" if english else "现在不知道要等多久"
        if not glance.taking:
            opens = phrases.opening(glance.open.next_ms, self._link.now_ms(), english)
            closed = self._words.t("午休" if glance.open.lunch else "现在没开")
            return f"{closed} · {opens}" if opens else closed
        people = f"{glance.waiting} waiting" if english else f"{glance.waiting} 人在等"
        if not glance.open.open:  # numbers are given already, the windows open later
            opens = phrases.opening(glance.open.next_ms, self._link.now_ms(), english)
            return f"{people} · {opens}"
        return f"{people} · {phrases.wait(glance.range, english)}"

    # -- acts -----------------------------------------------------------------------------------------
    @Slot(str)
    def showGroup(self, group: str) -> None:
        """A press on the rail."""
        self._group = group
        self.refresh()

    @Slot(str)
    def letter(self, key: str) -> None:
        """A key of the search."""
        if len(self._typed) < 12:
            self._typed += key
            self.refresh()

    @Slot()
    def rub(self) -> None:
        """Take the last letter back."""
        self._typed = self._typed[:-1]
        self.refresh()

    def choose(self, service: str) -> bool:
        """Remember the service whose guide is shown. False when there is no such service."""
        self._chosen = service
        self.changed.emit()
        return self.card is not None

    def clear(self) -> None:
        """The next visitor starts at the first group with an empty search."""
        self._chosen = self._typed = ""
        book = self._catalogue()
        self._group = book.groups[0].id if book and book.groups else ""
        self.refresh()

    @property
    def card(self) -> ServiceCard | None:
        """The chosen service."""
        book = self._catalogue()
        return next((s for s in book.services if s.id == self._chosen), None) if book else None

    # -- for the pages ----------------------------------------------------------------------------------
    def _get_typed(self) -> str:
        return self._typed

    def _title(self) -> str:
        return self._words.of(self.card.name) if self.card else ""

    def _line(self) -> str:
        return self.line(self.card) if self.card else ""

    def _closed(self) -> bool:
        return self.closed(self.card) if self.card else True

    def _takable(self) -> bool:
        if self.card is None:
            return False
        glance = self._queue(self.card.queue)
        if glance is None:
            return False
        return glance.taking

    def _materials(self) -> list[str]:
        return [self._words.of(m) for m in self.card.materials] if self.card else []

    def _fee(self) -> str:
        return self._words.of(self.card.fee) if self.card else ""

    def _limit(self) -> str:
        return self._words.of(self.card.limit) if self.card else ""

    def _guide(self) -> str:
        return self._words.of(self.card.guide) if self.card else ""

    def _place(self) -> str:
        return self._words.of(self.card.place) if self.card else ""

    def _group_model(self) -> QObject:
        return self._groups

    def _service_model(self) -> QObject:
        return self._services

    def _result_model(self) -> QObject:
        return self._results

    groups = Property(QObject, _group_model, constant=True)
    services = Property(QObject, _service_model, constant=True)
    results = Property(QObject, _result_model, constant=True)
    typed = Property(str, _get_typed, notify=changed)
    title = Property(str, _title, notify=changed)
    waitLine = Property(str, _line, notify=changed)
    isClosed = Property(bool, _closed, notify=changed)
    takable = Property(bool, _takable, notify=changed)
    materials = Property(list, _materials, notify=changed)
    fee = Property(str, _fee, notify=changed)
    limit = Property(str, _limit, notify=changed)
    guide = Property(str, _guide, notify=changed)
    place = Property(str, _place, notify=changed)
