"""USB printers without a kernel driver, through pyusb and libusb: `usb:VID:PID` or `usb:VID:PID:SERIAL`, in hex.

pyusb is asked each time anew what is plugged in, so a printer that was switched off and on is found again; and every
wait has an end (a time-out of 0 would be for ever).
"""

from __future__ import annotations

import errno
import importlib
import time
from types import ModuleType
from typing import Any

from devices.ports.port import PortGone, Trouble

_PRINTER, _VENDOR = 7, 255  # bInterfaceClass
_CHUNK = 4096
_NO_PYUSB = "pyusb is not installed: .venv/bin/pip install pyusb, and apt-get install libusb-1.0-0"
_NO_LIBUSB = "libusb is not installed: apt-get install libusb-1.0-0"


class UsbPort:
    """The two pipes of one printer. `backend` is pyusb's way to the bus; None the one of this machine."""

    def __init__(self, address: str, write_timeout_s: float = 2.0, backend: object = None) -> None:
        self.name = f"usb:{address}"
        self.byte_s = 0.0
        self._vendor, self._product, self._serial = _parse(address)
        self._write_timeout_s = write_timeout_s
        self._backend = backend
        self._usb: ModuleType | None = None
        self._device: Any = None
        self._in: Any = None
        self._out: Any = None

    def open(self) -> None:
        self.close()
        try:
            self._usb = importlib.import_module("usb.core")
            self._util = importlib.import_module("usb.util")
        except ImportError as error:
            raise PortGone(Trouble.BARRED, _NO_PYUSB) from error
        try:
            self._device = self._found()
            self._claim()
        except PortGone:
            self.close()
            raise
        except self._usb.NoBackendError as error:
            raise PortGone(Trouble.BARRED, _NO_LIBUSB) from error
        except (self._usb.USBError, ValueError, NotImplementedError) as error:
            self.close()
            raise self._not_open(error) from error

    def read(self, timeout_s: float) -> bytes:
        until_s = time.monotonic() + timeout_s
        usb = self._opened()
        while True:
            left_s = until_s - time.monotonic()
            if self._in is None:  # a printer without a way back
                time.sleep(max(0.0, left_s))
                return b""
            try:
                data = bytes(self._in.read(_CHUNK, _ms(left_s)))
            except usb.USBTimeoutError:
                return b""
            except usb.USBError as error:
                raise self._gone(error) from error
            if data or left_s <= 0:
                return data
            time.sleep(0.005)  # an empty packet

    def write(self, data: bytes) -> None:
        usb = self._opened()
        left = memoryview(data)
        while left:
            try:
                left = left[self._out.write(bytes(left[:_CHUNK]), _ms(self._write_timeout_s)) :]
            except usb.USBTimeoutError as error:
                words = f"{self.name}: takes no bytes for {self._write_timeout_s} s"
                raise PortGone(Trouble.STUCK, words) from error
            except usb.USBError as error:
                raise self._gone(error) from error

    def close(self) -> None:
        device, self._device, self._in, self._out = self._device, None, None, None
        if device is not None and self._usb is not None:
            try:
                self._util.dispose_resources(device)
            except self._usb.USBError:
                pass  # it is gone either way

    # -- finding it --------------------------------------------------------------------------------------------------

    def _found(self) -> Any:
        usb = self._usb
        assert usb is not None
        there = list(
            usb.find(find_all=True, idVendor=self._vendor, idProduct=self._product, backend=self._backend)
        )
        if self._serial:
            there = [one for one in there if one.serial_number == self._serial]
        if not there:
            raise PortGone(Trouble.MISSING, f"{self.name}: no such printer is plugged in and switched on")
        if len(there) > 1:
            words = (
                f"there are {len(there)} printers {self.name}: name one by its serial number as a third part"
            )
            raise PortGone(Trouble.BARRED, words)
        return there[0]

    def _claim(self) -> None:
        device, util = self._device, self._util
        try:
            configured = device.get_active_configuration()
        except self._opened().USBError:
            device.set_configuration()
            configured = device.get_active_configuration()
        number, self._out, self._in = self._pipes(configured)
        try:
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)  # usblp would keep the pipes
        except NotImplementedError:
            pass  # this bus knows no kernel drivers
        util.claim_interface(device, number)

    def _pipes(self, configured: Any) -> tuple[int, Any, Any]:
        """The printer's interface with its pipe out and, where it has one, in; boards of no class have a vendor's."""
        util = self._util
        for wanted in (_PRINTER, _VENDOR):
            for interface in configured:
                if interface.bInterfaceClass != wanted or interface.bAlternateSetting:
                    continue
                bulk = [
                    one
                    for one in interface
                    if util.endpoint_type(one.bmAttributes) == util.ENDPOINT_TYPE_BULK
                ]
                ways = {util.endpoint_direction(one.bEndpointAddress): one for one in reversed(bulk)}
                if util.ENDPOINT_OUT in ways:
                    return interface.bInterfaceNumber, ways[util.ENDPOINT_OUT], ways.get(util.ENDPOINT_IN)
        raise PortGone(Trouble.BARRED, f"{self.name} is no printer: it has no pipe that takes bytes")

    # -- trouble -----------------------------------------------------------------------------------------------------

    def _opened(self) -> Any:
        if self._device is None or self._usb is None:
            raise PortGone(Trouble.GONE, f"{self.name}: not open")
        return self._usb

    def _gone(self, error: Exception) -> PortGone:
        return PortGone(Trouble.GONE, f"{self.name}: {error}")

    def _not_open(self, error: Exception) -> PortGone:
        number = getattr(error, "errno", None)
        if number == errno.EACCES:
            rule = f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{self._vendor:04x}", MODE="0660", GROUP="lp"'
            words = (
                f"this program may not use {self.name}: write {rule} into /etc/udev/rules.d/60-printer.rules"
            )
            return PortGone(Trouble.BARRED, f"{words}, and add its user to the group lp")
        if number == errno.EBUSY:
            return PortGone(Trouble.TAKEN, f"{self.name}: another program holds the printer")
        return PortGone(Trouble.MISSING, f"{self.name}: {error}")


def _parse(address: str) -> tuple[int, int, str]:
    vendor, _, rest = address.partition(":")
    product, _, serial = rest.partition(":")
    try:
        return int(vendor, 16), int(product, 16), serial
    except ValueError:
        raise ValueError(
            f"port 'usb:{address}': usb:VID:PID or usb:VID:PID:SERIAL is meant, as lsusb shows them (04b8:0e15)"
        ) from None


def _ms(seconds: float) -> int:
    """Never 0, which would be for ever."""
    return max(1, int(seconds * 1000))
