"""更多: what is done seldom, behind one key. Which of its pages is on, and a table of what may be done now.

The pages stand where the line of waiting people stands; the visitor in hand and the four keys stay in sight.
"""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import tickets as t
from hall.contract.calling import Calling, SetCalling, SetPull
from hall.contract.views_common import WindowState
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.twice import Twice

_HAND = (WindowState.CALLED, WindowState.SERVING)
_SIGNED_ON = (WindowState.FREE, WindowState.CALLED, WindowState.SERVING, WindowState.PAUSED)

TILES: tuple[tuple[str, str, str, tuple[WindowState, ...]], ...] = (
    # id, group, word, states in which it makes sense; its key is its place in this list
    ("hold", "hand", "暂挂", _HAND),
    ("transfer", "hand", "转号", _HAND),
    ("add", "hand", "再办一件", (WindowState.SERVING,)),
    ("case", "hand", "办件编号", (WindowState.SERVING,)),
    ("calling", "hand", "怎么叫他", _HAND),
    ("left", "hand", "人走了", (WindowState.CALLED,)),
    ("number", "line", "按号码找", _SIGNED_ON),
    ("pull", "window", "自动叫号", _SIGNED_ON),
    ("relieve", "window", "顶岗", _SIGNED_ON),
)
TITLES = {
    "menu": "更多",
    "hold": "暂挂，为什么？",
    "transfer": "转到哪里？",
    "add": "再办哪一件？",
    "case": "办件编号",
    "calling": "怎么叫他？",
    "number": "按号码找",
    "relieve": "谁来顶岗？",
}
OF_HAND = ("hold", "transfer", "add", "case", "calling")  # pages about the visitor in hand
CALLINGS = {Calling.HALL: "跟大厅一样", Calling.SILENT: "不出声，只看屏", Calling.VOICE: "一定要出声"}


@dataclass(frozen=True)
class Tile:
    """One thing that can be done. `sub`: how it stands, or why it makes no sense now."""

    id: str
    group: str
    text: str
    sub: str
    hint: str
    enabled: bool


@dataclass(frozen=True)
class Way:
    """One way to call the visitor."""

    id: str
    text: str
    chosen: bool


class More(Part):
    changed = Signal()
    ticked = Signal()
    opened = Signal(str)  # a page: what it holds starts anew

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._page = ""
        self._ticket = ""
        self._gone = Twice(self._on_change)
        self._tiles = KeyedModel(Tile, "id")
        self._ways = KeyedModel(Way, "id")
        self.fill()

    def fill(self) -> None:
        view = self.view
        in_hand = view.ticket.ticket if view and view.ticket else ""
        if self._page in OF_HAND and self._why_not(self._page):
            self._page = ""
        if in_hand != self._ticket and self._page != "relieve":
            self._page = ""  # another visitor is in hand: the page was about the one before
        if self.desk.page == "sign_on":
            self._page = ""
        if self._why_not("left"):
            self._gone.forget()
        calling = view.ticket.calling if view and view.ticket else ""
        self._tiles.replace([self._tile(place, *row) for place, row in enumerate(TILES, 1)])
        self._ways.replace([Way(x.value, self.t(zh), x.value == calling) for x, zh in CALLINGS.items()])

    def _tile(self, place: int, name: str, group: str, zh: str, states: tuple[WindowState, ...]) -> Tile:
        why = self.desk.why_not(*states)
        text = self.t("再按：人走了") if name == "left" and self._gone.armed else self.t(zh)
        # With nobody in hand the group says it once instead of each key.
        said = "" if group == "hand" and why and why == self.desk.why_not(*_HAND) else why
        return Tile(name, group, text, said or ("" if why else self._stands(name)), str(place), why == "")

    def _stands(self, name: str) -> str:
        ticket = self.view.ticket if self.view else None
        if name == "pull":
            return self.t("现在开着") if self.desk.pull else self.t("现在关着")
        if name == "number":
            return self.t("叫他、给优先、过号找回、补打、人走了")
        if name == "relieve":
            return self.desk.staff_name
        if name == "case" and ticket is not None:
            return ticket.case
        if name == "calling" and ticket is not None:
            return self.t(CALLINGS[Calling(ticket.calling)])
        return ""

    def _why_not(self, name: str) -> str:
        states = next(row[3] for row in TILES if row[0] == name)
        return self.desk.why_not(*states)

    # -- pages -------------------------------------------------------------------------------------
    @Slot()
    def toggle(self) -> None:
        """F6."""
        if self._page:
            self.close()
        elif self.desk.page != "sign_on":
            if self.desk.bar:
                self.desk.widen()
            self.open("menu")

    @Slot(str)
    def open(self, page: str) -> None:
        if page not in TITLES or (page in OF_HAND and self._why_not(page)):
            return
        self._page = page
        self._ticket = self.view.ticket.ticket if self.view and self.view.ticket else ""
        self.desk.hush()
        self.opened.emit(page)
        self._on_change()

    @Slot()
    def back(self) -> None:
        """Escape: to the menu, then to the line."""
        if self._page in ("", "menu"):
            self.close()
        else:
            self.open("menu")

    @Slot()
    def close(self) -> None:
        if self._page:
            self._page = ""
            self._gone.forget()
            self._on_change()

    @Property(str, notify=changed)
    def page(self) -> str:
        return self._page

    @Property(str, notify=changed)
    def title(self) -> str:
        return self.t(TITLES[self._page]) if self._page else ""

    @Property(str, notify=changed)
    def handTitle(self) -> str:
        """Over the keys for the visitor in hand; says once why none of them makes sense."""
        why = self.desk.why_not(*_HAND)
        return self.t("手上这位（{why}）").format(why=why) if why else self.t("手上这位")

    @Property(QObject, constant=True)
    def tiles(self) -> QObject:
        return self._tiles

    @Property(QObject, constant=True)
    def ways(self) -> QObject:
        return self._ways

    # -- acts --------------------------------------------------------------------------------------
    @Slot(str)
    def pick(self, name: str) -> None:
        """A tile; a grey one says why it is grey."""
        row = next((x for x in self._tiles.rows if x.id == name), None)
        if row is None:
            return
        if not row.enabled:
            self.desk.say(f"{row.text}：{self._why_not(name)}")
        elif name == "pull":
            self.desk.ask(SetPull(self.desk.window, not self.desk.pull))
        elif name == "left":
            self._leave()
        else:
            self.open(name)

    @Slot(int)
    def pickAt(self, place: int) -> None:
        """By its digit, from 1."""
        if self._page == "menu" and 1 <= place <= len(TILES):
            self.pick(TILES[place - 1][0])

    def _leave(self) -> None:
        """Asked twice: a number that has left does not come back."""
        if self._gone.press() and self.view and self.view.ticket:
            self.desk.ask(t.Leave(ticket=self.view.ticket.ticket, reason="window"), self.close)

    @Slot(str)
    def call(self, way: str) -> None:
        """How the visitor in hand is to be called."""
        if self.view and self.view.ticket:
            self.desk.ask(SetCalling(Calling(way), ticket=self.view.ticket.ticket), self.close)

    @Slot(str)
    def linkCase(self, case: str) -> None:
        self.desk.ask(t.LinkCase(self.desk.window, case.strip()), self.close)

    @Property(str, notify=changed)
    def case(self) -> str:
        """What is linked already."""
        return self.view.ticket.case if self.view and self.view.ticket else ""
