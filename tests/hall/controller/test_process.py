"""Controllers as processes of their own: killed under load, started again, refused to open, out of disk."""

import contextlib
import json
import multiprocessing
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import zmq

from hall.bus import wire
from hall.bus.client import Client, NoAnswer
from hall.bus.keys import KeyTrouble
from hall.bus.site import Site
from hall.contract.people import PhoneAttest, SignOn
from hall.contract.tickets import CallNext, Finish, Start, TakeTicket, TicketCalled, TicketIssued
from hall.contract.unions import Ask, Done, Refused
from hall.contract.views_wall import WallView
from hall.controller.__main__ import open_loop
from hall.controller.rules import domain
from hall.controller.store import connect_read
from tests.hall.house import House, stop, until


def take(n: int, service: str = "pension") -> TakeTicket:
    return TakeTicket(service, PhoneAttest(f"13{n:09d}"), "kiosk-1")


def visitors(config: str, base: int, count: int, told: "multiprocessing.Queue[tuple[str, str]]") -> None:
    """A process that takes numbers until it has `count`, and tells each answered command."""
    with Client(Site.load(config), "kiosk-1") as kiosk:
        for n in range(count):
            try:
                answer = kiosk.ask(take(base + n), timeout_s=1.0)
            except NoAnswer:
                continue
            if isinstance(answer, Done):
                told.put((answer.id, answer.events[0].event.number))
    told.put(("", ""))


OUT = 64  # questions on their way


def rush(config: str, base: int, count: int, told: "multiprocessing.Queue[tuple[str, str]]") -> None:
    """The same with many questions on their way at once, so that batches follow one another without a pause."""
    site = Site.load(config)
    secret = site.keys.secret("kiosk-1")
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger, socket.rcvtimeo = 0, 20_000
    socket.curve_serverkey = secret.server.encode()
    socket.curve_publickey, socket.curve_secretkey = secret.public.encode(), secret.secret.encode()
    socket.connect(site.commands)
    for n in range(count + OUT):
        now = site.clock.now_ms()
        if n < count:
            socket.send(wire.encode(Ask(wire.new_id(now), now, now + 60_000, take(base + n))))
        if n >= OUT:
            try:
                answer = wire.decode_answer(socket.recv())
            except zmq.Again:
                break
            if isinstance(answer, Done):
                told.put((answer.id, answer.events[0].event.number))
    told.put(("", ""))
    socket.close()


def test_a_crowd_is_served_in_batches_and_everybody_gets_a_number(house: House, tmp_path: Path):
    stats = tmp_path / "stats.json"
    process = house.start("--stats", str(stats))
    told: queue.Queue[tuple[str, str]] = queue.Queue()
    rush(str(house.config), 0, 800, told)
    numbers = [number for _, number in told.queue if number]
    assert numbers == [f"A{n:03d}" for n in range(1, 801)]  # in the order they were asked for
    assert stop(process) == 0
    counts = json.loads(stats.read_text())
    assert counts["commits"] < 800


@pytest.mark.parametrize("load_", [visitors, rush])
def test_kill_under_load_loses_no_answered_command(house: House, load_: Callable[..., None]):
    process = house.start()
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[tuple[str, str]] = context.Queue()
    load = [
        context.Process(target=load_, args=(str(house.config), 10_000 * k, 2000, told), daemon=True)
        for k in range(3)
    ]
    for one in load:
        one.start()
    answered = [told.get(timeout=30) for _ in range(200 + random.randrange(300))]
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    for one in load:  # what they were told before the kill is still in their pipes
        one.join(0.5)
        one.kill()
        one.join()
    while not told.empty():
        answered.append(told.get(timeout=5))
    again = house.start()
    durable = {(r.cmd, r.event.number) for r in house.events() if isinstance(r.event, TicketIssued)}
    assert len(answered) >= 200
    assert set(answered) - {("", "")} <= durable
    numbers = [number for _, number in durable]
    assert len(numbers) == len(set(numbers))
    with house.client("kiosk-1") as kiosk:
        assert isinstance(kiosk.ask(take(999_999)), Done)
    assert stop(again) == 0


def clerk(config: str, window: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    with Client(Site.load(config), f"window-{window}") as console:
        console.ask(SignOn(window, "s2"), 10)
        while time.monotonic() < end:
            if isinstance(console.ask(CallNext(window), 10), Done):
                console.ask(Start(window), 10)
                console.ask(Finish(window), 10)


def taker(config: str, kiosk: str, base: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    services = ("pension", "vat")
    with Client(Site.load(config), kiosk) as client:
        n = base
        while time.monotonic() < end:
            n += 1
            client.ask(TakeTicket(services[n % 2], PhoneAttest(f"13{n:09d}"), kiosk), 10)


def test_eight_processes_take_and_call_at_once(house: House):
    """No number twice, no ticket at two windows: judged from the journal alone."""
    controller = house.start()
    context = multiprocessing.get_context("spawn")
    config, seconds = str(house.config), 3.0
    crowd = [
        context.Process(target=taker, args=(config, f"kiosk-{k % 2 + 1}", 100_000 * k, seconds))
        for k in range(3)
    ]
    crowd += [context.Process(target=clerk, args=(config, str(w), seconds)) for w in range(1, 6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(60)
        assert one.exitcode == 0
    assert stop(controller) == 0
    events = [r.event for r in house.events()]
    issued = [e.number for e in events if isinstance(e, TicketIssued)]
    called = Counter(e.ticket for e in events if isinstance(e, TicketCalled))
    assert len(issued) > 100
    assert len(issued) == len(set(issued))
    assert len(called) > 50
    assert set(called.values()) == {1}
    at: dict[str, str] = {}
    for event in events:  # and at no moment two visitors at one window
        if isinstance(event, TicketCalled):
            assert event.window not in at
            at[event.window] = event.ticket
        elif type(event).__name__ == "TicketFinished":
            assert at.pop(event.window) == event.ticket


def test_a_client_lives_through_a_restart_and_counts_once(house: House):
    first = house.start()
    with house.client("kiosk-1") as kiosk:
        kiosk.ask(take(1))
        stop(first)
        with pytest.raises(NoAnswer) as caught:
            kiosk.ask(take(2), timeout_s=0.3)
        second = house.start()
        answer = kiosk.ask(take(2), timeout_s=10, again=caught.value.again)
        assert isinstance(answer, Done)
        assert answer.id == caught.value.again
        assert kiosk.ask(take(2), again=caught.value.again) == answer
        assert kiosk.ask(take(3)).events[0].event.number == "A003"
    assert stop(second) == 0


def refused_to_open(house: House) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "hall.controller", "--config", str(house.config)],
        capture_output=True, text=True, timeout=30, cwd=Path(__file__).resolve().parents[3], check=False,
    )  # fmt: skip
    assert done.returncode == 78
    assert "READY" not in done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_does_not_open_on_a_guess(house: House):
    stop(house.start())
    store = house.site.store
    good = store.read_bytes()
    link = connect_read(store)
    last = link.execute("SELECT max(seq) FROM event").fetchone()[0]
    link.close()

    import sqlite3

    link = sqlite3.connect(store)
    link.execute("UPDATE event SET body=zeroblob(9) WHERE seq=?", (last,))
    link.execute("DELETE FROM snapshot")
    link.commit()
    link.close()
    assert f"event {last} does not match its hash" in refused_to_open(house)
    store.write_bytes(b"hello")
    assert "no SQLite file" in refused_to_open(house)
    store.write_bytes(good)
    running = house.start()
    assert "another controller" in refused_to_open(house)
    assert stop(running) == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("pepper.secret", b"zz", "cannot be read (ValueError): put it back from the backup"),
        ("pepper.secret", b"\xff\xfe", "cannot be read (UnicodeDecodeError): put it back from the backup"),
        ("pepper.secret", b"00", "must hold 64 hex digits: put it back from the backup"),
        ("pepper.secret", None, "cannot be read (IsADirectoryError): put it back from the backup"),
        (
            "controller.secret",
            b'{"name":"controller","role":"controller","public":"a","secret":"a","server":"a"}',
            "holds no pair of keys: put it back from the backup",
        ),
        ("registry.json", b"{", "cannot be read as a key file (DecodeError); put it back from the backup"),
    ],
)
def test_a_damaged_key_file_is_named(house: House, name: str, content: bytes | None, words: str):
    place = house.site.keys.folder / name
    place.unlink()
    if content is None:
        place.mkdir()
    else:
        place.write_bytes(content)
    with pytest.raises(KeyTrouble) as caught:
        open_loop(Site.load(house.config), domain())
    assert str(caught.value) == f"{place} {words}" + (
        "; a new one would not fit the journal" if name == "pepper.secret" else ""
    )


def test_a_journal_below_a_file_is_no_reason_to_start_again(house: House):
    (house.folder / "file").write_text("x", "utf-8")
    text = house.config.read_text("utf-8") + '\n[store]\npath = "file/hall.db"\nkeys = "var/keys"\n'
    house.config.write_text(text, "utf-8")
    assert "would stand below a file that is no folder" in refused_to_open(house)


def test_the_clock_behind_the_journal_is_told(house: House, monkeypatch):
    stop(house.start())
    from hall.bus.clock import VARIABLE, Clock
    from tests.hall.house import MONDAY_0930

    monkeypatch.setenv(VARIABLE, Clock.starting(MONDAY_0930 - 3_600_000, 1.0).to_env())
    assert "set the clock right" in refused_to_open(house)


def test_a_port_that_is_taken_is_named(house: House, tmp_path):
    running = house.start()
    other = tmp_path / "other"
    other.mkdir()
    shutil.copytree(tmp_path / "var" / "keys", other / "var" / "keys")
    shutil.copy(house.config, other / "hall.toml")
    house.config = other / "hall.toml"
    assert "cannot listen on tcp://127.0.0.1" in refused_to_open(house)
    assert stop(running) == 0


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: flushes cannot be counted")
def test_one_flush_for_each_durable_batch(house: House, tmp_path):
    """platform.md §3: fdatasync per durable batch at most 1.05, counted by the kernel's own calls."""
    stats, trace = tmp_path / "stats.json", tmp_path / "trace"
    process = house.start("--stats", str(stats))
    tracer = subprocess.Popen(
        ["strace", "-f", "-c", "-e", "trace=fdatasync,fsync", "-o", str(trace), "-p", str(process.pid)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert tracer.stderr is not None
    if "attached" not in tracer.stderr.readline():
        tracer.kill()
        tracer.communicate()
        stop(process)
        pytest.skip("strace may not look into processes here")
    with house.client("kiosk-1") as kiosk:
        for n in range(600):
            kiosk.ask(take(n))
    tracer.send_signal(signal.SIGINT)
    tracer.communicate(timeout=20)
    stop(process)
    rows = [line.split() for line in trace.read_text().splitlines()]
    flushes = sum(int(row[3]) for row in rows if row and row[-1] in ("fdatasync", "fsync"))
    commits = json.loads(stats.read_text())["commits"]
    assert commits >= 600
    assert flushes >= 600  # no answer without a flush
    assert flushes <= 1.05 * commits + 5


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 3 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small tmpfs needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(ballast: Path) -> None:
    """To the last page."""
    with ballast.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
    assert os.statvfs(ballast).f_bavail == 0


def test_a_full_disk_is_told_and_the_hall_goes_on_when_there_is_room(house: House, small_disk: Path):
    text = house.config.read_text("utf-8") + f'\n[store]\npath = "{small_disk}/hall.db"\n'
    house.config.write_text(text, "utf-8")
    house.site = Site.load(house.config)
    controller = house.start()
    ballast = small_disk / "ballast"
    with house.client("kiosk-1") as kiosk, house.client("monitor-1") as wall:
        wall.follow("wall")
        assert isinstance(kiosk.ask(take(0)), Done)
        fill(ballast)
        answers = []
        for n in range(1, 2000):
            answers.append(kiosk.ask(take(n)))
            if isinstance(answers[-1], Refused):
                break
        refused = answers[-1]
        assert isinstance(refused, Refused)
        assert refused.code == "disk_full"
        assert "存储空间" in refused.text.zh
        seen: list[WallView] = []
        until(lambda: seen.extend(wall.poll(0.2)) or any("磁盘已满" in n.title.zh for n in seen[-1].notices))
        assert isinstance(kiosk.ask(take(len(answers))), Refused)
        good = sum(isinstance(a, Done) for a in answers) + 1
        assert [r.event.number for r in house.events() if isinstance(r.event, TicketIssued)][
            -1
        ] == f"A{good:03d}"
        ballast.unlink()

        def room() -> bool:
            again = kiosk.ask(take(5000))
            return isinstance(again, Done) and again.events[0].event.number == f"A{good + 1:03d}"

        until(room)
        until(
            lambda: seen.extend(wall.poll(0.2)) or not any("磁盘已满" in n.title.zh for n in seen[-1].notices)
        )
    assert stop(controller) == 0
    assert stop(house.start()) == 0
