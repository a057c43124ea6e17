"""Social-security cards in a smart-card reader: read one card for one reading. The make is `card.social`.

The port is `pcsc:` with the reader's name. Number and name live here only between the answer and the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from devices.codecs import card_social as social
from devices.drivers.base import (
    LEAST_S,
    MOST_S,
    READY,
    DeviceSaysNo,
    Line,
    OptionValue,
    Result,
    Status,
    number_of,
    options_of,
    whole_of,
)
from hall.contract.devices import Fault, Job, JobFailed, ReadCard
from hall.contract.people import CardAttest, FailReading, Present

OPTIONS: dict[str, OptionValue] = {
    "answer_s": 2.0,  # the reader, and each command to the card
    "poll_ms": 300,
}


class SocialCardReader:
    """One reader. Between two readings the card must have been out once, so nobody is served on another's card."""

    health_s = 5.0
    shows = ""

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        told = options_of(options, OPTIONS)
        self._device = device
        self._answer_s = number_of(told, "answer_s", LEAST_S, MOST_S)
        self._poll_s = whole_of(told, "poll_ms", 1, 10_000) / 1000
        self._must_leave = False
        self._asked_s = float("-inf")

    @property
    def idle_s(self) -> float:
        """Only a card that still lies there is watched."""
        return self._poll_s if self._must_leave else self.health_s

    def connect(self, line: Line) -> Status:
        line.forget(0.05)
        return self.check(line)

    def check(self, line: Line) -> Status:
        self._is_there(line)
        return READY

    def idle(self, line: Line, now_ms: int) -> Status | None:
        """Watch the last card go, so that a visitor who puts his in before asking is not taken for the one before."""
        if self._must_leave and line.now_s() - self._asked_s >= self._poll_s:
            self._is_there(line)
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, ReadCard):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a card reader only reads cards")
        return self.go_on(job, line, now_ms)

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        assert isinstance(job, ReadCard)
        wait_s = self._poll_s - (line.now_s() - self._asked_s)
        if wait_s > 0:
            line.pause(wait_s)
        left = self._must_leave
        if not self._is_there(line, power=not left) or left:
            return None
        self._must_leave = True
        try:
            read = self._read(line)
        except DeviceSaysNo as silence:
            return self._failed(job, Fault.CARD_UNREADABLE, str(silence))
        finally:
            line.send(social.encode(social.OFF))
        if read is None:
            return self._failed(job, Fault.CARD_PULLED, "the card was taken out while it was read")
        if isinstance(read, social.Unreadable):
            return self._failed(job, Fault.CARD_UNREADABLE, read.reason)
        return Present(self._device, job.reading, CardAttest(read.number, read.name, read.birth, read.kind))

    def stop(self, line: Line) -> None:
        pass

    def _read(self, line: Line) -> social.Holder | social.Unreadable | None:
        """The whole exchange; None when the card went away in it."""
        exchange = social.reading()
        command = next(exchange)
        while True:
            answer = self._ask(line, command, lambda said: said == social.GONE or social.is_answer(said))
            if answer == social.GONE:
                return None
            try:
                command = exchange.send(answer)
            except StopIteration as end:
                found: social.Holder | social.Unreadable = end.value
                return found

    def _is_there(self, line: Line, power: bool = False) -> bool:
        """Is a card in the reader? It keeps its power only when it is to be read."""
        self._asked_s = line.now_s()
        there = self._ask(line, social.ATR, lambda said: said == social.GONE or social.is_atr(said))
        if there == social.GONE:
            self._must_leave = False
            return False
        if not power:
            line.send(social.encode(social.OFF))
        return True

    def _ask(self, line: Line, message: bytes, fits: Callable[[bytes], bool]) -> bytes:
        """The answer to one message. Late answers of an earlier one, and noise, are passed over by their shape."""
        line.forget()
        line.send(social.encode(message))
        until, wrong = line.now_s() + self._answer_s, False
        while (answer := line.wait(social.decode, until - line.now_s())) is not None:
            if fits(answer):
                return answer
            wrong = True
        line.forget(0.3)
        if wrong:
            raise DeviceSaysNo(Fault.GARBLED, "the reader's answers are damaged; check its cable")
        raise DeviceSaysNo(Fault.NO_ANSWER, "no answer; check the reader's cable and power")

    def _failed(self, job: ReadCard, fault: Fault, detail: str) -> FailReading:
        return FailReading(self._device, job.reading, fault.value, detail)


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> SocialCardReader:
    """A driver for one configured reader; WrongOption when the options do not fit."""
    return SocialCardReader(device, address, options)
