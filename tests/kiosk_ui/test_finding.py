"""Finding an item by the letters people type: what comes up, what stands first, and how fast among thousands."""

import time
from pathlib import Path

import pytest

from hall.bus.site import Site
from hall.contract.base import Text
from hall.contract.views_catalogue import ServiceCard
from hall.domain.state import Hall
from hall.domain.views import build
from hall.intake import pinyin
from kiosk_ui.viewmodels.finding import Index
from tests.slowness import slower

NAMES = (
    ("社保卡办理", "Social security card"),
    ("社保卡挂失补办", "Replace a lost card"),
    ("企业社保开户", "Company account"),
    ("开办企业", "Start a company"),
    ("身份证补办", "Replace an ID card"),
    ("食品经营许可证核发", "Food business licence: issue"),
)


def card(n: int, zh: str, en: str, spelled: bool = True) -> ServiceCard:
    sounds, letters = pinyin.of(zh)
    return ServiceCard(
        str(n), "g", "q", Text(zh, en), sounds if spelled else sounds.replace(" ", ""), letters
    )


INDEX = Index([card(n, zh, en) for n, (zh, en) in enumerate(NAMES)])


def found(typed: str, english: bool = False) -> list[str]:
    return [NAMES[i][0] for i in INDEX.find(typed, english)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("SBK", ["社保卡办理", "企业社保开户", "社保卡挂失补办"]),
        ("sbkbl", ["社保卡办理"]),
        ("shebaokab", ["社保卡办理"]),
        ("shebaoka", ["社保卡办理", "社保卡挂失补办", "企业社保开户"]),  # kai begins with ka
        ("shebk", ["社保卡办理", "企业社保开户", "社保卡挂失补办"]),
        ("sbaoka", ["社保卡办理", "社保卡挂失补办", "企业社保开户"]),
        ("BUBAN", ["身份证补办", "社保卡挂失补办"]),
        ("xuke", ["食品经营许可证核发"]),
        ("LOST", ["社保卡挂失补办"]),
        ("开", ["开办企业", "企业社保开户"]),
        ("补办", ["身份证补办", "社保卡挂失补办"]),
        ("ebao", []),
        ("zzz", []),
        ("", []),
        ("  ", []),
        (".*", []),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, names: list[str]) -> None:
    assert sorted(found(typed)) == sorted(names)


def test_the_whole_name_stands_before_a_beginning_before_the_inside() -> None:
    assert found("QYSBKH")[0] == "企业社保开户"
    assert found("SBK") == ["社保卡办理", "社保卡挂失补办", "企业社保开户"]
    assert found("KB")[0] == "开办企业", "a name that begins so, before one in which a word does"


def test_an_english_word_stands_first_for_who_reads_english() -> None:
    assert found("CARD", english=True) == ["身份证补办", "社保卡挂失补办", "社保卡办理"]
    assert found("SO", english=True)[0] == "社保卡办理"
    assert "食品经营许可证核发" in found("LIC")


def test_pinyin_written_without_spaces_is_found_whole_and_by_letters() -> None:
    """As hand-written configurations have it."""
    index = Index([card(0, "社保卡办理", "Card", spelled=False)])
    for typed in ("s", "sbk", "shebaoka", "bkbl"):
        assert index.find(typed) == [0], typed
    assert index.find("baoka") == []


@pytest.mark.parametrize("english", [False, True])
def test_each_key_among_1887_items_takes_milliseconds(english: bool) -> None:
    """Aim: a few milliseconds a key. The best of five tries, in processor time: tests share the machine."""
    root = Path(__file__).resolve().parents[2]
    hall = Hall(Site.load(root / "examples" / "pingliang" / "hall.toml").config)
    hall.facts.day = "2026-11-20"
    cards = build("catalogue", hall, 0).services
    index = Index(cards)
    most = 0.02 * slower()
    for typed in ("s", "sp", "spj", "spjy", "shipinjingy", "zzzz", "company", "aaaaaaaaaaaa"):
        best = 1.0
        for _ in range(5):
            began = time.process_time()
            hits = index.find(typed, english)
            best = min(best, time.process_time() - began)
        assert best < most, f"{typed}: {best * 1000:.1f} ms"
    hits = [cards[i].name.zh for i in index.find("spjy")]
    assert hits[0] == "食品经营许可证核发"
    assert "食品经营许可证核发（区级）" in hits
    for nth in range(0, len(cards), 37):
        assert nth in index.find(cards[nth].initials), "whoever types all initials of a name finds it"
