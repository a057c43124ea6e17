"""`hall devices encode MAKE JSON`: the bytes of a frame, as hex."""

from __future__ import annotations

import argparse
import sys

from devices.tools import say
from devices.tools.frames import WrongFrame, from_json


def arguments(parser: argparse.ArgumentParser) -> None:
    say.of_make(parser)
    parser.add_argument(
        "json", help="as `hall devices decode` prints it; - reads one frame a line from stdin"
    )


def main(options: argparse.Namespace) -> int:
    """0: done; 1: the wire cannot carry such a frame; 2: not understood."""
    lines = sys.stdin.read().splitlines() if options.json == "-" else [options.json]
    try:
        codec = say.codec_at(options)
        frames = [from_json(codec, line) for line in lines if line.strip()]
    except (say.NotUnderstood, WrongFrame) as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    for frame in frames:
        try:
            print(codec.encode(frame).hex(" ").upper())
        except ValueError as why:
            return say.trouble(options, why)
    return say.DONE
