"""Keys of the bar while another program has the focus. With a virtual X display where there is one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from window_ui.globalkeys import GlobalKeys

WATCH = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from window_ui.globalkeys import GlobalKeys
app = QGuiApplication(["watch"])
keys = GlobalKeys(app.platformName())
keys.pressed.connect(lambda key: (print("pressed", key, flush=True), app.quit()))
keys.hold(True)
print("held", keys.held, flush=True)
QTimer.singleShot(20000, app.quit)
app.exec()
keys.close()
"""


@pytest.fixture
def display() -> Iterator[str]:
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("no Xvfb or xdotool here")
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24"], pass_fds=[write],
                              stderr=subprocess.DEVNULL)  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


def watcher(display: str, root: Path) -> "subprocess.Popen[str]":
    env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    return subprocess.Popen(
        [sys.executable, "-c", WATCH], cwd=root, env=env, stdout=subprocess.PIPE, text=True
    )


def test_a_key_reaches_the_bar_without_the_focus_and_is_held_by_one_only(display: str, root: Path) -> None:
    with watcher(display, root) as first:
        assert first.stdout and first.stdout.readline().strip() == "held True"
        with watcher(display, root) as second:
            assert second.stdout and second.stdout.readline().strip() == "held False", "all or none"
            second.terminate()
        subprocess.run(["xdotool", "key", "F3"], env={**os.environ, "DISPLAY": display}, check=True)
        assert first.stdout.readline().strip() == "pressed F3"
        assert first.wait(20) == 0


def test_without_an_x_display_nothing_is_held(qapp: QGuiApplication) -> None:
    keys = GlobalKeys(QGuiApplication.platformName())
    keys.hold(True)
    assert not keys.held
    keys.close()
