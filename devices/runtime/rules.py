"""Pure rules of a worker: its states, how long it waits after trouble, and what of a mailbox still matters."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable

from hall.contract.devices import (
    AskRating,
    DeviceState,
    Fault,
    Job,
    LookForFace,
    ReadCard,
    ReadCode,
    ShowOnCaller,
    ShowOnPanel,
    Speak,
)

READINGS = ReadCard | ReadCode | LookForFace
DISPLAYS = ShowOnPanel | ShowOnCaller


class State(enum.Enum):
    """Where one device stands."""

    AWAY = "away"  # its port cannot be opened
    CONNECTING = "connecting"  # the port is open, nobody has answered yet
    READY = "ready"  # it answered
    BROKEN = "broken"  # it answered nonsense, refused, or fell silent


class Happening(enum.Enum):
    PORT_OPEN = "port_open"
    PORT_GONE = "port_gone"
    ANSWERED = "answered"
    FAILED = "failed"
    TRY_AGAIN = "try_again"


TRANSITIONS: dict[State, dict[Happening, State]] = {
    State.AWAY: {Happening.PORT_OPEN: State.CONNECTING, Happening.PORT_GONE: State.AWAY},
    State.CONNECTING: {
        Happening.ANSWERED: State.READY,
        Happening.FAILED: State.BROKEN,
        Happening.PORT_GONE: State.AWAY,
    },
    State.READY: {
        Happening.ANSWERED: State.READY,
        Happening.FAILED: State.BROKEN,
        Happening.PORT_GONE: State.AWAY,
    },
    State.BROKEN: {Happening.TRY_AGAIN: State.CONNECTING, Happening.PORT_GONE: State.AWAY},
}


def after(state: State, happening: Happening) -> State:
    """The next state; KeyError for what cannot happen there."""
    return TRANSITIONS[state][happening]


def backoff(tries: int, fault: Fault) -> float:
    """Seconds to wait before trial number `tries` + 1. A missing plug is looked for often, a refusal seldom."""
    first, most = {
        Fault.PORT_MISSING: (0.25, 4.0),
        Fault.UNPLUGGED: (0.1, 4.0),
        Fault.PORT_TAKEN: (1.0, 15.0),
        Fault.NO_ANSWER: (0.5, 5.0),
        Fault.GARBLED: (0.5, 5.0),
        Fault.REFUSED: (5.0, 60.0),
    }.get(fault, (1.0, 10.0))
    return float(min(most, first * 2 ** min(max(tries, 1) - 1, 16)))


def keep(jobs: Iterable[Job], done: Collection[str], now_ms: int) -> tuple[Job, ...]:
    """What a device still has to do, in order: slips not yet done, calls, readings and questions that are not too late,
    the newest reading, the newest question for a rating, the newest call for each window, and the newest text of a
    display, done or not: it is drawn again when the display has lost it."""
    kept: list[Job] = []
    for job in jobs:
        if isinstance(job, DISPLAYS):
            kept = [one for one in kept if not isinstance(one, DISPLAYS)]
        elif job.id in done or too_late(job, now_ms):
            continue
        elif isinstance(job, Speak):
            kept = [one for one in kept if not (isinstance(one, Speak) and one.window == job.window)]
        elif isinstance(job, AskRating):
            kept = [one for one in kept if not isinstance(one, AskRating)]
        elif isinstance(job, READINGS):
            kept = [one for one in kept if not isinstance(one, READINGS)]
        kept.append(job)
    return tuple(kept)


def overdue(jobs: Iterable[Job], done: Collection[str], now_ms: int) -> tuple[Speak, ...]:
    """Calls that did not come to their turn in time: they are not spoken any more, and the hall is told so."""
    return tuple(
        job for job in jobs if isinstance(job, Speak) and job.id not in done and too_late(job, now_ms)
    )


def too_late(job: Job, now_ms: int) -> bool:
    """Is there nobody any more who waits for it? Of a slip the hall learns that by itself, also where we were away."""
    if isinstance(job, DISPLAYS):
        return False
    return bool(job.until_ms) and now_ms > job.until_ms


def order(job: Job) -> int:
    """Where a job stands among those that came at the same moment: by the journal's seq that begins its id."""
    head = job.id.partition(".")[0]
    return int(head) if head.isdigit() else 0


def told_state(state: State, answered: DeviceState, fault: Fault) -> DeviceState | None:
    """What the hall is told; None while connecting, when nothing new is known. A silent device counts as away."""
    if state is State.CONNECTING:
        return None
    if state is State.READY:
        return answered
    if state is State.AWAY or fault is Fault.NO_ANSWER:
        return DeviceState.AWAY
    return DeviceState.FAULTY
