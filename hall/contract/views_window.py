"""What a window's console is shown (topic "window/<id>")."""

from hall.contract.base import Text, Word
from hall.contract.legs import LegState
from hall.contract.views_common import Notice, Open, Range, WindowState


class LegLine(Word, frozen=True, tag=False):
    """One service of the visitor in hand (R063). `window` is the number of the window that had it; `mine`: it is paused
    here and can be gone back to."""

    leg: int
    service: Text
    state: LegState
    window: str = ""
    mine: bool = False


class ServedTicket(Word, frozen=True, tag=False):
    """The visitor in hand. `legs` has every service of the number, only where there are several; `note` is what window
    number `note_from` wrote for this one ("" the guide who gave the number); `trips` counts the days of `case` with
    this one, `trips_max` is what was promised (0: not known)."""

    ticket: str
    number: str
    service: Text
    klass: str
    shown: str
    masked: str
    issued_ms: int
    called_ms: int
    times: int
    recall_from_ms: int  # not before this (0: no more calls)
    pass_from_ms: int  # not before this (0: not called often enough yet)
    started_ms: int = 0
    low_min: int = 0  # what was promised at issue
    high_min: int = 0
    legs: tuple[LegLine, ...] = ()
    note: str = ""
    note_from: str = ""
    case: str = ""
    trips: int = 0
    trips_max: int = 0
    why: str = ""  # reason of the priority, a value of PriorityReason
    calling: str = "hall"  # a value of Calling
    booked_ms: int = 0  # start of the booked slot
    segment: int = 1
    mark: str = ""  # as in QueueLine


class QueueLine(Word, frozen=True, tag=False):
    ticket: str
    number: str
    service: Text
    klass: str
    issued_ms: int
    range: Range
    mark: str = ""  # "moved" 转来, "back" 过号回来, "held" 暂挂回来
    mine: bool = False  # waits for this window or this clerk alone


class HeldLine(Word, frozen=True, tag=False):
    """On hold at this window. `back_ms` is when it comes back by itself (0: until called)."""

    ticket: str
    number: str
    service: Text
    since_ms: int
    back_ms: int
    reason: str


class SentLine(Word, frozen=True, tag=False):
    """Sent away by this window and not called by anybody yet: can be taken back. `to` says where."""

    ticket: str
    number: str
    to: Text
    since_ms: int


class PassedLine(Word, frozen=True, tag=False):
    """Passed in the last hour in one of this window's queues, and may be put back in line."""

    ticket: str
    number: str
    service: Text
    passed_ms: int


class QueueName(Word, frozen=True, tag=False):
    queue: str
    name: Text


class WindowView(Word, frozen=True):
    window: str
    seq: int
    at: int
    name: Text
    zone: Text
    state: WindowState
    since_ms: int
    staff: str = ""
    staff_name: str = ""
    pause_reason: str = ""
    back_ms: int = 0
    ticket: ServedTicket | None = None
    next: QueueLine | None = None
    waiting: int = 0
    longest_ms: int = 0  # issue time of the one who waits longest (0: nobody)
    queue: tuple[QueueLine, ...] = ()  # in calling order, at most 30
    done: int = 0
    passed: int = 0
    mean_s: int = 0
    notices: tuple[Notice, ...] = ()
    panel: Text = Text("")  # a sentence when the panel does not show what it should
    abnormal_s: int = 1800
    open: Open = Open(False)
    held: tuple[HeldLine, ...] = ()  # oldest first
    sent: tuple[SentLine, ...] = ()  # newest first
    passed_lately: tuple[PassedLine, ...] = ()  # newest first, at most 20
    queues: tuple[QueueName, ...] = ()  # what it serves now
    pull: bool = False  # given its next visitor without a key
    emergency: str = ""  # kind of the call for help that goes on
    emergency_ms: int = 0
    relieved: str = ""  # name of the one whose post is covered (顶岗)
    hold_max_s: int = 7200
    rating: str = (
        ""  # of the last visitor who was asked here: asked, rated, not_rated; the level is not the window's
    )
    rating_number: str = ""
    key_said: Text = Text("")  # why the last key of the key box had no effect, at `key_ms`
    key_ms: int = 0
    panel_truth: str = ""  # a value of Truth: the worst of its panels ("" it has none)
    came: str = ""  # a value of Sight while a visitor is called; "" where no camera watches for one
