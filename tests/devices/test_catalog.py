"""The tables of the makes: every make of the manual has its driver, and every byte line its codec."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.catalog import CODECS, DRIVERS, find
from devices.codecs import (
    caller_ff68,
    card_sdt,
    card_social,
    escpos_status,
    led_onbon,
    led_palh,
    led_ruize,
    led_yinda,
    led_yongtai,
    led_zhongyi,
    scan_wedge,
    sensor_modbus,
    voice_syn6288,
    voice_xfs5152,
)
from tests.devices.layouts import LAYOUTS

# Bytes of each make and the frame they are; docs/devices.md shows the same bytes.
WORKED = {
    "printer.escpos": ("16", escpos_status.StatusByte(0x16)),
    "led.onbon": (
        "A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A",
        led_onbon.Frame(bytes.fromhex("A2 00 01 00 00"), dst=1),
    ),
    "led.palh": ("A0 07 28 03 01 0C 22 03 42 42 FF", led_palh.call(3, 1234, 3, "B")),
    "led.ruize": (
        (
            "AA C2 44 0C 07 0E 0B 30 30 30 35 0B 0A 0C 05 0B 09 0C 0B 0B 0F 0C 0D 0B 05 0B 0D 30 31 0B 0A 0C 05 0B"
            " 09 0F 01 0C 0C 0A 08 0B 00 0E 0C 0C 00 0E 0D 1A"
        ),
        led_ruize.Frame(170, led_ruize.SHOW, "请0005号顾客到01号柜台办理".encode("gb2312")),
    ),
    "led.zhongyi": (
        "A0 90 02 A5 00 05 C7 EB 01 33 01 BD",
        led_zhongyi.show(2, "请3".encode("gb2312"), led_zhongyi.GREEN),
    ),
    "led.yinda": (
        "02 FE 0F 07 86 3C 00 05 00 C7 EB 33 00 30 57",
        led_yinda.Frame(2, "请3".encode("gb2312"), 7),
    ),
    "led.yongtai": ("AA 55 08 02 F8 21 00 C7 EB 33 00", led_yongtai.Frame(2, "请3".encode("gb2312"))),
    "card.sdt": ("AA AA AA 96 69 00 03 20 01 22", card_sdt.command_packet(card_sdt.FIND)),
    "card.social": (
        "00 14 00 A4 04 00 0F 73 78 31 2E 73 68 2E C9 E7 BB E1 B1 A3 D5 CF",
        card_social.SELECT_ENVIRONMENT,
    ),
    "scan.line": ("48 41 4C 4C 31 0D", "HALL1"),
    "sensor.modbus": (
        "01 03 00 00 00 02 C4 0B",
        sensor_modbus.Ask(1, sensor_modbus.Table.HOLDING, 0, 2),
    ),
    "buttons.input": (
        "01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 01 00 02 00 01 00 00 00",
        scan_wedge.Event(scan_wedge.KEY, 2, scan_wedge.DOWN, 1_000_002),
    ),
    "scan.wedge": (
        "01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 01 00 23 00 01 00 00 00",
        scan_wedge.Event(scan_wedge.KEY, 35, scan_wedge.DOWN, 1_000_002),
    ),
    "caller.ff68": ("FF 68 03 03 68 01 01 0C 0E 16", caller_ff68.Frame(1, caller_ff68.KEY, b"\x0c")),
    "evaluator.ff68": ("FF 68 03 03 68 01 11 02 14 16", caller_ff68.Frame(1, caller_ff68.RESULT, b"\x02")),
    "caller+evaluator.ff68": (
        "FF 68 08 08 68 01 02 0A 0A 07 00 02 03 23 16",
        caller_ff68.show(1, 7, 23),
    ),
    "voice.syn6288": (
        "FD 00 0B 01 00 D3 EE D2 F4 CC EC CF C2 C1",
        voice_syn6288.Speak("宇音天下".encode("gb2312")),
    ),
    "voice.xfs5152ce": (
        "FD 00 0A 01 00 BF C6 B4 F3 D1 B6 B7 C9",
        voice_xfs5152.Speak("科大讯飞".encode("gb2312")),
    ),
}


def test_every_make_of_the_manual_has_a_driver(root: Path):
    manual = (root / "docs/devices.md").read_text("utf-8")
    for make in DRIVERS:
        assert f"| `{make}` |" in manual


def test_every_make_on_a_byte_line_has_a_codec():
    """A template's codec is the configuration's."""
    assert {*CODECS, "led.template"} == {name for name, make in DRIVERS.items() if make.on_line}


def test_the_layouts_of_the_manual_are_the_tested_ones(root):
    manual = (root / "docs/devices.md").read_text("utf-8")
    for vendor in LAYOUTS.values():
        assert f'frame = "{vendor["frame"]}"' in manual


@pytest.mark.parametrize("make", CODECS)
def test_the_worked_frame_of_the_manual(make, root):
    hex_text, frame = WORKED[make]
    assert hex_text in " ".join((root / "docs/devices.md").read_text("utf-8").split())
    assert CODECS[make].encode(frame) == bytes.fromhex(hex_text)
    assert CODECS[make].decode(bytearray.fromhex(hex_text)) == frame


@pytest.mark.parametrize("make", CODECS)
@given(data=st.lists(st.binary(max_size=100), max_size=20))
def test_any_bytes_end_and_give_no_damaged_frame(make, data):
    buffer = bytearray()
    for piece in data:
        buffer += piece
        while (frame := CODECS[make].decode(buffer)) is not None:
            assert type(frame).__name__ != "Damaged"
        assert len(buffer) <= 5000


def test_a_file_of_an_option_is_meant_from_the_folder_of_the_configuration(tmp_path):
    (tmp_path / "slips").mkdir()
    (tmp_path / "slips/own.toml").write_text('[[row]]\ntext = "{number}"\n', "utf-8")
    assert find("printer.escpos").drive("p", 0, {"layout": "slips/own.toml"}, tmp_path)
    with pytest.raises(ValueError, match=r"slips/mine\.toml: No such file"):
        find("printer.escpos").drive("p", 0, {"layout": "slips/mine.toml"}, tmp_path)
