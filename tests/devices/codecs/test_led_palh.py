"""PALH frames against the document's examples and the two readings of its checks."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import led_palh as palh
from devices.codecs.codec import Damaged
from tests.devices.codecs.panels import all_of, stands

B1234 = bytes.fromhex("A0 07 28 03 01 0C 22 03 42 42 FF")
ACK_3 = bytes.fromhex("A0 03 14 03 50 06 FF")
ASK_3 = bytes.fromhex("A0 03 98 03 50 26 FF")
CALL_TEXT = bytes.fromhex("AA 01 BB 51 54 0A 01 00 00 02 63 C7 EB 41 30 30 31 B5 BD 33 BA C5 B4 B0 BF DA FF")


def test_the_documents_ticket():
    frame = palh.call(3, 1234, 3, "B")
    assert palh.encode(frame) == B1234
    assert palh.decode(bytearray(B1234)) == frame


def test_the_documents_acknowledgement():
    assert palh.encode(palh.acknowledgement(3)) == ACK_3
    assert palh.decode(bytearray(ACK_3)) == palh.Standard(palh.ACK, 3, b"\x50")


def test_the_text_of_a_call():
    text = "请A001到3号窗口".encode("gb2312")
    frame = palh.Instant(1, text, mode=1, colour=palh.YELLOW)
    assert palh.encode(frame) == CALL_TEXT
    assert palh.decode(bytearray(CALL_TEXT)) == frame


def test_the_two_readings_of_a_check_differ_above_255_only():
    reply = palh.Standard(palh.VERSION, 3, bytes((palh.ASK, 0xA1, 0x15)))
    body = sum((5, 0x98, 3, 0x50, 0xA1, 0x15))
    assert body > 255
    assert palh.Palh(low_byte_first=True).encode(reply)[-2] == (body & 255) % 100
    assert palh.Palh(low_byte_first=False).encode(reply)[-2] == body % 100
    assert {palh.Palh(low_byte_first=way).encode(palh.version(3)) for way in (True, False)} == {ASK_3}


def test_the_tail_counts_in_an_instant_check_or_not():
    frame = palh.Instant(1, b"A")
    counted, not_counted = (palh.Palh(tail_in_sum=way).encode(frame)[5] for way in (True, False))
    assert (not_counted - 1) % 256 == counted
    assert isinstance(palh.decode(bytearray(palh.Palh(tail_in_sum=False).encode(frame))), Damaged)


@pytest.mark.parametrize("address", [-1, 255])
def test_an_address_that_does_not_exist_is_refused(address):
    with pytest.raises(ValueError, match="0 to 254"):
        palh.encode(palh.version(address))


def test_a_text_with_the_tail_in_it_or_too_long_is_refused():
    for text in (b"\xff", b"x" * 201):
        with pytest.raises(ValueError, match="FF is not among them"):
            palh.encode(palh.Instant(1, text))


def test_noise_that_begins_like_a_frame_does_not_hold_up_the_real_one():
    assert all_of(palh.decode, b"\xa0\x10\x01" + ACK_3) == [palh.acknowledgement(3)]
    assert all_of(palh.decode, b"\xaa\x01\xbb" + ACK_3) == [palh.acknowledgement(3)]


def test_every_flipped_bit_of_an_answer_is_noticed_or_harmless():
    for position in range(len(ACK_3)):
        for bit in range(8):
            raw = bytearray(ACK_3)
            raw[position] ^= 1 << bit
            assert palh.acknowledgement(3) not in all_of(palh.decode, bytes(raw)), (position, bit)


def test_half_a_frame_whose_check_fits_the_next_by_chance():
    frame = palh.Instant(253, b"13\xb5\xbd", palh.WHOLE_SCREEN, mode=0, life=41)
    raw = palh.encode(frame)
    assert all_of(palh.decode, raw[:-1] + raw) == [frame]


frames = st.one_of(
    st.builds(palh.Standard, st.integers(0, 255), st.integers(0, 254), st.binary(max_size=14)),
    st.builds(
        palh.Instant,
        st.integers(0, 254),
        st.text("请号到窗口 A0123456789", max_size=30).map(lambda text: text.encode("gb2312")),
        st.sampled_from((palh.LINE, palh.WHOLE_SCREEN)),
        st.integers(0, 11),
        st.integers(0, 7),
        st.integers(0, 99),
        st.integers(0, 2),
        st.integers(0, 99),
    ),
)


@example(palh.Instant(1, b"x" * 200), b"noise")
@given(frames, st.binary(max_size=20).filter(lambda noise: not {0xA0, 0xAA} & set(noise)))
def test_frames_stand_the_line(frame, noise):
    stands(palh, frame, noise, longest=230)


@given(st.lists(st.binary(max_size=120), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while palh.decode(buffer) is not None:
            pass
        assert len(buffer) <= 230
