"""Declared leaves of a day, and what they excuse: the report counts nothing else of an empty seat (R034)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hall.contract import posts as p
from hall.reports.shapes import TroubleLine


@dataclass(frozen=True)
class Leave:
    """Nobody had to be at `post` then: until the return, or the time that was said where that came first."""

    post: str
    from_ms: int
    until_ms: int


def add_leave(leaves: list[Leave], event: p.LeaveDeclared | p.LeaveEnded, at: int) -> None:
    """Note one more of them; of one that began before the day only the end is known, and it excuses nothing."""
    match event:
        case p.LeaveDeclared():
            leaves.append(Leave(event.post, at, event.back_ms))
        case p.LeaveEnded():
            for n in [n for n, x in enumerate(leaves) if x.post == event.post][-1:]:
                leaves[n] = replace(leaves[n], until_ms=min(leaves[n].until_ms, event.since_ms))


def unexcused(lines: Iterable[TroubleLine], leaves: Sequence[Leave], last_ms: int) -> Iterator[TroubleLine]:
    """The lines, each empty seat without the parts that lie in a leave of its post. Leaves stand as they began; nothing
    is told of what comes after `last_ms`."""
    for line in lines:
        mine = [x for x in leaves if line.kind == "seat" and x.post == line.subject]
        yield from _without(line, mine, last_ms)


def _without(line: TroubleLine, leaves: Sequence[Leave], last_ms: int) -> Iterator[TroubleLine]:
    start = line.from_ms
    for leave in leaves:
        if leave.until_ms <= start or (line.until_ms and leave.from_ms >= line.until_ms):
            continue
        if leave.from_ms > start:
            yield replace(line, from_ms=start, until_ms=leave.from_ms)
        start = leave.until_ms
    if start == line.from_ms or start < (line.until_ms or last_ms):
        yield replace(line, from_ms=start)
