"""What devices say of their wires: a port each, or an address each on a shared one, and a speed that lines have.

Which makes may share a line is a question to the catalogue of devices: `hall devices check` asks it.
"""

from collections.abc import Iterator

from hall.contract.config import HallConfig

Found = tuple[str, str, str]  # place, what is wrong, what to do
BAUDS = (1200, 2400, 4800, 9600, 14400, 19200, 28800, 38400, 57600, 115200, 230400, 460800, 921600)
"""Bits per second a line may have; 0 is the usual one of the make."""


def rules(config: HallConfig) -> Iterator[Found]:
    """One wire, one device; except that panels of one bus differ by their address (0 is 1, as their drivers have it). A
    path is meant on its own machine; what hangs on the network has one owner in the whole hall."""
    seen: dict[tuple[str, str, int], int] = {}
    for i, device in enumerate(config.devices):
        if device.baud and device.baud not in BAUDS:
            yield (
                f"devices[{i}].baud",
                f"{device.baud} of {device.id!r} is no speed of a line",
                f"leave it out for the usual one of the make, or write one of {', '.join(map(str, BAUDS))}",
            )
        if not device.port:
            yield f"devices[{i}].port", "is empty", 'e.g. "/dev/ttyUSB0" or "tcp:192.168.1.20:5005"'
            continue
        if "." not in device.make:
            yield f"devices[{i}].make", f"{device.make!r} is no make", 'e.g. "led.onbon" or "printer.escpos"'
        if device.make.startswith("voice.file"):
            continue
        network = device.port.startswith("tcp:") or "://" in device.port
        key = ("" if network else device.host, device.port, device.address or 1)
        if key in seen:
            other = config.devices[seen[key]].id
            yield (
                f"devices[{i}].port",
                f"{device.port!r} of {device.id!r} is already used by {other!r} with the same address",
                ("give it its own port, or on a shared bus its own address"),
            )
        seen.setdefault(key, i)
