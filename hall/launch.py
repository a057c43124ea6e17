"""The process table of a hall: which programs run, in which order they start, and how they are kept alive.

Names modules as strings, so the hall starts screens and devices without importing them. What a program does lives in
its own room.
"""

import ctypes
import enum
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from hall.contract.config import HallConfig

READY = "READY"
WONT_OPEN = frozenset({2, 78})
"""Exit codes by which a program says that starting it again cannot help: bad arguments or config, damaged journal."""


# --- the table --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One program, and one process of it for every place that `places` finds in the config."""

    kind: str
    module: str
    places: Callable[[HallConfig], tuple[str, ...]]
    option: str = ""  # carries the place, "" where there is one process only
    prefix: str = ""  # process and key name are prefix + place
    screen: bool = False
    says_ready: bool = False


def _device_hosts(config: HallConfig) -> tuple[str, ...]:
    return _unique(device.host for device in config.devices if not device.make.startswith("eye."))


def _eye_hosts(config: HallConfig) -> tuple[str, ...]:
    return _unique(device.host for device in config.devices if device.make.startswith("eye."))


def _unique(names: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))  # type: ignore[call-overload]


PROCESSES = (
    Row("controller", "hall.controller", lambda config: ("controller",), says_ready=True),
    Row("devices", "devices", _device_hosts, "--host"),
    Row("cameras", "devices.vision.worker", lambda config: _unique(c.host for c in config.cameras), "--host"),
    Row("eyes", "devices.vision.eye", _eye_hosts, "--host"),
    Row("wall", "monitor.app", lambda config: ("monitor-1",), "--id", screen=True),
    Row("kiosk", "kiosk_ui.app", lambda config: tuple(k.id for k in config.kiosks), "--id", screen=True),
    Row(
        "window", "window_ui.app", lambda config: tuple(w.id for w in config.windows), "--id", "window-", True
    ),
)
"""In starting order; stopping goes from the bottom to the top. A new process is one row here."""


@dataclass(frozen=True)
class Process:
    """One line of a plan. `stage` orders starting: a stage begins when everything before it is up. A process with a
    `ready` word is up when it has written a line that begins with it; the others when they were started."""

    name: str
    argv: tuple[str, ...]
    stage: int = 0
    ready: str = ""
    env: tuple[tuple[str, str], ...] = ()


def plan(
    config: HallConfig,
    path: str,
    screens: Sequence[str] = (),
    hand: str = "",
    sizes: dict[str, str] | None = None,
    python: str = sys.executable,
) -> tuple[Process, ...]:
    """The processes of this machine. `screens` are process names (kiosk-1, window-3, monitor-1); the rest runs always.
    `hand` is a folder for the sockets by which a script may tap the screens ("" for none). `sizes`: name -> WxH, or
    WxH@X,Y to say where on the display it stands."""
    out: list[Process] = []
    wanted = set(screens)
    for stage, row in enumerate(PROCESSES, start=1):
        for place in row.places(config):
            name = row.prefix + place
            if row.screen and name not in wanted:
                continue
            wanted.discard(name)
            argv = [python, "-m", row.module, "--config", path]
            if row.option:
                argv += [row.option, place]
            if row.screen and hand:
                argv += ["--hand", str(Path(hand) / f"{name}.hand")]
            if row.screen and sizes and name in sizes:
                size, _, place = sizes[name].partition("@")
                argv += ["--size", size, *(("--at", place) if place else ())]
            out.append(Process(name, tuple(argv), stage, READY if row.says_ready else ""))
    if wanted:
        known = ", ".join(screen_names(config))
        raise ValueError(f"no such screen: {', '.join(sorted(wanted))}; this hall has {known}")
    return tuple(out)


def screen_names(config: HallConfig) -> tuple[str, ...]:
    """Every screen the config knows, by process name."""
    return tuple(row.prefix + place for row in PROCESSES if row.screen for place in row.places(config))


# --- restarting, as a rule ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """Seconds of the machine's clock. After more than `tries` ends within `within_s`, a program rests `rest_s`."""

    first_s: float = 0.2
    longest_s: float = 5.0
    tries: int = 6
    within_s: float = 60.0
    rest_s: float = 60.0
    ready_s: float = 60.0
    stop_s: float = 6.0


def pause_before_start(ends: Sequence[float], now: float, limits: Limits) -> tuple[float, bool]:
    """How long to wait after the newest of these ends, and whether the restart limit is reached. Doubles each time."""
    recent = sum(1 for at in ends if now - at <= limits.within_s)
    if recent > limits.tries:
        return limits.rest_s, True
    return min(limits.first_s * 2.0 ** max(0, recent - 1), limits.longest_s), False


# --- the world ------------------------------------------------------------------------------------------------------


class State(enum.Enum):
    DOWN = "down"
    STARTING = "starting"
    UP = "up"
    WAITING = "waits before its next start"
    RESTING = "rests after too many ends"
    STOPPED = "stopped"


_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Runs in the child before exec: the kernel kills it when the launcher is gone, whatever ended the launcher."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


@dataclass
class Child:
    process: Process
    state: State = State.DOWN
    popen: subprocess.Popen[bytes] | None = None
    pidfd: int = -1
    started: float = 0.0
    due: float = 0.0
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=50))
    half_line: bytes = b""
    last_line: str = ""
    starts: int = 0
    log: TextIO | None = None


class Launcher:
    """Starts a plan, keeps it alive, stops it in reverse. One thread owns it: the kernel ties each child's life to the
    thread that started it, so use it from the main thread."""

    def __init__(
        self,
        processes: Sequence[Process],
        say: Callable[[str], None],
        limits: Limits | None = None,
        log_dir: str = "",
        echo: bool = False,
    ) -> None:
        self._children = [Child(process) for process in sorted(processes, key=lambda p: p.stage)]
        self._say = say
        self._limits = limits or Limits()
        self._log_dir = Path(log_dir) if log_dir else None
        self._echo = echo
        self._stage = -1
        self._stopping = False
        self._selector = selectors.DefaultSelector()
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._selector.register(self._wake_in, selectors.EVENT_READ, None)
        self.all_up = False

    # what may be asked

    def states(self) -> dict[str, State]:
        return {child.process.name: child.state for child in self._children}

    def pids(self) -> dict[str, int]:
        return {c.process.name: c.popen.pid for c in self._children if c.popen is not None}

    def stop(self) -> None:
        """Asks `run` to stop everything and return. Safe in a signal handler and from another thread."""
        self._stopping = True
        try:
            self._wake_out.send(b"!")
        except BlockingIOError:
            pass  # it is being woken already

    # the loop

    def run(self) -> int:
        """Returns when told to stop (0), or when the first stage would not open (1)."""
        code = 0
        try:
            self._advance()
            while not self._stopping:
                if not self.step(self._next_due()):
                    code = 1
                    break
        finally:
            self._stop_all()
            self._selector.close()
            self._wake_in.close()
            self._wake_out.close()
        return code

    def step(self, timeout: float | None) -> bool:
        """One turn: what children wrote, which ended, which are due. False when the hall cannot open."""
        for key, _ in self._selector.select(timeout):
            if key.data is None:
                try:
                    self._wake_in.recv(64)
                except BlockingIOError:
                    pass
                continue
            what, child = key.data
            if what == "out":
                self._hear(child)
            elif not self._ended(child):
                return False
        now = time.monotonic()
        for child in self._children:
            if child.state in (State.WAITING, State.RESTING) and now >= child.due and not self._stopping:
                self._start(child)
            elif child.state is State.STARTING and now - child.started > self._limits.ready_s:
                self._say(
                    f"{child.process.name}: started {self._limits.ready_s:.0f} s ago and has not said READY; "
                    "it is killed and started again"
                )
                child.started = now  # say it once
                self._signal(child, signal.SIGKILL)
        return True

    def _next_due(self) -> float:
        now = time.monotonic()
        dues = [c.due - now for c in self._children if c.state in (State.WAITING, State.RESTING)]
        dues += [c.started + self._limits.ready_s - now for c in self._children if c.state is State.STARTING]
        return max(0.0, min([*dues, 5.0]))

    def _advance(self) -> None:
        """Starts the next stages, up to one that has to say READY first."""
        while True:
            if any(c.state is not State.UP for c in self._children if c.process.ready and self._begun(c)):
                return
            later = [c.process.stage for c in self._children if c.process.stage > self._stage]
            if not later:
                if not self.all_up:
                    self.all_up = True
                    self._say(f"all {len(self._children)} processes are started")
                return
            self._stage = min(later)
            for child in self._children:
                if child.process.stage == self._stage:
                    self._start(child)

    def _begun(self, child: Child) -> bool:
        return child.process.stage <= self._stage

    # one child

    def _start(self, child: Child) -> None:
        process = child.process
        child.starts += 1
        child.started = time.monotonic()
        child.half_line, child.last_line = b"", ""
        try:
            child.popen = subprocess.Popen(
                process.argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **dict(process.env)},
                start_new_session=True,  # Ctrl-C at the terminal reaches the launcher only, which stops in order
                preexec_fn=_die_with_parent,
            )
        except OSError as error:
            child.popen = None
            self._say(f"{process.name}: cannot be started: {error.strerror}: {process.argv[0]}")
            self._schedule(child)
            return
        assert child.popen.stdout is not None
        os.set_blocking(child.popen.stdout.fileno(), False)
        child.pidfd = os.pidfd_open(child.popen.pid)
        self._selector.register(child.popen.stdout, selectors.EVENT_READ, ("out", child))
        self._selector.register(child.pidfd, selectors.EVENT_READ, ("end", child))
        if self._log_dir is not None and child.log is None:
            self._log_dir.mkdir(parents=True, exist_ok=True)
            child.log = (self._log_dir / f"{process.name}.log").open("a", encoding="utf-8")
        child.state = State.STARTING if process.ready else State.UP
        again = f", start {child.starts}" if child.starts > 1 else ""
        self._say(f"{process.name}: started, pid {child.popen.pid}{again}")

    def _hear(self, child: Child) -> None:
        assert child.popen is not None and child.popen.stdout is not None
        try:
            data = os.read(child.popen.stdout.fileno(), 65536)
        except BlockingIOError:
            return
        if not data:
            self._selector.unregister(child.popen.stdout)
            child.popen.stdout.close()
            return
        *lines, child.half_line = (child.half_line + data).split(b"\n")
        for raw in lines:
            self._line(child, raw.decode("utf-8", "replace").rstrip())

    def _line(self, child: Child, line: str) -> None:
        if child.log is not None:
            child.log.write(line + "\n")
            child.log.flush()
        if child.process.ready and child.state is State.STARTING and line.startswith(child.process.ready):
            child.state = State.UP
            took = time.monotonic() - child.started
            self._say(f"{child.process.name}: READY after {took:.1f} s")
            if not self._stopping:
                self._advance()
            return
        if line.strip():
            child.last_line = line.strip()
            if self._echo:
                self._say(f"{child.process.name} | {line}")

    def _ended(self, child: Child) -> bool:
        """A child is gone. False when that means the hall cannot open."""
        code = self._bury(child)
        words = _how_it_ended(code)
        if self._stopping:
            child.state = State.STOPPED
            return True
        never_open = bool(child.process.ready) and not self.all_up
        if never_open and code in WONT_OPEN:
            self._say(f"{child.process.name}: {words} and will not open; nothing after it is started")
            if child.last_line:
                self._say(f"{child.process.name}: its last words: {child.last_line}")
            return False
        last = f"; its last words: {child.last_line}" if child.last_line else ""
        self._say(f"{child.process.name}: {words}{last}")
        limit = self._schedule(child)
        if limit and never_open:
            self._say(
                f"{child.process.name}: did not open in {self._limits.tries} tries; the hall stays shut"
            )
            return False
        return True

    def _bury(self, child: Child) -> int:
        assert child.popen is not None
        if child.popen.stdout is not None and not child.popen.stdout.closed:
            self._hear(child)  # its last words
        if child.popen.stdout is not None and not child.popen.stdout.closed:
            self._selector.unregister(child.popen.stdout)
            child.popen.stdout.close()
        if child.half_line:
            self._line(child, child.half_line.decode("utf-8", "replace"))
            child.half_line = b""
        self._selector.unregister(child.pidfd)
        os.close(child.pidfd)
        code = child.popen.wait()
        child.popen = None
        return code

    def _schedule(self, child: Child) -> bool:
        now = time.monotonic()
        child.ends.append(now)
        pause, limit = pause_before_start(child.ends, now, self._limits)
        child.due = now + pause
        child.state = State.RESTING if limit else State.WAITING
        if limit:
            self._say(
                f"{child.process.name}: restart limit reached, more than {self._limits.tries} ends in "
                f"{self._limits.within_s:.0f} s; next try in {pause:.0f} s. Look at its output and put it right"
            )
        else:
            self._say(f"{child.process.name}: starts again in {pause:.1f} s")
        return limit

    def _signal(self, child: Child, number: signal.Signals) -> None:
        if child.popen is not None:
            try:
                signal.pidfd_send_signal(child.pidfd, number)
            except ProcessLookupError:
                pass  # already gone; its end is about to be seen

    def _stop_all(self) -> None:
        self._stopping = True
        for stage in sorted({c.process.stage for c in self._children}, reverse=True):
            group = [c for c in self._children if c.process.stage == stage]
            for child in group:
                if child.popen is None:
                    child.state = State.STOPPED
                else:
                    self._signal(child, signal.SIGTERM)
            deadline = time.monotonic() + self._limits.stop_s
            while any(c.popen is not None for c in group) and time.monotonic() < deadline:
                self.step(0.05)
            for child in group:
                if child.popen is not None:
                    self._say(f"{child.process.name}: did not stop in {self._limits.stop_s:.0f} s; killed")
                    self._signal(child, signal.SIGKILL)
            while any(c.popen is not None for c in group):
                self.step(0.05)
            if group:
                self._say("stopped: " + ", ".join(c.process.name for c in group))
        for child in self._children:
            if child.log is not None:
                child.log.close()
                child.log = None


def _how_it_ended(code: int) -> str:
    if code < 0:
        try:
            return f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"was ended by signal {-code}"
    return f"ended with code {code}"
