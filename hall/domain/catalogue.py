"""The item list in force: which items are offered on a day, and when a new list is taken in (R008, R119)."""

import re

from hall.contract.catalogue import CatalogueImported, ImportCatalogue
from hall.contract.config import ServicePart
from hall.contract.config_catalogue import Fault, faults, id_faults, is_day, surroundings
from hall.contract.unions import Event
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

_SM3 = re.compile(r"[0-9a-f]{64}")
_VERSION = re.compile(r"\S(.{0,38}\S)?")


def offered(part: ServicePart, day: str) -> bool:
    """Is this item on the list on `day` (YYYY-MM-DD): from `starts` on, until the day before `ends`."""
    return part.starts <= day and (not part.ends or day < part.ends)


def must_be_offered(hall: Hall, service: str) -> None:
    """No number for an item that has not begun, is over (open tickets of it go on, R008) or has not entered the hall
    (R007). Raises Refusal."""
    part, day = hall.services[service], hall.facts.day
    name, name_en = part.name, part.name_en or part.name
    if part.elsewhere:
        raise Refusal(
            "elsewhere",
            f"{name}不在这里办，请到{part.elsewhere}",
            f"{name_en} is not done here. Please go to {part.elsewhere_en or part.elsewhere}.",
        )
    if offered(part, day):
        return
    if day < part.starts:
        zh, en = _day(part.starts)
        raise Refusal("not_begun", f"{name}：{zh}起办", f"{name_en}: begins on {en}.")
    zh, en = _day(part.ends)
    raise Refusal(
        "ended",
        f"{name}：{zh}起不办了，请问导办台",
        f"{name_en}: not done here since {en}. Please ask the guide desk.",
    )


def _day(day: str) -> tuple[str, str]:
    year, month, date = (int(x) for x in day.split("-"))
    return f"{year}年{month}月{date}日", day


def take_in(command: ImportCatalogue, hall: Hall) -> tuple[Event, ...]:
    """A whole new list, or words why not; the list that is in force already is accepted with nothing to note."""
    facts = hall.facts
    if not _VERSION.fullmatch(command.version):
        raise Refusal(
            "bad_version", "版本号要写，最多 40 个字", "Give the list a version of 1 to 40 characters."
        )
    if not _SM3.fullmatch(command.sm3):
        raise Refusal("bad_hash", "SM3 应是 64 位十六进制", "sm3 takes 64 hex digits.")
    if command.starts and not is_day(command.starts):
        raise Refusal("bad_day", "生效日期应写成 2026-07-01", "starts takes a day like 2026-07-01.")
    known = facts.catalogue_versions.get(command.version)
    if known is not None and known != command.sm3:
        raise Refusal(
            "version_taken",
            f"版本 {command.version} 已经用过，内容不一样，请换一个版本号",
            f"Version {command.version} was imported with other content. Give this one another version.",
        )
    later = command.starts if command.starts > facts.day else ""
    waiting = facts.catalogue_next
    if not later and facts.catalogue is not None and facts.catalogue.sm3 == command.sm3:
        return ()
    if later and waiting is not None and (waiting.sm3, waiting.starts) == (command.sm3, later):
        return ()
    around = surroundings(hall.config)
    found = [*id_faults(command.groups, command.services)] or [
        *faults(command.groups, command.services, around)
    ]
    if found:
        raise _refused(found)
    return (
        CatalogueImported(
            command.version, command.source, command.sm3, command.groups, command.services, later
        ),
    )


def _refused(found: list[Fault]) -> Refusal:
    """The first fault and how many there are; `hall catalogue check` names every one with its row."""
    first = found[0]
    place = f"{first.table}[{first.row}].{first.field}".rstrip(".")
    return Refusal(
        "bad_catalogue",
        f"事项清单有 {len(found)} 处不对，没有导入；先用 hall catalogue check 查看",
        f"The list has {len(found)} faults, nothing was changed. The first: {place}: {first.what}; {first.do}",
        hint=place,
    )
