"""From the `port` of the configuration to a port: a path, `tcp:host:port`, `usb:vid:pid`, `lp:path`, `pcsc:reader`,
`input:path`, or anything pyserial opens by address."""

from __future__ import annotations

from devices.ports.input_event import InputPort
from devices.ports.pcsc import PcscPort
from devices.ports.port import Port
from devices.ports.serial_port import SerialPort
from devices.ports.tcp import TcpPort
from devices.ports.usb_lp import LpPort
from devices.ports.usb_port import UsbPort


def port_for(
    address: str, baud: int = 9600, write_timeout_s: float = 2.0, others: tuple[int, ...] = ()
) -> Port:
    """The port behind an address, not yet open. ValueError says what is wrong with the address. `others`: speeds that a
    serial line may have too, while nobody has answered."""
    if address.startswith("tcp:"):
        host, _, number = address.removeprefix("tcp:").removeprefix("//").rpartition(":")
        if not host or not number.isdigit() or not 0 < int(number) < 65536:
            raise ValueError(f"port {address!r}: tcp:HOST:NUMBER is meant")
        return TcpPort(host.strip("[]"), int(number), write_timeout_s=write_timeout_s)
    if address.startswith("usb:"):
        return UsbPort(address.removeprefix("usb:"), write_timeout_s)
    if address.startswith(("lp:", "/dev/usb/lp")):
        return LpPort(address.removeprefix("lp:"), write_timeout_s)
    if address.startswith("pcsc:"):
        return PcscPort(address.removeprefix("pcsc:"))
    if address.startswith(("input:", "/dev/input/")):
        return InputPort(address.removeprefix("input:"))
    if not address:
        raise ValueError("port is empty: a path such as /dev/ttyUSB0, or tcp:HOST:NUMBER is meant")
    return SerialPort(address, baud or 9600, write_timeout_s, others)
