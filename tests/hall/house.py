"""A small hall for the tests of bus and controller: real keys, real sockets, a real journal, a free port each."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hall.bus.client import Client
from hall.bus.clock import VARIABLE, Clock
from hall.bus.site import Site
from hall.contract.unions import Recorded
from hall.controller import pins
from hall.controller.__main__ import open_loop
from hall.controller.journal import decode_events
from hall.controller.loop import Loop
from hall.controller.rules import Rules, domain
from hall.controller.store import connect_read
from tests.ports import free_ports

MONDAY_0930 = 1_795_397_400_000  # 2026-11-23 09:30 in Shanghai: the hall is open

TOML = """
[hall]
id = "test"
name = "测试大厅"
name_en = "Test hall"

[bus]
commands = "tcp://127.0.0.1:{commands}"
views = "tcp://127.0.0.1:{views}"

[[zones]]
id = "A"
name = "综合区"

[[queues]]
id = "social"
letter = "A"
zone = "A"
name = "社会保险"

[[queues]]
id = "tax"
letter = "B"
zone = "A"
name = "税务"

[[groups]]
id = "people"
name = "个人"

[[services]]
id = "pension"
group = "people"
queue = "social"
name = "养老保险"

[[services]]
id = "vat"
group = "people"
queue = "tax"
name = "增值税"

{windows}

[[kiosks]]
id = "kiosk-1"
card = "card-1"
scanner = "scan-1"

[[kiosks]]
id = "kiosk-2"

[[devices]]
id = "card-1"
make = "card.sdt"
port = "/dev/null"
kiosk = "kiosk-1"

[[devices]]
id = "scan-1"
make = "scan.line"
port = "/dev/zero"
kiosk = "kiosk-1"

[[devices]]
id = "led-9"
make = "led.onbon"
port = "/dev/full"
host = "devices-2"
window = "1"

[[staff]]
id = "s1"
name = "王一"
pin = "{pin}"

[[staff]]
id = "s2"
name = "李二"
"""
WINDOW = '[[windows]]\nid = "{n}"\nzone = "A"\nnumber = "{n}"\nqueues = ["social", "tax"]\n'


class House:
    """One hall in a folder: its configuration, keys and processes."""

    def __init__(self, folder: Path, windows: int = 8) -> None:
        self.folder = folder
        self.config = folder / "hall.toml"
        commands, views = free_ports(2)
        rows = "\n".join(WINDOW.format(n=n + 1) for n in range(windows))
        text = TOML.format(commands=commands, views=views, windows=rows, pin=pins.seal("2468"))
        self.config.write_text(text, "utf-8")
        self.site = Site.load(self.config)
        self.site.keys.make_all(self.site.config, 1)

    def client(self, name: str) -> Client:
        return Client(Site.load(self.config), name)

    def bodies(self) -> list[bytes]:
        """Every event of the journal, read beside the controller."""
        link = connect_read(self.site.store)
        rows = [row[0] for row in link.execute("SELECT body FROM event ORDER BY seq")]
        link.close()
        return rows

    def events(self) -> tuple[Recorded, ...]:
        return decode_events(self.bodies())

    def loop(self, rules: Rules | None = None) -> Loop:
        return open_loop(Site.load(self.config), rules or domain())

    @contextlib.contextmanager
    def running(self, rules: Rules | None = None) -> Iterator[Loop]:
        """The loop in a thread of this process: for tests that look inside."""
        opened: queue.Queue[Loop | BaseException] = queue.Queue()
        failed: list[BaseException] = []

        def work() -> None:  # SQLite's objects stay in the thread that made them
            try:
                loop = self.loop(rules)
                loop.second()
                loop.second()
            except BaseException as error:
                opened.put(error)
                return
            opened.put(loop)
            try:
                while not loop.stop:
                    loop.turn(0.02)
            except BaseException as error:
                traceback.print_exc()
                failed.append(error)
            loop.save()
            loop.hub.close()
            loop.journal.close()

        thread = threading.Thread(target=work)
        thread.start()
        loop = opened.get(timeout=20)
        if isinstance(loop, BaseException):
            raise loop
        try:
            yield loop
        finally:
            loop.stop = True
            thread.join(10)
        assert not failed, failed

    def start(self, *extra: str) -> subprocess.Popen[str]:
        """A controller process of its own, ready to serve."""
        process = subprocess.Popen(
            [sys.executable, "-m", "hall.controller", "--config", str(self.config), *extra],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        if line != "READY\n":
            _, words = process.communicate()
            raise AssertionError(f"the controller did not open: {words}")
        return process


def stop(process: subprocess.Popen[str], how: int = signal.SIGTERM) -> int:
    process.send_signal(how)
    process.communicate(timeout=20)
    return process.returncode


def until(fact: Callable[[], object], seconds: float = 40.0) -> None:
    """Wait for a fact, with a deadline."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, "it did not become true in time"
        time.sleep(0.01)


@pytest.fixture
def open_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process of the test lives on a Monday morning."""
    monkeypatch.setenv(VARIABLE, Clock.starting(MONDAY_0930, 1.0).to_env())


@pytest.fixture
def house(tmp_path: Path, open_hours: None) -> House:
    return House(tmp_path)
