"""`hall bench devices`: 385 panels on 24 RS-485 lines of true timing: from TicketCalled to the last byte on the wire,
in multiples of the time the line itself needs for that frame; bursts on one line; processor time of the idle hall.

Controller, device process, keys, journal, sockets, pyserial, drivers and codecs are the real ones; the far side of each
pty is another program (devices.simulator.many_lines), which lets no byte go faster than its baud. The clock starts when
the answer with TicketCalled is here, which the controller sends right before it publishes the event; a line is free
when no exchange was on it at that moment, our own questions of health included.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
import tty
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hall.cli import bench_devices_hall as house
from hall.cli import bench_devices_told as told
from hall.cli.bench_commands import _free_ports
from hall.cli.bench_devices_run import Consoles, Programs, Said, cpu_s, wakes
from hall.contract.tickets import CallNext, Finish, Start, TicketCalled

SIZE = house.BIG


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: seconds of idling, calls in all and a second, lines with a burst, bare writes, lines on
    which a panel loses its power."""

    idle_s: float
    calls: int
    calls_per_s: float
    bursts: int
    bare: int
    silent: int


QUICK = Plan(idle_s=16.0, calls=385, calls_per_s=55.0, bursts=4, bare=60, silent=0)
FULL = Plan(idle_s=60.0, calls=1500, calls_per_s=10.0, bursts=24, bare=300, silent=6)
SETTLE_S = 1.0
REFRESHED_S = 2.5  # within this every panel has its last text and takes another: some take one a second
AT_ONCE = 4  # lines with a burst at the same moment
NOTICED_S = 8.0  # within this a panel that lost its power is known to be away
SHOWN_S = 20.0  # within this every call is on its panel


def main(options: argparse.Namespace) -> int:
    """0: measured; 1: it could not be measured, in words. Aims that are missed are told, not failed."""
    place = Path(options.dir) if options.dir else Path("var")
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=place)).absolute()
    try:
        result = _measure(folder, QUICK if options.quick else FULL)
    except (RuntimeError, OSError) as error:
        print(f"hall bench devices: {error}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    result["quick"] = options.quick
    print(json.dumps(result, indent=2) if options.json else told.words(result))
    return 0


def _measure(folder: Path, plan: Plan) -> dict[str, Any]:
    began = time.monotonic()
    programs = Programs(SIZE, folder, _free_ports())
    windows = [window for line in house.lines_of(SIZE) for window in line.windows]
    consoles = Consoles(programs.site, windows)
    bench = Bench(programs, consoles)
    try:
        consoles.sign_on(windows)
        numbers = consoles.take(
            [f"s{bench.line_of[w]}" for w in windows for _ in range(bench.rounds(plan) + 2)], 0
        )
        bench.numbers.update(numbers)
        bench.settle(windows)
        ready_s = time.monotonic() - began
        idle, bare = bench.idle(plan.idle_s, folder, plan.bare)
        shown: list[told.Shown] = []
        for _ in range(bench.rounds(plan)):
            some = bench.spread(windows)[: plan.calls - len(shown)]
            shown += bench.calls(some, plan.calls_per_s)
            bench.serve(some)
        bursts: list[dict[str, Any]] = []
        for first in range(0, min(plan.bursts, SIZE.lines), AT_ONCE):
            bursts += bench.bursts(range(first, min(first + AT_ONCE, SIZE.lines)))
        silent = bench.silent(range(min(plan.silent, SIZE.lines)))
        collisions = programs.said()[1]
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{programs.words()}") from error
    finally:
        consoles.close()
        programs.stop()
    seconds = {"ready": ready_s, "total": time.monotonic() - began}
    return told.result(SIZE, shown, silent, bursts, idle, bare, collisions, seconds)


class Bench:
    """What is measured on a hall that runs."""

    def __init__(self, programs: Programs, consoles: Consoles) -> None:
        self._programs, self._consoles = programs, consoles
        self._lines = house.lines_of(SIZE)
        self.line_of = {window: n for n, line in enumerate(self._lines) for window in line.windows}
        self.numbers: dict[str, str] = {}
        self._dice = random.Random(4)
        self._frames: dict[int, bytes] = {}  # one text frame of each baud, to be written bare

    def settle(self, windows: list[str]) -> None:
        """Until every panel shows its window's text, and nothing but questions of health goes over the lines."""
        wanted = {(self.line_of[w], self._lines[self.line_of[w]].address(w)) for w in windows}
        until, quiet_s = time.monotonic() + 60.0, time.monotonic()
        while wanted or time.monotonic() - quiet_s < SETTLE_S:
            for n, rows in enumerate(self._programs.said()[0]):
                for row in rows:
                    if row[4] and (n, row[5]) in wanted:
                        wanted.discard((n, row[5]))
                        self._frames.setdefault(self._lines[n].baud, bytes.fromhex(row[3]))
                        quiet_s = time.monotonic()
            if time.monotonic() > until:
                raise RuntimeError(f"{len(wanted)} panels show nothing after a minute")
            self._pass(0.25)

    def idle(
        self, seconds: float, folder: Path, bare: int
    ) -> tuple[dict[str, float], dict[int, list[float]]]:
        """(cores the programs used, wakes a second and share of the panel lines in use, while nothing was called; and
        of each baud, bare writes in multiples of the line's time)."""
        programs = (self._programs.devices, self._programs.controller, self._programs.far)
        self._programs.said()
        before, woken, began = [cpu_s(one) for one in programs], wakes(programs[0]), time.monotonic()
        writer = _Bare(folder, self._frames, bare, began, seconds * 0.9)
        while (now := time.monotonic()) < began + seconds:
            writer.write(now)
            self._pass(min(writer.due_s, began + seconds) - time.monotonic())
        span = time.monotonic() - began
        cores = [(cpu_s(one) - was) / span for one, was in zip(programs, before, strict=True)]
        woken = wakes(programs[0]) - woken
        said = self._programs.said()[0]
        used = sum(row[2] - row[0] for rows in said[: SIZE.lines] for row in rows)
        texts = sum(bool(row[4]) for rows in said[: SIZE.lines] for row in rows)
        found = {
            "core": cores[0],
            "controller_core": cores[1],
            "far_core": cores[2],
            "wakes_per_s": woken / span,
            "questions_per_s": sum(len(rows) for rows in said) / span,
            "texts_per_s": texts / span,
            "line_share": used / span / SIZE.lines,
            "seconds": span,
            "load": os.getloadavg()[0],
        }
        return found, writer.found(said[-len(house.BARE) :])

    @staticmethod
    def rounds(plan: Plan) -> int:
        """How often the windows have to call, each once, until there are calls enough."""
        return -(-plan.calls // SIZE.windows)

    def calls(self, order: list[str], per_s: float) -> list[told.Shown]:
        """These windows call once, in this order, at moments spread by chance; those found on the wire."""
        began = time.monotonic()
        at = [began + (n + self._dice.random()) / per_s for n in range(len(order))]
        self._programs.said()
        calls = self._press(list(zip(at, order, strict=True)))
        shown, _ = self._on_the_wire(calls)
        return shown

    def bursts(self, lines: range) -> list[dict[str, Any]]:
        """All windows of these lines call at the same moment; how each line served them."""
        windows = [window for n in lines for window in self._lines[n].windows]
        self._programs.said()
        calls = self._press([(0.0, window) for window in windows])
        shown, rows = self._on_the_wire(calls)
        return [
            told.burst([one for one in shown if one.call.line == n], rows[n], self._lines[n]) for n in lines
        ]

    def silent(self, lines: range) -> list[told.Shown]:
        """The first panel of each of these lines loses its power; once that is known, the others are called."""
        if not lines:
            return []
        windows = [window for n in lines for window in self._lines[n].windows[1:]]
        self.serve([window for n in lines for window in self._lines[n].windows])  # each had a burst
        for n in lines:
            self._programs.cut(n, 1)
        self._pass(NOTICED_S)
        return self.calls(self.spread(windows), len(lines))

    def _on_the_wire(self, calls: list[told.Call]) -> tuple[list[told.Shown], list[list[Said]]]:
        """The calls as they left, and all that was said meanwhile; RuntimeError when one never did."""
        rows: list[list[Said]] = [[] for _ in self._lines]
        until = time.monotonic() + SHOWN_S
        while True:
            self._pass(0.5)
            for own, more in zip(rows, self._programs.said()[0], strict=False):
                own += more
            shown, missing = told.found(calls, rows, self._lines)
            if missing is None:
                return shown, rows
            if time.monotonic() > until:
                raise RuntimeError(
                    f"the call of {missing.number} to window {missing.window} did not leave in {SHOWN_S:g} s"
                )

    def _press(self, order: list[tuple[float, str]]) -> list[told.Call]:
        """CallNext at (steady time, window), in order of time."""
        asked: dict[str, float] = {}
        calls: list[told.Call] = []

        def note(who: str, here_s: float, done: Any) -> None:
            for event in (one.event for one in done.events):
                if isinstance(event, TicketCalled):
                    number = self.numbers[event.ticket]
                    calls.append(told.Call(who, self.line_of[who], number, asked[who], here_s))

        for at, window in order:
            while (left := at - time.monotonic()) > 0:
                for answer in self._consoles.answers(left):
                    note(*answer)
            asked[window] = self._consoles.ask(window, CallNext(window))
        for answer in self._consoles.all_answers():
            note(*answer)
        return calls

    def serve(self, windows: list[str]) -> None:
        """The visitors come and are done; their windows are free again."""
        for kind in (Start, Finish):
            for window in windows:
                self._consoles.ask(window, kind(window))
            self._consoles.all_answers()
        self._pass(REFRESHED_S)

    def spread(self, windows: list[str]) -> list[str]:
        """In an order in which the lines take turns."""
        of_line: dict[int, list[str]] = {}
        for window in self._dice.sample(windows, len(windows)):
            of_line.setdefault(self.line_of[window], []).append(window)
        order: list[str] = []
        while any(of_line.values()):
            order += [waiting.pop() for waiting in of_line.values() if waiting]
        return order

    def _pass(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for _ in self._consoles.answers(left):
                pass


class _Bare:
    """The same frames written by a bare write() on lines of nobody's: the least this machine and its lines can do."""

    def __init__(
        self, folder: Path, frames: dict[int, bytes], count: int, began: float, seconds: float
    ) -> None:
        self._files = {}
        for _, baud in house.BARE:
            file = os.open(house.bare_link(folder, baud), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
            tty.setraw(file)
            self._files[baud] = file
        self._frames = frames
        self._at: dict[int, list[float]] = {baud: [] for baud in self._files}
        self._left, self._step_s = count, seconds / count
        self.due_s = began + self._step_s

    def write(self, now_s: float) -> None:
        if now_s < self.due_s or not self._left:
            return
        self._left -= 1
        self.due_s = self.due_s + self._step_s if self._left else float("inf")
        for baud, file in self._files.items():
            self._at[baud].append(time.monotonic())
            os.write(file, self._frames[baud])

    def found(self, said: list[list[Said]]) -> dict[int, list[float]]:
        """Multiples of the line's time, by baud."""
        found = {}
        for (_, baud), rows in zip(house.BARE, said, strict=True):
            os.close(self._files[baud])
            line_s = len(self._frames[baud]) * 10 / baud
            found[baud] = [(row[1] - at) / line_s for row, at in zip(rows, self._at[baud], strict=True)]
        return found
