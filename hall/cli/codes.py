"""`hall codes make`: a one-time code for the holder of a mobile number or a booking, as text for a QR picture."""

import argparse
import re
import sys

from hall.bus.keys import KeyTrouble
from hall.bus.site import BadConfig, Site
from hall.cli.numbers import between
from hall.controller import codes


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    make = what.add_parser("make", help="print a code that is good once")
    make.add_argument("--config", required=True, metavar="FILE")
    make.add_argument("--keys", metavar="FOLDER", help="instead of store.keys of the configuration")
    whose = make.add_mutually_exclusive_group(required=True)
    whose.add_argument("--phone", default="", help="mobile number, 11 digits")
    whose.add_argument("--booking", default="", help="booking code: the QR checks in for that booking alone")
    make.add_argument(
        "--valid-min",
        type=between(0.1, 525_600, "minutes"),
        default=10.0,
        metavar="MINUTES",
        help="how long it is good (10)",
    )


def main(options: argparse.Namespace) -> int:
    """0: printed; 1: it could not be made; 2: the configuration is no hall's."""
    try:
        site = Site.load(options.config, options.keys)
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.phone and not re.fullmatch(r"1[3-9][0-9]{9}", options.phone):
        print("hall codes: --phone takes a mobile number of 11 digits", file=sys.stderr)
        return 1
    try:
        secrets = codes.Secrets(site.keys.pepper())
    except (KeyTrouble, ValueError, OSError) as error:
        print(f"hall codes: {error}", file=sys.stderr)
        return 1
    now, valid_ms = site.clock.now_ms(), int(options.valid_min * 60_000)
    if options.booking:
        print(codes.make_booking(secrets, options.booking, now, valid_ms))
    else:
        print(codes.make(secrets, options.phone, now, valid_ms))
    return 0
