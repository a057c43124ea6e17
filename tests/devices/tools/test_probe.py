"""`hall devices probe` does no harm: a printer that answers prints nothing, and no make minds another's questions."""

import argparse

import pytest

from devices.ports.memory import null_modem
from devices.simulator._led_picture import Panel
from devices.simulator.card_reader import CardReader
from devices.simulator.control import Program
from devices.simulator.panel_onbon import OnbonPanel
from devices.simulator.panel_strip import CARDS, Strip
from devices.simulator.voice_module import MAKES, VoiceModule
from devices.tools import probe
from hall.__main__ import main

ALL = list(probe.questions(range(1, 17)))


@pytest.fixture
def printer(tmp_path):
    with Program("printer", "tcp:127.0.0.1:0", "--picture-dir", str(tmp_path)) as program:
        yield program


def test_a_printer_behind_a_network_address_is_found_and_prints_nothing(printer, capsys):
    before = printer.ask("state")
    assert main(["devices", "probe", printer.port]) == 0
    out = capsys.readouterr().out
    assert "printer.escpos answers: " in out and "baud" not in out, "nobody knows the baud rate behind it"
    after = printer.ask("state")
    assert after["heard_bytes"] == 3, "it was asked DLE EOT 1 and nothing else"
    assert after["left_mm"] == before["left_mm"] and after["uncut"] == before["uncut"] == []
    assert printer.ask("slips")["slips"] == []


@pytest.fixture
def asked(monkeypatch):
    """What is asked at which baud rate on a port where nobody answers but who is in `there`."""
    monkeypatch.setattr(probe, "port_for", lambda address, baud: null_modem()[0])

    def at(port, there=(), all=False):
        heard = []

        def answers(options, port, question, baud, wait_s):
            heard.append((question.make, baud))
            return [probe.Answer(question, baud, 0, None)] if (question.make, baud) in there else []

        monkeypatch.setattr(probe, "answers", answers)
        probe.probe(argparse.Namespace(port=port, baud=0, all=all), ALL)
        return heard

    return at


def test_a_printer_of_any_speed_is_found_before_anybody_else_is_asked(asked):
    rates = [("printer.escpos", baud) for baud in (115200, 38400, 19200, 9600)]
    assert asked("/dev/ttyUSB0", there=rates[3:]) == rates
    assert {make for make, _ in asked("/dev/ttyUSB0", there=rates[3:], all=True)} == {q.make for q in ALL}


def test_a_port_for_printers_alone_hears_no_other_questions(asked):
    for port in ("usb:04b8:0202", "lp:/dev/printer", "/dev/usb/lp0"):
        assert {make for make, _ in asked(port, all=True)} == {"printer.escpos"}


def test_the_questions_come_in_the_order_of_least_harm():
    makes = list(dict.fromkeys(question.make for question in ALL))
    assert [question.make for question in ALL] == [m for m in makes for q in ALL if q.make == m], "in one go"
    assert makes[0] == "printer.escpos" and ALL[0].sends == bytes((0x10, 0x04, 1))
    sending = [question.make for question in ALL if question.sends]
    assert sending[-1] == "led.ruize" and makes[-2:] == ["caller.ff68", "scan.line"]


def test_the_first_make_is_asked_to_its_last_address_and_no_other_make(tmp_path, capsys):
    with Program(
        "panel_strip", "tcp:127.0.0.1:0", "--make", "palh", "--address", "2", "--panels", "2"
    ) as line:
        assert main(["devices", "probe", line.port, "--addresses", "2-4"]) == 0
    out = capsys.readouterr().out
    assert "led.palh answers, address 2" in out and "led.palh answers, address 3" in out
    assert "ruize" not in out and "modbus" not in out


STRIPS = [Strip(card(), address, Panel(160, 16)) for card in CARDS.values() for address in range(1, 64)]


@pytest.mark.parametrize("device", STRIPS[::9], ids=lambda one: f"{type(one._card).__name__}-{one.address}")
def test_a_strip_minds_no_question(device):
    device.send = lambda data: None
    device.text = "A001"
    for question in ALL:
        device.hear(question.sends)
    assert (device.text, device.state()["draws"]) == ("A001", 0)


def test_no_other_pretend_device_minds_a_question():
    panel = OnbonPanel(3, Panel(64, 16), False, 5, 1024)
    reader, voices = CardReader(), [VoiceModule(make, 250, 1.0) for make in MAKES.values()]
    for device in (panel, reader, *voices):
        device.send = lambda data: None
        before = device.state()
        for question in ALL:
            device.hear(question.sends)
        for key in {"areas", "on", "brightness", "draws", "spoken", "asleep", "finds", "reads"} & set(before):
            assert device.state()[key] == before[key]
