"""Several items on one number (一号受理, R063): what was chosen so far, and the walk before the number is taken."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.tickets import MOST_SERVICES
from hall.contract.views_catalogue import ServiceCard
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words
from kiosk_ui.viewmodels.services import Services

_NOBODY_MIN = 1 << 20  # the wait where no window is open: it comes last


@dataclass(frozen=True)
class BasketRow:
    """One item in its place of the walk; `parts` names what a bundle is made of."""

    id: str
    step: int
    title: str
    place: str
    line: str
    parts: str


class Basket(QObject):
    """`kept` are the items put aside; the one whose guide is shown comes on top of them."""

    changed = Signal()

    def __init__(self, services: Services, words: Words) -> None:
        super().__init__()
        self._services, self._words = services, words
        self._kept: list[str] = []
        self._rows = KeyedModel(BasketRow, "id", self)
        services.changed.connect(self.refresh)

    # -- acts -------------------------------------------------------------------------------------------
    def keep(self) -> bool:
        """Put the item that is shown aside, to choose another. False when no more fit on one number."""
        card = self._services.card
        if card is None or self._full():
            return False
        if card.id not in self._kept:
            self._kept.append(card.id)
        self.refresh()
        return True

    def unkeep(self) -> None:
        """The last one is the item shown again."""
        if self._kept:
            self._services.choose(self._kept.pop())
        self.refresh()

    @Slot(str)
    def drop(self, service: str) -> None:
        """Not this one after all. The last one stays."""
        if len(self.wanted) < 2:
            return
        if service in self._kept:
            self._kept.remove(service)
        elif self._services.card is not None and self._services.card.id == service:
            self._services.choose(self._kept.pop())
        self.refresh()

    def clear(self) -> None:
        """The next visitor begins with nothing."""
        self._kept = []
        self.refresh()

    # -- facts ------------------------------------------------------------------------------------------
    @property
    def wanted(self) -> tuple[str, ...]:
        """Every item once, in the order they were chosen."""
        card = self._services.card
        return tuple(dict.fromkeys((*self._kept, *([card.id] if card is not None else ()))))

    def _cards(self) -> list[ServiceCard]:
        found = (self._services.card_of(x) for x in self.wanted)
        return [x for x in found if x is not None]

    def refresh(self) -> None:
        """Say everything again."""
        self._rows.replace([self._row(step, card) for step, card in enumerate(self._walk(), 1)])
        self.changed.emit()

    def _walk(self) -> list[ServiceCard]:
        """First where the wait is shortest, but never before an item it depends on. The hall decides by the same rule,
        and again whenever one is done."""
        left, found = self._cards(), list[ServiceCard]()
        while left:
            names = {x.id for x in left}
            free = [x for x in left if not names.intersection(x.after)] or left
            best = min(free, key=self._wait_min)
            left.remove(best)
            found.append(best)
        return found

    def _wait_min(self, card: ServiceCard) -> int:
        span = self._services.range_of(card)
        return span.low_min if span is not None and span.known else _NOBODY_MIN

    def _row(self, step: int, card: ServiceCard) -> BasketRow:
        of, english = self._words.of, self._words.english
        parts = (", " if english else "、").join(of(x) for x in card.bundle)
        return BasketRow(card.id, step, of(card.name), of(card.place), self._services.line(card), parts)

    def _legs(self) -> int:
        """How many legs these items make: a bundle counts as what it is made of."""
        return len({leg for card in self._cards() for leg in (card.parts or (card.id,))})

    def _full(self) -> bool:
        return self._legs() >= MOST_SERVICES

    def _count(self) -> int:
        return len(self.wanted)

    def _is_kept(self) -> int:
        return len([x for x in self._kept if self._services.card is None or x != self._services.card.id])

    def _model(self) -> QObject:
        return self._rows

    rows = Property(QObject, _model, constant=True)
    count = Property(int, _count, notify=changed)
    kept = Property(int, _is_kept, notify=changed)
    full = Property(bool, _full, notify=changed)
