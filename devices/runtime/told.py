"""What happened to a device, and what the hall is told of it; what is due next is the worker's.

Only what has changed is told. Words stay the same while the trouble is the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from devices.drivers.base import Line, News, Result, Status
from devices.ports.port import PortGone, Trouble
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
from devices.runtime.served import Served
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
UNASKED = 3  # questions without an answer to a device that counts as ready: it is none that can be asked
_log = logging.getLogger("devices")


class Told:
    """Of the devices on one line. `may_begin`: there may be a job now that can be begun."""

    def __init__(
        self,
        line: Line,
        tell: Callable[[Result | News | DeviceReport], None],
        now_ms: Callable[[], int],
        now_s: Callable[[], float],
    ) -> None:
        self._line, self._tell, self._now_ms, self._now_s = line, tell, now_ms, now_s
        self.may_begin = True

    def answered(self, device: Served, status: Status) -> None:
        """It said how it is."""
        device.state = after(device.state, Happening.ANSWERED)
        device.tries, device.been_ready = 0, True
        device.check_s = self._now_s() + device.driver.health_s
        device.status = status
        asked = self.heard(device)
        if asked and self._line.settle():
            _log.warning(
                "%s: %s answers%s; write that baud into its configuration",
                device.port,
                device.id,
                self._line.at_baud,
            )
        device.unanswered = 0 if asked else device.unanswered + 1
        if device.speaking or device.unanswered >= UNASKED:
            device.every_ms = 0
        elif asked:
            device.every_ms = round(device.driver.health_s * 1000)
        if device.told is not None and device.told.shows != device.driver.shows:
            self.may_begin = True  # it has lost its text
        self._report(device, status.state, status.fault, status.text)

    def heard(self, device: Served) -> bool:
        """Did it say anything? Only what the device itself said counts, and only when it was understood."""
        if device.driver.shows:
            device.shown_ms = self._now_ms()
        if device.came(self._line) == device.mark:
            return False
        device.heard_ms = self._now_ms()
        return True

    def finished(self, device: Served, result: Result, job: Job | None = None) -> None:
        """A job is over, well or not: the one that was on, or one that was over at once."""
        job = job or device.current
        device.current = None
        self.may_begin = True
        if job is not None:
            if isinstance(job, DISPLAYS):
                if isinstance(result, JobFailed) or not getattr(result, "confirmed", True):
                    device.refused.add(job.id)  # not drawn again and again; a broadcast is never confirmed
            else:
                device.done.add(job.id)
            device.waiting_since_s.pop(job.id, None)
        self.heard(device)
        self._tell(result)
        if isinstance(result, JobFailed):
            device.check_s = self._now_s()
        self._report(device, device.status.state, device.status.fault, device.status.text)

    def failed(self, device: Served, fault: Fault, text: str) -> None:
        """It said no, or nothing; it is tried again after a while."""
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

    def away(self, device: Served, gone: PortGone) -> Fault:
        """Its port is gone; the fault that this is."""
        fault = _fault_of(gone.trouble, device.been_ready)
        device.state = after(device.state, Happening.PORT_GONE)
        device.current = None
        device.status = Status(DeviceState.AWAY, fault, _words_of(fault, gone))
        self._report(device, DeviceState.AWAY, fault, device.status.text)
        return fault

    def crashed(self, device: Served, error: Exception) -> None:
        """A driver on its port made a mistake."""
        device.state = State.AWAY
        device.current = None
        kind = type(error).__name__
        self._report(device, DeviceState.FAULTY, Fault.INTERNAL, f"mistake in the driver: {kind}")

    def give_up(self, device: Served) -> None:
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
            self._now_ms(),
        )
        if not same_trouble:
            _log.info("%s is %s%s", device.id, state.value, f" ({fault.value}: {text})" if text else "")
        self._tell(device.told)


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
