"""People over a line: known answers on made-up walks; an estimate only, so no clip is held to the last person here."""

import numpy as np
import pytest

from devices.vision.flow import FlowWatch

LINE = ((0.5, 0.1), (0.5, 0.95))  # downwards: to the right of it is the left half of the picture
WIDE, HIGH = 320, 240
_CLOTH = np.random.default_rng(5).integers(0, 255, (60, 24, 3), np.uint8)


def floor(seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 2, (HIGH, WIDE, 3))
    return np.clip(np.full((HIGH, WIDE, 3), 140) + noise, 0, 255).astype(np.uint8)


class Hall:
    """An empty hall at ten pictures a second; walkers are (x of the middle in px, y of the top) at a time in s."""

    def __init__(self, line=LINE) -> None:
        self.watch = FlowWatch(*line)
        self.now_s = 0.0

    def for_s(self, seconds: float, *walkers, size: int = 1, light: int = 0) -> "Hall":
        began = self.now_s
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            view = floor(round(self.now_s * 10)).astype(np.int16) + light
            view = np.clip(view, 0, 255).astype(np.uint8)
            for walker in walkers:
                x, y = walker(self.now_s - began)
                self.paint(view, round(x), y, size)
            self.watch.step(view[..., :3], round(self.now_s * 1000))
        return self

    def paint(self, view, x: int, y: int, size: int) -> None:
        cloth = np.kron(_CLOTH, np.ones((size, size, 1), np.uint8))[: HIGH - y]
        left, right = max(0, x - 12 * size), min(WIDE, x + 12 * size)
        if left < right:
            at = left - (x - 12 * size)
            view[y : y + len(cloth), left:right] = cloth[:, at : at + right - left]

    @property
    def counted(self) -> tuple[int, int]:
        return self.watch.inward, self.watch.outward


def walk(to_left: bool, y: int = 100, speed: float = 60, late_s: float = 0):
    def at(t: float) -> tuple[float, int]:
        x = -30 + speed * (t - late_s)
        return (WIDE - x, y) if to_left else (x, y)

    return at


def test_each_walker_counts_once_in_its_direction():
    hall = Hall().for_s(5)
    for _ in range(3):
        hall.for_s(7, walk(to_left=True)).for_s(1)
    hall.for_s(7, walk(to_left=False)).for_s(1)
    assert hall.counted == (3, 1)


def test_two_who_walk_apart_from_one_another_are_two():
    hall = Hall().for_s(5).for_s(9, walk(True, 30), walk(True, 150, late_s=1.5), walk(False, 150, late_s=3.9))
    assert hall.counted[0] == 2


def test_two_who_go_side_by_side_are_two_once_a_person_is_known():
    hall = Hall().for_s(5)
    for _ in range(5):
        hall.for_s(7, walk(to_left=True))
    alone = hall.counted[0]
    hall.for_s(8, walk(True, 100), walk(True, 100, late_s=0.35))  # a shoulder's width behind: one blob
    hall.for_s(3)
    assert (alone, hall.counted) == (5, (7, 0))


def test_what_it_could_not_watch_is_not_watched_time():
    hall = Hall().for_s(10, walk(True))
    watched = hall.watch.watched_ms
    assert 4000 <= watched <= 6100  # the usual picture was learnt before
    hall.now_s += 60  # no frames for a minute
    hall.for_s(2)
    assert watched + 1500 <= hall.watch.watched_ms <= watched + 2100
    hall.watch.forget()
    hall.for_s(3)
    assert hall.watch.watched_ms <= watched + 2100


def test_five_frames_a_second_are_too_few_to_say_anything():
    watch = FlowWatch(*LINE)
    for n in range(60):
        watch.step(floor(n), n * 200)
    assert watch.watched_ms == 0


def test_the_line_turned_round_counts_the_other_way():
    assert Hall(LINE[::-1]).for_s(5).for_s(7, walk(to_left=True)).counted == (0, 1)


def test_somebody_near_the_camera_is_one_and_not_many():
    assert Hall().for_s(5).for_s(9, walk(True, 40, 50), size=3).counted == (1, 0)


@pytest.mark.parametrize(
    "walker",
    [
        lambda t: (40 + 80 * np.sin(t / 3 * np.pi) ** 2, 100),  # comes near and goes back
        lambda t: (80 + 2 * np.sin(t * 5), 100),  # stands beside it
    ],
)
def test_who_does_not_cross_is_not_counted(walker):
    assert Hall().for_s(5).for_s(12, walker).counted == (0, 0)


def test_who_stands_on_the_line_is_not_counted_at_each_step():
    assert Hall().for_s(5).for_s(30, lambda t: (160 + 3 * np.sin(t * 5), 100)).counted == (0, 0)


def test_passing_beside_the_end_of_the_line_is_no_crossing():
    assert Hall(((0.5, 0.0), (0.5, 0.3))).for_s(5).for_s(7, walk(True, 150)).counted == (0, 0)


def test_light_and_noise_are_nobody():
    hall = Hall().for_s(5)
    for light in (60, 0, -60, 0):
        hall.for_s(3, light=light)
    assert hall.counted == (0, 0)


def test_another_size_of_picture_starts_anew_without_a_jump():
    watch = FlowWatch(*LINE)
    for n in range(60):
        shape = (HIGH, WIDE, 3) if n < 30 else (90, 200, 3)
        watch.step(np.full(shape, 100 + n % 2, np.uint8), n * 100)
    assert (watch.inward, watch.outward) == (0, 0)


@pytest.mark.parametrize("line", [((0.5, 0.5), (0.5, 0.5)), ((0.5, 0.1), (0.5, 1.2)), ((-1, 0), (1, 0))])
def test_a_line_that_is_none_is_refused_in_words(line):
    with pytest.raises(ValueError, match="two points apart"):
        FlowWatch(*line)
