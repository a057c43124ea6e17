"""Is somebody at this post: structure change against the empty seat plus micro-motion, or a person the hall's own
detector sees, and a state machine.

Pure steps on evidence handed in with its time (`seat.py` makes it of frames); no capture, no clock, no identity (who
sits there is never asked of a camera: PIPL, supervision.md 2.5). Method and limits: handbook, vision.md section 4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from hall.contract.sightings import Seat


class SeatNote(StrEnum):
    """Why the state is what it is, where a bare state would mislead."""

    NONE = ""
    LEARNING = "learning"  # the empty seat was never seen yet
    NO_REFERENCE = "no_reference"  # movement or the detector alone says present
    OBJECT = "object"  # something lies on the seat, nobody moves
    CAMERA = "camera"  # no usable picture


@dataclass(frozen=True, slots=True)
class PresenceParams:
    """Every number of the method in one place. Tuned on post_a.mp4; the reasons stand beside them."""

    analyse_every_ms: int = 180  # 5 Hz of a 10 or 25 fps stream
    change_local: float = 0.5  # structure change around one pixel that counts as changed
    change_share: float = (
        0.3  # share of the region that must have changed: more than a bag, less than a person
    )
    drop: float = 0.75  # the changed share fell below this part of its usual value: something went away
    taken: float = (
        0.9  # an arrival is dated to the first frame with this part of what the person hides in the end
    )
    usual_frames: int = 50  # frames of a presence its usual share is taken from (10 s)
    motion_levels: int = 12  # grey levels (of 255) a pixel must span to count as moving
    motion_floor: float = 0.01  # 630 empty windows: none above 1 %; still people: above 5 %
    motion_cap: float = 0.04  # noise of the empty seat never lifts the limit above this
    micro_ms: int = 3000
    moving_ms: int = 1000  # shorter window, so that an object popping in does not look alive for long
    alive_hold_ms: int = 8000  # a seated person may hold still this long
    arrive_window_ms: int = 2000
    arrive_share: float = 0.6
    steady_ms: int = 7000  # longer than two micro windows: one jump cannot last so long
    leave_ms: int = 400
    grace_ms: int = 20_000
    empty_ms: int = 3000  # unknown to absent: the empty seat seen for so long
    object_ms: int = 60_000
    learn_ms: int = 5000  # nothing at all moves for so long: nobody is there, the picture is the empty seat
    alone_ms: int = 8000  # movement without any reference for so long: somebody
    gap_ms: int = 2000  # a longer hole in the frames starts the movement windows again
    drift_ms: int = 120_000  # the empty reference follows slow light in this time
    references: int = 3  # the empty seat and the newest objects left on it
    anchor_ms: int = 600_000  # in a closed hall nothing moved for so long: nobody is there
    anchor_light: float = 1.6  # and the light is as usual within this factor
    ask_ms: int = 1000  # the detector is asked at most so often for each camera, where its answer may decide
    verify_ms: int = 2000  # and so often where change and motion say present already
    person_answers: int = 2  # so many in a row are an arrival: one box may be a passer-by
    person_hold_ms: int = 5000  # a detector may miss who still hides the seat so long
    person_wait_ms: int = 2000  # before "leaving" its answer is waited for so long


@dataclass(frozen=True, slots=True)
class Person:
    """The detector's newest answer about one seat: was somebody at it in the frame of `at_ms` (0: no answer yet)."""

    at_ms: int = 0
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one frame says about one seat. Shares are 0..1; None where there is nothing to compare with yet. `person` is
    None where no detector is live."""

    at_ms: int
    share: float | None = None  # of the region's pixels that differ in structure from the empty seat
    micro: float | None = None  # share of pixels that moved within micro_ms
    moving: bool = False  # moved within moving_ms
    micro_alive: bool = False

    changed: bool | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The judged seat. `since_ms` is dated back to the first frame of the change (supervision.md 3.4)."""

    state: Seat = Seat.UNKNOWN
    since_ms: int = 0
    note: SeatNote = SeatNote.LEARNING
    present_since_ms: int = 0
    last_frame_ms: int = 0
    last_alive_ms: int = 0  # last frame that was changed and showed micro-motion
    last_moving_ms: int = 0
    none_since_ms: int | None = None  # first frame of the present run without evidence
    steady_since_ms: int | None = None  # first frame of the present run of changed and alive
    still_since_ms: int | None = None  # first frame of changed without life
    recent: tuple[
        tuple[int, bool, float], ...
    ] = ()  # time, arrival evidence, changed share of the last window
    shares: tuple[float, ...] = ()  # changed shares of this presence, newest last
    hidden_ms: int = 0  # last frame in which what hides the seat was there
    answered_ms: int = 0  # frame of the detector's newest answer
    person_ms: int = 0  # frame of its newest answer that saw somebody
    person_since_ms: int = 0  # frame of the first of its present run of such answers
    persons: int = 0  # how many these are


def judge(
    seat: Judged, seen: Evidence | None, at_ms: int, params: PresenceParams, camera_word: str = ""
) -> Judged:
    """The state machine. `seen` is None when the camera is away, covered, dark or frozen: then the seat is
    unknown from the last usable frame on, never absent."""
    if seen is None:
        return _blind(seat, at_ms)
    window = params.arrive_window_ms if seen.changed is not None else params.alone_ms
    arriving = seen.moving if seen.changed is None else seen.changed and seen.moving
    recent = (*(one for one in seat.recent if at_ms - one[0] < window), (at_ms, arriving, seen.share or 0.0))
    alive_now = bool(seen.changed) and seen.micro_alive
    seat = _answered(seat, seen.person, params)
    seat = replace(
        seat,
        recent=recent,
        last_frame_ms=at_ms,
        hidden_ms=at_ms if _hides(seat, seen, params) else seat.hidden_ms,
        last_alive_ms=at_ms if alive_now else seat.last_alive_ms,
        last_moving_ms=at_ms if arriving else seat.last_moving_ms,
        steady_since_ms=_run(seat.steady_since_ms, alive_now, at_ms),
        still_since_ms=_run(seat.still_since_ms, bool(seen.changed) and not seen.micro_alive, at_ms),
    )
    if seat.state is Seat.PRESENT:
        return _while_present(seat, seen, at_ms, params)
    if _arrived(seat, seen, at_ms, params, window):
        return _come(seat, seen, at_ms, _came_ms(seat, seen, at_ms, params))
    if seat.persons >= params.person_answers and at_ms - seat.person_ms <= params.person_wait_ms:
        return _come(seat, seen, at_ms, seat.person_since_ms)
    return _while_away(seat, seen, at_ms, params)


def ask_every_ms(seat: Judged, seen: Evidence | None, params: PresenceParams) -> int | None:
    """How often a detector is to be asked about this seat; None while no answer would decide anything."""
    if seen is None:
        return None
    if seat.state is Seat.PRESENT and seen.changed and seen.micro_alive:
        return params.verify_ms
    open_to_it = seat.state in (Seat.PRESENT, Seat.LEAVING) or seen.changed is not False or seen.micro_alive
    return params.ask_ms if open_to_it else None


def _answered(seat: Judged, person: Person | None, params: PresenceParams) -> Judged:
    """Take a new answer into account. One about a frame before the present state began says nothing of it."""
    if person is None or person.at_ms <= seat.answered_ms:
        return seat
    if not person.seen or person.at_ms <= seat.since_ms:
        return replace(seat, answered_ms=person.at_ms, persons=0)
    again = seat.persons and person.at_ms - seat.person_ms <= params.person_hold_ms
    return replace(
        seat,
        answered_ms=person.at_ms,
        person_ms=person.at_ms,
        person_since_ms=seat.person_since_ms if again else person.at_ms,
        persons=seat.persons + 1 if again else 1,
    )


def _run(since: int | None, on: bool, at_ms: int) -> int | None:
    return None if not on else at_ms if since is None else since


def _blind(seat: Judged, at_ms: int) -> Judged:
    if seat.state is Seat.UNKNOWN:
        return replace(
            seat, note=SeatNote.CAMERA, since_ms=seat.since_ms or at_ms, recent=(), none_since_ms=None
        )
    return Judged(
        state=Seat.UNKNOWN,
        since_ms=seat.last_frame_ms or at_ms,
        note=SeatNote.CAMERA,
        last_frame_ms=seat.last_frame_ms,
    )


def _hides(seat: Judged, seen: Evidence, params: PresenceParams) -> bool:
    """Is the seat still hidden as before? A still person keeps hiding the same part of it. When that part shrinks at
    once, the person went and left something behind."""
    shrunk = bool(seat.shares) and seen.share is not None and seen.share < params.drop * median(seat.shares)
    return seen.changed is not False and not shrunk


def _evidence(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> bool:
    return _by_picture(seat, seen, at_ms, params) or _by_person(seat, at_ms, params)


def _by_picture(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> bool:
    if seen.changed is None:
        return at_ms - seat.last_moving_ms <= params.alive_hold_ms
    if not seen.changed:
        return False
    if seat.hidden_ms != at_ms:
        return seen.moving  # of what was left behind only movement counts
    return at_ms - seat.last_alive_ms <= params.alive_hold_ms


def _by_person(seat: Judged, at_ms: int, params: PresenceParams) -> bool:
    """An answer holds while the picture agrees with it; once the seat is bare, only an answer about that counts."""
    if not seat.person_ms:
        return False
    if seat.hidden_ms == at_ms:
        return at_ms - seat.person_ms <= params.person_hold_ms
    newest = seat.person_ms == seat.answered_ms > seat.hidden_ms
    return newest and at_ms - seat.person_ms <= params.person_wait_ms


def _while_present(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> Judged:
    if _evidence(seat, seen, at_ms, params):
        note = SeatNote.NO_REFERENCE if seen.changed is None else SeatNote.NONE
        shares = seat.shares if seen.share is None else (*seat.shares, seen.share)[-params.usual_frames :]
        return replace(seat, none_since_ms=None, note=note, shares=shares)
    since = seat.none_since_ms
    if since is None:
        since = at_ms
        bare = seen.changed is False and seat.person_ms <= seat.hidden_ms
        if not bare or seat.note is SeatNote.NO_REFERENCE:
            # Who left a coat behind was last there when something last moved or the detector last saw somebody, not
            # when the hold ran out; the same where the empty seat was learnt only after somebody had gone.
            since = max(seat.last_moving_ms - params.moving_ms, seat.person_ms, seat.present_since_ms)
        seat = replace(seat, none_since_ms=since)
    if at_ms - since < params.leave_ms or _answer_due(seat, since, at_ms, params):
        return seat
    return replace(seat, state=Seat.LEAVING, since_ms=since, recent=(), steady_since_ms=None, persons=0)


def _answer_due(seat: Judged, since: int, at_ms: int, params: PresenceParams) -> bool:
    """Will a detector that has answered lately soon say whether somebody is still there?"""
    lately = seat.answered_ms > 0 and at_ms - seat.answered_ms <= params.person_hold_ms
    return lately and seat.answered_ms <= since and at_ms - since < params.person_wait_ms


def _arrived(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams, window: int) -> bool:
    if seat.steady_since_ms is not None and at_ms - seat.steady_since_ms >= params.steady_ms:
        return True
    if not seat.recent or not seat.recent[-1][1]:
        return False
    # Share of time and not of frames: a slow stream must not confirm on two frames.
    first, needed = _first_on(seat), params.arrive_share * window
    on = sum(1 for _, yes, _ in seat.recent if yes) / len(seat.recent)
    watched = min(window, at_ms - seat.recent[0][0] + params.analyse_every_ms)
    return at_ms - first + params.analyse_every_ms >= needed and on * watched >= needed


def _first_on(seat: Judged) -> int:
    return next((t for t, yes, _ in seat.recent if yes), seat.last_frame_ms)


def _came_ms(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> int:
    """The frame in which the seat was taken, not that in which the first elbow entered the region."""
    if not any(yes for _, yes, _ in seat.recent):
        return seat.steady_since_ms or at_ms
    usual = median(share for _, yes, share in seat.recent if yes)
    taken = params.taken * min(usual, seen.share or 0.0)
    return next((t for t, yes, share in seat.recent if yes and share >= taken), at_ms)


def _come(seat: Judged, seen: Evidence, at_ms: int, since: int) -> Judged:
    note = SeatNote.NO_REFERENCE if seen.changed is None else SeatNote.NONE
    return replace(
        seat,
        state=Seat.PRESENT,
        since_ms=since,
        present_since_ms=since,
        note=note,
        last_alive_ms=at_ms,
        none_since_ms=None,
        still_since_ms=None,
        shares=(),
    )


def _while_away(seat: Judged, seen: Evidence, at_ms: int, params: PresenceParams) -> Judged:
    left = seat.still_since_ms is not None and at_ms - seat.still_since_ms >= params.object_ms
    if seat.state is Seat.LEAVING:
        if at_ms - seat.since_ms < params.grace_ms:
            return seat
        note = SeatNote.OBJECT if seen.changed else SeatNote.NONE
        return replace(seat, state=Seat.ABSENT, note=note)
    if seat.state is Seat.ABSENT:
        if left:
            return replace(seat, note=SeatNote.OBJECT)
        return replace(seat, note=SeatNote.NONE) if seen.changed is False else seat
    if seen.changed is None:
        return replace(seat, note=SeatNote.LEARNING, since_ms=seat.since_ms or at_ms, none_since_ms=None)
    empty = seen.changed is False or left
    none_since = _run(seat.none_since_ms, empty, at_ms)
    if none_since is None or at_ms - none_since < params.empty_ms:
        return replace(seat, none_since_ms=none_since, since_ms=seat.since_ms or at_ms)
    return replace(
        seat,
        state=Seat.ABSENT,
        since_ms=none_since,
        none_since_ms=None,
        note=SeatNote.OBJECT if left else SeatNote.NONE,
    )
