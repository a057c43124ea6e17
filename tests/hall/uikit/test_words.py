"""Two languages, switched while the screen runs."""

import re
from pathlib import Path

import pytest

from hall.contract.base import Text
from hall.uikit.words import Words
from hall.uikit.words_en import EN

QSTR = re.compile(r'qsTr\("((?:[^"\\]|\\.)+)"\)')


def strings_of(folder: Path) -> set[str]:
    """Every sentence a folder's QML says in Chinese."""
    return {s for file in folder.rglob("*.qml") for s in QSTR.findall(file.read_text("utf-8"))}


def test_every_word_of_the_controls_has_english(root: Path) -> None:
    said = strings_of(root / "hall" / "uikit")
    assert said, "no sentences found: the pattern is wrong"
    assert said - set(EN) == set()


def test_english_keeps_every_place_for_a_figure() -> None:
    for zh, en in EN.items():
        assert sorted(re.findall(r"%\d", zh)) == sorted(re.findall(r"%\d", en)), zh


def test_the_switch_is_told_once(words: Words, qtbot: object) -> None:
    told: list[bool] = []
    words.changed.connect(lambda: told.append(words.english))
    assert words.t("窗口") == "窗口"
    words.switch()
    assert words.t("窗口") == "Windows"
    words.set_english(True)
    assert told == [True]


def test_a_sentence_without_english_stays_chinese_and_is_remembered(words: Words) -> None:
    words.set_english(True)
    assert words.t("没有这句话") == "没有这句话"
    assert words.missing == {"没有这句话"}


@pytest.mark.parametrize(("text", "shown"), [(Text("税务", "Tax"), "Tax"), (Text("税务"), "税务")])
def test_texts_of_the_hall_fall_back_to_chinese(words: Words, text: Text, shown: str) -> None:
    words.set_english(True)
    assert words.of(text) == shown
