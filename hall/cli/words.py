"""`hall words`: every word of the bus with its fields; docs/bus-words.md is its output, kept true by a test."""

import argparse
import enum
import types
import typing
from typing import Any

import msgspec

from hall.bus.wire import Beat
from hall.contract import unions
from hall.contract.base import Word
from hall.contract.views import View
from hall.contract.views_host import HostMail

_PLAIN = {str: "text", int: "int", float: "float", bool: "bool", bytes: "bytes"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: it always prints all."""


def main(_options: argparse.Namespace) -> int:
    """0: printed."""
    print(page(), end="")
    return 0


def page() -> str:
    """The whole page, Markdown."""
    lines = [
        "# The words of the bus",
        "",
        "Made by `hall words`; do not edit. How they travel is told in [bus.md](bus.md). A field with `= …` may be",
        "left out and then has that value; all others must be there. `A | B` is one of several; `list of X` an array.",
        "Unknown keys of a map are ignored, so a newer hall may add some.",
        "",
    ]
    parts: dict[type, None] = {}
    for title, union in (
        ("Questions", unions.Question),
        ("Answers", unions.Answer),
        ("Published", unions.Recorded | Beat | HostMail | View),
        ("Commands", unions.Command),
        ("Events", unions.Event),
    ):
        lines += [f"## {title}", ""]
        for kind in typing.get_args(union):
            lines += _one(kind)
            _collect(kind, parts)
    listed = {
        k
        for u in (unions.Question, unions.Answer, unions.Command, unions.Event, View)
        for k in typing.get_args(u)
    }
    rest = [k for k in parts if k not in listed and k not in (unions.Recorded, Beat, HostMail)]
    lines += ["## Parts", ""]
    for kind in sorted(
        (k for k in rest if issubclass(k, msgspec.Struct)), key=lambda k: (k.__name__, k.__module__)
    ):
        lines += _one(kind)
    lines += ["## Lists of values", ""]
    for kind in sorted(
        (k for k in rest if issubclass(k, enum.Enum)), key=lambda k: (k.__name__, k.__module__)
    ):
        values = ", ".join(f"`{x.value}`" if x.value else '`""`' for x in kind)
        lines += [f"- **{kind.__name__}**: {values}"]
    return "\n".join(lines).rstrip() + "\n"


def _one(kind: Any) -> list[str]:
    tagged = kind.__struct_config__.tag is not None
    head = f"### {kind.__name__}" + ("" if tagged else " (no `type` key)")
    about = " ".join((kind.__doc__ or "").split())
    lines = [head, "", *([about, ""] if about and about != Word.__doc__ else [])]
    hints = typing.get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        lines.append(f"- `{field.name}`: {_type(hints[field.name])}{_default(field)}")
    return [*lines, ""]


def _default(field: msgspec.structs.FieldInfo) -> str:
    value = field.default
    if value is msgspec.NODEFAULT:
        return "" if field.default_factory is msgspec.NODEFAULT else " = []"
    if isinstance(value, enum.Enum):
        value = value.value
    return f" = {msgspec.json.encode(value).decode()}"


def _type(hint: Any) -> str:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if hint is type(None):
        return "nil"
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return f"list of {_type(inner[0])}"
    if origin in (typing.Union, types.UnionType):
        if set(inner) >= set(typing.get_args(unions.Command)):
            return "any command"
        if set(inner) >= set(typing.get_args(unions.Event)):
            return "any event"
        return " | ".join(_type(x) for x in inner)
    return str(hint.__name__)


def _collect(hint: Any, found: dict[type, None]) -> None:
    for inner in typing.get_args(hint):
        _collect(inner, found)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct | enum.Enum) and hint not in found:
        found[hint] = None
        if issubclass(hint, msgspec.Struct):
            for inner in typing.get_type_hints(hint).values():
                _collect(inner, found)
