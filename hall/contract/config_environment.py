"""What cameras and sensors judge a zone by (R037): floors, levels of crowding, limits of the air. Pure; see `check`."""

from collections.abc import Iterator

from hall.contract.config import HallConfig
from hall.contract.sensing import Quantity

Found = tuple[str, str, str]  # place, what is wrong, what to do
Points = tuple[tuple[float, float], ...]
LEAST_AREA = 1e-4  # share of the picture; the camera's program takes no smaller one
LEAST_LEFT = 0.01  # of a floor, beside what is to be ignored
GRID = 64  # points across a floor, each way, that are tried


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file."""
    for i, camera in enumerate(config.cameras):
        where = f"cameras[{i}]"
        for name, points in (("floor", camera.floor), *(("floor_ignore", p) for p in camera.floor_ignore)):
            if points and len(points) < 3:
                yield f"{where}.{name}", f"{len(points)} points are no area", "draw at least 3"
            if any(not (0 <= x <= 1 and 0 <= y <= 1) for x, y in points):
                yield f"{where}.{name}", "a point lies outside the picture", "shares of it go from 0 to 1"
        if len(camera.floor) >= 3 and _area(camera.floor) < LEAST_AREA:
            yield f"{where}.floor", "covers less than 0.01 % of the picture", "draw it larger"
        elif camera.floor_ignore and _left(camera.floor, camera.floor_ignore) < LEAST_LEFT:
            yield (
                f"{where}.floor_ignore",
                "covers the whole floor: nothing is left to watch",
                "draw it smaller",
            )
        if camera.floor and not camera.zone:
            yield f"{where}.floor", "belongs to no zone", "say whose floor it is by `zone`"
        if camera.crowd and (
            len(camera.crowd) != 3 or list(camera.crowd) != sorted(camera.crowd) or camera.crowd[0] <= 0
        ):
            yield (
                f"{where}.crowd",
                f"{list(camera.crowd)} are no three rising shares",
                "e.g. [0.1, 0.25, 0.4]",
            )
        if camera.clutter_s < 60:
            yield f"{where}.clutter_s", f"{camera.clutter_s} s is too short", "180 to 300 is usual"
    known = {q.value for q in Quantity}
    for i, limit in enumerate(config.limits):
        if limit.quantity not in known:
            yield (
                f"limits[{i}].quantity",
                f"{limit.quantity!r} is not measured",
                "known: " + ", ".join(sorted(known)),
            )
        if limit.low is None and limit.high is None:
            yield f"limits[{i}]", "has neither low nor high", "say at least one"
        elif limit.low is not None and limit.high is not None and limit.low >= limit.high:
            yield f"limits[{i}].low", f"{limit.low:g} is not below high {limit.high:g}", "swap them"
        if limit.quantity in {x.quantity for x in config.limits[:i]}:
            yield f"limits[{i}].quantity", f"{limit.quantity!r} has a limit already", "one table for each"


def _area(points: Points) -> float:
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _left(floor: Points, holes: tuple[Points, ...]) -> float:
    """Share of a floor that is in none of `holes`, by points on a grid; 1.0 where no point of it is met."""
    xs, ys = [x for x, _ in floor], [y for _, y in floor]
    wide, high = (max(xs) - min(xs)) / GRID, (max(ys) - min(ys)) / GRID
    grid = (
        (min(xs) + (i + 0.5) * wide, min(ys) + (j + 0.5) * high) for i in range(GRID) for j in range(GRID)
    )
    inside = [point for point in grid if _within(floor, point)]
    left = [point for point in inside if not any(_within(hole, point) for hole in holes)]
    return len(left) / len(inside) if inside else 1.0


def _within(points: Points, at: tuple[float, float]) -> bool:
    x, y = at
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return (
        sum((v > y) != (t > y) and x < u + (y - v) / (t - v) * (s - u) for (u, v), (s, t) in pairs) % 2 == 1
    )
