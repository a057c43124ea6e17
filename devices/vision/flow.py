"""How many people cross a line each way: blobs that differ from the usual picture, followed from look to look by where
they go. An estimate for `hall camera count`, not a figure of the wall: from afar and above it misses one person in
five, and of people near the camera, who stand or go together, up to two of three (docs/vision.md has the counts).

Pure steps on frames handed in with their time. Nobody is recognised: a track is a place and a speed.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image

Grey = NDArray[np.uint8]
Point = tuple[float, float]  # x, y as shares of the picture


@dataclass(frozen=True, slots=True)
class FlowParams:
    """Every number of the method, tuned on vtest_480. Lengths are shares of the picture's width."""

    look_every_ms: int = 100
    width_px: int = 480
    levels: int = 22  # grey levels from the usual picture that count as somebody
    settle: float = 0.4  # grey levels a look by which the usual picture follows
    learn_ms: int = 4000  # nothing is counted before the usual picture is known
    join: float = 0.006  # gaps that are closed within a blob
    least: float = 0.0005  # share of the picture a blob must have
    most: float = 0.4  # and may have: more is the light, or the camera
    gap: float = 0.4  # parts one above the other are one when the gap is not more of the taller one's height
    reach: float = (
        0.06  # so far from where it was expected a blob may be, or half its own height if that is more
    )
    sure: float = 0.2  # of its own width a blob must be off the line to be on one side of it
    travel: float = (
        0.5  # of its own height it must have gone: somebody who stands on the line does not cross it
    )
    lost_ms: int = 1200  # a track without a blob for so long is over
    least_age_ms: int = 400  # and one that is not older than this crosses nothing


@dataclass(frozen=True, slots=True)
class Blob:
    """A box in shares of the picture: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Track:
    born_ms: int
    at_ms: int
    x: float
    y: float
    vx: float = 0.0  # shares per ms
    vy: float = 0.0
    side: int = 0  # of the line, when last sure of it
    from_x: float = 0.0  # where it was first seen, or crossed last
    from_y: float = 0.0

    def expected(self, at_ms: int) -> Point:
        passed = at_ms - self.at_ms
        return self.x + self.vx * passed, self.y + self.vy * passed


class FlowWatch:
    """Counts over one line from `start` to `end`. `inward` are those who cross from the left of that direction to its
    right, as somebody sees it who goes from start to end; `outward` the others; both since the start. Raises ValueError
    for a line that is none."""

    def __init__(self, start: Point, end: Point, params: FlowParams | None = None) -> None:
        if (
            not all(0.0 <= x <= 1.0 for x in (*start, *end))
            or np.hypot(end[0] - start[0], end[1] - start[1]) < 0.05
        ):
            raise ValueError(
                "the line needs two points apart, as shares 0 to 1 of the picture: [[0.5,0.2],[0.5,0.9]]"
            )
        self.params = params or FlowParams()
        self._start, self._end = start, end
        self._usual: NDArray[np.float32] | None = None
        self._began_ms = 0
        self._last_ms: int | None = None
        self.tracks: list[Track] = []
        self.blobs: list[Blob] = []
        self.inward = self.outward = 0

    def step(self, image: Image, at_ms: int) -> None:
        if self._last_ms is not None and 0 <= at_ms - self._last_ms < self.params.look_every_ms:
            return
        self._last_ms = at_ms
        plane = self._plane(image)
        if self._usual is None or self._usual.shape != plane.shape:
            self._usual, self._began_ms, self.tracks = plane.astype(np.float32), at_ms, []
            return
        differs = np.abs(plane.astype(np.float32) - self._usual) > self.params.levels
        self._usual += np.clip(plane - self._usual, -self.params.settle, self.params.settle)
        if at_ms - self._began_ms < self.params.learn_ms:
            return
        self.blobs = self._find(differs)
        self._follow(at_ms)

    def _plane(self, image: Image) -> Grey:
        high, wide = image.shape[:2]
        px = self.params.width_px
        small = cv2.resize(image, (px, max(8, round(high * px / wide))), interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small
        return np.asarray(cv2.GaussianBlur(grey, (5, 5), 0), dtype=np.uint8)

    def _find(self, differs: NDArray[np.bool_]) -> list[Blob]:
        high, wide = differs.shape
        size = max(3, round(self.params.join * wide) | 1)
        mask = cv2.morphologyEx(
            differs.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((2 * size + 1, size), np.uint8)
        )
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        found = [
            Blob(x / wide, y / high, (x + w) / wide, (y + h) / high)
            for x, y, w, h, area in stats[1:count].tolist()
            if area >= self.params.least * wide * high / 3
        ]
        joined = _joined(found, self.params.gap)
        return [x for x in joined if 2 * self.params.least <= x.width * x.height <= self.params.most]

    def _follow(self, at_ms: int) -> None:
        """Each track takes the nearest blob, the surest pairs first."""
        pairs = sorted(
            (float(np.hypot(blob.middle[0] - x, blob.middle[1] - y)), t, b)
            for t, track in enumerate(self.tracks)
            for x, y in (track.expected(at_ms),)
            for b, blob in enumerate(self.blobs)
        )
        used_t: set[int] = set()
        used_b: set[int] = set()
        for distance, t, b in pairs:
            if t in used_t or b in used_b or distance > max(self.params.reach, self.blobs[b].height / 2):
                continue
            used_t.add(t)
            used_b.add(b)
            self._move(self.tracks[t], self.blobs[b], at_ms)
        self.tracks = [t for t in self.tracks if at_ms - t.at_ms <= self.params.lost_ms]
        for b, blob in enumerate(self.blobs):
            if b not in used_b:
                x, y = blob.middle
                side = self._side(x, y)
                self.tracks.append(Track(at_ms, at_ms, x, y, side=side, from_x=x, from_y=y))

    def _move(self, track: Track, blob: Blob, at_ms: int) -> None:
        passed = max(1, at_ms - track.at_ms)
        x, y = blob.middle
        track.vx += 0.4 * ((x - track.x) / passed - track.vx)
        track.vy += 0.4 * ((y - track.y) / passed - track.vy)
        track.x, track.y, track.at_ms = x, y, at_ms
        side = self._side(x, y, max(0.004, self.params.sure * blob.width))
        if not side or side == track.side:
            return
        went = float(np.hypot(x - track.from_x, y - track.from_y))
        if not track.side:
            track.side = side
        elif at_ms - track.born_ms >= self.params.least_age_ms and went >= self.params.travel * blob.height:
            self.inward += side > 0
            self.outward += side < 0
            track.side, track.from_x, track.from_y = side, x, y

    def _side(self, x: float, y: float, sure: float = 0.004) -> int:
        """1 right of the line, -1 left of it, 0 beside its ends or nearer to it than `sure`."""
        (x0, y0), (x1, y1) = self._start, self._end
        dx, dy = x1 - x0, y1 - y0
        length = float(np.hypot(dx, dy))
        along = ((x - x0) * dx + (y - y0) * dy) / length**2
        if not 0 <= along <= 1:
            return 0
        off = (dx * (y - y0) - dy * (x - x0)) / length
        return 0 if abs(off) < sure else (1 if off > 0 else -1)


def _joined(blobs: list[Blob], gap: float) -> list[Blob]:
    """Head, trunk and legs of one person: parts that stand over one another become one."""
    found: list[Blob] = []
    for blob in blobs:
        while (part := next((x for x in found if _over(x, blob, gap)), None)) is not None:
            found.remove(part)
            blob = Blob(
                min(part.left, blob.left),
                min(part.top, blob.top),
                max(part.right, blob.right),
                max(part.bottom, blob.bottom),
            )
        found.append(blob)
    return found


def _over(a: Blob, b: Blob, gap: float) -> bool:
    shared = min(a.right, b.right) - max(a.left, b.left)
    if shared < 0.5 * min(a.width, b.width):
        return False
    return max(a.top, b.top) - min(a.bottom, b.bottom) <= gap * max(a.height, b.height)
