"""Times, openings and waits as people say them."""

import datetime as dt

import pytest

from hall.contract.views_common import Range
from hall.uikit import phrases


def at(day: int, hour: int, minute: int = 0) -> int:
    """A moment of November 2026; the 20th is a Friday."""
    return int(dt.datetime(2026, 11, day, hour, minute, tzinfo=phrases.HALL_ZONE).timestamp() * 1000)


def test_clock_and_date() -> None:
    assert phrases.clock(at(20, 9, 5)) == "09:05"
    assert phrases.clock(0) == ""
    assert phrases.date(at(20, 9), english=False) == "11月20日 周五"
    assert phrases.date(at(20, 9), english=True) == "Fri 20 Nov"


@pytest.mark.parametrize(
    ("opens", "zh", "en"),
    [
        (at(20, 13, 30), "今天 13:30 开", "opens today 13:30"),
        (at(21, 9), "明天 9:00 开", "opens tomorrow 9:00"),
        (at(23, 9), "下周一 9:00 开", "opens Mon 23 Nov 9:00"),
        (at(30, 9), "11月30日 9:00 开", "opens Mon 30 Nov 9:00"),
    ],
)
def test_when_it_opens(opens: int, zh: str, en: str) -> None:
    now = at(20, 9, 42)
    assert phrases.opening(opens, now, english=False) == zh
    assert phrases.opening(opens, now, english=True) == en


def test_an_unknown_opening_is_not_guessed() -> None:
    assert phrases.opening(0, at(20, 9), english=False) == ""


@pytest.mark.parametrize(
    ("range_", "zh", "en"),
    [
        (Range(True, 10, 20), "约10–20分钟", "10–20 min"),
        (Range(True, 10, 20, rough=True), "估算10–20分钟", "roughly 10–20 min"),
        (Range(False), "没有窗口在开", "no window open"),
    ],
)
def test_a_wait_is_a_range_or_words(range_: Range, zh: str, en: str) -> None:
    assert phrases.wait(range_, english=False) == zh
    assert phrases.wait(range_, english=True) == en


def test_a_moment_of_another_day_has_its_date() -> None:
    assert phrases.when(at(20, 9), at(20, 17)) == "09:00"
    assert phrases.when(at(19, 16), at(20, 9)) == "11-19 16:00"
    assert phrases.when(0, at(20, 9)) == "", "nobody knows"
    assert phrases.brief(at(20, 9), at(20, 17)) == "09:00"
    assert phrases.brief(at(19, 16), at(20, 9)) == "11-19"


def test_timers() -> None:
    assert phrases.seconds(372_000) == "06:12"
    assert phrases.seconds(3_972_000) == "1:06:12"
    assert phrases.seconds(-5) == "00:00"
