"""Every control in its states: no Qt warning, a name to be read aloud, the hall's font, enough contrast."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QAccessible, QColor, QFontInfo, QImage
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from hall.uikit import qr, screen
from hall.uikit.hand import Hand
from hall.uikit.words import Words

GALLERY = Path(__file__).with_name("Gallery.qml")
CODE = "H1:0f3a9c6e5d2b4187a0c3f6e9d2b5a8c1"


@pytest.fixture(params=["light", "elder", "dark"])
def gallery(request: pytest.FixtureRequest, words: Words) -> Iterator[Hand]:
    shown = screen.show(GALLERY, {"qr": qr.rows(CODE), "look": request.param}, words)
    yield Hand(shown.window)
    shown.end()


def pressables(hand: Hand) -> list[QQuickItem]:
    return [i for i in hand.items() if i.isVisible() and i.property("ringRadius") is not None]


def test_everything_pressable_has_a_name_and_a_role(gallery: Hand) -> None:
    found = pressables(gallery)
    assert len(found) > 15
    for item in found:
        face = QAccessible.queryAccessibleInterface(item)
        name = face.text(QAccessible.Text.Name)
        assert face.role() in (QAccessible.Role.Button,), item.objectName()
        assert name or item.property("icon"), f"{item.objectName()} is silent"


def test_all_text_is_in_the_halls_font(gallery: Hand) -> None:
    labels = [i for i in gallery.items() if i.metaObject().className().startswith(("Label", "NameLabel"))]
    assert len(labels) > 50
    assert {QFontInfo(i.property("font")).family() for i in labels} == {"Noto Sans CJK SC"}


def test_the_code_on_the_screen_can_be_scanned(gallery: Hand, tmp_path: Path) -> None:
    gallery.grab(tmp_path / "all.png")
    picture = cv2.imread(str(tmp_path / "all.png"))
    box = gallery.see("qrCode")["box"]
    x, y, w, h = (int(v) for v in box)
    found, *_ = cv2.QRCodeDetector().detectAndDecode(picture[y : y + h, x : x + w])
    assert found == CODE


def test_a_ticket_has_real_notches(gallery: Hand, tmp_path: Path) -> None:
    """At the perforation the paper shows through the long side; a hand's breadth beside it the slip is whole."""
    ticket = gallery.find("wayTicket")
    box = gallery.see("wayTicket")["box"]
    gallery.grab(tmp_path / "all.png")
    image = QImage(str(tmp_path / "all.png"))
    line = int(box[0]) + (222 if ticket.height() > 170 else 190)
    top = int(box[1]) + 6
    paper = image.pixelColor(int(box[0]) - 8, int(box[1]) + 40)
    assert image.pixelColor(line, top) == paper
    assert image.pixelColor(line - 60, top) != paper


def luminance(color: QColor) -> float:
    channels = np.array([color.redF(), color.greenF(), color.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(a: QColor, b: QColor) -> float:
    """WCAG ratio."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PROBE = """
import QtQuick
import hall.uikit.theme
Item {
    property string look: "light"
    onLookChanged: Theme.look = look
    property color paper: Theme.paper
    property color ink: Theme.ink
    property color ink2: Theme.ink2
    property color off: Theme.off
    property color accent: Theme.accent
    property color accentInk: Theme.accentInk
    property color outline: Theme.outline
    property color green: Theme.green
    property color amber: Theme.amber
    property color red: Theme.red
}
"""


@pytest.mark.parametrize(("look", "least"), [("light", 4.5), ("elder", 7.0), ("dark", 4.5)])
def test_contrast_of_every_text_colour(words: Words, look: str, least: float) -> None:
    shown = screen.show(GALLERY, {"qr": []}, words, visible=False)
    component = QQmlComponent(shown.engine)
    component.setData(PROBE.encode(), GALLERY.as_uri())
    probe = component.create()
    assert probe is not None, component.errorString()
    probe.setProperty("look", look)
    paper = probe.property("paper")
    for name in ("ink", "ink2", "off", "accent", "green", "amber", "red"):
        assert contrast(probe.property(name), paper) >= least - 0.05, name
    assert contrast(probe.property("outline"), paper) >= 3.0
    assert contrast(probe.property("accent"), probe.property("accentInk")) >= 4.5
    probe.setProperty("look", "light")
    probe.deleteLater()
    component.deleteLater()
    shown.end()
