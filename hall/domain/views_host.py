"""What a device process is shown: the mailboxes of its devices, as the fold keeps them (docs/architecture.md)."""

from hall.contract.devices import Job
from hall.contract.views_host import HostMail, HostView, Mailbox
from hall.domain import empties
from hall.domain.slips import timed
from hall.domain.state import Hall


def host(hall: Hall, host_id: str, now: int) -> HostView:
    """Every device of the host, also those with nothing to do. KeyError for a host that drives nothing."""
    devices = hall.hosts[host_id]
    return HostView(
        host_id,
        hall.facts.seq,
        now,
        tuple(_mailbox(hall, device) for device in devices),
        hall.facts.resync.get(host_id, 0),
        tuple(
            x.id
            for x in hall.facts.troubles.values()
            if x.excused_by and x.source in hall.cameras and hall.cameras[x.source].host == host_id
        ),
        empties.of_host(hall, host_id),
        empties.closed_until(hall, now),
    )


def mail(hall: Hall, host_id: str, told: dict[str, list[Job]]) -> HostMail | None:
    """The mailboxes that are another than `told`, the one of each device that was sent last and is now brought up to
    date; None when there is none. The fold never changes a mailbox in place, it makes a new one."""
    have = hall.facts.devices
    new = [
        device
        for device in hall.hosts[host_id]
        if (box := have[device].mailbox) is not (before := told.get(device)) and (box or before)
    ]
    if not new:
        return None
    told.update((device, have[device].mailbox) for device in new)
    return HostMail(host_id, hall.facts.seq, tuple(_mailbox(hall, device) for device in new))


def _mailbox(hall: Hall, device: str) -> Mailbox:
    return Mailbox(device, tuple(timed(job, hall) for job in hall.facts.devices[device].mailbox))
