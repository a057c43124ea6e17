"""Pictures of 环境差 on the camera's host, made by `veil.record`: a mosaic where somebody is or may be, coarse in all
else but the thing itself. None is older than the retention."""

from __future__ import annotations

import logging
from pathlib import Path

from hall.bus.tiles import KEEP_DAYS, UNFINISHED, put_whole

log = logging.getLogger(__name__)
MOST = 2000  # files; the oldest go first


class Records:
    """A folder of JPEGs only its owner may read."""

    def __init__(self, folder: Path, keep_days: int = KEEP_DAYS, most: int = MOST) -> None:
        self.folder, self._keep_days, self._most = folder, keep_days, most

    def write(self, name: str, jpeg: bytes) -> str:
        """The name of the file, "" where there is no picture or it cannot be written; a hall goes on without."""
        if not jpeg:
            return ""
        file = f"{name}.jpg"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            put_whole(self.folder / file, jpeg)
        except OSError as error:
            log.warning("%s: the picture of a record cannot be kept (%s)", self.folder / file, error.strerror)
            return ""
        return file

    def forget(self, now_s: float) -> None:
        """Drop what is older than the retention at `now_s` (s since the epoch), and the oldest of what is too much.
        What a process that ended left unfinished goes the same way."""
        try:
            pictures = (*self.folder.glob("*.jpg"), *self.folder.glob(f".*{UNFINISHED}"))
            dated = sorted((path.stat().st_mtime, path) for path in pictures)
            many = {path for _, path in dated[: -self._most]}
            for at, path in dated:
                if now_s - at > self._keep_days * 86_400 or path in many:
                    path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s: old pictures cannot be removed (%s)", self.folder, error.strerror)
