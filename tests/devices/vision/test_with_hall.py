"""The camera processes in a real small hall: controller, worker and eye as programs, pretend cameras over HTTP."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.simulator.control import Program
from devices.vision import enrol
from hall.bus.client import Client
from hall.bus.tiles import Tiles
from hall.contract.devices import DeviceState
from hall.contract.people import (
    HeadTurn,
    IdentityPresented,
    ReadingFailed,
    StartReading,
    StopReading,
    TurnAsked,
    Way,
)
from hall.contract.sightings import CameraChanged, CameraState, CaptureEmpty, Seat, SeatChanged
from hall.contract.unions import Done
from hall.controller import codes
from tests.devices import small_hall
from tests.devices.small_hall import SmallHall

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

MORE = """
[face]
mode = "1:n"
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
source = "http://{second}/video.mjpg"
[[kiosks]]
id = "kiosk-1"
zone = "A"
eye = "kiosk-1.eye"
[[devices]]
id = "kiosk-1.eye"
make = "eye.camera"
port = "http://{eye}/video.mjpg"
host = "eye-kiosk-1"
kiosk = "kiosk-1"
"""


class House(SmallHall):
    """The small hall with three cameras: a clip, a pretend one over the network, and the kiosk's eye."""

    def __init__(self, folder: Path, media: Path, stack: contextlib.ExitStack) -> None:
        clip = media / "post_a.mp4"
        self.lens = stack.enter_context(Program("camera", "tcp:127.0.0.1:0"))
        self.second = stack.enter_context(Program("camera", "tcp:127.0.0.1:0", "--clip", str(clip)))
        self.eye_address = self.lens.port.removeprefix("tcp:")
        second = self.second.port.removeprefix("tcp:")
        super().__init__(
            small_hall.write(folder, MORE.format(eye=self.eye_address, second=second, clip=clip)), stack
        )
        places, now = enrol.Places.of(self.site), self.site.clock.now_ms()
        enrol.enrol(places, media / "portraits/obama", "paper-1", now, "f-obama")
        enrol.enrol(places, media / "portraits/turning/front", "paper-2", now, "f-turning")
        self.start("hall.controller")
        self.worker = self.start("devices.vision.worker", "--host", "cameras-1")
        self.eye = self.start("devices.vision.eye", "--host", "eye-kiosk-1")
        self.person = stack.enter_context(Client(self.site, "kiosk-1"))

    def eye_is(self, state: DeviceState) -> bool:
        return self.device("kiosk-1.eye")[0] == state.value


@pytest.fixture(scope="module")
def house(root: Path, tmp_path_factory) -> Iterator[House]:
    with contextlib.ExitStack() as stack:
        made = House(tmp_path_factory.mktemp("house"), root / "examples/demo/media", stack)
        made.until("the eye ready", lambda: made.eye_is(DeviceState.READY), 60)
        yield made


def read(house: House, way: Way, seconds: float = 25.0, meanwhile: Callable[[], None] | None = None):
    """Ask the kiosk's eye for this way and wait for how the reading ends."""
    answer = house.person.ask(StartReading("kiosk-1", way, consent=True))
    assert isinstance(answer, Done), answer
    reading = answer.events[-1].event.reading
    ends: list = []

    def ended() -> bool:
        if meanwhile is not None:
            meanwhile()
        ends[:] = [e for e in house.of(IdentityPresented) + house.of(ReadingFailed) if e.reading == reading]
        return bool(ends)

    try:
        house.until(f"a reading by {way}", ended, seconds)
    finally:
        house.person.ask(StopReading("kiosk-1"))
    return ends[0]


def read_face(house: House, folder: Path, seconds: float = 40.0):
    """The face of this person, who looks where the hall says."""
    told = len(house.of(TurnAsked))
    house.lens.ask("show", what="folder", path=str(folder / "front"))

    def follow() -> None:
        nonlocal told
        for asked in house.of(TurnAsked)[told:]:
            told += 1
            house.lens.ask("show", what="folder", path=str(folder / asked.turn.value))

    return read(house, Way.FACE, seconds, follow)


def test_a_face_enrolled_with_consent_that_turns_as_asked_takes_a_number(house, root):
    ends = [read_face(house, root / "examples/demo/media/portraits/turning") for _ in range(2)]
    assert all(isinstance(end, IdentityPresented) for end in ends), ends
    assert all(end.identity.way is Way.FACE and "f-turning" not in end.identity.person for end in ends)
    assert ends[0].identity.person == ends[1].identity.person, "the same person is the same the next time"
    reading = ends[0].reading
    sides = {asked.turn for asked in house.of(TurnAsked) if asked.reading == reading}
    assert {HeadTurn.LEFT, HeadTurn.RIGHT} <= sides


def test_pictures_of_an_enrolled_person_take_no_number(house, root):
    house.lens.ask("show", what="folder", path=str(root / "examples/demo/media/portraits/obama"))
    end = read(house, Way.FACE, 40.0)
    assert isinstance(end, ReadingFailed)
    assert end.fault == "face_not_turned"


def test_a_stranger_is_told_kindly_and_nothing_is_presented(house, root):
    house.lens.ask("show", what="clip", path=str(root / "examples/demo/media/asl_help.mkv"))
    end = read(house, Way.FACE)
    assert isinstance(end, ReadingFailed)
    assert end.fault == "face_unknown"


def test_a_code_held_to_the_eye_is_presented(house):
    secrets = codes.Secrets(house.site.keys.pepper())
    house.lens.ask(
        "show", what="qr", text=codes.make(secrets, "13800000001", house.site.clock.now_ms(), 60_000)
    )
    end = read(house, Way.CODE)
    assert isinstance(end, IdentityPresented)
    assert end.identity.way is Way.CODE


def test_the_camera_is_looked_at_only_while_a_job_asks(house):
    """An eye at rest keeps no connection to its camera."""
    port = int(house.eye_address.rpartition(":")[2])

    def connections() -> int:
        lines = Path(f"/proc/{house.eye.pid}/net/tcp").read_text().splitlines()[1:]
        own = {os.readlink(p) for p in Path(f"/proc/{house.eye.pid}/fd").iterdir() if p.is_symlink()}
        return sum(
            1
            for line in (x.split() for x in lines)
            if int(line[2].rpartition(":")[2], 16) == port and f"socket:[{line[9]}]" in own
        )

    house.until("the eye shut", lambda: connections() == 0, 5)
    house.lens.ask("show", what="black")
    answer = house.person.ask(StartReading("kiosk-1", Way.FACE, consent=True))
    assert isinstance(answer, Done)
    house.until("the eye open", lambda: connections() == 1, 10)
    house.person.ask(StopReading("kiosk-1"))
    house.until("the eye shut", lambda: connections() == 0, 5)


def test_an_unplugged_eye_is_shown_and_comes_back(house):
    house.lens.ask("unplug")
    house.until("the eye away", lambda: house.eye_is(DeviceState.AWAY), 20)
    house.lens.ask("plug")
    house.until("the eye back", lambda: house.eye_is(DeviceState.READY), 20)


def test_a_masked_picture_is_there_while_somebody_looks_and_gone_after(house):
    tiles = Tiles(house.site.store)

    def looked() -> bool:
        tiles.ask("cam-1")
        return tiles.read("cam-1", time.time()) is not None

    house.until("the picture", looked, 20)
    data, _ = tiles.read("cam-1", time.time())
    seen = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert seen.shape == (270, 480, 3)
    assert (np.abs(np.diff(seen[:, 8:-8].astype(int), axis=1)).max(axis=(0, 2)) > 40).mean() < 0.2, (
        "few edges"
    )
    assert not (tiles.folder / "cam-2.jpg").exists(), "nobody asked for that one"
    house.until("the picture gone", lambda: not (tiles.folder / "cam-1.jpg").exists(), 20)


def test_the_register_knows_each_camera_and_when_its_last_picture_came(house):
    def heard() -> bool:
        return house.devices is not None and all(x.frame_ms for x in house.devices.cameras)

    house.until("pictures of both", heard, 30)
    assert {x.camera for x in house.devices.cameras} == {"cam-1", "cam-2"}
    for line in house.devices.cameras:
        assert abs(house.site.clock.now_ms() - line.frame_ms) < 30_000
        assert line.online is None or 0 <= line.online <= 1


def test_a_camera_tells_when_it_took_what_was_said_to_be_empty(house):
    def line():
        return (
            next((x for x in house.devices.cameras if x.camera == "cam-1"), None) if house.devices else None
        )

    house.until("the camera", lambda: line() is not None and line().state == "ok", 30)
    assert [x.post for x in line().posts] == ["post-1"]
    before = line().emptied_ms
    answer = house.admin.ask(CaptureEmpty("cam-1", "post-1"))
    assert isinstance(answer, Done)
    house.until("the empty seat", lambda: line().emptied_ms > before, 30)
    assert abs(line().emptied_ms - answer.events[-1].at) < 30_000


def test_the_clip_gives_dated_sightings_and_a_killed_worker_tells_them_again(house):
    house.until("the camera", lambda: any(c.state is CameraState.OK for c in house.of(CameraChanged)), 30)
    house.until("the seat", lambda: any(s.seat is Seat.PRESENT for s in house.of(SeatChanged)), 60)
    house.until(
        "the seat", lambda: any(s.seat in (Seat.LEAVING, Seat.ABSENT) for s in house.of(SeatChanged)), 60
    )
    present = next(s for s in house.of(SeatChanged) if s.seat is Seat.PRESENT)
    told = next(e.at for e in house.events if e.event == present)
    assert 0 <= told - present.since_ms <= 3000
    house.worker.kill()
    house.worker.wait(5)
    count = len(house.events)
    house.worker = house.start("devices.vision.worker", "--host", "cameras-1")
    house.until(
        "the seat again", lambda: any(isinstance(e.event, SeatChanged) for e in house.events[count:]), 60
    )


@pytest.mark.parametrize(("fault", "mend", "state"), [
    ("unplug", "plug", CameraState.AWAY), ("stall", "flow", CameraState.AWAY), ("freeze", "thaw", CameraState.FROZEN),
])  # fmt: skip
def test_a_camera_that_fails_is_told_in_ten_seconds_and_is_back_in_twenty(house, fault, mend, state):
    def last() -> CameraState | None:
        return next((c.state for c in reversed(house.of(CameraChanged)) if c.camera == "cam-2"), None)

    house.until("the camera's state", lambda: last() is CameraState.OK, 30)
    house.second.ask(fault)
    house.until("the camera's state", lambda: last() is state, 10)
    house.second.ask(mend)
    house.until("the camera's state", lambda: last() is CameraState.OK, 20)


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
