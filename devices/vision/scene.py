"""Is the picture itself usable: dark, dazzled, covered, blurred, moved or standing still. Pure steps on frames handed
in with their time. How a view is held against what it was is `tamper.py`.

A camera that is not usable makes everything it watches unknown, never absent or bad.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image
from devices.vision.tamper import Anchor, TamperParams, anchor_of, kept_of, plane_of, same_view, tampered
from hall.contract.sightings import CameraState

# Such a picture has nothing in it that could move: that it stands still as well says nothing more.
BARE = frozenset({CameraState.DARK, CameraState.GLARE, CameraState.COVERED})
FROZEN_MS = 7000  # told within 10 s, also where the encoder needs its first seconds to settle


@dataclass(frozen=True, slots=True)
class SceneParams:
    check_every_ms: int = 1000
    width_px: int = 160
    cell_px: int = 10
    dark_mean: float = 30.0  # vision.md 6c
    dark_level: int = 40
    dark_share: float = 0.85
    glare_level: int = 235
    glare_share: float = 0.2  # by so much more of the picture is white than usual …
    glare_left: float = 0.75  # … and less than this of the view agrees
    glare_most: float = 0.6  # white for so much is glare, whatever there was before
    texture_floor: float = 6.0  # mean gradient of a cell, grey levels per pixel, that counts as texture
    covered_bare: float = 0.02  # with nothing to compare: so few textured cells is no hall
    checks: int = 3  # consecutive checks before the state changes
    anchor_ms: int = (
        600_000  # a view that is still the same is taken anew after this, so that it follows the daylight
    )


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
        self._view = TamperParams()
        self._anchor: Anchor | None = None
        self._anchor_ms = 0
        self._usual_glare = 0.0
        self._last_ms: int | None = None

    def accept(self) -> None:
        """The view of the next good picture is the right one from now on: the camera was moved on purpose."""
        self._anchor = None

    @property
    def known(self) -> bool:
        """Was the view of a good picture taken, or one that was kept?"""
        return self._anchor is not None

    @property
    def kept(self) -> bytes:
        """What of the view is kept over a restart; b"" where there is nothing to keep."""
        return kept_of(self._anchor, self._view) if self._anchor is not None else b""

    def take_kept(self, anchor: Anchor) -> None:
        """Hold the first pictures against what was kept of the view."""
        self._anchor = anchor

    def step(self, image: Image, at_ms: int) -> Scene:
        """The scene after this frame; frames between two checks are passed over."""
        params = self.params
        if self._last_ms is not None and 0 <= at_ms - self._last_ms < params.check_every_ms:
            return self.scene
        self._last_ms = at_ms
        grey = _small_grey(image, params.width_px)
        cells = _texture(grey, params.cell_px)
        texture = float((cells > params.texture_floor).mean())
        seen = self._see(image, grey, texture, at_ms)
        self.scene = replace(
            judge_scene(self.scene, seen, at_ms, params), mean=float(grey.mean()), texture=texture
        )
        return self.scene

    def _see(self, image: Image, grey: Image, texture: float, at_ms: int) -> CameraState:
        """What this one picture is, whatever was before."""
        params = self.params
        dark = float((grey < params.dark_level).mean()) > params.dark_share
        if dark or float(grey.mean()) < params.dark_mean:
            return CameraState.DARK
        glare = float((grey > params.glare_level).mean())
        plane = plane_of(image, self._view)
        bare = self._anchor is not None and self._anchor.gx is None  # as it was kept
        known = self._anchor is not None and self._anchor.shape == plane.shape
        if self._dazzled(glare, plane if known and not bare else None):
            return CameraState.GLARE
        if self._anchor is None and texture < params.covered_bare:
            return CameraState.COVERED
        if self._anchor is None or not known:
            self._take(plane, glare, at_ms)
            return CameraState.OK
        state = tampered(self._anchor, plane, self._view)
        due = at_ms - self._anchor_ms > params.anchor_ms
        if state is CameraState.OK and (
            bare or (due and same_view(self._anchor, plane, self._view) >= self._view.fine)
        ):
            self._take(plane, glare, at_ms)
        return state

    def _dazzled(self, glare: float, plane: Image | None) -> bool:
        """Much more of the picture is white than usual, and what was there can no longer be seen for it. A bright
        floor alone is none. `plane` None: nothing to compare with yet."""
        params = self.params
        if plane is None or self._anchor is None:
            return glare > params.glare_most
        if glare <= params.glare_share + self._usual_glare:
            return False
        return glare > params.glare_most or same_view(self._anchor, plane, self._view) < params.glare_left

    def _take(self, plane: Image, glare: float, at_ms: int) -> None:
        self._anchor, self._anchor_ms, self._usual_glare = anchor_of(plane, self._view), at_ms, glare


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
    """Tells for how long the same picture has been arriving. A camera's own noise changes every picture, so sameness
    is a hung encoder or server, not a quiet room. Where a hung picture is encoded anew it may differ by a trace of
    itself, and by a little more once at a key frame. Measured, in grey levels on average over 8 s: a still picture
    encoded anew 0 to 0.9, a quiet room with noise of 0.5 levels at 400 kbit/s 0.94 and more."""

    def __init__(self, limit_ms: int = FROZEN_MS, trace: float = 0.5, key_frame: float = 1.0) -> None:
        self._limit_ms, self._trace, self._key_frame = limit_ms, trace, key_frame
        self._first: NDArray[np.int16] | None = None
        self._first_ms = self._since_ms = 0

    def step(self, image: Image, at_ms: int) -> int:
        """Milliseconds the picture has stood still when that exceeds the limit, else 0."""
        sample = image[::4, ::4].astype(np.int16)
        first = self._first
        if first is None or first.shape != sample.shape:
            self._begin(sample, at_ms)
        elif (change := float(np.abs(sample - first).mean())) > self._trace:
            stood = at_ms - self._first_ms >= self._limit_ms * 0.4
            since_ms = self._since_ms
            self._begin(sample, at_ms)
            if stood and change < self._key_frame:
                self._since_ms = since_ms
        still = at_ms - self._since_ms
        return still if still >= self._limit_ms else 0

    def _begin(self, sample: NDArray[np.int16], at_ms: int) -> None:
        self._first, self._first_ms, self._since_ms = sample, at_ms, at_ms
