"""What the hall tells a camera's process: seats said to be empty count as news only, closed hours while they last."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision import kept as kept_files
from devices.vision import worker
from devices.vision.capture import Frame, Health, Link, wall_clock_ms
from devices.vision.people import Asked
from devices.vision.worker import AGAIN_MS, Eyes, floor_of, floor_region, kept_names, params_for
from hall.bus.clock import Clock
from hall.bus.site import Site
from hall.contract.config import CameraPart
from hall.contract.environment import SeeTroubles
from hall.contract.sightings import CameraReport, CameraState, Detector, Seat, SeatSeen
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

    now_ms = 1

    def __init__(self) -> None:
        self.frame: Frame | None = None

    def newest(self, after: int) -> Frame | None:
        return self.frame if self.frame is not None and self.frame.number > after else None

    def health(self) -> Health:
        now = worker.wall_clock_ms()
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
    floor = floor_of(part, speed, floor_region(part))
    assert floor is not None
    assert floor.objects.params.hold_ms == hold_s * 1000


def test_the_grace_of_a_seat_is_a_span_of_the_halls_day_and_never_shorter_than_leaving_takes():
    slow, fast = (params_for(CameraPart("cam", "x"), speed) for speed in (1.0, 1000.0))
    assert (slow.grace_ms, fast.grace_ms) == (20_000, fast.leave_ms)


FLOOR = """
floor = [[0.0, 0.4], [1.0, 0.4], [1.0, 1.0], [0.0, 1.0]]
zone = "A"
"""


def begun(folder: Path, more: str = MORE) -> tuple[Eyes, Source]:
    """A camera's part of a process that was just started."""
    site = Site.load(small_hall.write(folder, more))
    eyes, source = Eyes(site, site.config.cameras[0]), Source()
    eyes.camera = source  # type: ignore[assignment]
    return eyes, source


def shown(image: np.ndarray, wide: int, high: int) -> np.ndarray:
    return cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("size", [(160, 120), (352, 288), (1280, 960)])
def test_a_seat_kept_of_another_stream_is_the_same_empty_seat(tmp_path: Path, size: tuple[int, int]) -> None:
    first, source = begun(tmp_path)
    source.frame = Frame(picture(1), wall_clock_ms(), 1)
    first.step()
    first.watch.seats["post-1"].look.capture_empty(picture(1))
    first.keep()
    for seed, changed in ((1, False), (2, True)):
        again, source = begun(tmp_path)
        for number in range(1, 4):
            at_ms = wall_clock_ms() + 300 * number
            source.frame = Frame(shown(picture(seed), *size), at_ms, number)
            again.step()
        evidence = again.watch.seats["post-1"].evidence
        assert evidence is not None
        assert evidence.changed is changed
        again.keep()


def test_a_camera_whose_judging_breaks_down_is_unknown_says_why_and_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now_ms = wall_clock_ms()
    monkeypatch.setattr(worker, "wall_clock_ms", lambda: now_ms)
    eyes, source = begun(tmp_path, MORE + FLOOR)

    def bad(image: object, at_ms: int) -> None:
        raise ValueError("operands could not be broadcast")

    monkeypatch.setattr(eyes.watch.seats["post-1"].look, "look", bad)
    source.frame = Frame(picture(1), now_ms, 1)
    told = eyes.turn(None, False)
    (report,) = (x for x in told if isinstance(x, CameraReport))
    assert report.state is CameraState.UNKNOWN
    assert "broadcast" in report.detail
    assert {x.seat for x in told if isinstance(x, SeatSeen)} == {Seat.UNKNOWN}
    assert [x.judged for x in told if isinstance(x, SeeTroubles)] == [()]
    assert eyes.tile() == b""
    (line,) = caplog.records
    assert "cam-1" in line.message and "the other cameras go on" in line.message
    assert eyes.turn(None, False) == [], "it is left alone for a while …"
    assert eyes.turn(None, True), "… and told with everything"
    for number in range(2, 30):
        now_ms += AGAIN_MS // 20
        source.frame = Frame(picture(1), now_ms, number)
        told = eyes.turn(None, True)
    assert next(x for x in told if isinstance(x, CameraReport)).state is CameraState.OK


def test_only_pictures_of_what_is_configured_now_stay_on_the_disk(tmp_path: Path) -> None:
    site = Site.load(small_hall.write(tmp_path, MORE + FLOOR))
    folder = tmp_path / "vision"
    wanted = set(kept_names(site.config))
    assert len(wanted) == 3
    strange = {"plan.png", "cam-1.note.txt"}
    old = {"cam-1.post-1.0123abcd.png", "cam-1.floor.89abcdef.png", "cam-9.post-9.00000000.png"}
    (folder / "records").mkdir(parents=True)
    for name in wanted | strange | old:
        (folder / name).write_bytes(b"x")
    kept_files.forget(folder, wanted)
    assert {x.name for x in folder.iterdir()} == wanted | strange | {"records"}


def test_of_a_floor_only_cells_that_surely_show_nobody_are_on_the_disk(tmp_path: Path) -> None:
    """Somebody moves there from the first picture on, somebody else keeps still for 20 s and then leaves."""
    eyes, source = begun(tmp_path, MORE + FLOOR)
    noise, base = np.random.default_rng(3), wall_clock_ms()
    for number in range(1, 500):
        image = picture(1).astype(np.int16) + noise.integers(-2, 3, (240, 320, 3))
        image[150:200, 20:60] = noise.integers(0, 255, (50, 40, 1))
        if number < 100:
            image[150:200, 240:280] = (
                np.random.default_rng(9).integers(0, 255, (10, 8, 3)).repeat(5, 0).repeat(5, 1)
            )
        source.frame = Frame(np.clip(image, 0, 255).astype(np.uint8), base + 200 * number, number)
        eyes.step()
    eyes.keep()
    file = next(eyes._site.store.parent.glob("vision/cam-1.floor.*.png"))
    seen = cv2.resize(
        cv2.imread(str(file), cv2.IMREAD_GRAYSCALE), (320, 240), interpolation=cv2.INTER_NEAREST
    )
    assert not seen[:90].any(), "above the floor"
    assert not seen[150:200, 20:60].any(), "who moved there from the beginning"
    assert not seen[155:195, 245:275].any(), "who kept still and was learnt as floor"
    assert (seen[150:200, 120:180] > 0).all(), "the floor"


def test_of_a_seat_only_its_polygon_is_on_the_disk(tmp_path: Path) -> None:
    more = MORE.replace(
        "[[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]]", "[[0.1, 0.9], [0.9, 0.9], [0.9, 0.1]]"
    )
    eyes, source = begun(tmp_path, more)
    source.frame = Frame(picture(1), wall_clock_ms(), 1)
    eyes.step()
    eyes.watch.seats["post-1"].look.capture_empty(picture(1))
    kept_picture = eyes.watch.seats["post-1"].look.empty
    assert kept_picture is not None
    high, wide = kept_picture.shape
    assert kept_picture[: high // 2, : wide // 3].std() == 0
    assert kept_picture[high * 3 // 4 :, wide // 2 :].std() > 10


def test_a_floor_that_cannot_be_used_is_told_as_not_judged(tmp_path: Path) -> None:
    eyes, _ = begun(tmp_path, MORE)
    part = CameraPart(
        "cam-1", "x", zone="A", floor=((0, 0), (1, 0), (1, 1)), floor_ignore=(((0, 0), (1, 0), (1, 1)),)
    )
    assert floor_region(part) is None
    blind = Eyes(eyes._site, part)
    assert [x.judged for x in blind.watch.all() if isinstance(x, SeeTroubles)] == [()]
    assert not [x for x in eyes.watch.all() if isinstance(x, SeeTroubles)], "it has no floor to watch"


def seen_as(eyes: Eyes, source: Source, image: np.ndarray, at_ms: int) -> CameraState:
    """The camera's state after five seconds of this picture."""
    noise = np.random.default_rng(at_ms)
    for number in range(1, 26):
        shaken = np.clip(image + noise.normal(0, 2, image.shape), 0, 255).astype(np.uint8)
        Source.now_ms = at_ms + 200 * number
        source.frame = Frame(shaken, Source.now_ms, eyes._number + 1)
        eyes.step()
    return eyes.watch.state


def rough(seed: int) -> np.ndarray:
    cells = np.random.default_rng(seed).integers(40, 220, (27, 48, 3), np.uint8)
    return cv2.resize(cells, (640, 360), interpolation=cv2.INTER_NEAREST)


@pytest.mark.parametrize(
    ("turned", "state"),
    [
        (rough(1), CameraState.OK),
        ((rough(1) * 0.8).astype(np.uint8), CameraState.OK),
        (np.roll(rough(1), 60, axis=1), CameraState.MOVED),
        (rough(2), CameraState.COVERED),
    ],
)
def test_a_camera_that_was_turned_or_covered_while_its_process_was_down_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turned: np.ndarray, state: CameraState
) -> None:
    monkeypatch.setattr(worker, "wall_clock_ms", lambda: Source.now_ms)
    eyes, source = begun(tmp_path)
    assert seen_as(eyes, source, rough(1), 10_000) is CameraState.OK
    eyes, source = begun(tmp_path)
    assert seen_as(eyes, source, turned, 50_000) is state
    if state is not CameraState.OK:
        assert seen_as(eyes, source, rough(1), 60_000) is CameraState.OK, "turned back"
        assert seen_as(eyes, source, turned, 70_000) is not CameraState.OK
        eyes.watch.capture("", 75_000)
        assert seen_as(eyes, source, turned, 75_000) is CameraState.OK, "a person said that it is meant"
        eyes, source = begun(tmp_path)
        assert seen_as(eyes, source, turned, 90_000) is CameraState.OK, "and that was kept"
    eyes, source = begun(tmp_path, MORE.replace("0.8", "0.7"))
    assert seen_as(eyes, source, rough(3), 95_000) is CameraState.OK, "its polygons were drawn anew"


def test_what_is_kept_of_a_view_that_cannot_be_read_is_left_aside(tmp_path: Path) -> None:
    eyes, source = begun(tmp_path)
    seen_as(eyes, source, rough(1), wall_clock_ms())
    whole = eyes._view_kept.read_bytes()
    for data in (b"", b"rubbish", whole[: len(whole) // 2], whole[:-40] + b"x" * 40):
        eyes._view_kept.write_bytes(data)
        again, _ = begun(tmp_path)
        assert not again.watch.scene.known
