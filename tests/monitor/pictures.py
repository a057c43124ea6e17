"""Draws every page and state of the wall at its real sizes: python -m tests.monitor.pictures out/monitor"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from hall.contract.views import WallView
from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from monitor.app import EN, MAIN, SIZE, models
from tests.monitor.scenes import NOTICES, NOW, SCENES, config, view

Made = dict[str, object]


def draw(folder: Path) -> None:
    """Every scene in both languages at 1080p, one at 4K, and the manager's pages."""
    app = screen.application()
    screen.watch_warnings()
    for english in (False, True):
        mark = "en-" if english else ""
        for name, facts in SCENES.items():
            _scene(folder / f"{mark}{name}.png", facts, english)
        _scene(folder / f"{mark}stale.png", view(), english, lambda made: _lose(made))
        _scene(
            folder / f"{mark}finding.png", view(), english, lambda made: made["desk"].open(NOTICES[1].finding)
        )
        _scene(folder / f"{mark}judging.png", view(), english, _judge)
        _scene(folder / f"{mark}environment.png", view(), english, _rate)
    _scene(folder / "busy-4k.png", view(), False, size=(3840, 2160))
    print("warnings:", screen.warnings)
    del app


def _lose(made: Made) -> None:
    link = made["wall"].link
    link.lose()
    link.now = NOW + 40_000
    made["wall"].tick()


def _judge(made: Made) -> None:
    desk = made["desk"]
    desk.open(NOTICES[1].finding)
    desk.choosePerson("2")
    desk.judge("dismiss")
    desk.chooseReason("人在，镜头没看到")


def _rate(made: Made) -> None:
    desk = made["desk"]
    desk.openEnvironment()
    desk.chooseZone("B")
    desk.chooseItem("hygiene")


def _scene(
    path: Path, facts: WallView | None, english: bool, act: Callable[[Made], None] | None = None,
    size: tuple[int, int] = SIZE,
) -> None:  # fmt: skip
    words = Words(EN)
    words.install()
    link = FakeLink(NOW)
    made = dict(models(link, words, config()))
    if facts:
        link.show("wall", facts)
    words.set_english(english)
    shown = screen.show(MAIN, made, words, size)
    _settle()
    if act:
        act(made)
    _settle()
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.window.grabWindow().save(str(path))
    shown.end()
    print(path.name, "missing English:", {w for w in words.missing if not w.isascii()} or "none")


def _settle() -> None:
    for _ in range(30):
        QCoreApplication.processEvents()


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "out/monitor"))
