"""Rules of the founding documents that no single room can hold: what must be nowhere."""

import re
from pathlib import Path

SCREENS = ("kiosk_ui", "window_ui", "monitor", "hall/uikit")
FROM_OUTSIDE = re.compile(
    r"QtMultimedia|QtWebEngine|QtWebView|\b(?:Video|MediaPlayer|AnimatedImage|WebEngineView)\s*\{|https?://|ftp://"
)


def pages(root: Path) -> list[Path]:
    return [page for room in SCREENS for page in sorted((root / room).rglob("*.qml"))]


def test_r014_no_page_has_a_place_for_adverts(root):
    """A screen that shows nothing from outside cannot show adverts: no film, no web page, no picture from a network."""
    assert len(pages(root)) > 30
    shown = {
        str(page.relative_to(root)): hit[0]
        for page in pages(root)
        if (hit := FROM_OUTSIDE.search(page.read_text("utf-8")))
    }
    assert shown == {}


def test_r014_an_advert_in_the_hall_can_be_recorded():
    from hall.domain.words import ITEMS
    from monitor.viewmodels.environment import ITEMS as offered

    assert ITEMS["adverts"][0] == offered["adverts"] == "广告"
