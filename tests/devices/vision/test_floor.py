"""A zone's floor over minutes of made-up pictures: what is wrong, from when to when, and how full it is."""

import os

import cv2
import numpy as np
import pytest

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
