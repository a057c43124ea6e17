"""What a host still has to tell the hall: oldest first; of a device's reports, and of its readings, only the newest."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hall.contract.devices import DeviceReport, DeviceReports
from hall.contract.sensing import ReadSensors
from hall.contract.unions import Command


@dataclass(frozen=True, slots=True)
class Entry:
    """`again` is the id under which it was asked in vain, "" for a new one; `since_s` when it was told (steady s)."""

    command: Command
    again: str
    since_s: float


class Outbox:
    """Any thread may put; one takes."""

    def __init__(self) -> None:
        self._entries: dict[object, Entry] = {}
        self._first: deque[Entry] = deque()  # taken once, and put back
        self._news = threading.Condition()

    def put(self, command: Command, now_s: float) -> None:
        """Behind all others; what it says anew is not told any more."""
        key = _key(command)
        with self._news:
            self._entries.pop(key, None)
            self._first = deque(entry for entry in self._first if _key(entry.command) != key)
            self._entries[key] = Entry(command, "", now_s)
            self._news.notify()

    def put_back(self, entry: Entry) -> None:
        """Before all others, unless something newer says it anew."""
        with self._news:
            if _key(entry.command) not in self._entries:
                self._first.appendleft(entry)

    def take(self) -> Entry | None:
        """The oldest; None when there is nothing to tell."""
        with self._news:
            if self._first:
                return self._first.popleft()
            for key in self._entries:
                return self._entries.pop(key)
            return None

    def drop(self, which: Callable[[Entry], bool]) -> list[Entry]:
        """Take out what need not be told any more, wherever it stands."""
        with self._news:
            dropped = [entry for entry in (*self._first, *self._entries.values()) if which(entry)]
            for entry in dropped:
                if self._entries.get(_key(entry.command)) is entry:
                    del self._entries[_key(entry.command)]
                else:
                    self._first.remove(entry)
            return dropped

    def wait(self, timeout_s: float) -> None:
        """Until there is something, at most so long."""
        with self._news:
            self._news.wait_for(lambda: self._entries or self._first, timeout_s)


def _key(command: Command) -> object:
    """The same for commands of which the newer says all that the older would have said."""
    if isinstance(command, DeviceReport | ReadSensors):
        return type(command), command.device
    if isinstance(command, DeviceReports):
        return DeviceReports, tuple(one.device for one in command.reports)
    return id(command)
