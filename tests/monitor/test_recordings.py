"""The alert that is open says which camera has it, from when to when, and gives the address to a manager's phone."""

import cv2
import msgspec
import numpy as np
import pytest

from hall.contract.config import CameraPart, HallConfig, RecordingPart
from hall.contract.recording import Footage
from hall.contract.views_wall import WallView
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from tests.monitor.conftest import Room
from tests.monitor.scenes import NOTICES, NOW, at, config, view

OFF_POST = NOTICES[1].finding
CAMERAS = (
    CameraPart("cam-7", "rtsp://camera.example/7", name="7号窗口摄像头", channel="701"),
    CameraPart("hall-b", "rtsp://camera.example/8", name="B区摄像头", channel="801"),
    CameraPart("spare", "rtsp://camera.example/9"),
)
RECORDER = RecordingPart("rtsp://nvr.example/Streaming/tracks/{channel}?starttime={start}&endtime={end}")
ONE = Footage(("cam-7",), at("09:40"))
AROUND = Footage(("cam-7", "hall-b"), at("09:40"), at("09:45"), True)


def hall(recording: RecordingPart | None) -> HallConfig:
    return msgspec.structs.replace(config(), cameras=CAMERAS, recording=recording)


def seen(footage: Footage | None) -> WallView:
    """The wall with this recording of the empty seat."""
    notices = tuple(
        msgspec.structs.replace(n, footage=footage) if n.finding == OFF_POST else n for n in NOTICES
    )
    return view(notices=notices)


@pytest.fixture
def make(words: Words):
    made: list[Room] = []

    def room(footage: Footage | None, recording: RecordingPart | None = RECORDER) -> Room:
        one = Room(FakeLink(NOW), words, hall(recording))
        made.append(one)
        one.show(seen(footage))
        one.desk.open(OFF_POST)
        one.settle()
        return one

    yield room
    for one in made:
        if one.shown:
            one.shown.end()


def lines(room: Room) -> list[str]:
    return room.made["recordings"].lines


def scanned(room: Room) -> str:
    """What a phone before the wall reads."""
    image = room.shown.window.grabWindow().convertToFormat(
        room.shown.window.grabWindow().Format.Format_Grayscale8
    )
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(np.ascontiguousarray(grey[:, : image.width()]))
    return text


def test_a_phone_before_the_wall_reads_the_address(make) -> None:
    room = make(ONE)
    room.open()
    assert lines(room) == ["录像 7号窗口摄像头 09:39:00–09:52:00"]
    assert scanned(room) == (
        "rtsp://nvr.example/Streaming/tracks/701?starttime=20261120T013900Z&endtime=20261120T015200Z"
    )


def test_the_code_stands_still_while_it_is_scanned_and_is_new_when_opened_anew(make) -> None:
    room = make(ONE)
    before = room.made["recordings"].rows
    room.wait(65)
    room.show(seen(ONE))
    assert room.made["recordings"].rows == before
    room.desk.close()
    room.desk.open(OFF_POST)
    assert lines(room) == ["录像 7号窗口摄像头 09:39:00–09:53:05"]


def test_what_came_to_its_end_ends_with_its_margin(make) -> None:
    assert lines(make(Footage(("cam-7",), at("09:40"), at("09:47:30")))) == [
        "录像 7号窗口摄像头 09:39:00–09:48:30"
    ]


def test_the_cameras_of_the_zone_take_turns(make) -> None:
    room = make(AROUND)
    hand = room.open()
    assert lines(room) == ["录像 7号窗口摄像头（看着这个区） 09:39:00–09:46:00"]
    hand.tap("nextCamera")
    room.settle()
    assert lines(room) == ["录像 B区摄像头（看着这个区） 09:39:00–09:46:00"]
    assert "/801?" in scanned(room)
    hand.tap("nextCamera")
    room.settle()
    assert "/701?" in scanned(room)


@pytest.mark.parametrize(
    ("footage", "recording", "said"),
    [
        (None, RECORDER, []),
        (ONE, None, []),
        (Footage(("newer",), at("09:40")), RECORDER, []),
        (Footage((), at("09:40")), RECORDER, ["录像：没有摄像头看着这里"]),
        (ONE, RecordingPart(), ["录像 7号窗口摄像头 09:39:00–09:52:00", "在录像机上按时间查看"]),
        (
            Footage(("spare",), at("09:40")),
            RECORDER,
            ["录像 spare 09:39:00–09:52:00", "录像机里没有这个摄像头"],
        ),
        (
            Footage(("cam-7",), at("09:40") - 40 * 86_400_000, at("09:45") - 39 * 86_400_000),
            RECORDER,
            ["录像 7号窗口摄像头 10-11 09:39:00–10-12 09:46:00", "录像只保存 30 天，已经没有了"],
        ),
    ],
)
def test_what_cannot_be_opened_says_why_and_shows_no_code(make, footage, recording, said) -> None:
    room = make(footage, recording)
    assert lines(room) == said
    assert room.made["recordings"].rows == []
    assert not room.open().visible("footage")


def test_the_code_makes_room_for_the_judgement(make) -> None:
    room = make(ONE)
    hand = room.open()
    assert hand.visible("footage")
    room.desk.choosePerson("2")
    room.desk.judge("dismiss")
    room.settle()
    assert not hand.visible("footage")


def test_an_alert_that_is_over_takes_its_code_with_it(make) -> None:
    room = make(ONE)
    room.show(view(notices=()))
    assert lines(room) == []
    assert room.made["recordings"].rows == []
