"""A hand that presses real buttons: for page tests, journeys and the demo (`--hand SOCKET`).

Taps are QTest mouse or touch events on the real window. An item that is not there, invisible, disabled, out of
view or covered is refused with words, as a visitor's finger would meet it.

The socket takes one JSON object a line and answers one a line: {"ok": true, …} or {"ok": false, "why": "…"}.
  {"tap": name}  {"tap": name, "touch": true}  {"swipe": name, "dy": -300}  {"type": "text"}  {"key": "F1"}
  {"grab": "file.png"}  {"see": name}  {"names": true}  {"wait": name, "ms": 5000}  {"gone": name, "ms": 5000}
  {"wait": name, "text": "part of its text", "ms": 5000}  {"size": [w, h]}  {"quit": true}
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QPointingDevice
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from hall.bus.clock import machine_s

SETTLE_MS = 260  # a picture waits until a page has slid to its place
PATIENCE_MS = 1000  # a finger looks twice before it gives up
MOVING_MS = 3000  # and at most so long for what says itself that it is moving


class Missed(Exception):
    """The finger did not meet the thing; the message says why."""


_touch_device: QPointingDevice | None = None


def _touch() -> QPointingDevice:
    global _touch_device
    if _touch_device is None:
        _touch_device = QTest.createTouchDevice()
    return _touch_device


class Hand:
    """Finds items of one window by objectName and acts on them."""

    def __init__(self, window: QQuickWindow) -> None:
        self.window = window

    # -- looking --------------------------------------------------------------------------------
    def items(self) -> Iterator[QQuickItem]:
        """All items, parents first."""
        todo = [self.window.contentItem()]
        while todo:
            item = todo.pop()
            yield item
            todo.extend(reversed(item.childItems()))

    def all(self, name: str) -> list[QQuickItem]:
        return [item for item in self.items() if item.objectName() == name]

    def find(self, name: str) -> QQuickItem:
        """The visible item of that name, else any item of that name, else Missed."""
        found = self.all(name)
        for _ in range(20):  # a list makes its rows with the next frame
            if found:
                break
            QTest.qWait(10)
            found = self.all(name)
        if not found:
            raise Missed(f"there is no {name!r} on this page")
        return next((item for item in found if item.isVisible()), found[0])

    def visible(self, name: str) -> bool:
        return any(item.isVisible() for item in self.all(name))

    def text(self, name: str) -> str:
        """All words shown inside the item, in reading order."""
        return " ".join(_words(self.find(name)))

    def page_text(self) -> str:
        """All words on the window now."""
        return " ".join(_words(self.window.contentItem()))

    def see(self, name: str) -> dict[str, Any]:
        """Facts about an item, for JSON."""
        item = self.find(name)
        box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        return {
            "visible": item.isVisible(),
            "enabled": item.isEnabled(),
            "text": " ".join(_words(item)),
            "name": item.property("name") or "",
            "box": [box.x(), box.y(), box.width(), box.height()],
            "status": item.property("status") or "",
        }

    def names(self) -> list[str]:
        """objectNames of everything visible that can be pressed."""
        return sorted(
            {i.objectName() for i in self.items() if i.isVisible() and i.property("ringRadius") is not None}
        )

    # -- acting -----------------------------------------------------------------------------------
    def point(self, name: str) -> QPoint:
        """Where a finger would press, after making sure that it can: lists and grids place their items with the next
        frame, which a busy machine draws late, so a thing that is not met is looked at again for PATIENCE_MS."""
        began = machine_s()
        while True:
            QCoreApplication.processEvents()
            try:
                return self._point(name)
            except Missed:
                if (machine_s() - began) * 1000 >= PATIENCE_MS:
                    raise
            QTest.qWait(10)

    def _point(self, name: str) -> QPoint:
        item = self.find(name)
        if not item.isVisible():
            raise Missed(f"{name!r} is not visible")
        if not item.isEnabled():
            raise Missed(f"{name!r} is disabled")
        spot = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        if not QRectF(0, 0, self.window.width(), self.window.height()).contains(spot):
            raise Missed(f"{name!r} is outside the window at {spot.x():.0f},{spot.y():.0f}; swipe first")
        hit = _hit(self.window.contentItem(), spot)
        if hit is None or not _inside(hit, item):
            cover = hit.objectName() or hit.metaObject().className() if hit else "nothing that can be pressed"
            raise Missed(f"{name!r} is covered: a finger there meets {cover}")
        return spot.toPoint()

    def tap(self, name: str, touch: bool = False) -> None:
        spot = self.point(name)
        if touch:
            QTest.touchEvent(self.window, _touch()).press(0, spot, self.window).commit()
            QTest.touchEvent(self.window, _touch()).release(0, spot, self.window).commit()
        else:
            QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        QCoreApplication.processEvents()

    def swipe(self, name: str, dy: int) -> None:
        """Drag the list `name` by dy window pixels (negative: its lower part comes up)."""
        item = self.find(name)
        spot = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(self.window, left, none, spot)
        for step in range(1, 9):
            QTest.mouseMove(self.window, spot + QPoint(0, dy * step // 8), 10)
        QTest.qWait(120)  # hold, so that the list stops where the finger stops
        QTest.mouseRelease(self.window, left, none, spot + QPoint(0, dy))
        for _ in range(100):  # a press on a list that still rolls would only stop it
            QTest.qWait(10)
            if not item.property("moving"):
                break

    def key(self, name: str) -> None:
        """A key by its Qt name without Key_: F1, Return, Tab, Escape."""
        key = getattr(Qt.Key, f"Key_{name}", None)
        if key is None:
            raise Missed(f"there is no key {name!r}")
        QTest.keyClick(self.window, key)
        QCoreApplication.processEvents()

    def type(self, text: str) -> None:
        """Keys for ASCII, the input method's commit for everything else."""
        for letter in text:
            if letter.isascii():
                QTest.keyClick(self.window, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QCoreApplication.sendEvent(self.window.activeFocusItem() or self.window, event)
        QCoreApplication.processEvents()

    def moving(self) -> bool:
        """Does anything on the page say that it is on its way: a ticket out of its slot, a list under a finger?"""
        return any(item.property("moving") is True for item in self.items() if item.isVisible())

    def grab(self, path: str | Path) -> None:
        """The window as a PNG at its real size."""
        image = self.window.grabWindow()
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside it first, then moved: two screens may write the same picture, and nobody sees half of one.
        part = target.with_name(f".{os.getpid()}-{target.name}")
        if image.isNull() or not image.save(str(part), "PNG"):
            raise Missed(f"no picture could be written to {path}")
        part.replace(target)


def _words(item: QQuickItem) -> Iterator[str]:
    if not item.isVisible():
        return
    text = item.property("text")
    kind = item.metaObject().className()
    if isinstance(text, str) and text and kind.startswith(("Label", "NameLabel", "QQuickText", "WaitRange")):
        yield text
    for child in item.childItems():
        yield from _words(child)


def _hit(item: QQuickItem, spot: QPointF) -> QQuickItem | None:
    """The uppermost item at a scene point that takes the left button."""
    if not item.isVisible() or not item.isEnabled():
        return None
    if item.clip() and not item.contains(item.mapFromScene(spot)):
        return None
    children = item.childItems()
    order = sorted(range(len(children)), key=lambda i: (children[i].z(), i), reverse=True)
    for i in order:
        found = _hit(children[i], spot)
        if found is not None:
            return found
    takes = bool(item.acceptedMouseButtons() & Qt.MouseButton.LeftButton)
    return item if takes and item.contains(item.mapFromScene(spot)) else None


def _inside(item: QQuickItem, ancestor: QQuickItem) -> bool:
    at: QQuickItem | None = item
    while at is not None:
        if at == ancestor:
            return True
        at = at.parentItem()
    return False


class HandServer(QObject):
    """The hand behind a unix socket; every line is one act, answered when it is done."""

    def __init__(self, path: str, window: QQuickWindow) -> None:
        super().__init__()
        self._hand = Hand(window)
        self._server = QLocalServer(self)
        QLocalServer.removeServer(path)
        if not self._server.listen(path):
            raise SystemExit(f"--hand {path}: {self._server.errorString()}")
        self._server.newConnection.connect(self._on_connection)

    def _on_connection(self) -> None:
        while (client := self._server.nextPendingConnection()) is not None:
            client.readyRead.connect(lambda c=client: self._on_lines(c))
            client.disconnected.connect(client.deleteLater)
            self._on_lines(client)

    def _on_lines(self, client: QLocalSocket) -> None:
        while client.canReadLine():
            line = bytes(client.readLine().data())
            try:
                act = json.loads(line)
                if not isinstance(act, dict):
                    raise Missed("expected a JSON object")
                self._act(client, act)
            except (ValueError, KeyError, TypeError, Missed) as problem:
                _answer(client, {"ok": False, "why": str(problem)})

    def _act(self, client: QLocalSocket, act: dict[str, Any]) -> None:
        hand = self._hand
        if "wait" in act or "gone" in act:
            self._wait(client, act, int(act.get("ms", 5000)))
            return
        if "grab" in act:
            QTimer.singleShot(SETTLE_MS, lambda: self._grab(client, act["grab"]))
            return
        answer: dict[str, Any] = {"ok": True}
        if "tap" in act:
            hand.tap(act["tap"], bool(act.get("touch")))
        elif "swipe" in act:
            hand.swipe(act["swipe"], int(act["dy"]))
        elif "type" in act:
            hand.type(act["type"])
        elif "key" in act:
            hand.key(act["key"])
        elif "see" in act:
            answer.update(hand.see(act["see"]))
        elif "names" in act:
            answer["names"] = hand.names()
        elif "page" in act:
            answer["text"] = hand.page_text()
        elif "size" in act:
            hand.window.resize(int(act["size"][0]), int(act["size"][1]))
        elif "quit" in act:
            QTimer.singleShot(0, QCoreApplication.quit)
        else:
            raise Missed(f"nothing to do in {act}")
        _answer(client, answer)

    def _wait(self, client: QLocalSocket, act: dict[str, Any], left_ms: int) -> None:
        """Look again every 40 ms without stopping the screen."""
        if self._met(act):
            _answer(client, {"ok": True})
        elif left_ms <= 0:
            what = f"{act['wait']!r} did not appear" if "wait" in act else f"{act['gone']!r} did not go"
            _answer(client, {"ok": False, "why": f"{what}; on the page: {self._hand.page_text()[:400]}"})
        else:
            QTimer.singleShot(40, lambda: self._wait(client, act, left_ms - 40))

    def _grab(self, client: QLocalSocket, path: str, left_ms: int = MOVING_MS) -> None:
        if left_ms > 0 and self._hand.moving():
            QTimer.singleShot(40, lambda: self._grab(client, path, left_ms - 40))
            return
        try:
            self._hand.grab(path)
            _answer(client, {"ok": True})
        except Missed as problem:
            _answer(client, {"ok": False, "why": str(problem)})

    def _met(self, act: dict[str, Any]) -> bool:
        if "gone" in act:
            return not self._hand.visible(act["gone"])
        if not self._hand.visible(act["wait"]):
            return False
        return str(act.get("text", "")) in self._hand.text(act["wait"])


def _answer(client: QLocalSocket, answer: dict[str, Any]) -> None:
    client.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
    client.flush()
