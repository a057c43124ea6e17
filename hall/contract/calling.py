"""How visitors are called and by whom, as it is changed live: with or without voice, which queues a window serves, and
whether it is given its next by itself."""

import enum

from hall.contract.base import Word


class Calling(enum.Enum):
    """How this visitor wants to be called: as the hall does, without voice (无声叫号, R130), or always by voice."""

    HALL = "hall"
    SILENT = "silent"
    VOICE = "voice"


# --- commands -------------------------------------------------------------------------------------------------


class SetCalling(Word, frozen=True):
    """How a visitor wants to be called; by the slip's token (visitor) or the ticket id (staff)."""

    calling: Calling
    ticket: str = ""
    token: str = ""


class SetQuiet(Word, frozen=True):
    """无声叫号 for a zone, or for the hall ("")."""

    quiet: bool
    zone: str = ""
    reason: str = ""
    staff: str = ""
    pin: str = ""


class SetQueues(Word, frozen=True):
    """Which queues a window serves from now on (R016); empty: as configured."""

    window: str
    queues: tuple[str, ...]
    reason: str = ""
    staff: str = ""
    pin: str = ""


class SetPull(Word, frozen=True):
    """Whether this window, when free, is given its next visitor without a key."""

    window: str
    pull: bool


# --- events ---------------------------------------------------------------------------------------------------


class CallingSet(Word, frozen=True):
    ticket: str
    calling: Calling


class QuietSet(Word, frozen=True):
    quiet: bool
    zone: str = ""
    reason: str = ""
    staff: str = ""


class WindowQueuesSet(Word, frozen=True):
    window: str
    queues: tuple[str, ...]
    reason: str = ""
    staff: str = ""


class WindowPullSet(Word, frozen=True):
    window: str
    pull: bool
