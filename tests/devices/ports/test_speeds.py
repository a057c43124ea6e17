"""A line whose speed nobody said: tried at each speed of its make while nobody answers, and left alone afterwards."""

import os
import termios

import pytest

from devices.catalog import open_line
from devices.drivers.base import Line
from devices.ports.recorded import Recorded


@pytest.fixture
def pty():
    near, far = os.openpty()
    yield os.ttyname(far), lambda: {termios.B57600: 57600, termios.B9600: 9600}[termios.tcgetattr(far)[5]]
    os.close(near)
    os.close(far)


def opened(port, speed, times):
    found = []
    for _ in range(times):
        port.open()
        found.append(speed())
        assert port.byte_s == 10 / found[-1]
    port.close()
    return found


def test_each_opening_takes_the_next_speed_until_somebody_answered(pty):
    path, speed = pty
    port = Recorded(open_line("led.onbon", path, 0), "led.onbon", lambda: None)
    line = Line(port)
    assert line.at_baud == ""
    assert opened(port, speed, 1) == [57600] and line.at_baud == " at 57600 baud"
    assert opened(port, speed, 3) == [9600, 57600, 9600] and line.at_baud == " at 57600 or 9600 baud"
    assert line.settle() and line.at_baud == " at 9600 baud"
    assert opened(port, speed, 3) == [9600] * 3 and not line.settle()


def test_a_line_that_answers_at_once_keeps_its_usual_speed(pty):
    path, speed = pty
    port = open_line("led.onbon", path, 0)
    opened(port, speed, 1)
    assert not Line(port).settle()
    assert opened(port, speed, 3) == [57600] * 3


@pytest.mark.parametrize(("make", "baud"), [("led.onbon", 9600), ("led.palh", 0)])
def test_a_speed_that_was_said_or_is_the_only_one_is_never_left(pty, make, baud):
    path, speed = pty
    port = open_line(make, path, baud)
    assert opened(port, speed, 4) == [9600] * 4
    assert Line(port).at_baud == " at 9600 baud"
