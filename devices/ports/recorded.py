"""The wire on paper: a port that writes down what passes through it, and one that plays such a file back.

A file has a head, "wire 1" and JSON about whose wire it is, then a line for each chunk: milliseconds since the head, a
direction, and hex. `>` is what the host sent, `<` what came, `!` the port opened or lost, `@` a call of the driver and
`=` what came of it (a person's session only). `(1300)` stands for bytes that must not be written down: see `veil`.
"""

from __future__ import annotations

import pathlib
import time
from collections.abc import Callable
from typing import TextIO

import msgspec

from devices.ports.port import Port, PortGone
from devices.ports.veil import Veil
from hall.contract.config import DevicePart, HallConfig

MOST_BYTES = 16_000_000  # of a file; a wire that was forgotten must not fill the disk
LOOK_S = 1.0


class Paper:
    """A wire file that is written."""

    def __init__(self, file: TextIO, head: str, now_s: Callable[[], float] = time.monotonic) -> None:
        self._file, self._now_s, self._began_s, self._size = file, now_s, now_s(), 0
        self._write(f"wire 1 {head}\n")

    def note(self, direction: str, text: str) -> None:
        """One line."""
        self._write(f"{(self._now_s() - self._began_s) * 1000:.0f} {direction} {text}\n")

    def _write(self, line: str) -> None:
        self._size += len(line)
        if self._size <= MOST_BYTES:
            self._file.write(line)
            self._file.flush()

    def close(self) -> None:
        self._file.close()


class Recorded:
    """A port whose bytes are written down. The makes' secrets are veiled before anything is written."""

    def __init__(self, port: Port, make: str, paper: Callable[[], Paper | None]) -> None:
        self.name, self.byte_s = port.name, port.byte_s
        self._port, self._make, self._paper = port, make, paper
        self._on: Paper | None = None
        self._veils: dict[str, Veil] = {}
        file = getattr(port, "fileno", None)
        if file is not None:
            self.fileno = file  # a port without one has none here either
        settle = getattr(port, "settle", None)
        if settle is not None:
            self.settle = settle

    @property
    def speeds(self) -> tuple[int, ...]:
        """See `SerialPort`; none where the line has no speed."""
        return getattr(self._port, "speeds", ())

    def open(self) -> None:
        self._port.open()
        self.byte_s = self._port.byte_s  # at another speed than before, perhaps
        self._mark("open")

    def read(self, timeout_s: float) -> bytes:
        try:
            data = self._port.read(timeout_s)
        except PortGone:
            self._mark("gone")
            raise
        if data:
            self._note("<", data)
        return data

    def write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except PortGone:
            self._mark("gone")
            raise
        self._note(">", data)

    def close(self) -> None:
        self._port.close()

    def _note(self, direction: str, data: bytes) -> None:
        paper = self._paper()
        if paper is None:
            return
        if paper is not self._on:
            self._on = paper
            self._veils = {way: Veil(self._make, from_device=way == "<") for way in "<>"}
        paper.note(direction, self._veils[direction].over(data))

    def _mark(self, what: str) -> None:
        if (paper := self._paper()) is not None:
            paper.note("!", what)


class Tap:
    """Writes while a file of this name exists: `hall devices watch` and `capture` make it, and take it away."""

    def __init__(self, path: pathlib.Path, head: str, now_s: Callable[[], float] = time.monotonic) -> None:
        self._path, self._head, self._now_s = path, head, now_s
        self._paper: Paper | None = None
        self._look_s = float("-inf")

    def __call__(self) -> Paper | None:
        """The paper, None when nobody asked for one. Looks once a second."""
        if self._now_s() - self._look_s >= LOOK_S:
            self._look_s = self._now_s()
            there = self._path.exists()
            if not there and self._paper is not None:
                self._paper.close()
            if not there:
                self._paper = None
            elif self._paper is None:
                self._paper = self._begin()
        return self._paper

    def _begin(self) -> Paper | None:
        try:
            return Paper(self._path.open("a", encoding="utf-8"), self._head, self._now_s)
        except OSError:
            return None  # a full disk or a folder of another user must not stop a device


def head_of(part: DevicePart) -> str:
    """Whose wire it is, for the head of its file."""
    told = {"device": part.id, "make": part.make, "address": part.address, "options": part.options}
    return msgspec.json.encode(told).decode()


def tap_of(config: HallConfig, folder: pathlib.Path, part: DevicePart) -> pathlib.Path:
    """The file that makes a device process write this device's wire down: one for each port, by its first device."""
    first = next(one for one in config.devices if (one.host, one.port) == (part.host, part.port))
    return (folder / config.store.path).parent / "wire" / f"{first.id}.wire"
