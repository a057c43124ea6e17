"""V23: every way gives the same ticket, and nobody's face is looked at unasked."""

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.devices import LookForFace
from hall.domain import views
from tests.hall.domain.scenarios.conftest import Day

WAYS = {p.Way.CARD: "k1.card", p.Way.CODE: "k1.scanner", p.Way.FACE: "k1.eye"}


@pytest.fixture
def day() -> Day:
    day = Day()
    day.ready("k1.printer", "k1.card", "k1.scanner", "k1.eye")
    return day


def sealed(way: p.Way, age: p.Age = p.Age.ADULT) -> p.Identity:
    return p.Identity(way, f"blind-{way.value}", "张*", "410183********1234", age)


def presented(day: Day, way: p.Way, age: p.Age = p.Age.ADULT, consent: bool = False) -> str:
    """The handle of what was shown to a reader."""
    started = day.do(p.StartReading("k1", way, consent), Role.KIOSK)[-1]
    (shown,) = day.do(p.Present(WAYS[way], started.reading, sealed(way, age)), Role.DEVICE)
    return shown.handle


def taken(day: Day, attest) -> t.TicketIssued:
    (issued,) = day.do(t.TakeTicket("sbk", attest, "k1"), Role.KIOSK)
    return issued


def test_v23_who_refuses_the_face_has_every_other_way(day):
    refusal = day.refused(p.StartReading("k1", p.Way.FACE, consent=False), Role.KIOSK)
    assert refusal.code == "no_consent"
    numbers = [
        taken(day, p.HeldAttest(presented(day, p.Way.CARD))),
        taken(day, p.HeldAttest(presented(day, p.Way.CODE))),
        taken(day, sealed(p.Way.PHONE)),
        taken(day, p.Identity(p.Way.TYPED, "typed-number", "李*")),
        taken(day, p.Identity(p.Way.ASSISTED, "", staff="s9")),
    ]
    assert [x.number for x in numbers] == ["B001", "B002", "B003", "B004", "B005"]
    assert len({(x.queue, x.service, x.klass, x.need) for x in numbers}) == 1, "the same ticket by every way"
    assert not [x for x in day.journal if isinstance(x.event, p.ConsentGiven)]
    assert not any(isinstance(j, LookForFace) for j in day.hall.facts.devices["k1.eye"].mailbox)


def test_v23_consent_is_kept_for_who_gave_it_and_for_one_reading(day):
    handle = presented(day, p.Way.FACE, consent=True)
    assert taken(day, p.HeldAttest(handle)).identity.way is p.Way.FACE
    (given,) = [x.event for x in day.journal if isinstance(x.event, p.ConsentGiven)]
    assert (given.kiosk, given.purpose) == ("k1", "face_ticket")
    day.do(p.StopReading("k1"), Role.KIOSK)
    assert day.refused(p.StartReading("k1", p.Way.FACE), Role.KIOSK).code == "no_consent"


def test_v23_a_child_of_thirteen_is_never_offered_the_face(day):
    presented(day, p.Way.CARD, p.Age.UNDER_14)
    view = views.build("kiosk/k1", day.hall, day.now)
    assert view.reading is not None and view.reading.under_14, "by this the screen leaves the button out"
    refusal = day.refused(p.StartReading("k1", p.Way.FACE, consent=True), Role.KIOSK)
    assert refusal.code == "under_14"


def test_v23_nothing_of_a_face_is_in_an_event(day):
    taken(day, p.HeldAttest(presented(day, p.Way.FACE, consent=True)))
    words = {field for x in day.journal for field in type(x.event).__struct_fields__}
    assert not words & {"face", "image", "picture", "template", "vector", "distance"}
    assert not any(
        isinstance(getattr(x.event, f), bytes) for x in day.journal for f in type(x.event).__struct_fields__
    )
