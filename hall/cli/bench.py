"""`hall bench NAME`: a table from names to modules; each measures one thing, with --quick (at most 40 s) and --json."""

import argparse
import importlib
import sys
from pathlib import Path

from hall.cli.numbers import between

BENCHES = {
    "calling": "hall.cli.bench_calling",
    "commands": "hall.cli.bench_commands",
    "devices": "hall.cli.bench_devices",
    "vision": "hall.cli.bench_vision",
}
"""A new bench is one line here and one file with `main(options) -> exit code`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=sorted(BENCHES), metavar="NAME", help=", ".join(sorted(BENCHES)))
    parser.add_argument("--quick", action="store_true", help="at most 40 s")
    parser.add_argument("--json", action="store_true", help="one object on stdout")
    parser.add_argument(
        "--dir",
        metavar="DIR",
        help="a folder that is there: where to measure (default: a new one in the working one)",
    )
    parser.add_argument(
        "--flush-ms",
        type=between(0, 10_000, "ms"),
        default=0.0,
        metavar="N",
        help="slow every flush down by N ms, as a real disk's",
    )


def main(options: argparse.Namespace) -> int:
    """As the bench says; 2 where it cannot be measured. No folder is made where a person mistyped one."""
    if options.dir is not None and not Path(options.dir).is_dir():
        print(
            f"hall bench: --dir {options.dir}: there is no such folder; make it, or leave --dir out",
            file=sys.stderr,
        )
        return 2
    try:
        return int(importlib.import_module(BENCHES[options.name]).main(options))
    except OSError as error:
        print(f"hall bench {options.name}: {error}", file=sys.stderr)
        return 2
