"""Showing who you are: a reader that is switched on for one visitor, a typed phone number, or a member of staff.

Nothing typed here is written anywhere but into the command; `clear` forgets it.
"""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot

from hall.contract import id_number
from hall.contract import people as p
from hall.contract.base import Text
from hall.contract.unions import Done
from hall.contract.views_kiosk import KioskView, Reading, ReadingState
from hall.uikit.link import Link, Reply
from hall.uikit.words import Words

PHONE_DIGITS = 11
CODE_DIGITS = 6  # a booking code has at least so many
ROOM = {"phone": PHONE_DIGITS, "id": 18, "booking": 20, "staff": 12, "pin": 12}
FIELDS = {p.Way.PHONE: "phone", p.Way.TYPED: "id", p.Way.ASSISTED: "staff", p.Way.CODE: "booking"}

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
    nameWanted = Signal()  # the ID number is good, and its name may be typed beside it

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
        self._field = ""
        self._staff = ""
        self._typed = ""
        self._tried = False
        self.attest: p.Attest | None = None
        self._who = ""
        self._handle = ""
        self._hold = self._name = False
        self._first: p.Way | None = None  # what the face is to confirm is presented by this way
        self._turn = ""
        self.child = False  # under 14: no face (PIPL §31)
        self.slip = False  # a slip was shown, which is nobody's identity

    # -- readers -----------------------------------------------------------------------------------
    def start(self, way: p.Way, consent: bool = False) -> None:
        """Switch the reader of this way on; consent is the visitor's own press, for the face only."""
        self.clear()
        self._switch_on(way, consent)

    def start_face(self, first: p.Way | None) -> None:
        """With the visitor's consent: the camera, or first the reader of what the face is to confirm."""
        self.clear()
        self._first = first
        self._switch_on(first or p.Way.FACE, consent=first is None)

    def _switch_on(self, way: p.Way, consent: bool) -> None:
        self._way, self._consent, self._status, self._turn = way, consent, "asking", ""
        mine = self._round
        self._link.ask(p.StartReading(self._kiosk, way, consent), lambda reply: self._on_started(mine, reply))
        self.changed.emit()

    @Slot()
    def again(self) -> None:
        """Try the same way once more; of a face that confirms, what comes first where the hall has forgotten it."""
        first, forgotten = self._first, getattr(self._why, "code", "") == "present_first"
        if self._way is None:
            return
        if first is not None and (self._way is first or forgotten):
            self.start_face(first)
        else:
            self.start(self._way, self._consent)
            self._first = first

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
            if self._first is self._way and not (reading.under_14 or reading.slip):
                self._switch_on(p.Way.FACE, consent=True)
                return
            self._handle, self.child, self.slip = reading.handle, reading.under_14, reading.slip
            self._found(p.HeldAttest(reading.handle), reading.shown or reading.masked)
        elif reading.state is ReadingState.FAILED:
            self._status, self._why = "failed", reading
            self.changed.emit()
        elif reading.turn is not None and reading.turn.value != self._turn:
            self._turn = reading.turn.value
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
    def begin_typing(self, way: p.Way, hold: bool = False, name: bool = False) -> None:
        """A phone number, an ID number, a booking code, or the staff number and PIN of the guide who helps. The hall
        looks at an ID or staff number before anything else is asked; with `hold`, at a phone number too. With `name`,
        an ID number asks for the name that goes with it."""
        self.clear()
        self._way, self._field, self._hold, self._name = way, FIELDS[way], hold, name
        self.changed.emit()

    @Slot(str)
    def digit(self, key: str) -> None:
        """A key of the keypad."""
        room = ROOM.get(self._field, 0)
        if len(key) == 1 and key.isascii() and key.isalnum() and len(self._typed) < room:
            self._typed += key
            self._again()

    @Slot()
    def rub(self) -> None:
        """Take the last key back."""
        self._typed = self._typed[:-1]
        self._again()

    @Slot()
    def rubAll(self) -> None:
        """Start typing again."""
        self._typed = ""
        self._again()

    def _again(self) -> None:
        """What was wrong before is not wrong with what is typed now."""
        self._tried = False
        self.unrefuse()
        self.changed.emit()

    def unrefuse(self) -> None:
        """Something else is typed now than what the hall refused."""
        if self._status == "refused":
            self._status, self._why = "idle", None

    @Slot()
    def typed(self) -> None:
        """The done key: goes on, or says what is missing. The PIN is asked for after a staff number that has one."""
        if self._status in ("asking", "waiting"):
            return
        if not self._typed or self._wrong():
            self._tried = True
            self.changed.emit()
            return
        if self._field == "id" and self._name:
            self.nameWanted.emit()
            return
        attest, shown = self._typed_attest()
        if self._hold or self._field in ("id", "staff", "pin"):
            self._identify(attest)
        else:
            self._found(attest, shown)

    def named(self, name: str) -> None:
        """The name beside the number that was typed, "" none. It goes into the command and is not kept here."""
        if self._field == "id" and self._status not in ("asking", "waiting"):
            self._identify(p.NameAttest(name, self._typed))

    def unname(self) -> None:
        """Back from the name to the number, which stays; what was asked meanwhile is nobody's."""
        if self._status in ("asking", "waiting"):
            self._link.ask(p.StopReading(self._kiosk))
        self._round += 1
        self._status, self._why, self._reading = "idle", None, ""
        self.changed.emit()

    def _identify(self, attest: p.Attest) -> None:
        """The hall looks at it now, and holds it like what a reader presents."""
        self._status, self._why, mine = "asking", None, self._round
        self._link.ask(p.Identify(self._kiosk, attest), lambda reply: self._on_identify(mine, reply))
        self.changed.emit()

    def _on_identify(self, mine: int, reply: Reply) -> None:
        if mine != self._round or isinstance(reply, Done):
            self._on_started(mine, reply)
            return
        if reply.code == "pin_needed":
            self._staff, self._typed, self._field, self._status = self._typed, "", "pin", "idle"
        else:
            self._status, self._why = "refused", reply
            if self._field == "pin":
                self._typed = ""
        self.changed.emit()

    def _typed_attest(self) -> tuple[p.Attest, str]:
        """What was typed, and what of it may be shown again."""
        typed = self._typed
        if self._field == "phone":
            return p.PhoneAttest(typed), f"{typed[:3]}****{typed[-4:]}"
        if self._field == "id":
            return p.NameAttest("", typed), ""
        if self._field == "staff":
            return p.AssistedAttest(typed), ""
        if self._field == "pin":
            return p.AssistedAttest(self._staff, typed), ""
        return p.CodeAttest(typed), ""

    def _wrong(self) -> str:
        """What is wrong with what was typed so far, in words; "" when it is whole."""
        if self._field == "phone":
            return self._words.t(phone_problem(self._typed))
        if self._field == "id":
            said = id_number.problem(self._typed)
            return "" if said is None else self._words.of(Text(said.zh, f"The number {said.en}"))
        if self._field == "booking" and len(self._typed) < CODE_DIGITS:
            return self._words.t("预约码至少 6 位")
        return ""

    def _early(self) -> bool:
        """Is there still something to be typed, and nothing wrong with it so far?"""
        if self._field == "phone":
            return phone_problem(self._typed) in ("手机号是 11 位", "手机号少了一位")
        return self._field == "booking" or len(self._typed) < ROOM["id"]

    # -- the end -----------------------------------------------------------------------------------
    def clear(self) -> None:
        """Forget the visitor; the reader is switched off if it was on."""
        readers = (p.Way.CARD, p.Way.CODE, p.Way.FACE)
        on = self._status in ("asking", "waiting") or bool(self._handle)
        if on and (self._way in readers or self._field):
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

    def _get_turn(self) -> str:
        return self._turn if self._status == "waiting" else ""

    def _comes_first(self) -> bool:
        return self._way is not None and self._way is self._first

    def _get_typed(self) -> str:
        return self._typed

    def _grouped(self) -> str:
        """138 1234 5678 while typing."""
        d = self._typed
        cuts = {"phone": (3, 7), "id": (6, 14), "booking": (4, 8)}.get(self._field, ())
        if self._field == "pin":
            return "●" * len(d)
        parts = [d[a:b] for a, b in zip((0, *cuts), (*cuts, len(d)), strict=True)]
        return " ".join(x for x in parts if x)

    def _problem(self) -> str:
        if self._status == "refused" and self._field:
            return self._get_why()
        if self._field in ("staff", "pin"):
            missing = "请输入工号" if self._field == "staff" else "请输入密码"
            return self._words.t(missing) if self._tried and not self._typed else ""
        return self._wrong() if self._tried or not self._early() else ""

    def _complete(self) -> bool:
        return bool(self._typed) and self._wrong() == ""

    def _get_field(self) -> str:
        return self._field

    way = Property(str, _get_way, notify=changed)
    status = Property(str, _get_status, notify=changed)
    who = Property(str, _get_who, notify=changed)
    why = Property(str, _get_why, notify=changed)
    turn = Property(str, _get_turn, notify=changed)
    beforeFace = Property(bool, _comes_first, notify=changed)
    typedText = Property(str, _get_typed, notify=changed)
    grouped = Property(str, _grouped, notify=changed)
    problem = Property(str, _problem, notify=changed)
    complete = Property(bool, _complete, notify=changed)
    field = Property(str, _get_field, notify=changed)
