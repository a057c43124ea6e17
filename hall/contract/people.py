"""Who stands at the kiosk or sits at the window: attests, identities, staff presence at consoles.

Raw attests travel only from a device or kiosk to the controller's door, encrypted; the door seals them into an
`Identity` before anything is decided or journalled (supervision.md §2.6). Pure words, no sealing here.
"""

import enum

from hall.contract.base import Word


class Way(enum.Enum):
    """The equal ways to take a number (R005, R130)."""

    CARD = "card"
    CODE = "code"
    FACE = "face"
    PHONE = "phone"
    TYPED = "typed"  # ID number typed, 无卡取号
    ASSISTED = "assisted"


class Age(enum.Enum):
    """All the hall keeps of a birth date."""

    UNDER_14 = "under14"  # never offered the face (PIPL §31)
    ADULT = "adult"
    ELDER = "elder"  # 65 and over: priority class
    UNKNOWN = "unknown"


class HeadTurn(enum.Enum):
    """Where a visitor is asked to turn the head, seen by themselves (against photographs)."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"


class CardAttest(Word, frozen=True):
    """A card that was read by a reader. `birth` is YYYYMMDD."""

    number: str
    name: str
    birth: str
    kind: str = "resident"


class CodeAttest(Word, frozen=True):
    """The text of a QR code or printed code, as scanned; a booking code also as typed."""

    text: str


class FaceAttest(Word, frozen=True):
    """A face that matched a consented template. `person` is the opaque id of the gallery, never a name."""

    person: str
    distance: float
    model: str


class PhoneAttest(Word, frozen=True):
    """A mobile number typed at the kiosk, 11 digits."""

    phone: str


class NameAttest(Word, frozen=True):
    """ID number typed at the kiosk by somebody without a card (无卡取号, R130); the name where it can be typed. The
    door checks the number's last digit. The same person as by the card."""

    name: str
    number: str


class AssistedAttest(Word, frozen=True):
    """A member of staff takes the number for a visitor who shows nothing. The door checks the PIN."""

    staff: str
    pin: str = ""


class BookingCode(Word, frozen=True):
    """The code of a booking as the door sealed it: a blind index, no longer the code. `token` is the text itself where
    it has the form of a slip's token, which names a ticket and nobody."""

    index: str
    token: str = ""


class HeldAttest(Word, frozen=True):
    """What was presented at this kiosk a moment ago, by the handle the KioskView gave."""

    handle: str


class Identity(Word, frozen=True):
    """A sealed attest: blind index and masks. The only form the journal knows."""

    way: Way
    person: str  # HMAC-SM3 blind index, hex; "" when nobody was identified
    shown: str = ""  # 张*
    masked: str = ""  # 410183********1234 or 138****5678
    age: Age = Age.UNKNOWN
    staff: str = ""  # who took the number on the visitor's behalf


Attest = (
    CardAttest
    | CodeAttest
    | FaceAttest
    | PhoneAttest
    | NameAttest
    | AssistedAttest
    | BookingCode
    | HeldAttest
    | Identity
)


# --- commands -------------------------------------------------------------------------------------------------


class StartReading(Word, frozen=True):
    """The visitor chose a way: switch the reader on. `consent` is the answer on the consent page (face only)."""

    kiosk: str
    way: Way
    consent: bool = False


class StopReading(Word, frozen=True):
    """The visitor went back, finished, or time ran out. Forgets what was presented."""

    kiosk: str


class Identify(Word, frozen=True):
    """What was typed at a kiosk, before it is used for anything: a phone, a name and number, a member of staff with the
    PIN. Wrong ones are told at once; a right one is held here like what a reader presents, and only its handle stays
    on the screen."""

    kiosk: str
    attest: Attest


class Present(Word, frozen=True):
    """A reader has an attest for a reading that was started."""

    device: str
    reading: str
    attest: Attest


class FailReading(Word, frozen=True):
    """A reader tried and has nothing usable. `fault` is a key of `Fault`; `detail` is for staff, without any number."""

    device: str
    reading: str
    fault: str
    detail: str = ""


class AskTurn(Word, frozen=True):
    """The kiosk's eye asks the visitor of a reading to turn the head (role camera)."""

    device: str
    reading: str
    turn: HeadTurn


class SignOn(Word, frozen=True):
    """A member of staff sits down at a window's console. The door checks the PIN and removes it."""

    window: str
    staff: str
    pin: str = ""


class SignOff(Word, frozen=True):
    window: str


class Relieve(Word, frozen=True):
    """顶岗 (AB post, R020): a colleague takes over a window where somebody is signed on. The door checks the PIN."""

    window: str
    staff: str
    pin: str = ""


class RaiseEmergency(Word, frozen=True):
    """紧急求助: the quiet button under the desk. `kind`: conflict, medical, fire, other."""

    window: str
    kind: str = "other"


class EndEmergency(Word, frozen=True):
    """It is over; by the window, or by a manager who is named, with what was done. The door checks the PIN."""

    window: str
    reason: str = ""
    staff: str = ""
    pin: str = ""


class Pause(Word, frozen=True):
    """The window rests, with a reason of the hall's list and a time of return (0 = not said)."""

    window: str
    reason: str
    back_ms: int = 0


class Resume(Word, frozen=True):
    window: str


class PressButton(Word, frozen=True):
    """A key beside the screen of a ticket machine was pressed (role device). `action` is what the configuration gives
    the key: "service:ID", "help" or "home"."""

    device: str
    action: str


class CallForHelp(Word, frozen=True):
    """A visitor asks for a guide at a kiosk (R080)."""

    kiosk: str


class AnswerHelp(Word, frozen=True):
    """A guide has come to that kiosk: `staff`, by the PIN where that person has one."""

    kiosk: str
    staff: str = ""
    pin: str = ""


# --- events ---------------------------------------------------------------------------------------------------


class ConsentGiven(Word, frozen=True):
    """Separate consent to look at a face, for this one reading (PIPL §29)."""

    consent: str
    kiosk: str
    purpose: str = "face_ticket"


class ReadingStarted(Word, frozen=True):
    """`against` is who was presented just before, whom a face is to confirm (1:1)."""

    kiosk: str
    reading: str
    way: Way
    until_ms: int
    against: Identity | None = None


class IdentityPresented(Word, frozen=True):
    kiosk: str
    reading: str
    handle: str
    identity: Identity
    until_ms: int
    ticket: str = ""  # whose slip was shown; then `identity` names nobody


class ReadingFailed(Word, frozen=True):
    kiosk: str
    reading: str
    way: Way
    fault: str
    detail: str = ""


class TurnAsked(Word, frozen=True):
    """What the kiosk shows meanwhile. That it was asked is all that is kept; there is no picture."""

    kiosk: str
    reading: str
    turn: HeadTurn


class ReadingStopped(Word, frozen=True):
    kiosk: str
    reading: str


class WindowSignedOn(Word, frozen=True):
    window: str
    staff: str


class WindowSignedOff(Word, frozen=True):
    window: str
    staff: str
    reason: str = ""


class WindowRelieved(Word, frozen=True):
    """`relieved` left the post to `staff`; both names stay in the presence record (V15)."""

    window: str
    staff: str
    relieved: str


class EmergencyRaised(Word, frozen=True):
    window: str
    kind: str
    staff: str = ""


class EmergencyEnded(Word, frozen=True):
    """`staff` is "" where the window itself said so."""

    window: str
    reason: str = ""
    staff: str = ""


class WindowPaused(Word, frozen=True):
    window: str
    reason: str
    back_ms: int = 0


class WindowResumed(Word, frozen=True):
    window: str


class ButtonPressed(Word, frozen=True):
    """What the kiosk's screen does then, as if its own button had been touched."""

    kiosk: str
    action: str


class HelpCalled(Word, frozen=True):
    kiosk: str


class HelpAnswered(Word, frozen=True):
    kiosk: str
    staff: str = ""
