"""`hall recording`: where a number or a finding is on the recorder, told from the journal alone."""

import json

import pytest

from hall.__main__ import main
from hall.contract.people import PhoneAttest, RaiseEmergency, SignOn
from hall.contract.tickets import CallNext, Finish, Start, TakeTicket
from tests.hall.house import House, until

CAMERAS = """
[recording]
link = "rtsp://nvr.example/Streaming/tracks/{channel}?starttime={start}&endtime={end}"
zone = "local"
before_s = 0
after_s = 0

[[cameras]]
id = "cam-1"
name = "1号窗口"
source = "rtsp://camera.example/1"
channel = "101"

[[posts]]
id = "seat-1"
window = "1"
camera = "cam-1"
polygon = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
"""


@pytest.fixture
def lived(house: House) -> House:
    """A001 was served at window 1, A002 waits; the recorder came later."""
    with house.running(), house.client("kiosk-1") as kiosk, house.client("window-1") as window:
        for n in range(2):
            kiosk.ask(TakeTicket("pension", PhoneAttest(f"1380000000{n}"), "kiosk-1"))
        for command in (SignOn("1", "s2"), CallNext("1"), Start("1"), Finish("1")):
            window.ask(command)
    house.config.write_text(house.config.read_text("utf-8") + CAMERAS, "utf-8")
    return house


@pytest.fixture
def ask(lived: House, capsys):
    def told(*more: str, code: int = 0) -> str:
        assert main(["recording", "--config", str(lived.config), *more]) == code
        said = capsys.readouterr()
        return said.err if code else said.out

    return told


def test_a_number_is_found_where_it_was_served(ask) -> None:
    text = ask("a001")
    assert text.splitlines()[0] == "A001 window 1"
    assert "  cam-1 1号窗口  2026-11-23 09:3" in text
    (stay,) = json.loads(ask("A001", "--json"))
    (clip,) = stay["clips"]
    span = stay["footage"]
    assert (clip["start_ms"], clip["end_ms"]) == (span["start_ms"], span["end_ms"])
    assert clip["address"].startswith("rtsp://nvr.example/Streaming/tracks/101?starttime=20261123T09")
    assert "A001" not in clip["address"]


def test_without_a_name_every_finding_of_the_day_is_told(lived: House, ask) -> None:
    with lived.running(), lived.client("window-1") as window:
        window.ask(RaiseEmergency("1", "other"))
        until(lambda: any(getattr(x.event, "finding", "").startswith("E01") for x in lived.events()))
    text = ask()
    assert "E01-1-2026-11-23-1\n  cam-1 1号窗口  2026-11-23 09:3" in text
    assert text == ask("--day", "2026-11-23")
    assert ask("E01-1-2026-11-23-1") in text


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("A002",), 1, "A002 was at no window on 2026-11-23"),
        (("A009",), 1, "no number and no finding 'A009' on 2026-11-23; did you mean"),
        (("!",), 1, "another day is asked for with --day"),
        (("--day", "2026-11-22"), 1, "the journal holds nothing of 2026-11-22"),
        (("--day", "yesterday"), 2, "is no time"),
        (("--day", "2026-02-30"), 2, "is no time"),
    ],
)
def test_what_is_not_there_is_told_in_words(ask, more, code, words) -> None:
    assert words in ask(*more, code=code)


def test_a_hall_without_a_recorder_is_told_where_to_name_one(house: House, capsys) -> None:
    with house.running():
        pass
    assert main(["recording", "--config", str(house.config)]) == 2
    assert "names no recorder; add a table [recording]" in capsys.readouterr().err
