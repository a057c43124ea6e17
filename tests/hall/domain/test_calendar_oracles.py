"""The shipped calendar against two independent packages, day by day; both are tools of the tests, never of the hall."""

import datetime as dt

import chinese_calendar
import holidays
import pytest

from hall.bus.site import shipped_calendar
from hall.contract.config import HallConfig, HallPart
from hall.domain import workdays
from hall.domain.state import Hall

HALL = Hall(HallConfig(HallPart("h", "大厅"), (), (), (), (), (), calendar=shipped_calendar()))


@pytest.mark.parametrize("year", [part.year for part in shipped_calendar()])
def test_every_day_is_what_both_packages_say(year: int) -> None:
    theirs = holidays.country_holidays("CN", years=year)
    day = dt.date(year, 1, 1)
    while day.year == year:
        ours = workdays.is_workday(HALL, day)
        assert ours is chinese_calendar.is_workday(day), day
        assert ours is theirs.is_working_day(day), day
        day += dt.timedelta(1)


def test_the_package_the_table_was_made_of_knows_no_later_year() -> None:
    """When it does, make the table anew: bin/calendar-seed."""
    last = max(part.year for part in shipped_calendar())
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(dt.date(last + 1, 3, 1))
