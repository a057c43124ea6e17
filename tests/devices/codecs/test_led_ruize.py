"""Ruize frames against the maker's printed one; the highest bit finds the next frame."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import led_ruize as ruize
from devices.codecs.codec import Damaged
from tests.devices.codecs.panels import all_of, stands

DOCUMENT = bytes.fromhex(
    "AA C2 44 0C 07 0E 0B 30 30 30 35 0B 0A 0C 05 0B 09 0C 0B 0B 0F 0C 0D 0B 05 0B 0D 30 31 0B 0A 0C 05 0B 09 0F 01"
    "0C 0C 0A 08 0B 00 0E 0C 0C 00 0E 0D 1A"
)
ASK_170 = bytes.fromhex("AA C2 48")
han_and_ascii = st.text("请号到窗口啊齄 A0123456789;~", max_size=40).map(lambda text: text.encode("gb2312"))
frames = st.one_of(
    st.builds(ruize.Frame, st.integers(0, 4095), st.just(ruize.SHOW), han_and_ascii),
    st.builds(
        ruize.Frame,
        st.integers(0, 4095),
        st.just(ruize.KEEP),
        st.text("请号到Ａ０").map(lambda t: t.encode("gb2312")),
    ),
    st.builds(
        ruize.Frame,
        st.integers(0, 4095),
        st.just(ruize.COLOURS),
        st.lists(st.integers(1, 3), max_size=80).map(bytes),
    ),
    st.builds(
        ruize.Frame, st.integers(0, 4095), st.sampled_from((ruize.ASK, ruize.CLEAR, ruize.STOP_BLINKING))
    ),
)


def test_the_documents_frame():
    frame = ruize.Frame(170, ruize.SHOW, "请0005号顾客到01号柜台办理".encode("gb2312"))
    assert ruize.encode(frame) == DOCUMENT
    assert ruize.decode(bytearray(DOCUMENT)) == frame


def test_the_question_and_its_answer_of_one_byte():
    assert ruize.encode(ruize.Frame(170, ruize.ASK)) == ASK_170
    assert all_of(ruize.decode, ASK_170 + b"\x3b") == [ruize.Frame(170, ruize.ASK), ruize.Alive()]
    assert ruize.encode(ruize.Alive()) == b"\x3b"


def test_a_semicolon_in_a_text_is_no_answer():
    frame = ruize.Frame(3, ruize.SHOW, b"A;B")
    assert all_of(ruize.decode, ruize.encode(frame), 1) == [frame]


def test_the_second_address_byte_may_be_missing():
    assert ruize.decode(bytearray(b"\x83H")) == ruize.Frame(3, ruize.ASK)
    assert ruize.decode(bytearray(b"\x83\xc0H")) == ruize.Frame(3, ruize.ASK)


def test_two_colours_for_every_byte_of_the_text():
    assert ruize.colours_of("请3".encode("gb2312"), ruize.GREEN) == bytes((2,)) * 6


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (ruize.Frame(4096, ruize.ASK), "0 to 4095"),
        (ruize.Frame(1, ruize.SHOW, b"\x1a"), "control"),
        (ruize.Frame(1, ruize.SHOW, b"\xc7"), "GB2312"),
        (ruize.Frame(1, ruize.SHOW, b"x" * 201), "at most 200"),
        (ruize.Frame(1, ruize.COLOURS, b"\x04"), "1 red"),
        (ruize.Frame(1, ruize.KEEP, b"A0"), "two-byte characters only"),
        (ruize.Frame(1, ruize.CLEAR, b"A"), "takes no data"),
    ],
)
def test_what_the_wire_cannot_carry_is_refused(frame, words):
    with pytest.raises(ValueError, match=words):
        ruize.encode(frame)


@pytest.mark.parametrize(
    "hex_text", ["83 C0 44 0C 07 0E 1A", "83 C0 44 10 1A", "83 C0 43 04 1A", "83 C0 57 21 1A"]
)
def test_a_body_that_means_nothing_is_damaged(hex_text):
    assert isinstance(ruize.decode(bytearray.fromhex(hex_text)), Damaged)


@example(ruize.Frame(1, ruize.SHOW, "王".encode("gb2312") * 100), b"noise")
@given(frames, st.binary(max_size=20).map(lambda noise: bytes(b & 0x7F for b in noise).replace(b";", b"")))
def test_frames_stand_the_line(frame, noise):
    stands(ruize, frame, noise, longest=ruize.LONGEST)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while ruize.decode(buffer) is not None:
            pass
        assert len(buffer) <= ruize.LONGEST
