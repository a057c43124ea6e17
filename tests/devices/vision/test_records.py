"""Pictures of records on the disk: whole or not there, for their owner alone."""

import io
import os
from pathlib import Path

import pytest

from devices.vision.records import Records
from hall.bus.tiles import KEEP_DAYS, UNFINISHED

OLD, NEW = b"old" * 1000, b"new" * 2000


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records")


def in_halves(monkeypatch: pytest.MonkeyPatch, between) -> None:
    """Every file is written in two halves; `between` is what happens when one of them is on the disk."""

    class Halves(io.FileIO):
        def write(self, data):
            half = len(data) // 2
            done = super().write(data[:half])
            between()
            return done + super().write(data[half:])

    monkeypatch.setattr(os, "fdopen", lambda handle, mode: Halves(handle, mode))


def seen(folder: Path) -> dict[str, bytes]:
    """What a wall that looks now meets."""
    return {path.name: path.read_bytes() for path in folder.glob("*.jpg")}


def test_who_reads_while_it_is_written_meets_the_old_picture_or_none(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[dict[str, bytes]] = []
    in_halves(monkeypatch, lambda: met.append(seen(records.folder)))
    assert records.write("a", OLD) == "a.jpg"
    assert records.write("a", NEW) == "a.jpg"
    assert met == [{}, {"a.jpg": OLD}]
    assert seen(records.folder) == {"a.jpg": NEW}


def test_a_write_that_breaks_off_leaves_the_old_picture_and_says_so(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    records.write("a", OLD)
    in_halves(monkeypatch, full)
    assert records.write("a", NEW) == ""
    assert seen(records.folder) == {"a.jpg": OLD}


def test_what_was_left_unfinished_goes_with_the_old_ones(records: Records) -> None:
    records.write("a", OLD)
    left = records.folder / f".b.jpg{UNFINISHED}"
    left.write_bytes(NEW)
    made_s = left.stat().st_mtime
    records.forget(made_s + 60)
    assert left.exists(), "its writer may still be at it"
    records.forget(made_s + (KEEP_DAYS + 1) * 86_400)
    assert list(records.folder.iterdir()) == []
