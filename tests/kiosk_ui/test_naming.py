"""The name beside a typed ID number: what is typed, what is offered, what goes to the hall, and that nothing stays."""

import logging
from collections.abc import Callable, Iterator

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.bookings import CheckIn
from hall.domain import views_window
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from kiosk_ui.viewmodels.identity import Identity
from kiosk_ui.viewmodels.naming import PAGE, Naming
from tests.kiosk_ui import scenes
from tests.kiosk_ui.conftest import Machine
from tests.kiosk_ui.realhall import RealLink

NUMBER = "11010519491231002X"  # the example of GB 11643
SIZES = [(1080, 1920), (1920, 1080)]


@pytest.fixture
def identity(link: FakeLink, words: Words) -> Identity:
    identity = Identity(link, words, scenes.KIOSK)
    identity.begin_typing(p.Way.TYPED, name=True)
    for key in NUMBER:
        identity.digit(key)
    return identity


@pytest.fixture
def naming(identity: Identity, words: Words) -> Naming:
    return Naming(identity, words)


def keys(naming: Naming, letters: str) -> None:
    for letter in letters:
        naming.letter(letter)


def name(naming: Naming, *parts: str) -> None:
    """`zhang张` is typed and pressed, `·` is its key."""
    for part in parts:
        if part == "·":
            naming.between()
        else:
            keys(naming, part[:-1])
            naming.pick(part[-1])


def test_a_good_number_asks_for_the_name_and_tells_the_hall_nothing_yet(
    identity: Identity, link: FakeLink
) -> None:
    wanted: list[bool] = []
    identity.nameWanted.connect(lambda: wanted.append(True))
    identity.rub()
    identity.typed()
    assert wanted == [], "one sign is missing"
    identity.digit("X")
    identity.typed()
    assert (wanted, link.commands) == ([True], [])


def test_letters_become_characters_and_the_name_goes_with_the_number(naming: Naming, link: FakeLink) -> None:
    keys(naming, "ZHANG")
    assert (naming.letters, naming.candidates[:2]) == ("zhang", ["张", "章"])
    naming.pick("张")
    assert (naming.name, naming.letters, naming.candidates) == ("张", "", [])
    name(naming, "san三")
    naming.done()
    assert link.commands == [p.Identify(scenes.KIOSK, p.NameAttest("张三", NUMBER))]
    naming.done()
    assert len(link.commands) == 1, "asked once"


def test_only_the_first_character_is_looked_for_among_surnames(naming: Naming) -> None:
    keys(naming, "lv")
    assert naming.candidates[0] == "吕"
    naming.pick("吕")
    keys(naming, "lv")
    assert naming.candidates[0] == "驴", "the order of GB 2312"


def test_all_characters_of_a_syllable_are_reached_page_by_page(naming: Naming) -> None:
    keys(naming, "yi")
    first, seen = naming.candidates, []
    assert len(first) == PAGE
    for _ in range(naming.pages):
        seen += naming.candidates
        naming.turn()
    assert len(seen) == len(set(seen)) > 100
    assert naming.candidates == first, "after the last page the first"
    naming.turn()
    naming.rub()
    keys(naming, "i")
    assert naming.candidates == first, "another letter begins at the first page"


def test_a_wrong_syllable_is_told_at_its_wrong_letter(naming: Naming) -> None:
    keys(naming, "zh")
    assert (naming.candidates, naming.wrong) == ([], False), "nobody is scolded while typing"
    keys(naming, "x")
    assert (naming.said, naming.wrong) == ("没有这个音，删掉一个字母试试", True)
    naming.rub()
    assert naming.wrong is False


def test_delete_takes_letters_first_and_then_characters(naming: Naming) -> None:
    name(naming, "wang王")
    keys(naming, "wu")
    for left in (("王", "w"), ("王", ""), ("", ""), ("", "")):
        naming.rub()
        assert (naming.name, naming.letters) == left


def test_a_name_has_two_to_six_characters(naming: Naming, link: FakeLink) -> None:
    name(naming, "wang王")
    naming.done()
    assert "至少两个字" in naming.said
    keys(naming, "wu")
    naming.done()
    assert naming.said == ""
    assert naming.lead == "还有拼音没选字，请按下面的字"
    assert naming.candidates, "the characters stay, so that one can be pressed"
    naming.pick("五")
    for _ in range(6):
        name(naming, "wu五")
    assert naming.name == "王五五五五五"
    assert "最多六个字" in naming.said
    naming.done()
    assert link.last(p.Identify) == p.Identify(scenes.KIOSK, p.NameAttest("王五五五五五", NUMBER))


def test_a_minority_name_has_one_middle_dot_between_its_parts(naming: Naming, link: FakeLink) -> None:
    naming.between()
    assert naming.name == "", "never at the beginning"
    name(naming, "a阿", "li力", "mu木", "·", "·")
    assert naming.name == "阿力木·"
    naming.done()
    assert link.commands == [], "nor at the end"
    name(naming, "mai买", "mai买", "·", "ti提")
    naming.done()
    assert link.last(p.Identify) == p.Identify(scenes.KIOSK, p.NameAttest("阿力木·买买提", NUMBER))


def test_in_english_the_letters_are_the_name(naming: Naming, words: Words, link: FakeLink) -> None:
    words.set_english(True)
    keys(naming, "ZHANG")
    naming.between()
    naming.between()
    keys(naming, "SAN")
    assert (naming.name, naming.letters, naming.candidates) == ("Zhang San", "", [])
    naming.done()
    assert link.last(p.Identify) == p.Identify(scenes.KIOSK, p.NameAttest("Zhang San", NUMBER))
    words.set_english(False)
    assert naming.name == "", "letters are no characters"


def test_what_was_not_offered_is_not_taken(naming: Naming) -> None:
    keys(naming, "li1张")
    for wrong in ("张", "", "李明"):
        naming.pick(wrong)
    assert (naming.name, naming.letters) == ("", "li")


def test_a_name_the_hall_refuses_is_said_and_may_be_skipped(naming: Naming, link: FakeLink) -> None:
    name(naming, "zhang张", "san三")
    naming.done()
    link.refuse("name", "姓名不对，请再看看", "That is no name. Please check it.")
    assert (naming.said, naming.wrong) == ("姓名不对，请再看看", True)
    naming.rub()
    assert naming.wrong is False
    naming.skip()
    assert link.last(p.Identify) == p.Identify(scenes.KIOSK, p.NameAttest("", NUMBER))


# --- on the page ------------------------------------------------------------------------------------------------


class Visit(Machine):
    """Every press on the real pages is answered by the real rules before the next."""

    link: RealLink

    def tap(self, *names: str) -> None:
        for one in names:
            super().tap(one)
            self.link.settle()

    def to_name(self) -> None:
        self.tap("way_phone", "otherNumber", *(f"key_{x}" for x in NUMBER), "next")


@pytest.fixture
def visit(words: Words) -> Iterator[Callable[..., Visit]]:
    made: list[Visit] = []

    def make(size: tuple[int, int] = (1080, 1920)) -> Visit:
        made.append(Visit(RealLink(), words, size, "k1"))
        return made[-1]

    yield make
    for one in made:
        one.shown.end()


@pytest.mark.parametrize("size", SIZES)
def test_a_name_typed_by_hand_reaches_the_window_as_its_mask(
    visit: Callable[..., Visit], size: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    v = visit(size)
    v.to_name()
    assert v.page() == "name"
    v.tap(*(f"key_{x}" for x in "ZHANG"), "key_张", *(f"key_{x}" for x in "SAN"), "key_三")
    assert v.hand.text("typedName") == "张三"
    v.tap("nameDone")
    assert v.page() == "services"
    assert "张* 您好" in v.hand.text("lead")
    v.tap("service_sbk", "take")
    assert v.link.events(t.TicketIssued)[-1].event.identity.shown == "张*"
    v.link.at_window(p.SignOn("w3", "s3"), t.CallNext("w3"))
    stage = v.link.stage
    served = views_window.window(stage.hall, "w3", stage.now).ticket
    assert served is not None
    assert served.shown == "张*", "what the console at the window is told"
    for place in (v.hand.page_text(), str(stage.journal), caplog.text):
        assert "张三" not in place
        assert NUMBER not in place


def test_nobody_is_stuck_with_a_rare_character(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.to_name()
    v.tap("key_Z", "skip", "service_sbk", "take")
    assert v.link.events(t.TicketIssued)[-1].event.identity.shown == ""


def test_the_name_is_gone_when_its_page_is_left(visit: Callable[..., Visit]) -> None:
    v = visit()
    naming = v.kiosk.property("naming")
    v.to_name()
    v.tap(*(f"key_{x}" for x in "WANG"), "key_王", "key_W", "back")
    assert (v.page(), naming.name, naming.letters) == ("phone", "", "")
    assert v.hand.text("typed") == "110105 19491231 002X", "the number is not typed twice"
    v.tap("next", "key_L", "key_I", "key_李")
    v.kiosk.goHome()  # as patience does when nobody presses any more
    assert (v.page(), naming.name) == ("home", "")
    assert v.kiosk.property("identity").typedText == ""


def test_back_while_the_hall_looks_asks_it_to_forget(words: Words, link: FakeLink) -> None:
    m = Machine(link, words, SIZES[0])
    m.tap("way_phone", "otherNumber", *(f"key_{x}" for x in NUMBER), "next", "skip", "back")
    assert m.page() == "phone"
    assert m.link.last(p.StopReading) == p.StopReading(scenes.KIOSK)
    m.tap("next", "skip")
    assert len([c for c in m.link.commands if isinstance(c, p.Identify)]) == 2
    m.shown.end()


def test_who_checks_in_or_looks_for_a_number_is_not_asked_for_the_name(words: Words, link: FakeLink) -> None:
    m = Machine(link, words, SIZES[0])
    m.tap("checkin", "find_phone", "otherNumber", *(f"key_{x}" for x in NUMBER), "next")
    assert m.page() == "phone"
    assert m.link.last(p.Identify) == p.Identify(scenes.KIOSK, p.NameAttest("", NUMBER))
    assert not [c for c in m.link.commands if isinstance(c, CheckIn)], "the hall looks first"
    m.shown.end()
