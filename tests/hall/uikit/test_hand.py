"""The hand presses what a finger could press, and says why when it cannot."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from hall.uikit import screen
from hall.uikit.hand import Hand, HandServer, Missed
from hall.uikit.words import Words

PAGE = """
import QtQuick
import hall.uikit.theme
import hall.uikit.controls
Window {
    id: root
    required property var ear
    width: 600; height: 600; visible: false
    BigButton { objectName: "free"; x: 10; y: 10; width: 200; height: 80; text: "好"
        onClicked: root.ear.heard("free") }
    BigButton { objectName: "grey"; x: 10; y: 110; width: 200; height: 80; text: "灰"; enabled: false }
    BigButton { objectName: "under"; x: 10; y: 210; width: 200; height: 80; text: "下"
        onClicked: root.ear.heard("under") }
    BigButton { objectName: "over"; x: 10; y: 210; width: 200; height: 80; text: "上"
        onClicked: root.ear.heard("over") }
    BigButton { objectName: "away"; x: 10; y: 900; width: 200; height: 80; text: "远"
        onClicked: root.ear.heard("away") }
    BigButton { objectName: "hidden"; visible: false; text: "无" }
    Field { id: field; objectName: "name"; x: 300; y: 10; width: 250; textSize: 20; Component.onCompleted: take() }
    Label { objectName: "shown"; x: 300; y: 300; text: field.text }
    BigButton { objectName: "go"; x: 10; y: 410; width: 200; height: 80; text: "走"; onClicked: way.start() }
    Rectangle { id: train; y: 520; width: 40; height: 40; color: "#ff0000"
        property bool moving: way.running
        NumberAnimation { id: way; target: train; property: "x"; from: 0; to: 500; duration: 700 } }
}
"""


class Ear(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []

    @Slot(str)
    def heard(self, name: str) -> None:
        self.all.append(name)


@pytest.fixture
def page(words: Words, tmp_path: Path) -> Iterator[tuple[Hand, Ear]]:
    file = tmp_path / "Page.qml"
    file.write_text(PAGE, "utf-8")
    ear = Ear()
    shown = screen.show(file, {"ear": ear}, words)
    yield Hand(shown.window), ear
    shown.end()


@pytest.mark.parametrize("touch", [False, True])
def test_a_tap_arrives_once(page: tuple[Hand, Ear], touch: bool) -> None:
    hand, ear = page
    hand.tap("free", touch=touch)
    assert ear.all == ["free"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("grey", "disabled"),
        ("under", "covered: a finger there meets"),
        ("away", "outside the window"),
        ("hidden", "not visible"),
        ("nothing", "there is no 'nothing'"),
    ],
)
def test_what_a_finger_cannot_reach_is_refused_with_words(
    page: tuple[Hand, Ear], name: str, why: str
) -> None:
    hand, ear = page
    with pytest.raises(Missed, match=why):
        hand.tap(name)
    assert ear.all == []


def test_typing_reaches_the_field_in_both_scripts(page: tuple[Hand, Ear]) -> None:
    hand, _ = page
    hand.window.requestActivate()
    hand.type("ab李梅9")
    assert hand.text("shown") == "ab李梅9"


def test_the_keyboard_presses_what_has_the_focus(page: tuple[Hand, Ear]) -> None:
    hand, ear = page
    hand.find("free").forceActiveFocus()
    hand.key("Space")
    hand.key("Return")
    assert ear.all == ["free", "free"]
    assert hand.find("focusRing").isVisible()


def test_the_hand_behind_a_socket(
    page: tuple[Hand, Ear], qtbot: QtBot, app: QGuiApplication, tmp_path: Path
) -> None:
    hand, ear = page
    path = tmp_path / "hand"
    server = HandServer(str(path), hand.window)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(path))
        line.setblocking(False)
        got = bytearray()

        def ask(**act: object) -> dict[str, object]:
            line.send(json.dumps(act).encode() + b"\n")
            got.clear()

            def whole() -> bool:
                try:
                    got.extend(line.recv(65536))
                except BlockingIOError:
                    pass
                return got.endswith(b"\n")

            qtbot.waitUntil(whole, timeout=5000)
            answer: dict[str, object] = json.loads(bytes(got))
            return answer

        assert ask(tap="free") == {"ok": True}
        assert ear.all == ["free"]
        assert "covered" in str(ask(tap="under")["why"])
        assert ask(wait="free", ms=100) == {"ok": True}
        assert ask(wait="nothing", ms=100)["ok"] is False
        assert ask(see="grey")["enabled"] is False
        assert ask(grab=str(tmp_path / "x.png")) == {"ok": True}
        assert (tmp_path / "x.png").stat().st_size > 1000
        ask(tap="go")
        assert ask(grab=str(tmp_path / "arrived.png")) == {"ok": True}
        assert QImage(str(tmp_path / "arrived.png")).pixelColor(520, 540).name() == "#ff0000", (
            "it had arrived"
        )
        assert ask(dance=1)["ok"] is False
    server.deleteLater()
