"""Spans over a line on a real clip: what was counted, and how long nobody could count."""

from pathlib import Path

import cv2
import pytest

from devices.vision.capture import Frame, Health, Link, wall_clock_ms
from devices.vision.gate import Gate, Passed
from devices.vision.worker import Eyes
from hall.bus.site import Site
from hall.contract.flow import SeeFlow
from tests.devices import small_hall

CLIP = Path(__file__).parents[3] / "examples/demo/media/post_a.mp4"
LINE = ((0.5, 0.0), (0.5, 1.0))
MORE = """
[[cameras]]
id = "cam-1"
source = "nowhere.mp4"
line = [[0.5, 0.0], [0.5, 1.0]]
line_scale = 1.0
"""


@pytest.fixture(scope="module")
def frames():
    film = cv2.VideoCapture(str(CLIP))
    found = []
    while (read := film.read())[0]:
        found.append(cv2.resize(read[1], (320, 180), interpolation=cv2.INTER_AREA))
    return found


def play(gate: Gate, frames, at_ms: int = 0, every_ms: int = 100) -> list[Passed]:
    found = []
    for n, image in enumerate(frames):
        now = at_ms + n * every_ms
        gate.step(image, now)
        found += [one for one in (gate.due(now),) if one is not None]
    return found


def test_a_clip_is_told_in_spans_that_leave_no_gap(frames):
    spans = play(Gate(*LINE, every_ms=20_000, started_ms=0), frames)
    assert [(x.since_ms, x.until_ms) for x in spans] == [(0, 20_000), (20_000, 40_000), (40_000, 60_000)]
    outward, inward = sum(x.outward for x in spans), sum(x.inward for x in spans)
    assert 2 <= outward <= 4  # three by eye, all from left to right in the picture
    assert inward <= 1
    assert spans[0].blind_ms >= 3500  # the usual picture was not known yet
    assert all(x.blind_ms <= 500 for x in spans[1:])


def test_a_picture_that_cannot_be_used_is_blind_and_counts_nobody(frames):
    gate = Gate(*LINE, every_ms=20_000, started_ms=0)
    play(gate, frames[:150])
    for n in range(150, 400):
        gate.step(None, n * 100)
        one = gate.due(n * 100)
        if one is not None:
            assert one.blind_ms >= 9000
    (last,) = [x for n in range(400, 401) for x in (gate.due(n * 100),) if x is not None]
    assert (last.inward, last.outward, last.blind_ms) == (0, 0, 20_000)


def test_too_few_frames_a_second_are_blind_throughout(frames):
    spans = play(Gate(*LINE, every_ms=20_000, started_ms=0), frames[::3], every_ms=300)
    assert spans
    assert all(x.blind_ms == x.until_ms - x.since_ms and x.inward == x.outward == 0 for x in spans)


def test_a_clock_set_back_begins_a_new_span():
    gate = Gate(*LINE, every_ms=20_000, started_ms=100_000)
    assert gate.due(50_000) is None
    passed = gate.due(70_000)
    assert passed is not None
    assert (passed.since_ms, passed.until_ms) == (50_000, 70_000)


def test_a_camera_with_a_line_tells_the_hall_of_each_span_once(tmp_path, frames):
    site = Site.load(small_hall.write(tmp_path, MORE))
    eyes = Eyes(site, site.config.cameras[0])
    began = wall_clock_ms()
    assert eyes.watch.counted(0) == ()  # a clock set back: a span begins there, and ends now
    assert len(eyes.watch.counted(began)) == 1
    told = []
    for n in range(3100):
        now = began + n * 100
        image = frames[n % len(frames)]
        if n < 300:  # most of the five minutes the camera gives nothing
            eyes.watch.step(Frame(image, now, n + 1), Health(Link.LIVE, now, "", now, n + 1), now)
        told += eyes.watch.counted(now)
    (one,) = told
    assert isinstance(one, SeeFlow)
    assert one.until_ms - one.since_ms == 300_000
    assert one.outward >= 1
    assert one.blind_ms >= 240_000
