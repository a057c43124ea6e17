"""The calendar of working days as a table: days of rest and make-up working days of a year (supervision.md §3.1).

`read` takes the CSV an administrator types from the State Council's notice; `year_faults` says what is wrong with a
year, wherever it came from. What a table means for opening hours and deadlines is decided in `hall.domain`.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hall.contract.config import YearPart

# 全国年节及纪念日放假办法 §2: whatever is moved around them, these three are days of rest in every year.
ALWAYS_REST = ("01-01", "05-01", "10-01")
FEWEST, MOST = 240, 256  # working days of a year; 247 to 251 in every notice since 2008
WHOLE = 300  # a file with so many days of a year lists all days, not only those that differ from the week

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d\d))(\d{1,2})日?")
_HEADS = {
    "date": "date", "日期": "date",
    "is_workday": "is_workday", "工作日": "is_workday", "是否工作日": "is_workday", "上班": "is_workday",
    "source": "source", "来源": "source",
    "notice": "notice", "文号": "notice", "通知": "notice",
}  # fmt: skip
_YES = ("1", "true", "yes", "是", "上班", "工作日", "班")
_NO = ("0", "false", "no", "否", "休息", "放假", "休")
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK_ZH = "一二三四五六日"
_EXAMPLE = 'the first line is "date,is_workday,source,notice", e.g. "2027-01-01,0,…,国办发明电〔2026〕…号"'


class Fault(NamedTuple):
    """`place` inside the year's table, what is wrong in both languages, and what to do."""

    place: str
    zh: str
    en: str
    do: str


class BadTable(Exception):
    """The file is no calendar. `problems` holds every one of them, each a sentence that names its line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def date_of(year: int, text: str) -> dt.date | None:
    """A day of a year's table: "MM-DD", or "YYYY-12-DD" for a December day that the next year's notice moves, as that
    of 2019 did with three days of 2018. None when it is neither."""
    whole = re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d)", text)
    if whole is None or (whole[1] and (int(whole[1]) != year - 1 or whole[2] != "12")):
        return None
    try:
        return dt.date(int(whole[1] or year), int(whole[2]), int(whole[3]))
    except ValueError:
        return None


def year_faults(part: YearPart) -> Iterator[Fault]:
    """Everything that cannot be true of a year's table; nothing for a good one."""
    if not 2000 <= part.year <= 2100:
        yield Fault("year", f"{part.year} 不是年份", f"{part.year} is no year", "e.g. 2027")
        return
    seen: dict[dt.date, str] = {}
    for name, days in (("rest", part.rest), ("work", part.work)):
        for i, text in enumerate(days):
            place, day = f"{name}[{i}]", date_of(part.year, text)
            if day is None:
                yield Fault(
                    place,
                    f"“{text}”不是 {part.year} 年的日期",
                    f"{text!r} is no day of {part.year}",
                    'write "MM-DD", or "YYYY-12-DD" for a December day of the year before',
                )
                continue
            if day in seen and seen[day] != name:
                zh = f"{day} 又是休息日又是上班日"
                yield Fault(
                    place, zh, f"{day} is a day of rest and a working day at once", "keep one of them"
                )
            elif day in seen:
                yield Fault(place, f"{day} 写了两次", f"{day} stands there twice", "name each day once")
            elif name == "work" and day.weekday() < 5:
                yield Fault(
                    place,
                    f"{day} 是周{_WEEK_ZH[day.weekday()]}，本来就上班",
                    f"{day} is a {_WEEK[day.weekday()]}, a working day anyway",
                    "a make-up working day is a Saturday or Sunday",
                )
            seen.setdefault(day, name)
    for text in ALWAYS_REST:
        day = dt.date.fromisoformat(f"{part.year}-{text}")
        if seen.get(day) != "rest":
            yield Fault("rest", f"没有 {day} 的放假", f"{day} is missing", "is the table complete?")
    count = _working_days(part.year, seen)
    if not FEWEST <= count <= MOST:
        yield Fault(
            "rest",
            f"全年有 {count} 个工作日，不像一整年的安排",
            f"that makes {count} working days, which no year has",
            f"{FEWEST} to {MOST} are possible; is the table complete?",
        )


def _working_days(year: int, seen: dict[dt.date, str]) -> int:
    first = dt.date(year, 1, 1)
    days = (first + dt.timedelta(n) for n in range((dt.date(year + 1, 1, 1) - first).days))
    return sum(seen.get(day, "work" if day.weekday() < 5 else "rest") == "work" for day in days)


# --- CSV ----------------------------------------------------------------------------------------------------------


class _Row(NamedTuple):
    line: int
    day: dt.date
    works: bool
    source: str
    notice: str


def read(data: bytes) -> tuple[YearPart, ...]:
    """The years of a CSV with the columns date, is_workday, source, notice (Chinese heads are known too): either only
    the days that differ from Monday to Friday, or every day of the year. UTF-8 with or without BOM, or GB18030.

    Raises BadTable with every problem of the file; then nothing of it counts.
    """
    lines = _lines(data)
    problems: list[str] = []
    rows = _rows(lines, problems)
    if not rows and not problems:
        problems.append("the file holds no day; " + _EXAMPLE)
    seen: dict[dt.date, _Row] = {}
    for row in rows:
        other = seen.setdefault(row.day, row)
        if other is not row and other.works == row.works:
            problems.append(
                f"line {row.line}: {row.day} stands in line {other.line} already; keep one of them"
            )
        elif other is not row:
            kinds = ("a day of rest", "a working day")
            problems.append(
                f"line {row.line}: {row.day} is {kinds[row.works]} here and {kinds[other.works]} in line "
                f"{other.line}; keep the one the notice says"
            )
    if problems:
        raise BadTable(problems)
    years = tuple(_year(year, of) for year, of in _by_year(rows).items())
    for part in years:
        problems += [f"{part.year}: {fault.en}; {fault.do}" for fault in year_faults(part)]
    if problems:
        raise BadTable(problems)
    return years


def _lines(data: bytes) -> list[str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadTable(["the file is UTF-16; save it as CSV UTF-8"])
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise BadTable(["the file is a workbook; save the sheet as CSV UTF-8"])
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        pass
    raw = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    utf8 = [n for n, line in enumerate(raw, 1) if _surely_utf8(line)]
    other = [n for n, line in enumerate(raw, 1) if not line.isascii() and not _decodes(line, "utf-8")]
    if utf8 or data.startswith(b"\xef\xbb\xbf"):
        where = f"line {other[0]}" + (f" is not UTF-8, line {utf8[0]} is" if utf8 else " is not UTF-8")
        raise BadTable([f"{where}: the file mixes two encodings; save the whole of it as CSV UTF-8"])
    try:
        return b"\n".join(raw).decode("gb18030").removeprefix("\ufeff").split("\n")
    except UnicodeDecodeError:
        bad = next(n for n, line in enumerate(raw, 1) if not _decodes(line, "gb18030"))
        raise BadTable([f"line {bad}: neither UTF-8 nor GB18030; save the file as CSV UTF-8"]) from None


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _surely_utf8(line: bytes) -> bool:
    """Chinese in three bytes each: two bytes of GB18030 can look like UTF-8 by chance, whole words cannot."""
    return _decodes(line, "utf-8") and any(ch >= "\u3000" for ch in line.decode("utf-8"))


def _rows(lines: list[str], problems: list[str]) -> list[_Row]:
    reader = csv.reader(lines, strict=True)
    rows: list[_Row] = []
    head: list[str] = []
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if not head:
                head = _head(cells, problems)
                if not head:
                    return []
                continue
            row = _row(
                dict(zip(head, cells, strict=False)), reader.line_num, len(cells) > len(head), problems
            )
            if row is not None:
                rows.append(row)
    except csv.Error as error:
        problems.append(f"line {reader.line_num}: cannot be read as CSV ({error})")
    return rows


def _head(cells: list[str], problems: list[str]) -> list[str]:
    head = [_HEADS.get(cell.lower(), "") for cell in cells]
    unknown = [cell for cell, known in zip(cells, head, strict=True) if not known]
    missing = [name for name in ("date", "is_workday") if name not in head]
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if unknown:
        problems.append(f"line 1: unknown column{'s' if len(unknown) > 1 else ''} "
                        f"{', '.join(repr(x) for x in unknown)}; {_EXAMPLE}")  # fmt: skip
    if missing:
        problems.append(f"line 1: no column {' and '.join(missing)}; {_EXAMPLE}")
    if twice:
        problems.append(f"line 1: the column {', '.join(twice)} stands there twice")
    return [] if unknown or missing or twice else head


def _row(cells: dict[str, str], line: int, long: bool, problems: list[str]) -> _Row | None:
    match = _DATE.fullmatch(cells.get("date", ""))
    before = len(problems)
    if long:
        problems.append(f"line {line}: more cells than the first line has columns")
    day: dt.date | None = None
    if match is not None:
        try:
            day = dt.date(int(match[1]), int(next(m for m in match.groups()[1:6] if m)), int(match[7]))
        except ValueError:
            day = None
    if day is None:
        problems.append(f'line {line}: {cells.get("date", "")!r} is no date; write it like "2027-01-01"')
    word = cells.get("is_workday", "").lower()
    if word not in _YES + _NO:
        problems.append(
            f"line {line}: is_workday is {word!r}; write 1 for a working day, 0 for a day of rest"
        )
    if day is None or len(problems) > before:
        return None
    return _Row(line, day, word in _YES, cells.get("source", ""), cells.get("notice", ""))


def _by_year(rows: list[_Row]) -> dict[int, list[_Row]]:
    """Rows by the year whose notice they are from: December days alone belong to the year that follows in the file."""
    years: dict[int, list[_Row]] = {}
    for row in rows:
        years.setdefault(row.day.year, []).append(row)
    for year in sorted(years):
        if year + 1 in years and all(row.day.month == 12 for row in years[year]):
            years[year + 1] = [*years.pop(year), *years[year + 1]]
    return dict(sorted(years.items()))


def _year(year: int, rows: list[_Row]) -> YearPart:
    works = {row.day: row.works for row in rows}
    whole = len(rows) >= WHOLE
    rest = [day for day, work in works.items() if not work and not (whole and _plain_weekend(day, works))]
    work = [day for day, work in works.items() if work and day.weekday() >= 5]
    return YearPart(
        year,
        tuple(_name(year, day) for day in sorted(rest)),
        tuple(_name(year, day) for day in sorted(work)),
        "；".join(dict.fromkeys(row.source for row in rows if row.source)),
        "；".join(dict.fromkeys(row.notice for row in rows if row.notice)),
    )


def _plain_weekend(day: dt.date, works: dict[dt.date, bool]) -> bool:
    """In a table of every day: a Saturday or Sunday of rest that no weekday of rest leads to belongs to no festival."""
    if day.weekday() < 5:
        return False
    for step in (-1, 1):
        at = day
        while works.get(at) is False:
            if at.weekday() < 5:
                return False
            at += dt.timedelta(step)
    return (day.month, day.day) not in ((1, 1), (5, 1), (10, 1))


def _name(year: int, day: dt.date) -> str:
    return day.strftime("%m-%d") if day.year == year else day.isoformat()
