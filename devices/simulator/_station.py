"""The loop every pretend device runs in: its line, its faults, its control channel, and true line timing if wished.

The control channel takes one JSON object per line and answers with one: see `control.py` for the words.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import pathlib
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

from devices.simulator._faults import Faults
from devices.simulator._line import Line, line_for

Words = dict[str, Any]
IDLE_S, BUSY_S = 0.25, 0.005


class Device(Protocol):
    """A pretend device behind the line. `send` passes answers through the fault plan."""

    faults: Faults
    send: Callable[[bytes], None]

    def hear(self, data: bytes) -> None:
        """Bytes came in."""

    def tick(self, now_s: float) -> None:
        """Called often; steady clock."""

    def obey(self, words: Words) -> Words | None:
        """A command of the control channel, `words["do"]` says which; None when the device has no such command."""

    def state(self) -> Words:
        """What it holds, for the control channel."""

    def power_cut(self) -> None:
        """Lose what is lost without power."""

    def draw(self, path: pathlib.Path) -> None:
        """Draw what it holds, as a person in front of it would see it."""


class Station:
    """Runs one device until told to stop."""

    def __init__(self, device: Device, line: Line, control: str, baud: int = 0, pictures: str = "") -> None:
        self._device, self._line, self._baud = device, line, baud
        self._pictures = pathlib.Path(pictures) if pictures else None
        self._out: list[tuple[float, int, bytes]] = []
        self._sent = 0
        self._line_free_s = 0.0
        self._heard = 0
        self._powered = True
        self._plugged = True
        self._running = True
        self._rx_at_s = time.monotonic()
        self._control = _control_server(control)
        self._talkers: dict[socket.socket, bytearray] = {}
        device.send = self._send

    @property
    def control_address(self) -> str:
        """Where the control channel really listens."""
        name = self._control.getsockname()
        return f"unix:{name}" if isinstance(name, str) else f"tcp:{name[0]}:{name[1]}"

    def run(self) -> None:
        """Serve until `stop` or a signal; the line is unplugged at the end."""
        self._line.plug()
        signal.signal(signal.SIGTERM, lambda *_: self._stop())
        print(
            json.dumps({"ready": True, "listen": self._line.address, "control": self.control_address}),
            flush=True,
        )
        try:
            while self._running:
                self._turn()
        finally:
            self._line.unplug()
            for talker in self._talkers:
                talker.close()
            name = self._control.getsockname()
            self._control.close()
            if isinstance(name, str):
                pathlib.Path(name).unlink(missing_ok=True)

    def _stop(self) -> None:
        self._running = False

    def _turn(self) -> None:
        deaf = self._device.faults.on("deaf")
        sources: list[Any] = [] if deaf else list(self._line.sources())
        wait_s = BUSY_S if self._out or self._baud else IDLE_S if deaf else 0.05
        try:
            ready, _, _ = select.select([*sources, self._control, *self._talkers], [], [], wait_s)
        except (ValueError, OSError):
            ready = []
        for source in ready:
            if source is self._control:
                talker, _ = self._control.accept()
                self._talkers[talker] = bytearray()
            elif isinstance(source, socket.socket):
                self._listen_to(source)
        if not deaf:
            self._hear()
        now = time.monotonic()
        if self._powered:
            self._device.tick(now)
        while self._out and self._out[0][0] <= now:
            data = heapq.heappop(self._out)[2]
            if self._powered and self._plugged:
                self._line.write(data)
        self._line.write(b"")  # what did not fit before

    def _hear(self) -> None:
        now = time.monotonic()
        limit = 4096
        if self._baud:  # ten bits on the wire for each byte
            limit = min(4096, int((now - self._rx_at_s) * self._baud / 10))
            if limit < 1:
                return
        self._rx_at_s = now
        data = self._line.read(limit)
        if not data or not self._powered:
            return
        faults = self._device.faults
        if faults.on("hang_up_after"):
            self._heard += len(data)
            if self._heard >= (most := faults._on["hang_up_after"].value):
                faults.take("hang_up_after")
                self._heard -= most
                self._line.hang_up()
                return
        if faults.on("echo"):
            self._line.write(data)
        if faults.take("dead"):
            return
        self._device.hear(data)

    def _send(self, data: bytes) -> None:
        at = max(time.monotonic(), self._line_free_s)
        for delay, piece in self._device.faults.answer(data):
            at += delay
            pieces = [piece] if not self._baud else [piece[i : i + 16] for i in range(0, len(piece), 16)]
            for one in pieces:
                if self._baud:
                    at += len(one) * 10 / self._baud
                self._sent += 1
                heapq.heappush(self._out, (at, self._sent, one))
        self._line_free_s = at if self._baud or self._out else 0.0

    def _listen_to(self, talker: socket.socket) -> None:
        try:
            data = talker.recv(65536)
        except OSError:
            data = b""
        if not data:
            talker.close()
            del self._talkers[talker]
            return
        buffer = self._talkers[talker]
        buffer += data
        while (end := buffer.find(b"\n")) >= 0:
            line = bytes(buffer[:end])
            del buffer[: end + 1]
            answer = json.dumps(self._answer(line), ensure_ascii=False).encode() + b"\n"
            try:
                talker.sendall(answer)
            except OSError:
                return
        if len(buffer) > 1 << 20:
            buffer.clear()

    def _answer(self, line: bytes) -> Words:
        try:
            words = json.loads(line)
            return {"ok": True, **self._obey(words)}
        except Exception as error:  # whatever was asked wrongly, the device goes on
            return {"ok": False, "why": f"{type(error).__name__}: {error}"}

    def _obey(self, words: Words) -> Words:
        do = words["do"]
        if do == "fault":
            self._device.faults.set(words["name"], int(words.get("value", 1)), words.get("times"))
            self._heard = 0
        elif do == "clear":
            self._device.faults.clear(words.get("name", ""))
        elif do == "unplug":
            self._plugged = False
            self._out.clear()
            self._line.unplug()
        elif do == "plug":
            self._plugged = True
            if self._powered:
                self._line.plug()
        elif do == "power_off":
            self._power_off()
        elif do == "power_on":
            self._power_on()
        elif do == "power_cut":
            self._power_off()
            self._power_on()
        elif do == "picture":
            return {"path": str(self._picture(words.get("path", "")))}
        elif do == "stop":
            self._stop()
        elif do != "state":
            got = self._device.obey(words)
            if got is None:
                raise KeyError(f"command {do!r}")
            return got
        return {
            "plugged": self._plugged,
            "powered": self._powered,
            "unsent": len(self._out),
            "faults": self._device.faults.listing(),
            **self._device.state(),
        }

    def _power_off(self) -> None:
        self._powered = False
        self._out.clear()
        self._device.power_cut()
        if self._line.address.startswith("tcp:"):
            self._line.unplug()  # a pty is the adapter's and stays

    def _power_on(self) -> None:
        self._powered = True
        if self._plugged:
            self._line.plug()

    def _picture(self, path: str) -> pathlib.Path:
        if not path and self._pictures is None:
            raise ValueError("no path given and no --picture-dir")
        target = pathlib.Path(path) if path else (self._pictures or pathlib.Path()) / "now.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        self._device.draw(target)
        return target


def _control_server(address: str) -> socket.socket:
    if address.startswith("tcp:"):
        host, _, number = address.removeprefix("tcp:").rpartition(":")
        return socket.create_server((host or "127.0.0.1", int(number)))
    path = pathlib.Path(address.removeprefix("unix:"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen()
    return server


def parser(name: str, about: str) -> argparse.ArgumentParser:
    """The arguments every pretend device takes."""
    made = argparse.ArgumentParser(prog=f"python -m devices.simulator.{name}", description=about)
    made.add_argument("--listen", required=True, help="pty:/path/link or tcp:HOST:PORT")
    made.add_argument("--control", default="tcp:127.0.0.1:0", help="tcp:HOST:PORT or unix:/path")
    made.add_argument("--picture-dir", default="", help="where pictures go")
    made.add_argument(
        "--baud", type=int, default=0, help="true line timing at this rate; 0: as fast as it goes"
    )
    return made


def serve(device: Device, options: argparse.Namespace) -> None:
    """Run a device with parsed arguments until it is stopped."""
    if options.picture_dir:
        os.makedirs(options.picture_dir, exist_ok=True)
    try:
        line = line_for(options.listen)
    except ValueError as error:
        sys.exit(f"--listen {error}")
    Station(device, line, options.control, options.baud, options.picture_dir).run()
