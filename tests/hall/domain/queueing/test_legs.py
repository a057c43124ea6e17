"""Several services on one number: one after the other, elsewhere, in bundles."""

import pytest

from hall.contract import config as c
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.legs import AddService, LegResumed, LegState, SwitchService, TicketQueued, Transfer
from hall.contract.tickets import TicketState
from hall.contract.views_common import WindowState
from hall.domain.calendar import open_seconds
from hall.domain.queueing.rule import in_order
from tests.hall.domain.conftest import small_hall
from tests.hall.domain.queueing.at_windows import at, serve, ticket_of


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
