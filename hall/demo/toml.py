"""Writes a table as TOML: what the hall's own configuration holds, and no more. Reading is the standard library's."""

import re
from collections.abc import Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dumps(table: Mapping[str, object]) -> str:
    """TOML text of a table whose values are scalars, lists, tables or lists of tables. TypeError for anything else."""
    plain: list[str] = []
    tables: list[str] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            tables.append(f"[{_key(key)}]\n{_lines(value)}")
        elif isinstance(value, list | tuple) and value and all(isinstance(x, Mapping) for x in value):
            tables += [f"[[{_key(key)}]]\n{_lines(x)}" for x in value]
        else:
            plain.append(f"{_key(key)} = {_value(value)}\n")
    return "".join(plain) + ("\n" if plain and tables else "") + "\n".join(tables)


def _lines(table: Mapping[str, object]) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return '"' + "".join(_ESCAPES.get(c, c) for c in value) + '"'
        case list() | tuple():
            return "[" + ", ".join(_value(x) for x in value) + "]"
        case Mapping():
            return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    raise TypeError(f"{type(value).__name__} has no place in a configuration")
