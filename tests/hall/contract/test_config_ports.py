"""The speed of a line in a configuration."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.config_ports import BAUDS, rules
from tests.hall.domain.conftest import small_hall


def found(**keys):
    panel = msgspec.structs.replace(c.DevicePart("p", "led.palh", "/dev/ttyUSB9"), **keys)
    return list(rules(msgspec.structs.replace(small_hall(), devices=(panel,))))


@pytest.mark.parametrize("baud", [0, *BAUDS])
def test_the_usual_speeds_are_well(baud):
    assert found(baud=baud) == []


@pytest.mark.parametrize("baud", [-7, 1, 9601, 96000, 10**9])
def test_what_is_no_speed_is_said(baud):
    ((place, what, do),) = found(baud=baud)
    assert (place, what) == ("devices[0].baud", f"{baud} of 'p' is no speed of a line")
    assert "leave it out" in do and "9600" in do
