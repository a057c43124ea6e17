"""A fuzz run of every parser of bytes with mutated real frames: bin/fuzz --seconds 60.

Nothing may raise, take longer than its bytes allow, or keep more than its longest frame. What was found is printed with
the bytes that did it and the exit code is 1; the same seed finds it again. With atheris installed, `--guided MAKE` lets
it follow the branches of one parser.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
import time
import types
from collections.abc import Callable, Iterator

from devices.catalog import CODECS, codec_of, find, with_damage
from devices.codecs import card_sdt, card_text, gb_text, led_onbon_messages
from devices.codecs.scan_line import ENDS, LineScanner
from devices.codecs.scan_wedge import Keys
from devices.simulator import _escpos_stream as escpos
from devices.tools.decode import apart
from hall.contract.devices import ShowOnPanel
from tests.devices.codecs.table import CALL, FRAMES, MOST
from tests.devices.layouts import LAYOUTS

LONGEST = 6000  # bytes of one input
STEP_S, BYTE_S = (
    0.25,
    0.0005,
)  # what one input may take: processor time, so that a busy machine does not count
TEMPLATE_MOST = 4 * 200 + 40


@dataclasses.dataclass(frozen=True)
class Target:
    """One parser. `run` feeds it the pieces of an input and raises when something is wrong."""

    seeds: tuple[bytes, ...]
    run: Callable[[list[bytes]], None]


def drained(decode: Callable[[bytearray], object], most: int) -> Callable[[list[bytes]], None]:
    """Feed a decoder piece by piece and take out all it gives."""

    def run(pieces: list[bytes]) -> None:
        buffer = bytearray()
        for piece in pieces:
            buffer += piece
            before = len(buffer) + 1
            while decode(buffer) is not None:
                assert len(buffer) < before, "a frame was told and nothing taken"
                before = len(buffer)
            assert len(buffer) <= most, f"{len(buffer)} bytes wait; {most} are the most"

    return run


def targets() -> dict[str, Target]:
    """Every codec of the table with what it decodes on its own, templates, and what the simulators parse."""
    found: dict[str, Target] = {}
    for make in FRAMES:
        codec = CODECS[make]
        seeds = tuple(codec.encode(frame) for frame in FRAMES[make])
        found[make] = Target(seeds, drained(with_damage(codec).decode, MOST.get(make, 5000)))
        found[f"{make}, apart"] = Target(
            seeds, lambda pieces, codec=codec: none_lost(codec, b"".join(pieces))
        )
    for vendor, layout in LAYOUTS.items():
        template = with_damage(codec_of("led.template", layout))
        seeds = FRAMES_OF_VENDORS[vendor]
        found[f"template of {vendor}"] = Target(seeds, drained(template.decode, TEMPLATE_MOST))
        found[f"template of {vendor}, answers"] = Target(seeds, drained(template.hear, TEMPLATE_MOST))
    found["onbon messages"] = Target(tuple(frame.data for frame in FRAMES["led.onbon"]), onbon_messages)
    found["card record"] = Target((bytes(range(256)), bytes(card_text.RECORD_BYTES)), card_record)
    found["scanner lines"] = Target((b"HALL1\r\n", CALL + b"\r"), scanner_lines)
    found["wedge keys"] = Target(
        tuple(CODECS["scan.wedge"].encode(one) for one in FRAMES["scan.wedge"]), wedge_keys
    )
    found["slip stream"] = Target(
        (b"\x1b@\x1c&\xc7\xeb\n\x1dV\x00", b"\x1dv0\x00\x02\x00\x02\x00\xff\x00\xff\x00"), slip_stream
    )
    return found


FRAMES_OF_VENDORS = {
    vendor: tuple(
        frame
        for text in ("请A012号到3号窗口", "")
        for frame in find("led.template")
        .driver("f", 3, {**layout})
        ._tongue.text(ShowOnPanel("", "f", "call", (text,)))
    )
    for vendor, layout in LAYOUTS.items()
}


def none_lost(codec: object, data: bytes) -> None:
    """`hall devices decode` tells of every byte, one way or the other."""
    told = list(apart(codec, data))
    assert told or not data, "nothing was told of these bytes"


def onbon_messages(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    request = led_onbon_messages.parse_request(data)
    led_onbon_messages.parse_reply(data)
    led_onbon_messages.parse_time(data)
    if request is not None:
        led_onbon_messages.parse_dynamic(request)


def card_record(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    record = card_sdt.record_of(data)
    card_text.parse(data[: card_text.RECORD_BYTES].ljust(card_text.RECORD_BYTES, b"\0"))
    if record is not None:
        card_text.parse(record.text)
    gb_text.characters(data)


def scanner_lines(pieces: list[bytes]) -> None:
    for end in ENDS:
        lines = LineScanner(end=end)
        for at, piece in enumerate(pieces):
            lines.feed(piece, at * 37)
        assert len(lines._line) <= lines.max_line


def wedge_keys(pieces: list[bytes]) -> None:
    keys, buffer = Keys(), bytearray(b"".join(pieces))
    while (event := CODECS["scan.wedge"].decode(buffer)) is not None:
        keys.feed(event)
    assert len(keys._line) <= 4096


def slip_stream(pieces: list[bytes]) -> None:
    buffer = bytearray(b"".join(pieces))
    before = len(buffer) + 1
    while escpos.take(buffer, kanji=True) is not None:
        assert len(buffer) < before
        before = len(buffer)


def mutated(seeds: tuple[bytes, ...], dice: random.Random) -> bytes:
    """Real frames, spoilt: cut, doubled, swapped, bits and lengths changed, noise around and inside."""
    data = bytearray(b"".join(dice.choice(seeds) for _ in range(dice.randrange(1, 4))))
    for _ in range(dice.randrange(0, 8)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(7):
            case 0:
                data[at:at] = dice.randbytes(dice.randrange(1, 16))
            case 1:
                del data[at : at + dice.randrange(1, 16)]
            case 2 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 3 if at < len(data):
                data[at] = dice.choice((0, 1, 0x7F, 0x80, 0xA5, 0xAA, 0xFE, 0xFF))
            case 4:
                data[at:at] = dice.choice(seeds)[: dice.randrange(1, 40)]
            case 5:
                data[at:at] = bytes((dice.randrange(256),)) * dice.choice((3, 30, 300))
            case _:
                data += data[:at] * dice.randrange(1, 4)
    return bytes(data[:LONGEST])


def pieces_of(data: bytes, dice: random.Random) -> list[bytes]:
    """As a line would bring it: at once, in single bytes, or somehow."""
    size = dice.choice((len(data) or 1, 1, 2, 7, 64, 512))
    return (
        [data[at : at + size] for at in range(0, len(data), size)] if size > 1 or len(data) < 300 else [data]
    )


@dataclasses.dataclass(frozen=True)
class Found:
    """An input that a parser did not stand, and what came of it."""

    target: str
    data: bytes
    what: str


def tried(name: str, target: Target, pieces: list[bytes]) -> Found | None:
    """Run one input."""
    began = time.process_time()
    try:
        target.run(pieces)
    except Exception as error:
        return Found(name, b"".join(pieces), f"{type(error).__name__}: {error}")
    size, took = sum(map(len, pieces)), time.process_time() - began
    if took > STEP_S + size * BYTE_S:
        return Found(name, b"".join(pieces), f"{took:.2f} s for {size} bytes")
    return None


def inputs(target: Target, dice: random.Random) -> Iterator[list[bytes]]:
    while True:
        yield pieces_of(mutated(target.seeds, dice), dice)


def run(
    seconds: float, seed: int, now_s: Callable[[], float] = time.monotonic
) -> tuple[dict[str, int], list[Found]]:
    """Each parser for its share of the time: how often it was run, and the first thing found in each."""
    all_of_them, counts, found = targets(), {}, []
    for name, target in all_of_them.items():
        until, counts[name] = now_s() + seconds / len(all_of_them), 0
        for pieces in inputs(target, random.Random(f"{seed} {name}")):
            counts[name] += 1
            if wrong := tried(name, target, pieces):
                found.append(wrong)
                break
            if now_s() >= until:
                break
    return counts, found


def functions_of(*rooms: str) -> Iterator[types.FunctionType]:
    """Every function and method of these rooms."""
    for name, module in list(sys.modules.items()):
        if name.startswith(rooms):
            for value in vars(module).values():
                inner = (
                    vars(value).values() if isinstance(value, type) and value.__module__ == name else (value,)
                )
                yield from (one for one in inner if isinstance(one, types.FunctionType))


def guided(name: str, arguments: list[str]) -> None:
    """Atheris on one parser; what follows goes to it (-max_total_time=60, -runs=100000)."""
    import atheris

    target = targets()[name]

    def one(data: bytes) -> None:
        if wrong := tried(name, target, [data[at : at + 64] for at in range(0, len(data), 64)]):
            raise AssertionError(wrong)

    for function in functions_of("devices.codecs", "devices.simulator"):
        atheris.instrument_func(function)
    atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", *arguments], one)
    atheris.Fuzz()


def main() -> int:
    """0: nothing found."""
    parser = argparse.ArgumentParser(prog="bin/fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", metavar="PARSER", choices=targets(), help="one parser by atheris")
    told, rest = parser.parse_known_args()
    if told.guided:
        guided(told.guided, rest or [f"-max_total_time={int(told.seconds)}"])
        return 0
    counts, found = run(told.seconds, told.seed)
    for name, count in counts.items():
        print(f"{count:9}  {name}")
    print(f"{sum(counts.values()):9}  inputs in all, {len(found)} found wrong")
    for wrong in found:
        print(f"\n{wrong.target}: {wrong.what}\n  {wrong.data.hex(' ')}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
