"""SDT ID-card readers: read one card for one reading, only while a kiosk asks. The make is `card.sdt`.

A card's number and name live here only between the answer and the result; nothing of them is kept or logged.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.codecs import card_sdt as sdt
from devices.codecs import card_text
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
from hall.contract.devices import DeviceState, Fault, Job, JobFailed, ReadCard
from hall.contract.people import CardAttest, FailReading, Present

OPTIONS: dict[str, OptionValue] = {
    "answer_s": 0.8,
    "read_s": 3.0,  # reading talks to the security module; 1 to 1.5 s is usual
    "poll_ms": 300,  # not faster, or some modules stop answering
    "fingerprint": False,  # ask by 30 10 first, for readers whose 30 01 fails; what comes of it is not kept
}
BROKEN = {0x60: "the reader failed its self-test", 0x66: "the reader's security module is not authorised"}


class CardReader:
    """One reader. Between two readings a card must have been away once, so nobody is served on another's card."""

    health_s = 5.0
    shows = ""

    def __init__(self, device: str, address: int, options: Mapping[str, OptionValue]) -> None:
        told = options_of(options, OPTIONS)
        self._device = device
        self._answer_s = number_of(told, "answer_s", LEAST_S, MOST_S)
        self._read_s = number_of(told, "read_s", LEAST_S, MOST_S)
        self._poll_s = whole_of(told, "poll_ms", 1, 10_000) / 1000
        self._reads = [sdt.READ, sdt.READ_WITH_FINGERPRINT]
        if told["fingerprint"]:
            self._reads.reverse()
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
        line.forget()
        reply = self._ask(line, sdt.READER_STATUS, self._answer_s)
        if reply.status in BROKEN:
            return Status(DeviceState.FAULTY, Fault.OFFLINE, BROKEN[reply.status])
        return READY

    def idle(self, line: Line, now_ms: int) -> Status | None:
        """Watch the last card go, so that a visitor who lays his before asking is not taken for the one before."""
        if self._must_leave and line.now_s() - self._asked_s >= self._poll_s:
            self._asked_s = line.now_s()
            if self._ask(line, sdt.FIND, self._answer_s).status == sdt.NO_CARD:
                self._must_leave = False
        return None

    def start(self, job: Job, line: Line, now_ms: int) -> Result | None:
        if not isinstance(job, ReadCard):
            return JobFailed(self._device, job.id, Fault.INTERNAL, "a card reader only reads cards")
        line.forget()
        return self.go_on(job, line, now_ms)

    def go_on(self, job: Job, line: Line, now_ms: int) -> Result | None:
        assert isinstance(job, ReadCard)
        wait_s = self._poll_s - (line.now_s() - self._asked_s)
        if wait_s > 0:
            line.pause(wait_s)
        self._asked_s = line.now_s()
        found = self._ask(line, sdt.FIND, self._answer_s)
        if found.status == sdt.NO_CARD:
            self._must_leave = False
            return None
        if found.status == sdt.UNKNOWN_COMMAND:
            raise DeviceSaysNo(Fault.REFUSED, "it knows no command that finds a card: is it an SDT reader?")
        if found.status in BROKEN:
            raise DeviceSaysNo(Fault.OFFLINE, BROKEN[found.status])
        if found.status != sdt.FOUND or self._must_leave:
            return None
        selected = self._ask(line, sdt.SELECT, self._answer_s)
        if selected.status != sdt.OK:
            return None  # lifted at once; the next round sees
        self._must_leave = True
        try:
            reply = self._read(line)
        except DeviceSaysNo as silence:
            return self._failed(job, Fault.CARD_UNREADABLE, str(silence))
        if reply.status != sdt.OK:
            pulled = reply.status in (0x41, 0x47)
            words = sdt.STATUS_WORDS.get(reply.status, f"status {reply.status:02X}")
            return self._failed(job, Fault.CARD_PULLED if pulled else Fault.CARD_UNREADABLE, words)
        record = sdt.record_of(reply.data)
        card = card_text.parse(record.text) if record is not None else card_text.Unreadable("no text record")
        if isinstance(card, card_text.Unreadable):
            return self._failed(job, Fault.CARD_UNREADABLE, card.reason)
        attest = CardAttest(card.number, card.name or card.name_en, card.birth, card.kind)
        return Present(self._device, job.reading, attest)

    def stop(self, line: Line) -> None:
        pass

    def _read(self, line: Line) -> sdt.Reply:
        """The record by the command this model knows; old modules answer 21 to 30 10, others know nothing else."""
        reply = self._ask(line, self._reads[0], self._read_s)
        if reply.status == sdt.UNKNOWN_COMMAND:
            other = self._ask(line, self._reads[1], self._read_s)
            if other.status != sdt.UNKNOWN_COMMAND:
                self._reads.reverse()
            return other
        return reply

    def _failed(self, job: ReadCard, fault: Fault, detail: str) -> FailReading:
        return FailReading(self._device, job.reading, fault.value, detail)

    def _ask(self, line: Line, command: sdt.Command, timeout_s: float) -> sdt.Reply:
        """The answer to one command. Late answers of an earlier one are passed over by their shape."""
        garbled = False
        for turn in range(2):
            line.send(sdt.encode(sdt.command_packet(command)))
            until, garbled = line.now_s() + timeout_s, False
            while (got := _heard(line, until)) is not None:
                if isinstance(got, sdt.Damaged):
                    garbled = True
                    continue
                reply = sdt.reply_of(got)
                if reply is None or _is_late(command, reply):
                    continue
                if reply.status == sdt.BAD_CHECKSUM and turn == 0:
                    garbled = True
                    break
                return reply
            if command in self._reads or not garbled:
                break  # a second read of one laying is refused by the reader
        line.forget(0.3)
        if garbled:
            raise DeviceSaysNo(Fault.GARBLED, "answers are damaged; check the cable")
        raise DeviceSaysNo(Fault.NO_ANSWER, "no answer; check the reader's cable and power")


def _heard(line: Line, until_s: float) -> sdt.Packet | sdt.Damaged | None:
    return line.wait(sdt.decode, until_s - line.now_s())


def _is_late(command: sdt.Command, reply: sdt.Reply) -> bool:
    """Does a good answer have the shape of another command's answer? Bad ones all look alike."""
    if reply.status == sdt.FOUND:
        return command != sdt.FIND
    if reply.status != sdt.OK:
        return False
    if command == sdt.FIND:
        return True
    if command == sdt.SELECT:
        return len(reply.data) != 8
    return command in (sdt.READ, sdt.READ_WITH_FINGERPRINT) and len(reply.data) < 256


def make(device: str, address: int, options: Mapping[str, OptionValue]) -> CardReader:
    """A driver for one configured reader; WrongOption when the options do not fit."""
    return CardReader(device, address, options)
