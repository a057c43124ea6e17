"""One camera as the hall is told of it: which sightings and reports follow from frames and from their absence.

Pure steps: frames, link and time are handed in, words come out. `worker.py` does the reading and the sending.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.vision.capture import Frame, Health, Link
from devices.vision.floor import LIT, FloorWatch
from devices.vision.gate import Gate
from devices.vision.people import Asked, Inquiry
from devices.vision.presence import Judged, PresenceParams, SeatNote
from devices.vision.regions import Image, Region
from devices.vision.scene import BARE, SceneWatch
from devices.vision.seat import SeatWatch
from hall.contract.environment import Cause, Crowding, SeeCrowd, Seen, SeeTroubles
from hall.contract.flow import SeeFlow
from hall.contract.sightings import CameraReport, CameraState, Seat, SeatSeen

Sighting = SeatSeen | CameraReport | SeeTroubles | SeeCrowd | SeeFlow

LOST_MS = 3000  # without a usable picture for so long; shorter gaps are not worth an event
EMPTY_MS = 30_000  # "nobody is there now" is old news after this
TEXTURED = 0.1  # so much of the picture is no plain thing held before the lens
OPENING_MS = 8000  # a camera that has given nothing since it was opened is away after this


@dataclass(frozen=True, slots=True)
class _Known:
    state: CameraState
    since_ms: int
    detail: str = ""


class CameraWatch:
    """A camera and the posts it sees. Times in and out are in the machine's ms; `hall_ms` turns them into hall time
    (they differ in a demo, whose clock runs faster than the clip). `pictures` keeps a picture of before and one of now
    and gives their names. `people` is the hall's own detector, None where it has none. `unwatched`: it should watch a
    floor and cannot. `trouble`: why nothing it shows can be judged, where that broke down."""

    def __init__(
        self,
        camera: str,
        posts: dict[str, Region],
        params: PresenceParams,
        hall_ms: Callable[[int], int],
        started_ms: int,
        floor: FloorWatch | None = None,
        pictures: Callable[[Seen], tuple[str, str]] = lambda seen: ("", ""),
        people: Asked | None = None,
        gate: Gate | None = None,
        unwatched: bool = False,
        trouble: str = "",
    ) -> None:
        self.camera = camera
        self.floor = floor
        self._gate = gate
        self._pictures = pictures
        self._named: dict[tuple[Cause, str, int], Seen] = {}  # with its pictures, in hall time
        self._hall_ms = hall_ms
        self.scene = SceneWatch()
        self._known = _Known(CameraState.UNKNOWN, started_ms, trouble)
        self._unwatched = unwatched
        self._started_ms = started_ms
        self._good_ms = 0  # last usable frame
        self._bad_since_ms: int | None = None
        self._number = 0
        self._frame_ms = 0  # last frame, usable or not
        self.seats = {post: SeatWatch(region, params) for post, region in posts.items()}
        self._inquiry = Inquiry(camera, self.seats, people)
        self._detector = self._inquiry.state
        self.closed = False  # hours in which nobody should be there
        self._empty: dict[str, int] = {}  # post, and when somebody said that it is empty
        self.emptied_ms = 0  # when that was taken last, in hall time

    @property
    def state(self) -> CameraState:
        return self._known.state

    def step(self, frame: Frame | None, health: Health, now_ms: int) -> list[Sighting]:
        """What has changed, in words of the contract. `frame`: the newest one, or None when none came since."""
        before = self._known, self._seats(), self._floor_shown()
        if frame is not None and frame.number != self._number:
            self._number, self._frame_ms = frame.number, frame.at_ms
            self._look(frame.image, frame.at_ms)
        self._known = self._camera(health, now_ms)
        if self._known.state not in (CameraState.OK, CameraState.UNKNOWN):
            for seat in self.seats.values():
                seat.step(None, now_ms)
        told: list[Sighting] = []
        engine, self._detector = self._detector, self._inquiry.state
        if (self._known.state, self._known.detail, self._detector) != (
            before[0].state,
            before[0].detail,
            engine,
        ):
            told.append(self._report())
        told += [
            self._sighting(post, seat)
            for post, seat in self._seats().items()
            if _shown(seat) != _shown(before[1][post])
        ]
        return [*told, *self._floor()] if self._floor_shown() != before[2] else told

    def all(self) -> list[Sighting]:
        """Everything as it is now, for a hall that may not know."""
        seats = [self._sighting(post, seat) for post, seat in self._seats().items()]
        return [self._report(), *seats, *self._floor()]

    def counted(self, now_ms: int) -> tuple[SeeFlow, ...]:
        """What went over its line in the span that is over: told once, and never as it is now."""
        passed = self._gate.due(now_ms) if self._gate is not None else None
        if passed is None:
            return ()
        since, until = self._hall_ms(passed.since_ms), self._hall_ms(passed.until_ms)
        blind = (until - since) * passed.blind_ms // max(1, passed.until_ms - passed.since_ms)
        return (SeeFlow(self.camera, since, until, passed.inward, passed.outward, blind),)

    def capture(self, post: str, now_ms: int) -> None:
        """A person said that nobody is at `post` ("" everywhere): taken from the next picture that shows the place, and
        given up when none comes soon."""
        self._empty[post] = now_ms

    def _look(self, image: Image, at_ms: int) -> None:
        scene = self.scene.step(image, at_ms)
        if scene.state in (CameraState.OK, CameraState.UNKNOWN):
            self._good_ms = at_ms
            self._inquiry.hear()
            for seat in self.seats.values():
                seat.step(image, at_ms)
                seat.rest(image, at_ms, self.closed)
            if scene.state is CameraState.OK and self._known.state is CameraState.OK:
                self._inquiry.ask(image, at_ms)
        if self.floor is not None:
            self.floor.step(image, scene.state, at_ms)
        if self._gate is not None:
            self._gate.step(image if scene.state is CameraState.OK else None, at_ms)
        self._empty = {post: said for post, said in self._empty.items() if at_ms - said <= EMPTY_MS}
        shows = (CameraState.OK, CameraState.UNKNOWN, CameraState.MOVED)
        # Turned far away it is told as covered. Of a picture with something in it a person may say that it is meant.
        other = scene.state is CameraState.COVERED and scene.texture >= TEXTURED and "" in self._empty
        if self._empty and (scene.state in shows or other):
            self._take_empty(image)
            self.emptied_ms = self._hall_ms(at_ms)

    def _take_empty(self, image: Image) -> None:
        everything = "" in self._empty
        for post, seat in self.seats.items():
            if everything or post in self._empty:
                seat.look.capture_empty(image)
        if everything:
            self.scene.accept()
            if self.floor is not None:
                self.floor.accept()
        self._empty.clear()

    def _camera(self, health: Health, now_ms: int) -> _Known:
        state, since_ms, detail = self._raw(health, now_ms)
        if state is CameraState.OK or state is self._known.state:
            self._bad_since_ms = None
        else:
            self._bad_since_ms = self._bad_since_ms or now_ms
            # What the picture shows was weighed before it was said; a lost link may be a hiccup.
            if state is CameraState.AWAY and now_ms - max(self._bad_since_ms, self._good_ms) < LOST_MS:
                return self._known
        if state is self._known.state:
            return (
                self._known if detail == self._known.detail else _Known(state, self._known.since_ms, detail)
            )
        return _Known(state, since_ms, detail)

    def _raw(self, health: Health, now_ms: int) -> tuple[CameraState, int, str]:
        """State as this moment alone shows it, since when, and words for the staff."""
        scene = self.scene.scene
        last = health.last_frame_ms
        if health.link in (Link.AWAY, Link.ENDED):
            return CameraState.AWAY, last or health.since_ms, health.detail
        if not last:
            if now_ms - self._started_ms < OPENING_MS:
                return CameraState.UNKNOWN, self._started_ms, ""
            return CameraState.AWAY, self._started_ms, "no picture since it was opened"
        if now_ms - last > LOST_MS:
            return CameraState.AWAY, last, "pictures have stopped arriving"
        if health.link is Link.FROZEN and scene.state not in BARE:
            return CameraState.FROZEN, health.since_ms, health.detail
        if scene.state not in (CameraState.OK, CameraState.UNKNOWN):
            return scene.state, scene.since_ms, ""
        if scene.state is CameraState.OK:
            return CameraState.OK, max(scene.since_ms, self._known.since_ms), ""
        return CameraState.UNKNOWN, self._started_ms, ""

    def _seats(self) -> dict[str, Judged]:
        return {post: watch.seat for post, watch in self.seats.items()}

    def _floor(self) -> tuple[SeeTroubles | SeeCrowd, ...]:
        """What is wrong on the floor, what of that it can judge now, and how full it is; nothing without a
        floor to watch."""
        if self.floor is None:
            return (SeeTroubles(self.camera, (), ()),) if self._unwatched else ()
        level, share = self._crowd(self.floor)
        since_ms = self.floor.crowd.since_ms or self._started_ms
        seen = tuple(self._name(one) for one in self.floor.seen)
        self._named = {key: one for key, one in self._named.items() if one in seen}
        return (
            SeeTroubles(self.camera, seen, self._judged(self.floor)),
            SeeCrowd(self.camera, level, self._hall_ms(since_ms), share),
        )

    def _judged(self, floor: FloorWatch) -> tuple[Cause, ...]:
        return floor.judged if self._known.state in LIT else ()

    def _floor_shown(self) -> object:
        """What of the floor is worth telling when it changes."""
        if self.floor is None:
            return None
        seen = tuple((one.cause, one.place) for one in self.floor.seen)
        return seen, self._judged(self.floor), self._crowd(self.floor)[0]

    def _crowd(self, floor: FloorWatch) -> tuple[Crowding, float]:
        if self._known.state is not CameraState.OK or floor.crowd.level is Crowding.UNKNOWN:
            return Crowding.UNKNOWN, -1.0
        return floor.crowd.level, round(floor.crowd.share, 2)

    def _name(self, seen: Seen) -> Seen:
        """With its pictures, made once, and its time in the hall's."""
        key = (seen.cause, seen.place, seen.since_ms)
        if key not in self._named:
            before, after = self._pictures(seen)
            self._named[key] = Seen(
                seen.cause, self._hall_ms(seen.since_ms), seen.place, seen.box, before, after
            )
        return self._named[key]

    def _report(self) -> CameraReport:
        frame_ms = self._hall_ms(self._frame_ms) if self._frame_ms else 0
        since_ms = self._hall_ms(self._known.since_ms)
        known = self._known
        return CameraReport(
            self.camera, known.state, since_ms, known.detail, frame_ms, self.emptied_ms, self._detector
        )

    def _sighting(self, post: str, seat: Judged) -> SeatSeen:
        note = "" if seat.note is SeatNote.NONE else seat.note.value
        return SeatSeen(self.camera, post, seat.state, self._hall_ms(seat.since_ms or self._started_ms), note)


def _shown(seat: Judged) -> tuple[Seat, int, SeatNote]:
    return seat.state, seat.since_ms, seat.note
