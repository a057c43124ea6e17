"""A record of 环境差 a camera found, with its pictures of before and when found: files of this machine, or words."""

import os

import msgspec
import pytest

from hall.bus.tiles import KEEP_DAYS, Kept
from hall.contract.environment import ExcuseTrouble
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from monitor.viewmodels.environment import DAY_MS
from tests.monitor.camera_scenes import keep_pictures
from tests.monitor.conftest import Room
from tests.monitor.pictures import with_pins
from tests.monitor.scenes import NOW, TROUBLES, config, watched
from tests.monitor.test_pages import check

RECORD = TROUBLES[0]
SOURCE = "data:image/jpeg;base64,"


@pytest.fixture
def kept(tmp_path) -> Kept:
    return keep_pictures(tmp_path / "hall.journal")


def looked(words, kept: Kept | None, trouble=RECORD, now: int = NOW) -> Room:
    room = Room(FakeLink(now), words, with_pins(config()), kept=kept)
    room.show(msgspec.structs.replace(watched(), at=now, troubles=(trouble,)))
    room.desk.openEnvironment()
    room.desk.environment.look(trouble.record)
    return room


def notes(room: Room) -> list[str]:
    shots = room.desk.environment.shots.rows
    assert [x.id for x in shots] == ["before", "after"]
    assert all((x.source == "") == (x.note != "") for x in shots), "a picture, or why there is none"
    return [x.note for x in shots]


def test_both_pictures_with_cause_place_and_since_when(words, kept: Kept) -> None:
    page = looked(words, kept).desk.environment
    before, after = page.shots.rows
    assert (before.title, after.title) == ("之前", "发现时")
    assert before.source.startswith(SOURCE) and after.source.startswith(SOURCE)
    assert before.source != after.source
    assert page.lines == ["A 综合受理  有东西放在那里", "09:41 起 · 摄像头 大厅北"]
    assert page.box == [0.4, 0.7, 0.1, 0.1]


def test_they_are_held_only_while_somebody_looks(words, kept: Kept) -> None:
    room = looked(words, kept)
    room.desk.close()
    assert room.desk.environment.shots.rows == ()


def test_another_machine_says_where_they_are(words, tmp_path) -> None:
    where = "照片不在这台电脑上，请到摄像头的主机上看"
    for kept in (None, Kept(tmp_path / "hall.journal")):
        assert notes(looked(words, kept)) == [where, where]
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_was_deleted_says_so(words, kept: Kept) -> None:
    (kept.folder / RECORD.before).unlink()
    assert notes(looked(words, kept)) == ["照片不在这台电脑上，或已经删了", ""]
    late = looked(words, kept, now=RECORD.since_ms + KEEP_DAYS * DAY_MS + 1000)
    assert notes(late) == ["过了 30 天，照片删了", ""]


def test_a_record_without_pictures_says_so(words, kept: Kept) -> None:
    bare = msgspec.structs.replace(RECORD, before="", after="")
    assert notes(looked(words, kept, bare)) == ["没有拍下照片", "没有拍下照片"]


def test_a_damaged_file_cannot_be_shown(words, kept: Kept) -> None:
    whole = (kept.folder / RECORD.before).read_bytes()
    damaged = (
        whole[: len(whole) // 2],
        whole[:300],
        b"",
        b"no picture",
        bytes(600_000),
        whole[:200] + whole[-2:],
    )
    for data in damaged:
        (kept.folder / RECORD.before).write_bytes(data)
        assert notes(looked(words, kept)) == ["照片坏了，显示不了", ""]
    (kept.folder / RECORD.before).unlink()
    (kept.folder / RECORD.before).mkdir()
    assert notes(looked(words, kept)) == ["照片坏了，显示不了", ""]


def test_a_name_that_leads_out_of_the_folder_is_no_picture(words, kept: Kept) -> None:
    os.rename(kept.folder / RECORD.before, kept.folder.parent / "outside.jpg")
    for name in ("../outside.jpg", str(kept.folder.parent / "outside.jpg"), ".."):
        astray = msgspec.structs.replace(RECORD, before=name)
        assert notes(looked(words, kept, astray)) == ["照片不在这台电脑上，或已经删了", ""]


def test_a_record_that_is_over_says_so_and_the_steps_lead_back(words, kept: Kept) -> None:
    room = looked(words, kept)
    page = room.desk.environment
    page.enlarge("after")
    assert page.step == "large" and page.large.startswith(SOURCE) and page.largeTitle == "发现时"
    room.show(msgspec.structs.replace(watched(), troubles=()))
    room.desk.back()
    assert page.over and page.lines == ["这件事已经过去了"]
    room.desk.back()
    assert (page.step, room.desk.page) == ("", "environment")
    room.desk.back()
    assert room.desk.page == ""


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)], ids=["1080p", "4k"])
def test_from_the_list_to_a_large_picture_and_no_problem_by_press(
    words, kept: Kept, english: bool, size: tuple[int, int]
) -> None:
    link = FakeLink(NOW)
    room = Room(link, words, with_pins(config()), kept=kept)
    room.show(watched())
    words.set_english(english)
    hand = room.open(size)
    hand.key("E")
    room.settle()
    hand.tap("look_0")
    room.settle()
    check(hand, "a record")
    hand.tap("shot_after")
    room.settle()
    check(hand, "a large picture")
    assert hand.visible("largeShot") and not hand.visible("shot_after")
    hand.tap("largeShot")
    room.settle()
    hand.tap("excuseLooked")
    room.settle()
    for name in ("person_2", "reason_1", "pin_4", "pin_2", "settleExcuse"):
        hand.tap(name)
        room.settle()
    assert link.commands == [ExcuseTrouble(RECORD.record, "2", "新摆放的物品", "42")]
    link.done()
    room.settle()
    assert hand.visible("troubleList")
    assert words.missing == set() and screen.warnings == []
    room.shown.end()


def test_a_sensors_record_has_no_pictures_to_press(words, kept: Kept) -> None:
    room = Room(FakeLink(NOW), words, kept=kept)
    room.show(watched())
    assert [x.seen for x in room.desk.environment.records.rows] == [True, False, True]
