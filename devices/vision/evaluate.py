"""Runs the judging steps over a clip as fast as it decodes, and scores the outcome against labels.

For `hall vision-eval`, tests and tuning; the hall itself uses `worker.py`. All numbers are the shipped defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from devices.vision.capture import clip_frames
from devices.vision.objects import Left, ObjectParams, ObjectWatch
from devices.vision.people import Asked, Inquiry
from devices.vision.presence import PresenceParams
from devices.vision.regions import Image, Region
from devices.vision.scene import BARE, FrozenWatch, SceneWatch
from devices.vision.seat import SeatWatch
from hall.contract.sightings import CameraState, Seat


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state: when it was told and to when it was dated, both in seconds of the clip."""

    told_s: float
    since_s: float
    state: Seat
    note: str


@dataclass(frozen=True, slots=True)
class Score:
    """Shares 0..1 of the labelled time. Frames within `tol_s` of a label edge count on neither side."""

    visits: int
    found: int
    miss: float
    false: float
    worst_delay_s: float


def presence_of_clip(
    path: str,
    region: Region,
    params: PresenceParams | None = None,
    alter: Callable[[Image, float], Image] | None = None,
    people: Asked | None = None,
) -> list[Change]:
    """State changes of one seat over a clip. `alter(image, seconds)` may change each frame before it is judged;
    `people` is a detector to judge with."""
    watch, scene = SeatWatch(region, params), SceneWatch()
    inquiry = Inquiry(path, {path: watch}, people)
    changes: list[Change] = []
    for at, image in clip_frames(path):
        if alter is not None:
            image = alter(image, at / 1000)
        at_ms = round(at)
        state = scene.step(image, at_ms).state
        inquiry.hear()
        seat = watch.step(image if state in (CameraState.OK, CameraState.UNKNOWN) else None, at_ms)
        if state is CameraState.OK:
            inquiry.ask(image, at_ms)
        if not changes or changes[-1].state is not seat.state:
            changes.append(Change(at / 1000, seat.since_ms / 1000, seat.state, seat.note))
    return changes


def objects_of_clip(path: str, hold_s: float | None = None) -> list[Left]:
    """Things left lying in a clip, each when its time was up. `hold_s` replaces the time of persistence (s)."""
    params = ObjectParams()
    if hold_s is not None:
        params = replace(params, hold_ms=round(hold_s * 1000))
    watch = ObjectWatch(params)
    return [left for at, image in clip_frames(path) for left in watch.step(image, round(at))]


def camera_of_clip(path: str) -> list[tuple[float, CameraState]]:
    """(second from which on it was so, state of the picture); the first state is OK where nothing is wrong. A clip that
    is too short to be sure has what its last check said."""
    scene, frozen = SceneWatch(), FrozenWatch()
    said: list[tuple[float, CameraState]] = []
    for at, image in clip_frames(path):
        at_ms = round(at)
        seen = scene.step(image, at_ms)
        state, since_ms = seen.state, seen.since_ms
        still_ms = frozen.step(image, at_ms)
        if still_ms and state not in BARE:
            state, since_ms = CameraState.FROZEN, at_ms - still_ms
        elif said and said[-1][1] is CameraState.FROZEN:
            since_ms = at_ms
        if state is CameraState.UNKNOWN or (said and said[-1][1] is state):
            continue
        said.append((max(since_ms / 1000, said[-1][0] if said else 0.0), state))
    if not said and scene.scene.candidate is not CameraState.UNKNOWN:
        said.append((0.0, scene.scene.candidate))
    return said


def score(
    changes: Iterable[Change],
    present: Iterable[tuple[float, float]],
    end_s: float,
    tol_s: float,
    dated: bool = True,
    step_s: float = 0.1,
) -> Score:
    """Compare with labelled intervals. `dated` judges the time each change was dated to, else when it was told."""
    log, visits = list(changes), list(present)
    times = [i * step_s for i in range(int(end_s / step_s))]
    missed = wanted = false = empty = 0
    for t in times:
        if any(abs(t - edge) < tol_s for visit in visits for edge in visit):
            continue
        inside = any(a <= t <= b for a, b in visits)
        said = _state_at(log, t, dated)
        if inside:
            wanted += 1
            missed += said is not Seat.PRESENT
        else:
            empty += 1
            false += said is Seat.PRESENT
    found, worst = 0, 0.0
    for a, b in visits:
        hits = [c for c in log if c.state is Seat.PRESENT and a - 3 <= c.since_s <= b]
        found += bool(hits)
        gone = [c for c in log if c.state is not Seat.PRESENT and c.told_s >= b - 1]
        if hits:
            worst = max(worst, hits[0].told_s - a)
        if gone:
            worst = max(worst, gone[0].told_s - b)
    return Score(len(visits), found, missed / max(1, wanted), false / max(1, empty), round(worst, 2))


def _state_at(log: list[Change], t: float, dated: bool) -> Seat:
    state = Seat.UNKNOWN
    for change in log:
        if (change.since_s if dated else change.told_s) <= t:
            state = change.state
    return state
