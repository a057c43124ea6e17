"""What ports share whose far side is a program: whole messages go to it, and each is answered before `write` ends.

On the line every message has its length before it, some bytes, high first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator


class Mail:
    """Both ways of such a line. `width` is how many bytes a length has."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._out, self._in = bytearray(), bytearray()

    def clear(self) -> None:
        """Forget what was not read, and the beginning of what was not yet written whole."""
        self._out.clear()
        self._in.clear()

    def written(self, data: bytes) -> Iterator[bytes]:
        """The messages that are whole with these bytes."""
        self._out += data
        while len(self._out) >= (end := self._width + int.from_bytes(self._out[: self._width], "big")):
            message = bytes(self._out[self._width : end])
            del self._out[:end]
            yield message

    def answer(self, message: bytes) -> None:
        """To be read next."""
        self._in += len(message).to_bytes(self._width, "big") + message

    def read(self, timeout_s: float) -> bytes:
        """All answers, as a port reads. Without one it waits in vain: nothing comes but within a write."""
        if not self._in:
            time.sleep(max(0.0, timeout_s))
        data = bytes(self._in)
        self._in.clear()
        return data
