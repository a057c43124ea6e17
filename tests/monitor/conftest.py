"""A wall on a line without a hall: the real pages and view-models, fed with real contract structs."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from hall.bus.tiles import Kept, Tiles
from hall.contract.config import HallConfig
from hall.contract.views_wall import WallView
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.hand import Hand
from hall.uikit.words import Words
from monitor.app import EN, MAIN, SIZE, models
from tests.alive import keep
from tests.monitor.scenes import NOW, config

keep()


class Room:
    """The wall as a manager and the hall meet it."""

    def __init__(
        self, link: FakeLink, words: Words, hall: HallConfig | None = None, tiles: Tiles | None = None,
        kept: Kept | None = None,
    ) -> None:  # fmt: skip
        self.link, self.words = link, words
        self.made = dict(models(link, words, hall or config(), tiles, kept))
        self.wall, self.desk = self.made["wall"], self.made["desk"]
        self.shown: screen.Shown | None = None

    def show(self, view: WallView) -> None:
        self.link.show("wall", view)
        self.settle()

    def open(self, size: tuple[int, int] = SIZE) -> Hand:
        self.shown = screen.show(MAIN, self.made, self.words, size)
        self.shown.window.requestActivate()
        self.settle()
        return Hand(self.shown.window)

    def wait(self, seconds: float) -> None:
        """Hall time passes without a sign of the hall."""
        self.link.now += int(seconds * 1000)
        self.wall.tick()
        self.settle()

    def settle(self) -> None:
        """Until everything is where it belongs; positions are worked out when a frame is drawn."""
        for _ in range(4):
            QCoreApplication.processEvents()
        if self.shown:
            self.shown.window.grabWindow()


@pytest.fixture
def words(qapp: QGuiApplication) -> Iterator[Words]:
    screen.application()
    words = Words(EN)
    words.install()
    yield words
    words.remove()


@pytest.fixture
def room(words: Words) -> Iterator[Room]:
    made = Room(FakeLink(NOW), words)
    yield made
    if made.shown:
        made.shown.end()
