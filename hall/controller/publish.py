"""Which views are sent when: whole ones, only where somebody follows, not too often and never too old; and what goes
out before a host's view, because no call waits for hundreds of mailboxes."""

from collections.abc import Collection
from typing import Protocol

from hall.bus.clock import machine_s
from hall.bus.wire import BEAT, EVENTS, encode
from hall.contract.views import View
from hall.contract.views_host import HostMail

AFTER_MAIL_S = 0.25  # a host that has its mail has time until the whole view
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


class _Mail(Protocol):
    def __call__(self, topic: str) -> HostMail | None: ...


class Publisher:
    """Remembers what was sent when. `build` makes a view of a topic as the hall is now, None when it cannot: the screen
    then sees its view grow old and says so. `mail` makes what a host is sent before its view, None when there is
    none."""

    def __init__(self, hub: _Board, build: _Build, mail: _Mail) -> None:
        self._hub = hub
        self._build = build
        self._mail = mail
        self._marked: set[str] = set()  # whose mail is to be looked at
        self._mailed: dict[str, float] = {}  # when a host had the first mail since its last view
        self._dirty: set[str] = set()
        self._sent: dict[str, float] = {}

    def mark(self, topics: Collection[str]) -> None:
        """The views of these topics may have changed."""
        self._dirty.update(topics)
        self._marked.update(topic for topic in topics if not _is_screen(topic))

    def mark_all(self) -> None:
        self.mark(self._hub.followed)

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
            left = self._after_mail(topic, now) if not _is_screen(topic) else self._left(topic, now)
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

    def _after_mail(self, topic: str, now: float) -> float:
        """Send a host what is new in its mailboxes; seconds until its view is due. Without any mail that is now."""
        if topic in self._marked:
            self._marked.discard(topic)
            mail = self._mail(topic)
            if mail is not None:
                self._hub.publish(topic, encode(mail))
                self._mailed.setdefault(topic, now)
        return self._mailed[topic] + AFTER_MAIL_S - now if topic in self._mailed else 0.0

    def _left(self, topic: str, now: float) -> float:
        """Seconds until this screen's topic may be sent again."""
        gap = LIST_S if topic in LISTS else SCREEN_S
        return self._sent.get(topic, 0.0) + gap - now

    def _send(self, topic: str, now: float) -> None:
        self._dirty.discard(topic)
        self._sent[topic] = now
        self._mailed.pop(topic, None)
        view = self._build(topic)
        if view is not None:
            self._hub.publish(topic, encode(view))


def _is_screen(topic: str) -> bool:
    return not topic.startswith("host/")


def is_view(topic: str) -> bool:
    """Events and beats are sent as they happen; everything else is a view."""
    return topic not in (EVENTS, BEAT)
