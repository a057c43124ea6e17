"""The wall as its program builds it, on a real controller: the manager's acts over the encrypted line, with a PIN."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from hall.contract.calling import QuietSet, WindowQueuesSet
from hall.contract.opening import QueueClosed, QueueReopened
from hall.contract.posts import LeaveDeclared, LeaveEnded
from hall.uikit import screen
from hall.uikit.words import Words
from monitor import app as program
from monitor.app import EN
from tests.hall.house import House, house, open_hours

__all__ = ["house", "open_hours"]


@pytest.fixture
def words(qapp: QGuiApplication):
    screen.application()
    made = Words(EN)
    made.install()
    yield made
    made.remove()


def test_a_manager_closes_a_queue_gives_a_window_another_and_silences_the_hall(
    house: House, words: Words, qtbot: QtBot
) -> None:
    text = house.config.read_text("utf-8").replace('name = "王一"\n', 'name = "王一"\nduty = "manager"\n')
    house.config.write_text(text, "utf-8")
    with house.running():
        made = program.build(
            screen.Args(house.config, None, "monitor-1", "", None, "", False, "", False), words
        )
        try:
            wall, desk, dispatch, who = made["wall"], made["desk"], made["dispatch"], made["who"]
            qtbot.waitUntil(
                lambda: wall.view is not None and dispatch._hall.places is not None, timeout=10_000
            )

            def sign(pin: str = "", why: str = "") -> None:
                """Press the last key and wait for the hall's answer."""
                if why:
                    dispatch.chooseReason(why)
                desk.choosePerson("s1")
                if pin:
                    assert who.wantsPin
                    who.setPin(pin)
                dispatch.send()
                qtbot.waitUntil(lambda: not dispatch._under_way, timeout=10_000)

            desk.openDispatch()
            dispatch.chooseTab("queues")
            dispatch.chooseLine("queue/tax")
            dispatch.chooseReason("系统维护")
            dispatch.propose()
            sign("1111")
            assert dispatch.problem.startswith("密码不对") and dispatch.step == "confirm"
            sign("2468")
            assert dispatch.problem == "" and dispatch.note.startswith("改好了")
            qtbot.waitUntil(lambda: any(x.closed for x in dispatch.lists.lines.rows), timeout=10_000)
            assert not who.wantsPin, "asked once"

            dispatch.chooseLine("queue/tax")
            sign(why="故障已排除")
            dispatch.chooseTab("windows")
            dispatch.chooseWindow("3")
            dispatch.toggleQueue("tax")
            dispatch.propose()
            sign(why="有人请假")
            qtbot.waitUntil(lambda: any(w.other for w in dispatch.lists.windows.rows), timeout=10_000)
            qtbot.waitUntil(lambda: dispatch._hall.serves("3") == ("social",), timeout=10_000)
            dispatch.chooseTab("queues")
            dispatch.setQuiet("hall", True)
            sign(why="节假日")
            qtbot.waitUntil(lambda: dispatch.hallQuiet, timeout=10_000)
        finally:
            program.close()
    kinds = (QueueClosed, QueueReopened, WindowQueuesSet, QuietSet)
    acts = [e.event for e in house.events() if isinstance(e.event, kinds)]
    assert acts == [
        QueueClosed("系统维护", "tax", "", 0, "s1"),
        QueueReopened("tax", reason="故障已排除", staff="s1"),
        WindowQueuesSet("3", ("social",), "有人请假", "s1"),
        QuietSet(True, reason="节假日", staff="s1"),
    ]
    assert b"2468" not in b"".join(house.bodies()), "the PIN goes no further than the door"


def test_a_clerk_without_a_duty_declares_a_leave_of_a_post_and_is_back(
    house: House, words: Words, qtbot: QtBot
) -> None:
    post = '[[posts]]\nid = "desk"\nkind = "consult"\nzone = "A"\nstaff = ["s1"]\n'
    boss = '[[staff]]\nid = "s9"\nname = "王强"\nduty = "manager"\n'
    house.config.write_text(house.config.read_text("utf-8") + boss + post, "utf-8")
    with house.running():
        made = program.build(
            screen.Args(house.config, None, "monitor-1", "", None, "", False, "", False), words
        )
        try:
            desk, who = made["desk"], made["who"]
            posts = desk.posts
            desk.openPosts()
            qtbot.waitUntil(lambda: posts.rows.count == 1, timeout=10_000)

            def say(pin: str) -> None:
                who.choose("s1")
                who.setPin(pin)
                posts.send()
                qtbot.waitUntil(lambda: not posts._asking.under_way, timeout=10_000)

            posts.choose("desk")
            posts.chooseReason("materials")
            posts.chooseMinutes("10")
            say("1111")
            assert posts.problem.startswith("密码不对") and posts.at == "desk"
            say("2468")
            assert posts.note.startswith("记下了") and posts.at == ""
            qtbot.waitUntil(lambda: posts.rows.rows[0].may == "back", timeout=10_000)
            posts.choose("desk")
            posts.send()
            qtbot.waitUntil(lambda: posts.rows.rows[0].may == "leave", timeout=10_000)
        finally:
            program.close()
    said = [e.event for e in house.events() if isinstance(e.event, LeaveDeclared | LeaveEnded)]
    assert [(type(x), x.post, x.staff) for x in said] == [
        (LeaveDeclared, "desk", "s1"),
        (LeaveEnded, "desk", "s1"),
    ]
    assert b"2468" not in b"".join(house.bodies()), "the PIN goes no further than the door"
