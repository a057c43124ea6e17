"""Where the windows of one floor stand on the wall: zones as blocks of cells, packed so that the cells become large.

Pure: sizes in design pixels of a plan that is then scaled into its place.
"""

from dataclasses import dataclass

CELL_W, CELL_H, GAP, TITLE_H, BLOCK_GAP = 66, 78, 8, 44, 18
COLUMN_GAP = 34
SCALE_MAX = 1.6


@dataclass(frozen=True)
class Cell:
    """One window; `code` as the shared table WindowState names it."""

    number: str
    code: str


@dataclass(frozen=True)
class Zone:
    """One zone with its windows; `late`: somebody waits there over the limit."""

    id: str
    name: str
    note: str
    late: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """A zone with its place. `columns` cells stand in one row."""

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


def arrange(zones: tuple[Zone, ...], width: int, height: int) -> Plan:
    """The packing with the largest cells, in one or two columns of zones."""
    if not zones:
        return Plan((), width, height, 1.0)
    tries = [_pack(zones, columns, width, height) for columns in _columns(zones)]
    return max(tries, key=lambda plan: plan.scale)


def _columns(zones: tuple[Zone, ...]) -> list[tuple[int, ...]]:
    """Cells in a row, for one column of zones and for two."""
    one = [(n,) for n in range(3, 11)]
    two = [(a, b) for a in range(2, 9) for b in range(2, a + 1)] if len(zones) > 1 else []
    return one + two


def _pack(zones: tuple[Zone, ...], columns: tuple[int, ...], width: int, height: int) -> Plan:
    """Each zone goes to the column that is shorter so far; a zone wider than the last column goes to the first."""
    lefts = [sum(_width(c) + COLUMN_GAP for c in columns[:i]) for i in range(len(columns))]
    tops = [0] * len(columns)
    blocks = []
    for zone in zones:
        at = min(range(len(columns)), key=lambda i: (tops[i] + _height(zone, columns[i]), i))
        blocks.append(Block(zone, lefts[at], tops[at], _width(columns[at]), columns[at]))
        tops[at] += _height(zone, columns[at]) + BLOCK_GAP
    used_w = lefts[-1] + _width(columns[-1])
    used_h = max(tops) - BLOCK_GAP
    return Plan(tuple(blocks), used_w, used_h, min(SCALE_MAX, width / used_w, height / used_h))


def _width(columns: int) -> int:
    """Never narrower than a zone's title needs."""
    return max(3, columns) * (CELL_W + GAP) - GAP


def _height(zone: Zone, columns: int) -> int:
    rows = -(-len(zone.cells) // columns)
    return TITLE_H + max(1, rows) * (CELL_H + GAP) - GAP
