"""What goes wrong on the demo's morning, and who puts it right: a table of (minute, what happens).

Each incident breaks the world by the simulators' controls, or acts as a manager by the wall, and waits until the hall
has noticed before it takes its picture. A hall that does not notice is a Trouble.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract.unions import Recorded
from hall.demo.album import Album
from hall.demo.clerks import Clerk
from hall.demo.controls import Control, RemoteHand, SaidNo
from hall.demo.watch import Trouble, Watch

PAPER_KIOSK = "kiosk-2"
LOST_PANEL, LOST_WINDOW = "window-4.panel", "4"
SEAT_WINDOW, SEAT_POST, CAMERA = "3", "post-3", "cam-1"
CLIP = "post_a.mp4"
PRESENT_S, EMPTY_S, BACK_S = (25.0, 43.0), (44.6, 51.0), (53.0, 68.0)
"""Parts of the clip, in seconds, from its labels: somebody there, nobody there, somebody there again."""

MANAGER, GUIDE = "113", "111"
SETTLE_S = 1.2  # machine seconds: an alert breathes once when it arrives
ALERTS_MOST = 8  # a manager does not stand there for ever


@dataclass
class Scene:
    """All an incident needs."""

    watch: Watch
    album: Album
    controls: dict[str, str]
    media: Path
    wall: RemoteHand
    kiosks: dict[str, RemoteHand]
    locks: dict[str, threading.RLock]
    clerks: dict[str, Clerk]
    pids: Callable[[], dict[str, int]]

    def tell(self, device: str, do: str, **words: object) -> None:
        with Control(self.controls[device]) as control:
            control.ask(do, **words)

    def event(self, what: str, test: Callable[[Recorded], bool], timeout_s: float = 40.0) -> Recorded:
        """The first event that fits, also an earlier one."""
        return self.watch.until(
            what, lambda: next((e for e in list(self.watch.events) if test(e)), None), timeout_s
        )

    def picture(self, name: str, zh: str, en: str, floor: int) -> None:
        """The wall, turned to the floor where it happened, when its movements are over."""
        with self.locks["monitor-1"]:
            self.wall.tap(f"floor_{floor}")
            threading.Event().wait(SETTLE_S)
            self.album.once(self.wall, name, zh, en)


@dataclass(frozen=True)
class Incident:
    minute: float
    what: str
    act: Callable[[Scene], None]


# --- cameras and seats ---------------------------------------------------------------------------------------------


def somebody_at_the_seat(scene: Scene) -> None:
    first, last = PRESENT_S
    scene.tell(CAMERA, "show", what="clip", path=str(scene.media / CLIP), from_s=first, to_s=last)


def the_seat_is_left(scene: Scene) -> None:
    """The clerk walks off without a word; nobody signs off, nobody pauses."""
    scene.clerks[SEAT_WINDOW].away.set()
    first, last = EMPTY_S
    scene.tell(CAMERA, "show", what="clip", path=str(scene.media / CLIP), from_s=first, to_s=last)
    scene.event("the camera sees that the seat is empty", _seat(g.Seat.ABSENT), 60)


def the_seat_is_missed(scene: Scene) -> None:
    def raised(e: Recorded) -> bool:
        return isinstance(e.event, s.FindingRaised) and e.event.code is s.FindingCode.OFF_POST

    scene.event("the empty seat becomes a finding", raised, 60)
    scene.picture("wall-seat-empty", "监控屏：3 号窗疑似离岗", "Wall: window 3 seems empty", 1)


def the_seat_is_taken_again(scene: Scene) -> None:
    first, last = BACK_S
    before = len(scene.watch.events)
    scene.tell(CAMERA, "show", what="clip", path=str(scene.media / CLIP), from_s=first, to_s=last)
    scene.watch.until(
        "the camera sees that somebody is back",
        lambda: any(_seat(g.Seat.PRESENT)(e) for e in scene.watch.events[before:]),
        60,
    )
    scene.clerks[SEAT_WINDOW].away.clear()


def _seat(seat: g.Seat) -> Callable[[Recorded], bool]:
    return lambda e: isinstance(e.event, g.SeatChanged) and e.event.post == SEAT_POST and e.event.seat is seat


# --- devices ---------------------------------------------------------------------------------------------------------


def paper_runs_out(scene: Scene) -> None:
    scene.tell(f"{PAPER_KIOSK}.printer", "paper", state="end")

    def gone(e: Recorded) -> bool:
        return isinstance(e.event, d.DeviceChanged) and e.event.fault is d.Fault.PAPER_END

    scene.event("the printer without paper is noticed", gone)
    scene.picture("wall-paper-out", "监控屏：2 号取号机没有纸", "Wall: kiosk 2 is out of paper", 2)


def paper_is_refilled(scene: Scene) -> None:
    before = len(scene.watch.events)
    scene.tell(f"{PAPER_KIOSK}.printer", "paper", state="ok")
    scene.watch.until(
        "the refilled printer is ready again",
        lambda: any(_ready(e, f"{PAPER_KIOSK}.printer") for e in scene.watch.events[before:]),
        40,
    )


def _ready(e: Recorded, device: str) -> bool:
    event = e.event
    return (
        isinstance(event, d.DeviceChanged) and event.device == device and event.state is d.DeviceState.READY
    )


def a_panel_is_unplugged(scene: Scene) -> None:
    scene.tell(LOST_PANEL, "unplug")

    def gone(e: Recorded) -> bool:
        event = e.event
        return (
            isinstance(event, d.DeviceChanged)
            and event.device == LOST_PANEL
            and event.state is not d.DeviceState.READY
        )

    lost = scene.event("the unplugged panel is noticed", gone)

    def missed(e: Recorded) -> bool:
        return isinstance(e.event, s.FindingRaised) and e.event.subject == LOST_PANEL and e.seq > lost.seq

    scene.event("the unplugged panel becomes a finding", missed)
    scene.picture("wall-panel-lost", "监控屏：4 号窗口屏断了", "Wall: the panel of window 4 is gone", 1)


def the_panel_is_back(scene: Scene) -> None:
    before = len(scene.watch.events)
    scene.tell(LOST_PANEL, "plug")
    scene.watch.until(
        "the panel is back and shows what it should",
        lambda: any(_ready(e, LOST_PANEL) for e in scene.watch.events[before:]),
        60,
    )


def a_program_is_killed(scene: Scene) -> None:
    """The program of all devices dies without a word; the launcher brings it back, and the panels show the truth."""
    _kill(scene, "devices-1")


def the_controller_is_killed(scene: Scene) -> None:
    """The hall's one writer dies in mid-morning. Nobody stands at a kiosk just then; the windows go on."""
    with scene.locks["kiosk-1"], scene.locks["kiosk-2"]:
        before = scene.watch.events[-1].seq
        _kill(scene, "controller")
        scene.watch.until(
            "the hall goes on after its controller was killed", lambda: _newer(scene, before), 60
        )
        for hand in scene.kiosks.values():
            hand.wait("page_home", 60_000)


def _newer(scene: Scene, seq: int) -> bool:
    return scene.watch.events[-1].seq > seq


def _kill(scene: Scene, name: str) -> None:
    old = scene.pids()[name]
    os.kill(old, signal.SIGKILL)
    scene.watch.until(f"{name} is back after kill -9", lambda: scene.pids().get(name, old) != old, 30)


# --- people who look after the hall -----------------------------------------------------------------------------------


def the_floor_is_wet(scene: Scene) -> None:
    """Recorded by hand at the wall (R037): zone, item, what is wrong."""
    with scene.locks["monitor-1"]:
        scene.wall.tap("fact_environment")
        scene.wall.wait("environmentPage", 10_000)
        scene.wall.tap("place_B")
        scene.wall.tap("item_hygiene")
        scene.wall.tap("noteText")
        scene.wall.type("等候处地面有水")
        scene.album.once(
            scene.wall, "wall-environment", "监控屏：记一条环境差", "Wall: recording a poor environment"
        )
        scene.wall.tap("ratePoor")
        scene.event("the environment record is in the journal", _rated(True))
        scene.wall.gone("environmentPage")


def the_floor_is_dry(scene: Scene) -> None:
    with scene.locks["monitor-1"]:
        scene.wall.tap("fact_environment")
        scene.wall.wait("environmentPage", 10_000)
        scene.wall.tap("place_B")
        scene.wall.tap("rateGood")
        scene.event("the restored environment is in the journal", _rated(False))
        scene.wall.gone("environmentPage")


def _rated(poor: bool) -> Callable[[Recorded], bool]:
    return lambda e: isinstance(e.event, g.EnvironmentRated) and e.event.poor is poor


def somebody_needs_help(scene: Scene) -> None:
    """An old visitor presses 叫人来帮 at kiosk 1; a guide comes."""
    hand = scene.kiosks["kiosk-1"]
    with scene.locks["kiosk-1"]:
        hand.wait("page_home", 20_000)
        hand.tap("elder")
        hand.wait("callHelp", 5_000)
        hand.tap("callHelp")
        scene.event("the call for help is in the journal", lambda e: isinstance(e.event, p.HelpCalled))
        hand.tap("plainLook")
    scene.watch.ask(p.AnswerHelp("kiosk-1", GUIDE))


def the_manager_looks(scene: Scene) -> None:
    """Goes through the alerts at the wall and says 知道了 to each."""
    with scene.locks["monitor-1"]:
        for _ in _alerts(scene):
            if scene.wall.see("acknowledge")["enabled"] or _may_say(scene):
                before = _count(scene, s.FindingAcknowledged)
                scene.wall.tap("acknowledge")
                scene.watch.until(
                    "知道了 is in the journal", lambda n=before: _count(scene, s.FindingAcknowledged) > n, 20
                )


def the_manager_looks_again(scene: Scene) -> None:
    """Late in the morning there may be nothing left to say 知道了 to; a quiet wall is no trouble."""
    with scene.locks["monitor-1"]:
        quiet = not scene.wall.has("ticket_1")
    if not quiet:
        the_manager_looks(scene)


def the_manager_judges(scene: Scene) -> None:
    """Confirms at the wall that the seat was empty: a camera alone judges nobody (R030)."""
    with scene.locks["monitor-1"]:
        for _ in _alerts(scene):
            if not scene.wall.has("confirm"):
                continue
            _may_say(scene)
            scene.wall.tap("confirm")
            scene.wall.wait("reason_1", 5_000)
            scene.wall.tap("reason_1")
            scene.album.once(
                scene.wall, "wall-judge", "监控屏：人来核实离岗", "Wall: a person judges the empty seat"
            )
            scene.wall.tap("settle")
            scene.event("the judgement is in the journal", lambda e: isinstance(e.event, s.FindingJudged))


def _alerts(scene: Scene) -> Iterator[int]:
    """Opens one alert after the other on the manager's sheet, each once; closes it at the end."""
    try:
        scene.wall.wait("ticket_1", 20_000)
        scene.wall.tap("ticket_1")
        scene.wall.wait("findingPage", 10_000)
        for n in range(ALERTS_MOST):
            yield n
            if not scene.wall.has("nextFinding") or not scene.wall.see("nextFinding")["enabled"]:
                break
            try:
                scene.wall.tap("nextFinding")
            except SaidNo:  # the last one was settled meanwhile, and the key went with it
                break
    finally:
        if scene.wall.has("findingPage"):
            scene.wall.tap("deskClose")
            scene.wall.gone("findingPage")


def _may_say(scene: Scene) -> bool:
    """The manager says who he is; the wall keeps it for some minutes."""
    name = f"person_{MANAGER}"
    if scene.wall.has(name):
        scene.wall.tap(name)
    return scene.wall.has("acknowledge") and bool(scene.wall.see("acknowledge")["enabled"])


def _count(scene: Scene, kind: type) -> int:
    return sum(1 for e in scene.watch.events if isinstance(e.event, kind))


TABLE = (
    Incident(2, "somebody sits at window 3", somebody_at_the_seat),
    Incident(33, "a poor environment is recorded in zone B", the_floor_is_wet),
    Incident(38, "kiosk 2 runs out of paper", paper_runs_out),
    Incident(48, "kiosk 2 gets paper", paper_is_refilled),
    Incident(52, "the environment is restored", the_floor_is_dry),
    Incident(55, "the panel of window 4 is unplugged", a_panel_is_unplugged),
    Incident(64, "the panel of window 4 is plugged in", the_panel_is_back),
    Incident(66, "a visitor asks for help", somebody_needs_help),
    Incident(70, "the clerk of window 3 leaves the seat", the_seat_is_left),
    Incident(76, "the empty seat is missed", the_seat_is_missed),
    Incident(88, "the manager acknowledges", the_manager_looks),
    Incident(92, "the clerk of window 3 is back", the_seat_is_taken_again),
    Incident(96, "the manager judges the empty seat", the_manager_judges),
    Incident(99, "the program of the devices is killed", a_program_is_killed),
    Incident(106, "the controller is killed", the_controller_is_killed),
    Incident(118, "the manager looks once more", the_manager_looks_again),
)

QUICK = (
    *(
        Incident(minute, one.what, one.act)
        for minute, one in zip((1, 8, 10, 15, 17, 18, 24, 26), TABLE[:8], strict=True)
    ),
    Incident(27, "the controller is killed", the_controller_is_killed),
    Incident(28, "the program of the devices is killed", a_program_is_killed),
)
"""A shorter morning for the journey test: without the seat, which takes its quarter of an hour."""


def play(
    scene: Scene,
    table: tuple[Incident, ...],
    doors_ms: int,
    stop: threading.Event,
    troubles: list[str],
    say: Callable[[str], None],
) -> None:
    """One after the other, each at its minute or as soon as the one before is over."""
    for one in table:
        scene.watch.sleep_until(doors_ms + int(one.minute * 60_000), stop)
        if stop.is_set():
            return
        say(one.what)
        try:
            one.act(scene)
        except (Trouble, SaidNo) as error:
            troubles.append(f"{one.what}: {error}")
