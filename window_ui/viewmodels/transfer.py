"""转号: to a queue, a window or a person, by number, name, pinyin or initials; with a note, and back if wanted."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import legs
from hall.contract.views_places import PlacesView
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.more import More
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.search import matches

KINDS = {"queue": "队列", "window": "窗口", "staff": "人员"}
NOTE_MAX = 100
SHOWN = 60


@dataclass(frozen=True)
class Target:
    """Where the visitor may go. `id` is kind:name; `sub` says who is there, or why nobody can be sent."""

    id: str
    text: str
    sub: str
    enabled: bool
    chosen: bool


@dataclass(frozen=True)
class Kind:
    id: str
    text: str
    chosen: bool


class Transfer(Part):
    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk, more: More) -> None:
        super().__init__(desk)
        self._more = more
        self._kind, self._chosen, self._filter, self._note, self._return = "window", "", "", "", False
        self._targets = KeyedModel(Target, "id")
        self._kinds = KeyedModel(Kind, "id")
        more.opened.connect(self._start)
        desk.link.viewArrived.connect(self._on_places)
        self.fill()

    def _start(self, page: str) -> None:
        if page == "transfer":
            self._chosen, self._filter, self._note, self._return = "", "", "", False
            self._on_change()

    def _on_places(self, topic: str, view: object) -> None:
        if topic == "places":
            self._on_change()

    @property
    def _places(self) -> PlacesView | None:
        view = self.desk.link.latest("places")
        return view if isinstance(view, PlacesView) else None

    def fill(self) -> None:
        if self._more.page != "transfer":
            return
        self._kinds.replace(
            [Kind(k, self.t(zh), k == self._kind and not self._filter.strip()) for k, zh in KINDS.items()]
        )
        found = [replace(x, chosen=x.id == self._chosen) for x in self._found()][:SHOWN]
        if not any(x.chosen and x.enabled for x in found):
            self._chosen = ""  # whoever was chosen has left meanwhile
        self._targets.replace(found)

    def _found(self) -> list[Target]:
        """Without a word of search one kind; with one all kinds, those who can be sent to first."""
        if self._places is None:
            return []
        if not self._filter.strip():
            rows = self._rows(self._kind)
        else:
            rows = [row for kind in ("window", "staff", "queue") for row in self._rows(kind)]
        return [row for _, row in sorted(rows, key=lambda x: (not x[1].enabled, x[0]))]

    def _rows(self, kind: str) -> list[tuple[int, Target]]:
        """(order, target); the exact number first."""
        of, wanted = self.desk.words.of, self._filter.strip()
        places = self._places
        rows: list[tuple[int, Target]] = []
        if places is None:
            return rows
        if kind == "queue":
            for place, q in enumerate(places.queues, 200):
                if matches(wanted, q.name.zh, more=f"{q.letter} {q.name.en}"):
                    sub = (
                        self.t("{n} 个窗口在办").format(n=q.at_work) if q.at_work else self.t("没有窗口在办")
                    )
                    rows.append((place, Target(f"queue:{q.queue}", of(q.name), sub, q.at_work > 0, False)))
            return rows
        for place, w in enumerate(places.windows, 1):
            if w.window == self.desk.window:
                continue
            name = self.t("{n} 号窗口").format(n=w.number)
            if kind == "window":
                who = w.staff_name or self.t("没有人")
                sub = " · ".join(x for x in (who, self.t("暂停中") if w.paused else "", of(w.zone)) if x)
                if wanted in w.number or matches(wanted, w.zone.zh, more=w.zone.en):
                    order = 0 if wanted == w.number else place
                    rows.append((order, Target(f"window:{w.window}", name, sub, w.staff != "", False)))
            elif w.staff and matches(wanted, w.staff_name, more=w.staff):
                sub = " · ".join(x for x in (name, self.t("暂停中") if w.paused else "", of(w.zone)) if x)
                rows.append((place, Target(f"staff:{w.staff}", w.staff_name, sub, True, False)))
        return rows

    # -- the clerk ---------------------------------------------------------------------------------
    @Slot(str)
    def filter(self, text: str) -> None:
        if text != self._filter:
            self._filter = text
            self._on_change()

    @Slot(str)
    def show(self, kind: str) -> None:
        if kind in KINDS:
            self._kind, self._filter = kind, ""
            self._on_change()

    @Slot(str)
    def choose(self, target: str) -> None:
        row = next((x for x in self._targets.rows if x.id == target), None)
        if row is not None and row.enabled:
            self._chosen = target
        elif row is not None:
            self.desk.say(f"{row.text}：{row.sub}")
        self._on_change()

    @Slot()
    def enter(self) -> None:
        """Return: the first that was found, then send."""
        if self._chosen:
            self.send()
            return
        first = next((x for x in self._targets.rows if x.enabled), None)
        if first is not None:
            self.choose(first.id)

    @Slot(str)
    def setNote(self, note: str) -> None:
        self._note = note[:NOTE_MAX]

    @Slot()
    def toggleReturn(self) -> None:
        self._return = not self._return
        self._on_change()

    @Slot()
    def send(self) -> None:
        kind, _, name = self._chosen.partition(":")
        if not name:
            return
        note, back = self._note.strip(), self._return
        command = {
            "queue": legs.Transfer(self.desk.window, queue=name, back=back, note=note),
            "window": legs.Transfer(self.desk.window, to_window=name, back=back, note=note),
            "staff": legs.Transfer(self.desk.window, to_staff=name, back=back, note=note),
        }[kind]
        self.desk.ask(command, self._more.close)

    # -- what the page reads -----------------------------------------------------------------------
    @Property(QObject, constant=True)
    def targets(self) -> QObject:
        return self._targets

    @Property(QObject, constant=True)
    def kinds(self) -> QObject:
        return self._kinds

    @Property(str, notify=changed)
    def filterText(self) -> str:
        return self._filter

    @Property(bool, notify=changed)
    def returns(self) -> bool:
        return self._return

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        return self._chosen != ""

    @Property(str, notify=changed)
    def sendWord(self) -> str:
        """A012 转到 5 号窗口."""
        row = next((x for x in self._targets.rows if x.chosen), None)
        number = self.view.ticket.number if self.view and self.view.ticket else ""
        if row is None:
            return self.t("转出")
        return self.t("{n} 转到 {where}").format(n=number, where=row.text)

    @Property(str, notify=changed)
    def nothing(self) -> str:
        """Why the list is empty."""
        if self._places is None:
            return self.t("还没收到大厅的窗口名单")
        return self.t("没有找到") if not self._targets.rows else ""
