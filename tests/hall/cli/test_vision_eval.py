"""`hall vision-eval`: the lines it writes, and what it says of bad input."""

import hashlib
import shutil

import cv2
import numpy as np
import pytest

from hall.__main__ import main
from tests.devices import small_hall
from tests.devices.vision import tiny_onnx

POST = "[[0.50,0.05],[0.68,0.05],[0.68,0.88],[0.50,0.88]]"


@pytest.fixture
def clip(tmp_path):
    """Ten seconds of a textured view at 10 fps; someone puts a sheet over the camera after five."""
    path = tmp_path / "clip.avi"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    noise = np.random.default_rng(7)
    view = cv2.resize(noise.integers(40, 220, (24, 32, 3)).astype(np.uint8), (320, 240))
    for i in range(100):
        base = view if i < 50 else np.full_like(view, 90)
        film.write(np.clip(base + noise.normal(0, 3, view.shape), 0, 255).astype(np.uint8))
    film.release()
    return path


def test_presence_tells_each_change_dated_to_when_it_began(root, tmp_path):
    out = tmp_path / "seat.csv"
    polygon = tmp_path / "post.json"
    polygon.write_text(POST)
    clip = str(root / "examples/demo/media/post_a.mp4")
    assert main(["vision-eval", "presence", clip, "--polygon", str(polygon), "--out", str(out)]) == 0
    lines = [line.split(",") for line in out.read_text().splitlines()]
    times = [float(second) for second, _ in lines]
    assert times == sorted(times)
    came = [second for second, (_, state) in zip(times, lines, strict=True) if state == "present"]
    assert came == pytest.approx([7.8, 24.2, 51.8], abs=1.5)
    assert {state for _, state in lines} <= {"unknown", "present", "leaving", "absent"}


def test_camera_says_from_when_on_the_picture_was_covered(clip, tmp_path):
    out = tmp_path / "camera.csv"
    assert main(["vision-eval", "camera", str(clip), "--out", str(out)]) == 0
    first, second = [line.split(",") for line in out.read_text().splitlines()]
    assert first == ["0.00", "ok"]
    assert second[1] == "covered"
    assert 5.0 <= float(second[0]) <= 6.1


def film(path, pictures):
    """A clip of these pictures at 10 fps, without the least noise."""
    made = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    for picture in pictures:
        made.write(picture)
    made.release()
    return str(path)


def view(seed):
    small = np.random.default_rng(7).integers(40, 220, (24, 32, 3)).astype(np.int16)
    shaken = small + np.random.default_rng(seed).integers(-6, 7, small.shape)
    return cv2.resize(np.clip(shaken, 0, 255).astype(np.uint8), (320, 240))


@pytest.mark.parametrize(("grey", "state"), [(0, "dark"), (90, "covered"), (255, "glare")])
def test_what_stands_still_because_nothing_can_be_seen_is_not_called_frozen(grey, state, tmp_path, capsys):
    bare = np.full((240, 320, 3), grey, np.uint8)
    clip = film(tmp_path / "bare.avi", [*(view(n) for n in range(60)), *[bare] * 200])
    assert main(["vision-eval", "camera", clip, "--out", "-"]) == 0
    first, *more = capsys.readouterr().out.split()
    assert (first, [line.split(",")[1] for line in more]) == ("0.00,ok", [state])


def test_one_good_picture_for_long_is_frozen_from_its_first_repetition_on(tmp_path, capsys):
    clip = film(tmp_path / "hung.avi", [*(view(n) for n in range(60)), *[view(60)] * 120])
    assert main(["vision-eval", "camera", clip, "--out", "-"]) == 0
    assert capsys.readouterr().out.split() == ["0.00,ok", "6.00,frozen"]


def test_a_clip_too_short_to_be_sure_has_a_line_all_the_same(tmp_path, capsys):
    clip = film(tmp_path / "short.avi", [view(n) for n in range(8)])
    assert main(["vision-eval", "camera", clip, "--out", "-"]) == 0
    assert capsys.readouterr().out == "0.00,ok\n"


DETECTOR = """
[detector]
kind = "yolo"
path = "people.onnx"
sha256 = "{sha}"
input = [64, 64]
"""


@pytest.fixture
def people(tmp_path):
    """A detector that sees somebody in the middle of every picture."""
    return tiny_onnx.yolo(tmp_path / "people.onnx", rows=[[32, 24, 10, 20, 0.9]])


def with_detector(clip, capsys, *more):
    """What presence in the middle of the picture says; nobody moves there."""
    seat = "[[0.3,0.3],[0.7,0.3],[0.7,0.8],[0.3,0.8]]"
    code = main(["vision-eval", "presence", str(clip), "--polygon", seat, *map(str, more), "--out", "-"])
    told = capsys.readouterr()
    return code, [line.split(",")[1] for line in told.out.split()], told.err


def test_presence_is_judged_with_a_detector_that_is_given_or_configured(clip, people, tmp_path, capsys):
    assert with_detector(clip, capsys) == (0, ["unknown"], "")
    given = with_detector(clip, capsys, "--detector", people, "--kind", "yolo", "--input", "64x64")
    assert given == (0, ["unknown", "present", "unknown"], ""), "covered after five seconds"
    sha = hashlib.sha256(people.read_bytes()).hexdigest()
    config = small_hall.write(tmp_path, DETECTOR.format(sha=sha))
    assert with_detector(clip, capsys, "--config", config) == given


@pytest.mark.parametrize(("more", "said"), [
    (["--detector", "none.onnx"], "No such file"),
    (["--detector", "CLIP"], "not an ONNX model"),
    (["--detector", "PEOPLE", "--input", "64x64", "--layout", "v5"], "no v5 layout"),
    (["--detector", "PEOPLE", "--input", "64x64", "--kind", "yunet"], "YuNet"),
    (["--kind", "yolo"], "need --detector FILE"),
    (["--config", "CONFIG"], "names no detector"),
    (["--config", "CONFIG", "--detector", "PEOPLE"], "leave out --detector"),
])  # fmt: skip
def test_a_detector_that_cannot_be_used_is_told_and_nothing_is_judged_without_it(
    more, said, clip, people, tmp_path, capsys
):
    files = {"CLIP": clip, "PEOPLE": people, "CONFIG": small_hall.write(tmp_path)}
    code, lines, err = with_detector(clip, capsys, *(files.get(word, word) for word in more))
    assert (code, lines) == (1, [])
    assert said in err


def test_objects_writes_nothing_where_nothing_lies(clip, capsys):
    assert main(["vision-eval", "objects", str(clip), "--hold", "2", "--out", "-"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["objects", "none.mp4"], "there is no such clip"),
        (["presence", "CLIP", "--polygon", "[[0,0],[1,1]]"], "at least 3 are needed"),
        (["presence", "CLIP", "--polygon", "[[0,0],[1,0],[1,2]]"], "lies outside the picture"),
        (["presence", "CLIP", "--polygon", "[[0,0],[1]]"], "shares of the picture, 0 to 1"),
        (["presence", "CLIP", "--polygon", "nowhere.json"], "neither JSON nor a file of it"),
        (
            ["presence", "CLIP", "--polygon", f"[[1{'0' * 400},0],[1,0],[1,1]]"],
            "shares of the picture, 0 to 1",
        ),
        (["presence", "CLIP", "--polygon", "[" * 9999], "neither JSON nor a file of it"),
        (["presence", "CLIP", "--polygon", "[[0,0],[1,0],[1,1]]", "--detector", "none"], "cannot be read"),
        (["faces", "nobody/", "nobody/"], "there is no such folder"),
    ],
)
def test_bad_input_is_told_in_a_sentence(argv, said, clip, capsys):
    argv = [str(clip) if word == "CLIP" else word for word in argv]
    assert main(["vision-eval", *argv, "--out", "-"]) == 1
    assert said in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(clip, capsys):
    assert main(["vision-eval", "camera", str(clip), "--out", "/nowhere/camera.csv"]) == 1
    assert "/nowhere/camera.csv: name a file in a folder that is there" in capsys.readouterr().err


@pytest.mark.parametrize("hold", ["abc", "0", "-3", "nan", "1e9"])
def test_a_time_that_is_none_is_told(hold, clip, capsys):
    with pytest.raises(SystemExit):
        main(["vision-eval", "objects", str(clip), f"--hold={hold}", "--out", "-"])
    assert f"{hold!r}: seconds between 0 and 86400" in capsys.readouterr().err


@pytest.mark.parametrize("size", ["640", "x", "ax3", "640x640x3", "9x9", "²x640"])
def test_a_size_that_is_none_is_told(size, clip, capsys):
    with pytest.raises(SystemExit):
        main(["vision-eval", "presence", str(clip), "--polygon", "[]", f"--input={size}", "--out", "-"])
    assert "width x height" in capsys.readouterr().err


def test_a_clip_without_one_picture_is_told_and_not_judged_to_be_in_order(tmp_path, capsys):
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8" + bytes(range(256)) * 2)
    for kind in ("camera", "objects"):
        assert main(["vision-eval", kind, str(path), "--out", "-"]) == 1
        assert "there is no picture in it" in capsys.readouterr().err


def test_what_is_no_clip_is_told(tmp_path, capsys):
    text = tmp_path / "text.mp4"
    text.write_text("not a film")
    assert main(["vision-eval", "camera", str(text), "--out", "-"]) == 1
    assert "text.mp4" in capsys.readouterr().err


def test_faces_names_the_person_or_says_why_not(root, tmp_path, capsys):
    """Official portraits: two people enrolled; probes are a picture of one, one of both, one of nobody."""
    pytest.importorskip("face_recognition")
    portraits = root / "examples/demo/media/portraits"
    enrol, probes, out = tmp_path / "enrol", tmp_path / "probes", tmp_path / "faces.csv"
    probes.mkdir()
    for person in ("biden", "obama"):
        (enrol / person).mkdir(parents=True)
        for picture in sorted((portraits / person).glob("*.jpg")):
            shutil.copy(picture, enrol / person)
    last = sorted((enrol / "obama").iterdir())[-1]
    last.rename(probes / "one.jpg")
    shutil.copy(next((portraits / "two").glob("*.jpg")), probes / "two.jpg")
    cv2.imwrite(str(probes / "wall.png"), np.full((300, 300, 3), 150, np.uint8))
    assert main(["vision-eval", "faces", str(enrol), str(probes), "--out", str(out)]) == 0
    one, two, wall = [line.split(",") for line in out.read_text().splitlines()]
    assert (one[0], one[1], one[4]) == ("one.jpg", "obama", "accept")
    assert float(one[2]) < float(one[3])
    assert two == ["two.jpg", "", "inf", "inf", "refuse"]
    assert wall == ["wall.png", "", "inf", "inf", "refuse"]
    said = capsys.readouterr().err
    assert "two.jpg: many_faces" in said and "wall.png: no_face" in said
