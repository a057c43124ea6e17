"""One thread for one port and the devices on it: opens, asks, serves their mailboxes, backs off, reports.

Several devices share a port only on a bus (panels with different addresses); a silent one does not stop the others.
Jobs go before questions of health, in the order in which they came, so each device is served once before another is
twice; one thing is done at a time, and new jobs are looked for before the next. Without anything due the thread sleeps
until something is, a job is offered, or bytes come. What happened to a device, and what the hall is told, is in `told`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import ParamSpec

import msgspec

from devices.drivers.base import (
    BrokenOff,
    DeviceSaysNo,
    Driver,
    Line,
    News,
    Presses,
    Result,
    Status,
    Tells,
)
from devices.ports.doze import Doze
from devices.ports.port import Port, PortGone, Trouble
from devices.runtime.rules import Happening, State, after, backoff, keep
from devices.runtime.served import LONG_AGO, NEVER, Served
from devices.runtime.told import Told
from hall.contract.devices import DeviceReport, Fault, Job, Speak

CRASH_S = 5.0
PATIENT_S = 0.2  # how often is seen whether a job has waited too long
LINGER_S, STEP_S = (
    0.5,
    0.05,
)  # so long after bytes came by themselves, and so often, the rest of them is listened for
LONGEST_S = 30.0  # one rest
BLINK_S = 0.02
EARLY = 0.25  # of the time between two questions
P = ParamSpec("P")
_log = logging.getLogger("devices")


class Worker:
    """Owns a port. `tell` takes results and reports and must not block; `now_ms` is the hall's clock."""

    def __init__(
        self,
        port: Port,
        devices: list[tuple[str, Driver]],
        tell: Callable[[Result | News | DeviceReport], None],
        now_ms: Callable[[], int],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line = Line(port, now_s, self._pause)
        self._devices = [Served(id, port.name, driver) for id, driver in devices]
        self._telling = [driver for _, driver in devices if isinstance(driver, Tells)]
        self._tell, self._now_ms, self._now_s = tell, now_ms, now_s
        self._told = Told(self._line, tell, now_ms, now_s)
        self._open = False
        self._tries = 0
        self._turn_ms = 0  # when the thread last did anything: the hall learns by it that a thread hangs
        self._open_at_s = 0.0
        self._stopping = threading.Event()
        self._doze = Doze()
        self._hears = all(getattr(driver, "hears", False) for _, driver in devices)
        self._file: Callable[[], int] | None = getattr(port, "fileno", None)  # None: bytes cannot wake us
        self._came_s = LONG_AGO
        self._asking = False  # somebody was asked how it is since we slept
        self._offered: dict[str, tuple[Job, ...]] = {}
        self._unheard: set[str] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.run, name=f"port {port.name}", daemon=True)

    # -- from other threads ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def end(self, timeout_s: float = 3.0) -> None:
        """Ask the thread to stop and wait for it."""
        self._stopping.set()
        self._doze.wake()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def offer(self, device: str, jobs: tuple[Job, ...]) -> None:
        """The newest mailbox of a device of this worker."""
        with self._lock:
            self._offered[device] = jobs
        self._doze.wake()

    def unheard(self, device: str) -> None:
        """The hall did not take what was pressed there."""
        with self._lock:
            self._unheard.add(device)
        self._doze.wake()

    def reports(self) -> list[DeviceReport]:
        """What was told last of each device, for a hall that may have forgotten, and when it was heard since."""
        return [
            msgspec.structs.replace(
                one.told, heard_ms=one.heard_ms, every_ms=one.every_ms, turn_ms=self._turn_ms
            )
            for one in self._devices
            if one.told is not None
        ]

    @property
    def device_ids(self) -> list[str]:
        return [one.id for one in self._devices]

    # -- the thread ------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve until stopped. A mistake that is no single driver's is ours: told, logged, and the port begins anew."""
        while not self._stopping.is_set():
            try:
                self._turn()
            except PortGone as gone:
                if self._stopping.is_set():
                    break
                self._lost(gone)
            except Exception as error:
                _log.exception("%s: the driver made a mistake", self._line.port.name)
                self._close()
                self._open_at_s = self._now_s() + CRASH_S
                for device in self._devices:
                    self._told.crashed(device, error)
        self._close()

    def _turn(self) -> None:
        """One round: take new mailboxes, open what is closed, do the one thing that is most urgent."""
        self._turn_ms = self._now_ms()
        self._take_offers()
        for device in self._devices:
            if device.urgent:
                self._told.give_up(device)
        if not self._open:
            wait_s = self._open_at_s - self._now_s()
            if wait_s > 0:
                self._rest(min(wait_s, PATIENT_S if any(one.urgent for one in self._devices) else NEVER))
                return
            self._line.port.open()
            self._line.buffer.clear()
            self._line.unsure = self._open = True
            for device in self._devices:
                device.state = State.CONNECTING
        self._complain()
        busy = self._next_job()
        busy |= self._go_on()
        busy |= self._look_after(busy)
        if not busy:
            self._listen()
        for driver in self._telling:
            for word in driver.news():
                self._tell(word)
        if all(device.state is State.BROKEN for device in self._devices):
            self._close()  # a stuck adapter comes back by being opened anew
            self._open_at_s = min(device.retry_s for device in self._devices)
        elif not busy:
            self._sleep()

    def _complain(self) -> None:
        """Say at a device that its press came to nothing; while it is away nobody can."""
        if not self._unheard:
            return
        with self._lock:
            unheard, self._unheard = self._unheard, set()
        for device in self._devices:
            if device.id in unheard and device.state is State.READY and isinstance(device.driver, Presses):
                self._attempt(device, partial(device.driver.unheard, self._line))

    def _next_job(self) -> bool:
        """Begin the job that has waited longest; False when none may be begun now."""
        if not self._told.may_begin:
            return False
        now_s, now_ms = self._now_s(), self._now_ms()
        waiting = [(one, job) for one in self._devices if (job := one.next_job(now_s, now_ms)) is not None]
        self._told.may_begin = bool(waiting)
        ready = [(one, job) for one, job in waiting if one.begin_s <= now_s]
        if not ready:
            return False
        device, job = min(ready, key=lambda pair: pair[0].turn or (now_s, 0))
        device.turn = None
        self._attempt(device, self._begin, device, job)
        return True

    def _begin(self, device: Served, job: Job) -> None:
        result = device.driver.start(job, self._line, self._now_ms())
        if result is None:
            device.current = job
        else:
            self._told.finished(device, result, job)

    def _go_on(self) -> bool:
        """One more step of every job that is on."""
        busy = [device for device in self._devices if device.current is not None]
        for device in busy:
            self._attempt(device, self._step, device)
        return bool(busy)

    def _step(self, device: Served) -> None:
        job = device.current
        assert job is not None
        wanted = any(one.id == job.id for one in keep(device.mailbox, device.done, self._now_ms()))
        if not wanted and not isinstance(job, Speak):  # a call that began is spoken to its end
            device.driver.stop(self._line)
            device.current = None
            self._told.may_begin = True
        elif (result := device.driver.go_on(job, self._line, self._now_ms())) is not None:
            self._told.finished(device, result)
        else:
            self._told.heard(device)  # a reader that looks for a card is not asked how it is meanwhile

    def _look_after(self, busy: bool) -> bool:
        """Ask the device that has waited longest for it how it is, or try it again. While jobs come one after another,
        only one that has waited for its whole time twice. Once awake, those that are due soon are asked too: the line
        is then left alone for longer, and we sleep for longer."""
        free = [device for device in self._devices if device.current is None]
        device = min(free, key=_look_s, default=None)
        if device is None:
            return False
        later_s = device.driver.health_s if busy else 0.0
        if self._asking and not busy and device.state is State.READY:
            later_s = -device.driver.health_s * EARLY
        if self._now_s() < device.look_s + later_s:
            return False
        if self._asking and not busy:
            self._line.turn()
            if self._offered:
                return True  # a call came while the line rested
        self._asking = True
        if device.state is State.BROKEN:
            device.state = after(device.state, Happening.TRY_AGAIN)
        ask = device.driver.check
        if device.state is State.CONNECTING:
            ask = device.driver.connect
            device.refused.clear()
            self._told.may_begin = True
        self._attempt(device, self._ask, device, ask)
        return True

    def _ask(self, device: Served, ask: Callable[[Line], Status]) -> None:
        self._answered(device, ask(self._line))

    def _answered(self, device: Served, status: Status) -> None:
        self._tries = 0
        self._told.answered(device, status)

    def _listen(self) -> None:
        """Hear what devices say by themselves, where it is time."""
        for device in self._devices:
            if self._now_s() >= self._listen_s(device):
                device.idled_s = self._now_s()
                self._attempt(device, self._idle, device)

    def _idle(self, device: Served) -> None:
        status = device.driver.idle(self._line, self._now_ms())
        if status is not None:
            self._answered(device, status)
        elif device.speaking:
            self._told.heard(device)

    def _listen_s(self, device: Served) -> float:
        speaking = self._hears and self._now_s() - self._came_s < LINGER_S
        deaf = self._hears and self._file is None
        return device.listen_s(STEP_S if speaking else self._line.rest_s, speaking or deaf)

    def _sleep(self) -> None:
        """Until something is due."""
        due_s = NEVER
        for device in self._devices:
            due_s = min(due_s, device.look_s, self._listen_s(device))
            if device.turn is not None and device.state is State.READY:
                due_s = min(due_s, device.begin_s)
        self._asking = False
        wait_s = due_s - self._now_s()
        if any(one.urgent for one in self._devices):
            wait_s = min(wait_s, PATIENT_S)
        if wait_s > 0:
            self._rest(wait_s)

    def _attempt(self, device: Served, act: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it; what the device says against it is told."""
        device.mark = device.came(self._line)
        self._turn_ms = self._now_ms()
        try:
            act(*args, **kwargs)
        except DeviceSaysNo as no:
            self._told.failed(device, no.fault, str(no))
        except BrokenOff as broken:
            self._told.finished(device, broken.result)
            raise broken.gone from broken
        except PortGone:
            raise
        except Exception as error:  # a mistake of ours: the others on its line are served all the same
            _log.exception("%s: the driver of %s made a mistake", self._line.port.name, device.id)
            self._told.crashed(device, error)
            device.state, device.retry_s = State.BROKEN, self._now_s() + CRASH_S
            self._line.unsure = True

    # -- the port and the rest ---------------------------------------------------------------------------------------

    def _lost(self, gone: PortGone) -> None:
        """The port is gone: everybody on it is away."""
        self._close()
        self._tries += 1
        faults = [self._told.away(device, gone) for device in self._devices]
        self._open_at_s = self._now_s() + backoff(self._tries, faults[0] if faults else Fault.PORT_MISSING)

    def _close(self) -> None:
        self._line.port.close()
        self._open = False

    def _take_offers(self) -> None:
        if not self._offered:
            return
        with self._lock:
            offered, self._offered = self._offered, {}
        self._told.may_begin = True
        for device in self._devices:
            if device.id in offered:
                device.take(offered[device.id], self._now_ms())

    def _rest(self, seconds: float) -> None:
        """At most so long; ends when a job is offered, or when a device that speaks by itself does."""
        file = -1
        if self._hears and self._file and all(one.state is State.READY for one in self._devices):
            file = self._file()
        if self._doze.rest(min(seconds, LONGEST_S), file):
            self._came_s = self._now_s()

    def _pause(self, seconds: float) -> None:
        """A driver's pause ends early only when the process stops."""
        if seconds < BLINK_S:
            time.sleep(seconds)  # half as dear as an event, many times a second
        elif self._stopping.wait(seconds):
            raise PortGone(Trouble.GONE, f"{self._line.port.name}: stopping")


def _look_s(device: Served) -> float:
    return device.look_s
