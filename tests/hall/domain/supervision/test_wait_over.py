"""W01 and A01 on V01, V02, V05: who waited too long, to the second, once."""

import datetime as dt

import msgspec
import pytest

from hall.contract import config as c
from hall.contract.opening import DayOpened
from hall.contract.people import Age
from hall.contract.supervision import FindingCleared, FindingCode, FindingRaised, FindingState, Level
from hall.contract.tickets import CallNext, Cancel, Finish, Start, TicketCalled
from hall.domain.supervision import following, judge
from hall.domain.supervision.wait_over import wait_over

MONDAY = dt.date(2026, 3, 9)


@pytest.fixture
def stage(make_stage):
    return new(make_stage)


def new(make_stage, **over):
    """A stage on V01's Monday, with one queue's sessions changed where asked."""
    have = make_stage()
    config = have.hall.config
    if over:
        config = msgspec.structs.replace(
            config, queues=tuple(msgspec.structs.replace(q, **over) for q in config.queues)
        )
    fresh = make_stage(config)
    fresh.at("00:00:01", MONDAY).tick()
    fresh.tick()
    return fresh


def raised(events, code=None):
    return [e for e in events if isinstance(e, FindingRaised) and code in (None, e.code)]


def waits(stage):
    return list(stage.fold(tuple(wait_over(stage.hall, stage.now))))


def test_v01_exactly_thirty_minutes_is_not_over_and_a_second_more_is(stage) -> None:
    stage.at("08:50", MONDAY).sign_on("w2", "w3")
    stage.at("09:00:00", MONDAY)
    first, second = stage.take(), stage.take()

    assert not raised(waits(stage.at("09:20:00", MONDAY)))
    warned = raised(waits(stage.at("09:20:01", MONDAY)))
    assert [(e.code, e.subject, e.level) for e in warned] == [
        (FindingCode.WAIT_WARN, first, Level.WARN),
        (FindingCode.WAIT_WARN, second, Level.WARN),
    ]

    stage.at("09:30:00", MONDAY)
    assert not raised(waits(stage))
    assert raised(following((TicketCalled(first, "w3"),), stage.hall, stage.now)) == []
    stage.do(CallNext("w3"))

    stage.at("09:30:01", MONDAY)
    (over,) = raised(following((TicketCalled(second, "w2"),), stage.hall, stage.now))
    assert (over.code, over.subject, over.value_s, over.level) == (
        FindingCode.WAIT_OVER,
        second,
        1801,
        Level.ALERT,
    )
    assert over.since_ms == stage.hall.facts.tickets[second].issued_ms
    assert over.told == ("s9", "s10"), "the head of the zone, and at this level the manager"
    assert over.pack == stage.hall.policy.id


def test_v01_told_once_however_often_the_clock_ticks(stage) -> None:
    stage.at("09:00:00", MONDAY)
    stage.take()
    stage.at("09:31:00", MONDAY)
    assert len(raised(waits(stage))) == 2
    for second in range(1, 5):
        assert waits(stage.at(f"09:31:{second:02d}", MONDAY)) == []


def test_a_call_between_two_ticks_of_a_fast_clock_is_still_found(stage) -> None:
    stage.at("09:00:00", MONDAY).sign_on("w3")
    late = stage.take()
    stage.at("09:30:30", MONDAY).fold((TicketCalled(late, "w3"),))
    found = raised(judge(stage.at("09:31:00", MONDAY).hall, stage.now), FindingCode.WAIT_OVER)
    assert [(e.subject, e.value_s) for e in found] == [(late, 1830)]


def test_v02_lunch_does_not_count(stage) -> None:
    stage.at("11:45:00", MONDAY).sign_on("w3")
    stage.take()
    for clock in ("12:15:01", "12:59", "13:05:00"):
        assert waits(stage.at(clock, MONDAY)) == []
    (warned,) = raised(waits(stage.at("13:10:00", MONDAY)))
    assert (warned.code, warned.value_s) == (FindingCode.WAIT_WARN, 25 * 60)
    stage.do(CallNext("w3"))
    assert not raised(waits(stage.at("13:40:00", MONDAY)))


def test_v02_with_a_lunch_session_it_is_over_at_12_15_01(make_stage) -> None:
    stage = new(make_stage, sessions=("09:00-12:00", "12:00-13:00", "13:00-17:00"))
    stage.at("11:45:00", MONDAY)
    stage.take()
    assert not raised(waits(stage.at("12:15:00", MONDAY)), FindingCode.WAIT_OVER)
    (over,) = raised(waits(stage.at("12:15:01", MONDAY)), FindingCode.WAIT_OVER)
    assert over.value_s == 1801


def test_v05_who_gave_up_stays_in_the_book(stage) -> None:
    stage.at("09:00:00", MONDAY)
    ticket = stage.take()
    raised_at = [
        e.code for e in raised(waits(stage.at("09:30:01", MONDAY))) if e.code is FindingCode.WAIT_OVER
    ]
    assert raised_at == [FindingCode.WAIT_OVER]
    stage.at("09:40:00", MONDAY).do(Cancel(ticket=ticket, reason="gave_up"))
    cleared = [e for e in waits(stage.later(1)) if isinstance(e, FindingCleared)]
    assert {e.value_s for e in cleared} == {40 * 60}
    assert stage.hall.facts.findings[f"A01-{ticket}-1"].state is FindingState.CLEARED


@pytest.mark.parametrize("woken", ["00:00:01", "10:30:00"])
def test_who_still_waits_at_the_end_of_the_day_waited_until_the_end_of_the_session(stage, woken) -> None:
    """Also where the hall was switched off and came up late the next morning."""
    stage.at("16:00:00", MONDAY)
    stage.take()
    waits(stage.at("16:31:00", MONDAY))
    events = stage.at(woken, MONDAY + dt.timedelta(days=1)).tick()
    assert {e.value_s for e in events if isinstance(e, FindingCleared)} == {60 * 60}
    assert isinstance(events[-1], DayOpened)
    assert not [e for e in stage.later(1).tick() if isinstance(e, FindingCleared)]


def test_cancelled_before_the_limit_is_nothing_and_after_it_between_ticks_is_found(stage) -> None:
    from hall.contract.tickets import TicketCancelled

    stage.at("09:00:00", MONDAY)
    ticket = stage.take()
    stage.at("09:29:59", MONDAY)
    early = raised(following((TicketCancelled(ticket, "x"),), stage.hall, stage.now), FindingCode.WAIT_OVER)
    stage.at("09:30:01", MONDAY)
    late = raised(following((TicketCancelled(ticket, "x"),), stage.hall, stage.now), FindingCode.WAIT_OVER)
    assert (len(early), len(late)) == (0, 1)


def test_the_call_itself_brings_the_finding(stage) -> None:
    stage.at("09:00:00", MONDAY).sign_on("w3")
    late = stage.take()
    called, *found = stage.at("09:30:01", MONDAY).do(CallNext("w3"))
    assert isinstance(called, TicketCalled)
    assert [(e.code, e.subject) for e in found] == [
        (FindingCode.WAIT_WARN, late),
        (FindingCode.WAIT_OVER, late),
    ]
    assert raised(judge(stage.later(1).hall, stage.now), FindingCode.WAIT_OVER) == []


def test_the_head_start_of_an_elder_does_not_lengthen_the_wait(stage) -> None:
    stage.at("09:00:00", MONDAY)
    stage.take(age=Age.ELDER)
    assert waits(stage.at("09:19:59", MONDAY)) == []
    assert len(raised(waits(stage.at("09:20:01", MONDAY)))) == 1


def test_a_service_clears_the_finding_with_the_whole_wait(stage) -> None:
    stage.at("09:00:00", MONDAY).sign_on("w3")
    stage.take()
    waits(stage.at("09:25:00", MONDAY))
    stage.at("09:26:00", MONDAY).do(CallNext("w3"))
    stage.do(Start("w3"))
    stage.later(60).do(Finish("w3"))
    (over,) = waits(stage.later(1))
    assert over.value_s == 26 * 60


def test_a_flood_is_spread_over_ticks(stage, make_stage) -> None:
    stage.at("09:00:00", MONDAY)
    for _ in range(500):
        stage.take()
    stage.at("09:21:00", MONDAY)
    first, second = raised(waits(stage)), raised(waits(stage))
    assert (len(first), len(second)) == (400, 100)
    assert not raised(waits(stage))


def test_a_hall_without_staff_still_finds(make_stage) -> None:
    have = make_stage()
    zones = tuple(msgspec.structs.replace(z, head="") for z in have.hall.config.zones)
    stage = make_stage(msgspec.structs.replace(have.hall.config, staff=(), zones=zones))
    assert isinstance(stage.hall.config, c.HallConfig)
    stage.at("09:00:00")
    stage.take()
    (found,) = raised(waits(stage.at("09:21:00")))
    assert found.told == ()
