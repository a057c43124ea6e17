"""Finding a name as people type it."""

import pytest

from window_ui.viewmodels.search import matches


@pytest.mark.parametrize(
    "typed",
    ["李", "梅", "李梅", "lm", "LM", "limei", "li mei", "lim", "lmei", "mei", "l", "1003", "003", "", "  "],
)
def test_li_mei_is_found(typed: str) -> None:
    assert matches(typed, "李梅", more="1003")


@pytest.mark.parametrize("typed", ["ml", "lmx", "王", "2003", "ei", "limeil"])
def test_and_nobody_else_by_it(typed: str) -> None:
    assert not matches(typed, "李梅", more="1003")


def test_a_name_is_found_by_each_way_it_is_read() -> None:
    assert matches("shanx", "单晓红") and matches("danx", "单晓红")
    assert matches("zeng", "曾志伟") and matches("ceng", "曾志伟")


def test_given_syllables_are_taken_as_they_are() -> None:
    assert matches("chongq", "重庆路社保", "chong qing lu she bao")
    assert not matches("zhongq", "重庆路社保", "chong qing lu she bao")


def test_digits_and_latin_letters_within_a_name() -> None:
    assert matches("aq3", "A区3号") and matches("3h", "A区3号")
