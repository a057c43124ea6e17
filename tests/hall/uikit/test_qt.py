"""What we rely on in Qt itself: references stay counted, the font is the hall's, the platform needs no screen."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QFontInfo, QGuiApplication

from hall.uikit import screen


class Sig(QObject):
    s = Signal()


def test_qt_keeps_refcounts(app: QGuiApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None or True with every signal and timer, and aborts."""
    x = Sig()
    x.s.connect(lambda: None)
    x.s.emit()
    before = (sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False))
    for _ in range(50):
        x.s.emit()
        QTimer.singleShot(0, lambda: None)
        QCoreApplication.processEvents()
    after = (sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False))
    assert max(abs(p - q) for p, q in zip(before, after, strict=True)) < 10


def test_the_font_is_the_mainland_form_of_noto(app: QGuiApplication) -> None:
    assert QFontInfo(app.font()).family() == "Noto Sans CJK SC"


def test_no_display_means_offscreen_and_no_gpu_means_software() -> None:
    env: dict[str, str] = {}
    screen.prepare_platform(env)
    assert env["QT_QPA_PLATFORM"] == "offscreen"
    assert Path("/dev/dri").exists() or env["QT_QUICK_BACKEND"] == "software"


def test_a_display_that_was_asked_for_is_left_alone() -> None:
    env = {"DISPLAY": ":1"}
    screen.prepare_platform(env)
    assert "QT_QPA_PLATFORM" not in env


def test_arguments_of_a_screen() -> None:
    args = screen.parse(["--config", "h.toml", "--id", "3", "--size", "1280x800", "--hand", "/tmp/x"])
    assert (args.config, args.id, args.size, args.hand) == (Path("h.toml"), "3", (1280, 800), "/tmp/x")
    assert not args.full_screen


def test_a_wrong_size_is_told_with_an_example() -> None:
    with pytest.raises(SystemExit, match="1080x1920"):
        screen.parse(["--size", "big"])


@pytest.mark.parametrize(
    ("size", "design", "factor"),
    [
        ((3840, 2160), (1920, 1080), 2.0),
        ((1920, 1080), (1920, 1080), 1.0),
        ((2160, 3840), (1080, 1920), 2.0),
        ((3840, 2160), (1080, 1920), 2.0),  # a kiosk lying on its side
        ((1440, 2560), (1080, 1920), 4 / 3),
        ((1024, 768), (1280, 800), 1.0),  # smaller panels are scaled by Stage
    ],
)
def test_large_panels_get_more_device_pixels(
    size: tuple[int, int], design: tuple[int, int], factor: float
) -> None:
    assert screen.sharpness(size, design) == pytest.approx(factor)
