"""The programs of `hall bench devices`: controller and device process as in a real hall, the far side of all lines, and
the window consoles, each with its own key and connection, in this process."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zmq

from hall.bus.clock import VARIABLE, Clock
from hall.bus.site import Site
from hall.bus.wire import EVENTS, decode_answer, encode, new_id, topic_frame
from hall.cli import bench_devices_hall as house
from hall.contract.people import PhoneAttest, SignOn
from hall.contract.tickets import TakeTicket, TicketIssued
from hall.contract.unions import Ask, Command, Done

MORNING_MS = 1_767_576_600_000  # 2026-01-05 09:30 in Shanghai, a Monday: the hall is open
FROM_READY_S, PATIENCE_S = 30.0, 20.0
Said = tuple[float, float, float, str, str, int]
"""What went over a wire: (wrote, left, answered until: steady seconds; hex; text shown; address), see many_lines."""


class Programs:
    """The hall's own processes and the far side of its lines."""

    def __init__(self, size: house.Size, folder: Path, ports: tuple[int, int]) -> None:
        self._folder = folder
        self._environment = os.environ | {VARIABLE: Clock.starting(MORNING_MS, 1.0).to_env()}
        self._running: list[subprocess.Popen[str]] = []
        config = folder / "hall.toml"
        config.write_text(house.config_text(size, folder, *ports), "utf-8")
        (folder / "plan.json").write_text(house.plan(size, folder), "utf-8")
        os.environ[VARIABLE] = self._environment[VARIABLE]
        Site.load(config).keys.make_all(Site.load(config).config, MORNING_MS)
        self.far = self._start("devices.simulator.many_lines", str(folder / "plan.json"))
        self._must_say(self.far, '{"ready": true}')
        self.controller = self._start("hall.controller", "--config", str(config))
        self._must_say(self.controller, "READY")
        self.devices = self._start("devices", "--config", str(config), "--host", house.HOST)
        self.site = Site.load(config)

    def said(self) -> tuple[list[list[Said]], int]:
        """(what went over each line since the last time, in the order of the plan; collisions so far)."""
        found = self._far("said")
        return found["said"], found["collisions"]

    def cut(self, line: int, address: int) -> None:
        """Take a panel's power away."""
        self._far(f"cut {line} {address}")

    def stop(self) -> None:
        """End them all: the devices first, then the hall, then the lines."""
        for process in reversed(self._running):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self._running):
            try:
                process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()

    def words(self) -> str:
        """The last that the programs said for themselves."""
        logs = sorted(self._folder.glob("*.log"))
        return "\n".join(f"{log.stem}: {log.read_text('utf-8')[-600:]}" for log in logs)

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        with (self._folder / f"{module}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self._environment,
            )
        self._running.append(process)
        return process

    def _far(self, words: str) -> Any:
        assert self.far.stdin is not None
        assert self.far.stdout is not None
        self.far.stdin.write(words + "\n")
        self.far.stdin.flush()
        return json.loads(self.far.stdout.readline() or "null") or _gone("the far side of the lines")

    def _must_say(self, process: subprocess.Popen[str], word: str) -> None:
        assert process.stdout is not None
        if process.stdout.readline().strip() != word:
            self.stop()
            raise RuntimeError(f"a program of the bench did not start\n{self.words()}")


def _gone(who: str) -> Any:
    raise RuntimeError(f"{who} ended by itself")


class Consoles:
    """Every window's console, and a kiosk that takes numbers; asking and taking the answer are two calls."""

    def __init__(self, site: Site, windows: list[str]) -> None:
        self._site = site
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._context.set(zmq.MAX_SOCKETS, 4096)
        self._sockets = {w: self._connect(zmq.DEALER, site.commands, f"window-{w}") for w in windows}
        self._sockets[house.TAKER] = self._connect(zmq.DEALER, site.commands, house.TAKER)
        self._names = {socket: name for name, socket in self._sockets.items()}
        self._wall = self._connect(
            zmq.SUB, site.views, "admin"
        )  # a hall has a wall, and somebody who follows it
        for topic in (EVENTS, "wall"):
            self._wall.setsockopt(zmq.SUBSCRIBE, topic_frame(topic))
        self._poller = zmq.Poller()
        self._poller.register(self._wall, zmq.POLLIN)
        self._out: dict[str, int] = {}

    def ask(self, who: str, command: Command) -> float:
        """Send; returns the steady time it was sent."""
        now = self._site.clock.now_ms()
        data = encode(Ask(new_id(now), now, now + 60_000, command))
        sent_s = time.monotonic()
        self._sockets[who].send(data, zmq.NOBLOCK)
        if not self._out.get(who):
            self._poller.register(self._sockets[who], zmq.POLLIN)
        self._out[who] = self._out.get(who, 0) + 1
        return sent_s

    def answers(self, timeout_s: float) -> Iterator[tuple[str, float, Done]]:
        """(who, the steady time the answer was here, the answer) of what comes within the time, at once when some is
        there. Raises RuntimeError in words when the hall refused."""
        for socket, _ in self._poller.poll(max(0, int(timeout_s * 1000))):
            if socket is self._wall:
                self._drop_views()
                continue
            data, here_s = socket.recv(zmq.NOBLOCK), time.monotonic()
            who = self._names[socket]
            self._out[who] -= 1
            if not self._out[who]:
                self._poller.unregister(socket)
            answer = decode_answer(data)
            if not isinstance(answer, Done):
                raise RuntimeError(f"the controller refused {who}: {answer}")
            yield who, here_s, answer

    def all_answers(self) -> list[tuple[str, float, Done]]:
        """Wait until nothing is asked any more."""
        found: list[tuple[str, float, Done]] = []
        until = time.monotonic() + PATIENCE_S
        while any(self._out.values()):
            found += self.answers(0.2)
            if time.monotonic() > until:
                raise RuntimeError("the controller does not answer")
        return found

    def sign_on(self, windows: list[str]) -> None:
        for window in windows:
            self.ask(window, SignOn(window, f"e{window}"))
        self.all_answers()

    def take(self, services: list[str], first: int) -> dict[str, str]:
        """A number for each of the services, one person each; number by ticket. `first` begins their phones."""
        answers: list[tuple[str, float, Done]] = []
        for n, service in enumerate(services):
            phone = PhoneAttest(f"13{first + n:09d}")
            self.ask(house.TAKER, TakeTicket(service, phone, house.TAKER))
            if n % 200 == 0:  # more than that would not fit into the line
                answers += self.all_answers()
        answers += self.all_answers()
        issued = [e.event for _, _, done in answers for e in done.events if isinstance(e.event, TicketIssued)]
        return {event.ticket: event.number for event in issued}

    def close(self) -> None:
        """Close all at once."""
        for socket in (*self._names, self._wall):
            socket.close(0)
        self._context.term()

    def _drop_views(self) -> None:
        try:
            while True:
                self._wall.recv_multipart(zmq.NOBLOCK)
        except zmq.Again:
            pass

    def _connect(self, kind: int, address: str, name: str) -> zmq.Socket[bytes]:
        secret = self._site.keys.secret(name)
        socket = self._context.socket(kind)
        socket.linger = 0
        socket.curve_serverkey = secret.server.encode()
        socket.curve_publickey = secret.public.encode()
        socket.curve_secretkey = secret.secret.encode()
        socket.connect(address)
        return socket


def cpu_s(process: subprocess.Popen[str]) -> float:
    """Seconds of processor time it has used, with all its threads."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wakes(process: subprocess.Popen[str]) -> int:
    """How often its threads went to sleep and were woken again."""
    count = 0
    for status in Path(f"/proc/{process.pid}/task").glob("*/status"):
        for line in status.read_text("ascii").splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                count += int(line.split()[1])
    return count
