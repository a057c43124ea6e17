"""What a device process is shown: the mailboxes of its devices, as the fold keeps them (docs/architecture.md)."""

from hall.contract.views_host import HostView, Mailbox
from hall.domain import empties
from hall.domain.slips import timed
from hall.domain.state import Hall


def host(hall: Hall, host_id: str, now: int) -> HostView:
    """Every device of the host, also those with nothing to do. KeyError for a host that drives nothing."""
    devices = hall.hosts()[host_id]
    return HostView(
        host_id,
        hall.facts.seq,
        now,
        tuple(Mailbox(d, tuple(timed(job, hall) for job in hall.facts.devices[d].mailbox)) for d in devices),
        hall.facts.resync.get(host_id, 0),
        tuple(
            x.id
            for x in hall.facts.troubles.values()
            if x.excused_by and x.source in hall.cameras and hall.cameras[x.source].host == host_id
        ),
        empties.of_host(hall, host_id),
        empties.closed_until(hall, now),
    )
