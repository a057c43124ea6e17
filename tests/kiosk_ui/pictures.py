"""Pictures of every page of the kiosk in every look, for people to judge: python -m tests.kiosk_ui.pictures OUT."""

import sys
from itertools import product
from pathlib import Path

from hall.uikit import screen
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from kiosk_ui.words_en import EN
from tests.kiosk_ui import scenes
from tests.kiosk_ui.conftest import Machine
from tests.kiosk_ui.walk import NOT_OUTSIDE, walk

LOOKS = {
    "portrait": ((1080, 1920), False, False),
    "landscape": ((1920, 1080), False, False),
    "elder": ((1080, 1920), True, False),
    "landscape-elder": ((1920, 1080), True, False),
    "english": ((1080, 1920), False, True),
    "landscape-english": ((1920, 1080), False, True),
    "elder-english": ((1080, 1920), True, True),
}


def main(out: Path) -> int:
    """Writes PAGE-LOOK.png; returns the number of Qt warnings."""
    screen.prepare_platform()
    screen.watch_warnings()
    app = screen.application()
    words = Words(EN)
    words.install()
    kinds = {"": FakeLink, "township-": scenes.TownshipLink}
    for (mark, kind), (look, (size, elder, english)) in product(kinds.items(), LOOKS.items()):
        m = Machine(scenes.open_link(kind), words, size)
        for page, go in walk(m).items():
            if mark and page in NOT_OUTSIDE:
                m.kiosk.goHome()
                continue
            go()
            words.set_english(english)
            if elder and not m.kiosk.property("elder"):
                m.kiosk.toggleElder()
            app.processEvents()
            m.hand.grab(out / f"{mark}{page}-{look}.png")
        m.shown.end()
        words.set_english(False)
    return len(screen.warnings)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")))
