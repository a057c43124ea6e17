"""What is wrong with [face] and [detector], in words."""

import pytest

from hall.contract.check import check

SHA = "a" * 64


def problems(**tables: object) -> str:
    return "\n".join(str(x) for x in check({"hall": {"id": "t", "name": "测试"}, **tables})[1])


@pytest.mark.parametrize(
    ("face", "said"),
    [
        ({"mode": "1:m"}, "did you mean '1:n'?"),
        ({"encoder": "a.onnx"}, "no unknown model judges faces"),
        ({"encoder": "a.onnx", "encoder_sha256": "abc"}, "64 hexadecimal digits"),
        ({"encoder": "a.onnx", "encoder_sha256": SHA, "encoder_px": 4}, "4 is no input size"),
        ({"encoder": "a.onnx", "encoder_sha256": SHA, "encoder_std": 0}, "cannot be divided by"),
        ({"tolerance": 1.2}, "1.2 is no distance"),
    ],
)
def test_what_is_wrong_with_faces_is_said(face, said):
    assert said in problems(face=face)


def test_another_encoder_may_have_other_distances():
    face = {"encoder": "a.onnx", "encoder_sha256": SHA, "tolerance": 1.2, "mode": "1:n booked"}
    assert "face." not in problems(face=face)


@pytest.mark.parametrize(
    ("detector", "said"),
    [
        ({"kind": "yulo"}, "did you mean 'yolo'?"),
        ({"kind": "yolo"}, "the path of the .onnx file"),
        ({"kind": "yolo", "path": "a.onnx", "sha256": "b"}, "64 hexadecimal digits"),
        ({"layout": "v9"}, "'v9' is no layout"),
        ({"input": [1, 640]}, "1x640 is no input size"),
        ({"score": 0}, "0 is no share"),
    ],
)
def test_what_is_wrong_with_the_detector_is_said(detector, said):
    assert said in problems(detector=detector)
