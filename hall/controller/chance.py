"""New random ids for the rules."""

import os
from collections.abc import Iterator

_BASE32 = bytes(b"abcdefghijklmnopqrstuvwxyz234567"[n & 31] for n in range(256))  # 5 bits of each byte


def _draw() -> Iterator[str]:
    """Chance comes from the kernel in pieces of 4 KB: asked for singly it costs more than reading a question."""
    while True:
        text = os.urandom(16 * 256).translate(_BASE32).decode("ascii")
        for start in range(0, len(text), 16):
            yield text[start : start + 16]


_drawn = _draw()


def fresh() -> str:
    """16 characters of base32, lower case."""
    return next(_drawn)
