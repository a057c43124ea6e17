"""What an item list must be, wherever it comes from: configuration, file, bus. Pure; each fault has its place."""

import datetime
import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hall.contract.config import GroupPart, HallConfig, ServicePart

MOST_ITEMS = 5000  # a hall has up to 2,000 (R065); above this a file is a mistake
MOST_GROUPS = 500
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_LONGEST = {"name": 60, "name_en": 160, "guide": 2000, "guide_en": 4000, "plain": 2000, "plain_en": 4000}
_FREE = ("不收费", "免费", "无", "")
_PAIRS = (("materials", "materials_en"), ("steps", "steps_en"))


class Fault(NamedTuple):
    """`table` is groups or services, `row` counts from 0, `field` is a field of the part."""

    table: str
    row: int
    field: str
    what: str
    do: str


class Surroundings(NamedTuple):
    """What of the hall an item list leans on: its queues, and the skills of the windows that serve each of them."""

    queues: frozenset[str]
    skills: Mapping[str, frozenset[str]]


def surroundings(config: HallConfig) -> Surroundings:
    """Of a configuration; a comprehensive window serves every general queue (R015)."""
    general = frozenset(q.id for q in config.queues if q.general)
    skills: dict[str, set[str]] = {q.id: set() for q in config.queues}
    for window in config.windows:
        for queue in {*window.queues, *(general if window.comprehensive else ())}:
            skills.setdefault(queue, set()).update(window.skills)
    return Surroundings(frozenset(q.id for q in config.queues), {q: frozenset(s) for q, s in skills.items()})


def faults(
    groups: Sequence[GroupPart], services: Sequence[ServicePart], around: Surroundings
) -> Iterator[Fault]:
    """Every fault of an item list whose ids are good (`id_faults`), groups first, in the order of the list."""
    yield from _groups(groups)
    known = {g.id for g in groups}
    parents = {g.parent for g in groups if g.parent}
    items = {s.id: s for s in services}
    names: dict[tuple[str, str, str], int] = {}
    codes: dict[str, int] = {}
    for i, item in enumerate(services):
        yield from _menu(i, item, known, parents)
        yield from _queue(i, item, items, around)
        yield from _figures(i, item)
        yield from _dates(i, item)
        yield from _texts(i, item)
        yield from _parts(i, item, items)
        yield from _twice(i, item, names, codes)
    yield from _circles(services, items)


def id_faults(groups: Sequence[GroupPart], services: Sequence[ServicePart]) -> Iterator[Fault]:
    """Ids that are none, or stand twice. A configuration is looked at for these in all its tables at once."""
    for table, ids in (("groups", [g.id for g in groups]), ("services", [s.id for s in services])):
        seen: dict[str, int] = {}
        for i, own in enumerate(ids):
            if not _ID.fullmatch(own):
                yield Fault(
                    table,
                    i,
                    "id",
                    f"{own!r} is no id",
                    "use letters, digits, dot, dash, underline; at most 40",
                )
            elif own in seen:
                yield Fault(
                    table, i, "id", f"{own!r} is already the id of {table}[{seen[own]}]", "give it another id"
                )
            seen.setdefault(own, i)
    for table, count, most in (
        ("groups", len(groups), MOST_GROUPS),
        ("services", len(services), MOST_ITEMS),
    ):
        if count == 0:
            yield Fault(table, 0, "", "is empty", f"a hall needs at least one of its {table}")
        if count > most:
            yield Fault(table, most, "", f"{count} are too many", f"at most {most}; is this the right file?")


def _groups(groups: Sequence[GroupPart]) -> Iterator[Fault]:
    parent_of = {g.id: g.parent for g in groups}
    for i, group in enumerate(groups):
        if not group.name.strip():
            yield Fault("groups", i, "name", "is empty", "write what visitors shall read")
        if not group.parent:
            continue
        if group.parent not in parent_of:
            yield Fault(
                "groups", i, "parent", f"there is no group {group.parent!r}", mean(group.parent, parent_of)
            )
        elif group.parent == group.id or parent_of[group.parent]:
            yield Fault(
                "groups",
                i,
                "parent",
                f"{group.parent!r} is itself no group of the first level",
                "the kiosk's menu has two levels: name a group without a parent",
            )  # fmt: skip


def _menu(i: int, item: ServicePart, known: Collection[str], parents: Collection[str]) -> Iterator[Fault]:
    if item.group not in known:
        yield Fault("services", i, "group", f"there is no group {item.group!r}", mean(item.group, known))
    elif item.group in parents:
        yield Fault(
            "services",
            i,
            "group",
            f"{item.group!r} holds groups, so it cannot hold items too",
            "put the item into one of the groups below it",
        )


def _queue(
    i: int, item: ServicePart, items: Mapping[str, ServicePart], around: Surroundings
) -> Iterator[Fault]:
    if item.elsewhere:
        if item.queue or item.bundle:
            what = f"it is done elsewhere ({item.elsewhere}), so nobody waits for it here"
            yield Fault("services", i, "elsewhere", what, "leave out either this or the queue")
    elif not item.queue and not item.bundle:
        yield Fault("services", i, "queue", "is missing", "name the queue its visitors wait in")
    elif item.queue and item.queue not in around.queues:
        yield Fault(
            "services", i, "queue", f"there is no queue {item.queue!r}", mean(item.queue, around.queues)
        )
    elif item.skill and item.queue and item.skill not in around.skills.get(item.queue, frozenset()):
        have = around.skills.get(item.queue, frozenset())
        yield Fault(
            "services",
            i,
            "skill",
            f"no window of queue {item.queue!r} has the skill {item.skill!r}, so nobody could call it",
            mean(item.skill, have) if have else "give the skill to a window, or leave it out here",
        )


def _figures(i: int, item: ServicePart) -> Iterator[Fault]:
    for field in ("legal_days", "promised_days", "promised_trips", "slot"):
        if getattr(item, field) < 0:
            yield Fault("services", i, field, f"{getattr(item, field)} is negative", "0 means: not said")
    if 0 < item.legal_days < item.promised_days:
        yield Fault(
            "services",
            i,
            "promised_days",
            f"{item.promised_days} days are promised, but the law gives {item.legal_days}",
            "a promise is not longer than the law (R118)",
        )
    if item.slot > 0 and not 5 <= item.slot_min <= 480:
        yield Fault(
            "services", i, "slot_min", f"{item.slot_min} min is no length of a slot", "5 to 480, 30 is usual"
        )
    if item.charged and item.fee.strip() in _FREE:
        yield Fault(
            "services",
            i,
            "fee",
            "it is charged, but no fee is said",
            "write the fee and its base, e.g. 20 元",
        )


def _dates(i: int, item: ServicePart) -> Iterator[Fault]:
    for field, day in (("starts", item.starts), ("ends", item.ends)):
        if day and not is_day(day):
            yield Fault("services", i, field, f"{day!r} is no day", "write it like 2026-07-01")
    if is_day(item.starts) and is_day(item.ends) and item.ends <= item.starts:
        yield Fault(
            "services",
            i,
            "ends",
            f"it ends on {item.ends}, before it starts on {item.starts}",
            "`ends` is the first day without it",
        )


def _texts(i: int, item: ServicePart) -> Iterator[Fault]:
    if not item.name.strip():
        yield Fault("services", i, "name", "is empty", "write what visitors shall read")
    for field, most in _LONGEST.items():
        length = len(getattr(item, field))
        if length > most:
            yield Fault(
                "services", i, field, f"has {length} characters", f"at most {most}, or nobody reads it"
            )
    for zh, en in _PAIRS:
        if len(getattr(item, en)) > len(getattr(item, zh)):
            yield Fault("services", i, en, f"has more lines than {zh}", "one line for each Chinese line")


def _parts(i: int, item: ServicePart, items: Mapping[str, ServicePart]) -> Iterator[Fault]:
    """Bundles (一件事) and what must be done before."""
    if len(item.bundle) == 1 or len(set(item.bundle)) != len(item.bundle):
        yield Fault("services", i, "bundle", "needs two or more different items", "or leave it out")
    for other in item.bundle:
        if other in items and items[other].elsewhere:
            what = f"{other!r} is done elsewhere"
            yield Fault("services", i, "bundle", what, "a bundle holds what is done in this hall")
        if other == item.id or (other in items and items[other].bundle):
            yield Fault("services", i, "bundle", f"{other!r} is itself a bundle", "name single items")
    for field, others in (("bundle", item.bundle), ("after", item.after)):
        for other in others:
            if other not in items:
                yield Fault("services", i, field, f"there is no item {other!r}", mean(other, items))
    if item.id in item.after:
        yield Fault("services", i, "after", "names itself", "name what must be done before")


def _twice(
    i: int, item: ServicePart, names: dict[tuple[str, str, str], int], codes: dict[str, int]
) -> Iterator[Fault]:
    key = (item.group, item.department, item.name)
    if item.name and key in names:
        yield Fault(
            "services",
            i,
            "name",
            f"{item.name!r} is already the name of services[{names[key]}] in the same group",
            "nobody could tell them apart: add what differs",
        )
    names.setdefault(key, i)
    if item.code and item.code in codes:
        yield Fault(
            "services",
            i,
            "code",
            f"{item.code!r} is already the code of services[{codes[item.code]}]",
            "each item of the published list has its own",
        )
    if item.code:
        codes.setdefault(item.code, i)


def _circles(services: Sequence[ServicePart], items: Mapping[str, ServicePart]) -> Iterator[Fault]:
    """Items that wait for one another could never be done."""
    done: set[str] = set()
    for i, item in enumerate(services):
        if not item.after or item.id in item.after:
            continue
        seen, look = {item.id}, [x for x in item.after if x in items]
        while look:
            at = look.pop()
            if at == item.id and item.id not in done:
                done.add(item.id)
                yield Fault(
                    "services", i, "after", "comes back to itself over the items it names", "break the circle"
                )
            if at not in seen:
                seen.add(at)
                look.extend(x for x in items[at].after if x in items)


def is_day(text: str) -> bool:
    """A real day, written YYYY-MM-DD."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def mean(word: str, known: Iterable[str]) -> str:
    """ "did you mean …?", else what is known, shortened."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, 1, 0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(repr(n) for n in names[:12]) or "none"
    return f"known: {shown}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")
