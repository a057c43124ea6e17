"""A morning in numbers: events in, one frozen `Figures` out. Reads nothing but the journal's events and the config.

Waits follow supervision.md §3.2: from issue to the first call, counting service hours of the queue only.
"""

from collections.abc import Iterable, Sequence

from hall.contract.config import HallConfig
from hall.contract.opening import CalendarImported
from hall.contract.packs import in_force
from hall.contract.ratings import GOOD, RatingLevel
from hall.contract.unions import Recorded
from hall.domain.calendar import day_of, open_seconds
from hall.domain.fold_opening import calendar_imported
from hall.domain.state import Hall
from hall.reports.flow import hours
from hall.reports.fold import Fold, add, end_span
from hall.reports.leaves import unexcused
from hall.reports.shapes import Figures, QueueFigures, Rated, Spread, TroubleLine, Visit, WindowFigures

STEP_MS = 5 * 60_000


def figures(events: Iterable[Recorded], config: HallConfig, day: str = "") -> Figures:
    """Counts of one day ("" for the day of the last event). ValueError when the journal has nothing of it."""
    recorded = tuple(events)
    if not recorded:
        raise ValueError("the journal holds no event, so there is nothing to report")
    wanted = day or day_of(recorded[-1].at)
    mine = tuple(r for r in recorded if day_of(r.at) == wanted)
    if not mine:
        raise ValueError(f"the journal holds no event of {wanted}; its last is of {day_of(recorded[-1].at)}")
    hall = _hall(recorded, config, wanted)
    fold = Fold()
    for one in mine:
        add(fold, one, hall)
    return _sum_up(fold, mine, hall, wanted)


def _hall(recorded: Sequence[Recorded], config: HallConfig, day: str) -> Hall:
    """Look-up tables, the service hours of the newest calendar, and the limits of the pack of that day (R139)."""
    hall = Hall(config)
    hall.policy = in_force(config, day)
    for one in recorded:
        if isinstance(one.event, CalendarImported):
            calendar_imported(one.event, one, hall)
    return hall


# --- summing up -----------------------------------------------------------------------------------------------------


def _sum_up(fold: Fold, mine: Sequence[Recorded], hall: Hall, day: str) -> Figures:
    last = mine[-1].at
    for kind, window in list(fold.spans):
        end_span(fold, kind, window, last)
    visits = tuple(fold.visits.values())
    called = [v for v in visits if v.called_ms]
    promised = [v for v in called if v.promised]
    limit = hall.policy.abnormal_s
    return Figures(
        day=day,
        first_ms=mine[0].at,
        last_ms=last,
        events=len(mine),
        last_seq=mine[-1].seq,
        visits=visits,
        ways=_tally(v.way for v in visits),
        classes=_tally(v.klass for v in visits),
        wait=spread([v.wait_s for v in called]),
        service=spread(_service_times(visits)),
        over=sum(1 for v in visits if _waited(hall, v, last) > limit),
        promised=len(promised),
        kept=sum(1 for v in promised if v.inside),
        queues=tuple(_queue(hall, q.id, visits, last) for q in hall.config.queues),
        windows=tuple(_window(fold, w.id, visits) for w in hall.config.windows),
        waiting=_waiting(visits, min([v.issued_ms for v in visits], default=mine[0].at), last),
        arrivals=_arrivals(visits),
        findings=tuple(fold.findings.values()),
        troubles=_troubles(fold, last),
        slips=len(fold.jobs["slip"]),
        slips_lost=len(fold.jobs["lost"] - fold.jobs["slip"]),
        panels=len(fold.jobs["panel"]),
        spoken=len(fold.jobs["voice"]),
        consents=fold.consents,
        readings=tuple((way, n[0], n[1]) for way, n in sorted(fold.readings.items())),
        refused=fold.refused,
        closed=fold.closed,
        ratings=_rated(fold),
        flows=hours(fold.flows),
    )


def _troubles(fold: Fold, last: int) -> tuple[TroubleLine, ...]:
    lines = unexcused([*fold.over, *fold.troubles.values()], fold.leaves, last)
    return tuple(sorted(lines, key=lambda x: (x.from_ms, x.subject)))


def spread(seconds: Sequence[int]) -> Spread:
    """Quantiles by the nearest rank, so that every figure is a wait somebody really had."""
    values = sorted(seconds)
    if not values:
        return Spread()
    n = len(values)

    def rank(share: float) -> int:
        return values[min(n - 1, max(0, -(-int(share * 100) * n // 100) - 1))]

    return Spread(n, round(sum(values) / n), rank(0.5), rank(0.9), values[-1])


def _waited(hall: Hall, visit: Visit, last: int) -> int:
    """Seconds until the first call; for those not called, until they left or the last event."""
    if visit.called_ms:
        return visit.wait_s
    return open_seconds(hall, visit.queue, visit.issued_ms, visit.ended_ms or last)


def _service_times(visits: Iterable[Visit]) -> list[int]:
    """From start (or the last call, where nobody pressed start) to the end, in seconds."""
    return [
        (v.ended_ms - (v.started_ms or v.called_ms)) // 1000
        for v in visits
        if v.end == "done" and v.called_ms
    ]


def _queue(hall: Hall, queue: str, visits: Sequence[Visit], last: int) -> QueueFigures:
    mine = [v for v in visits if v.queue == queue]
    return QueueFigures(
        queue,
        issued=len(mine),
        done=sum(v.end == "done" for v in mine),
        passed=sum(v.end == "passed" for v in mine),
        open=sum(v.end == "" for v in mine),
        wait=spread([v.wait_s for v in mine if v.called_ms]),
        service=spread(_service_times(mine)),
        over=sum(_waited(hall, v, last) > hall.policy.abnormal_s for v in mine),
    )


def _window(fold: Fold, window: str, visits: Sequence[Visit]) -> WindowFigures:
    mine = [v for v in visits if v.window == window]
    return WindowFigures(
        window,
        tuple(fold.staff.get(window, ())),
        called=len(mine),
        done=sum(v.end == "done" for v in mine),
        passed=sum(v.end == "passed" for v in mine),
        service=spread(_service_times(mine)),
        open_s=fold.open_ms.get(window, 0) // 1000,
        paused_s=fold.paused_ms.get(window, 0) // 1000,
        ratings=_rated(fold, window),
    )


def _rated(fold: Fold, window: str = "") -> Rated:
    """Of one window, or of the hall."""
    levels = [x.level for x in fold.ratings.values() if window in ("", x.window)]
    silent = levels.count(RatingLevel.NOT_RATED)
    return Rated(len(levels) - silent, sum(level in GOOD for level in levels), silent)


def _tally(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _waiting(visits: Sequence[Visit], first: int, last: int) -> tuple[tuple[int, int], ...]:
    start = first // STEP_MS * STEP_MS
    moments = range(start, last + STEP_MS, STEP_MS)
    return tuple(
        (at, sum(1 for v in visits if v.issued_ms <= at < (v.called_ms or v.ended_ms or last + STEP_MS)))
        for at in moments
    )


def _arrivals(visits: Sequence[Visit]) -> tuple[tuple[int, int], ...]:
    step = 15 * 60_000
    counts: dict[int, int] = {}
    for visit in visits:
        at = visit.issued_ms // step * step
        counts[at] = counts.get(at, 0) + 1
    if not counts:
        return ()
    return tuple((at, counts.get(at, 0)) for at in range(min(counts), max(counts) + step, step))
