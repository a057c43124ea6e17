"""D01: a display does not show what it should, for longer than `panel_s`: wrong text, no answer, or nobody knows.

A make that cannot confirm is not found wrong for that: what it was sent is told as sent (`hall.domain.truth`).
"""

from collections.abc import Iterable, Iterator

import msgspec

from hall.contract.config import DevicePart
from hall.contract.devices import DeviceChanged, DeviceState
from hall.contract.supervision import FindingCode, FindingRaised, Level
from hall.contract.unions import Event
from hall.domain.facts import Device
from hall.domain.state import Hall
from hall.domain.supervision.book import cleared, machine_ms, raised, running, told, zone_of_device
from hall.domain.truth import change, wrong_since

WRONG_TEXT = "wrong_text"


def panel_wrong(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.PANEL_WRONG)
    for part in hall.config.devices:
        device = hall.facts.devices[part.id]
        # One finding for a silent host says it for all of its devices.
        since = 0 if part.host in hall.facts.hosts_lost else wrong_since(device)
        finding = have.get(part.id)
        if finding is not None:
            if since == 0:
                yield cleared(finding, now)
        elif since:
            yield from _found(hall, part, device, since, now)


def at_once(event: DeviceChanged, hall: Hall, now: int) -> Iterator[Event]:
    """The finding a report brings, without waiting for the next tick: the wall has to know after `panel_s`, and most of
    that is over before a silent display is noticed."""
    device, part = hall.facts.devices[event.device], hall.devices.get(event.device)
    if part is None or not device.intended or event.state is DeviceState.UNKNOWN:
        return
    if part.host in hall.facts.hosts_lost or part.id in running(hall, FindingCode.PANEL_WRONG):
        return
    changed = msgspec.structs.replace(device)
    change(changed, event, now)
    since = wrong_since(changed)
    if since:
        yield from _found(hall, part, changed, since, now)


def _found(hall: Hall, part: DevicePart, device: Device, since: int, now: int) -> Iterator[FindingRaised]:
    # A device nobody has heard of yet has the time a host has to come up; one that was heard has not.
    unknown = device.state is DeviceState.UNKNOWN
    limit = hall.policy.panel_s + (hall.policy.host_stale_s if unknown else 0)
    if now - since <= machine_ms(hall, limit):
        return
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
