"""The screen's line to a real controller: views, answers, silence that is told, a blocked screen that lives on."""

import signal
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from hall.bus.keys import KeyTrouble
from hall.bus.site import Site
from hall.contract.people import CallForHelp
from hall.contract.unions import Done, Refused
from hall.contract.views_catalogue import CatalogueView
from hall.contract.views_kiosk import KioskView
from hall.contract.views_places import ItemsView, PlacesView
from hall.uikit.buslink import BusLink
from hall.uikit.link import NO_ANSWER, Reply, State
from tests.hall.house import House, house, open_hours, stop

__all__ = ["house", "open_hours"]

TOPICS = ("kiosk/kiosk-1", "catalogue")


@pytest.fixture
def link(house: House, app: QGuiApplication) -> Iterator[BusLink]:
    link = BusLink(Site.load(house.config), "kiosk-1", TOPICS)
    yield link
    link.close()


def test_views_and_answers(house: House, link: BusLink, qtbot: QtBot) -> None:
    arrived: list[str] = []
    link.viewArrived.connect(lambda topic, view: arrived.append(topic))
    with house.running():
        qtbot.waitUntil(lambda: set(arrived) == set(TOPICS), timeout=10_000)
        assert link.state is State.LIVE
        assert isinstance(link.latest("catalogue"), CatalogueView)
        replies: list[Reply] = []
        threads: list[str] = []
        link.ask(
            CallForHelp("kiosk-1"),
            lambda r: (replies.append(r), threads.append(threading.current_thread().name)),
        )
        qtbot.waitUntil(lambda: bool(replies), timeout=10_000)
        assert isinstance(replies[0], Done)
        assert threads == [threading.main_thread().name], "answers come on the GUI thread"

        def help_is_shown() -> bool:
            view = link.latest("kiosk/kiosk-1")
            return isinstance(view, KioskView) and view.help_ms > 0

        qtbot.waitUntil(help_is_shown, timeout=10_000)


def test_a_console_follows_where_to_send_people_and_what_may_be_added(
    house: House, app: QGuiApplication, qtbot: QtBot
) -> None:
    console = BusLink(Site.load(house.config), "window-1", ("window/1", "places", "items"))
    try:
        with house.running():
            qtbot.waitUntil(lambda: console.latest("places") is not None, timeout=10_000)
            qtbot.waitUntil(lambda: console.latest("items") is not None, timeout=10_000)
            places, items = console.latest("places"), console.latest("items")
            assert isinstance(places, PlacesView) and "1" in [w.window for w in places.windows]
            assert isinstance(items, ItemsView) and items.items
    finally:
        console.close()


def test_a_command_of_another_place_is_refused_with_words(house: House, link: BusLink, qtbot: QtBot) -> None:
    with house.running():
        replies: list[Reply] = []
        link.ask(CallForHelp("kiosk-2"), replies.append)
        qtbot.waitUntil(lambda: bool(replies), timeout=10_000)
        assert isinstance(replies[0], Refused)
        assert replies[0].text.zh


def test_silence_is_told_since_when_and_the_line_heals(house: House, link: BusLink, qtbot: QtBot) -> None:
    process = house.start()
    qtbot.waitUntil(lambda: link.live, timeout=10_000)
    before = link.now_ms()
    stop(process, signal.SIGKILL)
    replies: list[Reply] = []
    link.ask(CallForHelp("kiosk-1"), replies.append, deadline_s=1.0)
    qtbot.waitUntil(lambda: link.state is State.LOST, timeout=15_000)
    assert abs(link.since_ms - before) < 5_000, "since the last sign of life, not since we noticed"
    qtbot.waitUntil(lambda: bool(replies), timeout=10_000)
    assert isinstance(replies[0], Refused)
    assert replies[0].code == NO_ANSWER
    again = house.start()
    qtbot.waitUntil(lambda: link.live, timeout=15_000)
    assert stop(again) == 0


def test_a_blocked_screen_still_shows_the_hall_that_it_lives(
    house: House, link: BusLink, qtbot: QtBot
) -> None:
    with house.running() as loop:
        qtbot.waitUntil(lambda: link.live, timeout=10_000)
        heard: set[int] = set()
        end = time.monotonic() + 15
        while len(heard) < 3:  # no Qt event is handled here: the GUI thread is stuck in this loop
            heard.add(loop.memory.hall.pulse.get("kiosk-1", 0))
            assert time.monotonic() < end, "the heart-beat stopped with the GUI"


def test_a_missing_key_is_said_at_once(house: House, app: QGuiApplication) -> None:
    with pytest.raises(KeyTrouble, match="kiosk-9"):
        BusLink(Site.load(house.config), "kiosk-9", ())
