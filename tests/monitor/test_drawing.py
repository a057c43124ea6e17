"""`hall camera draw`: polygons with the mouse, by real clicks on the real window."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from hall.uikit import screen
from monitor import drawing


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "frame.png"
    Image.fromarray(np.full((432, 768, 3), 120, np.uint8)).save(path)
    return path


def test_corners_stay_inside_and_two_are_no_polygon():
    made = drawing.Drawing()
    made.add(-0.2, 1.4)
    made.add(0.5, 0.5)
    made.close()
    assert made.polygons == []
    made.add(0.25, 0.75)
    made.done()
    assert made.polygons == [[[0.0, 1.0], [0.5, 0.5], [0.25, 0.75]]]
    made.undo()
    assert made.polygons == []


def test_clicks_and_keys_on_the_window_make_polygons(picture, qtbot, tmp_path):
    screen.watch_warnings()
    before = len(screen.warnings)

    def play() -> None:
        (window,) = [w for w in QGuiApplication.topLevelWindows() if w.isVisible()]
        stage = window.findChild(object, "stage")
        left, top = stage.x(), stage.y()
        wide, high = stage.width(), stage.height()
        for x, y in ((0.25, 0.25), (0.75, 0.25), (0.5, 0.75)):
            QTest.mouseClick(
                window, Qt.LeftButton, Qt.NoModifier, QPoint(round(left + x * wide), round(top + y * high))
            )
        QTest.keyClick(window, Qt.Key_Return)
        for x, y in ((0.1, 0.1), (0.2, 0.1)):
            QTest.mouseClick(
                window, Qt.LeftButton, Qt.NoModifier, QPoint(round(left + x * wide), round(top + y * high))
            )
        QTest.keyClick(window, Qt.Key_Backspace)
        window.grabWindow().save(str(tmp_path / "drawing.png"))
        QTest.keyClick(window, Qt.Key_Escape)

    QTimer.singleShot(300, play)
    polygons = drawing.draw(picture)
    assert len(polygons) == 1
    assert polygons[0] == pytest.approx(np.array([[0.25, 0.25], [0.75, 0.25], [0.5, 0.75]]), abs=0.01)
    assert screen.warnings[before:] == []
    assert (tmp_path / "drawing.png").stat().st_size > 5000
    json.dumps(polygons)
