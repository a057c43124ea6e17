"""Scanner lines: every ending, split chunks, silence, repeats, floods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import scan_line
from devices.codecs.scan_line import ENDS, MAX_LINE, LineScanner

ENDINGS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t"}
codes = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t"])
def test_each_ending(end):
    assert LineScanner().feed(f"TOKEN-1{end}".encode(), 0) == ["TOKEN-1"]


def test_crlf_in_two_chunks_gives_one_code():
    scanner = LineScanner()
    assert scanner.feed(b"TOKEN-1\r", 0) == ["TOKEN-1"]
    assert scanner.feed(b"\n", 3) == []


def test_silence_ends_a_line():
    scanner = LineScanner(silence_ms=80)
    assert scanner.feed(b"TOK", 0) == []
    assert scanner.feed(b"EN-1", 50) == []
    assert scanner.tick(100) == []
    assert scanner.tick(130) == ["TOKEN-1"]
    assert scanner.tick(500) == []


def test_a_line_left_open_is_not_glued_to_the_next():
    scanner = LineScanner()
    assert scanner.feed(b"FIRST", 0) == []
    assert scanner.feed(b"SECOND\r", 5_000) == ["FIRST", "SECOND"]


def test_the_same_code_held_before_the_lens_counts_once():
    scanner = LineScanner(same_code_ms=1500)
    assert scanner.feed(b"A\r", 0) == ["A"]
    assert scanner.feed(b"A\r", 1000) == []
    assert scanner.feed(b"A\r", 2000) == []  # still held: each sight renews the wait
    assert scanner.feed(b"B\r", 2100) == ["B"]
    assert scanner.feed(b"A\r", 2200) == ["A"]
    assert scanner.feed(b"A\r", 9000) == ["A"]


def test_prefix_suffix_blank_lines_and_control_characters():
    scanner = LineScanner(prefix="]Q1", suffix="#")
    assert scanner.feed(b"\r\n\r\n]Q1TOK\x02EN#\r", 0) == ["TOKEN"]


def test_utf8_and_gbk():
    assert LineScanner().feed("令牌甲\r".encode(), 0) == ["令牌甲"]
    assert LineScanner().feed("令牌甲\r".encode("gbk"), 0) == ["令牌甲"]


def test_a_flood_is_dropped_and_the_next_code_is_read():
    scanner = LineScanner()
    for _ in range(100):
        assert scanner.feed(b"x" * 1000, 0) == []
        assert len(scanner._line) <= 4096
    assert scanner.feed(b"\rNEXT\r", 10) == ["NEXT"]


@pytest.mark.parametrize("end", ENDINGS)
@pytest.mark.parametrize("told", ["any", "same"])
def test_each_ending_byte_by_byte_and_merged(end, told):
    scanner = LineScanner(end=end if told == "same" else "any")
    code = "K" * 200
    got = [one for byte in code.encode() + ENDINGS[end] for one in scanner.feed(bytes([byte]), 5)]
    assert got == [code]
    merged = b"FIRST" + ENDINGS[end] + b"SECOND" + ENDINGS[end] + b"THIRD"
    assert scanner.feed(merged, 10) == ["FIRST", "SECOND"]
    assert scanner.feed(ENDINGS[end], 15) == ["THIRD"]


def test_without_an_ending_silence_alone_ends_a_line():
    scanner = LineScanner(end="none")
    assert scanner.feed(b"TOK\rEN", 0) == []  # a line end is a control character then
    assert scanner.tick(79) == []
    assert scanner.tick(80) == ["TOKEN"]


def test_half_a_code_of_a_scanner_whose_ending_is_known_is_dropped():
    scanner = LineScanner(end="cr")
    assert scanner.feed(b"HALF-A-CO", 0) == []
    assert scanner.tick(500) == []  # a hiccup of the cable is not yet an end
    assert scanner.feed(b"DE\r", 700) == ["HALF-A-CODE"]
    assert scanner.feed(b"TORN", 2_000) == []
    assert scanner.tick(3_100) == []
    assert scanner.feed(b"WHOLE\r", 3_200) == ["WHOLE"]


def test_a_code_that_waited_for_a_busy_reader_is_not_torn():
    """Seen on a machine with too few cores: the two halves were read 300 ms apart, with nothing lost between."""
    scanner = LineScanner()
    assert scanner.feed(b"HALL1.ab", 0) == []
    assert scanner.feed(b"cdef\r", 300) == ["HALL1.abcdef"]


def test_a_code_nobody_wanted_may_be_shown_again_at_once():
    scanner = LineScanner(same_code_ms=1500)
    assert scanner.feed(b"A\r", 0, wanted=False) == ["A"]
    assert scanner.feed(b"A\r", 300) == ["A"]
    assert scanner.feed(b"A\r", 600, wanted=False) == []  # still held before the lens after it was used
    assert scanner.feed(b"A\r", 1_900) == []
    assert scanner.feed(b"A\r", 3_500) == ["A"]


def test_every_control_character_is_noise_and_never_part_of_a_code():
    controls = bytes(set(range(32)) - set(b"\r\n\t")) + b"\x7f"
    noisy = b"".join(bytes([one]) + b"T" for one in controls)
    assert LineScanner().feed(noisy + b"\r", 0) == ["T" * len(controls)]


def test_a_code_of_the_longest_kind_and_one_byte_more():
    assert LineScanner().feed(b"x" * MAX_LINE + b"\r", 0) == ["x" * MAX_LINE]
    assert LineScanner().feed(b"x" * (MAX_LINE + 1) + b"\rNEXT\r", 0) == ["NEXT"]


@given(codes, st.binary(max_size=40).map(lambda noise: noise.translate(None, b"\r\n\t")))
def test_round_trip_among_noise_that_ends(code, noise):
    buffer = bytearray(noise + b"\r" + scan_line.encode(code) + noise)
    got = []
    while (one := scan_line.decode(buffer)) is not None:
        got.append(one)
    assert got[-1] == code
    assert len(got) <= 2


@pytest.mark.parametrize("text", ["", " ", "a\rb", "a\x00", " a", "a ", "x" * (MAX_LINE + 1)])
def test_what_no_scanner_sends_as_one_code_is_refused(text):
    with pytest.raises(ValueError):
        scan_line.encode(text)


@given(codes, st.data())
def test_any_split_gives_the_same_code(code, data):
    raw = code.encode() + b"\r\n"
    cut = data.draw(st.integers(0, len(raw)))
    scanner = LineScanner()
    assert scanner.feed(raw[:cut], 0) + scanner.feed(raw[cut:], 10) == [code]


@given(
    st.lists(st.tuples(st.binary(max_size=300), st.integers(0, 500)), max_size=30), st.sampled_from([*ENDS])
)
def test_any_bytes_end(chunks, end):
    scanner, now = LineScanner(end=end), 0
    for chunk, pause in chunks:
        now += pause
        for code in scanner.feed(chunk, now):
            assert code
            assert code.isprintable()
        assert len(scanner._line) <= MAX_LINE
