"""The link over zmq: one thread follows the views, one asks; both speak to the GUI by queued signals only.

A blocked screen must not look like a dead one to the hall, and a slow hall must not block the screen
(platform.md §1.5). Each thread owns its own client and its sockets.
"""

import queue
import sys
import threading
from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import Qt, Signal

from hall.bus.client import Client, NoAnswer
from hall.bus.clock import machine_s
from hall.bus.site import Site
from hall.bus.wire import new_id
from hall.contract.devices import HostAlive
from hall.contract.unions import Command, Recorded, Refused
from hall.contract.views import View
from hall.contract.views_catalogue import CatalogueView
from hall.contract.views_devices import DevicesView
from hall.contract.views_host import HostView
from hall.contract.views_kiosk import KioskView
from hall.contract.views_places import ItemsView, PlacesView
from hall.contract.views_wall import WallView
from hall.contract.views_window import WindowView
from hall.uikit.link import NO_ANSWER, Link, State

BEAT_S = 2.0  # how often a screen tells the hall that it is alive
LOST_S = 4.0  # without any sign of life for this long the line is lost; the hall beats every second
_LOOK_S = 0.25


@dataclass(frozen=True)
class _Question:
    ident: str
    command: Command
    deadline_s: float


class BusLink(Link):
    """`name` is the key's name (kiosk-1, window-3, monitor-1); `topics` are what its role may follow."""

    _published = Signal(object)  # from the following thread
    _line = Signal(bool, object)  # alive, hall ms of the last sign of life

    def __init__(self, site: Site, name: str, topics: tuple[str, ...]) -> None:
        """Starts both threads; KeyTrouble when the key is missing."""
        super().__init__(site.clock.now_ms)
        self._site, self._name, self._topics = site, name, topics
        site.keys.secret(name)  # a missing key is said here, not in a thread
        queued = Qt.ConnectionType.QueuedConnection
        self._published.connect(self._on_published, queued)
        self._line.connect(self._on_line, queued)
        self._questions: queue.SimpleQueue[_Question | None] = queue.SimpleQueue()
        self._ending = threading.Event()
        self._complaint = ""  # said once on stderr, for whoever reads the log
        self._threads = [
            threading.Thread(target=self._follow, name=f"{name} views", daemon=True),
            threading.Thread(target=self._asker, name=f"{name} asks", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._ending.set()
        self._questions.put(None)
        for thread in self._threads:
            thread.join(2.0)

    def _send(self, command: Command, deadline_s: float, again: str) -> str:
        ident = again or new_id(self.now_ms())
        self._questions.put(_Question(ident, command, deadline_s))
        return ident

    # -- GUI thread ---------------------------------------------------------------------------------
    def _on_published(self, view: View) -> None:
        self._arrive(topic_of(view), view)

    def _on_line(self, alive: bool, last_ms: int) -> None:
        if alive:
            self._become(State.LIVE)
        elif self.state is State.LIVE:
            self._become(State.LOST, last_ms)

    # -- the thread that follows ----------------------------------------------------------------------
    def _follow(self) -> None:
        with Client(self._site, self._name) as client:
            client.follow(*self._topics)
            alive = False
            while not self._ending.is_set():
                try:
                    words = client.poll(_LOOK_S)
                except NoAnswer:  # only possible for followers of events
                    words = []
                heard = machine_s() - client.alive_at
                if (heard < LOST_S) != alive:
                    alive = not alive
                    silent_ms = 0 if alive else self._site.clock.span_ms(heard)
                    self._line.emit(alive, self.now_ms() - silent_ms)
                for word in words:
                    if not isinstance(word, Recorded):
                        self._published.emit(word)

    # -- the thread that asks -------------------------------------------------------------------------
    def _asker(self) -> None:
        with Client(self._site, self._name) as client:
            beat_at = machine_s()
            while not self._ending.is_set():
                try:
                    question = self._questions.get(timeout=max(0.0, beat_at - machine_s()))
                except queue.Empty:
                    self._beat(client)
                    beat_at = machine_s() + BEAT_S
                    continue
                if question is not None:
                    self._ask_now(client, question)

    def _beat(self, client: Client) -> None:
        try:
            client.ask(HostAlive(self._name), timeout_s=1.0)
            self._complaint = ""
        except NoAnswer as silence:  # the following thread notices a silent hall by itself
            if str(silence) != self._complaint:
                self._complaint = str(silence)
                print(f"{self._name}: {silence}", file=sys.stderr, flush=True)

    def _ask_now(self, client: Client, question: _Question) -> None:
        try:
            reply = client.ask(question.command, question.deadline_s, again=question.ident)
        except NoAnswer as silence:
            reply = Refused(question.ident, NO_ANSWER, silence.text)
        if not self._ending.is_set():
            self.answered.emit(question.ident, reply)


def topic_of(view: View) -> str:
    """The topic a view is published under."""
    match view:
        case KioskView():
            return f"kiosk/{view.kiosk}"
        case WindowView():
            return f"window/{view.window}"
        case HostView():
            return f"host/{view.host}"
        case CatalogueView():
            return "catalogue"
        case PlacesView():
            return "places"
        case ItemsView():
            return "items"
        case WallView():
            return "wall"
        case DevicesView():
            return "devices"
        case _:
            assert_never(view)
