"""The fault plan: the faults of a line, what may come of them, and what a make has to say of itself to be tried.

The makes stand in `fault_cases`. A new make on a byte line is one `Case` there; what it does not name is as in `USUAL`.
Makes without a byte line (a folder, a sound card, CUPS) have nothing that these faults could happen to.
"""

from __future__ import annotations

import dataclasses
import enum
import types
from collections.abc import Callable, Mapping

from hall.contract.devices import Job


class Outcome(enum.Enum):
    """What the hall is told. In none of them is anything confirmed that the device has not done."""

    FINE = "the job is done as if nothing were"
    AWAY = "away, no answer; by itself back, and the job done, when the fault is over"
    GARBLED = "faulty, garbled; by itself back, and the job done"
    BUSY = "faulty, busy; by itself back, and the job done"
    REFUSED = "the job failed, and why; the device stays as it is, and the next job is done"
    BACK = "away, unplugged; by itself back, and the next job done"
    HEALS = "told or not, nothing wrong comes of it; when the fault is over the next job is done"


@dataclasses.dataclass(frozen=True)
class Never:
    """This fault cannot occur with this make, or nobody could see it."""

    why: str


@dataclasses.dataclass(frozen=True)
class Fault:
    """A fault of handbook §9: its name and value in the simulators, and for how many answers it is on."""

    word: str
    value: int = 1
    times: int | None = None


FAULTS: Mapping[str, Fault] = {
    "silent": Fault("silent"),
    "late answer": Fault("late", 400, 1),  # longer than any driver here waits
    "single bytes": Fault("split"),
    "two answers in one chunk": Fault("merge", 1, 1),
    "noise before": Fault("noise_before", 3, 1),
    "noise inside": Fault("noise_inside", 3, 1),
    "wrong check": Fault("spoil"),
    "wrong address": Fault("wrong_address"),
    "half a frame": Fault("half"),
    "nack": Fault("nack", 1, 1),
    "busy": Fault("busy"),
    "hang-up in a write": Fault("hang_up_after", 6, 1),
    "reader stops reading": Fault("deaf"),
    "new path": Fault(""),
    "echo": Fault("echo"),
}
USUAL: Mapping[str, Outcome] = {
    "silent": Outcome.AWAY,
    "late answer": Outcome.FINE,
    "single bytes": Outcome.FINE,
    "two answers in one chunk": Outcome.FINE,
    "noise before": Outcome.FINE,
    "noise inside": Outcome.FINE,
    "wrong check": Outcome.GARBLED,
    "wrong address": Outcome.AWAY,
    "half a frame": Outcome.AWAY,
    "nack": Outcome.REFUSED,
    "busy": Outcome.BUSY,
    "hang-up in a write": Outcome.BACK,
    "reader stops reading": Outcome.AWAY,
    "new path": Outcome.BACK,
    "echo": Outcome.FINE,
}

State = dict[str, object]
Asks = Callable[..., dict[str, object]]


@dataclasses.dataclass(frozen=True)
class Case:
    """A make and its pretend device. `job(n)` is the n-th job; `before(ask, n)` makes it possible, `again(ask, n)` is
    repeated while it waits; `did(ask, n, told)`: has the device really done what it said, by its own account."""

    program: str
    job: Callable[[int], Job | None]  # None: such a device takes no orders, it is the one that tells
    did: Callable[[Asks, int, object], bool]
    arguments: tuple[str, ...] = ()
    address: int = 1
    options: Mapping[str, object] = dataclasses.field(default_factory=dict)
    before: Callable[[Asks, int], object] = lambda ask, n: None
    again: Callable[[Asks, int], object] = lambda ask, n: None
    heard: Callable[[int, object], bool] | None = (
        None  # of one that tells: is this word the n-th thing it told?
    )
    tells: type | types.UnionType = (
        types.NoneType
    )  # the words of it that `heard` knows: no other one may be told
    nobody_knows: Callable[[object], bool] = lambda word: False  # but for these
    most: Callable[[Asks], int] | None = None  # so many of them it can have told, where they are all alike
    confirms: bool = True  # it says when a job is done
    answers: bool = True  # it says anything at all
    faults: Mapping[str, Outcome | Never | Fault] = dataclasses.field(default_factory=dict)
    words: Mapping[str, Fault] = dataclasses.field(default_factory=dict)  # other words of its simulator

    def outcome(self, fault: str) -> Outcome | Never:
        return self.faults.get(fault, USUAL[fault])
