"""Which ONVIF cameras are in this network: asks by multicast, or one address, and gathers answers for a while.

For `hall camera find`. It asks for nothing but names and addresses, and knows no passwords.
"""

from __future__ import annotations

import select
import socket
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass

from devices.codecs.ws_discovery import GROUP, KINDS, MOST_BYTES, PORT, BadAnswer, Match, matches, probe

AGAIN_S = 0.5  # datagrams are lost: each question is put twice
MOST = 500  # devices


@dataclass(frozen=True, slots=True)
class Device:
    """A device and the address its answer came from."""

    host: str
    match: Match


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that answered, by address; `refused` counts answers that were none."""

    devices: tuple[Device, ...]
    refused: int = 0


def find(seconds: float, to: tuple[str, int] = (GROUP, PORT), interface: str = "") -> Outcome:
    """Ask and wait. `to`: the multicast group, or one address; `interface`: the own address whose network is asked, ""
    the usual one. Raises OSError when it cannot be sent."""
    found: dict[str, Device] = {}
    refused = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        if interface:
            line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
        line.bind((interface, 0))
        began = time.monotonic()
        asks = [(0.0, kind) for kind in KINDS] + [(AGAIN_S, kind) for kind in KINDS]
        while (passed := time.monotonic() - began) < seconds and len(found) < MOST:
            while asks and asks[0][0] <= passed:
                line.sendto(probe(str(uuid.uuid4()), asks.pop(0)[1]), to)
            due = asks[0][0] if asks else seconds
            if not select.select([line], [], [], max(0.0, min(due, seconds) - passed))[0]:
                continue
            with suppress(ConnectionError):  # nobody listens at the one address that was asked
                data, (host, _) = line.recvfrom(MOST_BYTES)
                try:
                    for match in matches(data):
                        found.setdefault(match.endpoint or host, Device(host, match))
                except BadAnswer:
                    refused += 1
    return Outcome(tuple(sorted(found.values(), key=_order)), refused)


def _order(device: Device) -> tuple[bytes, str]:
    return socket.inet_aton(device.host), device.match.endpoint
