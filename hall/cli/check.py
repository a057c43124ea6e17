"""`hall check FILE`: every problem of a configuration, each with its place and what to do; and once it is a hall, what
the catalogue of devices says of its devices."""

import argparse
import sys

from hall.bus.site import BadConfig, Site
from hall.cli import devices


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


def main(options: argparse.Namespace) -> int:
    """0: it is a hall; 1: it is not, and why."""
    try:
        site = Site.load(options.file)
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if wrong := devices.faults(site):
        count = f"{len(wrong)} fault{'s' if len(wrong) != 1 else ''} of devices"
        print("\n".join([f"{site.path}: {count}", *(f"  {one}" for one in wrong)]), file=sys.stderr)
        return 1
    c = site.config
    print(
        f"{site.path}: good. {c.hall.name}: {len(c.zones)} zones, {len(c.queues)} queues, {len(c.services)} services, "
        f"{len(c.windows)} windows, {len(c.kiosks)} kiosks, {len(c.devices)} devices, {len(c.cameras)} cameras"
    )
    return 0
