"""What the wall shows: what was changed by hand, what people are asked to do, and that it can be done."""

import datetime as dt
import itertools

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.base import Role, Text
from hall.contract.calling import SetQueues, SetQuiet
from hall.contract.devices import DeviceReport, DeviceState, Fault, HostLost
from hall.contract.opening import CloseQueue, ReopenQueue
from hall.contract.people import CallForHelp, EmergencyEnded, EndEmergency, RaiseEmergency, SignOn
from hall.contract.sightings import CameraReport, CameraState, RateEnvironment, Seat, SeatSeen
from hall.contract.supervision import Acknowledge, FindingCode, FindingState, JudgeFinding, Level
from hall.contract.tickets import CallNext, Hold, Prioritise, PriorityReason, PushToTop, Start
from hall.contract.views_wall import WallQueue, WallView
from hall.domain.views import build
from tests.hall.domain.conftest import Stage, small_hall
from tests.hall.domain.shown import full_day, judged, show

WALL = Role.MONITOR


def wall(stage: Stage) -> WallView:
    view = build("wall", stage.hall, stage.now)
    assert isinstance(view, WallView)
    return view


def queue(stage: Stage, name: str) -> WallQueue:
    return next(q for q in wall(stage).queues if q.queue == name)


def test_a_queue_says_who_waits_who_works_and_whether_it_is_open(stage) -> None:
    stage.sign_on("w2", "w3")
    stage.take("sbk")
    assert queue(stage, "B") == WallQueue("B", "B", 1, 2, open=True)
    assert queue(stage, "A") == WallQueue("A", "A", 0, 1, open=True)
    stage.at("12:30")
    assert not queue(stage, "A").open


def test_a_queue_closed_by_hand_says_why_until_when_and_by_whom(stage) -> None:
    until = stage.now + 1_800_000
    stage.do(CloseQueue("系统升级", queue="B", until_ms=until, staff="s10"), WALL, "monitor-1")
    assert queue(stage, "B") == WallQueue("B", "B", 0, 0, False, "queue", "系统升级", until, "李主任")
    assert queue(stage, "A").closed == ""
    stage.do(CloseQueue("停电", staff="s10"), WALL, "monitor-1")
    assert (queue(stage, "A").closed, queue(stage, "B").closed) == ("hall", "hall"), "the widest is named"
    stage.do(ReopenQueue(reason="人员到岗", staff="s10"), WALL, "monitor-1")
    assert queue(stage, "B").closed == "queue"
    stage.later(1801)
    assert queue(stage, "B").closed == "" and queue(stage, "B").open


def test_other_queues_than_configured_are_marked_until_they_are_as_configured(stage) -> None:
    def marked() -> list[str]:
        return [w.window for w in wall(stage).windows if w.other]

    assert marked() == []
    stage.do(SetQueues("w1", ("A", "B"), "人多调配", "s10"), WALL, "monitor-1")
    assert marked() == ["w1"]
    stage.do(SetQueues("w1", ("A",), "恢复配置", "s10"), WALL, "monitor-1")
    assert marked() == [], "the same queues, set by hand"
    stage.do(SetQueues("w2", ("B", "A"), "业务调整", "s10"), WALL, "monitor-1")
    assert marked() == [], "the order says nothing"


def test_quiet_zones_and_the_halls_own_setting(stage) -> None:
    stage.do(SetQuiet(True, "B", "会议或考试", "s9"), WALL, "monitor-1")
    shown = wall(stage)
    assert ({z.zone: z.quiet for z in shown.zones}, shown.quiet) == ({"A": False, "B": True}, False)
    stage.do(SetQuiet(True, reason="节假日", staff="s9"), WALL, "monitor-1")
    shown = wall(stage)
    assert ({z.zone: z.quiet for z in shown.zones}, shown.quiet) == ({"A": True, "B": True}, True)


@pytest.mark.parametrize(
    "make",
    [
        lambda why: SetQueues("w1", ("A", "B"), why, "s10"),
        lambda why: SetQueues("w1", (), why, "s10"),
        lambda why: SetQuiet(True, "B", why, "s9"),
        lambda why: SetQuiet(False, reason=why, staff="s9"),
        lambda why: ReopenQueue("B", reason=why, staff="s10"),
    ],
)
@pytest.mark.parametrize("why", ["", " \u3000"])
def test_what_is_changed_at_the_wall_says_why(stage, make, why) -> None:
    stage.do(CloseQueue("停电", queue="B", staff="s10"), WALL, "monitor-1")
    stage.do(SetQuiet(True))
    stage.do(SetQueues("w1", ("B",)))  # the administrator's own key needs no reason
    said = stage.refused(make(why), WALL)
    assert said.code == "no_reason"
    assert "为什么" in said.text.zh and "why" in said.text.en
    (event, *_) = stage.do(make("业务调整 "), WALL, "monitor-1")
    assert (event.reason, event.staff) == ("业务调整", make("").staff)
    nobody = msgspec.structs.replace(make(""), staff="")
    assert stage.refused(nobody, WALL).code == "no_staff", "who comes first"


def test_the_administrators_key_needs_no_reason(stage) -> None:
    stage.do(CloseQueue("停电", queue="B"))
    for command in (SetQueues("w1", ("A", "B")), SetQuiet(True), ReopenQueue("B")):
        (event, *_) = stage.do(command)
        assert event.reason == ""


def test_held_pushed_and_given_priority_are_counted_and_start_anew_each_day(stage) -> None:
    stage.sign_on("w3")
    first, second, third = (stage.take("sbk") for _ in range(3))
    stage.do(PushToTop(third, "设备耽误了", "s10"), WALL, "monitor-1")
    stage.do(PushToTop(third, "又按了一次", "s10"), WALL, "monitor-1")
    stage.do(Prioritise(second, PriorityReason.PREGNANT, staff="s10"), WALL, "monitor-1")
    stage.do(CallNext("w3"))
    stage.do(Start("w3"))
    stage.do(Hold("w3", "form"))
    shown = wall(stage)
    assert (shown.held, shown.pushed, shown.prioritised) == (1, 1, 1)
    assert first in stage.hall.facts.tickets
    again = build("wall", stage.replayed(), stage.now)
    assert (again.pushed, again.prioritised) == (1, 1)  # type: ignore[union-attr]
    stage.at("09:00", dt.date(2026, 11, 23)).tick()
    shown = wall(stage)
    assert (shown.held, shown.pushed, shown.prioritised) == (0, 0, 0)


# -- an emergency ----------------------------------------------------------------------------------------------


def test_an_emergency_is_ended_at_the_wall_by_a_named_manager_who_says_what_was_done(stage) -> None:
    stage.sign_on("w1")
    stage.do(RaiseEmergency("w1", "conflict"), Role.WINDOW, "window-w1")
    assert stage.refused(EndEmergency("w1", "保安来了"), WALL).code == "no_staff"
    assert stage.refused(EndEmergency("w1", "保安来了", "s2"), WALL).code == "not_manager"
    assert stage.refused(EndEmergency("w1", " ", "s10"), WALL).code == "no_reason"
    (ended, *_) = stage.do(EndEmergency("w1", "保安来了", "s10"), WALL, "monitor-1")
    assert ended == EmergencyEnded("w1", "保安来了", "s10")


def test_the_window_ends_its_own_emergency_without_a_name(stage) -> None:
    stage.sign_on("w1")
    stage.do(RaiseEmergency("w1", "other"), Role.WINDOW, "window-w1")
    (ended, *_) = stage.do(EndEmergency("w1"), Role.WINDOW, "window-w1")
    assert ended == EmergencyEnded("w1")


def test_an_emergency_stands_first_even_when_somebody_knows(stage) -> None:
    stage.ready("w3.led").sign_on("w1", "w2", "w3")
    stage.do(RaiseEmergency("w1", "medical"), Role.WINDOW, "window-w1")
    stage.tick()
    (alarm,) = wall(stage).notices
    stage.do(Acknowledge(alarm.finding, "s10"), WALL, "monitor-1")
    stage.take("sbk")
    stage.later(1900).tick()
    codes = [n.code for n in wall(stage).notices]
    assert codes[0] is FindingCode.EMERGENCY and FindingCode.WAIT_OVER in codes
    first = wall(stage).notices[0]
    assert first.level is Level.ALERT and first.known
    assert first.title.zh == "1 号窗紧急求助：有人不舒服" and first.told.zh == "王强、李主任"


# -- from a hand test ------------------------------------------------------------------------------------------


def test_a_call_for_help_does_not_claim_a_minute_in_its_first_second(stage) -> None:
    stage.do(CallForHelp("k1"))
    stage.tick()

    def said() -> Text:
        return next(n.facts for n in wall(stage).notices if n.code is FindingCode.HELP)

    assert said() == Text("刚按的", "Just now")
    stage.later(59)
    assert said() == Text("刚按的", "Just now")
    stage.later(1)
    assert said().zh == "等了 1 分"


def _away(staff: str, config: c.HallConfig) -> Stage:
    """Window 3 with this person, whose seat is seen empty for six minutes."""
    stage = Stage(config, "09:00")
    stage.do(SignOn("w3", staff))
    seat_empty(stage)
    return stage


def seat_empty(stage: Stage) -> None:
    """At 09:46 the seat of window 3 has been seen empty for six minutes."""
    stage.do(CameraReport("cam1", CameraState.OK, stage.now))
    stage.do(SeatSeen("cam1", "p3", Seat.PRESENT, stage.now))
    stage.at("09:40").do(SeatSeen("cam1", "p3", Seat.ABSENT, stage.now))
    stage.at("09:46").tick()


@pytest.mark.parametrize(("staff", "told"), [("s3", "王强"), ("s9", "王强、李主任")])
def test_nobody_is_told_to_ring_the_head_who_sits_at_that_very_window(staff: str, told: str) -> None:
    (alert,) = [n for n in wall(_away(staff, small_hall())).notices if n.code is FindingCode.OFF_POST]
    assert alert.told.zh == told
    # 员工3 has no telephone of their own: the head is rung; the head's own seat is the manager's matter.
    assert alert.action.zh == ("打 6110 核实" if staff == "s9" else "打 6109 核实")


def test_without_a_managers_telephone_somebody_goes_and_looks() -> None:
    base = small_hall()
    people = tuple(msgspec.structs.replace(p, phone="") if p.duty == "manager" else p for p in base.staff)
    (alert,) = [
        n for n in wall(_away("s9", small_hall(staff=people))).notices if n.code is FindingCode.OFF_POST
    ]
    assert alert.action.zh == "去看一下，再核实"


# --- alerts, posts, devices, figures ------------------------------------------------------------------------------


def test_three_long_waits_of_a_zone_are_one_alert(stage) -> None:
    stage.sign_on("w2", "w3")
    for _ in range(3):
        stage.take("sbk")
    stage.at("09:31:00")
    judged(stage)
    wall = show(stage, "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.WAIT_OVER)
    assert notice.title == Text("B 区 3 人等超 30 分", "Zone B: 3 people waiting over 30 min")
    assert (notice.facts.zh, notice.told.zh) == ("最长 31 分", "王强、李主任")
    assert notice.told_ms == stage.now
    assert (wall.waiting, wall.over) == (3, 3)
    zone = next(z for z in wall.zones if z.zone == "B")
    assert (zone.over, zone.share_over, zone.open, zone.total) == (3, 1.0, 2, 2)


def test_the_help_named_is_a_window_that_is_closed(stage) -> None:
    stage.sign_on("w3")
    stage.take("sbk")
    stage.at("09:31:00")
    judged(stage)
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.WAIT_OVER)
    assert notice.action == Text("去开 2 号窗", "Open window 2")


def test_an_empty_seat_is_suspected_and_its_minutes_run(stage) -> None:
    stage.sign_on("w3")
    stage.do(CameraReport("cam1", CameraState.OK, stage.now))
    stage.do(SeatSeen("cam1", "p3", Seat.PRESENT, stage.now))
    stage.at("09:40").do(SeatSeen("cam1", "p3", Seat.ABSENT, stage.now))
    stage.at("09:46")
    judged(stage)
    wall = show(stage.at("09:52"), "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.OFF_POST)
    assert notice.title == Text("3 号窗疑似离岗 12 分", "Window 3 seems empty for 12 min")
    assert notice.facts.zh == "摄像头和操作台都没人"
    assert notice.action.zh == "打 6109 核实"
    window = next(w for w in wall.windows if w.window == "w3")
    assert (window.away, window.seat) == (FindingState.SUSPECTED, "absent")
    stage.at("09:56")
    judged(stage)
    stage.do(JudgeFinding(notice.finding, "s10", True, "去看过"))
    wall = show(stage, "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.OFF_POST)
    assert notice.title.zh == "3 号窗离岗 16 分"
    assert next(w for w in wall.windows if w.window == "w3").away is FindingState.CONFIRMED


def test_a_suspicion_that_is_over_still_waits_for_a_person(stage) -> None:
    stage.sign_on("w3")
    stage.do(SeatSeen("cam1", "p3", Seat.ABSENT, stage.now))
    stage.at("09:20")
    judged(stage)
    stage.do(SeatSeen("cam1", "p3", Seat.PRESENT, stage.now))
    stage.later(31)
    judged(stage)
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.OFF_POST)
    assert "还没核实" in notice.facts.zh
    stage.do(JudgeFinding(notice.finding, "s10", False, "去交材料"))
    assert not [n for n in show(stage, "wall").notices if n.code is FindingCode.OFF_POST]


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (Fault.NO_ANSWER, "3 号叫号屏没信号"),
        (Fault.UNPLUGGED, "3 号叫号屏线掉了"),
        (Fault.PORT_MISSING, "3 号叫号屏找不到接口"),
    ],
)
def test_a_panel_without_signal_says_what_to_do_meanwhile(stage, fault, title) -> None:
    stage.do(DeviceReport("w3.led", DeviceState.AWAY, fault))
    judged(stage.later(6))
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.PANEL_WRONG)
    assert (notice.title.zh, notice.action.zh) == (title, "等运维，先到窗口外口头叫")
    stage.ready("B.voice")
    notice = next(n for n in show(stage, "wall").notices if n.code is FindingCode.PANEL_WRONG)
    assert notice.action.zh == "等运维，语音照常叫"


def right(stage: Stage) -> None:
    """The panel of window 3 confirms what it should show."""
    wanted = stage.hall.facts.devices["w3.led"].intended
    stage.do(DeviceReport("w3.led", DeviceState.READY, shows=wanted), Role.DEVICE)


def test_a_panel_whose_line_came_off_has_one_beginning_on_the_wall(stage) -> None:
    """Its alert counted from its last right word, "线掉了 09:43 起", and its row from when the line came off, 09:45."""
    stage.at("09:40").sign_on("w3")
    right(stage)
    stage.at("09:45").do(
        DeviceReport("w3.led", DeviceState.AWAY, Fault.UNPLUGGED, shown_ms=stage.now - 120_000)
    )
    judged(stage.later(6))
    wall = show(stage, "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.PANEL_WRONG)
    row = next(d for d in wall.devices if d.device == "w3.led")
    assert notice.since_ms == row.since_ms == stage.now - 6000
    assert (notice.title.zh, row.why.zh) == ("3 号叫号屏线掉了", "线掉了")


def test_a_panel_with_a_wrong_text_is_wrong_since_the_text_was_asked_for(stage) -> None:
    """Not since it was switched on, as its row said."""
    right(stage.at("08:50"))
    stage.at("09:40").sign_on("w3")
    asked = stage.now
    judged(stage.later(6))
    wall = show(stage, "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.PANEL_WRONG)
    row = next(d for d in wall.devices if d.device == "w3.led")
    assert (row.why.zh, notice.since_ms, row.since_ms) == ("显示不对", asked, asked)


def test_a_printer_that_first_was_away_is_out_of_paper_since_it_is(stage) -> None:
    stage.at("09:31").do(DeviceReport("k1.printer", DeviceState.AWAY, Fault.NO_ANSWER))
    judged(stage.later(10))
    stage.at("09:45").do(DeviceReport("k1.printer", DeviceState.FAULTY, Fault.PAPER_END))
    judged(stage.later(10))
    wall = show(stage, "wall")
    notice = next(n for n in wall.notices if n.code is FindingCode.DEVICE_FAULT)
    row = next(d for d in wall.devices if d.device == "k1.printer")
    assert notice.since_ms == row.since_ms == stage.now - 10_000


def test_no_share_is_told_where_nobody_was_called_yet(stage) -> None:
    stage.sign_on("w3")
    stage.take("sbk")
    assert next(z for z in show(stage, "wall").zones if z.zone == "B").share_over == -1.0
    stage.do(CallNext("w3"))
    assert next(z for z in show(stage, "wall").zones if z.zone == "B").share_over == 0.0


def test_the_worst_and_newest_stand_first_and_what_is_known_behind(stage) -> None:
    full_day(stage)
    notices = show(stage, "wall").notices
    ranks = [["note", "warn", "alert"].index(n.level.value) for n in notices]
    assert len(notices) >= 3 and ranks == sorted(ranks, reverse=True)
    for a, b in itertools.pairwise(notices):
        if a.level is b.level:
            assert (a.known, -a.told_ms) <= (b.known, -b.told_ms)


def test_devices_are_listed_the_worst_first_and_unknown_is_not_fine(stage) -> None:
    stage.ready("k1.card")
    stage.do(DeviceReport("k1.printer", DeviceState.FAULTY, Fault.PAPER_END))
    devices = show(stage, "wall").devices
    assert len(devices) == len(stage.hall.config.devices)
    assert (devices[0].device, devices[0].why.zh, devices[0].name.zh) == (
        "k1.printer",
        "没有纸了",
        "1 号取号机打印机",
    )
    assert (devices[-1].device, devices[-1].why.zh) == ("k1.card", "")
    assert all(d.why.zh for d in devices if d.state != "ready")
    (camera,) = show(stage, "wall").cameras
    assert (camera.state, camera.why.zh) == ("unknown", "情况不明")


def test_the_wall_knows_place_and_item_of_a_poor_environment(stage) -> None:
    stage.do(RateEnvironment("B", True, "hygiene", "等候处地面有水"))
    wall = show(stage, "wall")
    assert wall.poor == (Text("B 区卫生：等候处地面有水", "Zone B cleanliness: 等候处地面有水"),)
    assert wall.poor_since_ms == stage.now


def test_a_console_that_is_lost_is_seen_at_its_window(stage) -> None:
    stage.fold((HostLost("window-w2", stage.now),))
    wall = show(stage, "wall")
    assert [w.window for w in wall.windows if w.link_lost] == ["w2"]
    assert wall.hosts_lost == ("window-w2",)


def test_the_trend_ends_now(stage) -> None:
    stage.sign_on("w3")
    for clock in ("09:05", "09:10", "09:15"):
        stage.at(clock).take("sbk")
    trend = show(stage.later(30), "wall").trend
    assert (trend[-1].at, trend[-1].waiting) == (stage.now, 3)
    assert [p.at for p in trend] == sorted(p.at for p in trend)


def test_nobody_has_rated_is_not_a_hundred_percent(stage) -> None:
    assert show(stage, "wall").satisfied == -1.0
