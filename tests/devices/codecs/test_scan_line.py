"""Scanner lines: every ending, split chunks, silence, repeats, floods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs.scan_line import LineScanner


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


@given(
    st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40), st.data()
)
def test_any_split_gives_the_same_code(code, data):
    raw = code.encode() + b"\r\n"
    cut = data.draw(st.integers(0, len(raw)))
    scanner = LineScanner()
    assert scanner.feed(raw[:cut], 0) + scanner.feed(raw[cut:], 10) == [code]


@given(st.lists(st.tuples(st.binary(max_size=300), st.integers(0, 500)), max_size=30))
def test_any_bytes_end(chunks):
    scanner, now = LineScanner(), 0
    for chunk, pause in chunks:
        now += pause
        for code in scanner.feed(chunk, now):
            assert code
            assert code.isprintable()
