"""Drawing what a camera has to watch: polygons with the mouse on a picture of it, as shares of the picture.

A tool for whoever installs the cameras (`hall camera draw`), not a page of the wall.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Property, QObject, QPointF, QUrl, Signal, Slot
from PySide6.QtQml import QQmlApplicationEngine

from hall.uikit.screen import ROOT, application, prepare_platform

PAGE = Path(__file__).parent / "pages" / "Drawing.qml"
LEAST = 3  # corners of a polygon


class Drawing(QObject):
    """Finished polygons and the one under way. Points are shares 0..1 of the picture, kept inside of it."""

    changed = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.polygons: list[list[list[float]]] = []
        self._points: list[list[float]] = []

    @Property("QVariantList", notify=changed)
    def corners(self) -> list[QPointF]:
        """Of the polygon under way."""
        return [QPointF(x, y) for x, y in self._points]

    @Property("QVariantList", notify=changed)
    def shapes(self) -> list[list[QPointF]]:
        """The finished polygons."""
        return [[QPointF(x, y) for x, y in polygon] for polygon in self.polygons]

    @Property(bool, notify=changed)
    def closable(self) -> bool:
        """Enough corners to be a polygon?"""
        return len(self._points) >= LEAST

    @Slot(float, float)
    def add(self, x: float, y: float) -> None:
        """One more corner."""
        self._points.append([round(min(1.0, max(0.0, x)), 3), round(min(1.0, max(0.0, y)), 3)])
        self.changed.emit()

    @Slot()
    def undo(self) -> None:
        """Take the last corner back, else the last polygon."""
        if self._points:
            self._points.pop()
        elif self.polygons:
            self.polygons.pop()
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        """The polygon under way is finished; with fewer than three corners it stays as it is."""
        if self.closable:
            self.polygons.append(self._points)
            self._points = []
            self.changed.emit()

    @Slot()
    def done(self) -> None:
        """Everything is drawn; a polygon under way counts when it is one."""
        self.close()
        self.finished.emit()


def draw(picture: Path) -> list[list[list[float]]]:
    """Open the window and wait until it is closed. The polygons that were finished, each a list of [x, y]."""
    prepare_platform()
    app = application(["hall camera draw"])
    drawing = Drawing()
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(ROOT))
    engine.setInitialProperties({"drawing": drawing, "picture": QUrl.fromLocalFile(str(picture.resolve()))})
    engine.load(QUrl.fromLocalFile(str(PAGE)))
    if not engine.rootObjects():
        print("hall camera: the window cannot be opened; is there a display?", file=sys.stderr)
        return []
    drawing.finished.connect(app.quit)
    app.exec()
    engine.deleteLater()
    return drawing.polygons
