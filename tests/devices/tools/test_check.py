"""What the catalogue finds wrong with a hall's devices is said by `hall devices check`, by `hall check`, and before the
hall starts."""

import pytest

from hall.__main__ import main
from hall.cli import run as hall_run
from tests.conftest import ROOT
from tests.devices import small_hall

GOOD = '[[devices]]\nid = "p"\nmake = "led.palh"\nport = "/dev/none"\nwindow = "1"\n'
BAD = """
[[devices]]
id = "acme"
make = "led.acme"
port = "/dev/a"
[[devices]]
id = "slip"
make = "printer.escpos"
port = "/dev/b"
options = { widht = 3 }
[[devices]]
id = "air"
make = "sensor.modbus"
port = "/dev/c"
address = 300
zone = "A"
[[devices]]
id = "strip"
make = "led.palh"
port = "/dev/b2"
address = 1
[[devices]]
id = "slow"
make = "led.palh"
port = "/dev/b2"
address = 2
baud = 4800
"""
SAID = (
    "acme: make 'led.acme' is not known",
    "slip: printer.escpos: 'widht' is not known",
    "air: sensor.modbus: ",
    "address 300; units 1 to 247 exist",
    "slow: led.palh on '/dev/b2', the port of 'strip' (led.palh): a line has one speed",
)


@pytest.fixture
def bad(tmp_path):
    return str(small_hall.write(tmp_path, BAD))


@pytest.mark.parametrize(
    "words", [("devices", "check", "--config"), ("devices", "list", "--config"), ("check",)]
)
def test_every_fault_is_said_in_one_answer(bad, capsys, words):
    assert main([*words, bad]) == 1
    said = capsys.readouterr()
    assert f"{bad}: 4 faults of devices" in said.err and "good" not in said.out
    for sentence in SAID:
        assert sentence in said.err
    assert "strip: " not in said.err
    assert ("led.acme" in said.out) == ("list" in words), "it is listed all the same"


def test_good_devices_are_good(tmp_path, capsys):
    good = str(small_hall.write(tmp_path, GOOD))
    assert main(["devices", "check", "--config", good]) == 0
    assert "1 devices can be driven as configured" in capsys.readouterr().out
    assert main(["check", good]) == main(["devices", "list", "--config", good]) == 0


def test_a_file_that_is_no_hall_is_not_understood(tmp_path, capsys):
    assert main(["devices", "check", "--config", str(tmp_path / "none.toml")]) == 2
    assert "none.toml" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["demo", "pingliang"])
def test_the_devices_of_the_examples_can_be_driven(name):
    assert main(["devices", "check", "--config", str(ROOT / "examples" / name / "hall.toml")]) == 0


def test_the_launcher_tells_before_it_starts_anything(bad, capsys, monkeypatch):
    class Launcher:
        def __init__(self, *_, **__):
            print("the launcher")

        def run(self):
            return 0

    monkeypatch.setattr(hall_run, "Launcher", Launcher)
    monkeypatch.setattr(hall_run.signal, "signal", lambda *_: None)
    assert main(["run", "--config", bad, "--no-screens"]) == 0
    told, _, _ = capsys.readouterr().out.partition("the launcher")
    for sentence in SAID:
        assert sentence in told
