"""What the hall is told of one camera, from made-up frames and links."""

import cv2
import numpy as np

from devices.vision.capture import Frame, Health, Link
from devices.vision.presence import PresenceParams
from devices.vision.regions import Region
from devices.vision.watching import LOST_MS, CameraWatch
from hall.contract.sightings import CameraReport, CameraState, Seat, SeatSeen

SEAT = Region(((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)))
START = 1_000_000


def room(seed: int, person: bool = False) -> np.ndarray:
    base = np.random.default_rng(7).integers(40, 220, (24, 32, 3), np.uint8)
    if person:
        base[6:18, 8:24] = np.random.default_rng(100 + seed % 7).integers(40, 220, (12, 16, 3), np.uint8)
    big = cv2.resize(base, (320, 240), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    return np.clip(big + np.random.default_rng(seed).integers(-2, 3, big.shape), 0, 255).astype(np.uint8)


class Play:
    def __init__(self, hall_ms=lambda ms: ms, **params) -> None:
        self.watch = CameraWatch("cam-1", {"post-3": SEAT}, PresenceParams(**params), hall_ms, START)
        self.now, self.number, self.last = START, 0, 0
        self.told: list = []

    def frames(self, seconds: float, picture, link: Link = Link.LIVE) -> None:
        for _ in range(round(seconds * 5)):
            self.now += 200
            self.number += 1
            self.last = self.now
            health = Health(
                link, START, "the same picture" if link is Link.FROZEN else "", self.last, self.number
            )
            self.told += self.watch.step(Frame(picture(self.number), self.now, self.number), health, self.now)

    def nothing(self, seconds: float, link: Link = Link.AWAY, detail: str = "unplugged") -> None:
        for _ in range(round(seconds * 5)):
            self.now += 200
            self.told += self.watch.step(
                None, Health(link, self.now, detail, self.last, self.number), self.now
            )

    def of(self, kind: type) -> list:
        return [word for word in self.told if isinstance(word, kind)]


def covered(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(88, 94, (240, 320, 3)).astype(np.uint8)


def empty(n: int) -> np.ndarray:
    return room(n)


def taken(n: int) -> np.ndarray:
    return room(n, person=True)


def test_a_black_picture_that_stands_still_is_dark_and_a_good_one_is_frozen():
    for picture, state in (
        (lambda n: np.zeros((240, 320, 3), np.uint8), CameraState.DARK),
        (empty, CameraState.FROZEN),
    ):
        play = Play()
        play.frames(10, empty)
        play.frames(10, picture)
        play.frames(10, picture, Link.FROZEN)
        assert play.of(CameraReport)[-1].state is state


def test_a_seat_that_is_taken_and_left_is_told_with_dated_times():
    play = Play()
    play.frames(10, empty)
    came = play.now
    play.frames(10, taken)
    left = play.now
    play.frames(25, empty)
    seats = play.of(SeatSeen)
    assert [s.seat for s in seats if s.note != "learning"] == [
        Seat.ABSENT,
        Seat.PRESENT,
        Seat.LEAVING,
        Seat.ABSENT,
    ]
    present, leaving, absent = seats[-3:]
    assert abs(present.since_ms - came) <= 400
    assert abs(leaving.since_ms - left) <= 400
    assert absent.since_ms == leaving.since_ms
    assert [r.state for r in play.of(CameraReport)] == [CameraState.OK]


def test_nothing_is_told_while_nothing_changes():
    play = Play()
    play.frames(15, empty)
    count = len(play.told)
    play.frames(20, empty)
    assert len(play.told) == count


def test_a_lost_camera_makes_its_seats_unknown_since_the_last_frame():
    play = Play()
    play.frames(15, taken)
    last = play.last
    play.nothing(LOST_MS / 1000 + 1)
    report, seat = play.of(CameraReport)[-1], play.of(SeatSeen)[-1]
    assert (report.state, report.since_ms, report.detail) == (CameraState.AWAY, last, "unplugged")
    assert (seat.seat, seat.since_ms, seat.note) == (Seat.UNKNOWN, last, "camera")
    play.nothing(600)
    assert play.of(SeatSeen)[-1].seat is Seat.UNKNOWN
    play.frames(6, empty)
    assert play.of(CameraReport)[-1].state is CameraState.OK


def test_a_hiccup_of_a_second_is_not_worth_an_event():
    play = Play()
    play.frames(15, empty)
    count = len(play.told)
    play.nothing(1.5)
    play.frames(5, empty)
    assert len(play.told) == count


def test_a_covered_camera_is_told_and_nobody_counts_as_absent():
    play = Play()
    play.frames(20, taken)
    play.frames(60, covered)
    assert play.of(CameraReport)[-1].state is CameraState.COVERED
    assert Seat.ABSENT not in {s.seat for s in play.of(SeatSeen)}
    assert play.of(SeatSeen)[-1].seat is Seat.UNKNOWN


def test_a_frozen_camera_is_told_and_its_seats_are_unknown():
    play = Play()
    play.frames(20, taken)
    still = room(1, person=True)
    play.frames(60, lambda _: still, link=Link.FROZEN)
    assert play.of(CameraReport)[-1].state is CameraState.FROZEN
    assert play.of(SeatSeen)[-1].seat is Seat.UNKNOWN


def test_a_camera_that_never_comes_is_away_after_a_while_and_not_before():
    play = Play()
    play.nothing(5, Link.OPENING, "")
    assert play.told == []
    play.nothing(10, Link.OPENING, "")
    assert [r.state for r in play.of(CameraReport)] == [CameraState.AWAY]


def test_everything_can_be_told_again():
    play = Play(hall_ms=lambda ms: ms * 2)
    play.frames(15, empty)
    report, seat = play.watch.all()
    assert (report.state, seat.seat) == (CameraState.OK, Seat.ABSENT)
    assert seat.since_ms >= 2 * START, "in hall time"


def shifted(n: int) -> np.ndarray:
    return np.roll(room(n), 50, axis=1)


def test_a_seat_that_a_person_calls_empty_is_empty_as_it_looks():
    play = Play()
    play.frames(10, empty)
    play.frames(10, taken)
    assert play.of(SeatSeen)[-1].seat is Seat.PRESENT
    play.watch.capture("post-3", play.now)
    still = room(3, person=True)
    play.frames(40, lambda n: still)
    assert play.of(SeatSeen)[-1].seat is Seat.ABSENT
    assert play.of(SeatSeen)[-1].note == ""
    (report,) = (x for x in play.watch.all() if isinstance(x, CameraReport))
    assert 0 < report.emptied_ms < report.frame_ms, "when it took that picture"


def test_what_was_said_before_the_picture_was_lost_is_not_taken_up_later():
    play = Play()
    play.frames(10, empty)
    before = play.watch.seats["post-3"].look.empty
    play.nothing(5)
    play.watch.capture("", play.now)
    play.nothing(40)
    play.frames(10, taken)
    assert np.abs(play.watch.seats["post-3"].look.empty.astype(int) - before).mean() < 10
    (report,) = (x for x in play.watch.all() if isinstance(x, CameraReport))
    assert report.emptied_ms == 0, "nothing was taken"


def test_a_camera_that_was_moved_on_purpose_is_well_again_once_somebody_says_so():
    play = Play()
    play.frames(30, empty)
    play.frames(60, shifted)
    assert play.of(CameraReport)[-1].state is not CameraState.OK
    play.watch.capture("", play.now)
    play.frames(60, shifted)
    assert play.of(CameraReport)[-1].state is CameraState.OK


def closed_room(seconds: float, picture, closed: bool = True) -> np.ndarray:
    """The kept picture of the seat after so many seconds of a still picture, half a minute of which is long."""
    play = Play(anchor_ms=30_000)
    play.frames(10, empty)
    play.watch.closed = closed
    play.frames(seconds, picture)
    return play.watch.seats["post-3"].look.empty.astype(int)


def chair(n: int) -> np.ndarray:
    still = room(n)
    still[60:180, 80:240] = cv2.resize(
        np.random.default_rng(3).integers(40, 220, (8, 12, 3), np.uint8), (160, 120)
    )
    return still


def test_in_a_closed_hall_a_seat_where_nothing_moved_for_long_is_the_empty_one():
    bare = closed_room(0, empty)
    assert np.abs(closed_room(40, chair) - bare).mean() > 20
    assert np.abs(closed_room(20, chair) - bare).mean() < 10, "not for so long"
    assert np.abs(closed_room(40, chair, closed=False) - bare).mean() < 10, "somebody may sit very still"
    assert np.abs(closed_room(40, lambda n: (chair(n) * 0.45).astype(np.uint8)) - bare).mean() < 10, (
        "by night"
    )
