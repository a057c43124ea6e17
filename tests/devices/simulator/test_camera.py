"""The pretend camera as OpenCV sees it."""

import time

import pytest
from PIL import Image

from devices.simulator.control import Program, SimulatorSaidNo

cv2 = pytest.importorskip("cv2")


@pytest.fixture
def camera():
    with Program("camera", "tcp:127.0.0.1:0", "--fps", "15") as program:
        yield program


def url(camera):
    return "http://" + camera.listen.removeprefix("tcp:") + "/video.mjpg"


def opened(camera):
    capture = cv2.VideoCapture(
        url(camera),
        cv2.CAP_FFMPEG,
        [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 3000],
    )
    assert capture.isOpened()
    return capture


def frame_where(capture, test, timeout_s=10.0):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        got, frame = capture.read()
        assert got
        if test(frame):
            return frame
    raise TimeoutError


def test_opencv_sees_a_code_a_picture_and_black(camera, tmp_path):
    capture = opened(camera)
    frame_where(capture, lambda frame: frame.mean() < 2)
    camera.ask("show", what="qr", text="TOKEN-123")
    frame_where(capture, lambda frame: cv2.QRCodeDetector().detectAndDecode(frame)[0] == "TOKEN-123")
    Image.new("RGB", (640, 480), (0, 200, 0)).save(tmp_path / "green.png")
    camera.ask("show", what="image", path=str(tmp_path / "green.png"))
    frame_where(capture, lambda frame: frame[:, :, 1].mean() > 150)
    capture.release()


def test_a_folder_and_a_clip_move_and_frozen_does_not(camera, tmp_path):
    for name, value in (("a", 0), ("b", 200)):
        Image.new("RGB", (320, 240), (value, value, value)).save(tmp_path / f"{name}.png")
    camera.ask("show", what="folder", path=str(tmp_path))
    capture = opened(camera)
    frame_where(capture, lambda frame: frame.mean() > 150)
    frame_where(capture, lambda frame: frame.mean() < 50)
    camera.ask("freeze")
    first = camera.ask("state")["frames"]
    camera.wait_until("frozen frames in time", lambda state: state["frames"] > first + 5)
    one = capture.read()[1]
    camera.ask("thaw")
    clip = cv2.VideoWriter(str(tmp_path / "clip.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    for value in (20, 120, 220):
        clip.write(one[:240, :320] * 0 + value)
    clip.release()
    camera.ask("show", what="clip", path=str(tmp_path / "clip.avi"))
    frame_where(capture, lambda frame: frame[200:280, 300:340].mean() > 190)
    capture.release()


@pytest.mark.parametrize(("name", "kind"), [("now.png", "PNG"), ("now.jpg", "JPEG")])
def test_a_kept_picture_is_what_its_name_says(camera, tmp_path, name, kind):
    camera.ask("picture", path=str(tmp_path / name))
    with Image.open(tmp_path / name) as kept:
        assert (kept.format, kept.size) == (kind, (640, 480))


def test_unplugged_ends_the_stream_and_plugged_is_the_same_address(camera):
    before = url(camera)
    capture = opened(camera)
    assert capture.read()[0]
    camera.ask("unplug")
    deadline = time.monotonic() + 10
    while capture.read()[0]:
        assert time.monotonic() < deadline
    capture.release()
    camera.ask("plug")
    assert url(camera) == before
    again = opened(camera)
    assert again.read()[0]
    again.release()


def test_wrong_scenes_are_told_and_the_camera_goes_on(camera, tmp_path):
    for words in (
        {"what": "moon"},
        {"what": "image", "path": "/none"},
        {"what": "folder", "path": str(tmp_path)},
    ):
        with pytest.raises(SimulatorSaidNo):
            camera.ask("show", **words)
    assert camera.ask("state")["scene"] == "black"
