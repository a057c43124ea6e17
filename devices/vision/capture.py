"""The only place that touches cv2.VideoCapture: a reader thread that keeps the newest frame, and says how it is.

States are values: whoever holds a `Camera` asks `health()` and never gets an exception for a camera that is gone.
No judging of what the picture shows here, except that it stands still (`scene.Frozen`).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from devices.vision.regions import Image
from devices.vision.scene import FROZEN_MS, FrozenWatch


class Link(StrEnum):
    CLOSED = "closed"
    OPENING = "opening"
    LIVE = "live"
    FROZEN = "frozen"  # pictures arrive, all the same
    AWAY = "away"  # cannot be opened, or nothing arrives; tried again with back-off
    ENDED = "ended"  # a file that is not looped has been played


@dataclass(frozen=True, slots=True)
class Source:
    """Where pictures come from. `address`: rtsp/http/udp address, a file, or a USB camera (digits or /dev/...).

    `speed` plays a file faster than it was taken (the demo's fast clock); it means nothing for other sources.
    """

    address: str
    loop: bool = False
    speed: float = 1.0
    open_timeout_ms: int = 5000  # a stream of one picture a second needs more than 3 s to be known
    read_timeout_ms: int = 3000
    frozen_ms: int = FROZEN_MS
    stuck_ms: int = 9000  # one call into the library lasting longer than this is given up

    @property
    def is_usb(self) -> bool:
        return self.address.isdigit() or self.address.startswith("/dev/")

    @property
    def device(self) -> Path:
        """The device file of a USB camera."""
        return Path(f"/dev/video{self.address}" if self.address.isdigit() else self.address)

    @property
    def is_file(self) -> bool:
        return not self.is_usb and "://" not in self.address

    @property
    def shown(self) -> str:
        """The address without its user name and password, for logs and the wall."""
        head, sep, tail = self.address.partition("://")
        return f"{head}{sep}{tail.rpartition('@')[2]}" if sep else self.address


@dataclass(frozen=True, slots=True)
class Frame:
    """One BGR picture. `at_ms` is when it arrived (epoch), `number` counts from 1 over reconnections."""

    image: Image
    at_ms: int
    number: int


@dataclass(frozen=True, slots=True)
class Health:
    link: Link
    since_ms: int
    detail: str = ""
    last_frame_ms: int = 0  # 0: never one
    frames: int = 0
    fps: float = 0.0  # measured over the last seconds, whatever the stream's own data say
    size: tuple[int, int] = (0, 0)
    opens: int = 0  # how often it was opened; 1 + reconnections


def backoff_s(tries: int) -> float:
    """Seconds to wait before the n-th try (from 1): 0.5, 1, 2, 4, then 5, so that a camera that comes back
    is seen within 10 s."""
    return float(min(5.0, 0.5 * 2 ** max(0, tries - 1)))


def wall_clock_ms() -> int:
    return time.time_ns() // 1_000_000  # as the hall's clock does: two roundings of one moment differ by a ms


def source_of(address: str, folder: Path, loop: bool = False) -> Source:
    """The source a configuration names; a relative file starts at the configuration's folder."""
    source = Source(address.removeprefix("file:"), loop=loop)
    return replace(source, address=str(folder / source.address)) if source.is_file else source


# For every stream this process opens: the library reads them from its environment, once for all.
# prefer_tcp: UDP loses slices silently, TCP arrives whole or fails loudly; a camera that has only UDP still opens.
# analyzeduration (µs): else a live stream is listened to for 3 s and longer, into the open time-out, before its
# first picture. No fflags;nobuffer: it throws the first key picture away, and the next ones are ruins.
STREAM_OPTIONS = "rtsp_flags;prefer_tcp|analyzeduration;500000"
FATAL_ONLY = "8"


def calm_library() -> None:
    """For a process of cameras: one thread a picture, and no line of the library's own for every failed try."""
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)


class CannotOpen(Exception):
    """The source gave no picture; the text says why in words."""


def _open(source: Source) -> cv2.VideoCapture:
    if source.is_usb:
        if not source.device.exists():
            raise CannotOpen(f"{source.device}: no such camera; is it plugged in?")
        device = int(source.address) if source.address.isdigit() else source.address
        capture = cv2.VideoCapture(device, cv2.CAP_V4L2)
    else:
        if not _is_utf8(source.address):  # the library ends the whole process
            raise CannotOpen(f"{source.shown}: this name is not UTF-8; rename the file")
        if source.is_file and not Path(source.address).is_file():
            raise CannotOpen(f"{source.shown}: no such file")
        os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", STREAM_OPTIONS)
        os.environ.setdefault(
            "OPENCV_FFMPEG_LOGLEVEL", FATAL_ONLY
        )  # `health` says it, once and without a password
        parameters = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            source.open_timeout_ms,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            source.read_timeout_ms,
            cv2.CAP_PROP_N_THREADS,
            1,  # each further decoding thread holds one more frame back: 16 of them are 3 s at 5 fps
        ]
        capture = cv2.VideoCapture(source.address, cv2.CAP_FFMPEG, parameters)
    if not capture.isOpened():
        capture.release()
        raise CannotOpen(f"{source.shown}: cannot be opened as video; {_advice(source)}")
    return capture


def _is_utf8(name: str) -> bool:
    """A name of a disk whose bytes are no UTF-8 comes with lone surrogates."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def photograph(path: Path) -> Image | None:
    """The BGR picture of a file; None where it is none, is larger than the library reads, or has a name that is not
    UTF-8."""
    if not _is_utf8(str(path)):
        return None
    try:
        image = cv2.imread(str(path))
    except cv2.error:
        return None
    return None if image is None else np.asarray(image, dtype=np.uint8)


def _advice(source: Source) -> str:
    if source.is_file:
        return "is it a film?"
    if source.is_usb:
        return "does another program use it? its user must be in the group video"
    return "check address, password, power and network"


class Stamps:
    """Media time of each frame of a file, in ms from its start, always growing. Some files carry 0 or 60 fps in
    their data or jump back in time: a stamp that does not grow is replaced by one usual frame time."""

    def __init__(self, nominal_fps: float) -> None:
        self._usual = 1000.0 / nominal_fps if 1.0 <= nominal_fps <= 120.0 else 100.0
        self._first: float | None = None
        self._last = -1.0

    def next(self, stamp_ms: float) -> float:
        if self._first is None:
            self._first, self._last = stamp_ms, 0.0
            return 0.0
        grown = stamp_ms - self._first
        if not self._last < grown < self._last + 10_000:
            grown = self._last + self._usual
            self._first = stamp_ms - grown
        self._last = grown
        return grown


def clip_frames(path: str) -> Iterator[tuple[float, Image]]:
    """Every frame of a file as fast as it decodes: (media time in ms, BGR picture). Raises `CannotOpen`, also where
    there is not one."""
    capture = _open(Source(path))
    stamps = Stamps(capture.get(cv2.CAP_PROP_FPS))
    number = 0
    try:
        while True:
            ok, image = capture.read()
            if not ok and number == 0:
                raise CannotOpen(f"{path}: there is no picture in it; is it a film?")
            if not ok:
                return
            number += 1
            yield stamps.next(capture.get(cv2.CAP_PROP_POS_MSEC)), np.asarray(image, dtype=np.uint8)
    finally:
        capture.release()


class Camera:
    """A source read by its own thread. `newest` hands out the newest frame only; older ones are dropped.

    Use as a context manager, or `open` and `close`. `clock_ms` gives the time stamped on frames.
    """

    def __init__(self, source: Source, clock_ms: Callable[[], int] = wall_clock_ms) -> None:
        self.source = source
        self._clock_ms = clock_ms
        self._fresh = threading.Condition()
        self._frame: Frame | None = None
        self._health = Health(Link.CLOSED, clock_ms())
        self._readers = 0  # generation: a reader that is not the newest ends itself
        self._closing = threading.Event()
        self._call_began: float | None = None  # monotonic start of the library call under way
        self._thread: threading.Thread | None = None
        self._arrivals: list[float] = []

    def __enter__(self) -> Camera:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """Start reading. Returns at once; `health()` tells how it goes."""
        if self._thread is None:
            self._closing.clear()
            with self._fresh:
                self._health, self._arrivals = Health(Link.OPENING, self._clock_ms()), []
            self._start()

    def close(self, timeout_s: float = 2.0) -> None:
        """Stop and let go of the camera, and forget the last frame. A reader stuck in the library is left
        behind; it frees the camera when the library returns."""
        self._closing.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(timeout_s)
        with self._fresh:
            self._readers += 1
            self._frame = None
            self._fresh.notify_all()
        self._say(Link.CLOSED)

    def newest(self, after: int = 0, timeout_s: float = 0.0) -> Frame | None:
        """The newest frame with a number above `after`, waiting up to `timeout_s`; None when there is none."""
        with self._fresh:
            self._fresh.wait_for(
                lambda: self._closing.is_set() or (self._frame is not None and self._frame.number > after),
                timeout_s,
            )
            return self._frame if self._frame is not None and self._frame.number > after else None

    def health(self) -> Health:
        """How the camera is now. Also the watch-dog: a reader that hangs in the library is replaced here."""
        self._watch()
        with self._fresh:
            now = time.monotonic()
            recent = [t for t in self._arrivals if now - t <= 3.0]
            fps = (
                (len(recent) - 1) / (recent[-1] - recent[0])
                if len(recent) > 2 and recent[-1] - recent[0] >= 0.5  # the first ones come in a heap
                else 0.0
            )
            return replace(self._health, fps=round(fps, 2))

    def _watch(self) -> None:
        began = self._call_began
        if self._thread is not None and not self._thread.is_alive() and self._health.link is not Link.ENDED:
            self._say(Link.AWAY, f"{self.source.shown}: the reader fell over; opening again")
            self._start()
        if self._thread is None or began is None or (time.monotonic() - began) * 1000 < self.source.stuck_ms:
            return
        self._say(
            Link.AWAY,
            f"{self.source.shown}: the video library has not answered for "
            f"{self.source.stuck_ms / 1000:g} s; opening again",
        )
        self._start()

    def _start(self) -> None:
        with self._fresh:
            self._readers += 1
            generation = self._readers
            self._call_began = None
        self._thread = threading.Thread(
            target=self._read, args=(generation,), daemon=True, name="camera-reader"
        )
        self._thread.start()

    def _say(self, link: Link, detail: str = "") -> None:
        with self._fresh:
            if (self._health.link, self._health.detail) != (link, detail):
                since = self._clock_ms() if self._health.link is not link else self._health.since_ms
                self._health = replace(self._health, link=link, detail=detail, since_ms=since)

    def _current(self, generation: int) -> bool:
        return generation == self._readers and not self._closing.is_set()

    def _read(self, generation: int) -> None:
        tries = 0
        while self._current(generation):
            frames_before = self._health.frames
            try:
                word = self._play(generation)
            except CannotOpen as error:
                word = str(error)
            except cv2.error as error:
                word = f"{self.source.shown}: the video library failed: {error.err}"
            if not self._current(generation):
                return
            if self.source.is_file and self._health.frames > frames_before:
                if not self.source.loop:
                    self._say(Link.ENDED, f"{self.source.shown}: played to its end")
                    return
                continue
            tries = 1 if self._health.frames > frames_before else tries + 1
            self._say(Link.AWAY, word)
            self._closing.wait(backoff_s(tries))

    def _play(self, generation: int) -> str:
        """Open and read until it ends; the answer is what went wrong, in words."""
        self._calling(generation, time.monotonic())
        try:
            capture = _open(self.source)
        finally:
            self._calling(generation, None)
        try:
            if not self._current(generation):
                return ""
            with self._fresh:
                self._health = replace(self._health, opens=self._health.opens + 1)
            pace = _Pace(capture.get(cv2.CAP_PROP_FPS), self.source.speed) if self.source.is_file else None
            frozen = FrozenWatch(self.source.frozen_ms)
            while self._current(generation):
                asked_s = time.monotonic()
                self._calling(generation, asked_s)
                grabbed = capture.grab()
                waited_ms = (time.monotonic() - asked_s) * 1000
                if waited_ms >= self.source.read_timeout_ms:
                    # Even when it gives a frame: then it is an old one out of the decoder, and each costs a time-out.
                    return f"{self.source.shown}: no picture for {waited_ms / 1000:.0f} s; check power and network"
                if not grabbed and self.source.is_file:
                    return f"{self.source.shown}: there is no picture in it; is it a film?"
                if not grabbed:
                    return f"{self.source.shown}: the stream broke off; check power and network"
                wait_s = pace.due_in(capture.get(cv2.CAP_PROP_POS_MSEC)) if pace else 0.0
                if wait_s < -0.2:
                    self._calling(generation, None)
                    continue  # behind time: leave this frame undecoded
                ok, image = capture.retrieve()
                self._calling(generation, None)
                if not ok or image is None:
                    continue
                if wait_s > 0 and self._closing.wait(wait_s):
                    return ""
                self._take(np.asarray(image, dtype=np.uint8), frozen, generation)
            return ""
        finally:
            self._calling(generation, None)
            capture.release()

    def _calling(self, generation: int, began_s: float | None) -> None:
        """What the watch-dog goes by is the newest reader's: one that was given up may come back at any time."""
        with self._fresh:
            if self._current(generation):
                self._call_began = began_s

    def _take(self, image: Image, frozen: FrozenWatch, generation: int) -> None:
        at_ms = self._clock_ms()
        still_ms = frozen.step(image, at_ms)
        with self._fresh:
            if not self._current(generation):
                return
            number = self._health.frames + 1
            self._frame = Frame(image, at_ms, number)
            self._health = replace(
                self._health, frames=number, last_frame_ms=at_ms, size=(image.shape[1], image.shape[0])
            )
            self._arrivals = [*self._arrivals[-89:], time.monotonic()]
            self._fresh.notify_all()
        if still_ms:
            self._say(
                Link.FROZEN,
                f"{self.source.shown}: the same picture for more than {self.source.frozen_ms / 1000:g} s",
            )
        else:
            self._say(Link.LIVE)


class _Pace:
    """Plays a file in real time by its stamps."""

    def __init__(self, nominal_fps: float, speed: float) -> None:
        self._stamps = Stamps(nominal_fps)
        self._speed = max(0.01, speed)
        self._began = time.monotonic()

    def due_in(self, stamp_ms: float) -> float:
        """Seconds until this frame is due; below 0 when late."""
        return self._began + self._stamps.next(stamp_ms) / 1000 / self._speed - time.monotonic()
