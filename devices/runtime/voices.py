"""Which windows a voice cannot call, told when the device process starts: at the first call it would be too late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from hall.contract.config import DevicePart, HallConfig


@runtime_checkable
class Caller(Protocol):
    """A driver that calls people to windows."""

    def can_say(self, window: str) -> bool:
        """Is there a way to say this window's number?"""


def unspoken(config: HallConfig, part: DevicePart, driver: object) -> Iterator[tuple[str, str]]:
    """What a voice cannot say of the windows of its zones, and what to do."""
    if not isinstance(driver, Caller):
        return
    zones = {part.zone, *part.zones}
    mute = [w.number for w in config.windows if w.zone in zones and not driver.can_say(w.number)]
    if mute:
        yield (
            f"cannot call to the windows {', '.join(mute)}: it says numbers up to 999, perhaps after one letter",
            "give them such numbers, or use a voice that reads texts",
        )
