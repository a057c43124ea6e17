"""A machine in a township (R088): a telephone instead of a guide, guides day and night, numbers in hours only."""

from collections.abc import Callable

import msgspec
import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.views_kiosk import Pressed, ReadingState
from hall.uikit.fakelink import FakeLink
from kiosk_ui.app import PAGES
from tests.kiosk_ui import scenes
from tests.kiosk_ui.conftest import Machine
from tests.kiosk_ui.test_pages import (
    LOOKS,
    controls_stand_low_enough,
    everything_is_named,
    fingers_fit,
    labels,
    nothing_is_cut_off,
    nothing_is_printed_over,
)
from tests.kiosk_ui.walk import NOT_OUTSIDE, walk

Make = Callable[..., Machine]


@pytest.fixture
def link() -> FakeLink:
    return scenes.open_link(scenes.TownshipLink)


def shut(m: Machine) -> None:
    """Late on a Friday."""
    view = scenes.view(hall_open=scenes.SHUT_TODAY)
    queues = tuple(msgspec.structs.replace(q, open=scenes.SHUT_TODAY, taking=False) for q in view.queues)
    m.link.show(scenes.TOPIC, scenes.outside(msgspec.structs.replace(view, queues=queues), scenes.SHUT))


def said(m: Machine) -> str:
    m.hand.window.grabWindow()
    return "\n".join(str(label.property("text")) for label in labels(m))


def item(m: Machine, name: str) -> object:
    return next((i for i in m.hand.items() if i.objectName() == name and i.isVisible()), None)


@pytest.mark.parametrize(("size", "elder", "english"), LOOKS)
def test_every_page_of_it_in_every_look(
    machine: Make, size: tuple[int, int], elder: bool, english: bool
) -> None:
    m = machine(size)
    if elder:
        m.kiosk.toggleElder()
    m.words.set_english(english)
    seen = set()
    for page, go in walk(m).items():
        if page in NOT_OUTSIDE:
            m.kiosk.goHome()
            continue
        go()
        m.words.set_english(english)
        if elder and not m.kiosk.property("elder"):
            m.kiosk.toggleElder()
        assert m.page() == page
        seen.add(page)
        for check in (nothing_is_cut_off, everything_is_named, fingers_fit, controls_stand_low_enough):
            check(m, page, elder)
    assert seen == set(PAGES) - set(NOT_OUTSIDE)
    assert m.words.missing == set()


@pytest.mark.parametrize(("size", "elder", "english"), LOOKS)
@pytest.mark.parametrize("open_", [True, False], ids=["open", "shut"])
def test_its_home_says_where_one_is_and_where_the_hall_is(
    machine: Make, size: tuple[int, int], elder: bool, english: bool, open_: bool
) -> None:
    m = machine(size)
    if not open_:
        shut(m)
    if elder:
        m.kiosk.toggleElder()
    m.words.set_english(english)
    words = said(m)
    assert m.words.of(scenes.REMOTE.place) in words
    assert m.words.of(scenes.view().hall) in words
    assert elder or scenes.REMOTE.phone in words
    assert (m.words.of(scenes.SHUT) in words) is not open_
    for check in (nothing_is_cut_off, fingers_fit):
        check(m, "home", elder)
    nothing_is_printed_over(m, "home")


def test_no_guide_is_offered_and_one_checks_in_in_the_hall(machine: Make) -> None:
    m = machine()
    assert item(m, "way_card") is not None
    assert item(m, "way_assisted") is None
    assert item(m, "checkin").property("enabled") is False  # type: ignore[union-attr]
    assert "签到要到大厅" in said(m)
    m.kiosk.choose("assisted")
    assert m.page() == "home"


def test_help_is_a_telephone_number_and_the_hall_hears_of_it(machine: Make) -> None:
    m = machine()
    m.tap("way_phone")
    m.kiosk.property("identity").digit("1")
    m.tap("help")
    assert m.page() == "help"
    assert m.link.commands[-1] == p.CallForHelp(scenes.KIOSK)
    assert scenes.REMOTE.phone in said(m)
    assert "请说您在：大隗镇便民服务站" in said(m)
    m.link.done()
    assert "大厅已经知道这里有人要帮忙" in said(m)
    m.tap("back")
    assert m.page() == "phone"
    assert m.kiosk.property("identity").property("typedText") == "1", "what was typed is still there"
    assert "已经叫人" not in said(m), "nobody comes"


def test_the_telephone_is_shown_too_when_the_hall_could_not_be_told(machine: Make) -> None:
    m = machine()
    m.kiosk.callHelp()
    m.link.refuse("no_answer", "没有回话", "No answer")
    assert "没能告诉大厅，请直接打电话" in said(m)
    assert scenes.REMOTE.phone in said(m)


def test_guides_are_read_without_saying_who_one_is(machine: Make) -> None:
    m = machine()
    m.tap("browse")
    assert m.page() == "services"
    m.kiosk.property("services").showGroup("social")
    m.tap("service_card")
    assert m.page() == "guide"
    assert item(m, "addMore") is None
    assert "号要到这里办：新密市政务服务中心，溱水路东段 1 号" in said(m)
    m.tap("take")
    assert m.page() == "home"
    assert "要办：社保卡 办理、补换。先选一种办法" in said(m)


def test_the_number_is_taken_once_somebody_has_said_who_they_are(machine: Make) -> None:
    m = machine()
    m.tap("browse")
    m.kiosk.pick("card")
    m.tap("take", "way_card")
    m.link.done(scenes.started(p.Way.CARD, "r7"))
    held = scenes.reading(p.Way.CARD, ReadingState.PRESENTED, ident="r7")
    m.link.show(scenes.TOPIC, scenes.view(held))
    assert m.page() == "guide"
    m.tap("take")
    assert m.link.commands[-1] == t.TakeTicket("card", p.HeldAttest("h1"), scenes.KIOSK)


def test_out_of_hours_the_ways_wait_and_everything_else_works(machine: Make) -> None:
    m = machine()
    shut(m)
    assert item(m, "way_card").property("enabled") is False  # type: ignore[union-attr]
    m.kiosk.choose("card")
    assert m.page() == "home"
    m.tap("browse")
    m.kiosk.pick("card")
    assert item(m, "take").property("enabled") is False  # type: ignore[union-attr]
    m.kiosk.goHome()
    m.tap("mine", "find_card")
    assert m.page() == "reader", "one's own number is found at any hour"


def press(m: Machine, action: str) -> None:
    pressed = Pressed(1, action, scenes.NOW)
    m.link.show(scenes.TOPIC, msgspec.structs.replace(scenes.view(), pressed=pressed))


def test_the_key_for_help_shows_the_telephone(machine: Make) -> None:
    m = machine()
    press(m, "help")
    assert m.page() == "help"


def test_without_a_line_it_shows_the_telephone(machine: Make) -> None:
    m = machine()
    m.link.lose()
    assert m.page() == "offline"
    assert scenes.REMOTE.phone in said(m)
    assert "导办台" not in said(m)


def test_a_machine_of_the_hall_has_nothing_of_this(machine: Make) -> None:
    m = machine()
    FakeLink.show(m.link, scenes.TOPIC, scenes.view())
    assert item(m, "way_assisted") is not None
    assert item(m, "browse") is None
    m.kiosk.callHelp()
    assert m.page() == "home"
