"""Slip printers behind a print queue of CUPS. The make is `printer.cups`, its port the name of the queue.

Slips go as raw ESC/POS, past every filter. What CUPS calls completed is on paper only where the printer itself speaks
IPP; through `socket://`, `usb://` and the like it means that the bytes were handed over, with paper or without. A job
that did not complete is taken out of the queue, so that it never prints by itself after it was offered again.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import ipp
from devices.drivers import slip_press
from devices.drivers.base import (
    LEAST_S,
    MOST_S,
    BrokenOff,
    DeviceSaysNo,
    Line,
    OptionValue,
    Result,
    Status,
    number_of,
    one_of,
    options_of,
)
from devices.drivers.slip_press import Press
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, PrintSlip

OPTIONS: dict[str, OptionValue] = {
    **slip_press.OPTIONS,
    "confirm": "auto",  # auto: by completed jobs where the printer speaks IPP; completed: always; none: never
    "print_s": 20.0,  # the longest a slip may take
}
USER = "service-hall"  # whose jobs they are; those of others are left alone
RAW = "application/vnd.cups-raw"
LOOK_S = 0.2
FAULTS = (
    (("media-empty", "media-needed"), Fault.PAPER_END, "out of paper; put in a new roll"),
    (("cover-open", "door-open", "interlock-open"), Fault.COVER_OPEN, "the cover is open; close it"),
    (
        ("cutter-jam", "cutter-failure"),
        Fault.CUTTER,
        "the cutter is stuck; free it and switch the printer off and on",
    ),
    (("media-jam",), Fault.OFFLINE, "the paper is jammed; free it"),
    (
        ("offline", "shutdown", "timed-out", "connecting-to-device"),
        Fault.OFFLINE,
        "CUPS does not reach the printer; check power and cable",
    ),
    (("paused", "moving-to-paused"), Fault.OFFLINE, "the queue is stopped; start it with cupsenable"),
    (("spool-area-full",), Fault.OFFLINE, "CUPS has no room left for jobs; free the disk"),
)
NEAR_END = Status(DeviceState.READY, Fault.PAPER_NEAR_END, "little paper left; have a roll ready")
_ABOUT_QUEUE = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "device-uri",
)
_ABOUT_JOB = ("job-id", "job-state", "job-name")
_OVER = (ipp.CANCELED, ipp.ABORTED)


class CupsPrinter:
    """One queue. A slip is done when CUPS says so and can know, failed when it is out of the queue for certain."""

    health_s = 5.0
    idle_s = 60.0  # CUPS says nothing by itself
    shows = ""

    def __init__(self, device: str, press: Press, confirm: str, print_s: float) -> None:
        self._device, self._press = device, press
        self._confirm, self._print_s = confirm, print_s
        self._asked = 0

    def connect(self, line: Line) -> Status:
        """What an earlier process left in the queue is taken out first."""
        line.forget()
        status = self.check(line)
        for left in self._mine(line):
            self._ask(line, ipp.CANCEL_JOB, job_id=left.id)
        return status

    def check(self, line: Line) -> Status:
        return self._status(self._queue(line))

    def idle(self, line: Line, now_ms: int) -> Status | None:
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, PrintSlip):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a printer only prints slips")
        queue = self._queue(line)
        if queue.stopped or not queue.accepting:
            status = self._status(queue)
            return JobFailed(self._device, job.id, status.fault, status.text)
        try:
            return self._printed(job, line, queue.reasons)
        except (PortGone, DeviceSaysNo) as lost:
            words = "CUPS fell silent while printing; nobody knows whether the slip came out"
            gone = lost if isinstance(lost, PortGone) else None
            result = JobDone(self._device, job.id, confirmed=False, detail=words)
            if gone is None:
                return result
            raise BrokenOff(result, gone) from lost

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    # -- printing ------------------------------------------------------------------------------------------------

    def _printed(self, job: PrintSlip, line: Line, old: frozenset[str]) -> Result:
        """`old` are the reasons of the last job: CUPS asks an idle printer nothing, so only a new job clears them."""
        data = self._press.slip(job.slip)
        taken = self._ask(line, ipp.PRINT_JOB, data, job_name=f"slip {job.id}", document_format=RAW)
        if taken.code >= 0x0100 or not taken.groups:
            return JobFailed(self._device, job.id, Fault.REFUSED, f"CUPS took no job: {_reason(taken)}")
        number = ipp.job_of(taken.groups[0]).id
        until, state = line.now_s() + self._print_s, ipp.PENDING
        while line.now_s() < until:
            state = self._state(line, number)
            if state == ipp.COMPLETED:
                return self._completed(job, line)
            queue = self._queue(line)
            if state in _OVER or state == ipp.STOPPED or self._status(queue, old).state is DeviceState.FAULTY:
                return self._taken_back(job, line, number, self._status(queue), queue)
            line.pause(LOOK_S)
        queue = self._queue(line)
        if state == ipp.PROCESSING and self._status(queue).state is not DeviceState.FAULTY:
            self._cancelled(line, number)
            words = "CUPS did not finish the slip in time and took it back; nobody knows how much came out"
            return JobDone(self._device, job.id, confirmed=False, detail=words)
        why = self._status(queue)
        if why.state is not DeviceState.FAULTY:
            why = Status(DeviceState.FAULTY, Fault.BUSY, "the queue did not come to this slip in time")
        return self._taken_back(job, line, number, why, queue)

    def _completed(self, job: PrintSlip, line: Line) -> Result:
        if self._knows(self._queue(line)):
            return JobDone(self._device, job.id)
        words = "handed over by CUPS, which cannot ask this printer whether it is on paper"
        return JobDone(self._device, job.id, confirmed=False, detail=words)

    def _taken_back(self, job: PrintSlip, line: Line, number: int, why: Status, queue: ipp.Queue) -> Result:
        """Failed, once it is certain that the job will not print by itself."""
        end = self._cancelled(line, number)
        if end == ipp.COMPLETED:
            return self._completed(job, line)
        if end not in _OVER:
            words = "CUPS would not take the slip back; it may still come out"
            return JobDone(self._device, job.id, confirmed=False, detail=words)
        if why.state is DeviceState.FAULTY:
            return JobFailed(self._device, job.id, why.fault, why.text)
        said = f": {queue.words}" if queue.words else ""
        return JobFailed(self._device, job.id, Fault.OFFLINE, f"CUPS gave the slip up{said}")

    def _cancelled(self, line: Line, number: int) -> int:
        """The state of a job after it was taken back."""
        self._ask(line, ipp.CANCEL_JOB, job_id=number)
        return self._state(line, number)

    # -- asking --------------------------------------------------------------------------------------------------

    def _status(self, queue: ipp.Queue, old: frozenset[str] = frozenset()) -> Status:
        for reasons, fault, words in FAULTS:
            if (queue.reasons - old) & set(reasons):
                return Status(DeviceState.FAULTY, fault, words)
        if queue.stopped:
            return Status(DeviceState.FAULTY, Fault.OFFLINE, "the queue is stopped; start it with cupsenable")
        if not queue.accepting:
            return Status(
                DeviceState.FAULTY, Fault.OFFLINE, "the queue takes no jobs; open it with cupsaccept"
            )
        if "media-low" in queue.reasons:
            return NEAR_END
        if not self._knows(queue):
            return Status(DeviceState.UNKNOWN, Fault.NONE, "CUPS cannot ask this printer how it is")
        return Status(DeviceState.READY)

    def _knows(self, queue: ipp.Queue) -> bool:
        return self._confirm == "completed" or (self._confirm == "auto" and queue.direct)

    def _queue(self, line: Line) -> ipp.Queue:
        answer = self._ask(line, ipp.GET_PRINTER, requested_attributes=_ABOUT_QUEUE)
        if answer.code == ipp.NOT_FOUND:
            words = f"CUPS has no queue {_name(line)!r}; lpstat -p lists those there are"
            raise DeviceSaysNo(Fault.PORT_MISSING, words)
        if answer.code >= 0x0100 or not answer.groups:
            raise DeviceSaysNo(Fault.REFUSED, f"CUPS does not tell of its queue: {_reason(answer)}")
        return ipp.queue_of(answer.groups[0])

    def _mine(self, line: Line) -> list[ipp.Job]:
        """Jobs of ours that are not over."""
        answer = self._ask(line, ipp.GET_JOBS, my_jobs=True, requested_attributes=_ABOUT_JOB)
        return [ipp.job_of(one) for one in answer.groups]

    def _state(self, line: Line, number: int) -> int:
        answer = self._ask(line, ipp.GET_JOB, job_id=number, requested_attributes=_ABOUT_JOB)
        return ipp.job_of(answer.groups[0]).state if answer.groups else 0

    def _ask(
        self, line: Line, operation: int, data: bytes = b"", **more: ipp.Value | tuple[ipp.Value, ...]
    ) -> ipp.Message:
        self._asked += 1
        question = ipp.ask(operation, self._asked, _name(line), data, requesting_user_name=USER, **more)
        line.send(ipp.encode(question))
        answer = line.wait(ipp.decode, 1.0)
        if answer is None:
            raise DeviceSaysNo(Fault.NO_ANSWER, "CUPS does not answer")
        if isinstance(answer, ipp.Damaged) or answer.request != self._asked:
            line.forget()
            raise DeviceSaysNo(Fault.GARBLED, "what answers at the port of CUPS is no CUPS")
        return answer


def _name(line: Line) -> str:
    return line.port.name.removeprefix("cups:").partition("@")[0]


def _reason(answer: ipp.Message) -> str:
    return str((*answer.operation.get("status-message", ()), f"status {answer.code:04x}")[0])


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> CupsPrinter:
    """A driver for one queue; WrongOption when the options do not fit."""
    told = options_of(options, OPTIONS)
    confirm = one_of(told, "confirm", ("auto", "completed", "none"))
    return CupsPrinter(device, Press(told), confirm, number_of(told, "print_s", LEAST_S, MOST_S))
