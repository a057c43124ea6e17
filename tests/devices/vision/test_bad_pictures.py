"""What cameras really send: no video, strange rates, sizes that change under way, pictures of one colour. Nothing falls
over, nobody is called absent for it, and everything else goes on."""

import itertools
import struct

import cv2
import numpy as np
import pytest

from devices.vision.capture import Camera, Frame, Health, Link, Source, clip_frames
from devices.vision.crowd import Crowding
from devices.vision.floor import FloorWatch
from devices.vision.flow import FlowWatch
from devices.vision.presence import PresenceParams
from devices.vision.regions import BadRegion, Region
from devices.vision.veil import tile
from devices.vision.watching import CameraWatch
from hall.contract.environment import SeeCrowd, SeeTroubles
from hall.contract.sightings import CameraReport, CameraState, Seat, SeatSeen
from tests.devices.vision.test_capture import until, write_clip
from tests.devices.vision.test_watching import SEAT, START, empty, taken

FLOOR = Region(((0.0, 0.5), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0)))


class Whole:
    """A camera with everything on it: a seat, a floor, a crowd."""

    def __init__(self) -> None:
        floor = FloorWatch(FLOOR, 20_000, (0.2, 0.4, 0.6))
        self.watch = CameraWatch("cam-1", {"post-3": SEAT}, PresenceParams(), lambda ms: ms, START, floor)
        self.now, self.number = START, 0
        self.told: list = []

    def frames(self, seconds: float, picture, size: tuple[int, int] | None = None) -> "Whole":
        for _ in range(round(seconds * 5)):
            self.now += 200
            self.number += 1
            image = picture(self.number)
            if size is not None:
                image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
            health = Health(Link.LIVE, START, "", self.now, self.number)
            self.told += self.watch.step(Frame(image, self.now, self.number), health, self.now)
        return self

    def last(self, kind: type):
        return [word for word in [*self.told, *self.watch.all()] if isinstance(word, kind)][-1]


def colour(value: int):
    return lambda n: np.full((240, 320, 3), value, np.uint8)


@pytest.mark.parametrize(
    ("value", "state"), [(0, CameraState.DARK), (120, CameraState.COVERED), (255, CameraState.GLARE)]
)
@pytest.mark.parametrize("seen_before", [True, False], ids=["after a good view", "from the start"])
def test_a_picture_of_one_colour_is_no_view_and_nobody_is_absent(value, state, seen_before):
    whole = Whole()
    if seen_before:
        whole.frames(20, taken)
    whole.frames(60, colour(value))
    assert whole.last(CameraReport).state is state
    assert whole.last(SeatSeen).seat is Seat.UNKNOWN
    assert Seat.ABSENT not in {x.seat for x in whole.told if isinstance(x, SeatSeen)}
    assert whole.last(SeeCrowd).level is Crowding.UNKNOWN
    whole.frames(40, taken)
    assert whole.last(CameraReport).state is CameraState.OK


@pytest.mark.parametrize("size", [(640, 480), (160, 120), (640, 360), (1280, 720)])
def test_another_size_in_mid_stream_disturbs_nobody(size):
    whole = Whole().frames(20, empty).frames(20, taken)
    assert whole.last(SeatSeen).seat is Seat.PRESENT
    before = [x for x in whole.told if isinstance(x, CameraReport)]
    whole.frames(20, taken, size)
    assert whole.last(SeatSeen).seat is Seat.PRESENT
    whole.frames(30, empty, size)
    assert whole.last(SeatSeen).seat is Seat.ABSENT
    assert [x for x in whole.told if isinstance(x, CameraReport)] == before, (
        "the camera was well all the time"
    )
    assert not [x for x in whole.told if isinstance(x, SeeTroubles) and x.seen]


def test_sizes_that_change_all_the_time_are_borne():
    sizes = [(320, 240), (64, 48), (16, 900), (900, 16), (2, 2), (1, 1), (1920, 1080)]
    whole = Whole()
    for n in range(40):
        whole.frames(0.6, empty, sizes[n % len(sizes)])
    assert not [x for x in whole.told if isinstance(x, SeeTroubles) and x.seen]
    assert whole.frames(30, taken).last(CameraReport).state is not CameraState.AWAY


def test_grey_pictures_are_pictures():
    def grey(n: int) -> np.ndarray:
        return cv2.cvtColor(taken(n), cv2.COLOR_BGR2GRAY)

    whole = Whole().frames(20, grey)
    assert whole.last(CameraReport).state is CameraState.OK
    assert tile(grey(1), None)
    FlowWatch((0.5, 0.1), (0.5, 0.9)).step(grey(1), 1)


def stamped(path, micros_per_frame: int, rate: tuple[int, int]) -> str:
    """A clip whose own data claim another rate: the header's time per frame, and the stream's rate over scale."""
    data = bytearray(path.read_bytes())
    main, stream = data.index(b"avih") + 8, data.index(b"strh") + 8
    data[main : main + 4] = struct.pack("<I", micros_per_frame)
    data[stream + 20 : stream + 28] = struct.pack("<II", rate[1], rate[0])
    path.write_bytes(bytes(data))
    return str(path)


@pytest.mark.parametrize(
    ("micros", "rate"), [(0, (0, 1)), (0, (0, 0)), (16_667, (60, 1)), (1, (1_000_000, 1))],
    ids=["0 fps", "0 over 0", "60 fps", "a million fps"],
)  # fmt: skip
def test_a_rate_that_cannot_be_is_not_believed_by_the_clock(tmp_path, micros, rate):
    path = tmp_path / "odd.avi"
    write_clip(path, frames=20)
    stamps = [at for at, _ in clip_frames(stamped(path, micros, rate))]
    assert len(stamps) == 20
    assert all(b > a for a, b in itertools.pairwise(stamps)), "time goes on"
    assert stamps[-1] < 60_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.mp4", b"<html><body>401 Unauthorized</body></html>"),
        ("empty.mp4", b""),
        ("noise.avi", np.random.default_rng(1).bytes(50_000)),
        ("head.avi", b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(200)),
        ("sound.wav", b"RIFF\x24\x08\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00"
                      b"\x02\x00\x10\x00data\x00\x08\x00\x00" + bytes(2048)),
    ],
    ids=["a page", "nothing", "noise", "a header alone", "sound"],
)  # fmt: skip
def test_what_is_not_video_is_a_camera_that_is_away_in_words(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    watch = CameraWatch("cam-1", {"post-3": SEAT}, PresenceParams(), lambda ms: ms, START)
    with Camera(Source(str(path)), clock_ms=lambda: START) as camera:
        assert until(lambda: camera.health().link is Link.AWAY, 10)
        health = camera.health()
    assert name in health.detail
    assert health.last_frame_ms == 0
    told = [word for passed in (0, 4000) for word in watch.step(None, health, START + passed)]
    (report,) = (x for x in told if isinstance(x, CameraReport))
    assert (report.state, report.frame_ms) == (CameraState.AWAY, 0)
    assert watch.all()[1].seat is Seat.UNKNOWN


@pytest.mark.parametrize(
    "points",
    [
        ((0.1, 0.1), (1.2, 0.1), (0.5, 0.9)),
        ((-0.1, 0.1), (0.9, 0.1), (0.5, 0.9)),
        ((0.1, 0.1), (float("nan"), 0.1), (0.5, 0.9)),
        ((100, 100), (300, 100), (200, 200)),  # pixels
    ],
)
def test_a_polygon_outside_of_the_picture_is_refused_with_the_point(points):
    with pytest.raises(BadRegion, match=r"point \(.*\) lies outside the picture; use shares from 0 to 1"):
        Region(points)
    with pytest.raises(BadRegion, match="ignore polygon"):
        Region(SEAT.polygon, (points,))
