"""The hall's own encoder: probed before it is believed, and never silently another one."""

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision import enrol
from devices.vision.encoders import aligned, encoder_of
from devices.vision.enrol import Places, open_gallery
from devices.vision.faces import DlibEncoder, FaceParams, FacesUnavailable, look
from devices.vision.gallery import GalleryError
from hall.contract.config import FacePart
from tests.devices.vision import tiny_onnx


def part(path: Path, **more) -> FacePart:
    return FacePart(
        encoder=path.name, encoder_sha256=hashlib.sha256(path.read_bytes()).hexdigest(), tolerance=0.5, **more
    )


@pytest.fixture
def tiny(tmp_path) -> Path:
    return tiny_onnx.encoder(tmp_path / "tiny.onnx")


@pytest.fixture(scope="module")
def portrait(root: Path) -> np.ndarray:
    image = cv2.imread(str(root / "examples/demo/media/portraits/obama/take-1.jpg"))
    assert image is not None
    return image


def test_an_onnx_encoder_says_what_it_is_and_encodes(tiny, portrait):
    encoder = encoder_of(part(tiny), tiny.parent)
    assert encoder.dim == 32
    assert encoder.model_id == f"tiny-{hashlib.sha256(tiny.read_bytes()).hexdigest()[:12]}"
    face = look(portrait, encoder, FaceParams()).face
    assert face is not None and face.template.shape == (32,)
    assert float(np.linalg.norm(face.template)) == pytest.approx(1, abs=1e-5)


def test_a_dat_of_dlibs_own_is_taken_like_the_librarys(tmp_path, portrait):
    import face_recognition_models

    path = tmp_path / "own.dat"
    path.symlink_to(face_recognition_models.face_recognition_model_location())
    encoder = encoder_of(part(path), tmp_path)
    assert (encoder.dim, encoder.model_id[:4]) == (128, "own-")
    theirs = look(portrait, DlibEncoder(), FaceParams()).face
    ours = look(portrait, encoder, FaceParams()).face
    assert ours is not None and theirs is not None
    np.testing.assert_allclose(ours.template, theirs.template, atol=1e-5)


def test_eyes_and_nose_lie_where_the_model_expects_them():
    picture = np.zeros((300, 300, 3), np.uint8)
    points = np.array([[120, 130], [180, 150], [140, 180]], np.float32)
    for n, (x, y) in enumerate(points):
        cv2.circle(picture, (int(x), int(y)), 4, [0, 0, 0][:n] + [255] + [0] * (2 - n), -1)
    face = aligned(picture, points, 112)
    spots = [np.argwhere(face[..., n] > 128).mean(axis=0)[::-1] for n in range(3)]
    np.testing.assert_allclose(spots, [[38.3, 51.7], [73.5, 51.5], [56.0, 71.7]], atol=6)


def missing(path: Path) -> FacePart:
    made = part(path)
    path.unlink()
    return made


def other_file(path: Path) -> FacePart:
    made = part(path)
    path.write_bytes(path.read_bytes() + b"\0")
    return made


def garbage(path: Path) -> FacePart:
    path.write_bytes(b"this is no model" * 20)
    return part(path)


def wrong_input(path: Path) -> FacePart:
    return part(path, encoder_px=16)


def too_few(path: Path) -> FacePart:
    return part(tiny_onnx.encoder(path, dim=8))


def dat_garbage(path: Path) -> FacePart:
    other = path.with_suffix(".dat")
    other.write_bytes(b"no dlib")
    return part(other)


def no_kind(path: Path) -> FacePart:
    other = path.with_suffix(".bin")
    other.write_bytes(b"?")
    return part(other)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (missing, "cannot be read"),
        (other_file, "SHA-256"),
        (garbage, "not an ONNX model"),
        (wrong_input, "input of 1x3x16x16"),
        (too_few, "8 numbers"),
        (dat_garbage, "not a face model dlib can load"),
        (no_kind, "neither a dlib .dat nor an .onnx"),
    ],
)
def test_a_model_that_cannot_be_used_is_told_in_one_line(tiny, spoil, words):
    wanted = spoil(tiny)
    with pytest.raises(FacesUnavailable, match=words) as told:
        encoder_of(wanted, tiny.parent)
    assert "\n" not in str(told.value)
    assert str(tiny.parent) in str(told.value)


def test_a_gallery_of_another_encoder_is_told_in_words(tiny, root):
    places = Places(tiny.parent / "faces.gallery", tiny.parent / "faces.key")
    own = encoder_of(part(tiny), tiny.parent)
    enrol.enrol(places, root / "examples/demo/media/portraits/obama", "c-1", 1, encoder=DlibEncoder())
    with pytest.raises(GalleryError, match=r"128 numbers.*tiny-.*\(32\).*enrol again"):
        open_gallery(places, own)
    assert enrol.count(places) == 1, "it can still be listed and cut"


def test_without_a_file_it_is_the_librarys(tmp_path):
    assert encoder_of(FacePart(), tmp_path).model_id == DlibEncoder.model_id
