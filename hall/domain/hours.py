"""The hours of a hall as one value: weekly sessions corrected by the calendar's days of rest and make-up working days,
less planned closures (R020, supervision.md §3.1). Built day by day, kept until the calendar changes.

Here are tables and spans; the questions the rules ask of them stand in `calendar` and `workdays`.
"""

import datetime as dt
import itertools
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from hall.contract.base import Text
from hall.contract.calendar_table import date_of
from hall.contract.config import ClosurePart, HallConfig, QueuePart, YearPart
from hall.contract.opening import SessionKind
from hall.contract.views_common import Open

DAY_MS = 86_400_000
OFFSET_MS = 8 * 3_600_000
NOON_MS = 12 * 3_600_000
LUNCH_FROM_MS, LUNCH_TO_MS = (
    41_400_000,
    50_400_000,
)  # 11:30–14:00: a gap that touches it is the lunch of a hall
LOOK_AHEAD_DAYS = 15  # a next opening further away than this is shown as unknown
KEPT = 20_000  # days of queues; a replay of months must not fill the memory
EPOCH = dt.date(1970, 1, 1)
NOTHING = Text("", "")

Span = tuple[int, int]
Spans = tuple[Span, ...]


class Table:
    """Which days are moved, by days since 1970-01-01, and which years have a table at all."""

    def __init__(self, years: Iterable[YearPart]) -> None:
        self.works: dict[int, bool] = {}
        self.years: dict[int, YearPart] = {
            part.year: part for part in years
        }  # a later table of a year stands
        for part in sorted(self.years.values(), key=lambda part: part.year):
            for texts, works in ((part.rest, False), (part.work, True)):
                for text in texts:
                    day = date_of(part.year, text)
                    if day is not None:
                        self.works[(day - EPOCH).days] = works

    def known(self, year: int) -> bool:
        return year in self.years

    def is_workday(self, index: int) -> bool:
        """Statutory: Monday to Friday but for days of rest, and make-up days. In a year without a table only 1 January,
        which is a day of rest by law in every year, is taken out."""
        moved = self.works.get(index)
        if moved is not None:
            return moved
        day = EPOCH + dt.timedelta(index)
        return day.weekday() < 5 and (day.month, day.day) != (1, 1)


class Session(NamedTuple):
    start: int
    end: int
    kind: SessionKind


class Day(NamedTuple):
    """One day of one queue: `spans` are when it is open, touching sessions joined; between two `edges` nothing changes,
    so `states` has the answer of each stretch."""

    spans: Spans
    edges: tuple[int, ...]
    states: tuple[Open, ...]

    def at(self, now: int) -> Open:
        return self.states[bisect_right(self.edges, now) - 1]


class Hours:
    """Asking costs one look-up; `changed` is called when a new calendar came."""

    def __init__(self, config: HallConfig, imported: dict[int, YearPart]) -> None:
        self._config = config
        self._imported = imported
        self._queues = {q.id: q for q in config.queues}
        self._days: dict[tuple[str, int], Day] = {}
        self._spans: dict[tuple[str, int], Spans] = {}
        self.changed()

    def changed(self) -> None:
        """Forget what was worked out under the calendar before."""
        self.table = Table((*self._config.calendar, *self._imported.values()))
        self._days.clear()
        self._spans.clear()

    def day(self, queue: str, index: int) -> Day:
        """`index` is days since 1970-01-01 in Shanghai, `queue` "" for the hall itself. KeyError for no such queue."""
        found = self._days.get((queue, index))
        if found is None:
            if len(self._days) > KEPT:
                self._days.clear()
            found = self._days[queue, index] = self._make(queue, index)
        return found

    def spans(self, queue: str, index: int) -> Spans:
        """When the queue is open on that day, (start_ms, end_ms)."""
        found = self._spans.get((queue, index))
        if found is None:
            if len(self._spans) > KEPT:
                self._spans.clear()
            open_sessions = _without(self._sessions(queue, index), self._closed(queue, index))
            found = self._spans[queue, index] = _joined(open_sessions)
        return found

    # --- within ---------------------------------------------------------------------------------------------------

    def _sessions(self, queue: str, index: int) -> list[Session]:
        """The sessions of the week and the calendar; a queue's own list replaces the hall's, kind by kind."""
        hall = self._config.hall
        part: QueuePart | None = self._queues[queue] if queue else None
        kinds: tuple[tuple[SessionKind, tuple[str, ...]], ...] = (
            (SessionKind.NORMAL, (part.sessions if part else ()) or hall.sessions),
            (SessionKind.LUNCH, (part.lunch if part else ()) or hall.lunch),
            (SessionKind.EXTENDED, (part.extended if part else ()) or hall.extended),
        )
        weekday = (index + 3) % 7 + 1  # 1970-01-01 was a Thursday
        moved = self.table.works.get(index)
        if moved is False:
            return []
        if moved is None and weekday not in hall.days:
            if weekday < 6:
                return []
            kinds = ((SessionKind.WEEKEND, (part.weekend if part else ()) or hall.weekend),)
        midnight = index * DAY_MS - OFFSET_MS
        found = [
            Session(midnight + start, midnight + end, kind)
            for kind, texts in kinds
            for start, end in map(_parse, texts)
        ]
        return sorted(found, key=lambda session: session.start)

    def _closed(self, queue: str, index: int) -> list[tuple[int, int, ClosurePart]]:
        """The planned closures of this queue on this day, as spans."""
        if not self._config.closures:
            return []
        zone = self._queues[queue].zone if queue else ""
        midnight = index * DAY_MS - OFFSET_MS
        day = (EPOCH + dt.timedelta(index)).isoformat()
        found = []
        for part in self._config.closures:
            whole = not part.queue and not part.zone
            mine = whole or (queue != "" and (part.queue == queue or part.zone == zone))
            if mine and part.day <= day <= (part.until or part.day):
                start, end = _parse(part.hours) if part.hours else (0, DAY_MS)
                found.append((midnight + start, midnight + end, part))
        return found

    def _make(self, queue: str, index: int) -> Day:
        midnight = index * DAY_MS - OFFSET_MS
        planned = self._sessions(queue, index)
        closed = self._closed(queue, index)
        spans = self.spans(queue, index)
        gap = _lunch_gap(_joined(planned), midnight)
        noon = midnight + NOON_MS
        nonstop = gap is None and any(start < noon < end for start, end in _joined(planned))
        later = self._next_day(queue, index)
        provisional = self._provisional(index)
        edges = {midnight}
        for start, end, _ in (*planned, *closed):
            edges |= {start, end}
        ordered = tuple(sorted(edge for edge in edges if midnight <= edge < midnight + DAY_MS))
        states = []
        for now in ordered:
            inside = next((end for start, end in spans if start <= now < end), 0)
            again = next((start for start, _ in spans if start > now), 0)
            state = Open(
                inside > 0,
                until_ms=inside,
                next_ms=again or later,
                lunch=again > 0 and not inside and gap is not None and gap[0] <= now < gap[1],
                nonstop=nonstop,
                kind=_kind(planned, now) if inside else None,
                why=NOTHING if inside else _why(planned, closed, now),
                provisional=provisional,
            )
            states.append(state)
        return Day(spans, ordered, tuple(states))

    def _next_day(self, queue: str, index: int) -> int:
        for ahead in range(index + 1, index + LOOK_AHEAD_DAYS):
            spans = self.spans(queue, ahead)
            if spans:
                return spans[0][0]
        return 0

    def _provisional(self, index: int) -> bool:
        """The hall keeps a calendar, but has none of this year yet: the weekly pattern is all that is known."""
        return bool(self.table.years) and not self.table.known((EPOCH + dt.timedelta(index)).year)


def _kind(sessions: list[Session], now: int) -> SessionKind | None:
    return next((session.kind for session in sessions if session.start <= now < session.end), None)


def _why(sessions: list[Session], closed: list[tuple[int, int, ClosurePart]], now: int) -> Text:
    """The reason of the closure that takes this session away; nothing where it would be closed anyway."""
    if _kind(sessions, now) is None:
        return NOTHING
    part = next((part for start, end, part in closed if start <= now < end), None)
    return Text(part.reason, part.reason_en or part.reason) if part is not None else NOTHING


def _lunch_gap(spans: Spans, midnight: int) -> Span | None:
    for (_, end), (start, _) in itertools.pairwise(spans):
        if end < midnight + LUNCH_TO_MS and start > midnight + LUNCH_FROM_MS:
            return (end, start)
    return None


def _joined(sessions: Iterable[tuple[int, int, object]]) -> Spans:
    joined: list[Span] = []
    for start, end, _ in sorted((s[0], s[1], 0) for s in sessions):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _without(sessions: list[Session], closed: list[tuple[int, int, ClosurePart]]) -> list[Session]:
    """What is left of the sessions when the closures are cut out."""
    for begin, finish, _ in closed:
        left = []
        for session in sessions:
            if session.start < min(begin, session.end):
                left.append(session._replace(end=min(begin, session.end)))
            if max(finish, session.start) < session.end:
                left.append(session._replace(start=max(finish, session.start)))
        sessions = left
    return sessions


def _parse(text: str) -> Span:
    """ "09:00-12:00" as ms of the day; 24:00 is allowed as an end. The configuration check has seen it before."""
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"session {text!r}: write it like 09:00-12:00")
    return _minutes(start) * 60_000, _minutes(end) * 60_000


def _minutes(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    value = int(hours) * 60 + int(minutes)
    if not colon or not 0 <= value <= 1440 or int(minutes) > 59:
        raise ValueError(f"time of day {text!r}: write it like 09:00")
    return value
