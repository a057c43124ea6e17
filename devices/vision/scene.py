"""Is the picture itself usable: covered, dark or standing still. Pure steps on frames handed in with their time.

A camera that is not usable makes everything it watches unknown, never absent or bad.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image
from hall.contract.sightings import CameraState


@dataclass(frozen=True, slots=True)
class SceneParams:
    check_every_ms: int = 1000
    width_px: int = 160
    cell_px: int = 10
    dark_mean: float = 30.0  # vision.md 6c
    dark_level: int = 40
    dark_share: float = 0.85
    texture_floor: float = 6.0  # mean gradient of a cell, grey levels per pixel, that counts as texture
    covered_left: float = 0.15  # less than this of the usual texture is left
    covered_bare: float = 0.02  # with nothing to compare: so few textured cells is no hall
    checks: int = 3  # consecutive checks before the state changes
    usual_ms: int = 60_000  # the usual texture follows the scene in this time


@dataclass(frozen=True, slots=True)
class Scene:
    """`since_ms` is the first check of the present state."""

    state: CameraState = CameraState.UNKNOWN
    since_ms: int = 0
    candidate: CameraState = CameraState.UNKNOWN
    candidate_since_ms: int = 0
    count: int = 0
    mean: float = 0.0
    texture: float = 0.0  # share of textured cells


def judge_scene(scene: Scene, seen: CameraState, at_ms: int, params: SceneParams) -> Scene:
    """Take one check into account; the state changes after `checks` equal ones, dated to the first."""
    if seen is not scene.candidate:
        scene = replace(scene, candidate=seen, candidate_since_ms=at_ms, count=0)
    scene = replace(scene, count=scene.count + 1)
    if scene.state is seen or scene.count < params.checks:
        return scene
    return replace(scene, state=seen, since_ms=scene.candidate_since_ms)


class SceneWatch:
    """The health of one camera's picture over time."""

    def __init__(self, params: SceneParams | None = None) -> None:
        self.params = params or SceneParams()
        self.scene = Scene()
        self._usual: NDArray[np.float32] | None = None
        self._last_ms: int | None = None

    def step(self, image: Image, at_ms: int) -> Scene:
        """The scene after this frame; frames between two checks are passed over."""
        params = self.params
        if self._last_ms is not None and 0 <= at_ms - self._last_ms < params.check_every_ms:
            return self.scene
        passed_ms = params.check_every_ms if self._last_ms is None else max(0, at_ms - self._last_ms)
        self._last_ms = at_ms
        grey = _small_grey(image, params.width_px)
        cells = _texture(grey, params.cell_px)
        seen = self._see(grey, cells)
        self.scene = replace(
            judge_scene(self.scene, seen, at_ms, params),
            mean=float(grey.mean()),
            texture=float((cells > params.texture_floor).mean()),
        )
        if seen is CameraState.OK:
            weight = min(1.0, passed_ms / params.usual_ms)
            self._usual = (
                cells
                if self._usual is None or self._usual.shape != cells.shape
                else np.asarray(self._usual * (1 - weight) + cells * weight, dtype=np.float32)
            )
        return self.scene

    def _see(self, grey: Image, cells: NDArray[np.float32]) -> CameraState:
        params = self.params
        if (
            float(grey.mean()) < params.dark_mean
            or float((grey < params.dark_level).mean()) > params.dark_share
        ):
            return CameraState.DARK
        textured = cells > params.texture_floor
        if self._usual is None or self._usual.shape != cells.shape:
            return CameraState.COVERED if float(textured.mean()) < params.covered_bare else CameraState.OK
        had = self._usual > params.texture_floor
        if not had.any():
            return CameraState.COVERED if not textured.any() else CameraState.OK
        return CameraState.COVERED if float(textured[had].mean()) < params.covered_left else CameraState.OK


def _small_grey(image: Image, width_px: int) -> Image:
    height, width = image.shape[:2]
    small = cv2.resize(
        image, (width_px, max(8, round(height * width_px / width))), interpolation=cv2.INTER_AREA
    )
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small, dtype=np.uint8)


def _texture(grey: Image, cell_px: int) -> NDArray[np.float32]:
    plane = grey.astype(np.float32)
    gx, gy = cv2.Sobel(plane, cv2.CV_32F, 1, 0, scale=0.25), cv2.Sobel(plane, cv2.CV_32F, 0, 1, scale=0.25)
    size = (max(1, grey.shape[1] // cell_px), max(1, grey.shape[0] // cell_px))
    return np.asarray(cv2.resize(cv2.magnitude(gx, gy), size, interpolation=cv2.INTER_AREA), dtype=np.float32)


class FrozenWatch:
    """Tells for how long bit for bit the same picture has been arriving. A camera's own noise changes every
    picture, so sameness is a hung encoder or server, not a quiet room."""

    def __init__(self, limit_ms: int = 10_000) -> None:
        self._limit_ms = limit_ms
        self._sum: int | None = None
        self._since_ms = 0

    def step(self, image: Image, at_ms: int) -> int:
        """Milliseconds the picture has stood still when that exceeds the limit, else 0."""
        check = zlib.crc32(image[::4, ::4].tobytes())
        if check != self._sum:
            self._sum, self._since_ms = check, at_ms
        still = at_ms - self._since_ms
        return still if still >= self._limit_ms else 0
