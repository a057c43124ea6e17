"""Who stands at the wall: who is offered, and how a PIN is asked for, kept and forgotten."""

import pytest

from hall.contract.supervision import JudgeFinding
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from monitor.app import models
from monitor.viewmodels.who import FEW, FORGET_MS
from tests.hall.domain.test_views_wall import seat_empty
from tests.monitor import great
from tests.monitor.managed import Room, propose_quiet


@pytest.fixture
def room(words: Words) -> Room:
    return Room(words)


def test_only_managers_are_offered_and_the_head_of_the_zone_first(room: Room) -> None:
    propose_quiet(room)
    assert [p.text for p in room.who.people.rows] == ["王强", "李主任"]
    room.who.choose("s1")
    assert room.who.person == "" and not room.dispatch.maySend


def test_the_pin_is_asked_once_and_kept_for_some_minutes(room: Room) -> None:
    propose_quiet(room)
    room.desk.choosePerson("s10")
    assert room.who.wantsPin and not room.dispatch.maySend
    assert room.sign() == ""
    propose_quiet(room)
    assert room.who.person == "s10" and not room.who.wantsPin and room.dispatch.maySend
    assert room.who.pin == "", "what is known is not shown, not even as dots"
    assert room.who.hint == "李主任，密码已记住 10 分钟"
    assert room.who._forget_later.interval() == FORGET_MS and room.who._forget_later.isActive()
    room.who._forget_later.timeout.emit()
    assert room.who.person == "" and room.who.pin_text == "" and not room.dispatch.maySend


def test_a_wrong_pin_is_asked_for_again(room: Room) -> None:
    propose_quiet(room)
    assert room.sign(pin="9999") == "pin"
    assert room.dispatch.problem == "密码不对，请再输一次。" and room.who.wantsPin and room.who.pin == ""
    assert not room.stage.hall.is_quiet("A")
    assert room.sign() == "" and room.stage.hall.is_quiet("A")


def test_somebody_elses_pin_is_forgotten_with_them(room: Room) -> None:
    propose_quiet(room)
    room.sign()
    propose_quiet(room)
    room.desk.choosePerson("s9")
    assert room.who.wantsPin and room.who.pin_text == ""
    room.desk.choosePerson("s10")
    assert room.who.wantsPin, "back again means typing it again"


def test_a_pin_that_was_not_accepted_goes_with_the_page(room: Room) -> None:
    propose_quiet(room)
    room.desk.choosePerson("s10")
    room.who.setPin("24")
    room.desk.close()
    assert room.who.pin_text == "" and room.dispatch.step == ""


def test_no_answer_proves_no_pin(room: Room) -> None:
    propose_quiet(room)
    room.desk.choosePerson("s10")
    room.who.setPin("9999")
    room.dispatch.send()
    assert not room.dispatch.maySend, "one at a time"
    room.link.silence()
    assert room.who.wantsPin and room.dispatch.problem != ""


def test_an_answer_to_somebody_who_left_says_nothing_of_the_next(room: Room) -> None:
    propose_quiet(room)
    room.desk.choosePerson("s10")
    room.who.setPin("2468")
    room.dispatch.send()
    room.desk.choosePerson("s9")
    room.who.setPin("1")
    assert room.answer() == ""
    assert room.who.wantsPin


def test_a_suspicion_is_judged_with_the_pin(room: Room) -> None:
    room.stage.sign_on("w3")
    seat_empty(room.stage)
    room.publish()
    finding = next(n.finding for n in room.wall.notices if "离岗" in n.title.zh)
    room.desk.open(finding)
    room.desk.choosePerson("s10")
    assert room.who.wantsPin, "who says 知道了 is named in the report"
    room.desk.judge("dismiss")
    room.desk.chooseReason("人在，镜头没看到")
    assert room.who.wantsPin and not room.desk.maySettle
    room.who.setPin("2468")
    room.desk.settle()
    assert room.link.commands[-1] == JudgeFinding(finding, "s10", False, "人在，镜头没看到", "2468")
    assert room.answer() == ""
    assert room.stage.hall.facts.findings[finding].judged_by == "s10"


def test_many_people_stand_behind_one_more_chip(words: Words) -> None:
    link = FakeLink(great.stage().now)
    made = models(link, words, great.config())
    link.show("wall", great.wall())
    desk, who = made["desk"], made["who"]
    desk.open(made["wall"].notices[1].finding)
    assert len(who.people.rows) == FEW and who.more
    zone = made["wall"].notices[1].zone
    head = next(z.head for z in great.config().zones if z.id == zone)
    assert who.people.rows[0].id == head
    who.showAll()
    assert len(who.people.rows) == sum(bool(p.duty) for p in great.config().staff) and not who.more
    who.choose(who.people.rows[-1].id)
    assert who.people.rows[0].chosen and len(who.people.rows) == FEW
