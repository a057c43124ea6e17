"""What goes on around visitors: the voice, windows that fail, the ends of days."""

import pytest

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.calling import Calling, SetCalling, SetPull, SetQuiet
from hall.contract.opening import CloseDay, DayOpened, OpenDay
from hall.contract.tickets import TicketState
from hall.contract.views_common import WindowState
from hall.domain.snapshot import freeze
from tests.hall.domain.conftest import Stage
from tests.hall.domain.queueing.at_windows import at, serve, ticket_of

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
