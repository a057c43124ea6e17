"""The byte that says a slip is out names no slip and looks like noise: at no moment does a wrong one confirm a slip.

The board here has a clock of its own, so every moment can be tried, and what it was told to do it does to the ms.
"""

import math

import pytest

from devices.codecs import escpos_status as es
from devices.drivers.base import DeviceSaysNo, Line
from devices.drivers.printer_escpos import CLEAR_BUFFERS, make
from hall.contract.base import Text
from hall.contract.devices import JobDone, JobFailed, PrintSlip, Slip

SLIP = Slip(
    Text("厅"), "A001", Text("事"), Text("处"), Text(""), 0, 0, 0, False, False, 1_795_222_800_000, "TOKEN"
)
READY = es.PrinterState(True, False, False, False, es.Paper.OK)
NEVER = math.inf
PAPER_BYTES = (0x00, 0x03, 0x0C, 0x0F)
BOARDS = ("paper", "process_id", "simple")


class Board:
    """A printer that takes `slips[n]` seconds for its n-th slip and obeys in order; it answers DLE EOT at once. `noise`
    has bytes and when they come, in seconds after the last slip began to be sent."""

    name, byte_s = "board", 0.0

    def __init__(self, slips, simple=False):
        self.now_s, self._slips, self._simple = 100.0, list(slips), simple
        self._through_s = 0.0  # with all it was given
        self._coming = []  # (when, bytes)
        self.noise, self.printed_s = (), []

    def open(self):
        pass

    close = open

    def write(self, data):
        if data[:2] == es.DLE_EOT and len(data) == 3:
            if not self._simple:
                self._coming.append((self.now_s, es.encode(es.answer_to(data[-1], READY))))
            return
        if data in (es.ASB_ON, CLEAR_BUFFERS, es.PAPER_OLD):
            return
        mark = b""
        if data.endswith(es.PAPER_IN_ORDER):
            data, mark = data[: -len(es.PAPER_IN_ORDER)], b"\x00"
        elif data[-11:-4] == es.PROCESS_ID:
            data, mark = data[:-11], es.encode(es.Block(0x37, b"\x22" + data[-4:]))
        if data:
            self._through_s = max(self.now_s, self._through_s) + self._slips.pop(0)
            self.printed_s.append(self._through_s)
            if not self._slips:
                self._coming += [(self.now_s + after_s, bytes((one,))) for after_s, one in self.noise]
        if mark:
            self._coming.append((max(self.now_s, self._through_s), mark))

    def read(self, timeout_s):
        self._coming.sort(key=lambda one: one[0])
        if not self._coming or self._coming[0][0] > self.now_s + timeout_s:
            self.now_s += timeout_s
            return b""
        self.now_s = max(self.now_s, self._coming[0][0])
        came = b"".join(data for at, data in self._coming if at <= self.now_s)
        self._coming = [one for one in self._coming if one[0] > self.now_s]
        return came

    def line(self):
        def pause(seconds):
            self.now_s += seconds

        return Line(self, lambda: self.now_s, pause)


def print_all(board, kind):
    """What became of each slip."""
    options = {"status": "simple"} if kind == "simple" else {"confirm": kind}
    driver, line = make("d", 0, {"answer_s": 0.5, "print_s": 12.0, **options}), board.line()
    driver.connect(line)
    found = []
    for n in range(len(board._slips)):
        for _ in range(5):  # as often as the worker tries it again
            try:
                found.append(driver.start(PrintSlip(f"{n}.0", "d", "t", SLIP), line, 0))
                break
            except DeviceSaysNo:
                line.pause(5.0)
    return found


def confirmed(result):
    return isinstance(result, JobDone) and result.confirmed


@pytest.mark.parametrize("kind", BOARDS)
def test_each_slip_is_confirmed_by_its_own_marker(kind):
    board = Board((1.5, 0.2, 3.0), kind == "simple")
    assert [confirmed(one) for one in print_all(board, kind)] == [True] * 3
    assert board.now_s >= board.printed_s[-1], "not before it was out"


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("byte", PAPER_BYTES)
def test_one_byte_of_noise_at_any_moment_confirms_no_slip_that_does_not_come_out(kind, byte):
    for tenth in range(0, 140, 2):
        board = Board((NEVER,), kind == "simple")
        board.noise = ((tenth / 10, byte),)
        (got,) = print_all(board, kind)
        assert isinstance(got, JobDone) and not got.confirmed, f"{tenth / 10} s: {got}"


@pytest.mark.parametrize("byte", PAPER_BYTES)
def test_noise_in_a_heap_confirms_nothing_either(byte):
    for tenth in range(0, 120, 5):
        board = Board((NEVER,))
        board.noise = tuple((tenth / 10 + ms / 1000, byte) for ms in range(0, 40, 5))
        (got,) = print_all(board, "paper")
        assert not confirmed(got), f"{tenth / 10} s"


@pytest.mark.parametrize("kind", BOARDS)
def test_the_marker_of_an_earlier_slip_confirms_no_later_one(kind):
    """The first slip is out after `late_s`, long after nobody waited for it any more; the second one never."""
    for late_s in (12.4, 12.6, 13.0, 13.9, 14.1, 15.0, 18.0, 25.0):
        for noise_s in (None, 0.2, 1.0, 3.0, 6.0):
            board = Board((late_s, NEVER), kind == "simple")
            board.noise = ((noise_s, 0x00),) if noise_s is not None else ()
            first, *second = print_all(board, kind)
            assert not confirmed(first), f"{late_s} s"
            assert not any(confirmed(one) for one in second), f"{late_s} s, noise after {noise_s} s"


def test_a_slip_after_an_unconfirmed_one_is_confirmed_when_the_printer_is_through():
    first, second, third = print_all(Board((16.0, 1.0, 1.0)), "paper")
    assert (confirmed(first), confirmed(second), confirmed(third)) == (False, True, True)


@pytest.mark.parametrize("kind", BOARDS)
@pytest.mark.parametrize("byte", PAPER_BYTES)
def test_noise_takes_no_slip_that_comes_out_for_failed(kind, byte):
    """A slip that is told as failed is printed a second time: 0C looks like the end of the paper."""
    for tenth in range(40):
        board = Board((2.0,), kind == "simple")
        board.noise = ((tenth / 10, byte),)
        (got,) = print_all(board, kind)
        assert not isinstance(got, JobFailed), f"{tenth / 10} s: {got}"
        assert not confirmed(got) or board.now_s >= board.printed_s[0]


def test_no_two_slips_of_a_thousand_have_one_process_id():
    driver = make("d", 0, {"confirm": "process_id"})
    marks = [driver._marker(1_795_222_800_000)[-4:] for _ in range(1000)]
    assert len(set(marks)) == 1000 and all(mark.isdigit() for mark in marks)
