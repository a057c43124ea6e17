"""What a console shows of the key box and the evaluator beside it: why a key did nothing, and whether one has rated."""

import msgspec
import pytest

from hall.contract.base import Text
from hall.contract.views_common import WindowState
from tests.window_ui.conftest import Counter
from tests.window_ui.scenes import NOW, view

SAID = {"key_said": Text("没有人在等", "Nobody is waiting."), "key_ms": NOW - 1000}


def test_why_a_key_of_the_box_had_no_effect_is_said_once(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    counter.show(view(WindowState.FREE, **SAID))
    assert counter.desk.message == "呼叫器：没有人在等"
    counter.desk.hush()
    counter.show(view(WindowState.FREE, **SAID))
    assert counter.desk.message == "", "a view that comes again says nothing anew"
    counter.words.set_english(True)
    counter.show(view(WindowState.FREE, **{**SAID, "key_ms": NOW}))
    assert counter.desk.message == "Key box: Nobody is waiting."


def test_a_console_that_opens_later_says_nothing_of_old_presses(counter: Counter) -> None:
    counter.show(view(WindowState.FREE, **SAID))
    assert counter.desk.message == ""


@pytest.mark.parametrize(
    ("state", "word"),
    [("", ""), ("asked", "B023 等待评价"), ("rated", "B023 已评价"), ("not_rated", "B023 未评价")],
)
def test_the_clerk_sees_whether_the_last_visitor_rated(counter: Counter, state: str, word: str) -> None:
    shown = view(WindowState.FREE)
    counter.show(msgspec.structs.replace(shown, rating=state, rating_number="B023"))
    assert counter.desk.ratingWord == word
