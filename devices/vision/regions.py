"""Polygons on a picture, given as shares of its width and height, and the raster cut out of them.

No judging here: `presence.py` and `scene.py` decide what a raster means.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Points = tuple[tuple[float, float], ...]

RASTER_PX = 144  # the longest side of what is cut out
LEAST_LEFT = 0.01  # of the polygon, beside what is to be ignored


class BadRegion(ValueError):
    """A polygon that cannot be used; the text says which point and why."""


@dataclass(frozen=True, slots=True)
class Region:
    """A polygon and the parts of it to leave out (a door, a screen, a fan). Points are shares 0..1 (x, y)."""

    polygon: Points
    ignore: tuple[Points, ...] = ()

    def __post_init__(self) -> None:
        for name, points in (("polygon", self.polygon), *(("ignore polygon", p) for p in self.ignore)):
            if len(points) < 3:
                raise BadRegion(f"{name} has {len(points)} points; at least 3 are needed")
            for x, y in points:
                if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):
                    raise BadRegion(
                        f"{name}: point ({x}, {y}) lies outside the picture; use shares from 0 to 1"
                    )
        if _area(self.polygon) < 1e-4:
            raise BadRegion("polygon covers less than 0.01 % of the picture; draw it larger")
        if (
            self.ignore
            and _inside(self, (RASTER_PX, RASTER_PX)).mean()
            < LEAST_LEFT * _inside(Region(self.polygon), (RASTER_PX, RASTER_PX)).mean()
        ):
            raise BadRegion("the ignore polygons cover the whole polygon; nothing is left to watch")

    def cells(self, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Which cells of a grid (rows, columns) over the whole picture have their middle in it."""
        mask = np.zeros(shape, np.uint8)
        for points, value in ((self.polygon, 1), *((hole, 0) for hole in self.ignore)):
            corners = np.array(points, np.float64) * (shape[1], shape[0]) - 0.5
            cv2.fillPoly(mask, [corners.round().astype(np.int32)], (value,))
        return mask > 0


def _inside(region: Region, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The box around the polygon as a raster (width, height): True in the polygon and in no ignore polygon."""
    xs, ys = [p[0] for p in region.polygon], [p[1] for p in region.polygon]
    corner, span = np.array([min(xs), min(ys)]), np.array([max(xs) - min(xs), max(ys) - min(ys)])
    mask = np.zeros((size[1], size[0]), np.uint8)
    for points, value in ((region.polygon, 255), *((hole, 0) for hole in region.ignore)):
        scaled = (np.array(points) - corner) / span * (size[0] - 1, size[1] - 1)
        cv2.fillPoly(mask, [scaled.round().astype(np.int32)], (value,))
    return mask > 0


def _area(points: Points) -> float:
    xs, ys = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    return 0.5 * abs(float(np.dot(xs, np.roll(ys, 1)) - np.dot(ys, np.roll(xs, 1))))


class Cutter:
    """Cuts one region out of frames of any size into a grey raster of fixed size, so a change of stream
    resolution does not disturb what was learnt."""

    def __init__(self, region: Region, longest_px: int = RASTER_PX) -> None:
        self._region = region
        self._longest = longest_px
        self._size: tuple[int, int] | None = None  # (width, height) of the raster
        self._mask: NDArray[np.bool_] | None = None

    @property
    def ready(self) -> bool:
        """Was a frame cut yet?"""
        return self._mask is not None

    @property
    def mask(self) -> NDArray[np.bool_]:
        """True where the raster belongs to the polygon and to no ignore polygon. Known after the first cut."""
        if self._mask is None:
            raise RuntimeError("no frame was cut yet")
        return self._mask

    def cut(self, image: Image) -> Image:
        """The grey, lightly blurred raster of the region. `image`: BGR or grey uint8, any size."""
        height, width = image.shape[:2]
        left, top, right, bottom = self._box(width, height)
        if self._size is None:
            self._fix_size(width, height)
        assert self._size is not None
        crop = cv2.resize(image[top:bottom, left:right], self._size, interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY) if crop.ndim == 3 else crop
        return np.asarray(cv2.GaussianBlur(grey, (5, 5), 0), dtype=np.uint8)

    def _box(self, width: int, height: int) -> tuple[int, int, int, int]:
        xs = [p[0] for p in self._region.polygon]
        ys = [p[1] for p in self._region.polygon]
        left, top = int(min(xs) * width), int(min(ys) * height)
        return left, top, max(left + 2, round(max(xs) * width)), max(top + 2, round(max(ys) * height))

    def _fix_size(self, width: int, height: int) -> None:
        left, top, right, bottom = self._box(width, height)
        scale = min(1.0, self._longest / max(right - left, bottom - top))
        self._size = (max(8, round((right - left) * scale)), max(8, round((bottom - top) * scale)))
        mask = _inside(self._region, self._size)
        # So few pixels that nothing is left of it: better all of the polygon than a seat nobody can be seen at.
        self._mask = mask if mask.any() else _inside(Region(self._region.polygon), self._size)
