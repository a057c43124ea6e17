"""TCP ports of this machine for servers that tests start."""

import itertools
import os
import random
import socket
from collections.abc import Iterator

FIRST, LAST = 20_000, 32_000  # below what the kernel gives to outgoing connections (32,768 and up)


def _candidates() -> Iterator[int]:
    """Each port once before any comes again, so that two halls of one process never meet, beginning anywhere, so that
    two processes hardly do."""
    ports = list(range(FIRST, LAST))
    start = random.Random(os.getpid() ^ int.from_bytes(os.urandom(4))).randrange(len(ports))
    return itertools.cycle(ports[start:] + ports[:start])


_next = _candidates()


def free_port() -> int:
    """A port nobody listens on."""
    for port in itertools.islice(_next, LAST - FIRST):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise OSError(f"no port from {FIRST} to {LAST} is free")


def free_ports(count: int) -> list[int]:
    return [free_port() for _ in range(count)]
