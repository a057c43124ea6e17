"""`hall models` says which models are live, and why one is not."""

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from hall.__main__ import main
from tests.devices import small_hall
from tests.devices.vision import tiny_onnx

DETECTOR = """
[detector]
kind = "yolo"
path = "people.onnx"
sha256 = "{sha}"
input = [64, 64]
"""


def config(folder: Path, sha: str) -> str:
    return str(small_hall.write(folder, DETECTOR.format(sha=sha)))


@pytest.fixture
def sha(tmp_path) -> str:
    path = tiny_onnx.yolo(tmp_path / "people.onnx", rows=[[32, 32, 16, 16, 0.9]])
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_live_is_said_and_tried_on_a_picture(tmp_path, sha, capsys):
    picture = tmp_path / "hall.png"
    cv2.imwrite(str(picture), np.zeros((640, 640, 3), np.uint8))
    assert main(["models", "--config", config(tmp_path, sha), "--picture", str(picture)]) == 0
    told = capsys.readouterr().out
    assert "faces: dlib_face_recognition_resnet_model_v1, 128 numbers, live" in told
    assert "people: yolo people-" in told and "240,240,400,400  0.90" in told


def test_what_is_not_live_is_said_with_the_reason(tmp_path, sha, capsys):
    assert main(["models", "--config", config(tmp_path, "0" * 64)]) == 1
    told = capsys.readouterr().out
    assert "people: not available" in told and "SHA-256" in told and "change and motion" in told


def test_a_hall_without_models_of_its_own_is_well(tmp_path, capsys):
    assert main(["models", "--config", str(small_hall.write(tmp_path))]) == 0
    assert "no detector is configured" in capsys.readouterr().out
