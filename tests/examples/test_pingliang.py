"""The largest example has the numbers of the plan it is scaled by (R065, R066, R070, R071); make.py writes it."""

import importlib.util
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from hall.bus.site import Site
from hall.contract.config import HallConfig
from hall.domain.state import Hall
from hall.domain.views import build
from hall.intake import catalogue, tables
from tests.slowness import slower

HERE = Path(__file__).resolve().parents[2] / "examples" / "pingliang"
FILES = ("places.toml", "items.toml", "people.toml", "devices.toml")


@pytest.fixture(scope="module")
def config() -> HallConfig:
    return Site.load(HERE / "hall.toml").config


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pingliang", HERE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_numbers_of_the_plan(config: HallConfig) -> None:
    with_windows = {w.zone for w in config.windows}
    floors = Counter(z.floor for z in config.zones if z.id in with_windows)
    assert floors == {1: 6, 2: 3, 3: 5, 4: 2}
    assert [z.name for z in config.zones if z.id not in with_windows] == ["24小时自助区"]
    assert len(config.windows) == 385
    assert len(config.kiosks) == 56
    assert len(config.services) == 1887
    assert len({s.department for s in config.services}) == 90
    assert Counter(p.id[0] for p in config.staff) == {"c": 269, "d": 247}
    city = {f"u{n:02d}" for n in range(1, 60)}
    assert Counter(s.group in city for s in config.services) == {True: 972, False: 915}


def test_every_name_is_there_once_and_can_be_found(config: HallConfig) -> None:
    assert len({s.name for s in config.services}) == 1887
    assert all(s.pinyin and s.initials and s.name_en and s.plain and s.materials for s in config.services)
    assert {g.parent for g in config.groups} > {"tax", "social", ""}
    assert max(Counter(s.group for s in config.services).values()) > 40, "one long group at least"


def test_small_units_share_the_comprehensive_windows(config: HallConfig) -> None:
    """综合代办窗口: ten and more small units behind one queue (R069, R105)."""
    units = {s.department for s in config.services if s.queue == "Q"}
    assert len(units) >= 10
    hall = Hall(config)
    windows = [w.id for w in config.windows if w.comprehensive]
    assert len(windows) > 1
    assert {hall.serves[w] for w in windows} == {("Q",)}


def test_every_role_has_its_windows_and_every_window_its_panel(config: HallConfig) -> None:
    assert {q.role for q in config.queues} == {
        "accept", "issue", "special", "consult", "complaint", "cashier", "unresolved",
    }  # fmt: skip
    hall = Hall(config)
    assert all(hall.windows_of_queue[q.id] for q in config.queues)
    assert all(len(hall.panels_of_window[w.id]) == 1 for w in config.windows)
    lines = Counter(d.port for d in config.devices if d.make == "led.onbon")
    assert max(lines.values()) <= 24, "an RS-485 line carries 32 at most"
    assert {p.window for p in config.posts if p.kind == "front"} == {w.id for w in config.windows}


def test_every_zone_that_calls_has_its_big_screen(config: HallConfig) -> None:
    """Sixteen zone screens (R071), each with room for its rows in the card's largest font."""
    hall = Hall(config)
    calling = {w.zone for w in config.windows}
    assert {z for z, screens in hall.screens_of_zone.items() if screens} == calling
    assert len(calling) == 16
    for device in config.devices:
        if device.rows:
            assert int(device.options["height"]) >= 32 * device.rows


def test_the_files_are_what_make_writes(
    make: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main()
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (HERE / name).read_bytes(), f"run make.py: {name} is old"


def test_it_is_checked_quickly() -> None:
    """Aim: 2 s; each process of the hall does this when it starts. Processor time, because tests share the machine."""
    began = time.process_time()
    Site.load(HERE / "hall.toml")
    assert time.process_time() - began < 2.0 * slower()


def test_the_menu_is_made_quickly_and_then_kept(config: HallConfig) -> None:
    hall = Hall(config)
    hall.facts.day = "2026-11-20"
    began = time.process_time()
    view = build("catalogue", hall, 0)
    assert time.process_time() - began < 0.5 * slower()
    assert len(view.services) == 1887
    assert build("catalogue", hall, 0).services is view.services


def test_the_whole_list_goes_out_to_a_spreadsheet_and_in_again(config: HallConfig) -> None:
    rows = catalogue.item_rows(config.services)
    items = tables.Table("", _row(1, rows[0]), tuple(_row(n, r) for n, r in enumerate(rows[1:], 2)))
    groups = catalogue.group_rows(config.groups)
    menu = tables.Table("", _row(1, groups[0]), tuple(_row(n, r) for n, r in enumerate(groups[1:], 2)))
    assert catalogue.parts(items, menu, config) == (config.groups, config.services)


def _row(number: int, cells: list[str]) -> tables.Row:
    return tables.Row(number, tuple(cells))
