"""What the hall relies on in parts made by others, each with the trap that was met (docs/setup.md has the pins)."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFont, QFontInfo


class Bell(QObject):
    rang = Signal()


def test_qt_keeps_reference_counts(qapp):
    """PySide6 6.12.0 on Python 3.11 loses a reference to True or None with each signal: the screen dies in minutes."""
    bell = Bell()
    bell.rang.connect(lambda: None)
    bell.rang.emit()
    before = [sys.getrefcount(each) for each in (None, True, False)]
    for _ in range(50):
        bell.rang.emit()
        QTimer.singleShot(0, lambda: None)
        qapp.processEvents()
    after = [sys.getrefcount(each) for each in (None, True, False)]
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 10


def test_the_mainland_chinese_font_is_here(qapp):
    """Any other CJK font shows Japanese forms of 直 骨 角 户."""
    assert QFontInfo(QFont("Noto Sans CJK SC")).family() == "Noto Sans CJK SC"


def test_opencv_is_the_headless_four():
    """5.0 has no cascades and no HOG; the wheel with windows brings a second Qt and points Qt at it."""
    import cv2

    assert cv2.__version__.startswith("4.")
    assert not cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml").empty()
    with pytest.raises(PackageNotFoundError):
        version("opencv-python")


def test_face_recognition_imports_and_does_not_quit():
    """Without pkg_resources (setuptools 82) the import ends the whole process, with exit code 0."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import face_recognition; print('alive')"],
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "alive", done.stdout + done.stderr
    with pytest.raises(PackageNotFoundError):
        version("dlib")


def test_the_hash_of_the_journal_is_sm3():
    """The example of GB/T 32905-2016, annex A.1: the message "abc"."""
    from cryptography.hazmat.primitives import hashes

    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(b"abc")
    assert sm3.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_zmq_was_built_with_curve():
    import zmq

    assert zmq.has("curve")


def test_sqlite_has_the_wal_we_ask_for(tmp_path):
    import sqlite3

    store = sqlite3.connect(tmp_path / "wal.db")
    assert store.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    store.close()
