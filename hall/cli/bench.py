"""`hall bench NAME`: a table from names to modules; each measures one thing, with --quick (at most 40 s) and --json."""

import argparse
import importlib

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
        "--dir", metavar="DIR", help="where to measure (default: a new folder in the working one)"
    )
    parser.add_argument(
        "--flush-ms",
        type=float,
        default=0.0,
        metavar="N",
        help="slow every flush down by N ms, as a real disk's",
    )


def main(options: argparse.Namespace) -> int:
    return int(importlib.import_module(BENCHES[options.name]).main(options))
