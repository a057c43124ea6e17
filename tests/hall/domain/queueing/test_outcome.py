"""The thirteen outcomes of a visit, each from a visit that was played."""

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.opening import CloseDay
from hall.contract.tickets import Outcome as O
from hall.contract.tickets import VisitOutcome as V
from hall.domain.queueing.outcome import visit_outcome


def outcome(stage, ticket: str) -> V | None:
    return visit_outcome(stage.hall.facts.tickets[ticket])


def served(stage, *outcomes: O) -> str:
    """One visitor whose services at w2 ended like this, one after the other."""
    more = ("zhengming", "yhk")[: len(outcomes) - 1]
    ticket = stage.sign_on("w2").take("sbk", more=more)
    stage.do(t.CallNext("w2")), stage.do(t.Start("w2"))
    for each in outcomes:
        assert outcome(stage, ticket) is None
        stage.later(60).do(t.Finish("w2", each))
    return ticket


@pytest.mark.parametrize(
    ("said", "became"),
    [
        ((O.ON_SPOT_DONE,), V.SERVED),
        ((O.ACCEPTED,), V.SERVED),
        ((O.TOLERANT_ACCEPTED,), V.SERVED),
        ((O.ACCEPTED, O.CONSULT_ONLY), V.SERVED),
        ((O.ACCEPTED, O.REFUSED), V.SERVED_PART),
        ((O.NOTICE_ONCE, O.ACCEPTED, O.CONSULT_ONLY), V.SERVED_PART),
        ((O.CONSULT_ONLY,), V.CONSULTED),
        ((O.NOTICE_ONCE,), V.NOTICED),
        ((O.REFUSED, O.NOTICE_ONCE), V.NOTICED),
        ((O.REFUSED, O.CONSULT_ONLY), V.REFUSED),
    ],
)
def test_what_the_window_said(stage, said, became):
    assert outcome(stage, served(stage, *said)) is became


def test_who_did_not_come_and_comes_after_all(stage):
    ticket = stage.sign_on("w3").take()
    stage.do(t.CallNext("w3"))
    stage.later(60).do(t.Recall("w3")), stage.later(60).do(t.Recall("w3")), stage.do(t.Pass("w3"))
    assert outcome(stage, ticket) is V.NO_SHOW
    stage.do(t.Reactivate(ticket=ticket))
    assert outcome(stage, ticket) is None


def test_who_went_away_or_took_the_number_back(stage):
    left, mine, theirs = stage.take(), stage.take(), stage.take()
    stage.do(t.Leave(ticket=left))
    token = stage.hall.facts.tickets[mine].token
    stage.do(t.Cancel(token=token, reason="来不及"), Role.KIOSK)
    stage.do(t.Cancel(ticket=theirs, reason="取错了"))
    assert [outcome(stage, x) for x in (left, mine, theirs)] == [
        V.ABANDONED, V.CANCELLED_BY_VISITOR, V.CANCELLED_BY_STAFF,
    ]  # fmt: skip


def test_who_left_after_one_of_two_services_was_served_in_part(stage):
    ticket = stage.sign_on("w1", "w3").take("sbk", more=("zhengming",))
    window = "w3" if stage.hall.facts.tickets[ticket].queue == "B" else "w1"
    stage.do(t.CallNext(window)), stage.later(60).do(t.Finish(window))
    stage.do(t.Leave(ticket=ticket))
    assert outcome(stage, ticket) is V.SERVED_PART


def test_what_the_day_ended_first(stage):
    for n, window in enumerate(("w1", "w2", "w3"), 1):
        stage.do(p.SignOn(window, f"s{n}"))
    held, called, serving, waiting = stage.take(), stage.take("zhengming"), stage.take(), stage.take()
    stage.do(t.CallTicket("w3", held)), stage.do(t.Hold("w3", "form"))
    stage.do(t.CallTicket("w1", called))
    stage.do(t.CallTicket("w3", serving)), stage.do(t.Start("w3"))
    stage.at("23:00").do(CloseDay("2026-11-20"))
    assert [outcome(stage, x) for x in (waiting, held, called, serving)] == [
        V.EXPIRED_WAITING, V.EXPIRED_HELD, V.EXPIRED_CALLED, V.EXPIRED_SERVING,
    ]  # fmt: skip


def test_thirteen():
    assert len(V) == 13
