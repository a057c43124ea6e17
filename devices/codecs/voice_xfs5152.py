"""XFS5152CE 科大讯飞: Chinese and English speech from text, 4800 to 115200 8N1 by its pins, frames without a check.

Source: the maker's datasheet. The length counts order, encoding and text. UNICODE is little-endian here. A speech that
comes while another runs breaks that one off. A frame whose last byte is missing takes the head of the next one for it,
so a host leaves a pause before it says it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.codecs import voice_bytes
from devices.codecs.codec import Damaged, Parsed, Verdict
from devices.codecs.voice_bytes import GB2312, HEAD, SPEAK, UNICODE, Order, Reply

WAKE = 0xFF
ORDERS = voice_bytes.ORDERS | {WAKE}
MAX_TEXT = 4096
LOUDEST = 10  # of the mark [v…]
LONGEST = 3 + 2 + MAX_TEXT


@dataclass(frozen=True, slots=True)
class Speak:
    """`text` is in the encoding."""

    text: bytes
    encoding: int = GB2312


Frame = Speak | Order | Reply


def speech(text: str, volume: int = LOUDEST, encoding: int = GB2312) -> Speak:
    """A text at a volume of 0 to 10; cut to what one frame carries."""
    mark = f"[v{volume}]".encode("utf-16-le" if encoding == UNICODE else "ascii")
    return Speak(mark + voice_bytes.encoded(text, encoding, "utf-16-le", MAX_TEXT - len(mark)), encoding)


def encode(frame: Frame) -> bytes:
    """ValueError for what the wire cannot carry."""
    if isinstance(frame, Reply):
        return bytes((frame.says,))
    if isinstance(frame, Order):
        body = voice_bytes.order(frame, ORDERS)
    else:
        body = voice_bytes.spoken(frame.text, frame.encoding, 0, MAX_TEXT)
    return bytes((HEAD,)) + len(body).to_bytes(2, "big") + body


def decode(buffer: bytearray) -> Frame | Damaged | None:
    """The next frame from host or module."""
    return voice_bytes.next_frame(buffer, _parse)


def _parse(data: bytes, at: int) -> Parsed[Frame]:
    if len(data) < at + 4:
        known = data[at + 1 : at + 2] == b"" or data[at + 1] <= (MAX_TEXT + 2) >> 8
        return Verdict.MORE if known else Verdict.NONE
    if not _begins(data, at):
        return Verdict.NONE
    size = int.from_bytes(data[at + 1 : at + 3], "big")
    if (command := data[at + 3]) != SPEAK:
        return Order(command), 4
    if len(data) > at + 4 and data[at + 4] > UNICODE:
        return Damaged("no such encoding")
    if len(data) < at + 3 + size:
        return Verdict.MORE
    end = at + 3 + size
    said = Speak(data[at + 5 : end], data[at + 4])
    if not voice_bytes.is_text(said.text, said.encoding):
        return Damaged("no text")
    if data[end - 1] == HEAD and len(data) > end + 2 and _begins(data, end - 1):
        return Damaged("broken off before its last byte")
    return said, 3 + size


def _begins(data: bytes, at: int) -> bool:
    """Are these four bytes the head of a frame?"""
    size, command = int.from_bytes(data[at + 1 : at + 3], "big"), data[at + 3]
    return 3 <= size <= MAX_TEXT + 2 if command == SPEAK else size == 1 and command in ORDERS
