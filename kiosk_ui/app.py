"""The ticket machine as a program: its pages, its view-models, its line to the hall."""

import sys
from collections.abc import Mapping
from pathlib import Path

from hall.uikit.link import Link
from hall.uikit.screen import Args, Screen, link_to_hall, run
from hall.uikit.speech import Speech
from hall.uikit.words import Words
from kiosk_ui.viewmodels.kiosk import Kiosk
from kiosk_ui.words_en import EN

HERE = Path(__file__).resolve().parent
MAIN = HERE / "Main.qml"
SIZE = (1080, 1920)

PAGES = {
    "home": "pages/Home.qml",
    "reader": "pages/Reader.qml",
    "consent": "pages/Consent.qml",
    "phone": "pages/Phone.qml",
    "name": "pages/NameTyping.qml",
    "assisted": "pages/Assisted.qml",
    "priority": "pages/Priority.qml",
    "services": "pages/Services.qml",
    "search": "pages/Search.qml",
    "guide": "pages/Guide.qml",
    "chosen": "pages/Chosen.qml",
    "result": "pages/Result.qml",
    "refused": "pages/Refused.qml",
    "mine": "pages/Mine.qml",
    "numbers": "pages/Numbers.qml",
    "number": "pages/Number.qml",
    "ending": "pages/Ending.qml",
    "bookings": "pages/Bookings.qml",
    "help": "pages/Help.qml",
    "offline": "pages/Offline.qml",
}

_links: list[Link] = []


def models(link: Link, words: Words, kiosk: str, speech: Speech | None = None) -> dict[str, object]:
    """The initial properties of Main.qml."""
    return {
        "kiosk": Kiosk(link, words, kiosk, speech),
        "pages": {k: (HERE / v).as_uri() for k, v in PAGES.items()},
    }


def build(args: Args, words: Words) -> Mapping[str, object]:
    """The view-models on a line to the real hall."""
    kiosk = args.id or "kiosk-1"
    link = link_to_hall(args, kiosk, (f"kiosk/{kiosk}", "catalogue"))
    _links.append(link)
    found = models(link, words, kiosk, Speech())
    if args.look == "elder":
        found["kiosk"].toggleElder()  # type: ignore[attr-defined]
    return found


def close() -> None:
    """End the line."""
    while _links:
        _links.pop().close()


SCREEN = Screen("hall-kiosk", MAIN, SIZE, build, english=EN, pages=PAGES, close=close)


def main(argv: list[str] | None = None) -> int:
    """The gui script `hall-kiosk`."""
    return run(SCREEN, argv)


if __name__ == "__main__":
    sys.exit(main())
