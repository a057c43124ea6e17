"""The stage: a config that fits the simulators, keys for everybody, and simulators that really start and answer."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from hall.bus.keys import wanted
from hall.bus.site import Site
from hall.demo.controls import Control, SaidNo
from hall.demo.play import play_morning
from hall.demo.stage import Stage, StageTrouble, set_stage
from hall.demo.toml import dumps
from hall.launch import Launcher, State

DEMO = Path("examples/demo")


def config():
    return Site.load(DEMO / "hall.toml").config


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return set_stage(config(), DEMO / "simulators.toml", tmp_path / "w", 1)


def test_the_effective_config_is_a_good_hall_and_differs_in_ports_only(stage: Stage) -> None:
    site = Site.load(stage.config_path)
    assert site.config == stage.config
    before, after = config(), stage.config
    assert (before.services, before.windows, before.policy) == (after.services, after.windows, after.policy)
    assert [d.id for d in before.devices] == [d.id for d in after.devices]
    for old, new in zip(before.devices, after.devices, strict=True):
        assert msgspec.structs.replace(old, port="") == msgspec.structs.replace(new, port="")
    assert all(c.source.startswith("http://127.0.0.1:") for c in after.cameras)
    assert all(Path(c.reference).exists() for c in after.cameras)


def test_a_folder_with_other_things_is_left_as_it_is(tmp_path: Path) -> None:
    """A mistyped work folder lost its var/, which in a real hall holds the journal."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "hall.db").write_text("x", "utf-8")
    for text in (None, "[hall]\n"):
        if text is not None:
            (tmp_path / "hall.toml").write_text(text, "utf-8")
        with pytest.raises(StageTrouble, match="holds other things than an earlier simulated hall"):
            set_stage(config(), DEMO / "simulators.toml", tmp_path, 1)
        with pytest.raises(StageTrouble, match="they would be deleted"):
            play_morning(config(), DEMO / "simulators.toml", tmp_path, True, 0.0, 1, print)
    assert (tmp_path / "var" / "hall.db").read_text("utf-8") == "x"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"[[", b"simulators = 3"])
def test_simulators_that_cannot_be_read_are_told_with_their_file(
    tmp_path: Path, content: bytes | None
) -> None:
    table = tmp_path / "simulators.toml"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(StageTrouble, match=r"simulators\.toml"):
        set_stage(config(), table, tmp_path / "w", 1)


def test_an_earlier_stage_is_made_new(stage: Stage) -> None:
    (stage.folder / "var" / "old").write_text("x", "utf-8")
    again = set_stage(config(), DEMO / "simulators.toml", stage.folder, 1)
    assert again.folder == stage.folder
    assert not (stage.folder / "var" / "old").exists()


def test_every_port_is_its_own_and_on_this_machine(stage: Stage) -> None:
    lines = {old.port: new for old, new in zip(config().devices, stage.config.devices, strict=True)}
    ports = [d.port for d in lines.values()] + [c.source for c in stage.config.cameras]
    ports += [stage.config.bus.commands, stage.config.bus.views, *set(stage.controls.values())]
    assert len(set(ports)) == len(ports)
    assert all("127.0.0.1" in p or str(stage.folder) in p or str(stage.sockets) in p for p in ports)


def test_serial_devices_become_ptys_and_network_devices_tcp(stage: Stage) -> None:
    kinds = {d.id: d.port.split(":")[0] for d in stage.config.devices}
    assert kinds["kiosk-1.printer"] == "tcp" and kinds["window-9.panel"] == "tcp"
    assert kinds["window-1.panel"].endswith("/lines/window-1.panel")
    assert kinds["kiosk-1.eye"] == "http"
    assert kinds["zone-A.voice"].endswith("/voice/A")


def test_devices_on_one_line_share_its_port_and_its_one_simulator(stage: Stage) -> None:
    sensors = [d for d in stage.config.devices if d.make == "sensor.modbus"]
    assert len(sensors) > 1 and len({d.address for d in sensors}) == len(sensors)
    assert len({d.port for d in sensors}) == len({stage.controls[d.id] for d in sensors}) == 1
    assert sum("devices.simulator.sensor" in p.argv for p in stage.processes) == 1


def test_every_process_has_its_key(stage: Stage) -> None:
    keys = Site.load(stage.config_path).keys
    for name in wanted(stage.config):
        assert keys.secret(name).name == name


def test_a_device_without_a_simulator_is_said(tmp_path: Path) -> None:
    table = tmp_path / "simulators.toml"
    table.write_text('[[simulators]]\ndevices = "kiosk-*"\nprogram = "devices.simulator.printer"\n')
    with pytest.raises(StageTrouble, match=r"no simulator for window-1\.panel"):
        set_stage(config(), table, tmp_path / "w", 1)
    table.write_text('[[simulators]]\ndevice = "kiosk-*"\nprogram = "x"\n')
    with pytest.raises(StageTrouble, match="simulators"):
        set_stage(config(), table, tmp_path / "w", 1)


def test_a_long_folder_name_keeps_the_sockets_short(tmp_path: Path) -> None:
    made = set_stage(config(), DEMO / "simulators.toml", tmp_path / ("x" * 90), 1)
    try:
        assert all(len(a.removeprefix("unix:")) < 108 for a in made.controls.values())
        assert made.hand("kiosk-1").parent.exists()
    finally:
        made.clear()
    assert not made.sockets.exists()


def test_a_simulator_starts_says_ready_and_obeys_its_control(stage: Stage) -> None:
    chosen = [p for p in stage.processes if p.name in ("simulator kiosk-1.printer", "simulator cam-1")]
    launcher = Launcher(chosen, lambda line: None)
    try:
        launcher._advance()
        while set(launcher.states().values()) != {State.UP}:
            assert launcher.step(20)
        with Control(stage.controls["kiosk-1.printer"]) as control:
            assert control.ask("paper", state="end")["paper"] == "end"
            with pytest.raises(SaidNo, match="dance"):
                control.ask("dance")
        with Control(stage.controls["cam-1"]) as control:
            assert control.ask("state")["scene"] == "clip"
    finally:
        launcher.stop()
        launcher.run()


def test_toml_is_written_so_that_it_reads_back() -> None:
    table = {
        "plain": 1, "b": True, "f": 2.5, "hall": {"name": '新密 "厅" \\ \n', "days": [1, 2]},
        "posts": [{"id": "a", "polygon": [[0.5, 0.1], [1, 2]], "options": {"x y": "z"}}, {"id": "b"}], "none": [],
    }  # fmt: skip
    assert tomllib.loads(dumps(table)) == table
    with pytest.raises(TypeError):
        dumps({"x": {"y": None}})
