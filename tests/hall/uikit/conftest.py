"""An application with the hall's font, and the translator of the controls."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from hall.uikit import screen
from hall.uikit.words import Words
from tests.alive import keep

keep()


@pytest.fixture
def app(qapp: QGuiApplication) -> QGuiApplication:
    return screen.application()


@pytest.fixture
def words(app: QGuiApplication) -> Iterator[Words]:
    words = Words()
    words.install()
    yield words
    words.remove()
