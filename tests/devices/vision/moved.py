"""A photograph held before a lens and moved: what an attacker with a print or a phone can do, for tests.

Tilted up to 35 degrees about both axes, turned in its plane, shifted, nearer and farther, with noise and JPEG.
"""

from collections.abc import Iterator

import cv2
import numpy as np

STEP_MS = 150
WIDTH, HEIGHT = 480, 360
TILT = np.radians(35.0)


def moved(photo: np.ndarray, seed: int, seconds: float) -> Iterator[tuple[int, np.ndarray]]:
    """(ms, BGR frame) of the photograph `photo`."""
    dice = np.random.default_rng(seed)
    phase = dice.uniform(0, 2 * np.pi, 6)
    for number in range(round(seconds * 1000 / STEP_MS)):
        at = number * STEP_MS / 1000
        wave = np.sin(2 * np.pi * at / np.array([2.6, 4.1, 2.3, 3.7, 1.9, 3.1]) + phase)
        frame = _seen(photo, wave)
        noisy = np.clip(frame + dice.normal(0, 5, frame.shape), 0, 255).astype(np.uint8)
        good, jpeg = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 80])
        assert good
        yield 1000 + number * STEP_MS, cv2.imdecode(jpeg, cv2.IMREAD_COLOR)


def _seen(photo: np.ndarray, wave: np.ndarray) -> np.ndarray:
    """The photograph as a plane in space, 1.2 times its own height from the lens."""
    turned = np.eye(3)
    for axis, angle in ((0, TILT / 1.5 * wave[0]), (1, TILT * wave[1]), (2, 0.2 * wave[2])):
        turned = cv2.Rodrigues(angle * np.eye(3)[axis])[0] @ turned
    corners = np.array([[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]]) @ turned.T
    scale = (0.95 + 0.2 * wave[3]) * 1.2 * HEIGHT / (corners[:, 2:] + 1.2)
    shift = np.array([WIDTH / 2 + 25 * wave[4], HEIGHT / 2 + 12 * wave[5]])
    high, wide = photo.shape[:2]
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, (corners[:, :2] * scale + shift).astype(np.float32))
    return cv2.warpPerspective(photo, matrix, (WIDTH, HEIGHT), borderValue=(90, 90, 90))
