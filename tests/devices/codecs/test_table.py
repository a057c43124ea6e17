"""Every codec of the table: whole, byte by byte, two at once, noise before, inside and after, damage, bounds, ends."""

import random

import pytest

from devices.catalog import CODECS, with_damage
from devices.codecs.codec import Damaged
from tests.devices.codecs.panels import all_of
from tests.devices.codecs.table import BARE, CHECKED, FRAMES, MOST, UNCHECKED, UNMARKED

EACH = [(make, frame) for make, frames in FRAMES.items() for frame in frames]
IDS = [f"{make} {at}" for make, frames in FRAMES.items() for at in range(len(frames))]
each = pytest.mark.parametrize(("make", "frame"), EACH, ids=IDS)


def those(fits):
    """`each` for the frames that fit."""
    found = [(id, one) for id, one in zip(IDS, EACH, strict=True) if fits(*one)]
    return pytest.mark.parametrize(("make", "frame"), [one for _, one in found], ids=[id for id, _ in found])


marked = those(lambda make, frame: make not in UNMARKED and not isinstance(frame, BARE))
checked = those(lambda make, frame: make in CHECKED and not isinstance(frame, UNCHECKED))


def told(make, data, step=0):
    return all_of(CODECS[make].decode, data, step)


def raw(make, frame):
    return CODECS[make].encode(frame)


@each
def test_whole_byte_by_byte_and_two_at_once(make, frame):
    one = raw(make, frame)
    assert told(make, one) == [frame]
    assert told(make, one, 1) == [frame]
    assert told(make, one + one) == [frame, frame]
    assert told(make, one + one, 3) == [frame, frame]
    buffer = bytearray(one + one)
    assert CODECS[make].decode(buffer) == frame and bytes(buffer) == one, "the next frame stays in the buffer"


@marked
def test_noise_before_a_frame_is_passed_over(make, frame):
    dice, one = random.Random(7), raw(make, frame)
    for turn in range(120):
        noise = dice.randbytes(dice.randrange(1, 40))
        assert told(make, noise + one, turn % 4)[-1:] == [frame], noise.hex(" ")


@marked
def test_noise_inside_costs_that_frame_and_not_the_next(make, frame):
    dice, one = random.Random(8), raw(make, frame)
    for turn in range(120):
        at = dice.randrange(len(one))
        torn = one[:at] + dice.randbytes(dice.randrange(1, 8)) + one[at:]
        assert told(make, torn + one + one, turn % 4)[-1:] == [frame], torn.hex(" ")


@marked
def test_half_a_frame_costs_nothing_but_itself(make, frame):
    one = raw(make, frame)
    for size in range(1, len(one), 1 + len(one) // 50):
        assert told(make, one[:size] + one)[-1:] == [frame]


@pytest.mark.parametrize("make", UNMARKED)
def test_a_make_without_marks_comes_back_when_something_parts_noise_and_frame(make):
    """See UNMARKED for what that is in each."""
    dice, frame = random.Random(9), FRAMES[make][-1]
    parting = {
        "card.social": b"",
        "scan.line": b"\r",
        "scan.wedge": raw(make, frame) * 3,
        "buttons.input": raw(make, frame) * 3,
        "printer.escpos": b"\xff",
    }
    for _ in range(60):
        noise = dice.randbytes(dice.randrange(1, 30))
        buffer = bytearray(noise)
        while CODECS[make].decode(buffer) is not None:
            pass
        if make == "card.social":
            buffer.clear()  # as the driver does
        buffer += parting[make] + raw(make, frame)
        assert all_of(CODECS[make].decode, bytes(buffer))[-1:] == [frame], noise.hex(" ")


@checked
def test_one_wrong_bit_is_never_another_frame_and_the_next_is_heard(make, frame):
    one = raw(make, frame)
    for bit in range(0, 8 * len(one), 1 + len(one) // 60):
        wrong = bytearray(one)
        wrong[bit // 8] ^= 1 << bit % 8
        assert set(told(make, bytes(wrong) + one)) <= {frame} and told(make, bytes(wrong) + one)[-1:] == [
            frame
        ]


def test_a_wrong_check_is_told_by_the_codec_and_left_out_by_the_table():
    for make in sorted(CHECKED):
        wrong = bytearray(raw(make, FRAMES[make][0]))
        wrong[-2 if make in ("led.onbon", "led.palh") else -1] ^= 1
        heard = with_damage(CODECS[make]).decode(bytearray(wrong))
        assert isinstance(heard, Damaged), make
        assert told(make, bytes(wrong)) == []


def floods(make):
    """What no codec may choke on: chance, every byte for ever, heads without ends, ends without heads."""
    dice = random.Random(10)
    yield dice.randbytes(16_000)
    for byte in range(0, 256, 5):
        yield bytes((byte,)) * 3000
    for frame in FRAMES[make]:
        one = raw(make, frame)
        yield one[:-1] * (6000 // len(one))
        yield one[1:] * (6000 // len(one))
        yield one[: len(one) // 2 + 1] * (6000 // len(one))


@pytest.mark.parametrize("make", FRAMES)
def test_memory_is_bounded_and_every_call_ends_or_goes_on(make):
    most = MOST.get(make, 5000)
    for flood in floods(make):
        buffer = bytearray()
        for at in range(0, len(flood), 100):
            buffer += flood[at : at + 100]
            before = len(buffer) + 1
            while CODECS[make].decode(buffer) is not None:
                assert len(buffer) < before, "a frame was told and nothing taken"
                before = len(buffer)
            assert len(buffer) <= most, flood[:20].hex(" ")
