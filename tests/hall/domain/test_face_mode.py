"""Whom a face is compared with: the one who was presented just before, those booked for about now, or all enrolled."""

import msgspec
import pytest

from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.domain.bookings import booked_about
from hall.domain.views import build
from tests.hall.domain.conftest import Stage, small_hall

CARD = p.Identity(p.Way.CARD, "blind-card", "张*", "410183********1234", p.Age.ADULT)
FACE = p.Identity(p.Way.FACE, "blind-of-the-gallery")


def stage_of(mode: c.FaceMode) -> Stage:
    stage = Stage(small_hall(face=c.FacePart(mode=mode)))
    stage.ready("k1.card", "k1.eye")
    return stage


@pytest.fixture
def one() -> Stage:
    return stage_of(c.FaceMode.ONE)


def laid(stage: Stage, card: p.Identity = CARD) -> p.IdentityPresented:
    (started,) = stage.do(p.StartReading("k1", p.Way.CARD), Role.KIOSK)
    (shown,) = stage.do(p.Present("k1.card", started.reading, card), Role.DEVICE)
    return shown


def looked(stage: Stage) -> p.ReadingStarted:
    return stage.do(p.StartReading("k1", p.Way.FACE, consent=True), Role.KIOSK)[-1]


def job(stage: Stage) -> d.LookForFace:
    (found,) = stage.hall.facts.devices["k1.eye"].mailbox
    assert isinstance(found, d.LookForFace)
    return found


def test_one_to_one_is_what_a_hall_has_that_says_nothing():
    assert c.FacePart().mode == c.FaceMode.ONE
    assert c.FacePart().challenge


def test_a_face_alone_is_not_looked_at(one):
    assert one.refused(p.StartReading("k1", p.Way.FACE, consent=True), Role.KIOSK).code == "present_first"
    assert one.hall.facts.devices["k1.eye"].mailbox == []


def test_the_face_confirms_the_card_and_the_number_is_the_card_holders(one):
    laid(one)
    started = looked(one)
    assert job(one).among == (CARD.person,)
    (shown,) = one.do(p.Present("k1.eye", started.reading, FACE), Role.CAMERA)
    assert shown.identity == msgspec.structs.replace(CARD, way=p.Way.FACE)
    (issued,) = one.do(t.TakeTicket("sbk", p.HeldAttest(shown.handle), "k1"), Role.KIOSK)
    assert issued.identity.person == CARD.person


def test_a_face_that_failed_may_be_looked_at_again_without_the_card(one):
    laid(one)
    one.do(p.FailReading("k1.eye", looked(one).reading, "face_not_turned"), Role.CAMERA)
    looked(one)
    assert job(one).among == (CARD.person,)


def test_the_card_of_a_child_opens_no_camera(one):
    laid(one, msgspec.structs.replace(CARD, age=p.Age.UNDER_14))
    assert one.refused(p.StartReading("k1", p.Way.FACE, consent=True), Role.KIOSK).code == "under_14"


def test_the_kiosk_is_told_what_comes_before_the_face(one):
    face = next(x for x in build("kiosk/k1", one.hall, one.now).ways if x.way is p.Way.FACE)
    assert face.ready and face.first is p.Way.CARD
    one.do(d.DeviceReport("k1.card", d.DeviceState.AWAY, d.Fault.UNPLUGGED), Role.DEVICE)
    face = next(x for x in build("kiosk/k1", one.hall, one.now).ways if x.way is p.Way.FACE)
    assert face.ready and face.first is p.Way.CODE, "the eye reads codes too"


def test_among_all_enrolled_nobody_is_handed_over():
    stage = stage_of(c.FaceMode.ENROLLED)
    looked(stage)
    assert job(stage).among is None


def test_with_bookings_the_face_is_one_of_those_expected_within_an_hour():
    stage = stage_of(c.FaceMode.BOOKED)
    looked(stage)
    assert job(stage).among == (), "nobody is expected, so nobody is looked for"


def test_what_the_eye_asks_is_shown_while_the_reading_lasts(one):
    laid(one)
    started = looked(one)
    asked = p.AskTurn("k1.eye", started.reading, p.HeadTurn.LEFT)
    assert one.do(asked, Role.CAMERA) == (p.TurnAsked("k1", started.reading, p.HeadTurn.LEFT),)
    assert build("kiosk/k1", one.hall, one.now).reading.turn is p.HeadTurn.LEFT
    assert one.do(asked, Role.CAMERA) == ()
    one.do(p.FailReading("k1.eye", started.reading, "face_not_turned"), Role.CAMERA)
    assert build("kiosk/k1", one.hall, one.now).reading.turn is None
    one.do(p.StopReading("k1"), Role.KIOSK)
    assert one.refused(asked, Role.CAMERA).code == "reading_over"


def test_bookings_count_from_an_hour_before_to_an_hour_after(stage):
    hour = 3_600_000
    assert booked_about(stage.hall, stage.now) == ()
    for name, start in (
        ("soon", stage.now + hour),
        ("later", stage.now + hour + 1),
        ("over", stage.now - 3 * hour),
    ):
        stage.hall.facts.bookings[name] = booking(name, start, hour)
    assert booked_about(stage.hall, stage.now) == ("also-soon", "blind-soon")


def booking(name: str, start: int, length: int):
    from hall.domain.facts import Booking

    identity = p.Identity(p.Way.PHONE, f"blind-{name}")
    return Booking(name, "sbk", start, start + length, identity, also=(f"also-{name}",))


def test_an_eye_that_cannot_judge_faces_still_reads_codes(one):
    one.do(d.DeviceReport("k1.eye", d.DeviceState.READY, d.Fault.FACES_OFF, "no model"), Role.CAMERA)
    laid(one)
    assert one.refused(p.StartReading("k1", p.Way.FACE, consent=True), Role.KIOSK).code == "way_broken"
    ways = {x.way: x for x in build("kiosk/k1", one.hall, one.now).ways}
    assert ways[p.Way.CODE].ready and not ways[p.Way.FACE].ready
    assert "现在不能刷脸" in ways[p.Way.FACE].why.zh
