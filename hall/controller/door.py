"""The door: what identifies a person is sealed here, before anything is decided, journalled or shown.

A card number, a phone, a code or a face becomes an `Identity`: a blind index, masks, and the age class. Nothing clear
passes this file, and nothing of it is ever logged (supervision.md §2.6).
"""

import datetime
import re
from zoneinfo import ZoneInfo

import msgspec

from hall.contract import bookings as b
from hall.contract import environment as v
from hall.contract import id_number
from hall.contract import opening as o
from hall.contract import people as p
from hall.contract import posts as h
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.base import Actor, Role, Text
from hall.contract.calling import SetQueues, SetQuiet
from hall.contract.config import HallConfig
from hall.contract.unions import Command
from hall.controller import codes
from hall.controller.guard import guard
from hall.controller.pins import Pins
from hall.domain import import_bookings
from hall.domain.refusal import Refusal

_ZONE = ZoneInfo("Asia/Shanghai")
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_OTHER = re.compile(r"[A-Za-z0-9-]{4,32}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_TOKEN = re.compile(r"[a-z2-7]{16}")  # of a slip, as the loop draws it
_BOOKING = re.compile(r"[0-9A-Z][0-9A-Z-]{5,39}")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ·.'-]){1,39}")

# Who may bring what. A kiosk brings what was typed, or what its reader presented; it cannot claim a card or a face.
MAY_BRING: dict[Role, tuple[type, ...]] = {
    Role.KIOSK: (p.PhoneAttest, p.NameAttest, p.AssistedAttest, p.HeldAttest),
    Role.DEVICE: (p.CardAttest, p.CodeAttest),
    Role.CAMERA: (p.FaceAttest, p.CodeAttest),
    Role.ADMIN: (p.AssistedAttest, p.PhoneAttest, p.NameAttest, p.HeldAttest),
}
# A booking code may be typed, but only to check in: it finds one booking and says nothing of who holds it.
MAY_CHECK_IN: dict[Role, tuple[type, ...]] = {
    Role.KIOSK: (p.PhoneAttest, p.NameAttest, p.HeldAttest, p.CodeAttest),
    Role.ADMIN: (p.PhoneAttest, p.NameAttest, p.HeldAttest, p.CodeAttest),
}


# Commands of a named member of staff: whoever has a PIN must type it, and it goes no further than here. Only a window
# acknowledges without one: who signed on there has typed it, and the rules let its key speak for nobody else.
WITH_PIN = (
    p.SignOn,
    p.Relieve,
    p.EndEmergency,
    p.AnswerHelp,
    t.PushToTop,
    t.Prioritise,
    SetQueues,
    SetQuiet,
    o.CloseQueue,
    o.ReopenQueue,
    s.Acknowledge,
    s.JudgeFinding,
    v.ExcuseTrouble,
    g.CaptureEmpty,
    h.DeclareLeave,
    h.EndLeave,
)


class Admitted(msgspec.Struct, frozen=True, gc=False):
    """The command as it may be decided; `nonce` (and when it expires) is used up if it is accepted."""

    command: Command
    nonce: bytes = b""
    until_ms: int = 0


class Door:
    """Holds the pepper; one per controller."""

    def __init__(self, config: HallConfig, pepper: bytes) -> None:
        self._config = config
        self._secrets = codes.Secrets(pepper)
        self._staff = {x.id: x for x in config.staff}
        self._pins = Pins()

    def admit(self, command: Command, by: Actor, now: int) -> Admitted:
        """Seal what identifies. Raises Refusal with words; a reading that fails becomes FailReading, so that the
        kiosk can show why."""
        command = guard(command, by, now, self._staff)
        if isinstance(command, t.TakeTicket):
            return Admitted(msgspec.structs.replace(command, attest=self._brought(command.attest, by, now)))
        if isinstance(command, t.Reprint) and command.attest is not None:
            sealed = self._brought(command.attest, by, now)
            return Admitted(msgspec.structs.replace(command, attest=sealed))
        if isinstance(command, b.CheckIn):
            own = self._brought(command.attest, by, now, MAY_CHECK_IN)
            return Admitted(msgspec.structs.replace(command, attest=own))
        if isinstance(command, b.ImportBookings):
            return Admitted(msgspec.structs.replace(command, rows=self._rows(command.rows)))
        if isinstance(command, p.Present):
            return self._present(command, by, now)
        if isinstance(command, p.Identify):
            return Admitted(msgspec.structs.replace(command, attest=self._brought(command.attest, by, now)))
        if isinstance(command, WITH_PIN):
            person = self._staff.get(command.staff)
            at_console = isinstance(command, s.Acknowledge) and by.role is Role.WINDOW
            if person is not None and not at_console:  # the rules refuse an unknown one, in their words
                self._pins.check(command.staff, command.pin, person.pin, now)
            return Admitted(msgspec.structs.replace(command, pin=""))
        return Admitted(command)

    def _brought(
        self, attest: p.Attest, by: Actor, now: int, may: dict[Role, tuple[type, ...]] = MAY_BRING
    ) -> p.Attest:
        """What this role may bring, sealed; what a reader presented before is sealed already."""
        if not isinstance(attest, may.get(by.role, ())):
            raise Refusal(
                "attest",
                "本机不能提交这种身份信息。",
                f"A key of role {by.role.value} may not bring a {type(attest).__name__}.",
            )
        if isinstance(attest, p.CodeAttest):
            return self._typed_code(attest.text)
        return attest if isinstance(attest, p.HeldAttest) else self._seal(attest, now)

    def _typed_code(self, text: str) -> p.BookingCode:
        code = text.strip().upper()
        if not _BOOKING.fullmatch(code):
            raise Refusal(
                "booking_code",
                "预约码是 6 位以上的数字或字母，请再看看",
                "A booking code has at least 6 digits or letters. Please check it.",
            )
        return p.BookingCode(self._secrets.blind("booking", code))

    def used(self, command: Command) -> Admitted:
        """The code of this command was used before: for a reading, the kiosk is told."""
        if isinstance(command, p.Present):
            return Admitted(p.FailReading(command.device, command.reading, "code_used", "used before"))
        raise Refusal(
            "code_used", "这个码已经用过，请刷新后再扫。", "This code was used before: show a new one."
        )

    def _present(self, command: p.Present, by: Actor, now: int) -> Admitted:
        attest = command.attest
        if not isinstance(attest, MAY_BRING.get(by.role, ())):
            raise Refusal(
                "attest",
                "本机不能提交这种身份信息。",
                f"A key of role {by.role.value} may not bring a {type(attest).__name__}.",
            )
        if isinstance(attest, p.CodeAttest):
            return self._scanned(command, attest.text, now)
        try:
            identity = self._seal(attest, now)
        except Refusal as refusal:
            return Admitted(p.FailReading(command.device, command.reading, refusal.code, refusal.text.en))
        return Admitted(msgspec.structs.replace(command, attest=identity))

    def _scanned(self, command: p.Present, text: str, now: int) -> Admitted:
        """A code of this hall, signed and good once; else what a booking platform may have given out. Whether there is
        such a booking is known to the rules alone."""
        if _BOOKING.fullmatch(text.strip().upper()):
            sealed = self._typed_code(text)
            if _TOKEN.fullmatch(text.strip()):
                sealed = p.BookingCode(sealed.index, text.strip())
            return Admitted(msgspec.structs.replace(command, attest=sealed))
        try:
            code = codes.read(self._secrets, text, now)
        except codes.BadCode as bad:
            return Admitted(p.FailReading(command.device, command.reading, bad.fault, str(bad)))
        found = p.BookingCode(code.p) if code.k == codes.BOOKING else p.Identity(p.Way.CODE, code.p)
        return Admitted(msgspec.structs.replace(command, attest=found), code.n, code.x)

    def _rows(self, rows: tuple[b.BookingRow, ...]) -> tuple[b.BookingRow, ...]:
        """Rows of an import without anything that identifies; what is wrong with any of them is told at once."""
        faults: list[b.RowFault] = []
        sealed = tuple(self._row(number, row, faults) for number, row in enumerate(rows, 1))
        if faults:
            raise import_bookings.refused(faults)
        return sealed

    def _row(self, number: int, row: b.BookingRow, faults: list[b.RowFault]) -> b.BookingRow:
        blind = self._secrets.blind
        card, phone = row.card.strip().upper(), row.phone.strip()
        code = (row.code or row.booking).strip().upper()
        if card:
            said = id_number.problem(card)
            if said is not None:
                faults.append(b.RowFault(number, "card", said, _OR_PHONE))
        if phone and not _MOBILE.fullmatch(phone):
            faults.append(
                b.RowFault(number, "phone", _phone_words(phone), Text("11 位，以 1 开头", "11 digits"))
            )
        if not card and not phone:
            faults.append(b.RowFault(number, "phone", _NOBODY, _GIVE_ONE))
        if row.code and not _BOOKING.fullmatch(code):
            faults.append(b.RowFault(number, "code", _NO_CODE, _CODE_FORM))
        indexes = [blind("card", f"resident:{card}")] if card else []
        indexes += [blind("phone", phone)] if phone else []
        identity = p.Identity(
            p.Way.CARD if card else p.Way.PHONE,
            indexes[0] if indexes else "",
            shown=_shown(row.name),
            masked=_card_mask(card) if card else _phone_mask(phone),
        )
        return b.BookingRow(
            row.booking,
            row.service,
            row.start_ms,
            row.end_ms,
            channel=row.channel,
            code=blind("booking", code) if _BOOKING.fullmatch(code) else "",
            identity=identity,
            also=tuple(indexes[1:]),
        )

    def _seal(self, attest: p.Attest, now: int) -> p.Identity:
        if isinstance(attest, p.PhoneAttest):
            return self._phone(attest.phone)
        if isinstance(attest, p.CardAttest):
            return self._card(attest, now)
        if isinstance(attest, p.FaceAttest):
            return self._face(attest)
        if isinstance(attest, p.NameAttest):
            return self._typed(attest, now)
        if isinstance(attest, p.AssistedAttest) and attest.staff in self._staff:
            sealed = self._staff[attest.staff].pin
            if sealed and not attest.pin:  # not a wrong one: nothing was typed yet
                raise Refusal("pin_needed", "请输入密码", "Type your PIN.")
            self._pins.check(attest.staff, attest.pin, sealed, now)
            return p.Identity(p.Way.ASSISTED, "", staff=attest.staff)
        raise Refusal("no_staff", "没有这位工作人员。", "There is no such member of staff.")

    def _typed(self, typed: p.NameAttest, now: int) -> p.Identity:
        """Who has the number in the head and not the card in the hand (无卡取号): the same person as by the card."""
        number, name = typed.number.strip().upper(), typed.name.strip()
        said = id_number.problem(number)
        if said is not None:
            raise Refusal("id_number", f"{said.zh}，请再看看", f"This number {said.en}. Please check it.")
        if name and not _NAME.fullmatch(name):
            raise Refusal("name", "姓名不对，请再看看", "That is no name. Please check it.")
        card = p.CardAttest(number, name, number[6:14])
        return msgspec.structs.replace(self._card(card, now), way=p.Way.TYPED)

    def _phone(self, phone: str) -> p.Identity:
        if not _MOBILE.fullmatch(phone):
            said = _phone_words(phone)
            raise Refusal("phone", f"{said.zh}，请再看看。", f"That number {said.en}. Please check it.")
        return p.Identity(p.Way.PHONE, self._secrets.blind("phone", phone), masked=_phone_mask(phone))

    def _card(self, card: p.CardAttest, now: int) -> p.Identity:
        number = card.number.strip().upper()
        pattern = _RESIDENT if card.kind == "resident" else _OTHER
        if not pattern.fullmatch(number):
            raise Refusal(
                "card_unreadable", "证件没有读好，请重放。", "The number on the card has a wrong form."
            )
        masked = _card_mask(number) if card.kind == "resident" else f"{'*' * 8}{number[-4:]}"
        return p.Identity(
            p.Way.CARD,
            self._secrets.blind("card", f"{card.kind}:{number}"),
            shown=_shown(card.name),
            masked=masked,
            age=age_class(card.birth, now, self._config.policy.elder_age),
        )

    def _face(self, face: p.FaceAttest) -> p.Identity:
        if not face.person or not 0 <= face.distance <= self._config.face.tolerance:
            raise Refusal(
                "face_unsure", "没有认准，请换一种方式。", "The face is not close enough to a template."
            )
        return p.Identity(p.Way.FACE, self._secrets.blind("face", face.person))


_NOBODY = Text("没有手机号，也没有身份证号", "there is neither phone nor ID number")
_GIVE_ONE = Text("至少写一个", "give one of them")
_OR_PHONE = Text("改正，或只写手机号", "correct it, or give the phone alone")
_NO_CODE = Text("取号码不对", "is no booking code")
_CODE_FORM = Text("6 到 40 个数字或字母", "6 to 40 digits or letters")


def _phone_words(phone: str) -> Text:
    """What is wrong with a mobile number, without saying it again."""
    if not (phone.isascii() and phone.isdigit()):
        return Text("手机号只能是数字", "may have digits only")
    if len(phone) != 11:
        return Text(f"手机号是 11 位，这里是 {len(phone)} 位", f"needs 11 digits, this has {len(phone)}")
    return Text("没有这样的手机号", "is not a mobile number")


def _phone_mask(phone: str) -> str:
    return f"{phone[:3]}****{phone[7:]}"


def _card_mask(number: str) -> str:
    return f"{number[:6]}{'*' * 8}{number[-4:]}"


def _shown(name: str) -> str:
    """All that is kept of a name: 张*."""
    return f"{name.strip()[0]}*" if name.strip() else ""


def age_class(birth: str, now: int, elder_age: int) -> p.Age:
    """All that is kept of a birth date (YYYYMMDD) at hall time `now`: PIPL §31 and the priority of elders."""
    try:
        born = datetime.date(int(birth[:4]), int(birth[4:6]), int(birth[6:8]))
    except ValueError:
        return p.Age.UNKNOWN
    today = datetime.datetime.fromtimestamp(now / 1000, _ZONE).date()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if len(birth) != 8 or not 0 <= years <= 130:
        return p.Age.UNKNOWN
    if years < 14:
        return p.Age.UNDER_14
    return p.Age.ELDER if years >= elder_age else p.Age.ADULT
