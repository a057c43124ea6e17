"""What a visitor does at the kiosk beyond one number: identify by typing, show a slip, see all numbers, come back."""

import datetime as dt

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.calling import Calling, SetCalling, SetQuiet
from hall.contract.legs import LegState
from hall.contract.views_kiosk import KioskTicket, Reading
from hall.domain import views_kiosk
from hall.domain.jobs import slip_of
from tests.hall.domain.conftest import Stage

PHONE = p.Identity(p.Way.PHONE, "blind", masked="138****5678")
GUIDE = p.Identity(p.Way.ASSISTED, "", staff="s1")


def reading(stage: Stage) -> Reading:
    found = views_kiosk.kiosk(stage.hall, "k1", stage.now).reading
    assert found is not None
    return found


def identify(stage: Stage, who: p.Identity = PHONE) -> str:
    """The handle under which the kiosk holds what was typed."""
    stage.do(p.Identify("k1", who), Role.KIOSK)
    return reading(stage).handle


def show_slip(stage: Stage, token: str):
    stage.ready("k1.scanner")
    (started,) = stage.do(p.StartReading("k1", p.Way.CODE), Role.KIOSK)
    code = p.BookingCode("no such booking", token)
    return stage.do(p.Present("k1.scanner", started.reading, code), Role.DEVICE)


def shown(stage: Stage) -> list[KioskTicket]:
    return list(reading(stage).tickets)


def call_in_vain(stage: Stage) -> str:
    """w3 calls its next as often as it must and passes them; the ticket id."""
    ticket = stage.do(t.CallNext("w3"))[0].ticket
    for _ in range(2):
        stage.later(25).do(t.Recall("w3"))
    stage.later(120).do(t.Pass("w3"))
    return ticket


def token(stage: Stage, ticket: str) -> str:
    return stage.hall.facts.tickets[ticket].token


def test_what_was_typed_is_held_like_what_was_read(stage):
    handle = identify(stage)
    assert reading(stage).masked == "138****5678"
    (issued,) = stage.do(t.TakeTicket("sbk", p.HeldAttest(handle), kiosk="k1"), Role.KIOSK)
    assert issued.identity == PHONE
    stage.later(stage.hall.policy.held_s + 1)
    late = stage.refused(t.TakeTicket("yhk", p.HeldAttest(handle), kiosk="k1"), Role.KIOSK)
    assert late.code == "held_over"
    assert stage.refused(p.Identify("k9", PHONE), Role.KIOSK).code == "no_kiosk"
    assert stage.refused(p.Identify("k1", p.HeldAttest("x")), Role.KIOSK).code == "unsealed"


def test_all_open_and_passed_numbers_of_a_person_are_shown_newest_first(stage):
    stage.sign_on("w3")
    first = stage.take("sbk", "blind")
    assert call_in_vain(stage) == first
    second = stage.later(60).take("yhk", "blind")
    third = stage.later(60).take("zhengming", "blind")
    gone = stage.take("sbk", "somebody else")
    identify(stage)
    assert [x.ticket for x in shown(stage)] == [third, second, first]
    assert gone not in [x.ticket for x in shown(stage)]
    stage.do(t.Cancel(token=token(stage, third)), Role.KIOSK)
    assert [x.ticket for x in shown(stage)] == [second, first], "a cancelled number is no number any more"


def test_a_slip_shows_its_own_number_and_nothing_else_of_the_person(stage):
    mine, other = stage.take("sbk", "blind"), stage.take("yhk", "blind")
    show_slip(stage, token(stage, mine))
    assert reading(stage).slip
    assert [x.ticket for x in shown(stage)] == [mine]
    stage.do(t.Reprint("k1", ticket=mine), Role.KIOSK)
    stage.hall.facts.kiosk_tickets["k1"] = []
    assert stage.refused(t.Reprint("k1", ticket=other), Role.KIOSK).code == "not_yours"
    took = stage.refused(
        t.TakeTicket("zhengming", p.HeldAttest(reading(stage).handle), kiosk="k1"), Role.KIOSK
    )
    assert took.code == "slip_only", "a slip is nobody's identity"


def test_a_slip_that_is_not_of_today_is_told(stage):
    (failed,) = show_slip(stage, "a" * 16)
    assert failed.fault == "slip_over"
    assert "小票" in reading(stage).why.zh


def test_a_passed_number_says_that_it_comes_back_once_and_behind_three(stage):
    stage.sign_on("w3")
    mine = stage.take("sbk", "blind")
    others = [stage.later(1).take("sbk") for _ in range(4)]
    assert call_in_vain(stage) == mine
    identify(stage)
    (ticket,) = shown(stage)
    assert (ticket.state, ticket.reactivable) == (t.TicketState.PASSED, True)
    assert "只能一次" in ticket.passed.zh and "3 个人" in ticket.passed.zh
    stage.do(t.Reactivate(token=ticket.token, kiosk="k1"), Role.KIOSK)
    (ticket,) = shown(stage)
    assert (ticket.state, ticket.ahead) == (t.TicketState.WAITING, 3)
    for _ in others[:3]:
        stage.do(t.CallNext("w3"))
        stage.do(t.Start("w3"))
        stage.do(t.Finish("w3"))
    assert call_in_vain(stage) == mine
    identify(stage)
    (ticket,) = shown(stage)
    assert not ticket.reactivable
    assert "激活过 1 次" in ticket.passed.zh and "重新取号" in ticket.passed.zh


def test_the_legs_are_shown_in_the_order_they_are_walked(stage):
    stage.sign_on("w1", "w3")
    for _ in range(6):
        stage.take("sbk")
    mine = stage.take("sbk", "blind", more=("yhk", "zhengming"))
    identify(stage)
    (ticket,) = shown(stage)
    assert [x.service.zh for x in ticket.legs] == ["开证明", "社会保障卡", "养老资格认证"], (
        "the empty line first"
    )
    assert [x.state for x in ticket.legs] == [LegState.CURRENT, LegState.PLANNED, LegState.PLANNED]
    assert ticket.legs[0].place.zh.startswith("1楼 A区")
    stage.do(t.CallNext("w1"))
    stage.do(t.Start("w1"))
    stage.do(t.Finish("w1"))
    assert stage.hall.facts.tickets[mine].state is t.TicketState.WAITING
    (ticket,) = shown(stage)
    assert [x.state for x in ticket.legs] == [LegState.DONE, LegState.CURRENT, LegState.PLANNED]
    identify(stage, p.Identity(p.Way.PHONE, "one thing"))
    stage.take("sbk", "one thing")
    assert shown(stage)[0].legs == (), "one item needs no list"


@pytest.mark.parametrize(
    ("quiet", "calling", "age", "spoken"),
    [
        (False, Calling.HALL, p.Age.ADULT, True),
        (False, Calling.SILENT, p.Age.ADULT, False),
        (True, Calling.HALL, p.Age.ADULT, False),
        (True, Calling.VOICE, p.Age.ADULT, True),
        (True, Calling.HALL, p.Age.ELDER, True),
    ],
)
def test_the_kiosk_knows_how_this_visitor_will_be_called(stage, quiet, calling, age, spoken):
    stage.do(SetQuiet(quiet, "B"))
    mine = stage.take("sbk", "blind", age=age)
    identify(stage)
    stage.do(SetCalling(calling, token=token(stage, mine)), Role.KIOSK)
    (ticket,) = shown(stage)
    assert (ticket.spoken, ticket.voice, ticket.calling) == (spoken, True, calling)
    assert (ticket.klass is t.TicketClass.PRIORITY) is (age is p.Age.ELDER)


def test_where_no_loudspeaker_stands_nobody_is_promised_a_voice(stage):
    stage.take("zhengming", "blind")
    identify(stage)
    assert shown(stage)[0].voice is False, "zone A has none"


def test_a_guides_number_answers_the_call_of_that_kiosk(stage):
    stage.do(p.CallForHelp("k1"), Role.KIOSK)
    handle = identify(stage, GUIDE)
    assert "k1" in stage.hall.facts.help, "typing the staff number alone is no help yet"
    events = stage.do(
        t.TakeTicket("sbk", p.HeldAttest(handle), kiosk="k1", priority="pregnant", note="七个月"), Role.KIOSK
    )
    assert [type(x) for x in events][:2] == [t.TicketIssued, p.HelpAnswered]
    assert events[1] == p.HelpAnswered("k1", "s1")
    assert (events[0].klass, events[0].why, events[0].note) == (t.TicketClass.PRIORITY, "pregnant", "七个月")
    assert views_kiosk.kiosk(stage.hall, "k1", stage.now).help_ms == 0
    stage.do(p.CallForHelp("k1"), Role.KIOSK)
    stage.do(t.TakeTicket("sbk", PHONE, kiosk="k1"))
    assert "k1" in stage.hall.facts.help, "a visitor's own number answers no call"


def test_a_new_day_knows_nobodys_numbers(stage):
    stage.take("sbk", "blind")
    assert stage.hall.facts.by_person == {"blind": ["2026-11-20-B001"]}
    stage.at("00:00:01", dt.date(2026, 11, 21)).tick()
    assert stage.hall.facts.by_person == {}


def test_the_slip_says_the_walk(stage):
    stage.sign_on("w1", "w3")
    for _ in range(6):
        stage.take("sbk")
    mine = stage.take("sbk", "blind", more=("yhk", "zhengming"))
    slip = slip_of(stage.hall, stage.hall.facts.tickets[mine])
    assert slip.service.zh == "开证明"
    assert [x.zh.split()[0] for x in slip.then] == ["社会保障卡", "养老资格认证"]
    assert slip.then[0].zh == "社会保障卡 2楼 B区 2、3号窗口"
    alone = stage.take("zhengming", "one thing")
    assert slip_of(stage.hall, stage.hall.facts.tickets[alone]).then == ()
