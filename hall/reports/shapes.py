"""What the report of a day knows, as frozen values: visits, spreads, queues, windows, findings, troubles. No rules."""

from dataclasses import dataclass

from hall.contract.recording import Footage

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
class Rated:
    """How often services were rated, how many of these satisfied (the three upper levels), and how many visitors who
    were asked said nothing: those count nowhere."""

    rated: int = 0
    good: int = 0
    silent: int = 0


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
    ratings: Rated = Rated()


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
    footage: Footage | None = None  # what the recorder has of it; None: it was nowhere


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
class FlowHour:
    """People in and out at one entrance in the hour from `at` on, estimated; for `blind_min` minutes of it nobody could
    count."""

    at: int
    camera: str
    zone: str
    inward: int
    outward: int
    blind_min: int


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
    ratings: Rated = Rated()
    flows: tuple[FlowHour, ...] = ()

    def count(self, end: str) -> int:
        return sum(1 for visit in self.visits if visit.end == end)
