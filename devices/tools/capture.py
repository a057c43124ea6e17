"""`hall devices capture DEVICE | PORT --make MAKE --to FILE`: a wire to a file, as `watch` sees it; Ctrl-C ends it."""

from __future__ import annotations

import argparse
import pathlib

from devices.ports.port import PortGone
from devices.ports.recorded import head_of
from devices.tools import say, watch


def arguments(parser: argparse.ArgumentParser) -> None:
    watch.arguments(parser)
    parser.add_argument("--to", required=True, type=pathlib.Path, metavar="FILE")


def main(options: argparse.Namespace) -> int:
    """0: recorded; 1: there was nothing to record, and why; 2: not understood."""
    chunks = 0
    try:
        part, site = watch.part_at(options)
        with options.to.open("w", encoding="utf-8") as file:
            file.write(f"wire 1 {head_of(part)}\n")
            try:
                for row in watch.rows(part, site, options.seconds):
                    file.write(f"{row.at_ms} {row.direction} {row.text}\n")
                    file.flush()
                    chunks += 1
            except KeyboardInterrupt:
                pass
    except (say.NotUnderstood, ValueError) as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    except PortGone as gone:
        return say.gone(options, options.device, gone)
    except OSError as error:
        return say.trouble(options, error)
    print(f"{options.to}: {chunks} lines of {part.port}")
    return say.DONE
