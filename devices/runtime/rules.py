"""Pure rules of a worker: its states, how long it waits after trouble, and what of a mailbox still matters."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable

from hall.contract.devices import (
    DeviceState,
    Fault,
    Job,
    LookForFace,
    PrintSlip,
    ReadCard,
    ReadCode,
    ShowOnPanel,
    Speak,
)

READINGS = ReadCard | ReadCode | LookForFace


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
    """What a device still has to do, in order: slips not yet done, calls and readings that are not too late, the
    newest reading, the newest call for each window, and the newest text of a display, done or not: it is drawn
    again when the display has lost it."""
    kept: list[Job] = []
    for job in jobs:
        if isinstance(job, ShowOnPanel):
            kept = [one for one in kept if not isinstance(one, ShowOnPanel)]
        elif job.id in done or _too_late(job, now_ms):
            continue
        elif isinstance(job, Speak):
            kept = [one for one in kept if not (isinstance(one, Speak) and one.window == job.window)]
        elif isinstance(job, READINGS):
            kept = [one for one in kept if not isinstance(one, READINGS)]
        kept.append(job)
    return tuple(kept)


def _too_late(job: Job, now_ms: int) -> bool:
    if isinstance(job, PrintSlip | ShowOnPanel):
        return False
    return bool(job.until_ms) and now_ms > job.until_ms


def told_state(state: State, answered: DeviceState, fault: Fault) -> DeviceState | None:
    """What the hall is told; None while connecting, when nothing new is known. A silent device counts as away."""
    if state is State.CONNECTING:
        return None
    if state is State.READY:
        return answered
    if state is State.AWAY or fault is Fault.NO_ANSWER:
        return DeviceState.AWAY
    return DeviceState.FAULTY
