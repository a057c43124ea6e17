"""Bad input at the command line: one sentence that says what and where, no traceback, and nothing made or deleted."""

from pathlib import Path

import pytest

from hall.__main__ import WORDS, main
from hall.cli.bench import BENCHES
from hall.contract.people import PhoneAttest
from hall.contract.tickets import TakeTicket
from tests.hall.house import House


@pytest.fixture
def config(house: House) -> str:
    return str(house.config)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder in which a file stands where a folder is wanted."""
    (tmp_path / "file").write_text("x", "utf-8")
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """What is said of it; an option's own refusal ends the program by argparse."""
    capsys.readouterr()
    try:
        code = main(argv)
    except SystemExit as end:
        code = int(str(end.code))
    told = capsys.readouterr()
    assert code in (1, 2)
    assert told.out == ""
    return told.err


def test_a_folder_is_no_journal(capsys, place):
    assert f"{place} is a folder, no journal" in refused(capsys, "verify", "--journal", str(place))
    assert "is a folder, no journal" in refused(capsys, "verify", "--journal", "")


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("missing/x.html", "No such file or directory"),
        ("file/x.html", "Not a directory"),
        (".", "Is a directory"),
    ],
)
def test_a_report_that_cannot_be_written_is_told(house: House, config, capsys, place, out, why):
    with house.running(), house.client("kiosk-1") as kiosk:
        kiosk.ask(TakeTicket("pension", PhoneAttest("13800001234"), "kiosk-1"))
    words = refused(capsys, "report", "--config", config, "--out", str(place / out))
    assert words == f"hall report: {place / out} cannot be written: {why}\n"


WHY = {"file": "File exists", "file/below": "Not a directory"}


@pytest.mark.parametrize("out", WHY)
def test_a_demo_needs_a_folder(capsys, place, out):
    words = refused(capsys, "demo", "--quick", "--out", str(place / out))
    assert words == f"hall demo: {place / out} cannot be a work folder: {WHY[out]}: name another one\n"


NUMBERS = ["nan", "inf", "-inf", "-5", "1e400", "99999999999999999999", "x", ""]


@pytest.mark.parametrize("number", [*NUMBERS, "0", "0.05"])
def test_a_code_is_good_for_some_minutes(config, capsys, number):
    make = ("codes", "make", "--config", config, "--phone", "13800001234")
    words = refused(capsys, *make, f"--valid-min={number}")
    assert f"--valid-min: {number!r}: minutes from 0.1 to 525600" in words


@pytest.mark.parametrize("number", [*NUMBERS, "0.5", "121"])
def test_a_demo_has_a_speed_its_programs_can_follow(capsys, place, number):
    words = refused(capsys, "demo", "--quick", "--out", str(place / "file"), f"--speed={number}")
    assert f"--speed: {number!r}: times as fast as real time" in words
    assert "from 1 to 120" in words


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_makes_no_folder_where_one_was_mistyped(capsys, place, name):
    words = refused(capsys, "bench", name, "--quick", "--dir", str(place / "mistyped"))
    assert words == (
        f"hall bench: --dir {place / 'mistyped'}: there is no such folder; make it, or leave --dir out\n"
    )
    assert not (place / "mistyped").exists()
    assert "no such folder" in refused(capsys, "bench", name, "--dir", str(place / "file"))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_flush_is_not_slowed_by_what_is_no_time(capsys, number):
    assert "ms from 0 to 10000" in refused(capsys, "bench", "commands", f"--flush-ms={number}")


def test_the_help_names_every_bench():
    assert WORDS["bench"][1].endswith(": " + ", ".join(sorted(BENCHES)))


def test_a_key_nothing_could_use_is_not_made(house: House, config, capsys):
    words = refused(capsys, "keys", "make", "kiosk-99", "--role", "kiosk", "--config", config)
    assert "kiosk-99 is no kiosk of this hall" in words
    assert "there are: kiosk-1, kiosk-2" in words
    assert not (house.site.keys.folder / "kiosk-99.secret").exists()
    words = refused(capsys, "keys", "make", "devices-2", "--role", "camera", "--config", config)
    assert "devices-2 is needed as device, not as camera" in words


def test_a_second_administrator_has_a_name_of_his_own(config):
    assert main(["keys", "make", "admin-2", "--role", "admin", "--config", config]) == 0


@pytest.mark.parametrize("keys", ["file", "file/below"])
def test_a_folder_of_keys_that_cannot_be_made_is_told(config, capsys, place, keys):
    words = refused(capsys, "keys", "make-all", "--config", config, "--keys", str(place / keys))
    assert words.startswith(f"hall keys: {place / keys} cannot be written: ")
    assert "check --keys" in words


def test_nobody_to_ask_for_a_pin_is_told(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    assert "nobody can be asked for a PIN" in refused(capsys, "keys", "pin")


@pytest.mark.parametrize("content", [b"{", b"\0", b"[]", b"null", b'{"a":1}', b""])
def test_controls_that_are_none_are_told(capsys, place, content):
    (place / "controls.json").write_bytes(content)
    words = refused(capsys, "pretend", "--work", str(place), "a", "state")
    assert f"{place / 'controls.json'} is not as `hall run --simulate` writes it" in words


@pytest.mark.parametrize("address", ["tcp:x", "tcp:127.0.0.1:99999", "unix:/nope", ""])
def test_an_address_that_is_none_is_told(capsys, place, address):
    (place / "controls.json").write_text(f'{{"a":"{address}"}}', "utf-8")
    assert "hall pretend: a: " in refused(capsys, "pretend", "--work", str(place), "a", "state", "value=²")


@pytest.mark.parametrize("speed", ["inf", "nan", "0", "-1"])
def test_a_clock_of_no_speed_is_told(config, capsys, monkeypatch, speed):
    monkeypatch.setenv("HALL_CLOCK", f"1@{speed}@0")
    assert "is not a clock" in refused(capsys, "check", config)
