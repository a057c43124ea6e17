"""The floor plan: every window has a place, nothing overlaps, the cells are as large as the room allows."""

from itertools import combinations

import pytest

from monitor.viewmodels.plan import CELL_H, CELL_W, GAP, SCALE_MAX, TITLE_H, Block, Cell, Zone, arrange

ROOM = (612, 486)


def zones(*counts: int) -> tuple[Zone, ...]:
    return tuple(
        Zone(chr(65 + i), f"区{i}", "0 人", False, tuple(Cell(str(n), "free") for n in range(count)))
        for i, count in enumerate(counts)
    )


def box(block: Block) -> tuple[int, int, int, int]:
    rows = -(-len(block.zone.cells) // block.columns)
    return block.x, block.y, block.x + block.width, block.y + TITLE_H + rows * (CELL_H + GAP) - GAP


@pytest.mark.parametrize(
    "counts", [(1,), (4, 4), (10, 10, 3, 2, 1), (26,), (2, 2, 2), (30, 12), (1,) * 7, (6,) * 12, (80,)]
)
def test_every_zone_has_its_own_place_inside_the_room(counts: tuple[int, ...]) -> None:
    plan = arrange(zones(*counts), *ROOM)
    assert [b.zone.id for b in plan.blocks] == [z.id for z in zones(*counts)]
    for a, b in combinations([box(block) for block in plan.blocks], 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], "two zones overlap"
    for left, top, right, bottom in map(box, plan.blocks):
        assert left >= 0 and top >= 0
        assert right * plan.scale <= ROOM[0] + 1 and bottom * plan.scale <= ROOM[1] + 1
    assert 0 < plan.scale <= SCALE_MAX
    for block in plan.blocks:
        assert block.width >= block.columns * (CELL_W + GAP) - GAP


def test_the_handbooks_hall_is_drawn_at_full_size_in_seven_rows() -> None:
    plan = arrange(zones(10, 10, 3, 2, 1), *ROOM)
    assert plan.scale >= 1.0
    assert sum(-(-len(b.zone.cells) // b.columns) for b in plan.blocks) == 7


def test_a_small_hall_gets_large_cells() -> None:
    assert arrange(zones(4, 4), *ROOM).scale == pytest.approx(SCALE_MAX)


def test_a_floor_without_windows_is_an_empty_plan() -> None:
    assert arrange((), *ROOM).blocks == ()
