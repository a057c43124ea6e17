"""Ratings (好差评): five levels by the visitor, and a sixth value that says that nobody rated (supervision.md §3.5)."""

import enum

from hall.contract.base import Word


class RatingLevel(enum.Enum):
    VERY_SATISFIED = "very_satisfied"  # 非常满意 ★5
    SATISFIED = "satisfied"  # 满意 ★4
    FAIR = "fair"  # 基本满意 ★3
    DISSATISFIED = "dissatisfied"  # 不满意 ★2
    VERY_DISSATISFIED = "very_dissatisfied"  # 非常不满意 ★1
    NOT_RATED = "not_rated"  # 未评价: asked and silent. Counts nowhere, never as satisfied


GOOD = frozenset({RatingLevel.VERY_SATISFIED, RatingLevel.SATISFIED, RatingLevel.FAIR})
BAD = frozenset({RatingLevel.DISSATISFIED, RatingLevel.VERY_DISSATISFIED})  # 差评
LEVELS = tuple(level for level in RatingLevel if level is not RatingLevel.NOT_RATED)


# --- command (role device or gateway) ----------------------------------------------------------------------------


class GiveRating(Word, frozen=True):
    """A visitor rated. From an evaluator: `device` and the `job` it was asked by. From a gateway: the `token` of the
    slip, once the visit is over. NOT_RATED cannot be given: only the hall finds that nobody did."""

    level: RatingLevel
    device: str = ""
    job: str = ""
    token: str = ""


# --- event ------------------------------------------------------------------------------------------------------


class VisitRated(Word, frozen=True):
    """One rating for each service of a number (一次一评): leg `leg` of `ticket`, done at `window` by `staff`. NOT_RATED
    may be followed by one real rating, which then counts. `source`: device, gateway, hall (the time ran out)."""

    ticket: str
    leg: int
    window: str
    staff: str
    service: str
    level: RatingLevel
    source: str
