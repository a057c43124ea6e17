"""The turn challenge: its states one by one, then real pictures: a head that turns, and photographs that are moved."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision.capture import clip_frames
from devices.vision.challenge import ChallengeRule, Miss, Outcome, advance, begin
from devices.vision.faces import DlibEncoder, FaceParams, look
from devices.vision.gallery import Gallery, MatchRule
from devices.vision.looking import FaceLook, Failed, Turning
from hall.contract.devices import Fault
from hall.contract.people import FaceAttest, HeadTurn
from tests.devices.vision.moved import moved

RULE = ChallengeRule()
FRONT, LEFT, RIGHT = 0.0, -0.7, 0.7  # turns as `Encoder.turn` gives them


class Play:
    """A challenge fed frame by frame, 100 ms apart, with the coin in our hand: 0 asks for the left first."""

    def __init__(self, *coins: int, base: float = 0.0) -> None:
        self._coins = list(coins)
        self.at = 1000
        self.now = begin(base, self.at, self._draw)
        self.compared = 0

    def _draw(self) -> bool:
        return bool(self._coins.pop(0))

    def sees(self, turn: float | None, frames: int = 3, same: bool = True) -> "Play":
        def compare() -> bool:
            self.compared += 1
            return same

        for _ in range(frames):
            self.at += 100
            self.now = advance(self.now, turn, compare, self.at, self._draw, RULE)
        return self


@pytest.mark.parametrize(("coin", "first", "second"), [(0, LEFT, RIGHT), (1, RIGHT, LEFT)])
def test_both_sides_in_the_order_asked_pass(coin, first, second):
    play = Play(coin).sees(first).sees(FRONT).sees(second)
    assert play.now.outcome is Outcome.PASSED
    assert play.now.asked is None
    assert play.compared == 3, "one frame of each step is compared with the first, and no more"


def test_what_is_asked_follows_what_was_done():
    play = Play(0)
    asked = [play.now.asked, play.sees(LEFT).now.asked, play.sees(FRONT).now.asked]
    assert asked == [HeadTurn.LEFT, HeadTurn.FRONT, HeadTurn.RIGHT]


def test_the_wrong_side_is_a_miss_and_the_next_try_starts_from_the_front():
    play = Play(0, 1).sees(RIGHT, 2)
    assert (play.now.miss, play.now.tries, play.now.asked) == (Miss.WRONG, 2, HeadTurn.FRONT)
    assert play.sees(FRONT).sees(RIGHT).sees(FRONT).sees(LEFT).now.outcome is Outcome.PASSED


def test_three_tries_and_no_more():
    play = Play(0, 0, 0).sees(RIGHT, 2).sees(FRONT, 2).sees(RIGHT, 2).sees(FRONT, 2).sees(RIGHT, 2)
    assert (play.now.outcome, play.now.tries, play.now.asked) == (Outcome.FAILED, 3, None)
    assert play.sees(FRONT).sees(LEFT).sees(FRONT).sees(RIGHT).now.outcome is Outcome.FAILED


def test_each_turn_has_three_seconds():
    assert Play(0, 1).sees(FRONT, 30).now.miss is Miss.NONE
    assert Play(0, 1).sees(FRONT, 31).now.miss is Miss.LATE
    assert Play(0, 1).sees(None, 31).now.miss is Miss.LATE, "nor may the face hide"


def test_another_face_in_the_turn_is_a_miss():
    assert Play(0, 1).sees(LEFT, 2, same=False).now.miss is Miss.PERSON


@pytest.mark.parametrize("turns", [(LEFT, FRONT), (LEFT, None), (-0.49, -0.49)])
def test_one_frame_alone_or_half_a_turn_is_no_turn(turns):
    play = Play(0)
    for turn in turns * 5:
        play.sees(turn, 1)
    assert (play.now.asked, play.now.done) == (HeadTurn.LEFT, 0)


def test_a_face_that_seems_turned_from_the_front_is_judged_by_its_own_front():
    """A camera beside the screen, or a crooked nose."""
    assert Play(0, base=0.3).sees(-0.3).now.done == 1
    assert Play(1, 0, base=0.3).sees(0.6).now.done == 0


# --- real pictures ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def encoder() -> DlibEncoder:
    return DlibEncoder()


@pytest.fixture(scope="module")
def turning(root: Path) -> list[tuple[float, np.ndarray]]:
    """The clip: right, front, left, front, right within two seconds."""
    return list(clip_frames(str(root / "examples/demo/media/head_turning.gif")))


def frontal(turning, encoder) -> Gallery:
    """The clip's own person, enrolled from its frames from the front."""
    seen = [look(image, encoder, FaceParams(turned=0.35)).face for _, image in turning]
    return Gallery(("p-1",), np.mean([[x.template for x in seen if x]], axis=1))


def watch(look: FaceLook, frames) -> object:
    asked = []
    for at, image in frames:
        result = look.step(image, at)
        if look.asked is not None and look.asked not in asked[-1:]:
            asked.append(look.asked)
        if result is not None:
            return result, asked
    return None, asked


def looped(turning):
    """Four rounds. By the time its person is known, the head is about to turn to its right, then to its left."""
    for n in range(4 * len(turning)):
        yield 1000 + n * 80, turning[n % len(turning)][1]


def asked_first(
    side: HeadTurn, encoder, gallery: Gallery, tries: int = 3, mirrored: bool = False
) -> FaceLook:
    """A look that asks for this side first, at every try."""
    turner = Turning(ChallengeRule(tries=tries), lambda: side is HeadTurn.RIGHT, mirrored)
    return FaceLook(encoder, gallery, MatchRule(), 0, turning=turner)


def test_the_turning_clip_passes_when_it_turns_as_asked(turning, encoder):
    look = asked_first(HeadTurn.RIGHT, encoder, frontal(turning, encoder))
    result, asked = watch(look, looped(turning))
    assert isinstance(result, FaceAttest) and result.person == "p-1"
    assert asked == [HeadTurn.RIGHT, HeadTurn.FRONT, HeadTurn.LEFT]


def test_it_fails_when_it_turns_the_other_way(turning, encoder):
    look = asked_first(HeadTurn.LEFT, encoder, frontal(turning, encoder), tries=1)
    result, asked = watch(look, looped(turning))
    assert result == Failed(Fault.FACE_NOT_TURNED, "turned to the other side")
    assert asked == [HeadTurn.LEFT]


def test_a_camera_that_mirrors_sees_the_other_side(turning, encoder):
    look = asked_first(HeadTurn.LEFT, encoder, frontal(turning, encoder), mirrored=True)
    result, asked = watch(look, looped(turning))
    assert isinstance(result, FaceAttest)
    assert asked == [HeadTurn.LEFT, HeadTurn.FRONT, HeadTurn.RIGHT]


class Swapped:
    """An encoder that sees another person in every turned face."""

    def __init__(self, encoder: DlibEncoder) -> None:
        self._encoder = encoder
        self.model_id, self.dim = encoder.model_id, encoder.dim
        self.locate, self.turn = encoder.locate, encoder.turn

    def encode(self, rgb, box):
        template = self._encoder.encode(rgb, box)
        return template if abs(self.turn(rgb, box)) < 0.48 else -template


def test_it_fails_when_somebody_else_turns_the_head(turning, encoder):
    look = asked_first(HeadTurn.RIGHT, Swapped(encoder), frontal(turning, encoder), tries=1)
    result, _ = watch(look, looped(turning))
    assert result == Failed(Fault.FACE_NOT_TURNED, "another face")


def test_a_stranger_is_told_before_any_turn(turning, encoder):
    look = asked_first(HeadTurn.RIGHT, encoder, Gallery(("p-2",), -frontal(turning, encoder).matrix))
    result, asked = watch(look, looped(turning))
    assert (result, asked) == (Failed(Fault.FACE_UNKNOWN), [])


def attack(photo: Path, encoder: DlibEncoder, seed: int) -> tuple[object, bool]:
    """A photograph of an enrolled person, who is surely known: the end of the look, and whether a turn was asked."""
    image = cv2.imread(str(photo))
    face = next(
        x.face for _, frame in moved(image, seed + 99, 6) if (x := look(frame, encoder, FaceParams())).face
    )
    gallery = Gallery(("p-1",), face.template[None])
    rule = MatchRule(tolerance=0.6)  # the attacker's picture is a good one
    coins = np.random.default_rng(seed)
    turning = Turning(draw=lambda: bool(coins.integers(2)))
    result, asked = watch(FaceLook(encoder, gallery, rule, 0, turning=turning), moved(image, seed, 45))
    return result, bool(asked)


def photographs(shared_data: Path, count: int) -> list[Path]:
    """One of each enrolled person of the shared set."""
    people = sorted((shared_data / "vision/faces/lfw/enrolled").iterdir())
    return [sorted(person.glob("*.jpg"))[0] for person in people][:count]


def judge(photos: list[Path], encoder: DlibEncoder) -> None:
    ends = [attack(photo, encoder, seed) for seed, photo in enumerate(photos)]
    passed = [photo.stem for photo, (end, _) in zip(photos, ends, strict=True) if isinstance(end, FaceAttest)]
    assert passed == []
    assert sum(asked for _, asked in ends) >= 0.8 * len(photos), (
        "the challenge, and nothing before it, has to hold"
    )


def test_moved_photographs_do_not_pass(shared_data, encoder):
    judge(photographs(shared_data, 4), encoder)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_none_of_forty_moved_photographs_passes(shared_data, encoder):
    photos = photographs(shared_data, 40)
    assert len(photos) == 40
    judge(photos, encoder)
