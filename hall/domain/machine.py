"""A ticket machine as a whole: one health out of its screen and its parts, what it can still do, what to do about it.

Pure; times are hall ms. Its parts' faults stay findings of their own (A08) and are told as one.
"""

from collections.abc import Iterable

import msgspec

from hall.contract.base import Text
from hall.contract.config import text
from hall.contract.devices import DeviceState, Fault
from hall.contract.people import Way
from hall.contract.supervision import FindingCode
from hall.contract.views_wall import MachineState, WallDevice, WallMachine
from hall.domain import facts as f
from hall.domain import words
from hall.domain.people import devices_of_way, way_ready
from hall.domain.queueing.take import spare_of
from hall.domain.state import Hall

replace = msgspec.structs.replace

PARTS = ("printer", "card", "social", "scanner", "eye", "buttons")
WAYS = (Way.CARD, Way.CODE, Way.FACE, Way.PHONE, Way.TYPED)
_WORST = (DeviceState.FAULTY, DeviceState.AWAY, DeviceState.UNKNOWN, DeviceState.READY)


def parts_of(hall: Hall, kiosk: str) -> tuple[str, ...]:
    """The devices of a machine, what visitors need most first."""
    part = hall.kiosks[kiosk]
    named = (getattr(part, name) for name in PARTS)
    return tuple(device for device in named if device in hall.devices)


def machine(hall: Hall, kiosk: str) -> WallMachine:
    """Its health now. Unknown is never fine: a part nobody has heard of limits the machine. Without its screen, or
    while nobody hears the screen, it gives no numbers."""
    parts = sorted((_part(hall, x) for x in parts_of(hall, kiosk)), key=_severity)
    bad = [x for x in parts if x.state != DeviceState.READY.value]
    part = hall.kiosks[kiosk]
    zh, en = words.kiosk_number(hall, kiosk)
    name, place = Text(zh, words.capital(en)), text(part.place, part.place_en)
    state, since = _state(parts, bad), _since(parts, bad)
    have = WallMachine(kiosk, name, part.zone, state, since, parts=tuple(parts), place=place)
    zh, en = words.kiosk(hall, kiosk)
    if silent_ms := hall.facts.hosts_lost.get(kiosk, 0):
        why = Text(f"{zh}屏幕没有回音", f"The screen of {en} is silent")
        out, do = MachineState.OUT, words.CALL_MAINTENANCE
        return replace(have, state=out, since_ms=silent_ms, worst=kiosk, why=why, action=do)
    ready = tuple(way for way in WAYS if way_ready(hall, kiosk, way))
    lost = tuple(way for way in WAYS if way not in ready and devices_of_way(hall, kiosk, way))
    printer = next((x for x in parts if x.device == part.printer), None)
    prints = printer is not None and printer not in bad
    have = replace(have, ways=ready, lost=lost, prints=prints, no_slips=printer in bad)
    worst = next((x for x in parts if words.english(x.why)), None)
    if worst is None:
        return have
    do = words.DO.get(words.fault_of(worst.fault), words.CALL_MAINTENANCE)
    return replace(have, worst=worst.device, why=sentence(worst), action=do)


def machines(hall: Hall) -> tuple[WallMachine, ...]:
    """All of them, in the order of the configuration."""
    return tuple(machine(hall, kiosk) for kiosk in hall.kiosks)


def _state(parts: list[WallDevice], bad: list[WallDevice]) -> MachineState:
    if not bad:
        return MachineState.WORKING
    if all(x.state == DeviceState.UNKNOWN.value for x in parts):
        return MachineState.UNKNOWN
    return MachineState.LIMITED


def _since(parts: list[WallDevice], bad: list[WallDevice]) -> int:
    """Since when it is as it is: the oldest trouble, else the newest recovery."""
    if bad:
        return min((x.since_ms for x in bad if x.since_ms), default=0)
    return max((x.since_ms for x in parts), default=0)


def _part(hall: Hall, device: str) -> WallDevice:
    have = hall.facts.devices[device]
    zh, en = words.device(hall, device)
    fine = have.state is DeviceState.READY and have.fault is Fault.NONE
    why = Text("") if fine else words.fault(have.fault, have.state)
    name = Text(zh, words.capital(en))
    return WallDevice(device, name, have.state.value, have.since_ms, have.fault.value, why)


def _severity(part: WallDevice) -> tuple[int, bool]:
    return _WORST.index(DeviceState(part.state)), not words.english(part.why)


def sentence(part: WallDevice) -> Text:
    """1 号取号机打印机没有纸了."""
    space = " " if part.name.zh[-1:].isascii() else ""
    return Text(f"{part.name.zh}{space}{part.why.zh}", f"{part.name.en} {words.english(part.why)}")


def still(hall: Hall, kiosk: str) -> Text:
    """What visitors can still do there."""
    have = machine(hall, kiosk)
    if have.state is MachineState.OUT:
        if hall.kiosks[kiosk].remote:
            return Text("那里取不了号", "No numbers there")
        return Text("请用别的取号机", "Use another ticket machine")
    zh = "、".join(words.WAYS[way].zh for way in have.ways)
    en = ", ".join(words.WAYS[way].en for way in have.ways)
    paper = ("照常打票", "slips come")
    if not have.prints:
        paper = ("不打票，号在屏幕上", "no slips, the number is on the screen")
    if not have.prints and (spare := spare_of(hall, kiosk)):
        near_zh, near_en = words.device(hall, spare)
        paper = (f"小票可到{near_zh}打", f"slips at {near_en}")
    return Text(f"还能{zh}，{paper[0]}", f"Still: {en}; {paper[1]}")


# --- findings of one machine ------------------------------------------------------------------------------------


def of_machine(hall: Hall, finding: f.Finding) -> str:
    """The kiosk a device finding belongs to: of one of its parts, or of a process that serves nothing but it."""
    if finding.code is not FindingCode.DEVICE_FAULT:
        return ""
    if finding.subject in hall.kiosks:
        return finding.subject
    devices = hall.hosts.get(finding.subject, (finding.subject,))
    owners = {_owner(hall, device) for device in devices}
    return owners.pop() if len(owners) == 1 else ""


def _owner(hall: Hall, device: str) -> str:
    return next((kiosk for kiosk in hall.kiosks if device in parts_of(hall, kiosk)), "")


def grouped(hall: Hall, findings: Iterable[f.Finding]) -> dict[str, list[f.Finding]]:
    """Machines with more than one finding, with those findings."""
    groups: dict[str, list[f.Finding]] = {}
    for finding in findings:
        if kiosk := of_machine(hall, finding):
            groups.setdefault(kiosk, []).append(finding)
    return {kiosk: found for kiosk, found in groups.items() if len(found) > 1}
