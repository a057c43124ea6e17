"""Yinda frames: length over everything, CRC-CCITT, two kinds of screen."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import led_yinda as yinda
from tests.devices.codecs.panels import all_of, stands

QING_3 = bytes.fromhex("02 FE 0F 07 86 3C 00 05 00 C7 EB 33 00 30 57")
BIG = bytes.fromhex("80 FE 0C 00 8C 00 C7 EB 33 00 AF D1")
frames = st.builds(
    yinda.Frame,
    st.integers(0, 255),
    st.text("请号到窗口啊 A0123456789~", max_size=60).map(lambda text: text.encode("gb2312")),
    st.integers(0, 255),
    st.booleans(),
)


def test_the_crc_is_the_one_the_world_calls_xmodem():
    assert yinda.crc_ccitt(b"123456789") == 0x31C3


@pytest.mark.parametrize(
    ("raw", "frame"),
    [
        (QING_3, yinda.Frame(2, "请3".encode("gb2312"), 7)),
        (BIG, yinda.Frame(128, "请3".encode("gb2312"), big=True)),
    ],
)
def test_a_strip_and_a_big_screen(raw, frame):
    assert yinda.encode(frame) == raw
    assert yinda.decode(bytearray(raw)) == frame


def test_every_flipped_bit_is_noticed():
    for position in range(len(QING_3)):
        for bit in range(8):
            raw = bytearray(QING_3)
            raw[position] ^= 1 << bit
            assert all_of(yinda.decode, bytes(raw)) == []


@pytest.mark.parametrize(
    "frame", [yinda.Frame(256, b""), yinda.Frame(1, b"A\x00"), yinda.Frame(1, b"x" * 201)]
)
def test_what_the_wire_cannot_carry_is_refused(frame):
    with pytest.raises(ValueError, match=r"0 to 255|zero is not"):
        yinda.encode(frame)


@example(yinda.Frame(1, b"x" * 200), b"noise")
@given(frames, st.binary(max_size=20).filter(lambda noise: 0xFE not in noise))
def test_frames_stand_the_line(frame, noise):
    stands(yinda, frame, noise, longest=12 + yinda.MAX_TEXT)


@given(st.lists(st.binary(max_size=200) | st.just(b"\xfe\xfe"), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while yinda.decode(buffer) is not None:
            pass
        assert len(buffer) <= 12 + yinda.MAX_TEXT
