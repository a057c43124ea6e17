"""One thread for one port and the devices on it: opens, asks, serves their mailboxes, backs off, reports.

Several devices share a port only on a bus (panels with different addresses); a silent one does not stop the others.
Jobs go before questions of health, in the order in which they came, so each device is served once before another is
twice; one thing is done at a time, and new jobs are looked for before the next. Without anything due the thread sleeps
until something is, a job is offered, or bytes come.
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
from devices.runtime.served import LONG_AGO, NEVER, Served
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
        self._open = False
        self._tries = 0
        self._open_at_s = 0.0
        self._stopping = threading.Event()
        self._doze = Doze()
        self._hears = all(getattr(driver, "hears", False) for _, driver in devices)
        self._file: Callable[[], int] | None = getattr(port, "fileno", None)  # None: bytes cannot wake us
        self._came_s = LONG_AGO
        self._changed = True  # there may be a job that is due
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
        """One round: take new mailboxes, open what is closed, do the one thing that is most urgent."""
        self._take_offers()
        for device in self._devices:
            if device.urgent:
                self._give_up(device)
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
        if not self._changed:
            return False
        now_s, now_ms = self._now_s(), self._now_ms()
        waiting = [(one, job) for one in self._devices if (job := one.next_job(now_s, now_ms)) is not None]
        self._changed = bool(waiting)
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
            self._finish(device, result, job)

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
            self._changed = True
        elif (result := device.driver.go_on(job, self._line, self._now_ms())) is not None:
            self._finish(device, result)
        else:
            self._heard(device)  # a reader that looks for a card is not asked how it is meanwhile

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
            self._changed = True
        self._attempt(device, self._ask, device, ask)
        return True

    def _ask(self, device: Served, ask: Callable[[Line], Status]) -> None:
        self._answered(device, ask(self._line))

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
        device.mark = self._line.heard
        try:
            act(*args, **kwargs)
        except DeviceSaysNo as no:
            self._failed(device, no.fault, str(no))
        except BrokenOff as broken:
            self._finish(device, broken.result)
            raise broken.gone from broken

    # -- what happened ---------------------------------------------------------------------------------------------

    def _answered(self, device: Served, status: Status) -> None:
        device.state = after(device.state, Happening.ANSWERED)
        device.tries, device.been_ready, self._tries = 0, True, 0
        device.check_s = self._now_s() + device.driver.health_s
        device.status = status
        asked = self._heard(device)
        device.every_ms = round(device.driver.health_s * 1000) if asked else 0
        if device.told is not None and device.told.shows != device.driver.shows:
            self._changed = True  # it has lost its text
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
        self._changed = True
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
                self._tell(
                    JobFailed(device.id, late.id, Fault.TIMED_OUT, "its turn came too late to be said")
                )
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
        confirms = device.confirms
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
        if not self._offered:
            return
        with self._lock:
            offered, self._offered = self._offered, {}
        self._changed = True
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
