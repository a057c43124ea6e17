"""Draws every page and state of the window console at its real size: python -m tests.window_ui.pictures out/window"""

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.hand import Hand
from hall.uikit.words import Words
from tests.alive import keep
from tests.window_ui.scenes import NOW, RARE, SCENES, at, config, items, places
from window_ui.app import EN, MAIN, SIZE, models
from window_ui.place import Place

keep()


def draw(folder: Path) -> None:
    """Every scene in Chinese, the main ones in English, full page and bar."""
    app = screen.application()
    screen.watch_warnings()
    place = Place("3", str(Path(tempfile.mkdtemp()) / "place.ini"))
    for english in (False, True):
        for name, (view, lost) in SCENES.items():
            words = Words(EN)
            words.install()
            link = FakeLink(at("09:41") if lost else NOW)
            made = models(link, words, config(), config().windows[0], place)
            if view:
                link.show("window/3", view)
            if lost:
                link.lose()
                link.now = NOW
            words.set_english(english)
            shown = screen.show(MAIN, made, words, SIZE)
            _grab(shown, folder / f"{'en-' if english else ''}full-{name}.png")
            made["desk"].narrow()
            _grab(shown, folder / f"{'en-' if english else ''}bar-{name}.png")
            shown.end()
            print(name, "missing English:", words.missing or "none")
        for name, (view, act) in RARE.items():
            words = Words(EN)
            words.install()
            link = FakeLink(NOW)
            link.show("places", places())
            link.show("items", items())
            made = dict(models(link, words, config(), config().windows[0], place))
            link.show("window/3", view)
            words.set_english(english)
            shown = screen.show(MAIN, made, words, SIZE)
            for _ in range(5):
                QCoreApplication.processEvents()
            act(made, Hand(shown.window))
            _grab(shown, folder / f"{'en-' if english else ''}rare-{name}.png")
            shown.end()
            print(name, "missing English:", words.missing or "none")
    print("warnings:", screen.warnings)
    del app


def _grab(shown: screen.Shown, path: Path) -> None:
    for _ in range(30):
        QCoreApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.window.grabWindow().save(str(path))


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "out/window"))
