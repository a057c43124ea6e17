"""V01–V05: when a wait begins, when it ends, and when it is too long."""

import pytest

from hall.contract import bookings as b
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.supervision import FindingCode, FindingRaised
from hall.domain.calendar import open_seconds
from hall.domain.queueing.outcome import visit_outcome
from tests.hall.domain.scenarios.conftest import Day, with_queue, xinmi

W01, A01 = FindingCode.WAIT_WARN, FindingCode.WAIT_OVER


def wait_s(day: Day, ticket: str) -> int:
    have = day.hall.facts.tickets[ticket]
    return open_seconds(day.hall, have.queue, have.queued_ms, have.called_ms)


def codes(events) -> list[FindingCode]:
    return [x.code for x in events if isinstance(x, FindingRaised)]


def test_v01_exactly_thirty_minutes_is_not_over_thirty(day):
    day.sign_on("w2", "w3")
    first, second = day.take(), day.take()
    warned = day.until("09:29:59")
    assert [(x.code, x.subject, x.since_ms) for x in warned] == [
        (W01, name, day.hall.facts.tickets[name].queued_ms) for name in (first, second)
    ]
    assert day.at("09:20:01").now == day.hall.facts.findings[warned[0].finding].raised_ms
    assert codes(day.at("09:30:00").do(t.CallNext("w3"))) == []
    called = day.at("09:30:01").do(t.CallNext("w2"))
    assert codes(called) == [A01], "raised with the call itself, not up to a minute later"
    assert (wait_s(day, first), wait_s(day, second)) == (1800, 1801)
    assert codes(day.until("09:31:30")) == []
    (record,) = day.findings(A01)
    assert (record.subject, record.pack, record.told) == (second, "xinmi-2021", ("s9", "s10"))


def test_v02_the_noon_break_is_no_wait(day):
    day.sign_on("w3")
    ticket = day.at("11:45").take()
    raised = day.until("13:10", 5)
    day.do(t.CallNext("w3"))
    have = day.hall.facts.tickets[ticket]
    assert have.called_ms - have.queued_ms == 85 * 60_000
    assert wait_s(day, ticket) == 25 * 60
    assert codes(raised) == [W01] and not day.findings(A01)


def test_v02_with_a_lunch_session_noon_counts():
    day = Day(with_queue(xinmi(), "B", lunch=("12:00-13:00",)), at="11:45")
    day.sign_on("w3").take()
    assert codes(day.until("12:15:00")) == [W01]
    (over,) = day.until("12:15:01")
    assert over.code is A01


@pytest.mark.parametrize(("call", "wait_min", "over"), [("10:20", 20, []), ("10:31", 31, [A01])])
def test_v03_a_booking_waits_from_its_slot(day, call, wait_min, over):
    who = p.Identity(p.Way.CARD, "zhang", "张*")
    slot = day.at("10:00").now
    part = with_service(slot=2)
    day = Day(xinmi(services=part), at="08:30")
    row = b.BookingRow(booking="b1", service="sbk", start_ms=slot, end_ms=slot + 1_800_000, identity=who)
    day.do(b.ImportBookings("city", (row,)), Role.GATEWAY)
    day.sign_on("w3")
    (issued,) = day.at("09:40").do(t.TakeTicket("sbk", who, "k1"), Role.KIOSK)
    assert (issued.klass, issued.booking, issued.queued_ms) == (t.TicketClass.BOOKED, "b1", slot)
    day.until(call, 20)
    day.do(t.CallNext("w3"))
    assert wait_s(day, issued.ticket) == wait_min * 60
    assert [x.code for x in day.findings(A01)] == over


def with_service(**over):
    import msgspec

    return tuple(msgspec.structs.replace(s, **over) if s.id == "sbk" else s for s in xinmi().services)


def test_v04_a_missed_call_comes_back_once_with_a_wait_of_its_own(day):
    day.sign_on("w3")
    ticket = day.take()
    day.until("09:20", 10)
    day.do(t.CallNext("w3"))
    assert wait_s(day, ticket) == 20 * 60
    day.later(60).do(t.Recall("w3")), day.later(60).do(t.Recall("w3")), day.do(t.Pass("w3"))
    assert day.hall.facts.tickets[ticket].state is t.TicketState.PASSED
    token = day.hall.facts.tickets[ticket].token
    day.at("09:50").do(t.Reactivate(token=token, kiosk="k1"), Role.KIOSK)
    day.until("09:58", 10)
    day.do(t.CallNext("w3"))
    have = day.hall.facts.tickets[ticket]
    assert (have.segment, wait_s(day, ticket)) == (2, 8 * 60)
    day.later(60).do(t.Recall("w3")), day.later(60).do(t.Recall("w3")), day.do(t.Pass("w3"))
    refusal = day.refused(t.Reactivate(token=token, kiosk="k1"), Role.KIOSK)
    assert refusal.code == "reactivated"
    day.until("10:40", 60)
    assert not day.findings(A01), "twenty minutes and eight minutes are no thirty"


def test_v05_who_leaves_after_thirty_minutes_has_waited_too_long(day):
    ticket = day.take()
    raised = day.until("09:40")
    (over,) = [x for x in raised if x.code is A01]
    assert day.hall.facts.findings[over.finding].raised_ms == day.at("09:30:01").now
    day.at("09:40").do(t.Leave(ticket=ticket, reason="走了"))
    assert visit_outcome(day.hall.facts.tickets[ticket]) is t.VisitOutcome.ABANDONED
    assert codes(day.until("09:42")) == []
    (record,) = day.findings(A01)
    assert (record.subject, record.value_s, record.cleared_ms > 0) == (ticket, 40 * 60, True)
