"""Veiled pictures of cameras for a screen of the same machine: files beside the journal, never the bus.

`Kept` are those of records of 环境差. `Tiles` show what a camera sees now: a screen asks again and again by touching
CAMERA.asked; while that is young the camera process replaces CAMERA.jpg, and takes it away when nobody asks any more;
nothing is kept. Only the owner of the hall's files may read any of them.
"""

import os
from contextlib import suppress
from pathlib import Path

ASKED_S = 10.0  # so long a question holds
EVERY_S = 2.0
STALE_S = 10.0  # an older picture is not shown: it would be taken for now
UNFINISHED = ".new"  # ends the name of what is still being written
KEEP_DAYS = 30  # so long the pictures of a record are kept
_MOST = 500_000  # bytes of a picture


def _beside(store: Path, name: str) -> Path:
    return store.parent / "vision" / name


class Kept:
    """The pictures of records of 环境差. `store` is the journal's file."""

    def __init__(self, store: Path) -> None:
        self.folder = _beside(store, "records")

    @property
    def here(self) -> bool:
        """Are such pictures kept on this machine, and may this process see them?"""
        return os.access(self.folder, os.R_OK | os.X_OK)

    def read(self, name: str) -> bytes | None:
        """The file of that name as it is; None where there is none, b"" where it is no picture for its size or cannot
        be read. A name that leads out of the folder is none."""
        if name in ("", "..") or Path(name).name != name:
            return None
        try:
            return _content(self.folder / name)
        except FileNotFoundError:
            return None
        except OSError:
            return b""


class Tiles:
    """`store` is the journal's file. Times are seconds since the epoch. Nothing here raises for a missing file."""

    def __init__(self, store: Path) -> None:
        self.folder = _beside(store, "live")

    # -- the camera process --------------------------------------------------------------------------------------
    def open(self, cameras: tuple[str, ...]) -> None:
        """Make the folder, without what an earlier run of these cameras left. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for camera in cameras:
            self.clear(camera)

    def wanted(self, camera: str, now_s: float) -> bool:
        """Has somebody asked for it just now?"""
        asked_s = _changed_s(self._asked(camera))
        return asked_s is not None and abs(now_s - asked_s) <= ASKED_S

    def put(self, camera: str, jpeg: bytes) -> None:
        """Replace the picture. Raises OSError."""
        put_whole(self._picture(camera), jpeg)

    def clear(self, camera: str) -> None:
        """Take the picture away."""
        with suppress(OSError):
            self._picture(camera).unlink(missing_ok=True)

    # -- the screen ----------------------------------------------------------------------------------------------
    @property
    def here(self) -> bool:
        """Do cameras run on this machine, and may this process see their pictures?"""
        return os.access(self.folder, os.R_OK | os.W_OK | os.X_OK)

    def ask(self, camera: str) -> None:
        """Say that somebody looks now; again before `ASKED_S` are over."""
        with suppress(OSError):
            self._asked(camera).touch(mode=0o600)

    def read(self, camera: str, now_s: float) -> tuple[bytes, float] | None:
        """(JPEG, its age in seconds); None where there is none, or only an old one."""
        path = self._picture(camera)
        made_s = _changed_s(path)
        if made_s is None or now_s - made_s > STALE_S:
            return None
        try:
            data = _content(path)
        except OSError:
            return None
        return (data, max(0.0, now_s - made_s)) if data else None

    def _picture(self, camera: str) -> Path:
        return self.folder / f"{camera}.jpg"

    def _asked(self, camera: str) -> Path:
        return self.folder / f"{camera}.asked"


def put_whole(path: Path, data: bytes) -> None:
    """Write beside and rename, so that nobody ever reads half of it, whenever the writer ends; for its owner alone.
    Raises OSError."""
    fresh = path.with_name(f".{path.name}{UNFINISHED}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    fresh.replace(path)


def _content(path: Path) -> bytes:
    """b"" for what is too large. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    return data if len(data) <= _MOST else b""


def _changed_s(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None
