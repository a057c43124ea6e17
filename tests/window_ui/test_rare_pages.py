"""What is done seldom, with real clicks and keys: every state whole in both languages, each act in a few presses."""

import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import Calling, SetCalling, SetPull
from hall.contract.legs import AddService, SwitchService, Transfer, UndoTransfer
from hall.contract.views_common import WindowState
from hall.uikit import screen
from hall.uikit.hand import Hand, Missed
from tests.window_ui.conftest import Counter
from tests.window_ui.scenes import HELD, NOW, RARE, emergency, items, lists, many, places, queue, view
from tests.window_ui.test_pages import check
from window_ui.viewmodels import emergency as alarm


def opened(counter: Counter, shown: object) -> Hand:
    """The window with the hall's lists of places and items."""
    counter.link.show("places", places())
    counter.link.show("items", items())
    hand = counter.open()
    counter.show(shown)  # type: ignore[arg-type]
    return hand


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize("scene", RARE)
def test_every_state_is_whole(counter: Counter, scene: str, english: bool) -> None:
    shown, act = RARE[scene]
    counter.words.set_english(english)
    hand = opened(counter, shown)
    act(counter.made, hand)
    counter.settle()
    check(hand, scene)
    counter.desk.narrow()
    counter.settle()
    check(hand, f"bar {scene}")
    assert counter.words.missing == set()
    assert screen.warnings == []


def test_hold_by_mouse_in_four_presses(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.tap("more")
    hand.tap("more_hold")
    hand.tap("hold_payment")
    hand.tap("hold_20")
    assert counter.link.commands == [t.Hold("3", "payment", NOW + 20 * 60_000)]
    assert hand.visible("morePanel"), "until the hall has said yes"
    counter.link.done()
    counter.settle()
    assert not hand.visible("morePanel")


def test_hold_by_keyboard_alone(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F6")
    hand.key("1")
    counter.settle()
    hand.key("Tab")
    hand.key("Return")
    counter.settle()
    hand.key("Return")
    assert counter.link.commands == [t.Hold("3", "materials", NOW + 5 * 60_000)]


def test_the_reason_can_be_taken_back_step_by_step(counter: Counter) -> None:
    hand = opened(counter, view())
    counter.made["more"].open("hold")
    counter.settle()
    hand.tap("hold_form")
    hand.tap("moreBack")
    assert hand.visible("hold_payment")
    hand.key("Escape")
    assert hand.visible("more_hold")
    hand.key("Escape")
    counter.settle()
    assert not hand.visible("morePanel")
    assert counter.link.commands == []


def test_calling_back_from_the_list(counter: Counter) -> None:
    hand = opened(counter, lists(WindowState.FREE))
    hand.tap("tab_held")
    hand.tap("aside_A009")
    assert counter.link.commands == [t.CallTicket("3", HELD[1].ticket)]


def test_while_serving_nobody_is_called_back(counter: Counter) -> None:
    hand = opened(counter, lists())
    hand.tap("tab_held")
    with pytest.raises(Missed, match="disabled"):
        hand.tap("aside_A009")
    with pytest.raises(Missed, match="disabled"):
        hand.tap("undo_A008")


def test_bringing_back_a_passed_number(counter: Counter) -> None:
    hand = opened(counter, lists())
    hand.tap("tab_passed")
    hand.tap("aside_C004")
    assert counter.link.commands == [t.Reactivate(ticket="2026-11-20-C004")]


def test_a_transfer_is_undone_with_one_press(counter: Counter) -> None:
    hand = opened(counter, lists(WindowState.FREE))
    assert "5 号窗" in hand.text("sent_A008")
    hand.tap("undo_A008")
    assert counter.link.commands == [UndoTransfer("3", "2026-11-20-A008")]


def test_transfer_by_keyboard_name_note_and_return(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F6")
    hand.key("2")
    counter.settle()
    hand.type("lxh")
    counter.settle()
    assert [x.id for x in counter.made["transfer"].targets.rows] == ["staff:1012"]
    hand.key("Return")
    hand.tap("transferNote")
    hand.type("差照片")
    hand.tap("transferReturn")
    hand.tap("transferSend")
    assert counter.link.commands == [Transfer("3", to_staff="1012", back=True, note="差照片")]


def test_transfer_to_a_queue_by_mouse(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.tap("more")
    hand.tap("more_transfer")
    hand.tap("kind_queue")
    counter.settle()
    with pytest.raises(Missed, match="disabled"):
        hand.tap("target_queue:T")
    hand.tap("target_queue:G")
    assert "A012 转到 综合受理" in hand.text("transferSend")
    hand.tap("transferSend")
    assert counter.link.commands == [Transfer("3", queue="G")]


def test_the_next_transfer_starts_empty(counter: Counter) -> None:
    hand = opened(counter, view())
    counter.made["more"].open("transfer")
    counter.settle()
    hand.type("5")
    hand.key("Return")
    hand.key("F6")
    hand.key("F6")
    hand.key("2")
    counter.settle()
    assert not counter.made["transfer"].ready
    assert hand.find("transferSearch").property("text") == ""


def test_one_more_service_by_pinyin(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F6")
    hand.key("3")
    counter.settle()
    hand.type("tuixiu")
    hand.key("Return")
    hand.key("Return")
    assert counter.link.commands == [AddService("3", "retire", here=True)]


def test_one_that_is_done_elsewhere_can_only_be_lined_up(counter: Counter) -> None:
    hand = opened(counter, view())
    counter.made["more"].open("add")
    counter.settle()
    hand.tap("item_cert")
    with pytest.raises(Missed, match="disabled"):
        hand.tap("addHere")
    hand.tap("addThere")
    assert counter.link.commands == [AddService("3", "cert")]


def test_going_back_to_the_paused_service(counter: Counter) -> None:
    hand = opened(counter, view(ticket=many()))
    hand.tap("leg_3")
    assert counter.link.commands == [SwitchService("3", 3)]
    with pytest.raises(Missed, match="disabled"):
        hand.tap("leg_2")


def test_the_note_of_the_last_window_is_read_at_a_glance(counter: Counter) -> None:
    hand = opened(counter, view(ticket=many()))
    assert "5 号窗留言：照片已补" in hand.text("note")


def test_a_case_number_by_keyboard(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F6")
    hand.key("4")
    counter.settle()
    hand.type("XM-77")
    hand.key("Return")
    assert counter.link.commands == [t.LinkCase("3", "XM-77")]


def test_how_to_call_by_keyboard(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F6")
    hand.key("5")
    counter.settle()
    hand.key("Tab")
    hand.key("Return")
    assert counter.link.commands == [SetCalling(Calling.SILENT, ticket="2026-11-20-A012")]


def test_a_number_of_the_list_is_called_with_two_presses(counter: Counter) -> None:
    hand = opened(counter, view(WindowState.FREE))
    hand.tap("line_A016")
    counter.settle()
    assert hand.text("numberShown") == "A016"
    hand.tap("act_call")
    assert counter.link.commands == [t.CallTicket("3", "2026-11-20-A016")]


def test_a_number_is_typed_and_called(counter: Counter) -> None:
    hand = opened(counter, view(WindowState.FREE))
    hand.key("F6")
    hand.key("7")
    counter.settle()
    hand.type("17")
    counter.settle()
    assert hand.text("numberShown") == "A017"
    hand.key("Return")
    assert counter.link.commands == [t.CallTicket("3", "2026-11-20-A017")]


def test_priority_by_mouse(counter: Counter) -> None:
    hand = opened(counter, view(WindowState.FREE))
    hand.tap("line_A017")
    counter.settle()
    hand.tap("act_priority")
    hand.tap("reason_disabled")
    assert counter.link.commands == [t.Prioritise("2026-11-20-A017", t.PriorityReason.DISABLED)]


def test_another_reason_is_written_first(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.tap("line_A017")
    counter.settle()
    hand.tap("act_priority")
    hand.tap("reason_other")
    with pytest.raises(Missed, match="disabled"):
        hand.tap("reasonConfirm")
    hand.type("刚出院")
    hand.key("Return")
    assert counter.link.commands == [t.Prioritise("2026-11-20-A017", t.PriorityReason.OTHER, "刚出院")]


def test_a_waiting_visitor_who_has_left_is_asked_twice(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.tap("line_A015")
    counter.settle()
    hand.tap("act_left")
    assert counter.link.commands == []
    hand.tap("act_left")
    assert counter.link.commands == [t.Leave(ticket="2026-11-20-A015", reason="window")]


def test_a_slip_is_printed_again_for_a_visitor_who_has_none(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.tap("line_A015")
    counter.settle()
    hand.tap("act_print")
    assert counter.link.commands == [t.Reprint(ticket="2026-11-20-A015")]
    counter.link.refuse("slip_printing", "正在打印，请稍等", "It is being printed.")
    counter.settle()
    assert "正在打印" in hand.page_text()
    hand.tap("act_print")
    counter.link.done()
    counter.settle()
    assert not hand.visible("morePanel")
    assert "小票在取号的机器上打" in hand.page_text()


def test_the_pull_switch(counter: Counter) -> None:
    hand = opened(counter, view(WindowState.FREE))
    hand.key("F6")
    hand.key("8")
    assert counter.link.commands == [SetPull("3", True)]


def test_taking_over_by_keyboard_with_a_pin(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F6")
    hand.key("9")
    counter.settle()
    hand.type("liuyang")
    counter.settle()
    hand.key("Return")
    hand.type("2468")
    hand.key("Return")
    assert counter.link.commands == [p.Relieve("3", "1005", "2468")]
    counter.link.refuse("wrong_pin", "密码不对", "Wrong PIN.")
    counter.settle()
    assert hand.text("reliefProblem") == "密码不对"
    for digit in "13":
        hand.tap(f"relief_key_{digit}")
    hand.tap("relief_erase")
    hand.tap("reliefSend")
    assert counter.link.commands[-1] == p.Relieve("3", "1005", "1")
    counter.link.done()
    counter.settle()
    assert not hand.visible("morePanel")


# -- the main path goes on ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "key", "command"),
    [
        (WindowState.FREE, "F1", t.CallNext("3")),
        (WindowState.CALLED, "F1", t.Start("3")),
        (WindowState.SERVING, "F3", t.Finish("3")),
    ],
)
def test_the_four_keys_work_while_the_panel_is_open(
    counter: Counter, state: WindowState, key: str, command: object
) -> None:
    hand = opened(counter, view(state))
    hand.key("F6")
    hand.key(key)
    assert counter.link.commands == [command]


def test_the_panel_closes_when_the_next_visitor_is_in_hand(counter: Counter) -> None:
    hand = opened(counter, view(WindowState.FREE))
    hand.key("F6")
    counter.show(view(WindowState.CALLED))
    assert not hand.visible("morePanel")


def test_a_page_about_the_visitor_goes_with_the_visitor(counter: Counter) -> None:
    hand = opened(counter, view())
    counter.made["more"].open("transfer")
    counter.settle()
    counter.show(view(WindowState.FREE))
    assert not hand.visible("morePanel")


def test_f6_in_the_bar_opens_the_full_page(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F9")
    counter.settle()
    hand.key("F6")
    counter.settle()
    assert counter.desk.page == "console" and hand.visible("morePanel")


def test_off_line_nothing_rare_is_offered(counter: Counter) -> None:
    hand = opened(counter, lists())
    counter.link.lose()
    counter.settle()
    assert not hand.visible("tab_held") and not hand.visible("sent_A008")
    hand.key("F6")
    assert not any(tile.enabled for tile in counter.made["more"].tiles.rows)
    hand.key("2")
    assert counter.desk.message == "转号：连不上大厅"


def test_a_line_of_one_has_no_tabs(counter: Counter) -> None:
    hand = opened(counter, view(queue=queue()[:1]))
    assert not hand.visible("tab_held") and not hand.visible("tab_passed")


# -- the call for help ----------------------------------------------------------------------------------------------


def test_help_is_two_presses_away_by_mouse(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.tap("emergency")
    assert counter.link.commands == []
    hand.tap("emergency_conflict")
    assert counter.link.commands == [p.RaiseEmergency("3", "conflict")]
    assert hand.text("emergencyTitle") == "正在发出…"
    counter.show(view(**emergency()))
    assert "王强、李主任" in hand.text("emergencyTold")


@pytest.mark.parametrize(
    ("second", "kind"), [("F11", "other"), ("1", "conflict"), ("2", "medical"), ("3", "fire")]
)
def test_help_is_two_keys_away(counter: Counter, second: str, kind: str) -> None:
    hand = opened(counter, view())
    hand.key("F11")
    counter.settle()
    hand.key(second)
    assert counter.link.commands == [p.RaiseEmergency("3", kind)]


def test_a_digit_means_the_call_for_help_even_over_the_menu_and_a_field(counter: Counter) -> None:
    hand = opened(counter, view())
    counter.made["more"].open("case")
    counter.settle()
    hand.key("F11")
    counter.settle()
    hand.key("2")
    assert counter.link.commands == [p.RaiseEmergency("3", "medical")]


def test_hit_by_accident_it_goes_away(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = opened(counter, view())
    hand.key("F11")
    counter.settle()
    hand.key("Escape")
    assert not hand.visible("emergencyChoice")
    monkeypatch.setattr(alarm, "OPEN_MS", 0)
    hand.key("F11")
    for _ in range(20):
        counter.settle()
    assert not hand.visible("emergencyChoice")
    assert counter.link.commands == []


def test_it_waits_for_no_other_answer_and_says_when_it_was_not_heard(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F3")
    hand.key("F11")
    hand.key("F11")
    assert counter.link.commands == [t.Finish("3"), p.RaiseEmergency("3", "other")]
    counter.link.silence()
    counter.settle()
    assert hand.text("emergencyTitle") == "没有送到！请打电话或大声叫人"


def test_the_bar_says_that_help_was_called(counter: Counter) -> None:
    hand = opened(counter, view(**emergency()))
    hand.key("F9")
    counter.settle()
    assert hand.text("barLine") == "紧急求助已发出"


def test_from_the_bar_it_opens_the_full_page(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F9")
    counter.settle()
    hand.key("F11")
    counter.settle()
    assert hand.visible("emergencyChoice")


def test_while_another_program_has_the_focus_the_held_key_does_it(counter: Counter) -> None:
    hand = opened(counter, view())
    hand.key("F9")
    counter.settle()
    counter.made["globalKeys"].pressed.emit("F11")
    counter.settle()
    assert hand.visible("emergencyChoice")


def test_it_can_be_pressed_before_anybody_has_signed_on(counter: Counter) -> None:
    hand = opened(counter, view(WindowState.CLOSED))
    hand.key("F11")
    counter.settle()
    hand.tap("emergency_fire")
    assert counter.link.commands == [p.RaiseEmergency("3", "fire")]
    counter.show(view(WindowState.CLOSED, **emergency()))
    assert "王强、李主任" in hand.text("emergencyTold")
