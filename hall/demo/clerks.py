"""The people behind the windows: they sign on, call, wait, serve, pass and rest. Two press the keys of real consoles,
those with a key box its keys, the others are plain clients of the bus."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hall.bus.client import Client, NoAnswer
from hall.bus.site import Site
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.unions import Command, Done, Refused
from hall.contract.views_common import WindowState
from hall.contract.views_window import WindowView
from hall.demo.controls import Control, RemoteHand, SaidNo
from hall.demo.people import Visitor
from hall.demo.watch import Trouble, Watch

LOOK_S = 0.12  # machine seconds between two looks at the window
OUTCOMES = (
    (t.Outcome.ACCEPTED, 0.5), (t.Outcome.ON_SPOT_DONE, 0.3), (t.Outcome.NOTICE_ONCE, 0.1),
    (t.Outcome.CONSULT_ONLY, 0.1),
)  # fmt: skip
RACES = frozenset(
    {"nobody", "recall_soon", "pass_soon", "pass_calls", "window_free", "window_called", "window_serving"}
)
"""Refusals that only say: somebody else was quicker, or a moment too early. Tried again by looking again."""


class Desk(Protocol):
    """How a clerk acts at the window."""

    def sign_on(self, staff: str) -> None: ...

    def call(self) -> None: ...

    def recall(self) -> None: ...

    def start(self) -> None: ...

    def finish(self, outcome: t.Outcome) -> None: ...

    def skip(self) -> None: ...

    def pause(self, reason: str, back_ms: int) -> None: ...

    def resume(self) -> None: ...

    def close(self) -> None: ...


class BusDesk:
    """A window as a plain client of the bus. `answered` collects the accepted commands for the truth at the end."""

    def __init__(self, site: Site, window: str, answered: list[Done]) -> None:
        self._client = Client(site, f"window-{window}")
        self._window = window
        self._answered = answered

    def _ask(self, command: Command) -> None:
        try:
            answer = self._client.ask(command, 15.0)
        except NoAnswer as error:
            raise Trouble(f"window {self._window}: {type(command).__name__}: {error}") from None
        if isinstance(answer, Done):
            self._answered.append(answer)
        elif isinstance(answer, Refused) and answer.code not in RACES:
            name = type(command).__name__
            raise Trouble(f"window {self._window}: {name} was refused: {answer.code}: {answer.text.en}")

    def sign_on(self, staff: str) -> None:
        self._ask(p.SignOn(self._window, staff))

    def call(self) -> None:
        self._ask(t.CallNext(self._window))

    def recall(self) -> None:
        self._ask(t.Recall(self._window))

    def start(self) -> None:
        self._ask(t.Start(self._window))

    def finish(self, outcome: t.Outcome) -> None:
        self._ask(t.Finish(self._window, outcome))

    def skip(self) -> None:
        self._ask(t.Pass(self._window))

    def pause(self, reason: str, back_ms: int) -> None:
        self._ask(p.Pause(self._window, reason, back_ms))

    def resume(self) -> None:
        self._ask(p.Resume(self._window))

    def close(self) -> None:
        self._client.close()


class BoxDesk(BusDesk):
    """A window by its key box: one signs on and pauses at a console, everything else is a key."""

    def __init__(self, site: Site, window: str, unit: int, control: str, answered: list[Done]) -> None:
        super().__init__(site, window, answered)
        self._unit, self._box = unit, Control(control)

    def _press(self, key: str, digits: str = "") -> None:
        self._box.ask("press", key=key, digits=digits, unit=self._unit)

    def call(self) -> None:
        self._press("0C")

    def recall(self) -> None:
        self._press("0D")

    def start(self) -> None:
        self._press("0F")

    def finish(self, outcome: t.Outcome) -> None:
        self._press("0B")

    def skip(self) -> None:
        self._press("0F", "6")

    def close(self) -> None:
        self._box.close()
        super().close()


class ConsoleDesk:
    """A window by the keys of its real console."""

    def __init__(self, hand: RemoteHand) -> None:
        self.hand = hand
        self.lock = threading.RLock()  # the director takes pictures of the same console

    def sign_on(self, staff: str) -> None:
        with self.lock:
            self.hand.wait("signOnPage", 20_000)
            self.hand.tap(f"staff_{staff}")
            self.hand.tap("signOn")
            self.hand.wait("consolePage", 20_000)

    def _key(self, name: str) -> None:
        with self.lock:
            self.hand.key(name)

    def call(self) -> None:
        self._key("F1")

    def recall(self) -> None:
        self._key("F2")

    def start(self) -> None:
        self._key("F1")

    def finish(self, outcome: t.Outcome) -> None:
        with self.lock:
            name = f"outcome_{outcome.value}"
            if self.hand.has(name):
                self.hand.tap(name)
            self.hand.key("F3")

    def skip(self) -> None:
        self._key("F4")

    def pause(self, reason: str, back_ms: int) -> None:
        with self.lock:
            self.hand.tap(f"pause_{reason}")

    def resume(self) -> None:
        self._key("F1")

    def close(self) -> None:
        """The hand is the director's; it takes its last picture later."""


@dataclass(frozen=True)
class Shift:
    """When and who at one window, in minutes after the doors opened. `rests`: (from, minutes, reason)."""

    window: str
    staff: str
    begins_min: float
    rests: tuple[tuple[float, float, str], ...] = ()


SHIFTS = (
    Shift("1", "101", 10),
    Shift("2", "102", 11, ((62, 10, "materials"),)),
    Shift("3", "105", 10),
    Shift("4", "106", 11, ((85, 12, "meeting"),)),
    Shift("5", "104", 12),
    Shift("6", "107", 10),
    Shift("7", "108", 40),
    Shift("8", "109", 12),
    Shift("9", "110", 94),
    Shift("10", "103", 13),
)
"""Only one window for real estate until late: somebody there waits longer than the rules allow."""


class Clerk:
    """One window's morning, in a thread of its own."""

    def __init__(
        self,
        shift: Shift,
        desk: Desk,
        watch: Watch,
        who: Callable[[str], Visitor | None],
        doors_ms: int,
        seed: int,
        troubles: list[str],
    ) -> None:
        self.shift, self.desk = shift, desk
        self._watch, self._who, self._doors_ms, self._troubles = watch, who, doors_ms, troubles
        self._dice = random.Random(f"{seed}/{shift.window}")
        self._stop = threading.Event()
        self.away = threading.Event()  # left the seat without a word
        self._rests = list(shift.rests)
        self._next_ms = 0
        self._walk_s = 45.0
        self._asked: tuple[WindowState, int] | None = None
        self.thread = threading.Thread(target=self._run, name=f"window {shift.window}", daemon=True)

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        try:
            self._watch.sleep_until(self._at(self.shift.begins_min), self._stop)
            if not self._stop.is_set():
                self.desk.sign_on(self.shift.staff)
                self._watch.until(
                    f"window {self.shift.window} is signed on", lambda: self._state(WindowState.FREE)
                )
            while not self._stop.wait(LOOK_S):
                view = self._watch.windows.get(self.shift.window)
                if view is not None and not self.away.is_set():
                    self._act(view, self._watch.now_ms())
        except (Trouble, SaidNo) as error:
            self._troubles.append(f"window {self.shift.window}: {error}")
        finally:
            self.desk.close()

    def _at(self, minutes: float) -> int:
        return self._doors_ms + int(minutes * 60_000)

    def _state(self, *wanted: WindowState) -> bool:
        view = self._watch.windows.get(self.shift.window)
        return view is not None and view.state in wanted

    def _act(self, view: WindowView, now: int) -> None:
        """The next thing a clerk would do, if it is time for it. A state that was acted on is left to change first."""
        match view.state:
            case WindowState.FREE:
                self._free(view, now)
            case WindowState.CALLED:
                self._called(view, now)
            case WindowState.SERVING:
                self._serving(view, now)
            case WindowState.PAUSED if view.back_ms == 0 or now >= view.back_ms:
                self._once(view, self.desk.resume)

    def _once(self, view: WindowView, act: Callable[[], None]) -> None:
        """Do it, and not again for the same view unless nothing has come of it for a second."""
        if self._asked == (view.state, view.seq) and self._watch.now_ms() < self._next_ms:
            return
        self._asked = (view.state, view.seq)
        self._next_ms = self._watch.now_ms() + self._watch.clock.span_ms(1.0)
        act()

    def _free(self, view: WindowView, now: int) -> None:
        if self._rests and now >= self._at(self._rests[0][0]):
            _, minutes, reason = self._rests.pop(0)
            self.desk.pause(reason, now + int(minutes * 60_000))
            return
        if view.waiting and now - view.since_ms > 8_000:
            self._walk_s = self._dice.uniform(20, 70)
            self._once(view, self.desk.call)

    def _called(self, view: WindowView, now: int) -> None:
        ticket = view.ticket
        visitor = self._who(ticket.number) if ticket else None
        if ticket is None or visitor is None:
            return  # still at the kiosk, the slip in hand
        if visitor.comes:
            if now - ticket.called_ms > self._walk_s * 1000:
                self._once(view, self.desk.start)
        elif ticket.pass_from_ms and now >= ticket.pass_from_ms:
            self._once(view, self.desk.skip)
        elif ticket.recall_from_ms and now >= ticket.recall_from_ms + 5_000:
            self._once(view, self.desk.recall)

    def _serving(self, view: WindowView, now: int) -> None:
        visitor = self._who(view.ticket.number) if view.ticket else None
        if view.ticket is None or visitor is None:
            return
        if now - view.ticket.started_ms > visitor.work_s * 1000:
            outcome = self._dice.choices([o for o, _ in OUTCOMES], [w for _, w in OUTCOMES])[0]
            self._once(view, lambda: self.desk.finish(outcome))


def stop_all(clerks: Sequence[Clerk]) -> None:
    """Ask all to stop, then wait for each."""
    for clerk in clerks:
        clerk.stop()
    for clerk in clerks:
        clerk.thread.join(30)
