"""Does the camera still show what it showed: blurred, covered or moved, against a picture of the same view.

Pure functions on grey pictures (handbook, vision.md section 6b). Most checks end after one cheap comparison of
gradients; only a picture that no longer agrees is looked at closely.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image
from hall.contract.sightings import CameraState

Plane = NDArray[np.float32]
Grey = NDArray[np.uint8]

COARSE = (24, 16)  # points of a picture of which only light and dark are left
KEEP_CORNERS = 100  # a view with fewer is not known again after a restart


@dataclass(frozen=True, slots=True)
class TamperParams:
    """Tuned on the clips named in docs/vision.md with made-up tampering; the measured shares stand there."""

    width_px: int = 480
    cell_px: int = 12
    texture: float = (
        150.0  # mean squared gradient of a cell (grey levels per pixel, squared) that counts as texture
    )
    agree: float = 0.4  # agreement of a cell's gradients with the anchor's
    fine: float = 0.5  # so many textured cells agree: the view is the same
    lost: float = 0.15  # a cell with less than this of its texture has lost it
    covered: float = 0.5  # share of textured cells that lost it
    blurred: float = 0.45  # what is left of the finest detail, in three of four cells
    coarse: float = 0.55  # correlation of the coarse picture of a view that is only out of focus
    corners: int = 800
    inliers: int = 14  # corners that moved together
    shift: float = 0.012  # of the width
    turn_deg: float = 1.2
    zoom: float = 0.04


@dataclass(frozen=True, slots=True)
class Anchor:
    """The view as it should be. `points` and `marks` are its corners and their descriptions (ORB); `coarse` is hardly
    more than the places of light and dark. One that was kept over a restart has no gradients: nobody can be seen in
    what is left."""

    shape: tuple[int, int]
    coarse: Plane
    gx: Plane | None
    gy: Plane | None
    energy: Plane  # by cell
    detail: Plane  # by cell
    points: NDArray[np.float32]
    marks: NDArray[np.uint8] | None


def plane_of(image: Image, params: TamperParams) -> Grey:
    """The grey picture all comparisons use: `width_px` wide, whole cells."""
    height, width = image.shape[:2]
    px = params.cell_px
    rows = max(4, round(height * params.width_px / width / px))
    size = (params.width_px // px * px, rows * px)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small, dtype=np.uint8)


def anchor_of(grey: Grey, params: TamperParams) -> Anchor:
    """What is kept of a good view."""
    gx, gy = _gradient(grey)
    points, marks = _corners(grey, params)
    energy, detail = _cells(gx * gx + gy * gy, params), _detail(grey, params)
    return Anchor((grey.shape[0], grey.shape[1]), _small(grey), gx, gy, energy, detail, points, marks)


def kept_of(anchor: Anchor, params: TamperParams) -> bytes:
    """What of a view is kept over a restart; b"" where it has too few corners to be known again by them."""
    if anchor.marks is None or len(anchor.marks) < KEEP_CORNERS or not (anchor.energy > params.texture).any():
        return b""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        shape=np.array(anchor.shape),
        coarse=anchor.coarse,
        energy=anchor.energy,
        detail=anchor.detail,
        points=anchor.points,
        marks=anchor.marks,
    )
    return file.getvalue()


def of_kept(data: bytes) -> Anchor | None:
    """The view of a file as `kept_of` makes it; None where it is none."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as have:
            high, wide = (int(x) for x in have["shape"])
            coarse, energy, detail, points = (
                np.asarray(have[name], dtype=np.float32) for name in ("coarse", "energy", "detail", "points")
            )
            marks = np.asarray(have["marks"], dtype=np.uint8)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    fits = energy.shape == detail.shape and points.shape == (len(marks), 2) and marks.shape[1:] == (32,)
    if not fits or coarse.shape != (COARSE[0] * COARSE[1],):
        return None
    return Anchor((high, wide), coarse, None, None, energy, detail, points, marks)


def same_view(anchor: Anchor, grey: Grey, params: TamperParams) -> float:
    """Share 0..1 of the anchor's textured cells whose gradients still agree; 1.0 where it has no texture, 0.0 where its
    gradients were not kept."""
    if anchor.gx is None or anchor.gy is None:
        return 0.0
    gx, gy = _gradient(grey)
    cross = _cells(gx * anchor.gx + gy * anchor.gy, params)
    now = _cells(gx * gx + gy * gy, params)
    textured = anchor.energy > params.texture
    if not textured.any():
        return 1.0
    floor = params.texture / 4
    agreement = (2 * cross + floor) / (now + anchor.energy + floor)
    return float((agreement[textured] > params.agree).mean())


def tampered(anchor: Anchor, grey: Grey, params: TamperParams) -> CameraState:
    """OK, BLURRED, COVERED or MOVED."""
    textured = anchor.energy > params.texture
    if anchor.shape != grey.shape or not textured.any():
        return CameraState.OK
    alike, gain = _coarse(anchor.coarse, _small(grey))
    if alike > params.coarse and sharpness(anchor, grey, params) / gain < params.blurred:
        return CameraState.BLURRED
    if same_view(anchor, grey, params) >= params.fine:
        return CameraState.OK
    gx, gy = _gradient(grey)
    energy = _cells(gx * gx + gy * gy, params)
    lost = float((energy[textured] < params.lost * anchor.energy[textured]).mean())
    if lost > params.covered:
        return CameraState.COVERED
    stayed, moved = _motion(anchor, grey, params)
    if moved:
        return CameraState.MOVED
    return CameraState.OK if stayed else CameraState.COVERED


def _motion(anchor: Anchor, grey: Grey, params: TamperParams) -> tuple[bool, bool]:
    """(enough corners stand where they stood, enough corners moved together)."""
    points, marks = _corners(grey, params)
    if marks is None or anchor.marks is None or len(marks) < 2:
        return False, False
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(anchor.marks, marks, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.8 * pair[1].distance]
    if len(good) < params.inliers // 2:
        return False, False
    before = np.array([anchor.points[m.queryIdx] for m in good], np.float32)
    after = np.array([points[m.trainIdx] for m in good], np.float32)
    stayed = int((np.hypot(*(after - before).T) < 2.0).sum())
    found, inside = cv2.estimateAffinePartial2D(before, after, ransacReprojThreshold=2.5)
    matrix = np.asarray(found)
    if matrix.shape != (2, 3):  # nothing fits; the library then gives None
        return stayed >= params.inliers, False
    together = int(inside.sum())
    height, width = grey.shape
    middle = np.array([width / 2, height / 2])
    shift = float(np.hypot(*(matrix[:, :2] @ middle + matrix[:, 2] - middle))) / width
    zoom = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    turn = abs(float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))))
    other = shift > params.shift or turn > params.turn_deg or abs(zoom - 1) > params.zoom
    return stayed >= params.inliers, other and together >= params.inliers and together > 2 * stayed


def _corners(grey: Grey, params: TamperParams) -> tuple[NDArray[np.float32], NDArray[np.uint8] | None]:
    found, marks = cv2.ORB.create(params.corners, fastThreshold=10).detectAndCompute(grey, None)
    points = np.array([f.pt for f in found], np.float32).reshape(-1, 2)
    return points, None if marks is None else np.asarray(marks, dtype=np.uint8)


def sharpness(anchor: Anchor, grey: Grey, params: TamperParams) -> float:
    """What is left of the finest detail in most textured cells: three of four have no more; 1.0 is all."""
    textured = anchor.energy > params.texture
    return float(np.percentile(_detail(grey, params)[textured] / (anchor.detail[textured] + 1e-3), 75))


def _small(grey: Grey) -> Plane:
    return np.asarray(cv2.resize(grey, COARSE, interpolation=cv2.INTER_AREA), dtype=np.float32).ravel()


def _coarse(a: Plane, b: Plane) -> tuple[float, float]:
    """(correlation, gain) of two pictures when hardly more than the places of light and dark are left."""
    before, after = float(a.std()), float(b.std())
    if min(before, after) < 1.0:
        return 0.0, 1.0
    return float(np.corrcoef(a, b)[0, 1]), after / before


def _detail(grey: Grey, params: TamperParams) -> Plane:
    return _cells(np.abs(np.asarray(cv2.Laplacian(grey, cv2.CV_32F), dtype=np.float32)), params)


def _gradient(grey: Grey) -> tuple[Plane, Plane]:
    plane = cv2.GaussianBlur(grey, (3, 3), 0)
    gx = cv2.Sobel(plane, cv2.CV_32F, 1, 0, scale=0.25)
    gy = cv2.Sobel(plane, cv2.CV_32F, 0, 1, scale=0.25)
    return np.asarray(gx, dtype=np.float32), np.asarray(gy, dtype=np.float32)


def _cells(plane: Plane, params: TamperParams) -> Plane:
    px = params.cell_px
    rows, columns = plane.shape[0] // px, plane.shape[1] // px
    return np.asarray(plane.reshape(rows, px, columns, px).mean(axis=(1, 3)), dtype=np.float32)
