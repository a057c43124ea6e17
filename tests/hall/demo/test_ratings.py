"""Visitors at the demo's evaluator: asked, they press what the morning needs, or go; and never for somebody else."""

import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from devices.codecs import caller_ff68 as ff68
from devices.drivers.base import Line
from devices.ports.address import port_for
from devices.simulator.control import Program
from hall.bus.site import Site
from hall.demo.ratings import FIRST, Raters, desks


class FakeWatch:
    """The newest view of window 1, and a clock on which nobody thinks for long."""

    def __init__(self) -> None:
        self.windows = {"1": SimpleNamespace(rating="", rating_number="")}
        self.thought = threading.Semaphore(0)

    def now_ms(self) -> int:
        return 0

    def sleep_until(self, hall_ms: int, stop: object) -> None:
        self.thought.release()

    def asks(self, number: str) -> None:
        self.windows = {"1": SimpleNamespace(rating="asked", rating_number=number)}


@pytest.fixture
def unit(tmp_path: Path):
    with Program("caller", f"pty:{tmp_path}/desk") as program:
        line = Line(port_for(program.port, 9600))
        line.port.open()
        yield program, line
        line.port.close()


def heard(line: Line, until_s: float = 30.0) -> int:
    """The value of the next rating on the wire; it is answered as the hall does."""
    until = time.monotonic() + until_s
    while time.monotonic() < until:
        line.listen(0.1)
        while (frame := ff68.decode(line.buffer)) is not None:
            assert isinstance(frame, ff68.Frame)
            line.send(ff68.encode(ff68.answer(frame)))
            if frame.function == ff68.RESULT:
                return frame.data[0]
    raise AssertionError("nobody rated")


def test_the_first_three_are_content_silent_and_not_content(unit) -> None:
    program, line = unit
    watch, troubles = FakeWatch(), []
    raters = Raters("1", 1, program.control_address, watch, 7, troubles)
    raters.thread.start()
    pressed: list[int | None] = []
    try:
        for number, value in zip(("A001", "A002", "A003"), FIRST, strict=True):
            line.send(ff68.encode(ff68.start_rating(1)))
            program.wait_until("the question", lambda state: state["asking"])
            watch.asks(number)
            assert watch.thought.acquire(timeout=10), "nobody stands there"
            pressed.append(heard(line) if value is not None else None)
    finally:
        raters.stop()
    assert (pressed, troubles) == ([1, None, 2], [])


def test_the_desks_of_the_demo_hall(root: Path) -> None:
    config = Site.load(root / "examples/demo/hall.toml").config
    assert {window: (d.id, d.address) for window, d in desks(config).items()} == {
        "1": ("window-1.desk", 1),
        "4": ("window-4.desk", 4),
    }
