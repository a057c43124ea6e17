"""One window on a line without a hall: the real pages and view-models, fed with real contract structs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from hall.contract.views_window import WindowView
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.hand import Hand
from hall.uikit.words import Words
from tests.alive import keep
from tests.window_ui.scenes import NOW, config
from window_ui.app import EN, MAIN, SIZE, models
from window_ui.place import Place

keep()


class Counter:
    """The counter as a clerk and the hall meet it. `show` and `press` leave nothing undone behind them."""

    def __init__(self, link: FakeLink, words: Words, folder: Path) -> None:
        self.link, self.words = link, words
        self.place = Place("3", str(folder / "place.ini"))
        self.made = dict(models(link, words, config(), config().windows[0], self.place))
        self.desk, self.visitor, self.line = self.made["desk"], self.made["visitor"], self.made["line"]
        self.rest, self.alerts, self.sign_on = self.made["rest"], self.made["alerts"], self.made["signOn"]
        self.shown: screen.Shown | None = None

    def show(self, view: WindowView) -> None:
        self.link.show("window/3", view)
        self.settle()

    def open(self, size: tuple[int, int] = SIZE) -> Hand:
        """The real window."""
        self.shown = screen.show(MAIN, self.made, self.words, size)
        self.shown.window.requestActivate()
        self.settle()
        return Hand(self.shown.window)

    def settle(self) -> None:
        for _ in range(4):
            QCoreApplication.processEvents()

    def keys(self) -> dict[str, tuple[bool, bool]]:
        """key → (makes sense, is the next right thing)."""
        return {key.id: (key.enabled, key.solid) for key in self.desk.keys.rows}


@pytest.fixture
def words(qapp: QGuiApplication) -> Iterator[Words]:
    screen.application()
    words = Words(EN)
    words.install()
    yield words
    words.remove()


@pytest.fixture
def counter(words: Words, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(FakeLink(NOW), words, tmp_path)
    yield made
    made.desk.stop()
    if made.shown:
        made.shown.end()


@pytest.fixture
def show_scene(counter: Counter) -> Callable[[str], None]:
    """Bring the counter into one of SCENES."""
    from tests.window_ui.scenes import SCENES, at

    def show(name: str) -> None:
        view, lost = SCENES[name]
        if lost:
            counter.link.now = at("09:41")
        if view:
            counter.show(view)
        if lost:
            counter.link.lose()
            counter.link.now = NOW
            counter.desk.tick()
        counter.settle()

    return show
