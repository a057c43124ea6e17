"""`hall devices decode MAKE HEX`: each whole frame as one line of JSON; what is no frame is told on stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from devices.catalog import Codec, with_damage
from devices.codecs.codec import Damaged
from devices.tools import say
from devices.tools.frames import to_json


@dataclass(frozen=True, slots=True)
class NoFrame:
    """Bytes that are no frame, in words."""

    text: str


def arguments(parser: argparse.ArgumentParser) -> None:
    say.of_make(parser)
    parser.add_argument("hex", nargs="+", help="with or without blanks; - reads it from standard input")


def main(options: argparse.Namespace) -> int:
    """0: all bytes are whole frames; 1: some are not, and which; 2: not understood."""
    text = sys.stdin.read() if options.hex == ["-"] else " ".join(options.hex)
    try:
        codec = say.codec_at(options)
        data = bytes.fromhex(text)
    except say.NotUnderstood as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    except ValueError:
        return say.trouble(
            options, f"{text[:60]!r} is no hex; write bytes such as A0 07 FF", say.NOT_UNDERSTOOD
        )
    code = say.DONE
    for found in apart(codec, data):
        if isinstance(found, NoFrame):
            code = say.trouble(options, found.text)
        else:
            print(to_json(found))
    return code


def apart(codec: Codec, data: bytes) -> Iterator[Any]:
    """Frames, and `NoFrame` for what is none, in the order of the bytes."""
    tells, buffer, noise, why = with_damage(codec), bytearray(data), b"", ""
    while True:
        before = bytes(buffer)
        frame = tells.decode(buffer)
        used = before[: len(before) - len(buffer)]
        if isinstance(frame, Damaged):
            noise, why = noise + used, why or frame.reason
            continue
        if frame is None:
            break
        own = _own_bytes(tells, frame, used)
        noise += used[: len(used) - own]
        if noise:
            yield _no_frame(noise, why or _reason(tells, noise))
        noise, why = b"", ""
        yield frame
    if noise := noise + used:
        yield _no_frame(noise, why or _reason(tells, noise))
    if buffer:
        yield NoFrame(f"the last {_counted(buffer)} may be the beginning of a frame, whose end is missing")


def _own_bytes(codec: Codec, frame: Any, used: bytes) -> int:
    """How many of the bytes that were used are the frame itself. It may have been sent in another way than ours."""
    try:
        if used.endswith(own := codec.encode(frame)):
            return len(own)
    except ValueError:
        pass
    for size in range(1, len(used) + 1):
        buffer = bytearray(used[-size:])
        if codec.decode(buffer) == frame and not buffer:
            head = used[-size:][:1]
            return len(used) - len(used[:-size].rstrip(head))  # a head may be sent more than once
    return len(used)


def _reason(codec: Codec, noise: bytes) -> str:
    """Why this is no frame, when it looks like one: a whole frame behind it was all the codec told."""
    frame = codec.decode(bytearray(noise))
    return frame.reason if isinstance(frame, Damaged) else ""


def _no_frame(noise: bytes, why: str) -> NoFrame:
    return NoFrame(f"{_counted(noise)}: no frame" + (f" ({why})" if why else ""))


def _counted(data: bytes | bytearray) -> str:
    shown = data[:40].hex(" ").upper() + (" …" if len(data) > 40 else "")
    return f"{len(data)} byte{'s' if len(data) != 1 else ''} {shown}"
