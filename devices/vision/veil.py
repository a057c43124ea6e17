"""Pictures in which nobody can be known: where somebody is or may be, large stones instead of a picture.

Pure functions on one frame; where people may be is decided in `floor.py` and by the polygons of seats.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image, Points

Cells = NDArray[np.bool_]
STONES = 27  # across the picture: a face as wide as a quarter of it is seven stones
TILE_PX = 480
TILE_STONES = 120  # elsewhere: in a hall ten metres wide a stone is 8 cm, so a face is two or three


def veiled(
    image: Image, hidden: Cells | None, width: int, stones: int = 0, clear: Cells | None = None
) -> Image:
    """At most `width` wide, with large stones where `hidden`, a raster over the whole picture, is true; None hides all.
    `stones`: so many across the picture everywhere else but in `clear`, another raster; 0 leaves it clear."""
    small = _fitted(image, width)
    high, wide = small.shape[:2]
    mosaic = _stones(small, STONES)
    if hidden is None:
        return mosaic
    mask = cv2.resize(hidden.astype(np.uint8), (wide, high), interpolation=cv2.INTER_NEAREST) > 0
    rest = _stones(small, stones) if stones else small
    if clear is not None:
        shown = cv2.resize(clear.astype(np.uint8), (wide, high), interpolation=cv2.INTER_NEAREST) > 0
        rest = np.asarray(np.where(shown[..., None], small, rest), dtype=np.uint8)
    return np.asarray(np.where(mask[..., None], mosaic, rest), dtype=np.uint8)


def tile(image: Image, hidden: Cells | None, seats: Iterable[Points] = ()) -> bytes:
    """A JPEG for people who want to see that a camera sees the hall, not who is in it: coarse everywhere, and hidden
    where `hidden` says and over each polygon of `seats`."""
    if hidden is not None:
        hidden = _with_seats(hidden, seats)
    return jpeg(veiled(image, hidden, TILE_PX, TILE_STONES))


def record(
    image: Image, hidden: Cells | None, width: int, seats: Iterable[Points] = (), clear: Cells | None = None
) -> bytes:
    """A JPEG to be kept: as coarse as a tile, except where `clear` and not `hidden`: there the thing lies. Whoever has
    become part of the floor by keeping still is not hidden, so nothing else is clear."""
    if hidden is not None:
        hidden = _with_seats(hidden, seats)
    return jpeg(veiled(image, hidden, width, TILE_STONES, clear))


def jpeg(image: Image) -> bytes:
    """b"" where it cannot be written."""
    ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return data.tobytes() if ok else b""


def _with_seats(hidden: Cells, seats: Iterable[Points]) -> Cells:
    """On a raster fine enough for a polygon, each drawn half a stone wider."""
    mask = cv2.resize(hidden.astype(np.uint8), (TILE_PX, TILE_PX), interpolation=cv2.INTER_NEAREST)
    for points in seats:
        corners = (np.array(points, np.float64) * TILE_PX).round().astype(np.int32)
        cv2.fillPoly(mask, [corners], (1,))
        cv2.polylines(mask, [corners], True, (1,), TILE_PX // STONES)
    return mask > 0


def _fitted(image: Image, width: int) -> Image:
    colour = image if image.ndim == 3 else cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    high, wide = colour.shape[:2]
    scale = min(1.0, width / wide)
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    return np.asarray(cv2.resize(colour, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _stones(image: Image, across: int) -> Image:
    high, wide = image.shape[:2]
    px = max(1, wide // across)
    few = cv2.resize(image, (max(1, wide // px), max(1, high // px)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(few, (wide, high), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
