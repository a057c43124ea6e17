"""Which views are sent when: whole ones, only where somebody follows, not too often and never too old."""

from collections.abc import Iterable
from typing import Protocol

from hall.bus.clock import machine_s
from hall.bus.wire import BEAT, EVENTS, encode
from hall.contract.views import View

SCREEN_S = 0.1  # at most ten views a second for a screen: more cannot be read
REFRESH_S = 5.0  # a view this old is sent again, so a screen can tell a quiet hall from a dead line
# Whole lists of up to megabytes: again only for whoever lost one on the way.
# The devices once in a while too, because when each was heard last changes without an event.
LISTS = {"catalogue": 60.0, "items": 60.0, "places": 30.0, "devices": 10.0}
LIST_S = 2.0  # a list goes out at most this often, however many consoles join or sign on at once


class _Board(Protocol):
    """The side of the hub that is needed here."""

    followed: dict[str, int]
    joined: list[str]

    def publish(self, topic: str, data: bytes) -> None: ...


class _Build(Protocol):
    def __call__(self, topic: str) -> View | None: ...


class Publisher:
    """Remembers what was sent when. `build` makes a view of a topic as the hall is now, None when it cannot: the screen
    then sees its view grow old and says so."""

    def __init__(self, hub: _Board, build: _Build) -> None:
        self._hub = hub
        self._build = build
        self._dirty: set[str] = set()
        self._sent: dict[str, float] = {}

    def mark(self, topics: Iterable[str]) -> None:
        """The views of these topics may have changed."""
        self._dirty.update(topics)

    def mark_all(self) -> None:
        self._dirty.update(self._hub.followed)

    def flush(self) -> float:
        """Send what is due; returns the seconds until something will be due again (at most REFRESH_S)."""
        followed = self._hub.followed
        if self._hub.joined:
            # The last value for whoever has just come; others who follow the topic get it once more.
            for topic in dict.fromkeys(self._hub.joined):
                if topic not in followed or not is_view(topic):
                    continue
                if topic in LISTS and topic in self._sent:
                    self._dirty.add(topic)
                else:
                    self._send(topic, machine_s())
            self._hub.joined.clear()
        if not self._dirty:
            return REFRESH_S
        now = machine_s()
        wait = REFRESH_S
        for topic in sorted(
            self._dirty, key=_is_screen
        ):  # a wall takes milliseconds: no panel waits for that
            if topic not in followed or not is_view(topic):
                self._dirty.discard(topic)
                continue
            left = self._left(topic, now)
            if left > 0:
                wait = min(wait, left)
            else:
                self._send(topic, now)
        return wait

    def refresh(self) -> None:
        """Mark every followed view that is old; called once a second."""
        now = machine_s()
        for topic in self._hub.followed:
            if now - self._sent.get(topic, 0.0) >= LISTS.get(topic, REFRESH_S) - 1.0:
                self._dirty.add(topic)

    def _left(self, topic: str, now: float) -> float:
        """Seconds until this topic may be sent again."""
        gap = 0.0 if not _is_screen(topic) else LIST_S if topic in LISTS else SCREEN_S
        return self._sent.get(topic, 0.0) + gap - now

    def _send(self, topic: str, now: float) -> None:
        self._dirty.discard(topic)
        self._sent[topic] = now
        view = self._build(topic)
        if view is not None:
            self._hub.publish(topic, encode(view))


def _is_screen(topic: str) -> bool:
    return not topic.startswith("host/")


def is_view(topic: str) -> bool:
    """Events and beats are sent as they happen; everything else is a view."""
    return topic not in (EVENTS, BEAT)
