"""Against photographs: the visitor is asked to turn the head to random sides, each in time and in the right order.

A pure state machine over how far a face is turned (`Encoder.turn`); finding and encoding faces is the work of
`faces.py`. It stops prints and still pictures. A prepared video, a screen driven live or a mask may pass: this is no
evaluated presentation attack detection (ISO/IEC 30107-3), and good for nothing beyond a queue ticket (vision.md 5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from hall.contract.people import HeadTurn

Draw = Callable[[], bool]  # an unpredictable coin: `secrets.randbits(1)` in the eye, a list in tests
Same = Callable[[], bool]  # is the face of this frame the first one's? Asked only where a step would be done

SIDES = (HeadTurn.LEFT, HeadTurn.RIGHT)


class Outcome(StrEnum):
    ASKING = "asking"
    PASSED = "passed"
    FAILED = "failed"


class Miss(StrEnum):
    """Why the newest try failed; for staff."""

    NONE = ""
    LATE = "not turned in time"
    WRONG = "turned to the other side"
    PERSON = "another face"


@dataclass(frozen=True, slots=True)
class ChallengeRule:
    """`turned` is the way from the face's own frontal value. Of 40 photographs moved and tilted by 35 degrees no frame
    came farther than 0.56 to one side, and none farther than 0.4 to both; the head of the turning clip passes 0.7."""

    turned: float = 0.5
    front: float = 0.25
    hold: int = 2  # turned frames in a row: one alone may be a slip of the landmarks
    step_ms: int = 3000
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is asked of the visitor now: `plan[done]`, since `since_ms`. `base` is `Encoder.turn` of this face seen from
    the front."""

    base: float
    plan: tuple[HeadTurn, ...]
    since_ms: int
    done: int = 0
    side: HeadTurn | None = None  # where the newest frames in a row looked
    held: int = 0  # how many of them
    tries: int = 1
    outcome: Outcome = Outcome.ASKING
    miss: Miss = Miss.NONE

    @property
    def asked(self) -> HeadTurn | None:
        return self.plan[self.done] if self.outcome is Outcome.ASKING else None


def begin(base: float, at_ms: int, draw: Draw) -> Challenge:
    """The first try, for a face that was just seen from the front."""
    return Challenge(base, _plan(draw), at_ms)


def advance(
    now: Challenge, turn: float | None, same: Same, at_ms: int, draw: Draw, rule: ChallengeRule
) -> Challenge:
    """After one more frame: `turn` of its face, None where it has none to judge. Positive is to the left in the picture
    and so to the visitor's own right."""
    if now.asked is None:
        return now
    if at_ms - now.since_ms > rule.step_ms:
        return _missed(now, Miss.LATE, at_ms, draw, rule)
    side = None if turn is None else side_of(turn - now.base, rule)
    held = now.held + 1 if side is not None and side is now.side else 1
    seen = replace(now, side=side, held=held)
    if side is None or (side in SIDES and held < rule.hold):
        return seen
    if side is now.asked:
        return _step(seen, at_ms) if same() else _missed(now, Miss.PERSON, at_ms, draw, rule)
    if side in SIDES and now.asked in SIDES:
        return _missed(now, Miss.WRONG, at_ms, draw, rule)
    return seen


def side_of(way: float, rule: ChallengeRule) -> HeadTurn | None:
    """Of the way from the frontal value; None: on the way between."""
    if abs(way) <= rule.front:
        return HeadTurn.FRONT
    if abs(way) < rule.turned:
        return None
    return HeadTurn.RIGHT if way > 0 else HeadTurn.LEFT


def _plan(draw: Draw) -> tuple[HeadTurn, ...]:
    """Both sides in a drawn order, and the front between them. One side twice would be harder to foresee, but a
    tilted photograph seems turned to one side now and then (2 of 40), and never to both."""
    first = draw()
    return SIDES[first], HeadTurn.FRONT, SIDES[not first]


def _step(now: Challenge, at_ms: int) -> Challenge:
    done = now.done + 1
    outcome = Outcome.PASSED if done == len(now.plan) else Outcome.ASKING
    return replace(now, done=done, since_ms=at_ms, side=None, held=0, outcome=outcome)


def _missed(now: Challenge, miss: Miss, at_ms: int, draw: Draw, rule: ChallengeRule) -> Challenge:
    """Another try, on another plan and from the front again; or no more."""
    if now.tries >= rule.tries:
        return replace(now, outcome=Outcome.FAILED, miss=miss)
    plan = (HeadTurn.FRONT, *_plan(draw))
    return Challenge(now.base, plan, at_ms, tries=now.tries + 1, miss=miss)
