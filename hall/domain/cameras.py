"""The register of the hall's cameras (R032): is each connected, how much of today's hours it could be used, when its
last picture came, what was wrong last. Pure; times are hall ms.

Only a change of state is an event; the shares follow from those, and when a picture came last is volatile.
"""

from hall.contract.base import Text
from hall.contract.config import CameraPart, PostPart
from hall.contract.sightings import CameraState
from hall.contract.views_devices import CameraLine, CameraPost
from hall.domain import words
from hall.domain.calendar import open_ms
from hall.domain.facts import Camera
from hall.domain.state import Hall

_WORST = (
    *(x for x in CameraState if x not in (CameraState.UNKNOWN, CameraState.OK)),
    CameraState.UNKNOWN,
    CameraState.OK,
)
REMEDIES: dict[CameraState, Text] = {
    CameraState.AWAY: Text("看电源、网线和地址", "check power, cable and address"),
    CameraState.FROZEN: Text("重启摄像头", "restart the camera"),
    CameraState.COVERED: Text("拿开挡住镜头的东西", "take away what covers it"),
    CameraState.DARK: Text("开灯，或看镜头盖", "switch the light on, or look for a lens cap"),
    CameraState.GLARE: Text("拉上窗帘，或转开一点", "draw the blind, or turn it away"),
    CameraState.BLURRED: Text("擦镜头，重新对焦", "wipe the glass and focus it"),
    CameraState.MOVED: Text("扶正，或重新画区域", "turn it back, or redraw its areas"),
}
"""What to do at a camera. One whose host is silent has no remedy of its own."""


def change(hall: Hall, camera: Camera, state: CameraState, since_ms: int, detail: str) -> None:
    """Fold a change: the time up to it belongs to the state before. Nothing counts before the first hearing."""
    if camera.counted_ms:
        _count(hall, camera, since_ms)
    elif state is not CameraState.UNKNOWN:
        camera.counted_ms = since_ms
    if state in REMEDIES and state is not camera.state:
        camera.trouble, camera.trouble_ms = state, since_ms
    camera.state, camera.since_ms, camera.detail = state, since_ms, detail


def new_day(hall: Hall, at: int) -> None:
    """The shares start anew; what was wrong last is remembered."""
    for camera in hall.facts.cameras.values():
        camera.open_ms = camera.usable_ms = 0
        camera.counted_ms = at if camera.counted_ms else 0


def online(hall: Hall, camera: Camera, now: int) -> float | None:
    """Share 0..1 of today's service hours with a usable picture, from the first hearing on; None before."""
    if not camera.counted_ms:
        return None
    running = open_ms(hall, "", camera.counted_ms, now)
    usable = camera.usable_ms + (running if camera.state is CameraState.OK else 0)
    return usable / (camera.open_ms + running) if camera.open_ms + running else None


def lines(hall: Hall, now: int) -> tuple[CameraLine, ...]:
    """Every camera, the worst first, then in the order of the configuration."""
    have = hall.facts.cameras
    found = sorted(hall.config.cameras, key=lambda part: _WORST.index(have[part.id].state))
    return tuple(_line(hall, part, have[part.id], now) for part in found)


def _line(hall: Hall, part: CameraPart, camera: Camera, now: int) -> CameraLine:
    zh, en = words.camera(hall, part.id)
    fine = camera.state is CameraState.OK
    silent = part.host in hall.facts.hosts_lost
    return CameraLine(
        part.id,
        Text(zh, words.capital(en)),
        part.zone,
        camera.state.value,
        camera.since_ms,
        words.NOTHING if fine else why(camera, silent),
        words.NOTHING if silent else REMEDIES.get(camera.state, words.NOTHING),
        online(hall, camera, now),
        hall.pictures.get(part.id, 0),
        words.CAMERAS[camera.trouble] if camera.trouble_ms else words.NOTHING,
        camera.trouble_ms,
        tuple(CameraPost(x.id, words.seat(hall, x.id)) for x in hall.config.posts if _watches(part, x)),
        hall.emptied.get(part.id, 0),
        words.NOTHING if silent else words.DETECTORS[camera.detector],
    )


def _watches(part: CameraPart, post: PostPart) -> bool:
    return post.camera == part.id and post.polygon != ()


def why(camera: Camera, silent: bool) -> Text:
    """Why there is no usable picture; `silent`: its host is not heard."""
    if silent:
        return Text("它的主机没有回音", "its host is silent")
    if camera.state is CameraState.UNKNOWN and not camera.since_ms:
        return Text("还没有消息", "not heard of yet")
    return words.CAMERAS[camera.state]


def _count(hall: Hall, camera: Camera, until_ms: int) -> None:
    until_ms = max(until_ms, camera.counted_ms)
    span = open_ms(hall, "", camera.counted_ms, until_ms)
    camera.open_ms += span
    if camera.state is CameraState.OK:
        camera.usable_ms += span
    camera.counted_ms = until_ms
