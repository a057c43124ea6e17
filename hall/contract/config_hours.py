"""When the hall opens and by which limits: sessions, closures, the calendar, policy packs. Rules of a configuration;
pure."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping

from hall.contract.calendar_table import year_faults
from hall.contract.config import ClosurePart, HallConfig, HallPart, PolicyPart, QueuePart
from hall.contract.config_catalogue import mean
from hall.contract.packs import BUILT_IN, DEFAULT, filled, in_force, missing, named

Found = tuple[str, str, str]  # place, what is wrong, what to do
KINDS = ("sessions", "lunch", "extended", "weekend")  # of working days, the last of plain weekends
_SESSION = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_SECONDS = tuple(
    key
    for key, value in ((k, getattr(PolicyPart(), k)) for k in PolicyPart.__struct_fields__)
    if type(value) is int
)


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file."""
    for i, day in enumerate(config.hall.days):
        if not 1 <= day <= 7:
            yield f"hall.days[{i}]", f"{day} is no day of the week", "1 is Monday, 7 is Sunday"
    yield from _sessions("hall", config.hall)
    if not config.hall.sessions:
        yield "hall.sessions", "is empty", 'write e.g. ["09:00-12:00", "13:00-17:00"]'
    for i, queue in enumerate(config.queues):
        yield from _sessions(f"queues[{i}]", queue)
    for i, closure in enumerate(config.closures):
        yield from _closure(f"closures[{i}]", closure, config)
    yield from _calendar(config)
    yield from _limits("policy", config.policy)
    yield from pack_rules(config.policies)
    yield from _packs(config)
    for pack in _in_use(config):
        yield from _hall_under(pack, config)


# --- hours --------------------------------------------------------------------------------------------------------


def _sessions(at: str, part: HallPart | QueuePart) -> Iterator[Found]:
    """Sessions of a working day follow one another, whatever their kinds; those of a weekend do so among themselves."""
    taken: dict[bool, list[tuple[int, int, str]]] = {False: [], True: []}
    for kind in KINDS:
        spans = taken[kind == "weekend"]
        for i, session in enumerate(getattr(part, kind)):
            place = f"{at}.{kind}[{i}]"
            span = minutes(session)
            if span is None:
                yield place, f"{session!r} is no session", 'write it like "09:00-12:00"'
                continue
            begin, end = span
            if end > 24 * 60 or end <= begin:
                yield place, f"{session!r} ends before it begins", "a session lies within one day"
                continue
            for other_begin, other_end, other in spans:
                if begin < other_end and other_begin < end:
                    yield place, f"{session!r} overlaps {other!r}", "sessions follow one another"
            spans.append((begin, end, session))


def minutes(session: str) -> tuple[int, int] | None:
    """ "09:00-12:00" as minutes of the day; None when it is not written like that."""
    match = _SESSION.fullmatch(session)
    return (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else None


def date(text: str) -> dt.date | None:
    """YYYY-MM-DD; None when it is no date. Only this writing: dates are compared as text elsewhere."""
    try:
        return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _date(place: str, text: str) -> Iterator[Found]:
    if date(text) is None:
        yield place, f"{text!r} is no date", 'write it like "2026-11-20"'


def _closure(at: str, part: ClosurePart, config: HallConfig) -> Iterator[Found]:
    yield from _date(f"{at}.day", part.day)
    if part.until:
        yield from _date(f"{at}.until", part.until)
        if date(part.until) and date(part.day) and part.until < part.day:
            yield f"{at}.until", f"{part.until} is before {part.day}", "the last day of the closure"
    if part.hours:
        span = minutes(part.hours)
        if span is None or span[1] <= span[0] or span[1] > 24 * 60:
            yield (
                f"{at}.hours",
                f"{part.hours!r} are no hours",
                'write them like "14:00-17:00", "" for all day',
            )
    if part.zone and part.queue:
        yield f"{at}.queue", "stands beside a zone", "a closure is of a zone, or of a queue, or of the hall"
    if part.zone and part.zone not in {z.id for z in config.zones}:
        yield f"{at}.zone", f"there is no zone {part.zone!r}", mean(part.zone, (z.id for z in config.zones))
    if part.queue and part.queue not in {q.id for q in config.queues}:
        yield (
            f"{at}.queue",
            f"there is no queue {part.queue!r}",
            mean(part.queue, (q.id for q in config.queues)),
        )
    if not part.reason.strip():
        yield f"{at}.reason", "is empty", 'visitors read it, e.g. "停电检修"'


def _calendar(config: HallConfig) -> Iterator[Found]:
    seen: dict[int, int] = {}
    for i, part in enumerate(config.calendar):
        if part.year in seen:
            yield (
                f"calendar[{i}].year",
                f"{part.year} is already calendar[{seen[part.year]}]",
                "one table for each year",
            )
        seen.setdefault(part.year, i)
        for fault in year_faults(part):
            yield f"calendar[{i}].{fault.place}", fault.en, fault.do


# --- packs --------------------------------------------------------------------------------------------------------


def unfinished(raw: Mapping[str, object]) -> Iterator[Found]:
    """Packs as written that leave limits unsaid, where nothing built in says them."""
    policy = raw.get("policy")
    if isinstance(policy, Mapping) and str(policy.get("id", "default")) not in BUILT_IN:
        gone = missing(policy)
        if gone:
            yield (
                "policy.id",
                f"{policy.get('id')!r} is no built-in pack and does not say {', '.join(gone)}",
                f"say them, or start from a built-in one: {mean(str(policy.get('id')), BUILT_IN)}",
            )
    policies = raw.get("policies")
    for i, own in enumerate(policies if isinstance(policies, list | tuple) else ()):
        gone = missing(own) if isinstance(own, Mapping) else ()
        if gone:
            yield (
                f"policies[{i}]",
                f"does not say {', '.join(gone)}",
                "a pack of one's own says every key, so that no limit comes from elsewhere",
            )


def based(raw: object) -> dict[str, object]:
    """The `[policy]` table, what it leaves out taken from the built-in pack of its id."""
    return filled(raw if isinstance(raw, Mapping) else {})


def _limits(at: str, pack: PolicyPart) -> Iterator[Found]:
    for name in _SECONDS:
        if getattr(pack, name) < 0:
            yield f"{at}.{name}", f"{getattr(pack, name)} is negative", "seconds count from 0"
    if pack.repeat_max < 1:
        yield f"{at}.repeat_max", "must be at least 1", "the first call counts"
    if pack.warn_s > pack.abnormal_s:
        yield f"{at}.warn_s", "is later than abnormal_s", "a warning comes before the alert"
    rising = ("suspect_s", "absence_warn_s", "absence_abnormal_s", "absence_severe_s")
    for low, high in itertools.pairwise(rising):
        if getattr(pack, low) > getattr(pack, high):
            yield f"{at}.{low}", f"is later than {high}", "each step is graver than the one before"
    for name in ("valid_from", "valid_to"):
        if getattr(pack, name):
            yield from _date(f"{at}.{name}", getattr(pack, name))
    if pack.valid_to and pack.valid_to < pack.valid_from:
        yield f"{at}.valid_to", f"{pack.valid_to} is before {pack.valid_from}", "the last day of force"


def pack_rules(packs: tuple[PolicyPart, ...]) -> Iterator[Found]:
    """What is wrong with packs of one's own: each for itself, two ids alike, two in force on one day."""
    for i, pack in enumerate(packs):
        yield from _limits(f"policies[{i}]", pack)
        if not pack.id or pack.id == DEFAULT.id:
            yield f"policies[{i}].id", "is missing", "every result keeps the id of the pack that judged it"
            continue
        if pack.id in BUILT_IN:
            yield f"policies[{i}].id", f"{pack.id!r} is the id of a built-in pack", "give it another id"
        for j, other in enumerate(packs[:i]):
            if other.id == pack.id:
                yield f"policies[{i}].id", f"{pack.id!r} is already policies[{j}]", "give it another id"
            first = max(pack.valid_from, other.valid_from)
            last = min(pack.valid_to or "9999-12-31", other.valid_to or "9999-12-31")
            if first <= last:
                yield (
                    f"policies[{i}].valid_from",
                    f"{pack.id!r} and {other.id!r} are both in force on {first or 'every day'}",
                    "end one with valid_to before the other begins",
                )


def _packs(config: HallConfig) -> Iterator[Found]:
    seen: dict[str, int] = {}
    known = {config.policy.id, *(p.id for p in config.policies), *BUILT_IN}
    after = sorted((pack.day, i) for i, pack in enumerate(config.packs))
    for i, use in enumerate(config.packs):
        at = f"packs[{i}]"
        if use.day:
            yield from _date(f"{at}.day", use.day)
        if use.day in seen:
            what = f"{use.day or 'the beginning'!r} already belongs to packs[{seen[use.day]}]"
            yield f"{at}.day", what, "one pack is in force on a day"
        seen.setdefault(use.day, i)
        pack = named(config, use.id)
        if pack is None:
            yield f"{at}.id", f"there is no pack {use.id!r}", mean(use.id, known)
            continue
        if use.day and use.day < pack.valid_from:
            yield f"{at}.day", f"{use.day} is before {use.id!r} is in force", f"from {pack.valid_from} on"
        following = next((day for day, _ in after if day > use.day), "9999-12-31")
        if pack.valid_to and following > _next_day(pack.valid_to):
            what = f"{use.id!r} ends on {pack.valid_to} and nothing follows it"
            yield f"{at}.id", what, f"name the pack in force from {_next_day(pack.valid_to)} on"


def _next_day(text: str) -> str:
    day = date(text)
    return (day + dt.timedelta(1)).isoformat() if day and day < dt.date.max else text


def _in_use(config: HallConfig) -> Iterator[PolicyPart]:
    """Every pack that is in force on some day, once."""
    days = sorted({"", *(pack.day for pack in config.packs)})
    found = {pack.id: pack for pack in (in_force(config, day) for day in days)}
    yield from found.values()


def _hall_under(pack: PolicyPart, config: HallConfig) -> Iterator[Found]:
    """What a pack asks of the hall itself: V21 (R087) and names (R120)."""
    special = [z.id for z in config.zones if z.kind == "professional"]
    if pack.max_professional and len(special) > pack.max_professional:
        limit = f"专业受理服务区不得超过{pack.max_professional}个"
        what = f"{len(special)} zones are professional ({', '.join(special)}): {limit} ({pack.id})"
        yield "zones", what, 'join some of them, or make them comprehensive: kind = "service"'
    name = config.hall.name
    if pack.hall_names and not any(_fits(name, pattern) for pattern in pack.hall_names):
        yield (
            "hall.name",
            f"{name!r} is no name {pack.id} allows",
            f"one of: {', '.join(pack.hall_names)} (* stands for a place)",
        )


def _fits(name: str, pattern: str) -> bool:
    return re.fullmatch(".+".join(re.escape(piece) for piece in pattern.split("*")), name) is not None
