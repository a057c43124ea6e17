"""Where the windows of one floor stand on the wall: zones as blocks of cells, packed so that the cells become large.

Pure: sizes in design pixels of a plan that is then scaled into its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

CELL_W, CELL_H, GAP, TITLE_H, BLOCK_GAP = 66, 78, 8, 44, 18
COLUMN_GAP = 34
SCALE_MAX = 1.6
SCALE_MIN = (
    0.72  # below it a window's number is smaller than the smallest words of the wall: the floor gets pages
)
ZONES_MAX = 7  # of one page: the table beside it has no room for more


@dataclass(frozen=True)
class Cell:
    """One window; `code` as the shared table WindowState names it; `other`: serves other queues than configured."""

    number: str
    code: str
    other: bool = False


@dataclass(frozen=True)
class Zone:
    """One zone with its windows; `late`: somebody waits there over the limit; `tags`: what is set by hand there."""

    id: str
    name: str
    note: str
    late: bool
    cells: tuple[Cell, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A zone with its place. `columns` cells stand in one row; `width` is what its title may fill."""

    zone: Zone
    x: int
    y: int
    width: int
    columns: int


@dataclass(frozen=True)
class Plan:
    """All blocks of a floor, their outer size, and the scale that fills the place."""

    blocks: tuple[Block, ...]
    width: int
    height: int
    scale: float


def pages(counts: tuple[tuple[str, int], ...], width: int, height: int) -> list[tuple[str, ...]]:
    """Zones of one floor by (id, windows), in their order, on as few pages as let the cells be read. A zone that is too
    large by itself has a page to itself."""
    found: list[list[tuple[str, int]]] = []
    for zone in counts:
        if found and _fits((*found[-1], zone), width, height):
            found[-1].append(zone)
        else:
            found.append([zone])
    return [tuple(name for name, _ in page) for page in found]


def _fits(zones: tuple[tuple[str, int], ...], width: int, height: int) -> bool:
    sizes = [n for _, n in zones if n]
    if len(zones) > ZONES_MAX or not sizes:
        return len(zones) <= ZONES_MAX
    columns, places = _best(tuple(sizes), width, height)
    _, used_w, used_h = _pack(sizes, columns, places)
    return min(width / used_w, height / used_h) >= SCALE_MIN


def arrange(zones: tuple[Zone, ...], width: int, height: int) -> Plan:
    """The packing with the largest cells, in one or two columns of zones; among equals the one with fewest rows."""
    if not zones:
        return Plan((), width, height, 1.0)
    columns, places = _best(tuple(len(zone.cells) for zone in zones), width, height)
    spots, used_w, used_h = _pack([len(zone.cells) for zone in zones], columns, places)
    scale = min(SCALE_MAX, width / used_w, height / used_h)
    # A lone column leaves room beside it: its titles may use that.
    room = int(width / scale) if len(columns) == 1 else 0
    blocks = [
        Block(zone, x, y, max(room, _width(columns[place])), columns[place])
        for zone, place, (x, y) in zip(zones, places, spots, strict=True)
    ]
    return Plan(tuple(blocks), max(used_w, room), used_h, scale)


@cache
def _best(counts: tuple[int, ...], width: int, height: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Cells in a row of each column, and the column of each zone. Depends on sizes only, so it is worked out once."""

    def worth(choice: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[float, int, tuple[int, ...]]:
        columns, places = choice
        _, used_w, used_h = _pack(list(counts), columns, places)
        rows = sum(-(-n // columns[place]) for n, place in zip(counts, places, strict=True))
        in_order = tuple(-place for place in places)
        return (round(min(SCALE_MAX, width / used_w, height / used_h), 2), -rows, in_order)

    return max(_choices(len(counts)), key=worth)


def _choices(zones: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """One column, or two; with fewer than three cells in a row a zone's name has no room."""
    for n in range(3, 11):
        yield (n,), (0,) * zones
    if zones < 2:
        return
    splits = list(product((0, 1), repeat=zones)) if zones <= 7 else [_halves(zones)]
    for a in range(3, 9):
        for b in range(3, a + 1):
            for places in splits:
                yield (a, b), places


def _halves(zones: int) -> tuple[int, ...]:
    """Many zones: the first half left, the others right."""
    return tuple(int(i >= (zones + 1) // 2) for i in range(zones))


def _pack(
    counts: list[int], columns: tuple[int, ...], places: tuple[int, ...]
) -> tuple[list[tuple[int, int]], int, int]:
    """Where each zone stands, and the size of all."""
    lefts = [sum(_width(c) + COLUMN_GAP for c in columns[:i]) for i in range(len(columns))]
    tops = [0] * len(columns)
    spots = []
    for count, place in zip(counts, places, strict=True):
        spots.append((lefts[place], tops[place]))
        tops[place] += _height(count, columns[place]) + BLOCK_GAP
    return spots, lefts[-1] + _width(columns[-1]), max(tops) - BLOCK_GAP


def _width(columns: int) -> int:
    return columns * (CELL_W + GAP) - GAP


def _height(cells: int, columns: int) -> int:
    rows = -(-cells // columns)
    return TITLE_H + max(1, rows) * (CELL_H + GAP) - GAP
