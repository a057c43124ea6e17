"""`hall faces` as a person at the keyboard meets it: enrol, list, count, delete, and every refusal in words."""

import argparse
import re
from pathlib import Path

import numpy as np
import pytest

from hall.bus.site import Site
from hall.cli import faces

CONFIG = """
[hall]
id = "xinmi"
name = "政务服务大厅"
[face]
gallery = "var/faces.gallery"
[[zones]]
id = "A"
name = "综合区"
[[queues]]
id = "A"
letter = "A"
zone = "A"
name = "综合"
[[groups]]
id = "g"
name = "个人"
[[services]]
id = "s"
group = "g"
queue = "A"
name = "咨询"
[[windows]]
id = "1"
zone = "A"
number = "1"
queues = ["A"]
"""


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    path = tmp_path / "hall.toml"
    path.write_text(CONFIG, "utf-8")
    return path


@pytest.fixture(scope="module")
def media(root: Path) -> Path:
    return root / "examples" / "demo" / "media"


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    faces.arguments(parser)
    return faces.main(parser.parse_args([str(word) for word in words]))


def test_one_person_from_enrolment_to_deletion(hall, media, capsys):
    assert run("enrol", "--config", hall, "--consent", "C-1", media / "asl_again.mkv") == 0
    person = re.match(
        r"(f-[0-9a-f]{16}): enrolled from (\d) pictures under consent C-1", capsys.readouterr().out
    )
    assert person and int(person[2]) >= 3

    assert run("list", "--config", hall) == 0
    line, total = capsys.readouterr().out.splitlines()
    assert line.startswith(person[1]) and line.endswith("consent C-1")
    assert total.startswith("1 person enrolled")

    assert run("delete", "--config", hall, person[1]) == 0
    assert "Backups" in capsys.readouterr().out
    assert run("count", "--config", hall) == 0
    assert capsys.readouterr().out.startswith("0 people enrolled")


def test_nothing_lies_on_the_disk_but_the_sealed_gallery_and_its_key(hall, media):
    assert run("enrol", "--config", hall, "--consent", "C-1", media / "asl_again.mkv") == 0
    made = {
        p.relative_to(hall.parent): p.stat().st_mode & 0o777 for p in hall.parent.rglob("*") if p.is_file()
    }
    del made[Path("hall.toml")]
    assert made == {Path("var/faces.gallery"): 0o600, Path("var/keys/faces.key"): 0o600}


def test_without_a_consent_there_is_no_enrolment(hall, media, capsys):
    with pytest.raises(SystemExit):
        run("enrol", "--config", hall, media / "asl_again.mkv")
    assert "--consent" in capsys.readouterr().err
    assert run("enrol", "--config", hall, "--consent", " ", media / "asl_again.mkv") == 1
    assert "no consent record" in capsys.readouterr().err
    assert not (hall.parent / "var").exists()


def test_pictures_of_two_people_or_of_nobody_are_refused(hall, media, capsys):
    portraits = media / "portraits"
    assert run("enrol", "--config", hall, "--consent", "C-1", portraits / "two") == 1
    assert "more than one face" in capsys.readouterr().err
    assert run("enrol", "--config", hall, "--consent", "C-1", hall) == 1
    assert "cannot be read as a picture" in capsys.readouterr().err
    assert run("enrol", "--config", hall, "--consent", "C-1", hall.parent / "gone.jpg") == 1
    assert "no such file" in capsys.readouterr().err
    assert run("count", "--config", hall) == 0
    assert capsys.readouterr().out.startswith("0 people")


def test_deleting_nobody_says_so(hall, capsys):
    assert run("delete", "--config", hall, "f-0") == 1
    assert "nobody is enrolled as f-0" in capsys.readouterr().err


def test_a_gallery_without_its_key_is_told_and_left_alone(hall, media, capsys):
    assert run("enrol", "--config", hall, "--consent", "C-1", media / "asl_again.mkv") == 0
    gallery, key = hall.parent / "var/faces.gallery", hall.parent / "var/keys/faces.key"
    key.unlink()
    before = gallery.read_bytes()
    assert run("enrol", "--config", hall, "--consent", "C-2", media / "asl_help.mkv") == 1
    assert "restore the key" in capsys.readouterr().err
    assert run("list", "--config", hall) == 1
    assert "key" in capsys.readouterr().err
    assert gallery.read_bytes() == before


def test_a_file_that_is_no_hall_is_answered_with_its_problems(tmp_path, capsys):
    bad = tmp_path / "bad.toml"
    bad.write_text("[hal]\n", "utf-8")
    assert run("count", "--config", bad) == 2
    assert "did you mean 'hall'?" in capsys.readouterr().err


def test_many_faces_are_a_matter_for_the_province(capsys):
    faces._warn(faces.ALERT_AT - 1)
    assert capsys.readouterr().err == ""
    faces._warn(faces.ALERT_AT)
    assert "province" in capsys.readouterr().err


def test_calibrate_wants_enough_people(hall, media, capsys):
    assert run("enrol", "--config", hall, "--consent", "C-1", media / "asl_again.mkv") == 0
    assert run("calibrate", "--config", hall) == 1
    assert "1 people are enrolled; 10 are needed" in capsys.readouterr().err


def test_calibrate_prints_shares_and_nobody(hall, capsys):
    from devices.vision.enrol import Places, open_gallery

    site = Site.load(str(hall))
    gallery = open_gallery(Places.of(site), make=True)
    noise = np.random.default_rng(4)
    for n in range(12):
        template = noise.normal(0, 0.1, 128).astype(np.float32)
        gallery.put(f"f-{n:04d}", template, f"C-{n}", 1_700_000_000_000, 3)
    assert run("calibrate", "--config", hall) == 0
    told = capsys.readouterr().out
    assert "12 people, 66 pairs" in told
    assert "0.36" in told
    assert "<- face.tolerance" in told
    assert "f-0" not in told
    assert "C-1" not in told
