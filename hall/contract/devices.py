"""Devices: jobs they are given, what they report back, and what the hall then holds for true."""

import enum

from hall.contract.base import Text, Word


class DeviceState(enum.Enum):
    READY = "ready"  # it answered and can do its work
    AWAY = "away"  # nothing there: unplugged, port missing, host gone
    FAULTY = "faulty"  # it answered that it cannot, or shows the wrong thing
    UNKNOWN = "unknown"  # nobody has heard; never shown as fine


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
    MANY_FACES = "many_faces"
    FACE_UNKNOWN = "face_unknown"
    FACE_UNSURE = "face_unsure"
    CAMERA_GONE = "camera_gone"
    TIMED_OUT = "timed_out"
    INTERNAL = "internal"


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


# --- jobs: orders to one device, idempotent by id ------------------------------------------------------------


class PrintSlip(Word, frozen=True):
    """Kept until confirmed or known to have failed."""

    id: str
    device: str
    ticket: str
    slip: Slip


class ShowOnPanel(Word, frozen=True):
    """Only the newest counts. `lines` are what the panel must show, in order; `kind` is call, serving, idle, pause or
    closed."""

    id: str
    device: str
    kind: str
    lines: tuple[str, ...]


class Speak(Word, frozen=True):
    """Pointless after `until_ms`. `number` and `window` are spoken by segments, `repeat` times."""

    id: str
    device: str
    number: str
    window: str
    repeat: int = 2
    english: bool = False
    until_ms: int = 0


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
    """`consent` is the id of the visitor's consent for this one look."""

    id: str
    device: str
    reading: str
    consent: str
    until_ms: int


Job = PrintSlip | ShowOnPanel | Speak | ReadCard | ReadCode | LookForFace


# --- commands (role device or camera) -----------------------------------------------------------------------


class JobDone(Word, frozen=True):
    """`job` is done and the device confirmed it. `confirmed` is False where the make gives no answer (broadcast,
    voice)."""

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
    """Sent on every change. `shows` is the job id a display confirmed last; "" when it holds nothing, as after
    power-on."""

    device: str
    state: DeviceState
    fault: Fault = Fault.NONE
    detail: str = ""
    since_ms: int = 0
    shows: str = ""


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
