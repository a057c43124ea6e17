"""`hall devices watch DEVICE | PORT --make MAKE`: the frames on a wire, decoded as they come, until Ctrl-C.

A port has one owner. While the hall drives the device, its own process writes the wire down for us (the file that
`tap_of` names is made here, and taken away at the end). A port that nobody holds is opened, and only listened to.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import time
from collections.abc import Callable, Iterator

from devices.catalog import Codec, codec_of, find, open_line, with_damage
from devices.codecs.codec import Damaged
from devices.ports.port import PortGone, Trouble
from devices.ports.recorded import tap_of
from devices.ports.veil import Veil
from devices.ports.wire_file import NoWireFile, Row, line_of
from devices.tools import say
from devices.tools.frames import to_json
from hall.bus.site import Site
from hall.contract.config import DevicePart

ARROWS = {">": "→", "<": "←"}
WHILE_HELD = "another program holds the port; to watch while the hall runs, name the device and --config"
NOBODY_WRITES = (
    "the port is held, but no device process of this hall writes its wire down: does another program hold it?"
)
PATIENCE_S = 5.0  # a device process looks once a second
SECRET = ("card.", "scan.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("device", help="a device's id with --config, or a port with --make")
    parser.add_argument("--make", default="", help="of a port that stands in no configuration")
    parser.add_argument("--baud", type=int, default=0, help="of such a port, when not the make's usual one")
    say.of_config(parser, required=False)
    parser.add_argument("--seconds", type=float, default=0.0, help="end after so long; 0: at Ctrl-C")


def main(options: argparse.Namespace) -> int:
    """0: watched; 1: nobody gave anything to watch, and why; 2: not understood."""
    try:
        part, site = part_at(options)
        shown = Shown(part)
        for row in rows(part, site, options.seconds):
            for text in shown.of(row):
                print(text, flush=True)
    except (say.NotUnderstood, ValueError) as why:
        return say.trouble(options, why, say.NOT_UNDERSTOOD)
    except PortGone as gone:
        return say.gone(options, options.device, gone)
    except OSError as error:
        return say.trouble(options, error)
    except KeyboardInterrupt:
        pass
    return say.DONE


def part_at(options: argparse.Namespace) -> tuple[DevicePart, Site | None]:
    """The device that is meant, and its hall when there is one."""
    if options.make:
        find(options.make)
        return DevicePart(options.device, options.make, options.device, baud=options.baud), None
    if not options.config:
        raise say.NotUnderstood("--config FILE for a device of a hall, or --make MAKE for a port")
    site = say.site_of(options)
    return say.part_of(site, options.device), site


def rows(
    part: DevicePart, site: Site | None, seconds: float, now_s: Callable[[], float] = time.monotonic
) -> Iterator[Row]:
    """The lines of the wire as they come. PortGone says why there is nothing to watch."""
    until_s = now_s() + seconds if seconds else float("inf")
    port = open_line(part.make, part.port, part.baud)
    try:
        port.open()
    except PortGone as gone:
        if gone.trouble is not Trouble.TAKEN:
            raise
        if site is None:
            raise say.NotUnderstood(WHILE_HELD) from None
        yield from tapped(tap_of(site.config, site.path.parent, part), until_s, now_s)
        return
    veil, began_s, number = Veil(part.make, from_device=True), now_s(), 1
    try:
        while (left := until_s - now_s()) > 0:
            if data := port.read(min(left, 0.25)):
                number += 1
                yield line_of(number, int((now_s() - began_s) * 1000), "<", veil.over(data))
    finally:
        port.close()


def tapped(path: pathlib.Path, until_s: float, now_s: Callable[[], float]) -> Iterator[Row]:
    """What the hall's own process writes down, from now on. The file goes when nobody watches any more."""
    asked(path)
    rest, number, begun_by_s = "", 0, now_s() + PATIENCE_S
    try:
        with path.open(encoding="utf-8") as file:
            while now_s() < until_s:
                text = file.read()
                if not text and not number and now_s() > begun_by_s:
                    raise PortGone(Trouble.BARRED, NOBODY_WRITES)
                if not text:
                    time.sleep(0.1)
                    continue
                *whole, rest = (rest + text).split("\n")
                for row in whole:
                    number += 1
                    if not row.startswith("wire 1 "):
                        yield line_of(number, *parted(row))
    finally:
        path.unlink(missing_ok=True)


def asked(path: pathlib.Path) -> None:
    """Make the file, for nobody else to read, and give it to whoever the hall's folder belongs to."""
    folders = [folder for folder in path.parents if not folder.exists()]
    owner = next(folder for folder in path.parents if folder.exists()).stat()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    for made in (*folders, path):
        with contextlib.suppress(PermissionError):
            os.chown(made, owner.st_uid, owner.st_gid)


def parted(row: str) -> tuple[int, str, str]:
    """Milliseconds, direction and text of a line."""
    at_ms, _, rest = row.partition(" ")
    direction, _, text = rest.partition(" ")
    if not at_ms.isdigit():
        raise NoWireFile(f"{row[:60]!r} is no line of a wire")
    return int(at_ms), direction, text


class Shown:
    """Chunks as lines for a person: time, direction, and the frames in them; of cards and codes the bytes as veiled."""

    def __init__(self, part: DevicePart) -> None:
        self._codecs: dict[str, tuple[Codec, bytearray]] = {}
        if part.make.startswith(SECRET) or not find(part.make).on_line:
            return
        try:
            codec = with_damage(codec_of(part.make, part.options))
        except ValueError:
            return
        self._codecs["<"] = codec, bytearray()
        if part.make != "printer.escpos":  # its host sends pictures, no frames
            self._codecs[">"] = codec, bytearray()

    def of(self, row: Row) -> Iterator[str]:
        head = f"{row.at_ms / 1000:9.3f} {ARROWS.get(row.direction, row.direction)}"
        if row.direction not in self._codecs:
            yield f"{head} {row.text[:240]}{' …' if len(row.text) > 240 else ''}"
            return
        codec, buffer = self._codecs[row.direction]
        buffer += row.data
        found = 0
        while (frame := codec.decode(buffer)) is not None:
            found += 1
            yield f"{head} " + (
                f"damaged: {frame.reason}" if isinstance(frame, Damaged) else readable(to_json(frame))
            )
        if not found:
            yield f"{head} … {row.text[:240]}"


def readable(frame: str) -> str:
    """With the text behind it, when there is GB2312 in a frame."""
    for value in json.loads(frame).values():
        try:
            text = bytes.fromhex(value).decode("gb2312") if isinstance(value, str) else ""
        except ValueError:
            continue
        if any("一" <= char <= "鿿" for char in text):
            return f"{frame}  {''.join(char for char in text if char.isprintable())}"
    return frame
