"""Readings at a kiosk: switching a reader on with consent where the law wants it, what it presents, when it is
forgotten; and help at a kiosk."""

from hall.contract import people as p
from hall.contract.devices import DeviceState
from hall.contract.unions import Event
from hall.domain import bookings
from hall.domain.queueing.check_in import by_code
from hall.domain.refusal import Refusal
from hall.domain.state import Hall


def _span(hall: Hall, seconds: int) -> int:
    """ms of hall time for a limit that concerns the visitor's hand and the machine, not the hall's day."""
    return int(seconds * 1000 * hall.pace)


def devices_of_way(hall: Hall, kiosk: str, way: p.Way) -> tuple[str, ...]:
    """The devices behind a way at a kiosk; empty for ways that need none."""
    part = hall.kiosks[kiosk]
    wanted = {
        p.Way.CARD: (part.card,),
        p.Way.CODE: (part.scanner, part.eye),
        p.Way.FACE: (part.eye,),
    }.get(way, ())
    return tuple(x for x in wanted if x)


def way_ready(hall: Hall, kiosk: str, way: p.Way) -> bool:
    """A way without a device is always ready; otherwise one of its devices must have answered. Unknown is not ready."""
    if way in (p.Way.PHONE, p.Way.TYPED, p.Way.ASSISTED):
        return True
    return any(
        hall.facts.devices[x].state is DeviceState.READY
        for x in devices_of_way(hall, kiosk, way)
        if x in hall.devices
    )


def start_reading(command: p.StartReading, hall: Hall, now: int, fresh: str) -> tuple[Event, ...]:
    if command.kiosk not in hall.kiosks:
        raise Refusal("no_kiosk", "没有这台取号机", f"No such kiosk: {command.kiosk}.")
    if command.way in (p.Way.PHONE, p.Way.TYPED, p.Way.ASSISTED):
        raise Refusal("no_reader", "这个办法不用读卡", "This way needs no reader.")
    if command.way is p.Way.FACE and not command.consent:
        raise Refusal(
            "no_consent", "没有您的同意，不会打开摄像头", "Without your consent the camera stays off."
        )
    before = hall.facts.readings.get(command.kiosk)
    child = before is not None and before.identity is not None and before.identity.age is p.Age.UNDER_14
    if command.way is p.Way.FACE and child:
        zh, en = "不满 14 岁不刷脸，请用别的办法", "No face of anybody under 14. Please use another way."
        raise Refusal("under_14", zh, en)
    if not way_ready(hall, command.kiosk, command.way):
        raise Refusal(
            "way_broken", "这个办法现在用不了，请用别的办法", "This way is out of order. Please use another."
        )
    until = now + _span(hall, hall.policy.reading_s)
    started = p.ReadingStarted(command.kiosk, fresh, command.way, until)
    if command.way is p.Way.FACE:
        return (p.ConsentGiven(consent=fresh, kiosk=command.kiosk), started)
    return (started,)


def stop_reading(command: p.StopReading, hall: Hall) -> tuple[Event, ...]:
    reading = hall.facts.readings.get(command.kiosk)
    return (p.ReadingStopped(command.kiosk, reading.reading),) if reading else ()


def identify(command: p.Identify, hall: Hall, now: int, fresh: str) -> tuple[Event, ...]:
    """What was typed is held as if a reader had presented it: under a handle, for `held_s`."""
    if command.kiosk not in hall.kiosks:
        raise Refusal("no_kiosk", "没有这台取号机", f"No such kiosk: {command.kiosk}.")
    identity = command.attest
    if not isinstance(identity, p.Identity):
        raise Refusal(
            "unsealed", "身份信息没有处理好，请重试", "The identity was not sealed. Please try again."
        )
    until = now + _span(hall, hall.policy.held_s)
    return (
        p.ReadingStarted(command.kiosk, fresh, identity.way, until),
        p.IdentityPresented(command.kiosk, fresh, fresh, identity, until),
    )


def _kiosk_of(hall: Hall, device: str, reading: str) -> str:
    for kiosk, have in hall.facts.readings.items():
        part = hall.kiosks.get(kiosk)
        if have.reading == reading and part and device in (part.card, part.scanner, part.eye):
            return kiosk
    raise Refusal("reading_over", "这次读取已经结束", "That reading is over.")


def present(command: p.Present, hall: Hall, now: int, fresh: str) -> tuple[Event, ...]:
    """A reader's sealed answer. Too late, or for another reading, counts as nothing."""
    kiosk = _kiosk_of(hall, command.device, command.reading)
    reading = hall.facts.readings[kiosk]
    if reading.identity is not None or now > reading.until_ms:
        raise Refusal("reading_over", "这次读取已经结束", "That reading is over.")
    identity, ticket = command.attest, ""
    if isinstance(identity, p.BookingCode):
        booking = bookings.of_code(hall, identity.index)
        ticket = hall.facts.by_token.get(identity.token, "") if booking is None else ""
        if booking is None and not ticket:
            over = "slip_over" if identity.token else "no_booking"
            return (p.ReadingFailed(kiosk, reading.reading, reading.way, over),)
        # Who holds a slip may ask about its number, and is nobody else for that.
        identity = by_code(booking) if booking is not None else p.Identity(p.Way.CODE, "")
    if not isinstance(identity, p.Identity):
        raise Refusal(
            "unsealed", "身份信息没有处理好，请重试", "The identity was not sealed. Please try again."
        )
    until = now + _span(hall, hall.policy.held_s)
    return (p.IdentityPresented(kiosk, reading.reading, fresh, identity, until, ticket),)


def fail_reading(command: p.FailReading, hall: Hall) -> tuple[Event, ...]:
    kiosk = _kiosk_of(hall, command.device, command.reading)
    reading = hall.facts.readings[kiosk]
    if reading.identity is not None:
        return ()
    return (p.ReadingFailed(kiosk, reading.reading, reading.way, command.fault, command.detail),)


def expired(hall: Hall, now: int) -> tuple[Event, ...]:
    """Readings whose time is over: told as a failure first, and forgotten one span later."""
    events: list[Event] = []
    for kiosk, reading in hall.facts.readings.items():
        if now <= reading.until_ms:
            continue
        if reading.identity is None and not reading.fault:
            events.append(p.ReadingFailed(kiosk, reading.reading, reading.way, "timed_out"))
        elif reading.identity is not None or now > reading.until_ms + _span(hall, hall.policy.held_s):
            events.append(p.ReadingStopped(kiosk, reading.reading))
    return tuple(events)


def call_for_help(command: p.CallForHelp, hall: Hall) -> tuple[Event, ...]:
    if command.kiosk not in hall.kiosks:
        raise Refusal("no_kiosk", "没有这台取号机", f"No such kiosk: {command.kiosk}.")
    return () if command.kiosk in hall.facts.help else (p.HelpCalled(command.kiosk),)


def answer_help(command: p.AnswerHelp, hall: Hall) -> tuple[Event, ...]:
    return (p.HelpAnswered(command.kiosk, command.staff),) if command.kiosk in hall.facts.help else ()
