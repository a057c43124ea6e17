"""What every test stands on: Qt without a screen, the shared development data, and slow tests only when asked."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow now and then; how long one example took says nothing about right or wrong.
settings.register_profile("hall", deadline=None)
settings.load_profile("hall")

# Before anything imports Qt: no display, and the software renderer, because a test machine has no GPU
# (with llvmpipe the same page costs five to ten times the CPU).
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ.setdefault("LC_ALL", "C.UTF-8")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow") or config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The development data that may not be part of the repository (faces and clips for research only).

    HALL_SHARED_DATA names it; else it is looked for beside the clone, in ../shared/data.
    """
    named = os.environ.get("HALL_SHARED_DATA")
    place = Path(named) if named else ROOT.parent / "shared" / "data"
    if not place.is_dir():
        pytest.skip(f"no shared development data at {place}: set HALL_SHARED_DATA to its folder")
    return place
