"""What bin/setup counts as installed. Its dpkg-query, apt-get and venv only pretend here: nothing is installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

WANTED = """libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 libxcb-icccm4
libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libwayland-cursor0 fontconfig fonts-noto-cjk xvfb
espeak-ng""".split()


@pytest.fixture
def place(root: Path, tmp_path: Path) -> Path:
    """A folder in which bin/setup finds everything but what its dpkg-query says; nobody there is root."""
    for name in ("bin", ".venv/bin", "fake"):
        (tmp_path / name).mkdir(parents=True)
    shutil.copy2(root / "bin/setup", tmp_path / "bin/setup")
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("", "utf-8")
    for name in (".venv/bin/pip", ".venv/bin/python"):
        program(tmp_path / name, "exit 0")
    program(tmp_path / "fake/id", "echo 1000")
    program(tmp_path / "fake/apt-get", f"touch '{tmp_path}/installed'")
    return tmp_path


def program(path: Path, words: str) -> None:
    path.write_text(f"#!/bin/sh\n{words}\n", "utf-8")
    path.chmod(0o755)


def setup(place: Path, told: dict[str, str]) -> tuple[int, str]:
    """Exit code and words of bin/setup where dpkg-query tells this of each package."""
    lines = "\n".join(f"{state} {package}" for package, state in told.items())
    program(
        place / "fake/dpkg-query", f"cat <<'END'\n{lines}\nEND\nexit 1"
    )  # 1: it does not know the t64 names
    done = subprocess.run(
        [place / "bin/setup"],
        env={**os.environ, "PATH": f"{place / 'fake'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert not (place / "installed").exists()
    return done.returncode, done.stderr


def test_all_installed_is_enough(place: Path):
    code, words = setup(place, dict.fromkeys(WANTED, "installed"))
    assert code == 0
    assert "missing" not in words


@pytest.mark.parametrize("state", ["not-installed", "config-files", "half-installed"])
@pytest.mark.parametrize("package", ["fonts-noto-cjk", WANTED[0], WANTED[-1]])
def test_a_package_that_dpkg_only_knows_by_name_is_missing(place: Path, package: str, state: str):
    """dpkg-query lists what another package merely recommends, as not-installed."""
    code, words = setup(place, {**dict.fromkeys(WANTED, "installed"), package: state})
    assert code == 3
    assert f"missing: {package}\n" in words


def test_the_newer_name_of_a_package_is_as_good(place: Path):
    told = dict.fromkeys(WANTED, "installed")
    del told["libglib2.0-0"]
    assert setup(place, {**told, "libglib2.0-0t64": "installed"})[0] == 0
    code, words = setup(place, {**told, "libglib2.0-0t64": "not-installed"})
    assert code == 3
    assert "missing: libglib2.0-0\n" in words


def test_a_longer_name_is_another_package(place: Path):
    told = dict.fromkeys(WANTED, "installed")
    del told["fontconfig"]
    code, words = setup(place, {**told, "fontconfig-config": "installed"})
    assert code == 3
    assert "missing: fontconfig\n" in words
