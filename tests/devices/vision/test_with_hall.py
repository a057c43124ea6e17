"""The camera processes in a real small hall: controller, worker and eye as programs, pretend cameras over HTTP."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.simulator.control import Control
from devices.vision import enrol
from hall.bus.client import Client
from hall.bus.site import Site
from hall.contract.devices import DeviceState
from hall.contract.people import IdentityPresented, ReadingFailed, StartReading, StopReading, Way
from hall.contract.sightings import CameraChanged, CameraState, Seat, SeatChanged
from hall.contract.unions import Done, Recorded
from hall.contract.views import WallView
from hall.controller import codes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

HALL = """
[hall]
id = "t"
name = "测试大厅"
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
name = "咨询"
[[windows]]
id = "1"
zone = "A"
number = "1"
queues = ["A"]
[[posts]]
id = "post-1"
window = "1"
zone = "A"
camera = "cam-1"
polygon = [[0.50, 0.05], [0.68, 0.05], [0.68, 0.88], [0.50, 0.88]]
[[cameras]]
id = "cam-1"
source = "{clip}"
loop = true
[[cameras]]
id = "cam-2"
source = "http://127.0.0.1:{second}/video.mjpg"
[[kiosks]]
id = "kiosk-1"
zone = "A"
eye = "kiosk-1.eye"
[[devices]]
id = "kiosk-1.eye"
make = "eye.camera"
port = "http://127.0.0.1:{eye}/video.mjpg"
host = "eye-kiosk-1"
kiosk = "kiosk-1"
"""


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [s.getsockname()[1] for s in sockets]


@dataclass
class House:
    site: Site
    folder: Path
    events: list[Recorded]
    control: Control
    second: Control
    wall: list[WallView]
    processes: dict[str, subprocess.Popen[str]]
    kiosk: Client

    def start(self, name: str, module: str, *options: str) -> subprocess.Popen[str]:
        log = (self.folder / f"{name}.log").open("a")
        process = subprocess.Popen(
            [sys.executable, "-m", module, *options], stdout=log, stderr=log, text=True
        )
        log.close()
        self.processes[name] = process
        return process

    def logs(self) -> str:
        return "\n".join(f"--- {p.name}\n{p.read_text()[-2000:]}" for p in self.folder.glob("*.log"))

    def until(self, what: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            if time.monotonic() > deadline:
                pytest.fail(
                    f"not within {seconds} s; events {[e.event for e in self.events][-12:]}\n{self.logs()}"
                )
            threading.Event().wait(0.05)

    def of(self, kind: type) -> list:
        return [e.event for e in list(self.events) if isinstance(e.event, kind)]

    def eye_state(self) -> str:
        view = self.wall[-1] if self.wall else None
        return next((d.state for d in view.devices if d.device == "kiosk-1.eye"), "") if view else ""


@pytest.fixture(scope="module")
def house(root: Path, tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    media = root / "examples/demo/media"
    commands, views, eye, control, second, control_2 = free_ports(6)
    (folder / "hall.toml").write_text(
        HALL.format(commands=commands, views=views, eye=eye, second=second, clip=media / "post_a.mp4"),
        "utf-8",
    )
    site = Site.load(folder / "hall.toml")
    now = site.clock.now_ms()
    site.keys.make_all(site.config, now)
    places = enrol.Places.of(site)
    enrol.enrol(places, media / "portraits/obama", "paper-1", now, "f-obama")
    enrol.enrol(places, media / "portraits/biden", "paper-2", now, "f-biden")
    stop = threading.Event()
    config = str(folder / "hall.toml")
    processes: dict[str, subprocess.Popen[str]] = {}
    house = House(site, folder, [], None, None, [], processes, None)  # type: ignore[arg-type]
    follower = threading.Thread(target=_follow, args=(site, house, stop), daemon=True)
    try:
        house.start("controller", "hall.controller", "--config", config)
        house.until(lambda: "READY" in (folder / "controller.log").read_text(), 30)
        house.start(
            "sim",
            "devices.simulator.camera",
            "--listen",
            f"tcp:127.0.0.1:{eye}",
            "--control",
            f"tcp:127.0.0.1:{control}",
        )
        house.start(
            "sim-2",
            "devices.simulator.camera",
            "--listen",
            f"tcp:127.0.0.1:{second}",
            "--control",
            f"tcp:127.0.0.1:{control_2}",
            "--clip",
            str(media / "post_a.mp4"),
        )
        for name in ("sim", "sim-2"):
            house.until(lambda log=folder / f"{name}.log": "ready" in log.read_text(), 20)
        house.control = Control(f"tcp:127.0.0.1:{control}")
        house.second = Control(f"tcp:127.0.0.1:{control_2}")
        follower.start()
        house.start("worker", "devices.vision.worker", "--config", config, "--host", "cameras-1")
        house.start("eye", "devices.vision.eye", "--config", config, "--host", "eye-kiosk-1")
        house.kiosk = Client(site, "kiosk-1")
        house.until(lambda: house.eye_state() == DeviceState.READY.value, 20)
        yield house
    finally:
        stop.set()
        follower.join(5) if follower.ident else None
        for line in (house.kiosk, house.control, house.second):
            if line:
                line.close()
        for process in reversed(processes.values()):
            process.send_signal(signal.SIGTERM)
        for process in processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait(5)


def _follow(site: Site, house: House, stop: threading.Event) -> None:
    with Client(site, "admin") as admin:
        admin.follow("event", "wall", after=0)
        while not stop.is_set():
            for word in admin.poll(0.1):
                house.events.append(word) if isinstance(word, Recorded) else house.wall.append(word)


def read(house: House, way: Way, seconds: float = 25.0):
    """Ask the kiosk's eye for this way and wait for how the reading ends."""
    answer = house.kiosk.ask(StartReading("kiosk-1", way, consent=True))
    assert isinstance(answer, Done), answer
    reading = answer.events[-1].event.reading
    ends: list = []

    def ended() -> bool:
        ends[:] = [e for e in house.of(IdentityPresented) + house.of(ReadingFailed) if e.reading == reading]
        return bool(ends)

    try:
        house.until(ended, seconds)
    finally:
        house.kiosk.ask(StopReading("kiosk-1"))
    return ends[0]


def test_a_face_enrolled_with_consent_takes_a_number_and_two_people_are_two(house, root):
    people = {}
    for who in ("obama", "biden", "obama"):
        house.control.ask("show", what="folder", path=str(root / "examples/demo/media/portraits" / who))
        end = read(house, Way.FACE)
        assert isinstance(end, IdentityPresented), end
        assert end.identity.way is Way.FACE
        assert "f-obama" not in end.identity.person
        people.setdefault(who, set()).add(end.identity.person)
    assert len(people["obama"]) == len(people["biden"]) == 1, (
        "the same person is the same person the next time"
    )
    assert people["obama"] != people["biden"]


def test_a_stranger_is_told_kindly_and_nothing_is_presented(house, root):
    house.control.ask("show", what="clip", path=str(root / "examples/demo/media/asl_help.mkv"))
    end = read(house, Way.FACE)
    assert isinstance(end, ReadingFailed)
    assert end.fault == "face_unknown"


def test_a_code_held_to_the_eye_is_presented(house):
    secrets = codes.Secrets(house.site.keys.pepper())
    house.control.ask(
        "show", what="qr", text=codes.make(secrets, "13800000001", house.site.clock.now_ms(), 60_000)
    )
    end = read(house, Way.CODE)
    assert isinstance(end, IdentityPresented)
    assert end.identity.way is Way.CODE


def test_the_camera_is_looked_at_only_while_a_job_asks(house):
    """An eye at rest keeps no connection to its camera."""
    port = int(house.site.config.devices[0].port.rpartition(":")[2].partition("/")[0])

    def connections() -> int:
        lines = Path(f"/proc/{house.processes['eye'].pid}/net/tcp").read_text().splitlines()[1:]
        own = {
            os.readlink(p) for p in Path(f"/proc/{house.processes['eye'].pid}/fd").iterdir() if p.is_symlink()
        }
        return sum(
            1
            for line in (x.split() for x in lines)
            if int(line[2].rpartition(":")[2], 16) == port and f"socket:[{line[9]}]" in own
        )

    house.until(lambda: connections() == 0, 5)
    house.control.ask("show", what="black")
    answer = house.kiosk.ask(StartReading("kiosk-1", Way.FACE, consent=True))
    assert isinstance(answer, Done)
    house.until(lambda: connections() == 1, 10)
    house.kiosk.ask(StopReading("kiosk-1"))
    house.until(lambda: connections() == 0, 5)


def test_an_unplugged_eye_is_shown_and_comes_back(house):
    house.control.ask("unplug")
    house.until(lambda: house.eye_state() == DeviceState.AWAY.value, 20)
    house.control.ask("plug")
    house.until(lambda: house.eye_state() == DeviceState.READY.value, 20)


def test_the_clip_gives_dated_sightings_and_a_killed_worker_tells_them_again(house):
    house.until(lambda: any(c.state is CameraState.OK for c in house.of(CameraChanged)), 30)
    house.until(lambda: any(s.seat is Seat.PRESENT for s in house.of(SeatChanged)), 60)
    house.until(lambda: any(s.seat in (Seat.LEAVING, Seat.ABSENT) for s in house.of(SeatChanged)), 60)
    present = next(s for s in house.of(SeatChanged) if s.seat is Seat.PRESENT)
    told = next(e.at for e in house.events if e.event == present)
    assert 0 <= told - present.since_ms <= 3000
    house.processes["worker"].kill()
    house.processes["worker"].wait(5)
    count = len(house.events)
    house.start("worker", "devices.vision.worker", "--config", str(house.site.path), "--host", "cameras-1")
    house.until(lambda: any(isinstance(e.event, SeatChanged) for e in house.events[count:]), 60)


@pytest.mark.parametrize(("fault", "mend", "state"), [
    ("unplug", "plug", CameraState.AWAY), ("stall", "flow", CameraState.AWAY), ("freeze", "thaw", CameraState.FROZEN),
])  # fmt: skip
def test_a_camera_that_fails_is_told_in_ten_seconds_and_is_back_in_twenty(house, fault, mend, state):
    def last() -> CameraState | None:
        return next((c.state for c in reversed(house.of(CameraChanged)) if c.camera == "cam-2"), None)

    house.until(lambda: last() is CameraState.OK, 30)
    house.second.ask(fault)
    house.until(lambda: last() is state, 10)
    house.second.ask(mend)
    house.until(lambda: last() is CameraState.OK, 20)


@pytest.mark.parametrize(
    ("module", "host"), [("devices.vision.worker", "nowhere"), ("devices.vision.eye", "nowhere")]
)
def test_a_host_that_is_not_in_the_configuration_is_told_at_once(house, module, host):
    done = subprocess.run(
        [sys.executable, "-m", module, "--config", str(house.site.path), "--host", host],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert "nowhere" in done.stderr
