"""The pages of the ticket machines and of the air, in a great hall too: reached by touch and key, nothing cut off."""

from collections.abc import Iterator
from itertools import pairwise

import msgspec
import pytest

from hall.contract.base import Text
from hall.contract.sensing import Quantity
from hall.contract.views_wall import WallMachine, ZoneAir, ZoneValue
from hall.uikit import screen
from hall.uikit.words import Words
from monitor.viewmodels.machine_words import row
from tests.monitor import great
from tests.monitor.conftest import Room
from tests.monitor.scenes import NOW, at, machines, township, view
from tests.monitor.test_dispatch_pages import GreatRoom
from tests.monitor.test_pages import box


@pytest.fixture
def hall(words: Words) -> Iterator[GreatRoom]:
    made = GreatRoom(words)
    yield made
    if made.shown:
        made.shown.end()


def said(machine: WallMachine, stale: bool = False) -> tuple[str, ...]:
    made = row(machine, NOW, stale, lambda zh: zh, lambda text: text.zh)
    return made.word, made.status, made.since, made.can, made.cannot, made.why, made.action


def test_a_machine_says_what_works_what_does_not_and_what_to_do() -> None:
    limited, fine, out, unknown = machines()
    assert said(limited) == (
        "能用一部分", "warn", "09:44 起", "扫码、手机号、姓名", "刷卡、刷脸、打票",
        "1 号取号机打印机没有纸了", "去换纸",
    )  # fmt: skip
    assert said(fine) == ("正常", "good", "08:50 起", "刷卡、扫码、刷脸、手机号、姓名、打票", "", "", "")
    assert said(out) == ("用不了", "bad", "09:50 起", "", "", "3 号取号机屏幕没有回音", "告诉运维")
    assert said(unknown) == ("不知道", "stale", "", "手机号、姓名", "", "", "")


def test_with_old_data_nothing_is_claimed_of_a_machine() -> None:
    assert said(machines()[1], stale=True) == ("不知道", "stale", "", "", "", "", "")


def test_a_machine_that_stands_since_yesterday_says_so() -> None:
    out = next(x for x in machines() if x.state.value == "out")
    assert said(msgspec.structs.replace(out, since_ms=at("16:30") - 86_400_000))[2] == "11-19 16:30 起"


def test_a_machine_outside_the_hall_says_where_it_stands_at_any_time() -> None:
    for stale in (False, True):
        made = row(township()[0], NOW, stale, lambda zh: zh, lambda text: text.zh)
        assert (made.name, made.place) == ("5 号取号机", "大隗镇便民服务站")


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_its_place_is_on_the_page_and_over_nothing_else(room: Room, english: bool) -> None:
    room.words.set_english(english)
    room.show(view(machines=(*machines(), *township())))
    hand = room.open()
    room.desk.openMachines()
    room.settle()
    found = [i for i in hand.items() if i.isVisible() and i.objectName() == "machinePlace"]
    assert {i.property("text") for i in found} == {room.words.of(x.place) for x in township()}
    rows = [box(i) for i in hand.items() if i.objectName().startswith("machine_kiosk")]
    tops = sorted(rows, key=lambda b: b.top())
    assert all(one.bottom() <= two.top() + 1 for one, two in pairwise(tops))
    assert not any(i.property("truncated") for i in found)
    assert all(any(line.contains(box(i)) for line in tops) for i in found)
    assert room.words.missing == set()
    assert screen.warnings == []


def test_a_machine_that_works_with_little_paper_asks_for_attention() -> None:
    low = msgspec.structs.replace(machines()[0].parts[0], state="ready", why=Text("纸快用完了"))
    word, status, *_ = said(msgspec.structs.replace(machines()[1], parts=(low,), action=Text("备好纸卷")))
    assert (word, status) == ("注意", "warn")


def test_the_page_is_reached_by_touch_and_by_key_and_left_again(room: Room) -> None:
    room.show(view())
    hand = room.open()
    hand.tap("fact_machines")
    room.settle()
    assert room.desk.page == "machines"
    assert [x.id for x in room.desk.machines.rows.rows] == ["kiosk-3", "kiosk-1", "kiosk-4", "kiosk-2"]
    hand.tap("deskClose")
    room.settle()
    assert room.desk.page == ""
    hand.key("M")
    room.settle()
    assert room.desk.page == "machines"


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_fifty_six_machines_of_a_great_hall(hall: GreatRoom, english: bool) -> None:
    hall.words.set_english(english)
    hall.open()
    hall.desk.openMachines()
    hall.settle()
    assert len(hall.desk.machines.rows.rows) == 56
    assert hall.desk.machines.rows.rows[0].status == "warn", "the worst first"
    assert screen.warnings == []
    assert hall.words.missing == set()


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_the_air_of_seventeen_zones_leaves_room_to_record(hall: GreatRoom, english: bool) -> None:
    values = tuple(ZoneValue(q, 20.0, at("09:51")) for q in Quantity)
    air = tuple(
        ZoneAir(z.id, Text(f"{z.id} {z.name}", f"{z.id} {z.name_en}"), values) for z in great.config().zones
    )
    hall.show(msgspec.structs.replace(great.wall(), air=air))
    hall.words.set_english(english)
    hand = hall.open()
    hall.desk.openEnvironment()
    hall.settle()
    by_name = {i.objectName(): i for i in hand.items() if i.isVisible()}
    assert box(by_name["noteText"]).bottom() <= box(by_name["ratePoor"]).top()
    assert box(by_name["airTable"]).bottom() <= box(by_name["ratePoor"]).top()
    assert screen.warnings == []
    hand.tap("place_Q")
    hall.settle()
    assert next(x for x in hall.desk.environment.zones.rows if x.id == "Q").chosen
