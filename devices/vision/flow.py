"""How many people cross a line each way: what moves through the line is added up and held against one person's share.

In a narrow band along the line, what differs from the usual picture and moves (optical flow) makes *passages*: lines of
the band that touch, in one direction, for as long as something goes through. Its swept area, distance moved times
length, grows with the number of people, so that those who walk together count as more than one although they are
one blob. What one person sweeps is learnt from the passages of this very line. An estimate: docs/vision.md tells how
far off it was.

Pure steps on frames handed in with their time. Nobody is recognised: a passage is an area and a length.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]
Point = tuple[float, float]  # x, y as shares of the picture
GLANCE = (32, 24)


@dataclass(frozen=True, slots=True)
class FlowParams:
    """Every number of the method, tuned on vtest_480 at x = 0.40 and on aboda1_cut. Lengths in pixels are of a picture
    `width_px` wide."""

    look_every_ms: int = 95  # ten times a second: slower, and who is near has gone too far to be followed
    gap_ms: int = 160  # frames further apart say nothing about movement
    width_px: int = 320
    band_px: int = 32  # on either side of the line
    strip_px: int = 3  # on either side: where movement is added up
    levels: int = 14  # grey levels from the usual picture that count as somebody
    settle: float = 0.4  # grey levels a look by which the usual picture follows
    learn_ms: int = 4000  # nothing is counted before the usual picture is known; it follows faster until then
    learn: float = 2.0
    least_px: float = 0.25  # movement a look
    join_px: int = 3  # gaps that are closed along the line
    over_ms: int = 250  # without movement for so long a passage is over
    known: int = 60  # passages from which one person's share is learnt
    least_known: int = 4  # fewer passages than these: each is one person at most
    share: float = 0.2  # and one sweeps so much of the square of its length, standing upright on the line
    short: float = 0.4  # of a usual passage's length: less is a foot, a shadow, noise
    part: float = (
        0.35  # of what most of the area sweeps: less is a part of a person, from which nothing is learnt
    )
    thin: float = 0.2  # of one person's area: less is no crossing
    whole: float = 0.6  # less, and as little back again soon after: somebody who stands on the line
    back_ms: int = 2000
    near: float = 0.06  # of the line's length: so near to one another passages are of people at one distance
    wide: float = 1.2  # times the usual length there: longer ones are people beside one another
    most: float = 1.6  # and no person is taken for longer than the passage by more than this


@dataclass(slots=True)
class Passage:
    """Something that went through the line one way: `area` in px², `low` to `high` along the line in px, the newest run
    `from_px` to `to_px`; `sign` 1 inward, -1 outward."""

    sign: int
    began_ms: int
    last_ms: int
    area: float
    low: int
    high: int
    from_px: int
    to_px: int

    @property
    def length(self) -> int:
        return self.high - self.low

    @property
    def share(self) -> float:
        """What it swept, of the square of its length: the same for a person near and a person far."""
        return self.area / max(1, self.length) ** 2

    def touches(self, other: Passage) -> bool:
        return self.low < other.high and other.low < self.high


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
        self._start, self._end = np.array(start), np.array(end)
        self._moves = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._usual: Floats | None = None
        self._before: Grey | None = None
        self._began_ms = 0
        self._last_ms: int | None = None
        self._going: list[Passage] = []
        self._doubtful: list[Passage] = []
        self._known: deque[Passage] = deque(maxlen=self.params.known)
        self._length = 0
        self._light: Floats | None = None  # the usual picture at a glance
        self.inward = self.outward = 0
        self.watched_ms = 0  # of the time up to now: so long it could count

    def step(self, image: Image, at_ms: int) -> None:
        passed = None if self._last_ms is None else at_ms - self._last_ms
        if passed is not None and 0 <= passed < self.params.look_every_ms:
            return
        self._last_ms = at_ms
        small = self._small(image)
        band = self._band(small)
        lighter = self._lighter(small)
        if self._usual is None or self._before is None or self._usual.shape != band.shape:
            self._usual, self._began_ms, self._going = band.astype(np.float32), at_ms, []
        elif passed is not None and 0 <= passed <= self.params.gap_ms:
            moved = self._moved(band, lighter, at_ms)
            if at_ms - self._began_ms >= self.params.learn_ms:
                self.watched_ms += passed
                self._gather(moved, at_ms)
        self._before = band

    def forget(self) -> None:
        """The picture cannot be used: what comes after may look otherwise. What a person sweeps is still known."""
        self.finish()
        self._usual = self._before = self._light = self._last_ms = None

    def finish(self) -> None:
        """No more frames: what is under way counts as it is."""
        for passage in self._going:
            self._close(passage)
        for passage in self._doubtful:
            self._count(passage, 1)
        self._going, self._doubtful = [], []

    # -- seen ---------------------------------------------------------------------------------------------------

    def _small(self, image: Image) -> Grey:
        high, wide = image.shape[:2]
        px = self.params.width_px
        small = cv2.resize(image, (px, max(8, round(high * px / wide))), interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small
        return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), dtype=np.uint8)

    def _lighter(self, small: Grey) -> float:
        """Grey levels by which most of the picture is lighter than usual: a lamp, a cloud, the camera's own gain."""
        glance = cv2.resize(small, GLANCE, interpolation=cv2.INTER_AREA).astype(np.float32)
        if self._light is None:
            self._light = glance
        differs = glance - self._light
        self._light += np.clip(differs, -self.params.settle, self.params.settle)
        return float(np.median(differs))

    def _band(self, small: Grey) -> Grey:
        """The picture along the line, upright: start above, end below, inward to the right."""
        size = small.shape[::-1]
        first, last = self._start * size, self._end * size
        self._length = max(8, int(np.hypot(*(last - first))))
        dx, dy = (last - first) / np.hypot(*(last - first))
        aside = self.params.band_px
        matrix = np.array([[-dy, dx, first[0] + dy * aside], [dx, dy, first[1] - dx * aside]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        shape = (2 * aside + 1, self._length)
        band = cv2.warpAffine(small, matrix, shape, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(band, dtype=np.uint8)

    def _moved(self, band: Grey, lighter: float, at_ms: int) -> Floats:
        """Of each place along the line how far something went inward since the last look, in px."""
        assert self._usual is not None and self._before is not None
        differs = band - self._usual
        settle = self.params.settle if at_ms - self._began_ms >= self.params.learn_ms else self.params.learn
        self._usual += np.clip(differs, -settle, settle)
        some = (np.abs(differs - lighter) > self.params.levels).astype(np.uint8)
        some = cv2.morphologyEx(some, cv2.MORPH_CLOSE, np.ones((5, 3), np.uint8))
        strip = slice(
            self.params.band_px - self.params.strip_px, self.params.band_px + self.params.strip_px + 1
        )
        if not some[:, strip].any():
            return np.zeros(len(band), np.float32)
        flow = self._moves.calc(self._before, band, np.zeros((*band.shape, 2), np.float32))
        return np.asarray((flow[:, strip, 0] * some[:, strip]).mean(axis=1), dtype=np.float32)

    # -- gathered -----------------------------------------------------------------------------------------------

    def _gather(self, moved: Floats, at_ms: int) -> None:
        for sign in (1, -1):
            for run in self._runs(moved * sign, sign, at_ms):
                for part in [x for x in self._going if x.sign == sign and _meets(x, run)]:
                    self._going.remove(part)
                    run.began_ms, run.area = min(run.began_ms, part.began_ms), run.area + part.area
                    run.low, run.high = min(run.low, part.low), max(run.high, part.high)
                self._going.append(run)
        over = [x for x in self._going if at_ms - x.last_ms > self.params.over_ms]
        self._going = [x for x in self._going if at_ms - x.last_ms <= self.params.over_ms]
        for passage in over:
            self._close(passage)
        sure = [x for x in self._doubtful if at_ms - x.last_ms > self.params.back_ms]
        self._doubtful = [x for x in self._doubtful if at_ms - x.last_ms <= self.params.back_ms]
        for passage in sure:
            self._count(passage, 1)

    def _runs(self, ahead: Floats, sign: int, at_ms: int) -> list[Passage]:
        """Places next to one another where something goes this way, gaps closed."""
        some = np.where(ahead > self.params.least_px, ahead, 0.0)
        join = self.params.join_px
        mask = cv2.dilate((some > 0).astype(np.uint8)[:, None], np.ones((2 * join + 1, 1), np.uint8))[:, 0]
        edges = np.flatnonzero(np.diff(np.concatenate(([0], mask, [0])).astype(np.int8)))
        return [
            Passage(sign, at_ms, at_ms, float(some[i:j].sum()), i + join, j - join, i + join, j - join)
            for i, j in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        ]

    # -- counted ------------------------------------------------------------------------------------------------

    def _close(self, passage: Passage) -> None:
        if passage.length < 3:
            return
        self._known.append(passage)
        usual = self._usual_ones()
        people = self._people(passage, usual)
        if people < self.params.thin or passage.length < self._shortest():
            return
        if people >= self.params.whole:
            self._count(passage, max(1, round(people)))
            return
        back = next((x for x in self._doubtful if x.sign != passage.sign and x.touches(passage)), None)
        if back is not None:
            self._doubtful.remove(back)
            self._known = deque((x for x in self._known if x not in (passage, back)), self.params.known)
        else:
            self._doubtful.append(passage)

    def _count(self, passage: Passage, people: int) -> None:
        if passage.sign > 0:
            self.inward += people
        else:
            self.outward += people

    def _shortest(self) -> float:
        """The least length of a person here: against that which most of the area went through with."""
        known = self._known
        return self.params.short * _middle([x.length for x in known], [x.area for x in known])

    def _usual_ones(self) -> list[Passage]:
        """Passages that are people, by their length and share: against what most of the area went through with."""
        areas = [x.area for x in self._known]
        length = self._shortest()
        share = self.params.part * _middle([x.share for x in self._known], areas)
        return [x for x in self._known if x.length >= length and x.share >= share]

    def _people(self, passage: Passage, usual: list[Passage]) -> float:
        """Its area in persons; a person sweeps a share of the square of its own length that is the same all along
        the line, however far away it is."""
        if len(usual) < self.params.least_known:
            return min(1.0, passage.area / (self.params.share * passage.length**2))
        share = float(np.median([x.share for x in usual]))
        length = float(passage.length)
        near = [
            x.length
            for x in usual
            if x is not passage and abs(x.high - passage.high) < self.params.near * self._length
        ]
        if len(near) >= 3 and length > self.params.wide * float(np.median(near)):
            length = max(float(np.median(near)), length / self.params.most)
        return passage.area / (share * length**2)


def _meets(passage: Passage, run: Passage) -> bool:
    return passage.from_px < run.high and run.low < passage.to_px


def _middle(values: Sequence[float], weights: list[float]) -> float:
    """The weighted median."""
    order = np.argsort(values)
    reached = np.cumsum(np.array(weights)[order])
    return float(values[order[int(np.searchsorted(reached, reached[-1] / 2))]])
