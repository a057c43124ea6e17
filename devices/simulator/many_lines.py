"""All the lines of a hall in one process, each a pty with true line timing, and a record of when each frame left.

Run as `python -m devices.simulator.many_lines PLAN`; the plan is {"lines": [{"link", "make", "baud", "addresses"}]}.
It prints {"ready": true} and then answers each line on stdin: `said` gives and forgets what went over the wires (times
of CLOCK_MONOTONIC, which all processes of a machine share), `cut LINE ADDRESS` takes a panel's power, `stop` ends it.
A frame is stamped by reckoning: it was read at one moment, its bytes left at ten bits each behind those before it.
"""

from __future__ import annotations

import json
import select
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.codecs import led_onbon as onbon
from devices.codecs.codec import Damaged
from devices.simulator._led_picture import Panel
from devices.simulator._line import PtyLine
from devices.simulator._station import Device, Words
from devices.simulator._wire import Wire
from devices.simulator.card_reader import CardReader
from devices.simulator.panel_onbon import OnbonPanel
from devices.simulator.panel_strip import CARDS, Card, Strip
from devices.simulator.printer import Printer
from devices.simulator.scanner import Scanner

TICK_S = 0.5


class Strips:
    """Strips of one make on one line. Each frame is read once and given to the panel it is for."""

    def __init__(self, card: Callable[[], Card], addresses: list[int]) -> None:
        self._reader = card()
        self._panels = {n: (card(), Strip(self._reader, n, Panel(160, 16, "dual"))) for n in addresses}
        self._buffer = bytearray()

    def hear(self, data: bytes) -> tuple[bytes, str, int]:
        self._buffer += data
        answers, shown = b"", ("", 0)
        while (frame := self._reader.decode(self._buffer)) is not None:
            address = 0 if isinstance(frame, Damaged) else getattr(frame, "address", 0)
            if address not in self._panels:
                continue
            card, strip = self._panels[address]
            before = strip.draws
            answers += card.hear(frame, strip) or b""
            if strip.draws != before:
                shown = (strip.text, address)
        return answers, *shown

    def cut(self, address: int) -> None:
        """A panel without power says nothing."""
        del self._panels[address]


class Onbons:
    """Onbon cards on one line, told apart by their addresses."""

    def __init__(self, addresses: list[int]) -> None:
        self._panels = {n: OnbonPanel(n, Panel(160, 32, "red"), True, 5, 1024) for n in addresses}
        self._buffer, self._answer = bytearray(), bytearray()
        for panel in self._panels.values():
            panel.send = self._answer.extend

    def hear(self, data: bytes) -> tuple[bytes, str, int]:
        self._buffer += data
        shown = ("", 0)
        while (frame := onbon.decode(self._buffer)) is not None:
            if isinstance(frame, Damaged) or (panel := self._panels.get(frame.dst)) is None:
                continue
            before = panel.draws
            panel.take(frame)
            if panel.draws != before:
                shown = (" ".join(panel.state()["areas"].values()), frame.dst)
        answers = bytes(self._answer)
        self._answer.clear()
        return answers, *shown

    def cut(self, address: int) -> None:
        """A panel without power says nothing."""
        del self._panels[address]


class Machine:
    """A printer, reader or scanner that has the line to itself."""

    def __init__(self, device: Device) -> None:
        self._device, self._answer = device, bytearray()
        device.send = self._answer.extend

    def hear(self, data: bytes) -> tuple[bytes, str, int]:
        self._device.hear(data)
        self._device.tick(time.monotonic())
        answers = bytes(self._answer)
        self._answer.clear()
        return answers, "", 0


def talker(make: str, addresses: list[int]) -> Strips | Onbons | Machine:
    """What hangs on a line of this make; ValueError when nothing here can pretend to be it."""
    if make == "led.onbon":
        return Onbons(addresses)
    kind, _, name = make.partition(".")
    if kind == "led" and name in CARDS:
        return Strips(CARDS[name], addresses)
    machines: dict[str, Callable[[], Device]] = {
        "printer.escpos": lambda: Printer(80, None, 60_000, 0),
        "card.sdt": CardReader,
        "scan.line": lambda: Scanner("cr", "", ""),
    }
    if make not in machines:
        raise ValueError(f"make {make!r}: nobody here pretends to be one")
    return Machine(machines[make]())


@dataclass(slots=True)
class Strand:
    """A pty and its wire."""

    pty: PtyLine
    wire: Wire


class Lines:
    """All of them, one loop."""

    def __init__(self, plan: Words) -> None:
        self._strands: list[Strand] = []
        self._poll = select.epoll()
        self._by_file: dict[int, Strand] = {}
        for line in plan["lines"]:
            addresses = line.get("addresses", [])
            wire = Wire(line["baud"], talker(line["make"], addresses), half_duplex=bool(addresses))
            pty = PtyLine(line["link"])
            pty.plug()
            strand = Strand(pty, wire)
            self._strands.append(strand)
            (file,) = pty.sources()
            self._by_file[file] = strand
            self._poll.register(file, select.EPOLLIN)
        self._poll.register(sys.stdin.fileno(), select.EPOLLIN)
        self._busy: set[int] = set()  # files of wires on which something is on its way

    def run(self) -> None:
        """Until `stop` or the end of stdin."""
        print(json.dumps({"ready": True}), flush=True)
        while True:
            due = [at for n in self._busy if (at := self._by_file[n].wire.due_s()) is not None]
            wait_s = max(0.0, min(due) - time.monotonic()) if due else TICK_S
            select.select([self._poll], [], [], wait_s)  # epoll by itself waits in whole ms
            for file, _ in self._poll.poll(0):
                if file == sys.stdin.fileno():
                    if not self._obey(sys.stdin.readline()):
                        return
                else:
                    self._read(file)
            for file in list(self._busy):
                self._go(file)

    def _read(self, file: int) -> None:
        strand = self._by_file[file]
        now_s = time.monotonic()
        if data := strand.pty.read(4096):
            strand.wire.write(data, now_s)
            self._busy.add(file)

    def _go(self, file: int) -> None:
        strand = self._by_file[file]
        if answers := strand.wire.run(time.monotonic()):
            strand.pty.write(answers)
        if strand.wire.due_s() is None:
            self._busy.discard(file)

    def _obey(self, line: str) -> bool:
        words = line.split()
        if not words or words[0] == "stop":
            return False
        if words[0] == "cut":
            bus = self._strands[int(words[1])].wire.talker
            assert isinstance(bus, Strips | Onbons)
            bus.cut(int(words[2]))
            print(json.dumps({"cut": True}), flush=True)
        else:
            print(json.dumps(self._said()), flush=True)
        return True

    def _said(self) -> Words:
        """Of each line what was said on it since the last time: [wrote, left, until, hex, text, address]."""
        rows = []
        for strand in self._strands:
            said, strand.wire.said = strand.wire.said, []
            rows.append([(s.wrote_s, s.left_s, s.until_s, s.data.hex(), s.text, s.address) for s in said])
        return {"said": rows, "collisions": sum(strand.wire.collisions for strand in self._strands)}


def main() -> None:
    """The program."""
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    Lines(plan).run()


if __name__ == "__main__":
    main()
