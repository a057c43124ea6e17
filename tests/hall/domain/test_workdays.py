"""Statutory working days: every known answer of the handbook (waiting.md §4, supervision.md §3.1), V17, V18, V25."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.bus.site import shipped_calendar
from hall.contract.config import HallConfig, HallPart
from hall.domain import workdays
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.workdays import Deadline, Target

D = dt.date.fromisoformat


def hall(years: tuple[int, ...] = (2024, 2025, 2026)) -> Hall:
    table = tuple(part for part in shipped_calendar() if part.year in years)
    return Hall(HallConfig(HallPart("h", "大厅"), (), (), (), (), (), calendar=table))


HALL = hall()


@pytest.mark.parametrize(
    ("event", "count", "last"),
    [
        ("2026-02-09", 10, "2026-02-28"),  # a make-up Saturday
        ("2026-02-12", 10, "2026-03-04"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-03-09", 10, "2026-03-23"),
        ("2026-03-09", 5, "2026-03-16"),  # V08
        ("2026-03-02", 5, "2026-03-09"),  # V24
        ("2026-03-09", 2, "2026-03-11"),  # V26
        ("2026-04-24", 10, "2026-05-12"),
        ("2026-04-30", 2, "2026-05-07"),
        ("2026-04-30", 1, "2026-05-06"),  # V18
        ("2026-09-18", 10, "2026-10-09"),
        ("2026-09-30", 10, "2026-10-20"),
        ("2026-11-20", 10, "2026-12-04"),
        ("2026-12-17", 10, "2026-12-31"),
        ("2026-03-07", 1, "2026-03-09"),  # counted from a Saturday
        ("2026-03-09", 0, "2026-03-09"),
    ],
)
def test_known_answers(event: str, count: int, last: str) -> None:
    assert workdays.after(HALL, D(event), count, strict=True) == Deadline(D(last), False)
    if count:
        assert workdays.count(HALL, D(event), D(last)) == count


def test_a_deadline_beyond_the_last_calendar_is_provisional_or_refused() -> None:
    assert workdays.after(HALL, D("2026-12-18"), 9) == Deadline(D("2026-12-31"), False)
    # Monday to Friday but for 1 January, until the notice comes.
    assert workdays.after(HALL, D("2026-12-18"), 10) == Deadline(D("2027-01-04"), True)
    with pytest.raises(Refusal) as caught:
        workdays.after(HALL, D("2026-12-18"), 10, strict=True)
    assert "2027 年的日历还没有更新" in caught.value.text.zh
    assert caught.value.text.en.startswith("There is no calendar for 2027")
    assert workdays.provisional(HALL, D("2027-01-04"))
    with pytest.raises(ValueError, match="from 0 on"):
        workdays.after(HALL, D("2026-12-18"), -1)


def test_years_of_the_notices() -> None:
    assert [workdays.of_year(HALL, year) for year in (2024, 2025, 2026)] == [251, 248, 248]
    made_up = {2026: "01-04 02-14 02-28 05-09 09-20 10-10", 2025: "01-26 02-08 04-27 09-28 10-11"}
    for year, days in made_up.items():
        weekends = [
            day
            for n in range(365)
            if (day := dt.date(year, 1, 1) + dt.timedelta(n)).weekday() > 4 and workdays.is_workday(HALL, day)
        ]
        assert " ".join(f"{day:%m-%d}" for day in weekends) == days


def test_v25_a_saturday_is_a_working_day_only_where_the_notice_says_so() -> None:
    assert not workdays.is_workday(HALL, D("2026-03-14"))
    assert workdays.is_workday(HALL, D("2026-02-14"))


@pytest.mark.parametrize(
    ("month", "day", "target"),
    [
        ((2026, 4), 5, "2026-04-03"),  # V17: Sunday of a festival; the report goes out on the Friday
        ((2026, 4), 25, "2026-04-24"),
        ((2026, 3), 5, "2026-03-05"),
        ((2026, 10), 5, "2026-09-30"),  # the whole week before is a festival: the target lies in September
        ((2026, 2), 25, "2026-02-25"),
    ],
)
def test_v17_monthly_targets_lie_before_the_legal_date(month, day, target) -> None:
    found = workdays.monthly(HALL, *month, day, strict=True)
    assert found == Target(dt.date(*month, day), D(target), False)


def test_a_monthly_target_in_a_year_without_a_calendar() -> None:
    assert workdays.monthly(HALL, 2027, 1, 5) == Target(D("2027-01-05"), D("2027-01-05"), True)
    with pytest.raises(Refusal):
        workdays.monthly(HALL, 2027, 1, 5, strict=True)


def test_a_notice_that_moves_days_of_the_december_before() -> None:
    """国务院办公厅关于2019年部分节假日安排的通知 made 29 December 2018, a Saturday, a working day."""
    have = hall()
    moved = msgspec.structs.replace(
        shipped_calendar()[0],
        year=2024,
        rest=("2023-12-29", *shipped_calendar()[0].rest),
        work=("2023-12-30", *shipped_calendar()[0].work),
    )
    have.facts.calendar[2024] = moved
    have.hours.changed()
    assert not workdays.is_workday(have, D("2023-12-29"))
    assert workdays.is_workday(have, D("2023-12-30"))


@given(st.dates(dt.date(2024, 1, 1), dt.date(2026, 6, 1)), st.integers(0, 60))
def test_counting_forward_and_back_agree(day: dt.date, count: int) -> None:
    last, guessed = workdays.after(HALL, day, count)
    assert not guessed
    assert count == 0 or workdays.is_workday(HALL, last)
    assert workdays.count(HALL, day, last) == count
    assert workdays.count(HALL, last, day) == 0
