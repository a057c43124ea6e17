"""Pretend devices are fed anything: they live, stay small, and do their work afterwards."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codecs import card_sdt as sdt
from devices.codecs import led_onbon as led
from devices.codecs import led_onbon_messages as messages
from devices.codecs import led_palh as palh
from devices.codecs import sensor_modbus as modbus
from devices.simulator._led_picture import Panel, draw_panel, glyph_lines
from devices.simulator.card_reader import CardReader
from devices.simulator.panel_onbon import OnbonPanel
from devices.simulator.panel_strip import CARDS, Strip
from devices.simulator.printer import BUFFER, Printer
from devices.simulator.sensor import USUAL, Sensors, Unit

ASK = modbus.Ask(2, modbus.Table.HOLDING, 0, 2)
pieces = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        (b"\x1b", b"\x1d", b"\x1c", b"\x10", b"\x1d(", b"\x1dv0\x00", b"\x1b*\x21", b"\x1dk", b"\x1dV")
    ),
    st.sampled_from(
        (b"\x1b@", b"\n", b"\x1dV\x00", b"\x1d(k\x03\x001Q0", b"\x1d(L\x02\x0002", "请A012号".encode("gbk"))
    ),
)


@settings(max_examples=60)
@given(st.lists(pieces, max_size=40))
def test_a_printer_obeys_anything(parts):
    printer = Printer(80, None, 60_000, 0)
    for part in parts:
        printer.hear(part)
    assert len(printer._pending) <= BUFFER
    printer.state()


def test_a_picture_that_never_ends_does_not_block_the_printer_for_ever():
    printer = Printer(80, None, 60_000, 0)
    printer.hear(b"\x1dv0\x00\xff\xff\xff\xff")
    for _ in range(20):
        printer.hear(b"\xff" * 10_000)
    printer.hear(b"\x1b@")
    printer.hear(b"hello\n")
    assert "hello" in "".join(printer.state()["uncut"])


def test_a_code_that_is_too_long_is_not_printed():
    printer = Printer(80, None, 60_000, 0)
    text = b"x" * 8000
    size = (len(text) + 3).to_bytes(2, "little")
    printer.hear(b"\x1d(k" + size + b"1P0" + text + b"\x1d(k\x03\x001Q0" + b"after\n")
    state = printer.state()
    assert state["uncut"] == ["after"]
    assert any("failed" in name for name in state["unknown"])


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=80), max_size=20), st.integers(0, 255), st.binary(max_size=60))
def test_a_panel_obeys_anything(parts, command, params):
    panel = OnbonPanel(1, Panel(64, 16), False, 5, 1024)
    sent = []
    panel.send = sent.append
    for part in parts:
        panel.hear(part)
    for group in (0xA1, 0xA2, 0xA3, 0xA4):
        panel.hear(led.encode(led.Frame(messages.request_bytes(messages.Request(group, command, params)))))
    panel.tick(time.monotonic())
    panel.state()
    assert len(sent) >= 4


@settings(max_examples=40)
@given(
    st.binary(max_size=60),
    st.integers(0, 300),
    st.integers(0, 80),
    st.integers(0, 15),
    st.sampled_from((1, 2)),
)
def test_any_text_can_be_drawn(text, width, height, align, mode):
    area = messages.Area(text, width, height, align=align, single_line=mode, new_line=mode)
    glyph_lines(text)
    draw_panel(Panel(64, 16), [area], 5, None)


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=80), max_size=20))
def test_a_card_reader_obeys_anything(parts):
    reader = CardReader()
    sent = []
    reader.send = sent.append
    for part in parts:
        reader.hear(part)
        reader.hear(sdt.PREAMBLE + part)
    before = len(sent)
    reader.hear(bytes(3000))
    reader.hear(sdt.encode(sdt.command_packet(sdt.FIND)))
    assert len(sent) > before


@pytest.mark.parametrize("number", ["", "999", "99999919900307461Z"])
def test_wrong_cards_are_refused(number):
    reader = CardReader()
    with pytest.raises((ValueError, TypeError)):
        reader.obey({"do": "lay", "number": number + "x" * 40, "kind": "resident", "name": "测"})


@pytest.mark.parametrize("make", CARDS)
@settings(max_examples=80)
@given(st.lists(st.binary(max_size=60), max_size=10), st.binary(max_size=30), st.integers(0, 255))
def test_a_strip_obeys_and_draws_anything(make, parts, body, command):
    strip = Strip(CARDS[make](), 3, Panel(64, 16, "dual"))
    strip.send = lambda data: None
    text = bytes(byte for byte in body if byte != 0xFF)
    for part in parts:
        strip.hear(part)
    strip.hear(palh.encode(palh.Instant(3, text, colour=command % 5)))
    strip.hear(palh.encode(palh.Standard(command, 3, body[:14])))
    strip.hear(palh.encode(palh.Standard(palh.STRIP, 3, body[:14])))
    strip.hear(b"\x83\xc0W" + text + b"\x1a\x83\xc0D" + text + b"\x1a\x83C\x04\x1a")
    strip.state()
    strip.picture()


@given(st.lists(st.one_of(st.binary(max_size=60), st.just(modbus.encode(ASK))), max_size=20))
def test_sensors_live_through_anything(parts):
    said = []
    sensors = Sensors({1: Unit(USUAL), 2: Unit(USUAL)})
    sensors.send = said.append
    for part in parts:
        sensors.hear(part)
    assert len(sensors._buffer) <= 255
    said.clear()
    sensors.hear(bytes(300) + modbus.encode(ASK))
    assert modbus.decode(bytearray(b"".join(said[-1:]))).words == (450, 210)
