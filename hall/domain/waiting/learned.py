"""What one queue has learnt about its own pace; updated by the fold, read by `estimate`. Numbers only, bounded.

Means are moving averages by count (half-life about 50 services, waiting.md §1.3), so yesterday fades but is not lost.
"""

import math

import msgspec

from hall.contract.tickets import Forecast

FADE = 1 - 2 ** (-1 / 50)  # weight of a new value once there are enough
SCORES = 200  # errors kept for the repair of the interval
ENOUGH = 20  # services before a forecast stops being called rough
NUDGE = 0.02  # step of the median's correction; small, because an outcome comes an hour after its forecast
STRETCH = 0.04  # step of the interval's correction (adaptive conformal inference, §1.3.4)
OUTLIER = (
    5.0  # a value beyond this many means counts as this many: a lunch or a forgotten console teaches nothing
)


class Learned(msgspec.Struct):
    """`gap_s` is the mean time one window spends from one call to the next while people wait; `service_s` and
    `square` are the mean service time and its mean square; `spread` is the repaired P90 as a score (see `called`)."""

    today: int = 0  # services finished today
    last_call_ms: int = 0
    left: int = 0  # how many still waited after that call, when it was told
    gap_n: float = 0.0
    gap_s: float = 0.0
    service_n: float = 0.0
    service_s: float = 0.0
    square: float = 0.0
    calls: float = 0.0
    absent: float = 0.0  # share of calls nobody came to
    absent_n: float = 0.0
    absent_s: float = 0.0  # what such a call costs the window
    bias: float = 1.0  # actual over modelled median, tracked
    scores: list[float] = []
    spread: float = 0.0
    stretch: float = (
        1.0  # of that score, tracked so that a tenth waits longer than P90 even while the day drifts
    )


def called(
    learned: Learned, at: int, wait_s: int, promised: Forecast, open_windows: float, left: int = -1
) -> None:
    """A ticket was called for the first time at `at` (ms), `wait_s` seconds of the wall clock after its issue, when
    `promised` was said.

    `open_windows` is `estimate.effective_windows` at that moment; `left` how many of the queue still wait after it
    (-1: not told). A gap between calls teaches the pace only when somebody waited all through it.
    """
    gap = (at - learned.last_call_ms) / 1000
    busy = learned.left > 0 if learned.left >= 0 else wait_s >= gap
    if learned.last_call_ms and busy and gap >= 0 and open_windows > 0:
        _gap(learned, gap * open_windows)
    learned.last_call_ms = at
    learned.left = left
    learned.calls = min(learned.calls + 1, 1 / FADE)
    learned.absent -= learned.absent / learned.calls
    if promised.known and promised.low_s >= 60:
        _outcome(learned, wait_s, promised)


def served(learned: Learned, service_s: int) -> None:
    """A service took `service_s` seconds from start to finish."""
    value = float(max(service_s, 1))
    if learned.service_n >= 5:
        value = min(value, OUTLIER * learned.service_s)
    step = max(FADE, 1 / (learned.service_n + 1))
    learned.service_s += step * (value - learned.service_s)
    learned.square += step * (value * value - learned.square)
    learned.service_n = min(learned.service_n + 1, 1 / FADE)
    learned.today += 1


def no_show(learned: Learned, seconds: int) -> None:
    """A called visitor did not come; the window waited `seconds` for them. Told after `called` for the same ticket."""
    learned.absent = min(1.0, learned.absent + 1 / max(learned.calls, 1.0))
    learned.absent_n = min(learned.absent_n + 1, 1 / FADE)
    learned.absent_s += (seconds - learned.absent_s) / learned.absent_n


def new_day(learned: Learned) -> None:
    """A new morning: what was learnt stays, but it is rough again until today has shown something."""
    learned.today = 0
    learned.last_call_ms = 0
    learned.left = 0


def _gap(learned: Learned, cycle: float) -> None:
    if learned.gap_n >= 5:
        if cycle > 4 * OUTLIER * learned.gap_s:
            return  # the hall was closed or the clerks were away in between
        cycle = min(cycle, OUTLIER * learned.gap_s)
    learned.gap_s += max(FADE, 1 / (learned.gap_n + 1)) * (cycle - learned.gap_s)
    learned.gap_n = min(learned.gap_n + 1, 1 / FADE)


def _outcome(learned: Learned, wait_s: int, promised: Forecast) -> None:
    """Repair of the interval (conformal, waiting.md §1.3.4). The relative error of a wait shrinks with the root of
    the number ahead, so errors are kept as (actual/P50 - 1)·√(ahead+1) and one list serves short and long queues."""
    learned.scores.append((wait_s / promised.low_s - 1) * math.sqrt(promised.ahead + 1))
    del learned.scores[:-SCORES]
    ranked = sorted(learned.scores)
    learned.spread = ranked[min(len(ranked) - 1, math.ceil(0.9 * (len(ranked) + 1)) - 1)]
    learned.bias *= math.exp(NUDGE if wait_s > promised.low_s else -NUDGE)
    learned.bias = min(2.5, max(0.5, learned.bias))
    learned.stretch *= math.exp(STRETCH * ((wait_s > promised.high_s) - 0.1))
    learned.stretch = min(2.5, max(0.7, learned.stretch))
