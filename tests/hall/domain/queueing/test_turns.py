"""Out of turn and not at all: missed calls, back in line, to the top, gone."""

import pytest

from hall.contract import config as c
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.legs import AddService
from hall.domain.queueing.rule import in_order
from tests.hall.domain.conftest import Stage, small_hall
from tests.hall.domain.queueing.at_windows import at, serve, skilled, ticket_of


def test_leave_while_waiting_and_the_line_closes_up(stage):
    stage.sign_on("w3")
    first, second = stage.take(), stage.take()
    token = ticket_of(stage, first).token
    stage.do(t.Leave(token=token), Role.KIOSK)
    assert stage.do(t.CallNext("w3"))[0].ticket == second
    assert stage.refused(t.Leave(token=token), Role.KIOSK).code == "ticket_abandoned"
    assert stage.refused(t.Leave(ticket=second), Role.KIOSK).code == "not_allowed"
    stage.do(t.Start("w3"))
    assert stage.refused(t.Leave(ticket=second)).code == "ticket_serving"


def test_begin_without_a_call_is_refused(stage):
    refusal = stage.sign_on("w3").refused(t.Start("w3"))
    assert (refusal.code, refusal.text.zh) == ("window_free", "还没有呼叫，先按呼叫")


def test_two_windows_press_for_the_same_visitor_at_the_same_instant(stage):
    ticket = stage.sign_on("w2", "w3").take()
    stage.do(t.CallTicket("w2", ticket), Role.WINDOW)
    refusal = stage.refused(t.CallTicket("w3", ticket), Role.WINDOW)
    assert (refusal.code, refusal.text.zh) == ("ticket_called", "B001 已被窗口呼叫")
    assert (at(stage, "w2").ticket, at(stage, "w3").ticket) == (ticket, "")


def test_called_three_times_passed_and_back_once_behind_the_next_three(stage):
    stage.sign_on("w3")
    missed, *others = [stage.later(60).take() for _ in range(6)]
    stage.do(t.CallNext("w3"))
    assert stage.later(19.9).refused(t.Recall("w3")).code == "recall_soon"
    stage.later(0.1).do(t.Recall("w3"))
    assert stage.later(20).do(t.Recall("w3"))[0].times == 3
    assert stage.later(30).refused(t.Recall("w3")).code == "recall_max"
    assert stage.later(49).refused(t.Pass("w3")).code == "pass_soon"
    stage.later(1).do(t.Pass("w3"))
    stage.do(t.Reactivate(ticket=missed))
    assert list(in_order(stage.hall, "B")) == [*others[:3], missed, *others[3:]]
    while stage.do(t.CallNext("w3"))[0].ticket != missed:
        stage.do(t.Finish("w3"))
    stage.later(60).do(t.Recall("w3")), stage.later(60).do(t.Recall("w3")), stage.do(t.Pass("w3"))
    assert stage.refused(t.Reactivate(ticket=missed)).code == "reactivated"


def test_who_needs_a_skill_needs_it_again_after_a_missed_call(make_stage):
    stage = make_stage(skilled()).sign_on("w2", "w3")
    missed = stage.take("english")
    assert stage.refused(t.CallNext("w2")).code == "nobody"
    stage.do(t.CallNext("w3"))
    stage.later(60).do(t.Recall("w3")), stage.later(60).do(t.Recall("w3")), stage.do(t.Pass("w3"))
    stage.do(t.Reactivate(ticket=missed))
    assert stage.refused(t.CallNext("w2")).code == "nobody"
    assert stage.do(t.CallNext("w3"))[0].ticket == missed


@pytest.mark.parametrize("rule", ["head_start", "first_come", "strict", "ratio"])
def test_of_several_at_the_same_instant_who_took_first_is_first_in_any_queue(make_stage, rule):
    stage = make_stage(small_hall(calling=c.CallingPart(rule, ("P", "G") if rule == "ratio" else ())))
    numbers = [stage.take(service) for service in ("sbk", "zhengming", "zhengming", "sbk")]
    stage.sign_on("w2")
    for number in numbers:
        assert serve(stage, "w2") == number
        stage.do(t.Finish("w2"))


def missed_call(stage: Stage) -> str:
    """An ordinary number that was called at w3 and did not come."""
    missed = stage.take()
    stage.do(t.CallNext("w3"))
    stage.later(60).do(t.Recall("w3")), stage.later(60).do(t.Recall("w3")), stage.do(t.Pass("w3"))
    return missed


@pytest.mark.parametrize("rule", ["head_start", "first_come", "strict", "ratio"])
def test_back_behind_three_who_were_put_to_the_top_is_before_all_others(make_stage, rule):
    stage = make_stage(small_hall(calling=c.CallingPart(rule, ("P", "G") if rule == "ratio" else ())))
    missed = missed_call(stage.sign_on("w3"))
    plain = [stage.later(60).take() for _ in range(3)]
    tops = [stage.later(60).take() for _ in range(3)]
    for ticket in tops:
        stage.do(t.PushToTop(ticket, "急"))
    stage.do(t.Reactivate(ticket=missed))
    assert list(in_order(stage.hall, "B")) == [*tops, missed, *plain]


def test_under_the_strict_rule_back_before_those_of_the_own_class_who_are_not_of_the_three(make_stage):
    stage = make_stage(small_hall(calling=c.CallingPart("strict")))
    missed = missed_call(stage.sign_on("w3"))
    plain = [stage.later(60).take() for _ in range(3)]
    elders = [stage.later(60).take(age=p.Age.ELDER) for _ in range(3)]
    stage.do(t.Reactivate(ticket=missed))
    assert list(in_order(stage.hall, "B")) == [*elders, missed, *plain]
    elder = stage.take(age=p.Age.ELDER)
    assert list(in_order(stage.hall, "B")) == [*elders, elder, missed, *plain]


def test_under_the_strict_rule_a_missed_elder_stands_behind_the_elders(make_stage):
    stage = make_stage(small_hall(calling=c.CallingPart("strict"))).sign_on("w3")
    missed = stage.take(age=p.Age.ELDER)
    stage.do(t.CallNext("w3"))
    stage.later(60).do(t.Recall("w3")), stage.later(60).do(t.Recall("w3")), stage.do(t.Pass("w3"))
    elder = stage.take(age=p.Age.ELDER)
    plain = [stage.later(60).take() for _ in range(4)]
    stage.do(t.Reactivate(ticket=missed))
    assert list(in_order(stage.hall, "B")) == [elder, missed, *plain]


def test_who_took_a_new_number_meanwhile_does_not_come_back_with_the_old_one(stage):
    missed = stage.sign_on("w3").take(person="zhang")
    stage.do(t.CallNext("w3"))
    stage.later(60).do(t.Recall("w3")), stage.later(60).do(t.Recall("w3")), stage.do(t.Pass("w3"))
    stage.take(person="zhang")
    assert stage.refused(t.Reactivate(ticket=missed)).code == "already"


@pytest.mark.parametrize("rule", ["head_start", "first_come", "strict", "ratio"])
def test_to_the_top_with_a_reason_before_everybody_under_every_rule(make_stage, rule):
    calling = c.CallingPart(rule, ("P", "G") if rule == "ratio" else ())
    stage = make_stage(small_hall(calling=calling)).sign_on("w3")
    stage.take(age=p.Age.ELDER), stage.take()
    last = stage.later(60).take()
    assert stage.refused(t.PushToTop(last, "  ")).code == "no_reason"
    (pushed,) = stage.do(t.PushToTop(last, "车祸，急用"))
    assert pushed.reason == "车祸，急用"
    assert stage.do(t.PushToTop(last, "again")) == ()
    assert stage.do(t.CallNext("w3"))[0].ticket == last


def test_being_put_to_the_top_counts_for_one_line(stage):
    """Once called it is used up: the next service of the same number waits in its own place."""
    stage.sign_on("w1", "w3")
    first = stage.take("zhengming")
    pushed = stage.later(60).take("sbk")
    stage.do(t.PushToTop(pushed, "急"))
    serve(stage, "w3")
    stage.do(AddService("w3", "zhengming")), stage.do(t.Finish("w3"))
    assert list(in_order(stage.hall, "A")) == [first, pushed]
