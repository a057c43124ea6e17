"""Tickets from the first number of the day to its end, played against the real rules."""

import datetime as dt
import itertools

import pytest

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.views_common import WindowState
from hall.contract.views_kiosk import SlipState
from hall.domain.queueing.call import ALLOWED
from hall.domain.queueing.rule import in_order, next_ticket
from hall.domain.snapshot import freeze

MONDAY = dt.date(2026, 11, 23)


def test_the_first_number_of_the_day_is_001_and_each_queue_counts_for_itself(stage):
    assert stage.take("sbk") == "2026-11-20-B001"
    assert stage.take("zhengming") == "2026-11-20-A001"
    assert stage.take("yhk") == "2026-11-20-B002"


def test_after_999_numbers_the_thousandth_is_still_a_new_one(stage):
    for _ in range(999):
        stage.take("sbk")
    assert stage.take("sbk").endswith("B1000")


def test_a_new_day_starts_at_001_and_yesterdays_open_tickets_expired(stage):
    old = stage.take("sbk")
    stage.at("00:00:05", day=MONDAY)
    closed, opened = stage.tick()
    assert closed.expired == (old,)
    assert opened.day == "2026-11-23"
    stage.at("09:00", day=MONDAY)
    assert stage.take("sbk") == "2026-11-23-B001"


def test_one_open_ticket_for_each_person_and_service(stage):
    held = stage.take("sbk", person="zhang")
    refusal = stage.refused(
        t.TakeTicket("sbk", p.Identity(p.Way.CARD, "zhang"), kiosk="k1"),
    )
    assert refusal.code == "already"
    assert refusal.hint == held
    assert "B001" in refusal.text.zh
    assert stage.take("yhk", person="zhang")  # another service is another matter
    stage.do(t.Cancel(ticket=held))
    assert stage.take("sbk", person="zhang").endswith("B003")


def test_a_visitor_without_identity_may_always_take_a_number(stage):
    for _ in range(2):
        stage.do(t.TakeTicket("sbk", p.Identity(p.Way.ASSISTED, "")))
    assert stage.hall.waiting("B") == 2


@pytest.mark.parametrize(
    ("clock", "code"),
    [("08:31", ""), ("08:29", "closed"), ("12:10", "closed"), ("12:35", ""), ("17:00:01", "closed")],
)
def test_numbers_are_given_in_service_hours_and_half_an_hour_before(stage, clock, code):
    stage.at(clock)
    if code:
        refusal = stage.refused(t.TakeTicket("sbk", p.Identity(p.Way.PHONE, "x")))
        assert refusal.code == code
    else:
        stage.take("sbk")


def test_first_come_first_served_and_priority_counts_as_twenty_minutes_earlier(stage):
    stage.at("09:00").sign_on("w3")
    first = stage.take()
    stage.at("09:19:59")
    elder = stage.take(age=p.Age.ELDER)
    stage.at("09:21")
    late_elder = stage.take(age=p.Age.ELDER)
    order = []
    for _ in range(3):
        called, *_ = stage.do(t.CallNext("w3"))
        order.append(called.ticket)
        stage.do(t.Finish("w3"))
    assert order == [elder, first, late_elder]


def test_a_window_with_two_queues_calls_whoever_waits_longest(stage):
    stage.sign_on("w2")
    a = stage.take("zhengming")
    stage.later(5)
    b = stage.take("sbk")
    assert stage.do(t.CallNext("w2"))[0].ticket == a
    stage.do(t.Finish("w2"))
    assert stage.do(t.CallNext("w2"))[0].ticket == b


def test_priority_is_not_a_visitors_own_word(stage):
    who = p.Identity(p.Way.PHONE, "x")
    assert stage.refused(t.TakeTicket("sbk", who, priority="pregnant"), Role.KIOSK).code == "not_allowed"
    (issued,) = stage.do(t.TakeTicket("sbk", who, priority="pregnant"), Role.ADMIN)
    assert (issued.klass, issued.why) == (t.TicketClass.PRIORITY, "pregnant")


def test_call_again_three_times_at_twenty_seconds_and_pass_after_the_grace_time(stage):
    stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    assert stage.refused(t.Pass("w3")).code == "pass_calls"
    assert stage.refused(t.Recall("w3")).code == "recall_soon"
    stage.later(20).do(t.Recall("w3"))
    stage.later(20).do(t.Recall("w3"))
    assert stage.later(20).refused(t.Recall("w3")).code == "recall_max"
    assert stage.refused(t.Pass("w3")).code == "pass_soon"
    stage.later(60).do(t.Pass("w3"))
    assert stage.hall.facts.windows["w3"].state is WindowState.FREE
    assert stage.hall.facts.tickets["2026-11-20-B001"].state is t.TicketState.PASSED


def test_a_window_that_pauses_gives_its_called_visitor_back_to_the_old_place(stage):
    stage.sign_on("w2", "w3")
    first, second = stage.take(), stage.later(1).take()
    stage.do(t.CallNext("w3"))
    returned, paused = stage.do(p.Pause("w3", "meal"))
    assert isinstance(returned, t.TicketReturned)
    assert isinstance(paused, p.WindowPaused)
    assert stage.do(t.CallNext("w2"))[0].ticket == first
    assert next(in_order(stage.hall, "B")) == second


def test_finishing_without_start_counts_from_the_last_call(stage):
    stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    stage.later(30).do(t.Finish("w3"))
    ticket = stage.hall.facts.tickets["2026-11-20-B001"]
    assert ticket.ended_ms - ticket.started_ms == 30_000
    assert stage.hall.facts.windows["w3"].done == 1


def test_staff_sign_on_at_one_window_only(stage):
    stage.do(p.SignOn("w1", "s1"))
    assert stage.refused(p.SignOn("w2", "s1")).code == "staff_elsewhere"
    assert stage.refused(p.SignOn("w1", "s2")).code == "signed_on"
    stage.do(p.SignOff("w1"))
    stage.do(p.SignOn("w2", "s1"))


def test_every_pair_of_window_state_and_command_is_answered(make_stage):
    commands = {
        t.CallNext: t.CallNext("w3"),
        t.Recall: t.Recall("w3"),
        t.Start: t.Start("w3"),
        t.Finish: t.Finish("w3"),
        t.Pass: t.Pass("w3"),
        p.SignOn: p.SignOn("w3", "s3"),
        p.SignOff: p.SignOff("w3"),
        p.Pause: p.Pause("w3", "meal"),
        p.Resume: p.Resume("w3"),
    }
    assert set(commands) <= set(ALLOWED)
    to = {
        WindowState.CLOSED: (),
        WindowState.FREE: (p.SignOn,),
        WindowState.CALLED: (p.SignOn, t.CallNext),
        WindowState.SERVING: (p.SignOn, t.CallNext, t.Start),
        WindowState.PAUSED: (p.SignOn, p.Pause),
    }
    for state, kind in itertools.product(WindowState, commands):
        stage = make_stage()
        stage.take()
        for step in to[state]:
            stage.do(commands[step])
        assert stage.hall.facts.windows["w3"].state is state
        stage.later(200)
        if kind is t.Pass and state is WindowState.CALLED:
            stage.do(t.Recall("w3")), stage.later(20).do(t.Recall("w3")), stage.later(100)
        if state in ALLOWED[kind]:
            assert stage.do(commands[kind])
        else:
            assert stage.refused(commands[kind]).code.startswith(("window_", "signed_on"))


def test_cancel_by_token_from_a_phone_and_by_id_from_staff(stage):
    ticket = stage.take()
    token = stage.hall.facts.tickets[ticket].token
    assert stage.refused(t.Cancel(ticket=ticket), Role.KIOSK).code == "not_allowed"
    stage.do(t.Cancel(token=token), Role.KIOSK)
    assert stage.refused(t.Cancel(token=token), Role.KIOSK).code == "ticket_cancelled"
    assert stage.hall.waiting("B") == 0


def test_cancelling_a_called_visitor_frees_the_window(stage):
    ticket = stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    stage.do(t.Cancel(ticket=ticket))
    assert stage.hall.facts.windows["w3"].state is WindowState.FREE


def test_a_slip_is_printed_once_for_each_wish_and_a_lost_one_is_said(stage):
    ticket = stage.take()
    (job,) = stage.hall.facts.devices["k1.printer"].mailbox
    assert job.slip.number == "B001"
    assert job.slip.masked == "5678"
    stage.do(d.JobFailed("k1.printer", job.id, d.Fault.PAPER_END), Role.DEVICE)
    have = stage.hall.facts.tickets[ticket]
    assert (have.slip, have.slip_fault) == (SlipState.FAILED, d.Fault.PAPER_END)
    stage.do(t.Reprint("k1", ticket), Role.KIOSK)
    (again,) = stage.hall.facts.devices["k1.printer"].mailbox
    assert again.slip.copy == 0  # the first is known to have failed, so this is the first on paper
    late = stage.do(d.JobDone("k1.printer", job.id), Role.DEVICE)
    assert late == ()  # the old job's late answer is not the new one's
    stage.do(d.JobDone("k1.printer", again.id), Role.DEVICE)
    assert have.slip is SlipState.PRINTED
    assert stage.hall.facts.issued == 1


def test_a_slip_is_not_printed_for_somebody_else(make_stage):
    stage = make_stage()
    ticket = stage.take()
    stage.hall.facts.kiosk_tickets.clear()
    assert stage.refused(t.Reprint("k1", ticket), Role.KIOSK).code == "not_yours"


def test_the_panel_keeps_the_newest_text_only_and_says_what_it_must(stage):
    stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    (job,) = stage.hall.facts.devices["w3.led"].mailbox
    assert job.lines == ("请B001号到3号窗口",)
    device = stage.hall.facts.devices["w3.led"]
    assert device.intended == job.id
    assert device.shows == ""
    stage.do(d.JobDone("w3.led", job.id), Role.DEVICE)
    assert device.shows == job.id
    assert device.mailbox == [job]  # the intention stays, to be drawn again after a power cut
    stage.do(d.DeviceReport("w3.led", d.DeviceState.AWAY, d.Fault.UNPLUGGED), Role.DEVICE)
    assert device.shows == ""


def test_a_call_is_spoken_in_the_windows_zone(stage):
    stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    (job,) = stage.hall.facts.devices["B.voice"].mailbox
    assert (job.number, job.window) == ("B001", "3")


def test_replay_and_snapshot_give_the_same_hall(stage):
    stage.sign_on("w1", "w2", "w3").ready("k1.card", "w3.led")
    for n in range(30):
        stage.later(31).take(
            ["sbk", "yhk", "zhengming"][n % 3], age=p.Age.ELDER if n % 7 == 0 else p.Age.ADULT
        )
        window = f"w{n % 3 + 1}"
        if stage.hall.facts.windows[window].state is WindowState.FREE:
            if next_ticket(stage.hall, window):
                stage.do(t.CallNext(window))
        elif n % 2:
            stage.do(t.Finish(window))
        stage.tick()
    assert freeze(stage.replayed()) == freeze(stage.hall) == freeze(stage.restarted())


def test_one_who_left_a_phone_finds_the_number_at_any_kiosk(stage):
    ticket = stage.take("sbk", person="zhang")
    stage.hall.facts.kiosk_tickets.clear()
    same = p.Identity(p.Way.PHONE, "zhang")
    (asked,) = stage.do(t.Reprint("k1", attest=same), Role.KIOSK)
    assert asked == t.SlipAsked(ticket, "k1")
    assert stage.refused(t.Reprint("k1", attest=p.Identity(p.Way.PHONE, "li")), Role.KIOSK).code == "none"
    assert stage.refused(t.Reprint("k1", attest=p.Identity(p.Way.ASSISTED, "")), Role.KIOSK).code == "none"
