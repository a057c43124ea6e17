"""A zone's floor as one camera sees it: things left lying, crowding, light; told as the whole list of what is wrong.

Pure steps on frames handed in with their time. Identity never comes from a camera: people are cells that move.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from devices.vision.crowd import Crowd, CrowdWatch
from devices.vision.objects import Left, ObjectParams, ObjectWatch
from devices.vision.regions import Image, Points, Region
from devices.vision.veil import Cells, record
from hall.contract.environment import Cause, Crowding, Seen
from hall.contract.sightings import CameraState

WIDTH = 640  # px of a record's pictures
CROWDED_MS = 180_000  # so long it must be crowded (vision.md 6e)
LIGHT_MS = 120_000
RESTORED_MS = 120_000  # so long all must be well before a record ends
KEEP_EVERY_MS = 15_000
BLIND_MS = 10_000  # for longer without sight of it nobody knows what was put down meanwhile
LIT = (CameraState.OK, CameraState.DARK, CameraState.GLARE)  # a picture of which the light can be told
GRID = 20  # places of things on the picture, each way


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture without anybody in it that could be known: JPEG, taken at `at_ms`."""

    at_ms: int
    jpeg: bytes


@dataclass(slots=True)
class _Lasting:
    """A cause that has to last before it counts, and to be away for a while before it ends."""

    hold_ms: int
    since_ms: int = 0
    told: bool = False
    well_ms: int = 0

    def step(self, on: bool, at_ms: int) -> bool:
        if on:
            self.well_ms = 0
            self.since_ms = self.since_ms or at_ms
            self.told = self.told or at_ms - self.since_ms >= self.hold_ms
        else:
            self.well_ms = self.well_ms or at_ms
            if not self.told or at_ms - self.well_ms >= RESTORED_MS:
                self.since_ms, self.told = 0, False
        return self.told


@dataclass(slots=True)
class _Sight:
    """For how long something could be watched: only time with sight of it counts, and after blindness anew."""

    ms: int = 0
    at_ms: int = 0

    def step(self, on: bool, at_ms: int) -> None:
        if on:
            passed = at_ms - self.at_ms
            self.ms = self.ms + passed if self.at_ms and 0 <= passed <= BLIND_MS else 0
            self.at_ms = at_ms


class FloorWatch:
    """`limits` are the taken shares of 正常, 拥挤 and 严重 (`CameraPart.crowd`), `seats` the polygons where
    people sit. `seen` is what is wrong now."""

    def __init__(
        self, region: Region, clutter_ms: int, limits: tuple[float, ...], seats: Iterable[Points] = ()
    ) -> None:
        self.objects = ObjectWatch(ObjectParams(hold_ms=clutter_ms), region)
        self._crowd = CrowdWatch(limits)
        self._lasting = {
            Cause.CROWDED: _Lasting(CROWDED_MS),
            Cause.DARK: _Lasting(LIGHT_MS),
            Cause.GLARE: _Lasting(LIGHT_MS),
        }
        self._clutter: dict[
            str, tuple[Left, int]
        ] = {}  # by place: the thing, and since when it is away (0: there)
        self._kept: deque[Kept] = deque(maxlen=max(4, 2 + clutter_ms // KEEP_EVERY_MS))
        self._unsure: set[str] = (
            set()
        )  # things among the clutter that were learnt as floor while they lay there
        self._learnt = self.objects.learnt
        self._newest: Image | None = None
        self._seats = tuple(seats)
        self._limits = limits
        self._clutter_ms = clutter_ms
        self._floor, self._light = _Sight(), _Sight()
        self._state = CameraState.UNKNOWN
        self.seen: tuple[Seen, ...] = ()

    @property
    def crowd(self) -> Crowd:
        return self._crowd.crowd

    @property
    def sure(self) -> bool:
        """Can it say that nothing lies there? Not before a thing would have had its time while the floor was in sight,
        and not with a picture that shows something else than the floor."""
        return self._state in LIT and self._floor.ms > self._clutter_ms + RESTORED_MS // 2

    @property
    def judged(self) -> tuple[Cause, ...]:
        """The causes of which it can say now that they are not there."""
        if self._state not in LIT:
            return ()
        crowd = not self._limits or self.crowd.level is not Crowding.UNKNOWN
        can = {
            Cause.CLUTTER: self.sure,
            Cause.CROWDED: crowd and self._floor.ms > CROWDED_MS,
            Cause.DARK: self._light.ms > LIGHT_MS,
            Cause.GLARE: self._light.ms > LIGHT_MS,
        }
        return tuple(cause for cause, able in can.items() if able)

    def step(self, image: Image | None, state: CameraState, at_ms: int) -> tuple[Seen, ...]:
        """All that is wrong with this frame. `image` None, or a `state` that cannot be judged: as it was."""
        usable = image is not None and state is CameraState.OK
        self._state = state
        self._floor.step(usable, at_ms)
        self._light.step(image is not None and state in LIT, at_ms)
        if image is not None and usable:
            found = self.objects.step(image, at_ms)
            self._relearn(at_ms)
            for left in found:
                self._clutter[_place(left)] = (left, 0)
            if self.objects.looked_ms == at_ms:  # the cells where somebody is belong to this very frame
                self._newest = image
                self._keep(image, at_ms)
            self._forget(at_ms)
        self._crowd.step(self.objects, usable, at_ms)
        crowded = self.crowd.level in (Crowding.CROWDED, Crowding.SEVERE)
        if usable:
            self._lasting[Cause.CROWDED].step(crowded, at_ms)
        if image is not None:
            self._lasting[Cause.DARK].step(state is CameraState.DARK, at_ms)
            self._lasting[Cause.GLARE].step(state is CameraState.GLARE, at_ms)
        self.seen = (*self._things(), *self._conditions())
        return self.seen

    def excuse(self, cause: Cause, place: str) -> None:
        """A person said that it is no problem: what lies there belongs to the floor from now on."""
        if cause is Cause.CLUTTER and place in self._clutter:
            self.objects.accept(self._clutter.pop(place)[0].box)
            self._unsure.discard(place)

    def accept(self) -> None:
        """A person said that the floor is empty: all that lies there belongs to it from now on."""
        self.objects.accept()
        self._clutter.clear()
        self._unsure.clear()

    def before(self, since_ms: int) -> bytes:
        """The last kept picture from before `since_ms`, else the oldest there is; b"" when there is none."""
        earlier = [one for one in self._kept if one.at_ms < since_ms]
        chosen = earlier[-1] if earlier else self._kept[0] if self._kept else None
        return chosen.jpeg if chosen is not None else b""

    def after(self, box: tuple[float, ...]) -> bytes:
        """The newest picture with everybody made unrecognisable; in `box` (shares) the thing is left clear."""
        return self._record(self._newest, box) if self._newest is not None else b""

    def view(self) -> tuple[Image, Cells] | None:
        """The newest picture of the floor, unveiled, and the cells where somebody is or may be; None while that is not
        known."""
        hidden = self._hidden(())
        if self._newest is None or hidden is None or self._state is not CameraState.OK:
            return None
        return self._newest, hidden

    # -- inside -------------------------------------------------------------------------------------------------

    def _things(self) -> tuple[Seen, ...]:
        return tuple(
            Seen(Cause.CLUTTER, left.since_ms, place, left.box) for place, (left, _) in self._clutter.items()
        )

    def _conditions(self) -> tuple[Seen, ...]:
        return tuple(
            Seen(cause, lasting.since_ms) for cause, lasting in self._lasting.items() if lasting.told
        )

    def _relearn(self, at_ms: int) -> None:
        """Where the floor is learnt anew, what lies there becomes part of it: nobody can say that it is gone."""
        if self.objects.learnt != self._learnt:
            self._learnt = self.objects.learnt
            self._unsure = set(self._clutter)
            self._floor = _Sight(at_ms=at_ms)

    def _forget(self, at_ms: int) -> None:
        """A thing that has been away for a while is gone, but for those a person has to look after."""
        there = {_place(left) for left in self.objects.lying}
        self._unsure -= there
        for place, (left, away_ms) in list(self._clutter.items()):
            if place in there or place in self._unsure:
                self._clutter[place] = (left, 0)
            elif not away_ms:
                self._clutter[place] = (left, at_ms)
            elif at_ms - away_ms >= RESTORED_MS:
                del self._clutter[place]

    def _keep(self, image: Image, at_ms: int) -> None:
        if self._kept and at_ms - self._kept[-1].at_ms < KEEP_EVERY_MS:
            return
        self._kept.append(Kept(at_ms, self._record(image, ())))

    def _record(self, image: Image, box: tuple[float, ...]) -> bytes:
        hidden = self._hidden(box)
        if hidden is not None:  # it is kept for long: who only sat still for a moment is hidden as well
            doubtful = ~self.objects.proven
            hidden |= doubtful & ~_cells_in(box, hidden.shape) if box else doubtful
        clear = _cells_in(box, hidden.shape) if box and hidden is not None else None
        return record(image, hidden, WIDTH, self._seats, clear)

    def _hidden(self, clear: tuple[float, ...]) -> Cells | None:
        """Every cell that moves or does not look like the empty floor, and those around; None (all) before the floor is
        known. In `clear` (x, y, width, height as shares) only those near movement: who walks past the thing."""
        state = self.objects.cells
        if state is None:
            return None
        known, changed, moving = state
        around = np.ones((5, 5), np.uint8)
        cells = cv2.dilate((~known | changed | moving).astype(np.uint8), around) > 0
        if clear:
            cells &= ~_cells_in(clear, known.shape) | (cv2.dilate(moving.astype(np.uint8), around) > 0)
        return cells


def _cells_in(box: tuple[float, ...], shape: tuple[int, ...]) -> Cells:
    rows, columns = shape
    x, y, w, h = box
    inside = np.zeros((rows, columns), bool)
    inside[int(y * rows) : round((y + h) * rows), int(x * columns) : round((x + w) * columns)] = True
    return inside


def _place(left: Left) -> str:
    """The middle of the thing on a grid: the same for as long as it lies there."""
    x, y, width, height = left.box
    return f"{int((x + width / 2) * GRID)}-{int((y + height / 2) * GRID)}"
