"""What people do at windows, from the first key to the last: several services, holds, transfers, missed calls."""

import pytest

from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.calling import Calling, SetCalling, SetPull, SetQueues, SetQuiet
from hall.contract.legs import (
    AddService,
    LegResumed,
    LegState,
    SwitchService,
    TicketQueued,
    Transfer,
    UndoTransfer,
)
from hall.contract.opening import CloseDay, DayOpened, OpenDay
from hall.contract.tickets import TicketState
from hall.contract.views import WindowState
from hall.domain.calendar import open_seconds
from hall.domain.queueing.rule import in_order
from hall.domain.snapshot import freeze
from tests.hall.domain.conftest import Stage, small_hall


def ticket_of(stage: Stage, name: str):
    return stage.hall.facts.tickets[name]


def at(stage: Stage, window: str):
    return stage.hall.facts.windows[window]


def kinds(events) -> list[type]:
    return [type(x) for x in events]


def serve(stage: Stage, window: str) -> str:
    """Call the next and begin; the ticket."""
    called = stage.do(t.CallNext(window))[0]
    stage.do(t.Start(window))
    return called.ticket


# --- several services ---------------------------------------------------------------------------------------------


def test_a_second_service_while_serving_back_to_the_first_and_both_finished(stage):
    ticket = stage.sign_on("w2").take("sbk")
    serve(stage, "w2")
    stage.later(60).do(AddService("w2", "zhengming", here=True))
    have = ticket_of(stage, ticket)
    assert (have.service, have.queue, have.leg, have.state) == ("zhengming", "A", 2, TicketState.SERVING)
    assert [(x.number, x.service, x.state) for x in have.others] == [(1, "sbk", LegState.PAUSED)]
    assert stage.refused(AddService("w2", "sbk", here=True)).code == "already"
    assert stage.refused(SwitchService("w2", 3)).code == "no_leg"
    stage.later(120).do(SwitchService("w2", 1))
    assert (have.service, have.number) == ("sbk", "B001")
    done, resumed = stage.later(30).do(t.Finish("w2", case="C1"))[-2:]
    assert isinstance(done, t.TicketFinished) and resumed == LegResumed(ticket, "w2", 2)
    assert have.state is TicketState.SERVING and at(stage, "w2").state is WindowState.SERVING
    (done,) = stage.later(45).do(t.Finish("w2", t.Outcome.CONSULT_ONLY))
    assert have.state is TicketState.DONE and at(stage, "w2").state is WindowState.FREE
    assert at(stage, "w2").done == 2
    assert at(stage, "w2").served_s == 60 + 120 + 30 + 45, (
        "every second once, with the service it was spent on"
    )
    assert not stage.hall.facts.open_by_person


def test_a_second_service_for_elsewhere_waits_with_the_first_time(stage):
    stage.sign_on("w1", "w3")
    early = stage.take("sbk")
    for _ in range(3):
        stage.later(60).take("zhengming")
    serve(stage, "w3")
    stage.do(AddService("w3", "zhengming"))
    *_, queued = stage.later(300).do(t.Finish("w3"))
    assert isinstance(queued, TicketQueued) and queued.queue == "A"
    have = ticket_of(stage, early)
    assert (have.number, have.queued_ms, have.state) == ("B001", stage.now, TicketState.WAITING)
    assert next(in_order(stage.hall, "A")) == early, "first come, first served, whatever service came first"
    assert stage.do(t.CallNext("w1"))[0].ticket == early


def bundle_hall(**after) -> c.HallConfig:
    """A bundle of three in two queues; `after` says what an item needs before it."""
    item = c.ServicePart
    return small_hall(
        services=(
            item("sbk", "g", "B", "社会保障卡", after=after.get("sbk", ())),
            item("yhk", "g", "B", "养老资格认证", after=after.get("yhk", ())),
            item("zhengming", "g", "A", "开证明", after=after.get("zhengming", ())),
            item("born", "g", "", "新生儿一件事", bundle=("sbk", "zhengming", "yhk")),
        )
    )


def test_a_bundle_begins_where_the_wait_is_shortest_and_is_done_at_one_window_where_it_can(make_stage):
    stage = make_stage(bundle_hall()).sign_on("w1", "w3")
    for _ in range(8):
        stage.take("sbk")
    baby = stage.take("born")
    have = ticket_of(stage, baby)
    assert (have.queue, have.number) == ("A", "A001"), "eight wait in B, nobody in A"
    serve(stage, "w1")
    assert have.id == baby
    *_, queued = stage.later(300).do(t.Finish("w1"))
    assert isinstance(queued, TicketQueued) and queued.queue == "B"
    while (called := serve(stage, "w3")) != baby:
        stage.later(60).do(t.Finish("w3"))
    first = have.service
    *_, resumed = stage.later(60).do(t.Finish("w3"))
    assert isinstance(resumed, LegResumed), "the third service at the same window, without a second wait"
    assert {first, have.service} == {"sbk", "yhk"}
    stage.later(60).do(t.Finish("w3"))
    assert have.state is TicketState.DONE and called == baby
    assert sorted(x.service for x in (*have.others, have)) == ["sbk", "yhk", "zhengming"]


@pytest.mark.parametrize("wanted", [["sbk", "yhk", "zhengming"], ["sbk", "zhengming", "yhk"]])
def test_what_needs_another_before_it_comes_after_it(make_stage, wanted):
    """Also where the window could do a later one at once."""
    first, second, third = wanted
    stage = make_stage(bundle_hall(**{third: (second,), second: (first,)})).sign_on("w1", "w3")
    for _ in range(8):
        stage.take("sbk")
    baby = stage.take("born")
    have = ticket_of(stage, baby)
    order = []
    assert have.service == "sbk", "though A is empty"
    while have.state is not TicketState.DONE:
        window = "w3" if have.queue == "B" else "w1"
        if at(stage, window).ticket != baby:
            serve(stage, window)
        if at(stage, window).ticket == baby:
            order.append(have.service)
        stage.later(60).do(t.Finish(window))
    assert order == wanted


def test_what_waits_for_a_service_paused_elsewhere_waits_until_that_is_done(make_stage):
    stage = make_stage(bundle_hall(yhk=("sbk",))).sign_on("w1", "w3")
    (issued,) = stage.do(t.TakeTicket("sbk", p.Identity(p.Way.PHONE, "zhang"), "k1", more=("yhk",)))
    serve(stage, "w3")
    stage.do(Transfer("w3", queue="A", back=True))
    serve(stage, "w1")
    *_, back = stage.do(t.Finish("w1"))
    assert (back.service, back.need) == ("sbk", "window:w3"), "not yhk, which needs it"
    serve(stage, "w3")
    assert stage.do(t.Finish("w3"))[-1] == LegResumed(issued.ticket, "w3", 2)


# --- hold ---------------------------------------------------------------------------------------------------------


def test_hold_and_call_from_hold_with_the_clock_of_the_service_stopped(stage):
    held = stage.sign_on("w2", "w3").take()
    other = stage.take()
    serve(stage, "w3")
    stage.later(100).do(t.Hold("w3", "form"))
    assert (ticket_of(stage, held).state, at(stage, "w3").state) == (TicketState.HELD, WindowState.FREE)
    assert serve(stage, "w3") == other
    stage.later(400).do(t.Finish("w3"))
    assert stage.refused(t.CallTicket("w2", held)).code == "held_elsewhere"
    (called,) = stage.do(t.CallTicket("w3", held))
    assert called.chosen
    stage.later(20).do(t.Start("w3"))
    stage.later(50).do(t.Finish("w3"))
    assert at(stage, "w3").served_s == 400 + 100 + 50, "neither the hold nor the way back is service"
    assert ticket_of(stage, held).segment == 1


def test_a_timed_hold_ends_by_itself_and_only_for_the_window_that_holds(stage):
    held = stage.sign_on("w2", "w3").take()
    serve(stage, "w3")
    assert stage.refused(t.Hold("w3", "form", stage.now + 3 * 3_600_000)).code == "hold_long"
    assert stage.refused(t.Hold("w3", "form", stage.now - 1)).code == "back_past"
    assert stage.refused(t.Hold("w3", "because")).code == "no_reason"
    stage.do(t.Hold("w3", "copy", stage.now + 600_000))
    assert not [x for x in stage.later(599).tick() if isinstance(x, t.TicketUnheld)]
    (back,) = [x for x in stage.later(1).tick() if isinstance(x, t.TicketUnheld)]
    assert (back.ticket, back.need, back.reason) == (held, "window:w3", "time")
    assert stage.refused(t.CallNext("w2")).code == "nobody"
    assert stage.refused(t.CallTicket("w2", held)).code == "needs_other"
    assert stage.do(t.CallNext("w3"))[0].ticket == held
    assert ticket_of(stage, held).segment == 2, "a wait of its own, shown and not judged"


def test_whom_a_window_holds_is_set_free_when_it_signs_off(stage):
    held = stage.sign_on("w2", "w3").take()
    serve(stage, "w3")
    stage.do(t.Hold("w3", "form"))
    assert t.TicketUnheld(held, "", "window_left") in stage.do(p.SignOff("w3"))
    assert stage.do(t.CallNext("w2"))[0].ticket == held


def test_a_window_whose_queues_change_still_calls_whom_it_holds(stage):
    held = stage.sign_on("w1", "w2", "w3").take()
    serve(stage, "w3")
    stage.do(t.Hold("w3", "form", stage.now + 60_000))
    stage.do(SetQueues("w3", ("A",), "支援"))
    stage.later(61).tick()
    assert ticket_of(stage, held).need == "", "w3 does not serve that queue any more: anybody may"
    assert stage.do(t.CallNext("w2"))[0].ticket == held
    stage.do(t.Hold("w2", "form"))
    stage.do(SetQueues("w2", ("A",), "支援"))
    assert stage.do(t.CallTicket("w2", held))[0].ticket == held


def test_a_line_of_people_keeps_a_window(stage):
    stage.do(p.SignOn("w3", "s3"))
    stage.take()
    refusal = stage.refused(SetQueues("w3", ("A",)))
    assert (refusal.code, refusal.hint, refusal.text.zh) == (
        "last_window",
        "B",
        "“社保医保”还有人在等，没有别的窗口在办",
    )
    assert stage.refused(SetQueues("w3", ("Z",))).code == "no_queue"
    assert stage.refused(SetQueues("w9", ("A",))).code == "no_window"
    stage.do(p.SignOn("w2", "s2"))
    stage.do(SetQueues("w3", ("A",), "支援"))
    assert stage.refused(t.CallNext("w3")).code == "nobody"
    stage.do(SetQueues("w3", ()))
    assert stage.do(SetQueues("w3", ("B",))) == (), "as configured already"
    assert stage.do(t.CallNext("w3"))


# --- transfer -----------------------------------------------------------------------------------------------------


def test_a_transfer_keeps_number_letter_and_first_time(stage):
    stage.sign_on("w1", "w3")
    ticket = stage.take("sbk")
    later = stage.later(120).take("zhengming")
    serve(stage, "w3")
    (sent,) = stage.later(60).do(Transfer("w3", queue="A", note="先补材料"))
    have = ticket_of(stage, ticket)
    assert (sent.service, have.number, have.queue, have.note) == ("zhengming", "B001", "A", "先补材料")
    assert (have.leg, have.queued_ms, have.state) == (2, stage.now, TicketState.WAITING)
    assert list(in_order(stage.hall, "A")) == [ticket, later], "the time of its issue, not of the transfer"
    called, *_ = stage.do(t.CallNext("w1"))
    assert (called.ticket, have.number) == (ticket, "B001")
    stage.do(t.Finish("w1"))
    assert have.state is TicketState.DONE


@pytest.mark.parametrize("to", [{"to_window": "w2"}, {"to_staff": "s2"}])
def test_to_a_window_or_a_person_and_to_nobody_else(stage, to):
    stage.sign_on("w1", "w2", "w3")
    ticket = stage.take()
    serve(stage, "w3")
    stage.do(Transfer("w3", **to))
    assert stage.refused(t.CallNext("w3")).code == "nobody"
    assert stage.refused(t.CallTicket("w3", ticket)).code == "needs_other"
    assert stage.do(t.CallNext("w2"))[0].ticket == ticket


@pytest.mark.parametrize("to", [{"to_window": "w2"}, {"to_staff": "s2"}])
@pytest.mark.parametrize("leaves", ["sign_off", "other_queues", "relieved"])
def test_nobody_waits_for_a_window_or_person_who_has_gone(stage, to, leaves):
    stage.sign_on("w1", "w2", "w3")
    ticket = stage.take()
    serve(stage, "w3")
    stage.do(Transfer("w3", **to))
    if leaves == "sign_off":
        stage.do(p.SignOff("w2"))
    elif leaves == "other_queues":
        stage.do(SetQueues("w2", ("A",), "支援"))
    else:
        stage.do(p.Relieve("w2", "s5"))
    window = "w2" if leaves == "relieved" and "to_window" in to else "w3"
    assert stage.do(t.CallNext(window))[0].ticket == ticket


def test_sent_with_return_comes_back_to_the_window_that_sent(stage):
    stage.sign_on("w1", "w3")
    ticket = stage.take("sbk")
    serve(stage, "w3")
    stage.later(60).do(Transfer("w3", queue="A", back=True))
    stage.later(600)
    assert serve(stage, "w1") == ticket
    *_, back = stage.later(120).do(t.Finish("w1"))
    assert isinstance(back, TicketQueued) and (back.need, back.service) == ("window:w3", "sbk")
    have = ticket_of(stage, ticket)
    assert (have.leg, have.segment) == (1, 2)
    stage.later(300)
    assert serve(stage, "w3") == ticket
    stage.later(40).do(t.Finish("w3"))
    assert have.state is TicketState.DONE
    assert at(stage, "w3").served_s == 60 + 40, "what happened elsewhere is no service of this window"


def test_with_return_to_a_window_that_left_anybody_goes_on(stage):
    stage.sign_on("w1", "w2", "w3")
    ticket = stage.take("sbk")
    serve(stage, "w3")
    stage.do(Transfer("w3", queue="A", back=True))
    serve(stage, "w1")
    stage.do(p.SignOff("w3"))
    stage.do(t.Finish("w1"))
    assert stage.do(t.CallNext("w2"))[0].ticket == ticket


def skilled() -> c.HallConfig:
    """B has an item that only w3 can do."""
    base = small_hall()
    more = c.ServicePart("english", "g", "B", "英文证明", skill="english")
    windows = tuple(
        c.WindowPart(w.id, w.zone, w.number, w.queues, skills=("english",) if w.id == "w3" else ())
        for w in base.windows
    )
    return small_hall(services=(*base.services, more), windows=windows)


def test_a_return_to_a_window_that_left_still_needs_its_skill(make_stage):
    stage = make_stage(skilled()).sign_on("w1", "w2", "w3")
    ticket = stage.take("english")
    serve(stage, "w3")
    stage.do(Transfer("w3", queue="A", back=True))
    serve(stage, "w1")
    stage.do(p.SignOff("w3"))
    *_, back = stage.do(t.Finish("w1"))
    assert (back.ticket, back.need) == (ticket, "skill:english")
    assert stage.refused(t.CallNext("w2")).code == "nobody"


def test_a_transfer_is_taken_back_until_somebody_calls(stage):
    stage.sign_on("w1", "w3")
    ticket = stage.take("sbk", person="zhang")
    serve(stage, "w3")
    before = ticket_of(stage, ticket).started_ms
    stage.later(60).do(Transfer("w3", queue="A"))
    assert stage.refused(UndoTransfer("w1", ticket)).code == "not_undone"
    stage.later(10).do(UndoTransfer("w3", ticket))
    have = ticket_of(stage, ticket)
    assert (have.state, have.service, have.window) == (TicketState.SERVING, "sbk", "w3")
    assert (have.started_ms, have.others, have.sent_by) == (before, [], "")
    assert set(stage.hall.facts.open_by_person) == {"zhang/sbk"}
    stage.later(30).do(t.Finish("w3"))
    assert at(stage, "w3").served_s == 60 + 30


def test_a_transfer_is_not_taken_back_after_a_call_elsewhere(stage):
    stage.sign_on("w1", "w3")
    ticket = stage.take("sbk")
    serve(stage, "w3")
    stage.do(Transfer("w3", queue="A"))
    stage.do(t.CallNext("w1"))
    assert stage.refused(UndoTransfer("w3", ticket)).code == "ticket_called"
    stage.do(p.Pause("w1", "meal"))
    assert stage.refused(UndoTransfer("w3", ticket)).code == "not_undone", "called in between"


def test_undoing_takes_back_the_service_that_was_sent_away_and_no_other(stage):
    ticket = stage.sign_on("w1", "w2").take("sbk")
    serve(stage, "w2")
    stage.do(AddService("w2", "yhk", here=True))
    stage.do(SwitchService("w2", 1))
    stage.do(Transfer("w2", queue="A"))
    stage.do(UndoTransfer("w2", ticket))
    assert ticket_of(stage, ticket).service == "sbk"


def test_whom_nobody_can_be_sent_to_is_said(stage):
    stage.sign_on("w3").take("sbk", person="zhang")
    serve(stage, "w3")
    for command, code in (
        (Transfer("w3"), "transfer_where"),
        (Transfer("w3", queue="A", to_window="w1"), "transfer_where"),
        (Transfer("w3", queue="Z"), "no_queue"),
        (Transfer("w3", queue="A"), "nobody_there"),
        (Transfer("w3", queue="B"), "same_queue"),
        (Transfer("w3", to_window="w9"), "no_window"),
        (Transfer("w3", to_window="w3"), "same_window"),
        (Transfer("w3", to_window="w2"), "nobody_there"),
        (Transfer("w3", to_staff="s7"), "nobody_there"),
        (Transfer("w3", to_staff="s1"), "same_window"),
    ):
        assert stage.refused(command).code == code
    stage.do(p.SignOn("w1", "s4"))
    stage.take("zhengming", person="zhang")
    refusal = stage.refused(Transfer("w3", queue="A"))
    assert (refusal.code, refusal.text.zh) == ("already", "这位群众已有这个事项的号 A001")


# --- out of turn and not at all -----------------------------------------------------------------------------------


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


# --- voice --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quiet", "calling", "why", "spoken"),
    [
        (False, "hall", "", True),
        (False, "silent", "", False),
        (True, "hall", "", False),
        (True, "voice", "", True),
        (True, "hall", "elder", True),
        (True, "hall", "disabled", True),
        (True, "hall", "pregnant", False),
        (True, "silent", "elder", False),
    ],
)
def test_silent_calling_never_takes_the_voice_from_who_needs_it(stage, quiet, calling, why, spoken):
    stage.sign_on("w3")
    if quiet:
        stage.do(SetQuiet(True, "B", "考试"))
    who = {"age": p.Age.ELDER} if why == "elder" else {"priority": why} if why else {}
    ticket = stage.take(**who)
    if calling != "hall":
        stage.do(SetCalling(Calling(calling), ticket=ticket))
    stage.do(t.CallNext("w3"))
    voice = [x for x in stage.hall.facts.devices["B.voice"].mailbox if isinstance(x, d.Speak)]
    panel = [x for x in stage.hall.facts.devices["w3.led"].mailbox if isinstance(x, d.ShowOnPanel)]
    assert bool(voice) is spoken
    assert panel[-1].lines == ("请B001号到3号窗口",), "the panel always says it"


# --- windows that fail, and the day -------------------------------------------------------------------------------


def lost(stage: Stage, window: str) -> None:
    stage.fold((d.HostLost(f"window-{window}", stage.now),))


def test_a_window_whose_console_is_lost_gives_its_called_visitor_back(stage):
    ticket = stage.sign_on("w2", "w3").take()
    stage.do(t.CallNext("w3"))
    lost(stage, "w3")
    assert t.TicketReturned(ticket, "w3", "console_lost") in stage.tick()
    assert stage.do(t.CallNext("w2"))[0].ticket == ticket


def test_a_window_without_a_console_is_given_nobody(stage):
    """Else a pulling window would take the visitor it has just given back, for ever."""
    ticket = stage.sign_on("w3").take()
    stage.do(SetPull("w3", True))
    assert at(stage, "w3").ticket == ticket
    lost(stage, "w3")
    stage.tick()
    stage.do(p.SignOn("w2", "s2"))
    assert at(stage, "w3").state is WindowState.FREE
    stage.take()
    assert at(stage, "w3").state is WindowState.FREE
    stage.do(d.HostAlive("window-w3"))
    assert at(stage, "w3").ticket == ticket, "and goes on when its console is back"


def test_the_end_of_the_day_closes_everything_with_a_reason(stage):
    stage.sign_on("w1", "w2", "w3")
    held, called, serving, waiting = (stage.take() for _ in range(4))
    stage.do(t.CallTicket("w3", held)), stage.do(t.Hold("w3", "form"))
    stage.do(t.CallTicket("w2", called))
    stage.do(t.CallTicket("w3", serving)), stage.do(t.Start("w3"))
    (closed, *_) = stage.at("17:30").do(CloseDay("2026-11-20", "system"))
    assert (closed.reason, set(closed.expired)) == ("system", {held, called, serving, waiting})
    facts = stage.hall.facts
    assert {x.state for x in facts.tickets.values()} == {TicketState.EXPIRED}
    assert all(w.state is WindowState.CLOSED and not w.ticket and not w.staff for w in facts.windows.values())
    assert not facts.held and not facts.open_by_person and stage.hall.waiting("B") == 0
    assert stage.refused(CloseDay("2026-11-19")).code == "other_day"
    assert freeze(stage.replayed()) == freeze(stage.hall)


def test_after_48_idle_hours_the_hall_is_right_and_the_first_number_is_001(stage):
    stage.sign_on("w3").take(), stage.take()
    stage.do(t.CallNext("w3"))
    for _ in range(48 * 60):
        stage.later(60).tick()
    facts = stage.hall.facts
    assert (facts.day, facts.tickets, facts.held) == ("2026-11-22", {}, [])
    assert all(w.state is WindowState.CLOSED for w in facts.windows.values())
    sunday = stage.refused(t.TakeTicket("sbk", p.Identity(p.Way.PHONE, "x"), "k1"))
    assert (sunday.code, sunday.text.zh) == ("closed", "现在没开，明天 9:00 开")
    for _ in range(24 * 60):
        stage.later(60).tick()
    issued = stage.take()
    assert (issued, ticket_of(stage, issued).number) == ("2026-11-23-B001", "B001")
    assert freeze(stage.replayed()) == freeze(stage.hall)


def test_a_new_day_ordered_from_outside_closes_the_old_one_first(stage):
    ticket = stage.sign_on("w3").take()
    serve(stage, "w3")
    closed, opened = stage.do(OpenDay("2026-11-21"))[:2]
    assert closed.expired == (ticket,) and isinstance(opened, DayOpened)
    assert at(stage, "w3").state is WindowState.CLOSED
    assert stage.do(OpenDay("2026-11-21")) == ()


def test_a_double_tap_is_one_ticket(stage):
    who = p.Identity(p.Way.PHONE, "zhang")
    (issued,) = stage.do(t.TakeTicket("sbk", who, "k1"), Role.KIOSK)
    refusal = stage.refused(t.TakeTicket("sbk", who, "k1"), Role.KIOSK)
    assert (refusal.code, refusal.hint, refusal.text.zh) == (
        "already",
        issued.ticket,
        "您已有号 B001，不用再取",
    )
    assert stage.hall.facts.issued == 1
    (other,) = stage.do(t.TakeTicket("zhengming", who, "k1"), Role.KIOSK)
    assert other.number == "A001", "another service is another matter"


def test_the_wait_of_a_later_leg_is_judged_for_itself(stage):
    ticket = stage.sign_on("w1", "w3").take("sbk", more=("zhengming",))
    have = ticket_of(stage, ticket)
    first = "w3" if have.queue == "B" else "w1"
    stage.later(600)
    serve(stage, first)
    stage.later(60).do(t.Finish(first))
    stage.later(500)
    serve(stage, "w1" if first == "w3" else "w3")
    assert open_seconds(stage.hall, have.queue, have.queued_ms, have.called_ms) == 500
    (leg,) = have.others
    assert open_seconds(stage.hall, leg.queue, leg.queued_ms, leg.called_ms) == 600
