"""What the wall shows of devices: each in a line of the wall itself, and all that is known of it on the device page."""

from hall.contract.base import Text
from hall.contract.config import DevicePart
from hall.contract.devices import DeviceState, Fault, Truth
from hall.contract.views_devices import DeviceLine, DevicesView
from hall.contract.views_wall import WallDevice
from hall.domain import cameras, words
from hall.domain.devices import vouched
from hall.domain.facts import Device
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms, zone_of_device
from hall.domain.truth import BAD, since, told_since, truth

_STATES = (DeviceState.AWAY, DeviceState.FAULTY)
_SAID: dict[Truth, Text] = {
    Truth.WRONG: Text("显示不对", "shows the wrong text"),
    Truth.SENT: Text("发出了，无法确认", "cannot confirm its text"),
    Truth.DRAWING: Text("正在换字", "is being drawn"),
}
_NO_WORDS = Text("")


def wall_devices(hall: Hall, now: int) -> tuple[WallDevice, ...]:
    """All, the worst first."""
    found = [
        (_rank(device, judged), WallDevice(
            part.id, _name(hall, part.id), device.state.value, told_since(device, judged), device.fault.value,
            _why(device, judged), _word(judged), vouched(hall, part.id, now),
        ))
        for part, device, judged in _judged(hall, now)
    ]  # fmt: skip
    found.sort(key=lambda x: x[0])
    return tuple(line for _, line in found)


def devices(hall: Hall, now: int) -> DevicesView:
    """The device page with the cameras, each the worst first, then in the order of the configuration."""
    found = [
        (_rank(device, judged), _line(hall, part, device, judged, now))
        for part, device, judged in _judged(hall, now)
    ]
    found.sort(key=lambda x: x[0])
    return DevicesView(hall.facts.seq, now, tuple(line for _, line in found), cameras.lines(hall, now))


def _judged(hall: Hall, now: int) -> list[tuple[DevicePart, Device, Truth]]:
    grace = machine_ms(hall, hall.policy.panel_s)
    have = hall.facts.devices
    return [(part, have[part.id], truth(have[part.id], now, grace)) for part in hall.config.devices]


def _rank(device: Device, judged: Truth) -> int:
    """0 broken, 1 a wrong text, 2 nobody knows, 3 works with a warning, 4 being drawn, 5 cannot confirm, 6 well."""
    if device.state in _STATES:
        return 0
    if judged is Truth.WRONG:
        return 1
    if judged is Truth.SENT:
        return 5
    if device.state is DeviceState.UNKNOWN:
        return 2
    if device.fault is not Fault.NONE or device.unspoken_ms:
        return 3
    return 4 if judged is Truth.DRAWING else 6


def _why(device: Device, judged: Truth) -> Text:
    """What is to be known of it, "" when all is well: its trouble first, then that of its text."""
    if device.state in _STATES or device.fault is not Fault.NONE:
        return words.fault(device.fault, device.state)
    if device.state is DeviceState.READY and device.unspoken_ms:
        return words.fault(Fault.UNSPOKEN)
    if judged in _SAID:
        return _SAID[judged]
    if device.state is DeviceState.UNKNOWN or judged in BAD:
        return words.STATES[DeviceState.UNKNOWN]
    return _NO_WORDS


def _line(hall: Hall, part: DevicePart, device: Device, judged: Truth, now: int) -> DeviceLine:
    heard = hall.heard.get(part.id)
    return DeviceLine(
        part.id,
        _name(hall, part.id),
        kind(hall, part),
        zone_of_device(hall, part.id),
        device.state.value,
        device.since_ms,
        _why(device, judged),
        _word(judged),
        since(device) if judged is not Truth.REST else 0,
        device.intended_lines,
        device.shown_lines,
        device.confirms,
        heard.heard_ms if heard is not None else 0,
        words.FAULTS[device.last_fault],
        device.last_fault_ms,
        device.lost,
        heard is None or heard.every_ms > 0 or device.state is not DeviceState.READY,
        vouched(hall, part.id, now),
    )


def kind(hall: Hall, part: DevicePart) -> str:
    """The family of a make; a big screen of a zone is one of its own."""
    if part.id in hall.screens_of_zone.get(part.zone, ()):
        return "screen"
    return part.make.partition(".")[0]


def _word(judged: Truth) -> str:
    return "" if judged is Truth.REST else judged.value


def _name(hall: Hall, device: str) -> Text:
    zh, en = words.device(hall, device)
    return Text(zh, words.capital(en))
