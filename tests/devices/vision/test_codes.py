"""QR codes in camera pictures."""

import cv2
import numpy as np
import pytest
import qrcode

from devices.vision.codes import CodeReader, read_code


def code(text: str, box: int = 6) -> np.ndarray:
    made = qrcode.QRCode(box_size=box, border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(text)
    made.make()
    plain = np.array(made.get_matrix(), np.uint8)
    big = np.kron(1 - plain, np.ones((box, box), np.uint8)) * 255
    return np.repeat(big[..., None], 3, axis=2)


def held_to_the_camera(text: str, turn: float, light: float, size: int = 260) -> np.ndarray:
    """A code on a grey background, turned, dimmed, with noise."""
    frame = np.full((480, 640, 3), 110, np.uint8)
    picture = cv2.resize(code(text), (size, size), interpolation=cv2.INTER_AREA)
    frame[110 : 110 + size, 190 : 190 + size] = picture
    matrix = cv2.getRotationMatrix2D((320, 240), turn, 1.0)
    frame = cv2.warpAffine(frame, matrix, (640, 480), borderValue=(110, 110, 110))
    noise = np.random.default_rng(1).normal(0, 5, frame.shape)
    return np.clip(frame * light + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("turn", [0, 12, 90, 180, -30])
@pytest.mark.parametrize("light", [0.5, 1.0])
def test_a_code_is_read_turned_and_dimmed(turn, light):
    assert read_code(held_to_the_camera("T:8f3a9c17d2", turn, light)) == "T:8f3a9c17d2"


def test_a_picture_without_a_code_reads_as_nothing():
    noise = np.random.default_rng(2).integers(0, 255, (480, 640, 3), np.uint8)
    assert read_code(noise) == ""
    assert read_code(np.zeros((480, 640, 3), np.uint8)) == ""


def test_a_code_counts_once_it_was_read_twice_the_same():
    reader = CodeReader()
    assert reader.step(held_to_the_camera("A", 0, 1)) == ""
    assert reader.step(held_to_the_camera("B", 0, 1)) == ""
    assert reader.step(np.zeros((480, 640, 3), np.uint8)) == ""
    assert reader.step(held_to_the_camera("B", 5, 1)) == "B"


def test_a_torn_code_reads_as_nothing():
    frame = held_to_the_camera("T:8f3a9c17d2", 0, 1)
    frame[200:330, 230:380] = 110
    assert read_code(frame) == ""
