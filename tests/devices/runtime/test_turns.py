"""What a worker does first and when it sleeps: turned by hand, with a line that costs a second a question."""

import os
from types import SimpleNamespace

import pytest

from devices.drivers.base import READY, DeviceSaysNo
from devices.ports.doze import Doze
from devices.runtime.worker import EARLY, Worker
from hall.contract.devices import Fault, JobDone, ShowOnPanel, Speak

COST_S = 1.0


class Panel:
    """Takes every text; writes down what was done to it and when."""

    health_s = 40.0
    idle_s = float("inf")

    def __init__(self, name, world):
        self._name, self._world = name, world
        self.shows, self.not_before_s, self.silent = "", float("-inf"), False

    def _did(self, what):
        self._world.did.append((what, self._name))
        self._world.now_s += COST_S
        for job in self._world.meanwhile.pop((what, self._name), ()):
            self._world.offer(job)

    def connect(self, line):
        return self.check(line)

    def check(self, line):
        self._did("asked")
        if self.silent:
            self.shows = ""
            raise DeviceSaysNo(Fault.NO_ANSWER, "no answer")
        return READY

    def idle(self, line, now_ms):
        return None

    def start(self, job, line, now_ms):
        self._did("shown")
        self.shows = job.id
        return JobDone(job.device, job.id)

    def stop(self, line):
        pass


class Port:
    name, byte_s = "line", 0.0

    def open(self):
        pass

    def close(self):
        pass


class World:
    """A worker of some panels, its clock, and what it did."""

    def __init__(self, *names):
        self.now_s, self.did, self.rests, self.meanwhile = 0.0, [], [], {}
        self.panels = {name: Panel(name, self) for name in names}
        self.worker = Worker(Port(), list(self.panels.items()), self.told, lambda: 0, lambda: self.now_s)
        self.words = []
        self.worker._rest = self.rest
        self.turn_until(lambda: self.rests)  # connected
        self.now_s -= self.rests[0]  # nothing is due yet
        self.clear()

    def told(self, word):
        self.words.append(word)

    def rest(self, seconds):
        self.rests.append(seconds)
        self.now_s += seconds

    def offer(self, *jobs):
        for job in jobs:
            self.worker.offer(job.device, (job,))

    def clear(self):
        del self.did[:], self.rests[:]

    def turn_until(self, done, turns=100):
        for _ in range(turns):
            if done():
                return
            self.worker._turn()
        pytest.fail(f"never; it did {self.did}, rested {self.rests}")

    def until_rest(self):
        """What is done before it sleeps for the first time."""
        self.turn_until(lambda: self.rests)
        return self.did


def call(seq, device):
    return ShowOnPanel(f"{seq}.{device}", device, "call", ("请A001号到1号窗口",))


@pytest.fixture
def line():
    return World("a", "b", "c", "d")


def test_calls_that_come_together_go_in_the_order_of_the_journal(line):
    line.offer(call(12, "a"), call(9, "d"), call(10, "b"), call(11, "c"))
    assert line.until_rest() == [("shown", "d"), ("shown", "b"), ("shown", "c"), ("shown", "a")]


def test_calls_go_before_questions_of_health(line):
    line.now_s += 40 - COST_S  # all questions are due
    line.offer(call(1, "d"), call(2, "c"))
    did = line.until_rest()
    assert did[:2] == [("shown", "d"), ("shown", "c")]
    assert sorted(panel for _, panel in did[2:]) == ["a", "b", "c", "d"]


def test_a_call_does_not_put_its_panel_out_of_step_with_the_others_on_the_line(line):
    line.now_s += 20
    line.offer(call(1, "d"))
    line.until_rest()  # until the first question is due
    line.clear()
    assert [kind for kind, _ in line.until_rest()] == ["asked"] * 4


def test_a_call_that_comes_during_a_question_goes_before_the_next_question(line):
    line.now_s += 40
    line.meanwhile[("asked", "a")] = [call(1, "c")]
    assert line.until_rest()[:2] == [("asked", "a"), ("shown", "c")]


def test_every_panel_is_served_once_before_one_is_twice(line):
    line.offer(call(1, "a"), call(2, "b"), call(3, "c"))
    line.meanwhile[("shown", "a")] = [call(4, "a")]
    line.meanwhile[("shown", "b")] = [call(5, "b")]
    shown = [panel for _, panel in line.until_rest()]
    assert shown == ["a", "b", "c", "a", "b"]


def test_of_the_texts_that_wait_for_a_panel_only_the_newest_is_shown_and_keeps_the_turn(line):
    line.offer(call(1, "a"), call(2, "b"), call(3, "c"))
    line.meanwhile[("shown", "a")] = [call(n, "b") for n in range(4, 9)]
    assert [panel for _, panel in line.until_rest()] == ["a", "b", "c"]
    assert line.panels["b"].shows == "8.b"


def test_a_panel_that_may_not_be_drawn_yet_does_not_hold_up_the_line(line):
    line.panels["a"].not_before_s = line.now_s + 3
    line.offer(call(1, "a"), call(2, "b"))
    assert line.until_rest() == [("shown", "b")]
    assert line.rests == [2.0]
    line.turn_until(lambda: len(line.did) == 2)
    assert line.did[1] == ("shown", "a")


def test_an_idle_line_sleeps_until_a_question_is_due_and_then_asks_all_in_one_go(line):
    line.turn_until(lambda: len(line.did) == 4)
    assert len(line.rests) == 1, "between neighbours it does not sleep"
    line.clear()
    assert line.until_rest() == []
    assert line.rests[0] == pytest.approx(40.0 - 4 * COST_S, abs=40 * EARLY)


def test_health_is_asked_in_the_end_however_many_calls_come(line):
    for n in range(1, 200):
        device = "abc"[n % 3]
        line.meanwhile.setdefault(("shown", device), [])
        line.offer(call(n, device))
        line.worker._turn()
        if ("asked", "d") in line.did:
            break
    assert ("asked", "d") in line.did
    assert n * COST_S <= 2 * Panel.health_s + 5


def test_a_silent_panel_is_tried_seldom_and_the_others_are_served(line):
    line.panels["b"].silent = True
    line.turn_until(lambda: ("asked", "b") in line.did)
    line.clear()
    began = line.now_s
    line.turn_until(lambda: line.now_s > began + 100, turns=1000)
    tried = line.did.count(("asked", "b"))
    assert 10 <= tried <= 25, "every five seconds in the end"
    line.offer(call(1, "c"))
    line.clear()
    assert ("shown", "c") in line.until_rest()


def test_a_device_with_an_order_to_speak_is_looked_at_while_it_is_away():
    world = World("a")
    world.panels["a"].silent = True
    world.turn_until(lambda: world.words and world.words[-1].fault is Fault.NO_ANSWER)
    world.worker.offer("a", (Speak("1.0", "a", "A001", "1"),))
    world.turn_until(lambda: any(getattr(w, "job", "") == "1.0" for w in world.words), turns=2000)
    assert max(world.rests[1:], default=0) <= 5.0


def test_a_wake_is_not_lost_and_bytes_wake_too():
    doze = Doze()
    doze.wake()
    assert doze.rest(60.0) is False, "it was woken before it slept"
    ours, theirs = os.pipe()
    try:
        os.write(theirs, b"x")
        assert doze.rest(60.0, ours) is True
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_scanner_is_heard_when_bytes_come_not_every_moment():
    """`hears`: the port's file is waited on, and its driver is called as soon as something is there."""
    ours, theirs = os.pipe()
    heard, waiting = [], []
    driver = SimpleNamespace(
        health_s=60.0,
        idle_s=60.0,
        hears=True,
        shows="",
        connect=lambda line: READY,
        check=lambda line: READY,
        idle=lambda line, now_ms: heard.append(os.read(ours, 10)) if waiting else None,
    )
    port = Port()
    port.fileno = lambda: ours
    now = SimpleNamespace(s=0.0)
    worker = Worker(port, [("scan", driver)], lambda word: None, lambda: 0, lambda: now.s)
    rest, rests = worker._rest, []

    def noted(seconds):
        rests.append(seconds)
        now.s += min(seconds, 1.0)
        waiting.append(os.write(theirs, b"code"))
        rest(seconds)

    worker._rest = noted
    try:
        while not rests:
            worker._turn()
        assert rests[0] > 30
        worker._turn()
        assert heard == [b"code"]
    finally:
        os.close(ours)
        os.close(theirs)
