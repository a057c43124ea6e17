"""Yongtai frames: no check, so only their form says that they are whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import led_yongtai as yongtai
from devices.codecs.codec import Damaged
from tests.devices.codecs.panels import stands

QING_3 = bytes.fromhex("AA 55 08 02 F8 21 00 C7 EB 33 00")
frames = st.builds(
    yongtai.Frame,
    st.integers(0, 255),
    st.text("请号到窗口啊 A0123456789~", max_size=60).map(lambda text: text.encode("gb2312")),
)


def test_a_text():
    frame = yongtai.Frame(2, "请3".encode("gb2312"))
    assert yongtai.encode(frame) == QING_3
    assert yongtai.decode(bytearray(QING_3)) == frame


@pytest.mark.parametrize("hex_text", ["AA 55 07 02 F8 21 00 C7 EB 33", "AA 55 08 02 F8 21 00 C7 33 33 00"])
def test_a_body_without_end_or_text_is_damaged(hex_text):
    assert isinstance(yongtai.decode(bytearray.fromhex(hex_text)), Damaged)


@pytest.mark.parametrize(
    "frame",
    [
        yongtai.Frame(-1, b""),
        yongtai.Frame(1, b"\x00"),
        yongtai.Frame(1, b"\xc7"),
        yongtai.Frame(1, b"x" * 201),
    ],
)
def test_what_the_wire_cannot_carry_is_refused(frame):
    with pytest.raises(ValueError, match=r"0 to 255|control characters"):
        yongtai.encode(frame)


@example(yongtai.Frame(1, b"x" * 200), b"noise")
@given(frames, st.binary(max_size=20).filter(lambda noise: 0xAA not in noise))
def test_frames_stand_the_line(frame, noise):
    stands(yongtai, frame, noise, longest=8 + yongtai.MAX_TEXT)


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while yongtai.decode(buffer) is not None:
            pass
        assert len(buffer) <= 8 + yongtai.MAX_TEXT
