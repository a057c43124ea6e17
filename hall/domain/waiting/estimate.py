"""The waiting time of a ticket, P50–P90 from now: rank under the calling rule over learned capacity, repaired by recent
errors (waiting.md §1.3). Constant in the day's history: it looks at queues and windows, never at tickets one by one.
"""

import math
from bisect import bisect_right
from functools import lru_cache

from hall.contract.tickets import Forecast, TicketClass, TicketState
from hall.contract.views_common import Range, WindowState
from hall.domain.calendar import after_work
from hall.domain.facts import Ticket
from hall.domain.queueing.rule import ahead, in_order, may_call
from hall.domain.state import Hall
from hall.domain.waiting.learned import ENOUGH, Learned, called

LAST = 1 << 62
KAPPA = 10.0  # weight of what was assumed, in observations (waiting.md §1.3.1)
TURN_S = 20.0  # from one visitor's finish to the next one's start, until the gaps between calls teach it
PRIOR_CV = 0.8  # spread of service times before anything is learnt (§1.3.7)
AT_ONCE_S = 120  # a window is free: the clerk still has to press the key
P90 = 1.2815515655446004
STEP_MIN = 5
GRAIN = 4  # residual table: steps per mean service time

# Bound once: an enum's member costs a look-up each time, and this file runs for every ticket taken.
_CLOSED, _PAUSED, _FREE = WindowState.CLOSED, WindowState.PAUSED, WindowState.FREE
_CALLED, _SERVING = WindowState.CALLED, WindowState.SERVING


def forecast(
    hall: Hall,
    queue: str,
    effective_ms: int,
    now: int,
    klass: TicketClass = TicketClass.NORMAL,
    need: str = "",
) -> Forecast:
    """For a ticket that would join `queue` now with that effective time: behind everyone the calling rule puts before
    it, at the windows that may call it (`need` as in TicketIssued)."""
    return _estimate(hall, queue, ahead(hall, queue, klass, need, effective_ms), effective_ms, now, need=need)


def position(hall: Hall, ticket_id: str, now: int) -> Forecast:
    """For a ticket that waits: what is still before it. One that does not wait has nothing before it."""
    ticket = hall.facts.tickets[ticket_id]
    if ticket.state is not TicketState.WAITING:
        return Forecast(True, 0)
    before = 0
    if not ticket.pushed:
        before = ahead(hall, ticket.queue, ticket.klass, ticket.need, ticket.effective_ms, ticket.order)
    return _estimate(hall, ticket.queue, before, ticket.effective_ms, now, need=ticket.need)


def line(hall: Hall, queue: str, now: int, limit: int) -> dict[str, Forecast]:
    """`position` of the first `limit` in a queue whom any of its windows may call, by ticket: the windows are looked at
    once for all. Who waits for one window, person or skill alone is asked for by `position`."""
    found: dict[str, Forecast] = {}
    serving = _serving(hall, queue)
    for before, name in enumerate(in_order(hall, queue)):
        ticket = hall.facts.tickets[name]
        if not ticket.need:
            found[name] = _estimate(hall, queue, before, ticket.effective_ms, now, serving)
            if len(found) >= limit:
                break
    return found


def as_range(forecast: Forecast) -> Range:
    """Rounded outward to five minutes and never a single number (screens.md §1, supervision.md §3.2)."""
    if not forecast.known:
        return Range(False)
    low = forecast.low_s // (60 * STEP_MIN) * STEP_MIN
    high = -(-forecast.high_s // (60 * STEP_MIN)) * STEP_MIN
    return Range(True, low, max(high, low + STEP_MIN), forecast.rough)


def effective_windows(hall: Hall, queue: str) -> float:
    """How many windows this queue has for itself now; a shared one counts by the queues' needs. 0: none is open."""
    return _capacity(hall, queue, _serving(hall, queue), hall.waiting(queue), LAST)[0]


def note_call(hall: Hall, ticket: Ticket, at: int) -> None:
    """Teach the ticket's queue from its first call at `at`, asked after it has left the line. The wait is that of the
    wall clock, as it was promised, and a shared window counts for its share, as it did in the forecast."""
    queue = hall.facts.queues[ticket.queue]
    promised_ms = ticket.issued_ms if ticket.leg == 1 else ticket.queued_ms
    windows = effective_windows(hall, ticket.queue) if ticket.queue in hall.queues else 0.0
    wait_s = max(0, at - promised_ms) // 1000
    called(queue.learned, at, wait_s, ticket.forecast, windows, left=queue.waiting())


# --- within ---------------------------------------------------------------------------------------------------------


class _Serving:
    """The windows at work for a queue at one moment, looked at once."""

    __slots__ = ("at_work", "free", "pausing", "rest", "shared")

    def __init__(
        self, at_work: int, free: int, shared: dict[tuple[str, ...], tuple[int, int]], pausing: bool
    ) -> None:
        self.at_work = at_work
        self.pausing = pausing  # does any of its windows pause?
        self.free = free
        self.shared = shared  # how many serve each set of several queues, and how many of them are free
        self.rest = 0.0  # mean remaining time of their services in cycles; 0: not asked yet


def _estimate(
    hall: Hall,
    queue: str,
    ahead: int,
    effective_ms: int,
    now: int,
    serving: _Serving | None = None,
    need: str = "",
) -> Forecast:
    learned = hall.facts.queues[queue].learned
    rough = learned.today < ENOUGH
    have = serving if serving is not None else _serving(hall, queue, need)
    windows, free = _capacity(hall, queue, have, ahead, effective_ms)
    later_s = 0.0
    if windows <= 0:
        windows, back_ms = _pausing(hall, queue, now) if have.pausing else (0.0, 0)
        if windows <= 0:
            return Forecast(False, ahead, rough=rough)
        later_s = (back_ms - now) / 1000
    short = ahead + 1 - free  # calls that must become possible before this one
    if short <= 0:
        return _said(hall, queue, ahead, now, later_s, later_s + AT_ONCE_S, rough)
    cycle, doubt, cv = _pace(learned, hall.queues[queue].service_s)
    # How far the services have come matters for the first calls only; far back in the line it averages out.
    if short > 4 * windows:
        rest = min(1.0, (1 + cv * cv) / 2)
    else:
        rest = have.rest = have.rest or _rest(hall, queue, now, cycle, cv)
    # Up to as many calls as windows wait only for services that go on; every further one costs a whole cycle.
    calls = short * rest if short <= windows else short - windows * (1 - rest)
    middle = calls * cycle / windows
    # Gaps between calls are as uneven as one service for few windows, and near-random for many (superposition).
    uneven = (cv * cv * short + windows) / (short + windows)
    p50, p90 = _quantiles(middle, middle * middle * (uneven / calls + doubt))
    spread = _spread(learned, p90 / p50 - 1, ahead)
    p50 *= learned.bias
    return _said(hall, queue, ahead, now, later_s + p50, later_s + p50 * (1 + spread), rough)


def _said(hall: Hall, queue: str, ahead: int, now: int, p50: float, p90: float, rough: bool) -> Forecast:
    low, high = after_work(hall, queue, now, p50, p90)
    return Forecast(True, ahead, int(low), math.ceil(high), rough)


def _spread(learned: Learned, modelled: float, ahead: int) -> float:
    """P90/P50 - 1: the model's until errors have been seen, then theirs; never less than half the model's."""
    seen = len(learned.scores)
    if not seen:
        return modelled
    found = max(learned.spread * learned.stretch / math.sqrt(ahead + 1), modelled / 2)
    # One bad hour must not be shouted: few errors move the model's spread a little, many replace it.
    trust = min(1.0, seen / 60)
    return modelled * (1 - trust) + found * trust


def _pace(learned: Learned, assumed_s: int) -> tuple[float, float, float]:
    """Seconds one window spends per call, the squared relative doubt about it, and the unevenness (cv) of services."""
    n = learned.service_n
    service = (KAPPA * assumed_s + n * learned.service_s) / (KAPPA + n)
    cycle = (1 - learned.absent) * service + learned.absent * learned.absent_s + TURN_S
    cycle = (KAPPA * cycle + learned.gap_n * learned.gap_s) / (KAPPA + learned.gap_n)
    own = max(0.0, learned.square - learned.service_s**2)
    square = PRIOR_CV**2 if n < 2 else own / learned.service_s**2
    cv2 = (KAPPA * PRIOR_CV**2 + n * square) / (KAPPA + n)
    return cycle, 1 / (KAPPA + n + learned.gap_n), math.sqrt(min(cv2, 6.25))


def _serving(hall: Hall, queue: str, need: str = "") -> _Serving:
    facts = hall.facts.windows
    at_work = free = 0
    pausing = False
    shared: dict[tuple[str, ...], tuple[int, int]] = {}
    for name in hall.windows_of_queue[queue]:
        state = facts[name].state
        if state is _CLOSED:
            continue
        if state is _PAUSED:
            pausing = True
            continue
        if need and not may_call(hall, name, need):
            continue
        if state is _FREE:
            free += 1
        at_work += 1
        served = hall.serves[name]
        if len(served) > 1:
            count, idle = shared.get(served, (0, 0))
            shared[served] = count + 1, idle + (state is _FREE)
    return _Serving(at_work, free, shared, pausing)


def _capacity(hall: Hall, queue: str, have: _Serving, ahead: int, effective_ms: int) -> tuple[float, float]:
    """How many windows the queue has for itself, and how many of them are free for it. One that serves several queues
    works for those whose tickets come first under the calling rule, so its share for this queue is this queue's need
    among theirs, each need counted up to `effective_ms` and spread over the windows that can meet it."""
    windows, free = float(have.at_work), float(have.free)
    for served, (count, idle) in have.shared.items():
        others = 1 - _share(hall, queue, ahead, effective_ms, served, have.at_work)
        windows -= count * others
        free -= idle * others
    return windows, free


def _share(
    hall: Hall, queue: str, ahead: int, effective_ms: int, served: tuple[str, ...], at_work: int
) -> float:
    mine = (ahead + 1) / at_work
    others = 0.0
    queues = hall.facts.queues
    for other in served:
        if other != queue and (lines := queues[other].lines):
            before = sum(bisect_right(line, (effective_ms, LAST)) for line in lines.values())
            others += before / max(1, _at_work(hall, other))
    return mine / (mine + others)


def _at_work(hall: Hall, queue: str) -> int:
    facts = hall.facts.windows
    count = 0
    for name in hall.windows_of_queue[queue]:
        state = facts[name].state
        if state is not _CLOSED and state is not _PAUSED:
            count += 1
    return count


def _pausing(hall: Hall, queue: str, now: int) -> tuple[float, int]:
    """All who could serve it pause: how many said when they come back, and the first such moment."""
    facts = hall.facts.windows
    back = []
    for name in hall.windows_of_queue[queue]:
        window = facts[name]
        if window.state is _PAUSED and window.back_ms > now:
            back.append(window.back_ms)
    return (float(len(back)), min(back)) if back else (0.0, 0)


def _rest(hall: Hall, queue: str, now: int, cycle: float, cv: float) -> float:
    """Mean remaining time, in cycles, of the services that go on; a called visitor's has not begun."""
    table = _residual(round(cv * 10))
    last = len(table) - 1
    scale = GRAIN / (1000 * cycle)
    total, busy = 0.0, 0
    facts = hall.facts.windows
    for name in hall.windows_of_queue[queue]:
        window = facts[name]
        state = window.state
        if state is _SERVING:
            step = int((now - window.since_ms) * scale)
            total += table[step if 0 <= step < last else (0 if step < 0 else last)]
            busy += 1
        elif state is _CALLED:
            total += 1.0
            busy += 1
    return total / busy if busy else 1.0


@lru_cache(maxsize=64)
def _residual(cv10: int) -> tuple[float, ...]:
    """Mean remaining time of a log-normal service of mean 1 after 0, 1/4, 2/4 … 5 of it have passed; cv = cv10/10.
    E[X-e | X>e] = Φ((μ+σ²-ln e)/σ)·m / Φ((μ-ln e)/σ) - e; every log looked at is log-normal (§1.3)."""
    cv = max(cv10, 1) / 10
    sigma = math.sqrt(math.log(1 + cv * cv))
    mu = -sigma * sigma / 2
    table = [1.0]
    for i in range(1, 5 * GRAIN + 1):
        e = (i + 0.5) / GRAIN
        beyond = _phi((mu - math.log(e)) / sigma)
        left = _phi((mu + sigma * sigma - math.log(e)) / sigma) / beyond - e if beyond > 1e-9 else 0.25
        table.append(min(2.0, max(0.1, left)))
    return tuple(table)


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _quantiles(mean: float, variance: float) -> tuple[float, float]:
    """P50 and P90 of a gamma variable by Wilson–Hilferty: within 4 % for shapes from one half up, which n exponential
    gaps in a row (Erlang) are."""
    nine = 9 * max(0.5, mean * mean / max(variance, 1e-9))
    base = 1 - 1 / nine
    return mean * base**3, mean * (base + P90 / math.sqrt(nine)) ** 3
