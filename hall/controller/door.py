"""The door: what identifies a person is sealed here, before anything is decided, journalled or shown.

A card number, a phone, a code or a face becomes an `Identity`: a blind index, masks, and the age class. Nothing clear
passes this file, and nothing of it is ever logged (supervision.md §2.6).
"""

import datetime
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from hall.contract import opening as o
from hall.contract import people as p
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.config import HallConfig
from hall.contract.unions import Command
from hall.controller import codes
from hall.controller.pins import Pins
from hall.domain.refusal import Refusal

_ZONE = ZoneInfo("Asia/Shanghai")
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_OTHER = re.compile(r"[A-Za-z0-9-]{4,32}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")

# Who may bring what. A kiosk brings a typed phone, or what its reader presented; it cannot claim a card or a face.
MAY_BRING: dict[Role, tuple[type, ...]] = {
    Role.KIOSK: (p.PhoneAttest, p.AssistedAttest, p.HeldAttest),
    Role.DEVICE: (p.CardAttest, p.CodeAttest),
    Role.CAMERA: (p.FaceAttest, p.CodeAttest),
    Role.ADMIN: (p.AssistedAttest, p.PhoneAttest, p.HeldAttest),
}


# Commands of a named member of staff: whoever has a PIN must type it, and it goes no further than here.
WITH_PIN = (
    p.SignOn,
    p.Relieve,
    t.PushToTop,
    t.Prioritise,
    t.SetQueues,
    t.SetQuiet,
    o.CloseQueue,
    o.ReopenQueue,
    s.JudgeFinding,
)


class Admitted(NamedTuple):
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
        if isinstance(command, t.TakeTicket):
            sealed = self._brought(command.attest, by, now)
            return Admitted(msgspec.structs.replace(command, attest=sealed))
        if isinstance(command, t.Reprint) and command.attest is not None:
            sealed = self._brought(command.attest, by, now)
            return Admitted(msgspec.structs.replace(command, attest=sealed))
        if isinstance(command, p.Present):
            return self._present(command, by, now)
        if isinstance(command, WITH_PIN):
            person = self._staff.get(command.staff)
            if person is not None:  # an unknown one is refused by the rules, in their words
                self._pins.check(command.staff, command.pin, person.pin, now)
            return Admitted(msgspec.structs.replace(command, pin=""))
        return Admitted(command)

    def _brought(self, attest: p.Attest, by: Actor, now: int) -> p.Attest:
        """What this role may bring, sealed; what a reader presented before is sealed already."""
        if not isinstance(attest, MAY_BRING.get(by.role, ())):
            raise Refusal(
                "attest",
                "本机不能提交这种身份信息。",
                f"A key of role {by.role.value} may not bring a {type(attest).__name__}.",
            )
        return attest if isinstance(attest, p.HeldAttest) else self._seal(attest, now)

    def used(self, command: Command) -> Admitted:
        """The code of this command was used before: for a reading, the kiosk is told."""
        if isinstance(command, p.Present):
            return Admitted(p.FailReading(command.device, command.reading, "code_expired", "used before"))
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
            try:
                code = codes.read(self._secrets, attest.text, now)
            except codes.BadCode as bad:
                return Admitted(p.FailReading(command.device, command.reading, bad.fault, str(bad)))
            identity = p.Identity(p.Way.CODE, code.p)
            return Admitted(msgspec.structs.replace(command, attest=identity), code.n, code.x)
        try:
            identity = self._seal(attest, now)
        except Refusal as refusal:
            return Admitted(p.FailReading(command.device, command.reading, refusal.code, refusal.text.en))
        return Admitted(msgspec.structs.replace(command, attest=identity))

    def _seal(self, attest: p.Attest, now: int) -> p.Identity:
        if isinstance(attest, p.PhoneAttest):
            return self._phone(attest.phone)
        if isinstance(attest, p.CardAttest):
            return self._card(attest, now)
        if isinstance(attest, p.FaceAttest):
            return self._face(attest)
        if isinstance(attest, p.AssistedAttest) and attest.staff in self._staff:
            return p.Identity(p.Way.ASSISTED, "")
        raise Refusal("no_staff", "没有这位工作人员。", "There is no such member of staff.")

    def _phone(self, phone: str) -> p.Identity:
        if not _MOBILE.fullmatch(phone):
            raise Refusal("phone", "请输入 11 位手机号。", "Please type a mobile number of 11 digits.")
        return p.Identity(
            p.Way.PHONE, self._secrets.blind("phone", phone), masked=f"{phone[:3]}****{phone[7:]}"
        )

    def _card(self, card: p.CardAttest, now: int) -> p.Identity:
        number = card.number.strip().upper()
        pattern = _RESIDENT if card.kind == "resident" else _OTHER
        if not pattern.fullmatch(number):
            raise Refusal(
                "card_unreadable", "证件没有读好，请重放。", "The number on the card has a wrong form."
            )
        masked = (
            f"{number[:6]}{'*' * 8}{number[-4:]}" if card.kind == "resident" else f"{'*' * 8}{number[-4:]}"
        )
        name = card.name.strip()
        return p.Identity(
            p.Way.CARD,
            self._secrets.blind("card", f"{card.kind}:{number}"),
            shown=f"{name[0]}*" if name else "",
            masked=masked,
            age=age_class(card.birth, now, self._config.policy.elder_age),
        )

    def _face(self, face: p.FaceAttest) -> p.Identity:
        if not face.person or not 0 <= face.distance <= self._config.face.tolerance:
            raise Refusal(
                "face_unsure", "没有认准，请换一种方式。", "The face is not close enough to a template."
            )
        return p.Identity(p.Way.FACE, self._secrets.blind("face", face.person))


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
