"""V14 and V15: a declared leave and a colleague who takes over are no absence."""

import pytest

from hall.contract.people import Pause, Relieve, Resume, SignOff, WindowRelieved
from hall.contract.sightings import Seat, SeatSeen
from hall.contract.supervision import FindingCode, Level
from hall.contract.tickets import CallNext, Start
from hall.contract.views_common import WindowState
from tests.hall.domain.scenarios.conftest import Day

A06 = FindingCode.OFF_POST


@pytest.fixture
def day() -> Day:
    """W3 in session, its seat seen taken since nine."""
    day = Day()
    day.sign_on("w1", "w2", "w3")
    seat(day, Seat.PRESENT)
    return day


def seat(day: Day, value: Seat) -> None:
    day.do(SeatSeen("cam1", "p3", value, day.now))


def levels(raised) -> list[tuple[Level, int]]:
    return [(x.level, x.since_ms) for x in raised if x.code is A06]


def test_v14_a_declared_leave_is_no_absence(day):
    planned = day.at("09:50").now
    day.at("09:30").do(Pause("w3", "materials", planned))
    seat(day, Seat.ABSENT)
    assert levels(day.until("09:46")) == []
    seat(day, Seat.PRESENT)
    day.do(Resume("w3"))
    assert levels(day.until("11:00", 5)) == []


def test_v14_who_stays_away_longer_is_absent_from_the_planned_end(day):
    end = day.at("09:50").now
    day.at("09:30").do(Pause("w3", "materials", end))
    seat(day, Seat.ABSENT)
    assert levels(day.until("09:54:59")) == []
    assert levels(day.until("09:55:00")) == [(Level.WARN, end)]
    day.until("10:05:00")
    (record,) = day.findings(A06)
    assert (record.level, record.value_s) == (Level.ALERT, 15 * 60)


@pytest.mark.parametrize("back", ["", "11:30"])
def test_v14_no_leave_is_longer_than_the_pack_allows(day, back):
    """Without a time of return, or with one hours away, the clock starts after thirty minutes."""
    back_ms = day.at(back).now if back else 0
    start = day.at("09:30").now
    day.do(Pause("w3", "meeting", back_ms))
    seat(day, Seat.ABSENT)
    assert levels(day.until("10:04:59", 1)) == []
    assert levels(day.until("10:05:00")) == [(Level.WARN, start + 30 * 60_000)]


@pytest.mark.parametrize("seen", [Seat.PRESENT, Seat.ABSENT])
def test_v15_the_b_post_covers_the_post_and_both_are_named(day, seen):
    """Wherever the B post sits: its sign-on covers the post (§3.4)."""
    seat(day.at("10:00"), Seat.ABSENT)
    assert levels(day.until("10:03")) == []
    (relieved,) = day.do(Relieve("w3", "s4"))
    assert relieved == WindowRelieved("w3", "s4", "s3")
    seat(day.later(20), seen)
    assert levels(day.until("11:30", 5)) == []
    window = day.hall.facts.windows["w3"]
    assert (window.staff, window.relieved, window.holder) == ("s4", "s3", "s3")


def test_v15_the_one_who_was_relieved_comes_back_and_is_watched_again(day):
    day.at("10:00").do(Relieve("w3", "s4"))
    day.at("10:30").do(Relieve("w3", "s3"))
    window = day.hall.facts.windows["w3"]
    assert (window.staff, window.relieved) == ("s3", "s4")
    seat(day.at("10:40"), Seat.ABSENT)
    assert levels(day.until("10:45:00")) == [(Level.WARN, day.at("10:40").now)]


def test_v15_the_visitor_who_is_there_stays_and_a_paused_window_goes_on(day):
    day.take()
    day.do(CallNext("w3")), day.do(Start("w3"))
    day.do(Relieve("w3", "s4"))
    ticket = day.hall.facts.tickets["2026-03-09-B001"]
    assert (ticket.window, ticket.staff) == ("w3", "s4")
    assert day.refused(Relieve("w3", "s4")).code == "signed_on"
    assert day.refused(Relieve("w3", "s1")).code == "staff_elsewhere"
    assert day.refused(Relieve("w3", "nobody")).code == "no_staff"
    day.do(Pause("w2", "meal"))
    day.do(Relieve("w2", "s5"))
    assert day.hall.facts.windows["w2"].state is WindowState.FREE
    day.do(SignOff("w2"))
    window = day.hall.facts.windows["w2"]
    assert (window.staff, window.holder, window.relieved, window.pause_reason) == ("", "", "", "")
