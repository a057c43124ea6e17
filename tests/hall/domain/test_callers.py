"""A key box is the window's own console with nine keys: same rules, a beep for what has no effect, honest digits."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.callers import Key, KeyRefused, PressKey
from hall.contract.opening import CloseDay
from hall.domain.snapshot import freeze
from hall.domain.views import build, touched
from tests.hall.domain.conftest import small_hall


def hall_with_boxes() -> c.HallConfig:
    """Key boxes at w2 (queues A and B) and w3 (queue B), the one at w3 with an evaluator."""
    base = small_hall()
    return msgspec.structs.replace(
        base,
        devices=(
            *base.devices,
            c.DevicePart("w2.box", "caller.ff68", "pty:desks", window="w2", address=2),
            c.DevicePart("w3.box", "caller+evaluator.ff68", "pty:desks", window="w3", address=3),
        ),
    )


@pytest.fixture
def desk(make_stage):
    return make_stage(hall_with_boxes())


def press(stage, key, digits="", device="w3.box"):
    return stage.do(PressKey(device, key, digits), Role.DEVICE, "devices-1")


def digits(stage, device="w3.box"):
    job = next(j for j in stage.hall.facts.devices[device].mailbox if isinstance(j, d.ShowOnCaller))
    return job.waiting, job.serial


def newest(stage, device="w3.box"):
    return next(j for j in stage.hall.facts.devices[device].mailbox if isinstance(j, d.ShowOnCaller))


def test_a_visitor_is_called_served_and_finished_by_keys_alone(desk):
    desk.sign_on("w1", "w2", "w3")
    ticket = desk.take()
    assert press(desk, Key.CALL) == (t.TicketCalled(ticket, "w3"),)
    desk.later(20)
    assert press(desk, Key.RECALL) == (t.TicketCalled(ticket, "w3", 2),)
    assert press(desk, Key.START) == (t.TicketStarted(ticket, "w3"),)
    (done,) = press(desk, Key.FINISH)
    assert (done.ticket, done.window) == (ticket, "w3")
    assert desk.hall.facts.tickets[ticket].staff == "s3", "whoever signed on there"


def test_a_key_obeys_every_rule_of_the_console(desk):
    """Whatever the console's command is told, the key is told too, and nothing else happens."""
    desk.sign_on("w1", "w2", "w3")
    same = {
        Key.CALL: t.CallNext("w3"),
        Key.RECALL: t.Recall("w3"),
        Key.START: t.Start("w3"),
        Key.FINISH: t.Finish("w3"),
        Key.PASS: t.Pass("w3"),
        Key.HOLD: t.Hold("w3", "other"),
    }
    for key, command in same.items():
        expected = desk.refused(command)
        (refused,) = press(desk, key)
        assert refused == KeyRefused("w3.box", "w3", key, expected.code, expected.text)
    desk.take()
    press(desk, Key.CALL)
    for key in (Key.CALL, Key.RECALL, Key.PASS):
        assert press(desk, key)[0].code == desk.refused(same[key]).code


def test_hold_and_back_pause_and_back(desk):
    desk.sign_on("w1", "w2", "w3")
    ticket = desk.take()
    press(desk, Key.CALL)
    assert press(desk, Key.HOLD) == (t.TicketHeld(ticket, "w3", "other"),)
    assert press(desk, Key.PAUSE) == (p.WindowPaused("w3", "other"),)
    assert press(desk, Key.PAUSE) == (p.WindowResumed("w3"),)
    assert press(desk, Key.CALL_BACK) == (t.TicketCalled(ticket, "w3", chosen=True),)
    assert press(desk, Key.START) == (t.TicketStarted(ticket, "w3"),)
    assert press(desk, Key.CALL_BACK)[0].code == "nobody_held"


def test_a_transfer_goes_to_the_window_whose_number_was_pressed(desk):
    desk.sign_on("w1", "w2", "w3")
    ticket = desk.take()
    press(desk, Key.CALL)
    assert press(desk, Key.TRANSFER)[0].code == "transfer_where"
    assert press(desk, Key.TRANSFER, "77")[0].text.zh == "没有 77 号窗口"
    (moved,) = press(desk, Key.TRANSFER, "2")
    assert (moved.ticket, moved.need) == (ticket, "window:w2")


def test_digits_before_another_key_are_no_command(desk):
    desk.sign_on("w1", "w2", "w3")
    desk.take()
    assert press(desk, Key.CALL, "7")[0].code == "digits"


def test_nobody_signed_on_is_told_to_sign_on_and_nothing_is_called(desk):
    ticket = desk.take()
    (refused,) = press(desk, Key.CALL)
    assert (refused.code, refused.text.zh) == ("window_closed", "窗口还没签到")
    assert desk.hall.facts.tickets[ticket].state is t.TicketState.WAITING
    assert newest(desk).beep_ms > desk.now, "the box beeps"
    view = build("window/w3", desk.hall, desk.now)
    assert (view.key_said.zh, view.key_ms) == ("窗口还没签到", desk.now)


@pytest.mark.parametrize("device", ["nobody", "w3.led", "k1.printer"])
def test_what_is_no_key_box_presses_nothing(desk, device):
    assert desk.refused(PressKey(device, Key.CALL), Role.DEVICE).code == "no_caller"


def test_digits_follow_the_queues_and_the_ticket_in_hand_and_change_nothing_else(desk):
    desk.sign_on("w1", "w2", "w3")
    desk.take(), desk.take(), desk.take("zhengming")
    assert digits(desk) == (2, -1)
    assert digits(desk, "w2.box") == (3, -1)
    press(desk, Key.CALL)
    assert digits(desk) == (1, 1)
    assert digits(desk, "w2.box") == (2, -1)
    job = newest(desk)
    desk.take("zhengming")
    assert newest(desk) is job, "nobody sends the same digits again"
    desk.do(CloseDay(desk.hall.facts.day))
    assert digits(desk) == (0, -1)


def test_the_box_beeps_when_somebody_comes_to_an_empty_queue_and_the_clerk_is_free(desk):
    desk.sign_on("w1", "w2", "w3")
    desk.take()
    first = newest(desk)
    assert first.beep_ms > desk.now
    desk.take()
    assert newest(desk).beep_ms == 0, "not for the second"
    press(desk, Key.CALL)
    press(desk, Key.CALL, device="w2.box")
    assert digits(desk) == (0, 1)
    desk.take()
    assert newest(desk).beep_ms == 0, "not while a visitor is in hand"


def test_a_key_without_effect_beeps_although_no_figure_changed(desk):
    desk.sign_on("w1", "w2", "w3")
    before = newest(desk)
    press(desk, Key.CALL)
    after = newest(desk)
    assert (after.waiting, after.serial) == (before.waiting, before.serial)
    assert after.beep_ms > desk.now
    assert after.id != before.id


def test_digits_are_never_confirmed_and_make_no_event(desk):
    desk.take()
    job = newest(desk)
    assert desk.do(d.JobDone("w3.box", job.id, confirmed=False), Role.DEVICE) == ()
    assert newest(desk) is job, "they are drawn again when the box may have lost them"


def test_whatever_changes_a_box_reaches_its_host(desk):
    desk.sign_on("w1", "w2", "w3")
    desk.take()
    issued = desk.journal[-1]
    assert "host/devices-1" in touched(issued, desk.hall)
    press(desk, Key.FINISH)
    assert {"host/devices-1", "window/w3"} <= touched(desk.journal[-1], desk.hall)


def test_keys_replay_and_survive_a_snapshot(desk):
    desk.sign_on("w1", "w2", "w3")
    desk.take()
    for key in (Key.CALL, Key.PASS, Key.START, Key.FINISH, Key.PAUSE):
        press(desk, key)
    assert freeze(desk.replayed()) == freeze(desk.hall) == freeze(desk.restarted())
