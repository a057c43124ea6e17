"""Start-up shared by the three screens: arguments, platform, font, words, warnings, the main window.

A screen's `app.py` describes itself by a `Screen` and calls `run(screen, argv)`. Pages and view-models stay there.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    QUrl,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from hall.bus.clock import VARIABLE as CLOCK_VARIABLE
from hall.bus.keys import KeyTrouble
from hall.bus.site import BadConfig, Site
from hall.uikit.buslink import BusLink
from hall.uikit.words import Words

FONT = "Noto Sans CJK SC"
_SCALE = "QT_SCALE_FACTOR"
ROOT = Path(__file__).resolve().parents[2]  # the folder that holds `hall`: the QML import path

warnings: list[str] = []  # what Qt complained of since start; tests require it to be empty


@dataclass(frozen=True)
class Args:
    """The command line of a screen."""

    config: Path | None
    keys: Path | None
    id: str
    hand: str
    size: tuple[int, int] | None
    clock: str
    english: bool
    look: str
    full_screen: bool
    rest: tuple[str, ...] = ()
    at: tuple[int, int] | None = None  # where a window that is not full screen stands


@dataclass(frozen=True)
class Screen:
    """What a screen is. `build(args, words)` makes the view-models: name → QObject, given to Main.qml as properties.
    `size` is the design size; `close` is called at the end, before the view-models go."""

    name: str
    main: Path
    size: tuple[int, int]
    build: Callable[[Args, Words], Mapping[str, object]]
    english: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    close: Callable[[], None] = lambda: None


def parse(argv: list[str]) -> Args:
    """The arguments every screen takes. Exits with a sentence on a wrong one."""
    p = argparse.ArgumentParser(description="a screen of the hall")
    p.add_argument("--config", type=Path, help="the hall's TOML file")
    p.add_argument("--keys", type=Path, help="folder with this screen's key pair")
    p.add_argument("--id", default="", help="which kiosk or window this is, as in the config")
    p.add_argument(
        "--hand", default="", metavar="SOCKET", help="let a demo or test press the buttons over this socket"
    )
    p.add_argument("--size", default="", metavar="WxH", help="window size in pixels; full screen without it")
    p.add_argument("--at", default="", metavar="X,Y", help="where the window stands, with --size")
    p.add_argument("--clock", default="", help="the demo's fast clock, as in HALL_CLOCK")
    p.add_argument("--english", action="store_true", help="start in English")
    p.add_argument("--look", default="", help="start with another palette, for example elder")
    known, rest = p.parse_known_args(argv)
    if known.clock:
        os.environ[CLOCK_VARIABLE] = known.clock
    return Args(
        known.config,
        known.keys,
        known.id,
        known.hand,
        _size(known.size),
        known.clock,
        known.english,
        known.look,
        full_screen=not known.size,
        rest=tuple(rest),
        at=_at(known.at),
    )


def _at(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    try:
        x, y = (int(part) for part in text.split(","))
    except ValueError:
        raise SystemExit(f"--at {text}: expected X,Y, for example 500,640") from None
    return x, y


def _size(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise SystemExit(f"--size {text}: expected WIDTHxHEIGHT, for example 1080x1920") from None
    return width, height


def prepare_platform(environ: dict[str, str] | None = None) -> None:
    """Before the application: offscreen without a display, software rendering without a GPU (platform.md §1.3)."""
    env = os.environ if environ is None else environ
    if not env.get("DISPLAY") and not env.get("WAYLAND_DISPLAY") and sys.platform.startswith("linux"):
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    if not Path("/dev/dri").exists():
        env.setdefault("QT_QUICK_BACKEND", "software")


def sharpness(size: tuple[int, int], design: tuple[int, int]) -> float:
    """Device pixels for one design pixel on a panel of this size; at least 1. A design may also lie on its side."""
    if (size[0] > size[1]) != (design[0] > design[1]):
        design = design[1], design[0]
    return max(1.0, min(size[0] / design[0], size[1] / design[1]))


def sharpen(size: tuple[int, int], design: tuple[int, int]) -> bool:
    """On a panel larger than the design let Qt draw with more device pixels: round corners scaled up by an item's
    `scale` show steps in the software renderer. To be called before the application; True when it set something."""
    factor = sharpness(size, design)
    if factor < 1.01 or _SCALE in os.environ:
        return False
    os.environ[_SCALE] = f"{factor:.5f}"
    return True


def application(argv: list[str] | None = None) -> QGuiApplication:
    """The one application object, with the hall's font."""
    existing = QCoreApplication.instance()
    app = existing if isinstance(existing, QGuiApplication) else QGuiApplication(argv or ["hall"])
    font = QFont(FONT)
    font.setPixelSize(18)
    app.setFont(font)
    return app


def watch_warnings() -> None:
    """Every Qt warning is kept in `warnings` and written to stderr."""
    qInstallMessageHandler(_on_message)


def _on_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        where = f" ({context.file}:{context.line})" if context.file else ""
        warnings.append(text + where)
    print(text, file=sys.stderr)


def link_to_hall(args: Args, name: str, topics: tuple[str, ...]) -> BusLink:
    """The line to the hall of `--config`, under the key `name`. Exits with the words of what is wrong (code 2)."""
    if args.config is None:
        raise SystemExit(_complain("--config FILE is needed: which hall does this screen belong to?"))
    try:
        return BusLink(Site.load(args.config, args.keys), name, topics)
    except (BadConfig, KeyTrouble, ValueError) as trouble:
        raise SystemExit(_complain(str(trouble))) from None


def _complain(words: str) -> int:
    print(words, file=sys.stderr)
    return 2  # starting again cannot help (hall.launch.WONT_OPEN)


class Shown:
    """A loaded main window with its engine and view-models; `end()` takes them down in the right order."""

    def __init__(
        self, engine: QQmlApplicationEngine, window: QQuickWindow, models: Mapping[str, object]
    ) -> None:
        self.engine, self.window, self.models = engine, window, models

    def end(self) -> None:
        """The engine goes before the view-models, or QML complains of null."""
        self.window.close()
        self.window.deleteLater()
        self.engine.deleteLater()
        QCoreApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
        QCoreApplication.processEvents()


def show(
    main: Path,
    models: Mapping[str, object],
    words: Words,
    size: tuple[int, int] | None = None,
    visible: bool = True,
) -> Shown:
    """Load a QML window with `models` as its initial properties (also used by page tests)."""
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(ROOT))
    engine.setInitialProperties(dict(models))
    words.changed.connect(engine.retranslate)
    engine.load(QUrl.fromLocalFile(str(main)))
    roots = engine.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        raise RuntimeError(f"{main} did not load as a window; see the Qt messages above")
    window = roots[0]
    if size:
        window.resize(*size)
    if visible:
        window.show()
        QCoreApplication.processEvents()  # the first layout needs the size the window really got
    return Shown(engine, window, models)


def run(screen: Screen, argv: list[str] | None = None) -> int:
    """Start a screen and stay until its window closes or SIGTERM comes. Returns the exit code."""
    args = parse(list(sys.argv[1:] if argv is None else argv))
    prepare_platform()
    watch_warnings()
    if args.size:
        sharpen(args.size, screen.size)
    app = application([screen.name])
    panel = app.primaryScreen().size()
    if args.full_screen and sharpen((panel.width(), panel.height()), screen.size):
        os.execv(
            sys.executable, [sys.executable, *sys.orig_argv[1:]]
        )  # Qt reads the factor only at its start
    words = Words(dict(screen.english))
    words.install()
    words.set_english(args.english)
    models = screen.build(args, words)
    shown = show(screen.main, models, words, _logical(args.size) or screen.size, visible=False)
    if args.size or app.platformName() == "offscreen":
        if args.at:
            shown.window.setPosition(*args.at)
        shown.window.show()
    else:
        shown.window.showFullScreen()
    hand = _hand(args.hand, shown.window)
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    beat = QTimer()  # lets Python see a signal while Qt sleeps
    beat.timeout.connect(lambda: None)
    beat.start(200)
    code = app.exec()
    del hand
    shown.end()
    screen.close()
    return code


def _logical(size: tuple[int, int] | None) -> tuple[int, int] | None:
    """Window units of a size in device pixels."""
    factor = float(os.environ.get(_SCALE, "1"))
    return (round(size[0] / factor), round(size[1] / factor)) if size else None


def _hand(path: str, window: QQuickWindow) -> QObject | None:
    if not path:
        return None
    from hall.uikit.hand import HandServer  # QtTest is loaded only where a hand is wanted

    return HandServer(path, window)
