"""The fold of people: readings at kiosks, staff at windows, help, emergencies."""

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract.unions import Recorded
from hall.contract.views_common import WindowState
from hall.domain import facts as f
from hall.domain.fold_tickets import at_window, close_window
from hall.domain.people import readers_of
from hall.domain.state import Hall


def consent(e: p.ConsentGiven, rec: Recorded, hall: Hall) -> None:
    """The record is the event itself; the reading that follows carries the id."""


def reading_started(e: p.ReadingStarted, rec: Recorded, hall: Hall) -> None:
    forget_reading(hall, e.kiosk)
    consent = e.reading if e.way is p.Way.FACE else ""
    hall.facts.readings[e.kiosk] = f.Reading(e.reading, e.way, e.until_ms, consent=consent, against=e.against)


def identity(e: p.IdentityPresented, rec: Recorded, hall: Hall) -> None:
    drop_reading_jobs(hall, e.kiosk)
    reading = hall.facts.readings[e.kiosk]
    reading.handle, reading.identity, reading.until_ms, reading.fault = e.handle, e.identity, e.until_ms, ""
    reading.ticket = e.ticket


def turn_asked(e: p.TurnAsked, rec: Recorded, hall: Hall) -> None:
    reading = hall.facts.readings.get(e.kiosk)
    if reading is not None and reading.reading == e.reading:
        reading.turn = e.turn


def reading_failed(e: p.ReadingFailed, rec: Recorded, hall: Hall) -> None:
    drop_reading_jobs(hall, e.kiosk)
    reading = hall.facts.readings.get(e.kiosk)
    if reading is not None:
        reading.fault = e.fault


def reading_stopped(e: p.ReadingStopped, rec: Recorded, hall: Hall) -> None:
    forget_reading(hall, e.kiosk)


def forget_reading(hall: Hall, kiosk: str) -> None:
    drop_reading_jobs(hall, kiosk)
    hall.facts.readings.pop(kiosk, None)


def drop_reading_jobs(hall: Hall, kiosk: str) -> None:
    part = hall.kiosks.get(kiosk)
    for device_id in readers_of(part) if part else ():
        device = hall.facts.devices.get(device_id)
        if device and device.mailbox:
            device.mailbox = [
                j for j in device.mailbox if not isinstance(j, d.ReadCard | d.ReadCode | d.LookForFace)
            ]


def signed_on(e: p.WindowSignedOn, rec: Recorded, hall: Hall) -> None:
    window = at_window(hall, e.window, WindowState.FREE, rec.at)
    window.staff, window.holder, window.relieved = e.staff, e.staff, ""


def signed_off(e: p.WindowSignedOff, rec: Recorded, hall: Hall) -> None:
    close_window(at_window(hall, e.window, WindowState.CLOSED, rec.at))


def paused(e: p.WindowPaused, rec: Recorded, hall: Hall) -> None:
    window = at_window(hall, e.window, WindowState.PAUSED, rec.at)
    window.pause_reason, window.back_ms = e.reason, e.back_ms


def resumed(e: p.WindowResumed, rec: Recorded, hall: Hall) -> None:
    window = at_window(hall, e.window, WindowState.FREE, rec.at)
    window.pause_reason, window.back_ms = "", 0


def button_pressed(e: p.ButtonPressed, rec: Recorded, hall: Hall) -> None:
    before = hall.facts.pressed.get(e.kiosk, f.Pressed())
    hall.facts.pressed[e.kiosk] = f.Pressed(before.count + 1, e.action, rec.at)


def help_called(e: p.HelpCalled, rec: Recorded, hall: Hall) -> None:
    hall.facts.help[e.kiosk] = rec.at


def help_answered(e: p.HelpAnswered, rec: Recorded, hall: Hall) -> None:
    hall.facts.help.pop(e.kiosk, None)


def relieved(e: p.WindowRelieved, rec: Recorded, hall: Hall) -> None:
    window = hall.facts.windows.setdefault(e.window, f.Window(e.window))
    window.staff, window.relieved, window.last_activity_ms = e.staff, e.relieved, rec.at
    ticket = hall.facts.tickets.get(window.ticket)
    if ticket is not None:
        ticket.staff = e.staff


def emergency_raised(e: p.EmergencyRaised, rec: Recorded, hall: Hall) -> None:
    window = hall.facts.windows.setdefault(e.window, f.Window(e.window))
    window.emergency, window.emergency_ms = e.kind, rec.at


def emergency_ended(e: p.EmergencyEnded, rec: Recorded, hall: Hall) -> None:
    window = hall.facts.windows.setdefault(e.window, f.Window(e.window))
    window.emergency, window.emergency_ms = "", 0
