"""The launcher with real small programs: order, READY, coming back after kill -9, limits, stopping, orphans."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hall.contract.config import (
    CameraPart,
    DevicePart,
    GroupPart,
    HallConfig,
    HallPart,
    KioskPart,
    QueuePart,
    ServicePart,
    WindowPart,
    ZonePart,
)
from hall.launch import Launcher, Limits, Process, State, pause_before_start, plan

QUICK = Limits(first_s=0.02, longest_s=0.1, tries=3, within_s=30.0, rest_s=30.0, ready_s=20.0, stop_s=5.0)

SLEEPER = "import time\nprint('here', flush=True)\ntime.sleep(600)"
READY = "import time\ntime.sleep(0.2)\nprint('READY', flush=True)\ntime.sleep(600)"
STUBBORN = "import signal,time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('x', flush=True)\ntime.sleep(600)"


def program(name: str, source: str, stage: int = 0, says_ready: bool = False) -> Process:
    return Process(name, (sys.executable, "-S", "-c", source), stage, "READY" if says_ready else "")


def until(question: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "did not happen in time"
        threading.Event().wait(0.01)


class Running:
    """A launcher in a thread of its own, as the main thread of `hall run` would hold it."""

    def __init__(self, *processes: Process, limits: Limits = QUICK) -> None:
        self.said: list[str] = []
        self.launcher = Launcher(processes, self.said.append, limits)
        self.code = -1
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        self.code = self.launcher.run()

    def heard(self, *parts: str) -> bool:
        return any(all(part in line for part in parts) for line in self.said)

    def join(self) -> int:
        self._thread.join(30)
        assert not self._thread.is_alive()
        return self.code

    def close(self) -> int:
        self.launcher.stop()
        return self.join()


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_a_later_stage_waits_until_the_controller_says_ready() -> None:
    hall = Running(program("controller", READY, 1, says_ready=True), program("kiosk-1", SLEEPER, 2))
    until(lambda: hall.launcher.all_up)
    order = [line.split(":")[0] + (" READY" if "READY" in line else "") for line in hall.said]
    assert order.index("controller") < order.index("controller READY") < order.index("kiosk-1")
    assert hall.close() == 0


def test_it_stops_in_reverse_order() -> None:
    hall = Running(
        program("controller", READY, 1, says_ready=True),
        program("devices-1", SLEEPER, 2),
        program("kiosk-1", SLEEPER, 3),
    )
    until(lambda: hall.launcher.all_up)
    assert hall.close() == 0
    assert [line for line in hall.said if line.startswith("stopped")] == [
        "stopped: kiosk-1",
        "stopped: devices-1",
        "stopped: controller",
    ]
    assert set(hall.launcher.states().values()) == {State.STOPPED}


def test_a_killed_child_is_back_by_itself() -> None:
    hall = Running(program("kiosk-1", SLEEPER), program("devices-1", SLEEPER))
    until(lambda: len(hall.launcher.pids()) == 2)
    before = hall.launcher.pids()
    os.kill(before["kiosk-1"], signal.SIGKILL)
    until(lambda: hall.launcher.pids().get("kiosk-1", before["kiosk-1"]) != before["kiosk-1"])
    assert hall.launcher.pids()["devices-1"] == before["devices-1"]
    assert hall.heard("kiosk-1", "SIGKILL")
    assert hall.heard("kiosk-1", "start 2")
    hall.close()


def test_a_killed_controller_is_back_and_the_others_stay() -> None:
    hall = Running(program("controller", READY, 1, says_ready=True), program("kiosk-1", SLEEPER, 2))
    until(lambda: hall.launcher.all_up and "kiosk-1" in hall.launcher.pids())
    before = hall.launcher.pids()
    os.kill(before["controller"], signal.SIGKILL)
    until(lambda: sum("READY" in line for line in hall.said) == 2)
    assert hall.launcher.pids()["kiosk-1"] == before["kiosk-1"]
    assert hall.launcher.states()["controller"] is State.UP
    hall.close()


def test_the_restart_limit_is_reached_and_said() -> None:
    hall = Running(program("scanner", "print('no such port', flush=True)\nraise SystemExit(3)"))
    until(lambda: hall.heard("scanner", "restart limit reached"))
    assert hall.heard("scanner", "code 3", "no such port")
    assert hall.launcher.states()["scanner"] is State.RESTING
    hall.close()


def test_a_controller_that_will_not_open_shuts_the_hall_and_says_why() -> None:
    source = "print('the journal is damaged at event 17', flush=True)\nraise SystemExit(2)"
    hall = Running(program("controller", source, 1, says_ready=True), program("kiosk-1", SLEEPER, 2))
    assert hall.join() == 1
    assert hall.heard("journal is damaged at event 17")
    assert not hall.heard("kiosk-1: started")


def test_a_controller_that_never_says_ready_is_killed_and_after_some_tries_the_hall_stays_shut() -> None:
    limits = Limits(
        first_s=0.01, longest_s=0.02, tries=1, within_s=30.0, rest_s=30.0, ready_s=0.3, stop_s=5.0
    )
    hall = Running(program("controller", SLEEPER, 1, says_ready=True), limits=limits)
    assert hall.join() == 1
    assert hall.heard("controller", "has not said READY")
    assert hall.heard("the hall stays shut")


def test_a_child_that_ignores_the_end_is_killed() -> None:
    hall = Running(program("kiosk-1", STUBBORN), limits=Limits(stop_s=0.3))
    until(lambda: hall.launcher.states()["kiosk-1"] is State.UP)
    pid = hall.launcher.pids()["kiosk-1"]
    until(lambda: Path(f"/proc/{pid}/cmdline").read_bytes() != b"")
    until(lambda: "SigIgn:\t" in Path(f"/proc/{pid}/status").read_text() and _ignores_term(pid))
    hall.close()
    assert hall.heard("kiosk-1", "killed")
    assert gone(pid)


def _ignores_term(pid: int) -> bool:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("SigIgn:"):
            return bool(int(line.split()[1], 16) & (1 << (signal.SIGTERM - 1)))
    return False


def test_children_die_with_the_launcher_even_after_kill_9(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = f"import os,time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    source = (
        "import sys\nfrom hall.launch import Launcher, Process\n"
        f"Launcher([Process('x', (sys.executable, '-c', {child!r}))], print).run()\n"
    )
    launcher = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.DEVNULL)
    try:
        until(lambda: note.exists() and note.read_text() != "")
        orphan = int(note.read_text())
        assert not gone(orphan)
        launcher.kill()
        launcher.wait()
        until(lambda: gone(orphan))
    finally:
        launcher.kill()
        launcher.wait()


@pytest.mark.parametrize(
    ("ends", "pause", "limit"),
    [
        ([100.0], 0.2, False),
        ([99.0, 100.0], 0.4, False),
        ([10.0, 100.0], 0.2, False),
        ([100.0] * 6, 5.0, False),
        ([100.0] * 7, 60.0, True),
    ],
)
def test_the_pause_doubles_up_to_a_limit_and_forgets(ends: list[float], pause: float, limit: bool) -> None:
    assert pause_before_start(ends, 100.0, Limits()) == (pause, limit)


CONFIG = HallConfig(
    hall=HallPart("h", "厅"),
    zones=(ZonePart("A", "综合"),),
    queues=(QueuePart("a", "A", "A", "综合"),),
    groups=(GroupPart("g", "综合"),),
    services=(ServicePart("s", "g", "a", "事"),),
    windows=(WindowPart("3", "A", "3", ("a",)), WindowPart("4", "A", "4", ("a",))),
    kiosks=(KioskPart("kiosk-1"),),
    devices=(
        DevicePart("p", "printer.escpos", "/dev/x"),
        DevicePart("v", "voice.wav", "/dev/y", host="devices-2"),
        DevicePart("eye-1", "eye.camera", "0", host="eye-kiosk-1"),
    ),
    cameras=(CameraPart("cam-1", "x.mp4"),),
)


def test_the_plan_has_one_process_per_place_in_the_right_order() -> None:
    rows = plan(
        CONFIG, "hall.toml", ("window-3", "kiosk-1", "monitor-1"), hand="/run/h", sizes={"kiosk-1": "540x960"}
    )
    assert [row.name for row in rows] == [
        "controller", "devices-1", "devices-2", "cameras-1", "eye-kiosk-1", "monitor-1", "kiosk-1", "window-3",
    ]  # fmt: skip
    assert [row.name for row in rows if row.ready == "READY"] == ["controller"]
    kiosk = rows[6].argv
    assert kiosk[1:] == (
        "-m", "kiosk_ui.app", "--config", "hall.toml", "--id", "kiosk-1",
        "--hand", "/run/h/kiosk-1.hand", "--size", "540x960",
    )  # fmt: skip
    assert rows[7].argv[-4:] == ("--id", "3", "--hand", "/run/h/window-3.hand")


def test_a_size_may_say_where_the_window_stands() -> None:
    rows = plan(CONFIG, "hall.toml", ("monitor-1",), sizes={"monitor-1": "1120x630@12,34"})
    assert rows[-1].argv[-4:] == ("--size", "1120x630", "--at", "12,34")


def test_a_screen_nobody_configured_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ValueError, match=r"kiosk-9.*window-3, window-4"):
        plan(CONFIG, "hall.toml", ("kiosk-9",))
