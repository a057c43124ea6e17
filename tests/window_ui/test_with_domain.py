"""The console on the hall's own rules: every key asks, the domain decides, and the new view is shown at once. What the
clerk sees afterwards is what the hall says, and a refusal is said in the hall's words."""

from pathlib import Path

import msgspec
import pytest

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Actor, Role, Text
from hall.contract.calling import Calling, SetQueues
from hall.contract.legs import AddService, LegState, Transfer
from hall.contract.unions import Command, Done, Refused
from hall.contract.views_common import WindowState
from hall.domain.decide import decide
from hall.domain.queueing import call, moves
from hall.domain.refusal import Refusal
from hall.domain.views import build
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from tests.hall.domain.conftest import Stage, small_hall
from window_ui.app import models
from window_ui.place import Place
from window_ui.viewmodels.emergency import KINDS
from window_ui.viewmodels.lists import HOLD_REASONS
from window_ui.viewmodels.more import CALLINGS, TILES
from window_ui.viewmodels.number import REASONS
from window_ui.viewmodels.visitor import LEG_ICONS, LEG_WORDS, OUTCOMES


class HallLink(FakeLink):
    """Answers like the hall, at once."""

    def __init__(self, stage: Stage, window: str) -> None:
        super().__init__(stage.now)
        self.stage, self.window = stage, window
        self.refusals: list[str] = []

    def ask(self, command, on_reply=None, deadline_s=5.0, again=""):  # type: ignore[no-untyped-def]
        ident = super().ask(command, on_reply, deadline_s, again)
        self.answer(ident, command)
        return ident

    def answer(self, ident: str, command: Command) -> None:
        by = Actor(f"window-{self.window}", Role.WINDOW)
        try:
            self.stage.fold(decide(command, self.stage.hall, self.stage.now, by, f"fresh{ident}"), by)
        except Refusal as refusal:
            self.refusals.append(refusal.code)
            reply = Refused(ident, refusal.code, Text(refusal.text.zh, refusal.text.en), refusal.hint)
            self.answered.emit(ident, reply)
        else:
            self.answered.emit(ident, Done(ident, ()))
        self.look()

    def look(self) -> None:
        """What the hall publishes now."""
        hall, now = self.stage.hall, self.stage.now
        self.now = now
        for topic in (f"window/{self.window}", "places", "items"):
            self.show(topic, build(topic, hall, now))


class Counter:
    """Window w2 of the small hall, which serves both queues; w1 and w3 are at work, too."""

    def __init__(self, stage: Stage, words: Words, folder: Path) -> None:
        self.stage = stage
        stage.sign_on("w1", "w2", "w3")
        self.link = HallLink(stage, "w2")
        config = stage.hall.config
        self.made = dict(
            models(self.link, words, config, config.windows[1], Place("w2", str(folder / "p.ini")))
        )
        self.link.look()

    def __getitem__(self, name: str):  # type: ignore[no-untyped-def]
        return self.made[name]

    @property
    def view(self):  # type: ignore[no-untyped-def]
        return self["desk"].view

    def serve(self, service: str = "sbk", **more: object) -> str:
        """A visitor comes, is called and is here."""
        ticket = self.stage.take(service, **more)
        self.link.look()
        self["desk"].press("f1")
        self["desk"].press("f1")
        assert self.view.state is WindowState.SERVING
        return ticket

    def later(self, seconds: float) -> None:
        self.stage.later(seconds).tick()
        self.link.look()


@pytest.fixture
def at_work(words: Words, tmp_path: Path):  # type: ignore[no-untyped-def]
    made = Counter(Stage(), words, tmp_path)
    yield made
    made["desk"].stop()
    assert made.link.refusals == [], "a refusal that the test did not speak of"


def test_hold_and_call_back(at_work: Counter) -> None:
    ticket = at_work.serve()
    at_work["more"].pick("hold")
    at_work["hold"].choose("form")
    at_work["hold"].choose("10")
    assert at_work.view.state is WindowState.FREE and at_work["more"].page == ""
    (row,) = at_work["lists"].held.rows
    assert (row.id, row.detail) == (ticket, "填表 · 0 分钟了 · 09:10 自动回来")
    at_work["lists"].show("held")
    at_work["lists"].callBack(ticket)
    assert at_work.view.ticket.ticket == ticket and at_work["lists"].tab == "line"


def test_who_is_held_comes_back_by_itself_and_stands_first(at_work: Counter) -> None:
    ticket = at_work.serve()
    at_work.stage.take("sbk")
    at_work["more"].pick("hold")
    at_work["hold"].choose("materials")
    at_work["hold"].choose("5")
    at_work.later(301)
    row = at_work["line"].rows.rows[0]
    assert (row.id, row.tag, row.status) == (ticket, "held", "next")


def test_transfer_with_a_note_and_its_undo(at_work: Counter) -> None:
    ticket = at_work.serve()
    at_work["more"].pick("transfer")
    transfer = at_work["transfer"]
    transfer.filter("3")
    transfer.enter()
    assert transfer.sendWord == "B001 转到 3 号窗口"
    transfer.setNote("差照片")
    transfer.enter()
    (sent,) = at_work["lists"].sent.rows
    assert (sent.id, sent.matter) == (ticket, "3 号窗")
    at_work["lists"].undo(ticket)
    assert at_work.view.ticket.ticket == ticket and at_work.view.state is WindowState.SERVING
    assert at_work["lists"].sent.rows == ()


def test_the_undo_goes_when_somebody_has_called(at_work: Counter) -> None:
    at_work.serve()
    at_work["more"].pick("transfer")
    at_work["transfer"].choose("window:w3")
    at_work["transfer"].send()
    assert len(at_work["lists"].sent.rows) == 1
    at_work.stage.do(t.CallNext("w3"))
    at_work.link.look()
    assert at_work["lists"].sent.rows == ()


def test_a_transfer_by_initials_that_comes_back(at_work: Counter) -> None:
    ticket = at_work.serve()
    at_work["more"].pick("transfer")
    transfer = at_work["transfer"]
    transfer.filter("yg3")  # 员工3
    assert [x.id for x in transfer.targets.rows] == ["staff:s3"]
    transfer.enter()
    transfer.toggleReturn()
    transfer.send()
    at_work.stage.do(t.CallNext("w3"))
    at_work.stage.do(t.Start("w3"))
    at_work.stage.do(t.Finish("w3"))
    at_work.link.look()
    assert [(x.id, x.tag) for x in at_work["line"].rows.rows] == [(ticket, "")]
    assert at_work.view.queue[0].mine, "waits for this window alone"


def test_nobody_is_sent_to_an_empty_chair(at_work: Counter) -> None:
    at_work.serve()
    at_work.stage.do(p.SignOff("w3"))
    at_work.link.look()
    at_work["more"].pick("transfer")
    transfer = at_work["transfer"]
    transfer.show("window")
    assert [(x.id, x.enabled) for x in transfer.targets.rows] == [("window:w1", True), ("window:w3", False)]
    transfer.choose("window:w3")
    assert not transfer.ready and "没有人" in at_work["desk"].message


def test_a_target_that_leaves_meanwhile_is_no_longer_chosen(at_work: Counter) -> None:
    at_work.serve()
    at_work["more"].pick("transfer")
    at_work["transfer"].choose("window:w3")
    assert at_work["transfer"].ready
    at_work.stage.do(p.SignOff("w3"))
    at_work.link.look()
    assert not at_work["transfer"].ready


def test_a_second_service_here_back_to_the_first_and_finish(at_work: Counter) -> None:
    at_work.serve("sbk")
    at_work["more"].pick("add")
    adding = at_work["adding"]
    adding.filter("ylz")
    adding.enter()
    assert adding.mayHere
    adding.add(True)
    visitor = at_work["visitor"]
    assert visitor.service == "养老资格认证"
    assert [(x.text, x.word, x.mine) for x in visitor.services.rows] == [
        ("社会保障卡", "暂停", True), ("养老资格认证", "正在办", False),
    ]  # fmt: skip
    visitor.switchTo(1)
    assert visitor.service == "社会保障卡"
    at_work["desk"].press("f3")
    assert at_work.view.state is WindowState.SERVING and visitor.service == "养老资格认证", (
        "the other one goes on"
    )
    at_work["desk"].press("f3")
    assert at_work.view.state is WindowState.FREE


def test_a_second_service_elsewhere_follows_when_this_one_is_done(at_work: Counter) -> None:
    ticket = at_work.serve("sbk")
    at_work.stage.do(SetQueues("w2", ("B",)))
    at_work.link.look()
    at_work["more"].pick("add")
    at_work["adding"].choose("zhengming")
    assert at_work["adding"].ready and not at_work["adding"].mayHere
    at_work["adding"].enter()
    assert [(x.text, x.word) for x in at_work["visitor"].services.rows] == [
        ("社会保障卡", "正在办"), ("开证明", "待办"),
    ]  # fmt: skip
    at_work["desk"].press("f3")
    assert at_work.view.state is WindowState.FREE
    assert build("window/w1", at_work.stage.hall, at_work.stage.now).queue[0].ticket == ticket


def test_the_same_service_twice_is_refused_in_the_halls_words(at_work: Counter) -> None:
    at_work.serve("sbk")
    at_work["more"].pick("add")
    at_work["adding"].choose("sbk")
    at_work["adding"].add(True)
    assert at_work.link.refusals == ["already"] and "事项" in at_work["desk"].message
    assert at_work["more"].page == "add", "the page stays, so that another can be chosen"
    at_work.link.refusals.clear()


@pytest.mark.parametrize("outcome", list(t.Outcome))
def test_every_outcome_is_two_clicks_away(at_work: Counter, outcome: t.Outcome) -> None:
    ticket = at_work.serve()
    at_work["desk"].chooseOutcome(outcome.value)
    at_work["desk"].press("f3")
    assert at_work.stage.hall.facts.tickets[ticket].outcome is outcome


def test_a_case_number_is_noted_and_counted(at_work: Counter) -> None:
    at_work.serve()
    at_work["more"].pick("case")
    at_work["more"].linkCase("办件 1")
    assert "办件编号只能有" in at_work["desk"].message and at_work["more"].page == "case"
    at_work.link.refusals.clear()
    at_work["more"].linkCase(" XM-1 ")
    assert (at_work["visitor"].trips, at_work["visitor"].case) == ("第 1 次", "最多 1 次 · XM-1")
    assert not at_work["visitor"].tripsLate and at_work["more"].page == ""


def test_calling_by_number_out_of_turn(at_work: Counter) -> None:
    at_work.stage.take("sbk")
    second = at_work.stage.take("sbk")
    at_work.link.look()
    at_work["more"].pick("number")
    at_work["number"].type("b2")
    assert at_work["number"].facts == "已等 0 分钟"
    at_work["number"].enter()
    assert at_work.view.ticket.ticket == second and at_work["more"].page == ""


def test_a_number_of_another_window_is_asked_of_the_hall(at_work: Counter) -> None:
    at_work.stage.do(SetQueues("w2", ("B",)))
    at_work.stage.take("zhengming")
    at_work.link.look()
    at_work["number"].pick("A001")
    assert at_work["number"].number == "A001" and "由大厅判断" in at_work["number"].facts
    at_work["number"].act("call")
    assert at_work["desk"].message == "本窗口不办 A001 的业务，可请转号"
    at_work.link.refusals.clear()


def test_priority_with_a_reason(at_work: Counter) -> None:
    at_work.stage.take("sbk")
    second = at_work.stage.take("sbk")
    at_work.link.look()
    at_work["number"].pick("B002")
    at_work["number"].act("priority")
    at_work["number"].choose("pregnant")
    first = at_work["line"].rows.rows[0]
    assert (first.id, first.tag) == (second, "priority")


def test_another_reason_for_priority_is_written_down(at_work: Counter) -> None:
    ticket = at_work.stage.take("sbk")
    at_work.link.look()
    at_work["number"].pick("B001")
    at_work["number"].act("priority")
    at_work["number"].choose("other")
    asked = len(at_work.link.commands)
    at_work["number"].confirm()
    assert len(at_work.link.commands) == asked, "nothing is written yet"
    at_work["number"].setNote("刚做完手术")
    at_work["number"].confirm()
    assert at_work.stage.hall.facts.tickets[ticket].why == "other"


def test_a_missed_number_is_brought_back(at_work: Counter) -> None:
    ticket = at_work.stage.take("sbk")
    at_work.link.look()
    at_work["desk"].press("f1")
    for _ in range(2):
        at_work.later(30)
        at_work["desk"].press("f2")
    at_work.later(61)
    at_work["desk"].press("f4")
    (row,) = at_work["lists"].passed.rows
    assert row.id == ticket
    at_work["lists"].bringBack(ticket)
    assert at_work["lists"].passed.rows == ()
    assert [(x.id, x.tag) for x in at_work["line"].rows.rows] == [(ticket, "back")]


def test_who_was_called_and_has_left_is_said_twice(at_work: Counter) -> None:
    ticket = at_work.stage.take("sbk")
    at_work.link.look()
    at_work["desk"].press("f1")
    at_work["more"].toggle()
    at_work["more"].pick("left")
    assert at_work.view.state is WindowState.CALLED
    at_work["more"].pick("left")
    assert at_work.view.state is WindowState.FREE
    assert at_work.stage.hall.facts.tickets[ticket].state is t.TicketState.ABANDONED


def test_how_the_visitor_is_called(at_work: Counter) -> None:
    at_work.serve()
    at_work["more"].pick("calling")
    at_work["more"].call("silent")
    assert [x.text for x in at_work["visitor"].tags.rows] == ["不出声叫"]
    at_work["more"].open("calling")
    assert [x.id for x in at_work["more"].ways.rows if x.chosen] == ["silent"]


def test_the_pull_switch(at_work: Counter) -> None:
    at_work["more"].pick("pull")
    assert at_work["desk"].pull
    at_work["more"].pick("pull")
    assert not at_work["desk"].pull


def test_a_colleague_takes_over_and_both_names_stand(at_work: Counter) -> None:
    at_work.serve()
    at_work["more"].pick("relieve")
    relief = at_work["relief"]
    assert "s2" not in [x.id for x in relief.staff.rows], "who sits here already takes nothing over"
    relief.filter("s5")
    relief.submit()
    assert at_work["desk"].staffName == "员工5（替 员工2）"
    assert at_work.view.state is WindowState.SERVING, "the visitor stays"
    assert at_work["more"].page == ""


def test_who_sits_elsewhere_is_refused_on_the_page(at_work: Counter) -> None:
    at_work["more"].pick("relieve")
    at_work["relief"].choose("s3")
    at_work["relief"].submit()
    assert at_work["relief"].problem == "您已在 3 号窗口签到，先签退"
    at_work.link.refusals.clear()


def test_the_call_for_help_goes_out_and_says_who_was_told(at_work: Counter) -> None:
    emergency = at_work["emergency"]
    emergency.press()
    assert emergency.asking and not emergency.active
    emergency.send("medical")
    assert emergency.active and not emergency.asking
    assert emergency.told == "有人不舒服 · 09:00 发出，正在通知值班的人"
    at_work.later(1)
    assert emergency.told == "有人不舒服 · 09:00 发出，已通知 王强、李主任"
    assert not at_work["alerts"].shown, "it stands on its own card"
    emergency.end()
    assert emergency.active, "asked twice"
    emergency.end()
    assert not emergency.shown


def test_where_nobody_is_on_duty_the_call_for_help_says_so(words: Words, tmp_path: Path) -> None:
    alone = small_hall(
        staff=tuple(msgspec.structs.replace(x, duty="") for x in small_hall().staff),
        zones=tuple(msgspec.structs.replace(x, head="") for x in small_hall().zones),
    )
    at_work = Counter(Stage(alone), words, tmp_path)
    at_work["emergency"].press()
    at_work["emergency"].send("fire")
    at_work.later(1)
    assert at_work["emergency"].told == "着火 · 09:00 发出，大屏上看得到。没有设值班长，请再打电话"
    at_work["desk"].stop()


def test_the_console_offers_what_the_hall_accepts() -> None:
    assert tuple(HOLD_REASONS) == moves.HOLD_REASONS
    assert tuple(KINDS) == call.EMERGENCIES
    assert tuple(REASONS) == tuple(t.PriorityReason)
    assert set(CALLINGS) == set(Calling)
    assert set(OUTCOMES) == set(t.Outcome)
    assert set(LEG_WORDS) == set(LEG_ICONS) == set(LegState)


@pytest.mark.parametrize("state", list(WindowState))
def test_a_key_is_grey_exactly_where_the_hall_would_refuse_for_the_windows_state(state: WindowState) -> None:
    commands = {
        "hold": t.Hold, "transfer": Transfer, "add": AddService, "case": t.LinkCase, "relieve": p.Relieve,
    }  # fmt: skip
    for name, _, _, states in TILES:
        if name in commands:
            assert (state in states) == (state in call.ALLOWED[commands[name]]), (name, state)
