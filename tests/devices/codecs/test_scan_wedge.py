"""Keyboard wedges: recorded bytes, every key, people who type, noise between records, lost records."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import scan_wedge as wedge
from devices.codecs.scan_wedge import DOWN, HELD, KEY, SYN, UP, Event, Keys

# "A1" and Enter as a kernel writes them (struct input_event of linux/input.h, 64 bit): with scan codes and reports.
RECORDED = bytes.fromhex(
    """
    d2 02 96 49 00 00 00 00  40 e2 01 00 00 00 00 00  04 00 04 00 e1 00 07 00
    d2 02 96 49 00 00 00 00  40 e2 01 00 00 00 00 00  01 00 2a 00 01 00 00 00
    d2 02 96 49 00 00 00 00  40 e2 01 00 00 00 00 00  00 00 00 00 00 00 00 00
    d2 02 96 49 00 00 00 00  28 ea 01 00 00 00 00 00  01 00 1e 00 01 00 00 00
    d2 02 96 49 00 00 00 00  28 ea 01 00 00 00 00 00  00 00 00 00 00 00 00 00
    d2 02 96 49 00 00 00 00  10 f2 01 00 00 00 00 00  01 00 1e 00 00 00 00 00
    d2 02 96 49 00 00 00 00  10 f2 01 00 00 00 00 00  01 00 2a 00 00 00 00 00
    d2 02 96 49 00 00 00 00  10 f2 01 00 00 00 00 00  00 00 00 00 00 00 00 00
    d2 02 96 49 00 00 00 00  f8 f9 01 00 00 00 00 00  01 00 02 00 01 00 00 00
    d2 02 96 49 00 00 00 00  f8 f9 01 00 00 00 00 00  00 00 00 00 00 00 00 00
    d2 02 96 49 00 00 00 00  e0 01 02 00 00 00 00 00  01 00 02 00 00 00 00 00
    d2 02 96 49 00 00 00 00  e0 01 02 00 00 00 00 00  01 00 1c 00 01 00 00 00
    d2 02 96 49 00 00 00 00  e0 01 02 00 00 00 00 00  00 00 00 00 00 00 00 00
    """
)
AT_US = 1_234_567_890_123_456

plausible = st.one_of(
    st.builds(
        Event, st.just(KEY), st.integers(0, 0x2FF), st.sampled_from((UP, DOWN, HELD)), st.integers(0, 2**50)
    ),
    st.builds(Event, st.just(SYN), st.integers(0, 3), st.just(0), st.integers(0, 2**50)),
)
typable = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=200)


def events_of(raw):
    buffer, got = bytearray(raw), []
    while (event := wedge.decode(buffer)) is not None:
        got.append(event)
    return got


def lines_of(events, keys=None):
    keys = keys or Keys()
    return [line for event in events if (line := keys.feed(event))]


def test_recorded_bytes():
    events = events_of(RECORDED)
    assert len(events) == 13
    assert events[1] == Event(KEY, 42, DOWN, AT_US)
    assert events[3] == Event(KEY, 30, DOWN, AT_US + 2024)
    assert b"".join(map(wedge.encode, events)) == RECORDED
    assert lines_of(events) == ["A1"]


def test_recorded_bytes_one_by_one():
    buffer, got = bytearray(), []
    for byte in RECORDED:
        buffer.append(byte)
        if (event := wedge.decode(buffer)) is not None:
            got.append(event)
    assert got == events_of(RECORDED)
    assert buffer == b""


@pytest.mark.parametrize("noise", [b"\xff", b"\x00\x00\x00\x00", b"\x55" * 23, bytes(range(100, 140))])
def test_noise_before_inside_and_after(noise):
    first, rest = RECORDED[:24], RECORDED[24:]
    assert events_of(noise + RECORDED)[-13:] == events_of(RECORDED)
    assert events_of(RECORDED + noise)[:13] == events_of(RECORDED)
    between = events_of(first + noise + rest)
    assert between[0] == events_of(first)[0]
    assert between[-12:] == events_of(rest)
    assert lines_of(between) == ["A1"]


@given(plausible)
def test_any_event_comes_back(event):
    raw = wedge.encode(event)
    assert len(raw) == 24
    assert struct.unpack("<qqHHi", raw)[2:] == (event.type, event.code, event.value)
    assert events_of(raw) == [event]


@pytest.mark.parametrize(
    "event",
    [Event(9, 1, 1), Event(KEY, 0x300, 1), Event(KEY, 1, 7), Event(KEY, 70000, 1), Event(KEY, 1, 1, -1)],
)
def test_what_no_kernel_writes_is_refused(event):
    with pytest.raises(ValueError):
        wedge.encode(event)


@given(typable, st.sampled_from((wedge.ENTER, wedge.KEYPAD_ENTER, wedge.TAB)))
def test_every_text_that_has_keys_comes_out_as_it_was_typed(text, end):
    raw = b"".join(map(wedge.encode, wedge.strokes(text, AT_US, end=end)))
    assert lines_of(events_of(raw)) == [text]


@pytest.mark.parametrize("char", ["\x1d", "中", "é"])
def test_what_has_no_key_cannot_be_typed(char):
    with pytest.raises(ValueError):
        wedge.strokes(char)


def test_the_keypad_types_digits():
    keypad = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))
    events = [Event(KEY, keypad[char], DOWN, at * 1000) for at, char in enumerate("1234567890")]
    assert lines_of([*events, Event(KEY, wedge.KEYPAD_ENTER, DOWN, 10_000)]) == ["1234567890"]


def test_what_a_person_types_is_no_code():
    slow = wedge.strokes("410183", AT_US, gap_us=150_000)
    assert lines_of(slow) == []


def test_a_code_behind_a_persons_keys_is_whole():
    typed = wedge.strokes("99", AT_US, gap_us=150_000, end=0)
    scanned = wedge.strokes("HALL1", AT_US + 900_000)
    assert lines_of([*typed, *scanned]) == ["HALL1"]


def test_a_held_key_types_once_and_a_control_key_not_at_all():
    held = [
        Event(KEY, 30, DOWN, 0),
        Event(KEY, 30, HELD, 10),
        Event(KEY, 30, HELD, 20),
        Event(KEY, 30, UP, 30),
    ]
    control = [
        Event(KEY, 29, DOWN, 40),
        Event(KEY, 27, DOWN, 50),
        Event(KEY, 27, UP, 60),
        Event(KEY, 29, UP, 70),
    ]
    assert lines_of([*held, *control, *wedge.strokes("b", 80)]) == ["ab"]


def test_a_line_of_which_the_kernel_lost_records_is_no_code():
    events = wedge.strokes("HALL1", AT_US)
    lost = Event(SYN, wedge.DROPPED, 0, events[10].at_us)
    keys = Keys()
    assert lines_of([*events[:10], lost, *events[14:]], keys) == []
    assert lines_of(wedge.strokes("HALL2", AT_US + 2_000_000), keys) == ["HALL2"]


def test_a_flood_of_keys_stays_small_and_is_no_code():
    keys = Keys()
    assert lines_of(wedge.strokes("x" * 10_000, AT_US), keys) == []
    assert len(keys._line) <= wedge.MAX_LINE
    assert lines_of(wedge.strokes("NEXT", AT_US + 60_000_000), keys) == ["NEXT"]


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_any_bytes_end_and_memory_stays_bounded(pieces):
    buffer, keys = bytearray(), Keys()
    for piece in pieces:
        buffer += piece
        while (event := wedge.decode(buffer)) is not None:
            assert keys.feed(event).isprintable()
        assert len(buffer) < wedge.RECORD.size


@given(st.lists(plausible, max_size=100))
def test_any_keys_end_and_memory_stays_bounded(events):
    keys = Keys()
    for event in events:
        keys.feed(event)
    assert len(keys._held) <= 8
    assert len(keys._line) <= 100
