"""D01: a display does not show what it should, for longer than `panel_s`: wrong text, no answer, or nobody knows."""

from collections.abc import Iterable

from hall.contract.devices import DeviceState
from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain.facts import Device
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, machine_ms, raised, running, told, zone_of_device

WRONG_TEXT = "wrong_text"


def panel_wrong(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.PANEL_WRONG)
    limit = machine_ms(hall, hall.policy.panel_s)
    first_word = limit + machine_ms(hall, hall.policy.host_stale_s)
    for part in hall.config.devices:
        device = hall.facts.devices[part.id]
        since = wrong_since(device)
        # A device nobody has heard of yet has the time a host has to come up; one that was heard has not.
        grace = first_word if device.state is DeviceState.UNKNOWN else limit
        finding = have.get(part.id)
        if part.host in hall.facts.hosts_lost:
            since = 0  # one finding for the host says it for all of its devices
        if finding is not None:
            if since == 0:
                yield cleared(finding, now)
        elif since and now - since > grace:
            zone = zone_of_device(hall, part.id)
            yield raised(
                hall,
                now,
                FindingCode.PANEL_WRONG,
                Level.WARN,
                part.id,
                since,
                zone=zone,
                value_s=(now - since) // 1000,
                detail=WRONG_TEXT if device.state is DeviceState.READY else device.fault.value,
                told=told(hall, zone, Level.WARN, "maintenance"),
            )


def wrong_since(device: Device) -> int:
    """Since when this display does not show what it should (ms); 0 when it does, or nothing is asked of it."""
    if not device.intended:
        return 0
    if device.state is not DeviceState.READY:
        return max(device.since_ms, device.intended_ms) if device.since_ms else device.intended_ms
    return device.intended_ms if device.shows != device.intended else 0
