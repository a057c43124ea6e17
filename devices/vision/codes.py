"""QR codes out of frames, by OpenCV's own detector. What a code means is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from devices.vision.regions import Image


class CodeReader:
    """Reads the QR code of a frame. A text counts once it was read twice the same, so a half-read never passes.

    Each frame is tried as it is and in one other way, in turn, so that no frame costs more than two searches.
    """

    def __init__(self, times: int = 2) -> None:
        self._detector = cv2.QRCodeDetector()
        self._times = times
        self._last = ""
        self._count = 0
        self._turn = 0

    def step(self, image: Image) -> str:
        """The text of the code in view once it is sure, else ""."""
        self._turn = (self._turn + 1) % len(WAYS)
        text = _read(image, (_plain, WAYS[self._turn]), self._detector)
        if not text:
            return ""
        self._count = self._count + 1 if text == self._last else 1
        self._last = text
        return text if self._count >= self._times else ""


def read_code(image: Image) -> str:
    """The text of the first QR code in a BGR frame, tried in every way, or "". Bytes that are no text count as
    unreadable."""
    return _read(image, (_plain, *WAYS), cv2.QRCodeDetector())


def _read(image: Image, ways: Iterable[Callable[[Image], Image]], detector: cv2.QRCodeDetector) -> str:
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image, dtype=np.uint8)
    for way in ways:
        try:
            text, _, _ = detector.detectAndDecode(way(grey))
        except (cv2.error, UnicodeDecodeError):
            continue
        if text and text.isprintable():
            return str(text)
    return ""


def _plain(grey: Image) -> Image:
    return grey


def _bordered(grey: Image) -> Image:
    """A phone's screen may leave no quiet zone around the code."""
    return np.asarray(
        cv2.copyMakeBorder(grey, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=(255,)), dtype=np.uint8
    )


def _contrasted(grey: Image) -> Image:
    return np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(grey), dtype=np.uint8)


def _larger(grey: Image) -> Image:
    if max(grey.shape) > 800:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


WAYS = (_bordered, _contrasted, _larger)
