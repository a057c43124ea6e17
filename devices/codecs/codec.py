"""What every codec answers to, and how a receiver finds the next whole frame among noise.

`encode(frame)` gives the bytes on the wire. `decode(buffer)` takes the next frame out of the buffer; None means
"more, please". A codec's own `decode` may also answer `Damaged`; the table of all codecs leaves those out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Damaged:
    """Bytes that began and ended as a frame but were none; `reason` is for the log and the refusal."""

    reason: str


class Verdict(Enum):
    """What the bytes from here on are, when they are no whole frame."""

    NONE = auto()  # no frame begins here
    MORE = auto()  # one may begin here, and its end has not come yet


Parsed = tuple[F, int] | Damaged | Verdict


def first(buffer: bytearray, parse: Callable[[bytes, int], Parsed[F]]) -> F | Damaged | None:
    """Take the first whole frame out of `buffer`, wherever it begins; what stood before it was noise.

    `parse(data, at)` says what begins at `at`: (frame, its size), Damaged, or a Verdict. It must answer MORE only for
    fewer bytes than its longest frame has, so that the buffer stays bounded. Noise that looks like the beginning of
    a long frame holds up nothing: a whole frame behind it wins.
    """
    data = bytes(buffer)
    waiting = damaged_at = len(data)
    damaged: Damaged | None = None
    for at in range(len(data)):
        got = parse(data, at)
        if got is Verdict.MORE:
            waiting = min(waiting, at)
        elif isinstance(got, Damaged):
            if damaged is None:
                damaged, damaged_at = got, at
        elif isinstance(got, tuple):
            frame, size = got
            del buffer[: at + size]
            return frame
    if damaged is not None and damaged_at < waiting:
        del buffer[: damaged_at + 1]
        return damaged
    del buffer[:waiting]
    return None
