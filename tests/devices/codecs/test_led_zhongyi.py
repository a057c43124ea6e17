"""Zhongyi frames: a colour after every character, answers that look like the beginning of a text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import led_zhongyi as zhongyi
from devices.codecs.codec import Damaged
from tests.devices.codecs.panels import all_of, stands

QING_3 = bytes.fromhex("A0 90 02 A5 00 05 C7 EB 01 33 01 BD")
texts = st.builds(
    lambda address, cells: zhongyi.Show(
        address, "".join(char for char, _ in cells).encode("gb2312"), bytes(colour for _, colour in cells)
    ),
    st.integers(0, 255),
    st.lists(st.tuples(st.sampled_from("请号到窗口啊 A0~"), st.integers(0, 2)), max_size=60),
)
frames = texts | st.builds(zhongyi.Answer, st.integers(0, 255), st.booleans())


def test_the_frame_of_the_manual():
    frame = zhongyi.show(2, "请3".encode("gb2312"), zhongyi.GREEN)
    assert zhongyi.encode(frame) == QING_3
    assert zhongyi.decode(bytearray(QING_3)) == frame


def test_done_and_refused():
    for byte, done in ((0xAA, True), (0x55, False)):
        raw = bytes((0xA0, 0x90, 2, 0xA5, byte))
        assert zhongyi.decode(bytearray(raw)) == zhongyi.Answer(2, done)
        assert zhongyi.encode(zhongyi.Answer(2, done)) == raw


def test_every_flipped_bit_of_a_text_is_noticed_or_harmless():
    for position in range(len(QING_3)):
        for bit in range(8):
            raw = bytearray(QING_3)
            raw[position] ^= 1 << bit
            assert not [f for f in all_of(zhongyi.decode, bytes(raw)) if isinstance(f, zhongyi.Show)]


@pytest.mark.parametrize("data", ["C7 EB", "C7 01", "33 03", "C7 EB 01 33"])
def test_data_that_does_not_alternate_is_damaged(data):
    body = bytes((2, 0xA5, 0, len(bytes.fromhex(data)))) + bytes.fromhex(data)
    check = 0
    for byte in body:
        check ^= byte
    assert isinstance(zhongyi.decode(bytearray(b"\xa0\x90" + body + bytes((check,)))), Damaged)


@pytest.mark.parametrize(
    "frame",
    [
        zhongyi.Answer(256, True),
        zhongyi.Show(1, b"A", b""),
        zhongyi.Show(1, b"A", b"\x03"),
        zhongyi.Show(1, b"\xc7", b"\x00"),
        zhongyi.Show(1, b"x" * 201, bytes(201)),
    ],
)
def test_what_the_wire_cannot_carry_is_refused(frame):
    with pytest.raises(ValueError, match=r"0 to 255|GB2312|at most 200"):
        zhongyi.encode(frame)


@example(zhongyi.show(1, b"x" * 200, 1), b"noise")
@given(frames, st.binary(max_size=20).filter(lambda noise: 0xA0 not in noise))
def test_frames_stand_the_line(frame, noise):
    stands(zhongyi, frame, noise, longest=zhongyi.MAX_DATA + 7)


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while zhongyi.decode(buffer) is not None:
            pass
        assert len(buffer) <= zhongyi.MAX_DATA + 7
