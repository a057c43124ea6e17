"""`hall devices replay FILE`: a recorded session played against the driver of today. Does it still send the same bytes,
and tell the same? From a test: `replayed(wire)`.
"""

from __future__ import annotations

import argparse
import pathlib

from devices.catalog import find
from devices.drivers.base import BrokenOff, DeviceSaysNo, Line
from devices.ports.port import PortGone, Trouble
from devices.ports.wire_file import NoWireFile, Row, Wire, read
from devices.tools import say
from devices.tools.session import Call, Session, words


class Differs(Exception):
    """The driver did something else than the file has; the text says at which line."""


class Replayed:
    """The port of a recorded session: the far side's bytes out of the file, on the file's clock."""

    byte_s = 0.0

    def __init__(self, rows: tuple[Row, ...], name: str) -> None:
        self.name = name
        self._rows, self._next, self._now_s = rows, 0, 0.0

    def now_s(self) -> float:
        return self._now_s

    def pause(self, seconds: float) -> None:
        self._now_s += seconds

    @property
    def row(self) -> Row | None:
        """The next line of the file."""
        return self._rows[self._next] if self._next < len(self._rows) else None

    def take(self) -> Row:
        """Go on behind the next line, and on its clock."""
        row = self._rows[self._next]
        self._next += 1
        self._now_s = max(self._now_s, row.at_ms / 1000)
        return row

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def read(self, timeout_s: float) -> bytes:
        row = self.row
        if row is not None and row.direction == "!" and row.text == "gone":
            self.take()
            raise PortGone(Trouble.GONE, f"{self.name}: gone at line {row.number}")
        if row is not None and row.direction == "<" and row.at_ms / 1000 <= self._now_s + timeout_s + SLACK_S:
            return self.take().data
        self._now_s += max(timeout_s, TICK_S)
        return b""

    def write(self, data: bytes) -> None:
        row = self.row
        if row is not None and row.direction == "!" and row.text == "gone":
            self.take()
            raise PortGone(Trouble.GONE, f"{self.name}: gone at line {row.number}")
        if row is None or row.direction != ">" or row.data != data:
            there = (
                f"line {row.number} has {row.direction} {row.text[:90]}"
                if row is not None
                else "the file ends"
            )
            raise Differs(f"the driver sends {data[:40].hex(' ').upper()}; {there}")
        self.take()


SLACK_S = 0.02  # what a call of the machine took, which the file's clock has and ours has not
TICK_S = 0.0005


def replayed(wire: Wire, name: str = "wire") -> int:
    """Play it; how many calls were the same. Differs at the first that is not, NoWireFile when it holds none."""
    calls = 0
    port = Replayed(wire.lines, name)
    head = wire.head
    driver = find(head["make"]).driver(head["device"], head["address"], head["options"])
    session = Session(driver, Line(port, port.now_s, port.pause))
    veiled = any(row.veiled for row in wire.lines)
    while (row := port.row) is not None:
        port.take()
        if row.direction == "!":
            continue
        if row.direction != "@":
            if calls == 0:
                continue  # a tap that began in the middle
            raise Differs(
                f"line {row.number} has {row.direction} {row.text[:90]}; the driver did nothing more"
            )
        told = played(session, Call.read(row.text))
        end = port.row
        if end is None:
            break
        if end.direction != "=":
            raise Differs(
                f"line {end.number} has {end.direction} {end.text[:90]}; the driver came to: {told}"
            )
        if end.text != told and not (veiled and end.text == "read"):
            raise Differs(f"line {end.number} tells {end.text!r}, the driver {told!r}")
        port.take()
        calls += 1
    if not calls:
        raise NoWireFile(f"{name}: no call of a driver in it; only what `--wire` records can be replayed")
    return calls


def played(session: Session, call: Call) -> str:
    """What came of one call."""
    try:
        return words(session.do(call))
    except (DeviceSaysNo, BrokenOff, PortGone) as error:
        return words(error)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=pathlib.Path, help="recorded by `hall devices print|show|speak|read --wire FILE`"
    )


def main(options: argparse.Namespace) -> int:
    """0: the driver did the same; 1: it did not, and where; 2: not understood."""
    try:
        wire = read(options.file)
        calls = replayed(wire, str(options.file))
    except Differs as why:
        return say.trouble(options, why)
    except (OSError, ValueError, KeyError) as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    print(f"{options.file}: {wire.head['make']}: {calls} calls, the same bytes and the same told")
    return say.DONE
