"""The hall's own people detector as evidence of presence: tiny models on the demo's clip, how often it is asked, and
what happens when it fails or talks nonsense."""

import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from devices.vision.capture import Frame, Health, Link
from devices.vision.evaluate import Change, presence_of_clip, score
from devices.vision.onnx_models import ModelTrouble, Spot, people_of
from devices.vision.people import Asked, InTurn, at_seat, detector_of
from devices.vision.presence import Evidence, Judged, Person, PresenceParams, SeatNote, ask_every_ms, judge
from devices.vision.regions import Region
from devices.vision.watching import CameraWatch
from hall.contract.config import DetectorPart
from hall.contract.sightings import CameraReport, CameraState, Detector, Seat, SeatSeen
from tests.devices.vision import tiny_onnx
from tests.devices.vision.test_presence import POST, VISITS, object_from
from tests.devices.vision.test_watching import SEAT, START, covered, empty, taken

PARAMS = PresenceParams()
AT_POST = [
    59 / 100 * 64,
    20,
    8,
    24,
    0.9,
]  # of a picture 64 x 36 in the model's square of 64: foot and centre within
BESIDE = [20, 20, 8, 24, 0.9]


@pytest.fixture(scope="module")
def clip(root: Path) -> str:
    return str(root / "examples/demo/media/post_a.mp4")


def model(folder: Path, *rows: list[float]) -> Asked:
    """A detector that sees these boxes whatever is shown to it."""
    path = tiny_onnx.yolo(folder / "people.onnx", rows=list(rows))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Asked(people_of(DetectorPart("yolo", path.name, digest, (64, 64)), folder))


class Scripted:
    """Sees one person at the post when `there(n-th question)` says so."""

    name = "scripted"

    def __init__(self, there: Callable[[int], bool]) -> None:
        self._there, self.asked = there, 0

    def find(self, image: np.ndarray) -> list[Spot]:
        self.asked += 1
        high, wide = image.shape[:2]
        box = (round(0.5 * wide), round(0.3 * high), round(0.6 * wide), round(0.7 * high))
        return [Spot(box, 0.9)] if self._there(self.asked) else []


def held_from(second: float):
    """The clip's frames until `second`, then that one for ever with the noise of a sensor: who is in it keeps still."""
    kept: list[np.ndarray] = []

    def alter(image: np.ndarray, at: float) -> np.ndarray:
        if at < second:
            return image
        kept[:] = kept or [image]
        noise = np.random.default_rng(round(at * 1000)).integers(-2, 3, image.shape)
        return np.clip(kept[0].astype(np.int16) + noise, 0, 255).astype(np.uint8)

    return alter


def states(changes: list[Change]) -> list[str]:
    return [change.state.value for change in changes]


# --- the method on the demo's clip -------------------------------------------------------------------------------


def test_who_keeps_still_and_is_seen_stays_and_without_a_detector_leaves(clip, tmp_path):
    still = held_from(14.0)  # in the middle of the first visit
    alone = states(presence_of_clip(clip, POST, alter=still))
    assert alone == ["unknown", "present", "leaving", "absent"]
    seen = presence_of_clip(clip, POST, alter=held_from(14.0), people=model(tmp_path, AT_POST))
    assert seen[-1].state is Seat.PRESENT
    assert "leaving" not in states(seen)


@pytest.mark.parametrize("region", [
    POST,
    Region(POST.polygon, (((0.5, 0.2), (0.68, 0.2), (0.68, 0.88), (0.5, 0.88)),)),
], ids=["beside the polygon", "in an ignore polygon"])  # fmt: skip
def test_a_box_that_is_not_at_the_seat_keeps_nobody_there(clip, tmp_path, region):
    box = BESIDE if region is POST else AT_POST
    seen = presence_of_clip(clip, region, alter=held_from(14.0), people=model(tmp_path, box))
    assert seen[-1].state is not Seat.PRESENT


def test_a_coat_on_the_chair_is_an_object_whatever_is_seen_elsewhere(clip, tmp_path):
    """Somebody goes at 18.7 s; from 20 s on a coat hangs there and nobody comes any more."""
    bare, coat = held_from(20.0), object_from(20.0, 120, 180)
    seen = presence_of_clip(
        clip, POST, alter=lambda image, at: coat(bare(image, at), at), people=model(tmp_path, BESIDE)
    )
    assert (seen[-1].state, seen[-1].note) == (Seat.ABSENT, SeatNote.OBJECT.value)
    assert seen[-1].since_s == pytest.approx(18.7, abs=0.6)


@pytest.mark.parametrize("missed", [0, 3], ids=["sure", "misses every third"])
def test_with_a_detector_every_visit_is_found_and_told_in_time(clip, missed):
    now = [0.0]

    def note(image: np.ndarray, at: float) -> np.ndarray:
        now[0] = at
        return image

    def there(n: int) -> bool:
        return any(a <= now[0] <= b for a, b in VISITS) and not (missed and n % missed == 0)

    got = score(
        presence_of_clip(clip, POST, alter=note, people=Asked(Scripted(there))), VISITS, 70.9, tol_s=0.5
    )
    assert got.found == got.visits == 3
    assert got.miss <= 0.02
    assert got.false <= 0.03
    assert got.worst_delay_s <= 3.0


# --- the state machine -------------------------------------------------------------------------------------------


class Play:
    """A seat five times a second; the detector's answer about each frame of a whole second comes with the next."""

    def __init__(self) -> None:
        self.seat, self.now, self.person = Judged(), 1_000_000, Person()

    def for_s(self, seconds: float, seen: Evidence, person: bool | None = None) -> list[Seat]:
        states = []
        for _ in range(round(seconds * 5)):
            self.now += 200
            self.seat = judge(self.seat, replace(seen, at_ms=self.now, person=self.person), self.now, PARAMS)
            if person is not None and self.now % 1000 == 0:
                self.person = Person(self.now, person)
            states.append(self.seat.state)
        return states


BARE = Evidence(0, share=0.01, micro=0.0, changed=False)
ALIVE = Evidence(0, share=0.8, micro=0.2, moving=True, micro_alive=True, changed=True)
STILL = Evidence(0, share=0.8, micro=0.0, changed=True)
LEANING = Evidence(0, share=0.2, micro=0.0, changed=False)
UNLEARNT = Evidence(0, micro=0.0)


def present() -> Play:
    play = Play()
    play.for_s(5, BARE)
    play.for_s(20, ALIVE, True)
    assert play.seat.state is Seat.PRESENT
    return play


def test_a_still_person_may_be_missed_for_some_answers_but_not_for_long():
    play = present()
    for _ in range(10):
        assert set(play.for_s(3, STILL, False)) | set(play.for_s(1, STILL, True)) == {Seat.PRESENT}
    assert play.for_s(10, STILL, False)[-1] is Seat.LEAVING


def test_who_leans_out_of_the_region_and_is_still_seen_does_not_leave():
    play = present()
    assert set(play.for_s(60, LEANING, True)) == {Seat.PRESENT}
    assert play.for_s(3, LEANING, False)[-1] is Seat.LEAVING


def test_an_answer_about_the_time_before_the_seat_was_bare_keeps_nobody_there():
    play = present()
    last = play.now
    assert Seat.LEAVING in play.for_s(2.6, BARE), "an answer that does not come is waited for two seconds"
    assert play.seat.since_ms == last + 200


def test_one_box_is_no_arrival_and_two_are_dated_to_the_first():
    play = Play()
    play.for_s(5, BARE)
    assert set(play.for_s(1, STILL, True)) == {Seat.ABSENT}
    first = play.person.at_ms
    assert set(play.for_s(3, STILL, False)) == {Seat.ABSENT}
    play.for_s(3600, BARE)  # no answer decides anything: nobody asks
    play.for_s(1, STILL, True)
    assert play.seat.state is Seat.ABSENT, "an hour lies between the two"
    play.for_s(1.4, STILL, True)
    assert play.seat.state is Seat.PRESENT
    assert play.seat.since_ms > first + 3_600_000


def test_who_sits_there_from_the_start_is_present_before_the_empty_seat_is_known():
    play = Play()
    assert play.for_s(4, UNLEARNT, True)[-1] is Seat.PRESENT
    assert play.seat.note is SeatNote.NO_REFERENCE


def test_without_a_picture_an_answer_counts_for_nothing():
    play = present()
    play.seat = judge(play.seat, None, play.now, PARAMS)
    assert play.seat.state is Seat.UNKNOWN
    assert Seat.PRESENT not in play.for_s(3, STILL), "the old answer is not taken up again"


def test_it_is_asked_where_its_answer_may_decide():
    away, here = Judged(state=Seat.ABSENT), Judged(state=Seat.PRESENT)
    assert ask_every_ms(away, None, PARAMS) is None
    assert ask_every_ms(away, BARE, PARAMS) is None
    assert ask_every_ms(away, STILL, PARAMS) == ask_every_ms(away, UNLEARNT, PARAMS) == PARAMS.ask_ms
    assert ask_every_ms(here, BARE, PARAMS) == ask_every_ms(here, STILL, PARAMS) == PARAMS.ask_ms
    assert ask_every_ms(here, ALIVE, PARAMS) == PARAMS.verify_ms
    assert ask_every_ms(replace(away, state=Seat.LEAVING), BARE, PARAMS) == PARAMS.ask_ms


# --- a camera with two seats -------------------------------------------------------------------------------------


class House:
    """A camera over two seats, one of which is in the middle of the picture; five frames a second."""

    def __init__(self, people: Asked | None) -> None:
        corner = Region(((0.0, 0.0), (0.15, 0.0), (0.15, 0.15), (0.0, 0.15)))
        posts = {"post-3": SEAT, "post-4": corner}
        self.watch = CameraWatch("cam-1", posts, PARAMS, lambda ms: ms, START, people=people)
        self.now, self.number = START, 0
        self.told: list = []

    def frames(self, seconds: float, picture, link: Link = Link.LIVE) -> None:
        for _ in range(round(seconds * 5)):
            self.now += 200
            self.number += 1
            health = Health(link, START, "", self.now, self.number)
            self.told += self.watch.step(Frame(picture(self.number), self.now, self.number), health, self.now)

    def seat(self) -> Seat:
        return self.watch.seats["post-3"].seat.state


def still_taken(n: int) -> np.ndarray:
    noise = np.random.default_rng(n).integers(-2, 3, (240, 320, 3))
    return np.clip(taken(5).astype(np.int16) + noise, 0, 255).astype(np.uint8)


def test_one_question_a_second_at_most_for_a_camera_and_none_that_decides_nothing():
    eye = Scripted(lambda n: False)
    house = House(Asked(eye))
    house.frames(15, empty)
    learnt = eye.asked
    assert 1 <= learnt <= 15, "nobody there is learnt by its word"
    house.frames(60, empty)
    assert eye.asked <= learnt + 1, "an empty seat that is known needs no answer"
    before = eye.asked
    house.frames(60, taken)
    assert 25 <= eye.asked - before <= 60
    house.frames(8, covered)
    before = eye.asked
    house.frames(60, covered)
    assert eye.asked == before, "no question about a picture that cannot be used"
    assert house.seat() is Seat.UNKNOWN


def test_nobody_who_keeps_still_from_the_start_is_learnt_as_the_empty_seat():
    bare = House(None)
    bare.frames(20, still_taken)
    assert bare.watch.seats["post-3"].look.empty is not None, "without a detector there is no telling"
    house = House(Asked(Scripted(lambda n: True)))
    house.frames(20, still_taken)
    assert house.watch.seats["post-3"].look.empty is None
    assert house.seat() is Seat.PRESENT
    assert house.watch.seats["post-4"].look.empty is not None, "nobody is seen at that one"


def test_what_a_detector_sees_crosses_no_border():
    house = House(Asked(Scripted(lambda n: True)))
    house.frames(20, still_taken)
    words = {word: set(word.__struct_fields__) for word in {type(w) for w in house.told}}
    assert words == {
        SeatSeen: {"camera", "post", "seat", "since_ms", "note"},
        CameraReport: {"camera", "state", "since_ms", "detail", "frame_ms", "emptied_ms", "detector"},
    }


def test_a_model_that_fails_later_is_told_once_and_change_and_motion_go_on(caplog):
    class Failing(Scripted):
        def find(self, image):
            if self.asked >= 20:
                raise ModelTrouble("people.onnx: does not take an input of 1x3x64x64")
            return super().find(image)

    eye = Failing(lambda n: False)
    house = House(Asked(eye))
    with caplog.at_level(logging.ERROR):
        house.frames(15, empty)
        house.frames(60, taken)
    assert eye.asked == 20
    (line,) = caplog.messages
    assert "does not take an input" in line and "change and motion" in line
    reports = [(w.state, w.detector) for w in house.told if isinstance(w, CameraReport)]
    assert reports == [(CameraState.OK, Detector.LIVE), (CameraState.OK, Detector.OFF)]
    assert house.seat() is Seat.PRESENT
    house.frames(30, empty)
    assert house.seat() is Seat.ABSENT


@pytest.mark.parametrize(
    "wrong", [RuntimeError("odd"), ValueError("cannot convert float NaN"), IndexError("0")]
)
def test_whatever_a_model_throws_the_camera_goes_on(wrong):
    class Broken(Scripted):
        def find(self, image):
            raise wrong

    house = House(Asked(Broken(lambda n: True)))
    house.frames(15, empty)
    assert (house.seat(), house.watch.all()[0].detector) == (Seat.ABSENT, Detector.OFF)


# --- where a box stands, and who answers when -------------------------------------------------------------------


@pytest.mark.parametrize(("box", "there"), [
    ((0.55, 0.1, 0.65, 0.8), True),     # foot and centre
    ((0.55, 0.5, 0.65, 1.0), True),     # the centre alone: the foot is hidden by the counter below
    ((0.55, -0.2, 0.65, 0.1), True),    # the foot alone
    ((0.2, 0.1, 0.3, 0.8), False),
    ((0.3, 0.1, 0.52, 0.8), False),     # an arm reaches in
])  # fmt: skip
def test_a_box_is_at_the_seat_by_its_foot_or_its_centre(box, there):
    assert at_seat(POST, (box,)) is there


def test_a_foot_in_an_ignore_polygon_is_not_at_the_seat_but_the_centre_may_be():
    lower = ((0.5, 0.6), (0.68, 0.6), (0.68, 0.88), (0.5, 0.88))
    assert at_seat(Region(POST.polygon, (lower,)), ((0.55, 0.2, 0.65, 0.8),))
    middle = ((0.56, 0.4), (0.68, 0.4), (0.68, 0.6), (0.56, 0.6))
    assert not at_seat(Region(POST.polygon, (lower, middle)), ((0.55, 0.2, 0.65, 0.8),))


class Gated:
    """Answers when it is let, and says when it has begun."""

    name = "gated"

    def __init__(self) -> None:
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.pictures: list[int] = []

    def find(self, image: np.ndarray) -> list[Spot]:
        self.pictures.append(int(image[0, 0, 0]))
        self.begun.release()
        assert self.go.acquire(timeout=10)
        return [Spot((0, 0, 5, 10), 0.9)]


def grey(value: int) -> np.ndarray:
    return np.full((20, 10, 3), value, np.uint8)


def test_cameras_are_answered_in_turn_from_their_newest_frames_and_nobody_waits():
    eye = Gated()
    people = InTurn(eye)
    people.ask("a", grey(1), 100)
    assert eye.begun.acquire(timeout=10)
    for n in range(2, 6):
        people.ask("b", grey(n), n * 100)
        people.ask("a", grey(10 + n), n * 100)
    assert people.answer("a") is None, "and yet the questions came back at once"
    for _ in range(2):
        eye.go.release()
        assert eye.begun.acquire(timeout=10)
    assert eye.pictures == [1, 5, 15]
    first, second = people.answer("a"), people.answer("b")
    assert first is not None and (first.at_ms, first.boxes) == (100, ((0.0, 0.0, 0.5, 0.5),))
    assert second is not None and second.at_ms == 500
    eye.go.release()
    people.close()


def test_a_model_too_slow_for_its_cameras_is_told_once(caplog):
    clock = iter(range(0, 10_000, 3))
    eye = Gated()
    people = InTurn(eye, now_s=lambda: float(next(clock)))
    with caplog.at_level(logging.WARNING):
        for n, camera in enumerate("abcab"):
            people.ask(camera, grey(n), n + 1)
            assert eye.begun.acquire(timeout=10)
            eye.go.release()
        people.close(10)
    (line,) = caplog.messages
    assert "3.0 s a picture, 6 s for the 2 cameras" in line


def test_a_detector_that_fails_its_trial_is_off_and_says_why(tmp_path, caplog):
    assert detector_of(DetectorPart(), tmp_path) is None
    path = tiny_onnx.yolo(tmp_path / "people.onnx", rows=[AT_POST])
    part = DetectorPart("yolo", path.name, hashlib.sha256(path.read_bytes()).hexdigest(), (64, 64))
    live = detector_of(part, tmp_path)
    assert live is not None and live.state is Detector.LIVE
    live.close()
    with caplog.at_level(logging.ERROR):
        off = detector_of(structs.replace(part, sha256="0" * 64), tmp_path)
    assert off is not None and off.state is Detector.OFF
    off.close()
    (line,) = caplog.messages
    assert "SHA-256" in line and "change and motion" in line
