"""A camera tried out before it is configured: does it open, how fast, how large, is the picture fit to be judged.

For `hall camera`; nothing is sent to a hall and no picture is kept, except the one that is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from devices.vision.capture import Camera, Frame, Health, Link, calm_library, source_of
from devices.vision.crowd import taken_share
from devices.vision.flow import FlowWatch
from devices.vision.objects import ObjectWatch
from devices.vision.regions import Image, Region
from devices.vision.scene import SceneWatch
from hall.contract.sightings import CameraState

GIVE_UP_S = 12.0


class NoPicture(Exception):
    """The camera gave nothing in time; the text says what is known."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was seen. Times in seconds; `scene` is the picture's state at the end; `problems` are sentences."""

    opened_s: float
    size: tuple[int, int]
    fps: float
    frames: int
    scene: CameraState
    problems: tuple[str, ...]


def frames_of(
    address: str, seconds: float, folder: Path = Path(), now_s: Callable[[], float] = time.monotonic
) -> Iterator[tuple[Frame, Health]]:
    """Frames of a camera for so long after its first. Raises `NoPicture`."""
    calm_library()
    with Camera(source_of(address, folder)) as camera:
        began, first_s, number = now_s(), 0.0, 0
        while True:
            frame = camera.newest(after=number, timeout_s=0.25)
            health = camera.health()
            if frame is not None:
                number = frame.number
                first_s = first_s or now_s()
                yield frame, health
            elif not first_s and camera.source.is_file and health.link is Link.AWAY:
                raise NoPicture(health.detail)  # a file that is none now is none in 12 s
            elif not first_s and (now_s() - began > GIVE_UP_S or health.link is Link.ENDED):
                why = health.detail or "nothing came"
                raise NoPicture(f"{camera.source.shown}: no picture within {GIVE_UP_S:.0f} s ({why})")
            elif health.link is Link.ENDED:
                return
            if first_s and now_s() - first_s > seconds:
                return


def try_out(address: str, seconds: float, picture: Path | None = None) -> Trial:
    """Watch a camera for a while; `picture`: where to write its last frame. Raises `NoPicture`, and ValueError, before
    it watches, where no picture can be written there."""
    if picture is not None:
        _writable(picture)
    began = time.monotonic()
    scene, opened_s = SceneWatch(), 0.0
    sizes: set[tuple[int, int]] = set()
    newest: Frame | None = None
    fps, count = 0.0, 0
    for frame, health in frames_of(address, seconds):
        opened_s = opened_s or time.monotonic() - began
        newest, count, fps = frame, count + 1, health.fps
        sizes.add((frame.image.shape[1], frame.image.shape[0]))
        scene.step(frame.image, frame.at_ms)
    if newest is None:
        raise NoPicture(f"{address}: no picture")
    if picture is not None and not cv2.imwrite(str(picture), newest.image):
        raise NoPicture(f"{picture}: the picture cannot be written; is the disk full, is the folder yours?")
    size = (newest.image.shape[1], newest.image.shape[0])
    rate = fps or count / max(seconds, 0.1)
    return Trial(opened_s, size, rate, count, scene.scene.state, tuple(_problems(size, sizes, rate, scene)))


def _writable(picture: Path) -> None:
    if picture.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise ValueError(f"{picture}: the name of a picture must end with .png or .jpg")
    if not picture.parent.is_dir():
        raise ValueError(f"{picture}: there is no folder {picture.parent}; make it first")
    if picture.is_dir():
        raise ValueError(f"{picture}: is a folder; name a file in it")


def _problems(
    size: tuple[int, int], sizes: set[tuple[int, int]], fps: float, scene: SceneWatch
) -> Iterator[str]:
    if len(sizes) > 1:
        yield f"the size changed while it was watched: {', '.join(f'{w}x{h}' for w, h in sorted(sizes))}"
    if size[0] > 1280:
        yield f"{size[0]}x{size[1]} is more than is looked at; its sub-stream (640 to 1280 wide) costs less"
    if size[0] < 320:
        yield f"{size[0]}x{size[1]} is too small to judge a seat or a floor; choose a larger stream"
    if fps < 4:
        yield f"{fps:.1f} frames a second are few; movement is judged five times a second"
    state = scene.scene.state
    if state not in (CameraState.OK, CameraState.UNKNOWN):
        yield f"the picture is {state.value}: the hall would call everything it watches unknown"


def taken(address: str, region: Region, seconds: float) -> float:
    """The median share 0..1 of a floor that does not look empty, over a while. The floor must be seen empty for the
    first ten seconds of it, or be known already. Raises `NoPicture`, and ValueError when too little is known."""
    floor = ObjectWatch(region=region)
    shares = []
    for frame, _ in frames_of(address, seconds):
        floor.step(frame.image, frame.at_ms)
        share = taken_share(floor, floor.inside)
        if share is not None:
            shares.append(share)
    if not shares:
        raise ValueError("too little of the floor was seen empty; start when nobody is there")
    return float(np.median(shares))


def crossed(
    address: str, start: tuple[float, float], end: tuple[float, float], seconds: float
) -> tuple[int, int]:
    """How many crossed a line from its left to its right, and back, over a while; points are shares of the
    picture. An estimate (`flow.py`). Raises `NoPicture`, and ValueError for a line that is none."""
    flow = FlowWatch(start, end)
    for frame, _ in frames_of(address, seconds):
        flow.step(frame.image, frame.at_ms)
    flow.finish()
    return flow.inward, flow.outward


def one_picture(address: str) -> Image:
    """The first frame. Raises `NoPicture`."""
    for frame, _ in frames_of(address, 0.0):
        return frame.image
    raise NoPicture(f"{address}: no picture")
