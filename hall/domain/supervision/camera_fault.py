"""D02: a camera is away, frozen, covered or dark. Its posts are unknown meanwhile, which is never absence (V16)."""

from collections.abc import Iterable

from hall.contract.sightings import CameraState
from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, raised, running, told


def camera_fault(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.CAMERA_FAULT)
    for part in hall.config.cameras:
        camera = hall.facts.cameras[part.id]
        finding = have.get(part.id)
        fine = camera.state is CameraState.OK or not camera.since_ms or part.host in hall.facts.hosts_lost
        if finding is not None:
            if fine:
                yield cleared(finding, now)
        elif not fine:
            yield raised(
                hall,
                now,
                FindingCode.CAMERA_FAULT,
                Level.WARN,
                part.id,
                camera.since_ms,
                zone=part.zone,
                value_s=max(0, (now - camera.since_ms) // 1000),
                detail=camera.state.value,
                told=told(hall, part.zone, Level.WARN, "maintenance"),
            )
