"""What a console shows: the visitor in hand and the line; services of one number, holds, transfers, missed numbers."""

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.calling import Calling, SetCalling, SetPull, SetQueues
from hall.contract.devices import DeviceReport, DeviceState, Fault, JobDone, ShowOnPanel
from hall.contract.legs import AddService, LegState, SwitchService, Transfer, UndoTransfer
from hall.contract.people import Age
from hall.contract.supervision import FindingCode, Level
from hall.contract.tickets import CallNext, Pass, Recall
from hall.contract.views_common import WindowState
from hall.domain.views import build, touched
from tests.hall.domain.shown import judged, show

HOUR_S = 3600


def window(stage, name="w2"):
    return build(f"window/{name}", stage.hall, stage.now)


def serving(stage, name="w2", service="sbk"):
    """A visitor in hand."""
    ticket = stage.take(service)
    stage.do(t.CallNext(name))
    stage.do(t.Start(name))
    assert window(stage, name).ticket.ticket == ticket
    return ticket


def missed(stage, name="w2"):
    ticket = stage.take()
    stage.do(t.CallNext(name))
    for _ in range(2):
        stage.later(60).do(t.Recall(name))
    stage.later(60).do(t.Pass(name))
    return ticket


def test_a_number_with_one_service_shows_no_legs(stage) -> None:
    stage.sign_on("w2")
    serving(stage)
    assert window(stage).ticket.legs == ()


def test_every_service_of_the_number_is_told_and_which_can_be_gone_back_to(stage) -> None:
    stage.sign_on("w2")
    serving(stage)
    stage.do(AddService("w2", "yhk", here=True))
    stage.do(AddService("w2", "zhengming"))
    legs = window(stage).ticket.legs
    assert [(x.leg, x.service.zh, x.state, x.mine) for x in legs] == [
        (1, "社会保障卡", LegState.PAUSED, True),
        (2, "养老资格认证", LegState.CURRENT, False),
        (3, "开证明", LegState.PLANNED, False),
    ]
    stage.do(SwitchService("w2", 1))
    assert [x.mine for x in window(stage).ticket.legs] == [False, True, False]


def test_the_note_travels_with_the_visitor_and_says_from_where(stage) -> None:
    stage.sign_on("w2", "w3")
    serving(stage, "w2")
    stage.do(Transfer("w2", to_window="w3", note="差一张照片"))
    (line,) = window(stage, "w3").queue
    assert (line.mark, line.mine) == ("moved", True)
    stage.do(t.CallNext("w3"))
    ticket = window(stage, "w3").ticket
    assert (ticket.note, ticket.note_from, ticket.mark) == ("差一张照片", "2", "moved")
    assert [(x.state, x.window) for x in ticket.legs] == [
        (LegState.TRANSFERRED, "2"),
        (LegState.CURRENT, "3"),
    ]


def test_whom_others_wait_for_stands_in_no_other_line(stage) -> None:
    stage.sign_on("w1", "w2", "w3")
    serving(stage, "w2")
    stage.do(Transfer("w2", to_window="w3"))
    assert window(stage, "w2").queue == ()
    assert len(window(stage, "w3").queue) == 1


def test_a_transfer_can_be_undone_until_somebody_calls(stage) -> None:
    stage.sign_on("w2", "w3")
    ticket = serving(stage, "w2")
    stage.later(5).do(Transfer("w2", to_window="w3"))
    (sent,) = window(stage, "w2").sent
    assert (sent.ticket, sent.to.zh, sent.since_ms) == (ticket, "3 号窗", stage.now)
    stage.do(t.CallNext("w3"))
    assert window(stage, "w2").sent == ()


def test_what_was_undone_or_is_sent_again_stands_once(stage) -> None:
    stage.sign_on("w1", "w2")
    ticket = serving(stage, "w2")
    stage.do(Transfer("w2", queue="A"))
    stage.do(UndoTransfer("w2", ticket))
    assert window(stage).sent == ()
    stage.do(Transfer("w2", queue="A"))
    assert [(x.ticket, x.to.zh) for x in window(stage).sent] == [(ticket, "综合受理")]


def test_a_person_is_named_as_the_target(stage) -> None:
    stage.sign_on("w2", "w3")
    serving(stage, "w2")
    stage.do(Transfer("w2", to_staff="s2"))
    assert window(stage, "w2").sent[0].to.zh == "员工2"


def test_who_is_on_hold_here_and_comes_back_marked(stage) -> None:
    stage.sign_on("w2", "w3")
    ticket = serving(stage)
    stage.do(t.Hold("w2", "form", stage.now + 600_000))
    (held,) = window(stage).held
    assert (held.ticket, held.reason, held.since_ms, held.back_ms) == (
        ticket, "form", stage.now, stage.now + 600_000,
    )  # fmt: skip
    assert window(stage, "w3").held == (), "another window holds nobody"
    stage.later(601).tick()
    assert window(stage).held == ()
    assert [(x.mark, x.mine) for x in window(stage).queue] == [("held", True)]


def test_a_missed_number_can_be_brought_back_within_the_hour_once(stage) -> None:
    stage.sign_on("w2", "w1")
    ticket = missed(stage)
    assert [x.ticket for x in window(stage).passed_lately] == [ticket]
    assert window(stage, "w1").passed_lately == (), "not of its queues"
    stage.do(t.Reactivate(ticket=ticket), Role.WINDOW)
    assert window(stage).passed_lately == ()
    assert window(stage).queue[0].mark == "back"
    stage.do(t.CallNext("w2"))
    for _ in range(2):
        stage.later(60).do(t.Recall("w2"))
    stage.later(60).do(t.Pass("w2"))
    assert window(stage).passed_lately == (), "brought back once before"


def test_after_an_hour_a_missed_number_is_over(stage) -> None:
    stage.sign_on("w2")
    missed(stage)
    stage.later(HOUR_S)
    assert len(window(stage).passed_lately) == 1
    stage.later(1)
    assert window(stage).passed_lately == ()


def test_the_newest_missed_number_stands_first(stage) -> None:
    stage.sign_on("w2")
    first, second = missed(stage), missed(stage)
    assert [x.ticket for x in window(stage).passed_lately] == [second, first]


def test_a_case_counts_its_trips_against_the_promise(stage) -> None:
    stage.sign_on("w2")
    serving(stage)
    stage.do(t.LinkCase("w2", "XM-2026-1"))
    ticket = window(stage).ticket
    assert (ticket.case, ticket.trips, ticket.trips_max) == ("XM-2026-1", 1, 1)


def test_why_somebody_goes_first_and_how_they_are_called(stage) -> None:
    stage.sign_on("w2")
    ticket = stage.take()
    stage.do(t.Prioritise(ticket, t.PriorityReason.PREGNANT), Role.WINDOW, "window-w2")
    stage.do(SetCalling(Calling.SILENT, ticket), Role.WINDOW)
    stage.do(t.CallNext("w2"))
    have = window(stage).ticket
    assert (have.klass, have.why, have.calling) == ("priority", "pregnant", "silent")


def test_the_windows_own_settings(stage) -> None:
    stage.sign_on("w2")
    stage.do(SetPull("w2", True))
    stage.do(p.RaiseEmergency("w2", "medical"))
    stage.do(p.Relieve("w2", "s5"))
    have = window(stage)
    assert (have.pull, have.emergency, have.emergency_ms) == (True, "medical", stage.now)
    assert (have.staff_name, have.relieved) == ("员工5", "员工1")
    assert [(x.queue, x.name.zh) for x in have.queues] == [("A", "综合受理"), ("B", "社保医保")]
    stage.do(SetQueues("w2", ("B",)))
    assert [x.queue for x in window(stage).queues] == ["B"]
    stage.do(p.SignOff("w2"))
    assert window(stage).relieved == "", "nobody is covered where nobody sits"


# --- where to -------------------------------------------------------------------------------------------------------


def test_places_say_who_is_at_work_where(stage) -> None:
    stage.sign_on("w2")
    have = build("places", stage.hall, stage.now)
    assert {q.queue: q.at_work for q in have.queues} == {"A": 1, "B": 1}
    assert [(w.number, w.staff_name) for w in have.windows] == [("1", ""), ("2", "员工1"), ("3", "")]
    stage.do(p.Pause("w2", "meal"))
    assert build("places", stage.hall, stage.now).windows[1].paused


def test_items_are_those_a_window_may_add(stage) -> None:
    have = build("items", stage.hall, stage.now)
    assert [(x.service, x.queue, x.initials) for x in have.items] == [
        ("sbk", "B", "shbzk"), ("yhk", "B", ""), ("zhengming", "A", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "changes"),
    [
        (p.SignOn("w3", "s3"), True),
        (p.Pause("w2", "meal"), True),
        (p.SignOff("w2"), True),
        (p.Relieve("w2", "s5"), True),
        (SetQueues("w2", ("B",)), True),
        (t.CallNext("w2"), False),
        (SetPull("w2", True), False),
    ],
)
def test_places_are_sent_when_they_change_and_only_then(stage, command, changes) -> None:
    stage.sign_on("w2")
    stage.take()
    before = build("places", stage.hall, stage.now)
    stage.do(command)
    rec = stage.journal[-1]
    assert ("places" in touched(rec, stage.hall)) is changes
    after = build("places", stage.hall, stage.now)
    assert (before.windows != after.windows or before.queues != after.queues) is changes


def test_a_replay_shows_the_same_console(stage) -> None:
    stage.sign_on("w1", "w2", "w3")
    missed(stage)
    serving(stage)
    stage.do(t.Hold("w2", "form"))
    serving(stage)
    stage.do(Transfer("w2", queue="A", back=True, note="x"))
    for hall in (stage.replayed(), stage.restarted()):
        assert build("window/w2", hall, stage.now) == window(stage)


# --- the visitor and the line -------------------------------------------------------------------------------------


def test_a_window_from_closed_to_serving(stage) -> None:
    assert show(stage, "window/w3").state is WindowState.CLOSED
    stage.sign_on("w3")
    stage.take("sbk")
    view = show(stage, "window/w3")
    assert (view.state, view.staff, view.staff_name, view.ticket) == (WindowState.FREE, "s1", "员工1", None)
    assert (view.waiting, view.next.number) == (1, "B001")
    stage.later(60).do(CallNext("w3"))
    ticket = show(stage, "window/w3").ticket
    assert (ticket.times, ticket.recall_from_ms, ticket.pass_from_ms) == (1, stage.now + 20_000, 0)
    for _ in range(2):
        stage.later(20).do(Recall("w3"))
    ticket = show(stage, "window/w3").ticket
    assert (ticket.recall_from_ms, ticket.pass_from_ms) == (0, stage.now + 80_000)
    stage.now = ticket.pass_from_ms
    stage.do(Pass("w3"))
    view = show(stage, "window/w3")
    assert (view.passed, view.ticket, view.waiting) == (1, None, 0)


def test_what_may_be_pressed_is_what_the_hall_accepts(stage) -> None:
    stage.sign_on("w3")
    stage.take()
    stage.do(CallNext("w3"))
    stage.later(19)
    assert show(stage, "window/w3").ticket.recall_from_ms > stage.now
    assert stage.refused(Recall("w3")).code == "recall_soon"
    stage.later(1).do(Recall("w3"))


def test_the_line_is_in_calling_order_and_the_longest_wait_is_by_issue(stage) -> None:
    stage.sign_on("w2")
    first = stage.take("sbk")
    stage.later(300).take("zhengming")
    elder = stage.later(300).take("sbk", age=Age.ELDER)
    view = show(stage, "window/w2")
    assert view.queue[0].ticket == elder
    assert [t.klass for t in view.queue] == ["priority", "normal", "normal"]
    assert view.longest_ms == stage.hall.facts.tickets[first].issued_ms
    assert view.waiting == 3


def test_a_long_line_is_cut_but_counted(stage) -> None:
    stage.sign_on("w3")
    for _ in range(45):
        stage.take("sbk")
    view = show(stage, "window/w3")
    assert (len(view.queue), view.waiting) == (30, 45)
    lows = [line.range.low_min for line in view.queue]
    assert lows == sorted(lows)


def test_a_panel_that_lies_is_said_at_the_window(stage) -> None:
    stage.sign_on("w3").later(30)
    assert show(stage, "window/w3").panel.zh == "叫号屏情况不明，请到窗口外口头叫号"
    stage.ready("w3.led")
    job = next(j for j in stage.hall.facts.devices["w3.led"].mailbox if isinstance(j, ShowOnPanel))
    stage.do(JobDone("w3.led", job.id))
    assert show(stage, "window/w3").panel.zh == ""
    stage.do(DeviceReport("w3.led", DeviceState.AWAY, Fault.UNPLUGGED))
    assert show(stage.later(6), "window/w3").panel.zh == "叫号屏线掉了，请到窗口外口头叫号"
    stage.ready("B.voice")
    assert show(stage, "window/w3").panel.zh == "叫号屏线掉了，叫号改用语音"


def test_the_clerk_hears_of_the_longest_wait(stage) -> None:
    stage.sign_on("w3")
    stage.take("sbk")
    stage.take("sbk")
    stage.at("09:21:00")
    judged(stage)
    notice = next(n for n in show(stage, "window/w3").notices if n.code is FindingCode.WAIT_WARN)
    assert (notice.title.zh, notice.facts.zh) == ("B001 等 2 人快超 30 分", "09:00 取号，还有 9 分")
    stage.at("09:31:00")
    judged(stage)
    notice, *_ = show(stage, "window/w3").notices
    assert (notice.title.zh, notice.level) == ("B001 等 2 人已等超 30 分", Level.ALERT)
    assert show(stage, "window/w1").notices == ()
