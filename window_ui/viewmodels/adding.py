"""再办一件: one more service on the same number, found by name, pinyin or initials; done here, or in its line."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.legs import AddService
from hall.contract.views_places import ItemLine, ItemsView, PlacesView
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.more import More
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.search import matches

SHOWN = 40


@dataclass(frozen=True)
class Item:
    """One item; `sub` says where it is done."""

    id: str
    text: str
    sub: str
    chosen: bool


class Adding(Part):
    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk, more: More) -> None:
        super().__init__(desk)
        self._more = more
        self._chosen = self._filter = ""
        self._items = KeyedModel(Item, "id")
        self._count = 0
        more.opened.connect(self._start)
        desk.link.viewArrived.connect(self._on_list)
        self.fill()

    def _start(self, page: str) -> None:
        if page == "add":
            self._chosen = self._filter = ""
            self._look()

    def _on_list(self, topic: str, view: object) -> None:
        if topic in ("items", "places"):
            self._look()

    def _look(self) -> None:
        """Search anew: two thousand names are not gone through each time a clock moves."""
        if self._more.page == "add":
            found = self._found()
            self._count = len(found)
            if self._chosen not in (x.service for x in found[:SHOWN]):
                self._chosen = ""
            names = self._queue_names()
            self._items.replace([self._row(x, names) for x in found[:SHOWN]])
        self.changed.emit()

    def _row(self, item: ItemLine, names: dict[str, str]) -> Item:
        sub = self.t("本窗口能办") if self._is_here(item) else names.get(item.queue, item.queue)
        return Item(item.service, self.desk.words.of(item.name), sub, item.service == self._chosen)

    def _queue_names(self) -> dict[str, str]:
        places = self.desk.link.latest("places")
        queues = places.queues if isinstance(places, PlacesView) else ()
        return {q.queue: self.desk.words.of(q.name) for q in queues}

    @property
    def _list(self) -> tuple[ItemLine, ...]:
        view = self.desk.link.latest("items")
        return view.items if isinstance(view, ItemsView) else ()

    def _found(self) -> list[ItemLine]:
        """What this window can do itself stands first."""
        found = [
            x for x in self._list if matches(self._filter, x.name.zh, x.pinyin, f"{x.name.en} {x.initials}")
        ]
        return sorted(found, key=lambda x: not self._is_here(x))

    def _is_here(self, item: ItemLine) -> bool:
        return self.view is not None and item.queue in (q.queue for q in self.view.queues)

    @property
    def _item(self) -> ItemLine | None:
        return next((x for x in self._list if x.service == self._chosen), None)

    # -- the clerk ---------------------------------------------------------------------------------
    @Slot(str)
    def filter(self, text: str) -> None:
        if text != self._filter:
            self._filter = text
            self._look()

    @Slot(str)
    def choose(self, service: str) -> None:
        self._chosen = service
        self._look()

    @Slot()
    def enter(self) -> None:
        """Return: the first that was found, then add it."""
        if not self._chosen:
            first = next(iter(self._items.rows), None)
            if first is not None:
                self.choose(first.id)
        else:
            self.add(self.mayHere)

    @Slot(bool)
    def add(self, here: bool) -> None:
        """`here`: at once, and the present one is paused; else it becomes a further leg."""
        if self._chosen:
            self.desk.ask(AddService(self.desk.window, self._chosen, here), self._more.close)

    # -- what the page reads -----------------------------------------------------------------------
    @Property(QObject, constant=True)
    def items(self) -> QObject:
        return self._items

    @Property(str, notify=changed)
    def filterText(self) -> str:
        return self._filter

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        return self._chosen != ""

    @Property(bool, notify=changed)
    def mayHere(self) -> bool:
        item = self._item
        return item is not None and self._is_here(item)

    @Property(str, notify=changed)
    def beyond(self) -> str:
        """How many more were found."""
        more = self._count - len(self._items.rows)
        if not self._list:
            return self.t("还没收到事项清单")
        if not self._count:
            return self.t("没有找到")
        return self.t("还有 {n} 件，再打几个字").format(n=more) if more > 0 else ""
