"""`hall camera test` and `fill`: a clip stands in for the stream; what is wrong is told in words."""

import re
import sys

import cv2
import numpy as np
import pytest

from hall.__main__ import main


@pytest.fixture
def clip(root):
    return str(root / "examples/demo/media/post_a.mp4")


def test_a_camera_that_works_is_described_and_its_picture_kept(clip, tmp_path, capsys):
    picture = tmp_path / "seat.png"
    assert main(["camera", "test", clip, "--seconds", "1", "--picture", str(picture)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"opened in \d+\.\d s, 768x432, \d+\.\d frames/s measured, \d+ frames", said)
    assert cv2.imread(str(picture)).shape == (432, 768, 3)


def test_a_picture_that_cannot_be_judged_is_told(tmp_path, capsys):
    path = tmp_path / "night.avi"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (160, 120))
    noise = np.random.default_rng(1)
    for _ in range(60):
        film.write(noise.integers(0, 12, (120, 160, 3)).astype(np.uint8))
    film.release()
    assert main(["camera", "test", str(path), "--seconds", "4"]) == 0
    said = capsys.readouterr().out
    assert "160x120 is too small" in said
    assert "the picture is dark" in said


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["test", "nowhere.mp4"], "no such file"),
        (["fill", "nowhere.mp4", "--floor", "[[0,0],[1,1]]"], "at least 3 are needed"),
        (["fill", "nowhere.mp4", "--floor", "floor"], "no list of points; write [["),
        (["count", "nowhere.mp4", "--line", "[[0,0],[1,1]]"], "no such file"),
        (["count", "nowhere.mp4", "--line", "[[0,0],[0,0]]"], "two points apart"),
        (["count", "nowhere.mp4", "--line", "[[0,0],[1,1],[2,2]]"], "no two points"),
        (["count", "nowhere.mp4", "--line", "7"], "no two points"),
        (["count", "nowhere.mp4", "--line", f"[[1{'0' * 400},0],[1,1]]"], "no two points"),
        (["count", "nowhere.mp4", "--line", "[" * 9999], "no two points"),
        (["fill", "nowhere.mp4", "--floor", f"[[1{'0' * 400},0],[1,1]]"], "no list of points"),
        (["fill", "nowhere.mp4", "--floor", "[" * 9999], "no list of points"),
        (["count", "x", "--line", "[[0,0],[1,1]]", "--by-eye", f"3{'0' * 400},1"], "nobody counts more"),
    ],
)
def test_what_does_not_work_is_told_in_words(argv, said, capsys):
    assert main(["camera", *argv]) == 1
    assert said in capsys.readouterr().err


def test_a_count_over_a_line_says_that_it_is_an_estimate(clip, capsys):
    assert main(["camera", "count", clip, "--line", "[[0.5,0.1],[0.5,1]]", "--seconds", "1"]) == 0
    said = capsys.readouterr().out
    assert "about 0 in" in said
    assert "count by eye" in said


def test_a_count_held_against_one_by_eye_fails_where_the_picture_does_not_allow_it(clip, capsys, monkeypatch):
    argv = ["camera", "count", clip, "--line", "[[0.5,0.1],[0.5,1]]", "--seconds", "0.5", "--by-eye"]
    assert main([*argv, "12,9"]) == 1
    assert "this picture does not allow it" in capsys.readouterr().out
    assert main([*argv, "2,1"]) == 1
    assert "too few" in capsys.readouterr().out
    assert main([*argv, "many"]) == 1
    assert "no two whole numbers" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", lambda ask: "12,9")
    assert main(argv) == 1
    assert "count by eye who crosses" in capsys.readouterr().out


def test_a_count_that_is_near_enough_prints_what_the_configuration_needs(clip, capsys, monkeypatch):
    monkeypatch.setattr("devices.vision.trial.crossed", lambda *of: (20, 16))
    argv = ["camera", "count", clip, "--line", "[[0.5,0.1],[0.5,1]]", "--by-eye", "25,20"]
    assert main(argv) == 0
    said = capsys.readouterr().out
    assert "line = [[0.5, 0.1], [0.5, 1.0]]\nline_scale = 1.25" in said


def test_a_picture_nobody_can_write_is_told(clip, tmp_path, capsys):
    assert (
        main(["camera", "test", clip, "--seconds", "0.2", "--picture", str(tmp_path / "no" / "x.png")]) == 1
    )
    said = capsys.readouterr().err
    assert "there is no folder" in said and "must end" not in said
    for name in ("x.xyz", "x", "x.mp4"):
        assert main(["camera", "test", "nowhere.mp4", "--picture", str(tmp_path / name)]) == 1
        assert "must end with .png or .jpg" in capsys.readouterr().err, "before the camera is watched"
    (tmp_path / "folder.png").mkdir()
    assert main(["camera", "test", "nowhere.mp4", "--picture", str(tmp_path / "folder.png")]) == 1
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["nan", "inf", "0", "-1", "soon"])
@pytest.mark.parametrize(
    "act",
    [["test"], ["fill", "--floor", "[[0,0],[1,0],[1,1]]"], ["count", "--line", "[[0,0],[1,1]]"], ["find"]],
)
def test_nobody_watches_for_ever_or_not_at_all(act, given, clip, capsys):
    source = [] if act == ["find"] else [clip]
    with pytest.raises(SystemExit):
        main(["camera", *act, *source, f"--seconds={given}"])
    assert f"{given!r}: seconds between 0 and 86400" in capsys.readouterr().err


def test_a_machine_without_screens_cannot_draw_and_says_so(clip, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "monitor.drawing", None)
    assert main(["camera", "draw", clip]) == 1
    assert "install the extra ui" in capsys.readouterr().err


def test_a_name_no_name_server_can_be_asked_for_is_told(capsys):
    assert main(["camera", "find", "--to", "ü" * 70, "--seconds", "0.1"]) == 1
    assert "neither an address nor the name of a host" in capsys.readouterr().err


def test_a_file_without_a_picture_is_no_broken_network(tmp_path, capsys):
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8" + bytes(range(256)) * 2)
    assert main(["camera", "test", str(path)]) == 1
    said = capsys.readouterr().err
    assert "is it a film?" in said and "network" not in said


def test_an_empty_seat_is_told_to_the_running_hall_or_it_is_said_why_not(tmp_path, capsys):
    assert main(["camera", "empty", "cam-1", "--config", str(tmp_path / "none.toml")]) == 2
    assert "none.toml" in capsys.readouterr().err
