"""Devices: jobs they are given, what they report back, and what the hall then holds for true."""

import enum

from hall.contract.base import Text, Word


class DeviceState(enum.Enum):
    READY = "ready"  # it answered and can do its work
    AWAY = "away"  # nothing there: unplugged, port missing, host gone
    FAULTY = "faulty"  # it answered that it cannot, or shows the wrong thing
    UNKNOWN = "unknown"  # nobody has heard; never shown as fine


class Truth(enum.Enum):
    """What is known of a display's text (R035, R070); `hall.domain.truth` judges it."""

    SHOWS = "shows"  # the device confirmed that it shows what it should
    SENT = "sent"  # sent, and this make cannot confirm: never counted as confirmed
    DRAWING = "drawing"  # on its way, no longer than a display may take
    WRONG = "wrong"  # it does not show what it should
    UNKNOWN = "unknown"  # nobody can know: its process is silent, or nothing could be sent
    REST = "rest"  # nothing is asked of it


class Fault(enum.Enum):
    """Kinds of device faults; `hall.domain.words` turns them into sentences."""

    NONE = ""
    PAPER_NEAR_END = "paper_near_end"  # a warning: the device still works
    PAPER_END = "paper_end"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    NO_ANSWER = "no_answer"
    GARBLED = "garbled"  # noise, bad checksum, half frames
    REFUSED = "refused"  # NACK
    BUSY = "busy"
    UNPLUGGED = "unplugged"
    PORT_MISSING = "port_missing"
    PORT_TAKEN = "port_taken"
    HOST_GONE = "host_gone"
    STALE = "stale"  # it claims to be ready and was not heard for far longer than it is asked
    CARD_UNREADABLE = "card_unreadable"
    CARD_PULLED = "card_pulled"
    CODE_UNREADABLE = "code_unreadable"
    NO_FACE = "no_face"
    FACE_SMALL = "face_small"  # too far away
    FACE_TURNED = "face_turned"
    FACE_BLURRED = "face_blurred"
    FACE_DARK = "face_dark"
    FACE_BRIGHT = "face_bright"
    FACE_STILL = "face_still"  # a picture, not a person
    FACE_NOT_TURNED = "face_not_turned"  # the head did not turn as asked
    MANY_FACES = "many_faces"
    FACES_OFF = "faces_off"  # no model or gallery to judge by; the camera itself works
    FACE_UNKNOWN = "face_unknown"
    FACE_NOT_ENROLLED = "face_not_enrolled"
    FACE_UNSURE = "face_unsure"
    CAMERA_GONE = "camera_gone"
    TIMED_OUT = "timed_out"
    INTERNAL = "internal"
    UNSPOKEN = "unspoken"  # a voice: its last call was lost, whatever it says of itself
    IMPLAUSIBLE = "implausible"  # a sensor measures what cannot be: not believed, never shown


class Slip(Word, frozen=True, tag=False):
    """All a slip says. `qr` holds the opaque token only; `masked` at most the last four digits (§2.6)."""

    hall: Text
    number: str
    service: Text
    place: Text  # 2楼 B区 3–8号窗口
    way: Text  # 出电梯右转，… (may be empty)
    ahead: int
    low_min: int
    high_min: int
    known: bool
    rough: bool
    at: int
    qr: str
    klass: str = "normal"
    masked: str = ""
    copy: int = 0  # 0 the first, n the n-th reprint
    then: tuple[Text, ...] = ()  # further items of the number with their places, in the order of the walk
    where: Text = Text("")  # the hall and its address, on a slip from a machine outside it


# --- jobs: orders to one device, idempotent by id ------------------------------------------------------------


class PrintSlip(Word, frozen=True):
    """Kept until confirmed or known to have failed, or until its time is over: pointless when it has not begun by
    `until_ms` (0: always wanted), because its visitor has gone."""

    id: str
    device: str
    ticket: str
    slip: Slip
    until_ms: int = 0


class ShowOnPanel(Word, frozen=True):
    """Only the newest counts. `lines` are what the panel must show, in order; `kind` is call, serving, idle, pause,
    closed, or zone for the newest calls on a screen of a zone. `number` is the ticket of a call or serving, `window`
    what the panel's window is called, for panels that have words of their own and take no text."""

    id: str
    device: str
    kind: str
    lines: tuple[str, ...]
    number: str = ""
    window: str = ""


class Speak(Word, frozen=True):
    """Pointless when it has not begun by `until_ms`. Number and window are spoken `repeat` times, at `volume` percent
    of the loudest, 1 to 100."""

    id: str
    device: str
    number: str
    window: str
    repeat: int = 2
    english: bool = False
    until_ms: int = 0
    volume: int = 100


class ShowOnCaller(Word, frozen=True):
    """Only the newest counts. Six digits of a key box: how many wait for its window, and the serial number of the
    ticket in hand (-1: none). It beeps unless it is later than `beep_ms`."""

    id: str
    device: str
    waiting: int
    serial: int = -1
    beep_ms: int = 0


class AskRating(Word, frozen=True):
    """Ask the visitor whose service is just over; only the newest counts. What is pressed after `until_ms` is
    nobody's."""

    id: str
    device: str
    ticket: str
    until_ms: int


class ReadCard(Word, frozen=True):
    id: str
    device: str
    reading: str
    until_ms: int


class ReadCode(Word, frozen=True):
    id: str
    device: str
    reading: str
    until_ms: int


class LookForFace(Word, frozen=True):
    """`consent` is the id of the visitor's consent for this one look. `among` are blind indexes of the people it may
    be: of one, whom the face is to confirm (1:1), or of those booked for about now; None: everybody enrolled there."""

    id: str
    device: str
    reading: str
    consent: str
    until_ms: int
    among: tuple[str, ...] | None = None


Job = PrintSlip | ShowOnPanel | ShowOnCaller | AskRating | Speak | ReadCard | ReadCode | LookForFace


# --- commands (role device or camera) -----------------------------------------------------------------------


class JobDone(Word, frozen=True):
    """`job` is done and the device confirmed it. `confirmed` is False where the make gives no answer (broadcast,
    a sound card). Of a call it says that the module spoke to its end; that it was heard nobody can confirm."""

    device: str
    job: str
    confirmed: bool = True
    detail: str = ""


class JobFailed(Word, frozen=True):
    """`job` will not be tried again by the device process."""

    device: str
    job: str
    fault: Fault
    detail: str = ""


class DeviceReport(Word, frozen=True):
    """Sent on every change, and again every few seconds. `shows` is the job id a display confirmed last; "" when it
    holds nothing, as after power-on; at `shown_ms` it was last certain to show a text. `confirms` is False where the
    make never tells what became of a job. At `heard_ms` the device itself said something last (0: never); it is asked
    every `every_ms` (0: it cannot be asked, so its silence says nothing). At `turn_ms` whoever drives it last looked
    after it (0: not told): it hangs when that gets old, whatever the report says."""

    device: str
    state: DeviceState
    fault: Fault = Fault.NONE
    detail: str = ""
    since_ms: int = 0
    shows: str = ""
    confirms: bool = True
    shown_ms: int = 0
    heard_ms: int = 0
    every_ms: int = 0
    turn_ms: int = 0


class DeviceReports(Word, frozen=True):
    """What was reported last of several devices of one host, once more: an answer for each would cost more than all of
    them. A device the hall does not have is passed over."""

    reports: tuple[DeviceReport, ...]


class HostAlive(Word, frozen=True):
    """Heart-beat of a device, camera or screen process, every 2 s. Not journalled; only its loss and return are."""

    host: str
    pid: int = 0
    note: str = ""


# --- events -----------------------------------------------------------------------------------------------------


class JobConfirmed(Word, frozen=True):
    device: str
    job: str
    confirmed: bool = True
    detail: str = ""


class JobLost(Word, frozen=True):
    device: str
    job: str
    fault: Fault
    detail: str = ""


class DeviceChanged(Word, frozen=True):
    device: str
    state: DeviceState
    fault: Fault = Fault.NONE
    detail: str = ""
    since_ms: int = 0
    shows: str = ""
    confirms: bool = True
    shown_ms: int = 0


class CallBackedUp(Word, frozen=True):
    """The call number `times` of `ticket` stands on no panel of `window` (`device` is the first of them), so it was
    made another way, once: by `voices` now, by `spoken` when it was made, on `screens` of the zone. None of them: the
    clerk has to call."""

    ticket: str
    window: str
    device: str
    times: int
    voices: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    spoken: bool = False


class HostLost(Word, frozen=True):
    """Nothing heard since `since_ms`; its devices and cameras become unknown."""

    host: str
    since_ms: int


class HostBack(Word, frozen=True):
    host: str


class AccessRefused(Word, frozen=True):
    """Somebody the hall does not know, a revoked key, or a key with the wrong role, was turned away."""

    reason: str  # stranger | revoked | plain | role | garbage
    count: int
    detail: str = ""
