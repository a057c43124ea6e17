"""The window console: `python -m window_ui.app --config FILE --id 3`. Pages and view-models are put together here."""

import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from hall.bus.site import Site
from hall.contract.config import HallConfig, WindowPart
from hall.contract.people import Relieve
from hall.uikit.link import Link
from hall.uikit.screen import Args, Screen, link_to_hall, run
from hall.uikit.words import Words
from window_ui.globalkeys import GlobalKeys
from window_ui.place import Place
from window_ui.viewmodels.adding import Adding
from window_ui.viewmodels.alerts import Alerts
from window_ui.viewmodels.desk import Desk
from window_ui.viewmodels.emergency import Emergency
from window_ui.viewmodels.hold import Hold
from window_ui.viewmodels.line import Line
from window_ui.viewmodels.lists import Lists
from window_ui.viewmodels.more import More
from window_ui.viewmodels.number import Number
from window_ui.viewmodels.rest import Rest
from window_ui.viewmodels.sign_on import Person, SignOn
from window_ui.viewmodels.transfer import Transfer
from window_ui.viewmodels.visitor import Visitor
from window_ui.words_en import EN

PAGES = {  # name of a page → its file beside Main.qml; desk.page says which is on
    "sign_on": "SignOn.qml",
    "console": "Console.qml",
    "bar": "Bar.qml",
}
MAIN = Path(__file__).parent / "pages" / "Main.qml"
SIZE = (1280, 800)


def models(
    link: Link, words: Words, config: HallConfig, window: WindowPart, place: Place
) -> Mapping[str, object]:
    """The view-models of one window, by the names Main.qml knows them."""
    desk = Desk(link, words, window.id, window.number, config.policy.repeat_max)
    visitor, rest = Visitor(desk), Rest(desk)
    held = GlobalKeys(QGuiApplication.platformName())
    staff = tuple(Person(person.id, person.name, person.pin != "") for person in config.staff)
    more, emergency = More(desk), Emergency(desk)
    acts = {"F9": desk.fold, "F11": emergency.press}
    held.pressed.connect(lambda key: acts[key]() if key in acts else desk.press(key.lower()))
    relief = SignOn(desk, staff, Relieve, lambda: more.page == "relieve")
    more.changed.connect(relief.look)
    relief.accepted.connect(more.close)
    return {
        "desk": desk,
        "visitor": visitor,
        "rest": rest,
        "line": Line(desk, visitor, rest),
        "alerts": Alerts(desk),
        "signOn": SignOn(desk, staff),
        "lists": Lists(desk),
        "more": more,
        "hold": Hold(desk, more),
        "transfer": Transfer(desk, more),
        "adding": Adding(desk, more),
        "number": Number(desk, more),
        "relief": relief,
        "emergency": emergency,
        "words": words,
        "pages": PAGES,
        "place": place,
        "globalKeys": held,
    }


def _window(config: HallConfig, ident: str) -> WindowPart:
    for window in config.windows:
        if window.id == ident:
            return window
    known = ", ".join(window.id for window in config.windows)
    raise SystemExit(f"--id {ident or '(missing)'}: no such window in the config; there are {known}")


_links: list[Link] = []


def build(args: Args, words: Words) -> Mapping[str, object]:
    """The view-models on a line to the real hall."""
    if args.config is None:
        raise SystemExit("--config FILE is needed: which hall does this window belong to?")
    link = link_to_hall(args, f"window-{args.id}", (f"window/{args.id}", "places", "items"))
    _links.append(link)
    config = Site.load(args.config, args.keys).config
    return models(link, words, config, _window(config, args.id), Place(args.id))


def close() -> None:
    """End the line."""
    while _links:
        _links.pop().close()


SCREEN = Screen("hall-window", MAIN, SIZE, build, english=EN, pages=PAGES, close=close)


def main(argv: list[str] | None = None) -> int:
    """The gui script `hall-window`."""
    return run(SCREEN, argv)


if __name__ == "__main__":
    sys.exit(main())
