"""Counts who was turned away, and hands out at most one total per reason and span, so that a flood of strangers
cannot flood the journal."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class _Count:
    told_s: float = float("-inf")
    waiting: int = 0
    detail: str = ""


@dataclass(slots=True)
class Refusals:
    """`total` counts all since the start. Reasons are those of AccessRefused."""

    every_s: float = 10.0
    total: int = 0
    _counts: dict[str, _Count] = field(default_factory=dict)

    def note(self, reason: str, detail: str = "") -> None:
        """One more was turned away. `detail` names the key or the address, never what was sent."""
        count = self._counts.setdefault(reason, _Count())
        count.waiting += 1
        count.detail = detail
        self.total += 1

    def due(self, machine_s: float) -> list[tuple[str, int, str]]:
        """(reason, count, last detail) of what should be told now; told counts start again from nothing."""
        found = []
        for reason, count in self._counts.items():
            if count.waiting and machine_s - count.told_s >= self.every_s:
                found.append((reason, count.waiting, count.detail))
                count.told_s, count.waiting = machine_s, 0
        return found

    def put_back(self, untold: list[tuple[str, int, str]]) -> None:
        """What could not be written after all, e.g. because the disk is full."""
        for reason, number, detail in untold:
            count = self._counts.setdefault(reason, _Count())
            count.waiting += number
            count.detail = count.detail or detail
            count.told_s = float("-inf")
