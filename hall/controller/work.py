"""One batch on its way through the loop, and what the controller counts. Plain holders; the loop fills them."""

from dataclasses import dataclass, field

from hall.controller.journal import Batch
from hall.domain.refusal import Refusal

Known = tuple[
    str, int, int
]  # who sent a command id first, seq of the first event of its answer, number of events


class BrokenFold(Exception):
    """An event could not be folded: ours to mend. The state must be built again."""


@dataclass(slots=True)
class Counts:
    """What the controller did since its start."""

    commands: int = 0
    events: int = 0
    commits: int = 0
    refused: int = 0
    repeated: int = 0
    views: int = 0
    snapshots: int = 0


@dataclass(slots=True)
class Work:
    """One batch on its way: what will be written, and what will be answered once it is. All of it is decided at one
    hall time, `now` (ms)."""

    now: int
    batch: Batch = field(default_factory=Batch)
    replies: list[tuple[bytes, bytes]] = field(default_factory=list)  # stand whatever the disk says
    judged: list[tuple[bytes, str, Refusal]] = field(
        default_factory=list
    )  # refused by the rules, seeing this batch
    accepted: list[tuple[bytes, str, int, int]] = field(default_factory=list)  # peer, id, first body, bodies
    repeats: list[tuple[bytes, str, bytes]] = field(
        default_factory=list
    )  # peer, id, key of an id of this batch, or of an earlier one
    by_id: dict[bytes, Known] = field(default_factory=dict)
    nonces: set[bytes] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
