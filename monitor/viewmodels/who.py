"""Who stands at the wall: one person at a time, and the PIN of those who have one.

The wall cannot know it, so the person says it; name and PIN are kept for some minutes only, and the PIN is never shown.
A PIN counts as known once the hall has accepted it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from hall.contract.unions import Refused
from hall.uikit.link import Reply
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words

FORGET_MS = 10 * 60_000  # machine time since the last act
PIN_MAX = 12
FEW = 8  # people shown before somebody asks for the others
MANAGES = ("manager", "zone_head")
WRONG_PIN = ("pin", "pin_wait")


@dataclass(frozen=True)
class Person:
    """A member of staff who may act at the wall. `pin`: the door will ask for one. One who is not `listed` is offered
    only where a page names them."""

    id: str
    name: str
    duty: str = ""
    pin: bool = False
    listed: bool = True


@dataclass(frozen=True)
class Choice:
    """One thing to choose, as drawn."""

    id: str
    text: str
    chosen: bool


class Who(QObject):
    """`asking` is set by a page: whose zone it is about (its head stands first), and whether only managers may."""

    changed = Signal()

    def __init__(self, staff: tuple[Person, ...], words: Words) -> None:
        super().__init__()
        self._staff = {p.id: p for p in staff}
        self._words = words
        self._first: tuple[str, ...] = ()
        self._managers = False
        self._wanted = False  # does what is about to be sent need a PIN
        self._all = False
        self._person = ""
        self._pin = ""
        self._accepted = False
        self._people = KeyedModel(Choice, "id")
        self._forget_later = QTimer()
        self._forget_later.setSingleShot(True)
        self._forget_later.timeout.connect(self.forget)
        words.changed.connect(self._fill)
        self._fill()

    def ask(self, first: tuple[str, ...], managers: bool, pin: bool) -> None:
        """Another page, another question: `first` are the likeliest, `managers` leaves out who may not do it."""
        if (first, managers, pin) != (self._first, self._managers, self._wanted):
            self._first, self._managers, self._wanted = first, managers, pin
            if managers and not self._may(self._person):
                self._all = False
            self._fill()

    def _may(self, person: str) -> bool:
        part = self._staff.get(person)
        return part is not None and (not self._managers or part.duty in MANAGES)

    def _offered(self, person: str) -> bool:
        return self._staff[person].listed or person in self._first or person == self._person

    def _fill(self) -> None:
        order = dict.fromkeys(
            (*((self._person,) if self._may(self._person) else ()), *self._first, *self._staff)
        )
        found = [self._staff[p] for p in order if self._may(p) and self._offered(p)]
        self._more = len(found) > FEW + 1 and not self._all
        if self._more:
            found = found[:FEW]
        self._people.replace([Choice(p.id, p.name, p.id == self._person) for p in found])
        self.changed.emit()

    # -- the person -----------------------------------------------------------------------------------------
    @Slot(str)
    def choose(self, person: str) -> None:
        """Somebody else's PIN is forgotten at once."""
        if person not in self._staff:
            return
        if person != self._person:
            self._pin, self._accepted = "", False
        self._person, self._all = person, False
        self._forget_later.start(FORGET_MS)
        self._fill()

    @Slot()
    def showAll(self) -> None:
        self._all = True
        self._fill()

    @Slot()
    def forget(self) -> None:
        """The person goes away."""
        self._forget_later.stop()
        self._person = self._pin = ""
        self._accepted = self._all = False
        self._fill()

    @Slot(str)
    def type(self, digit: str) -> None:
        """One key of the pad."""
        self.setPin(self._pin + digit)

    @Slot()
    def erase(self) -> None:
        self.setPin(self._pin[:-1])

    @Slot(str)
    def setPin(self, pin: str) -> None:
        """The whole PIN as it stands in the field."""
        if self.wantsPin and pin[:PIN_MAX] != self._pin:
            self._pin = pin[:PIN_MAX]
            self._fill()

    def leave(self) -> None:
        """The page is closed: what was typed and never accepted is forgotten."""
        if not self._accepted:
            self._pin = ""
        self._all = False
        self._fill()

    # -- sending --------------------------------------------------------------------------------------------
    @property
    def person_id(self) -> str:
        return self._person if self._may(self._person) else ""

    @property
    def pin_text(self) -> str:
        """For the command alone."""
        part = self._staff.get(self._person)
        return self._pin if part is not None and part.pin else ""

    @property
    def is_ready(self) -> bool:
        """Somebody is there who may, with a PIN where one is needed."""
        return bool(self.person_id) and (not self.wantsPin or self._pin != "")

    def heard(self, on_reply: Callable[[Reply], None]) -> Callable[[Reply], None]:
        """`on_reply` after looking whether the PIN was right; the answer counts only for the person who asked."""
        person = self._person

        def look(reply: Reply) -> None:
            if person == self._person:
                self._look(reply)
            on_reply(reply)

        return look

    def _look(self, reply: Reply) -> None:
        if isinstance(reply, Refused):
            if reply.code in WRONG_PIN:
                self._pin, self._accepted = "", False
        else:
            # Only a command that carried the PIN proves it.
            self._accepted = self._accepted or (self._wanted and self._pin != "")
            self._forget_later.start(FORGET_MS)
        self._fill()

    # -- what pages read ------------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def people(self) -> QObject:
        return self._people

    @Property(bool, notify=changed)
    def more(self) -> bool:
        """There are others to choose from."""
        return self._more

    @Property(str, notify=changed)
    def person(self) -> str:
        return self.person_id

    @Property(str, notify=changed)
    def name(self) -> str:
        part = self._staff.get(self.person_id)
        return part.name if part is not None else ""

    @Property(str, notify=changed)
    def pin(self) -> str:
        """For the field that shows dots; empty once it was accepted."""
        return "" if self._accepted else self._pin

    @Property(bool, notify=changed)
    def wantsPin(self) -> bool:
        part = self._staff.get(self.person_id)
        return self._wanted and part is not None and part.pin and not self._accepted

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        return self.is_ready

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What is missing, in a few words; or that it is known who this is."""
        t = self._words.t
        if not self.person_id:
            return t("先选您是谁")
        if self.wantsPin:
            return "" if self._pin else t("输入密码")
        return t("{who}，密码已记住 10 分钟").format(who=self.name) if self._accepted else ""
