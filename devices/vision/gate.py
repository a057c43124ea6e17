"""What goes over a camera's line, in spans of a few minutes: how many each way, and for how long nobody could tell.

Pure steps on frames handed in with their time, in the machine's ms.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.vision.flow import FlowWatch, Point
from devices.vision.regions import Image

EVERY_MS = 300_000  # of the hall's day: one event for each camera and five minutes


@dataclass(frozen=True, slots=True)
class Passed:
    """From `since_ms` to `until_ms`; for `blind_ms` of it nothing could be counted."""

    since_ms: int
    until_ms: int
    inward: int
    outward: int
    blind_ms: int


class Gate:
    """Spans of `every_ms` from `started_ms` on. Raises ValueError for a line that is none."""

    def __init__(self, start: Point, end: Point, every_ms: int, started_ms: int) -> None:
        self._flow = FlowWatch(start, end)
        self._every_ms = every_ms
        self._since_ms = started_ms
        self._seeing = False
        self._counted = (0, 0, 0)

    def step(self, image: Image | None, at_ms: int) -> None:
        """One more frame; None where the picture cannot be used."""
        if image is not None:
            self._flow.step(image, at_ms)
        elif self._seeing:
            self._flow.forget()
        self._seeing = image is not None

    def due(self, now_ms: int) -> Passed | None:
        """The span that is over, once."""
        if 0 <= now_ms - self._since_ms < self._every_ms:
            return None
        flow, since = self._flow, self._since_ms
        inward, outward, watched = self._counted
        self._counted = flow.inward, flow.outward, flow.watched_ms
        self._since_ms = now_ms
        if now_ms < since:  # the machine's clock was set back
            return None
        blind = max(0, now_ms - since - (flow.watched_ms - watched))
        return Passed(since, now_ms, flow.inward - inward, flow.outward - outward, blind)
