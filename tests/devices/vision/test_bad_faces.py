"""Bad input to faces: told in words, nothing is made up, and everything else goes on."""

import subprocess
import sys
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from devices.vision import enrol
from devices.vision.capture import source_of
from devices.vision.enrol import CannotEnrol, Places
from devices.vision.eye import Eye, Faces
from devices.vision.faces import DlibEncoder, FaceParams, Trouble, look
from devices.vision.gallery import GalleryFile, make_key
from devices.vision.looking import Failed
from hall.bus.site import Site
from hall.contract.devices import DeviceState, Fault, JobFailed, LookForFace, ReadCode
from hall.contract.people import FailReading
from hall.launch import PROCESSES
from tests.devices import small_hall

EYE = """
[face]
mode = "1:n"
{more}
[[kiosks]]
id = "kiosk-1"
zone = "A"
eye = "kiosk-1.eye"
[[devices]]
id = "kiosk-1.eye"
make = "eye.camera"
port = "{picture}"
host = "eye-kiosk-1"
kiosk = "kiosk-1"
"""
JOB = LookForFace("job-1", "kiosk-1.eye", "reading-1", "consent-1", 10**15)
MODEL, DIM = DlibEncoder.model_id, DlibEncoder.dim


@pytest.fixture
def site(tmp_path) -> Site:
    return make_site(tmp_path)


def make_site(folder: Path, more: str = "") -> Site:
    picture = folder / "nobody.jpg"
    cv2.imwrite(str(picture), np.full((480, 640, 3), 120, np.uint8))
    return Site.load(small_hall.write(folder, EYE.format(more=more, picture=picture)))


def eye_of(site: Site) -> Eye:
    faces = Faces(site)
    faces.load()
    part = next(d for d in site.config.devices if d.make == "eye.camera")
    return Eye(part, source_of(part.port, site.path.parent), faces)


def gallery_of(site: Site, model: str = MODEL, dim: int = DIM) -> GalleryFile:
    places = Places.of(site)
    file = GalleryFile(places.gallery, make_key(places.key), model, dim)
    for n in range(3):
        template = np.random.default_rng(n).normal(0, 0.1, dim).astype(np.float32)
        file.put(f"f-{n}", template, "C", 1, 3, link=f"blind-{n}")
    return file


def another_model(site: Site) -> None:
    gallery_of(site, "arc-0123456789ab", 512)


def no_gallery_at_all(site: Site) -> None:
    gallery_of(site)
    Places.of(site).gallery.write_bytes(b"\x00rubbish")


def key_gone(site: Site) -> None:
    gallery_of(site)
    Places.of(site).key.unlink()


def key_cut(site: Site) -> None:
    gallery_of(site)
    Places.of(site).key.write_bytes(b"short")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (another_model, "512 numbers"),
        (no_gallery_at_all, "not a face gallery"),
        (key_gone, "key cannot be read"),
        (key_cut, "5 bytes instead of 16"),
    ],
)
def test_a_gallery_that_cannot_be_used_turns_faces_off_and_codes_go_on(site, spoil, words):
    spoil(site)
    one = eye_of(site)
    told = one.report()
    assert (told.state, told.fault) == (DeviceState.READY, Fault.FACES_OFF)
    assert words in told.detail
    (failed,) = one.step([JOB], 1)
    assert isinstance(failed, FailReading) and failed.fault == "faces_off"
    assert one.step([ReadCode("job-2", "kiosk-1.eye", "reading-2", 10**15)], 2) == []
    one.close()


def test_a_gallery_that_is_put_right_is_taken_without_a_restart(site):
    gallery_of(site)
    good = Places.of(site).gallery.read_bytes()
    no_gallery = Places.of(site).gallery
    no_gallery.write_bytes(b"rubbish")
    one = eye_of(site)
    assert one.report().fault is Fault.FACES_OFF
    no_gallery.write_bytes(good)
    assert one.report().fault is Fault.NONE


def test_a_corrupt_template_is_left_out_and_the_others_are_known(site, caplog):
    file = gallery_of(site)
    stored = msgspec.msgpack.decode(file.path.read_bytes())
    stored["faces"][1]["sealed"] = bytes(len(stored["faces"][1]["sealed"]))
    file.path.write_bytes(msgspec.msgpack.encode(stored))
    one = eye_of(site)
    assert one.report().fault is Fault.NONE
    look = one.faces.look(JOB, 1)
    assert not isinstance(look, Failed)
    assert look.gallery.people == ("f-0", "f-2")
    assert "f-1 is damaged" in caplog.text


def test_a_gallery_of_another_key_knows_nobody(site, caplog):
    gallery_of(site)
    key = Places.of(site).key
    key.unlink()
    make_key(key)
    look = eye_of(site).faces.look(JOB, 1)
    assert not isinstance(look, Failed) and len(look.gallery) == 0
    assert "another key" in caplog.text


def test_an_encoder_that_is_not_there_turns_faces_off(tmp_path):
    site = make_site(tmp_path, f'encoder = "gone.onnx"\nencoder_sha256 = "{"0" * 64}"')
    told = eye_of(site).report()
    assert (told.state, told.fault) == (DeviceState.READY, Fault.FACES_OFF)
    assert "gone.onnx" in told.detail


def test_who_is_not_enrolled_is_told_without_opening_the_camera(site, monkeypatch):
    gallery_of(site)
    one = eye_of(site)
    monkeypatch.setattr(one.camera, "open", lambda: pytest.fail("the camera was opened"))
    (failed,) = one.step([msgspec.structs.replace(JOB, among=("nobody",))], 1)
    assert isinstance(failed, FailReading) and failed.fault == "face_not_enrolled"


def test_only_whom_the_hall_names_is_compared(site):
    gallery_of(site)
    one = eye_of(site)
    for among, people in ((("blind-1",), ("f-1",)), (("blind-0", "x", "blind-2"), ("f-0", "f-2")), (None, 3)):
        look = one.faces.look(msgspec.structs.replace(JOB, among=among), 1)
        assert not isinstance(look, Failed)
        assert look.gallery.people == people or len(look.gallery) == people


def test_a_job_without_consent_opens_nothing(site, monkeypatch):
    one = eye_of(site)
    monkeypatch.setattr(one.camera, "open", lambda: pytest.fail("the camera was opened"))
    (failed,) = one.step([msgspec.structs.replace(JOB, consent="")], 1)
    assert isinstance(failed, FailReading | JobFailed)


def faces_on_one_picture(root: Path, count: int) -> np.ndarray:
    face = cv2.imread(str(root / "examples/demo/media/portraits/obama/take-1.jpg"))
    small = cv2.resize(face, (240, round(240 * face.shape[0] / face.shape[1])))
    return np.hstack([small] * count)


def test_a_photo_with_no_face_and_one_with_five(root, tmp_path):
    encoder = DlibEncoder()
    five = faces_on_one_picture(root, 5)
    params = FaceParams(width_px=1200, smallest_px=30)
    assert look(five, encoder, params).trouble is Trouble.MANY
    assert look(np.full((480, 640, 3), 90, np.uint8), encoder, params).trouble is Trouble.NO_FACE
    for n in range(3):
        cv2.imwrite(str(tmp_path / f"{n}.png"), np.full((480, 640, 3), 90 + n, np.uint8))
    places = Places(tmp_path / "faces.gallery", tmp_path / "faces.key")
    with pytest.raises(CannotEnrol, match=r"0\.png: no face found"):
        enrol.enrol(places, sorted(tmp_path.glob("*.png")), "C", 1, encoder=encoder)
    assert not places.gallery.exists()


MODULES = sorted(
    {row.module for row in PROCESSES} | {"hall.__main__", "hall.cli.faces", "hall.cli.vision_eval"}
)


@pytest.mark.parametrize("module", MODULES)
def test_no_process_loads_the_face_models_by_being_imported(module):
    """A second and 150 MB each: only the eye needs them, and only once it is asked to run."""
    code = (
        f"import importlib, sys; importlib.import_module({module!r}); "
        "print([m for m in ('face_recognition', 'dlib', 'face_recognition_models') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_camera_is_heard_once_it_has_given_a_picture_and_not_before(site):
    """Idle it is shut, so nobody knows what it would give."""
    one = eye_of(site)
    job = ReadCode("job-2", "kiosk-1.eye", "reading-2", 10**15)
    assert one.report().heard_ms == 0
    now = 0
    while not one.report().heard_ms and now < 1000:  # each turn waits up to 0.1 s for a picture
        now += 1
        one.step([job], now)
    assert one.report().heard_ms == now
    one.close()
