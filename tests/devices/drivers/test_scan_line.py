"""The scanner driver: the code shown while somebody asks, and no other."""

import time

import pytest

from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, ReadCode
from hall.contract.people import CodeAttest, FailReading, Present

READING = ReadCode("5.0", "device-1", "reading-1", 0)


@pytest.fixture
def scanner(rig):
    made = rig("scanner", "scan.line")
    if made.program.listen.startswith("tcp:"):
        made.line.port.write(b"?")  # so that the connection is taken before the first scan
    assert made.driver.connect(made.line).state is DeviceState.READY
    return made


def read(scanner, timeout_s=5.0):
    assert scanner.driver.start(READING, scanner.line, 0) is None
    deadline = time.monotonic() + timeout_s
    result = None
    while result is None and time.monotonic() < deadline:
        result = scanner.driver.go_on(READING, scanner.line, 0)
    return result


@pytest.mark.parametrize("end", ["cr", "lf", "crlf", "tab", "none"])
def test_a_code_is_read(scanner, end):
    scanner.ask("scan", text="HALL1.abc", end=end)
    assert read(scanner) == Present("device-1", "reading-1", CodeAttest("HALL1.abc"))


def test_what_was_shown_before_is_forgotten(scanner):
    scanner.ask("scan", text="OLD")
    scanner.program.wait_until("the code on the line", lambda state: state["scans"] and not state["unsent"])
    scanner.driver.idle(scanner.line, 0)
    scanner.ask("scan", text="NEW")
    assert read(scanner).attest.text == "NEW"


def test_byte_by_byte_and_noise(scanner):
    scanner.fault("split", value=5, times=1)
    scanner.ask("scan", text="HALL1.abc")
    assert read(scanner).attest.text == "HALL1.abc"
    scanner.ask("raw", hex="00 02 0D 0A")
    scanner.ask("scan", text="HALL1.def")
    assert read(scanner).attest.text == "HALL1.def"


def test_a_monster_is_no_code(scanner):
    scanner.ask("scan", text="x" * 2000)
    assert isinstance(read(scanner), FailReading)


def test_unplugged_is_port_gone(scanner):
    scanner.ask("unplug")
    with pytest.raises(PortGone):
        read(scanner)
