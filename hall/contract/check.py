"""Is this configuration a hall? Every problem in one answer, each with its place, what is wrong and what to do.

First the shape (keys, types), then, as far as the shape allows, what the parts say of one another.
"""

import difflib
import functools
import types
import typing
from collections.abc import Iterable, Mapping

import msgspec

from hall.contract.config import HallConfig, PolicyPart
from hall.contract.config_hours import based, pack_rules, unfinished
from hall.contract.config_rules import rules


class Problem(msgspec.Struct, frozen=True, order=True):
    """`place` as in the file, e.g. windows[3].queues[0]; `what` is wrong; `do` says how to mend it."""

    place: str
    what: str
    do: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f"; {self.do}" if self.do else "")


def check(raw: Mapping[str, object]) -> tuple[HallConfig | None, tuple[Problem, ...]]:
    """Every problem of a decoded TOML file; the configuration only when there is none."""
    problems: list[Problem] = []
    cleaned = _struct("", raw, HallConfig, problems)
    cleaned["policy"] = based(cleaned.get("policy"))
    problems += [Problem(*found) for found in unfinished(raw)]
    try:
        config = msgspec.convert(cleaned, HallConfig)
    except msgspec.ValidationError as error:  # what the walk below does not know of must still be refused
        return None, (*problems, Problem("file", str(error)))
    # A value that is missing or of the wrong type was filled in to go on: it is not blamed a second time.
    blamed = [p.place for p in problems]
    for place, what, do in rules(config):
        if not any(place == b or place.startswith((b + ".", b + "[")) for b in blamed):
            problems.append(Problem(place, what, do))
    return (None if problems else config), tuple(problems)


def check_packs(raw: Mapping[str, object]) -> tuple[tuple[PolicyPart, ...], tuple[Problem, ...]]:
    """Every problem of a file with policy packs of one's own, which a configuration may then include; the packs only
    when there is none."""
    problems = [
        Problem(str(key), "unknown key", "a file of packs holds [[policies]] tables and nothing else")
        for key in raw
        if key != "policies"
    ]
    tables = raw.get("policies", ())
    good, fine = _value("policies", tables, tuple[PolicyPart, ...], problems)
    if fine and not tables:
        problems.append(Problem("policies", "is empty", "`hall packs show default` writes one to start from"))
    problems += [Problem(*found) for found in unfinished({"policies": tables})]
    try:
        packs = msgspec.convert(good if fine else (), tuple[PolicyPart, ...])
    except msgspec.ValidationError as error:
        return (), (*problems, Problem("file", str(error)))
    blamed = [p.place for p in problems]
    for place, what, do in pack_rules(packs):
        if place not in blamed:
            problems.append(Problem(place, what, do))
    return (() if problems else packs), tuple(problems)


def mean(word: str, known: Iterable[str]) -> str:
    """ "did you mean …?", or "" when nothing is near."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else ""


@functools.cache
def _shape(kind: type[msgspec.Struct]) -> tuple[dict[str, msgspec.structs.FieldInfo], dict[str, object]]:
    """Fields and types of a table; asked for once, because a hall has thousands of rows."""
    return {f.name: f for f in msgspec.structs.fields(kind)}, typing.get_type_hints(kind)


def _struct(
    place: str, raw: object, kind: type[msgspec.Struct], problems: list[Problem]
) -> dict[str, object]:
    """The table with what is wrong taken out and what is missing filled in, so that all the rest is looked at too."""
    fields, hints = _shape(kind)
    made: dict[str, object] = {name: _filler(hints[name]) for name, field in fields.items() if field.required}
    if not isinstance(raw, Mapping):
        problems.append(Problem(place, f"must be a table, not {_name(raw)}"))
        return made
    for key, value in raw.items():
        at = f"{place}.{key}" if place else str(key)
        if key not in fields:
            hint = mean(str(key), fields) or "known keys: " + ", ".join(fields)
            problems.append(Problem(at, "unknown key", hint))
            continue
        good, fine = _value(at, value, hints[key], problems)
        if fine:
            made[key] = good
    for name, field in fields.items():
        if field.required and name not in raw:
            at = f"{place}.{name}" if place else name
            problems.append(Problem(at, "is missing", f"add {name} = {_example(hints[name])}"))
    return made


def _filler(hint: object) -> object:
    if typing.get_origin(hint) is tuple:
        return []
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct("", {}, hint, [])
    return {str: "", int: 0, float: 0.0, bool: False}[hint] if isinstance(hint, type) else None


def _value(place: str, value: object, hint: object, problems: list[Problem]) -> tuple[object, bool]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct(place, value, hint, problems), True
    if origin is tuple:
        return _list(place, value, inner, problems)
    if origin is dict:
        if not isinstance(value, Mapping):
            problems.append(Problem(place, f"must be a table, not {_name(value)}"))
            return None, False
        good = {k: _value(f"{place}.{k}", v, inner[1], problems) for k, v in value.items()}
        return {k: v for k, (v, fine) in good.items() if fine}, True
    if origin in (typing.Union, types.UnionType):
        kinds = tuple(k for k in inner if isinstance(k, type))
        given = [k for k in inner if k is not types.NoneType]
        if value is not None and len(given) == 1:  # it may be left out, but what is there is as strict
            return _value(place, value, given[0], problems)
        if isinstance(value, kinds):
            return value, True
        problems.append(Problem(place, f"must be {_words(hint)}, not {_name(value)}"))
        return None, False
    return _plain(place, value, hint, problems)


def _list(
    place: str, value: object, inner: tuple[object, ...], problems: list[Problem]
) -> tuple[object, bool]:
    if not isinstance(value, list | tuple):
        problems.append(Problem(place, f"must be a list, not {_name(value)}", "write it in [ ]"))
        return None, False
    many = len(inner) == 2 and inner[1] is Ellipsis
    if not many and len(value) != len(inner):
        problems.append(Problem(place, f"must have {len(inner)} values, not {len(value)}"))
        return None, False
    kinds = [inner[0]] * len(value) if many else list(inner)
    found = [
        _value(f"{place}[{i}]", v, k, problems) for i, (v, k) in enumerate(zip(value, kinds, strict=True))
    ]
    good = [v for v, fine in found if fine]
    return good, many or len(good) == len(value)


def _plain(place: str, value: object, hint: object, problems: list[Problem]) -> tuple[object, bool]:
    wrong_bool = isinstance(value, bool) and hint is not bool  # True is an int for Python, not for a reader
    if hint is float and isinstance(value, int) and not wrong_bool:
        return float(value), True
    if isinstance(hint, type) and isinstance(value, hint) and not wrong_bool:
        return value, True
    do = ""
    if hint is str and isinstance(value, int | float) and not wrong_bool:
        do = f'write "{value}"'
    elif hint in (int, float) and isinstance(value, str):
        do = "write the number without quotes"
    problems.append(Problem(place, f"must be {_words(hint)}, not {_name(value)}", do))
    return None, False


def _words(hint: object) -> str:
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return " or ".join(_words(k) for k in typing.get_args(hint))
    return names.get(hint, str(hint)) if isinstance(hint, type) else str(hint)


def _name(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return f"the text {value!r}"
    if isinstance(value, int | float):
        return f"the number {value}"
    return "a date or time"


def _example(hint: object) -> str:
    if typing.get_origin(hint) is tuple:
        return "[…]"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "{…}"
    return (
        {str: '"…"', int: "1", float: "1.0", bool: "true"}.get(hint, "…") if isinstance(hint, type) else "…"
    )
