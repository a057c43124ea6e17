"""The console without a picture: what is asked, what is shown, what happens when the hall refuses or falls silent."""

import time

import msgspec
import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.devices import HostAlive
from hall.contract.supervision import Acknowledge
from hall.contract.views_common import Range, WindowState
from hall.uikit import phrases
from hall.uikit.link import State
from tests.window_ui.conftest import Counter
from tests.window_ui.scenes import MINUTE, NOW, at, notice, queue, served, view
from window_ui.viewmodels import desk
from window_ui.viewmodels.rest import REASONS


@pytest.mark.parametrize(
    ("state", "key", "command"),
    [
        (WindowState.FREE, "f1", t.CallNext("3")),
        (WindowState.CALLED, "f1", t.Start("3")),
        (WindowState.CALLED, "f2", t.Recall("3")),
        (WindowState.SERVING, "f3", t.Finish("3", t.Outcome.ACCEPTED)),
        (WindowState.PAUSED, "f1", p.Resume("3")),
    ],
)
def test_a_key_asks_the_hall_once(counter: Counter, state: WindowState, key: str, command: object) -> None:
    counter.show(view(state))
    counter.desk.press(key)
    counter.desk.press(key)
    assert counter.link.commands == [command], "a second press before the answer counts for nothing"
    counter.link.done()
    counter.desk.press(key)
    assert len(counter.link.commands) == 2


def test_passing_asks_when_it_is_due(counter: Counter) -> None:
    counter.show(view(WindowState.CALLED, ticket=served(False, 3, 0, 74)))
    counter.desk.press("f4")
    assert counter.link.commands == []
    assert counter.desk.message == "过号：74 秒后可以", "a grey key says why"
    counter.link.now = NOW + 75_000
    counter.desk.tick()
    counter.desk.press("f4")
    assert counter.link.commands == [t.Pass("3")]


def test_a_refusal_is_said_in_words_and_goes_with_the_next_key(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    counter.desk.press("f1")
    counter.link.refuse("nobody", "没有人在等", "Nobody is waiting.")
    assert counter.desk.message == "没有人在等"
    assert counter.line.barStrong == "没有人在等"
    counter.desk.press("f1")
    assert counter.desk.message == ""


def test_after_silence_the_same_key_cannot_have_a_second_effect(counter: Counter) -> None:
    counter.show(view(WindowState.CALLED))
    counter.desk.press("f2")
    first = counter.link.asked[-1][0]
    counter.link.silence()
    assert "没有收到回话" in counter.desk.message
    counter.desk.press("f2")
    assert counter.link.asked[-1][0] == first, "asked again under the same id"
    counter.link.silence()
    counter.show(view(WindowState.CALLED, seq=101, ticket=served(False, 2)))
    counter.desk.press("f2")
    assert counter.link.asked[-1][0] != first, "the hall has shown something new: this is another call"


def test_the_outcome_goes_with_finishing_and_starts_anew_for_the_next(counter: Counter) -> None:
    counter.show(view())
    counter.desk.chooseOutcome("notice_once")
    counter.desk.press("f3")
    assert counter.link.commands == [t.Finish("3", t.Outcome.NOTICE_ONCE)]
    counter.link.done()
    counter.show(view(WindowState.FREE))
    assert counter.desk.outcome is t.Outcome.ACCEPTED


def test_f7_walks_through_every_outcome(counter: Counter) -> None:
    counter.show(view())
    seen = set()
    for _ in t.Outcome:
        counter.desk.nextOutcome()
        seen.add(counter.desk.outcome)
    assert seen == set(t.Outcome)
    assert [row.chosen for row in counter.visitor.outcomes.rows].count(True) == 1


# -- the line is lost ----------------------------------------------------------------------------------


def lose(counter: Counter, since: str = "09:41") -> None:
    counter.link.now = at(since)
    counter.link.lose()
    counter.link.now = NOW
    counter.desk.tick()


def test_off_line_nothing_is_guessed_and_the_visitor_stays(counter: Counter) -> None:
    counter.show(view())
    lose(counter)
    assert counter.desk.code == "lost"
    assert counter.line.waiting == "—" and counter.line.longest == "不知道"
    assert {row.waited for row in counter.line.rows.rows} == {"—"}
    assert counter.visitor.number == "A012"
    assert counter.line.barStrong == "09:41 起连不上"
    assert counter.desk.lostWords == "连不上，09:41 起。手上的号照常办"


def test_what_began_yesterday_says_so(counter: Counter) -> None:
    old = msgspec.structs.replace(notice(), since_ms=NOW - 86_400_000)
    counter.show(view(notices=(old,)))
    assert counter.alerts.since == f"11-19 {phrases.clock(NOW)} 起"
    counter.link.now = NOW - 86_400_000
    counter.link.lose()
    counter.link.now = NOW
    counter.desk.tick()
    assert counter.desk.lostWords == f"连不上，11-19 {phrases.clock(NOW)} 起。手上的号照常办"


def test_an_estimate_in_the_line_says_that_it_is_one(counter: Counter) -> None:
    sure, rough = queue()[:2]
    rough = msgspec.structs.replace(rough, range=Range(True, 5, 15, True))
    counter.show(view(queue=(sure, rough)))
    assert [x.forecast for x in counter.line.rows.rows] == ["0–5 分", "估 5–15 分"]


def test_a_visit_finished_off_line_is_told_when_the_hall_is_back(counter: Counter) -> None:
    counter.show(view())
    lose(counter)
    counter.desk.chooseOutcome("on_spot_done")
    counter.desk.press("f3")
    assert counter.link.commands == [] and counter.desk.finishKept
    assert counter.visitor.head == "已办完，等连上再报"
    counter.show(view())
    assert counter.link.commands == [t.Finish("3", t.Outcome.ON_SPOT_DONE)]
    assert not counter.desk.finishKept


def test_a_kept_finish_is_dropped_when_the_hall_has_moved_on(counter: Counter) -> None:
    counter.show(view())
    lose(counter)
    counter.desk.press("f3")
    counter.show(view(WindowState.FREE))
    assert counter.link.commands == [], "somebody else closed that visit; finishing another would be wrong"
    assert not counter.desk.finishKept


def test_a_hall_that_was_only_slow_is_told_too(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line comes back and nothing has changed, so no new view arrives."""
    monkeypatch.setattr(desk, "REJOIN_MS", 1)
    counter.show(view())
    lose(counter)
    counter.desk.press("f3")
    counter.link._become(State.LIVE)
    deadline = time.monotonic() + 5
    while not counter.link.commands and time.monotonic() < deadline:
        counter.settle()
    assert counter.link.commands == [t.Finish("3", t.Outcome.ACCEPTED)]


def test_trying_again_asks_for_a_sign_of_life_and_says_what_came(counter: Counter) -> None:
    counter.show(view())
    lose(counter)
    counter.desk.press("f1")
    assert counter.link.commands == [HostAlive("window-3")]
    counter.link.silence()
    assert counter.desk.message == "还是连不上，10:07 试过"


# -- what is shown --------------------------------------------------------------------------------------


def test_waits_count_by_themselves_between_two_views(counter: Counter) -> None:
    counter.show(view())
    assert counter.line.rows.rows[0].waited == "22 分"
    assert counter.visitor.timer == "06:12"
    counter.link.now += 3 * MINUTE
    counter.desk.tick()
    assert counter.line.rows.rows[0].waited == "25 分"
    assert counter.visitor.timer == "09:12"


def test_exactly_thirty_minutes_is_not_over_the_limit(counter: Counter) -> None:
    lines = queue(older_min=8)  # the longest waits 30:00
    counter.show(view(queue=lines, next=lines[1], longest_ms=lines[0].issued_ms))
    assert not counter.line.longestLate and counter.line.rows.rows[0].status == "normal"
    counter.link.now += 1000
    counter.desk.tick()
    assert counter.line.longestLate and counter.line.rows.rows[0].status == "late"
    assert counter.line.longest == "最长 30 分 !"


@pytest.mark.parametrize(
    ("state", "line", "strong"),
    [
        (WindowState.FREE, "下一位 A013", "优先"),
        (WindowState.CALLED, "等他过来", "00:38"),
        (WindowState.SERVING, "张* · 社保卡 办理、补换", "06:12"),
        (WindowState.PAUSED, "", "用餐，12:40 回来"),
        (WindowState.CLOSED, "", "还没签到"),
    ],
)
def test_the_bar_says_the_state_in_two_lines(
    counter: Counter, state: WindowState, line: str, strong: str
) -> None:
    counter.show(view(state))
    assert (counter.line.barLine, counter.line.barStrong) == (line, strong)


def test_before_the_hall_is_heard_nothing_looks_like_a_fact(counter: Counter) -> None:
    assert counter.desk.page == "sign_on"
    assert counter.line.waiting == "—" and counter.desk.done == "—"
    assert counter.desk.lostWords == "正在连大厅…"
    assert not counter.sign_on.online


def test_a_console_that_starts_late_shows_what_is(counter: Counter) -> None:
    counter.show(view())
    assert counter.desk.page == "console"
    assert counter.visitor.promised == "取号时说 15–25 分钟"
    assert counter.visitor.masked == "身份证 410183********1212"


# -- alerts, pause, leaving --------------------------------------------------------------------------------


def test_the_alert_is_acknowledged_in_the_name_of_who_sits_here(counter: Counter) -> None:
    counter.show(view(notices=(notice(known=True), notice())))
    assert not counter.alerts.known, "what nobody has seen comes first"
    counter.alerts.acknowledge()
    assert counter.link.commands == [Acknowledge("W01/2026-11-20-A013", "1003")]
    counter.link.done()
    counter.show(view(notices=(notice(known=True),)))
    counter.alerts.acknowledge()
    assert len(counter.link.commands) == 1, "known is known"


def test_pausing_asks_why_and_for_how_long(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    counter.rest.choose("meal")
    assert counter.link.commands == [] and counter.rest.title == "用餐，多久回来？"
    counter.rest.choose("30")
    assert counter.link.commands == [p.Pause("3", "meal", NOW + 30 * MINUTE)]


def test_pausing_without_a_time_and_changing_ones_mind(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    counter.rest.choose("device")
    counter.rest.cancel()
    assert not counter.rest.asking
    counter.rest.choose("other")
    counter.rest.choose("0")
    assert counter.link.commands == [p.Pause("3", "other", 0)]


def test_the_reasons_are_those_the_hall_accepts(counter: Counter) -> None:
    from hall.domain.queueing import call as rules  # the screen must not know it; the test may

    assert tuple(REASONS) == rules.PAUSE_REASONS


def test_while_serving_neither_pause_nor_leave(counter: Counter) -> None:
    counter.show(view())
    counter.rest.choose("meal")
    counter.rest.leave()
    counter.rest.leave()
    assert counter.link.commands == [] and not counter.rest.asking and not counter.rest.armed


def test_leaving_is_asked_twice(counter: Counter) -> None:
    counter.show(view(WindowState.FREE))
    counter.rest.leave()
    assert counter.link.commands == [] and counter.rest.leaveWord == "再按签退"
    counter.rest.leave()
    assert counter.link.commands == [p.SignOff("3")]


# -- signing on ------------------------------------------------------------------------------------------


def test_signing_on_by_number_and_pin(counter: Counter) -> None:
    counter.show(view(WindowState.CLOSED))
    counter.sign_on.filter("1003")
    assert counter.sign_on.chosenName == "李梅" and counter.sign_on.wantsPin and not counter.sign_on.ready
    for digit in "2468":
        counter.sign_on.type(digit)
    counter.sign_on.submit()
    assert counter.link.commands == [p.SignOn("3", "1003", "2468")]
    assert counter.sign_on.pin == "", "a PIN is forgotten as soon as it was sent"


def test_a_wrong_pin_is_said_and_the_clerk_tries_again(counter: Counter) -> None:
    counter.show(view(WindowState.CLOSED))
    counter.sign_on.choose("1003")
    counter.sign_on.setPin("1")
    counter.sign_on.submit()
    counter.link.refuse("wrong_pin", "密码不对", "Wrong PIN.")
    assert counter.sign_on.problem == "密码不对"
    counter.sign_on.type("2")
    assert counter.sign_on.problem == ""


def test_who_needs_no_pin_signs_on_at_once(counter: Counter) -> None:
    counter.show(view(WindowState.CLOSED))
    counter.sign_on.choose("1001")
    assert counter.sign_on.ready and not counter.sign_on.wantsPin
    counter.sign_on.submit()
    assert counter.link.commands == [p.SignOn("3", "1001", "")]


def test_finding_oneself_by_part_of_a_name(counter: Counter) -> None:
    counter.show(view(WindowState.CLOSED))
    counter.sign_on.filter("林")
    assert [card.name for card in counter.sign_on.staff.rows] == ["林晓红"]
    counter.sign_on.enter()
    assert counter.sign_on.chosen == "1012"
    counter.sign_on.filter("没有这个人")
    counter.sign_on.enter()
    assert counter.sign_on.staff.rows == ()


def test_nobody_signs_on_while_the_hall_is_away(counter: Counter) -> None:
    counter.sign_on.choose("1001")
    counter.sign_on.submit()
    assert counter.link.commands == []


def test_the_next_clerk_finds_an_empty_page(counter: Counter) -> None:
    counter.show(view(WindowState.CLOSED))
    counter.sign_on.choose("1003")
    counter.sign_on.setPin("99")
    counter.show(view(WindowState.FREE))
    counter.show(view(WindowState.CLOSED))
    assert (counter.sign_on.chosen, counter.sign_on.pin) == ("", "")


def test_english_reaches_everything_that_is_shown(counter: Counter) -> None:
    counter.show(view(WindowState.CALLED, ticket=served(False, 1, 14), notices=(notice(),)))
    counter.words.set_english(True)
    assert counter.line.barLine == "On the way"
    assert [row.matter for row in counter.line.rows.rows][:2] == ["Retirement", "Replace social card"]
    assert {k.id: k.sub for k in counter.desk.keys.rows}["f2"] == "in 14 s"
    assert counter.alerts.title == "A013 is near 30 min"
    assert counter.words.missing == set()


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ("somebody", "有人到窗口"),
        ("gone", "来过人，又走了"),
        ("nobody", "还没有人来"),
        ("unknown", "有没有人来：未知"),
        ("", ""),
    ],
)
def test_the_clerk_reads_whether_anybody_came(counter: Counter, came: str, said: str) -> None:
    counter.show(view(WindowState.CALLED, came=came))
    assert counter.visitor.came == said


def test_before_passing_the_clerk_reads_that_somebody_stands_there_and_may_pass_all_the_same(
    counter: Counter,
) -> None:
    last = served(False, 3, 0, 0)
    counter.show(view(WindowState.CALLED, ticket=last, came="nobody"))
    assert "过号？" not in counter.visitor.hint
    counter.show(view(WindowState.CALLED, seq=101, ticket=last, came="somebody"))
    assert counter.visitor.hint == "已有人在窗口，仍要过号？"
    counter.desk.press("f4")
    assert counter.link.commands == [t.Pass("3")]


def test_what_a_camera_saw_is_not_claimed_once_the_hall_is_lost(counter: Counter) -> None:
    counter.show(view(WindowState.CALLED, came="somebody"))
    counter.link.lose()
    counter.desk.tick()
    assert counter.visitor.came == ""
