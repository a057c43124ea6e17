"""The calendar as people bring it: a CSV typed from the notice, in a spreadsheet's encodings, and their mistakes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.bus.site import CALENDAR, shipped_calendar
from hall.contract.calendar_table import BadTable, date_of, read, year_faults
from hall.contract.config import YearPart

YEAR = shipped_calendar()[2]  # 2026
NOTICE = "国办发明电〔2025〕7号"
HEAD = "date,is_workday,source,notice"


def lines(part: YearPart = YEAR, source: str = "办公室录入") -> list[str]:
    days = [(text, 0) for text in part.rest] + [(text, 1) for text in part.work]
    return [HEAD, *(f"{part.year}-{text},{works},{source},{NOTICE}" for text, works in days)]


def data(rows: list[str], encoding: str = "utf-8") -> bytes:
    return ("\r\n".join(rows) + "\r\n").encode(encoding)


def problems(rows: list[str] | bytes) -> tuple[str, ...]:
    with pytest.raises(BadTable) as caught:
        read(rows if isinstance(rows, bytes) else data(rows))
    return caught.value.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_the_encodings_spreadsheets_write(encoding: str) -> None:
    (part,) = read(data(lines(), encoding))
    assert (part.rest, part.work) == (YEAR.rest, YEAR.work)
    assert (part.source, part.notice) == ("办公室录入", NOTICE)


def test_chinese_heads_and_words_and_other_writings_of_dates() -> None:
    rows = ["日期,是否工作日,文号"]
    for text in YEAR.rest:
        month, day = text.split("-")
        rows.append(f"2026年{int(month)}月{int(day)}日,休息,{NOTICE}")
    for text in YEAR.work:
        rows.append(f"2026/{text.replace('-', '/')},上班,{NOTICE}")
    (part,) = read(data(rows, "gb18030"))
    assert (part.rest, part.work, part.notice) == (YEAR.rest, YEAR.work, NOTICE)
    compact = [HEAD.replace(",source,notice", ""), *(f"2026{t.replace('-', '')},no" for t in YEAR.rest)]
    compact += [f"2026.{t.replace('-', '.')},TRUE" for t in YEAR.work]
    assert read(data(compact))[0].rest == YEAR.rest


def test_a_table_of_every_day_is_the_same_table() -> None:
    """A festival has its weekend with it; other Saturdays and Sundays stay plain, and may have weekend sessions."""
    first = dt.date(2026, 1, 1)
    rows = [HEAD]
    for n in range(365):
        day = first + dt.timedelta(n)
        name = f"{day:%m-%d}"
        works = name in YEAR.work or (day.weekday() < 5 and name not in YEAR.rest)
        rows.append(f"{day},{int(works)},x,{NOTICE}")
    (part,) = read(data(rows))
    assert (part.rest, part.work) == (YEAR.rest, YEAR.work)


def test_several_years_and_blank_lines() -> None:
    assert read(CALENDAR.read_bytes()) == shipped_calendar()
    assert [p.year for p in read(CALENDAR.read_bytes().replace(b"\n", b"\n\n,,,\n"))] == [2024, 2025, 2026]


def test_december_days_belong_to_the_notice_of_the_next_year() -> None:
    rows = [*lines(), f"2025-12-27,1,x,{NOTICE}"]
    (part,) = read(data(rows))
    assert part.year == 2026
    assert part.work == ("2025-12-27", *YEAR.work)
    assert date_of(2026, "2025-12-27") == dt.date(2025, 12, 27)
    assert date_of(2026, "2024-12-27") is None
    assert date_of(2026, "2025-11-27") is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-02-30,0,,", "line 41: '2026-02-30' is no date"),
        ("02-30,0,,", "line 41: '02-30' is no date"),
        ("2026-05-12,maybe,,", "line 41: is_workday is 'maybe'; write 1"),
        ("2026-05-12,,,", "line 41: is_workday is ''"),
        ("2026-05-12,0,,,,", "line 41: more cells than"),
        ("2026-01-01,0,,", "line 41: 2026-01-01 stands in line 2 already"),
        ("2026-10-10,1,,", "line 41: 2026-10-10 stands in line 40 already"),
        ("2026-10-10,0,,", "line 41: 2026-10-10 is a day of rest here and a working day in line 40"),
        ("2026-04-04,1,,", "line 41: 2026-04-04 is a working day here and a day of rest in line"),
        ('2026-05-12,0,"no end', "cannot be read as CSV"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(row: str, words: str) -> None:
    found = problems([*lines(), row])
    assert any(words in one for one in found), found


def test_all_wrong_rows_come_in_one_answer() -> None:
    found = problems([*lines(), "2026-13-01,0,,", "2026-06-01,x,,", "2026-01-01,0,,"])
    assert len(found) == 3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "the file holds no day"),
        ([HEAD], "the file holds no day"),
        (["2026-01-01,0,,"], "no column date and is_workday"),
        (["date,is_workday,colour", "2026-01-01,0,red"], "unknown column 'colour'"),
        (["date,date,is_workday", "2026-01-01,,0"], "the column date stands there twice"),
        (["date,source", "2026-01-01,x"], "no column is_workday"),
    ],
)
def test_a_file_that_is_no_table(rows: list[str], words: str) -> None:
    assert words in " ".join(problems(rows))


def test_encodings_that_cannot_be_trusted() -> None:
    rows = [line.encode("utf-8") for line in lines()]
    rows[7] = lines()[7].encode("gb18030")
    assert problems(b"\n".join(rows)) == (
        "line 8 is not UTF-8, line 2 is: the file mixes two encodings; save the whole of it as CSV UTF-8",
    )
    assert "mixes two encodings" in problems(b"\xef\xbb\xbf" + data(lines(), "gb18030"))[0]
    assert "UTF-16" in problems(data(lines(), "utf-16"))[0]
    assert "workbook" in problems(b"PK\x03\x04" + bytes(40))[0]
    assert "line 41 is not UTF-8, line 2 is" in problems(data(lines()) + b"2026-05-12,0,\xff\xff,\r\n")[0]
    assert "line 2: neither UTF-8 nor GB18030" in problems(b"date,is_workday\n\xff\xff,0\n")[0]


# --- a year -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "work", "zh", "en"),
    [
        (("1-1",), (), "不是 2026 年的日期", "'1-1' is no day of 2026"),
        (("02-29",), (), "不是 2026 年的日期", "is no day of 2026"),
        ((*YEAR.rest, "01-01"), YEAR.work, "写了两次", "2026-01-01 stands there twice"),
        (YEAR.rest, (*YEAR.work, "01-01"), "又是休息日又是上班日", "a day of rest and a working day at once"),
        (YEAR.rest, (*YEAR.work, "03-09"), "是周一，本来就上班", "2026-03-09 is a Monday"),
        (YEAR.rest[1:], YEAR.work, "没有 2026-01-01 的放假", "2026-01-01 is missing"),
        (("01-01", "05-01", "10-01"), (), "全年有 258 个工作日", "258 working days, which no year has"),
    ],
)
def test_what_cannot_be_a_year(rest, work, zh, en) -> None:
    faults = tuple(year_faults(YearPart(2026, rest, work)))
    assert any(zh in f.zh and en in f.en and f.do for f in faults), faults


def test_half_a_notice_is_found_out() -> None:
    half = [row for row in lines() if not row.startswith("2026-1")]
    assert "2026: 2026-10-01 is missing; is the table complete?" in problems(half)


def test_good_years_have_no_fault() -> None:
    for part in shipped_calendar():
        assert tuple(year_faults(part)) == ()
    assert [f.place for f in year_faults(YearPart(20260))] == ["year"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(noise: bytes) -> None:
    for whole in (noise, HEAD.encode() + b"\n" + noise, data(lines()) + noise):
        years, said = _tried(whole)
        assert said or years
        assert all(len(one) > 10 for one in said)
        assert not any(tuple(year_faults(part)) for part in years)


def _tried(whole: bytes) -> tuple[tuple[YearPart, ...], tuple[str, ...]]:
    try:
        return read(whole), ()
    except BadTable as bad:
        return (), bad.problems
