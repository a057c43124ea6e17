"""The picture of a slip for who lays one out: drawn from a template, or everything wrong in it said."""

import pytest
from PIL import Image

from devices.simulator.slip import EXAMPLES, main


@pytest.mark.parametrize("width", [58, 80])
@pytest.mark.parametrize("like", EXAMPLES)
def test_an_example_is_drawn_at_its_true_width(tmp_path, width, like):
    out = tmp_path / "slip.png"
    assert main(["--width", str(width), "--like", like, "--out", str(out)]) == 0
    with Image.open(out) as picture:
        assert picture.width == {58: 464, 80: 640}[width]
        assert picture.height > 800


def test_a_wrong_template_is_said_and_nothing_is_drawn(tmp_path, capsys):
    own = tmp_path / "own.toml"
    own.write_text('[[row]]\ntxt = "{number}"\n[[row]]\ngap = 0\n', "utf-8")
    assert main(["--layout", str(own), "--out", str(tmp_path / "slip.png")]) == 2
    said = capsys.readouterr().err
    assert "row 1" in said and "row 2" in said and str(own) in said
    assert not (tmp_path / "slip.png").exists()
