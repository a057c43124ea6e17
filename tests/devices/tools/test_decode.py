"""`hall devices decode` and `encode`: frames to JSON and back, and a sentence for every byte that is none."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.catalog import CODECS
from devices.tools.decode import apart
from devices.tools.frames import from_json, kinds, to_json
from hall.__main__ import main
from tests.devices.codecs.table import FRAMES
from tests.devices.layouts import LAYOUTS

PALH = "A0 07 28 03 01 0C 22 03 42 42 FF"
EACH = [(make, frame) for make, frames in FRAMES.items() for frame in frames]


def run(capsys, *words):
    code = main(["devices", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(("make", "frame"), EACH)
def test_every_frame_is_the_same_after_a_way_through_json_and_bytes(capsys, make, frame):
    code, hex_text, _ = run(capsys, "encode", make, to_json(frame))
    assert code == 0 and bytes.fromhex(hex_text) == CODECS[make].encode(frame)
    code, lines, err = run(capsys, "decode", make, hex_text.strip().replace(" ", ""))
    assert (code, err) == (0, "")
    assert [from_json(CODECS[make], line) for line in lines.splitlines()] == [frame]


def test_a_text_may_be_written_as_one(capsys):
    told = '{"frame": "Frame", "address": 2, "text": "gb2312:请3"}'
    assert run(capsys, "encode", "led.yongtai", told) == (0, "AA 55 08 02 F8 21 00 C7 EB 33 00\n", "")


def test_a_template_needs_its_layout(capsys):
    frame = f"frame={LAYOUTS['yongtai']['frame']}"
    code, out, _ = run(
        capsys, "decode", "led.template", "--option", frame, "AA 55 08 02 F8 21 00 C7 EB 33 00"
    )
    assert (code, json.loads(out)) == (
        0, {"frame": "Text", "address": 2, "text": "请3", "colour": 0, "sequence": 0},
    )  # fmt: skip
    code, _, err = run(capsys, "decode", "led.template", "AA")
    assert code == 2 and "the word text is missing" in err


@pytest.mark.parametrize(
    ("hex_text", "frames", "words"),
    [
        (f"00 FF {PALH}", 1, ["2 bytes 00 FF: no frame"]),
        (
            f"{PALH[:-5]}43 FF {PALH}",
            1,
            ["11 bytes A0 07 28 03 01 0C 22 03 42 43 FF: no frame (check wrong)"],
        ),
        (f"{PALH} A0 07", 1, ["the last 2 bytes A0 07 may be the beginning of a frame"]),
        (f"{PALH} 41 {PALH} 42", 2, ["1 byte 41: no frame", "1 byte 42: no frame"]),
        ("00", 0, ["1 byte 00: no frame"]),
    ],
)
def test_what_is_no_frame_is_told_in_words_and_is_exit_code_1(capsys, hex_text, frames, words):
    code, out, err = run(capsys, "decode", "led.palh", hex_text)
    assert (code, len(out.splitlines()), len(err.splitlines())) == (1, frames, len(words))
    assert all(word in line for word, line in zip(words, err.splitlines(), strict=True))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("decode", "led.plah", PALH), "did you mean 'led.palh'?"),
        (("decode", "led.palh", "0G"), "is no hex"),
        (("encode", "led.palh", "{"), "no JSON"),
        (("encode", "led.palh", "[]"), '"frame": one of Standard, Instant'),
        (("encode", "led.palh", '{"frame": "Standart"}'), "did you mean 'Standard'?"),
        (("encode", "led.palh", '{"frame": "Standard", "adress": 3}'), "did you mean 'address'?"),
        (("encode", "led.palh", '{"frame": "Standard", "address": 3}'), "required field `command`"),
        (
            ("encode", "led.yongtai", '{"frame": "Frame", "address": 2, "text": "gb2312:䶮"}'),
            "'䶮' is not in gb2312",
        ),
        (("encode", "led.yongtai", '{"frame": "Frame", "address": 2, "text": "请"}'), "is no hex"),
        (("decode", "led.template", "--option", "frame", "00"), "NAME=VALUE"),
    ],
)
def test_what_is_not_understood_is_told_with_what_is_meant(capsys, call, words):
    code, out, err = run(capsys, *call)
    assert (code, out) == (2, "") and words in err


def test_what_the_wire_cannot_carry_is_told(capsys):
    code, out, err = run(capsys, "encode", "led.yongtai", '{"frame": "Frame", "address": 300, "text": ""}')
    assert (code, out) == (1, "") and "0 to 255 exist" in err


@pytest.mark.parametrize("make", FRAMES)
@given(data=st.data())
def test_any_frame_in_json_is_bytes_or_a_sentence(make, data):
    """Whatever stands in a field of the right kind, `encode` gives bytes or a ValueError, and nothing else."""
    name = data.draw(st.sampled_from(sorted(kinds(CODECS[make]))))
    real = next((frame for frame in FRAMES[make] if json.loads(to_json(frame))["frame"] == name), None)
    told = json.loads(to_json(real)) if real is not None else {"frame": name}
    for field, value in told.items():
        if field == "frame" or not data.draw(st.booleans()):
            continue
        if isinstance(value, bool):
            told[field] = not value
        elif isinstance(value, int):
            told[field] = data.draw(st.integers(-2, 1 << 40))
        else:
            told[field] = data.draw(st.binary(max_size=300)).hex()
    with contextlib.suppress(ValueError):
        assert isinstance(CODECS[make].encode(from_json(CODECS[make], json.dumps(told))), bytes)


@pytest.mark.parametrize("make", FRAMES)
@given(data=st.binary(max_size=200))
def test_every_byte_is_told_of(make, data):
    told = list(apart(CODECS[make], data))
    assert told or not data
