"""Can recordings be opened as configured: a link without a password, times a recorder reads, channels. See `check`."""

import re
from collections.abc import Iterator

from hall.contract.config import HallConfig, RecordingPart
from hall.contract.config_catalogue import mean
from hall.contract.recording import HOLES, UNIX, UNIX_MS, ZONES, holes

Found = tuple[str, str, str]  # place, what is wrong, what to do
EXAMPLE = "rtsp://nvr.example/Streaming/tracks/{channel}?starttime={start}&endtime={end}"
MOST_S = 3600
_SCHEMES = ("rtsp", "rtsps", "http", "https")
_ADDRESS = re.compile(rf"(?:{'|'.join(_SCHEMES)})://[^\s/?#{{}}][^\s]*")
_USER = re.compile(r"://[^/?#]*@")
_SECRET = re.compile(
    r"[?&;](?:user(?:name)?|usr|login|pass(?:word|wd)?|pwd|token|auth|api_?key|key|secret|sign(?:ature)?)=",
    re.IGNORECASE,
)
_NEEDED = "YmdHMS"  # a day and a second; less would open another minute
_DIRECTIVE = re.compile(r"%(.?)")


def rules(config: HallConfig) -> Iterator[Found]:
    """Every problem, in the order of the file."""
    part = config.recording
    if part is not None:
        yield from _link(config, part)
        yield from _times(part)
    used: dict[str, str] = {}
    for i, camera in enumerate(config.cameras):
        if camera.channel in used:
            yield (
                f"cameras[{i}].channel",
                f"{camera.channel!r} is the channel of camera {used[camera.channel]!r}",
                "each camera has one of its own on the recorder",
            )
        elif camera.channel:
            used[camera.channel] = camera.id


def _link(config: HallConfig, part: RecordingPart) -> Iterator[Found]:
    where, link = "recording.link", part.link
    if not link:
        return
    if _USER.search(link) or _SECRET.search(link):
        # The link is not repeated here: what it holds must not stand in a log.
        yield (
            where,
            "holds a name, password or key",
            "leave it out: links are shown, printed and scanned; whoever opens one signs in at the recorder",
        )
        return
    if not _ADDRESS.fullmatch(link):
        yield where, f"{link!r} is no address of {', '.join(_SCHEMES)}", f'write it like "{EXAMPLE}"'
        return
    try:
        names = holes(link)
    except ValueError:
        yield where, f"{link!r} has a brace without its partner", f'write it like "{EXAMPLE}"'
        return
    wrong = [name for name in names if name not in HOLES]
    for name in wrong:
        yield where, f"nothing is known to fill in for {{{name}}}", _meant(name)
    if wrong:
        return
    if "start" not in names:
        yield where, "does not say when", "add {start}, and {end} where the recorder takes one"
    if not {"camera", "channel"} & set(names):
        yield (
            where,
            "does not say which camera",
            "add {channel}, the recorder's number, or {camera}, the id here",
        )
    if "channel" in names and config.cameras and not any(c.channel for c in config.cameras):
        yield (
            where,
            "asks for {channel}, and no camera has one",
            'write channel = "101" at each camera recorded',
        )


def _meant(name: str) -> str:
    hole = re.split(r"[:!.\[]", name, maxsplit=1)[0]
    if hole in HOLES:
        return f"write {{{hole}}}; how times are written is said by `time`"
    return mean(hole, HOLES)


def _times(part: RecordingPart) -> Iterator[Found]:
    if part.time not in (UNIX, UNIX_MS):
        yield from _pattern(part.time)
    if part.zone not in ZONES:
        yield "recording.zone", f"{part.zone!r} is no zone of times", mean(part.zone, ZONES)
    for name, value in (("before_s", part.before_s), ("after_s", part.after_s)):
        if not 0 <= value <= MOST_S:
            yield f"recording.{name}", f"{value} s is no margin", f"0 to {MOST_S}; 60 is usual"
    if part.keep_days < 1:
        yield "recording.keep_days", f"{part.keep_days} days are none", "30 or more, as the law asks"


def _pattern(time: str) -> Iterator[Found]:
    where = "recording.time"
    like = f'write it like "%Y%m%dT%H%M%SZ", or "{UNIX}", "{UNIX_MS}"'
    asked = _DIRECTIVE.findall(time)
    if not asked:
        yield where, f"{time!r} is no way to write times", like
        return
    strange = [f"%{x}" for x in asked if x not in {*_NEEDED, "z", "%"}]
    if strange:
        known = ", ".join(f"%{x}" for x in f"{_NEEDED}z")
        yield where, f"{time!r} asks for {', '.join(strange)}", f"known: {known}"
        return
    missing = [f"%{x}" for x in _NEEDED if x not in asked]
    if missing:
        yield where, f"{time!r} lacks {', '.join(missing)}", "a recording is found by its day and second"
