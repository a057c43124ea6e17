"""One word and one figure each: the worst first, and unknown is never good."""

import msgspec
import pytest
from msgspec.structs import replace

from hall.contract.base import Text
from hall.contract.posts import Suspension
from hall.contract.supervision import FindingState
from hall.contract.views_common import WindowState
from hall.contract.views_wall import WallDevice, WallMachine, WallPost, WallView, WallWindow
from monitor.viewmodels.air_words import row
from monitor.viewmodels.facts import Fact, facts
from tests.monitor.scenes import NOW, air, at, cameras, devices, machines, posts, township, view

DAY = 86_400_000


def of(shown: WallView, stale: bool = False) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts(shown, stale, lambda zh: zh, lambda text: text.zh)}


def test_the_handbooks_wall() -> None:
    found = of(view())
    assert (found["environment"].word, found["environment"].status) == ("环境差 1 处", "warn")
    assert found["environment"].detail == "B 区卫生：等候处地面有水，09:35 起"
    assert (found["devices"].word, found["devices"].detail) == ("坏 1 / 72", "2 号叫号屏没信号，09:31 起")
    assert (found["cameras"].word, found["cameras"].status) == ("16/16 好", "good")
    assert (found["machines"].word, found["machines"].status) == ("用不了 1 / 4", "bad")
    assert found["machines"].detail == "3 号取号机屏幕没有回音"
    assert list(found) == ["environment", "devices", "machines", "cameras", "posts", "dispatch"]


def test_a_place_nobody_can_judge_is_neither_good_nor_poor() -> None:
    blind = (Text("D 不动产"), Text("北侧电梯"))
    row = of(view(poor=(), unjudged=blind))["environment"]
    assert (row.word, row.detail, row.status) == ("不知道 2 处", "D 不动产、北侧电梯，现在判断不了", "stale")
    row = of(view(unjudged=blind))["environment"]
    assert (row.word, row.status) == ("环境差 1 处 · 未知 2", "warn")


@pytest.mark.parametrize(
    ("broken", "unknown", "word", "status"),
    [
        (0, 0, "10/10 好", "good"),
        (1, 0, "坏 1 / 10", "warn"),
        (2, 3, "坏 2 / 10 · 未知 3", "warn"),
        (0, 3, "不知道 3 / 10", "stale"),
        (0, 10, "不知道 10 / 10", "stale"),
    ],
)
def test_devices_say_the_worst(broken: int, unknown: int, word: str, status: str) -> None:
    row = of(view(devices=devices(broken, unknown, 10)))["devices"]
    assert (row.word, row.status) == (word, status)


def test_a_working_device_with_a_warning_is_not_green() -> None:
    near = WallDevice("p", Text("1 号打印机"), "ready", at("09:00"), "paper_near_end", Text("纸快用完了"))
    row = of(view(devices=(near, *devices(0, 0, 3))))["devices"]
    assert (row.word, row.status) == ("注意 1 / 4", "warn")
    assert row.detail.startswith("1 号打印机纸快用完了")


def test_what_never_said_a_word_is_not_counted_as_good() -> None:
    one, two, *others = devices(0, 0, 10)
    new = [replace(x, heard=False) for x in (one, two)]
    row = of(view(devices=(*new, *others)))["devices"]
    assert (row.word, row.detail, row.status) == ("8/10 好", "2 台无法确认", "note")
    mute = replace(others[0], truth="sent", state="unknown")
    row = of(view(devices=(*new, mute, *others[1:])))["devices"]
    assert (row.word, row.detail, row.status) == ("7/10 好", "3 台无法确认", "note")


def test_what_began_on_another_day_says_which() -> None:
    """At 09:52 "16:30 起" would be this afternoon."""
    night = at("16:30") - DAY
    away = replace(devices(1, 0, 1)[0], since_ms=night)
    found = of(view(devices=(away,), poor_since_ms=night))
    assert found["devices"].detail == "2 号叫号屏没信号，11-19 起"
    assert found["environment"].detail == "B 区卫生：等候处地面有水，11-19 起"


def test_what_is_not_there_is_not_good() -> None:
    found = of(view(devices=(), cameras=(), posts=(), windows=()))
    assert {found[name].status for name in ("devices", "cameras", "posts")} == {"stale"}


def test_old_data_says_nothing_about_anything() -> None:
    assert {(fact.word, fact.status) for fact in of(view(), stale=True).values()} == {("不知道", "stale")}


def seats(*values: str) -> WallView:
    some = tuple(WallWindow(str(i), "A", str(i), WindowState.SERVING) for i in range(len(values)))
    return view(
        windows=some,
        posts=tuple(WallPost(f"p{i}", str(i), "front", seat, NOW) for i, seat in enumerate(values)),
    )


@pytest.mark.parametrize(
    ("values", "word", "status"),
    [
        (("present", "leaving"), "2/2 在", "good"),
        (("present", "absent"), "空 1 / 2", "warn"),
        (("present", "unknown"), "不知道 1 / 2", "stale"),
        (("absent", "unknown"), "空 1 / 2", "warn"),
    ],
)
def test_posts_count_seats_of_open_windows(values: tuple[str, ...], word: str, status: str) -> None:
    row = of(seats(*values))["posts"]
    assert (row.word, row.status) == (word, status)


@pytest.mark.parametrize("why", [x for x in Suspension if x is not Suspension.NONE])
def test_a_post_where_nobody_is_looked_for_is_not_counted(why: Suspension) -> None:
    guide = WallPost("guide", "", "guide", "absent", NOW)
    assert of(view(windows=(), posts=(guide,)))["posts"].word == "空 1 / 1"
    assert of(view(windows=(), posts=(replace(guide, suspended=why),)))["posts"].word == "没开"


def test_a_post_no_camera_sees_is_not_counted_at_all() -> None:
    desk = WallPost("desk", "", "consult", "unknown", 0, watched=False)
    assert of(view(posts=(desk, *posts()[:1])))["posts"].word == "1/1 在"
    assert of(view(posts=(desk,)))["posts"].status == "stale"


def test_a_suspicion_is_never_said_as_a_fact() -> None:
    row = of(view(posts=tuple(p for p in posts() if p.away is not FindingState.CONFIRMED)))["posts"]
    assert (row.word, row.detail, row.status) == ("疑缺 1 / 21", "7 号窗待核实", "bad")
    both = of(view())["posts"]
    assert (both.word, both.detail) == ("缺 1 疑缺 1 / 22", "9 号窗离岗，7 号窗待核实")


def test_an_empty_post_without_a_window_is_named_too() -> None:
    guide = WallPost("guide", "", "guide", "absent", NOW, Text("A 区导办台"), away=FindingState.SUSPECTED)
    assert of(view(posts=(*posts(), guide)))["posts"].detail == "9 号窗离岗，7 号窗、A 区导办台待核实"


def test_strangers_have_a_row_only_when_there_were_some() -> None:
    assert "access" not in of(view())
    assert of(view(refused=3))["access"].word == "挡住 3 次"


def test_a_broken_camera_is_named() -> None:
    blind = WallDevice("c", Text("摄像头 B2"), "covered", at("09:20"), "", Text("被挡住了"))
    row = of(view(cameras=(blind, *cameras(3))))["cameras"]
    assert (row.word, row.detail) == ("坏 1 / 4", "摄像头 B2 被挡住了，09:20 起")


def test_machines_outside_the_hall_are_counted_apart() -> None:
    part, fine = machines()[0], machines()[1]
    works, out = township()

    def said(*some: WallMachine) -> tuple[str, str, str]:
        fact = of(view(machines=some))["machines"]
        return fact.word, fact.detail, fact.status

    assert said(fine, fine, works) == ("2/2 好", "都能用 · 馆外 1 台", "good")
    assert said(works) == ("1/1 好", "都能用 · 馆外 1 台", "good")
    assert said(fine, part, works) == ("部分能用 1 / 2", "1 号取号机打印机没有纸了", "warn")
    silent = "超化镇便民服务站 6 号取号机屏幕没有回音"
    assert said(fine, part, works, out) == ("馆外 用不了 1 / 2", silent, "bad")
    assert said(machines()[2], fine, out) == ("用不了 1 / 2", "3 号取号机屏幕没有回音，还有 1 处", "bad")


def test_of_ticket_machines_the_worst_is_said() -> None:
    out, part, fine = machines()[2], machines()[0], machines()[1]
    unknown = machines()[3]

    def said(*some: WallMachine) -> tuple[str, str, str]:
        fact = of(view(machines=some))["machines"]
        return fact.word, fact.detail, fact.status

    assert said(fine, part, out) == ("用不了 1 / 3", "3 号取号机屏幕没有回音", "bad")
    assert said(fine, part, part) == ("部分能用 2 / 3", "1 号取号机打印机没有纸了，还有 1 处", "warn")
    assert said(fine, unknown) == ("不知道 1 / 2", "", "stale")
    assert said(fine) == ("1/1 好", "都能用", "good")
    low = msgspec.structs.replace(fine, worst="p", why=Text("2 号取号机打印机纸快用完了"))
    assert said(fine, low) == ("2/2 好", "2 号取号机打印机纸快用完了", "warn")
    assert "machines" not in of(view(machines=()))


def test_when_strangers_came_what_is_well_gives_way() -> None:
    assert list(of(view(refused=2))) == ["environment", "devices", "machines", "posts", "dispatch", "access"]
    assert "cameras" in of(view(refused=2, machines=()))


def test_the_air_is_said_in_one_line_and_what_is_missing_counted() -> None:
    found = of(view(poor=()))["environment"]
    assert (found.word, found.detail) == ("环境好", "22–24℃ · CO₂ 1240 · PM2.5 35 · 缺 2 区")
    assert of(view(poor=(), air=()))["environment"].detail == "没有人记下问题 · 点这里记"


def test_a_zone_is_a_row_of_figures_and_a_dash_has_its_reason() -> None:
    rows = {a.zone: row(a, False, lambda zh: zh, lambda text: text.zh) for a in air()}
    assert (rows["B"].temperature, rows["B"].co2, rows["B"].noise, rows["B"].why) == (
        "24.1",
        "1240",
        "66",
        "",
    )
    assert (rows["C"].humidity, rows["C"].why, rows["C"].since) == ("—", "湿度：读数不可信", "09:51")
    assert (rows["D"].temperature, rows["D"].why) == ("—", "传感器还没有回音")
    old = row(air()[0], True, lambda zh: zh, lambda text: text.zh)
    assert (old.temperature, old.since, old.why) == ("—", "", "")
