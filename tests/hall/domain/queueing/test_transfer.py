"""转号: to a queue, a window or a person, with and without return, and taken back."""

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import SetQueues
from hall.contract.legs import AddService, SwitchService, TicketQueued, Transfer, UndoTransfer
from hall.contract.tickets import TicketState
from hall.domain.queueing.rule import in_order
from tests.hall.domain.queueing.at_windows import at, serve, skilled, ticket_of


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
