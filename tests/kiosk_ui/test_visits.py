"""Whole visits on the real pages, answered by the real rules: several items, own numbers, a guide, silence, no face."""

from collections.abc import Callable, Iterator

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import Calling, SetQuiet
from hall.contract.unions import Done
from hall.uikit.words import Words
from tests.kiosk_ui.conftest import Machine
from tests.kiosk_ui.realhall import PIN, RealLink

PHONE = "13812345678"
CARD = p.CardAttest("110105194912310021"[:-1] + "X", "张三", "19810228")
CHILD = p.CardAttest("41018320130502303X", "李小明", "20130502")
ELDER = p.CardAttest("110105194912310029", "王奶奶", "19491231")
SIZES = [(1080, 1920), (1920, 1080)]


class Visit(Machine):
    """A kiosk whose every press is answered before the next."""

    link: RealLink

    def tap(self, *names: str) -> None:
        for name in names:
            super().tap(name)
            self.link.settle()

    def keys(self, text: str) -> None:
        self.tap(*(f"key_{x}" for x in text))

    def by_phone(self) -> None:
        self.tap("way_phone")
        self.keys(PHONE)
        self.tap("next")

    def number(self) -> str:
        return self.kiosk.property("taking").number


@pytest.fixture
def visit(words: Words) -> Iterator[Callable[..., Visit]]:
    made: list[Visit] = []

    def make(size: tuple[int, int] = (1080, 1920)) -> Visit:
        made.append(Visit(RealLink(), words, size, "k1"))
        return made[-1]

    yield make
    for one in made:
        one.shown.end()


def queue_up(v: Visit, count: int = 6) -> None:
    """People before this visitor in the line of zone B."""
    for _ in range(count):
        v.link.stage.later(1).take("sbk")
    v.link.publish()


def miss(v: Visit) -> None:
    """Window 3 calls its next three times in vain."""
    v.link.at_window(t.CallNext("w3"))
    for _ in range(2):
        v.link.stage.later(25)
        v.link.at_window(t.Recall("w3"))
    v.link.stage.later(120)
    v.link.at_window(t.Pass("w3"))


# --- several items on one number ----------------------------------------------------------------------------


def test_one_item_is_as_many_presses_as_before(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.by_phone()
    v.tap("service_sbk", "take")
    assert (v.page(), v.number()) == ("result", "B001")


@pytest.mark.parametrize("size", SIZES)
def test_three_items_on_one_number_with_the_walk_before_and_after(
    visit: Callable[..., Visit], size: tuple[int, int]
) -> None:
    v = visit(size)
    v.link.at_window(p.SignOn("w1", "s3"), p.SignOn("w3", "s4"))
    queue_up(v)
    v.by_phone()
    v.tap("service_sbk", "addMore")
    assert v.page() == "services", "another one is chosen"
    v.tap("service_yhk")
    assert v.hand.text("addMore").endswith("已选 2 件")
    assert v.hand.text("take") == "看看怎么走"
    v.tap("addMore", "service_zhengming", "take")
    assert v.page() == "chosen"
    assert v.hand.text("headline") == "一个号，办 3 件事"
    rows = v.kiosk.property("basket").rows.rows
    assert [(r.step, r.title) for r in rows] == [(1, "开证明"), (2, "社会保障卡"), (3, "养老资格认证")]
    assert "1楼 A区" in rows[0].place
    if size == (1920, 1080):
        v.hand.swipe("chosenList", -300)
    v.tap("drop_yhk")
    assert [r.id for r in v.kiosk.property("basket").rows.rows] == ["zhengming", "sbk"]
    v.tap("take")
    issued = v.link.events(t.TicketIssued)[-1].event
    assert (issued.service, [x.service for x in issued.plan]) == ("zhengming", ["sbk"])
    assert v.page() == "result"
    walk = v.hand.text("walk")
    assert walk.index("开证明") < walk.index("社会保障卡"), "in the order they are walked"
    assert "1楼 A区 1、2号窗口" in walk and "2楼 B区 2、3号窗口" in walk
    v.tap("done", "way_phone", "back")
    assert v.kiosk.property("basket").count == 0, "the next visitor begins with nothing"


def test_back_takes_the_last_kept_item_up_again(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.by_phone()
    v.tap("service_sbk", "addMore", "back")
    assert (v.page(), v.hand.text("headline")) == ("guide", "社会保障卡")
    assert v.hand.text("take") == "取号", "one item is one item again"
    v.tap("addMore", "service_yhk", "take", "drop_yhk", "take")
    assert [x.event.service for x in v.link.events(t.TicketIssued)] == ["sbk"]


def test_a_bundle_is_one_item_with_its_parts_and_three_legs(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.by_phone()
    v.tap("service_birth")
    assert {"社会保障卡", "养老资格认证", "开证明"} <= set(v.kiosk.property("services").parts)
    v.tap("addMore", "service_sbk", "take")
    rows = {r.id: r for r in v.kiosk.property("basket").rows.rows}
    assert rows["birth"].parts == "社会保障卡、养老资格认证、开证明"
    v.tap("drop_sbk", "take")
    assert v.page() == "result"
    issued = v.link.events(t.TicketIssued)[-1].event
    assert {issued.service, *(x.service for x in issued.plan)} == {"sbk", "yhk", "zhengming"}
    assert len(v.kiosk.property("taking").legs) == 3


# --- one's own numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_number_is_found_printed_again_and_given_up_in_two_steps(
    visit: Callable[..., Visit], size: tuple[int, int]
) -> None:
    v = visit(size)
    queue_up(v)
    v.by_phone()
    v.tap("service_sbk", "take", "done", "mine", "find_phone")
    v.keys(PHONE)
    v.tap("next")
    assert v.page() == "number", "one number alone is shown at once"
    assert v.hand.text("number") == "B007"
    assert "前面 6 人" in v.hand.text("wait")
    copies = len(v.link.events(t.SlipAsked))
    assert copies == 0, "looking prints nothing"
    v.link.paper_comes()
    v.tap("reprint")
    assert len(v.link.events(t.SlipAsked)) == 1
    assert v.page() == "result"
    v.tap("done", "mine", "find_phone")
    v.keys(PHONE)
    v.tap("next", "askEnding")
    assert v.page() == "ending"
    v.tap("keep")
    assert v.page() == "number"
    assert v.link.events(t.TicketCancelled) == []
    v.tap("askEnding", "cancel")
    (cancelled,) = v.link.events(t.TicketCancelled)
    assert cancelled.event.visitor
    assert v.hand.text("headline") == "B007 取消了"
    v.tap("toHome")
    assert v.page() == "home"


def test_who_cannot_wait_says_so_and_the_hall_takes_note(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.by_phone()
    v.tap("service_sbk", "take", "done", "mine", "find_phone")
    v.keys(PHONE)
    v.tap("next", "askEnding", "leave")
    (left,) = v.link.events(t.TicketAbandoned)
    assert (left.event.visitor, v.hand.text("headline")) == (True, "B001 不叫了")


def test_what_the_hall_refuses_is_said_on_the_number(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.link.at_window(p.SignOn("w1", "s3"), p.SignOn("w3", "s4"))
    v.by_phone()
    v.tap("service_sbk", "take", "done", "mine", "find_phone")
    v.keys(PHONE)
    v.tap("next", "askEnding")
    v.link.stage.do(t.CallNext("w3"))
    v.link.stage.do(t.Start("w3"))  # between two looks of the visitor
    v.tap("cancel")
    assert v.page() == "number"
    assert "正在办理" in v.hand.text("problem")
    assert v.link.events(t.TicketCancelled) == []


def test_several_numbers_are_a_list_and_a_missed_one_comes_back_behind_three(
    visit: Callable[..., Visit],
) -> None:
    v = visit()
    v.link.at_window(p.SignOn("w1", "s3"), p.SignOn("w3", "s4"))
    v.by_phone()
    v.tap("service_sbk", "take", "done")
    queue_up(v, 4)
    miss(v)
    v.by_phone()
    v.tap("service_zhengming", "take", "done", "mine", "find_phone")
    v.keys(PHONE)
    v.tap("next")
    assert v.page() == "numbers"
    rows = {r.number: r for r in v.kiosk.property("numbers").rows.rows}
    assert [rows["B001"].passed, rows["A001"].passed] == [True, False]
    assert rows["B001"].line == "过号了"
    v.tap("number_2026-11-20-B001")
    assert "只能一次，排在后面 3 个人之后" in v.hand.text("passed")
    assert not v.hand.visible("reprint"), "no slip of a number that is not called"
    v.tap("comeBack")
    assert v.hand.text("state") == "在排队"
    assert "前面 3 人" in v.hand.text("wait")
    assert v.hand.visible("reprint")
    v.tap("back")
    assert v.page() == "numbers"


def test_the_slip_alone_shows_its_number_from_either_door(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.by_phone()
    v.tap("service_sbk", "take", "done")
    token = v.link.events(t.TicketIssued)[0].event.token
    for door in (("mine", "find_code"), ("way_code",)):
        v.tap(*door)
        v.link.present(p.CodeAttest(token), "k1.scanner")
        assert (v.page(), v.hand.text("number")) == ("number", "B001"), door
        v.link.paper_comes()
        v.tap("reprint")
        assert v.page() == "result"
        v.tap("done")
    assert len(v.link.events(t.SlipAsked)) == 2


def test_nobodys_number_is_said_kindly(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.tap("mine", "find_card")
    v.link.present(CARD)
    assert v.hand.text("headline") == "没有找到您今天的号"
    v.tap("anotherWay")
    assert v.page() == "mine"
    assert v.link.stage.hall.facts.readings == {}, "what was read is forgotten"


def test_a_strange_code_says_that_it_is_none_of_ours(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.tap("way_code")
    reading = v.link.stage.hall.facts.readings["k1"].reading
    host = next(x.host for x in v.link.stage.hall.config.devices if x.id == "k1.scanner")
    from hall.contract.base import Actor, Role

    told = v.link.decided("d", p.Present("k1.scanner", reading, p.CodeAttest("https://pay.example/x")),
                          Actor(host, Role.DEVICE))  # fmt: skip
    assert isinstance(told, Done)
    v.link.publish()
    assert "不是办事码" in v.hand.text("readerState")
    assert "亮一点" not in v.hand.text("readerState")


# --- how one is called --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_silent_calling_is_one_press_on_the_result_and_one_press_back(
    visit: Callable[..., Visit], size: tuple[int, int]
) -> None:
    v = visit(size)
    v.by_phone()
    v.tap("service_sbk", "take")
    assert v.hand.text("calling") == "广播会叫您，屏幕上也有"
    v.tap("switchCalling")
    ticket = v.link.stage.hall.facts.tickets["2026-11-20-B001"]
    assert ticket.calling is Calling.SILENT
    assert v.hand.text("calling") == "不用广播叫您，请看屏幕"
    assert v.hand.text("switchCalling") == "用广播叫我", "the voice is never hidden"
    v.tap("switchCalling")
    assert ticket.calling is Calling.VOICE


def test_in_a_quiet_hall_the_result_says_so_and_offers_the_voice(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.link.at_window(SetQuiet(True, "B"))
    v.by_phone()
    v.tap("service_sbk", "take")
    assert v.hand.text("calling") == "不用广播叫您，请看屏幕"
    v.tap("switchCalling")
    assert v.hand.text("calling") == "广播会叫您，屏幕上也有"
    v.tap("done", "mine", "find_phone")
    v.keys(PHONE)
    v.tap("next", "switchCalling")
    assert v.hand.text("calling") == "不用广播叫您，请看屏幕", "and so does the page of the number"


def test_no_voice_is_promised_where_none_stands(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.by_phone()
    v.tap("service_zhengming", "take")
    assert v.hand.text("calling") == "这里没有广播，叫号看屏幕"
    assert not v.hand.visible("switchCalling")


def test_an_elders_result_says_that_it_goes_first(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.tap("way_card")
    v.link.present(ELDER)
    v.tap("service_sbk", "take")
    assert v.hand.text("classTag") == "优先"


# --- a guide ------------------------------------------------------------------------------------------------------


def test_a_wrong_staff_number_is_told_before_anything_is_chosen(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.tap("way_assisted")
    v.keys("7777")
    v.tap("next")
    assert (v.page(), v.hand.text("problem")) == ("assisted", "没有这位工作人员。")
    v.tap("key_clear")
    assert v.hand.text("problem") == ""
    v.keys("6102")
    v.tap("next")
    assert v.page() == "priority", "who has no PIN is not asked for one"


@pytest.mark.parametrize("size", SIZES)
def test_a_guide_with_a_pin_gives_priority_with_a_reason_and_answers_the_call(
    visit: Callable[..., Visit], size: tuple[int, int]
) -> None:
    v = visit(size)
    v.tap("way_assisted")
    assert "k1" in v.link.stage.hall.facts.help
    v.keys("6101")
    v.tap("next")
    v.keys("1111")
    assert v.hand.text("typed") == "●●●●"
    v.tap("next")
    assert v.hand.text("problem") == "密码不对，请再输一次。"
    v.keys(PIN)
    v.tap("next", "priority_other", "priority_unwell", "service_sbk", "take")
    issued = v.link.events(t.TicketIssued)[-1].event
    assert (issued.klass, issued.why, issued.note) == (t.TicketClass.PRIORITY, "other", "身体不舒服")
    assert issued.identity == p.Identity(p.Way.ASSISTED, "", staff="6101")
    assert [x.event for x in v.link.events(p.HelpAnswered)] == [p.HelpAnswered("k1", "6101")]
    assert v.hand.text("classTag") == "优先"
    assert PIN not in str(v.link.stage.journal)
    v.tap("done")
    v.by_phone()
    v.tap("service_sbk", "take")
    assert v.link.events(t.TicketIssued)[-1].event.klass is t.TicketClass.NORMAL, (
        "the next one has none of it"
    )


# --- the face (V23) ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_v23_a_child_sees_no_face_button_for_the_rest_of_the_visit(
    visit: Callable[..., Visit], size: tuple[int, int]
) -> None:
    v = visit(size)
    assert v.hand.visible("way_face")
    v.tap("way_card")
    v.link.present(CHILD)
    assert v.page() == "services"
    v.tap("back")
    assert v.page() == "home"
    assert not v.hand.visible("way_face")
    assert all(v.hand.visible(f"way_{x}") for x in ("card", "code", "phone", "assisted"))
    v.tap("mine")
    assert not v.hand.visible("find_face")
    v.tap("back")
    for _ in range(91):
        v.kiosk.property("patience").second()
    assert v.hand.visible("way_face"), "the next visitor"
    assert v.link.events(p.ConsentGiven) == []


def test_v23_after_a_refusal_every_other_way_gives_the_same_number(visit: Callable[..., Visit]) -> None:
    v = visit()
    v.tap("way_face", "disagree")
    assert v.hand.see("way_face")["enabled"] is False
    v.tap("mine")
    assert v.hand.see("find_face")["enabled"] is False, "nor on any other page of this visit"
    v.tap("back")
    v.by_phone()
    v.tap("service_sbk", "take")
    assert v.number() == "B001"
    assert v.link.events(p.ConsentGiven) == []
