"""One wire with true timing: when each byte leaves, who speaks when, and what is lost when two speak at once.

Pure: times are passed in, in seconds of any steady clock. 8N1: a byte takes ten bits.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Protocol

TURN_S = 0.001  # a panel lets go of a half-duplex line, or takes it, within this


class Talker(Protocol):
    """What hangs on the wire."""

    def hear(self, data: bytes) -> tuple[bytes, str, int]:
        """(answer, text that was shown, address of who showed it); empty and 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Said:
    """One piece the host sent, with the answer to it. `wrote_s` is when it came out of the host, `left_s` when its last
    byte left the wire, `until_s` when the answer had ended (`left_s` where there was none)."""

    wrote_s: float
    left_s: float
    until_s: float
    data: bytes
    text: str = ""
    address: int = 0


@dataclass(slots=True)
class Wire:
    """The wire of one port. `said` is the protocol of all that went over it; take it away to keep it short."""

    baud: int
    talker: Talker
    half_duplex: bool = True
    said: list[Said] = field(default_factory=list)
    collisions: int = 0
    _free_s: float = float("-inf")
    _speaks: tuple[float, float] = (float("-inf"), float("-inf"))
    _order: int = 0
    _due: list[tuple[float, int, float, bytes, bool]] = field(default_factory=list)

    def write(self, data: bytes, now_s: float) -> None:
        """The host hands bytes over: they leave one after another, behind those that are still leaving."""
        self._free_s = max(now_s, self._free_s) + len(data) * 10 / self.baud
        self._push(self._free_s, now_s, data, False)

    def due_s(self) -> float | None:
        """When something happens next; None: nothing is on its way."""
        return self._due[0][0] if self._due else None

    def run(self, now_s: float) -> bytes:
        """Let happen what is due; the answers that have come back whole by now."""
        came = bytearray()
        while self._due and self._due[0][0] <= now_s:
            at_s, _, wrote_s, data, is_answer = heapq.heappop(self._due)
            if is_answer:
                came += data
            else:
                self._heard(data, wrote_s, at_s)
        return bytes(came)

    def _heard(self, data: bytes, wrote_s: float, left_s: float) -> None:
        began_s = left_s - len(data) * 10 / self.baud
        if self.half_duplex and began_s < self._speaks[1] and left_s > self._speaks[0]:
            self.collisions += 1  # both are lost
            self._due = [one for one in self._due if not one[4]]
            heapq.heapify(self._due)
            self.said.append(Said(wrote_s, left_s, left_s, data))
            return
        answer, text, address = self.talker.hear(data)
        until_s = left_s
        if answer:
            until_s = left_s + TURN_S + len(answer) * 10 / self.baud
            self._speaks = (left_s + TURN_S, until_s)
            self._push(until_s, wrote_s, answer, True)
        self.said.append(Said(wrote_s, left_s, until_s, data, text, address))

    def _push(self, at_s: float, wrote_s: float, data: bytes, is_answer: bool) -> None:
        self._order += 1
        heapq.heappush(self._due, (at_s, self._order, wrote_s, data, is_answer))
