"""How a program of one host starts: its arguments, its place in the configuration, its signals, and how it ends.

The launcher reads the exit codes: a wrong configuration or key is not started again, everything else is.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Callable, Sequence

from hall.bus.keys import KeyTrouble
from hall.bus.site import BadConfig, Site
from hall.contract.config import HallConfig

ENDED, BROKE, WRONG_CONFIG = 0, 1, 2


def run_host(
    argv: Sequence[str] | None,
    what: str,
    idle: Callable[[HallConfig, str], str],
    serve: Callable[[Site, str, threading.Event], None],
) -> int:
    """Run `serve(site, host, stop)` until a signal sets `stop`. The answer is the exit code.

    `what` is one line for --help. `idle(config, host)` says in words why such a host has nothing to do, else "".
    A RuntimeError of `serve` is a break-down told in its words; whatever else it raises is our mistake and shows.
    """
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--config", required=True, help="the hall's configuration file")
    parser.add_argument(
        "--host", required=True, help="the `host` of the configuration this program is; also its key's name"
    )
    parser.add_argument("--keys", default=None, help="folder of the keys, when not the configured one")
    given = parser.parse_args(argv)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr, force=True
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        site = Site.load(given.config, given.keys)
        if why := idle(site.config, given.host):
            print(f"{given.config}: {why}", file=sys.stderr)
            return WRONG_CONFIG
        serve(site, given.host, stop)
    except (BadConfig, KeyTrouble) as trouble:
        print(trouble, file=sys.stderr)
        return WRONG_CONFIG
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return BROKE
    return ENDED
