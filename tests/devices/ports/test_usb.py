"""USB printers by both ways, libusb and the kernel's usblp: slips through them, and every trouble by its name."""

import errno
import importlib
import os
import tty

import pytest

from devices.drivers.base import BrokenOff, Line
from devices.drivers.printer_escpos import make
from devices.ports.address import port_for
from devices.ports.port import PortGone, Trouble
from devices.ports.usb_lp import LpPort
from devices.ports.usb_port import UsbPort
from devices.simulator.control import Program
from hall.contract.devices import DeviceState, JobDone, PrintSlip
from tests.devices.drivers.test_printer_escpos import SLIP

usb_bus = pytest.importorskip("tests.devices.ports.usb_bus", reason="pyusb is not installed")
NAME = "04b8:0e15"


def job(id="7.0"):
    return PrintSlip(id, "device-1", "ticket-1", SLIP)


@pytest.fixture
def program(tmp_path):
    with Program("printer", "tcp:127.0.0.1:0", "--picture-dir", str(tmp_path)) as running:
        yield running


@pytest.fixture
def plugged(program):
    """The printer, the bus it hangs on, and a port on it that is open."""
    printer = usb_bus.Printer(program.port, kernel_driver=True)
    bus = usb_bus.Bus(printer)
    port = UsbPort(NAME, 0.3, bus)
    port.open()
    yield printer, bus, port
    port.close()


def driven(port):
    driver, line = make("device-1", 0, {"answer_s": 1.0, "print_s": 6.0}), Line(port)
    assert driver.connect(line).state is DeviceState.READY
    return driver, line


def test_a_slip_goes_through_the_pipes_and_is_confirmed(plugged, program):
    driver, line = driven(plugged[2])
    assert driver.start(job(), line, 0) == JobDone("device-1", "7.0")
    (slip,) = program.ask("slips")["slips"]
    assert slip["qr"] == [SLIP.qr]


def test_switched_off_and_on_it_is_found_again(plugged, program):
    printer, bus, port = plugged
    driver, line = driven(port)
    bus.there.clear()
    with pytest.raises((PortGone, BrokenOff)):
        driver.start(job(), line, 0)
    port.close()
    with pytest.raises(PortGone) as caught:
        port.open()
    assert caught.value.trouble is Trouble.MISSING
    bus.there.append(printer)
    port.open()
    assert driver.connect(line).state is DeviceState.READY
    assert driver.start(job("8.0"), line, 0) == JobDone("device-1", "8.0")


def test_unplugged_while_it_is_asked_or_told_is_gone(plugged):
    _, bus, port = plugged
    bus.there.clear()
    for act in (lambda: port.read(0.01), lambda: port.write(b"x")):
        with pytest.raises(PortGone) as caught:
            act()
        assert caught.value.trouble is Trouble.GONE


def test_a_printer_that_takes_no_bytes_is_stuck_not_for_ever(plugged, program):
    program.ask("fault", name="deaf")
    with pytest.raises(PortGone) as caught:
        plugged[2].write(bytes(20_000_000))
    assert caught.value.trouble is Trouble.STUCK


def test_silence_is_no_bytes_and_an_empty_packet_too(plugged):
    assert plugged[2].read(0.01) == b""


def test_of_two_alike_the_serial_number_says_which(program):
    left, right = usb_bus.Printer(program.port, "LEFT"), usb_bus.Printer(program.port, "RIGHT")
    bus = usb_bus.Bus(left, right)
    with pytest.raises(
        PortGone, match="there are 2 printers usb:04b8:0e15: name one by its serial number"
    ) as caught:
        UsbPort(NAME, 0.3, bus).open()
    assert caught.value.trouble is Trouble.BARRED
    port = UsbPort(f"{NAME}:RIGHT", 0.3, bus)
    port.open()
    assert right.pipe is not None and left.pipe is None
    port.close()
    assert right.pipe is None


@pytest.mark.parametrize(
    ("number", "trouble", "words"),
    [
        (errno.EACCES, Trouble.BARRED, "udev/rules.d"),
        (errno.EBUSY, Trouble.TAKEN, "another program"),
        (errno.ENODEV, Trouble.MISSING, "No such device"),
    ],
)
def test_why_it_cannot_be_opened_is_told(program, number, trouble, words):
    printer = usb_bus.Printer(program.port)
    printer.refuses = number
    with pytest.raises(PortGone, match=words) as caught:
        UsbPort(NAME, 0.3, usb_bus.Bus(printer)).open()
    assert caught.value.trouble is trouble


def test_a_board_of_no_class_is_taken_by_its_pipes_and_a_camera_is_not(program):
    port = UsbPort(NAME, 0.3, usb_bus.Bus(usb_bus.Printer(program.port, interface_class=255, one_way=True)))
    port.open()
    port.write(b"x")
    assert port.read(0.01) == b"", "it has no way back"
    port.close()
    with pytest.raises(PortGone, match="is no printer") as caught:
        UsbPort(NAME, 0.3, usb_bus.Bus(usb_bus.Printer(program.port, interface_class=14))).open()
    assert caught.value.trouble is Trouble.BARRED


def test_without_pyusb_the_port_says_what_to_install(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(PortGone, match="pip install pyusb") as caught:
        UsbPort(NAME).open()
    assert caught.value.trouble is Trouble.BARRED


@pytest.mark.parametrize("address", ["usb:", "usb:04b8", "usb:04b8:", "usb:epson:0e15"])
def test_an_address_that_is_none_is_told(address):
    with pytest.raises(ValueError, match="usb:VID:PID"):
        port_for(address)


# --- the kernel's own driver: a pty is a character device with a hang-up, as /dev/usb/lp0 is -------------------------


@pytest.fixture
def kernel(tmp_path):
    with Program("printer", f"pty:{tmp_path}/lp0", "--picture-dir", str(tmp_path / "slips")) as running:
        port = port_for(f"lp:{tmp_path}/lp0", write_timeout_s=0.3)
        port.open()
        yield running, port
        port.close()


def test_a_slip_goes_through_usblp(kernel):
    program, port = kernel
    driver, line = driven(port)
    assert driver.start(job(), line, 0) == JobDone("device-1", "7.0")
    assert len(program.ask("slips")["slips"]) == 1


def test_usblp_unplugged_is_gone_and_comes_back(kernel):
    program, port = kernel
    driven(port)
    program.ask("unplug")
    for act in (lambda: port.read(0.5), lambda: port.write(bytes(100))):
        with pytest.raises(PortGone) as caught:
            act()
        assert caught.value.trouble is Trouble.GONE
    port.close()
    with pytest.raises(PortGone) as caught:
        port.open()
    assert caught.value.trouble is Trouble.MISSING
    program.ask("plug")
    port.open()
    driver, line = driven(port)
    assert driver.start(job("8.0"), line, 0) == JobDone("device-1", "8.0")


def test_usblp_that_takes_no_bytes_is_stuck(kernel):
    program, port = kernel
    program.ask("fault", name="deaf")
    with pytest.raises(PortGone) as caught:
        port.write(bytes(1_000_000))
    assert caught.value.trouble is Trouble.STUCK


def test_usblp_without_a_way_back_that_is_unplugged_is_gone_at_once(kernel, monkeypatch):
    program, port = kernel
    port.write(b"\x10\x04\x01")  # its answer will be something to read

    def unplugged_meanwhile(*_):
        program.ask("unplug")
        raise OSError(errno.EINVAL, "no way back")

    monkeypatch.setattr(os, "read", unplugged_meanwhile)
    with pytest.raises(PortGone) as caught:
        port.read(30.0)
    assert caught.value.trouble is Trouble.GONE


@pytest.fixture
def said(monkeypatch):
    """`said(os_function, error)`: the kernel answers so from now on."""
    master, slave = os.openpty()
    tty.setraw(slave)
    port = LpPort(os.ttyname(slave), 0.2)
    port.open()
    os.write(master, b"x")  # something to read

    def answers(name, number):
        def refuse(*_):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, name, refuse)
        return port

    yield answers
    monkeypatch.undo()
    port.close()
    os.close(master)
    os.close(slave)


def test_a_printer_without_paper_that_the_kernel_refuses_is_stuck(said):
    with pytest.raises(PortGone) as caught:
        said("write", errno.ENOSPC).write(b"x")
    assert caught.value.trouble is Trouble.STUCK


def test_empty_packets_are_silence(said, monkeypatch):
    port = said("open", errno.EBUSY)
    monkeypatch.setattr(os, "read", lambda *_: b"")
    assert port.read(0.02) == b""


def test_a_printer_without_a_way_back_is_silent_not_broken(said):
    assert said("read", errno.EINVAL).read(0.01) == b""


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.EBUSY, Trouble.TAKEN), (errno.EACCES, Trouble.BARRED), (errno.ENXIO, Trouble.MISSING)],
)
def test_why_usblp_cannot_be_opened_is_told(said, number, trouble):
    port = said("open", number)
    with pytest.raises(PortGone) as caught:
        port.open()
    assert caught.value.trouble is trouble
