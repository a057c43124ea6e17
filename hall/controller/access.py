"""May this key send this command, and for this place? The roles stand in `hall.contract.access`; here they are applied.

A key named after its place (kiosk-1, window-3) speaks for that place only, a host only for its own devices and cameras.
"""

from collections.abc import Callable
from typing import Any

from hall.contract import bookings as b
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import tickets as t
from hall.contract.access import MAY_SEND
from hall.contract.base import Actor, Role
from hall.contract.config import HallConfig
from hall.contract.unions import Command
from hall.domain.refusal import Refusal

_KIOSK = (t.TakeTicket, t.Reprint, b.CheckIn, p.StartReading, p.StopReading, p.Identify, p.CallForHelp)
_WINDOW = (t.CallNext, t.Recall, t.Start, t.Finish, t.Pass, p.SignOn, p.SignOff, p.Pause, p.Resume)
_DEVICE = (p.Present, p.FailReading, d.JobDone, d.JobFailed, d.DeviceReport)
_CAMERA = (g.SeatSeen, g.CameraReport)


class Access:
    """Built once from the configuration; `check` is called for every command."""

    def __init__(self, config: HallConfig) -> None:
        self._host_of_device = {x.id: x.host for x in config.devices}
        self._host_of_camera = {x.id: x.host for x in config.cameras}
        self._place: dict[type, Callable[[Any], str]] = {}
        self._place |= dict.fromkeys(_KIOSK, lambda c: c.kiosk)
        self._place |= dict.fromkeys(_WINDOW, lambda c: "window-" + c.window)
        self._place |= dict.fromkeys(_DEVICE, lambda c: self._host_of_device.get(c.device, ""))
        self._place |= dict.fromkeys(_CAMERA, lambda c: self._host_of_camera.get(c.camera, ""))
        self._place[d.HostAlive] = lambda c: c.host

    def check(self, command: Command, by: Actor) -> None:
        """Raises Refusal "role" or "place"."""
        kind = type(command)
        if kind not in MAY_SEND[by.role]:
            raise Refusal(
                "role",
                "本机无权进行此操作。",
                f"A key of role {by.role.value} may not send {kind.__name__}.",
            )
        if by.role is Role.ADMIN and kind is not d.HostAlive:
            return  # staff act for every place
        place = self._place.get(kind)
        if place is not None and (spoken_for := place(command)) != by.name:
            raise Refusal(
                "place",
                "本机不能代其他位置操作。",
                f"The key {by.name} speaks for itself only, not for {spoken_for or 'something unknown'!r}.",
            )
