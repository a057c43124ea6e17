"""Hours changed live: no more numbers for a queue, a new calendar, the pack of the day; all of it from the journal."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.bus.site import shipped_calendar
from hall.contract import opening as o
from hall.contract import tickets as t
from hall.contract.access import MAY_SEND
from hall.contract.base import Actor, Role
from hall.contract.config import PackPart, YearPart
from hall.contract.packs import BUILT_IN
from hall.contract.people import Identity, Way
from hall.contract.supervision import FindingCode, Level
from hall.domain import calendar, views, workdays
from hall.domain.decide import decide
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from tests.hall.domain.conftest import FRIDAY, Stage, small_hall

SATURDAY, MONDAY = FRIDAY + dt.timedelta(1), FRIDAY + dt.timedelta(3)
TABLE = shipped_calendar()
# A notice of 2027 made up for the tests: whole enough to be one.
NEXT = YearPart(
    2027,
    ("01-01", "01-02", "01-03", *(f"02-{n:02d}" for n in range(5, 14)), "05-01", "05-02", "05-03", "05-04", "05-05",
     *(f"10-0{n}" for n in range(1, 8))),
    ("02-14", "02-20", "05-08", "10-09"),
    "test", "测试〔2026〕1号",
)  # fmt: skip


def at(stage: Stage, clock: str, day: dt.date = FRIDAY) -> int:
    then, stage.now = stage.now, stage.at(clock, day).now
    stage.now, then = then, stage.now
    return then


def words(stage: Stage, service: str = "sbk") -> str:
    refusal = stage.refused(_take(stage, service))
    assert refusal.code == "stopped"
    return refusal.text.zh


def _take(stage: Stage, service: str) -> t.TakeTicket:
    stage.n += 1
    return t.TakeTicket(service, Identity(Way.PHONE, f"q{stage.n}", "", "138****5678"), kiosk="k1")


# --- closing by hand ----------------------------------------------------------------------------------------------


def test_a_closed_queue_gives_no_numbers_and_says_why_and_until_when(stage: Stage) -> None:
    (closed,) = stage.at("10:00").do(o.CloseQueue("系统升级", "B", until_ms=at(stage, "14:00"), staff="s10"))
    assert closed == o.QueueClosed("系统升级", "B", "", at(stage, "14:00"), "s10")
    assert words(stage) == "停止取号：系统升级，今天 14:00 恢复"
    assert stage.hall.facts.closings["queue/B"].by == "s10"
    stage.take("zhengming")  # the other queue goes on
    state = calendar.open_at(stage.hall, "B", stage.now)
    assert (state.open, state.next_ms, state.why.zh) == (False, at(stage, "14:00"), "系统升级")
    stage.at("13:59:59")
    assert words(stage)  # not half an hour early, as before a session
    assert stage.at("14:00").take("sbk")
    assert calendar.open_at(stage.hall, "B", stage.now).open


def test_without_an_end_it_stays_closed_over_the_night_until_somebody_opens(stage: Stage) -> None:
    stage.at("16:00").do(o.CloseQueue("设备故障", "B"))
    assert words(stage) == "停止取号：设备故障，请问导办台"
    stage.at("00:00:01", MONDAY).tick()
    stage.at("09:30", MONDAY)
    assert words(stage) == "停止取号：设备故障，请问导办台"
    (opened,) = stage.do(o.ReopenQueue("B", reason="修好了", staff="s9"), Role.MONITOR, "monitor-1")
    assert opened == o.QueueReopened("B", reason="修好了", staff="s9")
    assert stage.take("sbk")


def test_a_closing_that_ran_out_is_forgotten_at_the_next_day(stage: Stage) -> None:
    stage.at("16:00").do(o.CloseQueue("早点收工", "B", until_ms=at(stage, "17:00")))
    stage.at("00:00:01", SATURDAY).tick()
    assert stage.hall.facts.closings == {}


def test_a_closed_zone_and_a_closed_hall(stage: Stage) -> None:
    stage.at("10:00").do(o.CloseQueue("消防演练", zone="B", until_ms=at(stage, "11:00")))
    assert "消防演练" in words(stage)
    stage.take("zhengming")
    assert calendar.open_at(stage.hall, "", stage.now).open
    stage.do(o.CloseQueue("停电", until_ms=at(stage, "10:30")))
    assert "停电" in words(stage, "zhengming")
    assert "消防演练，今天 11:00 恢复" in words(stage)  # the one that ends last
    assert not calendar.open_at(stage.hall, "", stage.now).open
    assert stage.refused(o.ReopenQueue("B")).text.zh == "社保医保跟着整个大厅停了号，请恢复整个大厅"
    stage.do(o.ReopenQueue())
    assert stage.refused(o.ReopenQueue("B")).text.zh == "社保医保跟着整个区停了号，请恢复整个区"
    stage.do(o.ReopenQueue(zone="B"))
    assert stage.take("sbk")


def test_closing_a_queue_does_not_stop_the_clock_of_who_waits(stage: Stage) -> None:
    """Otherwise a queue that is closed for a minute before the half hour would have no waits over it."""
    ticket = stage.at("09:00").take("sbk")
    stage.at("09:29").do(o.CloseQueue("太忙", "B"))
    stage.at("09:30:01").tick()
    (over,) = (f for f in stage.hall.facts.findings.values() if f.code is FindingCode.WAIT_OVER)
    assert over.subject == ticket
    stage.sign_on("w3")
    (called,) = stage.do(t.CallNext("w3"))[:1]
    assert called.ticket == ticket  # and is served
    assert calendar.open_seconds(stage.hall, "B", at(stage, "09:00"), at(stage, "10:00")) == 3600


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (o.CloseQueue("x", "nope"), "no_queue"),
        (o.CloseQueue("x", zone="nope"), "no_zone"),
        (o.CloseQueue("x", "B", "B"), "two_places"),
        (o.CloseQueue("  ", "B"), "no_reason"),
        (o.CloseQueue("长" * 41, "B"), "long_reason"),
        (o.CloseQueue("x", "B", until_ms=1), "past"),
        (o.ReopenQueue("B"), "not_closed"),
        (o.ReopenQueue("nope"), "no_queue"),
        (o.ReopenQueue(), "not_closed"),
        (o.ImportCalendar(()), "no_year"),
        (o.ImportCalendar((NEXT, NEXT)), "year_twice"),
        (o.ImportCalendar((YearPart(2027, ("01-01",)),)), "bad_calendar"),
    ],
)
def test_what_cannot_be_is_refused_with_words(stage: Stage, command, code: str) -> None:
    assert stage.at("10:00").refused(command).code == code


def test_the_same_words_again_change_nothing(stage: Stage) -> None:
    stage.at("10:00").do(o.CloseQueue("停电", "B"))
    assert stage.do(o.CloseQueue("停电", "B")) == ()
    (longer,) = stage.do(o.CloseQueue("停电", "B", until_ms=at(stage, "15:00")))
    assert longer.until_ms
    assert stage.hall.facts.closings["queue/B"].until_ms == at(stage, "15:00")


def test_who_may_do_it(stage: Stage) -> None:
    wall = Actor("monitor-1", Role.MONITOR)
    for staff, code in (("", "no_staff"), ("s1", "not_manager"), ("nobody", "no_staff")):
        for command in (o.CloseQueue("停电", "B", staff=staff), o.ReopenQueue("B", staff=staff)):
            with pytest.raises(Refusal) as caught:
                decide(command, stage.hall, stage.now, wall, "fresh")
            assert caught.value.code == code
    stage.do(o.CloseQueue("停电", "B", staff="s10", pin="1234"), Role.MONITOR, "monitor-1")
    assert "1234" not in repr(stage.journal)
    for command in (o.CloseQueue, o.ReopenQueue):
        assert {role for role in Role if command in MAY_SEND[role]} == {Role.MONITOR, Role.ADMIN}
    assert {role for role in Role if o.ImportCalendar in MAY_SEND[role]} == {Role.ADMIN}


def test_every_screen_hears_of_it(stage: Stage) -> None:
    stage.at("10:00").do(o.CloseQueue("停电", "B"))
    assert views.touched(stage.journal[-1], stage.hall) >= {"kiosk/k1", "wall", "window/w3"}
    view = views.build("kiosk/k1", stage.hall, stage.now)
    glance = next(q for q in view.queues if q.queue == "B")
    assert (glance.taking, glance.open.open, glance.open.why.zh) == (False, False, "停电")


CLOSE = st.builds(
    o.CloseQueue,
    st.sampled_from(["停电", "升级"]),
    queue=st.sampled_from(["", "A", "B"]),
    until_ms=st.sampled_from([0, 1_795_140_000_000, 1_795_150_000_000, 1_795_500_000_000]),
)
REOPEN = st.builds(o.ReopenQueue, queue=st.sampled_from(["", "A", "B"]))


@given(st.lists(st.tuples(st.integers(1, 7200), CLOSE | REOPEN), max_size=12))
def test_replay_and_restart_know_what_is_closed(steps) -> None:
    stage = Stage(small_hall(calendar=TABLE))
    for seconds, command in steps:
        stage.later(seconds)
        try:
            stage.do(command)
        except Refusal:
            continue
    for again in (stage.replayed(), stage.restarted()):
        assert again.facts.closings == stage.hall.facts.closings
        for queue in ("", "A", "B"):
            for later in (0, 3_600_000, 90_000_000):
                mine = calendar.open_at(stage.hall, queue, stage.now + later)
                assert calendar.open_at(again, queue, stage.now + later) == mine
                running = calendar.closings(stage.hall, queue, stage.now + later)
                assert not (running and mine.open)


# --- a new calendar -----------------------------------------------------------------------------------------------


def stage_with_calendar() -> Stage:
    return Stage(small_hall(calendar=TABLE))


def test_an_imported_year_is_in_force_at_once_and_after_a_restart() -> None:
    stage = stage_with_calendar().at("10:00")
    before = workdays.after(stage.hall, dt.date(2026, 12, 18), 10)
    assert before == (dt.date(2027, 1, 4), True)
    (came,) = stage.do(o.ImportCalendar((NEXT,), "ab" * 32))
    assert came == o.CalendarImported(2027, NEXT.rest, NEXT.work, "test", "测试〔2026〕1号", "ab" * 32)
    assert stage.do(o.ImportCalendar((NEXT,), "ab" * 32)) == ()
    for hall in (stage.hall, stage.replayed(), stage.restarted()):
        assert workdays.after(hall, dt.date(2026, 12, 18), 10, strict=True) == (dt.date(2027, 1, 4), False)
        assert workdays.is_workday(hall, dt.date(2027, 2, 14))
        assert not calendar.open_at(hall, "A", at(stage, "10:00", dt.date(2027, 2, 8))).open
        assert calendar.open_at(hall, "A", at(stage, "10:00", dt.date(2027, 2, 14))).open
        assert not calendar.open_at(hall, "A", at(stage, "10:00", dt.date(2027, 3, 1))).provisional


def test_a_year_may_be_put_right_but_not_its_days_that_are_over() -> None:
    stage = stage_with_calendar().at("10:00")
    year = TABLE[2]
    later = msgspec.structs.replace(year, rest=(*year.rest, "12-31"))
    (came,) = stage.do(o.ImportCalendar((later,)))
    assert came.rest[-1] == "12-31"
    earlier = msgspec.structs.replace(year, rest=tuple(x for x in year.rest if x != "09-25"))
    refusal = stage.refused(o.ImportCalendar((earlier,)))
    assert refusal.text.zh == "2026-09-25 已经过去，不能再改"


def test_several_years_are_taken_whole_or_not_at_all() -> None:
    stage = stage_with_calendar().at("10:00")
    after = msgspec.structs.replace(NEXT, year=2028, rest=NEXT.rest[1:])
    refusal = stage.refused(o.ImportCalendar((NEXT, after)))
    assert refusal.text.zh == "2028 年的日历不对：2028-02-14 是周一，本来就上班，一共 4 处"
    assert not stage.hall.hours.table.known(2027)


# --- the year that is missing -------------------------------------------------------------------------------------


def missing(stage: Stage) -> list[tuple[str, Level, bool]]:
    return [
        (f.subject, f.level, f.cleared_ms > 0)
        for f in stage.hall.facts.findings.values()
        if f.code is FindingCode.CALENDAR_MISSING
    ]


def test_from_15_november_the_next_year_is_a_task_on_the_wall() -> None:
    stage = stage_with_calendar()
    stage.at("23:59", dt.date(2026, 11, 14)).fold([o.DayOpened("2026-11-14")])
    assert stage.tick() == () and missing(stage) == []
    stage.at("00:00:01", dt.date(2026, 11, 15)).tick()
    stage.later(1).tick()
    assert missing(stage) == [("2027", Level.NOTE, False)]
    stage.later(60).tick()
    assert len(missing(stage)) == 1
    notice = next(n for n in views.build("wall", stage.hall, stage.now).notices if n.subject == "2027")
    assert (notice.title.zh, notice.level) == ("日历未更新：2027 年", Level.NOTE)
    assert notice.action.zh == "通知一出就导入日历"
    assert notice.told.zh == "李主任"
    stage.do(o.ImportCalendar((NEXT,)))
    stage.later(1).tick()
    assert missing(stage) == [("2027", Level.NOTE, True)]


def test_when_the_year_begins_without_a_calendar_the_task_becomes_a_warning() -> None:
    stage = stage_with_calendar()
    stage.tick()
    for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2027, 1, 2)):
        stage.at("00:00:01", day).tick()
        stage.later(1).tick()
    assert missing(stage) == [("2027", Level.WARN, False)]
    notice = next(n for n in views.build("wall", stage.hall, stage.now).notices if n.subject == "2027")
    assert notice.facts.zh == "2027 年按每周安排开放，期限只算暂定"


def test_a_hall_that_keeps_no_calendar_misses_none(stage: Stage) -> None:
    stage.at("09:00").tick()
    assert missing(stage) == []
    assert not stage.hall.hours.table.years


# --- the pack of the day ------------------------------------------------------------------------------------------


def packed() -> Stage:
    """Fridays under 30 min, from Monday 2026-11-23 on under a pack of 20 min."""
    strict = msgspec.structs.replace(BUILT_IN["default"], id="own-2026", abnormal_s=1200, warn_s=600)
    return Stage(small_hall(policies=(strict,), packs=(PackPart("own-2026", MONDAY.isoformat()),)))


def over(hall: Hall) -> list[tuple[str, str]]:
    return [(f.subject, f.pack) for f in hall.facts.findings.values() if f.code is FindingCode.WAIT_OVER]


def test_each_day_is_judged_by_its_own_pack_and_a_replay_judges_it_so_again() -> None:
    stage = packed()
    friday = stage.at("09:00").take("sbk")
    stage.at("09:25").tick()
    assert (stage.hall.policy.id, over(stage.hall)) == ("default", [])
    stage.at("09:30:01").tick()
    assert over(stage.hall) == [(friday, "default")]
    stage.at("00:00:01", MONDAY).tick()
    assert stage.hall.policy.id == "own-2026"
    monday = stage.at("09:00", MONDAY).take("sbk")
    stage.at("09:20:01", MONDAY).tick()
    assert (monday, "own-2026") in over(stage.hall)
    for again in (stage.replayed(), stage.restarted()):
        assert again.policy.id == "own-2026"
        assert over(again) == over(stage.hall)
    early = Hall(stage.hall.config)
    assert early.policy.id == "default"


def test_a_ticket_keeps_the_pack_it_was_issued_under() -> None:
    stage = packed()
    ticket = stage.at("09:00").take("sbk")
    assert stage.hall.facts.tickets[ticket].pack == "default"
    stage.at("00:00:01", MONDAY).tick()
    assert stage.hall.facts.tickets[stage.at("09:00", MONDAY).take("sbk")].pack == "own-2026"
