"""按号码找: a number picked in a list or typed, what it is, what can be done: call, priority, back, slip, left."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import tickets as t
from hall.contract.legs import UndoTransfer
from hall.contract.views_common import WindowState
from hall.uikit import phrases
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.lists import HOLD_REASONS
from window_ui.viewmodels.more import More
from window_ui.viewmodels.part import Part
from window_ui.viewmodels.rest import Choice
from window_ui.viewmodels.twice import Twice

REASONS = {
    t.PriorityReason.ELDER: "老人",
    t.PriorityReason.DISABLED: "残疾人",
    t.PriorityReason.PREGNANT: "孕妇、带婴儿",
    t.PriorityReason.MILITARY: "军人",
    t.PriorityReason.OTHER: "其他",
}
_NUMBER = re.compile(r"([A-Z]+)-?0*(\d{1,4})")


@dataclass(frozen=True)
class Known:
    """A number as the window's lists tell it. `state` "": it is in none of them."""

    ticket: str
    number: str
    state: str  # waiting | held | passed | sent | here | ""
    matter: str = ""
    klass: str = ""
    mark: str = ""
    facts: str = ""


@dataclass(frozen=True)
class Act:
    id: str
    text: str
    sub: str
    enabled: bool
    solid: bool


class Number(Part):
    changed = Signal()
    ticked = Signal()

    def __init__(self, desk: Desk, more: More) -> None:
        super().__init__(desk)
        self._more = more
        self._typed = self._note = ""
        self._asking = False  # which reason for priority
        self._other = False  # … and it is another one, to be written down
        self._gone = Twice(self._on_change)
        self._acts = KeyedModel(Act, "id")
        self._reasons = KeyedModel(Choice, "id")
        self._next = ""
        more.opened.connect(self._start)
        self.fill()

    def _start(self, page: str) -> None:
        if page == "number":
            self._typed, self._next = self._next, ""
            self._calm()

    def _calm(self) -> None:
        self._note, self._asking, self._other = "", False, False
        self._gone.forget()
        self._on_change()

    # -- which number ------------------------------------------------------------------------------
    @Slot(str)
    def pick(self, number: str) -> None:
        """From a list."""
        self._next = number
        self._more.open("number")

    @Slot(str)
    def type(self, text: str) -> None:
        if text != self._typed:
            self._typed = text
            self._calm()

    @property
    def _known(self) -> Known | None:
        """What the typed text names. Digits alone are enough where the window's lists have one such number."""
        text = self._typed.strip().upper()
        rows = self._rows()
        if not text:
            return None
        if text.isdigit():
            same = [x for x in rows if int(re.sub(r"\D", "", x.number) or 0) == int(text)]
            return same[0] if len(same) == 1 else None
        form = _NUMBER.fullmatch(text)
        if form is None:
            return None
        number = f"{form[1]}{int(form[2]):03d}"
        day = phrases.moment(self.now).strftime("%Y-%m-%d")
        return next((x for x in rows if x.number == number), Known(f"{day}-{number}", number, ""))

    def _rows(self) -> list[Known]:
        view, of = self.view, self.desk.words.of
        if view is None or self.desk.is_lost:
            return []
        found = [
            Known(x.ticket, x.number, "waiting", of(x.service), "" if x.klass == "normal" else x.klass, x.mark,
                  self.t("已等 {n} 分钟").format(n=max(0, self.now - x.issued_ms) // 60_000))
            for x in view.queue
        ]  # fmt: skip
        found += [
            Known(x.ticket, x.number, "held", of(x.service), facts=self.t("在本窗口暂挂：{why}").format(
                why=self.t(HOLD_REASONS.get(x.reason, x.reason))))
            for x in view.held
        ]  # fmt: skip
        found += [
            Known(x.ticket, x.number, "passed", of(x.service),
                  facts=self.t("{at} 过号").format(at=phrases.clock(x.passed_ms)))
            for x in view.passed_lately
        ]  # fmt: skip
        found += [
            Known(x.ticket, x.number, "sent", facts=self.t("从本窗口转到 {where}").format(where=of(x.to)))
            for x in view.sent
        ]
        if view.ticket is not None:
            here = Known(view.ticket.ticket, view.ticket.number, "here", of(view.ticket.service),
                         facts=self.t("就在本窗口"))  # fmt: skip
            found.append(here)
        unique: dict[str, Known] = {}
        for row in found:
            unique.setdefault(row.ticket, row)
        return list(unique.values())

    def fill(self) -> None:
        if self._more.page != "number":
            return
        self._reasons.replace([Choice(x.value, self.t(zh)) for x, zh in REASONS.items()])
        known = self._known
        self._acts.replace(self._list(known) if known is not None else [])

    def _list(self, known: Known) -> list[Act]:
        """What makes sense for it; the hall decides about a number that is in none of the window's lists."""
        free = self.desk.why_not(WindowState.FREE)
        lost = self.desk.why_not(*WindowState)
        unknown = known.state == ""
        acts: list[Act] = []
        if unknown or known.state in ("waiting", "held"):
            text = self.t("叫回") if known.state == "held" else self.t("叫这位")
            acts.append(Act("call", text, free, free == "", free == "" and not unknown))
        if known.state == "sent":
            acts.append(Act("undo", self.t("撤回"), free, free == "", free == ""))
        if unknown or known.state == "passed":
            acts.append(
                Act("back", self.t("过号找回"), lost, lost == "", known.state == "passed" and lost == "")
            )
        if unknown or (known.state == "waiting" and known.klass != "priority"):
            acts.append(Act("priority", self.t("给优先"), lost, lost == "", False))
        if not self._asking and known.state != "passed":
            acts.append(Act("print", self.t("补打小票"), lost, lost == "", False))
        if unknown or known.state in ("waiting", "held", "sent"):
            text = self.t("再按：人走了") if self._gone.armed else self.t("人走了")
            acts.append(Act("left", text, lost, lost == "", False))
        return acts

    # -- what to do with it ------------------------------------------------------------------------
    @Slot()
    def enter(self) -> None:
        """Return: the first thing that makes sense."""
        first = next((x for x in self._acts.rows if x.enabled), None)
        if first is not None and first.id not in ("left", "print"):
            self.act(first.id)

    @Slot(str)
    def act(self, name: str) -> None:
        known = self._known
        row = next((x for x in self._acts.rows if x.id == name), None)
        if known is None or row is None:
            return
        if not row.enabled:
            self.desk.say(f"{row.text}：{row.sub}")
            return
        match name:
            case "call":
                self.desk.ask(t.CallTicket(self.desk.window, known.ticket), self._more.close)
            case "undo":
                self.desk.ask(UndoTransfer(self.desk.window, known.ticket), self._more.close)
            case "back":
                self.desk.ask(t.Reactivate(ticket=known.ticket), self._more.close)
            case "priority":
                self._asking = not self._asking
                self._on_change()
            case "print":
                self.desk.ask(t.Reprint(ticket=known.ticket), self._printed)
            case "left":
                self._leave(known)

    def _printed(self) -> None:
        """It comes out where the number was taken, which may be another floor."""
        self._more.close()
        self.desk.say(self.t("小票在取号的机器上打，请他到那里拿"))

    @Slot(str)
    def choose(self, reason: str) -> None:
        """Why this visitor goes first; another reason is written down first."""
        self._other = reason == t.PriorityReason.OTHER.value
        if not self._other:
            self._prioritise(t.PriorityReason(reason), "")
        self._on_change()

    @Slot(str)
    def setNote(self, note: str) -> None:
        self._note = note[:100]
        self.changed.emit()

    @Slot()
    def confirm(self) -> None:
        """The other reason has been written."""
        if self._note.strip():
            self._prioritise(t.PriorityReason.OTHER, self._note.strip())

    def _prioritise(self, reason: t.PriorityReason, note: str) -> None:
        known = self._known
        if known is not None:
            self.desk.ask(t.Prioritise(known.ticket, reason, note), self._more.close)

    def _leave(self, known: Known) -> None:
        if self._gone.press():
            self.desk.ask(t.Leave(ticket=known.ticket, reason="window"), self._more.close)

    # -- what the page reads -----------------------------------------------------------------------
    @Property(QObject, constant=True)
    def acts(self) -> QObject:
        return self._acts

    @Property(QObject, constant=True)
    def reasons(self) -> QObject:
        return self._reasons

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._typed

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return self._asking

    @Property(bool, notify=changed)
    def other(self) -> bool:
        return self._other

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The other reason is written."""
        return self._note.strip() != ""

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._known.number if self._known else ""

    @Property(str, notify=changed)
    def matter(self) -> str:
        return self._known.matter if self._known else ""

    @Property(str, notify=changed)
    def tag(self) -> str:
        return (self._known.klass or self._known.mark) if self._known else ""

    @Property(str, notify=ticked)
    def facts(self) -> str:
        known = self._known
        if known is None:
            return ""
        return known.facts or self.t("不在本窗口的名单里，按了由大厅判断")

    @Property(str, notify=changed)
    def hint(self) -> str:
        """While nothing is named."""
        text = self._typed.strip()
        if not text:
            return self.t("输入号码，例如 A015；也可以直接点名单里的号。")
        if self._known is None and text.isdigit():
            return self.t("请带上字母，例如 A015")
        return self.t("没有这样的号码") if self._known is None else ""
