"""One seat of a camera over time: its frames turned into evidence, and the picture of the empty seat kept true.

Pure steps on frames handed in with their time; what follows from the evidence is judged by `presence.py`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.presence import Evidence, Judged, Person, PresenceParams, SeatNote, judge
from devices.vision.regions import Cutter, Image, Region
from hall.contract.sightings import Seat

Grey = NDArray[np.uint8]
Plane = NDArray[np.float32]
REACH_PX = 8  # so far beyond its polygon the comparison of a raster reaches


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
        self._fit(raster)
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
        if _seen(seen.person, at_ms, self._params):
            self._learning.clear()
        elif not self._references:
            self._learn_first(seen, at_ms, raster)
        elif seat.state is Seat.ABSENT and seen.micro is not None:
            if seen.changed is False and seen.micro <= self._params.motion_cap:
                self._noise.append(seen.micro)
            if not seen.micro_alive and seen.changed is False and len(self._ring) > 1:
                self._drift(raster, at_ms - self._ring[-2][0])
            elif seat.note is SeatNote.OBJECT and not seen.micro_alive and seen.changed:
                self._accept(raster)

    def set_empty(self, raster: Grey) -> None:
        """Take `raster` (as given by `empty`, of whatever size) as the picture of the empty seat, forgetting all
        others."""
        self._references = [_planes(raster.astype(np.float32))]

    def capture_empty(self, image: Image) -> None:
        """ "Capture the empty seat": the operator says that nobody is there in this frame."""
        self.set_empty(self._cutter.cut(image))

    def lit_as_usual(self, image: Image) -> bool:
        """Is the region about as bright as its empty picture? A seat by emergency light is no reference for the day."""
        if not self._references:
            return True
        raster = self._cutter.cut(image)
        self._fit(raster)
        mask = self._cutter.mask
        now, usual = float(raster[mask].mean()) + 1, float(self._references[0][0][mask].mean()) + 1
        return 1 / self._params.anchor_light <= now / usual <= self._params.anchor_light

    @property
    def empty(self) -> Grey | None:
        """The picture of the empty seat for keeping over a restart: its polygon and what the comparison needs around
        it, the rest one grey. No person is in it."""
        if not self._references:
            return None
        picture = np.asarray(np.clip(self._references[0][0], 0, 255), dtype=np.uint8)
        mask = self._cutter.mask if self._cutter.ready else None
        if mask is None or mask.shape != picture.shape:
            return picture  # taken over from a kept one, and nothing was seen yet
        near = cv2.dilate(mask.astype(np.uint8), np.ones((2 * REACH_PX + 1,) * 2, np.uint8)) > 0
        return np.asarray(np.where(near, picture, round(float(picture[mask].mean()))), dtype=np.uint8)

    def _fit(self, raster: Grey) -> None:
        """A picture kept of another stream of this camera shows the same place in another size."""
        high, wide = raster.shape
        for number, (picture, *_) in enumerate(self._references):
            if picture.shape != raster.shape:
                fitted = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
                self._references[number] = _planes(np.asarray(fitted, dtype=np.float32))

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
        while at_ms - self._learning[0][0] > 2 * self._params.learn_ms:
            del self._learning[0]
        # Who sits very still looks like an empty seat: where a detector is live it has to say that nobody is there.
        sure = seen.person is None or (not seen.person.seen and seen.person.at_ms >= self._learning[0][0])
        if sure and at_ms - self._learning[0][0] >= self._params.learn_ms:
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


def _seen(person: Person | None, at_ms: int, params: PresenceParams) -> bool:
    """Did the detector lately see somebody there?"""
    return person is not None and person.seen and at_ms - person.at_ms <= params.person_hold_ms


def _planes(picture: Plane) -> tuple[Plane, Plane, Plane]:
    gx = np.asarray(cv2.Sobel(picture, cv2.CV_32F, 1, 0), dtype=np.float32)
    gy = np.asarray(cv2.Sobel(picture, cv2.CV_32F, 0, 1), dtype=np.float32)
    return picture, gx, gy


class SeatWatch:
    """One seat: look, judge, learn. `step` takes every frame and analyses at its own rate. `person` is the detector's
    newest answer, to be set before a step; None where none is live."""

    def __init__(self, region: Region, params: PresenceParams | None = None) -> None:
        self.params = params or PresenceParams()
        self.region = region
        self.look = SeatLook(region, self.params)
        self.seat = Judged()
        self.evidence: Evidence | None = None
        self.person: Person | None = None
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
        self.evidence = replace(self.look.look(image, at_ms), person=self.person)
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
        if _seen(self.person, at_ms, self.params):
            self._still_ms = at_ms
        long = at_ms - self._still_ms >= self.params.anchor_ms
        if long and not self._anchored and self.look.lit_as_usual(image):
            self.look.capture_empty(image)
            self._anchored = True
