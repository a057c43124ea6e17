"""When the hall and its queues are open, and how much of a span of time was service hours (supervision.md §3.1, §3.2).

Asia/Shanghai has kept +08:00 without summer time since 1991, so a day here is plain arithmetic on milliseconds.
Statutory working days for deadlines are another calendar and do not live here.
"""

import datetime as dt
from bisect import bisect_right
from functools import lru_cache

from hall.contract.views import Open
from hall.domain.state import Hall

DAY_MS = 86_400_000
OFFSET_MS = 8 * 3_600_000
NOON_MS = 12 * 3_600_000
LOOK_AHEAD_DAYS = 15  # a next opening further away than this is shown as unknown

Spans = tuple[tuple[int, int], ...]


def day_of(ms: int) -> str:
    """The date of this moment in Asia/Shanghai, `YYYY-MM-DD`."""
    return _name(_index(ms))


def day_start(day: str) -> int:
    """Midnight at the start of `day`, in ms. ValueError when it is no date."""
    return (dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days * DAY_MS - OFFSET_MS


def clock(ms: int) -> str:
    """`HH:MM` in Asia/Shanghai, as screens and sentences say it."""
    minutes = (ms + OFFSET_MS) // 60_000 % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def sessions(hall: Hall, queue_id: str, day: dt.date) -> Spans:
    """The service sessions of a queue ("" for the hall itself) on `day`, (start_ms, end_ms), touching ones joined."""
    return _on(hall, queue_id, (day - dt.date(1970, 1, 1)).days)


def open_at(hall: Hall, queue_id: str, now: int) -> Open:
    """Is this queue ("" for the hall itself) open at `now`; until when, and when it opens next."""
    part = hall.config.hall
    own = hall.queues[queue_id].sessions if queue_id else ()
    texts, index = own or part.sessions, _index(now)
    edges = _edges(texts, part.days, index)
    return _open_from(texts, part.days, index, edges[bisect_right(edges, now) - 1])


def session_at(hall: Hall, queue_id: str, now: int) -> tuple[int, int] | None:
    """The session that runs at `now`, (start_ms, end_ms); None while closed."""
    return next((span for span in _on(hall, queue_id, _index(now)) if span[0] <= now < span[1]), None)


def open_ms(hall: Hall, queue_id: str, start_ms: int, end_ms: int) -> int:
    """Milliseconds of service hours between two moments; 0 when they are the wrong way round."""
    if end_ms <= start_ms:
        return 0
    total = 0
    for index in range(_index(start_ms), _index(end_ms) + 1):
        for start, end in _on(hall, queue_id, index):
            total += max(0, min(end, end_ms) - max(start, start_ms))
    return total


def open_seconds(hall: Hall, queue_id: str, start_ms: int, end_ms: int) -> int:
    """Whole seconds of service hours between two moments: the wait that is judged (§3.2)."""
    return open_ms(hall, queue_id, start_ms, end_ms) // 1000


def open_since(hall: Hall, queue_id: str, now: int, seconds: int) -> int:
    """The latest moment with at least `seconds` of service hours between it and `now`: whoever started waiting then
    or earlier has waited that long. 0 when the last fortnight has not so many."""
    need = seconds * 1000
    last = _index(now)
    for index in range(last, last - LOOK_AHEAD_DAYS, -1):
        for start, end in reversed(_on(hall, queue_id, index)):
            have = min(end, now) - start
            if have <= 0:
                continue
            if have >= need:
                return min(end, now) - need
            need -= have
    return 0


def after_work(hall: Hall, queue_id: str, now: int, low_s: float, high_s: float) -> tuple[float, float]:
    """Seconds on the wall clock until `low_s` and `high_s` (not less) seconds of work are done from `now` on: over
    lunch nobody works, and a hall that is not open yet starts at its opening. After the last session of a day those
    who are there finish the day (日清), so no night is added."""
    spans = _on(hall, queue_id, _index(now))
    for start, end in spans:
        if start <= now and now + high_s * 1000 <= end:
            return low_s, high_s
    return _clock_s(spans, now, low_s), _clock_s(spans, now, high_s)


# --- within ---------------------------------------------------------------------------------------------------------


def _clock_s(spans: Spans, now: int, seconds: float) -> float:
    at, left = now, seconds * 1000
    rest = [span for span in spans if span[1] > now]
    for i, (start, end) in enumerate(rest):
        at = max(at, start)
        if left <= end - at or i == len(rest) - 1:
            break
        left -= end - at
        at = end
    return (at - now + left) / 1000


def _index(ms: int) -> int:
    """Days since 1970-01-01 in Asia/Shanghai."""
    return (ms + OFFSET_MS) // DAY_MS


@lru_cache(maxsize=64)
def _name(index: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=index)).isoformat()


def _on(hall: Hall, queue_id: str, index: int) -> Spans:
    part = hall.config.hall
    own = hall.queues[queue_id].sessions if queue_id else ()
    return _spans(own or part.sessions, part.days, index)


def _next_start(texts: tuple[str, ...], days: tuple[int, ...], now: int) -> int:
    first = _index(now)
    for index in range(first, first + LOOK_AHEAD_DAYS):
        for start, _ in _spans(texts, days, index):
            if start > now:
                return start
    return 0


@lru_cache(maxsize=4096)
def _edges(texts: tuple[str, ...], days: tuple[int, ...], index: int) -> tuple[int, ...]:
    """Midnight and every start and end of this day: between two of them the answer of `open_at` does not change."""
    midnight = index * DAY_MS - OFFSET_MS
    return tuple(sorted({midnight, *(at for span in _spans(texts, days, index) for at in span)}))


@lru_cache(maxsize=4096)
def _open_from(texts: tuple[str, ...], days: tuple[int, ...], index: int, now: int) -> Open:
    today = _spans(texts, days, index)
    noon = index * DAY_MS - OFFSET_MS + NOON_MS
    nonstop = len(today) == 1 and today[0][0] < noon < today[0][1]
    inside = next((span for span in today if span[0] <= now < span[1]), None)
    later = _next_start(texts, days, now)
    if inside is not None:
        return Open(True, until_ms=inside[1], next_ms=later, nonstop=nonstop)
    began = any(end <= now for _, end in today)
    return Open(False, next_ms=later, lunch=began and any(start > now for start, _ in today), nonstop=nonstop)


@lru_cache(maxsize=4096)
def _spans(texts: tuple[str, ...], days: tuple[int, ...], index: int) -> Spans:
    """Cached per day and set of sessions, so that asking costs two hashes. 1970-01-01 was a Thursday."""
    if (index + 3) % 7 + 1 not in days:
        return ()
    midnight = index * DAY_MS - OFFSET_MS
    joined: list[tuple[int, int]] = []
    for start, end in sorted(_parse(text) for text in texts):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple((midnight + start, midnight + end) for start, end in joined)


def _parse(text: str) -> tuple[int, int]:
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
