"""The wire of the bench: bytes leave at their baud in order, answers come back, who speaks into one is lost with it."""

import itertools

import pytest

from devices.catalog import find
from devices.drivers.base import Line
from devices.simulator._wire import TURN_S, Wire
from devices.simulator.many_lines import talker
from hall.contract.devices import DeviceState, JobDone, ShowOnPanel

BAUD = 9600
BYTE_S = 10 / BAUD


class Parrot:
    """Answers what begins with ? and shows the rest."""

    def hear(self, data):
        return (b"!!", "", 0) if data.startswith(b"?") else (b"", data.decode(), 3)


def wire(**more):
    return Wire(BAUD, Parrot(), **more)


def test_a_byte_takes_ten_bits_and_what_is_written_meanwhile_waits_behind_it():
    line = wire()
    line.write(b"x" * 10, 100.0)
    line.write(b"y" * 10, 100.001)
    assert line.run(100.0 + 9.9 * BYTE_S) == b""
    assert line.said == []
    line.run(200.0)
    assert [said.left_s for said in line.said] == pytest.approx([100 + 10 * BYTE_S, 100 + 20 * BYTE_S])
    assert [said.wrote_s for said in line.said] == [100.0, 100.001]
    assert (line.said[0].text, line.said[0].address) == ("x" * 10, 3)


def test_an_answer_has_its_own_time_and_comes_whole():
    line = wire()
    line.write(b"?", 100.0)
    end_s = 100.0 + BYTE_S + TURN_S + 2 * BYTE_S
    line.run(100.0 + BYTE_S)
    assert line.due_s() == pytest.approx(end_s)
    assert line.run(end_s - 1e-6) == b""
    assert line.run(end_s + 1e-6) == b"!!"
    assert line.said[0].until_s == pytest.approx(end_s)
    assert line.due_s() is None


@pytest.mark.parametrize(("half_duplex", "lost"), [(True, 1), (False, 0)])
def test_who_speaks_into_an_answer_on_a_half_duplex_line_is_lost_with_it(half_duplex, lost):
    line = wire(half_duplex=half_duplex)
    line.write(b"?", 100.0)
    line.run(100.0 + BYTE_S)
    line.write(b"z", 100.0 + BYTE_S + TURN_S + BYTE_S / 2)
    came = line.run(101.0)
    assert line.collisions == lost
    assert came == (b"" if lost else b"!!")
    assert [said.text for said in line.said] == ["", "" if lost else "z"]


class WirePort:
    """A port whose other end is a wire in a world of its own time."""

    name, byte_s = "wire", BYTE_S

    def __init__(self, line):
        self._line, self.now_s = line, 50.0

    def open(self):
        pass

    def close(self):
        pass

    def write(self, data):
        self._line.write(data, self.now_s)

    def read(self, timeout_s):
        until_s = self.now_s + timeout_s
        for _ in itertools.count():
            due_s = self._line.due_s()
            if due_s is None or due_s > until_s:
                self.now_s = until_s
                return self._line.run(until_s)
            self.now_s = max(self.now_s, due_s)
            if came := self._line.run(self.now_s):
                return came

    def pause(self, seconds):
        self.now_s += seconds


@pytest.mark.parametrize("make", ["led.palh", "led.zhongyi", "led.onbon"])
def test_sixteen_panels_on_one_line_are_driven_without_a_collision_and_close_together(make):
    line_of = Wire(BAUD, talker(make, list(range(1, 17))))
    port = WirePort(line_of)
    line = Line(port, lambda: port.now_s, port.pause)
    drivers = {n: find(make).driver(f"d{n}", n, {}) for n in range(1, 17)}
    for driver in drivers.values():
        assert driver.connect(line).state is DeviceState.READY
    line_of.said.clear()
    began_s = port.now_s
    for n, driver in drivers.items():
        text = f"请A{n:03d}号到{n}号窗口"
        assert driver.start(ShowOnPanel(str(n), f"d{n}", "call", (text,)), line, 0) == JobDone(
            f"d{n}", str(n)
        )
    shown = [said for said in line_of.said if said.text]
    assert [(said.address, said.text) for said in shown] == [
        (n, f"请A{n:03d}号到{n}号窗口") for n in range(1, 17)
    ]
    assert line_of.collisions == 0
    on_line_s = sum(said.until_s - said.wrote_s for said in shown)
    assert port.now_s - began_s <= on_line_s + 16 * 0.004, "nothing between but the silence after an answer"


def test_nobody_pretends_to_be_what_is_not_known():
    with pytest.raises(ValueError, match="acme"):
        talker("led.acme", [1])
