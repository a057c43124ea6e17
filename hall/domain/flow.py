"""People in and out at the entrances a camera counts at (R035): folded by camera, said by zone. Pure; hall ms.

An estimate. Time in which a camera could not watch is missing, not nobody: it is told beside the figures, and while
a camera cannot watch now, its zone's figures are not known.
"""

from hall.contract.base import Text
from hall.contract.config import CameraPart, text
from hall.contract.flow import FlowSeen, SeeFlow, WallFlow
from hall.contract.sightings import CameraState
from hall.contract.unions import Event, Recorded
from hall.domain import cameras, words
from hall.domain import facts as f
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

HOUR_MS = 3_600_000
MINUTE_MS = 60_000
SILENT_MS = 11 * MINUTE_MS  # two spans and a little: without news for so long nothing is known
NO_NEWS = Text("还没有数到", "not counted yet")
BLIND = Text("画面看不住这条线", "its picture is too slow or too poor for the line")


def see(command: SeeFlow, hall: Hall, now: int) -> tuple[Event, ...]:
    """Each span once: what was told already, or overlaps it, is no news. Raises Refusal."""
    part = hall.cameras.get(command.camera)
    if part is None or not part.line:
        raise Refusal("no_camera", "这个摄像头没有数人的线", f"Camera {command.camera} has no line.")
    until = min(command.until_ms, now)
    span = command.until_ms - command.since_ms
    if span <= 0 or min(command.inward, command.outward, command.blind_ms, span - command.blind_ms) < 0:
        raise Refusal("bad_flow", "人数或时间不对", "A count or its time is not possible.")
    have = hall.facts.flows.get(part.id)
    if command.since_ms >= until or (have is not None and command.since_ms < have.until_ms):
        return ()
    return (
        FlowSeen(
            part.id,
            part.zone,
            command.since_ms,
            until,
            command.inward,
            command.outward,
            min(command.blind_ms, until - command.since_ms),
            part.line_scale,
        ),
    )


def seen(e: FlowSeen, rec: Recorded, hall: Hall) -> None:
    """Fold a span. Time nobody told of between two spans of a day was not watched."""
    have = hall.facts.flows.get(e.camera)
    if have is None:
        have = hall.facts.flows[e.camera] = f.Flow(e.camera, e.zone, e.since_ms, e.since_ms)
    inward, outward = e.inward * e.scale, e.outward * e.scale
    gap = e.since_ms - have.until_ms
    if gap > 0:
        have.spans.append((have.until_ms, e.since_ms, 0.0, 0.0, gap))
    have.spans.append((e.since_ms, e.until_ms, inward, outward, e.blind_ms))
    have.spans = [x for x in have.spans if x[0] >= e.until_ms - HOUR_MS]
    have.until_ms = e.until_ms
    have.inward += inward
    have.outward += outward


def flows(hall: Hall, now: int) -> tuple[WallFlow, ...]:
    """Every zone with a line: the hall's own ("") first, then as configured."""
    zones = ("", *(z.id for z in hall.config.zones))
    parts = {z: [c for c in hall.config.cameras if c.line and c.zone == z] for z in zones}
    return tuple(_said(hall, zone, mine, now) for zone, mine in parts.items() if mine)


def _said(hall: Hall, zone: str, parts: list[CameraPart], now: int) -> WallFlow:
    name = words.place(hall, zone) if zone else text(hall.config.hall.name, hall.config.hall.name_en)
    for part in parts:
        why, since = _unknown(hall, part, now)
        if since or why != words.NOTHING:
            return WallFlow(zone, name, why=why, why_ms=since)
    have = [hall.facts.flows[part.id] for part in parts]
    spans = [span for one in have for span in one.spans]
    return WallFlow(
        zone,
        name,
        round(sum(x[2] for x in spans)),
        round(sum(x[3] for x in spans)),
        min(x[0] for x in spans),
        max(sum(x[4] for x in one.spans) for one in have) // MINUTE_MS,
        round(sum(x.inward for x in have)),
        round(sum(x.outward for x in have)),
    )


def _unknown(hall: Hall, part: CameraPart, now: int) -> tuple[Text, int]:
    """Why what goes over this line is not known now, and since when (0: that is not known); nothing where it is."""
    camera, have = hall.facts.cameras[part.id], hall.facts.flows.get(part.id)
    if camera.state is not CameraState.OK:
        why = cameras.why(camera, part.host in hall.facts.hosts_lost)
        if camera.state in cameras.REMEDIES:
            why = Text(f"摄像头{why.zh}", f"its camera {why.en}")
        return why, camera.since_ms
    if have is None or not have.spans:
        return NO_NEWS, 0
    if now - have.until_ms > SILENT_MS:
        return NO_NEWS, have.until_ms
    since, until, _, _, blind = have.spans[-1]
    return (BLIND, since) if 2 * blind > until - since else (words.NOTHING, 0)
