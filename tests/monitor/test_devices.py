"""The device page: the worst first, nothing claimed that nobody confirmed, found by zone, kind and words."""

import msgspec
import pytest

from hall.contract.base import Text
from hall.contract.views_devices import DeviceLine, DevicesView
from hall.uikit import screen
from hall.uikit.words_en import EN as CONTROLS
from monitor.viewmodels.devices import KINDS, STATES, STATUS, TRUTHS, is_well, row
from monitor.words_en import EN
from tests.monitor import great
from tests.monitor.conftest import Room
from tests.monitor.scenes import NOW, device_lines, devices, view
from tests.monitor.test_pages import check


def opened(room: Room, lines: DevicesView | None = None):
    room.show(view())
    room.link.show("devices", lines or device_lines())
    room.desk.openDevices()
    room.settle()
    return room.made["devices"]


def rows(page) -> list:
    return list(page.rows.rows)


def test_a_display_says_what_it_should_and_what_it_confirmed(room: Room) -> None:
    by_id = {x.id: x for x in rows(opened(room))}
    away = by_id["window-2.panel"]
    assert (away.word, away.status, away.should, away.shown) == ("不在", "warn", "请A012号到2号窗口", "")
    assert (away.why, away.heard) == ("09:31 起 · 线掉了", "09:31 回过话")
    wrong = by_id["window-5.panel"]
    assert (wrong.word, wrong.shown, wrong.past) == (
        "没有显示", "A030 办理中", "上次 09:51 不接受指令 · 今天没做成 2 次",
    )  # fmt: skip
    mute = by_id["window-11.panel"]
    assert (mute.word, mute.status, mute.confirmed, mute.heard) == ("无法确认", "note", False, "自己不回话")
    assert by_id["kiosk-1.card"].past == "上次 08:48 没信号"
    silent = by_id["zone-A.voice"]
    assert (silent.word, silent.status, silent.heard) == ("无法确认", "note", "自己不回话"), (
        "unknown is not fine"
    )


@pytest.mark.parametrize(
    ("known", "word", "heard"),
    [
        ({"asked": False, "heard": False}, "无法确认", "问不了"),
        ({"asked": False, "heard": True, "heard_ms": NOW - 60_000}, "正常", "09:51 回过话"),
        ({"asked": False, "heard": False, "heard_ms": NOW - 3_600_000}, "无法确认", "08:52 回过话"),
        ({"heard_ms": NOW}, "正常", "刚回过话"),
        ({"heard": False, "state": "unknown"}, "不知道", "还没回过话"),
    ],
)
def test_a_scanner_that_cannot_be_asked_is_well_for_a_while_after_it_was_used(known, word, heard) -> None:
    told = {"state": "ready", **known}
    line = DeviceLine("k1.scan", Text("扫码器"), "scan", "A", since_ms=NOW - 7_200_000, **told)
    made = row(line, NOW, False, str, lambda text: text.zh)
    assert (made.word, made.heard) == (word, heard)
    assert made.why.endswith("用一次才知道") is (word == "无法确认"), "what to do stands beside it"


def test_what_cannot_confirm_is_counted_apart_and_is_no_trouble(room: Room) -> None:
    page = opened(room)
    assert page.counts == "要处理 3 · 不知道 1 · 正在换字 1 · 无法确认 3 · 正常 12"
    page.chooseKind("bad")
    assert [x.id for x in rows(page)] == [
        "window-2.panel", "kiosk-1.printer", "window-5.panel", "window-6.panel",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "arg", "found"),
    [
        ("chooseZone", "C", {"window-9.panel"}),
        ("chooseKind", "screen", {"zone-B.screen"}),
        ("typeText", "a031", {"window-5.panel"}),
        ("typeText", "KIOSK", {"kiosk-1.printer", "kiosk-1.card", "kiosk-1.scan"}),
        ("typeText", "没有这样的", set()),
    ],
)
def test_a_device_is_found_and_pressing_again_shows_all(
    room: Room, act: str, arg: str, found: set[str]
) -> None:
    page = opened(room)
    every = [x.id for x in rows(page)]
    getattr(page, act)(arg)
    assert {x.id for x in rows(page)} == found
    getattr(page, act)("" if act == "typeText" else arg)
    assert [x.id for x in rows(page)] == every


def test_old_data_claim_nothing(room: Room) -> None:
    page = opened(room)
    room.link.lose()
    room.wait(40)
    assert {(x.word, x.status) for x in rows(page)} == {("不知道", "stale")}
    assert page.counts == "数据 40 秒前"


def test_the_page_works_only_while_somebody_looks(room: Room) -> None:
    page = opened(room)
    room.desk.close()
    room.link.show("devices", DevicesView(1, NOW, ()))
    assert rows(page)
    room.desk.openDevices()
    assert not rows(page)


def test_every_state_and_truth_has_words() -> None:
    assert set(STATUS) == set(TRUTHS)
    assert {*KINDS.values(), *TRUTHS.values(), *STATES.values()} - set(EN) - set(CONTROLS) == set()


def test_it_is_opened_from_the_wall_by_press_and_by_key(room: Room) -> None:
    room.show(view())
    room.link.show("devices", device_lines())
    hand = room.open()
    hand.tap("fact_devices")
    room.settle()
    assert hand.visible("devicesPage") and hand.visible("device_window-2.panel")
    hand.tap("kind_screen")
    room.settle()
    assert hand.visible("device_zone-B.screen")
    hand.key("Escape")
    room.settle()
    assert not hand.visible("devicesPage")
    hand.key("S")
    room.settle()
    hand.tap("deviceSearch")
    hand.type("11")
    room.settle()
    assert rows(room.made["devices"])[0].id == "window-11.panel"


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)], ids=["1080p", "4k"])
def test_nothing_is_cut_off(room: Room, english: bool, size: tuple[int, int]) -> None:
    room.words.set_english(english)
    hand = room.open(size)
    opened(room)
    check(hand, "devices")
    assert room.words.missing == set()
    assert screen.warnings == []


def test_a_great_hall_is_listed_whole(room: Room) -> None:
    page = opened(room, great.devices())
    shown = rows(page)
    assert len(shown) == len(great.config().devices)
    well = [x.status in ("good", "note", "plain") for x in shown]
    assert well == sorted(well), "what is not well stands first"
    assert sum(not x for x in well) == sum(not is_well(x) for x in great.devices().devices)


def test_the_wall_says_which_devices_nobody_has_heard_yet(room: Room) -> None:
    one, *others = devices(0, 0, 10)
    room.show(view(devices=(msgspec.structs.replace(one, heard=False), *others)))
    fact = next(x for x in room.wall.facts.rows if x.id == "devices")
    assert (fact.word, fact.detail, fact.status) == ("9/10 好", "1 台无法确认", "note")
    room.show(view(devices=(one, *others)))
    assert next(x for x in room.wall.facts.rows if x.id == "devices").detail == "没有报坏的"


def test_the_wall_counts_what_cannot_confirm_in_its_own_quiet_colour(room: Room) -> None:
    one, *others = devices(0, 0, 10)
    mute = msgspec.structs.replace(one, state="unknown", truth="sent")
    room.show(view(devices=(mute, *others)))
    fact = next(x for x in room.wall.facts.rows if x.id == "devices")
    assert (fact.word, fact.detail, fact.status) == ("9/10 好", "1 块屏不回话，无法确认", "note")
    lying = msgspec.structs.replace(one, truth="wrong")
    room.show(view(devices=(lying, mute, *others[1:])))
    fact = next(x for x in room.wall.facts.rows if x.id == "devices")
    assert (fact.word, fact.status) == ("坏 1 / 10", "warn")
