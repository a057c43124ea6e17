"""`hall demo`: a whole morning on a fast clock without a display, with pictures, journal and report."""

import argparse
import sys
import time
from pathlib import Path

from hall.bus.site import BadConfig, Site
from hall.cli import devices
from hall.cli.numbers import between
from hall.demo.play import play_morning
from hall.demo.stage import StageTrouble

SOURCE = Path(__file__).resolve().parents[2] / "examples" / "demo"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", required=True, metavar="DIR", help="work folder; an earlier demo in it is replaced"
    )
    parser.add_argument(
        "--speed",
        type=between(1, 120, "times as fast as real time, since the programs need some for real work,"),
        default=0.0,
        help="how fast the hall's clock runs, 1 to 120 (45; --quick 60)",
    )
    parser.add_argument("--quick", action="store_true", help="twelve visitors in about a minute")
    parser.add_argument("--seed", type=int, default=20261120, help="another seed, another morning")
    parser.add_argument(
        "--config", default=str(SOURCE / "hall.toml"), help="another hall, with its simulators.toml beside it"
    )


def main(options: argparse.Namespace) -> int:
    """0: the morning went as a morning must; 1: it did not, in words; 2: it cannot be played like this."""
    path = Path(options.config)
    try:
        site = Site.load(path)
    except (BadConfig, ValueError) as error:
        print(f"hall demo: {error}", file=sys.stderr)
        return 2
    config = site.config
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {line}", flush=True)

    for fault in devices.faults(site):
        say(f"configured wrongly: {fault}")
    try:
        result = play_morning(
            config,
            path.parent / "simulators.toml",
            Path(options.out),
            options.quick,
            options.speed,
            options.seed,
            say,
        )
    except (StageTrouble, RuntimeError, OSError) as error:
        print(f"hall demo: {error}", file=sys.stderr)
        return 1
    for trouble in result.troubles:
        print(f"hall demo: TROUBLE: {trouble}", file=sys.stderr)
    print(
        f"played in {result.seconds:.0f} s; look at {result.folder / 'index.html'} and {result.folder / 'report.html'}"
    )
    return 1 if result.troubles else 0
