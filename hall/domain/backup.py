"""The call made another way: its panel does not show it, so voice and the screen of the zone do (R035, R070).

Judged at the hall's tick, once for each call. Nothing is claimed: ways that do not work are not named.
"""

from collections.abc import Iterator

from hall.contract.calling import Calling
from hall.contract.devices import CallBackedUp, DeviceState
from hall.contract.views_common import WindowState
from hall.domain.facts import Device, Window
from hall.domain.fold_voices import any_able
from hall.domain.jobs import spoken
from hall.domain.screens import is_backed
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms
from hall.domain.truth import BAD, truth, wrong_since


def backed_up(hall: Hall, now: int) -> Iterator[CallBackedUp]:
    """One event for each running call that stands on none of its window's panels and was not made otherwise yet."""
    grace = machine_ms(hall, hall.policy.panel_s)
    for window in hall.facts.windows.values():
        if window.state is not WindowState.CALLED:
            continue
        panels = hall.panels_of_window.get(window.id, ())
        ticket = hall.facts.tickets[window.ticket]
        if not panels or is_backed(window, ticket):
            continue
        devices = [hall.facts.devices[panel] for panel in panels]
        if all(_fails(device, ticket.last_call_ms, now, grace) for device in devices):
            yield _another_way(hall, window, panels[0], now)


def _fails(device: Device, called_ms: int, now: int, grace: int) -> bool:
    """The call has had its time to get there, or the display was known to be bad before it was made."""
    if truth(device, now, grace) not in BAD:
        return False
    return device.since_ms < called_ms or now - wrong_since(device) > grace


def _another_way(hall: Hall, window: Window, panel: str, now: int) -> CallBackedUp:
    """Who was called by voice is not called by it twice; who asked for silence is spared where a screen is left. A
    voice that lost its last call is tried all the same: else nobody would learn that it speaks again."""
    ticket = hall.facts.tickets[window.ticket]
    zone = hall.windows[window.id].zone
    voices, screens = _voices(hall, zone), _screens(hall, zone, now)
    said = bool(voices) and spoken(hall, ticket, zone) and window.unsaid_ms != ticket.last_call_ms
    silent = ticket.calling is Calling.SILENT and bool(screens)
    speak = () if said or silent else voices
    return CallBackedUp(ticket.id, window.id, panel, ticket.times, speak, screens, said)


def ways(hall: Hall, zone: str, now: int) -> tuple[str, ...]:
    """By what else a call reaches visitors of this zone now: voice, screen."""
    there = (("voice", any_able(hall, zone)), ("screen", bool(_screens(hall, zone, now))))
    return tuple(way for way, works in there if works)


def _voices(hall: Hall, zone: str) -> tuple[str, ...]:
    devices = hall.facts.devices
    return tuple(v for v in hall.voices_of_zone.get(zone, ()) if devices[v].state is DeviceState.READY)


def _screens(hall: Hall, zone: str, now: int) -> tuple[str, ...]:
    """Big screens on which a text may be expected to appear: whoever drives them was heard, and nothing is wrong."""
    grace = machine_ms(hall, hall.policy.panel_s)
    found = ((s, hall.facts.devices[s]) for s in hall.screens_of_zone.get(zone, ()))
    return tuple(s for s, device in found if device.since_ms and truth(device, now, grace) not in BAD)
