"""What the line of an entrance needs before its figures are shown (R035). Pure; see `check`."""

import json
from collections.abc import Iterator

from hall.contract.config import CameraPart, HallConfig

Found = tuple[str, str, str]  # place, what is wrong, what to do
_LEAST, _MOST = 0.6, 1.8  # beyond these it is off by more than 40 %, as `hall camera count` says itself
_SHORT = 0.05


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file."""
    for i, camera in enumerate(config.cameras):
        yield from _line(camera, f"cameras[{i}]")


def _line(camera: CameraPart, where: str) -> Iterator[Found]:
    line = camera.line
    if not line:
        if camera.line_scale:
            yield f"{where}.line_scale", "belongs to no line", "draw `line`, or leave it out"
        return
    if len(line) != 2:
        yield f"{where}.line", f"{len(line)} points are no line", "two points, e.g. [[0.5, 0.2], [0.5, 0.9]]"
        return
    if any(not (0 <= x <= 1 and 0 <= y <= 1) for x, y in line):
        yield f"{where}.line", "a point lies outside the picture", "shares of it go from 0 to 1"
    elif abs(line[0][0] - line[1][0]) + abs(line[0][1] - line[1][1]) < _SHORT:
        yield f"{where}.line", "its two points are one place", "draw it across the whole way in"
    if not camera.line_scale:
        drawn = json.dumps([list(p) for p in line])
        yield (
            f"{where}.line_scale",
            "is missing: no hall shows a figure nobody has held against a count by eye",
            f"run `hall camera count {camera.source} --line '{drawn}' --seconds 600 --by-eye` and count with it",
        )
    elif not _LEAST <= camera.line_scale <= _MOST:
        yield (
            f"{where}.line_scale",
            f"{camera.line_scale:g} is too far from 1: this picture does not allow a count",
            f"{_LEAST:g} to {_MOST:g}; move the line or the camera and count by eye again, or leave `line` out",
        )
