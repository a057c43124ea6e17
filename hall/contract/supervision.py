"""Findings: judgements of the supervision rules, what people say of them, and the hall's own clock tick."""

import enum

from hall.contract.base import Word


class FindingCode(enum.Enum):
    """supervision.md §3.6; the codes judged live so far, and the device finding D01 of our own."""

    WAIT_WARN = "W01"  # over 20 min: warning
    OPEN_WINDOW = "W02"  # more wait in a queue than the pack bears: open a window
    WAIT_OVER = "A01"  # over 30 min of service hours
    TRIP_OVER = "A02"  # came more often for a case than was promised
    RATING_BAD = "A03"  # one of the two lowest levels
    OFF_POST = "A06"  # seat empty while its window should be open
    ENV_POOR = "A07"  # record and reminder
    DEVICE_FAULT = "A08"  # event, not a case
    PANEL_WRONG = "D01"  # a display does not show what it should
    CAMERA_FAULT = "D02"
    ACCESS = "D03"  # strangers at the bus
    CALENDAR_MISSING = "D04"  # a year without the State Council's calendar
    HELP = "H01"  # a visitor asks for a guide
    EMERGENCY = "E01"  # a clerk asks for help at once


class Level(enum.Enum):
    NOTE = "note"
    WARN = "warn"  # amber
    ALERT = "alert"  # red


class FindingState(enum.Enum):
    SUSPECTED = "suspected"  # from a camera: nothing follows until a person confirms (R030)
    RAISED = "raised"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CLEARED = "cleared"


# --- commands ---------------------------------------------------------------------------------------------------


class Tick(Word, frozen=True):
    """The hall's own clock: time-driven rules are judged at it. Never accepted from outside, never journalled."""


class Acknowledge(Word, frozen=True):
    """Somebody has seen the alert. A window speaks for who is signed on there, without a PIN; at the wall whoever has
    a PIN types it, and the door checks and removes it."""

    finding: str
    staff: str
    note: str = ""
    pin: str = ""


class JudgeFinding(Word, frozen=True):
    """A person confirms or dismisses a suspected finding, with a reason (R030)."""

    finding: str
    staff: str
    confirmed: bool
    reason: str
    pin: str = ""


# --- events -----------------------------------------------------------------------------------------------------


class FindingRaised(Word, frozen=True):
    """`finding` is unique: code, object and leg/day, so the same thing is never raised twice. `since_ms` is when the
    fact began, not when it was found. `pack` is the policy pack that judged it."""

    finding: str
    code: FindingCode
    level: Level
    state: FindingState
    subject: str  # ticket, post, device, zone, camera or kiosk id
    zone: str = ""
    since_ms: int = 0
    value_s: int = 0
    detail: str = ""
    told: tuple[str, ...] = ()  # staff ids who were told
    pack: str = ""


class FindingCleared(Word, frozen=True):
    """The fact is over; the record stays."""

    finding: str
    value_s: int = 0


class FindingRisen(Word, frozen=True):
    """The level of an open finding rose (it never falls)."""

    finding: str
    level: Level
    value_s: int = 0
    told: tuple[str, ...] = ()


class FindingAcknowledged(Word, frozen=True):
    finding: str
    staff: str
    note: str = ""


class FindingJudged(Word, frozen=True):
    finding: str
    staff: str
    confirmed: bool
    reason: str
