"""The hall of `hall bench devices`: a panel above each window, about 16 to an RS-485 line, machines, readers, voices.

Some lines have 9600 baud and strips that answer a text (PALH, Zhongyi), the others 57600 and Onbon cards.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hall.cli.bench_config import head, table

SLOW, FAST = 9600, 57600
HOST = "devices-1"
TAKER = "bench"  # a kiosk without a printer: nobody waits for its slips
KINDS = (("led.palh", SLOW), ("led.onbon", FAST), ("led.zhongyi", SLOW), ("led.onbon", FAST))
"""Makes and bauds, in turns over the lines."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the hall is. Machines are ticket machines with a reader and a scanner; some have a printer."""

    windows: int
    lines: int
    machines: int
    printers: int
    voices: int


BIG = Size(windows=385, lines=24, machines=56, printers=44, voices=16)
"""As large as 平凉 (examples/pingliang)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One RS-485 line: its make and baud, and its windows; a panel's address is its window's place, from 1."""

    make: str
    baud: int
    windows: tuple[str, ...]

    def address(self, window: str) -> int:
        return self.windows.index(window) + 1


def lines_of(size: Size) -> tuple[Line, ...]:
    """The windows spread over the lines, so that no line has two more than another."""
    numbers = [str(n) for n in range(1, size.windows + 1)]
    return tuple(Line(*KINDS[n % len(KINDS)], tuple(numbers[n :: size.lines])) for n in range(size.lines))


def config_text(size: Size, folder: Path, commands: int, views: int) -> str:
    """The whole configuration. Ports are links in `folder`; line n has the windows of zone n."""
    rows = [head(commands, views, TAKER)]
    for n, line in enumerate(lines_of(size)):
        rows.append(table("zones", id=f"Z{n}", name=f"Z{n}"))
        rows.append(table("queues", id=f"q{n}", letter=_letter(n), zone=f"Z{n}", name=f"q{n}"))
        rows.append(table("services", id=f"s{n}", group="g", queue=f"q{n}", name=f"s{n}"))
        for window in line.windows:
            rows.append(table("staff", id=f"e{window}", name=f"e{window}"))
            rows.append(table("windows", id=window, zone=f"Z{n}", number=window, queues=[f"q{n}"]))
            panel: dict[str, Any] = {"id": f"led-{window}", "make": line.make, "baud": line.baud}
            panel |= {"port": str(_link(folder, n)), "address": line.address(window), "window": window}
            rows.append(_device(**panel))
    for n in range(size.voices):
        rows.append(_device(id=f"voice-{n}", make="voice.wav", port=str(folder / f"voice-{n}"), zone=f"Z{n}"))
    for n in range(size.machines):
        rows += _machine(size, folder, n)
    return "\n".join(rows)


def plan(size: Size, folder: Path) -> str:
    """The same hall's far side, for devices.simulator.many_lines; its last two lines are bare, one of each baud."""
    lines: list[dict[str, Any]] = [
        {
            "link": str(_link(folder, n)),
            "make": line.make,
            "baud": line.baud,
            "addresses": [line.address(window) for window in line.windows],
        }
        for n, line in enumerate(lines_of(size))
    ]
    for n in range(size.machines):
        lines += [
            {"link": str(folder / f"{kind}-{n}"), "make": make, "baud": baud}
            for kind, make, baud in MACHINE
            if kind != "printer" or n < size.printers
        ]
    for make, baud in BARE:
        lines.append({"link": str(bare_link(folder, baud)), "make": make, "baud": baud, "addresses": [1]})
    return json.dumps({"lines": lines})


MACHINE = (("printer", "printer.escpos", 115200), ("card", "card.sdt", 115200), ("scan", "scan.line", 9600))
BARE = (("led.palh", SLOW), ("led.onbon", FAST))


def bare_link(folder: Path, baud: int) -> Path:
    """A line of nobody's, on which the bench itself writes."""
    return folder / f"bare-{baud}"


def _machine(size: Size, folder: Path, n: int) -> list[str]:
    parts = [kind for kind, _, _ in MACHINE if kind != "printer" or n < size.printers]
    own = {{"scan": "scanner"}.get(kind, kind): f"{kind}-{n}" for kind in parts}
    rows = [table("kiosks", id=f"kiosk-{n}", **own)]
    for kind, make, baud in MACHINE:
        if kind in parts:
            port = str(folder / f"{kind}-{n}")
            rows.append(_device(id=f"{kind}-{n}", make=make, port=port, baud=baud, kiosk=f"kiosk-{n}"))
    return rows


def _link(folder: Path, line: int) -> Path:
    return folder / f"line-{line}"


def _device(**values: Any) -> str:
    return table("devices", host=HOST, **values)


def _letter(n: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n % 26] + ("A" if n >= 26 else "")
