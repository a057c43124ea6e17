"""A worker at a pretend device on a clock with leaps: hours go by between two questions, never within one."""

from __future__ import annotations

import time

from devices.catalog import find, open_line
from devices.runtime.worker import Worker
from tests.devices.told import Told, report


class Clock:
    """The machine's clock, with leaps: whatever is due some time is due at once. It leaps while the worker rests,
    because a leap in the middle of a question would look like a device that does not answer."""

    def __init__(self):
        self.leapt_s = 0.0
        self.wished_s = 0.0

    def now_s(self):
        return time.monotonic() + self.leapt_s

    def leap(self, seconds=60.0):
        self.wished_s = seconds

    def rest(self):
        self.leapt_s, self.wished_s = self.leapt_s + self.wished_s, 0.0


class Leaping:
    """The worker with its devices, what it told, and the pretend device. Each word is looked at once."""

    def __init__(self, program, make, devices=None, **options):
        self.program = program
        self.told, self._mark = Told(), 0
        self.clock_ms = 1_795_222_800_000
        self.clock = Clock()
        drivers = [
            (id, find(make).driver(id, address, options)) for id, address in (devices or {"d": 1}).items()
        ]
        self.checks = 0
        self.told_meanwhile = []
        for _, driver in drivers:
            self._count(driver)
        port = open_line(make, program.port, 0)
        self.worker = Worker(port, drivers, self.told.put, lambda: self.clock_ms, self.clock.now_s)
        rest = self.worker._rest

        def leap_and_rest(seconds):
            self.clock.rest()
            rest(min(seconds, 0.02))  # to see the next leap

        self.worker._rest = leap_and_rest
        self.worker.begin()

    def offer(self, *jobs, device="d"):
        self.worker.offer(device, jobs)

    def until(self, test):
        """The next told word for which `test` is true; those before it are passed over."""
        at = self.told.until(test, self._mark)
        self._mark = at + 1
        return self.told.words[at]

    def report(self, state, fault=None, shows=None, device="d"):
        return self.until(report(device, state, fault, shows))

    def result(self, kind, job):
        return self.until(lambda word: isinstance(word, kind) and word.job == job)

    def _count(self, driver):
        check = driver.check

        def counted(line):
            status = check(line)
            self.checks += 1
            return status

        driver.check = counted

    def leap_until(self, fact):
        """Let hours go by until a fact comes true."""
        deadline = time.monotonic() + 15
        while not fact():
            assert time.monotonic() < deadline, "it never came true"
            self.clock.leap()
            self.told_meanwhile += self._rest_of(0.02)

    def settled(self):
        """What was told until the device has been asked twice more how it is: jobs come first, so none is left."""
        self.told_meanwhile = self._rest_of()
        enough = self.checks + 2
        self.leap_until(lambda: self.checks >= enough)
        return self.told_meanwhile + self._rest_of()

    def _rest_of(self, wait_s=0.0):
        """What was told since the last look."""
        self.told.take(wait_s)
        fresh = self.told.words[self._mark :]
        self._mark = len(self.told.words)
        return fresh
