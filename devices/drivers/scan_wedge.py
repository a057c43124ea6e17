"""Keyboard-wedge scanners read below the desktop, for halls whose scanner has no serial mode. The make is `scan.wedge`.

Its port is `/dev/input/by-id/…-event-kbd`, held for the device process alone, so that no screen sees the keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import scan_line, scan_wedge
from devices.drivers.base import Line, OptionValue, options_of, whole_of
from devices.drivers.scan_line import Scanner

OPTIONS: dict[str, OptionValue] = {
    "burst_ms": 60,  # a person types slower
    "same_code_ms": 1500,
    "prefix": "",
    "suffix": "",
}


class Wedge(Scanner):
    """One scanner that types. The same rules for codes as on a serial line."""

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        told = options_of(options, OPTIONS)
        self._keys = scan_wedge.Keys(burst_ms=whole_of(told, "burst_ms", 1, 5000))
        del told["burst_ms"]
        super().__init__(device, address, {**told, "end": "cr"})

    def _hear(self, line: Line, timeout_s: float, wanted: bool) -> list[str]:
        line.listen(timeout_s)
        now_ms = int(line.now_s() * 1000)
        codes: list[str] = []
        while (event := scan_wedge.decode(line.buffer)) is not None:
            if typed := self._keys.feed(event).strip():
                codes += self._codes.feed(scan_line.encode(typed), now_ms, wanted)
        return codes


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> Wedge:
    """A driver for one configured scanner; WrongOption when the options do not fit."""
    return Wedge(device, address, options)
