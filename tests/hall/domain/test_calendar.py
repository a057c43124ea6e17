"""The hall's hours, against the sessions of supervision.md §4: 09:00–12:00 and 13:00–17:00 on working days."""

import datetime as dt

import msgspec
import pytest

from hall.contract.config import HallConfig, HallPart, QueuePart, ZonePart
from hall.domain import calendar
from hall.domain.state import Hall


def hall(lunch: bool = False, days: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Hall:
    sessions = ("09:00-12:00", "12:00-13:00", "13:00-17:00") if lunch else ()
    return Hall(
        HallConfig(
            hall=HallPart("h", "大厅", days=days),
            zones=(ZonePart("A", "综合"),),
            queues=(QueuePart("a", "A", "A", "综合", sessions=sessions),),
            groups=(),
            services=(),
            windows=(),
        )
    )


def at(text: str) -> int:
    """`2026-03-09 09:00[:SS]` in Shanghai as ms."""
    return int(dt.datetime.fromisoformat(text + "+08:00").timestamp() * 1000)


def test_days_are_days_of_shanghai() -> None:
    assert calendar.day_of(at("2026-03-09 00:00:00")) == "2026-03-09"
    assert calendar.day_of(at("2026-03-09 00:00:00") - 1) == "2026-03-08"
    assert calendar.day_start("2026-03-09") == at("2026-03-09 00:00:00")
    assert calendar.clock(at("2026-03-09 09:41:59")) == "09:41"


def test_shanghai_has_no_summer_time_since_1992() -> None:
    from zoneinfo import ZoneInfo

    shanghai = ZoneInfo("Asia/Shanghai")
    for year in range(1992, 2041):
        for month in range(1, 13):
            there = dt.datetime(year, month, 15, tzinfo=shanghai)
            assert there.utcoffset() == dt.timedelta(milliseconds=calendar.OFFSET_MS)


def test_v02_lunch_does_not_count() -> None:
    have = hall()
    start, end = at("2026-03-09 11:45"), at("2026-03-09 13:10")
    assert calendar.open_seconds(have, "a", start, end) == 25 * 60
    assert calendar.open_seconds(hall(lunch=True), "a", start, end) == 85 * 60


def test_v01_to_the_second() -> None:
    have = hall()
    start = at("2026-03-09 09:00:00")
    assert calendar.open_seconds(have, "a", start, at("2026-03-09 09:30:00")) == 1800
    assert calendar.open_seconds(have, "a", start, at("2026-03-09 09:30:01") - 1) == 1800
    assert calendar.open_seconds(have, "a", start, at("2026-03-09 09:30:01")) == 1801


def test_a_weekend_has_no_service_hours() -> None:
    have = hall()
    assert calendar.open_seconds(have, "a", at("2026-03-06 16:00"), at("2026-03-09 10:00")) == 2 * 3600
    assert calendar.open_seconds(have, "a", at("2026-03-09 10:00"), at("2026-03-06 16:00")) == 0


@pytest.mark.parametrize(
    ("now", "is_open", "until", "following", "lunch"),
    [
        ("2026-03-09 08:59:59", False, "", "2026-03-09 09:00", False),
        ("2026-03-09 09:00:00", True, "2026-03-09 12:00", "2026-03-09 13:00", False),
        ("2026-03-09 12:00:00", False, "", "2026-03-09 13:00", True),
        ("2026-03-09 16:59:59", True, "2026-03-09 17:00", "2026-03-10 09:00", False),
        ("2026-03-06 17:00:00", False, "", "2026-03-09 09:00", False),
        ("2026-03-07 10:00:00", False, "", "2026-03-09 09:00", False),
    ],
)
def test_open_or_not_and_when_next(now: str, is_open: bool, until: str, following: str, lunch: bool) -> None:
    for queue in ("", "a"):
        have = calendar.open_at(hall(), queue, at(now))
        assert have.open is is_open
        assert have.until_ms == (at(until) if until else 0)
        assert have.next_ms == at(following)
        assert have.lunch is lunch
        assert not have.nonstop


def test_a_queue_that_stays_open_over_noon() -> None:
    have = calendar.open_at(hall(lunch=True), "a", at("2026-03-09 12:30"))
    assert have.open and have.nonstop and have.until_ms == at("2026-03-09 17:00")
    assert not calendar.open_at(hall(lunch=True), "", at("2026-03-09 12:30")).open


def test_a_hall_that_never_opens_says_unknown() -> None:
    assert calendar.open_at(hall(days=()), "", at("2026-03-09 10:00")).next_ms == 0


def test_open_since_is_the_inverse_of_open_seconds() -> None:
    have = hall()
    for now in (
        "2026-03-09 09:40",
        "2026-03-09 13:10",
        "2026-03-09 12:20",
        "2026-03-09 20:00",
        "2026-03-09 09:05",
    ):
        cut = calendar.open_since(have, "a", at(now), 1800)
        assert calendar.open_seconds(have, "a", cut, at(now)) == 1800
        assert calendar.open_seconds(have, "a", cut + 1000, at(now)) < 1800
    assert calendar.open_since(hall(days=()), "a", at("2026-03-09 09:40"), 1800) == 0


def test_work_stops_over_lunch_and_waits_for_the_opening() -> None:
    have = hall()
    for now, work, clock in [
        ("2026-03-09 11:50", 600, 600),
        ("2026-03-09 11:50", 1200, 1200 + 3600),
        ("2026-03-09 12:30", 60, 1860),
        ("2026-03-09 08:50", 0, 600),
        ("2026-03-09 16:50", 3600, 3600),
        ("2026-03-07 10:00", 60, 60),
    ]:
        assert calendar.after_work(have, "a", at(now), work, work) == (clock, clock)
    assert calendar.after_work(have, "a", at("2026-03-09 11:50"), 60, 1200) == (60, 4800)


def test_sessions_of_a_day_are_joined_where_they_touch() -> None:
    day = dt.date(2026, 3, 9)
    assert calendar.sessions(hall(), "a", day) == (
        (at("2026-03-09 09:00"), at("2026-03-09 12:00")),
        (at("2026-03-09 13:00"), at("2026-03-09 17:00")),
    )
    assert calendar.sessions(hall(lunch=True), "a", day) == (
        (at("2026-03-09 09:00"), at("2026-03-09 17:00")),
    )
    assert calendar.sessions(hall(), "a", dt.date(2026, 3, 8)) == ()


@pytest.mark.parametrize("text", ["9", "09:00", "25:00-26:00", "09:61-10:00", "aa:00-10:00"])
def test_a_session_that_is_none_is_refused(text: str) -> None:
    have = hall()
    bad = Hall(msgspec.structs.replace(have.config, hall=HallPart("h", "大厅", sessions=(text,))))
    with pytest.raises(ValueError):
        calendar.open_at(bad, "", at("2026-03-09 10:00"))
