"""A whole short morning with every program of the hall, played by `hall demo --quick` as a stranger would play it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hall.bus.site import Site
from hall.demo import booked
from hall.demo import people as cast
from hall.demo.director import SHORT

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a played morning. The demo itself judges: exit code 0 means that nothing went wrong."""
    out = tmp_path_factory.mktemp("morning")
    done = subprocess.run(
        [sys.executable, "-m", "hall", "demo", "--quick", "--out", str(out)],
        cwd=ROOT, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(out / "index.html") in done.stdout
    return out


pytestmark = pytest.mark.timeout(420)


def events(morning: Path) -> list[dict[str, object]]:
    lines = (morning / "journal.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["event"] for line in lines]


def test_twelve_visitors_took_numbers_in_all_five_ways(morning: Path) -> None:
    issued = [e for e in events(morning) if e["type"] == "TicketIssued"]
    assert len(issued) == 12
    ways = {e["identity"]["way"] for e in issued}  # type: ignore[index]
    assert ways == {"card", "code", "face", "phone", "assisted"}


def test_they_were_called_shown_spoken_and_served(morning: Path) -> None:
    kinds = [e["type"] for e in events(morning)]
    for kind in ("TicketCalled", "TicketStarted", "TicketFinished", "TicketPassed", "JobConfirmed"):
        assert kind in kinds
    assert list((morning / "voice").rglob("*.wav"))


def test_the_killed_programs_came_back(morning: Path) -> None:
    logs = {path.name: path.read_text("utf-8") for path in (morning / "log").glob("*.log")}
    assert logs["controller.log"].count("READY") == 2


def test_no_name_no_phone_no_card_number_stands_in_what_the_morning_leaves(morning: Path) -> None:
    """The cast is drawn again here, from the same seed: who came is not asked of the demo that judges itself."""
    config = Site.load(ROOT / "examples/demo/hall.toml").config
    listed = ROOT / "examples/demo/bookings.csv"
    people = (
        *cast.morning(config, SHORT.visitors, 20261120),
        *booked.people(listed, config, 0, SHORT.squeeze, SHORT.booked),
    )
    assert len(people) == 12
    sought = [*cast.secrets(people), *booked.secrets(listed)]
    assert {v.name for v in people} <= set(sought)
    pages = [morning / name for name in ("journal.jsonl", "report.html", "index.html")]
    for path in [*pages, *(morning / "log").glob("*.log")]:
        text = path.read_text("utf-8")
        assert not re.search(r"(?<!\d)1999\d{7}(?!\d)|(?<!\d)999999\d{11}[\dX]", text), path
        assert [x for x in sought if x in text] == [], path


def test_every_link_and_picture_of_the_page_is_there(morning: Path) -> None:
    html = (morning / "index.html").read_text("utf-8")
    found = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(found) > 20
    for name in found:
        assert (morning / name).exists(), name
    for name in (
        "kiosk-home",
        "kiosk-result",
        "kiosk-consent",
        "wall-paper-out",
        "end-monitor-1",
        "window-serving",
    ):
        assert (morning / "pictures" / f"{name}.png").stat().st_size > 5_000
    assert list((morning / "pictures" / "slips").glob("*.png"))


def test_the_report_says_what_the_journal_says(morning: Path) -> None:
    html = (morning / "report.html").read_text("utf-8")
    done = sum(e["type"] == "TicketFinished" for e in events(morning))
    passed = sum(e["type"] == "TicketPassed" for e in events(morning))
    figures = re.findall(r'<div class="key"><b class="">(\d+)</b>', html)
    assert figures[:3] == ["12", str(done), str(passed)]
