"""`hall devices check`: every device that cannot do what its configuration says, and what to do. No port is opened.

`hall check`, `hall run` and `hall demo` ask here too, by name, because the hall stands below the devices.
"""

from __future__ import annotations

import argparse
import sys

from devices.runtime.fitting import misfits
from devices.tools import say
from hall.bus.site import Site


def arguments(parser: argparse.ArgumentParser) -> None:
    say.of_config(parser)


def main(options: argparse.Namespace) -> int:
    """0: every device can be driven as configured; 1: not, and why; 2: not understood."""
    try:
        site = say.site_of(options)
    except say.NotUnderstood as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    if tell(site):
        return say.FAILED
    count = len(site.config.devices)
    print(
        f"{site.path}: {count} devices can be driven as configured; whether they are there, `probe` and the wall say"
    )
    return say.DONE


def faults(site: Site) -> list[str]:
    """One sentence for each fault: which device, what is wrong, what to do."""
    return [str(misfit) for misfit in misfits(site.config, site.path.parent)]


def tell(site: Site) -> bool:
    """All of them on stderr; True when there is one."""
    found = faults(site)
    if found:
        count = f"{len(found)} fault{'s' if len(found) != 1 else ''} of devices"
        print("\n".join([f"{site.path}: {count}", *(f"  {one}" for one in found)]), file=sys.stderr)
    return bool(found)
