"""The console's view of what is rare: services of one number, holds, transfers, missed numbers; and where to."""

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.calling import Calling, SetCalling, SetPull, SetQueues
from hall.contract.legs import AddService, LegState, SwitchService, Transfer, UndoTransfer
from hall.domain.views import build, touched

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
