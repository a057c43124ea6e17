"""What a worker told while a test plays with it."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any

from hall.contract.devices import DeviceReport, DeviceState, Fault

Test = Callable[[Any], bool]


def report(device: str, state: DeviceState, fault: Fault | None = None, shows: str | None = None, /) -> Test:
    """Is a word the report of this state; of this fault and this job on the display, where they are given?"""
    return lambda word: (
        isinstance(word, DeviceReport)
        and (word.device, word.state) == (device, state)
        and (fault is None or word.fault is fault)
        and (shows is None or word.shows == shows)
    )


class Told:
    """`put` is for the worker. `words` is everything that was taken, oldest first."""

    def __init__(self) -> None:
        self.words: list[Any] = []
        self._came: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.put = self._came.put

    def take(self, wait_s: float = 0.0) -> None:
        """Take what came; at most so long for a word where none did."""
        try:
            self.words.append(self._came.get(timeout=wait_s) if wait_s else self._came.get_nowait())
            while True:
                self.words.append(self._came.get_nowait())
        except queue.Empty:
            pass

    def until(
        self,
        test: Test,
        mark: int = 0,
        what: str = "",
        meanwhile: Callable[[], object] = lambda: None,
        timeout_s: float = 15.0,
    ) -> int:
        """The place of the first word from `mark` on for which `test` is true; AssertionError with all of them."""
        deadline, at = time.monotonic() + timeout_s, mark
        self.take()
        while True:
            for word in self.words[at:]:
                if test(word):
                    return at
                at += 1
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} was never told; told were {self.words[mark:]}")
            meanwhile()
            self.take(0.15)
