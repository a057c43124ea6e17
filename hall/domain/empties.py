"""What a camera sees empty: said by a named person, told to the camera's host, which takes it for its reference."""

from hall.contract import sightings as g
from hall.contract.base import Actor, Role
from hall.contract.unions import Event, Recorded
from hall.contract.views_host import Empty
from hall.domain.calendar import open_at
from hall.domain.queueing import moves
from hall.domain.refusal import Refusal
from hall.domain.state import Hall


def capture(command: g.CaptureEmpty, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """ "Nobody is there now." The person who says so can see the place; the hall cannot."""
    if command.camera not in hall.cameras:
        raise Refusal("no_camera", "没有这个摄像头", f"No such camera: {command.camera}.")
    post = hall.posts.get(command.post)
    if command.post and (post is None or post.camera != command.camera):
        raise Refusal(
            "no_post",
            "这个摄像头不看这个岗位",
            f"Post {command.post} is not watched by camera {command.camera}.",
        )
    if by.role is Role.MONITOR:
        moves.manages(hall, command.staff, by)
    return (g.EmptyCaptured(command.camera, command.post, command.staff),)


def captured(e: g.EmptyCaptured, rec: Recorded, hall: Hall) -> None:
    hall.facts.empties[f"{e.camera}/{e.post}"] = rec.at


def of_host(hall: Hall, host: str) -> tuple[Empty, ...]:
    """What the cameras of a host were said to see empty today."""
    found = ((key.partition("/"), at) for key, at in hall.facts.empties.items())
    return tuple(
        Empty(camera, post, at)
        for (camera, _, post), at in found
        if camera in hall.cameras and hall.cameras[camera].host == host
    )


def closed_until(hall: Hall, now: int) -> int:
    """When a closed hall opens next; 0 while it is open, over noon, or when no opening is known."""
    here = open_at(hall, "", now)
    return 0 if here.open or here.lunch else here.next_ms
