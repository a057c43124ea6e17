"""A08 for a whole process: nothing is heard of a host, so its devices, cameras or screen are unknown."""

from collections.abc import Iterable

from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, raised, running, told

HOST = "host"


def host_lost(hall: Hall, now: int) -> Iterable[Event]:
    lost = hall.facts.hosts_lost
    have = {f.subject: f for f in running(hall, FindingCode.DEVICE_FAULT).values() if f.detail == HOST}
    for host, since in lost.items():
        if host not in have:
            yield raised(
                hall,
                now,
                FindingCode.DEVICE_FAULT,
                Level.WARN,
                host,
                since,
                value_s=(now - since) // 1000,
                detail=HOST,
                told=told(hall, "", Level.WARN, "maintenance"),
            )
    for host, finding in have.items():
        if host not in lost:
            yield cleared(finding, now)
