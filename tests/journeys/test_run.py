"""`hall run --simulate`: the process table with real programs, a killed one comes back, SIGTERM stops all in order."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(240)


class Hall:
    """`hall run` as a child; `hear` waits for a line."""

    def __init__(self, *arguments: str) -> None:
        self.lines: list[str] = []
        self._news = threading.Condition()
        self.popen = subprocess.Popen(
            [sys.executable, "-u", "-m", "hall", "run", *arguments],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.popen.stdout is not None
        for line in self.popen.stdout:
            with self._news:
                self.lines.append(line.rstrip())
                self._news.notify_all()

    def hear(self, pattern: str, after: int = 0, seconds: float = 90) -> re.Match[str]:
        def found() -> re.Match[str] | None:
            return next((m for line in self.lines[after:] if (m := re.search(pattern, line))), None)

        with self._news:
            assert self._news.wait_for(lambda: found() is not None, seconds), (
                f"{pattern!r} not heard: {self.lines}"
            )
            match = found()
        assert match is not None
        return match

    def end(self) -> int:
        self.popen.send_signal(signal.SIGTERM)
        code = self.popen.wait(60)
        self._thread.join(10)
        assert self.popen.stdout is not None
        self.popen.stdout.close()
        return code


@contextlib.contextmanager
def hall(*arguments: str) -> Iterator[Hall]:
    made = Hall(*arguments)
    try:
        yield made
    finally:
        if made.popen.poll() is None:
            made.end()


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_simulated_hall_opens_mends_itself_and_stops_in_order(tmp_path: Path) -> None:
    arguments = ("--config", "examples/demo/hall.toml", "--simulate", "--no-screens", "--work", str(tmp_path))
    with hall(*arguments) as running:
        running.hear("all [0-9]+ processes are started")
        controls = json.loads((tmp_path / "controls.json").read_text("utf-8"))
        assert {"kiosk-1.card", "window-3.panel", "cam-1"} <= set(controls)
        killed = int(running.hear(r" cameras-1: started, pid (\d+)").group(1))
        so_far = len(running.lines)
        os.kill(killed, signal.SIGKILL)
        running.hear(r"cameras-1: was ended by SIGKILL", so_far)
        running.hear(r"cameras-1: started, pid \d+, start 2", so_far)
        pids = [int(m.group(1)) for line in running.lines if (m := re.search(r"started, pid (\d+)", line))]
        assert running.end() == 0
        stopped = [line.split("stopped: ")[1] for line in running.lines if "stopped: " in line]
        assert stopped.index("controller") > stopped.index("devices-1")
        assert stopped[-1].startswith("simulator")
        assert not any(alive(pid) for pid in pids)


def test_a_bad_config_starts_nothing_and_names_every_problem(tmp_path: Path) -> None:
    text = (ROOT / "examples/demo/hall.toml").read_text("utf-8")
    bad = tmp_path / "hall.toml"
    bad.write_text(
        text.replace('zone = "B"\nnumber = "3"', 'zone = "Z"\nnumber = "3"').replace(
            "baud = 9600", 'baud = "x"', 1
        )
    )
    done = subprocess.run(
        [sys.executable, "-m", "hall", "run", "--config", str(bad), "--no-screens"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "windows[2].zone" in done.stderr and "baud" in done.stderr
    assert "started, pid" not in done.stdout


def test_without_a_display_it_says_what_to_do(tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    arguments = ["--config", "examples/demo/hall.toml", "--simulate", "--work", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "hall", "run", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env=env,
    )  # fmt: skip
    assert done.returncode == 2
    assert "no display" in done.stderr and "--no-screens" in done.stderr
