"""ESC/POS boards that tell of their paper and of nothing else: `status = "simple"` of `printer.escpos`.

They answer GS r 1 or ESC v in print order: 00 with paper, 0F without (handbook §1.3). Which one is found out once.
"""

from __future__ import annotations

from devices.codecs import escpos_status as es
from devices.codecs.escpos_status import Paper
from devices.drivers.base import DeviceSaysNo, Line, Result, Status
from devices.drivers.slip_press import CLEAN_START, Press, broken_off
from devices.ports.port import PortGone
from hall.contract.devices import DeviceState, Fault, Job, JobDone, JobFailed, PrintSlip

QUIET_S = 0.05
_STATUS = {
    Paper.OK: Status(DeviceState.READY),
    Paper.NEAR_END: Status(DeviceState.READY, Fault.PAPER_NEAR_END, "little paper left; have a roll ready"),
    Paper.END: Status(DeviceState.FAULTY, Fault.PAPER_END, "out of paper; put in a new roll"),
}


class SimplePrinter:
    """One printer. An answer behind the slip proves that everything before it was obeyed.

    It names no slip and noise looks like it, so it counts when it is said once more as soon as it is asked for again.
    """

    health_s = 5.0
    idle_s = 60.0  # it says nothing by itself
    shows = ""

    def __init__(self, device: str, press: Press, answer_s: float, print_s: float) -> None:
        self._device, self._press = device, press
        self._answer_s, self._print_s = answer_s, print_s
        self._questions: tuple[bytes, ...] = (es.PAPER_IN_ORDER, es.PAPER_OLD)
        self._half_slip = False
        self._owing = (
            True  # an answer to an earlier slip may still come; an earlier program may have printed one
        )

    def connect(self, line: Line) -> Status:
        line.forget()
        return self.check(line)

    def check(self, line: Line) -> Status:
        return _STATUS[self._paper(line)]

    def idle(self, line: Line, now_ms: int) -> Status | None:
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, PrintSlip):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a printer only prints slips")
        line.forget()
        status = _STATUS[self._surely(line, self._paper(line))]
        if status.state is not DeviceState.READY:
            return JobFailed(self._device, job.id, status.fault, status.text)
        data = (CLEAN_START if self._half_slip else b"") + self._press.slip(job.slip)
        try:
            self._owing = True
            line.send(data + self._questions[0])
            return self._outcome(job, self._confirmed(line))
        except PortGone as gone:
            self._half_slip = True
            raise broken_off(self._device, job, gone) from gone

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        return None

    def stop(self, line: Line) -> None:
        pass

    def _outcome(self, job: PrintSlip, said: Paper) -> Result:
        self._half_slip = said not in (Paper.OK, Paper.NEAR_END)
        if said is Paper.END:
            return JobFailed(self._device, job.id, Fault.PAPER_END, _STATUS[said].text)
        if (
            said is Paper.UNKNOWN
        ):  # these boards are silent while anything hinders them, and print the rest later
            words = "sent, but the printer never confirmed it"
            return JobDone(self._device, job.id, confirmed=False, detail=words)
        return JobDone(self._device, job.id)

    def _surely(self, line: Line, said: Paper) -> Paper:
        """The same once more, when what was said may be the end of an earlier slip."""
        if self._owing:
            line.forget(QUIET_S)
            said = self._paper(line)
            line.forget(QUIET_S)
            self._owing = False
        return said

    def _confirmed(self, line: Line) -> Paper:
        """What it says behind the slip; UNKNOWN when it does not say it twice in time."""
        until = line.now_s() + self._print_s
        while self._answer(line, until - line.now_s()) is not Paper.UNKNOWN:
            line.forget(QUIET_S)
            line.send(self._questions[0])
            if (said := self._answer(line, self._answer_s)) is not Paper.UNKNOWN:
                self._owing = False
                return said
        return Paper.UNKNOWN

    def _paper(self, line: Line) -> Paper:
        for question in self._questions:
            line.send(question)
            if (said := self._answer(line, self._answer_s)) is not Paper.UNKNOWN:
                self._questions = (question,)
                return said
        raise DeviceSaysNo(
            Fault.NO_ANSWER, "no answer to the question for paper; check power, cable, paper and cover"
        )

    @staticmethod
    def _answer(line: Line, timeout_s: float) -> Paper:
        until = line.now_s() + timeout_s
        while (heard := line.wait(es.decode, until - line.now_s())) is not None:
            if isinstance(heard, es.PaperByte):
                return es.learn_paper(es.PrinterState(), heard.value).paper
        return Paper.UNKNOWN
