"""The worked frames of docs/devices.md: each is what `hall devices encode` and `decode` make of it."""

import re

import pytest

from devices.catalog import CODECS
from devices.tools.frames import from_json, to_json
from hall.__main__ import main
from tests.conftest import ROOT
from tests.devices.test_catalog import WORKED

MANUAL = (ROOT / "docs" / "devices.md").read_text("utf-8")
SHOWN = {
    make: (frame, hex_text)
    for make, frame, hex_text in re.findall(
        r"^`([^`]+)`: [^\n]*\n\n```\n(\{.*\})\n([0-9A-F ]+)\n```$", MANUAL, re.M
    )
}


def test_each_make_has_its_worked_frame():
    assert set(SHOWN) == set(CODECS) == set(WORKED)


@pytest.mark.parametrize("make", SHOWN)
def test_the_worked_frame_is_true(make, capsys):
    frame, hex_text = SHOWN[make]
    assert main(["devices", "encode", make, frame]) == 0
    assert capsys.readouterr().out.strip() == hex_text
    assert main(["devices", "decode", make, hex_text]) == 0
    assert capsys.readouterr().out.strip() == frame
    assert from_json(CODECS[make], frame) == WORKED[make][1]
    assert to_json(WORKED[make][1]) == frame


def test_the_layout_in_the_manual_is_decoded_by_the_template(capsys):
    call = next(line for line in MANUAL.splitlines() if line.startswith("hall devices decode led.template"))
    layout, hex_text = re.search(r"'(frame=[^']+)' ([0-9A-F ]+)$", call).groups()
    assert main(["devices", "decode", "led.template", "--option", layout, hex_text]) == 0
    assert '"text": "请3"' in capsys.readouterr().out


def test_every_word_of_the_tools_stands_in_the_manual():
    from hall.cli.devices import ACTS

    told = MANUAL.split("## Tools")[1].split("## Pretend devices")[0]
    rows = re.findall(r"^\| ((?:`[^`]+`,? ?)+)", told, re.M)
    assert set(ACTS) <= {
        word for row in rows for word in re.findall(r"`(\w+)|, (\w+)", row) for word in word if word
    }
