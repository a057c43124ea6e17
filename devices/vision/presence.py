"""Is somebody at this post: structure change against the empty seat plus micro-motion, and a state machine.

Pure steps on frames handed in with their time; no capture, no clock, no identity (who sits there is never asked
of a camera: PIPL, supervision.md 2.5). Method and limits: docs of the handbook, vision.md section 4.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Cutter, Image, Region
from hall.contract.sightings import Seat

Grey = NDArray[np.uint8]
Plane = NDArray[np.float32]


class SeatNote(StrEnum):
    """Why the state is what it is, where a bare state would mislead."""

    NONE = ""
    LEARNING = "learning"  # the empty seat was never seen yet
    NO_REFERENCE = "no_reference"  # movement alone says present
    OBJECT = "object"  # something lies on the seat, nobody moves
    CAMERA = "camera"  # no usable picture


@dataclass(frozen=True, slots=True)
class PresenceParams:
    """Every number of the method in one place. Tuned on post_a.mp4; the reasons stand beside them."""

    analyse_every_ms: int = 180  # 5 Hz of a 10 or 25 fps stream
    change_local: float = 0.5  # structure change around one pixel that counts as changed
    change_share: float = (
        0.3  # share of the region that must have changed: more than a bag, less than a person
    )
    drop: float = 0.75  # the changed share fell below this part of its usual value: something went away
    taken: float = (
        0.9  # an arrival is dated to the first frame with this part of what the person hides in the end
    )
    usual_frames: int = 50  # frames of a presence its usual share is taken from (10 s)
    motion_levels: int = 12  # grey levels (of 255) a pixel must span to count as moving
    motion_floor: float = 0.01  # 630 empty windows: none above 1 %; still people: above 5 %
    motion_cap: float = 0.04  # noise of the empty seat never lifts the limit above this
    micro_ms: int = 3000
    moving_ms: int = 1000  # shorter window, so that an object popping in does not look alive for long
    alive_hold_ms: int = 8000  # a seated person may hold still this long
    arrive_window_ms: int = 2000
    arrive_share: float = 0.6
    steady_ms: int = 7000  # longer than two micro windows: one jump cannot last so long
    leave_ms: int = 400
    grace_ms: int = 20_000
    empty_ms: int = 3000  # unknown to absent: the empty seat seen for so long
    object_ms: int = 60_000
    learn_ms: int = 5000  # nothing at all moves for so long: nobody is there, the picture is the empty seat
    alone_ms: int = 8000  # movement without any reference for so long: somebody
    gap_ms: int = 2000  # a longer hole in the frames starts the movement windows again
    drift_ms: int = 120_000  # the empty reference follows slow light in this time
    references: int = 3  # the empty seat and the newest objects left on it
    anchor_ms: int = 600_000  # in a closed hall nothing moved for so long: nobody is there
    anchor_light: float = 1.6  # and the light is as usual within this factor


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one frame says about one seat. Shares are 0..1; None where there is nothing to compare with yet."""

    at_ms: int
    share: float | None = None  # of the region's pixels that differ in structure from the empty seat
    micro: float | None = None  # share of pixels that moved within micro_ms
    moving: bool = False  # moved within moving_ms
    micro_alive: bool = False

    changed: bool | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The judged seat. `since_ms` is dated back to the first frame of the change (supervision.md 3.4)."""

    state: Seat = Seat.UNKNOWN
    since_ms: int = 0
    note: SeatNote = SeatNote.LEARNING
    present_since_ms: int = 0
    last_frame_ms: int = 0
    last_alive_ms: int = 0  # last frame that was changed and showed micro-motion
    last_moving_ms: int = 0
    none_since_ms: int | None = None  # first frame of the present run without evidence
    steady_since_ms: int | None = None  # first frame of the present run of changed and alive
    still_since_ms: int | None = None  # first frame of changed without life
    recent: tuple[
        tuple[int, bool, float], ...
    ] = ()  # time, arrival evidence, changed share of the last window
    shares: tuple[float, ...] = ()  # changed shares of this presence, newest last


def judge(
    seat: Judged, seen: Evidence | None, at_ms: int, params: PresenceParams, camera_word: str = ""
) -> Judged:
    """The state machine. `seen` is None when the camera is away, covered, dark or frozen: then the seat is
    unknown from the last usable frame on, never absent."""
    if seen is None:
        return _blind(seat, at_ms)
    window = params.arrive_window_ms if seen.changed is not None else params.alone_ms
    arriving = seen.moving if seen.changed is None else seen.changed and seen.moving
    recent = (*(one for one in seat.recent if at_ms - one[0] < window), (at_ms, arriving, seen.share or 0.0))
    alive_now = bool(seen.changed) and seen.micro_alive
    seat = replace(
        seat,
        recent=recent,
        last_frame_ms=at_ms,
        last_alive_ms=at_ms if alive_now else seat.last_alive_ms,
        last_moving_ms=at_ms if arriving else seat.last_moving_ms,
        steady_since_ms=_run(seat.steady_since_ms, alive_now, at_ms),
        still_since_ms=_run(seat.still_since_ms, bool(seen.changed) and not seen.micro_alive, at_ms),
    )
    if seat.state is Seat.PRESENT:
        return _while_present(seat, seen, at_ms, params)
    if _arrived(seat, seen, at_ms, params, window):
        return _come(seat, seen, at_ms, params)
    return _while_away(seat, seen, at_ms, params)


def _run(since: int | None, on: bool, at_ms: int) -> int | None:
    return None if not on else at_ms if since is None else since


def _blind(seat: Judged, at_ms: int) -> Judged:
    if seat.state is Seat.UNKNOWN:
        return replace(
            seat, note=SeatNote.CAMERA, since_ms=seat.since_ms or at_ms, recent=(), none_since_ms=None
        )
    return Judged(
        state=Seat.UNKNOWN,
        since_ms=seat.last_frame_ms or at_ms,
        note=SeatNote.CAMERA,
        last_frame_ms=seat.last_frame_ms,
    )


def _evidence(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> bool:
    if seen.changed is None:
        return at_ms - seat.last_moving_ms <= params.alive_hold_ms
    if not seen.changed:
        return False
    # A still person keeps hiding the same part of the seat. When the hidden part shrinks at once, the person went
    # and left something behind: from then on only movement counts.
    if seat.shares and seen.share is not None and seen.share < params.drop * median(seat.shares):
        return seen.moving
    return at_ms - seat.last_alive_ms <= params.alive_hold_ms


def _while_present(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> Judged:
    if _evidence(seat, seen, at_ms, params):
        note = SeatNote.NO_REFERENCE if seen.changed is None else SeatNote.NONE
        shares = seat.shares if seen.share is None else (*seat.shares, seen.share)[-params.usual_frames :]
        return replace(seat, none_since_ms=None, note=note, shares=shares)
    since = seat.none_since_ms
    if since is None:
        since = at_ms
        if seen.changed is not False or seat.note is SeatNote.NO_REFERENCE:
            # Who left a coat behind was last there when something last moved, not when the hold ran out; the same
            # where the empty seat was learnt only after somebody had gone.
            since = max(seat.last_moving_ms - params.moving_ms, seat.present_since_ms)
        seat = replace(seat, none_since_ms=since)
    if at_ms - since < params.leave_ms:
        return seat
    return replace(seat, state=Seat.LEAVING, since_ms=since, recent=(), steady_since_ms=None)


def _arrived(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams, window: int) -> bool:
    if seat.steady_since_ms is not None and at_ms - seat.steady_since_ms >= params.steady_ms:
        return True
    if not seat.recent or not seat.recent[-1][1]:
        return False
    # Share of time and not of frames: a slow stream must not confirm on two frames.
    first, needed = _first_on(seat), params.arrive_share * window
    on = sum(1 for _, yes, _ in seat.recent if yes) / len(seat.recent)
    watched = min(window, at_ms - seat.recent[0][0] + params.analyse_every_ms)
    return at_ms - first + params.analyse_every_ms >= needed and on * watched >= needed


def _first_on(seat: Judged) -> int:
    return next((t for t, yes, _ in seat.recent if yes), seat.last_frame_ms)


def _come(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> Judged:
    if any(yes for _, yes, _ in seat.recent):
        # Dated to the frame in which the seat was taken, not to that in which the first elbow entered the region.
        usual = median(share for _, yes, share in seat.recent if yes)
        taken = params.taken * min(usual, seen.share or 0.0)
        since = next((t for t, yes, share in seat.recent if yes and share >= taken), at_ms)
    else:
        since = seat.steady_since_ms or at_ms
    note = SeatNote.NO_REFERENCE if seen.changed is None else SeatNote.NONE
    return replace(
        seat,
        state=Seat.PRESENT,
        since_ms=since,
        present_since_ms=since,
        note=note,
        last_alive_ms=at_ms,
        none_since_ms=None,
        still_since_ms=None,
        shares=(),
    )


def _while_away(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> Judged:
    left = seat.still_since_ms is not None and at_ms - seat.still_since_ms >= params.object_ms
    if seat.state is Seat.LEAVING:
        if at_ms - seat.since_ms < params.grace_ms:
            return seat
        note = SeatNote.OBJECT if seen.changed else SeatNote.NONE
        return replace(seat, state=Seat.ABSENT, note=note)
    if seat.state is Seat.ABSENT:
        if left:
            return replace(seat, note=SeatNote.OBJECT)
        return replace(seat, note=SeatNote.NONE) if seen.changed is False else seat
    if seen.changed is None:
        return replace(seat, note=SeatNote.LEARNING, since_ms=seat.since_ms or at_ms, none_since_ms=None)
    empty = seen.changed is False or left
    none_since = _run(seat.none_since_ms, empty, at_ms)
    if none_since is None or at_ms - none_since < params.empty_ms:
        return replace(seat, none_since_ms=none_since, since_ms=seat.since_ms or at_ms)
    return replace(
        seat,
        state=Seat.ABSENT,
        since_ms=none_since,
        none_since_ms=None,
        note=SeatNote.OBJECT if left else SeatNote.NONE,
    )


class SeatLook:
    """Turns frames into `Evidence` for one region and keeps the pictures of the empty seat it compares with."""

    def __init__(self, region: Region, params: PresenceParams) -> None:
        self._params = params
        self._cutter = Cutter(region)
        self._ring: deque[tuple[int, Grey]] = deque()
        self._references: list[tuple[Plane, Plane, Plane]] = []  # picture, gradient x, gradient y
        self._noise: deque[float] = deque(maxlen=300)
        self._learning: list[tuple[int, Grey]] = []
        self._closest = 0

    def look(self, image: Image, at_ms: int) -> Evidence:
        """Evidence of one BGR frame taken at `at_ms`."""
        raster = self._cutter.cut(image)
        if self._ring and not 0 < at_ms - self._ring[-1][0] <= self._params.gap_ms:
            self._ring.clear()
            self._learning.clear()
        self._ring.append((at_ms, raster))
        while at_ms - self._ring[0][0] > self._params.micro_ms:
            self._ring.popleft()
        micro = self._motion(self._params.micro_ms, at_ms)
        short = self._motion(self._params.moving_ms, at_ms)
        limit = self._limit()
        share = self._change(raster)
        changed = None if share is None else share > self._params.change_share
        return Evidence(
            at_ms=at_ms,
            share=share,
            micro=micro,
            changed=changed,
            moving=short is not None and short > limit,
            micro_alive=micro is not None and micro > limit,
        )

    def learn(self, seat: Judged, seen: Evidence) -> None:
        """Keep the empty reference true. Only while nobody is there: never while present or leaving."""
        if not self._ring:
            return
        at_ms, raster = self._ring[-1]
        if not self._references:
            self._learn_first(seen, at_ms, raster)
        elif seat.state is Seat.ABSENT and seen.micro is not None:
            if seen.changed is False and seen.micro <= self._params.motion_cap:
                self._noise.append(seen.micro)
            if not seen.micro_alive and seen.changed is False and len(self._ring) > 1:
                self._drift(raster, at_ms - self._ring[-2][0])
            elif seat.note is SeatNote.OBJECT and not seen.micro_alive and seen.changed:
                self._accept(raster)

    def set_empty(self, raster: Grey) -> None:
        """Take `raster` (as given by `empty`) as the picture of the empty seat, forgetting all others."""
        self._references = [_planes(raster.astype(np.float32))]

    def capture_empty(self, image: Image) -> None:
        """ "Capture the empty seat": the operator says that nobody is there in this frame."""
        self.set_empty(self._cutter.cut(image))

    def lit_as_usual(self, image: Image) -> bool:
        """Is the region about as bright as its empty picture? A seat by emergency light is no reference for the day."""
        if not self._references:
            return True
        now, usual = float(self._cutter.cut(image).mean()) + 1, float(self._references[0][0].mean()) + 1
        return 1 / self._params.anchor_light <= now / usual <= self._params.anchor_light

    @property
    def empty(self) -> Grey | None:
        """The picture of the empty seat for keeping over a restart; no person is in it."""
        if not self._references:
            return None
        return np.asarray(np.clip(self._references[0][0], 0, 255), dtype=np.uint8)

    def _limit(self) -> float:
        params = self._params
        noise = float(np.percentile(np.array(self._noise), 95)) if len(self._noise) >= 25 else 0.0
        return max(params.motion_floor, min(3 * noise, params.motion_cap))

    def _motion(self, window_ms: int, at_ms: int) -> float | None:
        """Share of the region whose pixels span more than `motion_levels` within the window."""
        planes = [grey for t, grey in self._ring if at_ms - t <= window_ms]
        if len(planes) < 3:
            return None
        stack = np.stack(planes)
        span = cv2.subtract(stack.max(axis=0), stack.min(axis=0))
        return float((span[self._cutter.mask] > self._params.motion_levels).mean())

    def _change(self, raster: Grey) -> float | None:
        """Share of the region that differs in structure from the closest picture of the empty seat."""
        if not self._references:
            return None
        _, gx, gy = _planes(raster.astype(np.float32))
        mask = self._cutter.mask
        shares = []
        for _, rx, ry in self._references:
            cross = cv2.boxFilter(gx * rx + gy * ry, -1, (13, 13))
            energy = cv2.boxFilter(gx * gx + gy * gy + rx * rx + ry * ry, -1, (13, 13))
            # 1 - 2(g.g0)/(|g|^2+|g0|^2) does not mind a change of gain. 400 is the noise floor: flat against flat
            # is unchanged whatever the noise of the sensor.
            local = 1 - (2 * cross + 400.0) / (energy + 400.0)
            shares.append(float((local[mask] > self._params.change_local).mean()))
        self._closest = int(np.argmin(shares))
        return shares[self._closest]

    def _learn_first(self, seen: Evidence, at_ms: int, raster: Grey) -> None:
        if seen.micro is None:
            return
        if seen.micro > self._params.motion_floor:
            self._learning.clear()
            return
        self._learning.append((at_ms, raster))
        if at_ms - self._learning[0][0] >= self._params.learn_ms:
            self.set_empty(np.median(np.stack([g for _, g in self._learning]), axis=0).astype(np.uint8))
            self._learning.clear()

    def _drift(self, raster: Grey, passed_ms: int) -> None:
        weight = min(1.0, passed_ms / self._params.drift_ms)
        picture = self._references[self._closest][0] * (1 - weight) + raster * weight
        self._references[self._closest] = _planes(picture.astype(np.float32))

    def _accept(self, raster: Grey) -> None:
        """The object left on the seat belongs to the empty seat from now on, beside the bare one."""
        self._references.append(_planes(raster.astype(np.float32)))
        if len(self._references) > self._params.references:
            del self._references[1]


def _planes(picture: Plane) -> tuple[Plane, Plane, Plane]:
    gx = np.asarray(cv2.Sobel(picture, cv2.CV_32F, 1, 0), dtype=np.float32)
    gy = np.asarray(cv2.Sobel(picture, cv2.CV_32F, 0, 1), dtype=np.float32)
    return picture, gx, gy


class SeatWatch:
    """One seat: look, judge, learn. `step` takes every frame and analyses at its own rate."""

    def __init__(self, region: Region, params: PresenceParams | None = None) -> None:
        self.params = params or PresenceParams()
        self.look = SeatLook(region, self.params)
        self.seat = Judged()
        self.evidence: Evidence | None = None
        self._still_ms = 0  # nothing has moved since then while the hall is closed
        self._anchored = False

    def step(self, image: Image | None, at_ms: int) -> Judged:
        """The seat after this frame. `image` None: the camera gives no usable picture at `at_ms`."""
        if image is None:
            self.evidence = None
            self.seat = judge(self.seat, None, at_ms, self.params)
            return self.seat
        if self.evidence and 0 <= at_ms - self.evidence.at_ms < self.params.analyse_every_ms:
            return self.seat
        self.evidence = self.look.look(image, at_ms)
        self.seat = judge(self.seat, self.evidence, at_ms, self.params)
        self.look.learn(self.seat, self.evidence)
        return self.seat

    def rest(self, image: Image, at_ms: int, closed: bool) -> None:
        """After `step`, with the same frame: once the hall is `closed` and nothing has moved for long, what is seen is
        the empty seat, whatever was learnt before."""
        if not closed or self.evidence is None or self.evidence.micro_alive or self.evidence.micro is None:
            self._still_ms, self._anchored = 0, False
            return
        self._still_ms = self._still_ms or at_ms
        long = at_ms - self._still_ms >= self.params.anchor_ms
        if long and not self._anchored and self.look.lit_as_usual(image):
            self.look.capture_empty(image)
            self._anchored = True
