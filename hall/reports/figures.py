"""A morning in numbers: events in, one frozen `Figures` out. Reads nothing but the journal's events and the config.

Waits follow supervision.md §3.2: from issue to the first call, counting service hours of the queue only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.config import HallConfig
from hall.contract.unions import Recorded
from hall.domain.calendar import clock, day_of, open_seconds
from hall.domain.state import Hall

STEP_MS = 5 * 60_000
PROMISE_STEP_S = 300  # ranges are shown rounded outward to 5 min (waiting.md)


@dataclass(frozen=True)
class Visit:
    """One ticket's way through the hall. Times in ms, 0 where it did not happen; `wait_s` -1 until called."""

    ticket: str
    number: str
    queue: str
    service: str
    way: str
    klass: str
    issued_ms: int
    promised: bool
    low_s: int
    high_s: int
    called_ms: int = 0
    window: str = ""
    times: int = 0
    started_ms: int = 0
    ended_ms: int = 0
    end: str = ""  # done, passed, cancelled, expired, "" still open
    wait_s: int = -1

    @property
    def inside(self) -> bool:
        """Did the wait fall into the range the slip promised, as it was shown (whole 5 minutes, outward)?"""
        low = self.low_s // PROMISE_STEP_S * PROMISE_STEP_S
        high = -(-self.high_s // PROMISE_STEP_S) * PROMISE_STEP_S
        return low <= self.wait_s <= high


@dataclass(frozen=True)
class Spread:
    """A distribution of seconds. All 0 when `n` is 0."""

    n: int = 0
    mean_s: int = 0
    p50_s: int = 0
    p90_s: int = 0
    max_s: int = 0


@dataclass(frozen=True)
class QueueFigures:
    queue: str
    issued: int
    done: int
    passed: int
    open: int
    wait: Spread
    service: Spread
    over: int  # waited longer than the limit


@dataclass(frozen=True)
class WindowFigures:
    window: str
    staff: tuple[str, ...]
    called: int
    done: int
    passed: int
    service: Spread
    open_s: int
    paused_s: int


@dataclass(frozen=True)
class FindingLine:
    finding: str
    code: str
    level: str
    subject: str
    zone: str
    since_ms: int
    raised_ms: int
    cleared_ms: int
    told: tuple[str, ...]
    acknowledged_ms: int
    acknowledged_by: str
    judged: str  # "", confirmed, dismissed
    detail: str


@dataclass(frozen=True)
class TroubleLine:
    """A device, camera, seat, zone or process that was not well from `from_ms` to `until_ms` (0: still)."""

    kind: str  # device, camera, seat, environment, host
    subject: str
    state: str
    what: str
    from_ms: int
    until_ms: int


@dataclass(frozen=True)
class Figures:
    day: str
    first_ms: int
    last_ms: int
    events: int
    last_seq: int
    visits: tuple[Visit, ...]
    ways: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    wait: Spread
    service: Spread
    over: int
    promised: int  # called tickets that carried a known forecast
    kept: int  # of these, waits inside the promised range
    queues: tuple[QueueFigures, ...]
    windows: tuple[WindowFigures, ...]
    waiting: tuple[tuple[int, int], ...]  # (ms, people) every 5 min
    arrivals: tuple[tuple[int, int], ...]  # (start of 15 min, tickets)
    findings: tuple[FindingLine, ...]
    troubles: tuple[TroubleLine, ...]
    slips: int
    slips_lost: int
    panels: int
    spoken: int
    consents: int
    readings: tuple[tuple[str, int, int], ...]  # way, presented, failed
    refused: int
    closed: bool

    def count(self, end: str) -> int:
        return sum(1 for visit in self.visits if visit.end == end)


@dataclass
class _Fold:
    visits: dict[str, Visit] = field(default_factory=dict)
    spans: dict[tuple[str, str], int] = field(default_factory=dict)  # (kind, window) -> since
    open_ms: dict[str, int] = field(default_factory=dict)
    paused_ms: dict[str, int] = field(default_factory=dict)
    staff: dict[str, list[str]] = field(default_factory=dict)
    findings: dict[str, FindingLine] = field(default_factory=dict)
    troubles: dict[tuple[str, str], TroubleLine] = field(default_factory=dict)
    over: list[TroubleLine] = field(default_factory=list)
    jobs: dict[str, set[str]] = field(
        default_factory=lambda: {k: set() for k in ("slip", "lost", "panel", "voice")}
    )
    readings: dict[str, list[int]] = field(default_factory=dict)
    reading_way: dict[str, str] = field(default_factory=dict)
    consents: int = 0
    refused: int = 0
    closed: bool = False


def figures(events: Iterable[Recorded], config: HallConfig, day: str = "") -> Figures:
    """Counts of one day ("" for the day of the last event). ValueError when the journal has nothing of it."""
    recorded = tuple(events)
    if not recorded:
        raise ValueError("the journal holds no event, so there is nothing to report")
    wanted = day or day_of(recorded[-1].at)
    mine = tuple(r for r in recorded if day_of(r.at) == wanted)
    if not mine:
        raise ValueError(f"the journal holds no event of {wanted}; its last is of {day_of(recorded[-1].at)}")
    hall = Hall(config)  # look-up tables and service hours only; nothing is folded into it
    fold = _Fold()
    for one in mine:
        _add(fold, one, hall)
    return _sum_up(fold, mine, hall, wanted)


# --- folding ------------------------------------------------------------------------------------------------------


def _add(fold: _Fold, one: Recorded, hall: Hall) -> None:
    event, at = one.event, one.at
    visits = fold.visits
    match event:
        case t.TicketIssued():
            fc = event.forecast
            visits[event.ticket] = Visit(
                event.ticket, event.number, event.queue, event.service, event.identity.way.value, event.klass.value,
                at, fc.known, fc.low_s, fc.high_s,
            )  # fmt: skip
        case t.TicketCalled() if event.ticket in visits:
            visit = visits[event.ticket]
            first = visit.called_ms or at
            wait = open_seconds(hall, visit.queue, visit.issued_ms, first)
            visits[event.ticket] = replace(
                visit, called_ms=first, wait_s=wait, window=event.window, times=max(visit.times, event.times)
            )
        case t.TicketReturned() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], window="", times=0)
        case t.TicketStarted() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], started_ms=at, window=event.window)
        case t.TicketFinished() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], ended_ms=at, end="done", window=event.window)
        case t.TicketPassed() if event.ticket in visits:
            visits[event.ticket] = replace(
                visits[event.ticket], ended_ms=at, end="passed", window=event.window
            )
        case t.TicketCancelled() if event.ticket in visits:
            visits[event.ticket] = replace(visits[event.ticket], ended_ms=at, end="cancelled")
        case t.DayClosed():
            fold.closed = True
            for ticket in event.expired:
                if ticket in visits:
                    visits[ticket] = replace(visits[ticket], ended_ms=at, end="expired")
        case p.WindowSignedOn():
            fold.spans["open", event.window] = at
            names = fold.staff.setdefault(event.window, [])
            if event.staff not in names:
                names.append(event.staff)
        case p.WindowSignedOff():
            _end_span(fold, "open", event.window, at)
            _end_span(fold, "paused", event.window, at)
        case p.WindowPaused():
            fold.spans["paused", event.window] = at
        case p.WindowResumed():
            _end_span(fold, "paused", event.window, at)
        case p.ConsentGiven():
            fold.consents += 1
        case p.ReadingStarted():
            fold.reading_way[event.reading] = event.way.value
        case p.IdentityPresented():
            way = fold.reading_way.get(event.reading, event.identity.way.value)
            fold.readings.setdefault(way, [0, 0])[0] += 1
        case p.ReadingFailed():
            fold.readings.setdefault(event.way.value, [0, 0])[1] += 1
        case d.AccessRefused():
            fold.refused = max(fold.refused, event.count)
        case d.JobConfirmed():
            _job(fold, event, hall)
        case d.JobLost():
            if _make(hall, event.device).startswith("printer."):
                fold.jobs["lost"].add(event.job)
        case _:
            _findings(fold, one)
            _troubles(fold, one)


def _job(fold: _Fold, event: d.JobConfirmed, hall: Hall) -> None:
    make = _make(hall, event.device)
    for prefix, name in (("printer.", "slip"), ("led.", "panel"), ("voice.", "voice")):
        if make.startswith(prefix):
            fold.jobs[name].add(event.job)


def _make(hall: Hall, device: str) -> str:
    part = hall.devices.get(device)
    return part.make if part else ""


def _end_span(fold: _Fold, kind: str, window: str, at: int) -> None:
    since = fold.spans.pop((kind, window), 0)
    if since:
        totals = fold.open_ms if kind == "open" else fold.paused_ms
        totals[window] = totals.get(window, 0) + at - since


def _findings(fold: _Fold, one: Recorded) -> None:
    event, at, have = one.event, one.at, fold.findings
    match event:
        case s.FindingRaised():
            have[event.finding] = FindingLine(
                event.finding, event.code.value, event.level.value, event.subject, event.zone, event.since_ms or at,
                at, 0, event.told, 0, "", "", event.detail,
            )  # fmt: skip
        case s.FindingRisen() if event.finding in have:
            have[event.finding] = replace(have[event.finding], level=event.level.value)
        case s.FindingCleared() if event.finding in have:
            have[event.finding] = replace(have[event.finding], cleared_ms=at)
        case s.FindingAcknowledged() if event.finding in have:
            line = have[event.finding]
            if not line.acknowledged_ms:
                have[event.finding] = replace(line, acknowledged_ms=at, acknowledged_by=event.staff)
        case s.FindingJudged() if event.finding in have:
            judged = "confirmed" if event.confirmed else "dismissed"
            have[event.finding] = replace(have[event.finding], judged=judged)


def _troubles(fold: _Fold, one: Recorded) -> None:
    event, at = one.event, one.at
    match event:
        case d.DeviceChanged():
            bad = event.state is not d.DeviceState.READY or event.fault is not d.Fault.NONE
            _trouble(
                fold,
                "device",
                event.device,
                event.state.value,
                event.fault.value,
                event.since_ms or at,
                at,
                bad,
            )
        case g.CameraChanged():
            bad = event.state is not g.CameraState.OK
            _trouble(
                fold, "camera", event.camera, event.state.value, event.detail, event.since_ms or at, at, bad
            )
        case g.SeatChanged():
            bad = event.seat is g.Seat.ABSENT
            _trouble(fold, "seat", event.post, event.seat.value, event.note, event.since_ms or at, at, bad)
        case g.EnvironmentRated():
            _trouble(fold, "environment", event.zone, "poor", event.item, at, at, event.poor)
        case d.HostLost():
            _trouble(fold, "host", event.host, "lost", "", event.since_ms or at, at, True)
        case d.HostBack():
            _trouble(fold, "host", event.host, "", "", at, at, False)


def _trouble(
    fold: _Fold, kind: str, subject: str, state: str, what: str, since: int, at: int, bad: bool
) -> None:
    """Close the trouble this subject had, and open the new one when it is not well."""
    key = (kind, subject)
    old = fold.troubles.get(key)
    if old is not None and bad and (old.state, old.what) == (state, what):
        return
    if old is not None:
        fold.over.append(replace(fold.troubles.pop(key), until_ms=max(since, old.from_ms)))
    if bad:
        fold.troubles[key] = TroubleLine(kind, subject, state, what, since, 0)


# --- summing up -----------------------------------------------------------------------------------------------------


def _sum_up(fold: _Fold, mine: Sequence[Recorded], hall: Hall, day: str) -> Figures:
    last = mine[-1].at
    for kind, window in list(fold.spans):
        _end_span(fold, kind, window, last)
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
        troubles=tuple(sorted([*fold.over, *fold.troubles.values()], key=lambda x: (x.from_ms, x.subject))),
        slips=len(fold.jobs["slip"]),
        slips_lost=len(fold.jobs["lost"] - fold.jobs["slip"]),
        panels=len(fold.jobs["panel"]),
        spoken=len(fold.jobs["voice"]),
        consents=fold.consents,
        readings=tuple((way, n[0], n[1]) for way, n in sorted(fold.readings.items())),
        refused=fold.refused,
        closed=fold.closed,
    )


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


def _window(fold: _Fold, window: str, visits: Sequence[Visit]) -> WindowFigures:
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
    )


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


def hours(ms: int) -> str:
    """HH:MM of the hall; "—" for 0."""
    return clock(ms) if ms else "—"
