"""SYN6288 宇音天下: Chinese speech from text, 9600 8N1, every frame with an XOR over all before it.

Source: the maker's datasheet. At most 8 ms between two bytes of a frame, more than 8 ms between two frames. A speech
that comes while another runs breaks that one off. English is read letter by letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs import voice_bytes
from devices.codecs.codec import Damaged, Parsed, Verdict
from devices.codecs.voice_bytes import GB2312, HEAD, SPEAK, UNICODE, Order, Reply

BAUD = 0x31
BAUDS = {9600: 0, 19200: 1, 38400: 2}
ORDERS = voice_bytes.ORDERS
MAX_TEXT = 200
MUSIC = 15  # pieces of background music; 0 is none
LOUDEST = 16  # of the mark [v…]
LONGEST = 3 + 3 + MAX_TEXT


@dataclass(frozen=True, slots=True)
class Speak:
    """`text` is in the encoding; `music` 0 to 15 plays behind it."""

    text: bytes
    encoding: int = GB2312
    music: int = 0


@dataclass(frozen=True, slots=True)
class Baud:
    """From the next frame on at this rate: 9600, 19200 or 38400."""

    rate: int


Frame = Speak | Baud | Order | Reply


def speech(text: str, volume: int = LOUDEST, encoding: int = GB2312, music: int = 0) -> Speak:
    """A text at a volume of 0 to 16; cut to what one frame carries."""
    mark = f"[v{volume}]".encode(_name(encoding))
    said = voice_bytes.encoded(text, encoding, "utf-16-be", MAX_TEXT - len(mark))
    return Speak(mark + said, encoding, music)


def encode(frame: Frame) -> bytes:
    """ValueError for what the wire cannot carry."""
    if isinstance(frame, Reply):
        return bytes((frame.says,))
    if isinstance(frame, Baud):
        if frame.rate not in BAUDS:
            raise ValueError(f"{frame.rate} baud; 9600, 19200 and 38400 can be set")
        body = bytes((BAUD, BAUDS[frame.rate]))
    elif isinstance(frame, Order):
        body = voice_bytes.order(frame, ORDERS)
    else:
        if frame.music not in range(MUSIC + 1):
            raise ValueError(f"background music is 0 to {MUSIC}")
        body = voice_bytes.spoken(frame.text, frame.encoding, frame.music, MAX_TEXT)
    head = bytes((HEAD,)) + (len(body) + 1).to_bytes(2, "big") + body
    return head + bytes((_xor(head),))


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """The next frame from host or module."""
    return voice_bytes.next_frame(buffer, _parse)


def _parse(data: bytes, at: int) -> Parsed[Frame]:
    if len(data) < at + 4:
        known = data[at + 1 : at + 2] in (b"", b"\0")
        return Verdict.MORE if known else Verdict.NONE
    size = int.from_bytes(data[at + 1 : at + 3], "big")
    command = data[at + 3]
    if not _fits(command, size):
        return Verdict.NONE
    end = at + 3 + size
    if len(data) < end:
        return Verdict.MORE
    if _xor(data[at : end - 1]) != data[end - 1]:
        return Damaged("check wrong")
    body = data[at + 4 : end - 1]
    if command == SPEAK:
        if body[0] & 0x04:
            return Damaged("no such encoding")
        said = Speak(body[1:], body[0] & 0x03, body[0] >> 3)
        # The XOR does not see it: what stands twice in a frame that another one has cut cancels out.
        return (said, 3 + size) if voice_bytes.is_text(said.text, said.encoding) else Damaged("no text")
    if command == BAUD:
        rates = [rate for rate, code in BAUDS.items() if code == body[0]]
        return (Baud(rates[0]), 3 + size) if rates else Damaged("no such rate")
    return Order(command), 3 + size


def _fits(command: int, size: int) -> bool:
    """Can a frame with this order be so long? The length counts order to check."""
    if command == SPEAK:
        return 4 <= size <= MAX_TEXT + 3
    return size == (3 if command == BAUD else 2) and (command == BAUD or command in ORDERS)


def _name(encoding: int) -> str:
    return "utf-16-be" if encoding == UNICODE else "ascii"


def _xor(data: bytes) -> int:
    total = 0
    for byte in data:
        total ^= byte
    return total
