"""A kiosk on a line without a hall: the real window, real view-models, real contract structs."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.hand import Hand
from hall.uikit.speech import Speech
from hall.uikit.words import Words
from kiosk_ui import app as kiosk_app
from kiosk_ui.viewmodels.kiosk import Kiosk
from kiosk_ui.words_en import EN
from tests.alive import keep
from tests.kiosk_ui import scenes

keep()


@pytest.fixture
def words(qapp: QGuiApplication) -> Iterator[Words]:
    screen.application()
    words = Words(EN)
    words.install()
    yield words
    words.remove()


@pytest.fixture
def link() -> FakeLink:
    return scenes.open_link()


class Voice(Speech):
    """Remembers what would have been said."""

    ready = True

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def say(self, text: str, english: bool) -> None:
        self.said.append(text)

    def stop(self) -> None:
        self.said.append("")


class Machine:
    """The kiosk as a visitor and the hall meet it."""

    def __init__(
        self, link: FakeLink, words: Words, size: tuple[int, int], kiosk: str = scenes.KIOSK
    ) -> None:
        self.voice = Voice()
        models = kiosk_app.models(link, words, kiosk, self.voice)
        self.link, self.words = link, words
        self.kiosk: Kiosk = models["kiosk"]  # type: ignore[assignment]
        self.shown = screen.show(kiosk_app.MAIN, {**models, "lessMotion": True}, words, size)
        self.hand = Hand(self.shown.window)

    def tap(self, *names: str) -> None:
        for name in names:
            self.hand.tap(name)

    def page(self) -> str:
        """The name of the page that is shown, as the window has it."""
        return next(
            i.objectName().removeprefix("page_")
            for i in self.hand.items()
            if i.objectName().startswith("page_")
        )


@pytest.fixture
def machine(words: Words, link: FakeLink) -> Iterator[Callable[..., Machine]]:
    made: list[Machine] = []

    def make(size: tuple[int, int] = (1080, 1920)) -> Machine:
        made.append(Machine(link, words, size))
        return made[-1]

    yield make
    for one in made:
        one.shown.end()
