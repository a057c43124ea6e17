"""The face at the kiosk: the head that is asked to turn, and the card that comes first where the face only confirms."""

from collections.abc import Callable

import msgspec
import pytest

from hall.contract import people as p
from hall.contract.views_kiosk import KioskView, ReadingState
from tests.kiosk_ui import scenes
from tests.kiosk_ui.conftest import Machine

Make = Callable[..., Machine]


def asked(turn: p.HeadTurn) -> KioskView:
    return scenes.view(msgspec.structs.replace(scenes.reading(p.Way.FACE), turn=turn))


def confirming(reading=None) -> KioskView:
    """A hall where the face confirms what the card said."""
    view = scenes.view(reading)
    ways = tuple(
        msgspec.structs.replace(w, first=p.Way.CARD) if w.way is p.Way.FACE else w for w in view.ways
    )
    return msgspec.structs.replace(view, ways=ways)


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (p.HeadTurn.FRONT, "请正对屏幕"),
        (p.HeadTurn.LEFT, "请慢慢向左转头"),
        (p.HeadTurn.RIGHT, "请慢慢向右转头"),
    ],
)
def test_the_kiosk_says_where_to_turn(machine: Make, turn: p.HeadTurn, said: str) -> None:
    m = machine()
    m.tap("way_face", "agree")
    m.link.done(scenes.started(p.Way.FACE))
    m.link.show(scenes.TOPIC, asked(turn))
    assert m.hand.text("readerState") == said
    assert "只用于取号" in m.hand.page_text(), "what it is good for, and for no more"
    m.link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.FACE, ReadingState.FAILED, "没看到转头")))
    assert m.hand.text("readerState") == "没看到转头"


def test_where_the_face_confirms_the_card_comes_first(machine: Make) -> None:
    m = machine()
    m.link.show(scenes.TOPIC, confirming())
    m.tap("way_face", "agree")
    assert m.link.commands == [p.StartReading(scenes.KIOSK, p.Way.CARD)]
    m.link.done(scenes.started(p.Way.CARD))
    assert "先把证件" in m.hand.text("headline")
    m.link.show(scenes.TOPIC, confirming(scenes.reading(p.Way.CARD, ReadingState.PRESENTED)))
    assert m.page() == "reader", "nobody is known before the face was seen"
    assert m.link.commands[1:] == [p.StartReading(scenes.KIOSK, p.Way.FACE, consent=True)]
    m.link.done(scenes.started(p.Way.FACE, "r2"))
    m.link.show(scenes.TOPIC, confirming(scenes.reading(p.Way.FACE, ReadingState.PRESENTED, ident="r2")))
    assert m.page() == "services"


def test_after_a_face_that_failed_the_card_need_not_be_laid_again(machine: Make) -> None:
    m = machine()
    m.link.show(scenes.TOPIC, confirming())
    m.tap("way_face", "agree")
    m.link.done(scenes.started(p.Way.CARD))
    m.link.show(scenes.TOPIC, confirming(scenes.reading(p.Way.CARD, ReadingState.PRESENTED)))
    m.link.done(scenes.started(p.Way.FACE, "r2"))
    failed = scenes.reading(p.Way.FACE, ReadingState.FAILED, "没认出来", ident="r2")
    m.link.show(scenes.TOPIC, confirming(failed))
    m.tap("again")
    assert m.link.commands[2:] == [p.StartReading(scenes.KIOSK, p.Way.FACE, consent=True)]
    m.link.refuse("present_first", "先刷身份证或扫码，再刷脸核对", "Show your card or code first.")
    m.tap("again")
    assert m.link.last(p.StartReading) == p.StartReading(scenes.KIOSK, p.Way.CARD), (
        "the hall has forgotten it"
    )


def test_the_card_of_a_child_is_enough(machine: Make) -> None:
    m = machine()
    m.link.show(scenes.TOPIC, confirming())
    m.tap("way_face", "agree")
    m.link.done(scenes.started(p.Way.CARD))
    child = msgspec.structs.replace(scenes.reading(p.Way.CARD, ReadingState.PRESENTED), under_14=True)
    m.link.show(scenes.TOPIC, confirming(child))
    assert m.page() == "services"
    assert not [x for x in m.link.commands if isinstance(x, p.StartReading) and x.way is p.Way.FACE]
