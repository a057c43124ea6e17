"""Findings judged live: one file per rule, one list. A rule reads the hall and yields what became true or over.

Rules never change anything and never scan the day's tickets: they run at every tick of the hall's clock.
"""

from collections.abc import Callable, Iterable

from hall.contract.unions import Event
from hall.domain.state import Hall
from hall.domain.supervision.access import access
from hall.domain.supervision.calendar_missing import calendar_missing
from hall.domain.supervision.camera_fault import camera_fault
from hall.domain.supervision.device_fault import device_fault
from hall.domain.supervision.emergency import emergency
from hall.domain.supervision.env_poor import env_poor
from hall.domain.supervision.help_called import help_called
from hall.domain.supervision.host_lost import host_lost
from hall.domain.supervision.off_post import off_post
from hall.domain.supervision.open_window import open_window
from hall.domain.supervision.panel_wrong import panel_wrong
from hall.domain.supervision.people_say import acknowledge, judge_finding
from hall.domain.supervision.rating_bad import rating_bad
from hall.domain.supervision.trip_over import trip_over
from hall.domain.supervision.wait_over import ENDS, day_over, following, wait_over

__all__ = ["ENDS", "RULES", "acknowledge", "day_over", "following", "judge", "judge_finding"]

Rule = Callable[[Hall, int], Iterable[Event]]

RULES: tuple[Rule, ...] = (
    wait_over,
    open_window,
    trip_over,
    rating_bad,
    off_post,
    panel_wrong,
    device_fault,
    host_lost,
    camera_fault,
    env_poor,
    help_called,
    emergency,
    access,
    calendar_missing,
)


def judge(hall: Hall, now: int) -> tuple[Event, ...]:
    """Every rule at hall time `now` (ms): FindingRaised, FindingRisen, FindingCleared."""
    return tuple(event for rule in RULES for event in rule(hall, now))
