"""Things left lying where nothing belongs: cells whose structure differs from the empty floor while nobody is near.

Pure steps on frames handed in with their time. A cell counts as changed when its gradients no longer agree with the
reference; agreement of gradients does not mind a change of light. People are left out because they move (handbook,
vision.md section 6a); what shines or throws a shadow for a moment never stays long enough.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image, Region

Plane = NDArray[np.float32]
Grey = NDArray[np.uint8]
Cells = NDArray[np.bool_]
Box = tuple[float, float, float, float]  # x, y, width, height as shares of the picture


@dataclass(frozen=True, slots=True)
class ObjectParams:
    """Every number of the method. Tuned on aboda1_cut, vtest_480, post_a, classroom and bgs_video02."""

    hold_ms: int = 240_000  # so long a thing must lie there (supervision: 3 to 5 minutes)
    look_every_ms: int = 500
    width_px: int = 480
    cell_px: int = 8
    window_ms: int = 3000  # the median of so long is the picture without people who pass
    motion_levels: int = 14  # grey levels a pixel must span within the window to count as moving
    motion_share: float = 0.12  # of a cell's pixels
    near_cells: int = 3  # nobody may move within so many cells …
    quiet_ms: int = 4000  # … for so long
    learn_ms: int = 3000  # a cell without any movement for so long shows the floor
    proof_ms: int = 60_000  # without movement near it for so long it shows nobody who only sits still
    agree: float = 0.5  # less agreement of gradients than this: changed
    floor: float = 600.0  # gradient energy per pixel of the sensor's noise; flat against flat agrees
    decay: float = 4.0  # a cell that looks as before forgets so many times faster than it counted
    doubt: float = 0.5  # where somebody moves beside what changed, so much of the time counts against it
    cells: int = 4  # connected cells that make a thing
    largest: float = 0.12  # share of the picture; more is a change of light or a moved camera
    gone: float = 0.6  # edges of the thing against those the floor had there; less: something was taken away
    gain_drift: float = 0.12  # light that changed by more than this within `light_ms` stops the clock
    light_ms: int = 15_000
    unstable: float = 0.06  # so many cells changed at once, away from people: not one thing but the light
    drift_ms: int = 120_000  # the reference follows slow change of light in this time …
    drift_every_ms: int = 5000  # … in steps of this


@dataclass(frozen=True, slots=True)
class Left:
    """A thing left behind. `box` is x, y, width, height as shares of the picture; `since_ms` when it was first seen
    lying alone, `at_ms` when it had lain for the hold time."""

    at_ms: int
    since_ms: int
    box: Box


class ObjectWatch:
    """One camera's view of its floor: all of the picture, or the cells of `region` without its ignore polygons."""

    def __init__(self, params: ObjectParams | None = None, region: Region | None = None) -> None:
        self.params = params or ObjectParams()
        self._region = region
        self._last_ms: int | None = None
        self.learnt = 0  # how often the floor was begun to be learnt
        self._forget()

    def _forget(self) -> None:
        self.learnt += 1
        self.lying: list[Left] = []  # things alarmed and still there
        self._ring: deque[tuple[int, Grey]] = deque()
        self._reference: Plane | None = None  # the floor, where known
        self._known: Cells = np.zeros((0, 0), bool)
        self._proven: Cells = np.zeros((0, 0), bool)  # known, and surely nobody who keeps still
        self._still_ms: NDArray[np.float32] = np.zeros((0, 0), np.float32)  # without movement in the cell
        self._calm_ms: NDArray[np.float32] = np.zeros((0, 0), np.float32)  # without movement near it
        self._timer_ms: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._lights: deque[tuple[int, float]] = deque()
        self._changed: Cells = np.zeros((0, 0), bool)
        self._moves: Cells = np.zeros((0, 0), bool)
        self._given: Plane | None = None
        self._edges: tuple[Plane, Plane, Plane] | None = (
            None  # of the reference: across, down, energy by cell
        )
        self._drifted_ms = 0
        self.inside: Cells | None = None  # cells of the region, once the size of the picture is known

    @property
    def looked_ms(self) -> int | None:
        """When the newest frame was looked at; those in between are passed over."""
        return self._last_ms

    @property
    def cells(self) -> tuple[Cells, Cells, Cells] | None:
        """(whose empty look is known, that do not look empty, that move) of the newest look, by cell."""
        return (self._known, self._changed, self._moves) if self._reference is not None else None

    @property
    def proven(self) -> Cells:
        """Cells whose empty look is known and surely nobody who keeps still: beside `cells`."""
        return self._proven

    def step(self, image: Image, at_ms: int) -> list[Left]:
        """Things whose time is up with this frame, each told once."""
        params = self.params
        if self._last_ms is not None and 0 <= at_ms - self._last_ms < params.look_every_ms:
            return []
        passed = 0 if self._last_ms is None else at_ms - self._last_ms
        if self._last_ms is not None and not 0 < passed <= params.window_ms:
            self._ring.clear()
            passed = 0
        self._last_ms = at_ms
        plane = self._plane(image)
        if self._ring and self._ring[0][1].shape != plane.shape:
            self._forget()  # another resolution is another picture
            passed = 0
        self._ring.append((at_ms, plane))
        while at_ms - self._ring[0][0] > params.window_ms:
            self._ring.popleft()
        if len(self._ring) < 3:
            return []
        return self._judge(at_ms, passed)

    def accept(self, box: Box | None = None) -> None:
        """What lies in `box` (x, y, width, height as shares; None: anywhere) belongs to the floor from now on."""
        if not self._ring or self._reference is None:
            return
        where = np.ones(self._known.shape, bool)
        if box is not None:
            rows, columns = self._known.shape
            x, y, width, height = box
            where[:] = False
            where[
                max(0, int(y * rows) - 1) : round((y + height) * rows) + 1,
                max(0, int(x * columns) - 1) : round((x + width) * columns) + 1,
            ] = True
        self._reference[self._pixels(where)] = self._median()[self._pixels(where)]
        self._known |= where
        self._proven |= where & ~self._moves
        self._edges = None
        self._timer_ms[where] = 0
        self.lying = [one for one in self.lying if box is not None and not _overlap(one.box, box)]

    @property
    def empty(self) -> Image | None:
        """The floor for keeping over a restart, grey: only cells of the region that surely show nobody, the rest is 0;
        None while there are none."""
        if self._reference is None:
            return None
        kept = self._proven if self.inside is None else self._proven & self.inside
        if not kept.any():
            return None
        return np.where(self._pixels(kept), np.clip(self._reference, 1, 255), 0).astype(np.uint8)

    def set_empty(self, picture: Image) -> None:
        """Take `picture` (as given by `empty`) for the empty floor, as far as it shows it; one of another size is left
        aside."""
        self._given = picture.astype(np.float32)

    # -- one look -----------------------------------------------------------------------------------------------

    def _judge(self, at_ms: int, passed: int) -> list[Left]:
        params = self.params
        picture = self._median()
        moving = self._motion()
        if self._reference is None:
            self.inside = self._region.cells(moving.shape) if self._region is not None else None
            self._reference = picture.copy()
            self._known = np.zeros(moving.shape, bool)
            self._proven = np.zeros(moving.shape, bool)
            self._still_ms = np.zeros(moving.shape, np.float32)
            self._calm_ms = np.zeros(moving.shape, np.float32)
            self._timer_ms = np.zeros(moving.shape, np.float32)
            if self._given is not None and self._given.shape == picture.shape:
                self._known = self._cells((self._given > 0).astype(np.float32)) > 0.999
                self._proven = self._known.copy()
                self._reference = np.where(self._pixels(self._known), self._given, picture)
        self._still_ms = np.where(moving, 0, self._still_ms + passed).astype(np.float32)
        self._learn(picture)
        agree, ratio = self._compare(picture)
        changed = self._known & (agree < params.agree)
        self._changed, self._moves = changed, moving
        near = _grown(moving, params.near_cells) | _hanging_on(moving, changed)
        self._calm_ms = np.where(near, 0, self._calm_ms + passed).astype(np.float32)
        alone = ~_grown(changed, params.near_cells) & (self._calm_ms >= params.proof_ms)
        self._proven |= self._known & alone
        self._drift(picture, self._known & ~changed & ~near, at_ms)
        quiet = self._calm_ms >= params.quiet_ms
        fresh = quiet & (
            self._calm_ms - passed < params.quiet_ms
        )  # what it lay there before that was sure counts
        if self._steady(picture, changed & quiet, at_ms):
            lies = changed & quiet if self.inside is None else changed & quiet & self.inside
            self._timer_ms += np.where(lies, np.where(fresh, self._calm_ms, passed), 0)
        restored = self._known & ~changed & ~moving
        self._timer_ms -= np.where(restored, passed * params.decay, 0)
        # Who stands about moves now and then; what was left never does.
        self._timer_ms -= np.where(changed & near, passed * params.doubt, 0)
        np.clip(self._timer_ms, 0, params.hold_ms * 1.5, out=self._timer_ms)
        return self._tell(at_ms, changed, ratio)

    def _tell(self, at_ms: int, changed: Cells, ratio: Plane) -> list[Left]:
        params = self.params
        ripe = self._timer_ms >= params.hold_ms
        self.lying = [one for one in self.lying if self._still_there(one)]
        if not ripe.any():
            return []
        # The thing is all of what has lain there for a good part of the time, not only its ripest cells.
        body = self._timer_ms >= params.hold_ms * 0.5
        count, labels = cv2.connectedComponents(body.astype(np.uint8), connectivity=8)
        told: list[Left] = []
        for number in range(1, count):
            blob = labels == number
            if int((blob & ripe).sum()) < params.cells or blob.mean() > params.largest:
                continue
            if float(ratio[blob].mean()) < params.gone:
                continue
            box = _box(blob)
            if any(_overlap(box, one.box) > 0 for one in self.lying):
                continue
            since = at_ms - round(float(self._timer_ms[blob].max()))
            left = Left(at_ms, since, box)
            told.append(left)
            self.lying.append(left)
        return told

    def _still_there(self, left: Left) -> bool:
        rows, columns = self._timer_ms.shape
        x, y, width, height = left.box
        part = self._timer_ms[
            int(y * rows) : max(int(y * rows) + 1, round((y + height) * rows)),
            int(x * columns) : max(int(x * columns) + 1, round((x + width) * columns)),
        ]
        return bool((part > 0).any())

    # -- pictures and cells -------------------------------------------------------------------------------------

    def _plane(self, image: Image) -> Grey:
        params = self.params
        height, width = image.shape[:2]
        columns = params.width_px // params.cell_px
        rows = max(4, round(height * params.width_px / width / params.cell_px))
        size = (columns * params.cell_px, rows * params.cell_px)
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small
        return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), dtype=np.uint8)

    def _median(self) -> Plane:
        """The middle one of five pictures over the window, or of three while there are no more."""
        planes = [plane for _, plane in self._ring]
        count = 5 if len(planes) >= 5 else 3
        chosen = [planes[round(n * (len(planes) - 1) / (count - 1))] for n in range(count)]
        return np.asarray(_middle(chosen), dtype=np.float32)

    def _motion(self) -> Cells:
        planes = [plane for _, plane in self._ring]
        high = low = planes[0]
        for plane in planes[1:]:
            high, low = np.asarray(cv2.max(high, plane)), np.asarray(cv2.min(low, plane))
        span = (cv2.subtract(high, low) > self.params.motion_levels).astype(np.float32)
        return self._cells(span) > self.params.motion_share

    def _cells(self, plane: NDArray[np.float32]) -> Plane:
        """Mean over each cell."""
        px = self.params.cell_px
        size = (plane.shape[1] // px, plane.shape[0] // px)
        return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), dtype=np.float32)

    def _learn(self, picture: Plane) -> None:
        """Cells seen without movement for the first time show the floor."""
        assert self._reference is not None
        fresh = ~self._known & (self._still_ms >= self.params.learn_ms)
        if fresh.any():
            self._reference[self._pixels(fresh)] = picture[self._pixels(fresh)]
            self._known |= fresh
            self._edges = None

    def _drift(self, picture: Plane, where: Cells, at_ms: int) -> None:
        assert self._reference is not None
        passed = at_ms - self._drifted_ms
        if passed < self.params.drift_every_ms:
            return
        self._drifted_ms = at_ms
        mask = self._pixels(where)
        weight = min(1.0, self.params.drift_every_ms / self.params.drift_ms)
        self._reference[mask] += weight * (picture[mask] - self._reference[mask])
        self._edges = None

    def _pixels(self, cells: Cells) -> Cells:
        px = self.params.cell_px
        return np.repeat(np.repeat(cells, px, axis=0), px, axis=1)

    def _compare(self, picture: Plane) -> tuple[Plane, Plane]:
        """(agreement of gradients with the floor, edges now against edges of the floor), by cell."""
        assert self._reference is not None
        gx, gy = _gradient(picture)
        if self._edges is None:
            rx, ry = _gradient(self._reference)
            self._edges = rx, ry, self._cells(rx * rx + ry * ry)
        rx, ry, then = self._edges
        floor = self.params.floor
        cross = self._cells(gx * rx + gy * ry)
        now = self._cells(gx * gx + gy * gy)
        return (2 * cross + floor) / (now + then + floor), (now + floor) / (then + floor)

    def _steady(self, picture: Plane, changed: Cells, at_ms: int) -> bool:
        """Is the light the same as before, and are few cells changed at once?"""
        assert self._reference is not None
        known = self._known
        if not known.any():
            return False
        px = self._cells(picture)[known] + 1
        gain = float(np.median(px / (self._cells(self._reference)[known] + 1)))
        self._lights.append((at_ms, gain))
        while at_ms - self._lights[0][0] > self.params.light_ms:
            self._lights.popleft()
        gains = [g for _, g in self._lights]
        if max(gains) - min(gains) > self.params.gain_drift:
            return False
        young = changed & (self._timer_ms < self.params.hold_ms * 0.5)
        return float(young.mean()) <= self.params.unstable


def _middle(planes: list[Grey]) -> Grey:
    """The median of three or five pictures, by comparing whole pictures with one another."""
    a, b, c, *more = planes
    low, high = np.asarray(cv2.min(a, b)), np.asarray(cv2.max(a, b))
    if not more:
        return np.asarray(cv2.max(low, cv2.min(high, c)), dtype=np.uint8)
    d, e = more
    low_2, high_2 = np.asarray(cv2.min(c, d)), np.asarray(cv2.max(c, d))
    # The least and the greatest of the four cannot be the middle one: what is left is a median of three.
    return _middle([np.asarray(cv2.max(low, low_2)), np.asarray(cv2.min(high, high_2)), e])


def _gradient(plane: Plane) -> tuple[Plane, Plane]:
    gx = cv2.Sobel(plane, cv2.CV_32F, 1, 0)
    gy = cv2.Sobel(plane, cv2.CV_32F, 0, 1)
    return np.asarray(gx, dtype=np.float32), np.asarray(gy, dtype=np.float32)


def _grown(cells: Cells, by: int) -> Cells:
    size = 2 * by + 1
    return cv2.dilate(cells.astype(np.uint8), np.ones((size, size), np.uint8)) > 0


def _hanging_on(moving: Cells, changed: Cells) -> Cells:
    """Changed cells that hang together with something that moves: the legs of somebody who stands still."""
    _, labels = cv2.connectedComponents((moving | changed).astype(np.uint8), connectivity=8)
    alive = np.unique(labels[moving])
    return np.isin(labels, alive[alive > 0])


def _box(blob: Cells) -> Box:
    ys, xs = np.nonzero(blob)
    rows, columns = blob.shape
    return (
        float(xs.min()) / columns,
        float(ys.min()) / rows,
        float(xs.max() + 1 - xs.min()) / columns,
        float(ys.max() + 1 - ys.min()) / rows,
    )


def _overlap(a: Box, b: Box) -> float:
    """Area shared by two boxes."""
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(0.0, wide) * max(0.0, high)
