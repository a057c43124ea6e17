"""`hall bench commands`: durable tickets per second and their latency, with 1, 8 and 64 clients and up to a million
tickets of history, beside the raw append+fdatasync rate of the same disk, all interleaved in one run.

The clients are processes of the hall's own machine and take the line such a process takes, the local one; beside it the
empty hall is measured over TCP, as another machine would reach it. Only ratios of one round are compared: a shared
machine's disk and cores change from minute to minute (platform.md §0).
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hall.bus.clock import VARIABLE, Clock
from hall.bus.keys import Keys
from hall.bus.site import Site
from hall.cli import bench_history as history
from hall.cli.bench_flush import Flush, NotHere
from hall.contract.base import Role

STEPS = (0, 10_000, 100_000, 1_000_000)
CLIENTS = (1, 8, 64)
PER_DAY = 5_000
AIMS = {"one_client": (">=", 0.35), "clients_64": (">=", 4.0), "growth_1m": ("<=", 1.1)}


@dataclass
class Hall:
    """One controller with so many tickets behind it."""

    tickets: int
    folder: Path
    clock: str
    flush: Flush
    process: subprocess.Popen[str] | None = None

    def start(self, *extra: str) -> float:
        """Start it; returns the seconds until it serves."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hall.controller", "--config", str(self.folder / "hall.toml"), *extra],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {VARIABLE: self.clock} | self.flush.environment,
        )
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "READY\n":
            raise RuntimeError(
                f"the controller with {self.tickets} tickets of history did not open: see above"
            )
        return time.perf_counter() - began

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.communicate(timeout=60)
            self.process = None

    @property
    def site(self) -> Site:
        return Site.load(self.folder / "hall.toml")

    def line(self, tcp: bool = False) -> str:
        """How the load finds it, once it serves: as a process of this machine does, or by TCP."""
        address = self.site.config.bus.commands if tcp else self.site.commands
        name = f"{self.tickets}{'/tcp' if tcp else ''}"
        return f"{name}={self.folder / 'var' / 'keys'}={address}={self.clock}"


def main(options: argparse.Namespace) -> int:
    """0: measured; 1: it could not be measured, in words. Aims that are missed are told, not failed."""
    place = Path(options.dir) if options.dir else Path("var")
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
    halls: list[Hall] = []
    try:
        result = _measure(folder, options.quick, halls, Flush(options.flush_ms, folder))
    except (RuntimeError, OSError, NotHere) as error:
        print(f"hall bench commands: {error}", file=sys.stderr)
        return 1
    finally:
        for hall in halls:
            if hall.process is not None:
                hall.process.kill()
                hall.process.communicate()
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(result, indent=2) if options.json else _words(result))
    return 0


def _measure(folder: Path, quick: bool, halls: list[Hall], flush: Flush) -> dict[str, Any]:
    began = time.perf_counter()
    made = history.build(history.config_text(1, 2), folder, STEPS, PER_DAY, not quick)
    built_s = time.perf_counter() - began
    for tickets in STEPS:
        halls.append(_hall(folder / f"hall-{tickets}", tickets, made[tickets], flush))
    start_s = []
    for hall in halls:
        took = hall.start()
        if hall.tickets == STEPS[-1]:
            start_s.append(took)
    for _ in range(2):  # the start is measured three times; the others wait meanwhile
        halls[-1].stop()
        start_s.append(halls[-1].start())
    load = subprocess.Popen(
        [sys.executable, "-m", "hall.cli.bench_load", *(h.line() for h in halls), halls[0].line(tcp=True)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        pairs, table = _rounds(folder, load, quick, began, flush)
    finally:
        load.kill()
        load.communicate()
    flushes = _flushes(halls[0], (200 if flush.ms else 400) if quick else 3000)
    found = _result(pairs, table, start_s, built_s, flushes, quick, time.perf_counter() - began)
    found["line"] = halls[0].site.commands.partition(":")[0]
    found["flush_ms_added"] = flush.ms
    if found["ms"]["p50_one_client"] < flush.ms:
        raise RuntimeError("the delay did not reach the journal: its SQLite is linked in another way")
    return found


def _hall(folder: Path, tickets: int, journal: Path, flush: Flush) -> Hall:
    commands, views = _free_ports()
    (folder / "var").mkdir(parents=True)
    (folder / "hall.toml").write_text(history.config_text(commands, views), "utf-8")
    journal.rename(folder / "var" / "hall.db")
    Keys(folder / "var" / "keys").make("kiosk-1", Role.KIOSK, 1)
    # The morning after the last day of its history.
    morning = history.FIRST_MS + (tickets // PER_DAY) * history.DAY_MS + 5_400_000
    return Hall(tickets, folder, Clock.starting(morning, 1.0).to_env(), flush)


def _rounds(
    folder: Path, load: subprocess.Popen[str], quick: bool, began: float, flush: Flush
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(rounds for the ratios, rounds for the table)."""
    assert load.stdin is not None
    assert load.stdout is not None
    if load.stdout.readline() != "ready\n":
        raise RuntimeError("the load did not start: see above")

    def cell(name: int | str, clients: int, seconds: float) -> dict[str, float]:
        load.stdin.write(f"{name} {clients} {seconds}\n")  # type: ignore[union-attr]
        load.stdin.flush()  # type: ignore[union-attr]
        line = load.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise RuntimeError("the load stopped: see above")
        found = json.loads(line)
        return {"per_s": found["n"] / found["s"], "p50_ms": found["p50"], "p99_ms": found["p99"]}

    tcp = f"{STEPS[0]}/tcp"
    for name in (*STEPS, tcp):  # connections are made and caches filled before anything counts
        cell(name, CLIENTS[-1], 0.05)
    most = STEPS[-1]
    seconds = max(0.12 if quick else 0.5, flush.ms * 0.02)
    pairs = []
    raw = folder / "raw"
    for turn in range(8 if quick else 24):
        if quick and turn >= 5 and time.perf_counter() - began > 25:
            break
        # What is compared is measured side by side, in turning order.
        cells = [(0, 1), (most, 1), (tcp, 1), (0, CLIENTS[-1]), (tcp, CLIENTS[-1])]
        one: dict[str, Any] = {"raw": flush.raw(raw, seconds / 2)}
        for name, clients in cells if turn % 2 == 0 else cells[::-1]:
            one[f"{clients}/{name}"] = cell(name, clients, seconds)
        one["raw"] = (one["raw"] + flush.raw(raw, seconds / 2)) / 2
        pairs.append(one)
    table: list[dict[str, Any]] = []
    while len(table) < (2 if quick else 7):
        if quick and table and time.perf_counter() - began > 31:
            break
        order = STEPS if len(table) % 2 == 0 else STEPS[::-1]
        table.append({f"{c}/{t}": cell(t, c, seconds) for c in CLIENTS for t in order})
    return pairs, table


def _flushes(hall: Hall, commands: int) -> dict[str, Any]:
    """fdatasync calls per durable batch, as the kernel sees them (strace). One client that waits for each answer makes
    each command a batch of its own; what the hall writes by itself meanwhile counts against it."""
    if not shutil.which("strace"):
        return {"per_batch": None, "why": "strace is not installed"}
    assert hall.process is not None
    trace = hall.folder / "trace"
    tracer = subprocess.Popen(
        ["strace", "-f", "-c", "-e", "trace=fdatasync,fsync", "-o", str(trace), "-p", str(hall.process.pid)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    if "attached" not in tracer.stderr.readline():
        tracer.kill()
        tracer.communicate()
        return {"per_batch": None, "why": "strace may not look into processes here"}
    with _client(hall) as ask:
        for _ in range(commands):
            ask()
    tracer.send_signal(signal.SIGINT)
    tracer.communicate(timeout=30)
    rows = [line.split() for line in trace.read_text().splitlines()]
    flushes = sum(int(row[3]) for row in rows if row and row[-1] in ("fdatasync", "fsync"))
    return {"per_batch": flushes / commands, "flushes": flushes, "batches": commands}


class _client:
    """One client that takes a ticket at each call."""

    def __init__(self, hall: Hall) -> None:
        from hall.bus.client import Client

        os.environ[VARIABLE] = hall.clock
        self._client = Client(hall.site, "kiosk-1")
        self._phone = 900_000_000

    def __enter__(self) -> "_client":
        return self

    def __call__(self) -> None:
        from hall.contract.people import PhoneAttest
        from hall.contract.tickets import TakeTicket
        from hall.contract.unions import Done

        self._phone += 1
        command = TakeTicket(history.SERVICES[0], PhoneAttest(f"13{self._phone:09d}"), "kiosk-1")
        answer = self._client.ask(command)
        if not isinstance(answer, Done):
            raise RuntimeError(f"the controller refused: {answer.text.en}")

    def __exit__(self, *_: object) -> None:
        self._client.close()


def _result(
    pairs: list[dict[str, Any]],
    table: list[dict[str, Any]],
    start_s: list[float],
    built_s: float,
    flushes: dict[str, Any],
    quick: bool,
    total_s: float,
) -> dict[str, Any]:
    def middle(values: list[float]) -> float:
        return statistics.median(values)

    most = STEPS[-1]
    cells = [
        {
            "clients": clients,
            "history": tickets,
            **{
                k: round(middle([r[f"{clients}/{tickets}"][k] for r in table]), 3)
                for k in ("per_s", "p50_ms", "p99_ms")
            },
        }
        for clients in CLIENTS
        for tickets in STEPS
    ]
    ratios = {
        "one_client": middle([r["1/0"]["per_s"] / r["raw"] for r in pairs]),
        "clients_64": middle([r["64/0"]["per_s"] / r["raw"] for r in pairs]),
        "growth_1m": middle([r[f"1/{most}"]["p50_ms"] / r["1/0"]["p50_ms"] for r in pairs]),
    }
    over_tcp = {
        "one_client": middle([r["1/0/tcp"]["per_s"] / r["raw"] for r in pairs]),
        "clients_64": middle([r["64/0/tcp"]["per_s"] / r["raw"] for r in pairs]),
    }
    return {
        "bench": "commands",
        "quick": quick,
        "rounds": len(pairs),
        "ratios": {k: round(v, 3) for k, v in ratios.items()},
        "counts": {"fdatasync_per_batch": flushes["per_batch"] and round(flushes["per_batch"], 3)},
        "seconds": {
            "start_1m": round(middle(start_s), 3),
            "build_history": round(built_s, 1),
            "total": round(total_s, 1),
        },
        "ms": {
            "p50_one_client": round(middle([r["1/0"]["p50_ms"] for r in table]), 3),
            "p99_clients_8": round(middle([r["8/0"]["p99_ms"] for r in table]), 3),
        },
        "tcp": {k: round(v, 3) for k, v in over_tcp.items()},
        "raw_per_s": round(middle([r["raw"] for r in pairs]), 1),
        "cells": cells,
        "flushes": flushes,
    }


def _words(result: dict[str, Any]) -> str:
    lines = [f"raw append+fdatasync: {result['raw_per_s']:.0f}/s; {result['rounds']} rounds, medians", ""]
    if result["flush_ms_added"]:
        lines[0] += (
            f"; {result['flush_ms_added']:g} ms added to every flush, of the raw loop and of the journal"
        )
    lines.append(f"{'clients':>8} {'history':>9} {'tickets/s':>10} {'p50 ms':>8} {'p99 ms':>8}")
    for c in result["cells"]:
        lines.append(
            f"{c['clients']:>8} {c['history']:>9} {c['per_s']:>10.0f} {c['p50_ms']:>8.2f} {c['p99_ms']:>8.2f}"
        )
    lines += ["", f"clients of this machine, by {result['line']}; ratios to raw"]
    for name, (sign, aim) in AIMS.items():
        value = result["ratios"][name]
        met = value >= aim if sign == ">=" else value <= aim
        tcp = f"  ({result['tcp'][name]:.2f} over TCP)" if name in result["tcp"] else ""
        lines.append(f"{name:<22} {value:>6.2f}  aim {sign} {aim:g}  {'met' if met else 'MISSED'}{tcp}")
    flushes = result["counts"]["fdatasync_per_batch"]
    why = result["flushes"].get("why", "")
    lines.append(f"{'fdatasync per batch':<22} {flushes if flushes else why}  aim <= 1.05")
    lines.append(f"{'start with 1m':<22} {result['seconds']['start_1m']:>6.2f} s  aim <= 2 s")
    lines.append(
        f"all in {result['seconds']['total']:.0f} s, {result['seconds']['build_history']:.0f} s of it for the history"
    )
    return "\n".join(lines)


def _free_ports() -> tuple[int, int]:
    import socket

    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    ports = [s.getsockname()[1] for s in held]
    for one in held:
        one.close()
    return ports[0], ports[1]
