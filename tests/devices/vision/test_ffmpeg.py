"""Streams of a third maker, ffmpeg, over UDP and HTTP: killed, hung, standing still, slow, started anew, also with
another size. Each is told within 10 s, and the picture is back within 20 s."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.vision.capture import Camera, Health, Link, Source
from tests.ports import free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg here (apt-get install ffmpeg)"),
]


class Stream:
    """ffmpeg sending the demo's clip in real time, for ever or once."""

    def __init__(self, clip: Path, out: str, *options: str, loop: bool = True) -> None:
        self._command = [
            "ffmpeg",
            "-v",
            "error",
            "-re",
            *(("-stream_loop", "-1") if loop else ()),
            "-i",
            str(clip),
            *options,
            "-f",
            "mpegts",
            out,
        ]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        command = [*self._command[:-3], *more, *self._command[-3:]]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def stream(root: Path) -> Iterator[Callable[..., Stream]]:
    made: list[Stream] = []

    def make(out: str, *options: str, loop: bool = True) -> Stream:
        made.append(Stream(root / "examples/demo/media/post_a.mp4", out, *options, loop=loop))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.kill()


def until(camera: Camera, test: Callable[[Health], bool], seconds: float) -> Health:
    deadline = time.monotonic() + seconds
    while not test(health := camera.health()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {health}"
        camera.newest(after=health.frames, timeout_s=0.05)
    return health


def live(health: Health) -> bool:
    return health.link is Link.LIVE and health.frames > 0


def away(health: Health) -> bool:
    return health.link is Link.AWAY


ENCODED = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-an")

# Ten seconds of the clip, then one of its pictures for twenty, encoded anew all the time, then the clip again.
STANDING = ("-vf", "loop=loop=200:size=1:start=100,realtime")
TRANSPORTS = ["udp", "http"]


class Route:
    """A transport's address at the camera's end, and what its sender needs."""

    def __init__(self, transport: str) -> None:
        self.address = f"{transport}://127.0.0.1:{free_port()}" + ("/live.ts" if transport == "http" else "")
        self.out = f"{self.address}?pkt_size=1316" if transport == "udp" else self.address
        self.options = ("-listen", "1") if transport == "http" else ()


@pytest.fixture(params=TRANSPORTS)
def route(request: pytest.FixtureRequest) -> Route:
    return Route(request.param)


def test_killed_is_away_in_ten_seconds_and_another_size_is_back_in_twenty(stream, route):
    sender = stream(route.out, *ENCODED, *route.options)
    with Camera(Source(route.address)) as camera:
        assert until(camera, live, 20).size == (768, 432)
        sender.kill()
        until(camera, away, 10)
        sender.start("-s", "640x360")
        assert until(camera, lambda now: live(now) and now.size == (640, 360), 20).opens >= 2


def test_hung_is_away_in_ten_seconds_and_back_in_twenty(stream, route):
    sender = stream(route.out, *ENCODED, *route.options)
    with Camera(Source(route.address)) as camera:
        until(camera, live, 20)
        assert sender.process is not None
        sender.process.send_signal(signal.SIGSTOP)
        try:
            until(camera, away, 10)
        finally:
            sender.process.send_signal(signal.SIGCONT)
        if route.options:  # it serves one viewer, who has hung up meanwhile
            sender.kill()
            sender.start()
        until(camera, live, 20)


def test_standing_still_is_frozen_in_ten_seconds_and_back_with_the_first_new_picture(stream, route):
    """It stands for twenty seconds, and frozen is told while it does (`FROZEN_MS` is for the machine's ten)."""
    stream(route.out, *ENCODED, *STANDING, *route.options, loop=False)
    with Camera(Source(route.address)) as camera:
        until(camera, live, 20)
        until(camera, lambda now: now.link is Link.FROZEN, 60)
        assert camera.health().opens == 1, "it is read on: nothing is wrong with the line"
        until(camera, live, 60)


def test_one_picture_a_second_is_live_and_its_pace_is_told(stream, route):
    stream(route.out, "-r", "1", *ENCODED, "-g", "1", "-tune", "zerolatency", *route.options)
    with Camera(Source(route.address)) as camera:
        health = until(camera, lambda now: now.frames >= 12 and 0.5 < now.fps < 2, 60)
        assert (health.link, health.opens) == (Link.LIVE, 1)


def test_http_of_five_frames_a_second_is_live_and_its_pace_is_told(stream):
    address = f"http://127.0.0.1:{free_port()}/live.ts"
    stream(address, "-r", "5", *ENCODED, "-listen", "1")
    with Camera(Source(address)) as camera:
        health = until(camera, lambda now: now.frames >= 40 and 3 < now.fps < 8, 60)
        assert health.link is Link.LIVE
