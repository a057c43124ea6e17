"""Reading a real RTSP stream from another maker's server: pictures, passwords, transports, and servers that die."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.vision.capture import Camera, Health, Link, Source
from hall.contract.sightings import CameraChanged, CameraState, Seat, SeatChanged
from tests.devices import small_hall
from tests.devices.small_hall import SmallHall
from tests.devices.vision import rtsp

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def serve(root: Path) -> Iterator[Callable[..., rtsp.RtspServer]]:
    rtsp.wanted()
    made: list[rtsp.RtspServer] = []

    def start(*options: str) -> rtsp.RtspServer:
        made.append(rtsp.RtspServer(root / "examples/demo/media/post_a.mp4", *options))
        return made[-1]

    yield start
    for one in made:
        one.kill()


@pytest.fixture(scope="module")
def server(serve) -> rtsp.RtspServer:
    return serve()


def until(camera: Camera, test: Callable[[Health], bool], seconds: float) -> Health:
    deadline = time.monotonic() + seconds
    while not test(health := camera.health()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {health}"
        camera.newest(after=health.frames, timeout_s=0.05)
    return health


def live(health: Health) -> bool:
    return health.link is Link.LIVE


def away(health: Health) -> bool:
    return health.link is Link.AWAY


def test_pictures_arrive_at_the_pace_of_the_camera(server):
    with Camera(Source(server.address("clip"))) as camera:
        # Those that waited while the library opened come in a heap: the pace is that of later ones.
        health = until(camera, lambda now: now.frames >= 60 and 7 <= now.fps <= 13, 60)
        assert (health.link, health.size, health.opens) == (Link.LIVE, (768, 432), 1)
        frame = camera.newest()
        assert frame is not None and frame.image.std() > 10, "a picture of a room is not of one colour"


def test_what_happens_before_the_camera_comes_to_be_the_newest_frame(server):
    server.show("black")
    with Camera(Source(server.address("live"))) as camera:

        def shows(bright: bool) -> bool:
            frame = camera.newest()
            return frame is not None and bool(frame.image.mean() > 128) is bright

        until(camera, live, 15)
        for colour, bright in (("white", True), ("black", False)):
            server.show(colour)
            until(camera, lambda now, bright=bright: shows(bright), 30)


def test_a_server_that_is_killed_is_away_in_ten_seconds_and_back_in_twenty(serve):
    server = serve()
    with Camera(Source(server.address("clip"))) as camera:
        until(camera, live, 15)
        server.kill()
        assert "check power and network" in until(camera, away, 10).detail
        server.start()
        assert until(camera, live, 20).opens >= 2


def test_a_server_that_hangs_is_away_in_ten_seconds_and_back_in_twenty(serve):
    server = serve()
    with Camera(Source(server.address("clip"))) as camera:
        until(camera, live, 15)
        server.process.send_signal(signal.SIGSTOP)
        try:
            assert "no picture for 3 s" in until(camera, away, 10).detail
        finally:
            server.process.send_signal(signal.SIGCONT)
        until(camera, live, 20)


@pytest.mark.slow
def test_a_server_that_shows_one_picture_for_ever_is_frozen_in_ten_seconds_and_back_with_the_next_one(serve):
    """The server goes on encoding; it is the scene before it that stands still."""
    server = serve()
    server.show("ball")
    with Camera(Source(server.address("live"))) as camera:
        until(camera, live, 15)
        server.show("bars")
        frozen = until(camera, lambda now: now.link is Link.FROZEN, 10)
        assert "the same picture" in frozen.detail
        server.show("ball")
        assert until(camera, live, 20).opens == 1


@pytest.mark.slow
def test_a_server_of_one_picture_a_second_is_live_and_its_pace_is_told(serve):
    server = serve("--rate", "1")
    server.show("ball")
    with Camera(Source(server.address("live"))) as camera:
        health = until(camera, lambda now: now.frames >= 12 and 0.5 < now.fps < 2, 60)
        assert (health.link, health.opens) == (Link.LIVE, 1)


def test_a_camera_that_speaks_udp_only_is_read_as_well(serve):
    with Camera(Source(serve("--udp-only").address("clip"))) as camera:
        assert until(camera, lambda now: now.frames >= 10, 15).opens == 1


def test_a_password_is_used_and_shown_to_nobody(serve, capfd):
    server = serve("--user", "hall", "--password", "geheim")
    with Camera(Source(server.address("clip", "hall:geheim@"))) as camera:
        until(camera, live, 15)
    for login in ("hall:verraten@", ""):
        with Camera(Source(server.address("clip", login))) as camera:
            health = until(camera, away, 15)
        assert "check address, password" in health.detail
        assert "verraten" not in health.detail
    said = capfd.readouterr().err
    assert "geheim" not in said and "verraten" not in said


def test_a_stream_the_camera_does_not_have_is_away_with_words(server):
    with Camera(Source(server.address("nothing"))) as camera:
        assert "cannot be opened as video" in until(camera, away, 15).detail


WATCHED = """
[[posts]]
id = "post-1"
window = "1"
zone = "A"
camera = "cam-1"
polygon = [[0.50, 0.05], [0.68, 0.05], [0.68, 0.88], [0.50, 0.88]]
[[cameras]]
id = "cam-1"
source = "{source}"
reference = "{reference}"
"""


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_seat_is_judged_over_rtsp_and_a_dead_camera_is_told(serve, root, tmp_path):
    """The camera worker as a program in a hall: seats out of a stream, then the server dies and comes back."""
    server = serve()
    reference = root / "examples/demo/media/post_empty.jpg"
    more = WATCHED.format(source=server.address("clip"), reference=reference)
    with contextlib.ExitStack() as stack:
        hall = SmallHall(small_hall.write(tmp_path, more), stack)
        hall.start("hall.controller")
        hall.start("devices.vision.worker", "--host", "cameras-1")

        def camera() -> CameraState | None:
            return next((c.state for c in reversed(hall.of(CameraChanged))), None)

        def seats() -> list[Seat]:
            return [change.seat for change in hall.of(SeatChanged) if change.seat is not Seat.UNKNOWN]

        hall.until("a picture", lambda: camera() is CameraState.OK, 30)
        hall.until("an empty seat, then a taken one", lambda: seats() == [Seat.ABSENT, Seat.PRESENT], 60)
        server.kill()
        hall.until("the camera away", lambda: camera() is CameraState.AWAY, 10)
        hall.until("a seat nobody can see", lambda: [post.seat for post in hall.wall.posts] == ["unknown"], 5)
        server.start()
        hall.until("the picture back", lambda: camera() is CameraState.OK, 20)
