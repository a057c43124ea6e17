"""A small hall of real programs for tests: one zone, queue, service and window, and what the test adds to it.

`write` makes the configuration; `SmallHall` starts programs on it, follows what the hall tells, and ends them.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hall.bus.client import Client
from hall.bus.clock import VARIABLE, Clock
from hall.bus.site import Site
from hall.contract.unions import Command, Done, Recorded
from hall.contract.views_devices import DevicesView
from hall.contract.views_kiosk import KioskView
from hall.contract.views_wall import WallView
from tests.ports import free_ports

MONDAY_0930 = 1_795_397_400_000  # 2026-11-23 09:30 in Shanghai: no test runs into midnight

BASE = """
[hall]
id = "t"
name = "测试大厅"
name_en = "Test hall"
days = [1, 2, 3, 4, 5, 6, 7]
sessions = ["00:00-23:59"]
[bus]
commands = "tcp://127.0.0.1:{commands}"
views = "tcp://127.0.0.1:{views}"
[[zones]]
id = "A"
name = "综合区"
[[queues]]
id = "A"
letter = "A"
zone = "A"
name = "综合"
[[groups]]
id = "g"
name = "全部"
[[services]]
id = "s"
group = "g"
queue = "A"
name = "社会保险"
[[windows]]
id = "{window}"
zone = "A"
number = "{window}"
queues = ["A"]
"""

SECOND = """
[[windows]]
id = "2"
zone = "A"
number = "2"
queues = ["A"]
[[staff]]
id = "s1"
name = "王一"
duty = "manager"
[[staff]]
id = "s2"
name = "王二"
"""
"""More for `write`: a second window, and who sits at the two: s1, who is on duty, and s2."""


def write(folder: Path, more: str = "", window: str = "1") -> Path:
    """The configuration of the small hall with free ports, and `more` TOML behind it: folder/hall.toml."""
    commands, views = free_ports(2)
    path = folder / "hall.toml"
    path.write_text(BASE.format(commands=commands, views=views, window=window) + more, "utf-8")
    return path


class SmallHall:
    """Programs of one hall. `until` follows the hall: `events` since its first, the newest of three views. It lives
    on a Monday morning, unless the test has set a clock of its own."""

    def __init__(self, config: Path, stack: contextlib.ExitStack) -> None:
        self.folder, self.config, self._stack = config.parent, config, stack
        if VARIABLE not in os.environ:
            os.environ[VARIABLE] = Clock.starting(MONDAY_0930, 1.0).to_env()
            stack.callback(os.environ.pop, VARIABLE, None)
        self.site = Site.load(config)
        self.site.keys.make_all(self.site.config, self.site.clock.now_ms())
        self.events: list[Recorded] = []
        self.wall: WallView | None = None
        self.kiosk: KioskView | None = None
        self.devices: DevicesView | None = None
        self.admin = stack.enter_context(Client(self.site, "admin"))
        kiosks = [f"kiosk/{kiosk.id}" for kiosk in self.site.config.kiosks]
        self.admin.follow("event", "wall", "devices", *kiosks, after=0)

    def start(self, module: str, *options: str) -> subprocess.Popen[bytes]:
        """A program of the hall, with this configuration; it is ended with the hall."""
        with (self.folder / f"{module}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, "--config", str(self.config), *options], stdout=log, stderr=log
            )
        self._stack.callback(end, process)
        return process

    def logs(self) -> str:
        return "\n".join(f"--- {p.name}\n{p.read_text()[-3000:]}" for p in sorted(self.folder.glob("*.log")))

    def until(self, what: str, test: Callable[[], object], timeout_s: float = 30.0) -> None:
        """Follow the hall until `test()` is true."""
        deadline = time.monotonic() + timeout_s
        while not test():
            if time.monotonic() > deadline:
                newest = [recorded.event for recorded in self.events[-12:]]
                pytest.fail(
                    f"{what}: not within {timeout_s} s\n{newest}\n{self.wall}\n{self.kiosk}\n{self.logs()}"
                )
            for word in self.admin.poll(0.05):
                if isinstance(word, WallView):
                    self.wall = word
                elif isinstance(word, KioskView):
                    self.kiosk = word
                elif isinstance(word, DevicesView):
                    self.devices = word
                elif isinstance(word, Recorded):
                    self.events.append(word)

    def of(self, kind: type) -> list:
        """The events of a kind, oldest first."""
        return [recorded.event for recorded in self.events if isinstance(recorded.event, kind)]

    def device(self, id: str) -> tuple[str, str]:
        """(state, fault) of a device on the wall; empty when it is not there."""
        found = [one for one in self.wall.devices if one.device == id] if self.wall else []
        return (found[0].state, found[0].fault) if found else ("", "")

    def ask(self, who: str, command: Command) -> Done:
        """Somebody's command, which the hall has to accept."""
        with Client(self.site, who) as client:
            answer = client.ask(command, 15.0)
        assert isinstance(answer, Done), answer
        return answer


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; kill it when it does not."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
