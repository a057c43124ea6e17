"""How full a zone is: the share of its floor that does not look empty, as a level. An estimate, never a head count.

Counting heads with the detectors a library ships finds an eighth of the people in a hall (handbook, vision.md 6d).
Here a cell counts as taken when it moves or does not look like the empty floor. What share means 正常, 拥挤 and 严重
depends on where the camera hangs: the operator says it once (`CameraPart.crowd`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from devices.vision.objects import ObjectWatch
from hall.contract.environment import Crowding

Cells = NDArray[np.bool_]
LEVELS = (Crowding.FREE, Crowding.NORMAL, Crowding.CROWDED, Crowding.SEVERE)


@dataclass(frozen=True, slots=True)
class CrowdParams:
    smooth_ms: int = 10_000  # the share follows what is seen in this time
    hold_ms: int = 20_000  # a new level has to last so long
    slack: float = 0.04  # and a lower one to be under its limit by so much
    least_known: float = 0.5  # share of the floor whose empty look is known; below, nothing is said


@dataclass(frozen=True, slots=True)
class Crowd:
    """`share` 0..1 of the floor is taken, smoothed; -1 while unknown. `since_ms` is when the level began."""

    level: Crowding = Crowding.UNKNOWN
    since_ms: int = 0
    share: float = -1.0
    candidate: Crowding = Crowding.UNKNOWN
    candidate_ms: int = 0
    at_ms: int = 0


def judge_crowd(
    crowd: Crowd, share: float | None, at_ms: int, limits: tuple[float, ...], params: CrowdParams
) -> Crowd:
    """One more look. `share` None: the floor cannot be judged (camera, or its empty look not known yet).
    `limits`: the shares from which on it is 正常, 拥挤, 严重; () where nobody said, then the level stays unknown."""
    if share is None:
        if crowd.level is Crowding.UNKNOWN and crowd.share < 0:
            return replace(crowd, at_ms=at_ms)
        return Crowd(since_ms=at_ms, at_ms=at_ms)
    passed = at_ms - crowd.at_ms
    weight = 1.0 if crowd.share < 0 else min(1.0, max(0, passed) / params.smooth_ms)
    smooth = share if crowd.share < 0 else crowd.share + weight * (share - crowd.share)
    crowd = replace(crowd, share=smooth, at_ms=at_ms)
    if not limits:
        return crowd
    seen = _level(smooth, crowd.level, limits, params.slack)
    if seen is crowd.level:
        return replace(crowd, candidate=seen, candidate_ms=at_ms)
    if seen is not crowd.candidate:
        return replace(crowd, candidate=seen, candidate_ms=at_ms)
    if at_ms - crowd.candidate_ms < params.hold_ms:
        return crowd
    return replace(crowd, level=seen, since_ms=crowd.candidate_ms)


def _level(share: float, now: Crowding, limits: tuple[float, ...], slack: float) -> Crowding:
    rank = sum(share >= limit for limit in limits)
    had = LEVELS.index(now) if now in LEVELS else rank
    if rank < had and share >= limits[had - 1] - slack:
        rank = had  # not clearly below its own limit
    return LEVELS[rank]


def taken_share(floor: ObjectWatch, inside: Cells | None) -> float | None:
    """Share of the floor's cells that move or do not look empty; None while too little of it is known."""
    state = floor.cells
    if state is None:
        return None
    known, changed, moving = state
    where = np.ones(known.shape, bool) if inside is None or inside.shape != known.shape else inside
    if not where.any() or float((known | moving)[where].mean()) < CrowdParams().least_known:
        return None
    return float((changed | moving)[where].mean())


class CrowdWatch:
    """Level of one camera's zone, from the same cells in which things left lying are looked for."""

    def __init__(self, limits: tuple[float, ...], params: CrowdParams | None = None) -> None:
        self.limits, self.params = limits, params or CrowdParams()
        self.crowd = Crowd()

    def step(self, floor: ObjectWatch, usable: bool, at_ms: int) -> Crowd:
        """After the floor has taken in the frame of `at_ms`. `usable`: the picture shows the zone."""
        share = taken_share(floor, floor.inside) if usable else None
        self.crowd = judge_crowd(self.crowd, share, at_ms, self.limits, self.params)
        return self.crowd
