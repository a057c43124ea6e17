"""The environment of a zone (R037): what cameras, sensors and people find wrong in it, and how full it is."""

import enum

from hall.contract.base import Word


class Cause(enum.Enum):
    """Why a zone's environment is poor. What people enter by hand keeps its own items (`RateEnvironment`)."""

    CLUTTER = "clutter"  # something was left lying
    CROWDED = "crowded"
    DARK = "dark"
    GLARE = "glare"
    TEMPERATURE = "temperature"
    HUMIDITY = "humidity"
    CO2 = "co2"
    PM25 = "pm25"
    NOISE = "noise"


class Crowding(enum.Enum):
    """How full a zone looks. An estimate from its floor, never a head count."""

    FREE = "free"  # 空闲
    NORMAL = "normal"  # 正常
    CROWDED = "crowded"  # 拥挤
    SEVERE = "severe"  # 严重
    UNKNOWN = "unknown"  # no usable picture, or nobody has calibrated the camera


BY_CAMERAS = (Cause.CLUTTER, Cause.CROWDED, Cause.DARK, Cause.GLARE)


# --- commands (role camera) --------------------------------------------------------------------------------------


class Seen(Word, frozen=True, tag=False):
    """A cause one camera sees. `place` tells two things apart that lie there at once and stays the same while one lies
    there; `box` is x, y, width, height as shares of the picture. `before` and `after` name pictures kept on the
    camera's host, with people made unrecognisable; the pictures themselves never cross the bus."""

    cause: Cause
    since_ms: int
    place: str = ""
    box: tuple[float, ...] = ()
    before: str = ""
    after: str = ""


class SeeTroubles(Word, frozen=True):
    """All that a camera sees wrong in its zone now. What it saw before and does not name any more is gone, as far as it
    can judge that: of a cause that is not `judged` its records stay as they are. Without CLUTTER among them it cannot
    say what lies on its floor: it has just begun to look, was blind, or its floor cannot be used."""

    camera: str
    seen: tuple[Seen, ...] = ()
    judged: tuple[Cause, ...] = BY_CAMERAS


class SeeCrowd(Word, frozen=True):
    """The level of a camera's zone changed. `share` 0..1 of its floor is taken, rounded; -1 unknown."""

    camera: str
    level: Crowding
    since_ms: int
    share: float = -1.0


# --- commands (monitor, admin) -----------------------------------------------------------------------------------


class ExcuseTrouble(Word, frozen=True):
    """ "Not a problem": a person says so, with a reason. The camera takes what it sees for the floor from now on."""

    record: str
    staff: str
    reason: str
    pin: str = ""


# --- events ------------------------------------------------------------------------------------------------------


class TroubleFound(Word, frozen=True):
    """A record of 环境差. `record` is unique; `source` is the camera or sensor, `value` what a sensor measured."""

    record: str
    zone: str
    cause: Cause
    source: str
    since_ms: int
    box: tuple[float, ...] = ()
    before: str = ""
    after: str = ""
    value: float = 0.0
    limit: float = 0.0


class TroubleGone(Word, frozen=True):
    """The zone is as it should be again, by the same eyes that found the trouble."""

    record: str


class TroubleExcused(Word, frozen=True):
    record: str
    staff: str
    reason: str


class FloorJudged(Word, frozen=True):
    """From now on the camera can say whether anything lies on the floor of its zone, or cannot."""

    camera: str
    judged: bool


class CrowdSeen(Word, frozen=True):
    camera: str
    zone: str
    level: Crowding
    since_ms: int
    share: float = -1.0
