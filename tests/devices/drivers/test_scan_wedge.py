"""The wedge driver over a line and over a FIFO that carries the records of an input device."""

import errno
import os
import threading
import time

import pytest

from devices.catalog import find, open_line
from devices.codecs import scan_wedge
from devices.drivers.base import Line
from devices.ports import input_event
from devices.ports.port import PortGone, Trouble
from devices.runtime.worker import Worker
from hall.contract.devices import DeviceReport, DeviceState, Fault, ReadCode
from hall.contract.people import CodeAttest, Present
from tests.devices.codecs.test_scan_wedge import RECORDED

READING = ReadCode("5.0", "device-1", "reading-1", 0)


@pytest.fixture
def wedge(rig):
    made = rig("scanner", "scan.wedge", "--wedge")
    if made.program.listen.startswith("tcp:"):
        made.line.port.write(b"?")  # so that the connection is taken before the first scan
    assert made.driver.connect(made.line).state is DeviceState.READY
    return made


def read(driver, line, timeout_s=5.0):
    result = driver.start(READING, line, 0)
    deadline = time.monotonic() + timeout_s
    while result is None and time.monotonic() < deadline:
        result = driver.go_on(READING, line, 0)
    return result


@pytest.mark.parametrize("end", ["cr", "tab"])
def test_a_code_is_read(wedge, end):
    wedge.ask("scan", text="HALL1.aBc_9", end=end)
    assert read(wedge.driver, wedge.line) == Present("device-1", "reading-1", CodeAttest("HALL1.aBc_9"))


@pytest.mark.parametrize("fault", ["split", "merge", "noise_before"])
def test_a_slow_or_noisy_line_does_not_matter(wedge, fault):
    wedge.fault(fault, value=1, times=1)
    wedge.ask("scan", text="HALL1.a")
    if fault == "merge":
        wedge.ask("scan", text="HALL1.b")
    assert read(wedge.driver, wedge.line).attest.text == "HALL1.a"


def test_a_person_at_the_keys_is_nobodys_code(wedge):
    wedge.ask("scan", text="410183", key_us=200_000)
    assert read(wedge.driver, wedge.line, 0.5) is None
    wedge.ask("scan", text="HALL1.b")
    assert read(wedge.driver, wedge.line).attest.text == "HALL1.b"


def test_what_was_shown_before_is_forgotten_and_may_be_shown_again(wedge):
    wedge.ask("scan", text="HALL1.a")
    wedge.program.wait_until("the code on the line", lambda state: state["scans"] and not state["unsent"])
    wedge.driver.idle(wedge.line, 0)
    wedge.ask("scan", text="HALL1.a")
    assert read(wedge.driver, wedge.line).attest.text == "HALL1.a"
    wedge.ask("scan", text="HALL1.a")
    assert read(wedge.driver, wedge.line, 0.3) is None


def test_unplugged_is_port_gone(wedge):
    wedge.ask("unplug")
    with pytest.raises(PortGone):
        read(wedge.driver, wedge.line)


# -- the port of an input device ------------------------------------------------------------------------------------


@pytest.fixture
def fifo(tmp_path):
    path = tmp_path / "event7"
    os.mkfifo(path)
    line = Line(open_line("scan.wedge", f"input:{path}", 0))
    line.port.open()
    yield path, line
    line.port.close()


def test_recorded_records_over_a_fifo_in_pieces(fifo):
    path, line = fifo
    driver = find("scan.wedge").driver("device-1", 0, {})
    assert driver.connect(line).state is DeviceState.READY

    def scanner():
        with open(path, "wb", buffering=0) as end:
            for at in range(0, len(RECORDED), 7):
                end.write(RECORDED[at : at + 7])

    threading.Thread(target=scanner).start()
    assert read(driver, line).attest.text == "A1"
    assert line.port.read(0.01) == b""  # the writer left; the next one may come
    path.write_bytes(b"".join(map(scan_wedge.encode, scan_wedge.strokes("HALL1", 10**15))))
    assert read(driver, line).attest.text == "HALL1"


def why_not(path):
    with pytest.raises(PortGone) as caught:
        open_line("scan.wedge", f"input:{path}", 0).open()
    return caught.value


def test_a_device_that_is_not_there(tmp_path):
    gone = why_not(tmp_path / "event9")
    assert gone.trouble is Trouble.MISSING
    assert "event9" in str(gone)


def test_a_character_device_without_keys():
    gone = why_not("/dev/null")
    assert gone.trouble is Trouble.BARRED
    assert "by-id" in str(gone)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not")
def test_a_device_that_may_not_be_read_says_what_to_do(tmp_path):
    path = tmp_path / "event7"
    os.mkfifo(path, 0o600)
    os.seteuid(65534)
    try:
        gone = why_not(path)
    finally:
        os.seteuid(0)
    assert gone.trouble is Trouble.BARRED
    assert "group input" in str(gone)


def test_a_device_that_another_program_holds(monkeypatch):
    """The kernel says EBUSY when somebody else has grabbed the keys; /dev/null stands in for the device."""

    def busy(*_):
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(input_event.fcntl, "ioctl", busy)
    assert why_not("/dev/null").trouble is Trouble.TAKEN


def test_a_scanner_that_was_pulled_out(monkeypatch, fifo):
    def no_device(*_):
        raise OSError(errno.ENODEV, "no such device")

    path, line = fifo
    path.write_bytes(b"x")
    monkeypatch.setattr(input_event.os, "read", no_device)
    with pytest.raises(PortGone) as caught:
        line.port.read(1.0)
    assert caught.value.trouble is Trouble.GONE


def test_the_hall_is_told_in_words_what_must_be_set_up():
    told = []
    heard = threading.Event()

    def tell(word):
        told.append(word)
        heard.set()

    driver = find("scan.wedge").driver("device-1", 0, {})
    worker = Worker(open_line("scan.wedge", "input:/dev/null", 0), [("device-1", driver)], tell, lambda: 0)
    worker.begin()
    try:
        assert heard.wait(10)
    finally:
        worker.end()
    report = told[0]
    assert isinstance(report, DeviceReport)
    assert (report.state, report.fault) == (DeviceState.AWAY, Fault.PORT_MISSING)
    assert "no input device" in report.detail
