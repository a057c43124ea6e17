"""A configuration in several TOML files: read as one, and every problem told with the file and the row it stands in.

The first file names the others in `include`; a list of tables (services, windows, …) may go on in any of them.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from hall.contract.check import Problem

_ROW = re.compile(r"\b([a-z]+)\[(\d+)\]")


class Sources:
    """Which rows of which list came from which file."""

    def __init__(self) -> None:
        self._parts: dict[str, list[tuple[int, str]]] = {}  # table -> (first row, file), ascending
        self._whole: dict[str, str] = {}  # other keys -> file

    def note(self, table: str, first: int, file: str) -> None:
        """From row `first` on, the list goes on in `file`."""
        self._parts.setdefault(table, []).append((first, file))

    def note_key(self, key: str, file: str) -> None:
        self._whole[key] = file

    def place(self, problem: Problem) -> Problem:
        """The same problem with rows counted as in their own file."""
        here = self._rename(problem.place)
        file = self._whole.get(re.split(r"[.\[]", problem.place, maxsplit=1)[0])
        if here == problem.place and file:
            here = f"{file}: {here}"
        return msgspec.structs.replace(
            problem, place=here, what=self._rename(problem.what), do=self._rename(problem.do)
        )

    def _rename(self, text: str) -> str:
        return _ROW.sub(self._row, text)

    def _row(self, found: re.Match[str]) -> str:
        table, row = found[1], int(found[2])
        first, file = 0, ""
        for start, name in self._parts.get(table, ()):
            if start <= row:
                first, file = start, name
        return f"{file}: {table}[{row - first}]" if file else found[0]


def read(path: Path) -> tuple[dict[str, object], Sources, tuple[Problem, ...]]:
    """The tables of a file and of those it includes, beside it. Problems: what cannot be read or joined."""
    sources = Sources()
    raw, problem = _toml(path, "file")
    if problem is not None:
        return raw, sources, (problem,)
    names = raw.get("include", [])
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        return raw, sources, ()  # the check of the whole says what is wrong with it
    problems: list[Problem] = []
    seen = {path.resolve()}
    for i, name in enumerate(names):
        at = f"include[{i}]"
        other = path.parent / name
        if other.resolve() in seen:
            problems.append(Problem(at, f"{name!r} is read already", "name each file once"))
            continue
        seen.add(other.resolve())
        more, problem = _toml(other, at, name)
        if problem is not None:
            problems.append(problem)
            continue
        problems += _join(raw, more, name, sources)
    return raw, sources, tuple(problems)


def _join(raw: dict[str, object], more: Mapping[str, object], name: str, sources: Sources) -> list[Problem]:
    problems = []
    for key, value in more.items():
        have = raw.get(key)
        if key == "include":
            problems.append(
                Problem(f"{name}: include", "stands in an included file", "only the first file includes")
            )
        elif isinstance(value, list) and (have is None or isinstance(have, list)):
            rows = have or []
            sources.note(key, len(rows), name)
            raw[key] = [*rows, *value]
        elif key in raw:
            problems.append(Problem(f"{name}: {key}", "is already said in another file", "say it once"))
        else:
            raw[key] = value
            sources.note_key(key, name)
    return problems


def _toml(path: Path, place: str, name: str = "") -> tuple[dict[str, object], Problem | None]:
    what = f"{name!r} " if name else ""
    try:
        return tomllib.loads(path.read_text("utf-8")), None
    except OSError as error:
        return {}, Problem(place, f"{what}cannot be read: {error.strerror}", "check the path")
    except UnicodeDecodeError:
        return {}, Problem(place, f"{what}is not UTF-8", "save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        return {}, Problem(place, f"{what}is not TOML: {error}")
