"""Text for panels that know GB2312 only: what they can show goes, what they cannot is marked, nothing commands them."""

from __future__ import annotations

SUBSTITUTE = "□"


def piece(char: str) -> bytes:
    """One character as GB2312, one byte or two; a character outside GB2312 becomes `SUBSTITUTE`, so that a name
    shows that a character is missing instead of another one. Control characters become nothing."""
    if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0:
        return b""
    try:
        return char.encode("gb2312")
    except UnicodeEncodeError:
        return SUBSTITUTE.encode("gb2312")


def shown(text: str, max_bytes: int, drop: str = "", line_feed: bytes = b" ") -> bytes:
    """`text` as a panel takes it, at most `max_bytes` long and never ending in half a character.

    GB2312 only, not GBK: the second byte of a GBK character may be a backslash or another byte with a meaning of
    its own. `drop`: characters by which the panel would be commanded. `line_feed`: what stands for a new line.
    """
    out = bytearray()
    for char in text:
        if char in drop:
            continue
        raw = line_feed if char == "\n" else piece(char)
        if len(out) + len(raw) > max_bytes:
            break
        out += raw
    return bytes(out)


def characters(data: bytes) -> tuple[bytes, ...] | None:
    """The single characters of GB2312 bytes, one or two bytes each; None when a character is broken off."""
    out = []
    at = 0
    while at < len(data):
        size = 2 if data[at] >= 0x80 else 1
        if at + size > len(data) or (size == 2 and data[at + 1] < 0x80):
            return None
        out.append(data[at : at + size])
        at += size
    return tuple(out)
