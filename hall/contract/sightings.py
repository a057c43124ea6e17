"""What cameras and people see: seats, camera health, the state of a zone. Identity never comes from a camera."""

import enum

from hall.contract.base import Word


class Seat(enum.Enum):
    PRESENT = "present"
    LEAVING = "leaving"  # no longer seen, within the grace time
    ABSENT = "absent"
    UNKNOWN = "unknown"  # camera stale or covered; never adds to absence


class Sight(enum.Enum):
    """Has anybody come to a window since its visitor was called. Who it is no camera is asked."""

    SOMEBODY = "somebody"  # stands there now
    GONE = "gone"  # somebody was there after the call and left again
    NOBODY = "nobody"
    UNKNOWN = "unknown"  # no camera watches, or it could not see all of the time


class CameraState(enum.Enum):
    OK = "ok"
    AWAY = "away"
    FROZEN = "frozen"
    COVERED = "covered"
    DARK = "dark"
    GLARE = "glare"  # light shines into it
    BLURRED = "blurred"  # out of focus, or dirt on the glass
    MOVED = "moved"  # it shows another part of the hall than its polygons were drawn on
    UNKNOWN = "unknown"


class Detector(enum.Enum):
    """The hall's own model that finds people, as presence uses it."""

    NONE = "none"  # none is configured
    LIVE = "live"
    OFF = "off"  # it cannot be used: presence rests on change and motion


# --- commands (role camera) --------------------------------------------------------------------------------------


class SeatSeen(Word, frozen=True):
    """A change of one post's seat; `since_ms` is dated back to the first frame of the change."""

    camera: str
    post: str
    seat: Seat
    since_ms: int
    note: str = ""  # e.g. "object"


class CameraReport(Word, frozen=True):
    """Sent on every change, and again every few seconds. At `frame_ms` the last picture came (0: none yet), at
    `emptied_ms` it took one for what a person had said to be empty (0: not since its process was started)."""

    camera: str
    state: CameraState
    since_ms: int
    detail: str = ""
    frame_ms: int = 0
    emptied_ms: int = 0
    detector: Detector = Detector.NONE


# --- commands (monitor, admin) -----------------------------------------------------------------------------------


class RateEnvironment(Word, frozen=True):
    """环境差 with place and item, or 环境好 to restore (R037). `item` is one of the GB/T 36112 groups."""

    zone: str
    poor: bool
    item: str = ""
    note: str = ""


class CaptureEmpty(Word, frozen=True):
    """ "Nobody is there now": what the camera sees is the empty seat of `post`, or with "" of every post it watches,
    its empty floor, and the view it is meant to have."""

    camera: str
    post: str = ""
    staff: str = ""
    pin: str = ""


# --- events ------------------------------------------------------------------------------------------------------


class SeatChanged(Word, frozen=True):
    post: str
    seat: Seat
    since_ms: int
    camera: str = ""
    note: str = ""


class CameraChanged(Word, frozen=True):
    camera: str
    state: CameraState
    since_ms: int
    detail: str = ""
    detector: Detector = Detector.NONE


class EnvironmentRated(Word, frozen=True):
    zone: str
    poor: bool
    item: str = ""
    note: str = ""


class EmptyCaptured(Word, frozen=True):
    """A person said that nobody is there; the camera's host is told."""

    camera: str
    post: str = ""
    staff: str = ""
