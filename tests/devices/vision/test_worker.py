"""What the hall tells a camera's process: seats said to be empty count as news only, closed hours while they last."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision.capture import Frame, Health, Link, wall_clock_ms
from devices.vision.people import Asked
from devices.vision.worker import Eyes, floor_of, params_for
from hall.bus.clock import Clock
from hall.bus.site import Site
from hall.contract.config import CameraPart
from hall.contract.sightings import CameraReport, Detector
from hall.contract.views_host import Empty, HostView
from tests.devices import small_hall

MORE = """
[[posts]]
id = "post-1"
window = "1"
zone = "A"
camera = "cam-1"
polygon = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]]
[[cameras]]
id = "cam-1"
source = "nowhere.mp4"
"""
CLOCK = Clock()


def picture(seed: int) -> np.ndarray:
    rough = np.random.default_rng(seed).integers(40, 220, (24, 32, 3), np.uint8)
    return cv2.resize(rough, (320, 240), interpolation=cv2.INTER_CUBIC)


class Source:
    """A camera that gives the frames it is told to."""

    def __init__(self) -> None:
        self.frame: Frame | None = None

    def newest(self, after: int) -> Frame | None:
        return self.frame if self.frame is not None and self.frame.number > after else None

    def health(self) -> Health:
        now = wall_clock_ms()
        return Health(Link.LIVE, now, "", now, self.frame.number if self.frame else 0)


@pytest.fixture
def eyes(tmp_path: Path) -> Eyes:
    site = Site.load(small_hall.write(tmp_path, MORE))
    made = Eyes(site, site.config.cameras[0])
    made.watch.seats["post-1"].look.capture_empty(picture(1))
    return made


def told(eyes: Eyes, *empties: Empty, closed_until_ms: int = 0, frame: int = 1) -> None:
    """The hall's view is heard, then a frame comes in which another picture than the kept one is seen."""
    eyes.heed(HostView("cameras-1", 1, 1, (), empties=empties, closed_until_ms=closed_until_ms), CLOCK)
    now = wall_clock_ms()
    eyes.watch.step(Frame(picture(2), now, frame), Health(Link.LIVE, now, "", now, frame), now)


def kept(eyes: Eyes) -> int:
    """Which picture is the empty seat now."""
    have = eyes.watch.seats["post-1"].look.empty
    assert have is not None
    return min((1, 2), key=lambda n: float(np.abs(have.astype(int) - cut(eyes, n)).mean()))


def cut(eyes: Eyes, seed: int) -> np.ndarray:
    look = eyes.watch.seats["post-1"].look
    before = look.empty
    look.capture_empty(picture(seed))
    found = look.empty
    look.set_empty(before)
    return found.astype(int)


@pytest.mark.parametrize(
    ("camera", "post", "age_s", "which"),
    [
        ("cam-1", "post-1", 2, 2),
        ("cam-1", "", 2, 2),
        ("cam-1", "post-1", 60, 1),  # told before this process was started anew: somebody may sit there again
        ("cam-2", "post-1", 2, 1),
        ("cam-1", "post-9", 2, 1),
    ],
)
def test_a_seat_said_to_be_empty_is_taken_from_the_next_picture_while_it_is_news(
    eyes: Eyes, camera: str, post: str, age_s: int, which: int
) -> None:
    assert kept(eyes) == 1
    told(eyes, Empty(camera, post, CLOCK.now_ms() - age_s * 1000))
    assert kept(eyes) == which


def test_one_word_is_heeded_once(eyes: Eyes) -> None:
    word = Empty("cam-1", "post-1", CLOCK.now_ms())
    told(eyes, word)
    eyes.watch.seats["post-1"].look.capture_empty(picture(1))
    told(eyes, word, frame=2)
    assert kept(eyes) == 1


def test_what_a_person_said_is_on_the_disk_as_soon_as_it_was_taken_and_not_before(
    eyes: Eyes, tmp_path: Path
) -> None:
    """The process may end at any moment after: it must not start with the older picture again."""

    def reloaded() -> int:
        site = Site.load(tmp_path / "hall.toml")
        return kept(Eyes(site, site.config.cameras[0]))

    source = Source()
    eyes.camera = source  # type: ignore[assignment]
    eyes.step()
    assert reloaded() == 1
    word = Empty("cam-1", "post-1", CLOCK.now_ms())
    eyes.heed(HostView("cameras-1", 1, 1, (), empties=(word,)), CLOCK)
    eyes.step()
    assert (kept(eyes), reloaded()) == (1, 1), "no picture came yet"
    source.frame = Frame(picture(2), wall_clock_ms(), 1)
    eyes.step()
    assert (kept(eyes), reloaded()) == (2, 2)


def test_closed_hours_end_by_themselves(eyes: Eyes) -> None:
    told(eyes, closed_until_ms=CLOCK.now_ms() + 60_000)
    assert eyes.watch.closed
    told(eyes, closed_until_ms=CLOCK.now_ms() - 1)
    assert not eyes.watch.closed


def test_a_detector_that_cannot_be_used_is_told_with_the_camera(tmp_path: Path) -> None:
    site = Site.load(small_hall.write(tmp_path, MORE))
    (report, *_) = Eyes(site, site.config.cameras[0], Asked(None)).watch.all()
    assert isinstance(report, CameraReport)
    assert report.detector is Detector.OFF


@pytest.mark.parametrize(("fps", "every_ms"), [(5.0, 180), (10.0, 90), (1.0, 900), (60.0, 60)])
def test_a_camera_is_judged_as_often_as_its_configuration_says(fps, every_ms):
    """A little more often than asked, so that a picture that comes a little early is not passed over."""
    assert params_for(CameraPart("cam", "x", fps=fps), 1.0).analyse_every_ms == every_ms


@pytest.mark.parametrize(
    ("configured_s", "speed", "hold_s"), [(240, 1.0, 240), (240, 40.0, 120), (60, 1.0, 60), (600, 2.0, 300)]
)
def test_a_fast_clock_does_not_make_a_thing_of_who_stands_still(configured_s, speed, hold_s):
    part = CameraPart("cam", "x", zone="A", floor=((0, 0), (1, 0), (1, 1)), clutter_s=configured_s)
    floor = floor_of(part, speed)
    assert floor is not None
    assert floor.objects.params.hold_ms == hold_s * 1000


def test_the_grace_of_a_seat_is_a_span_of_the_halls_day_and_never_shorter_than_leaving_takes():
    slow, fast = (params_for(CameraPart("cam", "x"), speed) for speed in (1.0, 1000.0))
    assert (slow.grace_ms, fast.grace_ms) == (20_000, fast.leave_ms)
