"""What the director of the demo sees of the hall: the newest views and every event, by the admin's key."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from hall.bus.client import Client, NoAnswer
from hall.bus.site import Site
from hall.contract import tickets as t
from hall.contract.unions import Command, Done, Recorded, Refused
from hall.contract.views import View
from hall.contract.views_kiosk import KioskView
from hall.contract.views_wall import WallView
from hall.contract.views_window import WindowView

_T = TypeVar("_T")


class Trouble(Exception):
    """Something did not go as a morning must; the words say what was expected and what was there."""


class Watch:
    """Follows the hall in a thread of its own; `ask` sends a command of the admin. Views may be read from anywhere."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.clock = site.clock
        self.windows: dict[str, WindowView] = {}
        self.kiosks: dict[str, KioskView] = {}
        self.wall: WallView | None = None
        self.events: list[Recorded] = []
        self.numbers: dict[str, t.TicketIssued] = {}  # by number
        self._news = threading.Condition()
        self._stop = threading.Event()
        self._asks = threading.Lock()
        self._asker: Client | None = None
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(10)
        if self._asker is not None:
            self._asker.close()

    def now_ms(self) -> int:
        return self.clock.now_ms()

    def ask(self, command: Command) -> Done:
        """A command with the admin's key. Trouble when it is refused or nobody answers."""
        with self._asks:
            if self._asker is None:
                self._asker = Client(self._site, "admin")
            try:
                answer = self._asker.ask(command, 15.0)
            except NoAnswer as error:
                raise Trouble(f"{type(command).__name__}: {error}") from None
        if isinstance(answer, Refused):
            raise Trouble(f"{type(command).__name__} was refused: {answer.code}: {answer.text.en}")
        return answer

    def until(self, what: str, test: Callable[[], _T | None], timeout_s: float = 30.0) -> _T:
        """The first true answer of `test`, looked at whenever something new came. Trouble names `what`."""
        deadline = time.monotonic() + timeout_s
        with self._news:
            while True:
                found = test()
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or self._stop.is_set():
                    raise Trouble(f"{what}: did not happen within {timeout_s:.0f} s of the machine's clock")
                self._news.wait(min(left, 0.5))

    def sleep_until(self, hall_ms: int, stop: threading.Event) -> None:
        """Wait for a moment of the hall's clock, or for `stop`."""
        while (left := hall_ms - self.now_ms()) > 0 and not stop.is_set():
            stop.wait(min(0.5, left / 1000 / self.clock.speed))

    def _run(self) -> None:
        topics = [f"window/{w.id}" for w in self._site.config.windows]
        topics += [f"kiosk/{k.id}" for k in self._site.config.kiosks]
        with Client(self._site, "admin") as client:
            client.follow("event", "wall", *topics, after=0)
            last = 0
            while not self._stop.is_set():
                try:
                    found = client.poll(0.2)
                    if not found and (client.beat is None or client.beat.seq > last):
                        found = list(client.read_journal(last, 500, 2.0).events)
                except NoAnswer:
                    continue  # the controller is being started, or is gone; the director's own waits will tell
                fresh = [x for x in found if not isinstance(x, Recorded) or x.seq > last]
                with self._news:
                    for one in fresh:
                        self._keep(one)
                    last = self.events[-1].seq if self.events else 0
                    if fresh:
                        self._news.notify_all()

    def _keep(self, one: View | Recorded) -> None:
        match one:
            case Recorded():
                if self.events and one.seq <= self.events[-1].seq:
                    return
                self.events.append(one)
                if isinstance(one.event, t.TicketIssued):
                    self.numbers[one.event.number] = one.event
            case WindowView():
                self.windows[one.window] = one
            case KioskView():
                self.kiosks[one.kiosk] = one
            case WallView():
                self.wall = one
