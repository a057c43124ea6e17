"""A number with more than one service: legs, transfers to another queue, window or person, and the way back. The rules
live in `hall.domain.queueing.legs` and `moves`."""

import enum

from hall.contract.base import Word
from hall.contract.tickets import Forecast


class LegState(enum.Enum):
    """One service of a ticket at one queue."""

    PLANNED = "planned"
    CURRENT = "current"  # the ticket's own state says more
    PAUSED = "paused"  # another service of the same visitor goes on at the window
    DONE = "done"
    TRANSFERRED = "transferred"
    ENDED = "ended"  # over without being done


# --- commands -------------------------------------------------------------------------------------------------


class Transfer(Word, frozen=True):
    """转号 (R064): the visitor of this window goes to a queue, a window or a person (exactly one is named) with the
    same number, the first issue time and a note; with `back` returns here afterwards."""

    window: str
    queue: str = ""
    to_window: str = ""
    to_staff: str = ""
    service: str = ""
    back: bool = False
    note: str = ""


class UndoTransfer(Word, frozen=True):
    """Take the visitor back, as long as nobody else has called."""

    window: str
    ticket: str


class AddService(Word, frozen=True):
    """One more service on the same number while it is being served: `here` starts it at once and pauses the other;
    otherwise it becomes a further leg."""

    window: str
    service: str
    here: bool = False


class SwitchService(Word, frozen=True):
    """Go back to a paused service of the same visitor, by its leg number."""

    window: str
    leg: int


# --- events ---------------------------------------------------------------------------------------------------


class TicketQueued(Word, frozen=True):
    """The next leg begins to wait. It keeps the first issue time for its place (§3.0), its own wait starts now.
    `leg` is the place in the ticket's plan that was taken, -1 for a return to a window."""

    ticket: str
    queue: str
    service: str
    need: str
    leg: int
    forecast: Forecast


class LegResumed(Word, frozen=True):
    """A paused service of the same visitor goes on at this window; the one that was served meanwhile is paused, or
    just done. `leg` is its number on the ticket."""

    ticket: str
    window: str
    leg: int


class ServiceAdded(Word, frozen=True):
    """`here`: it is being served from now on and the other one is paused."""

    ticket: str
    window: str
    service: str
    queue: str
    here: bool
    need: str = ""


class TicketTransferred(Word, frozen=True):
    ticket: str
    window: str
    queue: str
    service: str
    need: str = ""
    back: bool = False
    note: str = ""


class TransferUndone(Word, frozen=True):
    """The visitor is served again at the window that had sent them away."""

    ticket: str
    window: str


class TicketReleased(Word, frozen=True):
    """It waited for one window or person who has left: anybody of the queue may call it now."""

    ticket: str
    need: str
    reason: str
