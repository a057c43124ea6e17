"""The hall's own people detector: probed at start, read by its declared layout, refused in one line."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from devices.vision.onnx_models import MOST_SPOTS, ModelTrouble, people_of
from hall.contract.config import DetectorPart
from tests.devices.vision import tiny_onnx


def part(path: Path, kind: str = "yolo", **more) -> DetectorPart:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return DetectorPart(kind, path.name, digest, (64, 64), **more)


def test_without_a_model_there_is_no_detector(tmp_path):
    assert people_of(DetectorPart(), tmp_path) is None


def test_boxes_come_back_in_pixels_of_the_frame_and_the_double_is_dropped(tmp_path):
    rows = [[20, 16, 10, 20, 0.9], [21, 16, 10, 20, 0.8], [50, 16, 8, 8, 0.3]]
    path = tiny_onnx.yolo(tmp_path / "people.onnx", rows=rows)
    people = people_of(part(path), tmp_path)
    assert people is not None and people.name.startswith("yolo people-")
    (one,) = people.find(np.zeros((320, 640, 3), np.uint8))
    assert one.box == (150, 60, 250, 260), "the frame is ten times as wide as the input"
    assert one.score == pytest.approx(0.9)


def test_what_can_be_nobody_is_left_out(tmp_path):
    nan, inf = float("nan"), float("inf")
    rows = [
        [20, 16, 10, 20, 0.9],
        [nan, 16, 10, 20, 0.9],
        [20, 16, inf, 20, 0.9],
        [20, 16, 1e30, 20, 0.9],
        [20, 16, 10, 20, 7.0],  # no share: a model without its last layer
        [20, 16, 10, 20, nan],
        [500, 16, 10, 20, 0.9],
        [-400, -400, 10, 20, 0.9],
        [20, 16, 4000, 4000, 0.9],
        [20, 16, -10, 20, 0.9],
        [40, 16, 0, 0, 0.9],
    ]
    people = people_of(part(tiny_onnx.yolo(tmp_path / "people.onnx", rows=rows)), tmp_path)
    assert people is not None
    assert [one.box for one in people.find(np.zeros((320, 640, 3), np.uint8))] == [(150, 60, 250, 260)]


def test_a_model_that_gives_no_number_at_all_fails_its_trial(tmp_path):
    path = tiny_onnx.yolo(tmp_path / "people.onnx", rows=[[float("nan")] * 5, [float("inf")] * 5])
    with pytest.raises(ModelTrouble, match="no finite numbers"):
        people_of(part(path), tmp_path)


def test_a_thousand_boxes_are_no_crowd_of_a_thousand(tmp_path):
    rows = [[2 + n % 60, 2 + n // 60, 1.0, 1.0, 0.9] for n in range(1200)]
    people = people_of(part(tiny_onnx.yolo(tmp_path / "people.onnx", rows=rows)), tmp_path)
    assert people is not None
    assert len(people.find(np.zeros((640, 640, 3), np.uint8))) <= MOST_SPOTS


def test_the_wrong_layout_kind_and_file_are_told(tmp_path):
    path = tiny_onnx.yolo(tmp_path / "people.onnx", rows=[[20, 16, 10, 20, 0.9]])
    with pytest.raises(ModelTrouble, match=r"1x5x1.*no v5 layout"):
        people_of(part(path, layout="v5"), tmp_path)
    with pytest.raises(ModelTrouble, match="YuNet"):
        people_of(part(path, "yunet"), tmp_path)
    wanted = part(path)
    path.write_bytes(b"something else")
    with pytest.raises(ModelTrouble, match="SHA-256"):
        people_of(wanted, tmp_path)
    with pytest.raises(ModelTrouble, match="not an ONNX model"):
        people_of(part(path), tmp_path)
    path.unlink()
    with pytest.raises(ModelTrouble, match="cannot be read"):
        people_of(wanted, tmp_path)
