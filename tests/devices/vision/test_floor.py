"""A zone's floor over minutes of made-up pictures: what is wrong, from when to when, and how full it is."""

import os

import cv2
import numpy as np
import pytest

from devices.vision.capture import clip_frames
from devices.vision.crowd import Crowd, CrowdParams, judge_crowd
from devices.vision.floor import FloorWatch
from devices.vision.records import Records
from devices.vision.regions import Region
from hall.contract.environment import Cause, Crowding
from hall.contract.sightings import CameraState

FLOOR = Region(((0.0, 0.4), (1.0, 0.4), (1.0, 1.0), (0.0, 1.0)))
LIMITS = (0.1, 0.3, 0.6)


class Room:
    """A tiled room before a camera of 320x180, one picture a second; people are patches that sway."""

    def __init__(self, clutter_s: float = 30) -> None:
        self.watch = FloorWatch(FLOOR, round(clutter_s * 1000), LIMITS)
        self.now = 1_000_000
        self._noise = np.random.default_rng(3)
        base = np.full((180, 320), 120, np.float32)
        base[::20] = 90
        base[:, ::20] = 90
        self._base = base
        self._cloth = np.kron(np.random.default_rng(9).integers(0, 2, (20, 20)) * 120 + 20, np.ones((5, 5)))

    def for_s(self, seconds, *, bag=False, people=0.0, state=CameraState.OK, picture=True):
        for _ in range(seconds):
            self.now += 1000
            self.watch.step(self.picture(bag, people) if picture else None, state, self.now)
        return {(x.cause, x.place) for x in self.watch.seen}

    def picture(self, bag=False, people=0.0):
        view = self._base.copy()
        if bag:
            view[130:160, 60:95] = self._cloth[:30, :35]
        for n in range(round(people * 8)):  # each takes an eighth of the floor
            left = 40 * n + round(4 * np.sin(self.now / 700 + n))
            wide = max(0, min(320, left + 40) - max(0, left))
            view[72:180, max(0, left) : max(0, left) + wide] = np.tile(self._cloth, (2, 1))[:108, :wide]
        view = view + self._noise.normal(0, 2, view.shape)
        return cv2.cvtColor(np.clip(view, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def test_a_bag_is_a_trouble_after_its_time_and_until_it_was_away_for_two_minutes():
    room = Room(clutter_s=30)
    assert room.for_s(20) == set()
    began = room.now
    seen = room.for_s(60, bag=True)
    assert {cause for cause, _ in seen} == {Cause.CLUTTER}
    (one,) = room.watch.seen
    assert began <= one.since_ms <= began + 10_000
    assert room.for_s(60) == seen, "somebody may only stand before it"
    assert room.for_s(120) == set()


def test_what_was_excused_is_part_of_the_floor():
    room = Room(clutter_s=20)
    room.for_s(20)
    ((cause, place),) = room.for_s(50, bag=True)
    room.watch.excuse(cause, place)
    assert room.for_s(90, bag=True) == set()


def test_crowding_has_levels_and_counts_as_a_trouble_after_three_minutes():
    room = Room()
    room.for_s(30)
    assert room.watch.crowd.level is Crowding.FREE
    assert room.for_s(120, people=0.5) == set()
    assert room.watch.crowd.level is Crowding.CROWDED
    assert room.for_s(100, people=0.5) == {(Cause.CROWDED, "")}
    room.for_s(60)
    assert room.watch.crowd.level is Crowding.FREE
    assert room.for_s(100) == set()


def test_a_blind_camera_knows_nothing_and_takes_nothing_back():
    room = Room(clutter_s=20)
    room.for_s(20)
    seen = room.for_s(100, bag=True)
    assert room.watch.sure
    assert room.for_s(300, picture=False, state=CameraState.AWAY) == seen
    assert not room.watch.sure
    assert room.watch.crowd.level is Crowding.UNKNOWN
    assert room.watch.crowd.share == -1


def test_darkness_counts_after_two_minutes_and_is_over_after_two():
    room = Room()
    room.for_s(20)
    assert room.for_s(119, state=CameraState.DARK) == set()
    assert room.for_s(5, state=CameraState.DARK) == {(Cause.DARK, "")}
    assert room.for_s(100) == {(Cause.DARK, "")}
    assert room.for_s(25) == set()


def test_nothing_is_said_before_a_thing_would_have_had_its_time():
    room = Room(clutter_s=30)
    room.for_s(60)
    assert not room.watch.sure
    room.for_s(60)
    assert room.watch.sure


def test_in_kept_pictures_the_thing_can_be_seen_and_people_cannot():
    room = Room(clutter_s=20)
    room.for_s(60)
    room.for_s(60, bag=True, people=0.13)
    (one,) = room.watch.seen
    after = cv2.imdecode(np.frombuffer(room.watch.after(one.box), np.uint8), cv2.IMREAD_GRAYSCALE)
    before = cv2.imdecode(np.frombuffer(room.watch.before(one.since_ms), np.uint8), cv2.IMREAD_GRAYSCALE)
    bag, person = np.s_[132:158, 64:92], np.s_[80:120, 8:32]
    shown = room.picture(bag=True, people=0.13)[..., 0]
    assert float(after[bag].std()) > 0.8 * float(shown[bag].std())
    assert float(after[person].std()) < 0.5 * float(shown[person].std())
    assert float(before[bag].std()) < 0.5 * float(after[bag].std())


@pytest.mark.parametrize("limits", [(), LIMITS])
def test_without_calibration_the_level_is_unknown_and_the_share_is_not(limits):
    crowd = Crowd()
    for at in range(60):
        crowd = judge_crowd(crowd, 0.4, at * 1000, limits, CrowdParams())
    assert crowd.share == pytest.approx(0.4)
    assert crowd.level is (Crowding.CROWDED if limits else Crowding.UNKNOWN)


def test_a_share_at_its_limit_does_not_flutter():
    crowd, levels = Crowd(), set()
    for at in range(600):
        crowd = judge_crowd(crowd, 0.31 if at % 60 < 30 else 0.28, at * 1000, LIMITS, CrowdParams())
        if at > 120:
            levels.add(crowd.level)
    assert len(levels) == 1


def test_pictures_of_records_are_their_owner_s_and_go_after_a_month(tmp_path):
    records = Records(tmp_path / "records", keep_days=30, most=3)
    assert records.write("none", b"") == ""
    names = [records.write(f"r{n}", b"jpeg") for n in range(5)]
    assert names[0] == "r0.jpg"
    for n, name in enumerate(names):
        os.utime(records.folder / name, (1000 + n, 1000 + n))
    assert (records.folder / "r0.jpg").stat().st_mode & 0o077 == 0
    records.forget(2000)
    assert sorted(p.name for p in records.folder.iterdir()) == ["r2.jpg", "r3.jpg", "r4.jpg"]
    records.forget(1003 + 30 * 86_400)
    assert sorted(p.name for p in records.folder.iterdir()) == ["r3.jpg", "r4.jpg"]


def test_only_time_with_sight_of_the_floor_counts_and_after_blindness_it_begins_anew():
    room = Room(clutter_s=30)
    room.for_s(700, state=CameraState.COVERED)
    room.for_s(1)
    assert not room.watch.sure and Cause.CLUTTER not in room.watch.judged
    room.for_s(120)
    assert room.watch.sure and Cause.CLUTTER in room.watch.judged
    room.for_s(5, state=CameraState.COVERED)
    assert not room.watch.sure
    room.for_s(1)
    assert room.watch.sure, "a hand before the lens"
    room.for_s(60, state=CameraState.COVERED)
    room.for_s(60)
    assert not room.watch.sure
    room.for_s(60)
    assert room.watch.sure


def test_light_and_crowding_are_judged_once_they_would_have_been_told():
    room = Room(clutter_s=30)
    room.for_s(60)
    assert room.watch.judged == ()
    room.for_s(70)
    assert set(room.watch.judged) == {Cause.CLUTTER, Cause.DARK, Cause.GLARE}
    room.for_s(60)
    assert Cause.CROWDED in room.watch.judged
    room.for_s(5, state=CameraState.DARK)
    assert {Cause.DARK, Cause.GLARE} <= set(room.watch.judged)
    room.for_s(1, state=CameraState.MOVED)
    assert room.watch.judged == ()


def test_a_thing_learnt_as_floor_with_another_size_stays_until_a_person_says_so():
    room = Room(clutter_s=30)
    room.for_s(100)
    seen = room.for_s(100, bag=True)
    assert seen and room.watch.sure
    usual = room.picture
    room.picture = lambda *a: cv2.resize(usual(*a), (352, 288))
    room.for_s(10, bag=True)
    assert not room.watch.sure
    assert room.for_s(500, bag=True) == seen
    ((cause, place),) = seen
    room.watch.excuse(cause, place)
    assert room.for_s(200, bag=True) == set()
    assert room.watch.sure


def test_who_keeps_still_from_the_beginning_is_as_coarse_as_in_a_tile_and_a_seat_is_a_mosaic(root):
    """She is learnt as floor within seconds: then nothing hides her but the coarseness of all that is no thing."""
    _, still = next(iter(clip_frames(str(root / "examples/demo/media/asl_again.mkv"))))
    noise, high, wide = np.random.default_rng(0), *still.shape[:2]
    seat = ((0.6, 0.0), (1.0, 0.0), (1.0, 0.5), (0.6, 0.5))
    watch = FloorWatch(Region(((0, 0), (1, 0), (1, 1), (0, 1))), 60_000, LIMITS, (seat,))
    bagged = still.copy()
    box = (round(high * 0.75), round(high * 0.95), round(wide * 0.02), round(wide * 0.14))
    bagged[box[0] : box[1], box[2] : box[3]] = noise.integers(0, 255, (box[1] - box[0], box[3] - box[2], 3))
    seen, now = (), 1000
    for n in range(300):
        image = (still if n < 30 else bagged) + noise.normal(0, 2, still.shape)
        seen = watch.step(np.clip(image, 0, 255).astype(np.uint8), CameraState.OK, now)
        now += 500
        if n == 60:
            early = decoded(watch.after(()))
        if seen:
            break
    (thing,) = seen
    after, before = (decoded(x) for x in (watch.after(thing.box), watch.before(thing.since_ms)))
    upper = np.s_[: high // 2]
    assert edges(early[upper]) < 0.5 * edges(after[upper]), "there was no minute without movement yet"
    hidden = watch.view()[1]
    assert hidden.mean() < 0.3, "most of the picture counts as floor"
    assert detail(after[upper], 5) < 0.4 * detail(still[upper], 5)
    assert edges(before[upper]) < 0.5 * edges(after[upper])
    for told in (after, before):
        assert detail(told[: high // 2, round(wide * 0.65) :], 20) < 6, "a seat"
    assert detail(after[box[0] : box[1], box[2] : box[3]], 5) > 20, "the thing"


def decoded(data: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def edges(image: np.ndarray) -> float:
    """Share of the picture on the edge of a stone."""
    return float((np.abs(np.diff(image.astype(int), axis=1)).max(axis=2) > 6).mean())


def detail(image: np.ndarray, px: int) -> float:
    """How much the grey levels differ within squares of so many pixels."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(float)
    rows, columns = (n // px for n in grey.shape)
    squares = grey[: rows * px, : columns * px].reshape(rows, px, columns, px)
    return float(squares.std(axis=(1, 3)).mean())
