"""The port of devices that have none, such as a voice that writes files: always open, always silent."""

from __future__ import annotations

import time


class NoPort:
    """Opens, says nothing, swallows nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.byte_s = 0.0

    def open(self) -> None:
        pass

    def read(self, timeout_s: float) -> bytes:
        time.sleep(max(0.0, timeout_s))
        return b""

    def write(self, data: bytes) -> None:
        raise ValueError(f"{self.name} takes no bytes")

    def close(self) -> None:
        pass
