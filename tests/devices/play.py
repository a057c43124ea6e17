"""A worker at a pretend device over a real pty, on a clock that runs fast, so that no rule is waited for."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping
from typing import Any

from devices.catalog import find, open_line
from devices.ports.port import Port
from devices.runtime.worker import Worker
from devices.simulator.control import Program
from hall.contract.devices import DeviceReport, DeviceState, Fault, Job
from tests.devices.told import Test, Told, report

RATE = (
    4.0  # so much faster than ours runs the worker's clock: pauses between tries pass, answers come in time
)
NOON_MS = 1_795_222_800_000


class FastPort:
    """A port whose reader's time is the fast clock's."""

    def __init__(self, port: Port) -> None:
        self._port, self.name, self.byte_s = port, port.name, port.byte_s

    def open(self) -> None:
        self._port.open()

    def read(self, timeout_s: float) -> bytes:
        return self._port.read(timeout_s / RATE)

    def write(self, data: bytes) -> None:
        self._port.write(data)

    def close(self) -> None:
        self._port.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)  # whatever else a port can do


class Play:
    """The worker, and what it told."""

    def __init__(
        self, port: str, make: str, options: Mapping[str, Any], devices: Mapping[str, int] | None = None
    ) -> None:
        self.told = Told()
        drivers = [(id, find(make).driver(id, at, options)) for id, at in (devices or {"d": 1}).items()]
        self.worker = Worker(
            FastPort(open_line(make, port, 0)),
            drivers,
            self.told.put,
            lambda: NOON_MS,
            lambda: time.monotonic() * RATE,
        )
        pause, rest = self.worker._line.pause, self.worker._rest
        self.worker._line.pause = lambda seconds: pause(seconds / RATE)
        self.worker._rest = lambda seconds: rest(seconds / RATE)
        self.worker.begin()

    def offer(self, *jobs: Job, device: str = "d") -> None:
        self.worker.offer(device, jobs)

    def since(self, mark: int) -> list[Any]:
        """What was told after `mark` words."""
        self.told.take()
        return self.told.words[mark:]

    def until(
        self,
        what: str,
        test: Test,
        mark: int = 0,
        meanwhile: Callable[[], object] = lambda: None,
        timeout_s: float = 12.0,
    ) -> Any:
        """The first word told after `mark` for which `test` is true; AssertionError with all that was told."""
        return self.told.words[self.told.until(test, mark, what, meanwhile, timeout_s)]

    def state(
        self, state: DeviceState, fault: Fault | None = None, mark: int = 0, device: str = "d"
    ) -> DeviceReport:
        """The report of a state."""
        found: DeviceReport = self.until(f"{state} {fault}", report(device, state, fault), mark)
        return found

    def last_report(self, device: str = "d") -> DeviceReport | None:
        return next((one for one in self.worker.reports() if one.device == device), None)

    def settle(self, *states: DeviceState, timeout_s: float = 12.0, device: str = "d") -> None:
        """Wait until the newest report is one of these."""
        deadline = time.monotonic() + timeout_s
        while (newest := self.last_report(device)) is None or newest.state not in states:
            assert time.monotonic() < deadline, f"{device} is not {states}; told were {self.since(0)}"
            self.told.take(0.1)


class Pretend:
    """A pretend device on a pty and the worker that drives it."""

    def __init__(self, folder: str, case: Any, make: str) -> None:
        self.program = Program(case.program, f"pty:{folder}/{make}", *case.arguments)
        self.play = Play(self.program.port, make, case.options, {"d": case.address})
        self.numbers, self.given = itertools.count(1), range(0)

    def close(self) -> None:
        self.play.worker.end()
        self.program.stop()
