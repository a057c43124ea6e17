"""The hall's own people detector as cameras ask it: one model for all cameras of a process, which answers in turn.

Who it sees where stays in this process. A model that fails is not asked again: one line says so, and presence rests on
change and motion. What an answer means is judged by `presence.py`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from devices.vision.onnx_models import ModelTrouble, People, people_of
from devices.vision.presence import Person, ask_every_ms
from devices.vision.regions import Image, Region
from devices.vision.seat import SeatWatch
from hall.contract.config import DetectorPart
from hall.contract.sightings import Detector

log = logging.getLogger(__name__)

Box = tuple[float, float, float, float]  # left, top, right, bottom, shares of the picture

LATE_S = 5.0  # an answer that comes later is no help (`PresenceParams.person_hold_ms`)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where people are in the frame of `at_ms`."""

    at_ms: int
    boxes: tuple[Box, ...]


def at_seat(region: Region, boxes: tuple[Box, ...]) -> bool:
    """Does somebody stand or sit there: a box whose foot (middle of the lower edge) or centre lies in the polygon and
    in no ignore polygon (handbook, vision.md 4)."""
    return any(
        _within(region, (left + right) / 2, y)
        for left, top, right, bottom in boxes
        for y in (bottom, (top + bottom) / 2)
    )


def _within(region: Region, x: float, y: float) -> bool:
    def side(points: tuple[tuple[float, float], ...]) -> float:
        return cv2.pointPolygonTest(np.array(points, np.float32), (x, y), False)

    return side(region.polygon) >= 0 and not any(side(hole) > 0 for hole in region.ignore)


class Asked:
    """Answers at once. `state` is LIVE until the model fails, then OFF for good; OFF at once without `people`."""

    def __init__(self, people: People | None) -> None:
        self._people = people
        self.trouble = ""  # why it went OFF
        self._answers: dict[str, Answer] = {}

    @property
    def state(self) -> Detector:
        return Detector.OFF if self._people is None else Detector.LIVE

    def ask(self, camera: str, image: Image, at_ms: int) -> None:
        """Where are people in this BGR frame of a camera?"""
        people = self._people
        if people is None:
            return
        try:
            spots = people.find(image)
        except Exception as trouble:  # the model is the operator's: whatever it does, the cameras go on
            self._people, self.trouble = None, f"people detector {people.name} failed: {trouble}"
            log.error("%s; %s", self.trouble, WITHOUT)
            return
        high, wide = image.shape[:2]
        boxes = tuple(_shares(spot.box, wide, high) for spot in spots)
        self._answers[camera] = Answer(at_ms, boxes)

    def answer(self, camera: str) -> Answer | None:
        """The newest about this camera."""
        return self._answers.get(camera)

    def close(self) -> None:
        """Ask no more."""


WITHOUT = "presence rests on change and motion until this program is started anew"


class Inquiry:
    """What one camera asks of the detector, and what its seats hear of the answer. Without `people` nothing."""

    def __init__(self, camera: str, seats: dict[str, SeatWatch], people: Asked | None) -> None:
        self._camera, self._seats, self._people = camera, seats, people
        self._asked_ms = 0

    @property
    def state(self) -> Detector:
        return self._people.state if self._people is not None else Detector.NONE

    def hear(self) -> None:
        """Give the newest answer to each seat, before it is judged."""
        live = self._people is not None and self._people.state is Detector.LIVE
        answer = self._people.answer(self._camera) if self._people is not None and live else None
        for seat in self._seats.values():
            if answer is None:
                seat.person = Person() if live else None
            elif seat.person is None or seat.person.at_ms != answer.at_ms:
                seat.person = Person(answer.at_ms, at_seat(seat.region, answer.boxes))

    def ask(self, image: Image, at_ms: int) -> None:
        """One look at the whole picture, while it can decide something at some seat. Only of a usable picture."""
        if self._people is None or self._people.state is not Detector.LIVE:
            return
        spans = [ask_every_ms(seat.seat, seat.evidence, seat.params) for seat in self._seats.values()]
        wanted = [span for span in spans if span is not None]
        if wanted and not 0 <= at_ms - self._asked_ms < min(wanted):
            self._asked_ms = at_ms
            self._people.ask(self._camera, image, at_ms)


def _shares(box: tuple[int, int, int, int], wide: int, high: int) -> Box:
    """Cut to the picture: who stands at its lower edge has the foot on it."""
    left, right = (min(max(x / wide, 0.0), 1.0) for x in (box[0], box[2]))
    top, bottom = (min(max(y / high, 0.0), 1.0) for y in (box[1], box[3]))
    return left, top, right, bottom


class InTurn(Asked):
    """Answers in a thread of its own, one camera after the other, so that a slow model delays nothing but its answers.
    Of each camera only the newest frame waits."""

    def __init__(self, people: People | None, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(people)
        self._now_s = now_s
        self._waiting: dict[str, tuple[Image, int]] = {}
        self._fresh = threading.Condition()
        self._closing = self._told = False
        self._cameras: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="people", daemon=True)
        self._thread.start()

    def ask(self, camera: str, image: Image, at_ms: int) -> None:
        """Returns at once; `answer` has it later."""
        with self._fresh:
            self._waiting[camera] = (image, at_ms)  # keeps its place in the row
            self._fresh.notify()

    def close(self, timeout_s: float = 2.0) -> None:
        with self._fresh:
            self._closing = True
            self._fresh.notify()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            with self._fresh:
                self._fresh.wait_for(lambda: self._closing or bool(self._waiting))
                if self._closing:
                    return
                camera = next(iter(self._waiting))
                image, at_ms = self._waiting.pop(camera)
            began = self._now_s()
            super().ask(camera, image, at_ms)
            self._cameras.add(camera)
            self._tell_slow(self._now_s() - began)

    def _tell_slow(self, spent_s: float) -> None:
        """Once, when a round of all cameras takes so long that the answers come too late to help."""
        round_s = spent_s * len(self._cameras)
        if round_s > LATE_S and not self._told:
            self._told = True
            log.warning(
                "the people detector takes %.1f s a picture, %.0f s for the %d cameras of this program: its answers "
                "come too late to help; choose a smaller model, or give cameras to another host",
                spent_s,
                round_s,
                len(self._cameras),
            )


def detector_of(part: DetectorPart, folder: Path) -> Asked | None:
    """The configured detector, tried out; OFF with one line why when it cannot be used; None where none is named."""
    if part.kind == "none":
        return None
    try:
        people = people_of(part, folder)
    except ModelTrouble as trouble:
        log.error("people detector: not available: %s; %s", trouble, WITHOUT)
        return Asked(None)
    if people is not None:
        log.info("people detector: %s, live", people.name)
    return InTurn(people)
