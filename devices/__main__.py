"""`python -m devices --config hall.toml --host devices-1`: the process that drives the devices of one host."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading

from devices.runtime.host import Host
from hall.bus.client import Client
from hall.bus.keys import KeyTrouble
from hall.bus.site import BadConfig, Site

WRONG_CONFIG = 2


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; 2 when the configuration or the key is wrong, so that nobody starts it in a loop."""
    options = argparse.ArgumentParser(prog="python -m devices", description=__doc__)
    options.add_argument("--config", required=True)
    options.add_argument(
        "--host", required=True, help="the `host` of the devices to drive; also the key's name"
    )
    options.add_argument("--keys", default=None, help="folder of keys; default: the one of the configuration")
    told = options.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr, force=True)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        site = Site.load(told.config, told.keys)
        host = Host(site.config, told.host, site.clock, site.path.parent)
        with Client(site, told.host) as client:
            host.run(client, stopping)
    except (BadConfig, KeyTrouble) as trouble:
        print(trouble, file=sys.stderr)
        return WRONG_CONFIG
    return 0


if __name__ == "__main__":
    sys.exit(main())
