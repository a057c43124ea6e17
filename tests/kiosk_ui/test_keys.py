"""Keys beside the screen, on the real pages: a key does what a touch would, once, and never behind anybody's back."""

from collections.abc import Callable, Iterator

import pytest

from hall.contract import people as p
from hall.uikit.words import Words
from tests.kiosk_ui.realhall import RealLink
from tests.kiosk_ui.test_visits import SIZES, Visit


@pytest.fixture
def visit(words: Words) -> Iterator[Callable[..., Visit]]:
    made: list[Visit] = []

    def make(size: tuple[int, int] = (1080, 1920), link: RealLink | None = None) -> Visit:
        made.append(Visit(link or RealLink(), words, size, "k1"))
        return made[-1]

    yield make
    for one in made:
        one.shown.end()


def press(v: Visit, action: str) -> None:
    """The hall heard the key and tells the kiosk."""
    v.link.stage.later(1).fold((p.ButtonPressed("k1", action),))
    v.link.publish()
    v.link.settle()


def lead(v: Visit) -> str:
    return next(i for i in v.hand.items() if i.objectName() == "lead").property("text")


@pytest.mark.parametrize("size", SIZES)
def test_a_service_key_at_home_asks_who_it_is_for_and_then_opens_its_page(
    visit: Callable[..., Visit], size: tuple[int, int]
) -> None:
    v = visit(size)
    press(v, "service:sbk")
    assert (v.page(), lead(v)) == ("home", "要办：社会保障卡。先选一种办法")
    v.by_phone()
    assert (v.page(), v.kiosk.property("errand").property("wish")) == ("guide", "")
    v.tap("take")
    assert (v.page(), v.number()) == ("result", "B001")


def test_the_same_press_is_not_taken_twice(visit: Callable[..., Visit]) -> None:
    v = visit()
    press(v, "service:sbk")
    v.by_phone()
    v.tap("back")
    assert v.page() == "services"
    v.link.publish()
    assert v.page() == "services"
    press(v, "service:sbk")
    assert v.page() == "guide"


def test_among_the_services_a_key_opens_its_page_at_once_and_back_leads_to_them(
    visit: Callable[..., Visit],
) -> None:
    v = visit()
    v.by_phone()
    press(v, "service:yhk")
    assert v.page() == "guide"
    press(v, "service:sbk")
    assert v.page() == "guide"
    v.tap("back")
    assert v.page() == "services"


def test_a_key_while_somebody_proves_who_he_is_disturbs_nothing(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.tap("way_phone")
    v.keys("138")
    press(v, "service:sbk")
    assert v.page() == "phone"
    v.keys("12345678")
    v.tap("next")
    assert v.page() == "guide"


def test_a_key_at_the_result_begins_the_next_visit(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.by_phone()
    v.tap("service_sbk", "take")
    press(v, "service:yhk")
    assert (v.page(), v.kiosk.property("errand").property("wish")) == ("home", "养老资格认证")


def test_home_leads_home_and_forgets_the_wish(visit: Callable[..., Visit]) -> None:
    v = visit()
    press(v, "service:sbk")
    v.by_phone()
    press(v, "home")
    assert (v.page(), v.kiosk.property("errand").property("wish")) == ("home", "")


def test_a_wish_at_home_is_forgotten_when_nobody_follows_it(visit: Callable[..., Visit]) -> None:
    v = visit()
    press(v, "service:sbk")
    assert v.kiosk.property("patience").property("running")
    v.kiosk.goHome()
    assert v.kiosk.property("errand").property("wish") == ""


def test_help_was_called_by_the_hall_already(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.link.stage.fold((p.ButtonPressed("k1", "help"), p.HelpCalled("k1")))
    v.link.publish()
    assert v.kiosk.property("helping").property("coming") == "called"
    assert not [x for x in v.link.commands if isinstance(x, p.CallForHelp)]


def test_a_service_that_is_not_offered_any_more_moves_nothing(visit: Callable[..., Visit]) -> None:
    v = visit()
    press(v, "service:gone")
    assert (v.page(), v.kiosk.property("errand").property("wish")) == ("home", "")


def test_presses_from_before_this_program_began_are_nobodys(visit: Callable[..., Visit]) -> None:
    link = RealLink()
    link.stage.fold((p.ButtonPressed("k1", "service:sbk"),))
    link.publish()
    v = visit(link=link)
    link.publish()
    assert v.kiosk.property("errand").property("wish") == ""


def test_presses_while_the_line_was_gone_are_nobodys(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.link.lose()
    v.link.stage.fold((p.ButtonPressed("k1", "service:sbk"),))
    v.link.publish()
    assert (v.page(), v.kiosk.property("errand").property("wish")) == ("home", "")
    press(v, "service:sbk")
    assert v.kiosk.property("errand").property("wish") == "社会保障卡"
