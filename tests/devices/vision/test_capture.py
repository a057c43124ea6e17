"""Reading cameras: files in their own time, HTTP streams that die, hang, freeze and come back."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision.capture import (
    Camera,
    CannotOpen,
    Link,
    Source,
    Stamps,
    _open,
    backoff_s,
    clip_frames,
    photograph,
)

FAST = {"open_timeout_ms": 1500, "read_timeout_ms": 1000, "frozen_ms": 1500, "stuck_ms": 6000}


def until(what: Callable[[], bool], seconds: float) -> bool:
    """Poll a real condition until a deadline."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        threading.Event().wait(0.02)
    return what()


class Mjpeg:
    """A small HTTP camera: multipart JPEG, that can be told to hang, freeze and drop its listeners."""

    def __init__(self) -> None:
        self.hang = self.freeze = False
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._open = True
        self._clients: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while self._open:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self._clients.append(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        number = 0
        try:
            client.recv(4096)
            client.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=x\r\n\r\n")
            while self._open:
                if not self.hang:
                    number += 0 if self.freeze else 1
                    body = jpeg(number)
                    client.sendall(
                        b"--x\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(body)
                        + body
                        + b"\r\n"
                    )
                threading.Event().wait(0.05)
        except OSError:
            pass
        finally:
            client.close()

    def drop(self) -> None:
        for client in self._clients:
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._clients.clear()

    def close(self) -> None:
        self._open = False
        self._server.close()
        self.drop()


def jpeg(number: int) -> bytes:
    image = np.full((120, 160, 3), 90, np.uint8)
    cv2.putText(image, str(number), (20, 80), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (255, 255, 255), 3)
    return cv2.imencode(".jpg", image)[1].tobytes()


@pytest.fixture
def server() -> Iterator[Mjpeg]:
    one = Mjpeg()
    yield one
    one.close()


def write_clip(path, frames: int = 30, fps: float = 10.0) -> str:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), fps, (160, 120))
    for number in range(frames):
        image = np.full((120, 160, 3), 60, np.uint8)
        cv2.putText(image, str(number), (20, 80), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (255, 255, 255), 3)
        writer.write(image)
    writer.release()
    return str(path)


def test_a_file_plays_in_its_own_time_and_ends(tmp_path):
    began = time.monotonic()
    with Camera(Source(write_clip(tmp_path / "a.avi", frames=15))) as camera:
        first = camera.newest(timeout_s=30)
        assert first is not None
        assert first.image.shape == (120, 160, 3)
        assert until(lambda: camera.health().link is Link.ENDED, 30)
    assert time.monotonic() - began >= 1.2
    assert camera.health().link is Link.CLOSED


def test_a_looped_file_goes_on_and_a_faster_clock_plays_it_faster(tmp_path):
    with Camera(Source(write_clip(tmp_path / "a.avi", frames=10), loop=True, speed=8)) as camera:
        assert until(lambda: camera.health().frames > 25, 30)
        health = camera.health()
    assert health.opens >= 3
    assert health.size == (160, 120)


def test_only_the_newest_frame_is_kept(tmp_path):
    with Camera(Source(write_clip(tmp_path / "a.avi"), loop=True)) as camera:
        seen = camera.newest(timeout_s=30)
        assert seen is not None
        assert camera.newest(after=seen.number + 1000, timeout_s=0) is None
        later = camera.newest(after=seen.number, timeout_s=30)
        assert later is not None and later.number > seen.number and later.at_ms >= seen.at_ms
    assert camera.newest() is None, "a closed camera holds no picture"


def test_a_missing_file_is_away_with_words_and_no_exception(tmp_path):
    with Camera(Source(str(tmp_path / "none.mp4"))) as camera:
        assert until(lambda: camera.health().link is Link.AWAY, 30)
        assert "no such file" in camera.health().detail


def test_a_file_whose_name_is_not_utf_8_is_away_with_words(tmp_path):
    """The library ends the whole process for such a name, without a word."""
    path = tmp_path / "caf\udce9.avi"
    path.write_bytes(Path(write_clip(tmp_path / "a.avi")).read_bytes())
    with Camera(Source(str(path))) as camera:
        assert until(lambda: camera.health().link is Link.AWAY, 30)
        assert "not UTF-8; rename the file" in camera.health().detail
    assert photograph(path) is None


@pytest.mark.parametrize("address", ["97", "/dev/video97"])
def test_a_usb_camera_that_is_not_there_is_away_with_words(address):
    with Camera(Source(address)) as camera:
        assert until(lambda: camera.health().link is Link.AWAY, 30)
        assert camera.health().detail == "/dev/video97: no such camera; is it plugged in?"


def test_a_file_that_is_not_video_is_away_with_words(tmp_path):
    (tmp_path / "x.mp4").write_bytes(b"this is not video" * 100)
    with Camera(Source(str(tmp_path / "x.mp4"))) as camera:
        assert until(lambda: camera.health().link is Link.AWAY, 30)
        assert "cannot be opened as video" in camera.health().detail
    with pytest.raises(CannotOpen):
        next(clip_frames(str(tmp_path / "x.mp4")))


def test_a_stream_that_dies_is_away_and_comes_back(server):
    with Camera(Source(f"http://127.0.0.1:{server.port}/cam.mjpg", **FAST)) as camera:
        assert until(lambda: camera.health().link is Link.LIVE, 30), camera.health()
        opens = camera.health().opens
        server.drop()
        assert until(lambda: camera.health().opens > opens and camera.health().link is Link.LIVE, 30)


def test_a_stream_that_hangs_is_away_within_ten_seconds_and_comes_back(server):
    with Camera(Source(f"http://127.0.0.1:{server.port}/cam.mjpg", **FAST)) as camera:
        assert until(lambda: camera.health().link is Link.LIVE, 30), camera.health()
        server.hang = True
        assert until(lambda: camera.health().link is Link.AWAY, 10), camera.health()
        assert "no picture" in camera.health().detail
        server.hang = False
        assert until(lambda: camera.health().link is Link.LIVE, 30), camera.health()


def test_a_stream_that_repeats_one_picture_is_frozen(server):
    with Camera(Source(f"http://127.0.0.1:{server.port}/cam.mjpg", **FAST)) as camera:
        assert until(lambda: camera.health().link is Link.LIVE, 30), camera.health()
        server.freeze = True
        assert until(lambda: camera.health().link is Link.FROZEN, 30), camera.health()
        server.freeze = False
        assert until(lambda: camera.health().link is Link.LIVE, 30), camera.health()


def test_stamps_always_grow_whatever_the_file_says():
    stamps = Stamps(nominal_fps=0.0)
    times = [stamps.next(t) for t in (120, 160, 200, 0, 0, 0, 40, 1e9, 1e9 + 40)]
    assert times == sorted(times)
    assert len(set(times)) == len(times)
    assert times[-1] < 2000


def test_a_reader_stuck_in_the_library_is_replaced(tmp_path, monkeypatch):
    """The library sometimes ignores its own time-outs: the watch-dog opens anew and says so."""
    import devices.vision.capture as capture

    release, real, calls = threading.Event(), capture._open, []

    def open_once_stuck(source: Source) -> cv2.VideoCapture:
        calls.append(1)
        if len(calls) == 1:
            release.wait(20)
        return real(source)

    monkeypatch.setattr(capture, "_open", open_once_stuck)
    clip = write_clip(tmp_path / "a.avi")
    with Camera(Source(clip, loop=True, stuck_ms=300)) as camera:
        assert until(lambda: camera.health().link is Link.LIVE, 30)
        assert len(calls) >= 2
        release.set()


def test_a_reader_that_comes_back_late_does_not_blind_the_watch_dog_to_its_successor(tmp_path, monkeypatch):
    """The first hangs, the second takes its place and hangs as well; then the library lets the first one go."""
    import devices.vision.capture as capture

    stuck = [threading.Event(), threading.Event()]
    real, calls = capture._open, []

    def open_twice_stuck(source: Source) -> cv2.VideoCapture:
        calls.append(1)
        if len(calls) <= 2:
            stuck[len(calls) - 1].wait(60)
        return real(source)

    monkeypatch.setattr(capture, "_open", open_twice_stuck)
    try:
        with Camera(Source(write_clip(tmp_path / "a.avi"), loop=True, stuck_ms=300)) as camera:
            first = camera._thread
            assert first is not None
            assert until(lambda: camera.health().link is Link.AWAY and len(calls) >= 2, 30)
            stuck[0].set()
            first.join(30)
            assert not first.is_alive()
            assert until(lambda: camera.health().link is Link.LIVE, 30), camera.health()
            assert len(calls) >= 3
    finally:
        for event in stuck:
            event.set()


def test_waiting_before_the_next_try_is_no_hanging_library(tmp_path, monkeypatch):
    """A camera that is away takes 5 s to be tried and 5 s until the next try: more than a hanging call may last."""
    import devices.vision.capture as capture

    monkeypatch.setattr(capture, "backoff_s", lambda tries: 60.0)
    with Camera(Source(str(tmp_path / "none.mp4"))) as camera:
        assert until(lambda: camera.health().link is Link.AWAY, 30)
        assert until(lambda: camera._call_began is None, 30)


def test_one_thread_decodes_each_holds_a_frame_back_so_that_many_would_look_into_the_past(tmp_path):
    opened = _open(Source(write_clip(tmp_path / "a.avi")))
    assert opened.get(cv2.CAP_PROP_N_THREADS) == 1
    opened.release()


def test_back_off_grows_and_stays_below_ten_seconds():
    waits = [backoff_s(n) for n in range(1, 50)]
    assert waits == sorted(waits)
    assert waits[0] <= 1 and waits[-1] <= 10


def test_no_password_is_shown():
    assert Source("rtsp://user:secret@10.0.0.9/sub").shown == "rtsp://10.0.0.9/sub"
