"""A wire file read back: its head, its lines, and the bytes that were veiled filled with others of the same shape."""

from __future__ import annotations

import functools
import json
import operator
import pathlib
import re
from dataclasses import dataclass
from typing import Any

from devices.ports.veil import SDT_HEAD

_LINE = re.compile(r"(\d+) ([<>@=!]) ?(.*)")
_HIDDEN = re.compile(r"\((\d+)\)")


class NoWireFile(ValueError):
    """This is no wire file; the text says at which line."""


@dataclass(frozen=True, slots=True)
class Wire:
    """`head` says whose wire it is: device, make, address, options."""

    head: dict[str, Any]
    lines: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """`at_ms` since the file began. `data`: the bytes of `<` and `>`; `text` what stands in the file."""

    number: int
    at_ms: int
    direction: str
    text: str
    data: bytes = b""

    @property
    def veiled(self) -> bool:
        return "(" in self.text


def read(path: pathlib.Path) -> Wire:
    """The file; NoWireFile in words. A last line that was being written is left out."""
    try:
        rows = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise NoWireFile(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise NoWireFile(f"{path}: this is no text, so no wire was recorded in it") from None
    if not rows or not rows[0].startswith("wire 1 "):
        raise NoWireFile(f"{path}: the first line does not begin with 'wire 1'")
    try:
        head = json.loads(rows[0].removeprefix("wire 1 "))
    except ValueError as error:
        raise NoWireFile(f"{path}: the head is no JSON: {error}") from None
    lines = [
        line(path, number, row) for number, row in enumerate(rows[1:], 2) if not row.startswith("wire 1 ")
    ]
    if not isinstance(head, dict):
        raise NoWireFile(f"{path}: the head is no JSON object")
    return Wire(head, tuple(filled(head.get("make", ""), lines)))


def line(path: pathlib.Path, number: int, row: str) -> Row:
    """One line; NoWireFile when it is none."""
    found = _LINE.fullmatch(row)
    try:
        if found is None:
            raise ValueError
        return line_of(number, int(found[1]), found[2], found[3])
    except ValueError:
        raise NoWireFile(f"{path}:{number}: {row[:60]!r} is no line of a wire") from None


def line_of(number: int, at_ms: int, direction: str, text: str) -> Row:
    """A line out of its parts; ValueError when there is no hex where it should be."""
    return Row(number, at_ms, direction, text, bytes_of(text) if direction in "<>" else b"")


def bytes_of(text: str) -> bytes:
    """The bytes of a chunk; what was hidden as so many zeros."""
    return bytes.fromhex(_HIDDEN.sub(lambda found: "00" * int(found[1]), text))


def filled(make: str, lines: list[Row]) -> list[Row]:
    """Hidden bytes as others that the driver takes for an answer of the same shape, though never for a card."""
    came = [one for one in lines if one.direction == "<"]
    if not any(one.veiled for one in came):
        return lines
    stream = bytearray(b"".join(one.data for one in came))
    if make == "card.sdt":
        _checks_of_sdt(stream)
    elif make == "card.social":
        _status_words(stream)
    elif make == "scan.line":
        stream = bytearray(stream.replace(b"\0", b"X"))
    at, told = 0, []
    for one in lines:
        if one.direction == "<":
            data = bytes(stream[at : at + len(one.data)])
            at += len(one.data)
            one = Row(one.number, one.at_ms, one.direction, one.text, data)
        told.append(one)
    return told


def _checks_of_sdt(stream: bytearray) -> None:
    at = stream.find(SDT_HEAD)
    while at >= 0:
        end = at + 7 + int.from_bytes(stream[at + 5 : at + 7], "big")
        if end > len(stream):
            return
        stream[end - 1] = functools.reduce(operator.xor, stream[at + 5 : end - 1])
        at = stream.find(SDT_HEAD, end)


def _status_words(stream: bytearray) -> None:
    at = 0
    while at + 2 <= len(stream):
        size = int.from_bytes(stream[at : at + 2], "big")
        end = at + 2 + size
        if size > 2 and end <= len(stream) and not any(stream[at + 2 : end]):
            stream[end - 2 : end] = b"\x90\x00"
        at = end
