"""W02: more people wait in a queue than the policy pack takes for bearable: open a window (supervision.md §3.0, §3.2).

A note while another window could be opened or asked back; a warning at twice as many, or where there is no window left.
It is over at three quarters of the limit, so that it does not come and go with every call.
"""

from collections.abc import Iterable

from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.contract.views_common import WindowState
from hall.domain.calendar import open_at
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, higher, raised, risen, running, told

_AWAY = (WindowState.CLOSED, WindowState.PAUSED)


def open_window(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.OPEN_WINDOW)
    limit = hall.policy.open_window_queue
    for queue, part in hall.queues.items():
        waiting, finding = hall.waiting(queue), have.get(queue)
        if finding is not None and (waiting <= limit * 3 // 4 or not open_at(hall, queue, now).open):
            yield cleared(finding, now)
        if waiting <= limit or not open_at(hall, queue, now).open:
            continue
        level = Level.WARN if waiting > 2 * limit or not could_open(hall, queue) else Level.NOTE
        people = told(hall, part.zone, level)
        if finding is None:
            yield raised(
                hall, now, FindingCode.OPEN_WINDOW, level, queue, now, zone=part.zone, detail=str(waiting), told=people
            )  # fmt: skip
        elif higher(level, finding.level):
            yield risen(hall, finding, level, (now - finding.since_ms) // 1000, people)


def could_open(hall: Hall, queue: str) -> tuple[str, ...]:
    """Windows that could serve the queue and do not: closed ones first, then those that pause."""
    windows = hall.facts.windows
    return tuple(w for state in _AWAY for w in hall.windows_of_queue[queue] if windows[w].state is state)
