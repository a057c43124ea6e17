"""What a camera's process keeps on its disk of what is empty, so that a restart with somebody there is no riddle.

Grey pictures with nobody in them: of a seat its polygon, of a floor only cells that surely show nobody; and of the
view its corners, no picture. One file for each, named by the camera, the place and a mark of its polygons: those drawn
anew start anew.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from devices.vision.regions import Image, Region
from devices.vision.tamper import Anchor, of_kept
from hall.bus.tiles import put_whole

log = logging.getLogger(__name__)

_NAMED = re.compile(r".+\.[0-9a-f]{8}\.(png|npz)")


def seat_file(camera: str, post: str, region: Region) -> str:
    """The name of the file of an empty seat."""
    return f"{camera}.{post}.{_mark(region)}.png"


def floor_file(camera: str, region: Region) -> str:
    """The name of the file of an empty floor. What was kept of it before 2026-11-22, a whole picture, had another."""
    return f"{camera}.floor.{_mark('cells', region)}.png"


def view_file(camera: str, *of: object) -> str:
    """The name of the file of a camera's view. `of`: its source and all that is drawn on its picture; where one of
    these was changed, whatever it shows now is meant."""
    return f"{camera}.view.{_mark(*of)}.npz"


def write(path: Path, picture: Image) -> None:
    """Whole or not at all, for its owner alone; a hall goes on without."""
    write_bytes(path, cv2.imencode(path.suffix, picture)[1].tobytes())


def write_bytes(path: Path, data: bytes) -> None:
    """As `write`; without `data` there is no file."""
    try:
        if data:
            path.parent.mkdir(parents=True, exist_ok=True)
            put_whole(path, data)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s: what is kept over a restart cannot be written (%s)", path, error)


def read_view(path: Path) -> Anchor | None:
    """None where there is none, or none that can be read."""
    try:
        return of_kept(path.read_bytes())
    except OSError:
        return None


def read(path: Path) -> Image | None:
    """None where there is none, or none that can be read."""
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) if path.exists() else None
    return None if picture is None else np.asarray(picture, dtype=np.uint8)


def forget(folder: Path, wanted: Iterable[str]) -> None:
    """Remove pictures of polygons, posts and cameras that are not in the configuration any more."""
    names = set(wanted)
    try:
        for path in folder.glob("*.*"):
            if _NAMED.fullmatch(path.name) and path.name not in names:
                path.unlink(missing_ok=True)
                log.info("%s: kept of a place that is not configured any more; removed", path)
    except OSError as error:
        log.warning("%s: old pictures of what is empty cannot be removed (%s)", folder, error.strerror)


def _mark(*of: object) -> str:
    return hashlib.sha256("|".join(repr(x) for x in of).encode()).hexdigest()[:8]
