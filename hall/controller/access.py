"""May this key send this command, and for this place? The roles stand in `hall.contract.access`; here they are applied.

A key named after its place (kiosk-1, window-3) speaks for that place only, whatever command names it; a host only for
its own devices and cameras. Keys of the wall and of the administrator speak for every place.
"""

from collections.abc import Callable
from typing import Any

from hall.contract import callers as k
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import ratings as r
from hall.contract import sightings as g
from hall.contract.access import MAY_SEND
from hall.contract.base import Actor, Role
from hall.contract.config import HallConfig
from hall.contract.unions import Command
from hall.domain.refusal import Refusal

_DEVICE = (p.Present, p.FailReading, p.AskTurn, d.JobDone, d.JobFailed, d.DeviceReport)
_DESK = (k.PressKey, r.GiveRating)
_CAMERA = (g.SeatSeen, g.CameraReport)


class Access:
    """Built once from the configuration; `check` is called for every command."""

    def __init__(self, config: HallConfig) -> None:
        self._host_of_device = {x.id: x.host for x in config.devices}
        self._host_of_camera = {x.id: x.host for x in config.cameras}
        self._place: dict[tuple[Role, type], Callable[[Any], str]] = {}
        for role, field, prefix in ((Role.KIOSK, "kiosk", ""), (Role.WINDOW, "window", "window-")):
            for kind in MAY_SEND[role]:
                if field in kind.__struct_fields__:
                    self._place[role, kind] = _named(field, prefix)
        for role in (Role.DEVICE, Role.CAMERA):
            self._place |= {(role, x): lambda c: self._host_of_device.get(c.device, "") for x in _DEVICE}
            self._place |= {(role, x): lambda c: self._host_of_camera.get(c.camera, "") for x in _CAMERA}
        self._place |= {(Role.DEVICE, x): lambda c: self._host_of_device.get(c.device, "") for x in _DESK}
        self._place[Role.DEVICE, d.DeviceReports] = self._host_of_all
        self._place |= {(role, d.HostAlive): lambda c: c.host for role in Role}

    def check(self, command: Command, by: Actor) -> None:
        """Raises Refusal "role" or "place"."""
        kind = type(command)
        if kind not in MAY_SEND[by.role]:
            raise Refusal(
                "role",
                "本机无权进行此操作。",
                f"A key of role {by.role.value} may not send {kind.__name__}.",
            )
        place = self._place.get((by.role, kind))
        if place is not None and (spoken_for := place(command)) != by.name:
            raise Refusal(
                "place",
                "本机不能代其他位置操作。",
                f"The key {by.name} speaks for itself only, not for {spoken_for or 'something unknown'!r}.",
            )

    def _host_of_all(self, command: d.DeviceReports) -> str:
        """The one host of those devices that exist; "" where there are several, or none."""
        hosts = {self._host_of_device.get(one.device) for one in command.reports} - {None}
        return str(*hosts) if len(hosts) == 1 else ""


def _named(field: str, prefix: str) -> Callable[[Any], str]:
    """The key's name a command speaks for, by its field."""
    return lambda command: prefix + str(getattr(command, field))
