"""Signing on at a window, or taking over a colleague's post there: who you are by list or number, your PIN by keypad or
keyboard, and why it did not work."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract.people import Relieve
from hall.contract.people import SignOn as SignOnCommand
from hall.contract.unions import Refused
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.search import matches

PIN_MAX = 12


@dataclass(frozen=True)
class Person:
    """A member of staff who may sign on; `needs_pin` False: the config asks for none."""

    id: str
    name: str
    needs_pin: bool


@dataclass(frozen=True)
class Card:
    """One person of the list as drawn."""

    id: str
    name: str
    chosen: bool


class SignOn(QObject):
    """`wanted` says whether its page is on: if not, what was typed is forgotten. `accepted`: the hall said yes."""

    changed = Signal()
    accepted = Signal()

    def __init__(
        self,
        desk: Desk,
        staff: tuple[Person, ...],
        command: type[SignOnCommand] | type[Relieve] = SignOnCommand,
        wanted: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._command = command
        self._wanted = wanted or (lambda: desk.page == "sign_on")
        self._staff = {person.id: person for person in staff}
        self._filter = ""
        self._chosen = ""
        self._pin = ""
        self._problem = ""
        self._cards = KeyedModel(Card, "id")
        desk.changed.connect(self.look)
        self._fill()

    def look(self) -> None:
        """Something has changed; whether the page is still on, too."""
        if not self._wanted() and (self._chosen or self._pin or self._filter):
            self._filter = self._chosen = self._pin = self._problem = ""  # the next clerk starts from nothing
        self._fill()

    def _fill(self) -> None:
        self._cards.replace(
            [Card(person.id, person.name, person.id == self._chosen) for person in self._found()]
        )
        self.changed.emit()

    def _found(self) -> list[Person]:
        """Whoever sits here already takes nothing over."""
        here = self._desk.view.staff if self._desk.view else ""
        return [
            person
            for person in self._staff.values()
            if person.id != here and matches(self._filter, person.name, more=person.id)
        ]

    # -- the clerk -----------------------------------------------------------------------------------
    @Slot(str)
    def filter(self, text: str) -> None:
        """Part of a number or a name; the whole number chooses the person."""
        self._filter = text
        if text in self._staff and text != self._chosen:
            self.choose(text)
            return
        self._fill()

    @Slot()
    def enter(self) -> None:
        """Return in the number field: choose the one who is left, or sign on."""
        found = self._found()
        if len(found) == 1 and found[0].id != self._chosen:
            self.choose(found[0].id)
        elif self._chosen:
            self.submit()
        elif not found:
            self._tell(self._desk.words.t("没有找到这个人"))

    @Slot(str)
    def choose(self, person: str) -> None:
        self._chosen, self._pin, self._problem = person, "", ""
        self._fill()

    @Slot(str)
    def type(self, digit: str) -> None:
        """One key of the keypad."""
        if self.wantsPin and len(self._pin) < PIN_MAX:
            self.setPin(self._pin + digit)

    @Slot()
    def erase(self) -> None:
        self.setPin(self._pin[:-1])

    @Slot(str)
    def setPin(self, pin: str) -> None:
        """The whole PIN as it stands in the field."""
        pin = pin[:PIN_MAX]
        if pin != self._pin:
            self._pin, self._problem = pin, ""
            self._fill()

    @Slot()
    def submit(self) -> None:
        """Ask the hall. The PIN is forgotten at once, whatever the answer."""
        if not self.ready:
            return
        pin, self._pin = self._pin, ""
        self._desk.link.ask(self._command(self._desk.window, self._chosen, pin), self._on_reply)
        self._fill()

    def _on_reply(self, reply: Reply) -> None:
        if isinstance(reply, Refused):
            self._tell(self._desk.words.of(reply.text))
        else:
            self.accepted.emit()

    def _tell(self, sentence: str) -> None:
        self._problem = sentence
        self._fill()

    # -- what the page reads ---------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def staff(self) -> QObject:
        return self._cards

    @Property(str, notify=changed)
    def pin(self) -> str:
        return self._pin

    @Property(str, notify=changed)
    def problem(self) -> str:
        return self._problem

    @Property(str, notify=changed)
    def filterText(self) -> str:
        return self._filter

    @Property(str, notify=changed)
    def chosen(self) -> str:
        return self._chosen

    @Property(str, notify=changed)
    def chosenName(self) -> str:
        person = self._staff.get(self._chosen)
        return person.name if person else ""

    @Property(bool, notify=changed)
    def wantsPin(self) -> bool:
        person = self._staff.get(self._chosen)
        return person is not None and person.needs_pin

    @Property(bool, notify=changed)
    def online(self) -> bool:
        """The hall is heard and has told about this window."""
        return self._desk.view is not None and not self._desk.is_lost

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """Everything is there to sign on."""
        return self.online and self._chosen != "" and (not self.wantsPin or self._pin != "")

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What to do next, in one line."""
        t = self._desk.words.t
        if not self._chosen:
            return t("先选您自己")
        return t("输入密码") if self.wantsPin else t("这位不用密码，直接签到")
