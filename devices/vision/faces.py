"""From frames to one face template: detection, quality, and the mean of at least three good frames.

face_recognition is loaded only on first use and guarded: without it faces are reported as not available, and
everything else goes on. Templates are compared and kept in `gallery.py`; no picture is kept anywhere.
"""

from __future__ import annotations

import sys
import zlib
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.gallery import Template
from devices.vision.regions import Image

Box = tuple[int, int, int, int]  # top, right, bottom, left in pixels


class FacesUnavailable(Exception):
    """face_recognition or its model cannot be loaded; the text says what to install."""


class Trouble(StrEnum):
    """Why a frame does not count. The values are told to the visitor by the kiosk in its own words."""

    NONE = ""
    NO_FACE = "no_face"
    MANY = "many_faces"
    SMALL = "too_small"
    DARK = "too_dark"
    BRIGHT = "too_bright"
    BLURRED = "blurred"
    TURNED = "turned"
    SAME = "same_picture"


@dataclass(frozen=True, slots=True)
class FaceParams:
    """vision.md 3: embeddings hardly suffer above 40 px, detection is sure from 64 px on."""

    width_px: int = 640  # larger frames are reduced to this before detection
    smallest_px: int = 70  # HOG boxes come in steps: 60, 72, 86, 103 ...
    main_ratio: float = 1.5  # the face is alone when it is this much taller than any other
    dark: float = 35.0
    bright: float = 225.0
    sharp: float = 15.0  # variance of the Laplacian of the face at 112 px
    turned: float = 0.45  # of `Encoder.turn`
    mirrored: bool = False  # also look at the mirrored face: for one photograph what several frames are live
    frames: int = 3
    apart_ms: int = 150  # frames of one instant say nothing new
    same_person: float = 0.5  # a frame farther from the first is somebody else: start again


class Encoder(Protocol):
    """What turns faces into numbers. `model_id` is stored beside every template."""

    model_id: str
    dim: int

    def locate(self, rgb: Image) -> list[Box]: ...

    def turn(self, rgb: Image, box: Box) -> float:
        """-1..1, 0 frontal: the tip of the nose from the middle between the eyes, in halves of their distance.
        Positive is to the left in the picture, the person's own right."""
        ...

    def encode(self, rgb: Image, box: Box) -> Template: ...


def load_face_recognition() -> ModuleType:
    """Import face_recognition without letting it end the process.

    It calls quit() when its models cannot be imported, and they need pkg_resources, which setuptools 82 dropped:
    so a stub of the one function used stands in where it is missing, and SystemExit is caught.
    Raises `FacesUnavailable`.
    """
    if find_spec("pkg_resources") is None:
        stub = ModuleType("pkg_resources")
        stub.resource_filename = _resource_filename  # type: ignore[attr-defined]
        sys.modules["pkg_resources"] = stub
    try:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pkg_resources announces its own end
            import face_recognition  # type: ignore[import-untyped]
    except (ImportError, SystemExit, RuntimeError) as error:
        raise FacesUnavailable(
            f"face_recognition cannot be loaded ({error}); install the extras camera and face of this project"
        ) from None
    return face_recognition  # type: ignore[no-any-return]


def _resource_filename(package: str, relative: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(f"package {package} is not installed")
    return str(Path(spec.origin).parent / relative)


class DlibEncoder:
    """face_recognition's own model: dlib's ResNet, 128 numbers, HOG detection."""

    model_id: str = "dlib_face_recognition_resnet_model_v1"
    dim: int = 128

    def __init__(self) -> None:
        self._library = load_face_recognition()

    def locate(self, rgb: Image) -> list[Box]:
        return list(self._library.face_locations(rgb, number_of_times_to_upsample=0))

    def turn(self, rgb: Image, box: Box) -> float:
        left, right, nose = self.points(rgb, box).astype(np.float64)
        across = left - right
        size = float(across @ across)
        return float(np.clip(2 * ((nose - (left + right) / 2) @ across) / size, -1, 1)) if size else 0.0

    def points(self, rgb: Image, box: Box) -> Template:
        """x, y of the eye to the left in the picture, of the other eye, and of the tip of the nose."""
        # By the five-point model: the licence of the one with 68 points excludes commercial use.
        marks = self._library.face_landmarks(rgb, [box], model="small")[0]
        eyes = [np.mean(marks[eye], axis=0) for eye in ("left_eye", "right_eye")]
        return np.array([*eyes, marks["nose_tip"][0]], np.float32)

    def encode(self, rgb: Image, box: Box) -> Template:
        # The box is always passed: without it the library would search the whole picture again.
        return np.asarray(self._library.face_encodings(rgb, [box])[0], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class GoodFace:
    box: Box
    template: Template
    check: int  # of the pixels, to know one picture shown twice
    turn: float = 0.0  # of `Encoder.turn`


@dataclass(frozen=True, slots=True)
class Found:
    """The one face of a frame, good enough to judge, however far it is turned. `turn` is None where there is none."""

    rgb: Image
    box: Box = (0, 0, 0, 0)
    turn: float | None = None
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class Looked:
    """One frame: a good face, or the trouble with it."""

    face: GoodFace | None
    trouble: Trouble = Trouble.NONE


def look(image: Image, encoder: Encoder, params: FaceParams) -> Looked:
    """Find and encode the one face of a BGR frame, or say what is wrong. Cheap checks come first."""
    seen = find(image, encoder, params)
    if seen.turn is None:
        return Looked(None, seen.trouble)
    if abs(seen.turn) > params.turned:
        return Looked(None, Trouble.TURNED)
    rgb, box = seen.rgb, seen.box
    template = _both_sides(rgb, box, encoder) if params.mirrored else encoder.encode(rgb, box)
    return Looked(GoodFace(box, template, zlib.crc32(rgb.tobytes()), seen.turn))


def find(image: Image, encoder: Encoder, params: FaceParams) -> Found:
    """The one face of a BGR frame and how far it is turned, or what is wrong; nothing is encoded."""
    rgb = _rgb(image, params.width_px)
    boxes = sorted(encoder.locate(rgb), key=_height, reverse=True)
    if not boxes:
        return Found(rgb, trouble=Trouble.NO_FACE)
    box = boxes[0]
    if len(boxes) > 1 and _height(box) < params.main_ratio * _height(boxes[1]):
        return Found(rgb, trouble=Trouble.MANY)
    trouble = _quality(rgb, box, params)
    if trouble is not Trouble.NONE:
        return Found(rgb, trouble=trouble)
    return Found(rgb, box, encoder.turn(rgb, box))


def _both_sides(rgb: Image, box: Box, encoder: Encoder) -> Template:
    """Mean of the face and its mirror image. On 40 people with three enrolled pictures and one probe it found 73
    instead of 66 of 100 at 0.36 and let no more strangers in."""
    top, right, bottom, left = box
    width = rgb.shape[1]
    other = encoder.encode(np.ascontiguousarray(rgb[:, ::-1]), (top, width - left, bottom, width - right))
    return np.asarray((encoder.encode(rgb, box) + other) / 2, dtype=np.float32)


def _rgb(image: Image, width_px: int) -> Image:
    if image.shape[1] > width_px:
        height = round(image.shape[0] * width_px / image.shape[1])
        image = np.asarray(
            cv2.resize(image, (width_px, height), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    return np.ascontiguousarray(image[..., ::-1])  # dlib wants contiguous RGB


def _height(box: Box) -> int:
    return box[2] - box[0]


def _quality(rgb: Image, box: Box, params: FaceParams) -> Trouble:
    top, right, bottom, left = box
    if _height(box) < params.smallest_px:
        return Trouble.SMALL
    face = rgb[max(0, top) : bottom, max(0, left) : right]
    grey = cv2.cvtColor(cv2.resize(face, (112, 112), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    mean = float(grey.mean())
    if mean < params.dark:
        return Trouble.DARK
    if mean > params.bright:
        return Trouble.BRIGHT
    return Trouble.BLURRED if float(cv2.Laplacian(grey, cv2.CV_64F).var()) < params.sharp else Trouble.NONE


@dataclass(frozen=True, slots=True)
class Probe:
    """Good frames of one face gathered so far. `template` is their mean once there are enough of them."""

    templates: tuple[NDArray[np.float32], ...] = ()
    checks: tuple[int, ...] = ()
    turns: tuple[float, ...] = ()
    last_ms: int = 0
    trouble: Trouble = Trouble.NONE  # of the newest frame
    troubles: tuple[tuple[Trouble, int], ...] = ()  # how often each was met

    def enough(self, params: FaceParams) -> bool:
        return len(self.templates) >= params.frames

    @property
    def template(self) -> Template:
        """The mean of the frames: strangers are kept out far better than by one frame (vision.md 3)."""
        return np.asarray(np.mean(np.stack(self.templates), axis=0), dtype=np.float32)

    @property
    def turn(self) -> float:
        """How far this face seems turned when it is seen from the front."""
        return float(np.median(self.turns))

    @property
    def main_trouble(self) -> Trouble:
        """What spoilt most frames."""
        return max(self.troubles, key=lambda one: one[1])[0] if self.troubles else Trouble.NONE


def gather(probe: Probe, seen: Looked, at_ms: int, params: FaceParams) -> Probe:
    """The probe after one more frame. A face too far from the first is another person: it starts anew with them."""
    if seen.face is None:
        return _troubled(probe, seen.trouble)
    if seen.face.check in probe.checks:
        return _troubled(probe, Trouble.SAME)
    if probe.templates and at_ms - probe.last_ms < params.apart_ms:
        return probe
    first = probe.templates[0] if probe.templates else seen.face.template
    if float(np.linalg.norm(first - seen.face.template)) > params.same_person:
        return replace(
            probe,
            templates=(seen.face.template,),
            checks=(seen.face.check,),
            turns=(seen.face.turn,),
            last_ms=at_ms,
            trouble=Trouble.NONE,
        )
    return replace(
        probe,
        templates=(*probe.templates, seen.face.template),
        checks=(*probe.checks, seen.face.check),
        turns=(*probe.turns, seen.face.turn),
        last_ms=at_ms,
        trouble=Trouble.NONE,
    )


def _troubled(probe: Probe, trouble: Trouble) -> Probe:
    counts = dict(probe.troubles)
    counts[trouble] = counts.get(trouble, 0) + 1
    return replace(probe, trouble=trouble, troubles=tuple(counts.items()))
