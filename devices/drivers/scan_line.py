"""Line scanners: the code that was shown while a kiosk asks. The make is `scan.line`.

A scanner is never asked anything, so an open port is all that can be known of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs.scan_line import ENDS, LineScanner
from devices.drivers.base import READY, Line, OptionValue, Result, Status, one_of, options_of, whole_of
from hall.contract.devices import Fault, Job, JobFailed, ReadCode
from hall.contract.people import CodeAttest, FailReading, Present

OPTIONS: dict[str, OptionValue] = {
    "end": "any",  # cr, lf, crlf, tab: half a code is then never taken for one; none: silence alone
    "silence_ms": 80,
    "same_code_ms": 1500,
    "prefix": "",
    "suffix": "",
}
MAX_CODE = 512  # characters; ours have some twenty


class Scanner:
    """One scanner. Codes shown while nobody asks are forgotten at once."""

    health_s = 60.0
    idle_s = 60.0
    hears = True
    shows = ""

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        told = options_of(options, OPTIONS)
        self._device = device
        self.said = 0
        self._codes = LineScanner(
            silence_ms=whole_of(told, "silence_ms", 1, 5000),
            same_code_ms=whole_of(told, "same_code_ms", 0, 60_000),
            prefix=str(told["prefix"]),
            suffix=str(told["suffix"]),
            end=one_of(told, "end", ENDS),
        )

    def connect(self, line: Line) -> Status:
        line.forget()
        return READY

    def check(self, line: Line) -> Status:
        return READY

    def idle(self, line: Line, now_ms: int) -> Status | None:
        self.said += len(self._hear(line, 0.2, wanted=False))
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, ReadCode):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a scanner only reads codes")
        return None

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        assert isinstance(job, ReadCode)
        codes = self._hear(line, 0.05, wanted=True)
        self.said += len(codes)
        if not codes:
            return None
        text = codes[0]
        if len(text) > MAX_CODE or "\ufffd" in text:
            return FailReading(
                self._device, job.reading, Fault.CODE_UNREADABLE.value, "the code is no text of ours"
            )
        return Present(self._device, job.reading, CodeAttest(text))

    def stop(self, line: Line) -> None:
        pass

    def _hear(self, line: Line, timeout_s: float, wanted: bool) -> list[str]:
        line.listen(timeout_s)
        data = bytes(line.buffer)
        line.buffer.clear()
        return self._codes.feed(data, int(line.now_s() * 1000), wanted)


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> Scanner:
    """A driver for one configured scanner; WrongOption when the options do not fit."""
    return Scanner(device, address, options)
