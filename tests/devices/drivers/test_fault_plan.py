"""Every driver with every fault of the plan (handbook §9), by the real worker over a real pty: what is told and done.

The makes are `fault_cases`: a make and a fault are tried here, or it says there why that cannot be.
"""

import concurrent.futures
import os

import pytest

from devices.catalog import DRIVERS
from hall.contract.devices import DeviceState, JobDone, JobFailed
from hall.contract.devices import Fault as Kind
from hall.contract.people import FailReading
from hall.contract.ratings import GiveRating
from tests.devices.drivers.fault_cases import CASES
from tests.devices.drivers.fault_table import FAULTS, USUAL, Never, Outcome
from tests.devices.play import Pretend

TRIED = [
    (make, fault)
    for make, case in CASES.items()
    for fault in FAULTS
    if isinstance(case.outcome(fault), Outcome)
]
AT_ONCE = 6
pytestmark = pytest.mark.timeout(400)  # the first test waits for all columns


@pytest.fixture(scope="module")
def played(request, tmp_path_factory):
    """What came of each make and fault that was asked for. The makes are tried beside one another, because most of the
    time is spent waiting; the faults of one make one after the other, by one worker at one pretend device."""
    asked = {}
    for item in request.session.items:
        if item.path == request.path and hasattr(item, "callspec"):
            asked.setdefault(item.callspec.params["make"], []).append(item.callspec.params["fault"])
    folder = str(tmp_path_factory.mktemp("lines"))
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        columns = {make: pool.submit(column, folder, make, faults) for make, faults in asked.items()}
        return {make: done.result() for make, done in columns.items()}


def column(folder, make, faults):
    """Each fault of one make and what went wrong with it, None when nothing did."""
    wrong, pretend = {}, None
    for fault in faults:
        try:
            pretend = pretend or Pretend(folder, CASES[make], make)
            bench = Bench(make, pretend)
            OUTCOMES[bench.case.outcome(fault)](bench, fault)
            bench.over()
            wrong[fault] = None
        except Exception as error:
            wrong[fault] = error
            if pretend is not None:
                pretend.close()
                pretend = None
    if pretend is not None:
        pretend.close()
    return wrong


class Bench:
    """One make under test: gives jobs, and knows what became of them."""

    def __init__(self, make, pretend):
        self.case, self.play, self.program = CASES[make], pretend.play, pretend.program
        self.numbers = pretend.numbers
        ready = (DeviceState.READY,) if self.case.answers else (DeviceState.UNKNOWN, DeviceState.READY)
        self.good = ready if self.case.heard or self.case.answers else ready[:1]
        self.play.settle(*self.good)
        self.mark = len(self.play.since(0))
        self.pretend = pretend

    def ask(self, do, **words):
        return self.program.ask(do, **words)

    def fault(self, name):
        fault = self.case.words.get(name, FAULTS[name])
        self.ask("fault", name=fault.word, value=fault.value, times=fault.times)

    def clear(self):
        self.ask("clear")

    def give(self):
        """The next job; its number."""
        n = next(self.numbers)
        self.pretend.given = range(1, n + 1)
        self.case.before(self.ask, n)
        if (job := self.case.job(n)) is not None:
            self.play.offer(job)
        return n

    def results(self, n):
        job, words = self.case.job(n), self.play.since(self.mark)
        if self.case.heard is not None:
            return [word for word in words if self.case.heard(n, word)]
        keys = {job.id, getattr(job, "reading", job.id)}
        return [word for word in words if getattr(word, "job", getattr(word, "reading", "")) in keys]

    def claimed(self, n):
        """What was told as surely done."""
        return [
            one for one in self.results(n)
            if not isinstance(one, JobFailed | FailReading) and getattr(one, "confirmed", True)
        ]  # fmt: skip

    def done(self, n, timeout_s=12.0):
        """The job is done, as far as this make can say so, and the device did it."""
        self.play.until(
            f"job {n}",
            lambda word: word in self.results(n),
            self.mark,
            lambda: self.case.again(self.ask, n),
            timeout_s,
        )
        if not self.case.confirms:
            assert [type(one) for one in self.results(n)] == [JobDone] and not self.claimed(n)
            self.program.wait_until("it", lambda _: self.case.did(self.ask, n, None))
            return
        assert self.claimed(n) == self.results(n), "told as done, once, and nothing else"
        self.true(n)

    def true(self, n):
        """What was told as done was done."""
        for told in self.claimed(n):
            assert self.case.did(self.ask, n, told), told

    def nothing_else(self):
        """What tells by itself told what happened there, and nothing that did not."""
        told = [word for word in self.play.since(0) if isinstance(word, self.case.tells)]
        for word in told:
            known = any(self.case.heard(n, word) for n in self.pretend.given) or self.case.nobody_knows(word)
            assert known, f"nobody pressed, gave or measured that: {word}"
        rated = [word.job for word in told if isinstance(word, GiveRating)]
        assert len(rated) == len(set(rated)), "one question, one rating"
        assert self.case.most is None or len(told) <= self.case.most(self.ask), "more than there were"

    def over(self):
        """Everything is as before; the next job is done."""
        self.nothing_else()
        self.clear()
        self.play.offer()
        self.play.settle(*self.good)
        self.mark = len(self.play.since(0))
        self.done(self.give())
        self.nothing_else()
        self.play.offer()


@pytest.mark.parametrize(("make", "fault"), TRIED)
def test_a_driver_and_a_fault(played, make, fault):
    if (wrong := played[make][fault]) is not None:
        raise wrong


def fine(bench, fault):
    bench.fault(fault)
    bench.done(bench.give())
    if fault == "late answer":  # from here on nothing is done: whatever is confirmed would be the late answer
        bench.ask("fault", name="dead")
        n = bench.give()
        bench.play.state(DeviceState.AWAY, Kind.NO_ANSWER, bench.mark)
        assert not bench.claimed(n)


def told_as(state, kind):
    def outcome(bench, fault):
        bench.fault(fault)
        n = bench.give()
        report = bench.play.state(state, kind, bench.mark)
        assert report.detail and not report.shows
        assert not bench.claimed(n)
        bench.clear()
        bench.play.state(bench.good[0], None, bench.play.told.words.index(report) + 1)
        if bench.case.confirms and not any(isinstance(one, FailReading) for one in bench.results(n)):
            bench.done(n)
        bench.true(n)

    return outcome


def refused(bench, fault):
    bench.fault(fault)
    n = bench.give()
    failed = bench.play.until(
        "refused", lambda word: isinstance(word, JobFailed) and word in bench.results(n), bench.mark
    )
    assert failed.fault is Kind.REFUSED and failed.detail
    assert bench.play.last_report().state in bench.good


def back(bench, fault):
    before, kept = os.path.realpath(bench.program.port), []
    if fault == "new path":
        bench.ask("unplug")
    else:
        bench.fault(fault)
        bench.case.again(bench.ask, bench.give())
    report = bench.play.state(DeviceState.AWAY, Kind.UNPLUGGED, bench.mark)
    if fault == "new path":
        while len(kept) < 64 and before not in [os.ttyname(one) for one in kept[1::2]]:
            kept += os.openpty()  # one has the number of the pty that went, so that the next one is another
        bench.ask("plug")
    bench.play.state(bench.good[0], None, bench.play.told.words.index(report) + 1)
    after = os.path.realpath(bench.program.port)
    for one in kept:
        os.close(one)
    assert fault != "new path" or after != before


def heals(bench, fault):
    bench.fault(fault)
    n = bench.give()
    for _ in range(4):
        bench.case.again(bench.ask, n)
        try:
            bench.play.until("anything", lambda word: word in bench.results(n), bench.mark, timeout_s=0.5)
            break
        except AssertionError:
            continue
    bench.true(n)


OUTCOMES = {
    Outcome.FINE: fine,
    Outcome.AWAY: told_as(DeviceState.AWAY, Kind.NO_ANSWER),
    Outcome.GARBLED: told_as(DeviceState.FAULTY, Kind.GARBLED),
    Outcome.BUSY: told_as(DeviceState.FAULTY, Kind.BUSY),
    Outcome.REFUSED: refused,
    Outcome.BACK: back,
    Outcome.HEALS: heals,
}


def test_every_make_and_every_fault_is_tried_or_has_its_reason():
    assert set(CASES) == {name for name, make in DRIVERS.items() if make.on_line}
    assert set(USUAL) == set(FAULTS) and set(OUTCOMES) == set(Outcome)
    for case in CASES.values():
        assert set(case.faults) <= set(FAULTS)
        for fault in FAULTS:
            outcome = case.outcome(fault)
            assert isinstance(outcome, Outcome) or (isinstance(outcome, Never) and len(outcome.why) > 10)
