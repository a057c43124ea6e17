"""Strips of any vendor whose frame can be written down in a line of configuration: no code for one more make.

A layout is words between blanks, in the order of the wire:

    A0            this byte
    addr addr2    the panel's address, one byte or two (high first); addr6: its six low bits under 80, the next under C0
    seq           the host's count of frames, one byte
    text          the text
    colour        one byte of colour; colours:N the same N times for every byte of the text
    len:WHAT      a length in one byte, len2: in two (high first), len2le: (low first); WHAT is text, rest (what comes
                  after the length), all (the whole frame) or range (what stands between the brackets)
    ( )           what the check is made over
    xor sum8 sum100 ccitt arc    the check, before or behind its range; the last two take two bytes, high first, and
                  low first as ccittle, arcle. sum100 is the sum's low byte modulo 100
    any           in answers: a byte that may be anything
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.codecs.codec import Damaged, Parsed, Verdict, first
from devices.codecs.gb_text import SUBSTITUTE
from devices.codecs.led_onbon import crc16 as crc_arc
from devices.codecs.led_yinda import crc_ccitt

MAX_TEXT = 200  # bytes
ENCODINGS = ("gb2312", "gbk", "utf-16-be", "ascii")
MEASURES = ("text", "rest", "all", "range")


def _xor(data: bytes) -> int:
    total = 0
    for byte in data:
        total ^= byte
    return total


CHECKS: dict[str, tuple[int, Callable[[bytes], int]]] = {
    "xor": (1, _xor),
    "sum8": (1, lambda data: sum(data) & 0xFF),
    "sum100": (1, lambda data: (sum(data) & 0xFF) % 100),
    "ccitt": (2, crc_ccitt),
    "arc": (2, crc_arc),
}
SIZES = {"addr": 1, "addr2": 2, "addr6": 2, "seq": 1, "colour": 1, "any": 1, "(": 0, ")": 0}


class WrongLayout(ValueError):
    """A layout that cannot be understood; the text says which word and what is known."""


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a layout. `size` is its bytes on the wire, -1 where the text decides. `detail`: the literal byte,
    what a length measures, how often colours stand, `le` for low byte first."""

    word: str
    size: int
    number: int = 0
    measure: str = ""
    low_first: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What the host says: a text for one panel. `colour` 0 red, 1 green, 2 yellow."""

    address: int
    text: str
    colour: int = 0
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a panel says, by the name of its pattern; `address` is None where the make does not say who answers."""

    kind: str
    address: int | None


def parts_of(layout: str) -> tuple[Part, ...]:
    """The parts of a layout; WrongLayout in words."""
    parts = tuple(_part(word) for word in layout.split())
    words = [part.word for part in parts]
    if words.count("(") != words.count(")") or words.count("(") > 1 or words.count("text") > 1:
        raise WrongLayout(f"{layout!r}: one pair of brackets and one text at most")
    if any(word in CHECKS for word in words) and "(" not in words:
        raise WrongLayout(f"{layout!r}: a check needs its range between brackets")
    if "(" in words and words.index("(") > words.index(")"):
        raise WrongLayout(f"{layout!r}: the brackets are the wrong way round")
    return parts


def _part(word: str) -> Part:
    head, _, tail = word.partition(":")
    if word in SIZES:
        return Part(word, SIZES[word])
    if word == "text":
        return Part(word, -1)
    if head == "colours" and tail.isdigit() and int(tail):
        return Part(head, -1, int(tail))
    if head in ("len", "len2", "len2le") and tail in MEASURES:
        return Part("len", 1 if head == "len" else 2, measure=tail, low_first=head == "len2le")
    check = word.removesuffix("le")
    if check in CHECKS and (word == check or CHECKS[check][0] == 2):
        return Part(check, CHECKS[check][0], low_first=word != check)
    if len(word) == 2:
        try:
            return Part("byte", 1, int(word, 16))
        except ValueError:
            pass
    known = [*SIZES, "text", "colours:2", "len:text", "len2:rest", "len2le:all", *CHECKS, "ccittle", "A0"]
    raise WrongLayout(f"{word!r} is not known in a layout; known: {' '.join(known)}")


@dataclass(frozen=True, slots=True)
class Template:
    """The frames of one vendor. `before` is sent ahead of each text (colours); `colours` are its bytes for red, green
    and yellow, and `colour_each` puts one behind every character; `split` sends two-byte characters as four nibbles.
    """

    frame: tuple[Part, ...]
    before: tuple[Part, ...] = ()
    answers: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    encoding: str = "gb2312"
    split: bool = False
    colours: bytes = bytes((0, 1, 2))
    colour_each: bool = False
    max_text: int = MAX_TEXT

    def __post_init__(self) -> None:
        if self.encoding not in ENCODINGS:
            raise WrongLayout(f"encoding {self.encoding!r} is not known; known: {', '.join(ENCODINGS)}")
        if len(self.colours) != 3:
            raise WrongLayout("colours are three bytes: red, green, yellow")
        for kind, parts in self.answers:
            if any(part.size < 0 or part.word == "len" for part in parts):
                raise WrongLayout(f"{kind}: an answer has no text and no length")

    # -- to the wire ---------------------------------------------------------------------------------------------

    def encode(self, frame: Text) -> bytes:
        """The text's frame alone. ValueError for what the wire cannot carry."""
        return self._build(self.frame, frame)

    def frames(self, frame: Text) -> tuple[bytes, ...]:
        """All frames that show this text, in order."""
        return tuple(self._build(parts, frame) for parts in (self.before, self.frame) if parts)

    def said(self, parts: tuple[Part, ...], address: int) -> bytes:
        """A question or answer without a text; `any` becomes zero."""
        return self._build(parts, Text(address, ""))

    def shown(self, text: str) -> str:
        """What of a text this panel can show: no control characters, at most `max_text` bytes, the rest marked."""
        out, size = [], 0
        for char in text.replace("\n", " "):
            if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0:
                continue
            good = char if self._raw(char) is not None else SUBSTITUTE if self.encoding != "ascii" else "?"
            size += len(self._raw(good) or b"")
            if size > self.max_text:
                break
            out.append(good)
        return "".join(out)

    def _raw(self, char: str) -> bytes | None:
        try:
            raw = char.encode(self.encoding)
        except UnicodeEncodeError:
            return None
        return raw if len(raw) <= 2 else None

    def _characters(self, text: str) -> list[bytes]:
        raws = [self._raw(char) for char in text]
        if any(raw is None for raw in raws) or sum(len(raw or b"") for raw in raws) > self.max_text:
            raise ValueError(f"{text!r} cannot be said in {self.encoding} within {self.max_text} bytes")
        return [raw for raw in raws if raw is not None]

    def _build(self, parts: tuple[Part, ...], frame: Text) -> bytes:
        characters = self._characters(frame.text)
        colour = self.colours[frame.colour : frame.colour + 1]
        if not colour:
            raise ValueError(f"colour {frame.colour}; 0 red, 1 green, 2 yellow")
        cells = [self._cell(raw) + (colour if self.colour_each else b"") for raw in characters]
        pieces = [self._piece(part, frame, b"".join(cells), b"".join(characters), colour) for part in parts]
        for at, part in enumerate(parts):
            if part.word == "len":
                pieces[at] = _number(self._measured(part, parts, pieces, at), part)
        for at, part in enumerate(parts):
            if part.word in CHECKS:
                pieces[at] = _number(CHECKS[part.word][1](_range(parts, pieces)), part)
        return b"".join(pieces)

    def _cell(self, raw: bytes) -> bytes:
        if not self.split or len(raw) == 1:
            return raw
        return bytes(nibble for byte in raw for nibble in (byte >> 4, byte & 15))

    def _piece(self, part: Part, frame: Text, text: bytes, plain: bytes, colour: bytes) -> bytes:
        match part.word:
            case "byte":
                return bytes((part.number,))
            case "addr" | "addr2" | "addr6":
                return _address(part, frame.address)
            case "seq":
                return bytes((frame.sequence & 0xFF,))
            case "text":
                return text
            case "colour":
                return colour
            case "colours":
                return colour * (part.number * len(plain))
            case _:
                return bytes(part.size)  # lengths and checks are filled in when everything else stands

    @staticmethod
    def _measured(part: Part, parts: tuple[Part, ...], pieces: list[bytes], at: int) -> int:
        match part.measure:
            case "text":
                return sum(len(piece) for one, piece in zip(parts, pieces, strict=True) if one.word == "text")
            case "rest":
                return sum(len(piece) for piece in pieces[at + 1 :])
            case "range":
                return len(_range(parts, pieces))
            case _:
                return sum(len(piece) for piece in pieces)

    # -- from the wire -------------------------------------------------------------------------------------------

    def decode(self, buffer: bytearray) -> Text | Damaged | None:
        """The next text from a host. A frame counts when it is what `encode` makes of its meaning."""
        return first(buffer, self._parse)

    def hear(self, buffer: bytearray) -> Answer | Damaged | None:
        """The next answer from a panel."""
        return first(buffer, self._parse_answer)

    def _parse(self, data: bytes, at: int) -> Parsed[Text]:
        longest = 4 * MAX_TEXT + 40
        if len(data) - at > longest:
            data = data[: at + longest]
        where = [part.word for part in self.frame].index("text")
        head, tail = self.frame[:where], self.frame[where + 1 :]
        got = _match(head, data, at)
        if isinstance(got, Verdict):
            return got
        start, end_size = at + _size(head), _size(tail)
        told, last = self._told_size(got), len(data) - end_size
        if told is None and (end_byte := self._end_byte(tail)) is not None:
            told = data.find(end_byte, start) - start
            if told < 0:
                return Verdict.MORE if len(data) - at < longest else Verdict.NONE
        if told is not None and not 0 <= told <= 4 * MAX_TEXT:
            return Verdict.NONE
        ends = range(start, last + 1) if told is None else range(start + told, min(start + told, last) + 1)
        for end in ends:
            rest = _match(tail, data, end)
            if isinstance(rest, Verdict):
                continue
            frame = self._meaning(data[at : end + end_size], data[start:end], got | rest)
            if frame is None:
                continue
            # A short check fits by chance now and then: half a frame with a whole one behind it is not one text.
            if any(
                isinstance(self._parse(data[: end + end_size], inner), tuple) for inner in range(at + 1, end)
            ):
                return Damaged("broken off")
            return frame, end + end_size - at
        whole = len(data) - at >= longest if told is None else last >= start + told
        return Damaged("no check fits, or no text") if whole else Verdict.MORE

    def _told_size(self, found: dict[str, int]) -> int | None:
        """How many bytes the text has on the wire, when a length before it says so."""
        part = next((part for part in self.frame if part.word == "len"), None)
        if part is None or "len" not in found or any(part.word == "colours" for part in self.frame):
            return None
        words = [one.word for one in self.frame]
        if part.measure == "text":
            return found["len"]
        counted = self.frame
        if part.measure == "rest":
            counted = self.frame[words.index("len") + 1 :]
        elif part.measure == "range" and "(" in words:
            counted = self.frame[words.index("(") : words.index(")")]
        return found["len"] - _size(counted) if any(one.word == "text" for one in counted) else None

    def _end_byte(self, tail: tuple[Part, ...]) -> int | None:
        """The byte behind the text when no text has it, so that its first one is the end."""
        if not tail or tail[0].word != "byte" or self.encoding == "utf-16-be":
            return None
        byte = tail[0].number
        in_cells = (self.split and byte < 16) or (self.colour_each and byte in self.colours)
        return byte if (byte < 0x20 or byte == 0xFF) and not in_cells else None

    def _meaning(self, raw: bytes, wire: bytes, found: dict[str, int]) -> Text | None:
        """The text in these bytes when they are exactly what it is sent as."""
        plain, colour, at = bytearray(), found.get("colour", self.colours[0]), 0
        while at < len(wire):
            double = self.encoding == "utf-16-be" or wire[at] >= 0x80
            if self.split and wire[at] < 16:
                four = wire[at : at + 4]
                if len(four) < 4 or max(four) > 15:
                    return None
                plain += bytes((four[0] << 4 | four[1], four[2] << 4 | four[3]))
                at += 4
            else:
                plain += wire[at : at + 1 + double]
                at += 1 + double
            if self.colour_each:
                if at >= len(wire):
                    return None
                colour = wire[at]
                at += 1
        if colour not in self.colours:
            return None
        try:
            text = plain.decode(self.encoding)
            frame = Text(found.get("addr", 0), text, self.colours.index(colour), found.get("seq", 0))
            return frame if self.encode(frame) == raw else None
        except ValueError:
            return None

    def _parse_answer(self, data: bytes, at: int) -> Parsed[Answer]:
        verdict: Parsed[Answer] = Verdict.NONE
        for kind, parts in self.answers:
            got = _match(parts, data, at)
            if isinstance(got, Verdict):
                verdict = got if got is Verdict.MORE else verdict
                continue
            pieces, start = [], at
            for part in parts:
                pieces.append(data[start : start + part.size])
                start += part.size
            if all(
                piece == _number(CHECKS[part.word][1](_range(parts, pieces)), part)
                for part, piece in zip(parts, pieces, strict=True)
                if part.word in CHECKS
            ):
                return Answer(kind, got.get("addr")), start - at
            if verdict is Verdict.NONE:
                verdict = Damaged("check wrong")
        return verdict


def _match(parts: tuple[Part, ...], data: bytes, at: int) -> dict[str, int] | Verdict:
    """What stands in these bytes by the parts of fixed size: address, sequence, colour."""
    found: dict[str, int] = {}
    for part in parts:
        raw = data[at : at + part.size]
        if len(raw) < part.size:
            return Verdict.MORE
        at += part.size
        if part.word == "byte" and raw[0] != part.number:
            return Verdict.NONE
        if part.word == "addr6":
            if not (0x80 <= raw[0] < 0xC0 <= raw[1]):
                return Verdict.NONE
            found["addr"] = raw[0] & 0x3F | (raw[1] & 0x3F) << 6
        elif part.word in ("addr", "addr2"):
            found["addr"] = int.from_bytes(raw, "big")
        elif part.word in ("seq", "colour"):
            found[part.word] = raw[0]
        elif part.word == "len":
            found["len"] = int.from_bytes(raw, "little" if part.low_first else "big")
    return found


def _size(parts: tuple[Part, ...]) -> int:
    return sum(max(0, part.size) for part in parts)


def _address(part: Part, address: int) -> bytes:
    most = {"addr": 0xFF, "addr2": 0xFFFF, "addr6": 0xFFF}[part.word]
    if not 0 <= address <= most:
        raise ValueError(f"address {address}; 0 to {most} exist")
    if part.word == "addr6":
        return bytes((0x80 | address & 0x3F, 0xC0 | address >> 6))
    return address.to_bytes(part.size, "big")


def _number(value: int, part: Part) -> bytes:
    if value >= 1 << 8 * part.size:
        raise ValueError(f"{value} does not fit the length's {part.size} byte")
    return value.to_bytes(part.size, "little" if part.low_first else "big")


def _range(parts: tuple[Part, ...], pieces: list[bytes]) -> bytes:
    words = [part.word for part in parts]
    if "(" not in words:
        return b"".join(pieces)
    return b"".join(pieces[words.index("(") + 1 : words.index(")")])
