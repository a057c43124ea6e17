"""All devices of one host: builds the workers from the configuration and is their one line to the hall."""

from __future__ import annotations

import logging
import os
import pathlib
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from devices.catalog import find, open_line
from devices.drivers.base import Driver
from devices.ports.recorded import Recorded, Tap, head_of, tap_of
from devices.runtime.fitting import fit, unsaid
from devices.runtime.outbox import Entry, Outbox
from devices.runtime.worker import Worker
from hall.bus.client import NoAnswer
from hall.contract.callers import PressKey
from hall.contract.config import DevicePart, HallConfig
from hall.contract.devices import DeviceReport, DeviceReports, DeviceState, Fault, HostAlive, Job
from hall.contract.people import Present, PressButton
from hall.contract.unions import Command, Done, Refused
from hall.contract.views_host import HostMail, HostView

BEAT_S = 2.0
PRESENT_S = 30.0
PRESS_S = 3.0  # who pressed a key does not wait longer for the screen; a page that turns later frightens
LOOK_S = 0.25  # how often a thread that waits looks whether it is to end
SILENT_S = 0.1  # between two trials while the hall does not answer
AGAIN_S = 10.0  # every report once more: the hall may have lost our host for a while
TOGETHER = 24  # reports in one command
_log = logging.getLogger("devices")


class Bus(Protocol):
    """The part of `hall.bus.client.Client` a host needs."""

    def ask(self, command: Command, timeout_s: float = 5.0, again: str = "") -> Done | Refused: ...

    def follow(self, *topics: str, after: int | None = None) -> None: ...

    def poll(self, timeout_s: float) -> list[object]: ...


class Clock(Protocol):
    def now_ms(self) -> int: ...


class Host:
    """The devices of one host. `tell` may be called from every worker; everything else belongs to one thread.

    `clock` is the hall's, in ms since the epoch; `now_s` the machine's steady one, by which everything here is due.
    """

    def __init__(
        self,
        config: HallConfig,
        host: str,
        clock: Clock,
        folder: pathlib.Path,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = host
        self._clock, self._now_s = clock, now_s
        self._outbox = Outbox()
        self._given: dict[str, tuple[Job, ...]] = {}
        self._wrong: list[DeviceReport] = []
        self._resync = 0
        self._deaf: Exception | None = None  # why no mailbox can come any more
        self.workers = self._build(config, [part for part in config.devices if part.host == host], folder)
        self._worker_of = {id: worker for worker in self.workers for id in worker.device_ids}

    def tell(self, command: Command) -> None:
        """Queue a command for the hall. Of one device's reports, and of its readings, only the newest is kept."""
        self._outbox.put(command, self._now_s())

    def run(self, asks: Bus, views: Bus, stopping: threading.Event) -> None:
        """Serve until `stopping`: mailboxes in by `views`, results, reports and heart-beats out by `asks`. Each has a
        thread of its own, so that no call waits for the answer to a report. RuntimeError when no mailbox can come any
        more: a process that only looks alive is begun anew."""
        for report in self._wrong:
            self.tell(report)
        for worker in self.workers:
            worker.begin()
        views.follow(f"host/{self.name}")
        follower = threading.Thread(target=self._follow, args=(views, stopping), name="views", daemon=True)
        follower.start()
        beat_s = self._now_s()
        again = Again(self._sources(), beat_s)
        try:
            while not stopping.is_set():
                now_s = self._now_s()
                if now_s >= beat_s:
                    beat_s = now_s + BEAT_S
                    self._send(asks, HostAlive(self.name, os.getpid()))
                for reports in again.due(now_s):
                    self.tell(reports)
                if not self._empty_outbox(asks):
                    stopping.wait(SILENT_S)
                self._outbox.wait(LOOK_S)
        finally:
            stopping.set()
            for worker in self.workers:
                worker.end()
            follower.join()
        if self._deaf is not None:
            raise RuntimeError(f"{self.name}: mailboxes cannot be taken any more") from self._deaf

    def _follow(self, views: Bus, stopping: threading.Event) -> None:
        try:
            while not stopping.is_set():
                for word in self._poll(views):
                    if isinstance(word, HostMail) and word.host == self.name:
                        for box in word.mailboxes:
                            self._give(box.device, box.jobs)
                    elif isinstance(word, HostView) and word.host == self.name:
                        self._deliver(word)
        except Exception as error:
            _log.exception("%s takes no mailboxes any more and ends, to be started anew", self.name)
            self._deaf = error
        finally:
            stopping.set()

    def _deliver(self, view: HostView) -> None:
        """A device without a mailbox in the view has nothing to do. Only who has something new is woken. A hall that
        had lost this host is told at once how all of them are."""
        if view.resync != self._resync:
            self._resync = view.resync
            for source in self._sources():
                if reports := source():
                    self.tell(DeviceReports(tuple(reports)))
        jobs = {box.device: box.jobs for box in view.mailboxes}
        for device in self._worker_of:
            self._give(device, jobs.get(device, ()))

    def _give(self, device: str, jobs: tuple[Job, ...]) -> None:
        if device in self._worker_of and self._given.get(device) != jobs:
            self._given[device] = jobs
            self._worker_of[device].offer(device, jobs)

    def _sources(self) -> list[Callable[[], list[DeviceReport]]]:
        """What is told of all devices, in parts of which one command may hold each."""
        parts: list[list[Worker]] = [[]]
        for worker in self.workers:
            if parts[-1] and sum(len(one.device_ids) for one in (*parts[-1], worker)) > TOGETHER:
                parts.append([])
            parts[-1].append(worker)
        return [
            *(lambda part=part: [x for worker in part for x in worker.reports()] for part in parts),
            lambda: self._wrong,
        ]

    def _empty_outbox(self, bus: Bus) -> bool:
        """False when the hall is silent and something is left."""
        for late in self._outbox.drop(self._is_late):
            self._not_taken(late.command)
        while (entry := self._outbox.take()) is not None:
            if self._is_late(entry):
                self._not_taken(entry.command)
            elif not self._send(bus, entry.command, entry.again, entry.since_s):
                return False
        return True

    def _is_late(self, entry: Entry) -> bool:
        """Is there nobody any more who waits for it?"""
        age_s = self._now_s() - entry.since_s
        if isinstance(entry.command, Present):
            return age_s > PRESENT_S  # who a visitor is must not lie about while the hall is away
        return isinstance(entry.command, PressButton | PressKey) and age_s > PRESS_S

    def _send(self, bus: Bus, command: Command, again: str = "", since_s: float = 0.0) -> bool:
        """Ask the hall; what was not answered is asked again under the same id. False when the hall is silent."""
        try:
            answer = bus.ask(command, 5.0, again)
        except NoAnswer as silence:
            if not isinstance(command, HostAlive):
                self._outbox.put_back(Entry(command, silence.again, since_s))
            return False
        if isinstance(answer, Refused) and not isinstance(command, Present):
            _log.warning("the hall refused %s: %s", type(command).__name__, answer.text.en)
            self._not_taken(command)
        return True

    def _not_taken(self, command: Command) -> None:
        """Whoever pressed a key learns it at the device."""
        if isinstance(command, PressKey) and command.device in self._worker_of:
            self._worker_of[command.device].unheard(command.device)

    def _poll(self, bus: Bus) -> list[object]:
        try:
            return bus.poll(LOOK_S)
        except NoAnswer:
            return []

    # -- building ----------------------------------------------------------------------------------------------------

    def _build(self, config: HallConfig, parts: list[DevicePart], folder: pathlib.Path) -> list[Worker]:
        """One worker for each port. A device that is configured wrongly is told as faulty; the others run."""
        driven, wrong = fit(parts, folder)
        words: dict[str, list[str]] = {}
        for misfit in wrong:
            _log.error("%s", misfit)
            words.setdefault(misfit.device, []).append(f"{misfit.what}; {misfit.do}")
        for device, found in words.items():
            text = f"{device}: configured wrongly: {'. '.join(found)}"
            at_ms = self._clock.now_ms()
            self._wrong.append(DeviceReport(device, DeviceState.FAULTY, Fault.INTERNAL, text, at_ms))
        by_port: dict[str, list[tuple[DevicePart, Driver]]] = {}
        for part, driver in driven:
            for mute in unsaid(config, part, driver):
                _log.warning("%s", mute)
            by_port.setdefault(part.port, []).append((part, driver))
        workers = []
        for address, served in by_port.items():
            first = served[0][0]
            tap = Tap(tap_of(config, folder, first), head_of(first))
            line = open_line(first.make, find(first.make).address(first.port, folder), first.baud)
            port = Recorded(line, first.make, tap)
            devices = [(part.id, driver) for part, driver in served]
            workers.append(Worker(port, devices, self.tell, self._clock.now_ms, self._now_s))
            _log.info("%s: %s", address, ", ".join(part.id for part, _ in served))
        return workers


class Again:
    """Every report once more, every AGAIN_S. Spread over that time: no result waits behind all of them."""

    def __init__(self, sources: list[Callable[[], list[DeviceReport]]], now_s: float) -> None:
        self._due = deque((now_s + AGAIN_S * n / len(sources), one) for n, one in enumerate(sources))

    def due(self, now_s: float) -> list[DeviceReports]:
        """What is to be told again now."""
        found: list[DeviceReports] = []
        while self._due[0][0] <= now_s:
            _, source = self._due.popleft()
            if reports := source():
                found.append(DeviceReports(tuple(reports)))
            self._due.append((now_s + AGAIN_S, source))
        return found
