"""暂挂: a visitor who comes back to the window that holds the number, and what keeps a window."""

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import SetQueues
from hall.contract.tickets import TicketState
from hall.contract.views_common import WindowState
from tests.hall.domain.queueing.at_windows import at, serve, ticket_of


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
