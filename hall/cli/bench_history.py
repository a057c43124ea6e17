"""A journal with a long past, for benches: one day is played through the real rules, then its events are set on the
days that follow, each written, chained and indexed by the journal's own code.

Quick: every ticket is taken shortly before the day is closed and expires with it, one event each. Full: it is called,
started and finished as well, all day long.
"""

import datetime
import multiprocessing
import os
import shutil
import tomllib
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from hall.bus.wire import new_id
from hall.cli.bench_config import head, table
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.check import check
from hall.contract.config import HallConfig
from hall.contract.opening import CloseDay, DayClosed, DayOpened
from hall.contract.supervision import Tick
from hall.contract.unions import Command, Event, Recorded
from hall.controller.chance import fresh
from hall.controller.journal import Journal, encode_event, sm3
from hall.controller.loop import HALL
from hall.controller.rules import Rules, domain
from hall.controller.store import CHAIN_START
from hall.domain.refusal import Refusal

ZONE = ZoneInfo("Asia/Shanghai")
DAY_MS = 86_400_000
FIRST_MS = 1_767_571_200_000  # 2026-01-05 08:00 in Shanghai, a Monday
KIOSK = Actor("kiosk-1", Role.KIOSK)
SERVICES = ("s0", "s1", "s2", "s3")


def config_text(commands: int, views: int, windows: int = 12) -> str:
    """A hall of four queues; its kiosk has no printer, so nothing waits for paper that never comes."""
    rows = [head(commands, views, KIOSK.name), table("zones", id="A", name="A")]
    for n, service in enumerate(SERVICES):
        rows.append(table("queues", id=f"q{n}", letter="ABCD"[n], zone="A", name=f"q{n}"))
        rows.append(table("services", id=service, group="g", queue=f"q{n}", name=service))
    for n in range(1, windows + 1):
        queues = [f"q{n % 4}", f"q{(n + 1) % 4}"]
        rows.append(table("staff", id=f"w{n}", name=f"w{n}"))
        rows.append(table("windows", id=str(n), zone="A", number=str(n), queues=queues))
    return "\n".join(rows)


def play_day(config: HallConfig, rules: Rules, tickets: int, full: bool) -> list[Recorded]:
    """One day through decide and evolve: taking, with `full` also calling and serving, and the close."""
    hall = rules.new(config)
    day: list[Recorded] = []
    now = FIRST_MS

    def do(command: Command, by: Actor) -> None:
        own = new_id(now) if by.role is not Role.CONTROLLER else ""
        for event in rules.decide(command, hall, now, by, fresh()):
            recorded = Recorded(len(day) + 1, now, by, own, event, now if own else 0)
            rules.evolve(recorded, hall)
            day.append(recorded)

    do(Tick(), HALL)
    windows = list(hall.windows)
    if full:
        for window in windows:
            do(p.SignOn(window, f"w{window}"), Actor(f"window-{window}", Role.WINDOW))
    step = 40_000_000 // tickets  # some eleven hours
    if not full:  # nobody waits long enough for a finding
        now += 39_000_000
        step = 900_000 // tickets
    for n in range(tickets):
        now += step
        identity = p.Identity(p.Way.PHONE, f"{n:032x}", masked="138****0000")
        do(t.TakeTicket(SERVICES[n % len(SERVICES)], identity, "kiosk-1"), KIOSK)
        if full:
            window = windows[n % len(windows)]
            by = Actor(f"window-{window}", Role.WINDOW)
            if hall.facts.windows[window].ticket:
                do(t.Finish(window), by)
            try:
                do(t.CallNext(window), by)
                do(t.Start(window), by)
            except Refusal:  # nobody waits for this window now
                pass
    do(CloseDay(hall.facts.day), HALL)
    return day


class Written(msgspec.Struct):
    """One day as it goes into the journal; `state` is the snapshot after it where one is wanted."""

    bodies: list[bytes]
    chains: list[bytes]
    answers: list[tuple[bytes, int, int]]
    tickets: int
    state: bytes = b""


def restamp(day: list[Recorded], shift_ms: int, first: int, name: str) -> list[Recorded]:
    """The events of the played day on another one, `name` (YYYY-MM-DD): new seqs, times, tickets and command ids."""
    before = f"{day[0].event.day}-"  # type: ignore[union-attr]
    chance = os.urandom(10 * len(day)).hex()
    moved = []
    for n, old in enumerate(day):
        at = old.at + shift_ms
        own = f"{at:012x}{chance[20 * n : 20 * n + 20]}" if old.cmd else ""
        event = _moved(old.event, before, name, own)
        moved.append(Recorded(first + n, at, old.by, own, event, old.device_ms and at))
    return moved


def _moved(event: Event, before: str, name: str, own: str) -> Event:
    if type(event) is t.TicketIssued:
        return t.TicketIssued(
            name + event.ticket[10:], event.number, event.serial, event.queue, event.service, event.klass,
            event.identity, own[16:], event.forecast, event.kiosk, event.why,
        )  # fmt: skip
    if isinstance(event, DayOpened):
        return DayOpened(name)
    if isinstance(event, DayClosed):
        return DayClosed(name, tuple(name + x[10:] for x in event.expired), event.reason)
    ticket = getattr(event, "ticket", "")
    if ticket.startswith(before):
        return msgspec.structs.replace(event, ticket=name + ticket[10:])
    return event


def days(config: HallConfig, steps: tuple[int, ...], per_day: int, full: bool) -> Iterator[Written]:
    """Every day up to the last step, chained one after another."""
    rules = domain()
    day = play_day(config, rules, per_day, full)
    hall: Any = rules.new(config)
    seq, chain = 1, CHAIN_START
    for number in range(steps[-1] // per_day):
        shift = number * DAY_MS
        name = datetime.datetime.fromtimestamp((FIRST_MS + shift) / 1000, ZONE).strftime("%Y-%m-%d")
        moved = restamp(day, shift, seq, name)
        bodies, chains, answers = [], [], []
        for recorded in moved:
            body = encode_event(recorded)
            chain = sm3(chain + body)
            bodies.append(body)
            chains.append(chain)
            if recorded.cmd:
                answers.append((bytes.fromhex(recorded.cmd), recorded.seq, 1))
        seq += len(moved)
        done = (number + 1) * per_day
        if full:  # what the windows have learnt goes from day to day
            for recorded in moved:
                rules.evolve(recorded, hall)
        elif done in steps:
            # Opening a day clears the sheet and nobody was served: the last day alone gives the same state.
            hall = rules.new(config)
            for recorded in moved:
                rules.evolve(recorded, hall)
        yield Written(bodies, chains, answers, done, rules.freeze(hall) if done in steps else b"")


def _send(pipe: Connection, text: str, steps: tuple[int, ...], per_day: int, full: bool) -> None:
    config, _ = check(tomllib.loads(text))
    assert config is not None
    for written in days(config, steps, per_day, full):
        pipe.send_bytes(msgspec.msgpack.encode(written))
    pipe.close()


def build(text: str, folder: Path, steps: tuple[int, ...], per_day: int, full: bool) -> dict[int, Path]:
    """Journals with so many tickets of history each, by number; `steps` grow and divide by `per_day`. The snapshot of
    each stands after its last event, as a hall that was stopped in the evening leaves it. A second process makes the
    days, this one writes them."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    maker = context.Process(target=_send, args=(there, text, steps, per_day, full), daemon=True)
    maker.start()
    there.close()
    decode = msgspec.msgpack.Decoder(Written).decode
    path = folder / "growing.db"
    journal = Journal(path)
    journal.hurry(True)
    made: dict[int, Path] = {}
    if not steps[0]:
        made[0] = _copy(journal, folder, 0)
    while True:
        try:
            day = decode(here.recv_bytes())
        except EOFError:
            break
        journal.write(day.bodies, day.chains, day.answers)
        if day.state:
            journal.save_snapshot(day.state)
            if day.tickets != steps[-1]:
                made[day.tickets] = _copy(journal, folder, day.tickets)
    maker.join()
    if journal.last == 0 or maker.exitcode:
        raise RuntimeError("the maker of the history failed: see above")
    journal.hurry(False)
    journal.checkpoint()
    journal.close()
    os.sync()  # nothing of it is left to be written while others are measured
    made[steps[-1]] = path
    return made


def _copy(journal: Journal, folder: Path, tickets: int) -> Path:
    journal.checkpoint()
    return Path(shutil.copyfile(journal.path, folder / f"history-{tickets}.db"))
