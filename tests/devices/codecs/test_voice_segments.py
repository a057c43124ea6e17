"""Spoken calls as pieces; every piece planned exists in the full set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codecs import voice_segments as voice


def zh(*names):
    return tuple(f"zh/{name}" for name in names)


def en(*names):
    return tuple(f"en/{name}" for name in names)


def test_the_call_of_the_handbook():
    assert voice.plan_text("请A012号到3号窗口") == zh(
        "chime", "qing", "A", "0", "1", "2", "hao", "dao", "3", "haochuangkou"
    )


def test_twice_and_with_english():
    got = voice.plan_call("A012", "12", english=True, repeat=2)
    once_zh = zh("qing", "A", "0", "1", "2", "hao", "dao", "shi", "2", "haochuangkou")
    once_en = en("ticket", "A", "0", "1", "2", "please_go_to_window", "twelve")
    assert (
        got == zh("chime") + once_zh + zh("pause") + once_en + zh("pause") + once_zh + zh("pause") + once_en
    )


@pytest.mark.parametrize(
    ("window", "pieces"),
    [
        ("3", ("3",)),
        ("10", ("shi",)),
        ("12", ("shi", "2")),
        ("20", ("2", "shi")),
        ("35", ("3", "shi", "5")),
        ("100", ("1", "bai")),
        ("105", ("1", "bai", "0", "5")),
        ("110", ("1", "bai", "1", "shi")),
        ("385", ("3", "bai", "8", "shi", "5")),
        ("B7", ("B", "7")),
    ],
)
def test_window_numbers_are_read_as_numbers(window, pieces):
    assert voice.plan_call("A001", window)[8:-1] == zh(*pieces)


@pytest.mark.parametrize(
    ("window", "pieces"),
    [
        ("0", ("0",)),
        ("15", ("fifteen",)),
        ("20", ("twenty",)),
        ("42", ("forty", "2")),
        ("300", ("3", "hundred")),
    ],
)
def test_english_numbers(window, pieces):
    got = voice.plan_call("A001", window, english=True)
    assert got[got.index("en/please_go_to_window") + 1 :] == en(*pieces)


@pytest.mark.parametrize("text", ["", "你好", "请A012号到窗口", "请张三到3号窗口"])
def test_what_cannot_be_spoken_is_refused(text):
    with pytest.raises(voice.Unspeakable):
        voice.plan_text(text)


@given(
    st.from_regex(r"[A-Z]{0,2}[0-9]{1,5}", fullmatch=True), st.from_regex(r"[A-Z]?[0-9]{1,3}", fullmatch=True)
)
def test_every_planned_piece_exists(number, window):
    assert set(voice.plan_call(number, window, english=True, repeat=2)) <= set(voice.all_segments())


@pytest.mark.parametrize(
    ("number", "window", "said"),
    [
        ("A012", "3", "请A零一二号到三号窗口"),
        ("b120", "105", "请B一二零号到一百零五号窗口"),
        ("AB1", "C12号窗口", "请AB一号到C十二号窗口"),
        ("A012", "综合1", "请A零一二号到综合一号窗口"),
    ],
)
def test_a_module_is_given_characters_so_that_it_has_no_choice(number, window, said):
    assert voice.chinese(number, window) == said


def test_the_call_in_english_words():
    assert voice.english("A012", "B115") == "ticket A zero one two, please go to window B one hundred fifteen"
    with pytest.raises(voice.Unspeakable, match="综合1"):
        voice.english("A012", "综合1")


@pytest.mark.parametrize("number", ["", "张三", "A0123456", "A０１２", "[v0]"])
def test_only_a_ticket_number_is_spoken(number):
    for say in (voice.chinese, voice.english, voice.plan_call):
        with pytest.raises(voice.Unspeakable, match="ticket number"):
            say(number, "3")


def test_which_windows_have_pieces():
    assert [w for w in ("3", "B12", "385号窗口", "综合1", "1234", "") if voice.is_speakable(w)] == [
        "3",
        "B12",
        "385号窗口",
    ]
