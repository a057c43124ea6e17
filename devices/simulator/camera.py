"""A pretend network camera: MJPEG over HTTP that shows a picture, a code, a folder, a clip, black, or stands still.

Run as `python -m devices.simulator.camera --listen tcp:127.0.0.1:0`; open `http://HOST:PORT/video.mjpg`. It has its own
loop instead of the byte line of the others, since many may look at a camera at once.
"""

from __future__ import annotations

import argparse
import http.server
import io
import json
import pathlib
import signal
import socketserver
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import qrcode
from PIL import Image, ImageOps

Words = dict[str, Any]
PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".webp"}


class Scene:
    """What is before the lens. `frames` counts what was shown; frozen and stalled scenes do not move."""

    def __init__(self, width: int, height: int, fps: float) -> None:
        self.fps = fps
        self._size = (width, height)
        self._lock = threading.Lock()
        self._source: Iterator[Image.Image] = self._black()
        self._told = "black"
        self._jpeg = b""
        self._frozen = self.stalled = False
        self.unplugged = threading.Event()
        self.shown = 0
        self.step()

    def show(self, words: Words) -> None:
        """`image` path, `qr` text, `folder` path, `clip` path (with `from_s` and `to_s` a part of it), or `black`. The
        new scene is before the lens at once."""
        kind = words["what"]
        makers = {
            "black": lambda: self._black(),
            "image": lambda: self._still(Image.open(words["path"])),
            "qr": lambda: self._still(self._code(words["text"])),
            "folder": lambda: self._folder(pathlib.Path(words["path"])),
            "clip": lambda: self._clip(
                words["path"], float(words.get("from_s", 0.0)), float(words.get("to_s", "inf"))
            ),
        }
        if kind not in makers:
            raise KeyError(f"scene {kind!r}; known: {', '.join(makers)}")
        source = makers[kind]()
        first = next(source)
        with self._lock:
            self._source, self._told, self._frozen = source, kind, False
            self._keep(first)

    def freeze(self, on: bool) -> None:
        """A frozen camera sends the same picture for ever, in time."""
        self._frozen = on

    def step(self) -> None:
        """The next frame."""
        with self._lock:
            if not self._frozen:
                self._keep(next(self._source))
            self.shown += 1

    def jpeg(self) -> bytes:
        """The frame of now."""
        with self._lock:
            return self._jpeg

    def state(self) -> Words:
        return {
            "scene": self._told,
            "frozen": self._frozen,
            "stalled": self.stalled,
            "plugged": not self.unplugged.is_set(),
            "frames": self.shown,
        }

    def _keep(self, picture: Image.Image) -> None:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=88)
        self._jpeg = out.getvalue()

    def _fit(self, picture: Image.Image) -> Image.Image:
        return ImageOps.pad(picture.convert("RGB"), self._size, color=(0, 0, 0))

    def _black(self) -> Iterator[Image.Image]:
        frame = Image.new("RGB", self._size)
        while True:
            yield frame

    def _still(self, picture: Image.Image) -> Iterator[Image.Image]:
        frame = self._fit(picture)
        while True:
            yield frame

    def _code(self, text: str) -> Image.Image:
        """A phone's screen with a code, held before the lens."""
        side = min(self._size) * 7 // 10
        code = qrcode.make(text, border=4).convert("RGB").resize((side, side), Image.Resampling.NEAREST)
        scene = Image.new("RGB", self._size, (58, 62, 70))
        scene.paste(code, ((self._size[0] - side) // 2, (self._size[1] - side) // 2))
        return scene

    def _folder(self, folder: pathlib.Path) -> Iterator[Image.Image]:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
        if not paths:
            raise FileNotFoundError(f"no picture in {folder}")
        while True:
            for path in paths:
                yield self._fit(Image.open(path))

    def _clip(self, path: str, from_s: float, to_s: float) -> Iterator[Image.Image]:
        import cv2  # only a clip needs it

        while True:
            clip = cv2.VideoCapture(path)
            rate = clip.get(cv2.CAP_PROP_FPS) or self.fps
            first = round(from_s * rate)
            if first:
                clip.set(cv2.CAP_PROP_POS_FRAMES, first)
            got, frame = clip.read()
            if not got:
                raise FileNotFoundError(f"{path}: no clip, or it ends before {from_s} s")
            number = first
            while got and (number == first or number < to_s * rate):
                yield self._fit(Image.fromarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)))
                got, frame = clip.read()
                number += 1
            clip.release()


class _Viewer(http.server.BaseHTTPRequestHandler):
    scene: Scene

    def do_GET(self) -> None:
        scene = self.scene
        if self.path.startswith("/still"):
            self._headers("image/jpeg")
            self.wfile.write(scene.jpeg())
            return
        self._headers("multipart/x-mixed-replace; boundary=frame")
        try:
            while not scene.unplugged.is_set():
                if not scene.stalled:
                    jpeg = scene.jpeg()
                    head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                    self.wfile.write(head.encode() + jpeg + b"\r\n")
                scene.unplugged.wait(1 / scene.fps)
        except OSError:
            pass  # the viewer went away

    def _headers(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class Camera:
    """The web server of a scene, which can be pulled and put back on the same port."""

    def __init__(self, scene: Scene, host: str, port: int) -> None:
        self.scene, self._host, self._port = scene, host, port
        self._server: _Server | None = None

    @property
    def address(self) -> str:
        return f"tcp:{self._host}:{self._port}"

    def plug(self) -> None:
        if self._server is not None:
            return
        self.scene.unplugged.clear()
        viewer = type("Viewer", (_Viewer,), {"scene": self.scene})
        self._server = _Server((self._host, self._port), viewer)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def unplug(self) -> None:
        self.scene.unplugged.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def obey(self, words: Words) -> Words:
        """One control command: `show`, `freeze`, `thaw`, `stall`, `flow`, `unplug`, `plug`, `picture`, `state`."""
        match words["do"]:
            case "show":
                self.scene.show(words)
            case "freeze" | "thaw":
                self.scene.freeze(words["do"] == "freeze")
            case "stall" | "flow":
                self.scene.stalled = words["do"] == "stall"
            case "unplug":
                self.unplug()
            case "plug":
                self.plug()
            case "picture":
                Image.open(io.BytesIO(self.scene.jpeg())).save(words["path"])  # as what its name says
            case "state":
                pass
            case other:
                raise KeyError(f"command {other!r}")
        return self.scene.state()


class _Talker(socketserver.StreamRequestHandler):
    camera: Camera

    def handle(self) -> None:
        while line := self.rfile.readline(1 << 20):
            try:
                answer: Words = {"ok": True, **self.camera.obey(json.loads(line))}
            except Exception as error:  # whatever was asked wrongly, the camera goes on
                answer = {"ok": False, "why": f"{type(error).__name__}: {error}"}
            self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")


def main() -> None:
    """The program."""
    options = argparse.ArgumentParser(prog="python -m devices.simulator.camera", description=__doc__)
    options.add_argument("--listen", default="tcp:127.0.0.1:0", help="tcp:HOST:PORT")
    options.add_argument("--control", default="tcp:127.0.0.1:0", help="tcp:HOST:PORT")
    options.add_argument("--size", default="640x480")
    options.add_argument("--fps", type=float, default=10.0)
    for scene in ("image", "folder", "clip", "qr"):
        options.add_argument(f"--{scene}", default="")
    told = options.parse_args()
    width, height = (int(part) for part in told.size.split("x"))
    host, port = _tcp(told.listen)
    camera = Camera(Scene(width, height, told.fps), host, port)
    for scene in ("image", "folder", "clip", "qr"):
        if value := getattr(told, scene):
            camera.scene.show({"what": scene, "path": value, "text": value})
    camera.plug()
    talker = type("Talker", (_Talker,), {"camera": camera})
    control = _Server(_tcp(told.control), talker)
    threading.Thread(target=control.serve_forever, args=(0.05,), daemon=True).start()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    host, port = control.server_address[:2]
    print(json.dumps({"ready": True, "listen": camera.address, "control": f"tcp:{host}:{port}"}), flush=True)
    due = time.monotonic()
    while not stop.wait(max(0.0, due - time.monotonic())):
        due = max(due + 1 / told.fps, time.monotonic())
        camera.scene.step()
    camera.unplug()
    control.shutdown()
    control.server_close()


def _tcp(address: str) -> tuple[str, int]:
    kind, _, rest = address.partition(":")
    host, _, port = rest.rpartition(":")
    if kind != "tcp" or not port.isdigit():
        sys.exit(f"{address!r}: tcp:HOST:PORT is meant")
    return host or "127.0.0.1", int(port)


if __name__ == "__main__":
    main()
