"""One device under a person's hand: its driver called step by step, and each call written down beside the bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from devices.drivers.base import BrokenOff, DeviceSaysNo, Driver, Line, Result, Status
from devices.ports.port import PortGone
from hall.contract.devices import Job, JobDone, JobFailed
from hall.contract.people import Present

Told = Result | Status | None
CALLS = ("connect", "check", "idle", "start", "go_on", "stop")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the driver; `job` where it has one. `now_ms` is the hall's clock."""

    name: str
    now_ms: int
    job: Job | None = None

    def text(self) -> str:
        """As it stands in a wire file."""
        job = " " + msgspec.json.encode(self.job).decode() if self.job is not None else ""
        return f"{self.name} {self.now_ms}{job}"

    @staticmethod
    def read(text: str) -> Call:
        """The call of a line; ValueError in words."""
        name, _, rest = text.partition(" ")
        number, _, job = rest.partition(" ")
        if name not in CALLS or not number.isdigit():
            raise ValueError(f"{text!r} is no call of a driver")
        return Call(name, int(number), msgspec.json.decode(job, type=Job) if job else None)


class Session:
    """`note(direction, text)` writes a line of the wire file; without a file it does nothing."""

    def __init__(
        self, driver: Driver, line: Line, note: Callable[[str, str], None] = lambda *_: None
    ) -> None:
        self._driver, self._line, self._note = driver, line, note

    def do(self, call: Call) -> Told:
        """One call. DeviceSaysNo, BrokenOff and PortGone pass through, after they were written down."""
        self._note("@", call.text())
        try:
            told = self._called(call)
        except (DeviceSaysNo, BrokenOff, PortGone) as error:
            self._note("=", words(error))
            raise
        self._note("=", words(told))
        return told

    def _called(self, call: Call) -> Told:
        driver, line = self._driver, self._line
        match call.name:
            case "connect":
                return driver.connect(line)
            case "check":
                return driver.check(line)
            case "idle":
                return driver.idle(line, call.now_ms)
            case "stop":
                driver.stop(line)
                return None
        assert call.job is not None
        act = driver.start if call.name == "start" else driver.go_on
        return act(call.job, line, call.now_ms)


def words(told: Told | Exception) -> str:
    """What came of a call, without anything of a person."""
    match told:
        case None:
            return "nothing"
        case Status(state, fault, _):
            return f"{state.value} {fault.value}".strip()
        case JobDone():
            return "done, confirmed" if told.confirmed else "done, not confirmed"
        case JobFailed():
            return f"failed {told.fault.value}"
        case Present():
            return "read"
        case DeviceSaysNo():
            return f"says no: {told.fault.value}"
        case BrokenOff():
            return f"broke off: {words(told.result)}"
        case Exception():
            return "port gone"
    return f"not read: {told.fault}"
