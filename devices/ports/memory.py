"""A null modem in memory: two ends, what one writes the other reads. For tests that need no real line."""

from __future__ import annotations

import threading
import time

from devices.ports.port import PortGone, Trouble


class _Cable:
    def __init__(self, capacity: int) -> None:
        self.changed = threading.Condition()
        self.lanes = (bytearray(), bytearray())
        self.capacity = capacity
        self.plugged = True


class MemoryPort:
    """One end of the cable."""

    def __init__(self, name: str, cable: _Cable, side: int, write_timeout_s: float) -> None:
        self.name = name
        self.byte_s = 0.0
        self._cable = cable
        self._in, self._out = cable.lanes[side], cable.lanes[1 - side]
        self._write_timeout_s = write_timeout_s
        self._open = False

    def open(self) -> None:
        with self._cable.changed:
            if not self._cable.plugged:
                raise PortGone(Trouble.MISSING, f"{self.name}: not plugged in")
            self._in.clear()
            self._open = True

    def read(self, timeout_s: float) -> bytes:
        with self._cable.changed:
            self._check()
            self._cable.changed.wait_for(lambda: self._in or not self._cable.plugged, timeout_s)
            self._check()
            data = bytes(self._in)
            self._in.clear()
            self._cable.changed.notify_all()
            return data

    def write(self, data: bytes) -> None:
        deadline = time.monotonic() + self._write_timeout_s
        with self._cable.changed:
            for start in range(0, len(data), 256):
                self._check()
                if not self._cable.changed.wait_for(
                    lambda: len(self._out) < self._cable.capacity or not self._cable.plugged,
                    max(0.0, deadline - time.monotonic()),
                ):
                    raise PortGone(
                        Trouble.STUCK, f"{self.name}: takes no bytes for {self._write_timeout_s} s"
                    )
                self._check()
                self._out += data[start : start + 256]
                self._cable.changed.notify_all()

    def close(self) -> None:
        self._open = False

    def unplug(self) -> None:
        """Pull the cable: both ends find it gone."""
        with self._cable.changed:
            self._cable.plugged = False
            self._cable.changed.notify_all()

    def plug(self) -> None:
        """Put the cable back, empty."""
        with self._cable.changed:
            for lane in self._cable.lanes:
                lane.clear()
            self._cable.plugged = True
            self._cable.changed.notify_all()

    def _check(self) -> None:
        if not self._open:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        if not self._cable.plugged:
            self._open = False
            raise PortGone(Trouble.GONE, f"{self.name}: unplugged")


def null_modem(
    name: str = "memory", write_timeout_s: float = 2.0, capacity: int = 65536
) -> tuple[MemoryPort, MemoryPort]:
    """Two ends of one cable; each must be opened by its owner."""
    cable = _Cable(capacity)
    return (
        MemoryPort(f"{name}.a", cable, 0, write_timeout_s),
        MemoryPort(f"{name}.b", cable, 1, write_timeout_s),
    )
