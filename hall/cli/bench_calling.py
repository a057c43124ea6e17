"""`hall bench calling`: one decision of the calling rule with 10,000 people waiting in 16 zones before 385 windows,
whether it grows with the day behind it, and how long a day of 20,000 tickets takes to replay from its journal.

A decision is the whole command CallNext: rules, supervision of the wait that ends, and the fold of its events into the
hall, in one process, without wire and disk (`hall bench commands` has those). Beside it stands the machine's own limit:
the smallest of as many heads of lines as the decision has to look at, in a bare Python list. The p99 is the median of
the rounds' own: on a shared machine one round in which another process takes the core says nothing about the rule.
"""

import argparse
import gc
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from hall.cli import bench_day as b
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.supervision import Tick
from hall.controller.journal import Batch, Journal, encode_event, walk
from hall.controller.loop import HALL
from hall.controller.store import CHAIN_START, connect_read
from hall.domain.evolve import evolve
from hall.domain.state import Hall

WAITING, TICKETS = 10_000, 20_000
QUICK, FULL = (
    (9, 250, 4_000),
    (15, 1000, TICKETS),
)  # rounds, decisions in each, tickets of the day behind them


def main(options: argparse.Namespace) -> int:
    """0 when measured; the aims are printed beside the figures."""
    rounds, per_round, before = QUICK if options.quick else FULL
    config = b.great_hall()
    empty, full = b.Day(config, 1), b.Day(config, 1)
    empty.now = full.now = b.NINE_MS
    for day in (empty, full):
        day.sign_on()
    began = time.perf_counter()
    history(full, before)
    for day in (empty, full):
        day.fill(WAITING)
        settled(day)
    filled_s = time.perf_counter() - began
    gc.collect()
    gc.freeze()
    at_empty: list[list[float]] = []
    at_full: list[list[float]] = []
    limit: list[float] = []
    for n in range(rounds):  # interleaved: a shared machine changes from second to second
        for day, found in (
            ((empty, at_empty), (full, at_full)) if n % 2 else ((full, at_full), (empty, at_empty))
        ):
            found.append(decisions(day, per_round))
        limit += bare(full, per_round)
    gc.unfreeze()
    day_s, events, replay_s, file_s = replayed(Path(options.dir) if options.dir else None)
    both = sorted(x for found in (*at_empty, *at_full) for x in found)
    p99 = statistics.median(sorted(found)[int(len(found) * 0.99)] for found in (*at_empty, *at_full))
    shown: dict[str, Any] = {
        "ms": {
            "decide_p50": round(statistics.median(both), 4),
            "decide_p99": round(p99, 4),
            "decide_p99_all_rounds": round(both[int(len(both) * 0.99)], 4),
            "decide_max": round(both[-1], 4),
            "bare_heads_p50": round(statistics.median(limit), 4),
        },
        "ratios": {"growth_day": round(_median(at_full) / _median(at_empty), 3)},
        "seconds": {
            "replay_day": round(replay_s, 2),
            "read_and_check_day": round(file_s, 2),
            "play_day": round(day_s, 1),
            "fill": round(filled_s, 1),
        },
        "counts": {
            "waiting": full.waiting(),
            "history_tickets": full.hall.facts.issued - full.waiting(),
            "day_tickets": TICKETS,
            "day_events": events,
            "zones": len(config.zones),
            "windows": len(config.windows),
        },
    }
    if options.json:
        print(json.dumps(shown))
        return 0
    ms, counts = shown["ms"], shown["counts"]
    print(f"one CallNext, decided and folded, {counts['waiting']:,} waiting, {counts['zones']} zones, "
          f"{counts['windows']} windows: p50 {ms['decide_p50']} ms, p99 {ms['decide_p99']} ms (aim <= 1; median of "
          f"{2 * rounds} rounds; over all of them {ms['decide_p99_all_rounds']}, max {ms['decide_max']})")  # fmt: skip
    print(f"  this machine's limit, the least of as many heads in a bare list: {ms['bare_heads_p50']} ms")
    print(f"growth with {counts['history_tickets']:,} tickets of the day behind it: "
          f"{shown['ratios']['growth_day']} x (aim <= 1.1)")  # fmt: skip
    print(f"replay of a day of {TICKETS:,} tickets ({events:,} events), read, checked and folded: "
          f"{shown['seconds']['replay_day']} s (aim <= 30); reading and checking alone: "
          f"{shown['seconds']['read_and_check_day']} s")  # fmt: skip
    return 0


def _median(rounds: list[list[float]]) -> float:
    return statistics.median(x for found in rounds for x in found)


def settled(day: b.Day) -> None:
    """The waits over the limits become findings, as in a hall that ticks each second."""
    while (before := len(day.events)) >= 0:
        day.do(Tick(), HALL)
        if len(day.events) == before:
            return


def history(day: b.Day, tickets: int) -> None:
    """So many visitors of the same day who are done: taken, called, served."""
    windows = list(day.hall.windows)
    done = 0
    while done < tickets:
        day.now += 20
        day.take()
        window = windows[done % len(windows)]
        if day.do(t.CallNext(window)):
            day.do(t.Start(window))
            day.now += 10
            while day.hall.facts.windows[window].ticket:
                day.do(t.Finish(window))
        done += 1
    while day.waiting():  # who was left over
        before = day.waiting()
        for window in windows:
            if day.do(t.CallNext(window)):
                while day.hall.facts.windows[window].ticket:
                    day.do(t.Finish(window))
        if day.waiting() == before:
            break


def decisions(day: b.Day, count: int) -> list[float]:
    """Milliseconds of so many CallNext; between two, unmeasured, the window is freed and somebody new comes."""
    windows = list(day.hall.windows)
    found: list[float] = []
    actor = b.Actor("window", Role.WINDOW)
    while len(found) < count:
        window = day.random.choice(windows)
        day.now += 50
        began = time.perf_counter()
        called = day.do(t.CallNext(window), actor)
        took = time.perf_counter() - began
        if called:
            found.append(took * 1000)
            day.do(t.Cancel(day.hall.facts.windows[window].ticket, reason="bench"))
        while day.waiting() < WAITING:
            day.take()
    return found


def bare(day: b.Day, count: int) -> list[float]:
    """The same look at the heads of a window's lines, without any rule."""
    hall = day.hall
    found = []
    for _ in range(count):
        queues = hall.serves[day.random.choice(list(hall.windows))]
        lines = [line for q in queues for line in hall.facts.queues[q].lines.values()]
        began = time.perf_counter()
        min(line[0] for line in lines)
        found.append((time.perf_counter() - began) * 1000)
    return found


def replayed(folder: Path | None) -> tuple[float, int, float, float]:
    """(s to play the day, events, s to read, check and fold it from its journal, s to read and check alone)."""
    began = time.perf_counter()
    day = b.Day(b.great_hall(), 2)
    b.play(day, TICKETS, tick_s=300)
    day_s = time.perf_counter() - began
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / "hall.db"
        journal = Journal(path)
        journal.hurry(True)
        for start in range(0, len(day.events), 1000):
            journal.append(Batch(bodies=[encode_event(x) for x in day.events[start : start + 1000]]))
        journal.hurry(False)
        journal.close()
        link = connect_read(path)
        began = time.perf_counter()
        for _ in walk(link, 0, CHAIN_START):
            pass
        file_s = time.perf_counter() - began
        began = time.perf_counter()
        hall = Hall(b.great_hall())
        for recorded, _ in walk(link, 0, CHAIN_START):
            evolve(recorded, hall)
        replay_s = time.perf_counter() - began
        link.close()
    if hall.facts.issued != day.hall.facts.issued or hall.facts.done != day.hall.facts.done:
        raise RuntimeError("the replayed day is not the day that was played")
    return day_s, len(day.events), replay_s, file_s
