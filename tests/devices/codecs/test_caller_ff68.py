"""Frames of callers and evaluators: whole, byte by byte, among noise; what the public program gets wrong."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import caller_ff68 as bus
from devices.codecs.caller_ff68 import Frame
from devices.codecs.codec import Damaged
from tests.devices.codecs.panels import all_of, stands

PRESS = bytes.fromhex("FF 68 03 03 68 01 01 0C 0E 16")
LONGEST = 7 + 2 + bus.MOST
frames = st.builds(Frame, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=bus.MOST))

WIRE = {
    "call": (PRESS, Frame(1, bus.KEY, b"\x0c")),
    "recall": (bytes.fromhex("FF 68 03 03 68 01 01 0D 0F 16"), Frame(1, bus.KEY, b"\x0d")),
    "start of a rating": (bytes.fromhex("FF 68 03 03 68 01 01 0B 0D 16"), bus.start_rating(1)),
    "pause": (bytes.fromhex("FF 68 03 03 68 01 01 12 14 16"), Frame(1, bus.KEY, b"\x12")),
    "transfer": (bytes.fromhex("FF 68 03 03 68 01 01 13 15 16"), Frame(1, bus.KEY, b"\x13")),
    "confirm": (bytes.fromhex("FF 68 03 03 68 01 01 0F 11 16"), Frame(1, bus.KEY, b"\x0f")),
    "give up": (bytes.fromhex("FF 68 04 04 68 01 01 06 0F 17 16"), Frame(1, bus.KEY, b"\x06\x0f")),
    "hang": (bytes.fromhex("FF 68 04 04 68 01 01 00 0F 11 16"), Frame(1, bus.KEY, b"\x00\x0f")),
    "call back": (bytes.fromhex("FF 68 04 04 68 01 01 03 0F 14 16"), Frame(1, bus.KEY, b"\x03\x0f")),
    "rating 2": (bytes.fromhex("FF 68 03 03 68 01 11 02 14 16"), Frame(1, bus.RESULT, b"\x02")),
    "rating 2 taken": (
        bytes.fromhex("FF 68 03 03 68 01 01 02 04 16"),
        bus.answer(Frame(1, bus.RESULT, b"\x02")),
    ),
    "ticket 023": (bytes.fromhex("FF 68 08 08 68 01 02 0A 0A 0A 00 02 03 26 16"), None),
    "7 wait, ticket 023": (bytes.fromhex("FF 68 08 08 68 01 02 0A 0A 07 00 02 03 23 16"), bus.show(1, 7, 23)),
    "five stars": (bytes.fromhex("FF 68 03 03 68 01 02 05 08 16"), Frame(1, bus.SHOW, bytes((bus.STARS,)))),
    "beep": (bytes.fromhex("FF 68 02 02 68 01 03 04 16"), Frame(1, bus.BEEP)),
}


@pytest.mark.parametrize("name", WIRE)
def test_every_frame_of_the_source_both_ways(name):
    raw, frame = WIRE[name]
    frame = frame or Frame(1, bus.SHOW, bytes.fromhex("0A 0A 0A 00 02 03"))
    assert bus.encode(frame) == raw
    assert bus.decode(bytearray(raw)) == frame


def test_the_answer_to_a_rating_differs_by_10_in_its_check():
    heard = Frame(9, bus.RESULT, b"\x03")
    asked, told = bus.encode(heard), bus.encode(bus.answer(heard))
    assert (asked[-2] - told[-2], told[6]) == (0x10, bus.KEY)
    assert bus.answer(Frame(9, bus.KEY, b"\x0c")) == Frame(9, bus.KEY, b"\x0c")


@pytest.mark.parametrize(
    ("waiting", "ticket", "shown"),
    [
        (0, None, "  0   "),
        (5, 7, "  5007"),
        (42, 0, " 42000"),
        (999, 999, "999999"),
        (1000, 1000, "999   "),
    ],
)
def test_six_digits_never_say_a_wrong_ticket(waiting, ticket, shown):
    assert bus.digits(bus.show(1, waiting, ticket).data) == shown


def test_what_is_no_display_has_no_digits():
    assert bus.digits(bytes((bus.STARS,))) == ""
    assert bus.digits(b"\x0b" * 6) == ""
    with pytest.raises(ValueError, match="from 0"):
        bus.show(1, -1, None)


def test_a_stray_head_loses_no_frame():
    assert bus.decode(bytearray(b"\xff" + PRESS)) == Frame(1, bus.KEY, b"\x0c")
    assert all_of(bus.decode, b"\xff\x68\x03" + PRESS, 1) == [Frame(1, bus.KEY, b"\x0c")]


@pytest.mark.parametrize(
    ("what", "at", "value"),
    [("second length", 3, 4), ("middle", 4, 0x67), ("second head", 1, 0x69)],
)
def test_a_head_that_contradicts_itself_is_noise(what, at, value):
    raw = bytearray(PRESS)
    raw[at] = value
    assert bus.decode(raw) is None
    assert raw == b""


@pytest.mark.parametrize("length", [0, 1, 9, 255])
def test_a_length_beyond_the_limits_is_noise(length):
    buffer = bytearray((0xFF, 0x68, length, length, 0x68)) + bytes(20)
    assert bus.decode(buffer) is None
    assert buffer == b""


@pytest.mark.parametrize("at", [8, 9])
def test_a_wrong_check_or_tail_is_damaged(at):
    raw = bytearray(PRESS)
    raw[at] ^= 1
    assert isinstance(bus.decode(raw), Damaged)


@given(st.integers(0, 79))
def test_no_flipped_bit_gives_a_key(bit):
    raw = bytearray(PRESS)
    raw[bit // 8] ^= 1 << bit % 8
    got = bus.decode(raw)
    assert got is None or isinstance(got, Damaged)


@pytest.mark.parametrize(
    ("frame", "uplink"),
    [
        (Frame(1, bus.KEY, b"\x0c"), True),
        (Frame(1, bus.RESULT, b"\x01\x02\x03"), True),
        (Frame(1, bus.KEY), False),
        (Frame(1, bus.RESULT, b"\x01\x02\x03\x04"), False),
        (Frame(1, bus.SHOW, b"\x05"), False),
        (Frame(1, bus.BEEP), False),
    ],
)
def test_what_a_unit_can_have_said(frame, uplink):
    assert bus.is_uplink(frame) is uplink


@pytest.mark.parametrize("frame", [Frame(-1, 1), Frame(256, 1), Frame(1, 256), Frame(1, 1, bytes(7))])
def test_what_the_wire_cannot_carry_is_refused(frame):
    with pytest.raises(ValueError, match=r"0 to 255|at most 6"):
        bus.encode(frame)


@example(Frame(255, 255, b"\xff" * 6), b"\xff\x68\xff")
@given(frames, st.binary(max_size=20).filter(lambda noise: 0x68 not in noise))
def test_frames_stand_the_line(frame, noise):
    if bytes((bus.HEAD, bus.MIDDLE)) not in bus.encode(frame)[1:]:  # else a frame may hide in another's data
        stands(bus, frame, noise, longest=LONGEST)


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while bus.decode(buffer) is not None:
            pass
        assert len(buffer) <= LONGEST
