"""`python -m devices --config hall.toml --host devices-1`: the process that drives the devices of one host."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence

from devices.program import run_host
from devices.runtime.host import Host
from hall.bus.client import Client
from hall.bus.site import Site
from hall.contract.config import HallConfig

SWITCH_S = 0.0005
"""The longest that one port's thread keeps the interpreter from another's: a call may wait for that."""


def idle(config: HallConfig, host: str) -> str:
    """Why this host has nothing to drive, "" when it has."""
    some = any(part.host == host for part in config.devices)
    return "" if some else f"no device has host = {host!r}"


def serve(site: Site, name: str, stop: threading.Event) -> None:
    """Until `stop`. Raises KeyTrouble when this host has no key."""
    host = Host(site.config, name, site.clock, site.path.parent)
    sys.setswitchinterval(SWITCH_S)
    with Client(site, name) as asks, Client(site, name) as views:
        host.run(asks, views, stop)


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; the exit code is `devices.program`'s."""
    return run_host(argv, "device process of a hall: panels, printers, readers, voices", idle, serve)


if __name__ == "__main__":
    sys.exit(main())
