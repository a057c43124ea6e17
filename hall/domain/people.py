"""Readings at a kiosk: switching a reader on with consent where the law wants it, what it presents, when it is
forgotten; and help at a kiosk."""

import msgspec

from hall.contract import people as p
from hall.contract.config import FaceMode, KioskPart
from hall.contract.devices import DeviceState, Fault
from hall.contract.unions import Event
from hall.domain import bookings, remote
from hall.domain.queueing.check_in import by_code
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

_BROKEN = frozenset(
    fault.value
    for fault in (
        Fault.OFFLINE,
        Fault.NO_ANSWER,
        Fault.GARBLED,
        Fault.REFUSED,
        Fault.BUSY,
        Fault.UNPLUGGED,
        Fault.PORT_MISSING,
        Fault.PORT_TAKEN,
        Fault.HOST_GONE,
        Fault.CAMERA_GONE,
        Fault.INTERNAL,
    )
)
"""Faults of the reader; all others concern what was laid before it."""


def _span(hall: Hall, seconds: int) -> int:
    """ms of hall time for a limit that concerns the visitor's hand and the machine, not the hall's day."""
    return int(seconds * 1000 * hall.pace)


def readers_of(part: KioskPart) -> tuple[str, ...]:
    """Every device of a kiosk that reads what a visitor presents."""
    return tuple(x for x in (part.card, part.social, part.scanner, part.eye) if x)


def devices_of_way(hall: Hall, kiosk: str, way: p.Way) -> tuple[str, ...]:
    """The devices behind a way at a kiosk; empty for ways that need none."""
    part = hall.kiosks[kiosk]
    wanted = {
        p.Way.CARD: (part.card, part.social),
        p.Way.CODE: (part.scanner, part.eye),
        p.Way.FACE: (part.eye,),
    }.get(way, ())
    return tuple(x for x in wanted if x)


def way_ready(hall: Hall, kiosk: str, way: p.Way) -> bool:
    """A way without a device is always ready; otherwise one of its devices must have answered. Unknown is not ready."""
    if way in (p.Way.PHONE, p.Way.TYPED, p.Way.ASSISTED):
        return True
    behind = [hall.facts.devices[x] for x in devices_of_way(hall, kiosk, way) if x in hall.devices]
    blind = Fault.FACES_OFF if way is p.Way.FACE else None
    return any(x.state is DeviceState.READY and x.fault is not blind for x in behind)


def before_face(hall: Hall, kiosk: str) -> p.Way:
    """How a visitor says who they are before the face confirms it (1:1). The eye itself reads codes."""
    return p.Way.CARD if way_ready(hall, kiosk, p.Way.CARD) else p.Way.CODE


def start_reading(command: p.StartReading, hall: Hall, now: int, fresh: str) -> tuple[Event, ...]:
    if command.kiosk not in hall.kiosks:
        raise Refusal("no_kiosk", "没有这台取号机", f"No such kiosk: {command.kiosk}.")
    if command.way in (p.Way.PHONE, p.Way.TYPED, p.Way.ASSISTED):
        raise Refusal("no_reader", "这个办法不用读卡", "This way needs no reader.")
    if command.way is p.Way.FACE and not command.consent:
        raise Refusal(
            "no_consent", "没有您的同意，不会打开摄像头", "Without your consent the camera stays off."
        )
    held = _held(hall, command.kiosk)
    if command.way is p.Way.FACE and held is not None and held.age is p.Age.UNDER_14:
        zh, en = "不满 14 岁不刷脸，请用别的办法", "No face of anybody under 14. Please use another way."
        raise Refusal("under_14", zh, en)
    if not way_ready(hall, command.kiosk, command.way):
        raise Refusal(
            "way_broken", "这个办法现在用不了，请用别的办法", "This way is out of order. Please use another."
        )
    until = now + _span(hall, hall.policy.reading_s)
    if command.way is not p.Way.FACE:
        return (p.ReadingStarted(command.kiosk, fresh, command.way, until),)
    confirms = hall.config.face.mode == FaceMode.ONE
    if confirms and (held is None or not held.person):
        zh, en = "先刷身份证或扫码，再刷脸核对", "Show your card or code first; the face only confirms it."
        raise Refusal("present_first", zh, en)
    started = p.ReadingStarted(command.kiosk, fresh, command.way, until, held if confirms else None)
    return (p.ConsentGiven(consent=fresh, kiosk=command.kiosk), started)


def _held(hall: Hall, kiosk: str) -> p.Identity | None:
    """Who was presented at this kiosk a moment ago; a face that was to confirm it and failed changes nothing."""
    reading = hall.facts.readings.get(kiosk)
    return (reading.identity or reading.against) if reading is not None else None


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
    remote.may_identify(hall, command.kiosk, identity)
    until = now + _span(hall, hall.policy.held_s)
    return (
        p.ReadingStarted(command.kiosk, fresh, identity.way, until),
        p.IdentityPresented(command.kiosk, fresh, fresh, identity, until),
    )


def _kiosk_of(hall: Hall, device: str, reading: str) -> str:
    for kiosk, have in hall.facts.readings.items():
        part = hall.kiosks.get(kiosk)
        if have.reading == reading and part and device in readers_of(part):
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
    if reading.against is not None:
        identity = msgspec.structs.replace(reading.against, way=p.Way.FACE)
    until = now + _span(hall, hall.policy.held_s)
    return (p.IdentityPresented(kiosk, reading.reading, fresh, identity, until, ticket),)


def ask_turn(command: p.AskTurn, hall: Hall) -> tuple[Event, ...]:
    """What the kiosk tells the visitor of a face to do now."""
    kiosk = _kiosk_of(hall, command.device, command.reading)
    reading = hall.facts.readings[kiosk]
    if reading.way is not p.Way.FACE or reading.identity is not None or reading.turn is command.turn:
        return ()
    return (p.TurnAsked(kiosk, reading.reading, command.turn),)


def fail_reading(command: p.FailReading, hall: Hall) -> tuple[Event, ...]:
    """A reader that is broken does not end a reading that another one of the machine still works on."""
    kiosk = _kiosk_of(hall, command.device, command.reading)
    reading = hall.facts.readings[kiosk]
    if reading.identity is not None:
        return ()
    others = [
        x for x in devices_of_way(hall, kiosk, reading.way) if x != command.device and x in hall.devices
    ]
    if command.fault in _BROKEN and any(hall.facts.devices[x].state is DeviceState.READY for x in others):
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


def press_button(command: p.PressButton, hall: Hall) -> tuple[Event, ...]:
    """What the key beside the screen stands for. A call for help is made here, whatever becomes of the screen."""
    kiosk = next((k.id for k in hall.config.kiosks if k.buttons and k.buttons == command.device), "")
    if not kiosk:
        raise Refusal(
            "no_kiosk", "这些按键不属于任何取号机", f"The keys of {command.device} belong to no kiosk."
        )
    kind, _, service = command.action.partition(":")
    if kind == "service" and service not in hall.services:
        raise Refusal(
            "no_service",
            "按键对应的事项没有了，请管理员改按键设置",
            f"The key stands for {service}, which is not offered any more. Change the options of {command.device}.",
        )
    if kind not in ("service", "help", "home"):
        raise Refusal("no_action", "没有这个动作", f"No such action: {command.action}.")
    helped = call_for_help(p.CallForHelp(kiosk), hall) if kind == "help" else ()
    return (p.ButtonPressed(kiosk, command.action), *helped)


def call_for_help(command: p.CallForHelp, hall: Hall) -> tuple[Event, ...]:
    if command.kiosk not in hall.kiosks:
        raise Refusal("no_kiosk", "没有这台取号机", f"No such kiosk: {command.kiosk}.")
    return () if command.kiosk in hall.facts.help else (p.HelpCalled(command.kiosk),)


def must_be_staff(hall: Hall, staff: str) -> None:
    """Who says something by name is somebody. Raises Refusal."""
    if not staff or (hall.staff and staff not in hall.staff):
        en = f"Say who you are: {staff or 'nobody'} is not on the list of staff."
        raise Refusal("no_staff", "请选是谁", en)


def answer_help(command: p.AnswerHelp, hall: Hall) -> tuple[Event, ...]:
    """Once: who says so after another changes nothing."""
    must_be_staff(hall, command.staff)
    return (p.HelpAnswered(command.kiosk, command.staff),) if command.kiosk in hall.facts.help else ()
