"""Showing who you are: a reader that is switched on for one visitor, a typed phone number, or a member of staff.

Nothing typed here is written anywhere but into the command; `clear` forgets it.
"""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import people as p
from hall.contract.unions import Done
from hall.contract.views import KioskView, Reading, ReadingState
from hall.uikit.link import Link, Reply
from hall.uikit.words import Words

PHONE_DIGITS = 11
STAFF_DIGITS = 12

OnIdentified = Callable[[p.Attest], None]


def phone_problem(digits: str) -> str:
    """Why this is not a Chinese mobile number yet, in Chinese; "" when it is one."""
    missing = PHONE_DIGITS - len(digits)
    if digits and not digits.startswith("1"):
        return "手机号第一位是 1，请再看看"
    if len(digits) > 1 and digits[1] in "012":
        return "没有这样的手机号，请再看看"
    if missing == 1:
        return "手机号少了一位"
    if missing > 1:
        return "手机号是 11 位"
    return ""


class Identity(QObject):
    """One visitor's attest. `status`: idle, asking, waiting (reader on), presented, failed, refused."""

    changed = Signal()
    identified = Signal()

    def __init__(self, link: Link, words: Words, kiosk: str) -> None:
        super().__init__()
        self._link, self._words, self._kiosk = link, words, kiosk
        self._topic = f"kiosk/{kiosk}"
        self._round = 0  # answers to an earlier visitor's question are not for this one
        self._reset()
        link.viewArrived.connect(self._on_view)
        words.changed.connect(self.changed)

    def _reset(self) -> None:
        self._way: p.Way | None = None
        self._consent = False
        self._status = "idle"
        self._reading = ""
        self._why: Reply | Reading | None = None
        self._typed = ""
        self._tried = False
        self.attest: p.Attest | None = None
        self._who = ""
        self._handle = ""

    # -- readers -----------------------------------------------------------------------------------
    def start(self, way: p.Way, consent: bool = False) -> None:
        """Switch the reader of this way on; consent is the visitor's own press, for the face only."""
        self.clear()
        self._way, self._consent, self._status = way, consent, "asking"
        mine = self._round
        self._link.ask(p.StartReading(self._kiosk, way, consent), lambda reply: self._on_started(mine, reply))
        self.changed.emit()

    @Slot()
    def again(self) -> None:
        """Try the same way once more."""
        if self._way is not None:
            self.start(self._way, self._consent)

    def _on_started(self, mine: int, reply: Reply) -> None:
        if mine != self._round:
            return
        if isinstance(reply, Done):
            started = [r.event for r in reply.events if isinstance(r.event, p.ReadingStarted)]
            self._reading = started[0].reading if started else ""
            self._status = "waiting"
            view = self._link.latest(self._topic)
            if isinstance(view, KioskView):
                self._look(view)
        else:
            self._status, self._why = "refused", reply
        self.changed.emit()

    def _on_view(self, topic: str, view: object) -> None:
        if topic == self._topic and isinstance(view, KioskView) and self._status == "waiting":
            self._look(view)

    def _look(self, view: KioskView) -> None:
        reading = view.reading
        if reading is None or reading.reading != self._reading:
            return
        if reading.state is ReadingState.PRESENTED:
            self._handle = reading.handle
            self._found(p.HeldAttest(reading.handle), reading.shown or reading.masked)
        elif reading.state is ReadingState.FAILED:
            self._status, self._why = "failed", reading
            self.changed.emit()

    def _found(self, attest: p.Attest, who: str) -> None:
        self.attest, self._who, self._status = attest, who, "presented"
        self.changed.emit()
        self.identified.emit()

    @property
    def handle(self) -> str:
        """Names what a reader presented here; "" for typed numbers."""
        return self._handle

    # -- typed -------------------------------------------------------------------------------------
    def begin_typing(self, way: p.Way) -> None:
        """Phone, or the staff number of the guide who helps."""
        self.clear()
        self._way = way
        self.changed.emit()

    @Slot(str)
    def digit(self, key: str) -> None:
        """A key of the keypad."""
        room = PHONE_DIGITS if self._way is p.Way.PHONE else STAFF_DIGITS
        if len(key) == 1 and key.isascii() and key.isalnum() and len(self._typed) < room:
            self._typed += key
            self._tried = False
            self.changed.emit()

    @Slot()
    def rub(self) -> None:
        """Take the last key back."""
        self._typed = self._typed[:-1]
        self._tried = False
        self.changed.emit()

    @Slot()
    def rubAll(self) -> None:
        """Start typing again."""
        self._typed = ""
        self._tried = False
        self.changed.emit()

    @Slot()
    def typed(self) -> None:
        """The done key: goes on, or says what is missing."""
        if self._way is p.Way.PHONE:
            if phone_problem(self._typed) == "":
                shown = f"{self._typed[:3]}****{self._typed[-4:]}"
                self._found(p.PhoneAttest(self._typed), shown)
                return
        elif self._typed:
            self._found(p.AssistedAttest(self._typed), "")
            return
        self._tried = True
        self.changed.emit()

    # -- the end -----------------------------------------------------------------------------------
    def clear(self) -> None:
        """Forget the visitor; the reader is switched off if it was on."""
        if self._status in ("asking", "waiting", "presented") and self._way in (
            p.Way.CARD,
            p.Way.CODE,
            p.Way.FACE,
        ):
            self._link.ask(p.StopReading(self._kiosk))
        self._round += 1
        self._reset()
        self.changed.emit()

    # -- for the pages -----------------------------------------------------------------------------
    def _get_way(self) -> str:
        return self._way.value if self._way else ""

    def _get_status(self) -> str:
        return self._status

    def _get_who(self) -> str:
        return self._who

    def _get_why(self) -> str:
        if self._why is None:
            return ""
        text = self._why.why if isinstance(self._why, Reading) else getattr(self._why, "text", None)
        return self._words.of(text) if text is not None else ""

    def _get_typed(self) -> str:
        return self._typed

    def _grouped(self) -> str:
        """138 1234 5678 while typing."""
        d = self._typed
        return d if self._way is not p.Way.PHONE else " ".join(x for x in (d[:3], d[3:7], d[7:]) if x)

    def _problem(self) -> str:
        if self._way is p.Way.PHONE:
            wrong = phone_problem(self._typed)
            early = wrong in ("手机号是 11 位", "手机号少了一位")
            return self._words.t(wrong) if wrong and (self._tried or not early) else ""
        return self._words.t("请输入工号") if self._tried and not self._typed else ""

    def _complete(self) -> bool:
        return bool(self._typed) and (self._way is not p.Way.PHONE or phone_problem(self._typed) == "")

    way = Property(str, _get_way, notify=changed)
    status = Property(str, _get_status, notify=changed)
    who = Property(str, _get_who, notify=changed)
    why = Property(str, _get_why, notify=changed)
    typedText = Property(str, _get_typed, notify=changed)
    grouped = Property(str, _grouped, notify=changed)
    problem = Property(str, _problem, notify=changed)
    complete = Property(bool, _complete, notify=changed)
