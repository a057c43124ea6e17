"""What every word shares: one frozen, tagged struct, bilingual text, and who is acting.

Times are integer milliseconds since the epoch (`at`, `…_ms`), shown in Asia/Shanghai. Durations name their unit.
"""

import enum

import msgspec


class Word(msgspec.Struct, frozen=True, tag=True, omit_defaults=True, gc=False):
    """A message or a part of one. New fields carry defaults, so old journals stay readable. A word is a tree of frozen
    things and never a cycle, so the garbage collector need not look at it."""


class Text(Word, frozen=True, tag=False):
    """One sentence in both languages of the hall; Chinese is the source."""

    zh: str
    en: str = ""


class Role(enum.Enum):
    """What a key may do; the table of commands by role stands in `hall.contract.access`."""

    KIOSK = "kiosk"
    WINDOW = "window"
    MONITOR = "monitor"
    DEVICE = "device"
    CAMERA = "camera"
    GATEWAY = "gateway"
    ADMIN = "admin"
    CONTROLLER = "controller"  # the hall itself: ticks and findings

    # Each stands for itself. The library's own hash is a call of Python for every look-up.
    __hash__ = object.__hash__


class Actor(Word, frozen=True, tag=False):
    """Who sent a command: the name and role its CURVE key is registered under."""

    name: str
    role: Role
