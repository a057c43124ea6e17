"""The operator's own models: a file that must be there, be the one that was named, load, and answer a trial run.

A model that fails any of it is not used, and one line says why. Nothing is downloaded, and no other model silently
takes its place (handbook, vision.md 4). Only OpenCV's own runtime is needed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.vision.regions import Image

Numbers = NDArray[np.float32]


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
