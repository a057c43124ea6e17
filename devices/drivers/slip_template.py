"""The template file of a slip (TOML), read once and checked whole: all that is wrong in it is told in one answer."""

from __future__ import annotations

import difflib
import pathlib
import tomllib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from PIL import Image, UnidentifiedImageError

from devices.drivers.slip import DOTS, DOTS_PER_MM, Code, Gap, Picture, Piece, Row, Rule
from devices.drivers.slip_layout import FACTS, LEG_FACTS, LEG_WORDS, PLACEHOLDER, WORDS, Layout, Line

STANDARD = pathlib.Path(__file__).parent / "slips" / "standard.toml"
MAX_LOGO_MM = 60  # of height: a slip is no poster
MAX_MODULE = 16
T = TypeVar("T")

_KINDS = ("text", "rule", "gap", "qr", "logo")
_COMMON = ("when", "width", "each")
_KEYS = {
    "text": ("size", "bold", "inverse", "align"),
    "rule": (),
    "gap": (),
    "qr": ("module",),
    "logo": ("mm",),
}
_SIZES = {"normal": (1, 1), "tall": (1, 2), "large": (2, 2)}


class WrongLayout(ValueError):
    """A template that cannot be used; the text names every fault with its place."""


def read(path: pathlib.Path, width_mm: int) -> Layout:
    """The template of a file, for paper of `width_mm`; WrongLayout names everything that is wrong with it."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise WrongLayout(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongLayout(f"{path}: {error}") from error
    reader = _Reader(path.parent, width_mm)
    lines = reader.lines(table)
    if reader.wrong:
        raise WrongLayout(f"{path}: " + "; ".join(reader.wrong))
    return Layout(tuple(lines))


class _Reader:
    """Collects what is wrong instead of stopping at the first."""

    def __init__(self, folder: pathlib.Path, width_mm: int) -> None:
        self.wrong: list[str] = []
        self._folder, self._width = folder, width_mm
        self._row = 0

    def lines(self, table: Mapping[str, object]) -> list[Line]:
        rows = table.get("row", [])
        for key in table:
            if key != "row":
                self.wrong.append(f"{key!r} is not known: a template has [[row]] alone")
        if not isinstance(rows, list) or not rows:
            self.wrong.append("there is no [[row]]")
            return []
        found = [self._line(number, row) for number, row in enumerate(rows, 1)]
        return [line for line in found if line is not None]

    def _no(self, what: str) -> None:
        self.wrong.append(f"row {self._row}: {what}")

    def _line(self, number: int, row: object) -> Line | None:
        self._row = number
        if not isinstance(row, dict):
            self._no("must be a table")
            return None
        kinds = [kind for kind in _KINDS if kind in row]
        known = (*_KINDS, *_COMMON, *(key for kind in kinds for key in _KEYS[kind]))
        for key in row:
            if key not in known:
                self._no(f"{key!r} is not known{_near(key, known)}")
        if len(kinds) != 1:
            self._no(f"must have one of {', '.join(_KINDS)}, and has {' and '.join(kinds) or 'none'}")
            return None
        each = self._one_of(row, "each", ("then",), "") == "then"
        width = self._one_of(row, "width", (58, 80), 0)
        when = self._when(row, each)
        piece = getattr(self, f"_{kinds[0]}")(row, each, width in (0, self._width))
        return None if piece is None else Line(piece, when, width, each, row.get("size") == "large")

    def _when(self, row: Mapping[str, object], each: bool) -> tuple[tuple[bool, str], ...]:
        told = row.get("when", [])
        listed = [told] if isinstance(told, str) else told
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self._no('\'when\' must be a fact such as "known" or "not known", or a list of them')
            return ()
        facts = (*FACTS, *LEG_FACTS) if each else tuple(FACTS)
        found = []
        for one in listed:
            name = one.removeprefix("not ").strip()
            if name not in facts:
                self._no(f"'when' {name!r} is no fact{_near(name, facts)}")
            found.append((not one.startswith("not "), name))
        return tuple(found)

    def _text(self, row: Mapping[str, object], each: bool, here: bool) -> Piece | None:
        text, size = row["text"], row.get("size", "normal")
        words = (*WORDS, *LEG_WORDS) if each else tuple(WORDS)
        if not isinstance(text, str):
            self._no("'text' must be text in quotes")
            return None
        for name in PLACEHOLDER.findall(text):
            if name not in words:
                hint = ' (only with each = "then")' if name in LEG_WORDS else _near(name, words)
                self._no(f"{{{name}}} is nothing a slip holds{hint}")
        if set("{}") & set(PLACEHOLDER.sub("", text)):
            self._no(f"a brace without its fellow in {text!r}")
        if isinstance(size, str) and size in _SIZES:
            wide, tall = _SIZES[size]
        elif isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= 8:
            wide = tall = size
        else:
            self._no(f"'size' must be {', '.join(_SIZES)} or a number from 1 to 8, not {size!r}")
            return None
        align = self._one_of(row, "align", ("left", "center", "right"), "center")
        return Row(text, wide, tall, self._flag(row, "bold"), self._flag(row, "inverse"), align)

    def _rule(self, row: Mapping[str, object], each: bool, here: bool) -> Piece | None:
        return Rule() if self._flag(row, "rule") else None

    def _gap(self, row: Mapping[str, object], each: bool, here: bool) -> Piece | None:
        return Gap(self._number(row, "gap", 1, 255, 1))

    def _qr(self, row: Mapping[str, object], each: bool, here: bool) -> Piece | None:
        module = self._number(row, "module", 2, MAX_MODULE, 6)
        return Code("", module) if self._flag(row, "qr") else None

    def _logo(self, row: Mapping[str, object], each: bool, here: bool) -> Piece | None:
        name = row["logo"]
        if not isinstance(name, str):
            self._no("'logo' must be the name of a picture beside this file")
            return None
        try:
            with Image.open(self._folder / name) as opened:
                picture = _on_white(opened)
        except UnidentifiedImageError:
            self._no(f"{name} is no picture; a PNG is meant")
            return None
        except OSError as error:
            self._no(f"{name}: {error.strerror or error}")
            return None
        if "mm" in row:
            width = self._number(row, "mm", 5, 80, 20) * DOTS_PER_MM
            picture = picture.resize((width, max(1, round(picture.height * width / picture.width))))
        if here and picture.width > DOTS[self._width]:
            room = DOTS[self._width]
            self._no(
                f"{name} is {picture.width} dots wide and paper of {self._width} mm has {room}; "
                f"give it 'mm' of at most {room // DOTS_PER_MM}"
            )
        if picture.height > MAX_LOGO_MM * DOTS_PER_MM:
            self._no(f"{name} is {picture.height // DOTS_PER_MM} mm high; at most {MAX_LOGO_MM} fit a slip")
        return Picture(picture.convert("1"))  # Floyd–Steinberg: greys become a grain of dots

    def _one_of(self, row: Mapping[str, object], key: str, choices: tuple[T, ...], default: T) -> T:
        value = row.get(key, default)
        found = [one for one in (*choices, default) if one == value and type(one) is type(value)]
        if not found:
            self._no(f"{key!r} must be {' or '.join(repr(one) for one in choices)}, not {value!r}")
            return default
        return found[0]

    def _flag(self, row: Mapping[str, object], key: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            self._no(f"{key!r} must be true or false, not {value!r}")
        return value is True

    def _number(self, row: Mapping[str, object], key: str, least: int, most: int, default: int) -> int:
        value = row.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self._no(f"{key!r} must be a number from {least} to {most}, not {value!r}")
            return default
        return value


def _on_white(picture: Image.Image) -> Image.Image:
    """Grey, with white paper behind what is transparent."""
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("L")


def _near(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {close[0]!r}?" if close else f" (known: {', '.join(known)})"
