"""`hall demo` from the outside: stage, processes, director, truth, report. Returns sentences about what went wrong."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from hall.bus.clock import VARIABLE, Clock
from hall.contract import bookings as b
from hall.contract import devices as d
from hall.contract import ratings as r
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.base import Text
from hall.contract.config import HallConfig
from hall.contract.unions import Recorded
from hall.demo import booked, truth
from hall.demo.album import Album
from hall.demo.director import CONSOLES, FULL, SHORT, Director, Outcome
from hall.demo.people import DAY, MINUTE_MS, Way, morning, secrets
from hall.demo.stage import Stage, own, set_stage
from hall.demo.watch import Trouble
from hall.launch import Launcher, plan
from hall.reports.figures import figures
from hall.reports.page import page
from hall.reports.shapes import Figures

WARM_UP_S = 13.0  # machine seconds before the doors open, for the programs to come up
SIZES = {"kiosk-1": "1080x1920", "kiosk-2": "1920x1080", "window-3": "1280x800", "window-6": "1280x800",
         "monitor-1": "1920x1080"}  # fmt: skip
KILLED_ON_PURPOSE = "was ended by SIGKILL"  # two incidents do it
KEPT = ("journal.jsonl", "report.html", "index.html")


@dataclass(frozen=True)
class Result:
    troubles: tuple[str, ...]
    seconds: float
    folder: Path
    figures: Figures | None


def play_morning(
    config: HallConfig,
    simulators: Path,
    folder: Path,
    quick: bool,
    speed: float,
    seed: int,
    say: Callable[[str], None],
) -> Result:
    """Plays one morning in `folder`. Must be called from the main thread: the children live and die with it."""
    began = time.monotonic()
    pace = SHORT if quick else FULL
    if speed:
        pace = replace(pace, speed=speed)
    own(folder)
    for old in ("pictures", "voice", "log"):
        shutil.rmtree(folder / old, ignore_errors=True)
    for name in KEPT:
        (folder / name).unlink(missing_ok=True)
    doors = (
        int(dt.datetime.fromisoformat(f"{DAY}T08:50").replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())
        * 1000
    )
    stage = set_stage(config, simulators, folder, doors)
    outcome = Outcome()
    try:
        listed = simulators.parent / "bookings.csv"
        come = booked.people(listed, config, doors, pace.squeeze, pace.booked)
        walk_in = morning(config, pace.visitors, seed)
        people = tuple(sorted((*walk_in, *come), key=lambda v: v.offset_ms))
        _enrol(stage, sorted({v.portrait for v in people if v.portrait}), doors, say)
        clock = Clock.starting(doors - int(WARM_UP_S * pace.speed * 1000), pace.speed)
        os.environ[VARIABLE] = clock.to_env()
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
        album = Album(stage.folder / "pictures")
        screens = [*(k.id for k in config.kiosks), *(f"window-{w}" for w in CONSOLES), "monitor-1"]
        rows = plan(stage.config, str(stage.config_path), screens, hand=str(stage.sockets), sizes=SIZES)
        heard: list[str] = []
        launcher = Launcher(
            [*stage.processes, *rows], _listener(heard, say), log_dir=str(stage.folder / "log")
        )
        director = Director(stage, pace, people, seed, doors, album, launcher.pids, say)
        director.before_doors = lambda: _take_in(stage, listed, say)

        def direct() -> None:
            director.run()
            launcher.stop()

        thread = threading.Thread(target=direct, name="director", daemon=True)
        thread.start()
        opened = launcher.run()
        director.stop()
        thread.join(60)
        outcome = director.outcome
        if opened != 0:
            outcome.troubles.append("the hall did not open: " + "; ".join(heard[-3:]))
        fallen = [line for line in heard if "ended" in line and KILLED_ON_PURPOSE not in line]
        outcome.troubles += list(dict.fromkeys(fallen))
        found = _after(stage, outcome, quick, album, config, say, booked.secrets(listed))
        return Result(tuple(outcome.troubles), time.monotonic() - began, stage.folder, found)
    finally:
        stage.clear()


def _listener(heard: list[str], say: Callable[[str], None]) -> Callable[[str], None]:
    """Of what the launcher says, a person wants to hear what is not every day's."""

    def hear(line: str) -> None:
        heard.append(line)
        if "started, pid" not in line and not line.startswith("simulator") and not line.startswith("stopped"):
            say(line)

    return hear


def _enrol(stage: Stage, portraits: list[str], now_ms: int, say: Callable[[str], None]) -> None:
    """Who comes by face gave consent earlier: the templates are made from their pictures, as `hall faces` does it."""
    env = {**os.environ, VARIABLE: Clock.starting(now_ms, 1.0).to_env()}
    for who in portraits:
        takes = [str(p) for p in sorted((stage.media / "portraits" / who / "front").glob("take-[123].jpg"))]
        arguments = (
            "--config",
            str(stage.config_path),
            "--consent",
            f"C-2026-{who}",
            "--birth",
            "1990-01-01",
        )
        done = _hall("faces", "enrol", *arguments, *takes, env=env)
        if done.returncode != 0:
            why = done.stderr.strip() or done.stdout.strip()
            raise RuntimeError(f"the face of {who} could not be enrolled: {why}")
    say(f"faces enrolled with consent: {len(portraits)}")


def _take_in(stage: Stage, listed: Path, say: Callable[[str], None]) -> None:
    """The booking platform's list goes in before the doors open. Trouble when the hall says no."""
    if not listed.exists():
        return
    arguments = ("--config", str(stage.config_path), "--source", "掌上预约")
    done = _hall("bookings", "import", str(listed), *arguments)
    if done.returncode != 0:
        raise Trouble(f"the list of bookings was not taken in: {done.stderr.strip()}")
    say(done.stdout.strip())


def _hall(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A word of the command line, as a person would type it."""
    argv = [sys.executable, "-m", "hall", *words]
    return subprocess.run(argv, capture_output=True, text=True, env=env, check=False)


# --- after the morning ------------------------------------------------------------------------------------------------


def _after(
    stage: Stage,
    outcome: Outcome,
    quick: bool,
    album: Album,
    config: HallConfig,
    say: Callable[[str], None],
    unsaid: list[str],
) -> Figures | None:
    journal = stage.folder / stage.config.store.path
    if not journal.exists():
        outcome.troubles.append("there is no journal")
        return None
    events, broken = truth.read_journal(journal)
    if broken:
        outcome.troubles.append(f"the journal's chain is broken: {broken}")
    verified = _hall("verify", "--config", str(stage.config_path))
    if verified.returncode != 0:
        outcome.troubles.append(f"hall verify: {verified.stderr.strip() or verified.stdout.strip()}")
    _export(events, stage.folder / "journal.jsonl")
    outcome.troubles += truth.no_number_twice(events)
    outcome.troubles += truth.answers_are_there(outcome.answered, events)
    outcome.troubles += truth.numbers_shown_exist(list(outcome.numbers), events)
    outcome.troubles += truth.slips_are_printed(outcome.slips, events, config)
    outcome.troubles += truth.panels_show_the_truth(outcome.panels, events)
    if not events:
        return None
    if outcome.finished:
        outcome.troubles += truth.incidents_were_seen(
            events, [*_wanted(quick), *_booked(quick, bool(unsaid))]
        )
    found = figures(events, config)
    if outcome.finished:
        outcome.troubles += _missing(found)
    chain = (
        Text("流水账被改过或断了：" + broken, "The journal was changed or is broken: " + broken)
        if broken
        else Text(
            "流水账的每一条都接得上，没有断，没有改。", "Every event of the journal fits the one before."
        )
    )
    (stage.folder / "report.html").write_text(page(found, config, chain, "index.html"), "utf-8")
    sounds = sorted((stage.folder / "voice").rglob("*.wav"))
    (stage.folder / "index.html").write_text(album.page(*_intro(found, config), sounds[:12]), "utf-8")
    files = [
        *journal.parent.glob(f"{journal.name}*"),
        *(stage.folder / name for name in ("journal.jsonl", "report.html", "index.html")),
        *(stage.folder / "log").glob("*.log"),
    ]
    texts = {
        "what slips, panels and voices were told": truth.ordered(events, config),
        "the slips": "\n".join(outcome.slips),
        "the panels": "\n".join(outcome.panels.values()),
        "the names of the spoken calls": "\n".join(p.name for p in sounds),
    }
    outcome.troubles += truth.nobody_is_named(
        [p for p in files if p.is_file()], texts, [*secrets(outcome.people), *unsaid]
    )
    say(
        f"{len(events)} events, {len(found.visits)} numbers, {found.slips} slips, {found.spoken} calls spoken"
    )
    return found


def _missing(found: Figures) -> list[str]:
    """What every morning has."""
    wrong = [f"nobody took a number by {way.value}" for way in Way if way.value not in dict(found.ways)]
    if not found.count("passed"):
        wrong.append("nobody was passed, although somebody did not come")
    if not found.spoken:
        wrong.append("no call was spoken")
    return wrong


def _wanted(quick: bool) -> list[tuple[str, type, dict[str, object]]]:
    every: list[tuple[str, type, dict[str, object]]] = [
        ("the paper ran out", d.DeviceChanged, {"fault": d.Fault.PAPER_END}),
        (
            "the panel of window 4 was lost",
            d.DeviceChanged,
            {"device": "window-4.panel", "state": d.DeviceState.AWAY},
        ),
        ("a poor environment was recorded", g.EnvironmentRated, {"poor": True}),
        ("the environment was restored", g.EnvironmentRated, {"poor": False}),
    ]
    every.append(("a visitor rated at the evaluator", r.VisitRated, {"source": "device"}))
    if quick:
        return every
    return [
        *every,
        ("somebody was asked and did not rate", r.VisitRated, {"level": r.RatingLevel.NOT_RATED}),
        ("a bad rating became a finding", s.FindingRaised, {"code": s.FindingCode.RATING_BAD}),
        ("the empty seat was seen", g.SeatChanged, {"seat": g.Seat.ABSENT}),
        ("the empty seat became a finding", s.FindingRaised, {"code": s.FindingCode.OFF_POST}),
        ("somebody waited over 30 minutes", s.FindingRaised, {"code": s.FindingCode.WAIT_OVER}),
        ("a manager acknowledged", s.FindingAcknowledged, {}),
        ("a manager judged", s.FindingJudged, {}),
    ]


def _booked(quick: bool, listed: bool) -> list[tuple[str, type, dict[str, object]]]:
    """What a morning with a list of bookings has."""
    if not listed:
        return []
    every: list[tuple[str, type, dict[str, object]]] = [
        ("a booking became a number", t.TicketIssued, {"klass": t.TicketClass.BOOKED, "late": False}),
        (
            "it was told back that it was served",
            b.BookingEnded,
            {"state": b.BookingState.SERVED, "late": False},
        ),
    ]
    if quick:
        return every
    return [
        *every,
        ("a booked visitor came late", t.TicketIssued, {"late": True}),
        ("the late one was served too", b.BookingEnded, {"state": b.BookingState.SERVED, "late": True}),
        ("a booked visitor did not come", b.BookingMissed, {"excused": False}),
    ]


def _export(events: list[Recorded], path: Path) -> None:
    """The journal as lines of JSON, for people who like to read it."""
    with path.open("wb") as file:
        for one in events:
            file.write(msgspec.json.encode(one) + b"\n")


def _intro(found: Figures, config: HallConfig) -> tuple[str, list[str]]:
    minutes = (found.last_ms - found.first_ms) // MINUTE_MS
    lines = (
        f"演示的一个上午：{minutes} 分钟，{len(found.visits)} 个号，办完 {found.count('done')} 个。",
        "人是编的，协议、屏幕和流水账是真的。",
    )
    links = (
        '<a href="report.html">半日报告 Report</a>',
        '<a href="journal.jsonl">流水账 Journal</a>',
        '<a href="hall.toml">配置 Configuration</a>',
        '<a href="log/">各程序的日志 Logs</a>',
    )
    english = "A morning of the demo. The people are invented; protocols, screens and journal are real."
    return f"{config.hall.name} · {found.day}", ["".join(lines), english, " · ".join(links)]
