"""The day on which each enrolled person was recognised last, beside the gallery, so that what is not used is deleted.

A day and an opaque id, nothing else: no time, no place, no errand (PIPL 19).
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

ZONE = ZoneInfo("Asia/Shanghai")


def day_at(ms: int) -> dt.date:
    """The day in the hall of a time in ms since the epoch."""
    return dt.datetime.fromtimestamp(ms / 1000, ZONE).date()


def place(gallery: Path) -> Path:
    return gallery.with_name(f"{gallery.name}.days")


def read(gallery: Path) -> dict[str, str]:
    """Person to YYYY-MM-DD. A file that cannot be read counts as empty: then the day of enrolment decides."""
    try:
        return msgspec.json.decode(place(gallery).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def note(gallery: Path, person: str, at_ms: int) -> None:
    """This person was recognised at that time. Raises OSError."""
    known, day = read(gallery), day_at(at_ms).isoformat()
    if known.get(person) != day:
        _write(gallery, known | {person: day})


def keep(gallery: Path, people: frozenset[str]) -> None:
    """Forget the days of everybody else. Raises OSError."""
    known = read(gallery)
    left = {person: day for person, day in known.items() if person in people}
    if left != known:
        _write(gallery, left)


def _write(gallery: Path, days: dict[str, str]) -> None:
    path = place(gallery)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(days))
    os.replace(fresh, path)
