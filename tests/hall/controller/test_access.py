"""A key speaks for its own place: every command of a kiosk or window that names one is tried for another."""

import msgspec
import pytest

from hall.contract.access import MAY_SEND
from hall.contract.base import Actor, Role
from hall.contract.check import check
from hall.contract.devices import DeviceReport, DeviceReports, DeviceState
from hall.controller.access import Access
from hall.domain.refusal import Refusal

CONFIG, _ = check(
    {
        "hall": {"id": "h", "name": "大厅"},
        "zones": [{"id": "A", "name": "甲"}],
        "queues": [{"id": "q", "letter": "A", "zone": "A", "name": "队"}],
        "groups": [{"id": "g", "name": "组"}],
        "services": [{"id": "s", "group": "g", "queue": "q", "name": "事"}],
        "windows": [{"id": n, "zone": "A", "number": n, "queues": ["q"]} for n in ("1", "2")],
        "kiosks": [{"id": "kiosk-1"}, {"id": "kiosk-2"}],
        "devices": [
            {"id": id, "host": host, "make": "voice.wav", "port": id, "zone": "A"}
            for id, host in (("a", "devices-1"), ("b", "devices-1"), ("c", "devices-2"))
        ],
    }
)
NAMED = [
    (role, kind, field)
    for role, field in ((Role.WINDOW, "window"), (Role.KIOSK, "kiosk"))
    for kind in sorted(MAY_SEND[role], key=lambda x: x.__name__)
    if field in kind.__struct_fields__
]


def filled(kind: type[msgspec.Struct], **fields: str) -> msgspec.Struct:
    """The command with nothing in what this check does not look at."""
    return kind(**{x.name: None for x in msgspec.structs.fields(kind) if x.required} | fields)


@pytest.mark.parametrize(("role", "kind", "field"), NAMED, ids=lambda x: getattr(x, "__name__", str(x)))
def test_a_key_cannot_act_for_another_place(role: Role, kind: type[msgspec.Struct], field: str):
    access = Access(CONFIG)
    own, other = ("1", "2") if role is Role.WINDOW else ("kiosk-1", "kiosk-2")
    by = Actor(f"window-{own}" if role is Role.WINDOW else own, role)
    access.check(filled(kind, **{field: own}), by)
    with pytest.raises(Refusal) as caught:
        access.check(filled(kind, **{field: other}), by)
    assert caught.value.code == "place"


def test_the_commands_of_a_console_are_all_bound_to_their_window():
    named = {kind.__name__ for role, kind, _ in NAMED if role is Role.WINDOW}
    assert {"CallTicket", "Hold", "Transfer", "Relieve", "RaiseEmergency", "SetPull", "CallNext"} <= named


@pytest.mark.parametrize(
    ("devices", "may"), [("ab", True), ("ax", True), ("ac", False), ("c", False), ("x", False), ("", False)]
)
def test_a_host_reports_for_its_own_devices_alone(devices: str, may: bool):
    """x exists nowhere: passed over, but no reason to speak for others."""
    access, by = Access(CONFIG), Actor("devices-1", Role.DEVICE)
    word = DeviceReports(tuple(DeviceReport(one, DeviceState.READY) for one in devices))
    if may:
        access.check(word, by)
        return
    with pytest.raises(Refusal) as caught:
        access.check(word, by)
    assert caught.value.code == "place"
