"""The wall without a picture: age, alerts, floors, the manager's desk."""

import msgspec
import pytest

from hall.contract.environment import ExcuseTrouble
from hall.contract.people import AnswerHelp
from hall.contract.sightings import RateEnvironment
from hall.contract.supervision import Acknowledge, FindingState, JudgeFinding, Level
from hall.contract.views_common import Range, WindowState
from hall.contract.views_wall import WallTrouble, WallWindow
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from monitor.viewmodels.rows import code_of
from tests.monitor.conftest import Room
from tests.monitor.pictures import with_pins
from tests.monitor.scenes import (
    NOTICES,
    NOW,
    SCENES,
    TROUBLES,
    at,
    config,
    floors,
    notice,
    quiet,
    view,
    watched,
)

SUSPICION = NOTICES[1]


def test_figures_are_those_of_the_view(room: Room) -> None:
    room.show(view(satisfied=0.984, rated=61))
    wall = room.wall
    assert wall.rated == "61/182 评了"
    assert (wall.waiting, wall.over, wall.windowsOpen, wall.done, wall.satisfied) == (
        "58",
        "3",
        "21/26",
        "182",
        "98.4%",
    )
    assert [z.typical for z in wall.zones.rows] == ["10/20", "25/40", "5/10", "15/25", "—"]
    assert [z.status for z in wall.zones.rows] == ["normal", "late", "normal", "normal", "normal"]
    assert (wall.longestZone, wall.longestWait) == ("B 社保医保", "25–40 分钟")


def test_before_the_hall_is_heard_there_are_only_dashes(room: Room) -> None:
    wall = room.wall
    assert (wall.waiting, wall.over, wall.windowsOpen, wall.done) == ("—", "—", "—", "—")
    assert wall.satisfied == "" and wall.stale and wall.ageWords == "还没有数据"


def test_nobody_has_rated_shows_no_rating(room: Room) -> None:
    room.show(view())
    assert (room.wall.satisfied, room.wall.rated) == ("", "")


def test_data_turn_old_after_fifteen_seconds(room: Room) -> None:
    room.show(view())
    room.wait(600)
    assert not room.wall.stale and room.wall.ageWords == "数据实时", "a quiet hall that is heard is not old"
    room.link.lose()
    room.wait(15)
    assert not room.wall.stale and room.wall.ageWords == "数据 15 秒前"
    room.wait(0.001)
    assert room.wall.stale
    assert {z.waiting for z in room.wall.zones.rows} == {"—"}
    assert {f.status for f in room.wall.facts.rows} == {"stale"}
    room.wait(200)
    assert room.wall.ageWords == "数据 3 分钟前"
    room.show(view())
    assert not room.wall.stale and room.wall.zones.rows[0].waiting == "12"


# -- alerts ----------------------------------------------------------------------------------------------


def test_the_newest_red_alert_comes_first_and_three_fit(room: Room) -> None:
    room.show(view(notices=tuple(reversed(NOTICES))))
    assert [t.id for t in room.wall.tickets.rows] == ["A01/B", "A06/7", "H01/kiosk-1"]
    assert room.wall.moreTickets == "还有 2 件"
    assert room.wall.ticketCount == 5


def test_what_somebody_knows_stands_behind_and_says_who(room: Room) -> None:
    room.show(view(notices=NOTICES[3:] + NOTICES[2:3]))
    assert [t.id for t in room.wall.tickets.rows] == ["H01/kiosk-1", "D01/2", "A07/B"]
    known = room.wall.tickets.rows[-1]
    assert (known.status, known.told) == ("known", "已告诉 保洁 09:35 · 李主任 知道了")


def test_an_alert_says_since_when_who_knows_and_what_to_do(room: Room) -> None:
    room.show(view())
    first = room.wall.tickets.rows[0]
    assert (first.title, first.since) == ("B 区 3 人等超 30 分", "09:46 起 · 最长 36 分")
    assert (first.told, first.action, first.level) == ("已告诉 王强 09:46", "去开 20 号窗", "red")


def test_an_alert_that_lives_over_the_night_names_its_day(room: Room) -> None:
    """At nine "16:30 起" would be seven hours to come."""
    day = 86_400_000
    old = msgspec.structs.replace(
        NOTICES[0], since_ms=NOTICES[0].since_ms - day, told_ms=NOTICES[0].told_ms - day
    )
    room.show(view(notices=(old,)))
    shown = room.wall.tickets.rows[0]
    assert (shown.since, shown.told) == ("11-19 09:46 起 · 最长 36 分", "已告诉 王强 11-19 09:46")
    room.desk.open(old.finding)
    assert room.desk.lines[0] == "11-19 09:46 起" and "11-19 09:46" in room.desk.lines[2]


def test_a_record_that_lives_over_the_night_names_its_day(room: Room) -> None:
    old = msgspec.structs.replace(TROUBLES[0], since_ms=TROUBLES[0].since_ms - 86_400_000)
    room.show(msgspec.structs.replace(watched(), troubles=(old,)))
    room.desk.openEnvironment()
    assert [x.since for x in room.desk.environment.records.rows] == ["11-19 09:41 起"]


# -- windows and floors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", WindowState)
def test_doubt_goes_before_what_the_window_last_said(state: WindowState) -> None:
    assert code_of(WallWindow("1", "A", "1", state)) == state.value
    assert code_of(WallWindow("1", "A", "1", state, away=FindingState.SUSPECTED)) == "away_unsure"
    assert code_of(WallWindow("1", "A", "1", state, away=FindingState.CONFIRMED)) == "away"
    assert code_of(WallWindow("1", "A", "1", state, link_lost=True, away=FindingState.CONFIRMED)) == "lost"


def on_one_floor_only_red(floor: int) -> object:
    """Two floors; nothing red but people over the limit on one of them."""
    shown = floors()
    zones = tuple(msgspec.structs.replace(z, over=3 if z.floor == floor else 0) for z in shown.zones)
    calm = tuple(msgspec.structs.replace(w, away=None, link_lost=False) for w in shown.windows)
    nowhere = tuple(msgspec.structs.replace(n, zone="") for n in shown.notices)
    return msgspec.structs.replace(shown, zones=zones, windows=calm, notices=nowhere)


def test_floors_take_turns(room: Room) -> None:
    room.show(msgspec.structs.replace(floors(), notices=()))
    assert room.wall.floorList == [1, 2] and room.wall.floor == 1
    seen = []
    for _ in range(3):
        room.wall.turn()
        seen.append(room.wall.floor)
    assert seen == [2, 1, 2]
    assert [z.id for z in room.wall.zones.rows] == ["B", "D"]
    assert {b["name"] for b in room.wall.blocks} == {"B 社保医保", "D 不动产"}


def test_a_floor_with_a_red_alert_stays(room: Room) -> None:
    room.show(on_one_floor_only_red(2))
    for _ in range(3):
        room.wall.turn()
        assert room.wall.floor == 2


def test_a_red_alert_keeps_the_floor_of_its_zone(room: Room) -> None:
    shown = msgspec.structs.replace(on_one_floor_only_red(1), notices=NOTICES[:1])
    room.show(shown)
    room.wall.turn()
    room.wall.turn()
    assert room.wall.floor == 2, "the alert is about zone B upstairs"


def test_a_floor_can_be_chosen_by_hand(room: Room) -> None:
    room.show(floors())
    room.wall.showFloor(2)
    assert room.wall.floor == 2
    room.wall.showFloor(9)
    assert room.wall.floor == 2


def test_one_floor_never_turns(room: Room) -> None:
    room.show(view())
    room.wall.turn()
    assert room.wall.floor == 1


# -- the day ----------------------------------------------------------------------------------------------


def test_the_line_of_the_day_is_the_views(room: Room) -> None:
    room.show(view())
    last = room.wall.trend[-1]
    assert last.x() == pytest.approx(9 + 52 / 60) and last.y() == 58
    assert room.wall.peakRule == 60 and (room.wall.fromHour, room.wall.toHour) == (9.0, 17.0)


def test_a_day_without_people_has_no_peak(room: Room) -> None:
    room.show(SCENES["start"])
    assert (
        room.wall.trend == [] and room.wall.peakWords == "" and room.wall.openWords == "没开 · 今天 9:00 开"
    )
    assert room.wall.longestWait == ""


# -- the manager's desk --------------------------------------------------------------------------------------


def test_seen_needs_a_name(room: Room) -> None:
    room.show(view())
    room.desk.open("A01/B")
    room.desk.acknowledge()
    assert room.link.commands == []
    room.desk.choosePerson("1")
    room.desk.acknowledge()
    assert room.link.commands == [Acknowledge("A01/B", "1")]
    room.link.done()
    assert room.desk.page == ""


def test_who_has_a_pin_says_it_once_and_then_presses_once(words: Words) -> None:
    link = FakeLink(NOW)
    room = Room(link, words, with_pins(config()))
    who = room.made["who"]
    room.show(view())
    room.desk.open("A01/B")
    room.desk.choosePerson("1")
    assert who.wantsPin and not room.desk.mayAcknowledge
    room.desk.acknowledge()
    assert link.commands == []
    for digit in "2468":
        who.type(digit)
    room.desk.acknowledge()
    assert link.commands == [Acknowledge("A01/B", "1", pin="2468")]
    link.done()
    room.desk.open("A06/7")
    assert not who.wantsPin
    room.desk.acknowledge()
    assert link.commands[1] == Acknowledge("A06/7", "1", pin="2468")


def test_what_somebody_knows_asks_for_no_pin(words: Words) -> None:
    room = Room(FakeLink(NOW), words, with_pins(config()))
    seen = msgspec.structs.replace(NOTICES[0], known=True, by="李主任")
    room.show(view(notices=(seen,)))
    room.desk.open(seen.finding)
    room.desk.choosePerson("1")
    assert not room.made["who"].wantsPin and not room.desk.mayAcknowledge


def test_a_suspicion_is_confirmed_or_dismissed_with_a_reason(room: Room) -> None:
    room.show(view())
    for how, reason in (("confirm", "到现场看过，没有人"), ("dismiss", "去取材料或打印")):
        room.desk.open(SUSPICION.finding)
        room.desk.choosePerson("2")
        room.desk.judge(how)
        room.desk.settle()
        assert not [
            c for c in room.link.commands if isinstance(c, JudgeFinding) and c.confirmed is (how == "confirm")
        ]
        room.desk.chooseReason(reason)
        room.desk.settle()
        assert room.link.commands[-1] == JudgeFinding(SUSPICION.finding, "2", how == "confirm", reason)
        room.link.done()


def test_a_guide_who_came_is_told_to_the_hall(room: Room) -> None:
    room.show(view(notices=NOTICES))
    room.desk.open("A01/B")
    room.desk.choosePerson("5")
    room.desk.answerHelp()
    assert room.link.commands == [], "nobody asked for a guide there"
    room.desk.open("H01/kiosk-1")
    room.desk.answerHelp()
    assert room.link.commands == [AnswerHelp("kiosk-1", "5")]


def test_a_written_reason_replaces_the_chosen_one(room: Room) -> None:
    room.show(view())
    room.desk.open(SUSPICION.finding)
    room.desk.choosePerson("2")
    room.desk.judge("dismiss")
    room.desk.chooseReason("正在交接班")
    room.desk.typeText("送老人到门口")
    room.desk.settle()
    assert room.link.commands == [JudgeFinding(SUSPICION.finding, "2", False, "送老人到门口")]


def test_a_machine_fact_cannot_be_judged(room: Room) -> None:
    room.show(view())
    room.desk.open("A01/B")
    room.desk.choosePerson("1")
    room.desk.judge("confirm")
    room.desk.chooseReason("到现场看过，没有人")
    room.desk.settle()
    assert room.link.commands == [] and not room.desk.suspected


def test_a_refusal_is_said_and_the_page_stays(room: Room) -> None:
    room.show(view())
    room.desk.open(SUSPICION.finding)
    room.desk.choosePerson("2")
    room.desk.judge("confirm")
    room.desk.chooseReason("打电话没人接")
    room.desk.settle()
    room.link.refuse("too_early", "还没到 15 分钟，现在只能排除，不能认定离岗", "It is not 15 minutes yet.")
    assert room.desk.problem.startswith("还没到 15 分钟") and room.desk.page == "finding"


def test_an_alert_that_went_away_says_so(room: Room) -> None:
    room.show(view())
    room.desk.open(SUSPICION.finding)
    room.show(view(notices=NOTICES[:1]))
    assert room.desk.over and room.desk.title == "这件事已经过去了"
    room.desk.choosePerson("1")
    room.desk.acknowledge()
    assert room.link.commands == []


def test_alerts_behind_the_first_three_can_be_reached(room: Room) -> None:
    room.show(view(notices=NOTICES))
    room.desk.openRest()
    assert room.desk.finding == "D01/2"
    seen = {room.desk.finding}
    for _ in NOTICES:
        room.desk.openNext()
        seen.add(room.desk.finding)
    assert seen == {n.finding for n in NOTICES}


def test_the_environment_is_recorded_and_restored(room: Room) -> None:
    room.show(view())
    room.desk.openEnvironment()
    room.desk.environment.rate(True)
    room.desk.environment.rate(False)
    assert room.link.commands == []
    room.desk.environment.chooseZone("B")
    room.desk.environment.chooseItem("hygiene")
    room.desk.environment.typeText("等候处地面有水")
    room.desk.environment.rate(True)
    assert room.link.commands == [RateEnvironment("B", True, "hygiene", "等候处地面有水")]
    room.link.done()
    room.desk.openEnvironment()
    room.desk.environment.chooseZone("B")
    room.desk.environment.rate(False)
    assert room.link.commands[-1] == RateEnvironment("B", False)


def test_the_items_are_those_the_hall_knows(room: Room) -> None:
    from hall.domain.words import ITEMS as KNOWN  # the screen must not import it; the test may
    from monitor.viewmodels.environment import ITEMS

    assert {code: zh for code, (zh, _) in KNOWN.items()} == ITEMS


def test_an_estimate_says_that_it_is_one_and_no_share_is_told_of_nobody(room: Room) -> None:
    zone = msgspec.structs.replace(view().zones[0], range=Range(True, 10, 35, True), share_over=-1.0)
    room.show(view(zones=(zone,)))
    assert (room.wall.zones.rows[0].typical, room.wall.zones.rows[0].share) == ("估 10/35", "—")
    room.words.switch()
    assert room.wall.zones.rows[0].typical == "~10/35"
    room.show(view(zones=(msgspec.structs.replace(zone, range=Range(True, 10, 35), share_over=0.0),)))
    assert (room.wall.zones.rows[0].typical, room.wall.zones.rows[0].share) == ("10/35", "0%")


def test_a_record_is_called_no_problem_by_a_manager_with_a_reason(room: Room) -> None:
    room.show(watched())
    page = room.desk.environment
    room.desk.openEnvironment()
    assert [r.id for r in page.records.rows] == [x.record for x in TROUBLES]
    page.excuse(TROUBLES[0].record)
    assert page.lines == ["A 综合受理  有东西放在那里", "09:41 起 · 摄像头 大厅北"]
    page.settle()
    room.made["who"].choose("2")
    page.settle()
    assert room.link.commands == [], "a reason is missing"
    page.chooseReason("新摆放的物品")
    page.settle()
    assert room.link.commands == [ExcuseTrouble(TROUBLES[0].record, "2", "新摆放的物品")]
    room.link.done()
    assert room.desk.page == "environment" and page.at == "", "the next one can follow"


def test_a_guide_cannot_call_a_record_no_problem_and_what_is_over_says_so(room: Room) -> None:
    room.show(watched())
    page = room.desk.environment
    room.desk.openEnvironment()
    page.excuse(TROUBLES[1].record)
    page.typeText("刚开过窗")
    room.made["who"].choose("5")
    page.settle()
    assert room.link.commands == []
    room.show(msgspec.structs.replace(watched(), troubles=TROUBLES[:1]))
    assert page.over and page.lines == ["这件事已经过去了"]
    room.desk.back()
    assert page.at == "" and room.desk.page == "environment"


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_kind_of_record_has_reasons_of_its_own(room: Room, trouble: WallTrouble) -> None:
    room.show(watched())
    room.desk.environment.excuse(trouble.record)
    reasons = [r.id for r in room.desk.environment.reasons.rows]
    assert len(reasons) == 3
    assert ("传感器读数不对" in reasons) == (trouble.cause == "co2")


def test_how_full_a_zone_is_is_said_beside_its_tickets_and_unknown_is_never_free(room: Room) -> None:
    room.show(watched())
    rows = {z.id: z for z in room.wall.zones.rows}
    assert [(rows[z].crowd, rows[z].crowd_status) for z in "ABCDE"] == [
        ("正常", "plain"), ("严重", "warn"), ("严重", "warn"), ("未知", "stale"), ("", "plain"),
    ]  # fmt: skip
    assert [rows[z].mark for z in "ACDE"] == ["环境差", "人多票少", "环境未知", ""]
    room.link.lose()
    room.wait(60)
    assert {z.crowd for z in room.wall.zones.rows} == {"—", ""}


def test_without_cameras_there_is_no_column_for_them(room: Room) -> None:
    room.show(view())
    assert not room.wall.watched
    room.show(watched())
    assert room.wall.watched


def test_managers_stand_first_among_those_who_may_act(room: Room) -> None:
    assert [p.text for p in room.desk.people.rows] == ["王强", "李主任", "赵敏", "刘洋", "陈刚"]


def test_no_visitors_name_reaches_the_wall(room: Room) -> None:
    """Names on the wall are those of staff in alerts; the view has no field for another."""
    room.show(view(notices=()))
    assert "张" not in msgspec.json.encode(room.wall.view).decode()


def test_quiet_is_quiet(room: Room) -> None:
    room.show(quiet())
    assert room.wall.ticketCount == 0 and not room.wall.anyRed and not room.wall.anyOver
    assert {f.status for f in room.wall.facts.rows} == {"good", "plain"}


def test_ties_are_ordered_by_when_they_began(room: Room) -> None:
    def one(name: str, since: str) -> object:
        base = notice(name, NOTICES[0].code, True, NOTICES[0].title, since, NOTICES[0].facts, NOTICES[0].told, since,
                      NOTICES[0].action)  # fmt: skip
        assert base.level is Level.ALERT
        return base

    room.show(view(notices=(one("a", "09:10"), one("b", "09:50"), one("c", "09:30"))))
    assert [t.id for t in room.wall.tickets.rows] == ["b", "c", "a"]
    assert at("09:52") == NOW
