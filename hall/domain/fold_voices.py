"""What became of spoken calls. A voice that lost its last one is not relied on until it has spoken again, and a call
that no voice spoke is not told as spoken (R035, R070)."""

from hall.contract.devices import DeviceState, Fault, Speak
from hall.contract.views_common import WindowState
from hall.domain.facts import Device, Ticket, Window
from hall.domain.screens import is_backed
from hall.domain.state import Hall
from hall.domain.truth import note_fault


def able(device: Device) -> bool:
    """Can a call be left to this voice? It is there, and spoke the last one it was given."""
    return device.state is DeviceState.READY and not device.unspoken_ms


def any_able(hall: Hall, zone: str, but: str = "") -> bool:
    """Is there such a voice in the zone, besides `but`?"""
    found = (hall.facts.devices[v] for v in hall.voices_of_zone.get(zone, ()) if v != but)
    return any(able(device) for device in found)


def spoke(job: Speak, hall: Hall) -> None:
    """The call was spoken to its end."""
    hall.facts.devices[job.device].unspoken_ms = 0
    for window, ticket in _called(job, hall):
        window.unsaid_ms = 0
        if is_backed(window, ticket) and "voice" not in window.backed_by:
            window.backed_by = ("voice", *window.backed_by)


def lost(job: Speak, fault: Fault, at: int, hall: Hall) -> None:
    """The call was not spoken. One whose turn came too late says nothing about the voice."""
    device = hall.facts.devices[job.device]
    if fault is not Fault.TIMED_OUT:
        device.unspoken_ms = device.unspoken_ms or at
        note_fault(device, Fault.UNSPOKEN, at)
    for window, ticket in _called(job, hall):
        if not any_able(hall, hall.windows[window.id].zone, but=job.device):
            window.unsaid_ms = ticket.last_call_ms
            window.backed_by = tuple(way for way in window.backed_by if way != "voice")


def _called(job: Speak, hall: Hall) -> list[tuple[Window, Ticket]]:
    """The window with its visitor, while it is this call that runs there."""
    found = []
    for zone, voices in hall.voices_of_zone.items():
        for part in hall.windows_of_zone[zone] if job.device in voices else ():
            window = hall.facts.windows[part]
            ticket = hall.facts.tickets.get(window.ticket)
            same = hall.windows[part].number == job.window and window.state is WindowState.CALLED
            if same and ticket is not None and ticket.number == job.number:
                found.append((window, ticket))
    return found
