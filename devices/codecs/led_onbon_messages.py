"""What is said in a frame of an Onbon BX-5K/6K controller: requests, replies, dynamic areas and their text.

Source: user protocol v1.4 (2021-02-28) of the maker; chapter numbers stand beside the constants. What an area
shows for how long is the panel's business (driver, simulator); how bytes mean it is here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.codecs import gb_text

ERRORS = {  # chapter 6
    0: "no error",
    1: "unknown command group",
    2: "unknown command",
    3: "controller busy",
    4: "out of memory",
    5: "checksum error",
    6: "file does not exist",
    7: "flash access error",
    8: "file download error",
    9: "file name error",
    10: "file type error",
    11: "file checksum error",
    12: "font library does not exist",
    13: "wrong firmware type",
    14: "date or time format error",
    15: "file exists already",
    16: "file block number error",
}
UNKNOWN_GROUP, UNKNOWN_COMMAND, BUSY, BAD_CHECKSUM = 1, 2, 3, 5


@dataclass(frozen=True, slots=True)
class Request:
    """What the host wants. `reply` False asks the controller not to answer; nothing is confirmed then."""

    group: int
    command: int
    params: bytes = b""
    reply: bool = True
    options: bytes = b"\x00\x00"  # reserved, but the dynamic area's process mode and some lengths stand here


@dataclass(frozen=True, slots=True)
class Reply:
    """What the controller answers."""

    group: int
    command: int
    error: int
    data: bytes = b""

    @property
    def is_ack(self) -> bool:
        """True for an ACK or a data answer without error."""
        return self.error == 0 and (self.group, self.command) != NACK


ACK, NACK = (0xA0, 0x00), (0xA0, 0x01)
PING, SET_TIME = (0xA2, 0x00), (0xA2, 0x03)
POWER, BRIGHTNESS, DYNAMIC, CLEAR = (0xA3, 0x00), (0xA3, 0x02), (0xA3, 0x06), (0xA3, 0x10)
STATUS = (0xA1, 0x02)


def request_bytes(request: Request) -> bytes:
    """The data field of a request."""
    head = bytes((request.group, request.command, 1 if request.reply else 2))
    return head + request.options + request.params


def parse_request(data: bytes) -> Request | None:
    """The request in a data field, or None when it is too short to be one."""
    if len(data) < 5:
        return None
    return Request(data[0], data[1], data[5:], data[2] != 2, data[3:5])


def reply_bytes(reply: Reply) -> bytes:
    """The data field of a reply."""
    return bytes((reply.group, reply.command, reply.error, 0, 0)) + reply.data


def parse_reply(data: bytes) -> Reply | None:
    """The reply in a data field, or None when it is too short to be one."""
    if len(data) < 5:
        return None
    return Reply(data[0], data[1], data[2], data[5:])


def ack() -> Reply:
    """ACK, chapter 7.1."""
    return Reply(*ACK, 0)


def nack(error: int) -> Reply:
    """NACK with one of ERRORS, chapter 7.2."""
    return Reply(*NACK, error)


def ping() -> Request:
    """Chapter 8.7."""
    return Request(*PING)


def power(on: bool) -> Request:
    """Chapter 8.13: the screen on or off; areas stay in memory."""
    return Request(*POWER, bytes((1 if on else 2,)))


def brightness(level: int) -> Request:
    """Chapter 8.17: forced brightness, 0 to 15."""
    if not 0 <= level <= 15:
        raise ValueError(f"brightness {level}; 0 to 15 exist")
    return Request(*BRIGHTNESS, bytes((1, level)))


def status() -> Request:
    """Chapter 8.4."""
    return Request(*STATUS)


def clear() -> Request:
    """Chapter 8.16."""
    return Request(*CLEAR)


def set_time(year: int, month: int, day: int, hour: int, minute: int, second: int, weekday: int) -> Request:
    """Chapter 8.10. Local time; weekday 1 Monday to 7 Sunday. The example carries its length in options."""
    values = (year % 100, year // 100, month, day, hour, minute, second, weekday)
    return Request(*SET_TIME, bytes(_bcd(value) for value in values), options=b"\x08\x00")


def _bcd(value: int) -> int:
    if not 0 <= value <= 99:
        raise ValueError(f"{value} does not fit two decimal digits")
    return value // 10 << 4 | value % 10


def parse_time(params: bytes) -> tuple[int, int, int, int, int, int, int] | None:
    """(year, month, day, hour, minute, second, weekday) of a set-time request; None when it is no time."""
    if len(params) != 8 or any(byte >> 4 > 9 or byte & 15 > 9 for byte in params):
        return None
    low, high, month, day, hour, minute, second, weekday = ((b >> 4) * 10 + (b & 15) for b in params)
    clock_fits = hour < 24 and minute < 60 and second < 60
    if not (clock_fits and 1 <= month <= 12 and 1 <= day <= 31 and 1 <= weekday <= 7):
        return None
    return high * 100 + low, month, day, hour, minute, second, weekday


# ---- dynamic areas, chapters 8.2 and 9.1 ------------------------------------------------------------------

LOOP, HOLD, DELETE_AT_TIMEOUT = 0, 1, 2
SINGLE_LINE, MULTI_LINE = 1, 2
STATIC, QUICK, LEFT, RIGHT, UP, DOWN = 1, 2, 3, 4, 5, 6
ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER = 0, 1, 2  # bits 0 and 1; vertical the same in bits 2 and 3


@dataclass(frozen=True, slots=True)
class Sound:
    """Speech of a card with the sound option. `text` None speaks what the area shows."""

    person: int = 0
    volume: int = 5
    speed: int = 5
    text: bytes | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """One dynamic area, all sizes in pixels. `text` is controller text: GB2312 with backslash controls."""

    text: bytes
    width: int
    height: int
    x: int = 0
    y: int = 0
    slot: int = 0
    line_space: int = 0
    run_mode: int = LOOP
    timeout_s: int = 10
    sound: Sound | None = None
    extra: bytes = b""
    align: int = ALIGN_LEFT
    single_line: int = MULTI_LINE
    new_line: int = 1  # 1 only where \n stands, 2 by itself
    display: int = STATIC
    exit_mode: int = 0
    speed: int = 2
    stay_half_s: int = 10


@dataclass(frozen=True, slots=True)
class Dynamic:
    """A change of dynamic areas: first delete (None: all), then write."""

    areas: tuple[Area, ...] = ()
    delete: tuple[int, ...] | None = field(default=())
    reset_areas: bool = False


def dynamic(change: Dynamic, reply: bool = True) -> Request:
    """The request for a change of dynamic areas."""
    deleted = b"\xff" if change.delete is None else bytes((len(change.delete), *change.delete))
    written = bytearray((len(change.areas),))
    for area in change.areas:
        raw = _area_bytes(area)
        written += len(raw).to_bytes(2, "little") + raw
    return Request(*DYNAMIC, deleted + bytes(written), reply, bytes((1 if change.reset_areas else 0, 0)))


def _area_bytes(area: Area) -> bytes:
    sound = b"\x00"
    if area.sound is not None:
        mode = 1 if area.sound.text is None else 2
        sound = bytes((mode, area.sound.person, area.sound.volume, area.sound.speed))
        if area.sound.text is not None:
            sound += len(area.sound.text).to_bytes(4, "little") + area.sound.text
    return (
        b"\x00"
        + (area.x | 0x8000).to_bytes(2, "little")
        + area.y.to_bytes(2, "little")
        + (area.width | 0x8000).to_bytes(2, "little")
        + area.height.to_bytes(2, "little")
        + bytes((area.slot, area.line_space, area.run_mode))
        + area.timeout_s.to_bytes(2, "little")
        + sound
        + bytes((len(area.extra),))
        + area.extra
        + bytes((area.align, area.single_line, area.new_line, area.display, area.exit_mode, area.speed))
        + bytes((area.stay_half_s,))
        + len(area.text).to_bytes(4, "little")
        + area.text
    )


def parse_dynamic(request: Request) -> Dynamic | None:
    """The change in a dynamic request; None when its lengths do not fit."""
    params = request.params
    try:
        if params[0] == 0xFF:
            deleted, position = None, 1
        else:
            deleted, position = tuple(params[1 : 1 + params[0]]), 1 + params[0]
        count = params[position]
        position += 1
        areas = []
        for _ in range(count):
            size = int.from_bytes(params[position : position + 2], "little")
            raw = params[position + 2 : position + 2 + size]
            if len(raw) != size:
                return None
            areas.append(_parse_area(raw))
            position += 2 + size
    except IndexError:
        return None
    if position != len(params) or None in areas:
        return None
    return Dynamic(tuple(area for area in areas if area is not None), deleted, bool(request.options[0]))


def _parse_area(raw: bytes) -> Area | None:
    x, y, width, height = (int.from_bytes(raw[at : at + 2], "little") for at in (1, 3, 5, 7))
    position = 15
    sound: Sound | None = None
    if raw[14]:
        person, volume, speed = raw[15], raw[16], raw[17]
        position, text = 18, None
        if raw[14] == 2:
            size = int.from_bytes(raw[18:22], "little")
            text = raw[22 : 22 + size]
            position = 22 + size
        sound = Sound(person, volume, speed, text)
    extra_len = raw[position]
    extra = raw[position + 1 : position + 1 + extra_len]
    position += 1 + extra_len
    tail = raw[position:]
    if len(tail) < 11 or int.from_bytes(tail[7:11], "little") != len(tail) - 11:
        return None
    return Area(
        text=tail[11:],
        x=_pixels(x),
        y=y,
        width=_pixels(width),
        height=height,
        slot=raw[9],
        line_space=raw[10],
        run_mode=raw[11],
        timeout_s=int.from_bytes(raw[12:14], "little"),
        sound=sound,
        extra=extra,
        align=tail[0],
        single_line=tail[1],
        new_line=tail[2],
        display=tail[3],
        exit_mode=tail[4],
        speed=tail[5],
        stay_half_s=tail[6],
    )


def _pixels(value: int) -> int:
    return value & 0x7FFF if value & 0x8000 else value * 8


def safe_text(text: str, max_bytes: int) -> bytes:
    """Text a controller shows as it is. A backslash begins the controller's own commands (fonts, colours), so it is
    left out; a line feed becomes the controller's own break."""
    return gb_text.shown(text, max_bytes, drop="\\", line_feed=b"\\n")
