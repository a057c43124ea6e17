"""我的号: the open and passed numbers of whoever was presented, and what can be done with one of them."""

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import tickets as t
from hall.contract.calling import Calling, SetCalling
from hall.contract.tickets import TicketState
from hall.contract.unions import Command, Done, Refused
from hall.contract.views_kiosk import KioskTicket, KioskView
from hall.uikit.link import Link, Reply
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words
from kiosk_ui.viewmodels import saying

CANCELLED, LEFT = "cancelled", "left"


@dataclass(frozen=True)
class NumberRow:
    """One number of the list: what it is for and how it stands."""

    id: str
    number: str
    title: str
    line: str
    kind: str  # of ClassTag
    passed: bool


class Numbers(QObject):
    """`ended`: "", cancelled or left, once the chosen number is over by the visitor's own press."""

    changed = Signal()
    over = Signal()

    def __init__(self, link: Link, words: Words, kiosk: str) -> None:
        super().__init__()
        self._link, self._words, self._kiosk = link, words, kiosk
        self._topic = f"kiosk/{kiosk}"
        self._rows = KeyedModel(NumberRow, "id", self)
        self._round = 0
        self._reset()
        link.viewArrived.connect(self._on_view)
        words.changed.connect(self.refresh)

    def _reset(self) -> None:
        self._chosen = ""
        self._last: KioskTicket | None = None
        self._busy = False
        self._refused: Refused | None = None
        self._ended = ""

    def _on_view(self, topic: str, view: object) -> None:
        if topic == self._topic:
            self.refresh()

    def refresh(self) -> None:
        """Say everything again."""
        self._rows.replace([self._row(x) for x in self.tickets()])
        self._last = self.fact or self._last
        self.changed.emit()

    def tickets(self) -> tuple[KioskTicket, ...]:
        """Newest first, as the hall shows them for the reading of this kiosk."""
        view = self._link.latest(self._topic)
        return view.reading.tickets if isinstance(view, KioskView) and view.reading is not None else ()

    @property
    def fact(self) -> KioskTicket | None:
        """The number that was chosen, as it stands now."""
        return next((x for x in self.tickets() if x.ticket == self._chosen), None)

    def _row(self, ticket: KioskTicket) -> NumberRow:
        words = self._words
        state = saying.state(ticket, words.english)
        line = " · ".join(x for x in (state, saying.wait(ticket, words.english)) if x)
        passed = ticket.state is TicketState.PASSED
        return NumberRow(
            ticket.ticket, ticket.number, words.of(ticket.service), line, saying.kind(ticket), passed
        )

    # -- acts -------------------------------------------------------------------------------------------
    def show(self, ticket: str) -> bool:
        """Choose a number. False when it is none of theirs."""
        self._reset()
        self._chosen = ticket
        self.refresh()
        return self.fact is not None

    def clear(self) -> None:
        """Forget the visitor; answers still on their way are nobody's."""
        self._round += 1
        self._reset()
        self.refresh()

    @Slot()
    def cancel(self) -> None:
        """The number is not wanted any more; asked only from the page that asks again."""
        self._ask(lambda token: t.Cancel(token=token), CANCELLED)

    @Slot()
    def leave(self) -> None:
        """The visitor goes without being served."""
        self._ask(lambda token: t.Leave(token=token), LEFT)

    @Slot()
    def reactivate(self) -> None:
        """Back in line after a missed call."""
        self._ask(lambda token: t.Reactivate(token=token, kiosk=self._kiosk))

    @Slot()
    def switchCalling(self) -> None:
        """By voice instead of silently, or the other way round."""
        fact = self.fact
        if fact is not None:
            wish = Calling.SILENT if fact.spoken else Calling.VOICE
            self._ask(lambda token: SetCalling(wish, token=token))

    def _ask(self, make: "saying.Make", ends: str = "") -> None:
        fact = self.fact
        if fact is None or self._busy:
            return
        self._busy, self._refused, mine = True, None, self._round

        def heard(reply: Reply) -> None:
            if mine == self._round:
                self._on_reply(reply, ends)

        command: Command = make(fact.token)
        self._link.ask(command, heard)
        self.changed.emit()

    def _on_reply(self, reply: Reply, ends: str) -> None:
        self._busy = False
        if isinstance(reply, Done):
            self._ended = ends
        else:
            self._refused = reply
        self.changed.emit()
        if ends:
            self.over.emit()

    # -- for the pages ----------------------------------------------------------------------------------
    def _seen(self) -> KioskTicket | None:
        return self.fact or self._last

    def _ticket(self) -> str:
        return self._chosen

    def _number(self) -> str:
        seen = self._seen()
        return seen.number if seen else ""

    def _service(self) -> str:
        seen = self._seen()
        return self._words.of(seen.service) if seen else ""

    def _place(self) -> str:
        seen = self._seen()
        return saying.place(seen, self._words) if seen else ""

    def _state(self) -> str:
        seen = self._seen()
        return saying.state(seen, self._words.english) if seen else ""

    def _wait(self) -> str:
        seen = self._seen()
        return saying.wait(seen, self._words.english) if seen else ""

    def _kind(self) -> str:
        seen = self._seen()
        return saying.kind(seen) if seen else ""

    def _passed(self) -> str:
        """What is said of a missed number; "" of any other."""
        seen = self._seen()
        return self._words.of(seen.passed) if seen else ""

    def _can_return(self) -> bool:
        return self.fact is not None and self.fact.reactivable and not self._busy

    def _open(self) -> bool:
        """Can it be printed, cancelled, left?"""
        return self.fact is not None and self.fact.state not in (TicketState.PASSED, TicketState.SERVING)

    def _can_print(self) -> bool:
        return self.fact is not None and self.fact.state is not TicketState.PASSED

    def _calling(self) -> str:
        seen = self._seen()
        return saying.calling(seen, self._words) if seen and self._can_print() else ""

    def _calling_key(self) -> str:
        seen = self._seen()
        return saying.calling_key(seen, self._words) if seen and self._can_print() else ""

    def _legs(self) -> list[str]:
        seen = self._seen()
        return saying.legs(seen, self._words) if seen else []

    def _problem(self) -> str:
        return self._words.of(self._refused.text) if self._refused else ""

    def _get_ended(self) -> str:
        return self._ended

    def _is_busy(self) -> bool:
        return self._busy

    def _count(self) -> int:
        return len(self.tickets())

    def _model(self) -> QObject:
        return self._rows

    rows = Property(QObject, _model, constant=True)
    ticket = Property(str, _ticket, notify=changed)
    number = Property(str, _number, notify=changed)
    service = Property(str, _service, notify=changed)
    place = Property(str, _place, notify=changed)
    state = Property(str, _state, notify=changed)
    wait = Property(str, _wait, notify=changed)
    kind = Property(str, _kind, notify=changed)
    passed = Property(str, _passed, notify=changed)
    canReturn = Property(bool, _can_return, notify=changed)
    canEnd = Property(bool, _open, notify=changed)
    canPrint = Property(bool, _can_print, notify=changed)
    calling = Property(str, _calling, notify=changed)
    callingKey = Property(str, _calling_key, notify=changed)
    legs = Property(list, _legs, notify=changed)
    problem = Property(str, _problem, notify=changed)
    ended = Property(str, _get_ended, notify=changed)
    busy = Property(bool, _is_busy, notify=changed)
    count = Property(int, _count, notify=changed)
