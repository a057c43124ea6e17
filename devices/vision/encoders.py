"""Which encoder this hall uses: the library's, or a file of its own (`face.encoder`), probed before it is believed.

Finding a face and its five points is always dlib's work; only the numbers that stand for the face come from the file.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from devices.vision.faces import Box, DlibEncoder, Encoder, FacesUnavailable
from devices.vision.gallery import Template
from devices.vision.onnx_models import Embedder, ModelTrouble, checked
from devices.vision.regions import Image
from hall.contract.config import FacePart

# Where the eyes and the tip of the nose lie in the aligned 112 px face that public ArcFace models are trained on.
ALIGNED = np.array([[38.29, 51.70], [73.53, 51.50], [56.03, 71.74]], np.float32)
ALIGNED_PX = 112


def encoder_of(face: FacePart, folder: Path) -> Encoder:
    """The encoder the configuration names; relative paths start at `folder`. Raises `FacesUnavailable` with one line
    that says what is wrong: another model never takes its place."""
    if not face.encoder:
        return DlibEncoder()
    path = folder / face.encoder
    try:
        if path.suffix == ".onnx":
            return OnnxEncoder(
                Embedder(path, face.encoder_sha256, face.encoder_px, face.encoder_mean, face.encoder_std),
                face.encoder_px,
            )
        if path.suffix == ".dat":
            return DatEncoder(path, face.encoder_sha256)
    except ModelTrouble as trouble:
        raise FacesUnavailable(f"face.encoder: {trouble}") from None
    raise FacesUnavailable(f"face.encoder: {path}: is neither a dlib .dat nor an .onnx file")


class DatEncoder(DlibEncoder):
    """Another network of dlib's own format in place of the library's."""

    def __init__(self, path: Path, sha256: str) -> None:
        super().__init__()
        digest = checked(path, sha256)
        import dlib  # type: ignore[import-untyped]

        try:
            self._network = dlib.face_recognition_model_v1(str(path))
        except RuntimeError as error:
            words = " ".join(str(error).split())
            raise ModelTrouble(f"{path}: not a face model dlib can load ({words})") from None
        self._points = self._library.api.pose_predictor_5_point
        self._rectangle = dlib.rectangle
        self.model_id = f"{path.stem}-{digest[:12]}"
        grey = np.full((150, 150, 3), 127, np.uint8)
        self.dim = len(self.encode(grey, (0, 150, 150, 0)))

    def encode(self, rgb: Image, box: Box) -> Template:
        top, right, bottom, left = box
        points = self._points(rgb, self._rectangle(left, top, right, bottom))
        return np.asarray(self._network.compute_face_descriptor(rgb, points, 1), dtype=np.float32)


class OnnxEncoder(DlibEncoder):
    """An ONNX network on the face, turned and scaled so that eyes and nose lie where the network expects them."""

    def __init__(self, embedder: Embedder, px: int) -> None:
        super().__init__()
        self._embedder, self._px = embedder, px
        self.model_id, self.dim = embedder.model_id, embedder.dim

    def encode(self, rgb: Image, box: Box) -> Template:
        return self._embedder.encode(aligned(rgb, self.points(rgb, box), self._px))


def aligned(rgb: Image, points: Template, px: int) -> Image:
    """The face as px x px. `points`: the eye to the left in the picture, the other eye, the tip of the nose."""
    matrix, _ = cv2.estimateAffinePartial2D(points, ALIGNED * (px / ALIGNED_PX), method=cv2.LMEDS)
    return np.asarray(cv2.warpAffine(rgb, matrix, (px, px)), dtype=np.uint8)
