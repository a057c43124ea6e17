"""A manager at the wall: what is sent, what is said before, and what the real rules then make of it."""

import datetime as dt

import msgspec
import pytest

from hall.contract.base import Role
from hall.contract.calling import SetQueues, SetQuiet
from hall.contract.opening import CloseQueue, ReopenQueue
from hall.contract.people import EndEmergency, RaiseEmergency
from hall.contract.tickets import Prioritise, PriorityReason, PushToTop
from hall.contract.views_places import PlacesView
from hall.contract.views_wall import WallView
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from monitor.app import models
from monitor.viewmodels.desk import CLOSE_MS
from monitor.viewmodels.plan import SCALE_MIN, ZONES_MAX
from tests.hall.domain.conftest import FRIDAY
from tests.monitor import great
from tests.monitor.managed import Room, propose_quiet


@pytest.fixture
def room(words: Words) -> Room:
    return Room(words)


def reasons(room: Room) -> list[str]:
    return [r.text for r in room.dispatch.lists.reasons.rows]


# -- windows -------------------------------------------------------------------------------------------------


def test_a_window_is_given_a_queue_and_back_to_the_configuration(room: Room) -> None:
    room.desk.openDispatch()
    assert [(w.number, w.serves) for w in room.dispatch.lists.windows.rows] == [("1", "A")]
    room.dispatch.chooseWindow("w1")
    assert not room.dispatch.mayPropose, "nothing is changed yet"
    room.dispatch.toggleQueue("B")
    room.dispatch.propose()
    assert room.dispatch.sentence == "1 号窗改办 综合受理、社保医保，原来办 综合受理"
    assert reasons(room) == ["人多调配", "有人请假", "业务调整", "设备故障", "恢复配置"]
    assert room.sign(why="人多调配") == ""
    assert room.link.commands[-1] == SetQueues("w1", ("A", "B"), "人多调配", "s10", "2468")
    assert room.stage.hall.serves["w1"] == ("A", "B")
    assert room.dispatch.note == "改好了：1 号窗改办 综合受理、社保医保，原来办 综合受理"
    assert [(w.serves, w.other) for w in room.dispatch.lists.windows.rows] == [("A B", True)]
    assert [z.changed for z in room.dispatch.lists.zones.rows] == [True]
    assert room.wall.anyOther or room.wall.floor != 1
    room.dispatch.chooseWindow("w1")
    assert room.dispatch.otherQueues
    room.dispatch.asConfigured()
    assert room.dispatch.sentence == "1 号窗恢复成配置：办 综合受理"
    assert room.dispatch.lacksWhy, "the reason of the act before is not kept"
    assert room.sign(why="恢复配置") == ""
    assert room.link.commands[-1] == SetQueues("w1", (), "恢复配置", "s10", "2468")
    assert room.stage.hall.facts.windows["w1"].queues == () and not room.wall.view.windows[0].other


def test_the_configured_set_by_hand_is_sent_as_configured(room: Room) -> None:
    room.stage.do(SetQueues("w1", ("A", "B"), staff="s10"))
    room.publish()
    room.desk.openDispatch()
    room.dispatch.chooseWindow("w1")
    room.dispatch.toggleQueue("B")
    room.dispatch.propose()
    assert room.sign(why="恢复配置") == ""
    assert room.link.commands[-1].queues == ()


def test_a_window_keeps_one_queue(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseWindow("w1")
    room.dispatch.toggleQueue("A")
    assert room.dispatch.problem == "窗口至少要办一个队列" and not room.dispatch.mayPropose


def test_the_last_window_of_people_who_wait_is_refused_in_the_halls_words(room: Room) -> None:
    room.stage.sign_on("w1")
    room.stage.take("zhengming")
    room.publish()
    room.desk.openDispatch()
    room.dispatch.chooseWindow("w1")
    room.dispatch.toggleQueue("B")
    room.dispatch.toggleQueue("A")
    room.dispatch.propose()
    assert room.sign(why="业务调整") == "last_window"
    assert room.dispatch.problem == "“综合受理”还有人在等，没有别的窗口在办"
    assert room.dispatch.step == "confirm", "the sentence stays, to be corrected or left"
    room.desk.back()
    assert room.dispatch.step == "detail"
    assert [q.id for q in room.dispatch.lists.queues.rows if q.chosen] == ["B"]


def test_queues_of_another_role_are_not_offered(words: Words) -> None:
    link = FakeLink(0)
    made = models(link, words, great.config())
    dispatch = made["dispatch"]
    made["desk"].openDispatch()
    cashier = next(w for w in great.config().windows if w.roles == ("cashier",))
    dispatch.chooseWindow(cashier.id)
    assert {q.id for q in dispatch.lists.queues.rows} == {
        q.id for q in great.config().queues if q.role == "cashier"
    }
    wide = next(w for w in great.config().windows if w.comprehensive)
    dispatch.chooseWindow(wide.id)
    general = {q.id for q in great.config().queues if q.general}
    assert {q.id for q in dispatch.lists.queues.rows if q.fixed} == general
    before = [q.chosen for q in dispatch.lists.queues.rows]
    for queue in general:
        dispatch.toggleQueue(queue)
    assert [q.chosen for q in dispatch.lists.queues.rows] == before


# -- taking numbers --------------------------------------------------------------------------------------------


def lines(room: Room) -> dict[str, tuple[str, str]]:
    return {line.id: (line.state, line.key) for line in room.dispatch.lists.lines.rows}


def test_a_queue_is_closed_with_a_reason_and_a_time_and_opened_again(room: Room) -> None:
    room.stage.take("zhengming")
    room.publish()
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    assert lines(room)["queue/A"] == ("在取号", "停止取号")
    room.dispatch.chooseLine("queue/A")
    assert not room.dispatch.mayPropose, "a reason is wanted"
    room.dispatch.typeText("系统升级")
    room.dispatch.chooseTime("30")
    room.dispatch.propose()
    assert room.dispatch.sentence == "A 综合受理停止取号，到 09:30。原因：系统升级。已经在等的 1 人照常办"
    assert room.sign("s9", "1234") == ""
    half_past = int(dt.datetime.combine(FRIDAY, dt.time(1, 30), dt.UTC).timestamp() * 1000)
    assert room.link.commands[-1] == CloseQueue("系统升级", "A", "", half_past, "s9", "1234")
    assert lines(room)["queue/A"] == ("停号：系统升级，09:30 恢复（王强）", "恢复取号")
    assert next(f for f in room.wall.facts.rows if f.id == "dispatch").word == "改动 1 处"
    room.dispatch.chooseLine("queue/A")
    assert room.dispatch.sentence == "A 综合受理恢复取号"
    assert reasons(room) == ["故障已排除", "人员到岗", "提前恢复"]
    assert room.sign("s9", why="故障已排除") == ""
    assert room.link.commands[-1] == ReopenQueue("A", "", "故障已排除", "s9", "1234")
    assert lines(room)["queue/A"] == ("在取号", "停止取号")


def test_what_is_closed_from_above_is_opened_from_above(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.chooseLine("hall")
    room.dispatch.chooseReason("停电或断网")
    room.dispatch.propose()
    assert room.sign() == ""
    assert room.link.commands[-1] == CloseQueue("停电或断网", staff="s10", pin="2468")
    shown = lines(room)
    assert shown["queue/A"] == ("停号：停电或断网（李主任）", ""), "no key of its own"
    assert shown["hall"] == ("停号：停电或断网（李主任）", "恢复取号")
    room.dispatch.chooseLine("queue/A")
    assert room.dispatch.step == ""
    room.dispatch.chooseLine("hall")
    assert room.sign(why="提前恢复") == "" and lines(room)["queue/A"][0] == "在取号"


@pytest.mark.parametrize(
    ("key", "clock"), [("30", "09:35"), ("60", "10:05"), ("120", "11:05"), ("day", "00:00")]
)
def test_the_time_of_reopening_is_a_round_one(room: Room, key: str, clock: str) -> None:
    room.stage.at("09:03:20")
    room.publish()
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.chooseLine("zone")
    room.dispatch.chooseReason("系统维护")
    room.dispatch.chooseTime(key)
    room.dispatch.propose()
    room.sign()
    asked = room.link.commands[-1]
    assert isinstance(asked, CloseQueue) and (asked.queue, asked.zone) == ("", "A")
    wanted = dt.datetime.fromtimestamp(asked.until_ms / 1000, dt.timezone(dt.timedelta(hours=8)))
    assert wanted.strftime("%H:%M") == clock and wanted.second == 0
    assert wanted.date() == (FRIDAY if key != "day" else FRIDAY + dt.timedelta(days=1))


def test_a_zone_and_the_hall_are_silenced(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.setQuiet("zone", True)
    assert room.dispatch.sentence == "A 综合受理改为无声叫号：只上屏，不出声"
    assert reasons(room) == ["会议或考试", "听力设备", "节假日", "恢复广播"]
    assert room.sign(why="会议或考试") == "" and room.dispatch.zoneQuiet and not room.dispatch.hallQuiet
    assert room.link.commands[-1] == SetQuiet(True, "A", "会议或考试", "s10", "2468")
    room.dispatch.setQuiet("hall", True)
    assert room.sign(why="节假日") == "" and room.dispatch.hallQuiet
    assert room.stage.hall.is_quiet("B")


def test_nothing_is_sent_before_a_reason_of_the_act_is_chosen(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.setQuiet("zone", True)
    room.desk.choosePerson("s10")
    room.who.setPin("2468")
    assert room.who.is_ready and room.dispatch.lacksWhy and not room.dispatch.maySend
    room.dispatch.chooseReason("人员到岗")
    assert room.dispatch.lacksWhy, "a reason of another act"
    room.dispatch.send()
    assert room.link.commands == []
    said = room.dispatch.sentence
    room.dispatch.chooseReason("听力设备")
    assert room.dispatch.maySend and room.dispatch.sentence == said
    assert [r.text for r in room.dispatch.lists.reasons.rows if r.chosen] == ["听力设备"]
    room.desk.back()
    room.dispatch.setQuiet("hall", True)
    assert room.dispatch.lacksWhy, "taken back and said anew"


def test_who_goes_back_from_opening_stands_before_the_list(room: Room) -> None:
    room.stage.do(CloseQueue("停电", "A"))
    room.publish()
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.chooseLine("queue/A")
    room.dispatch.chooseReason("人员到岗")
    room.desk.back()
    assert (room.dispatch.step, room.dispatch.asksWhy) == ("", False)
    assert "停电或断网" in reasons(room), "those of closing again"


def test_what_says_its_reason_in_the_sentence_is_not_asked_twice(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseTab("queues")
    room.dispatch.chooseLine("queue/A")
    room.dispatch.chooseReason("安全检查")
    room.dispatch.propose()
    assert room.dispatch.step == "confirm" and not room.dispatch.asksWhy
    assert room.sign() == ""
    assert room.link.commands[-1].reason == "安全检查"


# -- numbers ---------------------------------------------------------------------------------------------------


def test_a_number_is_put_first_with_a_reason(room: Room) -> None:
    first, second = room.stage.take("sbk"), room.stage.take("sbk")
    room.publish()
    room.desk.openDispatch()
    room.dispatch.chooseTab("number")
    assert room.dispatch.numberNote == "例如 A012"
    for key in "b002":
        room.dispatch.typeKey(key)
    assert (room.dispatch.number, room.dispatch.numberNote) == ("B002", "社保医保")
    assert not room.dispatch.mayPropose
    room.dispatch.chooseReason("身体不舒服")
    room.dispatch.propose()
    assert room.dispatch.sentence == "B002 排到最前，下一个就叫。原因：身体不舒服"
    assert room.sign() == ""
    assert room.link.commands[-1] == PushToTop(second, "身体不舒服", "s10", "2468")
    assert room.stage.hall.facts.tickets[second].pushed and not room.stage.hall.facts.tickets[first].pushed
    assert room.wall.asideWords == "插队 1"


def test_a_number_is_given_priority(room: Room) -> None:
    ticket = room.stage.take("sbk")
    room.publish()
    room.desk.openDispatch()
    room.dispatch.chooseTab("number")
    room.dispatch.typeNumber(" b 001 ")
    room.dispatch.chooseAct("priority")
    room.dispatch.chooseReason("other")
    assert room.dispatch.wantsWords and not room.dispatch.mayPropose, "another reason is written down"
    room.dispatch.typeText("刚出院")
    room.dispatch.propose()
    assert room.dispatch.sentence == "B001 改为优先。原因：其他原因 刚出院"
    assert room.sign() == ""
    assert room.link.commands[-1] == Prioritise(ticket, PriorityReason.OTHER, "刚出院", "s10", "2468")
    assert room.wall.asideWords == "优先 1"


def test_a_number_nobody_has_is_refused_in_words(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseTab("number")
    room.dispatch.typeNumber("X001")
    assert room.dispatch.numberWrong and room.dispatch.numberNote == "没有这样开头的号"
    room.dispatch.chooseReason("身体不舒服")
    assert not room.dispatch.mayPropose
    room.dispatch.typeNumber("B999")
    room.dispatch.propose()
    assert room.sign() == "no_ticket" and room.dispatch.problem != ""


# -- an emergency --------------------------------------------------------------------------------------------------


def test_an_emergency_is_ended_from_its_alert(room: Room) -> None:
    room.stage.sign_on("w1")
    room.stage.do(RaiseEmergency("w1", "conflict"), Role.WINDOW, "window-w1")
    room.stage.tick()
    room.publish()
    room.desk.openNth(1)
    assert room.desk.emergency
    room.desk.endEmergency()
    assert (room.desk.page, room.dispatch.tab, room.dispatch.alarmChosen) == ("dispatch", "emergency", True)
    assert not room.dispatch.mayPropose
    room.dispatch.chooseReason("保安到场，已平息")
    room.dispatch.propose()
    assert room.dispatch.sentence == "1 号窗的紧急求助结束。处理：保安到场，已平息"
    assert room.sign() == ""
    assert room.link.commands[-1] == EndEmergency("w1", "保安到场，已平息", "s10", "2468")
    room.stage.tick()
    room.publish()
    assert room.dispatch.alarmCount == 0
    assert not any("紧急" in ticket.title for ticket in room.wall.tickets.rows)


# -- the page goes away ---------------------------------------------------------------------------------------------


def test_a_page_nobody_touches_goes_away_and_forgets(room: Room) -> None:
    propose_quiet(room)
    timer = room.desk._close_later
    assert timer.isActive() and timer.interval() == CLOSE_MS
    timer.timeout.emit()
    assert (room.desk.page, room.dispatch.step, room.dispatch.sentence) == ("", "", "")


def test_escape_goes_one_step_back_at_a_time(room: Room) -> None:
    room.desk.openDispatch()
    room.dispatch.chooseWindow("w1")
    room.dispatch.toggleQueue("B")
    room.dispatch.propose()
    seen = []
    for _ in range(3):
        seen.append((room.desk.page, room.dispatch.step))
        room.desk.back()
    assert seen == [("dispatch", "confirm"), ("dispatch", "detail"), ("dispatch", "")]
    assert room.desk.page == ""


# -- a great hall -----------------------------------------------------------------------------------------------------


def test_every_zone_and_window_of_a_great_hall_can_be_reached(words: Words) -> None:
    link = FakeLink(great.stage().now)
    made = models(link, words, great.config())
    link.show("wall", great.wall())
    link.show("places", great.places())
    dispatch = made["dispatch"]
    made["desk"].openDispatch()
    seen: set[str] = set()
    for floor in dispatch.floorList:
        dispatch.chooseFloor(floor)
        for zone in [z.id for z in dispatch.lists.zones.rows]:
            dispatch.chooseZone(zone)
            seen |= {w.id for w in dispatch.lists.windows.rows}
    assert seen == {w.id for w in great.config().windows} and len(seen) == 385
    dispatch.chooseZone("B")
    assert {w.id for w in dispatch.lists.windows.rows if w.other} == {"60", "61"}


def test_every_window_of_a_great_hall_is_shown_on_a_page_large_enough(words: Words) -> None:
    link = FakeLink(great.stage().now)
    wall = models(link, words, great.config())["wall"]
    link.show("wall", great.wall())
    seen: list[str] = []
    start = (wall.floor, wall.pageWords)
    for _ in range(50):
        assert wall.planScale >= SCALE_MIN
        assert len(wall.zones.rows) <= ZONES_MAX
        seen += [cell["number"] for block in wall.blocks for cell in block["cells"]]
        wall.nextFloor()
        if (wall.floor, wall.pageWords) == start:
            break
    assert sorted(seen) == sorted(w.number for w in great.config().windows), "each window on one page"
    assert wall.great


def test_views_of_a_great_hall_are_what_the_wire_carries() -> None:
    for view, kind in ((great.wall(), WallView), (great.places(), PlacesView)):
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(view), type=kind) == view
