"""Statutory working days: deadlines and monthly targets (supervision.md §3.1, 行政许可法 §82, 民法典 §201–203).

Another calendar than the hours of the hall: a hall that opens on Saturdays has no working day more, and on a make-up
Saturday the clock of a deadline runs although a hall may be closed. A day that lies beyond the last table is never
guessed in silence: it says `provisional`, or with `strict` it is refused.
"""

import datetime as dt
from typing import NamedTuple

from hall.domain.hours import EPOCH, Table
from hall.domain.refusal import Refusal
from hall.domain.state import Hall


class Deadline(NamedTuple):
    """The last day on which it is in time (until 24:00, 民法典 §203). `provisional`: a year without a table was counted
    as Monday to Friday but for 1 January; it is worked out again when its calendar is imported."""

    day: dt.date
    provisional: bool


class Target(NamedTuple):
    """A date of a month: `legal` is never moved by a holiday, `day` is the last working day on or before it."""

    legal: dt.date
    day: dt.date
    provisional: bool


def is_workday(hall: Hall, day: dt.date) -> bool:
    """Monday to Friday, as moved by the State Council. Of a year without a table see `provisional`."""
    return hall.hours.table.is_workday((day - EPOCH).days)


def provisional(hall: Hall, day: dt.date) -> bool:
    """There is no table for this day's year."""
    return not hall.hours.table.known(day.year)


def after(hall: Hall, day: dt.date, count: int, strict: bool = False) -> Deadline:
    """The `count`-th working day after `day`; the day itself is not counted (民法典 §201), so a period that begins on a
    Friday night has the whole of its first day. ValueError for a negative count; 0 is the day itself.

    With `strict` a period that runs into a year without a table is a Refusal.
    """
    if count < 0:
        raise ValueError(f"{count} working days: count from 0 on")
    table: Table = hall.hours.table
    index = (day - EPOCH).days
    left, guessed = count, False
    while left:
        index += 1
        guessed = guessed or not table.known((EPOCH + dt.timedelta(index)).year)
        left -= table.is_workday(index)
    found = EPOCH + dt.timedelta(index)
    if strict and guessed:
        raise _missing(found.year)
    return Deadline(found, guessed)


def count(hall: Hall, start: dt.date, end: dt.date) -> int:
    """How many working days have passed at the end of `end`, when `start` is not counted: the inverse of `after`. 0
    when the days are the wrong way round."""
    first, last = (start - EPOCH).days, (end - EPOCH).days
    return sum(hall.hours.table.is_workday(index) for index in range(first + 1, last + 1))


def monthly(hall: Hall, year: int, month: int, day: int, strict: bool = False) -> Target:
    """What is due on a fixed day of a month (the 5th, the 25th; R052): the date by law, and the last working day on or
    before it, which may lie in the month before. With `strict` a year without a table is a Refusal."""
    legal = dt.date(year, month, day)
    table: Table = hall.hours.table
    index, guessed = (legal - EPOCH).days, False
    while True:
        guessed = guessed or not table.known((EPOCH + dt.timedelta(index)).year)
        if table.is_workday(index):
            break
        index -= 1
    if strict and guessed:
        raise _missing(year)
    return Target(legal, EPOCH + dt.timedelta(index), guessed)


def of_year(hall: Hall, year: int) -> int:
    """Working days of a year."""
    return count(hall, dt.date(year - 1, 12, 31), dt.date(year, 12, 31))


def _missing(year: int) -> Refusal:
    return Refusal(
        "no_calendar",
        f"{year} 年的日历还没有更新，期限算不准。请先导入国务院的放假通知",
        f"There is no calendar for {year} yet, so this deadline is not known. Import the State Council's notice first.",
        hint=str(year),
    )
