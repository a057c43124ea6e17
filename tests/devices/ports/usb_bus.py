"""A USB bus without wires, as pyusb's backends are: printers whose two pipes are sockets to pretend devices."""

import array
import errno
import select
import socket
from types import SimpleNamespace

import usb.backend
import usb.core

VENDOR, PRODUCT = 0x04B8, 0x0E15
OUT, IN = 0x01, 0x82
_PACKET = 64


class Printer:
    """One printer as the bus sees it. `pipe` is opened when its interface is claimed."""

    def __init__(self, address, serial="", interface_class=7, kernel_driver=False, one_way=False):
        self.host, _, port = address.removeprefix("tcp:").rpartition(":")
        self.port = int(port)
        self.serial, self.interface_class, self.one_way = serial, interface_class, one_way
        self.kernel_driver = kernel_driver
        self.configured = 0
        self.refuses = 0  # errno of every try to open it
        self.pipe = None

    def let_go(self):
        if self.pipe is not None:
            self.pipe.close()
        self.pipe = None


def trouble(number):
    if number == errno.ETIMEDOUT:
        return usb.core.USBTimeoutError("Operation timed out", -7, number)
    return usb.core.USBError("No such device" if number == errno.ENODEV else "refused", -1, number)


class Bus(usb.backend.IBackend):
    """`there` is what is plugged in now."""

    def __init__(self, *printers):
        super().__init__()
        self.there = list(printers)

    def _check(self, printer):
        if printer not in self.there:
            printer.let_go()
            raise trouble(errno.ENODEV)

    # -- what is there -----------------------------------------------------------------------------------------------

    def enumerate_devices(self):
        return list(self.there)

    def get_device_descriptor(self, printer):
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x100, iManufacturer=0, iProduct=0,
            iSerialNumber=3 if printer.serial else 0, bNumConfigurations=1, address=1, bus=1, port_number=1,
            port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, printer, config):
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(self, printer, interface, alternate, config):
        if interface or alternate:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=1 if printer.one_way else 2, bInterfaceClass=printer.interface_class,
            bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(self, printer, endpoint, interface, alternate, config):
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[endpoint], bmAttributes=2,
            wMaxPacketSize=_PACKET, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=b"",
        )  # fmt: skip

    # -- talking to it -----------------------------------------------------------------------------------------------

    def open_device(self, printer):
        self._check(printer)
        if printer.refuses:
            raise trouble(printer.refuses)
        return printer

    def close_device(self, printer):
        printer.let_go()

    def get_configuration(self, printer):
        return printer.configured

    def set_configuration(self, printer, value):
        printer.configured = value

    def is_kernel_driver_active(self, printer, interface):
        return printer.kernel_driver

    def detach_kernel_driver(self, printer, interface):
        printer.kernel_driver = False

    def claim_interface(self, printer, interface):
        if printer.kernel_driver or printer.pipe is not None:
            raise trouble(errno.EBUSY)
        printer.pipe = socket.create_connection((printer.host, printer.port))

    def release_interface(self, printer, interface):
        printer.let_go()

    def ctrl_transfer(self, printer, kind, request, value, index, data, timeout):
        text = b"\x09\x04" if value & 0xFF == 0 else printer.serial.encode("utf-16-le")
        answer = bytes((len(text) + 2, 3)) + text
        data[: len(answer)] = array.array("B", answer)
        return len(answer)

    def bulk_write(self, printer, endpoint, interface, data, timeout):
        self._check(printer)
        assert endpoint == OUT and timeout > 0, "a time-out of 0 is for ever"
        if not select.select([], [printer.pipe], [], timeout / 1000)[1]:
            raise trouble(errno.ETIMEDOUT)
        printer.pipe.setblocking(False)
        return printer.pipe.send(bytes(data))

    def bulk_read(self, printer, endpoint, interface, data, timeout):
        self._check(printer)
        assert endpoint == IN and timeout > 0, "a time-out of 0 is for ever"
        if not select.select([printer.pipe], [], [], timeout / 1000)[0]:
            raise trouble(errno.ETIMEDOUT)
        came = printer.pipe.recv(min(len(data), _PACKET))
        data[: len(came)] = array.array("B", came)
        return len(came)
