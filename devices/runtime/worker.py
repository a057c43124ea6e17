"""One thread for one port and the devices on it: opens, asks, serves their mailboxes, backs off, reports.

Several devices share a port only on a bus (panels with different addresses); a silent one does not stop the others.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from devices.drivers.base import (
    BrokenOff,
    Confirms,
    DeviceSaysNo,
    Driver,
    Line,
    News,
    Paced,
    Result,
    Status,
    Tells,
)
from devices.ports.port import Port, PortGone, Trouble
from devices.runtime.rules import (
    DISPLAYS,
    READINGS,
    Happening,
    State,
    after,
    backoff,
    keep,
    overdue,
    told_state,
)
from hall.contract.devices import (
    AskRating,
    DeviceReport,
    DeviceState,
    Fault,
    Job,
    JobFailed,
    PrintSlip,
    Speak,
)
from hall.contract.people import FailReading

PATIENCE_S = {PrintSlip: 20.0, Speak: 30.0, AskRating: 5.0}  # how long a job waits for a device that is away
READING_PATIENCE_S = 2.0
CRASH_S = 5.0
_log = logging.getLogger("devices")


@dataclass(slots=True)
class Served:
    """One device as its worker sees it."""

    id: str
    port: str
    driver: Driver
    state: State = State.AWAY
    status: Status = field(default_factory=lambda: Status(DeviceState.UNKNOWN))
    tries: int = 0
    retry_s: float = 0.0
    check_s: float = 0.0
    been_ready: bool = False
    mailbox: tuple[Job, ...] = ()
    done: set[str] = field(default_factory=set)
    refused: set[str] = field(
        default_factory=set
    )  # texts a display will not take before it is connected anew
    waiting_since_s: dict[str, float] = field(default_factory=dict)
    current: Job | None = None
    told: DeviceReport | None = None
    mark: int = 0  # what had come on the line before this device was spoken to
    heard_ms: int = 0
    every_ms: int = 0  # how often it is asked and answers; 0: its silence says nothing
    shown_ms: int = 0  # when it last answered while it showed a text


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
        self._open = False
        self._tries = 0
        self._open_at_s = 0.0
        self._stopping = threading.Event()
        self._fresh = threading.Event()
        self._offered: dict[str, tuple[Job, ...]] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.run, name=f"port {port.name}", daemon=True)

    # -- from other threads ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def end(self, timeout_s: float = 3.0) -> None:
        """Ask the thread to stop and wait for it."""
        self._stopping.set()
        self._fresh.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def offer(self, device: str, jobs: tuple[Job, ...]) -> None:
        """The newest mailbox of a device of this worker."""
        with self._lock:
            self._offered[device] = jobs
        self._fresh.set()

    def reports(self) -> list[DeviceReport]:
        """What was told last of each device, for a hall that may have forgotten, and when it was heard since."""
        return [
            msgspec.structs.replace(one.told, heard_ms=one.heard_ms, every_ms=one.every_ms)
            for one in self._devices
            if one.told is not None
        ]

    @property
    def device_ids(self) -> list[str]:
        return [one.id for one in self._devices]

    # -- the thread ------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve until stopped. A mistake in a driver is ours: told, logged, and the port begins anew."""
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
                    device.state = State.AWAY
                    device.current = None
                    kind = type(error).__name__
                    self._report(device, DeviceState.FAULTY, Fault.INTERNAL, f"mistake in the driver: {kind}")
        self._close()

    def _turn(self) -> None:
        """One round: take new mailboxes, open what is closed, serve what is ready."""
        self._take_offers()
        for device in self._devices:
            self._give_up(device)
        if not self._open:
            wait_s = self._open_at_s - self._now_s()
            if wait_s > 0:
                self._rest(min(wait_s, 0.2))
                return
            self._line.port.open()
            self._line.buffer.clear()
            self._open = True
            for device in self._devices:
                device.state = State.CONNECTING
        busy = False
        for device in self._devices:
            busy |= self._attend(device)
        for driver in self._telling:
            for word in driver.news():
                self._tell(word)
        if all(device.state is State.BROKEN for device in self._devices):
            self._close()  # a stuck adapter comes back by being opened anew
            self._open_at_s = min(device.retry_s for device in self._devices)
        elif not busy:
            self._rest(self._line.rest_s)

    def _attend(self, device: Served) -> bool:
        """True when there is more to do at once."""
        device.mark = self._line.heard
        if device.state is State.BROKEN:
            if self._now_s() < device.retry_s:
                return False
            device.state = after(device.state, Happening.TRY_AGAIN)
        try:
            if device.state is State.CONNECTING:
                device.refused.clear()
                self._answered(device, device.driver.connect(self._line))
                return True
            return self._serve(device)
        except DeviceSaysNo as no:
            self._failed(device, no.fault, str(no))
        except BrokenOff as broken:
            self._finish(device, broken.result)
            raise broken.gone from broken
        return False

    def _serve(self, device: Served) -> bool:
        driver, line, now_ms = device.driver, self._line, self._now_ms()
        jobs = keep(device.mailbox, device.done, now_ms)
        if device.current is not None:
            wanted = any(job.id == device.current.id for job in jobs)
            if not wanted and not isinstance(device.current, Speak):  # a call that began is spoken to its end
                driver.stop(line)
                device.current = None
                return True
            result = driver.go_on(device.current, line, now_ms)
            if result is not None:
                self._finish(device, result)
            return True
        job = next((job for job in jobs if self._is_due(device, job)), None)
        if job is not None:
            result = driver.start(job, line, now_ms)
            if result is None:
                device.current = job
            else:
                self._finish(device, result, job)
            return True
        if self._now_s() >= device.check_s:
            self._answered(device, driver.check(line))
            return False
        status = driver.idle(line, now_ms)
        if status is not None:
            self._answered(device, status)
        return False

    def _is_due(self, device: Served, job: Job) -> bool:
        if not isinstance(job, DISPLAYS):
            return True
        if isinstance(device.driver, Paced) and self._now_s() < device.driver.not_before_s:
            return False  # meanwhile only the newest text waits
        return job.id != device.driver.shows and job.id not in device.refused

    # -- what happened ---------------------------------------------------------------------------------------------

    def _answered(self, device: Served, status: Status) -> None:
        device.state = after(device.state, Happening.ANSWERED)
        device.tries, device.been_ready, self._tries = 0, True, 0
        device.check_s = self._now_s() + device.driver.health_s
        device.status = status
        asked = self._heard(device)
        device.every_ms = round(device.driver.health_s * 1000) if asked else 0
        self._report(device, status.state, status.fault, status.text)

    def _heard(self, device: Served) -> bool:
        """Did it say anything? Only what the device itself said counts, and only when it was understood."""
        if device.driver.shows:
            device.shown_ms = self._now_ms()
        if self._line.heard == device.mark:
            return False
        device.heard_ms = self._now_ms()
        return True

    def _finish(self, device: Served, result: Result, job: Job | None = None) -> None:
        job = job or device.current
        device.current = None
        if job is not None:
            if isinstance(job, DISPLAYS):
                if isinstance(result, JobFailed) or not getattr(result, "confirmed", True):
                    device.refused.add(job.id)  # not drawn again and again; a broadcast is never confirmed
            else:
                device.done.add(job.id)
            device.waiting_since_s.pop(job.id, None)
        self._heard(device)
        self._tell(result)
        if isinstance(result, JobFailed):
            device.check_s = self._now_s()
        self._report(device, device.status.state, device.status.fault, device.status.text)

    def _failed(self, device: Served, fault: Fault, text: str) -> None:
        device.state = after(device.state, Happening.FAILED)
        device.tries += 1
        device.retry_s = self._now_s() + backoff(device.tries, fault)
        if device.current is not None:
            device.driver.stop(self._line)
        device.current = None
        device.status = Status(
            told_state(device.state, DeviceState.FAULTY, fault) or DeviceState.UNKNOWN, fault, text
        )
        self._report(device, device.status.state, fault, text)

    def _lost(self, gone: PortGone) -> None:
        """The port is gone: everybody on it is away."""
        self._close()
        self._tries += 1
        first = None
        for device in self._devices:
            fault = _fault_of(gone.trouble, device.been_ready)
            first = first or fault
            device.state = after(device.state, Happening.PORT_GONE)
            device.current = None
            device.status = Status(DeviceState.AWAY, fault, _words_of(fault, gone))
            self._report(device, DeviceState.AWAY, fault, device.status.text)
        self._open_at_s = self._now_s() + backoff(self._tries, first or Fault.PORT_MISSING)

    def _close(self) -> None:
        self._line.port.close()
        self._open = False

    def _give_up(self, device: Served) -> None:
        """Jobs that waited too long for a device that is away are told as failed: somebody stands there waiting."""
        now_s = self._now_s()
        for late in overdue(device.mailbox, device.done, self._now_ms()):
            if device.current is None or device.current.id != late.id:
                device.done.add(late.id)
                self._tell(JobFailed(device.id, late.id, Fault.TIMED_OUT, "its turn came too late to be said"))
        for job in keep(device.mailbox, device.done, self._now_ms()):
            if isinstance(job, DISPLAYS):
                continue
            if device.state is State.READY:
                device.waiting_since_s.pop(job.id, None)
                continue
            since_s = device.waiting_since_s.setdefault(job.id, now_s)
            patience_s = READING_PATIENCE_S if isinstance(job, READINGS) else PATIENCE_S[type(job)]
            if now_s - since_s < patience_s:
                continue
            fault = device.status.fault if device.status.fault is not Fault.NONE else Fault.NO_ANSWER
            device.done.add(job.id)
            device.waiting_since_s.pop(job.id, None)
            if isinstance(job, READINGS):
                self._tell(FailReading(device.id, job.reading, fault.value, device.status.text))
            else:
                self._tell(JobFailed(device.id, job.id, fault, device.status.text))

    def _report(self, device: Served, state: DeviceState, fault: Fault, text: str) -> None:
        """Tell the hall when anything it is told has changed."""
        shows = device.driver.shows if device.state is State.READY else ""
        detail = f"{device.id} on {device.port}: {text}" if text else ""
        told = device.told
        confirms = device.driver.confirms if isinstance(device.driver, Confirms) else True
        new = (state, fault, detail, shows, confirms)
        if told and (told.state, told.fault, told.detail, told.shows, told.confirms) == new:
            return
        same_trouble = told is not None and (told.state, told.fault) == (state, fault)
        since_ms = told.since_ms if told is not None and same_trouble else self._now_ms()
        device.told = DeviceReport(
            device.id,
            state,
            fault,
            detail,
            since_ms,
            shows,
            confirms,
            device.shown_ms,
            device.heard_ms,
            device.every_ms,
        )
        if not same_trouble:
            _log.info("%s is %s%s", device.id, state.value, f" ({fault.value}: {text})" if text else "")
        self._tell(device.told)

    def _take_offers(self) -> None:
        self._fresh.clear()
        with self._lock:
            offered, self._offered = self._offered, {}
        for device in self._devices:
            if device.id in offered:
                device.mailbox = offered[device.id]
                there = {job.id for job in device.mailbox}
                device.done &= there
                device.refused &= there
                device.waiting_since_s = {k: v for k, v in device.waiting_since_s.items() if k in there}

    def _rest(self, seconds: float) -> None:
        self._fresh.wait(seconds)

    def _pause(self, seconds: float) -> None:
        """A driver's pause ends early only when the process stops."""
        if self._stopping.wait(seconds):
            raise PortGone(Trouble.GONE, f"{self._line.port.name}: stopping")


def _fault_of(trouble: Trouble, been_ready: bool) -> Fault:
    if trouble is Trouble.TAKEN:
        return Fault.PORT_TAKEN
    if trouble is Trouble.STUCK:
        return Fault.NO_ANSWER
    if trouble is Trouble.BARRED:
        return Fault.PORT_MISSING
    return Fault.UNPLUGGED if been_ready else Fault.PORT_MISSING


def _words_of(fault: Fault, gone: PortGone) -> str:
    """Words that stay the same while the trouble is the same, whatever the library says each time."""
    if gone.trouble is Trouble.BARRED:
        return str(gone)
    return {
        Fault.PORT_TAKEN: "another program holds the port; close it",
        Fault.NO_ANSWER: "the device takes no bytes; check it and its cable",
        Fault.UNPLUGGED: "the connection broke off; check cable, power and network",
    }.get(fault, "there is nothing at this port; check the plug, the name of the port and the network")
