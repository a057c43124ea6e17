"""Directs the morning: visitors at the kiosks, clerks at the windows, incidents, and the pictures at the end.

Runs in a thread beside the launcher, which owns the processes. Knows the hall by its bus, screens by their hands and
devices by their controls, as people would.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hall.bus.site import Site
from hall.contract.unions import Done
from hall.contract.views_window import WindowView
from hall.demo.album import Album
from hall.demo.clerks import SHIFTS, BoxDesk, BusDesk, Clerk, ConsoleDesk, Desk, stop_all
from hall.demo.controls import Control, RemoteHand, SaidNo
from hall.demo.incidents import QUICK, SETTLE_S, TABLE, Incident, Scene, play
from hall.demo.people import MINUTE_MS, Visitor
from hall.demo.ratings import Raters, desks
from hall.demo.stage import Stage
from hall.demo.truth import panels_show_the_truth
from hall.demo.visitors import Kiosk
from hall.demo.watch import Trouble, Watch

CONSOLES = ("3", "6")  # windows whose real console is on screen
REST_S = 25.0  # machine seconds for the panels to show the last state
HANDS_S = 90.0  # machine seconds for all screens to be there
CONSOLE_WORDS = {"called": ("窗口：已呼叫", "Window, called"), "serving": ("窗口：办理中", "Window, serving")}
PANEL_WORDS = {"called": ("窗口屏：叫号", "A panel calls"), "serving": ("窗口屏：办理中", "A panel, serving")}
AFTER_MS = 3 * MINUTE_MS


@dataclass(frozen=True)
class Pace:
    """How long and how full a morning is. `squeeze` shortens the arrivals; `speed` is the hall's clock."""

    visitors: int
    speed: float
    squeeze: float
    last_min: float
    good_min: float  # from here on a picture shows the hall in full swing
    incidents: tuple[Incident, ...]
    booked: int  # visitors with a booking, beside the others


FULL = Pace(60, 45.0, 0.86, 152.0, 25.0, TABLE, 6)
SHORT = Pace(11, 60.0, 0.10, 42.0, 12.0, QUICK, 1)


@dataclass
class Outcome:
    """What the director saw and was told; `troubles` are sentences."""

    troubles: list[str] = field(default_factory=list)
    answered: list[Done] = field(default_factory=list)
    numbers: dict[str, Visitor] = field(default_factory=dict)
    slips: list[str] = field(default_factory=list)
    panels: dict[str, str] = field(default_factory=dict)
    people: tuple[Visitor, ...] = ()
    finished: bool = False


class Director:
    def __init__(
        self,
        stage: Stage,
        pace: Pace,
        people: tuple[Visitor, ...],
        seed: int,
        doors_ms: int,
        album: Album,
        pids: Callable[[], dict[str, int]],
        say: Callable[[str], None],
    ) -> None:
        self._stage, self._pace, self._seed, self._doors_ms = stage, pace, seed, doors_ms
        self._album, self._pids, self._say = album, pids, say
        self.outcome = Outcome(people=people)
        self.before_doors: Callable[[], None] = lambda: None
        self._site = Site.load(stage.config_path)
        self._watch = Watch(self._site)
        self._stop = threading.Event()
        self._wall_lock = threading.RLock()
        self._best: dict[str, int] = {}  # how telling the picture is that we have

    def stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
        """The whole morning. Whatever goes wrong ends up in `outcome.troubles`, never as an exception."""
        try:
            self._play()
            self.outcome.finished = True
        except (Trouble, SaidNo) as error:
            self.outcome.troubles.append(str(error))
        except Exception as error:  # a fault of ours must end the demo with words, not hang it
            self.outcome.troubles.append(f"the director fell over: {type(error).__name__}: {error}")
        finally:
            self._stop.set()
            self._watch.close()

    def _play(self) -> None:
        self._watch.start()
        self._watch.until("the wall's first view", lambda: self._watch.wall, HANDS_S)
        self.before_doors()
        config = self._stage.config
        names = [k.id for k in config.kiosks] + [f"window-{w}" for w in CONSOLES] + ["monitor-1"]
        hands = {name: self._hand(name) for name in names}
        self._say("all screens are there")
        with contextlib.ExitStack() as stack:
            for hand in hands.values():
                stack.callback(hand.close)
            doors = max(self._doors_ms, self._watch.now_ms())
            good_ms = doors + int(self._pace.good_min * MINUTE_MS)
            kiosks = [
                Kiosk(k.id, hands[k.id], self._stage.controls, config, self._site.keys, self._stage.media,
                      self._watch, self._album, good_ms)
                for k in config.kiosks
            ]  # fmt: skip
            clerks = self._clerks(hands, doors)
            locks = {**{k.id: k.lock for k in kiosks}, "monitor-1": self._wall_lock}
            scene = Scene(
                self._watch, self._album, self._stage.controls, self._stage.media, hands["monitor-1"],
                {k.id: k.hand for k in kiosks}, locks,
                {c.shift.window: c for c in clerks}, self._pids,
            )  # fmt: skip
            threads = [
                threading.Thread(target=self._queue_at, args=(kiosk, doors), name=kiosk.id, daemon=True)
                for kiosk in kiosks
            ]
            threads.append(
                threading.Thread(
                    target=play, name="incidents", daemon=True,
                    args=(scene, self._pace.incidents, doors, self._stop, self.outcome.troubles, self._say),
                )
            )  # fmt: skip
            raters = [
                Raters(
                    window, desk.address, self._stage.controls[desk.id], self._watch, self._seed, self.outcome.troubles
                )
                for window, desk in desks(config).items()
            ]  # fmt: skip
            for thread in (*threads, *(c.thread for c in clerks), *(r.thread for r in raters)):
                thread.start()
            self._say(f"the doors are open: {len(self.outcome.people)} visitors will come")
            self._wait_for_the_end(doors, threads, hands, {c.shift.window: c for c in clerks})
            stop_all(clerks)
            for rater in raters:
                rater.stop()
            self._last_pictures(hands, locks)
            self._collect()

    # --- parts ------------------------------------------------------------------------------------------------------

    def _hand(self, name: str) -> RemoteHand:
        """The screen's hand, as soon as the screen is there."""
        path = self._stage.hand(name)
        deadline = time.monotonic() + HANDS_S
        while True:
            try:
                hand = RemoteHand(str(path))
                first = {"k": "page_home", "w": "signOnPage", "m": "wallPage"}[name[0]]
                hand.wait(first, 30_000)
                return hand
            except SaidNo as error:
                if time.monotonic() > deadline or self._stop.is_set():
                    raise Trouble(f"the screen {name} did not come up: {error}") from None
                self._stop.wait(0.2)

    def _clerks(self, hands: dict[str, RemoteHand], doors_ms: int) -> list[Clerk]:
        out = []
        for shift in SHIFTS:
            if shift.begins_min > self._pace.last_min:
                continue
            desk: Desk
            if shift.window in CONSOLES:
                desk = ConsoleDesk(hands[f"window-{shift.window}"])
            elif box := desks(self._stage.config).get(shift.window):
                control = self._stage.controls[box.id]
                desk = BoxDesk(self._site, shift.window, box.address, control, self.outcome.answered)
            else:
                desk = BusDesk(self._site, shift.window, self.outcome.answered)
            out.append(
                Clerk(
                    shift,
                    desk,
                    self._watch,
                    self.outcome.numbers.get,
                    doors_ms,
                    self._seed,
                    self.outcome.troubles,
                )
            )
        return out

    def _queue_at(self, kiosk: Kiosk, doors_ms: int) -> None:
        """Everybody who chose this kiosk, one after another."""
        for visitor in self.outcome.people:
            if visitor.kiosk != kiosk.id:
                continue
            self._watch.sleep_until(doors_ms + int(visitor.offset_ms * self._pace.squeeze), self._stop)
            if self._stop.is_set():
                return
            with kiosk.lock:  # whoever wants a picture waits until the kiosk is home again
                home = self._visit(kiosk, visitor)
            if not home:
                return

    def _visit(self, kiosk: Kiosk, visitor: Visitor) -> bool:
        """One visit; what failed is a trouble. False when the kiosk cannot be used any more."""
        try:
            number = kiosk.visit(visitor)
            if number in self.outcome.numbers:
                self.outcome.troubles.append(f"{kiosk.id} showed {number} to two visitors")
            self.outcome.numbers[number] = visitor
            return True
        except (Trouble, SaidNo) as error:
            words = f"visitor {visitor.n} ({visitor.way.value}, {kiosk.id}): {error}"
        self.outcome.troubles.append(words)
        self._say(words)
        try:
            kiosk.recover()
            return True
        except SaidNo as stuck:
            self.outcome.troubles.append(f"{kiosk.id} does not come home: {stuck}")
            return False

    def _wait_for_the_end(
        self,
        doors: int,
        threads: list[threading.Thread],
        hands: dict[str, RemoteHand],
        clerks: dict[str, Clerk],
    ) -> None:
        """Until all have come and were served and all incidents are over, or the morning's last minute."""
        last = doors + int(self._pace.last_min * MINUTE_MS)
        told = 0
        while self._watch.now_ms() < last and not self._stop.wait(0.4):
            self._look_in(hands, clerks)
            minute = (self._watch.now_ms() - doors) // MINUTE_MS
            if minute >= told + 15:
                told = minute - minute % 15
                wall = self._watch.wall
                if wall is not None:
                    self._say(
                        f"minute {told}: {wall.waiting} wait, {wall.done} served, {wall.open_windows} windows open"
                    )
            if not any(thread.is_alive() for thread in threads) and self._nobody_left():
                self._stop.wait(AFTER_MS / 1000 / self._pace.speed)
                return

    def _nobody_left(self) -> bool:
        wall = self._watch.wall
        views = self._watch.windows.values()
        return wall is not None and wall.waiting == 0 and all(v.ticket is None for v in views)

    def _look_in(self, hands: dict[str, RemoteHand], clerks: dict[str, Clerk]) -> None:
        """Pictures of consoles, panels and wall at telling moments. A picture that fails is tried at the next look."""
        with contextlib.suppress(SaidNo):
            for window in CONSOLES:
                view, clerk = self._watch.windows.get(window), clerks.get(window)
                if (
                    view
                    and clerk
                    and isinstance(clerk.desk, ConsoleDesk)
                    and view.state.value in CONSOLE_WORDS
                ):
                    self._console(view, clerk.desk, hands[f"window-{window}"])
            for window, view in list(self._watch.windows.items()):
                if view.state.value in PANEL_WORDS and view.ticket:
                    self._panel(window, view.state.value, view.ticket.number)
            for device in self._stage.config.devices:
                if device.rows and not self._album.has(device.id):
                    self._screen(device.id, device.name, device.name_en)
            self._box()
            self._wall(hands["monitor-1"])

    def _box(self) -> None:
        """The first key box of its line while its evaluator asks."""
        for window, box in list(desks(self._stage.config).items())[:1]:
            view = self._watch.windows.get(window)
            if view is None or view.rating != "asked" or "box" in self._best:
                continue
            with Control(self._stage.controls[box.id]) as control:
                if control.ask("state")["asking"]:
                    words = ("呼叫器和评价器：请评价", "Key box, asking")
                    self._album.pretend(control, "desk-rating", *words, kind="panel")
                    self._best["box"] = 1

    def _console(self, view: WindowView, desk: ConsoleDesk, hand: RemoteHand) -> None:
        """A console with many waiting is the better picture."""
        state = view.state.value
        if view.waiting > self._best.get(state, 0):
            with desk.lock:
                self._album.once(hand, f"window-{state}", *CONSOLE_WORDS[state], final=False)
            self._best[state] = view.waiting

    def _panels(self) -> dict[str, str]:
        """Window -> its panel."""
        led = (d for d in self._stage.config.devices if d.window and d.make.startswith("led."))
        return {d.window: d.id for d in led}

    def _panel(self, window: str, state: str, number: str) -> None:
        """The panel as the called visitor sees it."""
        if f"panel {state}" in self._best:
            return
        with Control(self._stage.controls[self._panels()[window]]) as control:
            if number in "".join(control.ask("state")["areas"].values()):
                self._album.pretend(control, f"panel-{state}", *PANEL_WORDS[state], kind="panel")
                self._best[f"panel {state}"] = 1

    def _screen(self, device: str, zh: str, en: str) -> None:
        """The big screen of a zone, with several calls on it."""
        with Control(self._stage.controls[device]) as control:
            if "\n" in "".join(control.ask("state")["areas"].values()):
                self._album.pretend(control, device, zh, en, kind="panel")

    def _wall(self, hand: RemoteHand) -> None:
        wall = self._watch.wall
        if wall is None or not self._wall_lock.acquire(blocking=False):
            return
        try:
            if wall.waiting > self._best.get("wall", 4) and wall.open_windows:
                self._album.once(
                    hand, "wall-busy", "监控屏：人最多的时候", "Wall, the busy hour", final=False
                )
                self._best["wall"] = wall.waiting
            if wall.over and "over" not in self._best:
                self._best["over"] = wall.at
            elif wall.over and wall.at - self._best["over"] > self._watch.clock.span_ms(SETTLE_S):
                self._album.once(hand, "wall-over", "监控屏：有人等了 30 分钟以上", "Wall: over 30 minutes")
        finally:
            self._wall_lock.release()

    def _last_pictures(self, hands: dict[str, RemoteHand], locks: dict[str, threading.RLock]) -> None:
        for name, hand in hands.items():
            words = {
                "k": ("取号机，上午结束", "Kiosk, end of the morning"),
                "w": ("窗口，上午结束", "Window, end of the morning"),
                "m": ("监控屏，上午结束", "Wall, end of the morning"),
            }[name[0]]
            try:
                with locks.get(name, contextlib.nullcontext()):
                    self._album.once(hand, f"end-{name}", *words, kind="tall" if name[0] == "k" else "wide")
            except SaidNo as error:
                self.outcome.troubles.append(f"the last picture of {name}: {error}")

    def _collect(self) -> None:
        """What the printers printed and the panels show, as text for the truth and as pictures for people."""
        for kiosk in self._stage.config.kiosks:
            with Control(self._stage.controls[kiosk.printer]) as control:
                for slip in control.ask("slips")["slips"]:
                    self.outcome.slips.append("\n".join(slip["text"]))
                    if slip["path"]:
                        self._slip(Path(slip["path"]), kiosk.id)
        self._panels_at_rest()
        for window, device in self._panels().items():
            with Control(self._stage.controls[device]) as control:
                words = f"{window} 号窗口屏，上午结束"
                self._album.pretend(control, f"end-panel-{window}", words, "", "panel")

    def _panels_at_rest(self) -> None:
        """The panels' texts, as soon as they fit the journal; a device program that was killed needs a moment."""
        deadline = time.monotonic() + REST_S
        while True:
            for window, device in self._panels().items():
                with Control(self._stage.controls[device]) as control:
                    self.outcome.panels[window] = "\n".join(control.ask("state")["areas"].values())
            fits = not panels_show_the_truth(self.outcome.panels, list(self._watch.events))
            if fits or time.monotonic() > deadline:
                return
            self._stop.wait(0.5)

    def _slip(self, path: Path, kiosk: str) -> None:
        """The first slips of each kiosk go into the album; all stay in the folder."""
        folder = self._album.folder / "slips"
        folder.mkdir(exist_ok=True)
        target = folder / f"{kiosk}-{path.name}"
        target.write_bytes(path.read_bytes())
        shown = sum(1 for p in self._album.pictures if p.kind == "slip")
        if shown < 8:
            self._album.add(target, f"{kiosk} 的小票", "", "slip")
