"""Files as departments send them: three encodings, two kinds of spreadsheet, and what is no table at all."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from hall.intake import tables
from hall.intake.tables import Unreadable

HEAD = "编号,事项名称,备注\r\n"
ROWS = "a,社保卡办理,\r\n\r\nb,开办饭馆,要图\r\n"


def only(data: bytes, name: str = "x.csv") -> tables.Table:
    (table,) = tables.tables(data, name)
    return table


def wrong(data: bytes, name: str = "x.csv") -> list[str]:
    with pytest.raises(Unreadable) as caught:
        tables.tables(data, name)
    return [str(f) for f in caught.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_each_encoding_and_keeps_its_row_numbers(encoding: str) -> None:
    table = only((HEAD + ROWS).encode(encoding))
    assert table.head == (1, ("编号", "事项名称", "备注"))
    assert table.rows == ((2, ("a", "社保卡办理", "")), (4, ("b", "开办饭馆", "要图")))


def test_a_mixed_file_is_refused_with_the_cells_that_differ() -> None:
    data = HEAD.encode() + b"a," + "社保卡".encode("gb18030") + b",\r\n" + "b,开办饭馆,要图\r\n".encode()
    assert wrong(data) == [
        "row 2, 事项名称: is written in GB18030, most of the file in UTF-8; save all of it as UTF-8"
    ]
    data = (HEAD + ROWS).encode("gb18030") + "c,新事项,说明\r\n".encode()
    assert [f.split(":")[0] for f in wrong(data)] == ["row 5, 事项名称", "row 5, 备注"]


def test_many_mixed_cells_are_counted_not_listed() -> None:
    rows = b"".join(b"x," + "社保卡".encode("gb18030") + b"\n" for _ in range(20))
    more = "".join(f"y{i},社保卡\n" for i in range(30)).encode()
    found = wrong("编号,名称\n".encode() + rows + more)
    assert len(found) == 9
    assert found[-1] == "file: 12 more cells are written in GB18030"


def test_a_short_chinese_word_that_is_utf8_by_accident_is_still_gb() -> None:
    """联 is C1 AA in GB18030 and no UTF-8; 通 alone, CD A8, is a letter of Greek in UTF-8."""
    data = "编号,名称\na,通\nb,联通公司\n".encode("gb18030")
    assert [r.cells[1] for r in only(data).rows] == ["通", "联通公司"]


def test_quotes_line_ends_and_other_commas() -> None:
    table = only('编号;名称\n1;"材料一\n材料二"\n2;"说""好"""\n'.encode())
    assert [r.cells for r in table.rows] == [("1", "材料一\n材料二"), ("2", '说"好"')]
    assert only("编号\t名称\n1\t一\n".encode()).rows[0].cells == ("1", "一")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "x.csv", "is empty"),
        ("编号".encode("utf-16"), "x.csv", "is UTF-16"),
        (b"a,b\0\n", "x.csv", "zero bytes"),
        (b"a,b\n1,\xff\xff\n", "x.csv", "row 2, b: is neither UTF-8 nor GB18030"),
        (b'a,b\n1,"open\n', "x.csv", "row 2: is no CSV"),
        (b"\xd0\xcf\x11\xe0old", "x.xlsx", "old .xls or has a password"),
        (b"PK\3\4 nothing", "x.xlsx", "is no XLSX"),
        (b"x", "x.xlsx", "is no XLSX"),
        (b"a,b\n", "x.pdf", "neither CSV nor XLSX"),
        (b"a\n" * 10_001, "x.csv", "more than 10000 rows"),
    ],
)
def test_what_is_no_table_is_said(data: bytes, name: str, said: str) -> None:
    (fault,) = wrong(data, name)
    assert said in fault


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        tables.read(tmp_path / "no.csv")


def workbook(*rows: list[object], title: str = "事项", hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if hidden:
        book.create_sheet("旧").append(["编号"])
        book["旧"].sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_cells_of_a_workbook_become_the_text_people_see() -> None:
    data = workbook(
        ["编号", "天数", "生效", "收费"],
        [1, 20.0, datetime.datetime(2026, 7, 1), True],
        [None] * 4,
        ["b", 2.5],
        hidden=True,
    )
    table = only(data, "x.xlsx")
    assert table.name == "事项"
    assert table.rows == ((2, ("1", "20", "2026-07-01", "是")), (4, ("b", "2.5", "", "")))


def test_a_packed_file_that_would_fill_the_memory_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_INSIDE", 100_000)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sheet.xml", b"\0" * (tables.MOST_INSIDE + 1))
    (fault,) = wrong(held.getvalue(), "x.xlsx")
    assert "unpacked" in fault
