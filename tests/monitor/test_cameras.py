"""The cameras on the device page: what is known of each, what to do, and a picture with people masked on request."""

import os

import pytest

from hall.bus.tiles import Tiles
from hall.contract.sightings import CameraState
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.words_en import EN as CONTROLS
from monitor.viewmodels.cameras import PATIENCE_S, STATES, Cameras
from monitor.words_en import EN
from tests.monitor.camera_scenes import camera_lines, picture
from tests.monitor.conftest import Room
from tests.monitor.scenes import NOW, device_lines, view
from tests.monitor.test_pages import check

CLOCK = 1_800_000_000.0


def opened(room: Room):
    room.show(view())
    room.link.show("devices", camera_lines())
    room.desk.openDevices()
    room.made["devices"].chooseKind("camera")
    room.settle()
    return room.made["devices"]


def rows(page) -> list:
    return list(page.cameras.rows.rows)


def test_every_state_says_since_when_what_to_do_and_how_much_of_today(room: Room) -> None:
    page = opened(room)
    by_id = {x.id: x for x in rows(page)}
    moved = by_id["hall-1"]
    assert (moved.word, moved.status) == ("被移动", "warn")
    assert moved.why == "09:31 起 · 扶正，或重新画区域"
    assert (moved.online, moved.heard, moved.past) == ("今天在线 85%", "刚有画面", "")
    away = by_id["hall-0"]
    assert (away.word, away.heard) == ("没有画面", "09:31 有过画面")
    far = by_id["far"]
    assert (far.word, far.status, far.online, far.heard) == (
        "不知道",
        "stale",
        "今天在线不知道",
        "还没有画面",
    )
    assert far.why == "09:50 起 · 它的主机没有回音"
    well = by_id["well-1"]
    assert (well.word, well.status, well.online, well.past) == (
        "正常", "good", "今天在线 99.9%", "上次 08:40 被挡住了",
    )  # fmt: skip
    assert set(STATES) == {x.value for x in CameraState}
    assert set(STATES.values()) - set(EN) - set(CONTROLS) == set()


def test_cameras_are_a_section_of_their_own_with_the_same_filters(room: Room) -> None:
    page = opened(room)
    assert page.showsCameras
    assert page.counts == "要处理 7 · 不知道 1 · 正常 3"
    page.chooseKind("bad")
    assert len(rows(page)) == 8
    page.chooseZone("B")
    assert {x.id for x in rows(page)} == {"hall-1", "hall-4"}
    page.chooseKind("bad")
    page.chooseZone("B")
    page.typeText("大厅")
    assert {x.id for x in rows(page)} == {"well-0", "well-1", "well-2"}
    page.chooseKind("camera")
    assert not page.showsCameras
    assert page.counts == "要处理 3 · 不知道 1 · 正在换字 1 · 无法确认 1 · 正常 13"


def test_a_hall_without_cameras_has_no_such_section(room: Room) -> None:
    room.show(view())
    room.link.show("devices", device_lines())
    room.desk.openDevices()
    assert "camera" not in {x.id for x in room.made["devices"].kinds.rows}


def test_old_data_claim_nothing(room: Room) -> None:
    page = opened(room)
    room.link.lose()
    room.wait(40)
    assert {(x.word, x.status) for x in rows(page)} == {("不知道", "stale")}


def dated(tiles: Tiles, at_s: float) -> None:
    os.utime(tiles.folder / "hall-1.jpg", (at_s, at_s))


def test_a_picture_is_asked_for_only_while_it_is_looked_at_and_its_age_is_told(room: Room, tmp_path) -> None:
    tiles = Tiles(tmp_path / "hall.journal")
    tiles.open(("hall-1",))
    now = [CLOCK]
    seen = Cameras(room.wall, tiles, lambda: now[0])
    seen.look()
    assert list(tiles.folder.iterdir()) == []
    seen.choose("hall-1")
    assert (tiles.folder / "hall-1.asked").exists()
    assert (seen.picture, seen.caption) == ("", "正在取画面")
    tiles.put("hall-1", picture())
    dated(tiles, now[0])
    now[0] += 3
    seen.look()
    assert seen.picture.startswith("data:image/jpeg;base64,")
    assert seen.caption == "人已打码 · 3 秒前"
    now[0] += PATIENCE_S + 5
    seen.look()
    assert (seen.picture, seen.caption) == ("", "现在没有画面")
    seen.choose("hall-1")
    assert (seen.chosen, seen.picture, seen.caption) == ("", "", "")


def test_another_machine_says_where_the_picture_is(room: Room, tmp_path) -> None:
    for tiles in (None, Tiles(tmp_path / "hall.journal")):
        seen = Cameras(room.wall, tiles)
        seen.choose("hall-1")
        assert (seen.picture, seen.caption) == ("", "这台电脑上没有画面，请到摄像头的主机上看")
        seen.leave()
    assert list(tmp_path.iterdir()) == []


def test_it_is_reached_from_the_wall_by_press_and_shows_the_picture(words, tmp_path) -> None:
    tiles = Tiles(tmp_path / "hall.journal")
    tiles.open(("hall-1",))
    tiles.put("hall-1", picture())
    room = Room(FakeLink(NOW), words, tiles=tiles)
    room.show(view())
    room.link.show("devices", camera_lines())
    hand = room.open()
    hand.tap("fact_devices")
    room.settle()
    hand.tap("kind_camera")
    room.settle()
    hand.tap("camera_hall-1")
    room.settle()
    assert hand.find("cameraCaption").property("text").startswith("人已打码")
    assert hand.find("cameraPicture").property("source").toString().startswith("data:image/jpeg")
    hand.key("Escape")
    room.settle()
    assert room.made["devices"].cameras.picture == ""
    room.shown.end()
    assert screen.warnings == []


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)], ids=["1080p", "4k"])
def test_nothing_is_cut_off(room: Room, english: bool, size: tuple[int, int]) -> None:
    room.words.set_english(english)
    hand = room.open(size)
    page = opened(room)
    check(hand, "cameras")
    page.cameras.choose("hall-1")
    room.settle()
    check(hand, "camera without a picture")
    assert room.words.missing == set()
    assert screen.warnings == []
