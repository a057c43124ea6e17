"""Onbon BX-5K/6K character-card LED controllers: the frame, its escapes and checksums, the messages in it.

Source: user protocol v1.4 (2021-02-28) of the maker; chapter numbers stand beside the constants. What an area
shows for how long is the panel's business (driver, simulator); how bytes mean it is here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HEAD, TAIL = 0xA5, 0x5A
ESCAPES = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}  # chapter 3.3
_UNESCAPES = {value: bytes((key,)) for key, value in ESCAPES.items()}
BROADCAST_SILENT = 0xFFFF  # everybody acts, nobody answers
BROADCAST_ANSWERED = 0xFFFE  # point-to-point lines only
PC_ADDRESS = 0x8000
ANY_CONTROLLER = 0xFE
MAX_DATA = 2048  # controllers hold 1024 bytes; twice that is surely no frame of theirs
MAX_BODY = 2 * (14 + 16 + MAX_DATA + 2)  # every byte escaped

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
class Frame:
    """One packet with its header. `data` begins with command group and command; see `Request` and `Reply`."""

    data: bytes
    dst: int = 1
    src: int = PC_ADDRESS
    device_type: int = ANY_CONTROLLER
    display_mode: int = 0
    check_mode: int = 0  # 0 CRC-16, 1 sum of 16 bits
    version: int = 2
    reserved: bytes = b"\x00\x00\x00"
    barcode: bytes = b""  # 16 bytes or none (6K, only for setting an address)


@dataclass(frozen=True, slots=True)
class Damaged:
    """Bytes that began and ended as a frame but were none; `reason` is for the log and the NACK."""

    reason: str


def crc16(data: bytes) -> int:
    """CRC-16/ARC: reflected 0xA001, start 0 (the maker's appendix; not Modbus, which starts at FFFF)."""
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def _table_entry(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value


_TABLE = tuple(_table_entry(value) for value in range(256))


def _checksum(mode: int, plain: bytes) -> int:
    return sum(plain) & 0xFFFF if mode == 1 else crc16(plain)


def encode(frame: Frame) -> bytes:
    """The bytes on the wire, with eight head bytes. Lengths and checksum count the unescaped bytes."""
    if len(frame.data) > MAX_DATA:
        raise ValueError(f"{len(frame.data)} bytes of data; a controller takes at most {MAX_DATA}")
    if len(frame.barcode) not in (0, 16) or len(frame.reserved) != 3:
        raise ValueError("a barcode has 16 bytes, the reserved field 3")
    plain = (
        frame.dst.to_bytes(2, "little")
        + frame.src.to_bytes(2, "little")
        + frame.reserved
        + bytes((1 if frame.barcode else 0,))
        + frame.barcode
        + bytes((frame.check_mode, frame.display_mode, frame.device_type, frame.version))
        + len(frame.data).to_bytes(2, "little")
        + frame.data
    )
    plain += _checksum(frame.check_mode, plain).to_bytes(2, "little")
    return bytes((HEAD,)) * 8 + b"".join(ESCAPES.get(byte, bytes((byte,))) for byte in plain) + bytes((TAIL,))


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """Take the next frame out of `buffer`. One head byte is enough (chapter 3); noise is dropped.

    Raw A5 and 5A never occur inside a body, so a new A5 always begins anew and at most MAX_BODY bytes stay.
    """
    while True:
        start = buffer.find(HEAD)
        if start < 0:
            buffer.clear()
            return None
        del buffer[:start]
        body_at = 0
        while body_at < len(buffer) and buffer[body_at] == HEAD:
            body_at += 1
        if body_at > 8:
            del buffer[: body_at - 8]  # a stuck line must not fill the memory
            body_at = 8
        tail = buffer.find(TAIL, body_at)
        again = buffer.find(HEAD, body_at)
        if again >= 0 and (tail < 0 or again < tail):
            del buffer[:again]  # the frame before broke off
            continue
        if tail < 0:
            if len(buffer) - body_at > MAX_BODY:
                buffer.clear()
            return None
        body = bytes(buffer[body_at:tail])
        del buffer[: tail + 1]
        if not body:
            continue
        return _parse(body)


def _parse(body: bytes) -> Frame | Damaged:
    plain = _unescape(body)
    if plain is None:
        return Damaged("broken escape")
    if len(plain) < 16:
        return Damaged("shorter than a header")
    barcode_len = 16 if plain[7] & 1 else 0
    if len(plain) < 16 + barcode_len:
        return Damaged("shorter than a header with barcode")
    rest = plain[8 + barcode_len :]
    check_mode, display_mode, device_type, version = rest[:4]
    data = rest[6:-2]
    if int.from_bytes(rest[4:6], "little") != len(data):
        return Damaged("length does not fit")
    if check_mode > 1:
        return Damaged("no checksum")  # mode 2 exists, but one flipped bit would turn checking off
    if _checksum(check_mode, plain[:-2]) != int.from_bytes(plain[-2:], "little"):
        return Damaged("checksum wrong")
    return Frame(
        data=data,
        dst=int.from_bytes(plain[:2], "little"),
        src=int.from_bytes(plain[2:4], "little"),
        device_type=device_type,
        display_mode=display_mode,
        check_mode=check_mode,
        version=version,
        reserved=plain[4:7],
        barcode=plain[8 : 8 + barcode_len],
    )


def _unescape(body: bytes) -> bytes | None:
    out = bytearray()
    position = 0
    while position < len(body):
        if body[position] in (0xA6, 0x5B):
            plain = _UNESCAPES.get(body[position : position + 2])
            if plain is None:
                return None
            out += plain
            position += 2
        else:
            out.append(body[position])
            position += 1
    return bytes(out)


# ---- messages inside a frame ------------------------------------------------------------------------------


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


# ---- text -------------------------------------------------------------------------------------------------


def safe_text(text: str, max_bytes: int, substitute: str = "□") -> bytes:
    """Text a controller shows as it is: GB2312 only, no control bytes, no backslash, never half a character.

    A backslash begins the controller's own commands (fonts, colours), and the second byte of a GBK character
    outside GB2312 may be one. Characters outside GB2312 become `substitute`, so a name shows that a character
    is missing instead of another one. A line feed becomes the controller's own break.
    """
    out = bytearray()
    for char in text:
        if char == "\n":
            piece = b"\\n"
        elif char == "\\" or ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0:
            continue
        else:
            try:
                piece = char.encode("gb2312")
            except UnicodeEncodeError:
                piece = substitute.encode("gb2312")
        if len(out) + len(piece) > max_bytes:
            break
        out += piece
    return bytes(out)
