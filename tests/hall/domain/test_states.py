"""Two tables, walked whole: every command in every state of a window, and every command that names a ticket in every
state of that ticket. Each pair is accepted, or refused in two languages with nothing changed."""

import itertools

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import Calling, SetCalling, SetPull
from hall.contract.legs import AddService, SwitchService, Transfer, UndoTransfer
from hall.contract.opening import CloseDay
from hall.contract.tickets import TicketState
from hall.contract.unions import Command
from hall.contract.views_common import WindowState
from hall.domain.queueing import call, states

MINE = "2026-11-20-B001"

# A command that every other circumstance allows, so that the state alone decides.
AT_WINDOW = {
    t.CallNext: t.CallNext("w3"),
    t.CallTicket: t.CallTicket("w3", "2026-11-20-B002"),
    t.Recall: t.Recall("w3"),
    t.Start: t.Start("w3"),
    t.Finish: t.Finish("w3"),
    t.Pass: t.Pass("w3"),
    t.Hold: t.Hold("w3", "form"),
    Transfer: Transfer("w3", queue="A"),
    UndoTransfer: UndoTransfer("w3", MINE),
    AddService: AddService("w3", "yhk", here=True),
    SwitchService: SwitchService("w3", 2),
    t.LinkCase: t.LinkCase("w3", "C1"),
    SetPull: SetPull("w3", False),
    p.SignOn: p.SignOn("w3", "s1"),
    p.SignOff: p.SignOff("w3"),
    p.Relieve: p.Relieve("w3", "s4"),
    p.Pause: p.Pause("w3", "meal"),
    p.Resume: p.Resume("w3"),
    p.RaiseEmergency: p.RaiseEmergency("w3", "medical"),
    p.EndEmergency: p.EndEmergency("w3", "ok"),
}


def at_window(make_stage, state: WindowState, kind: type):
    """A hall in which w3 is in this state and only the state can forbid the command."""
    stage = make_stage()
    stage.do(p.SignOn("w2", "s2"))
    for _ in range(3):
        stage.take()
    stage.do(p.SignOn("w3", "s1"))
    if kind is p.EndEmergency:
        stage.do(p.RaiseEmergency("w3", "fire"))
    if kind is UndoTransfer:
        stage.do(t.CallNext("w3")), stage.do(Transfer("w3", queue="A"))
    match state:
        case WindowState.CLOSED:
            stage.do(p.SignOff("w3"))
        case WindowState.PAUSED:
            stage.do(p.Pause("w3", "meal"))
        case WindowState.CALLED:
            stage.do(t.CallNext("w3"))
        case WindowState.SERVING:
            stage.do(t.CallNext("w3")), stage.do(t.Start("w3"))
            if kind is SwitchService:
                stage.do(AddService("w3", "yhk", here=True)), stage.do(SwitchService("w3", 1))
    if kind is t.Pass and state is WindowState.CALLED:
        stage.later(30).do(t.Recall("w3")), stage.later(30).do(t.Recall("w3"))
    if kind is SetPull:
        stage.hall.facts.windows["w3"].pull = True
    assert stage.hall.facts.windows["w3"].state is state
    return stage.later(120)


def test_the_table_of_windows_knows_every_command_of_a_window():
    assert set(AT_WINDOW) == set(call.ALLOWED)
    assert set(call.ALLOWED) == set(call.WindowCommand.__args__)


@pytest.mark.parametrize(("state", "kind"), list(itertools.product(WindowState, AT_WINDOW)))
def test_every_command_in_every_state_of_a_window(make_stage, state, kind):
    stage = at_window(make_stage, state, kind)
    if state in call.ALLOWED[kind]:
        assert stage.do(AT_WINDOW[kind])
    else:
        refusal = stage.refused(AT_WINDOW[kind])
        assert refusal.code == ("signed_on" if kind is p.SignOn else f"window_{state.value}")


WITH_TICKET = {
    t.CallTicket: t.CallTicket("w3", MINE),
    UndoTransfer: UndoTransfer("w2", MINE),
    t.PushToTop: t.PushToTop(MINE, "急病"),
    t.Prioritise: t.Prioritise(MINE, t.PriorityReason.PREGNANT),
    t.Reactivate: t.Reactivate(ticket=MINE),
    t.Leave: t.Leave(ticket=MINE),
    t.Cancel: t.Cancel(ticket=MINE),
    SetCalling: SetCalling(Calling.SILENT, ticket=MINE),
    t.Reprint: t.Reprint("k1", MINE),
}


def with_ticket(make_stage, state: TicketState, kind: type):
    """A hall in which B001 is in this state, w3 is free, and only the state can forbid the command."""
    stage = make_stage()
    stage.do(p.SignOn("w2", "s2")), stage.do(p.SignOn("w3", "s3"))
    stage.take()
    caller = "w3" if state is TicketState.HELD else "w2"
    to_call = state in (
        TicketState.CALLED,
        TicketState.SERVING,
        TicketState.HELD,
        TicketState.DONE,
        TicketState.PASSED,
    )
    if to_call or kind is UndoTransfer:
        stage.do(t.CallNext(caller))
    match state:
        case TicketState.WAITING:
            if kind is UndoTransfer:
                stage.do(Transfer("w2", queue="A"))
        case TicketState.SERVING:
            stage.do(t.Start("w2"))
        case TicketState.HELD:
            stage.do(t.Hold("w3", "form"))
        case TicketState.DONE:
            stage.do(t.Finish("w2"))
        case TicketState.PASSED:
            stage.later(60).do(t.Recall("w2")), stage.later(60).do(t.Recall("w2")), stage.do(t.Pass("w2"))
        case TicketState.CANCELLED:
            stage.do(t.Cancel(ticket=MINE))
        case TicketState.ABANDONED:
            stage.do(t.Leave(ticket=MINE))
        case TicketState.EXPIRED:
            stage.do(CloseDay("2026-11-20"))
            stage.do(p.SignOn("w2", "s2")), stage.do(p.SignOn("w3", "s3"))
    assert stage.hall.facts.tickets[MINE].state is state
    if kind is UndoTransfer and stage.hall.facts.windows["w2"].ticket:
        stage.do(p.SignOn("w1", "s1"))
    return stage


def test_the_table_of_tickets_knows_every_command_that_names_one():
    named = {x for x in Command.__args__ if "ticket" in x.__struct_fields__}
    assert named == set(states.ALLOWED) == set(WITH_TICKET)
    assert set(states.WORDS) == set(TicketState)


@pytest.mark.parametrize(("state", "kind"), list(itertools.product(TicketState, WITH_TICKET)))
def test_every_command_in_every_state_of_a_ticket(make_stage, state, kind):
    stage = with_ticket(make_stage, state, kind)
    command = WITH_TICKET[kind]
    if kind is UndoTransfer and stage.hall.facts.windows["w2"].ticket:
        command = UndoTransfer("w1", MINE)
    if state in states.ALLOWED[kind]:
        assert stage.do(command)
    else:
        refusal = stage.refused(command)
        assert refusal.code == f"ticket_{state.value}"
        assert refusal.text.zh.startswith("B001 ") and refusal.text.en.startswith("B001 ")


@pytest.mark.parametrize("kind", WITH_TICKET)
def test_a_number_nobody_has_is_refused_in_words(make_stage, kind):
    stage = make_stage().sign_on("w1", "w2", "w3")
    named = {t.CallTicket: t.CallTicket("w3", "x"), UndoTransfer: UndoTransfer("w2", "x"),
             t.PushToTop: t.PushToTop("x", "急病"), t.Prioritise: t.Prioritise("x", t.PriorityReason.ELDER),
             SetCalling: SetCalling(Calling.SILENT, ticket="x"), t.Reprint: t.Reprint("k1", "x")}  # fmt: skip
    assert stage.refused(named.get(kind, kind(ticket="x") if kind not in named else None)).code == "no_ticket"
