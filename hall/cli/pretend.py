"""`hall pretend`: the world's hand on a simulated hall: lay a card, show a code, pull a plug, take the paper away."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from hall.demo.controls import Control, SaidNo

EXAMPLES = """examples:
  hall pretend kiosk-1.card lay name=张伟 born=19580301    a synthetic card on the reader;  … take
  hall pretend kiosk-1.scanner scan text=HALL1.…          a code before the scanner (hall codes make)
  hall pretend kiosk-1.eye show what=image path=a.jpg     a picture before the kiosk's camera; what=black
  hall pretend kiosk-1.printer paper state=end            … state=ok
  hall pretend window-3.panel unplug                      … plug
  hall pretend window-3.panel picture path=panel.png      what it shows
  hall pretend cam-1 state"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    parser.add_argument("--work", default="out/run", help="work folder of `hall run --simulate` (out/run)")
    parser.add_argument("device", help="device or camera id")
    parser.add_argument(
        "do", help="the word, e.g. lay, scan, paper, unplug, plug, fault, clear, picture, state"
    )
    parser.add_argument("words", nargs="*", metavar="key=value")


def main(options: argparse.Namespace) -> int:
    """0: done; 1: the device said no; 2: not understood."""
    path = Path(options.work) / "controls.json"
    try:
        controls = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except msgspec.MsgspecError:
        print(
            f"hall pretend: {path} is not as `hall run --simulate` writes it: start that anew",
            file=sys.stderr,
        )
        return 2
    except OSError:
        print(
            f"hall pretend: no {path}: start `hall run --simulate` first, or name its folder with --work",
            file=sys.stderr,
        )
        return 2
    if options.device not in controls:
        print(
            f"hall pretend: no {options.device} here; there are {', '.join(sorted(controls))}",
            file=sys.stderr,
        )
        return 2
    words: dict[str, Any] = {}
    for word in options.words:
        key, equals, value = word.partition("=")
        if not equals:
            print(f"hall pretend: {word!r}: write key=value", file=sys.stderr)
            return 2
        words[key] = int(value) if value.isdecimal() and key in ("value", "times", "mm", "order") else value
        if value in ("true", "false"):
            words[key] = value == "true"
        elif key == "path":
            words[key] = str(Path(value).absolute())
    try:
        with Control(controls[options.device]) as control:
            answer = control.ask(options.do, **words)
    except (SaidNo, OSError) as error:
        print(f"hall pretend: {options.device}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    return 0
