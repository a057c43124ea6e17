"""What no device can be told is refused in a sentence when its driver is made: no mistake comes of it on the line."""

import pytest

from devices.catalog import DRIVERS, find
from devices.drivers.base import WrongOption
from tests.devices.layouts import LAYOUTS

ENOUGH = {
    "led.template": LAYOUTS["zhongyi"],
    "sensor.modbus": {"co2": "holding 2 uint16 1 300 5000"},
    "evaluator.ff68": {"ratings": "0=satisfied"},
    "caller+evaluator.ff68": {"ratings": "0=satisfied"},
    "buttons.input": {"KEY_1": "help"},
}
MOST = {
    "led.onbon": 0xFFFF,
    "led.palh": 254,
    "led.ruize": 4095,
    "led.zhongyi": 255,
    "led.yinda": 255,
    "led.yongtai": 255,
    "led.template": 255,
    "caller.ff68": 255,
    "evaluator.ff68": 255,
    "caller+evaluator.ff68": 255,
    "sensor.modbus": 247,
}
STRIPS = [make for make in DRIVERS if make.startswith("led.") and make != "led.onbon"]


def made(make, address=1, **options):
    return find(make).driver("device-1", address, ENOUGH.get(make, {}) | options)


def test_every_make_of_a_shared_line_is_here():
    alone = ("printer", "card", "scan", "buttons", "voice")
    assert set(MOST) == {make for make in DRIVERS if make.partition(".")[0] not in alone}


@pytest.mark.parametrize("make", MOST)
def test_an_address_that_no_line_can_carry_is_refused(make):
    made(make, MOST[make])
    for address in (-5, MOST[make] + 1, 70_000):
        with pytest.raises(WrongOption, match=str(address)):
            made(make, address)


@pytest.mark.parametrize(
    ("make", "name", "wrong", "right"),
    [
        *[("led.palh", "colour", wrong, "yellow") for wrong in ("gren", "yelow", "")],
        ("led.palh", "card", "Ticket", "ticket"),
        *[("led.palh", "mode", wrong, 11) for wrong in (-1, 256)],
        ("led.ruize", "colour", "gren", "none"),
        ("led.zhongyi", "colour", "none", "green"),
        ("led.template", "colour", "gren", "green"),
        ("led.template", "encoding", "gb2313", "gbk"),
        ("led.template", "max_text", 0, 60),
        ("led.onbon", "colour", "yelow", "yellow"),
        *[("led.onbon", "brightness", wrong, 15) for wrong in (99, 300, -1)],
        *[("led.onbon", name, wrong, 64) for name in ("width", "height") for wrong in (-8, 0, 40_000)],
        *[(make, "answer_s", wrong, 0.2) for make in ("led.onbon", *STRIPS) for wrong in (0.0, -1.0, 1e9)],
        *[(make, "gap_ms", wrong, 0) for make in STRIPS for wrong in (-1, 60_000)],
        *[(make, "again_s", -1.0, 5.0) for make in STRIPS],
        ("printer.escpos", "answer_s", 0.0, 0.5),
        ("printer.escpos", "print_s", -1.0, 20.0),
        ("printer.escpos", "confirm", "Paper", "process_id"),
        ("printer.cups", "print_s", 0.0, 30.0),
        ("printer.cups", "confirm", "Auto", "none"),
        *[
            (make, name, wrong, right)
            for make in ("voice.syn6288", "voice.xfs5152ce")
            for name, wrong, right in (("answer_s", 0.0, 0.5), ("char_ms", 0, 200), ("char_ms", -250, 250))
        ],
        ("voice.wav", "keep", -1, 5),
        ("card.sdt", "answer_s", 0.0, 1.0),
        ("card.sdt", "read_s", -3.0, 3.0),
        ("card.sdt", "poll_ms", -300, 300),
        ("card.social", "answer_s", 0.0, 1.0),
        ("card.social", "poll_ms", 0, 300),
        ("scan.line", "end", "CR", "cr"),
        ("scan.line", "silence_ms", 0, 80),
        ("scan.line", "same_code_ms", -1, 0),
        ("scan.wedge", "burst_ms", 0, 60),
        ("scan.wedge", "same_code_ms", -1, 0),
        *[
            (make, name, wrong, right)
            for make in ("caller.ff68", "evaluator.ff68", "caller+evaluator.ff68")
            for name, wrong, right in (("gap_ms", -30, 30), ("same_key_ms", -1, 0), ("trust_s", 0.0, 60.0))
        ],
        ("caller.ff68", "again_s", -1.0, 30.0),
        ("sensor.modbus", "gap_ms", -10, 10),
        ("sensor.modbus", "poll_s", float("nan"), 10.0),
    ],
)
def test_a_value_that_means_nothing_is_refused_by_name(make, name, wrong, right):
    made(make, **{name: right})
    with pytest.raises(ValueError, match=name):
        made(make, **{name: wrong})
