"""A great hall in the middle of a busy morning, played through the real rules: examples/pingliang with its 385 windows
on four floors. What the wall and the places then say is what a hall of that size would publish."""

import random
from functools import cache
from pathlib import Path

from hall.bus.site import Site
from hall.contract import tickets as t
from hall.contract.base import Role
from hall.contract.calling import SetQueues, SetQuiet
from hall.contract.config import HallConfig
from hall.contract.devices import DeviceReport, DeviceState, Fault, JobDone, ShowOnPanel
from hall.contract.opening import CloseQueue
from hall.contract.people import Identity, Pause, RaiseEmergency, SignOn, Way
from hall.contract.views_devices import DevicesView
from hall.contract.views_places import PlacesView
from hall.contract.views_wall import WallView
from hall.domain.views import build
from tests.hall.domain.conftest import Stage
from tests.monitor.scenes import at

CONFIG = Path(__file__).parents[2] / "examples" / "pingliang" / "hall.toml"


@cache
def config() -> HallConfig:
    return Site.load(CONFIG).config


@cache
def stage() -> Stage:
    """09:52: most windows serve, some rest, some are closed; three zones have waits over the limit; an emergency runs;
    managers have closed a queue, silenced a zone and given windows other queues."""
    played = Stage(config(), "08:45")
    r = random.Random(20261120)
    staff = [s.id for s in config().staff if not s.duty]
    for n, window in enumerate(config().windows):
        if r.random() < 0.92:
            played.do(SignOn(window.id, staff[n]), Role.WINDOW, f"window-{window.id}")
    first: dict[str, list[str]] = {}
    for service in config().services:
        if service.queue and not service.skill:
            first.setdefault(service.queue, []).append(service.id)
    played.at("09:10")
    crowded = {"B", "G", "Q"}
    for queue, services in first.items():
        windows = len(played.hall.windows_of_queue[queue])
        for n in range(windows + (9 if queue in crowded else -2)):
            _take(played, services[n % len(services)], f"{queue}{n}")
    played.at("09:20")
    for window in config().windows:
        have = played.hall.facts.windows[window.id]
        if have.staff and r.random() < 0.04:
            played.do(Pause(window.id, "meal"))
        elif have.staff and r.random() < 0.95:
            _serve(played, window.id, r)
    for minute in range(25, 50):
        played.at(f"09:{minute}")
        for queue, services in first.items():
            for n in range(r.randrange(3) if queue in crowded else int(r.random() < 0.3)):
                _take(played, services[n % len(services)], f"{queue}{minute}{n}")
    manager = next(s.id for s in config().staff if s.duty == "manager")
    played.do(CloseQueue("发票系统升级", queue="Y", until_ms=at("10:30"), staff=manager))
    played.do(SetQuiet(True, "G", staff=manager))
    played.do(SetQuiet(True, "B", staff=manager))
    for window in ("60", "61", "100"):
        played.do(SetQueues(window, ("B", "C"), "医保人多", manager))
    waiting = [x.id for x in played.hall.facts.tickets.values() if x.state is t.TicketState.WAITING]
    for ticket in waiting[:3]:
        played.do(t.Prioritise(ticket, t.PriorityReason.ELDER, staff=manager))
    played.do(t.PushToTop(waiting[5], "设备耽误了", manager))
    for part in config().devices:
        if r.random() < 0.97:
            played.do(DeviceReport(part.id, DeviceState.READY), Role.DEVICE)
    printer = next(d.id for d in config().devices if d.make.startswith("printer."))
    played.do(DeviceReport(printer, DeviceState.FAULTY, Fault.PAPER_END), Role.DEVICE)
    for name, device in played.hall.facts.devices.items():
        ready = device.state is DeviceState.READY
        for job in [x for x in device.mailbox if isinstance(x, ShowOnPanel) and ready]:
            played.do(JobDone(name, job.id), Role.DEVICE)
    played.at("09:50:30").do(RaiseEmergency("305", "medical"), Role.WINDOW, "window-305")
    for clock in ("09:51", "09:52"):
        played.at(clock).tick()
    return played


def _take(played: Stage, service: str, person: str) -> None:
    who = Identity(Way.CARD, person, "张*", "620802********1234")
    played.do(t.TakeTicket(service, who, next(iter(played.hall.kiosks))))


def _serve(played: Stage, window: str, r: random.Random) -> None:
    have = played.hall.facts.windows[window]
    line = (window, Role.WINDOW, f"window-{window}")
    if not any(played.hall.waiting(q) for q in played.hall.serves[window]):
        return
    played.do(t.CallNext(line[0]), line[1], line[2])
    if r.random() < 0.9:
        played.do(t.Start(window), line[1], line[2])
        if r.random() < 0.03:
            played.do(t.Hold(window, "form"), line[1], line[2])
    assert have.staff


@cache
def wall() -> WallView:
    view = build("wall", stage().hall, stage().now)
    assert isinstance(view, WallView)
    return view


@cache
def places() -> PlacesView:
    view = build("places", stage().hall, stage().now)
    assert isinstance(view, PlacesView)
    return view


@cache
def devices() -> DevicesView:
    view = build("devices", stage().hall, stage().now)
    assert isinstance(view, DevicesView)
    return view
