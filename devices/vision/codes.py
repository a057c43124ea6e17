"""QR codes out of frames, by OpenCV's own detector. What a code means is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from devices.vision.regions import Image


class CodeReader:
    """Reads the QR code of a frame. A text counts once it was read twice the same, so a half-read never passes."""

    def __init__(self, times: int = 2) -> None:
        self._detector = cv2.QRCodeDetector()
        self._times = times
        self._last = ""
        self._count = 0

    def step(self, image: Image) -> str:
        """The text of the code in view once it is sure, else ""."""
        text = read_code(image, self._detector)
        if not text:
            return ""
        self._count = self._count + 1 if text == self._last else 1
        self._last = text
        return text if self._count >= self._times else ""


def read_code(image: Image, detector: cv2.QRCodeDetector | None = None) -> str:
    """The text of the first QR code in a BGR frame, or "". Bytes that are no text count as unreadable."""
    detector = detector or cv2.QRCodeDetector()
    for picture in _tries(image):
        try:
            text, _, _ = detector.detectAndDecode(picture)
        except (cv2.error, UnicodeDecodeError):
            continue
        if text and text.isprintable():
            return str(text)
    return ""


def _tries(image: Image) -> Iterator[Image]:
    """The frame, then what helps with codes on a phone: a quiet white border, contrast, a larger picture."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image, dtype=np.uint8)
    yield grey
    yield np.asarray(cv2.copyMakeBorder(grey, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=(255,)), dtype=np.uint8)
    yield np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(grey), dtype=np.uint8)
    if max(grey.shape) <= 800:
        yield np.asarray(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
