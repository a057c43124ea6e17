"""Big screens of zones in a configuration: what they say of zones and rows, and what only they may say."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.config_rules import rules
from tests.hall.domain.conftest import small_hall


def found(**keys):
    screen = msgspec.structs.replace(c.DevicePart("s", "led.onbon", "tcp:10.0.0.9:5005", zone="A"), **keys)
    config = small_hall()
    config = msgspec.structs.replace(config, devices=(*config.devices, screen))
    n = len(config.devices) - 1
    return {
        place.removeprefix(f"devices[{n}]."): f"{what}; {do}"
        for place, what, do in rules(config)
        if place.startswith(f"devices[{n}]")
    }


@pytest.mark.parametrize("keys", [{}, {"rows": 8}, {"rows": 4, "zones": ("B",)}])
def test_a_screen_over_one_zone_or_several_is_well(keys):
    assert found(**keys) == {}


@pytest.mark.parametrize(
    ("keys", "place", "words"),
    [
        ({"zones": ("B", "BB")}, "zones[1]", "there is no zone 'BB'"),
        ({"rows": 17}, "rows", "17 is no number of rows"),
        ({"rows": -1}, "rows", "-1 is no number of rows"),
        ({"rows": 2, "window": "w1"}, "rows", "is for the big screen of a zone"),
        ({"rows": 2, "zone": ""}, "rows", "is for the big screen of a zone"),
        ({"rows": 2, "make": "printer.escpos"}, "rows", "is for the big screen of a zone"),
        ({"zones": ("B",), "zone": ""}, "zones", "of a zone"),
    ],
)
def test_what_does_not_fit_is_said_at_its_place(keys, place, words):
    assert words in found(**keys)[place]
