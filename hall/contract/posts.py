"""Posts where somebody should be: a leave declared at one without a window, and why nobody is looked for at any (R034).
Who sits at a window pauses it instead."""

import enum

from hall.contract.base import Word


class Suspension(enum.Enum):
    """Why an empty seat is no absence now."""

    NONE = "none"  # it is one
    HOURS = "hours"  # no session now
    CLOSED = "closed"  # nobody has signed on at its window
    COVERED = "covered"  # a colleague has taken over its window
    PAUSED = "paused"  # its window is, and not longer than was said
    LEAVE = "leave"  # declared, and not over yet


# --- commands (monitor) ------------------------------------------------------------------------------------------


class DeclareLeave(Word, frozen=True):
    """离开: nobody will be at a post without a window until `back_ms`. `reason` is one of those of `Pause`. `staff`
    says so, and the door checks the PIN."""

    post: str
    reason: str
    back_ms: int
    staff: str = ""
    pin: str = ""


class EndLeave(Word, frozen=True):
    """回来了, said by a person. The door checks the PIN."""

    post: str
    staff: str = ""
    pin: str = ""


# --- events ------------------------------------------------------------------------------------------------------


class LeaveDeclared(Word, frozen=True):
    post: str
    reason: str
    back_ms: int
    staff: str


class LeaveEnded(Word, frozen=True):
    """Somebody has been there since `since_ms`: as `staff` said, or with "" as a camera saw."""

    post: str
    since_ms: int
    staff: str = ""


# --- what the wall shows -----------------------------------------------------------------------------------------


class DeclaredLeave(Word, frozen=True, tag=False):
    """`by` is the name of who said so."""

    reason: str
    since_ms: int
    back_ms: int
    by: str
