"""A CSV or XLSX file as rows of text with their places. What a row means is not known here.

CSV may be UTF-8 (with or without BOM) or GB18030, but not both: each cell is looked at, so a mixed file is refused with
the rows that differ (spreadsheet programs leave such files behind when departments paste into one another's).
"""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_BYTES = 32 * 1024 * 1024
MOST_INSIDE = 256 * 1024 * 1024  # unpacked; an XLSX is a ZIP
_CSV, _XLSX = (".csv", ".txt"), (".xlsx", ".xlsm")
_NAMED_ROWS = 8  # of a fault that many rows share


class Fault(NamedTuple):
    """What is wrong where, and what to do. `row` as the spreadsheet counts it, 0 for the file; `column` as headed."""

    row: int
    column: str
    what: str
    do: str

    def __str__(self) -> str:
        place = (f"row {self.row}" if self.row else "file") + (f", {self.column}" if self.column else "")
        return f"{place}: {self.what}" + (f"; {self.do}" if self.do else "")


class Unreadable(Exception):
    """No rows can be had from this file. `faults` say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class Row(NamedTuple):
    number: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """`head` is the first row that is not empty; `rows` are those below it that are not, at least as wide. Texts are
    stripped."""

    name: str
    head: Row
    rows: tuple[Row, ...]


def read(path: Path) -> tuple[bytes, tuple[Table, ...]]:
    """The file's bytes and its tables: one of a CSV, each sheet of an XLSX. Raises Unreadable."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise Unreadable(Fault(0, "", f"{path} cannot be read: {error.strerror}", "check the path")) from None
    if size > MOST_BYTES:
        raise Unreadable(Fault(0, "", f"has {size} bytes", f"at most {MOST_BYTES}; is this the right file?"))
    return data, tables(data, path.name)


def tables(data: bytes, name: str) -> tuple[Table, ...]:
    """As `read`, of bytes. `name` decides by its ending."""
    kind = Path(name).suffix.lower()
    if kind in _XLSX:
        sheets = [(sheet, list(rows)) for sheet, rows in _sheets(data)]
    elif kind in _CSV:
        sheets = [("", _csv(data))]
    else:
        raise Unreadable(Fault(0, "", f"{name!r} is neither CSV nor XLSX", "save it as .csv or .xlsx"))
    found = []
    for sheet, rows in sheets:
        full = [Row(n, _cut(cells)) for n, cells in enumerate(rows, 1) if any(cells)]
        if full:
            wide = len(full[0].cells)
            below = tuple(Row(n, cells + ("",) * (wide - len(cells))) for n, cells in full[1:])
            found.append(Table(sheet, full[0], below))
    if not found:
        raise Unreadable(Fault(0, "", "is empty", "the first row names the columns, one item a row below it"))
    return tuple(found)


def _cut(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at its end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


# --- CSV --------------------------------------------------------------------------------------------------------


def _csv(data: bytes) -> list[tuple[str, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Fault(0, "", "is UTF-16", "save it as CSV UTF-8"))
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        raise Unreadable(Fault(0, "", "holds zero bytes, so it is no text", "save it as CSV UTF-8"))
    # Commas, quotes and line ends are the same bytes in all three encodings and never part of a Chinese character, so
    # the cells can be cut before their encoding is known.
    text = data.decode("latin-1")
    first = text.split("\n", 1)[0]
    comma = max(",;\t", key=first.count)
    raw: list[list[bytes]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    try:
        for cells in reader:
            if len(raw) >= MOST_ROWS:
                raise Unreadable(
                    Fault(len(raw) + 1, "", f"there are more than {MOST_ROWS} rows", "split the file")
                )
            raw.append([c.encode("latin-1") for c in cells[:MOST_COLUMNS]])
    except csv.Error as error:
        raise Unreadable(
            Fault(len(raw) + 1, "", f"is no CSV: {error}", 'a cell with quotes is written "like ""this"""')
        ) from None
    encoding = _encoding(raw)
    return [tuple(c.decode(encoding).strip() for c in cells) for cells in raw]


def _encoding(rows: list[list[bytes]]) -> str:
    """The one encoding of all cells. Raises Unreadable with the rows that differ from most."""
    head = rows[0] if rows else []
    utf8: list[tuple[int, int]] = []
    gb: list[tuple[int, int]] = []
    for n, cells in enumerate(rows, 1):
        for i, cell in enumerate(cells):
            if cell.isascii():
                continue
            kind = _kind(cell)
            if kind == "":
                raise Unreadable(
                    Fault(
                        n,
                        _heading(head, i),
                        "is neither UTF-8 nor GB18030",
                        "type the cell again and save as CSV UTF-8",
                    )
                )
            if kind == "utf-8":
                utf8.append((n, i))
            elif kind == "gb18030":
                gb.append((n, i))
    if utf8 and gb:
        odd, said, rest = (gb, "GB18030", "UTF-8") if len(gb) <= len(utf8) else (utf8, "UTF-8", "GB18030")
        faults = [
            Fault(
                n,
                _heading(head, i),
                f"is written in {said}, most of the file in {rest}",
                "save all of it as UTF-8",
            )
            for n, i in odd[:_NAMED_ROWS]
        ]
        if len(odd) > _NAMED_ROWS:
            faults.append(Fault(0, "", f"{len(odd) - _NAMED_ROWS} more cells are written in {said}", ""))
        raise Unreadable(*faults)
    return "gb18030" if gb else "utf-8"


def _kind(cell: bytes) -> str:
    """utf-8, gb18030, "either", or "" for neither. A short GB cell may be UTF-8 by accident, but then of other letters
    than Chinese: those are two bytes in UTF-8, Chinese ones three."""
    try:
        text = cell.decode("utf-8")
    except UnicodeDecodeError:
        try:
            cell.decode("gb18030")
        except UnicodeDecodeError:
            return ""
        return "gb18030"
    return "utf-8" if any(ord(c) >= 0x800 for c in text) else "either"


def _heading(head: list[bytes], column: int) -> str:
    """A column's name for a message, in whichever encoding it is."""
    if column >= len(head):
        return f"column {column + 1}"
    kind = _kind(head[column])
    return head[column].decode("gb18030" if kind == "gb18030" else "utf-8", "replace").strip()


# --- XLSX -------------------------------------------------------------------------------------------------------


def _sheets(data: bytes) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            Fault(0, "", "is an old .xls or has a password", "save it as .xlsx without password")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = sum(part.file_size for part in packed.infolist())
        if inside > MOST_INSIDE:
            raise Unreadable(Fault(0, "", f"holds {inside} bytes unpacked", f"at most {MOST_INSIDE}"))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Unreadable(Fault(0, "", f"is no XLSX: {error}", "open it once and save it as .xlsx")) from None
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield sheet.title, _rows(sheet)
    finally:
        book.close()


def _rows(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> list[tuple[str, ...]]:
    sheet.reset_dimensions()  # some programs write a wrong size
    found: list[tuple[str, ...]] = []
    last = 0
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        found.append(tuple(_text(c) for c in cells))
        if any(found[-1]):
            last = len(found)
        if last > MOST_ROWS:
            raise Unreadable(Fault(last, "", f"there are more than {MOST_ROWS} rows", "split the file"))
        if len(found) > last + MOST_ROWS:  # a sheet that was formatted down to its end
            break
    return found[:last]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
