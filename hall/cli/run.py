"""`hall run`: the whole hall of one machine from the process table, on real devices or with simulators."""

import argparse
import datetime as dt
import json
import os
import signal
import sys
import time
from pathlib import Path

from hall.bus.clock import VARIABLE, Clock
from hall.bus.site import BadConfig, Site
from hall.cli import devices
from hall.contract.config import HallConfig
from hall.demo.stage import Stage, StageTrouble, set_stage
from hall.domain.calendar import clock as clock_text
from hall.domain.calendar import day_of, open_at, sessions
from hall.domain.state import Hall
from hall.launch import Launcher, plan, screen_names

CONTROLS = "controls.json"
ON_ONE_DESK = {
    "kiosk": ("486x864@0,0",),
    "monitor": ("1120x630@500,0",),
    "window": ("700x437@500,640", "700x437@1210,640"),
}
"""Where the screens of a simulated hall stand, which share one display of 1920x1080. Real screens are full."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", required=True, help="the hall's configuration")
    parser.add_argument(
        "--simulate", action="store_true", help="simulators.toml beside the config stands in for devices"
    )
    parser.add_argument(
        "--work", default="out/run", help="work folder of a simulated hall, made new (out/run)"
    )
    parser.add_argument(
        "--staged", action="store_true", help=argparse.SUPPRESS
    )  # by hall demo: --work is set already
    parser.add_argument("--no-screens", action="store_true", help="controller, devices and cameras only")
    parser.add_argument(
        "--screens", default="", help="names, e.g. kiosk-1,window-3,monitor-1; all: every screen"
    )
    parser.add_argument("--display", default="", help="X display for the screens, e.g. :0")
    parser.add_argument(
        "--size", action="append", default=[], metavar="NAME=WxH[@X,Y]", help="a screen's window"
    )
    parser.add_argument(
        "--hand", default="", metavar="FOLDER", help="sockets by which a script may tap the screens"
    )
    parser.add_argument("--log", default="", metavar="FOLDER", help="what each process writes, one file each")


def main(options: argparse.Namespace) -> int:
    """Runs until SIGTERM or Ctrl-C. 0: stopped in order; 1: the hall did not open; 2: it cannot start like this."""
    try:
        site = Site.load(options.config)
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    config, path = site.config, str(site.path)
    try:
        screens = _screens(options, config)
        sizes = _on_one_desk(screens) if options.simulate else {}
        sizes |= dict(_size(text) for text in options.size)
    except ValueError as error:
        print(f"hall run: {error}", file=sys.stderr)
        return 2
    for fault in devices.faults(site):  # the hall opens without them, and its wall shows them as faulty
        _say(f"configured wrongly: {fault}")
    stage: Stage | None = None
    if options.simulate:
        try:
            clock = _clock(config)
            stage = set_stage(
                config, site.path.parent / "simulators.toml", Path(options.work), clock.now_ms()
            )
        except (StageTrouble, OSError) as error:
            print(f"hall run: {error}", file=sys.stderr)
            return 2
        os.environ[VARIABLE] = clock.to_env()
        config, path = stage.config, str(stage.config_path)
        _announce(stage, clock)
    rows = plan(config, path, screens, hand=options.hand, sizes=sizes)
    log = options.log or (str(stage.folder / "log") if stage else "")
    simulators = stage.processes if stage else ()
    launcher = Launcher([*simulators, *rows], _say, log_dir=log, echo=not stage)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: launcher.stop())
    try:
        return launcher.run()
    finally:
        if stage is not None:
            stage.clear()


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def _screens(options: argparse.Namespace, config: HallConfig) -> tuple[str, ...]:
    """Which screens this machine shows: as asked, or a kiosk, windows of two zones, and the wall. Or ValueError."""
    if options.no_screens:
        return ()
    if options.display:
        os.environ["DISPLAY"] = options.display
    names = screen_names(config)
    if not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        raise ValueError("there is no display: use --display :0, or --no-screens, or `hall demo --out DIR`")
    if options.screens == "all":
        return names
    if options.screens:
        asked = tuple(name.strip() for name in options.screens.split(",") if name.strip())
        for name in asked:
            if name not in names:
                raise ValueError(f"there is no screen {name}; this hall has {', '.join(names)}")
        return asked
    zones: dict[str, str] = {}
    for window in config.windows:
        zones.setdefault(window.zone, f"window-{window.id}")
    kiosks = [kiosk.id for kiosk in config.kiosks]
    walls = [n for n in names if n.startswith("monitor")]
    return (*kiosks[:1], *list(zones.values())[:2], *walls)


def _on_one_desk(screens: tuple[str, ...]) -> dict[str, str]:
    """A place for each screen; more of a kind than places stand on the last one."""
    out: dict[str, str] = {}
    for name in screens:
        places = ON_ONE_DESK[name.split("-")[0]]
        before = sum(1 for other in out if other.split("-")[0] == name.split("-")[0])
        out[name] = places[min(before, len(places) - 1)]
    return out


def _size(text: str) -> tuple[str, str]:
    name, equals, size = text.partition("=")
    wide, cross, high = size.partition("@")[0].partition("x")
    if not (equals and cross and wide.isdigit() and high.isdigit()):
        raise ValueError(f"--size {text}: write it like kiosk-1=540x960")
    return name, size


def _clock(config: HallConfig) -> Clock:
    """The real clock; while the hall would be closed, five minutes after it last opened, at the same speed."""
    given = Clock.from_env()
    if os.environ.get(VARIABLE):
        return given
    hall, now = Hall(config), given.now_ms()
    if open_at(hall, "", now).open:
        return given
    for days in range(15):
        spans = sessions(hall, "", dt.date.fromisoformat(day_of(now - days * 86_400_000)))
        opened = [start for start, _ in spans if start <= now]
        if opened:
            return Clock.starting(opened[0] + 5 * 60_000, 1.0)
    return given


def _announce(stage: Stage, clock: Clock) -> None:
    (stage.folder / CONTROLS).write_text(json.dumps(stage.controls, indent=1), "utf-8")
    now = clock.now_ms()
    _say(f"simulated hall in {stage.folder}; its clock shows {day_of(now)} {clock_text(now)}")
    work = "" if stage.folder == Path("out/run").absolute() else f" --work {stage.folder}"
    _say("the devices are simulators; be the world from another terminal, for example:")
    for words in (
        "kiosk-1.card lay name=张伟 born=19580301",
        "kiosk-1.card take",
        f'kiosk-1.scanner scan text="$(hall codes make --config {stage.config_path} --phone 13800001234)"',
        "kiosk-1.printer paper state=end",
        "window-3.panel unplug",
    ):
        _say(f"  hall pretend{work} {words}")
