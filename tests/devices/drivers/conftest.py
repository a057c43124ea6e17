"""A driver, its line, and the pretend device at the other end, over a real pty and a real TCP port."""

import dataclasses
import zlib

import pytest
from hypothesis import settings

from devices.catalog import find, open_line
from devices.drivers.base import Line
from devices.simulator.control import Program

settings.register_profile("unhurried", deadline=None)  # the machine may be busy with other tests
settings.load_profile("unhurried")

# These run over both kinds of line; the others over one of them, chosen by name, so that both see every sort of fault.
OVER_BOTH = {
    "test_a_call_is_shown_and_confirmed",
    "test_a_panel_that_lost_its_power_is_noticed",
    "test_a_slip_is_printed_and_confirmed",
    "test_a_line_that_breaks_while_printing_leaves_the_slip_unknown",
    "test_a_card_is_read",
    "test_a_code_is_read",
    "test_unplugged_is_port_gone",
}
# TCP hides a reader that stops behind megabytes of buffers.
PTY_ONLY = {"test_a_printer_that_stops_taking_bytes_is_not_waited_for_for_ever"}
# Readers and scanners hang on serial lines: every fault of theirs is tried on one.
SERIAL = {
    "test_cards",
    "test_card_sdt",
    "test_card_social",
    "test_scan_line",
    "test_scan_wedge",
    "test_buttons_input",
}


def pytest_generate_tests(metafunc):
    if "line_kind" in metafunc.fixturenames:
        name = metafunc.function.__name__
        both = ("pty", "tcp")
        on_pty = name in PTY_ONLY or metafunc.module.__name__.rpartition(".")[2] in SERIAL
        one = "pty" if on_pty else both[zlib.crc32(name.encode()) % 2]
        metafunc.parametrize("line_kind", both if name in OVER_BOTH else (one,))


@dataclasses.dataclass
class Rig:
    program: Program
    driver: object
    line: Line

    def ask(self, do, **words):
        return self.program.ask(do, **words)

    def fault(self, name, value=1, times=None):
        self.program.ask("fault", name=name, value=value, times=times)

    def clear(self):
        self.program.ask("clear")

    def state(self):
        return self.program.ask("state")


@pytest.fixture
def rig(line_kind, tmp_path):
    """`rig(program, make, *arguments, **options)` starts both ends; the driver is not yet connected."""
    made = []

    def start(program, make, *arguments, address=0, **options):
        listen = f"pty:{tmp_path}/line{len(made)}" if line_kind == "pty" else "tcp:127.0.0.1:0"
        running = Program(program, listen, "--picture-dir", str(tmp_path / "pictures"), *arguments)
        made.append(running)
        line = Line(open_line(make, running.port, 0))
        line.port.open()
        made.append(line.port)
        return Rig(running, find(make).driver("device-1", address, options), line)

    yield start
    for one in reversed(made):
        one.close() if hasattr(one, "close") else one.stop()
