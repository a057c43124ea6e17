"""A slip that did not come, from the rules to the paper of two pretend printers: printed near by, and only there."""

import queue
import time

import msgspec
import pytest

from devices.catalog import find, open_line
from devices.runtime.worker import Worker
from devices.simulator.control import Program
from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.views_kiosk import SlipState
from tests.hall.domain.conftest import Stage, small_hall

OWN, SPARE = "k1.printer", "desk.printer"


class Play:
    """The rules of a hall, two workers and two printers; the test is the wire between rules and workers."""

    def __init__(self, folder):
        plain = small_hall()
        desk = c.DevicePart(SPARE, "printer.escpos", "", name="导办台打印机")
        kiosk = msgspec.structs.replace(plain.kiosks[0], spare=SPARE)
        self.stage = Stage(msgspec.structs.replace(plain, kiosks=(kiosk,), devices=(*plain.devices, desk)))
        self.told = queue.Queue()
        self.printers, self.workers = {}, {}
        for name in (OWN, SPARE):
            paper = Program("printer", f"pty:{folder}/{name}", "--picture-dir", str(folder / f"{name}.slips"))
            driver = find("printer.escpos").driver(name, 0, {"answer_s": 1.0})
            worker = Worker(
                open_line("printer.escpos", paper.port, 0),
                [(name, driver)],
                self.told.put,
                lambda: self.stage.now,
            )
            worker.begin()
            self.printers[name], self.workers[name] = paper, worker
        self.until(lambda: all(self.state(name) is d.DeviceState.READY for name in self.workers))

    def end(self):
        for name, worker in self.workers.items():
            worker.end()
            self.printers[name].stop()

    def state(self, name):
        return self.stage.hall.facts.devices[name].state

    def until(self, there, timeout_s=30.0):
        """Carry mailboxes down and words up until `there()`."""
        deadline = time.monotonic() + timeout_s
        while not there():
            assert time.monotonic() < deadline, "it did not come to that"
            for name, worker in self.workers.items():
                worker.offer(name, tuple(self.stage.hall.facts.devices[name].mailbox))
            try:
                word = self.told.get(timeout=0.1)
            except queue.Empty:
                continue
            self.stage.do(word, Role.DEVICE)

    def slip(self, ticket):
        return self.stage.hall.facts.tickets[ticket].slip

    def paper(self, name):
        return ["\n".join(slip["text"]) for slip in self.printers[name].ask("slips")["slips"]]


@pytest.fixture
def play(tmp_path):
    made = Play(tmp_path)
    yield made
    made.end()


def test_out_of_paper_it_comes_out_near_by_and_is_no_copy(play):
    play.printers[OWN].ask("paper", state="end")
    ticket = play.stage.take()
    play.until(lambda: play.slip(ticket) is SlipState.FAILED)
    play.stage.do(t.Reprint("k1", ticket, spare=True), Role.KIOSK)
    play.until(lambda: play.slip(ticket) is SlipState.PRINTED)
    (text,) = play.paper(SPARE)
    assert "B001" in text and "Copy" not in text
    play.printers[OWN].ask("paper", state="ok")
    play.until(lambda: play.state(OWN) is d.DeviceState.READY)
    second = play.stage.take()
    play.until(lambda: play.slip(second) is SlipState.PRINTED)
    (text,) = play.paper(OWN)
    assert "B002" in text and "B001" not in text, "what failed does not come out after the refill"


def test_what_waited_for_a_printer_that_was_away_does_not_come_out_when_it_is_back(play):
    play.printers[OWN].ask("unplug")
    play.until(lambda: play.state(OWN) is d.DeviceState.AWAY)
    ticket = play.stage.take()
    play.stage.do(t.Reprint("k1", ticket, spare=True), Role.KIOSK)
    play.until(lambda: play.slip(ticket) is SlipState.PRINTED)
    (text,) = play.paper(SPARE)
    assert "补打第1次" in text, "the hall could not know what became of the first"
    play.printers[OWN].ask("plug")
    play.until(lambda: play.state(OWN) is d.DeviceState.READY)
    second = play.stage.take()
    play.until(lambda: play.slip(second) is SlipState.PRINTED)
    (text,) = play.paper(OWN)
    assert "B002" in text
