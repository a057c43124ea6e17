"""Rows of a booking platform's list to rows of an import. Whether they fit the hall is for the rules.

Every fault of a file is told at once, with its row as the spreadsheet counts it and its column as the file heads it.
"""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from hall.contract import id_number
from hall.contract.bookings import BookingRow
from hall.contract.tickets import Channel
from hall.domain.clock_words import SHANGHAI
from hall.intake import tables
from hall.intake.tables import Fault, Row, Table, Unreadable

COLUMNS: dict[str, tuple[str, ...]] = {
    "booking": ("预约号", "预约编号", "booking"),
    "service": ("事项", "事项编号", "事项名称", "service"),
    "day": ("日期", "预约日期", "day", "date"),
    "start": ("开始时间", "开始", "start"),
    "end": ("结束时间", "结束", "end"),
    "slot": ("时段", "预约时段", "slot"),
    "phone": ("手机号", "手机", "电话", "phone"),
    "card": ("身份证号", "身份证", "证件号", "card"),
    "name": ("姓名", "name"),
    "channel": ("渠道", "预约渠道", "channel"),
    "code": ("取号码", "预约码", "code"),
}
"""A field and how files head it; the first name is the one our own example writes."""
_IGNORED = {"序号", "备注", "no.", "remarks", "note"}
_CHANNELS = {
    **{x.value: x.value for x in Channel},
    "网上": "web",
    "网站": "web",
    "手机": "mobile",
    "掌上": "mobile",
    "电话": "hotline",
    "12345": "hotline",
    "现场": "hall",
    "自助机": "self_service",
}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]00)?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


class Line(NamedTuple):
    """One row that can be read, with its number in the file."""

    number: int
    row: BookingRow


class Wrong(Exception):
    """The file is no list of bookings. `faults` in the order of its rows."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda x: x.row))
        super().__init__(f"{len(self.faults)} faults")


def read(path: Path, services: Mapping[str, str]) -> tuple[Line, ...]:
    """The rows of the first table of a file. `services` gives the id of an item by its name or number; what is not in
    it is taken as an id. Raises Wrong with everything that is wrong."""
    try:
        _, found = tables.read(path)
    except Unreadable as unreadable:
        raise Wrong(list(unreadable.faults)) from None
    wrong: list[Fault] = []
    columns = _columns(found[0], wrong)
    lines = [] if wrong else [_line(found[0], row, columns, services, wrong) for row in found[0].rows]
    if not wrong and not lines:
        wrong.append(Fault(0, "", "has a heading and no row", "one booking a row"))
    if wrong:
        raise Wrong(wrong)
    return tuple(lines)


def heading(field: str) -> str:
    """What a field of BookingRow is called in a file, for a fault the hall found."""
    return COLUMNS[{"start_ms": "start", "end_ms": "end"}.get(field, field)][0]


def _columns(table: Table, wrong: list[Fault]) -> dict[str, int]:
    known = {name: field for field, names in COLUMNS.items() for name in names}
    found: dict[str, int] = {}
    for i, cell in enumerate(table.head.cells):
        name = cell.strip().lower()
        if not name or name in _IGNORED:
            continue
        field = known.get(name)
        if field is None:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            columns = "、".join(names[0] for names in COLUMNS.values())
            wrong.append(
                Fault(table.head.number, cell, "is no column of a list of bookings",
                      f"did you mean {near[0]!r}?" if near else f"columns: {columns}")
            )  # fmt: skip
        elif field in found:
            wrong.append(
                Fault(table.head.number, cell, "says the same as another column", "keep one of them")
            )
        else:
            found[field] = i
    needed = [x for x in ("booking", "service") if x not in found]
    if not {"start", "slot"} & set(found):
        needed.append("start")
    if not {"phone", "card"} & set(found):
        needed.append("phone")
    for field in needed:
        name = COLUMNS[field][0]
        wrong.append(Fault(table.head.number, name, "is missing", f"add a column headed {name!r}"))
    return found


def _line(
    table: Table, row: Row, columns: dict[str, int], services: Mapping[str, str], wrong: list[Fault]
) -> Line:
    def say(field: str) -> str:
        at = columns.get(field, -1)
        return row.cells[at] if 0 <= at < len(row.cells) else ""

    def tell(field: str, what: str, do: str) -> None:
        head = table.head.cells[columns[field]] if field in columns else COLUMNS[field][0]
        wrong.append(Fault(row.number, head, what, do))

    if not say("booking"):
        tell("booking", "is empty", "every booking has its id")
    if not say("service"):
        tell("service", "is empty", "write the item")
    phone, card = re.sub(r"[\s-]", "", say("phone")), say("card").replace(" ", "").upper()
    if phone and not _MOBILE.fullmatch(phone):
        tell("phone", f"has {len(phone)} characters and is no mobile number", "11 digits, beginning with 1")
    said = id_number.problem(card) if card else None
    if said is not None:
        tell("card", said.en, "correct it, or give the phone alone")
    if not phone and not card:
        tell("phone" if "phone" in columns else "card", "neither phone nor ID number", "give one of them")
    channel = _CHANNELS.get(say("channel") or "mobile", "")
    if not channel:
        tell("channel", f"{say('channel')!r} is no channel", "one of " + ", ".join(_CHANNELS))
    start, end = _times(say, tell)
    service = services.get(say("service"), say("service"))
    return Line(
        row.number,
        BookingRow(
            say("booking"), service, start, end, phone, card, say("name"), channel or "mobile", say("code")
        ),
    )


def _times(say: Callable[[str], str], tell: Callable[[str, str, str], None]) -> tuple[int, int]:
    """Start and end of the slot, ms; 0 where no end is said, and (0, 0) after a fault."""
    slot = re.split(r"\s*[-–—~至到]\s*(?=\d{1,2}[:：])", say("slot"), maxsplit=1)
    field = "slot" if slot[0] else "start"
    first, last = (slot[0], slot[1] if len(slot) > 1 else "") if slot[0] else (say("start"), say("end"))
    day = _DATE.search(say("day")) or _DATE.search(first)
    start, end = _TIME.search(first), _TIME.search(last)
    if day is None:
        tell("day" if say("day") else field, "holds no day", "write it like 2026-11-20")
        return 0, 0
    if start is None:
        tell(field, f"{first!r} holds no time of day", "write it like 10:00")
        return 0, 0
    if last and end is None:
        tell(field if slot[0] else "end", f"{last!r} holds no time of day", "write it like 10:30")
        return 0, 0
    try:
        date = dt.date(int(day[1]), int(day[2]), int(day[3]))
        begins = _ms(date, start)
        ends = _ms(date, end) if end is not None else 0
    except ValueError:
        tell("day" if say("day") else field, "no such day or time", "look at the month, the day, the hour")
        return 0, 0
    if ends and ends <= begins:
        tell(field, "ends before it begins", "10:00-10:30")
        return 0, 0
    return begins, ends


def _ms(day: dt.date, time: re.Match[str]) -> int:
    return int(dt.datetime.combine(day, dt.time(int(time[1]), int(time[2])), SHANGHAI).timestamp() * 1000)
