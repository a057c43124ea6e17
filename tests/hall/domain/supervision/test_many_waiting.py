"""W02: more wait than the pack bears; and E01 from the first second to the last."""

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.supervision import FindingCleared, FindingCode, FindingRaised, FindingRisen, Level
from hall.domain import notices

W02, E01 = FindingCode.OPEN_WINDOW, FindingCode.EMERGENCY


def said(stage, code: FindingCode) -> list:
    """What one tick says of this code."""
    names = {x.id for x in stage.hall.facts.findings.values() if x.code is code}
    return [
        e for e in stage.later(1).tick()
        if getattr(e, "code", None) is code
        or (isinstance(e, FindingRisen | FindingCleared) and e.finding in names)
    ]  # fmt: skip


def take(stage, count: int) -> None:
    for _ in range(count):
        stage.take()


def test_twenty_may_wait_and_the_twenty_first_asks_for_a_window(stage):
    stage.sign_on("w1", "w2")
    take(stage, 20)
    assert said(stage, W02) == []
    take(stage, 1)
    (raised,) = said(stage, W02)
    assert (raised.subject, raised.level, raised.detail, raised.told) == ("B", Level.NOTE, "21", ("s9",))
    (notice,) = [x for x in notices.of_hall(stage.hall, stage.now) if x.code is W02]
    assert (notice.title.zh, notice.facts.zh, notice.action.zh) == (
        "社保医保等的人多，该开窗了", "21 人在等", "去开 3 号窗",
    )  # fmt: skip
    take(stage, 20)
    (risen,) = said(stage, W02)
    assert risen.level is Level.WARN
    for _ in range(25):
        stage.do(t.CallNext("w2")), stage.do(t.Finish("w2"))
    assert said(stage, W02) == [], "sixteen wait: not over yet, so that it does not come and go"
    stage.do(t.CallNext("w2")), stage.do(t.Finish("w2"))
    (over,) = said(stage, W02)
    assert isinstance(over, FindingCleared)


def test_without_a_window_left_to_open_it_is_a_warning(stage):
    stage.do(p.SignOn("w2", "s2")), stage.do(p.SignOn("w3", "s3"))
    take(stage, 21)
    (raised,) = said(stage, W02)
    assert raised.level is Level.WARN
    (notice,) = [x for x in notices.of_hall(stage.hall, stage.now) if x.code is W02]
    assert notice.action.zh == "窗口已全开，请别的区支援"


def test_it_is_over_when_the_queue_closes(stage):
    take(stage, 21)
    (raised,) = said(stage, W02)
    (over,) = said(stage.at("12:00:01"), W02)
    assert over == FindingCleared(raised.finding, (stage.now - raised.since_ms) // 1000)
    assert over.value_s > 60
    assert said(stage, W02) == []


@pytest.mark.parametrize("kind", ["conflict", "medical", "fire", "other"])
def test_an_emergency_is_told_from_its_first_second_until_somebody_ends_it(stage, kind):
    stage.sign_on("w1", "w2", "w3")
    stage.do(p.RaiseEmergency("w3", kind))
    assert stage.do(p.RaiseEmergency("w3", kind)) == (), "the button is pressed twice"
    (raised,) = said(stage, E01)
    assert isinstance(raised, FindingRaised)
    assert (raised.level, raised.subject, raised.detail) == (Level.ALERT, "w3", kind)
    assert raised.told == ("s9", "s10"), "the head of the zone and the manager"
    assert said(stage.later(600), E01) == []
    stage.do(p.EndEmergency("w3", "派出所已处理"))
    assert stage.do(p.EndEmergency("w3", "again")) == ()
    (over,) = said(stage, E01)
    assert over == FindingCleared(raised.finding, (stage.now - raised.since_ms) // 1000)
    stage.do(p.RaiseEmergency("w3", kind))
    (again,) = said(stage, E01)
    assert again.finding != raised.finding, "the second one is a record of its own"


def test_an_emergency_needs_a_kind_and_no_session(stage):
    assert stage.refused(p.RaiseEmergency("w3", "boredom")).code == "no_kind"
    assert stage.refused(p.RaiseEmergency("w9", "fire")).code == "no_window"
    assert stage.do(p.RaiseEmergency("w3", "fire"))
