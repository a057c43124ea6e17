"""Every make the hall can drive: one line each. The key is the `make` of the configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.drivers import card_sdt, panel_onbon, printer_escpos, scan_line, voice_wav
from devices.drivers.base import Driver, OptionValue
from devices.ports.address import port_for
from devices.ports.none import NoPort
from devices.ports.port import Port


@dataclass(frozen=True, slots=True)
class Make:
    """How a make is driven. `baud` is its usual rate; `on_line` False for makes without a byte line (a folder)."""

    driver: Callable[[str, int, Mapping[str, OptionValue]], Driver]
    options: Mapping[str, OptionValue]
    baud: int = 9600
    on_line: bool = True


DRIVERS: Mapping[str, Make] = {
    "printer.escpos": Make(printer_escpos.make, printer_escpos.OPTIONS, baud=115200),
    "led.onbon": Make(panel_onbon.make, panel_onbon.OPTIONS, baud=57600),
    "card.sdt": Make(card_sdt.make, card_sdt.OPTIONS, baud=115200),
    "scan.line": Make(scan_line.make, scan_line.OPTIONS, baud=9600),
    "voice.wav": Make(voice_wav.make, voice_wav.OPTIONS, on_line=False),
}


class UnknownMake(ValueError):
    """A make nobody registered; the text names those there are."""


def find(make: str) -> Make:
    """The registered make; UnknownMake otherwise."""
    if make not in DRIVERS:
        raise UnknownMake(f"make {make!r} is not known; known: {', '.join(sorted(DRIVERS))}")
    return DRIVERS[make]


def open_line(make: str, address: str, baud: int) -> Port:
    """The port of a device of this make, not yet open; ValueError says what is wrong with the address."""
    found = find(make)
    return port_for(address, baud or found.baud) if found.on_line else NoPort(address)
