"""Rows of an item list as departments write it, to the parts of a catalogue; and back, for who starts from one.

Every fault of a file is told at once, with its row as the spreadsheet counts it and its column as the file heads it.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hall.contract.config import GroupPart, HallConfig, ServicePart
from hall.contract.config_catalogue import faults, id_faults, mean, surroundings
from hall.intake import pinyin, tables
from hall.intake.tables import Fault, Row, Table, Unreadable

_YES = {"是", "yes", "y", "true", "1", "收费"}
_NO = {"否", "no", "n", "false", "0", "不收费", "免费", ""}
_AT_ONCE = {"即办", "即时", "当场", "当场办结", "即时办结", "即办件"}
_DAYS = re.compile(r"(\d{1,4})\s*(?:个)?\s*(工作日|天|日|working days?|days?)?", re.I)
_COUNT = re.compile(r"(\d{1,4})\s*(?:次|个|分钟|trips?|min)?", re.I)
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: 00:00:00)?")
_LINES = re.compile(r"[；;]+")
_STEPS = re.compile(r"[；;]+|\s*(?:→|->|—>)\s*")
_IDS = re.compile(r"[\s,，、；;]+")
FREE = ("不收费", "Free")


class Column(NamedTuple):
    """A field of an item and how files head it: the first name is the one an export writes."""

    field: str
    names: tuple[str, ...]


ITEM_COLUMNS = (
    Column("id", ("编号", "事项编号", "id")),
    Column("name", ("事项名称", "名称", "name")),
    Column("name_en", ("英文名称", "name_en", "english name")),
    Column("group", ("分类", "事项分类", "二级分类", "group")),
    Column("queue", ("队列", "排队队列", "queue")),
    Column("department", ("部门", "实施主体", "单位", "办理部门", "department")),
    Column("code", ("事项编码", "实施编码", "code")),
    Column("materials", ("申请材料", "材料", "materials")),
    Column("materials_en", ("材料英文", "materials_en")),
    Column("charged", ("是否收费", "charged")),
    Column("fee", ("收费标准", "收费", "fee")),
    Column("fee_en", ("收费英文", "fee_en")),
    Column("legal_days", ("法定办结时限", "法定时限", "法定工作日", "legal_days")),
    Column("promised_days", ("承诺办结时限", "承诺时限", "承诺工作日", "promised_days")),
    Column("limit", ("时限说明", "limit")),
    Column("limit_en", ("时限说明英文", "limit_en")),
    Column("promised_trips", ("到现场次数", "到办事现场次数", "最多跑几次", "promised_trips")),
    Column("guide", ("办事指南", "guide")),
    Column("guide_en", ("办事指南英文", "guide_en")),
    Column("plain", ("白话版", "plain")),
    Column("plain_en", ("白话版英文", "plain_en")),
    Column("steps", ("办理流程", "流程", "steps")),
    Column("steps_en", ("流程英文", "steps_en")),
    Column("skill", ("技能", "窗口技能", "skill")),
    Column("starts", ("开始日期", "生效日期", "starts")),
    Column("ends", ("取消日期", "失效日期", "ends")),
    Column("elsewhere", ("办理地点", "不在大厅办理的地点", "elsewhere")),
    Column("elsewhere_en", ("办理地点英文", "elsewhere_en")),
    Column("bundle", ("一件事组成", "bundle")),
    Column("after", ("前置事项", "after")),
    Column("slot", ("每时段预约数", "slot")),
    Column("slot_min", ("预约时段分钟", "slot_min")),
    Column("pinyin", ("拼音", "pinyin")),
    Column("initials", ("拼音首字母", "initials")),
)
GROUP_COLUMNS = (
    Column("id", ("编号", "分类编号", "id")),
    Column("name", ("分类名称", "名称", "name")),
    Column("name_en", ("英文名称", "name_en")),
    Column("parent", ("上级分类", "上级", "parent")),
)
_IGNORED = {"序号", "备注", "no.", "remarks", "note"}
_GROUPS = {"分类", "groups"}  # names of the sheet that holds groups


class Book(NamedTuple):
    """An item list that is right. `data` are the bytes it was read from, for the hash."""

    groups: tuple[GroupPart, ...]
    services: tuple[ServicePart, ...]
    data: bytes


class Wrong(Exception):
    """The file is no item list for this hall. `faults` in the order of its rows."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: f.row))
        super().__init__(f"{len(self.faults)} faults")


def read(path: Path, config: HallConfig, groups_path: Path | None = None) -> Book:
    """The item list in a file. Groups come from a sheet 分类, from `groups_path`, or else from the configuration.
    Raises Wrong with everything that is wrong."""
    try:
        data, found = tables.read(path)
        more = b""
        groups_table = next((t for t in found if _plain(t.name) in _GROUPS), None)
        if groups_path is not None:
            more, other = tables.read(groups_path)
            groups_table = other[0]
    except Unreadable as unreadable:
        raise Wrong(unreadable.faults) from None
    items = next((t for t in found if t is not groups_table), None)
    if items is None:
        raise Wrong(
            [Fault(0, "", "has groups, but no sheet with items", "put the items on a sheet of their own")]
        )
    groups, services = parts(items, groups_table, config)
    return Book(groups, services, data + more)


def parts(
    items: Table, groups_table: Table | None, config: HallConfig
) -> tuple[tuple[GroupPart, ...], tuple[ServicePart, ...]]:
    """Rows to parts. Raises Wrong."""
    wrong: list[Fault] = []
    groups = config.groups
    group_sheet: _Sheet | None = None
    if groups_table is not None:
        group_sheet = _Sheet(groups_table, GROUP_COLUMNS, ("id", "name"), wrong)
        groups = tuple(GroupPart(**_texts(group_sheet, row)) for row in groups_table.rows)
    sheet = _Sheet(items, ITEM_COLUMNS, ("id", "name", "group", "queue"), wrong)
    names = _Names(groups, config)
    services = tuple(_item(sheet, row, names, wrong) for row in items.rows)
    if sheet.usable and (group_sheet is None or group_sheet.usable):
        told = {(f.row, f.column) for f in wrong}
        for fault in (*id_faults(groups, services), *faults(groups, services, surroundings(config))):
            where = group_sheet if fault.table == "groups" else sheet
            if where is None:  # a fault of the configuration's own groups has no row here
                continue
            made = Fault(where.row(fault.row), where.heading(fault.field), where.words(fault.what), fault.do)
            if (made.row, made.column) not in told:
                wrong.append(made)
    if wrong:
        raise Wrong(wrong)
    return groups, services


# --- one sheet --------------------------------------------------------------------------------------------------


class _Sheet:
    """Where each field stands in a table, and how to speak of its rows. `usable`: its columns are all known."""

    def __init__(
        self, table: Table, columns: Sequence[Column], needed: Sequence[str], wrong: list[Fault]
    ) -> None:
        self._table = table
        self._at: dict[str, int] = {}
        before = len(wrong)
        known = {_plain(name): c for c in columns for name in c.names}
        for i, cell in enumerate(table.head.cells):
            heading = _plain(cell)
            if not heading or heading in _IGNORED:
                continue
            column = known.get(heading)
            if column is None:
                near = difflib.get_close_matches(heading, known, 1, 0.5)
                do = (
                    f"did you mean {near[0]!r}?"
                    if near
                    else "columns: " + "、".join(c.names[0] for c in columns)
                )
                wrong.append(Fault(table.head.number, cell, "is no column of an item list", do))
            elif column.field in self._at:
                other = table.head.cells[self._at[column.field]]
                wrong.append(
                    Fault(table.head.number, cell, f"says the same as column {other!r}", "keep one of them")
                )
            else:
                self._at[column.field] = i
        for column in columns:
            if column.field in needed and column.field not in self._at:
                wrong.append(
                    Fault(
                        table.head.number,
                        column.names[0],
                        "is missing",
                        f"add a column headed {column.names[0]!r}",
                    )
                )
        self.width = len(table.head.cells)
        self._head = {c.field: c.names[0] for c in columns}
        self.usable = len(wrong) == before

    def has(self, field: str) -> bool:
        return field in self._at

    def text(self, row: Row, field: str) -> str:
        """The cell of this field, "" where the row or the table has none."""
        at = self._at.get(field, -1)
        return row.cells[at] if 0 <= at < len(row.cells) else ""

    def heading(self, field: str) -> str:
        """The column as the file heads it."""
        if field in self._at:
            return self._table.head.cells[self._at[field]]
        return self._head.get(field, "")

    def row(self, index: int) -> int:
        """The spreadsheet's number of an item."""
        return self._table.rows[index].number if index < len(self._table.rows) else 0

    def words(self, what: str) -> str:
        """services[3] is a place in our words; in the file it is a row."""
        return re.sub(r"\b(?:services|groups)\[(\d+)\]", lambda m: f"row {self.row(int(m[1]))}", what)


class _Names:
    """Groups and queues by whatever a department calls them: id or name, a queue also by its letter."""

    def __init__(self, groups: Sequence[GroupPart], config: HallConfig) -> None:
        name_of = {g.id: g.name for g in groups}
        self.groups: dict[str, set[str]] = {}
        for group in groups:
            long = f"{name_of.get(group.parent, '')}/{group.name}" if group.parent else ""
            for name in (group.id, group.name, long):
                if name:
                    self.groups.setdefault(name, set()).add(group.id)
        self.queues: dict[str, set[str]] = {}
        for queue in config.queues:
            for name in (queue.id, queue.name, queue.letter):
                self.queues.setdefault(name, set()).add(queue.id)
        self.ids = {"group": {g.id for g in groups}, "queue": {q.id for q in config.queues}}


def _item(sheet: _Sheet, row: Row, names: _Names, wrong: list[Fault]) -> ServicePart:
    def tell(field: str, what: str, do: str) -> None:
        wrong.append(Fault(row.number, sheet.heading(field), what, do))

    def say(field: str) -> str:
        return sheet.text(row, field)

    if len(row.cells) > sheet.width:
        said = next(c for c in row.cells[sheet.width :] if c)
        wrong.append(
            Fault(
                row.number,
                "",
                f"{said[:20]!r} stands right of the last heading",
                "is a quote missing before it?",
            )
        )
    for field in ("id", "name"):
        if not say(field):
            tell(field, "is empty", "every item has one")
    name = say("name")
    own_pinyin, own_initials = pinyin.of(name)
    fee, charged = say("fee"), say("charged").lower()
    if charged not in _YES | _NO:
        tell("charged", f"{say('charged')!r} is neither yes nor no", "write 是 or 否")
    is_charged = charged in _YES if sheet.has("charged") else bool(fee) and _plain(fee) not in _NO
    if charged in _NO and sheet.has("charged") and fee and _plain(fee) not in _NO | {"无"}:
        tell(
            "fee", f"a fee is said ({fee}), but {sheet.heading('charged')} says no", "one of the two is wrong"
        )
    if not is_charged and (not fee or _plain(fee) in _NO | {"无"}):
        fee, fee_en = FREE
    else:
        fee_en = say("fee_en")
    limit, limit_en = say("limit"), say("limit_en")
    if _plain(say("promised_days")) in _AT_ONCE and not limit:
        limit, limit_en = "当场办好", "On the spot"
    return ServicePart(
        id=say("id") or "?",
        group=_named("group", say("group"), names.groups, names.ids["group"], tell),
        queue=_named("queue", say("queue"), names.queues, names.ids["queue"], tell),
        name=name,
        name_en=say("name_en"),
        pinyin=say("pinyin") or own_pinyin,
        initials=say("initials") or own_initials,
        materials=_many(_LINES, say("materials")),
        materials_en=_many(_LINES, say("materials_en")),
        fee=fee,
        fee_en=fee_en,
        limit=limit,
        limit_en=limit_en,
        guide=say("guide"),
        guide_en=say("guide_en"),
        plain=say("plain"),
        plain_en=say("plain_en"),
        steps=_many(_STEPS, say("steps")),
        steps_en=_many(_STEPS, say("steps_en")),
        code=say("code"),
        department=say("department"),
        legal_days=_days("legal_days", say("legal_days"), tell),
        promised_days=_days("promised_days", say("promised_days"), tell),
        promised_trips=_count("promised_trips", say("promised_trips"), 0, tell),
        charged=is_charged,
        skill=say("skill"),
        starts=_day("starts", say("starts"), tell),
        ends=_day("ends", say("ends"), tell),
        elsewhere=say("elsewhere"),
        elsewhere_en=say("elsewhere_en"),
        bundle=_many(_IDS, say("bundle")),
        after=_many(_IDS, say("after")),
        slot=_count("slot", say("slot"), 0, tell),
        slot_min=_count("slot_min", say("slot_min"), 30, tell),
    )


_Tell = Callable[[str, str, str], None]


def _named(field: str, said: str, known: Mapping[str, set[str]], ids: set[str], tell: _Tell) -> str:
    """The id somebody means. Nothing said is told by the rules of the list, which know of bundles."""
    if not said and field == "queue":
        return ""
    if not said:
        tell(
            field, "is empty", "name the group; a merged cell has its text in the first row only, so split it"
        )
        return ""
    if said in ids:
        return said
    meant = known.get(said, set())
    if len(meant) == 1:
        return next(iter(meant))
    if meant:
        tell(field, f"{said!r} may be any of {', '.join(sorted(meant))}", "write its id")
    else:
        tell(field, f"there is no {field} {said!r}", mean(said, known))
    return said


def _days(field: str, said: str, tell: _Tell) -> int:
    if not said or _plain(said) in _AT_ONCE:
        return 0
    found = _DAYS.fullmatch(said)
    if found is None:
        tell(field, f"{said!r} is no number of working days", "write e.g. 20, or 即办")
        return 0
    return int(found[1])


def _count(field: str, said: str, default: int, tell: _Tell) -> int:
    if not said:
        return default
    found = _COUNT.fullmatch(said)
    if found is None:
        tell(field, f"{said!r} is no number", "write e.g. 1")
        return default
    return int(found[1])


def _day(field: str, said: str, tell: _Tell) -> str:
    """A day in any usual writing as YYYY-MM-DD; whether there is such a day the rules of the list say."""
    if not said:
        return ""
    found = _DATE.fullmatch(said)
    if found is None:
        tell(field, f"{said!r} is no day", "write it like 2026-07-01")
        return ""
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def _many(cut: re.Pattern[str], said: str) -> tuple[str, ...]:
    """A list in one cell: line by line, or in one line with the separators people use."""
    if "\n" in said:
        return tuple(x.strip() for x in said.split("\n") if x.strip())
    return tuple(x.strip() for x in cut.split(said) if x.strip())


def _texts(sheet: _Sheet, row: Row) -> dict[str, str]:
    return {f: sheet.text(row, f) for f in ("id", "name", "name_en", "parent")}


def _plain(heading: str) -> str:
    """A heading as compared: no spaces, no brackets with a unit, small letters."""
    return re.sub(r"[（(].*?[)）]|\s|[*：:]", "", heading).lower()


# --- and back ---------------------------------------------------------------------------------------------------


def item_rows(services: Iterable[ServicePart]) -> list[list[str]]:
    """The rows of an export, its headings first; what `read` reads again to the same items."""
    rows = [[c.names[0] for c in ITEM_COLUMNS]]
    for item in services:
        cells = {c.field: _cell(c.field, getattr(item, c.field)) for c in ITEM_COLUMNS}
        cells["charged"] = "是" if item.charged or _plain(item.fee) not in _NO | {"无"} else "否"
        rows.append(list(cells.values()))
    return rows


def group_rows(groups: Iterable[GroupPart]) -> list[list[str]]:
    """As `item_rows`, of groups."""
    rows = [[c.names[0] for c in GROUP_COLUMNS]]
    rows += [[getattr(g, c.field) for c in GROUP_COLUMNS] for g in groups]
    return rows


def _cell(field: str, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value) if value else ""
    if isinstance(value, tuple):
        return (" " if field in ("bundle", "after") else "\n").join(value)
    return str(value)
