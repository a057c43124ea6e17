"""The fault plan of a pretend device: which trouble is on, for how many answers, and what it does to bytes."""

from __future__ import annotations

import random
from dataclasses import dataclass

# What any device on any line can do wrong; devices add their own names (nack, refuse_select, ...).
COMMON = {
    "silent": "does what it is told but never answers",
    "dead": "loses what it hears: neither acts nor answers",
    "deaf": "stops taking bytes off the line",
    "late": "answers after VALUE ms",
    "split": "answers in single bytes, VALUE ms apart",
    "merge": "keeps an answer and sends it together with the next",
    "noise_before": "VALUE bytes of noise before each answer",
    "noise_inside": "VALUE bytes of noise in the middle of each answer",
    "spoil": "one bit of each answer is wrong",
    "half": "the first half of each answer, then nothing",
    "echo": "sends back what it hears, as some RS-485 adapters do",
    "hang_up_after": "breaks off in the middle of what it hears, after VALUE bytes",
}


@dataclass(slots=True)
class _Fault:
    value: int
    times: int | None  # None: until cleared


class Faults:
    """Which faults are on. The noise is repeatable: it depends only on `seed` and how often it was asked for."""

    def __init__(self, extra: dict[str, str] | None = None, seed: int = 1) -> None:
        self.known = COMMON | (extra or {})
        self._on: dict[str, _Fault] = {}
        self._dice = random.Random(seed)
        self._held = b""

    def set(self, name: str, value: int = 1, times: int | None = None) -> None:
        """Switch a fault on; KeyError when there is none of that name. `times` counts answers (or uses)."""
        if name not in self.known:
            raise KeyError(f"fault {name!r}; known: {', '.join(sorted(self.known))}")
        self._on[name] = _Fault(value, times)

    def clear(self, name: str = "") -> None:
        """Switch one fault off, or all."""
        if name:
            self._on.pop(name, None)
        else:
            self._on.clear()

    def on(self, name: str) -> bool:
        """True while the fault is on; does not use it up."""
        return name in self._on

    def take(self, name: str) -> int:
        """The fault's value if it is on, using it up once; 0 when it is off."""
        fault = self._on.get(name)
        if fault is None:
            return 0
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                del self._on[name]
        return fault.value

    def listing(self) -> dict[str, int]:
        """What is on, for the control channel."""
        return {name: fault.value for name, fault in self._on.items()}

    def answer(self, data: bytes) -> list[tuple[float, bytes]]:
        """What leaves the device in place of an answer: pieces, each with its delay in seconds after the last."""
        if self.take("silent"):
            return []
        if self.take("merge") and not self._held:
            self._held = data
            return []
        data, self._held = self._held + data, b""
        if self.take("half"):
            data = data[: len(data) // 2]
        if self.take("spoil") and data:
            wrong = bytearray(data)
            wrong[len(wrong) * 3 // 4] ^= 0x08
            data = bytes(wrong)
        if inside := self.take("noise_inside"):
            middle = len(data) // 2
            data = data[:middle] + self._noise(inside) + data[middle:]
        if before := self.take("noise_before"):
            data = self._noise(before) + data
        delay = self.take("late") / 1000
        if gap := self.take("split"):
            return [(delay if at == 0 else gap / 1000, data[at : at + 1]) for at in range(len(data))]
        return [(delay, data)] if data else []

    def _noise(self, size: int) -> bytes:
        return self._dice.randbytes(size)
