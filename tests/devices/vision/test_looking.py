"""One look of the kiosk's eye: who is accepted, who is asked for another way, and what is said when nothing works."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision.faces import DlibEncoder, Trouble
from devices.vision.gallery import Gallery, MatchRule
from devices.vision.looking import FAULTS, FIRST_FRAME_MS, LOOK_MS, CodeLook, FaceLook, Failed
from hall.contract.devices import Fault
from hall.contract.people import FaceAttest
from hall.domain import words


class Faces:
    """An encoder whose pictures say by their brightness who stands there; 128 numbers."""

    model_id, dim = "test-model", 128

    def locate(self, rgb):
        return [] if rgb[0, 0, 0] == 0 else [(100, 300, 250, 150)]

    def turn(self, rgb, box):
        return 0.0

    def encode(self, rgb, box):
        return np.full(128, rgb[0, 0, 0] / 1000, np.float32)


def picture(who: int, seed: int = 0) -> np.ndarray:
    image = np.random.default_rng(seed).integers(60, 200, (480, 640, 3)).astype(np.uint8)
    image[0, 0] = who
    return image


def gallery(*people: int) -> Gallery:
    return Gallery(
        tuple(f"p-{n}" for n in people), np.stack([np.full(128, n / 1000, np.float32) for n in people])
    )


def play(look: FaceLook, who, count: int = 60):
    for n in range(count):
        result = look.step(picture(who(n), seed=n), 1000 + n * 200)
        if result is not None:
            return result, n + 1
    return None, count


def look_at(who, *people: int):
    return play(FaceLook(Faces(), gallery(*people), MatchRule(), began_ms=1000), who)


def test_a_person_of_the_gallery_is_known_after_three_frames():
    result, frames = look_at(lambda n: 100, 100, 200)
    assert result == FaceAttest("p-100", 0.0, "test-model")
    assert frames == 3


def test_a_stranger_is_unknown():
    assert look_at(lambda n: 180, 100)[0] == Failed(Fault.FACE_UNKNOWN)


def test_a_face_between_two_people_is_looked_at_longer_and_left_unsure():
    result, frames = look_at(lambda n: 101, 100, 102)
    assert result == Failed(Fault.FACE_UNSURE)
    assert frames == 6


def test_an_empty_gallery_knows_nobody():
    look = FaceLook(Faces(), Gallery.empty(128), MatchRule(), began_ms=1000)
    assert play(look, lambda n: 100)[0] == Failed(Fault.FACE_UNKNOWN)


def test_without_a_face_the_visitor_is_told_after_a_while():
    look = FaceLook(Faces(), gallery(100), MatchRule(), began_ms=1000)
    result, frames = play(look, lambda n: 0, count=200)
    assert result == Failed(Fault.NO_FACE, "no_face")
    assert frames * 200 >= LOOK_MS


def test_one_photograph_shown_again_and_again_is_not_three_frames():
    look = FaceLook(Faces(), gallery(100), MatchRule(), began_ms=1000)
    still = picture(100)
    results = [look.step(still, 1000 + n * 200) for n in range(120)]
    assert results[-1] == Failed(Fault.FACE_STILL, "same_picture")
    assert FaceAttest("p-100", 0.0, "test-model") not in results


def test_every_trouble_of_a_face_has_its_own_sentence():
    """Too far, turned, blurred, dark, bright and a picture: each asks for something else."""
    shared = {Trouble.NONE, Trouble.NO_FACE}
    said = {trouble: FAULTS[trouble] for trouble in Trouble if trouble not in shared}
    assert len(set(said.values())) == len(said)
    assert Fault.NO_FACE not in said.values()
    sentences = {words.reading(fault.value).zh for fault in said.values()}
    assert len(sentences) == len(said)
    assert words.READING_BROKEN.zh not in sentences


@pytest.mark.parametrize("look", [FaceLook(Faces(), gallery(100), MatchRule(), 0), CodeLook(0)])
def test_a_camera_without_a_picture_is_gone(look):
    assert look.pause(FIRST_FRAME_MS) is None
    assert look.pause(FIRST_FRAME_MS + 1) == Failed(Fault.CAMERA_GONE, "no picture")


def test_a_code_look_waits_as_long_as_it_may():
    look = CodeLook(0)
    wall = np.full((480, 640, 3), 120, np.uint8)
    assert all(look.step(wall, n * 1000) is None for n in range(1, 40))
    assert look.pause(3_600_000) is None


def test_the_portraits_of_the_demo_take_a_number(root: Path):
    """As the demo plays it: enrolled from one set of takes, looked at in another."""
    encoder = DlibEncoder()
    folder = root / "examples/demo/media/portraits"
    from devices.vision.enrol import template_of

    people = ("biden", "obama")
    templates = [template_of(sorted((folder / who).glob("take-[123].jpg")), encoder)[0] for who in people]
    known = Gallery(people, np.stack(templates))
    for who in people:
        look = FaceLook(encoder, known, MatchRule(), began_ms=0)
        shown = [cv2.imread(str(p)) for p in sorted((folder / who).glob("take-[4567].jpg"))]
        results = [look.step(image, 200 * n) for n, image in enumerate(shown, 1)]
        got = next(r for r in results if r is not None)
        assert isinstance(got, FaceAttest)
        assert got.person == who
