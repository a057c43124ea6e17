"""Every page and state of the wall at its real sizes with real clicks and keys: no Qt warning, nothing cut off."""

import re
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor, QFontInfo
from PySide6.QtQuick import QQuickItem

from hall.contract.base import Text
from hall.contract.environment import ExcuseTrouble
from hall.contract.people import AnswerHelp
from hall.contract.sightings import RateEnvironment
from hall.contract.supervision import Acknowledge, FindingCode, JudgeFinding
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.hand import Hand, Missed
from hall.uikit.words import Words
from hall.uikit.words_en import EN as CONTROLS
from monitor.app import EN, PAGES
from monitor.viewmodels.dispatch_choices import TABS
from tests.hall.uikit.test_words import strings_of
from tests.monitor.conftest import Room
from tests.monitor.pictures import with_pins
from tests.monitor.scenes import NOTICES, NOW, SCENES, TROUBLES, config, device_lines, floors, view, watched

SIZES = [(1920, 1080), (3840, 2160)]


def labels(hand: Hand) -> list[QQuickItem]:
    return [
        i for i in hand.items()
        if i.isVisible() and i.metaObject().className().startswith(("Label", "NameLabel")) and i.property("text")
    ]  # fmt: skip


def box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def is_cut_away(item: QQuickItem) -> bool:
    """Does it lie wholly outside a list that draws nothing beyond its edge? Lists make some rows in advance."""
    at = item.parentItem()
    while at is not None:
        if at.property("clip") and not box(at).intersects(box(item)):
            return True
        at = at.parentItem()
    return False


def check(hand: Hand, where: str) -> None:
    """Nothing leaves the window or its place; everything pressable has a name and a role."""
    hand.window.grabWindow()
    window = QRectF(-1, -1, hand.window.width() + 2, hand.window.height() + 2)
    for label in labels(hand):
        words = label.property("text")
        assert label.property("contentWidth") <= label.width() + 1.5, (
            f"{where}: {words!r} is wider than its place"
        )
        assert is_cut_away(label) or window.contains(box(label)), f"{where}: {words!r} leaves the window"
    for item in hand.items():
        if item.isVisible() and item.property("ringRadius") is not None:
            face = QAccessible.queryAccessibleInterface(item)
            assert face.text(QAccessible.Text.Name), (
                f"{where}: {item.objectName()} has no name to be read aloud"
            )
            assert face.role() == QAccessible.Role.Button


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene(room: Room, scene: str, english: bool) -> None:
    facts = SCENES[scene]
    if facts:
        room.show(facts)
    room.words.set_english(english)
    check(room.open(), scene)
    assert room.words.missing == set()
    assert screen.warnings == []


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_the_longest_sentences_of_a_morning_are_read_to_their_end(room: Room, english: bool) -> None:
    """What the running demo cut off: a clerk who is back, what a panel should show, a zone that waits in English."""
    back = Text("09:23 前后已回来，还没核实", "Back by 09:23, not checked yet")
    panel = Text("该显示：请B001号到3号窗口", "Should show: 请B001号到3号窗口")
    wait = Text("D 区 1 人等了 20 多分", "Zone D: 1 person waiting over 20 min")
    replace = msgspec.structs.replace
    room.show(
        view(
            notices=(
                replace(NOTICES[1], facts=back),
                replace(NOTICES[2], facts=panel),
                replace(NOTICES[0], title=wait),
            )
        )
    )
    room.words.set_english(english)
    hand = room.open()
    check(hand, "long sentences")
    tickets = [i for i in hand.items() if re.fullmatch("ticket_[0-9]", i.objectName()) and i.isVisible()]
    assert len(tickets) == 3
    inside = [i for i in labels(hand) if i.objectName() in ("title", "since", "detail")]
    assert not [i.property("text") for i in inside if i.property("truncated")]
    for ticket in tickets:
        column = next(i for i in inside if box(ticket).contains(box(i))).parentItem()
        assert box(ticket).contains(box(column)), "the lines stay on their ticket"


@pytest.mark.parametrize("size", SIZES)
def test_every_page_at_its_real_size(room: Room, size: tuple[int, int]) -> None:
    room.show(view(notices=NOTICES))
    hand = room.open(size)
    seen = {"wall"}
    room.desk.open(NOTICES[1].finding)
    room.desk.open(NOTICES[-1].finding)
    room.settle()
    check(hand, "help")
    room.desk.open(NOTICES[1].finding)
    for judging in ("", "confirm", "dismiss"):
        room.desk.judge(judging)
        room.settle()
        check(hand, f"finding {judging}")
    seen.add(room.desk.page)
    room.desk.openEnvironment()
    room.settle()
    check(hand, "environment")
    seen.add(room.desk.page)
    room.desk.openDispatch()
    for tab in TABS:
        room.made["dispatch"].chooseTab(tab)
        room.settle()
        check(hand, f"dispatch {tab}")
    seen.add(room.desk.page)
    room.link.show("devices", device_lines())
    room.desk.openDevices()
    room.settle()
    check(hand, "devices")
    seen.add(room.desk.page)
    room.desk.openMachines()
    room.settle()
    check(hand, "machines")
    seen.add(room.desk.page)
    room.desk.openPosts()
    room.settle()
    check(hand, "posts")
    seen.add(room.desk.page)
    assert seen == set(PAGES)
    assert (hand.window.width(), hand.window.height()) == size


def test_4k_is_the_same_page_at_scale_two(room: Room) -> None:
    room.show(view())
    small = room.open((1920, 1080))
    before = {
        i.objectName(): box(i)
        for i in small.items()
        if i.objectName().startswith(("ticket_", "fact_", "zone_"))
    }
    assert room.shown
    room.shown.end()
    large = room.open((3840, 2160))
    for name, area in before.items():
        assert box(large.find(name)) == QRectF(
            area.x() * 2, area.y() * 2, area.width() * 2, area.height() * 2
        ), name


def test_the_font_is_the_halls(room: Room) -> None:
    room.show(view())
    assert {QFontInfo(i.property("font")).family() for i in labels(room.open())} == {"Noto Sans CJK SC"}


def test_old_data_are_amber_and_grey(room: Room) -> None:
    room.show(view())
    hand = room.open()
    room.link.lose()
    room.wait(40)
    age = next(i for i in labels(hand) if i.objectName() == "age")
    assert age.property("text") == "数据 40 秒前"
    assert QColor(age.property("color")).name() == "#f4bc4b"
    figure = next(i for i in labels(hand) if i.property("text") == "58")
    assert QColor(figure.property("color")).name() == "#8796a3"
    check(hand, "stale")


def test_a_cell_tells_its_state_without_colour(room: Room) -> None:
    room.show(view())
    hand = room.open()
    marks = {
        number: hand.text(f"windowCell_{number}").split()[-1] for number in ("12", "14", "2", "7", "9", "20")
    }
    assert marks == {"12": "办", "14": "空", "2": "停", "7": "离?", "9": "离", "20": "关"}
    names = {n: QAccessible.queryAccessibleInterface(hand.find(f"windowCell_{n}")).text(QAccessible.Text.Name)
             for n in ("18", "5")}  # fmt: skip
    assert names == {"18": "18号窗口 断线", "5": "5号窗口 已呼叫"}


# -- a manager at the wall ----------------------------------------------------------------------------------


def test_an_alert_is_seen_by_touch(room: Room) -> None:
    room.show(view())
    hand = room.open()
    hand.tap("ticket_1", touch=True)
    room.settle()
    assert hand.text("deskTitle") == "B 区 3 人等超 30 分"
    with pytest.raises(Missed, match="disabled"):
        hand.tap("acknowledge")
    hand.tap("person_1", touch=True)
    hand.tap("acknowledge", touch=True)
    assert room.link.commands == [Acknowledge("A01/B", "1")]
    room.link.done()
    room.settle()
    assert not hand.visible("findingPage")


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_an_alert_is_seen_by_name_and_pin(words: Words, english: bool) -> None:
    link = FakeLink(NOW)
    room = Room(link, words, with_pins(config()))
    room.show(view())
    words.set_english(english)
    hand = room.open()
    hand.tap("ticket_1")
    room.settle()
    hand.tap("person_1")
    room.settle()
    check(hand, "seen by PIN")
    with pytest.raises(Missed, match="disabled"):
        hand.tap("acknowledge")
    for name in ("pin_4", "pin_2"):
        hand.tap(name)
        room.settle()
    hand.tap("acknowledge")
    assert link.commands == [Acknowledge("A01/B", "1", pin="42")]
    link.refuse("pin", "密码不对，请再输一次。", "Wrong PIN. Please type it again.")
    room.settle()
    assert hand.visible("pinPad") and hand.text("deskProblem")
    hand.type("24")
    hand.key("Return")
    assert link.commands[1] == Acknowledge("A01/B", "1", pin="24")
    link.done()
    room.settle()
    assert not hand.visible("findingPage")


def test_a_suspicion_is_dismissed_by_keyboard_and_a_written_reason(room: Room) -> None:
    room.show(view())
    hand = room.open()
    hand.key("2")
    room.settle()
    assert hand.text("deskTitle") == "7 号窗疑似离岗 12 分"
    hand.tap("person_2")
    hand.tap("dismiss")
    room.settle()
    hand.tap("reasonText")
    hand.type("2号柜台帮忙")
    hand.key("Return")
    assert room.link.commands == [JudgeFinding("A06/7", "2", False, "2号柜台帮忙")]


def test_a_suspicion_is_confirmed_by_touch(room: Room) -> None:
    room.show(view())
    hand = room.open()
    for name in ("ticket_2", "person_2", "confirm", "reason_1", "settle"):
        hand.tap(name, touch=True)
        room.settle()
    assert room.link.commands == [JudgeFinding("A06/7", "2", True, "到现场看过，没有人")]


def test_what_is_under_the_page_cannot_be_pressed(room: Room) -> None:
    room.show(view())
    hand = room.open()
    hand.tap("fact_environment")
    room.settle()
    assert hand.visible("environmentPage")
    with pytest.raises(Missed, match="covered"):
        hand.tap("fact_environment")
    hand.key("Escape")
    room.settle()
    assert not hand.visible("environmentPage")


def test_the_environment_is_recorded_from_the_wall(room: Room) -> None:
    room.show(view())
    hand = room.open()
    hand.key("E")
    room.settle()
    for name in ("place_B", "item_hygiene", "noteText"):
        hand.tap(name)
    hand.type("地上有水")
    hand.tap("ratePoor")
    assert room.link.commands == [RateEnvironment("B", True, "hygiene", "地上有水")]
    room.link.refuse("no_zone", "没有这个区", "No such zone.")
    room.settle()
    assert hand.text("deskProblem") == "没有这个区"


def test_that_help_came_is_said_by_pin_and_enter_also_when_somebody_knew(words: Words) -> None:
    link = FakeLink(NOW)
    room = Room(link, words, with_pins(config()))
    wanted = next(n for n in NOTICES if n.code is FindingCode.HELP)
    room.show(view(notices=(msgspec.structs.replace(wanted, known=True, by="李主任"),)))
    hand = room.open()
    room.desk.open(wanted.finding)
    room.settle()
    hand.tap("person_1")
    room.settle()
    assert hand.visible("pinPad") and not room.desk.mayAnswer
    for name in ("pin_4", "pin_2"):
        hand.tap(name)
        room.settle()
    hand.key("Return")
    assert link.commands == [AnswerHelp("kiosk-1", "1", "42")]


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_a_record_is_excused_by_hand_and_pin(words: Words, english: bool) -> None:
    link = FakeLink(NOW)
    room = Room(link, words, with_pins(config()))
    room.show(watched())
    words.set_english(english)
    hand = room.open()
    hand.key("E")
    room.settle()
    check(hand, "records")
    hand.tap("excuse_1")
    room.settle()
    for name in ("person_2", "reason_3", "pin_4", "pin_2"):
        hand.tap(name)
        room.settle()
    check(hand, "no problem")
    hand.tap("settleExcuse")
    assert link.commands == [ExcuseTrouble(TROUBLES[1].record, "2", "已经处理好", "42")]
    link.refuse("pin", "密码不对，请再输一次。", "Wrong PIN. Please type it again.")
    room.settle()
    assert hand.text("deskProblem") == (
        "Wrong PIN. Please type it again." if english else "密码不对，请再输一次。"
    )
    hand.key("Escape")
    room.settle()
    assert hand.visible("troubleList")
    assert room.words.missing == set() and screen.warnings == []
    room.shown.end()


def test_the_walls_keys_work_again_after_a_note_was_typed(room: Room) -> None:
    room.show(view())
    hand = room.open()
    hand.key("E")
    room.settle()
    for name in ("place_B", "item_hygiene", "noteText"):
        hand.tap(name)
    hand.type("地上有水")
    hand.tap("ratePoor")
    room.link.done()
    room.settle()
    assert not hand.visible("environmentPage")
    hand.key("E")
    room.settle()
    assert hand.visible("environmentPage")


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_the_first_three_alerts_have_keys(room: Room, key: str) -> None:
    room.show(view(notices=NOTICES))
    hand = room.open()
    hand.key(key)
    room.settle()
    assert hand.visible("findingPage")
    assert hand.text("deskTitle") == room.wall.notices[int(key) - 1].title.zh
    other = "1" if key != "1" else "2"
    hand.key(other)
    room.settle()
    assert hand.text("deskTitle") == room.wall.notices[int(key) - 1].title.zh, "the open page stays"
    hand.key("Escape")
    room.settle()
    hand.key(other)
    room.settle()
    assert hand.text("deskTitle") == room.wall.notices[int(other) - 1].title.zh


def test_a_key_without_an_alert_does_nothing(room: Room) -> None:
    room.show(view(notices=NOTICES[:1]))
    hand = room.open()
    for key in ("2", "3"):
        hand.key(key)
        room.settle()
        assert room.desk.page == ""


def test_floors_are_pressed(room: Room) -> None:
    room.show(floors())
    hand = room.open()
    hand.tap("floor_2")
    room.settle()
    assert hand.visible("windowCell_7") and not hand.visible("windowCell_12")
    hand.key("F")
    room.settle()
    assert hand.visible("windowCell_12")


def test_the_rest_of_the_alerts_is_one_press_away(room: Room) -> None:
    room.show(view(notices=NOTICES))
    hand = room.open()
    hand.tap("moreTickets")
    room.settle()
    assert hand.text("deskTitle") == "2 号叫号屏没信号"
    hand.tap("nextFinding")
    room.settle()
    assert hand.text("deskTitle") == "B 区卫生不好"


def test_the_language_is_switched_live(room: Room) -> None:
    room.show(view())
    hand = room.open()
    hand.tap("language")
    room.settle()
    assert "Zone B: 3 people waiting over 30 min" in hand.text("ticket_1")


def test_every_sentence_has_english(root: Path) -> None:
    said = strings_of(root / "monitor")
    assert len(said) > 20
    assert said - set(EN) - set(CONTROLS) == set()
    for zh, en in EN.items():
        assert sorted(re.findall(r"%\d|{\w+}", zh)) == sorted(re.findall(r"%\d|{\w+}", en)), zh
        assert not re.search("[一-鿿]", en), en
