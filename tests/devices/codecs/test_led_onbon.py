"""Onbon frames byte by byte against the maker's document, with noise, and never a crash or a growing buffer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import led_onbon as led
from devices.codecs import led_onbon_messages as messages

A5 = "A5 " * 8
PING = bytes.fromhex(A5 + "01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A")
ACK = bytes.fromhex(A5 + "A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 14 AC 5A")
NACK_CHECKSUM = bytes.fromhex(A5 + "A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 01 05 00 00 05 51 5A")
WELCOME = bytes.fromhex(
    A5
    + "FE FF 00 80 00 00 00 00 00 00 FE 02 2C 00 A3 06 01 00 00 00 01 23 00 00 00 80 00 00 80 80 20 00 00 00"
    " 00 0A 00 00 00 00 02 01 01 00 02 0A 08 00 00 00 BB B6 D3 AD B9 E2 C1 D9 3C 49 5A"
)
SET_TIME = bytes.fromhex(
    A5 + "01 00 00 80 00 00 00 00 00 00 FE 02 0D 00 A2 03 01 08 00 13 20 01 25 11 17 26 05 B0 3F 5A"
)
# More frames of the document, for the frame layer only (program files, formatting, locking).
OTHER_FRAMES = [
    "01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A1 00 01 00 00 2C F8 5A",
    "FE FF 00 80 00 00 00 00 00 00 FE 02 0E 00 A1 05 01 00 00 01 50 30 30 30 47 00 00 00 48 14 5A",
    "01 00 00 80 00 00 00 00 00 00 FE 02 0B 00 A3 04 01 00 00 00 01 50 30 30 30 C2 40 5A",
    "01 00 00 80 00 00 00 00 00 00 FE 02 0B 00 A3 04 01 00 00 00 00 50 30 30 30 FF 80 5A",
    "FE FF 00 80 FF 00 00 00 00 00 FE 02 06 00 A2 08 01 00 00 01 BC 51 5A",
    "01 00 00 80 00 00 00 00 00 00 FE 02 06 00 A4 09 01 00 00 00 65 9C 5A",
    (
        "01 00 00 80 00 00 00 00 00 00 FE 02 17 00 A4 02 01 00 00 00 0F 00 77 77 77 2E 6F 6E 62 6F 6E 62 78 2E 63 6F"
        " 6D 68 B5 5A"
    ),
    "FE FF 00 80 00 00 00 00 00 00 FE 02 0B 00 A4 06 01 00 00 00 FF FE 83 A8 56 1C 2C 5A",
    # the length byte 5B is itself escaped
    (
        "01 00 00 80 00 00 00 00 00 00 FE 02 5B 01 00 A1 06 01 00 00 50 30 30 30 01 00 00 49 00 00 00 00 00 00 50 30 30"
        " 30 49 00 00 00 FF 00 00 01 FF FF 01 24 14 20 01 24 FF 00 00 01 2A 00 00 00 00 18 00 00 00 08 00 40 00"
        " FF 00 00 00 00 00 00 00 02 02 01 00 00 0A 0F 00 00 00 77 77 77 2E 6F 6E 62 6F 6E 62 78"
        " 2E 63 6F 6D 52 4D 07 11 5A"
    ),
]
# Printed wrong in the document: says 49 bytes, has 48, and its checksum is another one's.
WRONG_IN_DOCUMENT = (
    "FE FF 00 80 00 00 00 00 00 00 FE 02 31 00 A4 05 01 00 00 02 C0 A8 00 EB FF FF FF 00 C0 A8 00 01 8D 13 00 C0 A8"
    " 00 01 71 17 30 30 30 30 30 30 30 30 14 00 42 58 2D 4E 45 54 30 30 30 30 30 16 90 5A"
)


def frame_of(data: bytes) -> led.Frame:
    got = led.decode(bytearray(data))
    assert isinstance(got, led.Frame), got
    return got


def test_ping_is_the_documents_frame():
    assert led.encode(led.Frame(messages.request_bytes(messages.ping()), dst=1)) == PING


def test_set_time_is_the_documents_frame():
    request = messages.set_time(2013, 1, 25, 11, 17, 26, 5)
    assert led.encode(led.Frame(messages.request_bytes(request), dst=1)) == SET_TIME
    assert messages.parse_time(request.params) == (2013, 1, 25, 11, 17, 26, 5)


def test_welcome_is_the_documents_frame():
    area = messages.Area(text="欢迎光临".encode("gb2312"), width=128, height=32)
    request = messages.dynamic(messages.Dynamic((area,)))
    assert led.encode(led.Frame(messages.request_bytes(request), dst=led.BROADCAST_ANSWERED)) == WELCOME


def test_the_documents_answers_are_read():
    ack = frame_of(ACK)
    assert (ack.dst, ack.src) == (0x8000, 0xFFFE)
    assert messages.parse_reply(ack.data) == messages.ack()
    nack = messages.parse_reply(frame_of(NACK_CHECKSUM).data)
    assert nack == messages.nack(messages.BAD_CHECKSUM)
    assert not nack.is_ack


@pytest.mark.parametrize("text", OTHER_FRAMES)
def test_other_frames_of_the_document_are_read_and_written_back(text):
    raw = bytes.fromhex(A5 + text)
    assert led.encode(frame_of(raw)) == raw


def test_the_frame_printed_wrong_is_damaged():
    assert isinstance(led.decode(bytearray.fromhex(A5 + WRONG_IN_DOCUMENT)), led.Damaged)


def test_the_welcome_area_is_understood():
    request = messages.parse_request(frame_of(WELCOME).data)
    change = messages.parse_dynamic(request)
    assert change.delete == ()
    area = change.areas[0]
    assert (area.x, area.y, area.width, area.height) == (0, 0, 128, 32)
    assert area.text.decode("gb2312") == "欢迎光临"
    assert (area.timeout_s, area.stay_half_s, area.display) == (10, 10, messages.STATIC)


def test_one_head_byte_is_enough():
    assert led.decode(bytearray(PING[7:])) == led.decode(bytearray(PING))


def test_noise_before_between_and_after_is_dropped():
    buffer = bytearray(b"\x00\x5a\x01garbage" + PING + b"\xff\x5a\x5a" + ACK + b"tail")
    assert led.decode(buffer) == frame_of(PING)
    assert led.decode(buffer) == frame_of(ACK)
    assert led.decode(buffer) is None
    assert buffer == b""


def test_half_a_frame_is_given_up_when_the_next_begins():
    buffer = bytearray(WELCOME[:40])
    assert led.decode(buffer) is None
    buffer += PING
    assert led.decode(buffer) == frame_of(PING)


def test_byte_by_byte():
    buffer = bytearray()
    got = []
    for byte in WELCOME:
        buffer.append(byte)
        frame = led.decode(buffer)
        if frame is not None:
            got.append(frame)
    assert got == [frame_of(WELCOME)]


def test_every_flipped_bit_is_noticed_or_harmless():
    for position in range(8, len(PING) - 1):
        for bit in range(8):
            raw = bytearray(PING)
            raw[position] ^= 1 << bit
            got = led.decode(raw)
            assert not isinstance(got, led.Frame) or got == frame_of(PING), (position, bit)


def test_sum_mode():
    frame = led.Frame(b"\xa2\x00\x01\x00\x00", check_mode=1)
    assert frame_of(led.encode(frame)) == frame


def test_barcode_frames():
    frame = led.Frame(b"\xa4\x05\x01\x00\x00", barcode=bytes(range(16)))
    assert frame_of(led.encode(frame)) == frame


frames = st.builds(
    led.Frame,
    data=st.binary(max_size=300),
    dst=st.integers(0, 0xFFFF),
    src=st.integers(0, 0xFFFF),
    device_type=st.integers(0, 255),
    display_mode=st.integers(0, 255),
    check_mode=st.integers(0, 1),
    barcode=st.sampled_from((b"", bytes(16), b"\xa5\x5a\x5b\xa6" * 4)),
)


@given(frames, st.binary(max_size=40).filter(lambda noise: led.HEAD not in noise))
def test_round_trip_behind_noise(frame, noise):
    buffer = bytearray(noise + led.encode(frame) + noise)
    assert led.decode(buffer) == frame
    assert led.decode(buffer) is None


@given(st.lists(st.binary(max_size=200), max_size=30))
def test_any_bytes_end_and_memory_stays_bounded(chunks):
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while led.decode(buffer) is not None:
            pass
        assert len(buffer) <= led.MAX_BODY + 8


def test_a_stuck_line_does_not_fill_the_memory():
    for stuck in (b"\xa5", b"\xa5\x00", b"\x00"):
        buffer = bytearray(stuck[:1])
        for _ in range(50):
            buffer += stuck[-1:] * 1000
            led.decode(buffer)
            assert len(buffer) <= led.MAX_BODY + 1008


sounds = st.one_of(
    st.none(),
    st.builds(
        messages.Sound,
        st.integers(0, 255),
        st.integers(0, 10),
        st.just(5),
        st.none() | st.binary(max_size=30),
    ),
)
areas = st.builds(
    messages.Area,
    text=st.binary(max_size=80),
    width=st.integers(0, 0x7FFF),
    height=st.integers(0, 0xFFFF),
    x=st.integers(0, 0x7FFF),
    y=st.integers(0, 0xFFFF),
    slot=st.integers(0, 255),
    timeout_s=st.integers(0, 0xFFFF),
    sound=sounds,
    extra=st.binary(max_size=12),
    align=st.integers(0, 15),
)


@given(st.lists(areas, max_size=4).map(tuple), st.none() | st.lists(st.integers(0, 9), max_size=4).map(tuple))
def test_areas_round_trip(some, delete):
    change = messages.Dynamic(some, delete)
    request = messages.parse_request(messages.request_bytes(messages.dynamic(change)))
    assert messages.parse_dynamic(request) == change


@given(st.binary(max_size=120))
def test_any_parameters_are_parsed_or_refused(params):
    messages.parse_dynamic(messages.Request(*messages.DYNAMIC, params))
    messages.parse_time(params)


def test_area_positions_in_bytes_count_eight_pixels():
    request = messages.dynamic(messages.Dynamic((messages.Area(b"A", 128, 32),)))
    raw = bytearray(request.params)
    raw[5:7] = (2).to_bytes(2, "little")  # X without the pixel flag
    assert messages.parse_dynamic(messages.Request(*messages.DYNAMIC, bytes(raw))).areas[0].x == 16


class TestSafeText:
    def test_plain_call(self):
        assert messages.safe_text("请A012号", 40) == "请A012号".encode("gb2312")

    def test_backslash_and_control_bytes_are_dropped(self):
        assert messages.safe_text("A\\C1\x00\x1b\x7fB", 40) == b"AC1B"

    def test_a_second_byte_that_is_a_backslash_never_leaves(self):
        # 乗 is GBK 81 5C and not GB2312
        assert b"\x5c" in "乗".encode("gbk")
        assert b"\x5c" not in messages.safe_text("乗𠮷䶮", 40)
        assert messages.safe_text("乗", 40).decode("gb2312") == "□"

    def test_line_feed_becomes_the_controllers_break(self):
        assert messages.safe_text("一\n二", 40) == "一".encode("gb2312") + b"\\n" + "二".encode("gb2312")

    @given(st.text(max_size=60), st.integers(0, 50))
    def test_never_too_long_never_half_a_character(self, text, limit):
        raw = messages.safe_text(text, limit)
        assert len(raw) <= limit
        raw.decode("gb2312")
        assert raw.replace(b"\\n", b"").find(b"\\") < 0
        assert all(byte >= 0x20 for byte in raw)
