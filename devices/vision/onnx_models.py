"""The operator's own models: a file that must be there, be the one that was named, load, and answer a trial run.

A model that fails any of it is not used, and one line says why. Nothing is downloaded, and no other model silently
takes its place (handbook, vision.md 4). Only OpenCV's own runtime is needed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image
from hall.contract.config import DetectorPart

Numbers = NDArray[np.float32]
MOST_SPOTS = 300  # nobody finds more people in one picture of a hall; a model that does talks nonsense


class ModelTrouble(Exception):
    """The model cannot be used; the text names the file, what is wrong, and what to do."""


def checked(path: Path, sha256: str) -> str:
    """The SHA-256 of a model's file in lower case, once it is the one asked for. Raises `ModelTrouble`."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelTrouble(f"{path}: the model cannot be read ({error.strerror}); check the path") from None
    if found != sha256.lower():
        raise ModelTrouble(
            f"{path}: the model's SHA-256 is {found}, the configuration names {sha256.lower()}; "
            "put the right file there, or correct the configuration"
        )
    return found


class Net:
    """An ONNX network with one picture in. `run` raises `ModelTrouble` where it cannot work with its input."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._net = cv2.dnn.readNetFromONNX(str(path))
        except cv2.error as error:
            raise ModelTrouble(f"{path}: not an ONNX model OpenCV can load ({_short(error)})") from None

    def run(self, blob: Numbers) -> list[Numbers]:
        """All outputs for a blob of 1 x 3 x height x width."""
        try:
            self._net.setInput(blob)
            names = self._net.getUnconnectedOutLayersNames()
            return [np.asarray(out, dtype=np.float32) for out in self._net.forward(names)]
        except cv2.error as error:
            shape = "x".join(map(str, blob.shape))
            raise ModelTrouble(f"{self.path}: does not take an input of {shape} ({_short(error)})") from None


def _short(error: cv2.error) -> str:
    """OpenCV's own words without its file names, on one line."""
    words = str(error).rpartition("error: ")[2].split("\n")[0]
    return words[:160] or "no reason given"


class Embedder:
    """A face encoder by ONNX: a square picture of an aligned face in, `dim` numbers of length 1 out."""

    def __init__(self, path: Path, sha256: str, px: int, mean: float, std: float) -> None:
        digest = checked(path, sha256)
        self.model_id = f"{path.stem}-{digest[:12]}"
        self._px, self._mean, self._std = px, mean, std
        self._net = Net(path)
        trial = self._numbers(np.full((px, px, 3), 127, np.uint8))
        if trial.size < 16:
            raise ModelTrouble(
                f"{path}: gives {trial.size} numbers for a face; an encoder gives at least 16. Is it another model?"
            )
        self.dim = int(trial.size)

    def encode(self, face: Image) -> Numbers:
        """Of an aligned RGB face of px x px. Raises `ModelTrouble`."""
        numbers = self._numbers(face)
        length = float(np.linalg.norm(numbers))
        if not np.isfinite(length) or length == 0:
            raise ModelTrouble(f"{self._net.path}: gives no finite numbers for a face")
        return np.asarray(numbers / length, dtype=np.float32)

    def _numbers(self, face: Image) -> Numbers:
        blob = (face.astype(np.float32) - self._mean) / self._std
        outputs = self._net.run(np.ascontiguousarray(blob.transpose(2, 0, 1)[None]))
        return outputs[0].reshape(-1)


@dataclass(frozen=True, slots=True)
class Spot:
    """Somebody found: left, top, right, bottom in pixels of the frame, and how sure, 0..1."""

    box: tuple[int, int, int, int]
    score: float


class People(Protocol):
    """What finds people in a BGR frame."""

    name: str

    def find(self, image: Image) -> list[Spot]: ...


class YoloPeople:
    """People by an ONNX network of the YOLO family, whose one output is 1 x (4 + classes) x N (`v8`) or
    1 x N x (5 + classes) (`v5`); class 0 is a person, as in COCO."""

    def __init__(self, part: DetectorPart, path: Path) -> None:
        digest = checked(path, part.sha256)
        self.name = f"yolo {path.stem}-{digest[:12]}"
        self._part, self._net = part, Net(path)
        wide, high = part.input
        self._rows(np.full((high, wide, 3), 114, np.uint8))  # a trial: its shape must fit the layout

    def find(self, image: Image) -> list[Spot]:
        """Raises `ModelTrouble`."""
        wide, high = self._part.input
        scale = min(wide / image.shape[1], high / image.shape[0])
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        frame = np.full((high, wide, 3), 114, np.uint8)
        frame[: small.shape[0], : small.shape[1]] = small
        rows = self._rows(frame)
        corner = rows[:, :2] - rows[:, 2:4] / 2
        boxes = np.hstack([corner, rows[:, 2:4]]) / scale
        rows = _sensible(np.hstack([boxes, rows[:, 4:]]), image, self._part.score)
        kept = cv2.dnn.NMSBoxes(
            rows[:, :4].tolist(), rows[:, 4].tolist(), self._part.score, self._part.nms, top_k=MOST_SPOTS
        )
        return [_spot(rows[n]) for n in np.asarray(kept, dtype=int).reshape(-1)]

    def _rows(self, frame: Image) -> Numbers:
        """N x 5: middle, width and height in pixels of the frame, and how sure that it is a person."""
        blob = np.ascontiguousarray(frame[..., ::-1].transpose(2, 0, 1)[None], dtype=np.float32) / np.float32(
            255
        )
        out = self._net.run(blob)[0]
        v8 = self._part.layout == "v8"
        least = 5 if v8 else 6
        if out.ndim != 3 or out.shape[0] != 1 or out.shape[1 if v8 else 2] < least:
            shape = "x".join(map(str, out.shape))
            raise ModelTrouble(
                f"{self._net.path}: gives {shape}, which is no {self._part.layout} layout; see detector.layout"
            )
        table = out[0].T if v8 else out[0]
        table = table[np.isfinite(table).all(axis=1)]
        if not len(table):
            raise ModelTrouble(f"{self._net.path}: gives no finite numbers; is it another model?")
        score = table[:, 4] if v8 else table[:, 4] * table[:, 5]
        return np.asarray(np.hstack([table[:, :4], score[:, None]]), dtype=np.float32)


class YunetPeople:
    """People by their faces: OpenCV's own YuNet. Sees only who looks towards the camera."""

    def __init__(self, part: DetectorPart, path: Path) -> None:
        digest = checked(path, part.sha256)
        self.name = f"yunet {path.stem}-{digest[:12]}"
        self._part, self._path = part, path
        try:
            self._net = cv2.FaceDetectorYN.create(str(path), "", part.input, part.score, part.nms)
        except cv2.error as error:
            raise ModelTrouble(f"{path}: not a YuNet model OpenCV can load ({_short(error)})") from None
        self.find(np.full((part.input[1], part.input[0], 3), 114, np.uint8))

    def find(self, image: Image) -> list[Spot]:
        """Raises `ModelTrouble`."""
        try:
            self._net.setInputSize((image.shape[1], image.shape[0]))
            _, found = self._net.detect(image)
        except cv2.error as error:
            raise ModelTrouble(f"{self._path}: does not work as YuNet ({_short(error)})") from None
        rows = np.zeros((0, 15), np.float32) if found is None else np.asarray(found, np.float32)
        return [_spot(row) for row in _sensible(rows[:, [0, 1, 2, 3, -1]], image, self._part.score)]


def _sensible(rows: Numbers, image: Image, least: float) -> Numbers:
    """Those of the rows (left, top, width, height, how sure) that can be somebody in this picture, the surest first:
    finite, as sure as asked for, and at least half of the box within the picture."""
    rows = rows[(np.abs(rows) < 1e6).all(axis=1)]
    left, top, wide, high, score = rows.T
    inside_x = np.minimum(left + wide, image.shape[1]) - np.maximum(left, 0)
    inside_y = np.minimum(top + high, image.shape[0]) - np.maximum(top, 0)
    within = (inside_x > 0) & (inside_y > 0) & (2 * inside_x * inside_y >= wide * high)
    rows = rows[(wide >= 1) & (high >= 1) & within & (score >= least) & (score <= 1.001)]
    return np.asarray(rows[np.argsort(-rows[:, 4])][:MOST_SPOTS], dtype=np.float32)


def _spot(row: Numbers) -> Spot:
    """`row`: left, top, width, height, how sure."""
    left, top, wide, high = (round(float(x)) for x in row[:4])
    return Spot((left, top, left + wide, top + high), float(row[4]))


def people_of(part: DetectorPart, folder: Path) -> People | None:
    """The detector the configuration names, probed; None where it names none. Raises `ModelTrouble` with one line."""
    if part.kind == "none":
        return None
    path = folder / part.path
    return YunetPeople(part, path) if part.kind == "yunet" else YoloPeople(part, path)
