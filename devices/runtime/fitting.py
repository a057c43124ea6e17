"""Which configured devices can be driven as they stand, and in words why the others cannot. No port is opened.

What a make, an address, an option or a port may be is said by the catalogue and the drivers alone; here stands only
what devices on one line say of one another.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterable
from dataclasses import dataclass

from devices.catalog import UnknownMake, find, open_line
from devices.drivers.base import Driver
from devices.runtime.voices import unspoken
from hall.contract.config import DevicePart, HallConfig

EYE = "eye."  # cameras of ticket machines are driven by a process of their own, devices.vision.eye
MAKES = "`hall devices list --known` shows the makes"
OPTIONS = "put it right in its [[devices]] table; docs/devices.md, Makes, has what each make knows"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A device that cannot do what its configuration says: what is wrong, and what to do about it."""

    device: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.device}: {self.what}; {self.do}"


def fit(
    parts: Iterable[DevicePart], folder: pathlib.Path
) -> tuple[list[tuple[DevicePart, Driver]], list[Misfit]]:
    """The drivers of one host's devices, configured in `folder`, and why the others have none. Of devices that cannot
    be on one line together, the first in the file keeps it."""
    driven: list[tuple[DevicePart, Driver]] = []
    wrong: list[Misfit] = []
    first: dict[str, DevicePart] = {}
    for part in parts:
        driver, found = _alone(part, folder)
        if part.port in first and (clash := _beside(first[part.port], part)) is not None:
            found.append(clash)
        wrong += found
        if driver is not None and not found:
            first.setdefault(part.port, part)
            driven.append((part, driver))
    return driven, wrong


def misfits(config: HallConfig, folder: pathlib.Path) -> list[Misfit]:
    """Everything that is wrong with the devices of a hall configured in `folder`, host by host."""
    found: list[Misfit] = []
    for host in dict.fromkeys(part.host for part in config.devices):
        parts = [part for part in config.devices if part.host == host]
        if all(part.make.startswith(EYE) for part in parts):
            continue
        driven, wrong = fit(parts, folder)
        found += wrong
        found += [mute for part, driver in driven for mute in unsaid(config, part, driver)]
    return found


def unsaid(config: HallConfig, part: DevicePart, driver: Driver) -> list[Misfit]:
    """A voice that is driven, but cannot call to every window of its zones."""
    return [Misfit(part.id, what, do) for what, do in unspoken(config, part, driver)]


def _alone(part: DevicePart, folder: pathlib.Path) -> tuple[Driver | None, list[Misfit]]:
    """Its driver, and all that is wrong with one device by itself."""
    if part.make.startswith(EYE):
        what = f"a ticket machine's camera has host {part.host!r}, which drives other devices"
        return None, [Misfit(part.id, what, f'give it a process of its own, e.g. host = "eye-{part.kiosk}"')]
    try:
        make = find(part.make)
    except UnknownMake as error:
        return None, [Misfit(part.id, str(error), MAKES)]
    driver, found = None, []
    try:
        driver = make.drive(part.id, part.address, part.options, folder)
    except ValueError as error:
        found.append(Misfit(part.id, f"{part.make}: {error}", OPTIONS))
    try:
        open_line(part.make, make.address(part.port, folder), part.baud)
    except ValueError as error:
        found.append(Misfit(part.id, f"{part.make}: {error}", OPTIONS))
    return driver, found


def _beside(first: DevicePart, part: DevicePart) -> Misfit | None:
    """Why a device cannot be on the line of `first`, which can be driven."""
    try:
        mine = find(part.make)
    except UnknownMake:
        return None
    its = find(first.make)
    both = f"{part.make} on {part.port!r}, the port of {first.id!r} ({first.make})"
    for alone, make in ((part.make, mine), (first.make, its)):
        if not make.bus:
            return Misfit(
                part.id, f"{both}: {alone} is no bus and has its port for itself", "give it its own port"
            )
    if mine.bus != its.bus:
        return Misfit(part.id, f"{both}: these makes disturb one another on one line", "give it its own line")
    speed, other = part.baud or mine.baud, first.baud or its.baud
    if speed != other and open_line(first.make, first.port, first.baud).byte_s > 0:
        what = f"{both}: a line has one speed, and this one would be {speed} baud, the other {other}"
        return Misfit(
            part.id, what, "set both devices, and `baud` of both, to one speed, or give it its own line"
        )
    return None
