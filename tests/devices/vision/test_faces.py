"""Faces: what counts as a good frame, the mean of three, and the guard around face_recognition."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision.capture import clip_frames
from devices.vision.faces import (
    DlibEncoder,
    FaceParams,
    FacesUnavailable,
    GoodFace,
    Looked,
    Probe,
    Trouble,
    gather,
    load_face_recognition,
    look,
)
from devices.vision.gallery import Decision, Gallery, MatchRule

PARAMS = FaceParams()


@pytest.fixture(scope="module")
def encoder() -> DlibEncoder:
    return DlibEncoder()


@pytest.fixture(scope="module")
def media(root: Path) -> Path:
    return root / "examples/demo/media"


def probe_of(clip: Path, encoder: DlibEncoder, every: int = 5) -> Probe:
    probe = Probe()
    for number, (at, image) in enumerate(clip_frames(str(clip))):
        if number % every == 0:
            probe = gather(probe, look(image, encoder, PARAMS), round(at), PARAMS)
        if probe.enough(PARAMS):
            break
    return probe


def test_a_person_is_known_again_in_another_clip_and_a_stranger_is_not(encoder, media):
    enrolled = probe_of(media / "asl_again.mkv", encoder)
    again, stranger = (
        probe_of(media / "asl_help.mkv", encoder),
        probe_of(media / "head_turning.gif", encoder, every=1),
    )
    assert enrolled.enough(PARAMS) and again.enough(PARAMS) and stranger.enough(PARAMS)
    gallery = Gallery(("p-1",), np.stack([enrolled.template]))
    assert gallery.match(again.template, MatchRule()).decision is Decision.ACCEPT
    assert gallery.match(stranger.template, MatchRule()).decision is Decision.REFUSE


def test_portraits_of_two_men_are_two_people(encoder, media):
    obama = [
        look(cv2.imread(str(p)), encoder, PARAMS) for p in sorted((media / "portraits/obama").glob("*.jpg"))
    ]
    biden = look(cv2.imread(str(media / "portraits/originals/biden.jpg")), encoder, PARAMS)
    assert all(one.face for one in obama) and biden.face
    gallery = Gallery(("p-1",), np.stack([np.mean([one.face.template for one in obama], axis=0)]))
    assert gallery.match(obama[0].face.template, MatchRule()).decision is Decision.ACCEPT
    assert gallery.match(biden.face.template, MatchRule()).decision is Decision.REFUSE


def test_what_is_wrong_with_a_picture_is_named(encoder, media):
    good = cv2.imread(str(media / "portraits/originals/obama-480p.jpg"))
    assert look(np.full((480, 640, 3), 120, np.uint8), encoder, PARAMS).trouble is Trouble.NO_FACE
    assert (
        look(cv2.imread(str(media / "portraits/two/two_people.jpg")), encoder, PARAMS).trouble is Trouble.MANY
    )
    small = cv2.copyMakeBorder(
        cv2.resize(good, None, fx=0.55, fy=0.55), 120, 120, 200, 200, cv2.BORDER_CONSTANT
    )
    assert look(small, encoder, PARAMS).trouble in (Trouble.SMALL, Trouble.NO_FACE)
    assert look(cv2.GaussianBlur(good, (0, 0), 6), encoder, PARAMS).trouble is Trouble.BLURRED
    assert look((good * 0.12).astype(np.uint8), encoder, PARAMS).trouble in (Trouble.DARK, Trouble.NO_FACE)


def face(value: float, check: int) -> Looked:
    return Looked(GoodFace((0, 100, 100, 0), np.full(128, value, np.float32), check))


def test_three_different_frames_some_time_apart_are_needed():
    probe = Probe()
    for at in range(0, 1000, 200):
        probe = gather(probe, face(0.01, check=1), at, PARAMS)
    assert (len(probe.templates), probe.trouble) == (1, Trouble.SAME), "one picture shown again is one frame"
    probe = gather(probe, face(0.011, check=2), probe.last_ms + 50, PARAMS)
    assert len(probe.templates) == 1, "frames of one instant"
    probe = gather(probe, face(0.011, check=3), probe.last_ms + 200, PARAMS)
    assert not probe.enough(PARAMS)
    probe = gather(probe, face(0.012, check=4), probe.last_ms + 200, PARAMS)
    assert probe.enough(PARAMS)
    assert probe.template == pytest.approx(np.full(128, 0.011), abs=1e-6)


def test_another_person_stepping_in_starts_the_probe_anew():
    probe = gather(gather(Probe(), face(0.01, 1), 0, PARAMS), face(0.01, 2), 200, PARAMS)
    probe = gather(probe, face(0.2, 3), 400, PARAMS)
    assert len(probe.templates) == 1
    assert probe.templates[0][0] == pytest.approx(0.2)


def test_the_trouble_of_most_frames_is_the_one_told():
    probe = Probe()
    for trouble in (Trouble.NO_FACE, Trouble.SMALL, Trouble.SMALL):
        probe = gather(probe, Looked(None, trouble), 0, PARAMS)
    assert probe.main_trouble is Trouble.SMALL


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60
    )


def test_importing_the_module_loads_no_model():
    done = run(
        "import sys, devices.vision.faces, devices.vision.gallery, devices.vision.capture\n"
        "print('face_recognition' in sys.modules, 'dlib' in sys.modules)"
    )
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_without_pkg_resources_the_models_are_found_all_the_same():
    done = run(
        "import sys, importlib.util as u\n"
        "real = u.find_spec\n"
        "import devices.vision.faces as f\n"
        "f.find_spec = lambda name, *a: None if name == 'pkg_resources' else real(name, *a)\n"
        "print(f.DlibEncoder().dim, sys.modules['pkg_resources'].__file__ if "
        "hasattr(sys.modules['pkg_resources'], '__file__') else 'stub')"
    )
    assert done.stdout.split() == ["128", "stub"], done.stderr


def test_its_quit_becomes_an_error_in_words():
    done = run(
        "import sys, types\n"
        "sys.modules['face_recognition_models'] = None\n"
        "import devices.vision.faces as f\n"
        "try:\n    f.load_face_recognition()\n"
        "except f.FacesUnavailable as error:\n    print('told:', error)"
    )
    assert done.returncode == 0
    assert "told: face_recognition cannot be loaded" in done.stdout, done.stderr


def test_it_loads_here():
    assert load_face_recognition().__name__ == "face_recognition"
    assert issubclass(FacesUnavailable, Exception)


@pytest.mark.slow
def test_strangers_stay_strangers_east_asian_and_others_apart(encoder, shared_data, capsys):
    """LFW: 3-mean enrolment of 40 people, every stranger one picture (the harder case), the shipped default."""
    folder = shared_data / "vision/faces/lfw"
    import json

    group = {
        r["path"]: r["label"]["group"]
        for r in json.loads((shared_data / "vision/manifest.json").read_text())
        if r["path"].startswith("faces/lfw")
    }
    people, templates = [], []
    for person in sorted((folder / "enrolled").iterdir()):
        faces = [look(cv2.imread(str(p)), encoder, PARAMS).face for p in sorted(person.iterdir())]
        good = [f.template for f in faces if f][:3]
        if len(good) == 3:
            people.append(person.name)
            templates.append(np.mean(good, axis=0))
    gallery = Gallery(tuple(people), np.stack(templates))
    counts: dict[str, list[int]] = {}
    for picture in sorted((folder / "impostor").iterdir()):
        one = look(cv2.imread(str(picture)), encoder, PARAMS).face
        if one is not None:
            tally = counts.setdefault(group[f"faces/lfw/impostor/{picture.name}"], [0, 0])
            tally[0] += gallery.match(one.template, MatchRule()).decision is Decision.ACCEPT
            tally[1] += 1
    assert len(people) >= 35
    assert set(counts) == {"east_asian", "other"}
    for name, (accepted, tried) in counts.items():
        assert tried >= 45, name
        assert accepted / tried <= 0.02, f"{name}: {accepted} of {tried} strangers accepted"
