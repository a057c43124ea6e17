"""The scanner driver: the code shown while somebody asks, and no other."""

import time

import pytest

from devices.catalog import find
from devices.drivers.base import WrongOption
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, ReadCode
from hall.contract.people import CodeAttest, FailReading, Present

READING = ReadCode("5.0", "device-1", "reading-1", 0)


def connected(rig, **options):
    made = rig("scanner", "scan.line", **options)
    if made.program.listen.startswith("tcp:"):
        made.line.port.write(b"?")  # so that the connection is taken before the first scan
    assert made.driver.connect(made.line).state is DeviceState.READY
    return made


@pytest.fixture
def scanner(rig):
    return connected(rig)


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


@pytest.mark.parametrize("end", ["cr", "lf", "crlf", "tab", "none"])
@pytest.mark.parametrize("fault", ["split", "merge", ""])
def test_long_codes_of_a_scanner_whose_ending_is_known(rig, end, fault):
    scanner = connected(rig, end=end)
    long = "HALL1." + "k" * 194
    if fault:
        scanner.fault(fault, value=2, times=1)
    scanner.ask("scan", text=long, end=end)
    if fault == "merge":
        scanner.ask("scan", text="SECOND", end=end)
    got = read(scanner).attest.text
    assert got == (long + "SECOND" if (fault, end) == ("merge", "none") else long)


def test_half_a_code_is_none(rig):
    scanner = connected(rig, end="cr")
    scanner.fault("half", times=1)
    scanner.ask("scan", text="HALL1.abcdef")
    assert read(scanner, 1.5) is None
    scanner.ask("scan", text="HALL1.whole")
    assert read(scanner).attest.text == "HALL1.whole"


def test_a_code_held_before_anybody_asked_is_read_when_somebody_does(rig):
    """A visitor who holds his phone over the lens too early keeps holding it there."""
    scanner = connected(rig, same_code_ms=60_000)
    scanner.ask("scan", text="HALL1.abc")
    scanner.program.wait_until("the code on the line", lambda state: state["scans"] and not state["unsent"])
    scanner.driver.idle(scanner.line, 0)
    scanner.ask("scan", text="HALL1.abc")
    assert read(scanner).attest.text == "HALL1.abc"
    scanner.ask("scan", text="HALL1.abc")  # and then counts once
    assert read(scanner, 0.5) is None


def test_an_unknown_ending_is_told_with_the_known_ones():
    with pytest.raises(WrongOption, match="crlf"):
        find("scan.line").driver("device-1", 0, {"end": "cr lf"})


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
