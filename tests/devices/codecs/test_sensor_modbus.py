"""Modbus frames of both sides, told apart by length and check alone, and numbers in registers."""

import math

import minimalmodbus
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import sensor_modbus as modbus
from devices.codecs.codec import Damaged
from devices.codecs.sensor_modbus import Answer, Ask, Refusal, Table
from tests.devices.codecs.panels import all_of, stands

LONGEST = 255
WORKED = [  # the manual's pair, and an exception
    ("01 03 00 00 00 02 C4 0B", Ask(1, Table.HOLDING, 0, 2)),
    ("01 03 04 02 92 FF 9B 5A 3D", Answer(1, Table.HOLDING, (658, 0xFF9B))),
    ("0A 84 02 B3 03", Refusal(10, Table.INPUT, 2)),
]
units, tables = st.integers(1, 247), st.sampled_from(Table)
asks = st.builds(
    lambda u, t, s, c: Ask(u, t, min(s, 65536 - c), c),
    units,
    tables,
    st.integers(0, 65535),
    st.integers(1, 125),
)
answers = st.builds(
    Answer, units, tables, st.lists(st.integers(0, 65535), min_size=1, max_size=125).map(tuple)
)
frames = asks | answers | st.builds(Refusal, units, tables, st.integers(1, 255))


@pytest.mark.parametrize(("raw", "frame"), WORKED)
def test_the_frames_of_the_manual(raw, frame):
    assert modbus.encode(frame) == bytes.fromhex(raw)
    assert modbus.decode(bytearray.fromhex(raw)) == frame


def test_question_and_answer_of_the_manual_in_a_row():
    raw = b"".join(bytes.fromhex(raw) for raw, _ in WORKED)
    assert all_of(modbus.decode, raw) == all_of(modbus.decode, raw, 1) == [frame for _, frame in WORKED]


@pytest.mark.parametrize(("raw", "frame"), WORKED)
def test_every_flipped_bit_is_noticed(raw, frame):
    for position in range(len(bytes.fromhex(raw))):
        for bit in range(8):
            data = bytearray.fromhex(raw)
            data[position] ^= 1 << bit
            assert all_of(modbus.decode, bytes(data)) == []


@given(frames)
def test_the_check_is_the_one_of_another_implementation(frame):
    raw = modbus.encode(frame)
    low_first = minimalmodbus._calculate_crc(raw[:-2])
    assert raw[-2:] == (low_first.to_bytes(2, "little") if isinstance(low_first, int) else low_first)


@example(Answer(1, Table.HOLDING, (0,) * 125), b"\x01\x03")
@given(frames, st.binary(max_size=20).filter(lambda noise: not {3, 4, 0x83, 0x84} & set(noise)))
def test_frames_stand_the_line(frame, noise):
    stands(modbus, frame, noise, longest=LONGEST)


def test_noise_that_seems_to_begin_a_long_answer_holds_up_nothing():
    """The framer of the library waits for 250 bytes here, and then throws the whole frame away with them."""
    raw = bytes.fromhex("01 03 FA") + modbus.encode(WORKED[1][1])
    assert all_of(modbus.decode, raw) == [WORKED[1][1]]


def test_a_damaged_frame_is_told_and_the_next_one_is_whole():
    bad = bytearray.fromhex(WORKED[1][0])
    bad[4] ^= 1
    buffer = bytearray(bad)
    assert isinstance(modbus.decode(buffer), Damaged)
    buffer += bytes.fromhex(WORKED[1][0])
    assert all_of(modbus.decode, bytes(buffer)) == [WORKED[1][1]]


@pytest.mark.parametrize(
    "frame",
    [
        Ask(0, Table.HOLDING, 0, 1),
        Ask(248, Table.HOLDING, 0, 1),
        Ask(1, Table.HOLDING, -1, 1),
        Ask(1, Table.HOLDING, 0, 126),
        Ask(1, Table.HOLDING, 65535, 2),
        Answer(1, Table.INPUT, ()),
        Answer(1, Table.INPUT, (65536,)),
        Refusal(1, Table.INPUT, 0),
    ],
)
def test_what_the_wire_cannot_carry_is_refused(frame):
    with pytest.raises(ValueError, match=r"exist|registers"):
        modbus.encode(frame)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while modbus.decode(buffer) is not None:
            pass
        assert len(buffer) <= LONGEST


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("int16", -101, (0xFF9B,)),
        ("uint16", 65435, (0xFF9B,)),
        ("int32", -2, (0xFFFF, 0xFFFE)),
        ("int32le", -2, (0xFFFE, 0xFFFF)),
        ("uint32", 70000, (1, 4464)),
        ("uint32le", 70000, (4464, 1)),
        ("float32", 25.5, (0x41CC, 0)),
        ("float32le", 25.5, (0, 0x41CC)),
    ],
)
def test_numbers_in_registers(kind, value, words):
    assert modbus.number(words, kind) == value
    assert modbus.words(value, kind) == words
    assert modbus.registers(kind) == len(words)


def test_a_float_may_be_no_number():
    assert math.isnan(modbus.number((0x7FC0, 0), "float32"))


@pytest.mark.parametrize(("kind", "value"), [("int16", 40000), ("uint16", -1), ("uint32", 2**33)])
def test_a_number_that_does_not_fit_is_refused(kind, value):
    with pytest.raises(ValueError, match="does not fit"):
        modbus.words(value, kind)
