"""V06: one A02 for a case, however often somebody has to come again."""

import datetime as dt

import msgspec

from hall.contract import tickets as t
from hall.contract.supervision import FindingCode, FindingRaised, FindingRisen, Level
from hall.domain import notices
from hall.domain.snapshot import freeze
from tests.hall.domain.scenarios.conftest import Day, xinmi

A02 = FindingCode.TRIP_OVER
MARCH = [dt.date(2026, 3, n) for n in (2, 5, 9, 10)]


def visit(day: Day, case: str = "C1") -> list:
    """Somebody comes for the case and is served; what the rule says in the minute after."""
    day.take()
    day.do(t.CallNext("w3")), day.do(t.Start("w3")), day.do(t.LinkCase("w3", case))
    events = list(day.later(30).tick())
    day.do(t.Finish("w3", case=case))
    events += day.later(30).tick()
    return [e for e in events if isinstance(e, FindingRaised | FindingRisen) and e.finding.startswith("A02")]


def opened(day: Day, date: dt.date) -> Day:
    return day.next_day(date).sign_on("w3")


def trips(day: Day, case: str = "C1") -> int:
    return len(day.hall.facts.cases[case].days)


def test_v06_one_record_for_a_case_and_its_number_grows():
    day = Day(day=MARCH[0]).sign_on("w3")
    assert visit(day) == [] and visit(day) == []
    assert trips(day) == 1, "two tickets of one day are one trip"
    (raised,) = visit(opened(day, MARCH[1]))
    assert (raised.code, raised.subject, raised.value_s, raised.level) == (A02, "C1", 2, Level.WARN)
    assert raised.told == ("s9",)
    assert visit(day) == [], "the same day again"
    (risen,) = visit(opened(day, MARCH[2]))
    assert (risen.finding, risen.value_s) == (raised.finding, 3)
    assert trips(day) == 3 and len(day.findings(A02)) == 1
    assert visit(opened(day, MARCH[3]), "C2") == [], "another case"
    assert freeze(day.replayed()) == freeze(day.hall)


def test_the_promise_is_that_of_the_item_or_of_the_pack():
    services = tuple(
        msgspec.structs.replace(s, promised_trips=2) if s.id == "sbk" else s for s in xinmi().services
    )
    day = Day(xinmi(services=services), day=MARCH[0]).sign_on("w3")
    assert visit(day) == [] and visit(opened(day, MARCH[1])) == []
    (raised,) = visit(opened(day, MARCH[2]))
    assert (raised.value_s, raised.detail) == (3, "2")


def test_it_stands_on_the_wall_for_its_day_only():
    day = Day(day=MARCH[0]).sign_on("w3")
    visit(day), visit(opened(day, MARCH[1]))
    (notice,) = [x for x in notices.of_hall(day.hall, day.now) if x.code is A02]
    assert notice.title.zh == "办件 C1 跑了 2 次" and notice.facts.zh == "承诺 1 次"
    opened(day, MARCH[2])
    day.later(1).tick()
    assert [x for x in notices.of_hall(day.hall, day.now) if x.code is A02] == []
    assert len(day.findings(A02)) == 1


def test_a_case_number_is_letters_digits_and_dashes(day):
    day.sign_on("w3").take()
    day.do(t.CallNext("w3")), day.do(t.Start("w3"))
    for wrong in ("", "  ", "张三", "a b", "x" * 41):
        assert day.refused(t.LinkCase("w3", wrong)).code == "case"
    assert day.refused(t.Finish("w3", case="张三")).code == "case"
    assert day.do(t.LinkCase("w3", " 2026-03-0001 "))[0].case == "2026-03-0001"
    assert day.do(t.LinkCase("w3", "2026-03-0001")) == ()
    (done,) = day.later(60).do(t.Finish("w3", case="2026-03-0001"))
    assert done.case == "2026-03-0001", "linked before: nothing more to link"
