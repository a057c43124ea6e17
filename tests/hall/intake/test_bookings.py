"""Lists of bookings as platforms export them: what is read, and what is said of every row that cannot be."""

from pathlib import Path

import openpyxl
import pytest

from hall.contract.bookings import BookingRow
from hall.domain.calendar import clock, day_of
from hall.intake import bookings

GOOD = "11010519491231002X"
HEAD = "预约号,事项,日期,时段,手机号,身份证号,姓名,渠道\n"
LINE = f"0007,养老保险,2026-11-23,10:00-10:30,13812345678,{GOOD},张三,手机\n"
NAMES = {"养老保险": "pension"}


def read(tmp_path: Path, data: str | bytes, name: str = "b.csv") -> tuple[bookings.Line, ...]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return bookings.read(path, NAMES)


def slot(row: BookingRow) -> tuple[str, str, str]:
    return day_of(row.start_ms), clock(row.start_ms), clock(row.end_ms) if row.end_ms else ""


def wrong(tmp_path: Path, data: str | bytes) -> list[str]:
    with pytest.raises(bookings.Wrong) as caught:
        read(tmp_path, data)
    return [str(x) for x in caught.value.faults]


def test_a_row_with_chinese_headings(tmp_path):
    (line,) = read(tmp_path, HEAD + LINE)
    assert line.number == 2
    assert (line.row.booking, line.row.service, line.row.channel) == ("0007", "pension", "mobile")
    assert slot(line.row) == ("2026-11-23", "10:00", "10:30")
    assert (line.row.phone, line.row.card, line.row.name) == ("13812345678", GOOD, "张三")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_spreadsheet_programs_write(tmp_path, encoding):
    (line,) = read(tmp_path, (HEAD + LINE).encode(encoding))
    assert line.row.name == "张三"


def test_english_headings_and_a_start_that_says_it_all(tmp_path):
    (line,) = read(
        tmp_path, "booking,service,start,phone,code\nX-1,vat,2026/11/23 9:30,138 1234 5678,882031\n"
    )
    assert slot(line.row) == ("2026-11-23", "09:30", "")
    assert (line.row.phone, line.row.code, line.row.channel) == ("13812345678", "882031", "mobile")


def test_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["预约号", "事项编号", "预约日期", "开始时间", "结束时间", "手机号"])
    book.active.append(["A-1", "vat", "2026年11月23日", "10:00", "10:30", 13812345678])
    book.save(tmp_path / "b.xlsx")
    (line,) = bookings.read(tmp_path / "b.xlsx", NAMES)
    assert slot(line.row) == ("2026-11-23", "10:00", "10:30")
    assert line.row.phone == "13812345678"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("13812345678", "1381234567", "row 2, 手机号: has 10 characters and is no mobile number"),
        (GOOD, GOOD[:17] + "1", "row 2, 身份证号: does not fit its last digit"),
        (f"13812345678,{GOOD}", ",", "row 2, 手机号: neither phone nor ID number"),
        ("10:00-10:30", "10:30-10:00", "row 2, 时段: ends before it begins"),
        ("10:00-10:30", "上午", "row 2, 时段: '上午' holds no time of day"),
        ("10:00-10:30", "25:00-25:30", "row 2, 日期: no such day or time"),
        ("2026-11-23", "23.11.", "row 2, 日期: holds no day"),
        ("2026-11-23", "2026-02-30", "row 2, 日期: no such day or time"),
        ("手机\n", "鸽子\n", "row 2, 渠道: '鸽子' is no channel"),
        ("0007", "", "row 2, 预约号: is empty"),
    ],
)
def test_a_fault_names_row_column_and_what_to_do(tmp_path, old, new, said):
    (fault,) = wrong(tmp_path, HEAD + LINE.replace(old, new))
    assert fault.startswith(said)
    assert ";" in fault


def test_every_fault_of_every_row_is_told_and_no_number_is_repeated(tmp_path):
    bad = LINE.replace(GOOD, GOOD[:17] + "1").replace("13812345678", "1381234567")
    said = wrong(tmp_path, HEAD + LINE + bad + bad.replace("0007", ""))
    assert [x.split(",")[0] for x in said] == ["row 3", "row 3", "row 4", "row 4", "row 4"]
    assert "1381234567" not in "".join(said)


def test_columns_that_are_missing_or_strange(tmp_path):
    said = wrong(tmp_path, "预约号,事项,手几号\n1,a,1\n")
    assert any("did you mean '手机号'" in x for x in said)
    assert any("add a column headed '开始时间'" in x for x in said)


def test_two_encodings_in_one_file_are_refused(tmp_path):
    assert "GB18030" in " ".join(wrong(tmp_path, HEAD.encode() + LINE.encode() + LINE.encode("gb18030")))


def test_a_heading_alone_is_no_list(tmp_path):
    assert wrong(tmp_path, HEAD) == ["file: has a heading and no row; one booking a row"]
