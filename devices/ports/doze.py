"""Rest until bytes come or another thread wakes us: one call of the kernel instead of looking again and again."""

from __future__ import annotations

import os
import select
import weakref


class Doze:
    """One sleeper; any thread may wake it. A wake that comes before the rest is not lost."""

    def __init__(self) -> None:
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        weakref.finalize(self, os.close, self._bell)

    def wake(self) -> None:
        """End the present rest, or the next one."""
        os.eventfd_write(self._bell, 1)

    def rest(self, seconds: float, file: int = -1) -> bool:
        """At most so long. True when there are bytes (or a hang-up) to be read from `file`, -1 for none."""
        poll = select.poll()
        poll.register(self._bell, select.POLLIN)
        if file >= 0:
            poll.register(file, select.POLLIN)
        ready = {one for one, _ in poll.poll(max(0.0, seconds) * 1000)}
        if self._bell in ready:
            os.eventfd_read(self._bell)
        return file in ready
