"""The kiosk as a program: what it says when it cannot start, and what a restart leaves behind."""

import subprocess
import sys
from pathlib import Path

from hall.contract import people as p
from hall.contract.views_kiosk import ReadingState
from hall.uikit.fakelink import FakeLink
from hall.uikit.words import Words
from kiosk_ui.app import HERE, PAGES
from kiosk_ui.viewmodels.kiosk import Kiosk
from tests.kiosk_ui import scenes


def start(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk_ui.app", *args],
        capture_output=True,
        text=True,
        cwd=root,
        timeout=60,
        check=False,
    )


def test_without_a_hall_it_says_what_is_missing_and_is_not_started_again(root: Path) -> None:
    ended = start(root)
    assert ended.returncode == 2
    assert "--config" in ended.stderr


def test_a_config_that_is_not_there_is_named(root: Path, tmp_path: Path) -> None:
    ended = start(root, "--config", str(tmp_path / "none.toml"))
    assert ended.returncode == 2
    assert "none.toml" in ended.stderr


def test_every_page_of_the_table_is_a_file() -> None:
    assert [name for name, file in PAGES.items() if not (HERE / file).is_file()] == []


def test_a_restarted_kiosk_forgets_who_stood_there(words: Words) -> None:
    link = FakeLink(scenes.NOW)
    kiosk = Kiosk(link, words, scenes.KIOSK)
    link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.PRESENTED)))
    assert link.commands == [p.StopReading(scenes.KIOSK)]
    assert kiosk.property("page") == "home"
    link.show(scenes.TOPIC, scenes.view(scenes.reading(p.Way.CARD, ReadingState.PRESENTED)))
    assert len(link.commands) == 1
