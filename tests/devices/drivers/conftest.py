"""A driver, its line, and the pretend device at the other end, over a real pty and a real TCP port."""

import dataclasses

import pytest

from devices.catalog import find, open_line
from devices.drivers.base import Line
from devices.simulator.control import Program


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


@pytest.fixture(params=["pty", "tcp"])
def rig(request, tmp_path):
    """`rig(program, make, *arguments, **options)` starts both ends; the driver is not yet connected."""
    made = []

    def start(program, make, *arguments, address=0, **options):
        listen = f"pty:{tmp_path}/line{len(made)}" if request.param == "pty" else "tcp:127.0.0.1:0"
        running = Program(program, listen, "--picture-dir", str(tmp_path / "pictures"), *arguments)
        made.append(running)
        line = Line(open_line(make, running.port, 0))
        line.port.open()
        made.append(line.port)
        return Rig(running, find(make).driver("device-1", address, options), line)

    yield start
    for one in reversed(made):
        one.close() if hasattr(one, "close") else one.stop()
