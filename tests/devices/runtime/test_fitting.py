"""Which devices can be driven as configured: alone, and beside one another on one line."""

import pathlib
from itertools import combinations

import msgspec
import pytest

from devices.catalog import DRIVERS
from devices.codecs import gb_text, led_palh, led_ruize
from devices.runtime.fitting import fit, misfits
from hall.contract.config import DevicePart
from tests.devices.runtime.test_host import config

HERE = pathlib.Path("/nowhere")
LINE = "/dev/ttyUSB0"
FRAME = {"frame": "AA addr text 00"}
RATINGS = {"ratings": "0=very_satisfied"}
NEEDED = {"led.template": FRAME, "evaluator.ff68": RATINGS, "caller+evaluator.ff68": RATINGS}
NEEDED["sensor.modbus"] = {"co2": "input 2 uint16 1 300 5000"}
NEEDED["buttons.input"] = {"KEY_F1": "help"}


def device(id, make, port=LINE, address=0, baud=0, **more):
    return DevicePart(id, make, port, address=address, baud=baud, options=NEEDED.get(make, {}), **more)


def wrong(*parts):
    """Device and sentence of each misfit; who is driven."""
    driven, found = fit(parts, HERE)
    return [(one.device, str(one)) for one in found], [part.id for part, _ in driven]


@pytest.mark.parametrize("make", DRIVERS)
def test_each_make_fits_alone(make):
    port = {"printer.cups": "slip", "voice.wav": "var/voice"}.get(make, LINE)
    assert wrong(device("d", make, port)) == ([], ["d"])


def test_several_makes_at_their_own_speeds_are_not_driven_at_the_first_ones():
    found, driven = wrong(
        device("a", "led.onbon", address=1),
        device("b", "led.palh", address=2),
        device("c", "led.palh", address=3, baud=4800),
    )
    assert driven == ["a"] and [id for id, _ in found] == ["b", "c"]
    for _, words in found:
        assert "the port of 'a' (led.onbon)" in words and "give it its own line" in words


@pytest.mark.parametrize(("first", "second"), [(9600, 4800), (0, 4800), (4800, 0)])
def test_one_line_has_one_speed(first, second):
    parts = device("a", "led.palh", address=1, baud=first), device("b", "led.palh", address=2, baud=second)
    ((id, words),), driven = wrong(*parts)
    assert (id, driven) == ("b", ["a"])
    assert f"would be {second or 9600} baud, the other {first or 9600}" in words and "'a'" in words


def test_the_usual_speed_said_or_unsaid_is_one_speed():
    assert wrong(device("a", "led.palh", address=1), device("b", "led.palh", address=2, baud=9600))[0] == []


def test_behind_a_network_address_the_line_has_its_own_speed():
    port = "tcp:10.0.0.9:5005"
    assert wrong(device("a", "led.palh", port, 1), device("b", "led.yinda", port, 2))[0] == []


STRIPS = ("led.palh", "led.zhongyi", "led.yinda", "led.yongtai", "led.template")
DESKS = ("caller.ff68", "evaluator.ff68", "caller+evaluator.ff68")
TOGETHER = {frozenset(pair) for some in (STRIPS, DESKS) for pair in combinations(some, 2)}
BUSES = {*STRIPS, *DESKS, "led.onbon", "led.ruize", "sensor.modbus"}


def test_the_makes_that_share_a_line_are_those_of_the_manual():
    port = "slip"  # a name that any of them can have
    for one in DRIVERS:
        for other in DRIVERS:
            found, _ = wrong(device("a", one, port, 1, 9600), device("b", other, port, 2, 9600))
            shared = not [words for _, words in found if "the port of 'a'" in words]
            meant = (one == other and one in BUSES) or frozenset((one, other)) in TOGETHER
            assert shared == meant, (one, other, found)


def test_who_is_no_bus_has_its_port_for_itself():
    ((id, words),), driven = wrong(device("p", "printer.escpos"), device("c", "card.sdt", address=2))
    assert (id, driven) == ("c", ["p"])
    assert words == (
        "c: card.sdt on '/dev/ttyUSB0', the port of 'p' (printer.escpos): card.sdt is no bus and has its port for "
        "itself; give it its own port"
    )


def test_why_ruize_strips_are_alone():
    """A text for another make's panel 1 tells Ruize's panel 61 to clear itself."""
    text = gb_text.shown("请到T区1号窗口", led_palh.MAX_TEXT)
    wire = bytearray(led_palh.encode(led_palh.Instant(1, text)))
    heard = []
    while (frame := led_ruize.decode(wire)) is not None:
        heard.append(frame)
    assert led_ruize.Frame(61, led_ruize.CLEAR) in heard


def test_every_fault_of_a_device_is_told_at_once():
    bad = msgspec.structs.replace(device("d", "led.palh", "tcp:nowhere"), options={"widht": 3, "acks": "no"})
    found, driven = wrong(bad)
    words = " ".join(text for _, text in found)
    assert driven == [] and len(found) == 2
    for said in ("'widht' is not known", "'acks' must be bool", "tcp:HOST:NUMBER", "docs/devices.md"):
        assert said in words


def test_a_wrong_device_does_not_hold_the_line():
    found, driven = wrong(device("x", "led.acme", address=1), device("b", "led.palh", address=2))
    assert driven == ["b"] and [id for id, _ in found] == ["x"]


def test_a_camera_of_a_ticket_machine_belongs_to_a_process_of_its_own():
    eye = device("k.eye", "eye.camera", "/dev/video0", host="eyes", kiosk="k")
    assert misfits(config(eye), HERE) == []
    (one,) = misfits(config(eye, device("p", "printer.escpos", host="eyes")), HERE)
    assert one.device == "k.eye" and "drives other devices" in one.what and "eye-k" in one.do


def test_a_voice_that_cannot_call_a_window_is_told_and_driven():
    hall = config(device("v", "voice.wav", "var/a", zone="A"))
    hall = msgspec.structs.replace(hall, windows=(msgspec.structs.replace(hall.windows[0], number="综合1"),))
    (one,) = misfits(hall, HERE)
    assert one.device == "v" and "综合1" in one.what and one.do
    assert [part.id for part, _ in fit(hall.devices, HERE)[0]] == ["v"]
