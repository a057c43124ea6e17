"""A visitor's way through the real pages, finger by finger; the hall is played by the test with real structs."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Text
from hall.contract.bookings import CheckIn
from hall.contract.views_kiosk import ReadingState, SlipState
from hall.uikit.fakelink import FakeLink
from tests.kiosk_ui import scenes
from tests.kiosk_ui.conftest import Machine

Make = Callable[..., Machine]
SIZES = [(1080, 1920), (1920, 1080)]


def read_card(m: Machine) -> None:
    """The visitor puts the card down and the hall has read it."""
    m.link.done(scenes.started(p.Way.CARD))
    m.link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.PRESENTED)))


def hold(m: Machine, way: p.Way) -> None:
    """The hall has looked at what was typed and holds it."""
    m.link.done(scenes.started(way))
    m.link.show(scenes.TOPIC, scenes.view(scenes.reading(way, ReadingState.PRESENTED)))


@pytest.mark.parametrize("size", SIZES)
def test_by_card_from_home_to_slip_and_home_again(machine: Make, size: tuple[int, int]) -> None:
    m = machine(size)
    m.tap("way_card")
    assert m.page() == "reader"
    read_card(m)
    assert m.page() == "services"
    assert "张* 您好" in m.hand.text("lead")
    m.tap("group_social", "service_card")
    assert m.page() == "guide"
    assert "本人身份证原件" in m.hand.page_text()
    assert "不收费" in m.hand.page_text()
    m.tap("take")
    assert m.link.last(t.TakeTicket) == t.TakeTicket("card", p.HeldAttest("h1"), kiosk=scenes.KIOSK)
    m.link.done(scenes.issued())
    assert m.page() == "result"
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.PRINTED),)))
    shown = m.hand.page_text()
    for words in ("A012", "2楼 B区 3–8号窗口", "15–25 分钟", "前面 7 人", "小票好了"):
        assert words in shown
    m.tap("done")
    assert m.page() == "home"
    assert m.link.last(p.StopReading) == p.StopReading(scenes.KIOSK), "what was presented is forgotten"
    assert m.kiosk.property("identity").attest is None


def test_the_camera_is_not_asked_for_before_the_visitor_agrees(machine: Make) -> None:
    m = machine()
    m.tap("way_face")
    assert m.page() == "consent"
    assert m.link.commands == []
    answers = [i.property("solid") for i in m.hand.items() if i.objectName() in ("agree", "disagree")]
    assert answers == [False, False], "no is as easy as yes"
    m.tap("agree")
    assert m.page() == "reader"
    assert m.link.commands == [p.StartReading(scenes.KIOSK, p.Way.FACE, consent=True)]


@pytest.mark.parametrize(
    ("way", "asked"),
    [("card", "可以放了"), ("code", "可以扫了"), ("face", "请看这边")],
    ids=["card", "code", "face"],
)
def test_a_reader_that_is_on_asks_for_what_it_reads(machine: Make, way: str, asked: str) -> None:
    m = machine()
    m.tap(f"way_{way}", *(["agree"] if way == "face" else []))
    m.link.done(scenes.started(p.Way(way)))
    assert asked in m.hand.text("readerState"), "nobody lays a face on a camera"


def test_by_phone_with_a_digit_missing(machine: Make, link: FakeLink) -> None:
    m = machine()
    m.tap("way_phone", *(f"key_{d}" for d in "1381234567"), "next")
    assert m.hand.text("problem") == "手机号少了一位"
    m.tap("key_8", "next")
    assert m.page() == "services"
    assert "138****5678" in m.hand.text("lead")
    assert "13812345678" not in m.hand.page_text()


def test_a_guide_is_called_and_types_the_staff_number(machine: Make) -> None:
    m = machine()
    m.tap("way_assisted")
    assert m.link.commands == [p.CallForHelp(scenes.KIOSK)]
    m.link.done()
    assert "已经叫了导办员" in m.hand.text("lead")
    m.tap("next")
    assert m.hand.text("problem") == "请输入工号"
    m.tap("key_1", "key_0", "key_2", "next", "next")
    assert m.link.commands[1:] == [p.Identify(scenes.KIOSK, p.AssistedAttest("102"))], "asked once"
    m.link.refuse("pin_needed", "请输入密码", "Type your PIN.")
    assert m.page() == "assisted", "then the PIN"
    m.tap("key_2", "key_4")
    assert m.hand.text("typed") == "●●"
    m.tap("next")
    assert m.link.last(p.Identify) == p.Identify(scenes.KIOSK, p.AssistedAttest("102", "24"))
    m.link.silence()
    assert m.hand.text("problem") == "没有收到回话，请再试一次"
    m.tap("key_2", "key_4", "next")
    hold(m, p.Way.ASSISTED)
    m.tap("priority_none", "group_social", "service_card", "take")
    assert m.link.last(t.TakeTicket) == t.TakeTicket("card", p.HeldAttest("h1"), kiosk=scenes.KIOSK)


def test_v23_who_refuses_the_face_is_not_asked_again_in_this_visit(machine: Make) -> None:
    m = machine()
    m.tap("way_face", "disagree")
    assert m.page() == "home"
    assert m.link.commands == []
    assert m.hand.see("way_face")["enabled"] is False
    assert "您没同意刷脸，请用别的办法" in m.hand.text("way_face")
    for way in ("card", "code", "phone", "assisted"):
        assert m.hand.see(f"way_{way}")["enabled"]
    m.tap("way_phone", "back")
    assert m.hand.see("way_face")["enabled"] is False, "still the same visit"
    m.kiosk.goHome()  # as patience does when nobody presses any more
    assert m.hand.see("way_face")["enabled"], "the next visitor may be asked"
    assert not [c for c in m.link.commands if isinstance(c, p.StartReading) and c.way is p.Way.FACE]


@pytest.mark.parametrize("size", SIZES)
def test_without_a_card_the_id_number_is_typed(machine: Make, size: tuple[int, int]) -> None:
    m = machine(size)
    m.tap("way_phone", "otherNumber", *(f"key_{d}" for d in "110105194912310021"))
    assert "有一位输错了" in m.hand.text("problem")
    m.tap("key_delete", "key_X")
    assert m.hand.text("problem") == ""
    assert m.hand.text("typed") == "110105 19491231 002X"
    m.tap("next")
    assert m.page() == "name"
    m.tap("skip")
    assert m.link.last(p.Identify) == p.Identify(scenes.KIOSK, p.NameAttest("", "11010519491231002X"))
    hold(m, p.Way.TYPED)
    m.tap("group_social", "service_card", "take")
    assert m.link.last(t.TakeTicket) == t.TakeTicket("card", p.HeldAttest("h1"), kiosk=scenes.KIOSK)


def test_a_booking_is_checked_in_by_its_code(machine: Make) -> None:
    m = machine()
    m.tap("checkin", "find_booking", *(f"key_{d}" for d in "88203"), "next")
    assert m.hand.text("problem") == "预约码至少 6 位"
    m.tap("key_1", "next")
    assert m.link.last(CheckIn) == CheckIn(scenes.KIOSK, p.CodeAttest("882031"))
    m.link.done(scenes.issued(booking="b1"))
    assert m.page() == "result"
    assert m.hand.text("headline") == "预约签到好了"
    m.tap("done")
    assert m.page() == "home"
    m.tap("way_phone")
    assert m.hand.text("typed") == "", "nothing of the visitor before"


@pytest.mark.parametrize("size", SIZES)
def test_one_booking_needs_no_question_and_several_ask_which(machine: Make, size: tuple[int, int]) -> None:
    m = machine(size)
    m.tap("checkin", "find_card")
    m.link.done(scenes.started(p.Way.CARD))
    m.link.show(scenes.TOPIC, scenes.view(scenes.presented(p.Way.CARD, scenes.bookings()[1:])))
    assert m.link.last(CheckIn) == CheckIn(scenes.KIOSK, p.HeldAttest("h1"))
    m.kiosk.goHome()
    m.tap("checkin", "find_card")
    m.link.done(scenes.started(p.Way.CARD, "r2"))
    m.link.show(scenes.TOPIC, scenes.view(scenes.presented(p.Way.CARD, scenes.bookings(), "r2")))
    assert m.page() == "bookings"
    assert m.hand.see("booking_b3")["enabled"] is False
    assert "14:30 以后再签到" in m.hand.text("booking_b3")
    m.tap("booking_b1")
    assert m.link.last(CheckIn) == CheckIn(scenes.KIOSK, p.HeldAttest("h1"), "b1")
    m.link.done(scenes.issued(booking="b1", late=True))
    assert m.hand.text("headline") == "来晚了，给您排普通号"


def test_too_early_says_when_and_offers_an_ordinary_number(machine: Make) -> None:
    m = machine()
    m.tap("checkin", "find_phone", *(f"key_{d}" for d in "13812345678"), "next")
    assert m.link.last(CheckIn) == CheckIn(scenes.KIOSK, p.PhoneAttest("13812345678"))
    m.link.refuse("too_early", "您来早了，约的是 10:30–11:00，10:00 以后再签到", "You are early")
    assert m.page() == "refused"
    assert "10:00 以后再签到" in m.hand.text("why")
    m.tap("walkIn")
    assert m.page() == "services"
    m.tap("group_social", "service_card", "take")
    assert m.link.last(t.TakeTicket) == t.TakeTicket("card", p.PhoneAttest("13812345678"), kiosk=scenes.KIOSK)


def test_a_wrong_code_offers_to_try_again_and_no_number_for_nobody(machine: Make) -> None:
    m = machine()
    m.tap("checkin", "find_booking", *(f"key_{d}" for d in "123456"), "next")
    m.link.refuse("no_booking", "没有这个预约码，请再看看", "No booking has this code.")
    assert "取普通号" not in m.hand.page_text()
    m.tap("back")
    assert m.page() == "mine"
    m.tap("find_booking")
    assert m.hand.text("typed") == ""


def test_search_by_initials(machine: Make) -> None:
    m = machine()
    m.tap("way_phone", *(f"key_{d}" for d in "13812345678"), "next", "search")
    m.tap("key_S", "key_B", "key_K")
    assert m.hand.text("found") == "找到 2 项"
    m.tap("key_delete", "key_delete", "key_delete", "key_T", "key_X", "found_retire")
    assert m.page() == "guide"
    assert m.hand.text("headline") == "退休申请"


def test_a_broken_reader_is_grey_says_so_and_leaves_four_ways(machine: Make) -> None:
    m = machine()
    m.link.show(scenes.TOPIC, scenes.view(broken=(p.Way.CARD,)))
    assert "读卡器坏了，请用别的办法" in m.hand.text("way_card")
    assert m.hand.see("way_card")["enabled"] is False
    assert all(m.hand.see(f"way_{w}")["enabled"] for w in ("code", "face", "phone", "assisted"))


def test_a_card_not_read_leaves_two_doors_open(machine: Make) -> None:
    m = machine()
    m.tap("way_card")
    m.link.done(scenes.started(p.Way.CARD))
    m.link.show(
        scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.FAILED, "没读出来。再放一次"))
    )
    assert m.hand.text("readerState") == "没读出来。再放一次"
    m.tap("again")
    assert len([c for c in m.link.commands if isinstance(c, p.StartReading)]) == 2
    m.tap("anotherWay")
    assert m.page() == "home"


def test_out_of_paper_the_number_stays_good_and_can_be_printed_again(machine: Make) -> None:
    m = machine()
    m.tap("way_card")
    read_card(m)
    m.tap("group_social", "service_card", "take")
    m.link.done(scenes.issued())
    failed = scenes.ticket(SlipState.FAILED, "没有纸了，号照样有效")
    m.link.show(scenes.TOPIC, scenes.view(tickets=(failed,)))
    assert m.hand.text("slip") == "没有纸了，号照样有效"
    assert "A012" in m.hand.page_text()
    m.tap("reprint")
    assert m.link.last(t.Reprint) == t.Reprint(scenes.KIOSK, ticket="2026-11-20-A012")


def test_a_slip_that_did_not_come_is_offered_here_near_by_or_not_at_all(machine: Make) -> None:
    m = machine()
    m.tap("way_card")
    read_card(m)
    m.tap("group_social", "service_card", "take")
    m.link.done(scenes.issued())
    desk = Text("导办台打印机", "the guide desk's printer")
    failed = scenes.ticket(SlipState.FAILED, "没有纸了，号照样有效", spare=desk)
    m.link.show(scenes.TOPIC, scenes.view(tickets=(failed,)))
    for words in ("再打一次", "到旁边打印", "不要小票"):
        assert words in m.hand.page_text()
    assert "导办台打印机" in m.hand.page_text(), "it is said which one that is"
    m.tap("printNearby")
    assert m.link.last(t.Reprint) == t.Reprint(scenes.KIOSK, ticket="2026-11-20-A012", spare=True)
    m.link.done(scenes.recorded(t.SlipAsked("2026-11-20-A012", scenes.KIOSK, "desk.printer", copy=False)))
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.PRINTING, slip_at=desk),)))
    assert m.page() == "result"
    assert m.hand.text("slip") == "正在导办台打印机打印，请到那里取"
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.PRINTED, slip_at=desk),)))
    assert m.hand.text("slip") == "小票在导办台打印机，请到那里拿"
    two = scenes.ticket(SlipState.PRINTED, "先前那张也打出来了，两张是同一个号", slip_at=desk)
    m.link.show(scenes.TOPIC, scenes.view(tickets=(two,)))
    assert m.hand.text("slip") == "先前那张也打出来了，两张是同一个号"


def test_a_second_press_while_the_slip_is_printed_leaves_the_number_on_the_screen(machine: Make) -> None:
    m = machine()
    m.tap("way_card")
    read_card(m)
    m.tap("group_social", "service_card", "take")
    m.link.done(scenes.issued())
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.FAILED, "没有纸了，号照样有效"),)))
    m.tap("reprint")
    m.link.refuse("slip_printing", "正在打印，请稍等", "It is being printed.")
    assert m.page() == "result"
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.PRINTING),)))
    assert m.hand.text("slip") == "正在打印，请从下方取走小票"


def test_the_ticket_slides_out_of_its_slot_once_and_a_copy_is_simply_there(
    machine: Make, qtbot: QtBot
) -> None:
    m = machine()
    m.tap("way_card")
    read_card(m)
    m.shown.window.setProperty("lessMotion", False)
    m.tap("group_social", "service_card", "take")
    m.link.done(scenes.issued())
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.PRINTING),)))
    assert m.hand.moving()
    ticket = m.hand.find("resultTicket")
    assert ticket.y() < 0 and m.hand.find("slot").clip(), "it comes from behind the slot"
    qtbot.waitUntil(lambda: not m.hand.moving(), timeout=5000)
    assert ticket.y() == 0
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.FAILED, "没有纸了，号照样有效"),)))
    m.tap("reprint")
    assert m.hand.find("resultTicket").y() == 0 and not m.hand.moving()


def test_one_who_has_a_number_prints_it_again(machine: Make) -> None:
    m = machine()
    m.tap("way_phone", *(f"key_{d}" for d in "13812345678"), "next", "group_social", "service_card", "take")
    m.link.refuse("already", "您已有号 A012，不用再取", "You already hold A012", "2026-11-20-A012")
    assert m.page() == "refused"
    assert m.hand.text("why") == "您已有号 A012，不用再取"
    m.tap("reprint")
    m.link.done(scenes.recorded(t.SlipAsked("2026-11-20-A012", scenes.KIOSK)))
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(),)))
    assert m.page() == "result"
    assert m.hand.text("headline") == "这是您的号"


def test_finding_ones_number_by_card(machine: Make) -> None:
    m = machine()
    m.tap("mine", "find_card")
    read_card(m)
    assert m.page() == "numbers"
    assert m.hand.text("headline") == "没有找到您今天的号"
    m.tap("back")
    assert m.page() == "mine"
    m.tap("back")
    assert m.page() == "home"
    m.tap("way_card")
    read_card(m)
    assert m.page() == "services", "the next visitor is taking a number, not looking for one"


def test_an_answer_that_never_came_is_asked_for_again(machine: Make) -> None:
    m = machine()
    m.tap("way_card")
    read_card(m)
    m.tap("group_social", "service_card", "take")
    m.link.silence()
    assert m.page() == "refused"
    m.tap("retry")
    takes = [ident for ident, c in m.link.asked if isinstance(c, t.TakeTicket)]
    assert len(takes) == 2
    assert takes[0] == takes[1]
    m.link.done(scenes.issued())
    assert m.page() == "result"


def test_an_idle_page_asks_and_then_goes_home(machine: Make) -> None:
    m = machine()
    m.tap("elder", "way_card")
    patience = m.kiosk.property("patience")
    assert patience.seconds == 180
    for _ in range(165):
        patience.second()
    assert "还在吗？15 秒后回首页" in m.hand.page_text()
    m.tap("moreTime")
    assert patience.seconds == 180
    for _ in range(180):
        patience.second()
    assert m.page() == "home"
    assert m.link.last(p.StopReading)
    assert not m.kiosk.property("elder"), "the next visitor finds the ordinary look"


def test_any_press_starts_the_time_again(machine: Make) -> None:
    m = machine()
    m.tap("way_phone")
    patience = m.kiosk.property("patience")
    for _ in range(30):
        patience.second()
    m.tap("key_1")
    assert patience.seconds == 90


def test_a_lost_line_is_told_and_home_comes_back_with_it(machine: Make) -> None:
    m = machine()
    m.link.lose()
    assert m.page() == "offline"
    assert "连不上，09:42 起" in m.hand.page_text()
    assert "12" not in m.hand.text("lead")
    m.link.show(scenes.TOPIC, scenes.view())
    assert m.page() == "home"


def test_a_number_already_shown_stays_when_the_line_is_lost(machine: Make) -> None:
    m = machine()
    m.tap("way_card")
    read_card(m)
    m.tap("group_social", "service_card", "take")
    m.link.done(scenes.issued())
    m.link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(),)))
    m.link.lose()
    assert m.page() == "result"
    assert "A012" in m.hand.page_text()


def test_english_is_switched_live_and_home_is_chinese_for_the_next(machine: Make) -> None:
    m = machine()
    m.tap("english")
    assert "Take a number" in m.hand.page_text()
    m.tap("way_card")
    read_card(m)
    assert "What are you here for?" in m.hand.page_text()
    m.kiosk.goHome()
    assert m.hand.text("headline") == "取号"


def test_help_is_called_from_any_page_and_says_what_came_of_it(machine: Make) -> None:
    m = machine()
    m.tap("way_card", "help")
    assert m.link.last(p.CallForHelp) == p.CallForHelp(scenes.KIOSK)
    assert m.hand.text("help") == "正在叫人"
    m.link.silence()
    assert m.hand.text("help") == "没叫到，请到导办台"
    m.link.show(scenes.TOPIC, scenes.view(help_ms=scenes.NOW))
    assert m.hand.text("help") == "已经叫人"


def test_more_services_than_the_page_holds_are_reached_by_swiping(machine: Make) -> None:
    m = machine()
    m.tap("way_card")
    read_card(m)
    m.tap("group_social")
    m.hand.swipe("services", -400)
    m.tap("service_lost")
    assert m.hand.text("headline") == "社保卡 挂失、解挂"


def test_pages_are_read_aloud_once_the_visitor_asks_for_it(machine: Make) -> None:
    m = machine()
    m.tap("way_phone", "back")
    assert m.voice.said == []
    m.tap("readAloud")
    assert m.voice.said[-1].startswith("取号。现在大约等 5 到 40 分钟")
    m.tap("way_card")
    assert m.voice.said[-1].startswith("请把身份证放在右下方")
    read_card(m)
    m.tap("group_social", "service_card", "take")
    m.link.done(scenes.issued())
    assert "A012" in m.voice.said[-1]
    m.kiosk.goHome()
    said = len(m.voice.said)
    m.tap("way_phone")
    assert len(m.voice.said) == said, "the next visitor did not ask for it"


def test_the_last_seconds_are_spoken_once(machine: Make) -> None:
    m = machine()
    m.tap("readAloud", "way_phone")
    for _ in range(75):
        m.kiosk.property("patience").second()
    assert [s for s in m.voice.said if "还在吗" in s] == ["还在吗？20 秒后回首页"]
