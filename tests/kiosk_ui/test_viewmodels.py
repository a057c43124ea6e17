"""The kiosk's thinking, without a window."""

import msgspec
import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Text
from hall.contract.views_common import Open, Range
from hall.contract.views_kiosk import ReadingState, SlipState
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from kiosk_ui.viewmodels.home import Home
from kiosk_ui.viewmodels.identity import Identity, phone_problem
from kiosk_ui.viewmodels.patience import Patience
from kiosk_ui.viewmodels.services import Services
from kiosk_ui.viewmodels.take_ticket import TakeTicket
from tests.kiosk_ui import scenes

# --- home -----------------------------------------------------------------------------------------


def test_the_five_ways_stand_in_one_order_and_none_is_hidden(link: FakeLink, words: Words) -> None:
    home = Home(link, words, scenes.TOPIC)
    link.show(scenes.TOPIC, scenes.view(broken=(p.Way.CARD, p.Way.FACE)))
    assert [row.way for row in home.ways.rows] == ["card", "code", "face", "phone", "assisted"]
    assert [bool(row.broken) for row in home.ways.rows] == [True, False, True, False, False]
    assert home.ways.rows[0].broken == "读卡器坏了，请用别的办法"


def test_where_two_readers_stand_the_way_says_which_cards_can_be_read(link: FakeLink, words: Words) -> None:
    home = Home(link, words, scenes.TOPIC)
    link.show(scenes.TOPIC, scenes.view(cards=Text("现在只能读社保卡", "Social-security card only, for now")))
    row = home.ways.rows[0]
    assert (row.line, row.brief, row.broken) == ("现在只能读社保卡", "现在只能读社保卡", "")
    assert home.cards == "现在只能读社保卡"
    assert home.ways.rows[1].line == "出示手机上的办事码"


def test_a_way_nobody_has_spoken_of_is_not_shown_as_fine(words: Words) -> None:
    home = Home(FakeLink(scenes.NOW), words, scenes.TOPIC)
    assert all(row.broken for row in home.ways.rows)


def test_figures_of_a_lost_line_are_unknown_not_old(link: FakeLink, words: Words) -> None:
    home = Home(link, words, scenes.TOPIC)
    assert [row.waiting for row in home.zones.rows] == [12, 31, 6, 9]
    link.lose()
    assert {(row.waiting, row.status) for row in home.zones.rows} == {(-1, "stale")}
    assert home.status == "unknown"
    assert home.detail == ""


@pytest.mark.parametrize(
    ("span", "status", "zh", "en"),
    [
        (scenes.OPEN, "open", "今天到 17:30，中午不休息", "until 17:30, also at noon"),
        (Open(True, until_ms=scenes.at("12:00")), "open", "到 12:00", "until 12:00"),
        (Open(False, next_ms=scenes.at("13:30"), lunch=True), "lunch", "今天 13:30 开", "opens today 13:30"),
        (scenes.SHUT_TODAY, "closed", "下周一 9:00 开", "opens Mon 23 Nov 9:00"),
        (Open(False), "closed", "", ""),
    ],
)
def test_when_the_hall_is_open(
    link: FakeLink, words: Words, span: Open, status: str, zh: str, en: str
) -> None:
    home = Home(link, words, scenes.TOPIC)
    link.show(scenes.TOPIC, scenes.view(hall_open=span))
    assert (home.status, home.detail) == (status, zh)
    words.switch()
    assert home.detail == en


def test_the_large_type_says_the_wait_in_one_sentence(link: FakeLink, words: Words) -> None:
    home = Home(link, words, scenes.TOPIC)
    assert home.plain == "现在大约等 5 到 40 分钟。不会用，请按最下面。"
    link.lose()
    assert "分钟" not in home.plain


# --- who are you ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digits", "why"),
    [
        ("13812345678", ""),
        ("1381234567", "手机号少了一位"),
        ("138", "手机号是 11 位"),
        ("", "手机号是 11 位"),
        ("03812345678", "手机号第一位是 1，请再看看"),
        ("12012345678", "没有这样的手机号，请再看看"),
    ],
)
def test_what_is_wrong_with_a_phone_number(digits: str, why: str) -> None:
    assert phone_problem(digits) == why


def typed(identity: Identity, keys: str) -> None:
    for key in keys:
        identity.digit(key)


def test_a_typed_phone_goes_into_the_command_and_its_mask_on_the_screen(link: FakeLink, words: Words) -> None:
    identity = Identity(link, words, scenes.KIOSK)
    identity.begin_typing(p.Way.PHONE)
    typed(identity, "1381234567")
    assert identity.problem == "", "nobody is scolded while typing"
    identity.typed()
    assert identity.problem == "手机号少了一位"
    typed(identity, "89")
    assert identity.typedText == "13812345678", "a twelfth digit is not taken"
    identity.typed()
    assert identity.attest == p.PhoneAttest("13812345678")
    assert identity.who == "138****5678"
    assert link.commands == []
    identity.clear()
    assert (identity.typedText, identity.attest, identity.who) == ("", None, "")


def test_a_reader_is_asked_for_and_what_it_held_is_used_by_its_handle(link: FakeLink, words: Words) -> None:
    identity = Identity(link, words, scenes.KIOSK)
    identity.start(p.Way.CARD)
    assert link.commands == [p.StartReading(scenes.KIOSK, p.Way.CARD)]
    link.done(scenes.started(p.Way.CARD))
    link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD)))
    assert identity.status == "waiting"
    link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.PRESENTED)))
    assert identity.status == "presented"
    assert identity.attest == p.HeldAttest("h1")
    assert identity.who == "张*"


def test_a_card_that_was_read_before_the_answer_came_is_not_missed(link: FakeLink, words: Words) -> None:
    identity = Identity(link, words, scenes.KIOSK)
    identity.start(p.Way.CARD)
    link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.PRESENTED)))
    assert identity.status == "asking"
    link.done(scenes.started(p.Way.CARD))
    assert identity.status == "presented"


def test_the_reading_of_an_earlier_visitor_is_nobodys(link: FakeLink, words: Words) -> None:
    identity = Identity(link, words, scenes.KIOSK)
    identity.start(p.Way.CARD)
    link.done(scenes.started(p.Way.CARD, "r2"))
    link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.PRESENTED, ident="r1")))
    assert identity.attest is None


def test_going_away_switches_the_reader_off_and_ignores_its_late_answer(link: FakeLink, words: Words) -> None:
    identity = Identity(link, words, scenes.KIOSK)
    identity.start(p.Way.FACE, consent=True)
    assert link.last(p.StartReading) == p.StartReading(scenes.KIOSK, p.Way.FACE, True)
    question = link.asked[-1][0]
    identity.clear()
    assert link.last(p.StopReading) == p.StopReading(scenes.KIOSK)
    link.asked.append((question, link.asked[0][1]))
    link.done(scenes.started(p.Way.FACE))
    assert identity.status == "idle"


def test_a_reader_that_failed_says_what_the_hall_says(link: FakeLink, words: Words) -> None:
    identity = Identity(link, words, scenes.KIOSK)
    identity.start(p.Way.CODE)
    link.done(scenes.started(p.Way.CODE))
    link.show(
        scenes.TOPIC, scenes.view(scenes.reading(p.Way.CODE, ReadingState.FAILED, "没读出来。再试一次"))
    )
    assert (identity.status, identity.why) == ("failed", "没读出来。再试一次")
    words.switch()
    assert identity.why == "Not read. Please try again."


# --- what for ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("S", ["jobless", "card", "lost"]),
        ("SBK", ["card", "lost"]),
        ("SHEBAO", ["card", "lost"]),
        ("TUIXIU", ["retire"]),
        ("GUA", ["lost"]),
        ("INVOICE", ["vat"]),
        ("XQ", []),
    ],
)
def test_search_by_initials_full_pinyin_and_english(
    link: FakeLink, words: Words, letters: str, found: list[str]
) -> None:
    services = Services(link, words, scenes.TOPIC)
    for letter in letters:
        services.letter(letter)
    got = [row.id for row in services.results.rows]
    assert got[: len(found)] == found if len(letters) == 1 else got == found


def test_a_list_sent_again_is_not_made_again(link: FakeLink, words: Words) -> None:
    services = Services(link, words, scenes.TOPIC)
    book = services._book
    link.show("catalogue", msgspec.structs.replace(scenes.catalogue(), seq=99))
    assert services._book is book
    link.show("catalogue", scenes.two_levels())
    assert services._book is not book


def test_a_menu_of_two_levels_opens_and_goes_up_again(link: FakeLink, words: Words) -> None:
    link.show("catalogue", scenes.two_levels())
    services = Services(link, words, scenes.TOPIC)
    assert [row.id for row in services.groups.rows] == ["trade", "tax"], (
        "only the first level stands in the rail"
    )
    rows = services.services.rows
    assert [(r.id, r.title, r.line, r.menu) for r in rows] == [
        ("city", "市市场监督管理局", "2 件事", True),
        ("district", "区市场监督管理局", "1 件事", True),
    ]
    services.showGroup("city")
    assert (services.inner, services.innerLine) == ("市市场监督管理局", "2 件事")
    assert [(r.id, r.menu) for r in services.services.rows] == [("cafe", False), ("bundle", False)]
    services.up()
    assert services.inner == ""
    services.showGroup("tax")
    assert [r.id for r in services.services.rows] == ["vat"], "a group without groups shows its items at once"
    services.showGroup("district")
    assert [r.id for r in services.groups.rows if r.chosen] == ["trade"]
    words.switch()
    assert services.innerLine == "1 service"


def test_a_group_that_is_gone_from_the_list_is_left(link: FakeLink, words: Words) -> None:
    link.show("catalogue", scenes.two_levels())
    services = Services(link, words, scenes.TOPIC)
    services.showGroup("district")
    link.show("catalogue", scenes.catalogue())
    assert services.inner == ""
    assert [r.id for r in services.groups.rows if r.chosen] == ["often"]


def test_a_search_says_whose_item_it_is_when_two_have_one_name(link: FakeLink, words: Words) -> None:
    link.show("catalogue", scenes.two_levels())
    services = Services(link, words, scenes.TOPIC)
    for letter in "HL":
        services.letter(letter)
    lines = {r.id: r.line for r in services.results.rows}
    assert lines["cafe"].startswith("市市场监督管理局 · 12 人在等")
    assert lines["stall"].startswith("区市场监督管理局 · 12 人在等")
    services.rub()
    services.rub()
    assert services.found == 0
    for letter in "FP":
        services.letter(letter)
    assert [r.line for r in services.results.rows] == ["6 人在等 · 约5–10分钟"]


def test_an_item_that_is_done_elsewhere_lies_flat_and_says_where(link: FakeLink, words: Words) -> None:
    book = scenes.two_levels()
    vat = msgspec.structs.replace(
        book.services[-1], queue="", elsewhere=True, place=Text("市税务局", "the tax office")
    )
    link.show("catalogue", msgspec.structs.replace(book, services=(*book.services[:-1], vat)))
    services = Services(link, words, scenes.TOPIC)
    services.showGroup("tax")
    (row,) = services.services.rows
    assert (row.closed, row.away, row.line) == (True, True, "不在这里办 · 市税务局")
    assert services.choose("vat")
    assert not services.takable
    words.switch()
    assert services.services.rows[0].line == "not done here · the tax office"


def test_the_guide_tells_all_that_the_item_says(link: FakeLink, words: Words) -> None:
    link.show("catalogue", scenes.two_levels())
    services = Services(link, words, scenes.TOPIC)
    assert services.choose("cafe")
    assert services.limit == "5 个工作日（法定 20 个）"
    assert services.trips == "最多来 2 次"
    assert services.steps == ["申请", "受理", "审查", "发证"]
    assert services.source == "市市场监督管理局 · 事项编码 620800001 · 2027-01-01 起不再办"
    words.switch()
    assert (services.limit, services.trips) == ("5 working days (by law 20)", "At most 2 visits")
    assert services.source.endswith("Code 620800001 · until 2027-01-01 only")
    services.choose("bundle")
    assert services.parts == ["Café licence: food, drink and music in one room", "Invoice"]
    assert services.trips == "Come once"


def test_services_say_who_waits_and_closed_ones_when_they_open(link: FakeLink, words: Words) -> None:
    services = Services(link, words, scenes.TOPIC)
    services.showGroup("social")
    rows = {row.id: row for row in services.services.rows}
    assert (rows["card"].line, rows["card"].closed) == ("12 人在等 · 约10–20分钟", False)
    assert (rows["injury"].line, rows["injury"].closed) == ("现在没开 · 下周一 9:00 开", True)
    assert (rows["jobless"].line, rows["jobless"].closed) == ("现在没开 · 今天 13:30 开", True)
    assert list(rows) == ["card", "proof", "join", "move", "retire", "injury", "jobless", "lost"], (
        "in their place"
    )
    link.lose()
    assert all("分钟" not in row.line for row in services.services.rows)


def test_a_closed_service_may_be_read_about_but_not_taken(link: FakeLink, words: Words) -> None:
    services = Services(link, words, scenes.TOPIC)
    assert services.choose("jobless")
    assert services.materials == ["本人身份证原件", "一寸白底照片 1 张", "旧卡（补换时带）"]
    assert not services.takable
    link.show(scenes.TOPIC, scenes.view(taking=("B7",), at_ms=scenes.at("13:10")))
    link.now = scenes.at("13:10")
    assert services.takable, "shortly before opening the hall gives numbers"
    assert services.line(services.card) == "0 人在等 · 今天 13:30 开"
    assert not services.choose("nonsense")


# --- the number ---------------------------------------------------------------------------------------


def test_a_number_is_asked_for_once_and_its_slip_followed(link: FakeLink, words: Words) -> None:
    taking = TakeTicket(link, words, scenes.KIOSK)
    taking.take("card", p.HeldAttest("h1"))
    taking.take("card", p.HeldAttest("h1"))
    assert link.commands == [t.TakeTicket("card", p.HeldAttest("h1"), kiosk=scenes.KIOSK)]
    assert taking.status == "asking"
    link.done(scenes.issued())
    assert (taking.status, taking.number) == ("printing", "A012")
    link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.PRINTED),)))
    assert taking.status == "printed"
    assert taking.place == "2楼 B区 3–8号窗口"
    assert taking.wait == "15–25 分钟"
    assert taking.ahead == "前面 7 人 · 约 09:55–10:10 叫到您", "widened to full five minutes"
    assert len(taking.qr) >= 21


def test_nobody_is_told_to_be_called_at_a_time_that_is_over(link: FakeLink, words: Words) -> None:
    taking = TakeTicket(link, words, scenes.KIOSK)
    taking.take("card", p.HeldAttest("h1"))
    link.done(scenes.issued())
    next_one = scenes.ticket(SlipState.PRINTED, ahead=0, range=Range(True, 0, 5))
    link.show(scenes.TOPIC, scenes.view(tickets=(next_one,), at_ms=scenes.at("09:42")))
    assert taking.ahead == "前面 0 人 · 约 09:50 前叫到您", "not 约 09:40–09:50"
    words.set_english(True)
    assert taking.ahead == "0 people ahead · by about 09:50"


def test_a_number_that_is_called_has_no_waiting_time_any_more(link: FakeLink, words: Words) -> None:
    taking = TakeTicket(link, words, scenes.KIOSK)
    taking.take("card", p.PhoneAttest("13812345678"))
    link.done(scenes.recorded(t.SlipAsked("2026-11-20-A012", scenes.KIOSK)))
    called = scenes.ticket(
        SlipState.PRINTED, state=t.TicketState.CALLED, window="3", ahead=0, range=Range(False)
    )
    link.show(scenes.TOPIC, scenes.view(tickets=(called,)))
    assert (taking.place, taking.wait, taking.ahead) == ("3号窗口，在叫您", "轮到您了", "")
    assert (taking.waits, taking.goes) == (False, True)
    done = scenes.ticket(SlipState.PRINTED, state=t.TicketState.DONE, ahead=0, range=Range(False))
    link.show(scenes.TOPIC, scenes.view(tickets=(done,)))
    assert (taking.wait, taking.goes) == ("办完了", False), "nobody is sent to a window that is done with him"


@pytest.mark.parametrize(
    ("slip", "status"),
    [(SlipState.FAILED, "nopaper"), (SlipState.UNKNOWN, "failed"), (SlipState.PRINTING, "printing")],
)
def test_a_slip_that_did_not_come_is_never_shown_as_printed(
    link: FakeLink, words: Words, slip: SlipState, status: str
) -> None:
    taking = TakeTicket(link, words, scenes.KIOSK)
    taking.take("card", p.HeldAttest("h1"))
    link.done(scenes.issued())
    link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(slip, "没有纸了，号照样有效"),)))
    assert taking.status == status
    assert taking.number == "A012"


def test_who_already_has_a_number_is_told_it_and_can_print_it(link: FakeLink, words: Words) -> None:
    taking = TakeTicket(link, words, scenes.KIOSK)
    taking.take("card", p.PhoneAttest("13812345678"))
    link.refuse("already", "您已有号 A012，不用再取", "You already hold A012", "2026-11-20-A012")
    assert (taking.status, taking.why, taking.canReprint) == ("refused", "您已有号 A012，不用再取", True)
    taking.reprint()
    assert link.last(t.Reprint) == t.Reprint(scenes.KIOSK, ticket="2026-11-20-A012")
    link.done(scenes.recorded(t.SlipAsked("2026-11-20-A012", scenes.KIOSK)))
    link.show(scenes.TOPIC, scenes.view(tickets=(scenes.ticket(SlipState.PRINTING),)))
    assert (taking.status, taking.number, taking.copy) == ("printing", "A012", True)


def test_no_answer_is_asked_again_under_the_same_id(link: FakeLink, words: Words) -> None:
    taking = TakeTicket(link, words, scenes.KIOSK)
    taking.take("card", p.HeldAttest("h1"))
    link.silence()
    assert taking.silent
    assert taking.number == ""
    taking.retry()
    assert [ident for ident, _ in link.asked] == [link.asked[0][0]] * 2
    link.done(scenes.issued())
    assert taking.number == "A012"


def test_a_late_answer_does_not_reach_the_next_visitor(link: FakeLink, words: Words) -> None:
    taking = TakeTicket(link, words, scenes.KIOSK)
    taking.take("card", p.HeldAttest("h1"))
    taking.clear()
    link.done(scenes.issued())
    assert (taking.status, taking.number) == ("idle", "")


# --- patience -------------------------------------------------------------------------------------------


def test_time_runs_out_once_and_more_time_is_the_whole_time(words: Words) -> None:
    patience = Patience()
    out: list[bool] = []
    patience.ranOut.connect(lambda: out.append(True))
    patience.start(60)
    for _ in range(40):
        patience.second()
    assert (patience.seconds, patience.asking) == (20, True)
    patience.again()
    assert (patience.seconds, patience.asking) == (60, False)
    for _ in range(61):
        patience.second()
    assert out == [True]
