"""The cameras on the device page: what is known of each, what to do, a picture with people masked on request, and
telling one of them what empty looks like."""

import os

import pytest

from hall.bus.tiles import Tiles
from hall.contract.sightings import CameraState, CaptureEmpty
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.words_en import EN as CONTROLS
from monitor.viewmodels import empties
from monitor.viewmodels.cameras import PATIENCE_S, STATES, Cameras
from monitor.words_en import EN
from tests.monitor.camera_scenes import POSTS, camera_lines, picture
from tests.monitor.conftest import Room
from tests.monitor.pictures import with_pins
from tests.monitor.scenes import NOW, config, device_lines, view
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
    assert by_id["well-2"].past == "上次 08:40 被挡住了 · 人形检测停了，只看变化和动作"
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
    assert page.counts == "要处理 3 · 不知道 1 · 正在换字 1 · 无法确认 3 · 正常 12"


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
    seen = Cameras(room.wall, room.made["who"], tiles, lambda: now[0])
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
        seen = Cameras(room.wall, room.made["who"], tiles)
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


def test_a_damaged_picture_is_none(room: Room, tmp_path) -> None:
    tiles = Tiles(tmp_path / "hall.journal")
    tiles.open(("hall-1",))
    whole = picture()
    for data in (whole[: len(whole) // 2], b"no picture", whole[:3] + bytes(200) + whole[-2:]):
        tiles.put("hall-1", data)
        dated(tiles, CLOCK)
        seen = Cameras(room.wall, room.made["who"], tiles, lambda: CLOCK)
        seen.choose("hall-1")
        assert (seen.picture, seen.caption) == ("", "现在没有画面")
        seen.leave()


# -- what empty looks like -----------------------------------------------------------------------------------


class Watched:
    """One camera with four posts, looked at by a manager; `now` is the machine's clock."""

    def __init__(self, room: Room, tmp_path) -> None:
        self.room, self.now = room, CLOCK
        self.tiles = Tiles(tmp_path / "hall.journal")
        self.tiles.open(("well-0",))
        self.cameras = Cameras(room.wall, room.made["who"], self.tiles, lambda: self.now)
        self.empties = self.cameras.empties
        room.show(view())
        self.show()
        self.picture()
        self.cameras.choose("well-0")
        room.made["who"].ask((), True, True)
        room.made["who"].choose("2")

    def picture(self) -> None:
        self.tiles.put("well-0", picture())
        os.utime(self.tiles.folder / "well-0.jpg", (self.now, self.now))

    def show(self, emptied_ms: int = 0) -> None:
        self.cameras.show(camera_lines(emptied_ms).cameras, lambda _: True, NOW)

    def later(self, seconds: float) -> None:
        self.now += seconds
        self.picture()
        self.cameras.look()

    @property
    def places(self) -> list[str]:
        return [x.id for x in self.empties.places.rows]


@pytest.fixture
def watched(room: Room, tmp_path) -> Watched:
    return Watched(room, tmp_path)


def test_a_seat_is_said_to_be_empty_and_the_camera_tells_when_it_took_it(watched: Watched) -> None:
    said = watched.empties
    assert [x.text for x in said.places.rows] == ["整个画面", *(x.name.zh for x in POSTS)]
    said.choose("front-7")
    assert said.sentence == "摄像头 大厅 0：7 号窗座位现在是空的"
    said.send()
    assert watched.room.link.commands == [CaptureEmpty("well-0", "front-7", "2")]
    watched.room.link.done()
    assert not said.asks
    assert (said.status, said.note) == (
        "told", "09:52 已告诉摄像头：7 号窗座位是空的。30 秒内的画面才算数",
    )  # fmt: skip
    watched.later(20)
    watched.show(emptied_ms=NOW + 4000)
    assert (said.status, said.note) == ("taken", "09:52 摄像头记下了：7 号窗座位是空的")
    watched.later(600)
    assert said.status == "taken"


def test_all_it_sees_is_one_word_and_what_was_not_taken_is_said(watched: Watched) -> None:
    watched.show(emptied_ms=NOW - 60_000)
    watched.empties.choose(empties.ALL)
    watched.empties.send()
    assert watched.room.link.commands == [CaptureEmpty("well-0", "", "2")]
    watched.room.link.done()
    watched.show()  # its process was started anew
    assert watched.empties.status == "told"
    watched.later(empties.PATIENCE_S + 1)
    assert (watched.empties.status, watched.empties.note) == (
        "missed", "30 秒内摄像头没有记下整个画面，请再说一次",
    )  # fmt: skip


def test_a_refusal_is_shown_and_another_camera_starts_anew(watched: Watched) -> None:
    said = watched.empties
    said.choose("guide")
    said.send()
    watched.room.link.refuse("not_manager", "要由管理人员办理", "That is for a manager.")
    assert said.asks and said.problem == "要由管理人员办理"
    said.back()
    assert (said.asks, said.problem, said.status) == (False, "", "")
    said.choose("guide")
    watched.cameras.choose("well-1")
    assert not said.asks


def test_nothing_can_be_said_without_a_look_or_of_a_camera_that_is_not_well(watched: Watched) -> None:
    said = watched.empties
    said.choose("front-7")
    watched.now += 60  # the picture on the screen is old
    watched.cameras.look()
    assert (said.hint, watched.places) == ("看到画面才能记空位", [])
    said.send()
    watched.later(0)
    watched.room.link.lose()
    watched.room.wait(40)
    watched.show()
    assert (said.hint, watched.places) == ("摄像头正常了才能记空位", [])
    said.send()
    said.choose("front-7")
    assert watched.room.link.commands == []


def test_a_camera_that_was_moved_cannot_be_told(watched: Watched) -> None:
    watched.tiles.put("hall-1", picture())
    os.utime(watched.tiles.folder / "hall-1.jpg", (watched.now, watched.now))
    watched.cameras.choose("hall-1")
    assert watched.cameras.picture
    assert (watched.empties.hint, watched.places) == ("摄像头正常了才能记空位", [])


def test_it_is_said_from_the_wall_by_press_and_pin(words, tmp_path) -> None:
    tiles = Tiles(tmp_path / "hall.journal")
    tiles.open(("well-0",))
    tiles.put("well-0", picture())
    room = Room(FakeLink(NOW), words, with_pins(config()), tiles)
    room.show(view())
    room.link.show("devices", camera_lines())
    hand = room.open()
    hand.key("S")
    room.settle()
    hand.tap("kind_camera")
    room.made["devices"].typeText("大厅")
    room.settle()
    hand.tap("camera_well-0")
    room.settle()
    check(hand, "what may be empty")
    hand.tap("empty_front-7")
    room.settle()
    check(hand, "who says so")
    assert not hand.visible("deviceSearch")
    hand.tap("person_2")
    room.settle()
    for name in ("pin_4", "pin_2", "sendEmpty"):
        hand.tap(name)
        room.settle()
    assert room.link.commands == [CaptureEmpty("well-0", "front-7", "2", "42")]
    room.link.refuse("pin", "密码不对，请再输一次。", "Wrong PIN. Please type it again.")
    room.settle()
    assert hand.text("emptyProblem") == "密码不对，请再输一次。"
    hand.key("Escape")
    room.settle()
    assert hand.visible("cameraList") and not hand.visible("sendEmpty")
    hand.key("Escape")
    room.settle()
    assert room.desk.page == "" and room.made["devices"].cameras.picture == ""
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
