"""Where things stand on a slip: the lines of a template, and the pieces they give for one slip.

A template can say nothing of a visitor but what `Slip` holds: the names below are all there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from devices.drivers.slip import CELL, DOTS, Code, Piece, Row, cells
from hall.contract.base import Text
from hall.contract.devices import Slip

HERE = ZoneInfo("Asia/Shanghai")

_Leg = tuple[int, Text]  # its place in the walk, and what is done where


def _english(text: Text) -> bool:
    return bool(text.en) and text.en != text.zh


def _span(slip: Slip) -> str:
    return f"{slip.low_min}–{slip.high_min}" if slip.low_min != slip.high_min else f"{slip.high_min}"


def _at(form: str) -> Callable[[Slip], str]:
    return lambda slip: format(datetime.fromtimestamp(slip.at / 1000, HERE), form)


WORDS: Mapping[str, Callable[[Slip], str]] = {
    "hall.zh": lambda slip: slip.hall.zh,
    "hall.en": lambda slip: slip.hall.en,
    "number": lambda slip: slip.number,
    "service.zh": lambda slip: slip.service.zh,
    "service.en": lambda slip: slip.service.en,
    "place.zh": lambda slip: slip.place.zh,
    "place.en": lambda slip: slip.place.en,
    "way.zh": lambda slip: slip.way.zh,
    "way.en": lambda slip: slip.way.en,
    "where.zh": lambda slip: slip.where.zh,
    "where.en": lambda slip: slip.where.en,
    "ahead": lambda slip: str(slip.ahead),
    "wait": _span,
    "wait.en": lambda slip: _span(slip).replace("–", "-"),
    "copy": lambda slip: str(slip.copy),
    "time": _at("%Y-%m-%d %H:%M"),
    "date": _at("%Y-%m-%d"),
    "clock": _at("%H:%M"),
    "tail": lambda slip: slip.masked[-4:],
}
LEG_WORDS: Mapping[str, Callable[[_Leg], str]] = {
    "then.n": lambda leg: str(leg[0]),
    "then.zh": lambda leg: leg[1].zh,
    "then.en": lambda leg: leg[1].en,
}
# What a row may wait for; an English name counts where it says something else than the Chinese one.
FACTS: Mapping[str, Callable[[Slip], bool]] = {
    "hall.en": lambda slip: _english(slip.hall),
    "service.en": lambda slip: _english(slip.service),
    "place.en": lambda slip: _english(slip.place),
    "way": lambda slip: bool(slip.way.zh),
    "way.en": lambda slip: _english(slip.way),
    "where": lambda slip: bool(slip.where.zh),
    "where.en": lambda slip: _english(slip.where),
    "ahead": lambda slip: slip.ahead > 0,
    "known": lambda slip: slip.known,
    "rough": lambda slip: slip.rough,
    "priority": lambda slip: slip.klass == "priority",
    "booked": lambda slip: slip.klass == "booked",
    "copy": lambda slip: slip.copy > 0,
    "then": lambda slip: bool(slip.then),
    "qr": lambda slip: bool(slip.qr),
    "tail": lambda slip: bool(slip.masked),
}
LEG_FACTS: Mapping[str, Callable[[_Leg], bool]] = {"then.en": lambda leg: _english(leg[1])}

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One `[[row]]`. `piece` is what it prints; a Row's text still has its placeholders."""

    piece: Piece
    when: tuple[tuple[bool, str], ...] = ()
    width: int = 0  # 0: on every paper
    each: bool = False
    fits: bool = False  # only as wide as one line allows


@dataclass(frozen=True, slots=True)
class Layout:
    """A template that was read and found right."""

    lines: tuple[Line, ...]

    def pieces(self, slip: Slip, width_mm: int) -> list[Piece]:
        """The pieces of a slip from top to bottom, for paper of 58 or 80 mm."""
        out: list[Piece] = []
        there = [line for line in self.lines if line.width in (0, width_mm)]
        for repeated, group in groupby(there, lambda line: line.each):
            block = list(group)
            legs: Iterable[_Leg | None] = enumerate(slip.then, 2) if repeated else (None,)
            for leg in legs:
                out += [_filled(one, slip, leg, width_mm) for one in block if _holds(one, slip, leg)]
        return out


def _holds(line: Line, slip: Slip, leg: _Leg | None) -> bool:
    if isinstance(line.piece, Code) and not slip.qr:
        return False
    return all(
        wanted == (LEG_FACTS[name](leg) if leg is not None and name in LEG_FACTS else FACTS[name](slip))
        for wanted, name in line.when
    )


def _filled(line: Line, slip: Slip, leg: _Leg | None, width_mm: int) -> Piece:
    piece = line.piece
    if isinstance(piece, Code):
        return Code(slip.qr, piece.module)
    if not isinstance(piece, Row):
        return piece

    def word(found: re.Match[str]) -> str:
        name = found[1]
        return LEG_WORDS[name](leg) if leg is not None and name in LEG_WORDS else WORDS[name](slip)

    text = PLACEHOLDER.sub(word, piece.text)
    wide = 1 if line.fits and cells(text) * CELL > DOTS[width_mm] else piece.wide
    return Row(text, wide, piece.tall, piece.bold, piece.inverse, piece.align)
