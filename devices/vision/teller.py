"""The line of a camera process to the hall, in a thread of its own: what is told is the newest of its kind, told
until it is answered, and never holds up the pictures. Frames have no way through here.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Hashable

from hall.bus.client import Client, NoAnswer
from hall.bus.keys import KeyTrouble
from hall.bus.site import Site
from hall.contract.devices import HostAlive
from hall.contract.unions import Command, Refused
from hall.contract.views_host import HostMail, HostView, with_mail

log = logging.getLogger(__name__)

ALIVE_EVERY_S = 2.0
ASK_S = 2.0
SETTLED = frozenset({"reading_over"})  # refusals that say: too late, nothing to put right


class Teller:
    """Owns the client. `tell` replaces what was queued under the same key; `view` is the newest HostView."""

    def __init__(self, site: Site, name: str, follow: bool = False) -> None:
        self._site, self._name, self._follow = site, name, follow
        self._lock = threading.Condition()
        self._queue: dict[Hashable, Command] = {}
        self._view: HostView | None = None
        self._refused: set[tuple[Hashable, str]] = set()
        self._stop = threading.Event()
        self._client = Client(site, name)  # raises KeyTrouble here, where the caller can say so
        self._thread = threading.Thread(target=self._run, name="teller", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, timeout_s: float = 3.0) -> None:
        """Stop. What was not answered by now is dropped: after a restart everything is told anew."""
        self._stop.set()
        self._thread.join(timeout_s)

    def check(self) -> None:
        """Raises RuntimeError when the line has fallen over: then this process had better end and start anew."""
        if self._thread.ident is not None and not self._thread.is_alive() and not self._stop.is_set():
            raise RuntimeError(f"{self._name}: the line to the hall fell over; see the error above")

    def tell(self, key: Hashable, word: Command) -> None:
        with self._lock:
            self._queue.pop(key, None)  # to the end: the order is that of the newest news
            self._queue[key] = word

    @property
    def view(self) -> HostView | None:
        with self._lock:
            return self._view

    def _run(self) -> None:
        alive_due = 0.0
        with self._client as client:
            if self._follow:
                client.follow(f"host/{self._name}")
            while not self._stop.is_set():
                try:
                    if time.monotonic() >= alive_due:
                        alive_due = time.monotonic() + ALIVE_EVERY_S
                        client.ask(HostAlive(self._name, os.getpid()), ASK_S)
                    self._send(client)
                    for view in client.poll(0.03):
                        with self._lock:
                            if isinstance(view, HostView):
                                self._view = view
                            elif isinstance(view, HostMail) and self._view is not None:
                                self._view = with_mail(self._view, view)
                except NoAnswer as error:
                    self._say(("hall", ""), str(error))

    def _send(self, client: Client) -> None:
        """Everything queued, oldest first. What gets no answer stays queued unless newer news replaced it."""
        with self._lock:
            waiting = list(self._queue.items())
        for key, word in waiting:
            if self._stop.is_set():
                return
            answer = client.ask(word, ASK_S)
            with self._lock:
                if self._queue.get(key) is word:
                    del self._queue[key]
            if isinstance(answer, Refused) and answer.code not in SETTLED:
                self._say((key, answer.code), f"the hall refuses {type(word).__name__}: {answer.text.en}")
            else:
                self._refused.discard(("hall", ""))

    def _say(self, what: tuple[Hashable, str], words: str) -> None:
        """Once per trouble, not once per try."""
        if what not in self._refused:
            self._refused.add(what)
            log.warning("%s: %s", self._name, words)


__all__ = ["KeyTrouble", "Teller"]
