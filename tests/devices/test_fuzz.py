"""The short fuzz run of every day: each parser on pieces of real frames and chance. bin/fuzz is the long one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.catalog import CODECS
from tests.devices import fuzz

TARGETS = fuzz.targets()


def pieces_of(seeds):
    """Real frames, their beginnings, ends and middles, and noise, in any order."""
    cuts = st.tuples(st.sampled_from(seeds), st.integers(0, 60), st.integers(0, 400))
    part = st.one_of(
        st.sampled_from(seeds),
        cuts.map(lambda cut: cut[0][cut[1] : cut[1] + cut[2]]),
        st.binary(max_size=40),
        st.tuples(st.binary(min_size=1, max_size=1), st.integers(1, 300)).map(lambda one: one[0] * one[1]),
    )
    return st.lists(part, max_size=12)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40)
@given(data=st.data())
def test_no_input_breaks_stops_or_fills_a_parser(name, data):
    target = TARGETS[name]
    assert fuzz.tried(name, target, data.draw(pieces_of(target.seeds))) is None


def test_every_codec_of_the_table_is_fuzzed():
    assert set(CODECS) <= set(TARGETS)


def test_a_parser_that_breaks_is_found_and_told_with_its_bytes():
    """Of the run itself: it would see a crash, a hang and a leak."""

    def breaks(pieces):
        raise IndexError("beyond")

    def leaks(pieces):
        fuzz.drained(lambda buffer: None, 3)(pieces)

    def stalls(pieces):
        fuzz.drained(lambda buffer: "frame", 3)(pieces)

    for run, words in ((breaks, "IndexError"), (leaks, "bytes wait"), (stalls, "nothing taken")):
        found = fuzz.tried("x", fuzz.Target((b"A5A5",), run), [b"A5", b"A5"])
        assert found is not None and words in found.what and found.data == b"A5A5"
