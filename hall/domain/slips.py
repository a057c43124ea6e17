"""How long a slip may still be printed. A visitor waits a minute; what comes out later lies about, with the end of a
number of a document on it.

Hosts refuse to begin what is over. What nobody spoke of until then has an end that is not known: it is offered again,
marked as a copy, and what became of it is noted when it is heard late.
"""

from collections.abc import Iterator

import msgspec

from hall.contract.devices import Fault, Job, JobLost, PrintSlip
from hall.domain.state import Hall

SLIP_MS = 60_000
PRINTING_MS = 20_000  # one that was begun in time may still be on its way, and be told of after that
UNHEARD = frozenset({Fault.HOST_GONE, Fault.STALE})
"""Faults of a job whose end nobody told."""


def until_ms(ordered_ms: int) -> int:
    """When a slip ordered then is over, by a clock that runs true: it is folded, and a replay gives the same."""
    return ordered_ms + SLIP_MS


def timed(job: Job, hall: Hall) -> Job:
    """The job as its host is given it: on a fast clock a printer gets the same real time."""
    if not isinstance(job, PrintSlip) or hall.pace == 1.0 or not job.until_ms:
        return job
    return msgspec.structs.replace(job, until_ms=_over_ms(job, hall))


def forgotten(hall: Hall, now: int) -> Iterator[JobLost]:
    """Slips of which no host has spoken in their time: it is down, or whoever drives the printer hangs."""
    limit = now - int(PRINTING_MS * hall.pace)
    for device in hall.facts.devices.values():
        for job in device.mailbox:
            if isinstance(job, PrintSlip) and job.until_ms and _over_ms(job, hall) < limit:
                part = hall.devices.get(device.id)
                lost = part is None or part.host in hall.facts.hosts_lost
                yield JobLost(device.id, job.id, Fault.HOST_GONE if lost else Fault.STALE)


def _over_ms(job: PrintSlip, hall: Hall) -> int:
    return job.until_ms + int(SLIP_MS * (hall.pace - 1.0))
