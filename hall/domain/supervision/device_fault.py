"""A08: a device is away or cannot do its work (supervision.md §3.6: an event, not a case). Little paper is a note.

Displays that have something to show are judged by `panel_wrong`, devices of a lost host by `host_lost`.
"""

from collections.abc import Iterable

from hall.contract.devices import DeviceState, Fault
from hall.contract.supervision import FindingCode, Level
from hall.contract.unions import Event
from hall.domain.facts import Device
from hall.domain.state import Hall
from hall.domain.supervision.book import (
    cleared,
    higher,
    machine_ms,
    raised,
    risen,
    running,
    told,
    zone_of_device,
)

WARNINGS = (Fault.PAPER_NEAR_END, Fault.IMPLAUSIBLE, Fault.REFUSED)  # it works, and something of it does not


def device_fault(hall: Hall, now: int) -> Iterable[Event]:
    have = running(hall, FindingCode.DEVICE_FAULT)
    grace = machine_ms(hall, hall.policy.panel_s)
    for part in hall.config.devices:
        device = hall.facts.devices[part.id]
        finding = have.get(part.id)
        level, fault, since_ms = _trouble(device)
        if part.host in hall.facts.hosts_lost:
            level = None
        if level is None:
            if finding is not None:
                yield cleared(finding, now)
            continue
        zone = zone_of_device(hall, part.id)
        people = told(hall, zone, level, "maintenance")
        if finding is not None:
            if higher(level, finding.level):
                yield risen(hall, finding, level, (now - finding.since_ms) // 1000, people)
        elif now - since_ms >= (grace if device.state is DeviceState.AWAY else 0):
            yield raised(
                hall,
                now,
                FindingCode.DEVICE_FAULT,
                level,
                part.id,
                since_ms,
                zone=zone,
                value_s=(now - since_ms) // 1000,
                detail=fault.value,
                told=people,
            )


def _trouble(device: Device) -> tuple[Level | None, Fault, int]:
    """How bad, what, since when. A voice may say that it is well and lose its calls."""
    if device.state is DeviceState.READY and device.unspoken_ms:
        return Level.WARN, Fault.UNSPOKEN, device.unspoken_ms
    return _level(device), device.fault, device.since_ms


def _level(device: Device) -> Level | None:
    """None while there is nothing to say. A device nobody has heard of since the start is unknown, not broken: it is
    shown so, and becomes a finding when its host is found missing. One that fell silent behind a living host is one."""
    if device.state is DeviceState.READY:
        return Level.NOTE if device.fault in WARNINGS else None
    if device.intended or not device.since_ms:
        return None
    return None if device.state is DeviceState.UNKNOWN and device.fault is not Fault.STALE else Level.WARN
