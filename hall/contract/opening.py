"""When the hall opens: the day as it begins and ends, queues closed and opened again by hand, and the State Council's
calendar.

The weekly sessions and planned closures stand in the configuration (`HallPart`, `QueuePart`, `ClosurePart`).
"""

import enum

from hall.contract.base import Word
from hall.contract.config import YearPart


class SessionKind(enum.Enum):
    """R020: no lunch gap, extended hours, no weekend gap."""

    NORMAL = "normal"
    LUNCH = "lunch"  # 午间不间断
    EXTENDED = "extended"  # 延时服务
    WEEKEND = "weekend"  # 周末无休


# --- commands -------------------------------------------------------------------------------------------------


class OpenDay(Word, frozen=True):
    """Sent by the hall to itself at the first tick of a date."""

    day: str  # YYYY-MM-DD


class CloseDay(Word, frozen=True):
    """End of day: open tickets expire with a reason, windows sign off (日清, R044)."""

    day: str
    reason: str = "day_end"


class CloseQueue(Word, frozen=True):
    """停止取号: give no more numbers for a queue, for every queue of a zone, or ("" and "") for the whole hall, until
    `until_ms` or (0) until it is opened again. Who already waits is served, and waits on: the clock does not stop."""

    reason: str
    queue: str = ""
    zone: str = ""
    until_ms: int = 0
    staff: str = ""  # who decided it, where several share the key
    pin: str = ""


class ReopenQueue(Word, frozen=True):
    """恢复取号, named as it was closed."""

    queue: str = ""
    zone: str = ""
    reason: str = ""
    staff: str = ""
    pin: str = ""


class ImportCalendar(Word, frozen=True):
    """The State Council's notice as a table, one or several years, taken whole or not at all. `sm3` is of the file."""

    years: tuple[YearPart, ...]
    sm3: str = ""


# --- events ---------------------------------------------------------------------------------------------------


class DayOpened(Word, frozen=True):
    day: str


class DayClosed(Word, frozen=True):
    """`expired` are the ids of the tickets that were still open."""

    day: str
    expired: tuple[str, ...] = ()
    reason: str = "day_end"


class QueueClosed(Word, frozen=True):
    reason: str
    queue: str = ""
    zone: str = ""
    until_ms: int = 0
    staff: str = ""


class QueueReopened(Word, frozen=True):
    queue: str = ""
    zone: str = ""
    reason: str = ""
    staff: str = ""


class CalendarImported(Word, frozen=True):
    """From now on this is the table of `year`; dates as in `YearPart`."""

    year: int
    rest: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    source: str = ""
    notice: str = ""
    sm3: str = ""
