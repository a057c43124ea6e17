"""ESC/POS slip printers: print a slip and know whether it is on paper. The make is `printer.escpos`.

python-escpos only encodes (see `slip`): its own transports hang, and its status reader calls silence "plenty of paper".
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import escpos_status as es
from devices.codecs.escpos_status import Paper, PrinterState
from devices.drivers import slip_press
from devices.drivers.base import (
    LEAST_S,
    MOST_S,
    DeviceSaysNo,
    Line,
    OptionValue,
    Result,
    Status,
    number_of,
    one_of,
    options_of,
)
from devices.drivers.printer_simple import SimplePrinter
from devices.drivers.slip_press import CLEAN_START, Press, broken_off
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, PrintSlip

OPTIONS: dict[str, OptionValue] = {
    **slip_press.OPTIONS,
    "status": "full",  # simple: boards that tell of their paper alone; none: boards that answer no question at all
    "confirm": "paper",  # paper: GS r after the slip; process_id: GS ( H (Epson); none
    "answer_s": 0.5,
    "print_s": 12.0,  # the longest a slip may take
}
FENCE_S = 2.0  # how long is waited for what an earlier slip may still say
QUIET_S = 0.2  # after that, until no more of it comes
BURST_S = 0.05  # noise seldom comes as one byte alone
CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8: else the rest comes after the refill
FAULTS = (
    (lambda s: s.cover_open, Fault.COVER_OPEN, "the cover is open; close it"),
    (lambda s: s.paper is Paper.END, Fault.PAPER_END, "out of paper; put in a new roll"),
    (
        lambda s: s.cutter_error,
        Fault.CUTTER,
        "the cutter is stuck; free it and switch the printer off and on",
    ),
    (lambda s: s.error, Fault.OFFLINE, "the printer reports an error; switch it off and on"),
    (lambda s: s.online is False, Fault.OFFLINE, "the printer is off-line; press its FEED or ON-LINE button"),
)


class EscposPrinter:
    """One printer. A slip is done when the printer says so, failed when it says why, else unknown.

    The answer to GS r names no slip, and noise looks like it. So when one came it is asked for once more, and a printer
    that is through with the slip answers at once; what is still owed for an earlier slip is counted; and then DLE EOT
    must say that nothing hinders it. A byte too many, or one that comes too late, confirms nothing by itself.
    """

    health_s = 5.0
    idle_s = 5.0
    hears = True
    shows = ""

    def __init__(self, device: str, options: Mapping[str, OptionValue]) -> None:
        self._device = device
        self._press = Press(options)
        self._has_status = options["status"] == "full"
        self._confirm = one_of(options, "confirm", ("paper", "process_id", "none"))
        self._answer_s, self._print_s = float(options["answer_s"]), float(options["print_s"])
        self._state = PrinterState()
        self._told = Status(DeviceState.UNKNOWN)
        self._half_slip = False  # a slip broke off: cut it away before the next
        self._owed = 1  # markers that were asked for and may still come; an earlier program may have left one
        self._mark: bytes | None = None  # the newest marker of GS ( H; the printer says it again

    @property
    def confirms(self) -> bool:
        return self._has_status and self._confirm != "none"

    def connect(self, line: Line) -> Status:
        self._state = PrinterState()
        line.forget()
        if self._has_status:
            line.send(es.ASB_ON)
        return self.check(line)

    def check(self, line: Line) -> Status:
        if not self._has_status:
            line.send(b"\x00")  # nobody answers, but a broken line shows
            self._told = Status(DeviceState.UNKNOWN, Fault.NONE, "this printer does not tell its state")
            return self._told
        self._ask_all(line)
        self._told = self._status()
        return self._told

    def idle(self, line: Line, now_ms: int) -> Status | None:
        """Printers that know ASB tell a change at once."""
        line.listen(0.2)
        self._hear(line, 0.0)
        if not self._has_status or self._state == PrinterState():
            return None
        status = self._status()
        changed, self._told = status != self._told, status
        return status if changed else None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, PrintSlip):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a printer only prints slips")
        if self._has_status:
            line.forget()
            self._look(line)
            if not self._state.can_print:
                return self._failed(job)
        data = (CLEAN_START if self._half_slip else b"") + self._press.slip(job.slip)
        if self._owed and self._has_status and self._confirm == "paper":
            self._fence(line)
        try:
            line.send(data + self._marker(now_ms))
            return self._outcome(job, line)
        except PortGone as gone:
            self._half_slip = True
            raise broken_off(self._device, job, gone) from gone

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    # -- printing ------------------------------------------------------------------------------------------------

    def _marker(self, now_ms: int) -> bytes:
        """What the printer is asked to say when it has done everything before it."""
        if not self._has_status or self._confirm == "none":
            return b""
        if self._confirm == "process_id":
            last = (
                now_ms // 1000 if self._mark is None else int(self._mark)
            )  # a late one of yesterday is no low number
            self._mark, self._owed = f"{(last + 1) % 10000:04d}".encode(), 1
            return es.ask_process_id(self._mark)
        self._owed += 1
        return es.PAPER_IN_ORDER

    def _fence(self, line: Line) -> None:
        """Before a slip, when an earlier one was not confirmed: have the printer say that it is through with that. One
        that does not say so still owes its answers, and they are counted."""
        for patience_s in (FENCE_S, self._answer_s):
            line.forget(BURST_S)
            line.send(es.PAPER_IN_ORDER)
            self._owed += 1
            before, until = self._owed, line.now_s() + patience_s
            while self._owed == before:
                answer = line.wait(es.decode, until - line.now_s())
                if answer is None:
                    return
                self._note(answer)
        line.forget(QUIET_S)
        self._owed = 0

    def _outcome(self, job: PrintSlip, line: Line) -> Result:
        """Wait for the marker behind the slip; look at the state when it came, and whenever it does not come."""
        if not self._has_status:
            self._half_slip = False
            return JobDone(
                self._device, job.id, confirmed=False, detail="this printer does not tell its state"
            )
        again_s = float("-inf")  # when the marker was asked for once more
        until = line.now_s() + self._print_s
        while line.now_s() < until:
            if self._owed:
                self._hear(line, 1.0)
            marked = not self._owed and self._confirm != "none"
            if marked and self._confirm == "paper" and line.now_s() - again_s > self._answer_s:
                line.forget(BURST_S)
                line.send(es.PAPER_IN_ORDER)
                self._owed, again_s = 1, line.now_s()
                continue
            if not _hindered(self._state):
                try:
                    self._look(line)  # newer than the marker
                except DeviceSaysNo:
                    continue  # busy printing; some boards are deaf then
            if _hindered(self._state):
                line.send(CLEAR_BUFFERS)
                self._half_slip = True
                return self._uncut(job) if self._state.cutter_error else self._failed(job)
            if marked:
                self._half_slip = False
                return JobDone(self._device, job.id)
            if self._confirm == "none" and self._state.can_print:
                self._half_slip = False
                return JobDone(
                    self._device, job.id, confirmed=False, detail="sent; not confirmed by this make"
                )
        return JobDone(
            self._device, job.id, confirmed=False, detail="sent, but the printer never confirmed it"
        )

    def _uncut(self, job: PrintSlip) -> JobDone:
        """The cut is the last thing of a slip: all of it is on the paper that hangs there."""
        words = "printed, but the cutter is stuck: the slip hangs in the printer"
        return JobDone(self._device, job.id, confirmed=False, detail=words)

    def _failed(self, job: PrintSlip) -> JobFailed:
        status = self._status()
        self._told = status
        return JobFailed(self._device, job.id, status.fault, status.text)

    # -- status --------------------------------------------------------------------------------------------------

    def _look(self, line: Line) -> None:
        """Ask for everything; what would fail a slip must be said twice, because one byte of noise can say it too."""
        self._ask_all(line)
        if not self._state.can_print:
            line.forget(BURST_S)
            self._ask_all(line)

    def _ask_all(self, line: Line) -> None:
        """All real-time questions, one at a time: an answer does not say which question it answers."""
        state = PrinterState()
        for n in (1, 2, 4):
            state = self._ask(line, n, state)
        if state.error:
            state = self._ask(line, 3, state)
        self._state = state

    def _ask(self, line: Line, n: int, state: PrinterState) -> PrinterState:
        line.send(es.ask(n))
        until = line.now_s() + self._answer_s
        while (answer := line.wait(es.decode, until - line.now_s())) is not None:
            if isinstance(answer, es.StatusByte):
                return es.learn(state, n, answer.value)
            self._note(answer)
        line.forget(0.1)
        self._state = PrinterState()
        raise DeviceSaysNo(Fault.NO_ANSWER, "no answer to the status question; check power and cable")

    def _hear(self, line: Line, timeout_s: float) -> None:
        """Take in what the printer says by itself until the marker, trouble, or the end of the time."""
        until = line.now_s() + timeout_s
        while (answer := line.wait(es.decode, until - line.now_s())) is not None:
            self._note(answer)
            if not self._owed or _hindered(self._state):
                return

    def _note(self, answer: es.Answer) -> None:
        """The paper is not learnt from a marker: a byte of noise would end it. DLE EOT tells it, and ASB."""
        match answer:
            case es.AutoStatus(raw):
                self._state = es.learn_auto(raw)
            case es.PaperByte() if self._confirm == "paper":
                self._owed = max(0, self._owed - 1)
            case es.Block(0x37, body) if self._mark is not None and body[-4:] == self._mark:
                self._owed = 0

    def _status(self) -> Status:
        state = self._state
        for test, fault, words in FAULTS:
            if test(state):
                return Status(DeviceState.FAULTY, fault, words)
        if not state.known:
            return Status(DeviceState.UNKNOWN, Fault.NO_ANSWER, "the printer has not told all of its state")
        if state.paper is Paper.NEAR_END:
            return Status(DeviceState.READY, Fault.PAPER_NEAR_END, "little paper left; have a roll ready")
        return Status(DeviceState.READY)


def _hindered(state: PrinterState) -> bool:
    return any(test(state) for test, _, _ in FAULTS)


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> EscposPrinter | SimplePrinter:
    """A driver for one configured printer; WrongOption when the options do not fit. `status` was once true or false."""
    status = options.get("status")
    if isinstance(status, bool):
        options = {**options, "status": "full" if status else "none"}
    told = options_of(options, OPTIONS)
    for name in ("answer_s", "print_s"):
        number_of(told, name, LEAST_S, MOST_S)
    if one_of(told, "status", ("full", "simple", "none")) == "simple":
        return SimplePrinter(device, Press(told), float(told["answer_s"]), float(told["print_s"]))
    return EscposPrinter(device, told)
