"""The manager's page with real clicks and keys, and a great hall on the wall: no Qt warning, nothing cut off."""

import msgspec
import pytest
from PySide6.QtCore import QRectF

from hall.contract.calling import SetQueues
from hall.contract.supervision import JudgeFinding
from hall.contract.tickets import Prioritise, PriorityReason, PushToTop
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.hand import Hand, Missed
from hall.uikit.words import Words
from monitor.app import models
from tests.monitor import great
from tests.monitor.conftest import Room
from tests.monitor.pictures import DISPATCH, with_pins
from tests.monitor.scenes import NOTICES, config, view
from tests.monitor.test_pages import SIZES, box, check, labels


class GreatRoom(Room):
    """The wall of a great hall, whose people have PINs."""

    def __init__(self, words: Words) -> None:
        self.link, self.words = FakeLink(great.stage().now), words
        self.made = dict(models(self.link, words, with_pins(great.config())))
        self.wall, self.desk = self.made["wall"], self.made["desk"]
        self.dispatch, self.who = self.made["dispatch"], self.made["who"]
        self.shown = None
        self.link.show("places", great.places())
        self.show(great.wall())


@pytest.fixture
def hall(words: Words):
    made = GreatRoom(words)
    yield made
    if made.shown:
        made.shown.end()


MANAGER = next(p.id for p in great.config().staff if p.duty == "manager")


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=["1080p", "4k"])
def test_every_page_of_a_great_halls_wall(hall: GreatRoom, size: tuple[int, int], english: bool) -> None:
    hall.words.set_english(english)
    hand = hall.open(size)
    start = (hall.wall.floor, hall.wall.pageWords)
    pages = 0
    while pages == 0 or (hall.wall.floor, hall.wall.pageWords) != start:
        pages += 1
        where = f"floor {hall.wall.floor} {hall.wall.pageWords}"
        check(hand, where)
        fits(hand, where)
        hall.wall.nextFloor()
        hall.settle()
    assert pages > 4, "four floors, the large ones on several pages"
    assert hall.words.missing == set() and screen.warnings == []


def fits(hand: Hand, where: str) -> None:
    """Cells and zones stand inside the plan, rows of the table above the facts, figures large enough to read."""
    plan = box(hand.find("floorPlan"))
    unit = plan.width() / 660
    cells = [i for i in hand.items() if i.objectName().startswith("windowCell_") and i.isVisible()]
    assert cells, where
    for cell in cells:
        assert plan.contains(box(cell)), f"{where}: {cell.objectName()} leaves the plan"
        assert box(cell).height() >= 78 * 0.72 * unit - 0.5, f"{where}: cells too small to read"
    rows = [i for i in hand.items() if i.objectName().startswith("zone_") and i.isVisible()]
    facts = [i for i in hand.items() if i.objectName().startswith("fact_") and i.isVisible()]
    lowest = max(box(row).bottom() for row in rows)
    assert lowest <= min(box(fact).top() for fact in facts) + 1, f"{where}: the table runs into the facts"
    for fact in facts:
        inside = [i for i in labels(hand) if box(fact).contains(box(i).center())]
        for label in inside:
            drawn = QRectF(0, 0, label.property("contentWidth"), label.property("contentHeight"))
            bottom = label.mapRectToScene(drawn).bottom()
            assert bottom <= box(fact).bottom() + 4 * unit, (
                f"{where}: {label.property('text')!r} runs out of its row"
            )
    assert not [
        i.property("text") for i in labels(hand) if i.objectName() == "asideWords" and i.property("truncated")
    ]


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("page", DISPATCH)
def test_every_step_of_the_managers_page(hall: GreatRoom, page: str, english: bool) -> None:
    hall.words.set_english(english)
    hand = hall.open()
    DISPATCH[page](hall.made)
    hall.settle()
    hand.window.grabWindow()
    sheet = box(hand.find("dispatchPage"))
    for label in labels(hand):
        words = label.property("text")
        assert label.property("contentWidth") <= label.width() + 1.5, (
            f"{page}: {words!r} is wider than its place"
        )
        if label.objectName() in ("sentence", "dispatchProblem", "deskTitle"):
            assert not label.property("truncated"), f"{page}: {words!r} is cut off"
            assert sheet.contains(box(label))
    if hall.dispatch.asksWhy and hall.dispatch.problem:
        chips = [
            i for i in hand.items() if i.objectName().startswith(("reason_", "person_")) and i.isVisible()
        ]
        lowest = max(box(chip).bottom() for chip in chips)
        assert lowest <= box(hand.find("dispatchProblem")).top(), f"{page}: the chips run into the problem"
    assert hall.words.missing == set() and screen.warnings == []


def test_the_alerts_stay_in_sight(hall: GreatRoom) -> None:
    hand = hall.open()
    hall.desk.openDispatch()
    hall.settle()
    for name in ("ticket_1", "ticket_2", "ticket_3"):
        ticket = box(hand.find(name))
        assert ticket.right() < 608, "the sheet begins behind the alerts"
    hand.tap("ticket_2")
    hall.settle()
    assert hand.visible("findingPage") and not hand.visible("dispatchPage")


def test_a_window_is_given_a_queue_by_touch(hall: GreatRoom) -> None:
    hand = hall.open()
    hand.tap("fact_dispatch", touch=True)
    hall.settle()
    for name in ("rail_B", "dispatchWindow_62", "give_C", "proposeQueues"):
        hand.tap(name, touch=True)
        hall.settle()
    assert hand.text("sentence").startswith("62 号窗改办 医疗保障、市场监管，原来办 医疗保障")
    with pytest.raises(Missed, match="disabled"):
        hand.tap("send", touch=True)
    hand.tap("morePeople", touch=True)
    hall.settle()
    hand.tap(f"person_{MANAGER}", touch=True)
    hall.settle()
    for digit in "2468":
        hand.tap(f"pin_{digit}", touch=True)
    hall.settle()
    with pytest.raises(Missed, match="disabled"):
        hand.tap("send", touch=True)
    hand.tap("reason_1", touch=True)
    hall.settle()
    assert "2468" not in " ".join(i.property("text") for i in labels(hand)), "never shown"
    hand.tap("send", touch=True)
    assert hall.link.commands == [SetQueues("62", ("B", "C"), "人多调配", MANAGER, "2468")]
    hall.link.done()
    hall.settle()
    assert hand.text("dispatchNote").startswith("改好了：62 号窗改办")


def test_a_number_is_put_first_by_keyboard_alone(hall: GreatRoom) -> None:
    hand = hall.open()
    hand.key("D")
    hall.settle()
    hand.tap("tab_number")
    hall.settle()
    hand.type("b049")
    hall.settle()
    hand.tap("reason_3")
    hall.settle()
    hand.tap("proposeNumber")
    hall.settle()
    assert hand.text("sentence") == "B049 排到最前，下一个就叫。原因：身体不舒服"
    hand.tap(f"person_{MANAGER}") if hand.visible(f"person_{MANAGER}") else hall.desk.choosePerson(MANAGER)
    hall.settle()
    hand.type("2468")
    hand.key("Return")
    assert hall.link.commands == [PushToTop("2026-11-20-B049", "身体不舒服", MANAGER, "2468")]


def test_priority_by_the_keys_on_the_page(hall: GreatRoom) -> None:
    hand = hall.open()
    hand.key("D")
    hall.settle()
    for name in (
        "tab_number",
        "letter_G",
        "number_0",
        "number_4",
        "number_1",
        "act_priority",
        "reason_2",
        "proposeNumber",
    ):
        hand.tap(name)
        hall.settle()
    hall.desk.choosePerson(MANAGER)
    hall.settle()
    hand.type("2468")
    hand.tap("send")
    assert hall.link.commands == [
        Prioritise("2026-11-20-G041", PriorityReason.DISABLED, "", MANAGER, "2468")
    ]  # fmt: skip


def test_escape_leaves_step_by_step_and_the_walls_keys_work_again(hall: GreatRoom) -> None:
    hand = hall.open()
    hand.key("D")
    hall.settle()
    hand.tap("tab_number")
    hall.settle()
    hand.type("a1")
    hall.settle()
    assert hall.dispatch.number == "A1", "letters and figures go into the field, not to the wall"
    hand.key("Escape")
    hall.settle()
    assert not hand.visible("dispatchPage")
    hand.key("D")
    hall.settle()
    assert hand.visible("dispatchPage") and hall.dispatch.number == ""


def test_an_emergency_is_first_red_and_ended_where_it_is_read(hall: GreatRoom) -> None:
    hand = hall.open()
    first = hall.wall.tickets.rows[0]
    assert first.title == "305 号窗紧急求助：有人不舒服" and first.level == "red"
    assert (
        first.since.startswith("09:50 起")
        and first.told.startswith("已告诉 ")
        and first.action.startswith("马上过去")
    )
    for name in ("ticket_1", "endEmergency", "reason_2", "proposeEnd"):
        hand.tap(name)
        hall.settle()
    assert hand.text("sentence") == "305 号窗的紧急求助结束。处理：已送医"


@pytest.mark.parametrize("size", SIZES, ids=["1080p", "4k"])
def test_a_suspicion_is_judged_with_a_pin_typed_on_the_wall(words: Words, size: tuple[int, int]) -> None:
    room = Room(FakeLink(view().at), words)
    people = tuple(msgspec.structs.replace(p, pin="scrypt$00$00") for p in config().staff)
    room.made = dict(models(room.link, words, msgspec.structs.replace(config(), staff=people)))
    room.wall, room.desk = room.made["wall"], room.made["desk"]
    room.show(view())
    hand = room.open(size)
    try:
        for name in ("ticket_2", "person_2", "dismiss", "reason_1"):
            hand.tap(name)
            room.settle()
        check(hand, "judging with a PIN")
        with pytest.raises(Missed, match="disabled"):
            hand.tap("settle")
        for name in ("pin_1", "pin_2", "pin_3", "pin_erase", "pin_4", "settle"):
            hand.tap(name)
            room.settle()
        assert room.link.commands == [JudgeFinding(NOTICES[1].finding, "2", False, "人在，镜头没看到", "124")]
        room.link.refuse("pin", "密码不对，请再输一次。", "Wrong PIN.")
        room.settle()
        assert hand.text("deskProblem") == "密码不对，请再输一次。" and hand.visible("pinPad")
        hand.type("1234")
        hand.key("Return")
        assert room.link.commands[-1].pin == "1234"
    finally:
        assert room.shown
        room.shown.end()
