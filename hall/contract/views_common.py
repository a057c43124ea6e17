"""What several screens are shown: a window's state, a waiting time, opening hours, a word to staff or manager."""

import enum

from hall.contract.base import Text, Word
from hall.contract.opening import SessionKind
from hall.contract.recording import Footage
from hall.contract.supervision import FindingCode, FindingState, Level


class WindowState(enum.Enum):
    CLOSED = "closed"
    FREE = "free"
    CALLED = "called"
    SERVING = "serving"
    PAUSED = "paused"


class Range(Word, frozen=True, tag=False):
    """A waiting time rounded outward to 5 min. `known` False: no window open for it; `rough`: 估算."""

    known: bool
    low_min: int = 0
    high_min: int = 0
    rough: bool = False


class Open(Word, frozen=True, tag=False):
    """Is the hall, or a queue, open now. `until_ms` the end of this session, `next_ms` the next opening (0 unknown).
    `why` is the reason while a closure takes a session away: then no numbers are given early either. `provisional`: the
    year has no calendar yet, so this is the weekly pattern alone."""

    open: bool
    until_ms: int = 0
    next_ms: int = 0
    lunch: bool = False  # closed over noon, opens again today
    nonstop: bool = False  # no lunch gap today
    kind: SessionKind | None = None  # of the session that runs
    why: Text = Text("", "")
    provisional: bool = False


class Notice(Word, frozen=True, tag=False):
    """An alert as a window or wall shows it: what, since when, who was told, what to do."""

    finding: str
    code: FindingCode
    level: Level
    state: FindingState
    title: Text
    since_ms: int
    facts: Text = Text("")
    told: Text = Text("")
    told_ms: int = 0
    action: Text = Text("")
    known: bool = False  # somebody acknowledged
    by: str = ""
    subject: str = (
        ""  # what it is about: post, device, kiosk, … as in the finding; of several waits the worst
    )
    zone: str = ""
    footage: Footage | None = None  # on the wall alone, where the hall has a recorder and the alert a place
