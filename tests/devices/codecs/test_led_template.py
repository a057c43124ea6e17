"""Strips by configuration: byte for byte what the makes' own codecs send, and every wrong word told."""

import functools
import operator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.codecs import led_palh, led_ruize, led_yinda, led_yongtai, led_zhongyi
from devices.codecs.codec import Damaged
from devices.codecs.led_template import Answer, Template, Text, WrongLayout, parts_of
from tests.devices.codecs.panels import all_of, stands
from tests.devices.layouts import LAYOUTS


def template(vendor, **more):
    told = LAYOUTS[vendor] | more
    return Template(
        parts_of(told["frame"]),
        parts_of(told.get("before", "")),
        tuple((kind, parts_of(told[kind])) for kind in ("ack", "nack", "alive") if kind in told),
        split=told.get("split", False),
        colours=bytes.fromhex(told.get("colours", "00 01 02")),
        colour_each=told.get("colour_each", False),
        **{name: value for name, value in told.items() if name in ("encoding", "max_text")},
    )


def by_its_own_codec(vendor, said):
    """The frames the make's own codec makes of the same text."""
    raw = said.text.encode("gb2312")
    if vendor == "ruize":
        colours = led_ruize.colours_of(raw, said.colour + 1)
        return (
            led_ruize.encode(led_ruize.Frame(said.address, led_ruize.COLOURS, colours)),
            led_ruize.encode(led_ruize.Frame(said.address, led_ruize.SHOW, raw)),
        )
    if vendor == "zhongyi":
        return (led_zhongyi.encode(led_zhongyi.show(said.address, raw, said.colour)),)
    if vendor == "palh":
        return (led_palh.encode(led_palh.Instant(said.address, raw, colour=said.colour)),)
    if vendor == "yinda":
        return (led_yinda.encode(led_yinda.Frame(said.address, raw, said.sequence)),)
    return (led_yongtai.encode(led_yongtai.Frame(said.address, raw)),)


texts = st.builds(
    Text,
    st.integers(0, 254),
    st.text("请号到窗口啊齄 A0123456789~", min_size=1, max_size=60),
    st.integers(0, 2),
    st.integers(0, 255),
)
CALL = Text(170, "请0005号顾客到01号柜台办理")


@pytest.mark.parametrize("vendor", LAYOUTS)
@given(said=texts)
@example(said=CALL)
@example(said=Text(1, "王" * 100, 2, 255))
def test_every_byte_is_the_one_of_the_makes_own_codec(vendor, said):
    assert template(vendor).frames(said) == by_its_own_codec(vendor, said)


def test_the_two_printed_frames_of_the_makers():
    assert (
        template("ruize").encode(CALL).hex(" ").upper().startswith("AA C2 44 0C 07 0E 0B 30 30 30 35 0B 0A")
    )
    assert (
        template("zhongyi").encode(Text(2, "请3", 1)).hex(" ").upper()
        == "A0 90 02 A5 00 05 C7 EB 01 33 01 BD"
    )


def carried(vendor, said):
    """What of a text's meaning the make's frame carries at all."""
    words = {part.word for part in template(vendor).frame} | (
        {"colour"} if LAYOUTS[vendor].get("colour_each") else set()
    )
    return Text(
        said.address,
        said.text,
        said.colour if "colour" in words else 0,
        said.sequence if "seq" in words else 0,
    )


@pytest.mark.parametrize(
    ("vendor", "heads"),
    [
        ("ruize", range(128, 256)),
        ("zhongyi", [0xA0]),
        ("palh", [0xAA]),
        ("yinda", [0xFE]),
        ("yongtai", [0xAA]),
    ],
)
@given(said=texts, noise=st.binary(max_size=12))
def test_frames_stand_the_line(vendor, heads, said, noise):
    noise = bytes(byte for byte in noise if byte not in heads)
    stands(template(vendor), carried(vendor, said), noise, longest=900)


def test_half_a_frame_whose_check_fits_the_next_by_chance():
    codec = template("palh", encoding="gbk")  # there the head of the next frame may pass for a character
    for text in (f"{chr(one)}到" for one in range(0x20, 0x7F)):
        raw = codec.encode(Text(0x51, text))
        assert all_of(codec.decode, raw[:-1] + raw) == [Text(0x51, text)]


@given(st.lists(st.binary(max_size=60), max_size=12), st.sampled_from(sorted(LAYOUTS)))
def test_any_bytes_end_and_memory_stays_bounded(pieces, vendor):
    codec, said, heard = template(vendor), bytearray(), bytearray()
    for piece in pieces:
        said += piece
        heard += piece
        while codec.decode(said) is not None:
            pass
        while codec.hear(heard) is not None:
            pass
        assert len(said) <= 900 and len(heard) <= 16


def test_answers_and_whose_they_are():
    def heard(vendor, hex_text):
        return all_of(template(vendor).hear, bytes.fromhex(hex_text), 1)

    assert heard("zhongyi", "A0 90 02 A5 AA A0 90 03 A5 55") == [Answer("ack", 2), Answer("nack", 3)]
    assert heard("ruize", "00 3B") == [Answer("alive", None)]
    assert heard("palh", "A0 03 14 03 50 06 FF") == [Answer("ack", 3)]
    assert heard("palh", led_palh.encode(led_palh.Standard(0x98, 3, b"\x50\xa3\x15")).hex()) == [
        Answer("alive", 3)
    ]
    assert heard("palh", "A0 03 14 03 50 07 FF") == []
    assert isinstance(template("palh").hear(bytearray.fromhex("A0 03 14 03 50 07 FF")), Damaged)


@pytest.mark.parametrize(
    ("layout", "raw"),
    [
        ("7A addr2 len2le:range ( text ) sum8 1A", "7A 01 02 04 00 4E 2D 00 41 BC 1A"),
        ("7A addr ( text ) arcle", "7A 02 4E 2D 00 41"),
        ("7A addr ( text ) ccittle", "7A 02 4E 2D 00 41"),
    ],
)
def test_other_encodings_lengths_and_checks(layout, raw):
    codec = Template(parts_of(layout), encoding="utf-16-be")
    said = Text(0x0102 if "addr2" in layout else 2, "中A")
    assert codec.encode(said).hex(" ").upper().startswith(raw)
    assert codec.decode(bytearray(codec.encode(said))) == said


def test_what_a_panel_cannot_show_is_marked_cut_or_dropped():
    assert template("zhongyi").shown("䶮\x1b𠮷\n王") == "□□ 王"
    assert template("zhongyi", encoding="gbk").shown("䶮乗") == "□乗"
    assert template("zhongyi", encoding="ascii").shown("A王") == "A?"
    assert template("zhongyi", max_text=5).shown("王王王") == "王王"
    with pytest.raises(ValueError, match="within 200 bytes"):
        template("zhongyi").encode(Text(1, "王" * 101))


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("A0 adr text", "'adr' is not known in a layout; known:"),
        ("A0 len:txt text", "'len:txt' is not known"),
        ("A0 text xor", "needs its range"),
        ("A0 ( text", "one pair of brackets"),
        ("A0 ) text ( xor", "wrong way round"),
        ("text text", "one text at most"),
        ("xorle ( text )", "'xorle' is not known"),
    ],
)
def test_a_wrong_word_is_told(layout, words):
    with pytest.raises(WrongLayout) as caught:
        parts_of(layout)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"encoding": "utf-7"}, "utf-7"),
        ({"colours": "00"}, "three bytes"),
        ({"ack": "A0 text"}, "an answer has no text"),
    ],
)
def test_a_template_that_makes_no_sense_is_told(more, words):
    with pytest.raises(WrongLayout, match=words):
        template("zhongyi", **more)


def test_numbers_that_do_not_fit_are_told():
    with pytest.raises(ValueError, match="0 to 255"):
        template("zhongyi").encode(Text(256, "A"))
    with pytest.raises(ValueError, match="colour 3"):
        template("zhongyi").encode(Text(1, "A", 3))
    with pytest.raises(ValueError, match="does not fit the length"):
        Template(parts_of("len:text text"), max_text=600).encode(Text(1, "A" * 256))


def test_a_text_whose_last_colour_is_missing_is_no_text_and_no_crash():
    """Found by the fuzz run: the check fits by chance, and the last character has no colour behind it."""
    body = bytes.fromhex("03 A5 00 04 41 00 BA C5")
    check = functools.reduce(operator.xor, body)
    assert isinstance(template("zhongyi").decode(bytearray(b"\xa0\x90" + body + bytes((check,)))), Damaged)
