"""Readings, consent and help at a kiosk."""

import pytest

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.domain.refusal import Refusal

CARD = p.Identity(p.Way.CARD, "blind", "张*", "410183********1234", p.Age.ADULT)


def readings(events):
    return [e for e in events if isinstance(e, p.ReadingFailed | p.ReadingStopped)]


def start(stage, way=p.Way.CARD, **more):
    return stage.do(p.StartReading("k1", way, **more), Role.KIOSK)


def test_from_the_card_to_the_number(stage):
    stage.ready("k1.card")
    (started,) = start(stage)
    (job,) = stage.hall.facts.devices["k1.card"].mailbox
    assert job.reading == started.reading
    (presented,) = stage.do(p.Present("k1.card", started.reading, CARD), Role.DEVICE)
    assert stage.hall.facts.devices["k1.card"].mailbox == []
    (issued,) = stage.do(t.TakeTicket("sbk", p.HeldAttest(presented.handle), "k1"), Role.KIOSK)
    assert issued.identity == CARD


def test_what_was_presented_is_forgotten(stage):
    stage.ready("k1.card")
    (started,) = start(stage)
    (presented,) = stage.do(p.Present("k1.card", started.reading, CARD), Role.DEVICE)
    stage.do(p.StopReading("k1"), Role.KIOSK)
    refusal = stage.refused(t.TakeTicket("sbk", p.HeldAttest(presented.handle), "k1"))
    assert refusal.code == "held_over"


def test_nothing_presented_at_one_kiosk_counts_at_another_or_later(stage):
    stage.ready("k1.card")
    (started,) = start(stage)
    (presented,) = stage.do(p.Present("k1.card", started.reading, CARD), Role.DEVICE)
    assert stage.refused(t.TakeTicket("sbk", p.HeldAttest(presented.handle), "k2")).code == "held_over"
    stage.later(241)
    assert stage.refused(t.TakeTicket("sbk", p.HeldAttest(presented.handle), "k1")).code == "held_over"
    (stopped,) = readings(stage.tick())
    assert isinstance(stopped, p.ReadingStopped)


def test_without_consent_no_camera_opens_and_with_it_the_record_is_kept(stage):
    stage.ready("k1.eye")
    assert stage.refused(p.StartReading("k1", p.Way.FACE), Role.KIOSK).code == "no_consent"
    consent, started = start(stage, p.Way.FACE, consent=True)
    assert isinstance(consent, p.ConsentGiven)
    (job,) = stage.hall.facts.devices["k1.eye"].mailbox
    assert isinstance(job, d.LookForFace)
    assert job.consent == consent.consent
    assert job.reading == started.reading


def test_a_broken_or_unknown_reader_is_no_way(stage):
    assert stage.refused(p.StartReading("k1", p.Way.CARD), Role.KIOSK).code == "way_broken"
    stage.ready("k1.card")
    stage.do(d.DeviceReport("k1.card", d.DeviceState.AWAY, d.Fault.UNPLUGGED), Role.DEVICE)
    assert stage.refused(p.StartReading("k1", p.Way.CARD), Role.KIOSK).code == "way_broken"


def test_a_code_is_looked_for_by_scanner_and_camera_and_the_first_answer_counts(stage):
    stage.ready("k1.scanner", "k1.eye")
    (started,) = start(stage, p.Way.CODE)
    code = p.Identity(p.Way.CODE, "blind")
    stage.do(p.Present("k1.scanner", started.reading, code), Role.DEVICE)
    assert stage.hall.facts.devices["k1.eye"].mailbox == []
    assert stage.refused(p.Present("k1.eye", started.reading, code)).code == "reading_over"


def test_an_answer_for_an_older_reading_is_not_the_next_visitors(stage):
    stage.ready("k1.card")
    (old,) = start(stage)
    stage.do(p.StopReading("k1"), Role.KIOSK)
    start(stage)
    assert stage.refused(p.Present("k1.card", old.reading, CARD)).code == "reading_over"


def test_a_reading_that_runs_out_is_told_and_then_forgotten(stage):
    stage.ready("k1.card")
    start(stage)
    (failed,) = readings(stage.later(61).tick())
    assert isinstance(failed, p.ReadingFailed)
    assert failed.fault == "timed_out"
    assert readings(stage.tick()) == []
    (stopped,) = readings(stage.later(241).tick())
    assert isinstance(stopped, p.ReadingStopped)


def test_help_is_called_once_and_answered(stage):
    assert len(stage.do(p.CallForHelp("k1"), Role.KIOSK)) == 1
    assert stage.do(p.CallForHelp("k1"), Role.KIOSK) == ()
    for nobody in ("", "s99"):
        with pytest.raises(Refusal, match="staff"):
            stage.do(p.AnswerHelp("k1", nobody))
    assert len(stage.do(p.AnswerHelp("k1", "s9"))) == 1
    assert stage.do(p.AnswerHelp("k1", "s9")) == ()
