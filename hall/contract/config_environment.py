"""What cameras and sensors judge a zone by (R037): floors, levels of crowding, limits of the air. Pure; see `check`."""

from collections.abc import Iterator

from hall.contract.config import HallConfig
from hall.contract.sensing import Quantity

Found = tuple[str, str, str]  # place, what is wrong, what to do


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file."""
    for i, camera in enumerate(config.cameras):
        where = f"cameras[{i}]"
        for name, points in (("floor", camera.floor), *(("floor_ignore", p) for p in camera.floor_ignore)):
            if points and len(points) < 3:
                yield f"{where}.{name}", f"{len(points)} points are no area", "draw at least 3"
            if any(not (0 <= x <= 1 and 0 <= y <= 1) for x, y in points):
                yield f"{where}.{name}", "a point lies outside the picture", "shares of it go from 0 to 1"
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
