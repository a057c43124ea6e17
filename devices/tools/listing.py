"""`hall devices list`: every configured device and what is wrong with it, or every make there is."""

from __future__ import annotations

import argparse
import sys

from devices.catalog import DRIVERS, find
from devices.tools import check, say
from hall.contract.config import DevicePart

NO_SERIAL = ("card.social", "scan.wedge", "buttons.input")  # PC/SC, input devices


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--known", action="store_true", help="every make, its baud rate and its options")
    say.of_config(parser, required=False)


def main(options: argparse.Namespace) -> int:
    """0: listed; 1: listed, and not all can be driven; 2: not understood."""
    if options.known:
        for name, make in sorted(DRIVERS.items()):
            told = ", ".join(f"{option} = {_toml(value)}" for option, value in make.options.items())
            baud = f"{make.baud} baud" if _has_baud(name) else ""
            print(f"{name:<22} {baud:<12} {told or 'options: see docs/devices.md'}")
        return say.DONE
    if not options.config:
        return say.trouble(options, "--config FILE, or --known for the makes", say.NOT_UNDERSTOOD)
    try:
        site = say.site_of(options)
    except say.NotUnderstood as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    rows = [("id", "make", "port", "address", "host", "where")]
    rows += [(d.id, d.make, _port(d), str(d.address or ""), d.host, _where(d)) for d in site.config.devices]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    sys.stdout.flush()
    return say.FAILED if check.tell(site) else say.DONE


def _port(device: DevicePart) -> str:
    if not _has_baud(device.make) or ":" in device.port:
        return device.port
    return f"{device.port} @{device.baud or find(device.make).baud}"


def _has_baud(make: str) -> bool:
    return make in DRIVERS and DRIVERS[make].on_line and make not in NO_SERIAL


def _where(device: DevicePart) -> str:
    places = (("window", device.window), ("zone", device.zone), ("kiosk", device.kiosk))
    return ", ".join(f"{word} {id}" for word, id in places if id)


def _toml(value: object) -> str:
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )
