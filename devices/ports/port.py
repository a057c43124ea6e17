"""What every port can do, and the one exception that every trouble with one becomes."""

from __future__ import annotations

import enum
from typing import Protocol


class Trouble(enum.Enum):
    """Why a port is no port now."""

    MISSING = "missing"  # nothing there to open
    TAKEN = "taken"  # another process holds it
    GONE = "gone"  # it was open and broke off
    STUCK = "stuck"  # the other side stopped taking bytes
    BARRED = "barred"  # this machine must be set up first; the text says how and stays the same


class PortGone(Exception):
    """The port cannot be used; close it and try again later. `trouble` says why, the text says where."""

    def __init__(self, trouble: Trouble, text: str) -> None:
        super().__init__(text)
        self.trouble = trouble


class Port(Protocol):
    """A byte line owned by one thread. All trouble is PortGone; after it only `close` and `open` make sense."""

    name: str
    byte_s: float
    """Seconds one byte takes on the wire; 0 where the line itself sees to that (TCP, memory)."""

    def open(self) -> None:
        """Open, empty and ready. A port that is open is opened anew."""

    def read(self, timeout_s: float) -> bytes:
        """Bytes that came, at once when some wait, else after at most `timeout_s`; b"" when none came."""

    def write(self, data: bytes) -> None:
        """Send everything, or raise when the other side took nothing for the port's write timeout."""

    def close(self) -> None:
        """Let go; never raises, never hangs."""
