"""Where the hall's video recorder holds what was found: spans of cameras, and the addresses that open them (R078).

The hall records nothing itself. An address carries camera and times, never a person, a number or a password.
"""

import datetime as dt
import enum
import string
from collections.abc import Iterator

from hall.contract.base import Word
from hall.contract.config import CameraPart, HallConfig, RecordingPart

HOLES = ("camera", "channel", "start", "end")  # what a link may ask for
UNIX, UNIX_MS = "unix", "unix_ms"  # instead of a pattern: seconds, ms since the epoch
ZONES = {"utc": dt.UTC, "local": dt.timezone(dt.timedelta(hours=8))}  # Shanghai has kept +08:00 since 1991
PLAIN = frozenset(string.ascii_letters + string.digits + "-._~:")


class Footage(Word, frozen=True, tag=False):
    """The cameras over a place and from when to when something was there, without any margin; `end_ms` 0: it goes on.
    `around`: none looks at the place itself, these look at its zone. No cameras: nothing looks there."""

    cameras: tuple[str, ...]
    start_ms: int
    end_ms: int = 0
    around: bool = False


class Lack(enum.Enum):
    """Why a clip cannot be opened by an address."""

    NOTHING = ""
    LINK = "link"  # the recorder has none
    CHANNEL = "channel"  # the recorder does not have this camera
    GONE = "gone"  # older than the recorder keeps


class Clip(Word, frozen=True, tag=False):
    """What to look at on the recorder, margins included. `address` is "" where there is a lack."""

    camera: str
    start_ms: int
    end_ms: int
    address: str = ""
    lack: Lack = Lack.NOTHING


def clips(config: HallConfig, footage: Footage, now: int) -> tuple[Clip, ...]:
    """One for each camera; none where the hall has no recorder. Nothing ends after `now`: it is not recorded yet."""
    part = config.recording
    if part is None:
        return ()
    start = footage.start_ms - part.before_s * 1000
    end = min(footage.end_ms + part.after_s * 1000, now) if footage.end_ms else now
    parts = {camera.id: camera for camera in config.cameras}
    return tuple(_clip(part, parts[x], start, max(start, end), now) for x in footage.cameras if x in parts)


def _clip(part: RecordingPart, camera: CameraPart, start_ms: int, end_ms: int, now: int) -> Clip:
    lack = _lack(part, camera, end_ms, now)
    address = "" if lack is not Lack.NOTHING else _address(part, camera, start_ms, end_ms)
    return Clip(camera.id, start_ms, end_ms, address, lack)


def _lack(part: RecordingPart, camera: CameraPart, end_ms: int, now: int) -> Lack:
    if end_ms < now - part.keep_days * 86_400_000:
        return Lack.GONE
    if not part.link:
        return Lack.LINK
    if not camera.channel and "channel" in holes(part.link):
        return Lack.CHANNEL
    return Lack.NOTHING


def _address(part: RecordingPart, camera: CameraPart, start_ms: int, end_ms: int) -> str:
    start, end = (_time(part, ms) for ms in (start_ms, end_ms))
    filled = {"camera": camera.id, "channel": camera.channel, "start": start, "end": end}
    return part.link.format(**{hole: _quoted(text) for hole, text in filled.items()})


def holes(link: str) -> tuple[str, ...]:
    """The names in braces, in their order. ValueError where a brace is not closed."""
    return tuple(_holes(link))


def _holes(link: str) -> Iterator[str]:
    for _, name, spec, conversion in string.Formatter().parse(link):
        if name is not None:
            yield name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")


def _time(part: RecordingPart, ms: int) -> str:
    """Whole seconds, as the recorder writes them."""
    if part.time == UNIX:
        return str(ms // 1000)
    if part.time == UNIX_MS:
        return str(ms)
    return dt.datetime.fromtimestamp(ms // 1000, ZONES[part.zone]).strftime(part.time)


def _quoted(text: str) -> str:
    """As it may stand in an address (RFC 3986 §2.1)."""
    return "".join(x if x in PLAIN else "".join(f"%{b:02X}" for b in x.encode()) for x in text)
