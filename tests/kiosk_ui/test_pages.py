"""Every page in every look: no Qt warning, nothing cut off, everything reachable, named and large enough."""

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from hall.contract.base import Text
from kiosk_ui.app import PAGES
from kiosk_ui.words_en import EN
from tests.hall.uikit.test_words import strings_of
from tests.kiosk_ui import scenes
from tests.kiosk_ui.conftest import Machine
from tests.kiosk_ui.walk import walk

Make = Callable[..., Machine]
LOOKS = [
    pytest.param((1080, 1920), False, False, id="portrait"),
    pytest.param((1920, 1080), False, False, id="landscape"),
    pytest.param((1080, 1920), True, False, id="portrait-elder"),
    pytest.param((1920, 1080), True, False, id="landscape-elder"),
    pytest.param((1080, 1920), False, True, id="portrait-english"),
    pytest.param((1920, 1080), False, True, id="landscape-english"),
    pytest.param((1080, 1920), True, True, id="portrait-elder-english"),
    pytest.param((1920, 1080), True, True, id="landscape-elder-english"),
]


def labels(m: Machine) -> list[QQuickItem]:
    return [
        i
        for i in m.hand.items()
        if i.isVisible()
        and i.metaObject().className().startswith(("Label", "NameLabel", "WaitRange"))
        and i.property("text")
    ]


def inside_a_list(item: QQuickItem) -> bool:
    at = item.parentItem()
    while at is not None:
        if at.metaObject().className() in ("QQuickListView", "QQuickGridView", "QQuickFlickable"):
            return True
        at = at.parentItem()
    return False


def box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


@pytest.mark.parametrize(("size", "elder", "english"), LOOKS)
def test_every_page_in_every_look(machine: Make, size: tuple[int, int], elder: bool, english: bool) -> None:
    m = machine(size)
    if elder:
        m.kiosk.toggleElder()
    m.words.set_english(english)
    seen = []
    for page, go in walk(m).items():
        go()
        m.words.set_english(english)
        if elder and not m.kiosk.property("elder"):
            m.kiosk.toggleElder()
        assert m.page() == page
        seen.append(page)
        for check in (nothing_is_cut_off, everything_is_named, fingers_fit, controls_stand_low_enough):
            check(m, page, elder)
    assert sorted(seen) == sorted(PAGES), "every page was looked at"
    assert m.words.missing == set()


def nothing_is_cut_off(m: Machine, page: str, elder: bool) -> None:
    window = QRectF(0, 0, m.shown.window.width(), m.shown.window.height())
    for label in labels(m):
        words = label.property("text")
        assert not label.property("truncated"), f"{page}: {words!r} ends in dots"
        assert label.property("contentWidth") <= label.width() + 1.5, (
            f"{page}: {words!r} is wider than its place"
        )
        if not inside_a_list(label):
            assert window.adjusted(-1, -1, 1, 1).contains(box(label)), f"{page}: {words!r} leaves the window"


def ink(label: QQuickItem) -> QRectF:
    """Where a label's letters stand: its content without the empty space above and below a line."""
    w, h = min(label.property("contentWidth"), label.width()), label.property("contentHeight")
    aligned = QQmlExpression(qmlContext(label), label, "horizontalAlignment").evaluate()[0]
    left = {1: 0.0, 2: label.width() - w, 4: (label.width() - w) / 2}[
        int(aligned)
    ]  # Text.AlignLeft, Right, HCenter
    area = QRectF(left, (label.height() - h) / 2 + h / 4, w, h / 2)
    return label.mapRectToScene(area)


def nothing_is_printed_over(m: Machine, page: str) -> None:
    shown = labels(m)
    for n, one in enumerate(shown):
        for other in shown[n + 1 :]:
            if inside_a_list(one) != inside_a_list(other):
                continue  # what is below a list's edge is not drawn
            both = one.property("text"), other.property("text")
            assert not ink(one).intersects(ink(other)), (
                f"{page}: {both[0]!r} and {both[1]!r} lie over each other"
            )


def pressables(m: Machine) -> list[QQuickItem]:
    return [i for i in m.hand.items() if i.isVisible() and i.property("ringRadius") is not None]


def everything_is_named(m: Machine, page: str, elder: bool) -> None:
    found = pressables(m)
    assert found or page == "offline", page
    for item in found:
        face = QAccessible.queryAccessibleInterface(item)
        assert face.text(QAccessible.Text.Name), f"{page}: {item.objectName()} has no name to be read aloud"
        assert face.role() == QAccessible.Role.Button


def fingers_fit(m: Machine, page: str, elder: bool) -> None:
    """15 mm is 61 px on the reference panel, 20 mm 81 px for the elder look (screens.md §6)."""
    least = 81 if elder else 61
    for item in pressables(m):
        area = box(item)
        assert min(area.width(), area.height()) >= least, f"{page}: {item.objectName()} is too small"


def controls_stand_low_enough(m: Machine, page: str, elder: bool) -> None:
    """Nothing to press above y = 440 (wheelchair height); lists may have rolled out upwards."""
    for item in pressables(m):
        if not inside_a_list(item):
            assert box(item).top() >= 424, f"{page}: {item.objectName()} stands too high"


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)], ids=["portrait", "landscape"])
def test_long_english_names_neither_end_in_dots_nor_lie_over_their_neighbours(
    machine: Make, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Names as the demo's hall has them: a zone, a group and a service that are long in English."""
    insurance, lost = "Social and medical insurance", "Replace a lost social insurance card"
    monkeypatch.setattr(
        scenes, "ZONES", tuple((z, zh, insurance, n, lo, hi) for z, zh, _, n, lo, hi in scenes.ZONES)
    )
    names = {"firm": "Starting a business", "social": "Social insurance"}
    monkeypatch.setattr(scenes, "GROUPS", tuple((i, zh, names.get(i, en)) for i, zh, en in scenes.GROUPS))
    monkeypatch.setattr(scenes, "SERVICES", tuple((*one[:4], lost, *one[5:]) for one in scenes.SERVICES))
    short = scenes.ticket
    monkeypatch.setattr(scenes, "ticket", lambda *a, **k: short(*a, **{"service": Text("社保卡", lost), **k}))
    link = scenes.open_link()
    m = machine(size)
    for topic in ("catalogue", scenes.TOPIC):
        m.link.show(topic, link.latest(topic))
    for page, go in walk(m).items():
        go()
        m.words.set_english(True)
        m.hand.window.grabWindow()
        nothing_is_cut_off(m, page, elder=False)
        nothing_is_printed_over(m, page)


def test_every_sentence_has_english(root: Path) -> None:
    said = strings_of(root / "kiosk_ui")
    spoken = {
        s
        for f in (root / "kiosk_ui" / "viewmodels").glob("*.py")
        for s in re.findall(r'"([^"\n]*[\u4e00-\u9fff][^"\n]*)"', f.read_text("utf-8"))
    }
    assert len(said) > 80
    assert said - set(EN) == set()
    by_table = {s for s in spoken if s in EN}
    assert {"手机号少了一位", "身份证", "还没有连上，请用别的办法"} <= by_table
    assert not [zh for zh, en in EN.items() if re.search("[\u4e00-\u9fff]", en)], "English without Chinese"


def test_figures_keep_their_place_in_english() -> None:
    for zh, en in EN.items():
        assert sorted(re.findall(r"%\d", zh)) == sorted(re.findall(r"%\d", en)), zh


def test_the_five_ways_are_equal(machine: Make) -> None:
    """No way is larger than another (R005)."""
    for size in ((1080, 1920), (1920, 1080)):
        m = machine(size)
        areas = {
            (round(box(i).width()), round(box(i).height()))
            for i in pressables(m)
            if i.objectName()[:4] == "way_"
        }
        assert len(areas) == 1


@pytest.mark.parametrize("size", [(720, 1280), (1440, 2560), (1366, 768), (1080, 1920)])
def test_other_panels_show_the_same_page(machine: Make, size: tuple[int, int]) -> None:
    m = machine(size)
    nothing_is_cut_off(m, "home", False)
    m.tap("way_phone")
    nothing_is_cut_off(m, "phone", False)


@pytest.mark.parametrize(("size", "elder", "english"), LOOKS)
def test_a_menu_of_two_levels_and_a_long_guide_in_every_look(
    machine: Make, size: tuple[int, int], elder: bool, english: bool
) -> None:
    m = machine(size)
    m.link.show("catalogue", scenes.two_levels())
    walk(m)["services"]()
    m.words.set_english(english)
    if elder:
        m.kiosk.toggleElder()
    checks = (nothing_is_cut_off, everything_is_named, fingers_fit, controls_stand_low_enough)
    for step, tap in (("menu", ""), ("inside", "group_city"), ("guide", "service_cafe")):
        if tap:
            m.tap(tap)
        for check in checks:
            check(m, step, elder)
    assert m.page() == "guide"
    services = m.kiosk.property("services")
    said = {label.property("text") for label in labels(m)}
    assert {services.plain, services.source, *services.materials, *services.steps} <= said
    assert m.words.missing == set()


def test_a_long_guide_is_read_to_its_end_by_pressing(machine: Make) -> None:
    m = machine()
    m.link.show("catalogue", scenes.two_levels())
    walk(m)["services"]()
    m.tap("group_city", "service_cafe")
    presses = 0
    while any(i.isVisible() for i in m.hand.items() if i.objectName() == "moreBelow"):
        m.tap("moreBelow")
        presses += 1
        assert presses < 10
    assert presses >= 2
    list_ = next(i for i in m.hand.items() if i.objectName() == "materials")
    assert list_.property("atYEnd")


def test_back_goes_one_level_up_before_it_leaves_the_menu(machine: Make) -> None:
    m = machine()
    m.link.show("catalogue", scenes.two_levels())
    walk(m)["services"]()
    m.tap("group_city", "back")
    assert m.page() == "services"
    assert m.kiosk.property("services").inner == ""
    m.tap("group_district", "up", "group_tax", "service_vat", "back", "back")
    assert m.page() == "home"


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_a_long_list_is_not_drawn_over_the_foot(machine: Make, tmp_path: Path, size: tuple[int, int]) -> None:
    """The software renderer draws shapes outside their list; tickets lay over 返回."""
    m = machine(size)
    book = scenes.catalogue()
    more = tuple(msgspec.structs.replace(book.services[0], id=f"more{n}") for n in range(30))
    m.link.show("catalogue", msgspec.structs.replace(book, services=more))
    walk(m)["services"]()
    services, picture = m.kiosk.property("services"), tmp_path / "foot.png"
    for group in ("tax", "social"):  # the second picture paints only what has changed
        services.showGroup(group)
        m.hand.grab(picture)
    foot = next(i for i in m.hand.items() if i.objectName() == "foot")
    image, area = QImage(str(picture)), box(foot)
    under_list = range(int(area.left()) + 320, int(area.right()) - 40)
    for y in (area.top() + 12, area.bottom() - 12):  # above and below its buttons
        assert {image.pixelColor(x, int(y)).name() for x in under_list} == {"#ffffff"}
