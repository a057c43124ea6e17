"""When the hall and its queues are open, and how much of a span of time was service hours (supervision.md §3.1, §3.2).

Asia/Shanghai has kept +08:00 without summer time since 1991, so a day here is plain arithmetic on milliseconds.
How a day's hours come about stands in `hours`; working days for deadlines in `workdays`. A queue that is closed by hand
gives no numbers (`open_at`), but who waits in it waits on: closing a queue must not make a wait vanish.
"""

import datetime as dt
from functools import lru_cache

from hall.contract.base import Text
from hall.contract.views_common import Open
from hall.domain.facts import Closing
from hall.domain.hours import DAY_MS, EPOCH, LOOK_AHEAD_DAYS, OFFSET_MS, Spans
from hall.domain.state import Hall


def day_of(ms: int) -> str:
    """The date of this moment in Asia/Shanghai, `YYYY-MM-DD`."""
    return _name(_index(ms))


def day_start(day: str) -> int:
    """Midnight at the start of `day`, in ms. ValueError when it is no date."""
    return (dt.date.fromisoformat(day) - EPOCH).days * DAY_MS - OFFSET_MS


def clock(ms: int) -> str:
    """`HH:MM` in Asia/Shanghai, as screens and sentences say it."""
    minutes = (ms + OFFSET_MS) // 60_000 % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def when(ms: int, now: int) -> str:
    """`HH:MM` of today; of another day with its date before it: 11-19 10:32."""
    day = day_of(ms)
    return clock(ms) if day == day_of(now) else f"{int(day[5:7])}-{int(day[8:])} {clock(ms)}"


def sessions(hall: Hall, queue_id: str, day: dt.date) -> Spans:
    """The service sessions of a queue ("" for the hall itself) on `day`, (start_ms, end_ms), touching ones joined."""
    return hall.hours.spans(queue_id, (day - EPOCH).days)


def open_at(hall: Hall, queue_id: str, now: int) -> Open:
    """Is this queue ("" for the hall itself) open at `now`; until when, and when it opens next."""
    state = hall.hours.day(queue_id, _index(now)).at(now)
    return _under_closings(hall, queue_id, now, state) if hall.facts.closings else state


def session_at(hall: Hall, queue_id: str, now: int) -> tuple[int, int] | None:
    """The session that runs at `now`, (start_ms, end_ms); None out of hours."""
    return next((span for span in hall.hours.spans(queue_id, _index(now)) if span[0] <= now < span[1]), None)


def open_ms(hall: Hall, queue_id: str, start_ms: int, end_ms: int) -> int:
    """Milliseconds of service hours between two moments; 0 when they are the wrong way round."""
    if end_ms <= start_ms:
        return 0
    spans, total = hall.hours.spans, 0
    for index in range(_index(start_ms), _index(end_ms) + 1):
        for start, end in spans(queue_id, index):
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
        for start, end in reversed(hall.hours.spans(queue_id, index)):
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
    spans = hall.hours.spans(queue_id, _index(now))
    for start, end in spans:
        if start <= now and now + high_s * 1000 <= end:
            return low_s, high_s
    return _clock_s(spans, now, low_s), _clock_s(spans, now, high_s)


def closings(hall: Hall, queue_id: str, now: int) -> tuple[Closing, ...]:
    """What closes this queue by hand at `now`: the hall's closing, its zone's, its own. "" asks for the hall alone."""
    have = hall.facts.closings
    places = ("", f"zone/{hall.queues[queue_id].zone}", f"queue/{queue_id}") if queue_id else ("",)
    found = (have.get(place) for place in places)
    return tuple(one for one in found if one is not None and (one.until_ms == 0 or now < one.until_ms))


# --- within ---------------------------------------------------------------------------------------------------------


def _under_closings(hall: Hall, queue_id: str, now: int, state: Open) -> Open:
    """The state as the closings by hand leave it. One that ends before the next session begins takes nothing away."""
    running = closings(hall, queue_id, now)
    if not running:
        return state
    forever = [one for one in running if one.until_ms == 0]
    last = forever[0] if forever else max(running, key=lambda one: one.until_ms)
    until = last.until_ms
    if until and not state.open and until <= state.next_ms:
        return state
    following = 0
    if until:
        then = hall.hours.day(queue_id, _index(until)).at(until)
        following = until if then.open else then.next_ms
    why = Text(last.reason, last.reason)
    return Open(False, next_ms=following, nonstop=state.nonstop, why=why, provisional=state.provisional)


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
    return (EPOCH + dt.timedelta(days=index)).isoformat()
