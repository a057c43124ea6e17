"""Every page and state with real clicks and keys: no Qt warning, nothing cut off, everything named and reachable."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QFontInfo
from PySide6.QtQuick import QQuickItem

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.supervision import Acknowledge
from hall.contract.views_common import WindowState
from hall.uikit import screen
from hall.uikit.hand import Hand, Missed
from tests.hall.uikit.test_words import strings_of
from tests.window_ui.conftest import Counter
from tests.window_ui.scenes import NOW, SCENES, notice, served, view
from window_ui.app import EN, PAGES

MAY_END_IN_DOTS = {"barLine", "alertFacts", "label"}


def labels(hand: Hand) -> list[QQuickItem]:
    return [
        i for i in hand.items()
        if i.isVisible() and i.opacity() > 0 and i.property("text")
        and i.metaObject().className().startswith(("Label", "NameLabel"))
    ]  # fmt: skip


def box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def check(hand: Hand, where: str) -> None:
    """Nothing leaves the window or its place; everything pressable has a name, a role and enough height."""
    hand.window.grabWindow()  # lists lay out what they hold when they are drawn
    window = QRectF(-1, -1, hand.window.width() + 2, hand.window.height() + 2)
    lists = [
        box(i) for i in hand.items() if i.metaObject().className() in ("QQuickListView", "QQuickGridView")
    ]
    for label in labels(hand):
        words = label.property("text")
        assert label.property("contentWidth") <= label.width() + 1.5, (
            f"{where}: {words!r} is wider than its place"
        )
        inside = any(area.intersects(box(label)) or area.contains(box(label).topLeft()) for area in lists)
        assert inside or window.contains(box(label)), f"{where}: {words!r} leaves the window"
    for item in hand.items():
        if not item.isVisible() or item.opacity() == 0 or item.property("ringRadius") is None:
            continue
        face = QAccessible.queryAccessibleInterface(item)
        if face is None:  # a row that a list keeps below its edge and does not draw
            scrolled = any(
                a.left() <= box(item).left() <= a.right() and not a.intersects(box(item)) for a in lists
            )
            assert scrolled, f"{where}: {item.objectName()} is unknown to a screen reader"
            continue
        assert face.text(QAccessible.Text.Name), f"{where}: {item.objectName()} has no name to be read aloud"
        assert face.role() == QAccessible.Role.Button
        assert box(item).height() >= 34, f"{where}: {item.objectName()} is too low to be pressed"


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_as_page_and_bar(
    counter: Counter, show_scene: Callable[[str], None], scene: str, english: bool
) -> None:
    show_scene(scene)
    counter.words.set_english(english)
    hand = counter.open()
    check(hand, scene)
    counter.desk.narrow()
    counter.settle()
    assert (hand.window.width(), hand.window.height()) == (420, 120)
    check(hand, f"bar {scene}")
    counter.desk.widen()
    counter.settle()
    assert (hand.window.width(), hand.window.height()) == (1280, 800)
    assert counter.words.missing == set()
    assert screen.warnings == []


def test_every_page_of_the_list_can_be_opened(counter: Counter) -> None:
    hand = counter.open()
    seen = {counter.desk.page}
    counter.show(view())
    seen.add(counter.desk.page)
    hand.key("F9")
    counter.settle()
    seen.add(counter.desk.page)
    assert seen == set(PAGES)


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080)])
def test_other_screens_show_the_same_page(counter: Counter, size: tuple[int, int]) -> None:
    counter.show(view(notices=(notice(),)))
    check(counter.open(size), str(size))


def test_the_font_is_the_halls(counter: Counter) -> None:
    counter.show(view())
    hand = counter.open()
    families = {QFontInfo(label.property("font")).family() for label in labels(hand)}
    assert families == {"Noto Sans CJK SC"}


# -- a morning at the counter ----------------------------------------------------------------------------


def test_one_visitor_by_mouse_from_signing_on_to_signing_off(counter: Counter) -> None:
    hand = counter.open()
    counter.show(view(WindowState.CLOSED))
    hand.tap("staff_1003")
    for digit in "13":
        hand.tap(f"pin_{digit}")
    hand.tap("pin_erase")
    hand.tap("pin_0")
    hand.tap("signOn")
    assert counter.link.commands == [p.SignOn("3", "1003", "10")]
    counter.link.done()

    counter.show(view(WindowState.FREE))
    assert hand.text("stateWord") == "空闲"
    hand.tap("f1")
    assert counter.link.last(t.CallNext) == t.CallNext("3")
    counter.link.done()

    counter.show(view(WindowState.CALLED, ticket=served(False, 1, 14)))
    assert "14 秒后可以" in hand.text("f2")
    with pytest.raises(Missed, match="disabled"):
        hand.tap("f2")
    counter.link.now = NOW + 15_000
    counter.desk.tick()
    counter.settle()
    hand.tap("f2")
    assert counter.link.last(t.Recall) == t.Recall("3")
    counter.link.done()
    hand.tap("f1")
    assert counter.link.last(t.Start) == t.Start("3")
    counter.link.done()

    counter.link.now = NOW
    counter.show(view())
    assert hand.text("number") == "A012"
    hand.tap("outcome_notice_once")
    hand.tap("f3")
    assert counter.link.last(t.Finish) == t.Finish("3", t.Outcome.NOTICE_ONCE)
    counter.link.done()

    counter.show(view(WindowState.FREE))
    hand.tap("pause_meal")
    hand.tap("pause_30")
    assert counter.link.last(p.Pause) == p.Pause("3", "meal", NOW + 30 * 60_000)
    counter.link.done()
    counter.show(view(WindowState.PAUSED))
    assert "用餐，12:40 回来" in hand.page_text()
    hand.tap("f1")
    assert counter.link.last(p.Resume) == p.Resume("3")
    counter.link.done()

    counter.show(view(WindowState.FREE))
    hand.tap("leave")
    assert "再按签退" in hand.text("leave")
    hand.tap("leave")
    assert counter.link.last(p.SignOff) == p.SignOff("3")


def test_one_visitor_by_keyboard_alone(counter: Counter) -> None:
    hand = counter.open()
    counter.show(view(WindowState.CLOSED))
    hand.type("1003")
    assert counter.sign_on.chosen == "1003"
    hand.key("Return")
    hand.type("2468")
    hand.key("Return")
    assert counter.link.commands == [p.SignOn("3", "1003", "2468")]
    counter.link.done()
    steps = [
        (view(WindowState.FREE), "F1", t.CallNext("3")),
        (view(WindowState.CALLED), "F2", t.Recall("3")),
        (view(WindowState.CALLED), "F1", t.Start("3")),
        (view(), "F3", t.Finish("3", t.Outcome.ACCEPTED)),
        (view(WindowState.CALLED, ticket=served(False, 3, 0, -1)), "F4", t.Pass("3")),
        (view(WindowState.PAUSED), "F8", p.Resume("3")),
        (view(notices=(notice(),)), "F5", Acknowledge("W01/2026-11-20-A013", "1003")),
    ]
    for state, key, command in steps:
        counter.show(state)
        hand.key(key)
        assert counter.link.commands[-1] == command, key
        counter.link.done()
    counter.show(view(WindowState.FREE))
    hand.key("F8")
    assert hand.window.activeFocusItem().objectName() == "pause_meal"
    hand.key("Return")
    counter.settle()
    hand.key("Return")
    assert counter.link.last(p.Pause) == p.Pause("3", "meal", NOW + 5 * 60_000)


def test_who_needs_no_pin_presses_return_after_choosing(counter: Counter) -> None:
    hand = counter.open()
    counter.show(view(WindowState.CLOSED))
    hand.tap("staff_1001")
    hand.key("Return")
    assert counter.link.commands == [p.SignOn("3", "1001", "")]


def test_f7_chooses_how_it_ended(counter: Counter) -> None:
    counter.show(view())
    hand = counter.open()
    hand.key("F7")
    hand.key("F3")
    assert counter.link.commands == [t.Finish("3", t.Outcome.TOLERANT_ACCEPTED)]


def test_the_keys_work_in_the_bar_too(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    hand = counter.open()
    hand.key("F9")
    counter.settle()
    flags = hand.window.flags()
    assert flags & Qt.WindowType.WindowStaysOnTopHint and flags & Qt.WindowType.FramelessWindowHint
    hand.key("F1")
    counter.link.done()
    hand.tap("f1")
    assert counter.link.commands == [t.CallNext("3"), t.CallNext("3")]
    hand.tap("widen")
    counter.settle()
    assert counter.desk.page == "console"


def test_the_bar_remembers_its_place(counter: Counter) -> None:
    counter.show(view())
    hand = counter.open()
    hand.key("F9")
    counter.settle()
    hand.window.setPosition(77, 55)
    counter.settle()
    hand.key("F9")
    counter.settle()
    hand.window.setPosition(0, 0)
    hand.key("F9")
    counter.settle()
    assert (hand.window.x(), hand.window.y()) == (77, 55)


def test_the_page_comes_back_where_it_was_and_not_off_the_edge_where_the_bar_stood(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    hand = counter.open()
    hand.window.setPosition(100, 60)
    counter.settle()
    counter.desk.fold()
    counter.settle()
    assert hand.window.width() == 420
    hand.window.setPosition(700, 24)
    counter.desk.fold()
    counter.settle()
    assert (hand.window.width(), hand.window.x(), hand.window.y()) == (1280, 100, 60)


def test_a_refusal_stands_on_the_page(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    hand = counter.open()
    hand.tap("f1")
    counter.link.refuse("window_paused", "窗口暂停中，先恢复", "The window is paused. Resume first.")
    counter.settle()
    assert hand.text("message") == "窗口暂停中，先恢复"


def test_the_line_comes_and_goes_under_the_clerks_hands(counter: Counter) -> None:
    counter.show(view())
    hand = counter.open()
    counter.link.lose()
    counter.settle()
    assert hand.visible("lost") and hand.text("number") == "A012" and hand.text("waiting") == "等候 — 人"
    hand.tap("f3")
    counter.settle()
    assert "记下了" in hand.text("message")
    assert counter.link.commands == []
    counter.show(view())
    assert counter.link.commands == [t.Finish("3", t.Outcome.ACCEPTED)]
    assert not hand.visible("lost")


def test_the_language_is_switched_live(counter: Counter) -> None:
    counter.show(view())
    hand = counter.open()
    hand.tap("language")
    counter.settle()
    assert "Finish" in hand.text("f3")
    hand.key("F12")
    counter.settle()
    assert "完成" in hand.text("f3")


def test_no_full_identity_is_anywhere(counter: Counter) -> None:
    counter.show(view())
    assert not re.search(r"\d{15,18}", counter.open().page_text())


def test_every_sentence_has_english(root: Path) -> None:
    said = strings_of(root / "window_ui")
    assert len(said) > 20
    from hall.uikit.words_en import EN as CONTROLS

    assert said - set(EN) - set(CONTROLS) == set()
    for zh, en in EN.items():
        assert sorted(re.findall(r"%\d|{\w+}", zh)) == sorted(re.findall(r"%\d|{\w+}", en)), zh
        assert not re.search("[一-鿿]", en), en
