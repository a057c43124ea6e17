"""Choosing what one came for: a menu of two levels, services with who waits, search, and the guide of one service."""

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.views_catalogue import CatalogueView, GroupCard, ServiceCard
from hall.contract.views_common import Range
from hall.contract.views_kiosk import KioskView, QueueGlance
from hall.uikit import phrases
from hall.uikit.link import Link
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words
from kiosk_ui.viewmodels.finding import Index

CATALOGUE = "catalogue"
MOST_LETTERS = 12
MOST_FOUND = 60  # rows of a search; nobody reads further, another letter is quicker


@dataclass(frozen=True)
class GroupRow:
    """A group of the left rail."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class ServiceRow:
    """A service ticket; closed ones stay in their place. `menu`: it is a group of the second level and opens it."""

    id: str
    title: str
    line: str
    closed: bool
    menu: bool = False
    away: bool = False  # it is done elsewhere


class _Book:
    """The list as it arrived, with what is looked up in it."""

    def __init__(self, view: CatalogueView) -> None:
        self.groups, self.services = view.groups, view.services
        self.parent = {g.id: g.parent for g in view.groups}
        self.top = tuple(g for g in view.groups if not g.parent)
        self.inner: dict[str, list[GroupCard]] = {}
        for group in view.groups:
            if group.parent:
                self.inner.setdefault(group.parent, []).append(group)
        self.items: dict[str, list[ServiceCard]] = {}
        for card in view.services:
            self.items.setdefault(card.group, []).append(card)
        self.by_id = {s.id: s for s in view.services}
        self.index = Index(view.services)
        names = [s.name.zh for s in view.services]
        self.twice = {n for n, count in Counter(names).items() if count > 1}

    def is_of(self, view: CatalogueView) -> bool:
        """The same list, sent again."""
        return self.services == view.services and self.groups == view.groups


class Services(QObject):
    """The catalogue beside the queues of this kiosk's view."""

    changed = Signal()

    def __init__(self, link: Link, words: Words, topic: str) -> None:
        super().__init__()
        self._link, self._words, self._topic = link, words, topic
        self._groups = KeyedModel(GroupRow, "id", self)
        self._services = KeyedModel(ServiceRow, "id", self)
        self._results = KeyedModel(ServiceRow, "id", self)
        self._book: _Book | None = None
        self._glances: dict[str, QueueGlance] = {}
        self._group = ""  # of the first level
        self._inner = ""  # of the second, "" none is open
        self._typed = ""
        self._found: list[ServiceCard] = []
        self._chosen = ""
        link.viewArrived.connect(self._on_view)
        link.stateChanged.connect(self.refresh)
        words.changed.connect(self._on_words)
        for topic_now in (CATALOGUE, topic):
            view = link.latest(topic_now)
            if view is not None:
                self._on_view(topic_now, view)
        self.refresh()

    def _on_view(self, topic: str, view: object) -> None:
        if topic == self._topic and isinstance(view, KioskView):
            self._glances = {q.queue: q for q in view.queues}
            self.refresh()
        elif topic == CATALOGUE and isinstance(view, CatalogueView):
            if self._book is None or not self._book.is_of(view):
                self._book = _Book(view)
                self._search()
            self.refresh()

    def _on_words(self) -> None:
        self._search()
        self.refresh()

    def _search(self) -> None:
        found = self._book.index.find(self._typed, self._words.english) if self._book else []
        self._found = [self._book.services[i] for i in found] if self._book else []

    def refresh(self) -> None:
        """Say everything again."""
        book = self._book
        if book is not None:
            if self._group not in {g.id for g in book.top}:
                self._group, self._inner = (book.top[0].id if book.top else ""), ""
            if book.parent.get(self._inner) != self._group:
                self._inner = ""
            self._groups.replace(
                [GroupRow(g.id, self._words.of(g.name), g.id == self._group) for g in book.top]
            )
            self._services.replace(self._rows(book))
            self._results.replace([self._row(s, found=True) for s in self._found[:MOST_FOUND]])
        self.changed.emit()

    def _rows(self, book: _Book) -> list[ServiceRow]:
        """The groups below the chosen one, or the items of what is open."""
        if self._group in book.inner and not self._inner:
            return [self._menu(book, g) for g in book.inner[self._group]]
        return [self._row(s) for s in book.items.get(self._inner or self._group, ())]

    def _menu(self, book: _Book, group: GroupCard) -> ServiceRow:
        return ServiceRow(group.id, self._words.of(group.name), self._count(book, group.id), False, True)

    def _count(self, book: _Book, group: str) -> str:
        count = len(book.items.get(group, ()))
        if self._words.english:
            return "1 service" if count == 1 else f"{count} services"
        return f"{count} 件事"

    def _row(self, service: ServiceCard, found: bool = False) -> ServiceRow:
        line = self.line(service)
        if found and service.department and self._book and service.name.zh in self._book.twice:
            line = f"{service.department} · {line}"  # the menu says which of the two, a search does not
        name = self._words.of(service.name)
        return ServiceRow(service.id, name, line, self.closed(service), away=service.elsewhere)

    def closed(self, service: ServiceCard) -> bool:
        """No number is given for it now, as far as this screen knows."""
        glance = self._glances.get(service.queue)
        return glance is None or not glance.taking

    def line(self, service: ServiceCard) -> str:
        """12 人在等 · 约10–20分钟, or when it opens."""
        glance, english = self._glances.get(service.queue), self._words.english
        if service.elsewhere:
            place = self._words.of(service.place)
            return f"not done here · {place}" if english else f"不在这里办 · {place}"
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
        """A press on the rail, or on a group of the second level."""
        parent = self._book.parent.get(group, "") if self._book else ""
        self._group, self._inner = (parent, group) if parent else (group, "")
        self.refresh()

    @Slot()
    def up(self) -> None:
        """From a group of the second level back to all of them."""
        self._inner = ""
        self.refresh()

    @Slot(str)
    def letter(self, key: str) -> None:
        """A key of the search."""
        if len(self._typed) < MOST_LETTERS:
            self._typed += key
            self._search()
            self.refresh()

    @Slot()
    def rub(self) -> None:
        """Take the last letter back."""
        self._typed = self._typed[:-1]
        self._search()
        self.refresh()

    def choose(self, service: str) -> bool:
        """Remember the service whose guide is shown. False when there is no such service."""
        self._chosen = service
        self.changed.emit()
        return self.card is not None

    def clear(self) -> None:
        """The next visitor starts at the first group with an empty search."""
        self._chosen = self._typed = self._inner = self._group = ""
        self._search()
        self.refresh()

    def card_of(self, service: str) -> ServiceCard | None:
        """An item by its id."""
        return self._book.by_id.get(service) if self._book else None

    def range_of(self, card: ServiceCard) -> Range | None:
        """How long its line waits now, as far as this screen knows."""
        glance = self._glances.get(card.queue)
        return glance.range if glance is not None and self._link.live else None

    @property
    def card(self) -> ServiceCard | None:
        """The chosen service."""
        return self._book.by_id.get(self._chosen) if self._book else None

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
        glance = self._glances.get(self.card.queue)
        if glance is None:
            return False
        return glance.taking

    def _materials(self) -> list[str]:
        return [self._words.of(m) for m in self.card.materials] if self.card else []

    def _fee(self) -> str:
        return self._words.of(self.card.fee) if self.card else ""

    def _limit(self) -> str:
        """What is promised, and beside it what the law allows (R118)."""
        card, english = self.card, self._words.english
        if card is None:
            return ""
        said = self._words.of(card.limit)
        if said and card.promised_days and card.legal_days > card.promised_days:
            return f"{said} (by law {card.legal_days})" if english else f"{said}（法定 {card.legal_days} 个）"
        return said

    def _trips(self) -> str:
        """How often one has to come, as it is promised."""
        if self.card is None:
            return ""
        if self._words.english:
            return "Come once" if self.card.trips == 1 else f"At most {self.card.trips} visits"
        return "来 1 次" if self.card.trips == 1 else f"最多来 {self.card.trips} 次"

    def _plain(self) -> str:
        return self._words.of(self.card.plain) if self.card else ""

    def _steps(self) -> list[str]:
        return [self._words.of(s) for s in self.card.steps] if self.card else []

    def _parts(self) -> list[str]:
        return [self._words.of(s) for s in self.card.bundle] if self.card else []

    def _source(self) -> str:
        """Who is responsible, the item's number in the published list, and its last day if it has one."""
        card, english = self.card, self._words.english
        if card is None:
            return ""
        code = (f"Code {card.code}" if english else f"事项编码 {card.code}") if card.code else ""
        ends = (f"until {card.ends} only" if english else f"{card.ends} 起不再办") if card.ends else ""
        return " · ".join(x for x in (card.department, code, ends) if x)

    def _get_inner(self) -> str:
        """The open group of the second level, "" when none is."""
        group = next((g for g in self._book.groups if g.id == self._inner), None) if self._book else None
        return self._words.of(group.name) if group else ""

    def _inner_line(self) -> str:
        return self._count(self._book, self._inner) if self._book and self._inner else ""

    def _found_count(self) -> int:
        return len(self._found)

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
    trips = Property(str, _trips, notify=changed)
    plain = Property(str, _plain, notify=changed)
    steps = Property(list, _steps, notify=changed)
    parts = Property(list, _parts, notify=changed)
    source = Property(str, _source, notify=changed)
    inner = Property(str, _get_inner, notify=changed)
    innerLine = Property(str, _inner_line, notify=changed)
    found = Property(int, _found_count, notify=changed)
