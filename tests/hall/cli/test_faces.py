"""`hall faces` as a person at the keyboard meets it: enrol, list, count, delete, and every refusal in words."""

import argparse
import datetime as dt
import re
from pathlib import Path

import numpy as np
import pytest

from devices.vision import uses
from devices.vision.calibrate import Advice
from hall.bus.site import Site
from hall.cli import faces
from hall.contract.config import FacePart

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


OLD = ("--birth", "1988-05-02")


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
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, media / "asl_again.mkv") == 0
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
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, media / "asl_again.mkv") == 0
    made = {
        p.relative_to(hall.parent): p.stat().st_mode & 0o777 for p in hall.parent.rglob("*") if p.is_file()
    }
    del made[Path("hall.toml")]
    assert made == {Path("var/faces.gallery"): 0o600, Path("var/keys/faces.key"): 0o600}


def test_without_a_consent_there_is_no_enrolment(hall, media, capsys):
    with pytest.raises(SystemExit):
        run("enrol", "--config", hall, *OLD, media / "asl_again.mkv")
    assert "--consent" in capsys.readouterr().err
    assert run("enrol", "--config", hall, "--consent", " ", *OLD, media / "asl_again.mkv") == 1
    assert "no consent record" in capsys.readouterr().err
    assert not (hall.parent / "var").exists()


def test_pictures_of_two_people_or_of_nobody_are_refused(hall, media, capsys):
    portraits = media / "portraits"
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, portraits / "two") == 1
    assert "more than one face" in capsys.readouterr().err
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, hall) == 1
    assert "cannot be read as a picture" in capsys.readouterr().err
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, hall.parent / "gone.jpg") == 1
    assert "no such file" in capsys.readouterr().err
    assert run("count", "--config", hall) == 0
    assert capsys.readouterr().out.startswith("0 people")


def test_deleting_nobody_says_so(hall, capsys):
    assert run("delete", "--config", hall, "f-0") == 1
    assert "nobody is enrolled as f-0" in capsys.readouterr().err


def test_a_gallery_without_its_key_is_told_and_left_alone(hall, media, capsys):
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, media / "asl_again.mkv") == 0
    gallery, key = hall.parent / "var/faces.gallery", hall.parent / "var/keys/faces.key"
    key.unlink()
    before = gallery.read_bytes()
    assert run("enrol", "--config", hall, "--consent", "C-2", *OLD, media / "asl_help.mkv") == 1
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
    assert "from 100,000 on they must be filed with the province" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [(79_999, ""), (80_000, "from 100,000 on"), (99_999, "from 100,000 on"), (100_000, "they must be filed")],
)
def test_faces_of_all_machines_count_together(hall, capsys, elsewhere, said):
    """One machine holds 10,000 at most, so only the sum can come to what has to be filed."""
    assert run("count", "--config", hall, "--elsewhere", elsewhere) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[1] == f"{elsewhere} on all machines"
    assert shown.err.partition(": ")[2].startswith(said) and bool(shown.err) is bool(said)


def test_fewer_than_nobody_are_enrolled_nowhere(hall, capsys):
    assert run("count", "--config", hall, "--elsewhere", -1) == 1
    assert "from 0 on" in capsys.readouterr().err


def test_calibrate_wants_enough_people(hall, media, capsys):
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, media / "asl_again.mkv") == 0
    assert run("calibrate", "--config", hall) == 1
    assert "1 people are enrolled; 10 are needed" in capsys.readouterr().err


def test_calibrate_names_templates_that_cannot_be_opened(hall, capsys):
    from devices.vision.enrol import Places, open_gallery
    from devices.vision.faces import DlibEncoder

    places = Places.of(Site.load(str(hall)))
    gallery = open_gallery(places, DlibEncoder, make=True)
    gallery.put("f-0", np.ones(128, np.float32), "C", 1_700_000_000_000, 3)
    places.key.write_bytes(b"another key of16")
    assert run("calibrate", "--config", hall) == 1
    assert "f-0 is damaged or was made with another key" in capsys.readouterr().err


def test_who_is_deleted_leaves_no_day_behind(hall):
    from devices.vision.enrol import Places, open_gallery
    from devices.vision.faces import DlibEncoder

    site = Site.load(str(hall))
    now, places = site.clock.now_ms(), Places.of(site)
    gallery = open_gallery(places, DlibEncoder, make=True)
    for person in ("goes", "stays"):
        gallery.put(person, np.ones(128, np.float32), "C", now, 3)
        uses.note(places.gallery, person, now)
    assert run("delete", "--config", hall, "goes") == 0
    assert set(uses.read(places.gallery)) == {"stays"}
    assert b"goes" not in uses.place(places.gallery).read_bytes()


def test_ids_are_printable_and_one_line(hall, media, capsys):
    for more in (("--consent", "C\udcff"), ("--consent", "C", "--person", "f\n1")):
        assert run("enrol", "--config", hall, *more, *OLD, media / "asl_again.mkv") == 1
        assert "printable" in capsys.readouterr().err
    assert not (hall.parent / "var").exists()


def test_calibrate_prints_shares_and_nobody(hall, capsys):
    from devices.vision.enrol import Places, open_gallery
    from devices.vision.faces import DlibEncoder

    site = Site.load(str(hall))
    gallery = open_gallery(Places.of(site), DlibEncoder, make=True)
    noise = np.random.default_rng(4)
    for n in range(12):
        template = noise.normal(0, 0.1, 128).astype(np.float32)
        gallery.put(f"f-{n:04d}", template, f"C-{n}", 1_700_000_000_000, 3)
    assert run("calibrate", "--config", hall) == 0
    told = capsys.readouterr().out
    assert "12 people, 66 pairs" in told
    assert "0.36" in told
    assert "<- face.tolerance" in told
    assert "12 are too few people to advise a tolerance" in told
    assert "keep to 0.36" in told
    assert "f-0" not in told
    assert "C-1" not in told


@pytest.mark.parametrize(
    ("advice", "face", "said", "not_said"),
    [
        (Advice(None), FacePart(), ["more than 2% of strangers may match"], ["0.36"]),
        (Advice(None, 299), FacePart(), ["20 are too few", "299", "keep to 0.36"], ["Up to"]),
        (
            Advice(0.34),
            FacePart(),
            ["Up to 0.34", "0.36 is above that: lower it to 0.34"],
            ["Do not go above"],
        ),
        (Advice(0.36), FacePart(), ["Up to 0.36"], ["lower it", "Do not go above"]),
        (Advice(0.6), FacePart(), ["Up to 0.60", "Do not go above 0.36", "a third of pairs"], ["lower it"]),
        (Advice(0.6), FacePart(encoder="own.onnx"), ["Up to 0.60"], ["0.36"]),
    ],
)
def test_nobody_is_led_above_the_shipped_tolerance_without_a_word(advice, face, said, not_said):
    told = " ".join(faces._advice(advice, 20, 0.02, face))
    assert all(words in told for words in said)
    assert not any(words in told for words in not_said)


@pytest.mark.parametrize(
    ("birth", "words"), [("{young}", "不满 14 岁"), ("2.5.1988", "YYYY-MM-DD"), ("2999-01-01", "born")]
)
def test_nobody_under_fourteen_is_enrolled(hall, media, capsys, birth, words):
    today = Site.load(str(hall)).clock.now_ms()
    young = (uses.day_at(today).replace(day=1) - dt.timedelta(days=13 * 365)).isoformat()
    said = ("--consent", "C-1", "--birth", birth.format(young=young))
    assert run("enrol", "--config", hall, *said, media / "asl_again.mkv") == 1
    assert words in capsys.readouterr().err
    assert not (hall.parent / "var").exists()


def test_fourteen_is_reached_on_the_birthday():
    from devices.vision.enrol import CannotEnrol, of_age

    of_age("2012-11-21", dt.date(2026, 11, 21))
    with pytest.raises(CannotEnrol):
        of_age("2012-11-22", dt.date(2026, 11, 21))


def test_who_was_not_recognised_for_long_is_forgotten(hall, capsys):
    from devices.vision.enrol import Places, open_gallery
    from devices.vision.faces import DlibEncoder

    site = Site.load(str(hall))
    now, day = site.clock.now_ms(), 86_400_000
    places = Places.of(site)
    gallery = open_gallery(places, DlibEncoder, make=True)
    for person, ago in (("old", 200), ("used", 200), ("new", 10)):
        gallery.put(person, np.ones(128, np.float32), "C", now - ago * day, 3)
    uses.note(places.gallery, "used", now - 5 * day)
    uses.note(places.gallery, "gone", now)
    assert run("purge", "--config", hall, "--unused-days", 180) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 forgotten") and "2 people enrolled" in told
    assert [one.person for one in open_gallery(places).people()] == ["used", "new"]
    assert set(uses.read(places.gallery)) == {"used"}
    uses.place(places.gallery).write_text("rubbish")
    assert uses.read(places.gallery) == {}
    uses.place(places.gallery).write_bytes(b'{"used":"\xff"}')
    assert uses.read(places.gallery) == {}
    for days in (0, 1_000_000, 10**30):
        assert run("purge", "--config", hall, "--unused-days", days) == 1
        assert "from 1 to 36500" in capsys.readouterr().err


def test_a_link_is_the_index_the_door_makes_of_the_card(hall, capsys, monkeypatch):
    from hall.controller import codes

    site = Site.load(str(hall))
    site.keys.make_all(site.config, 1)
    monkeypatch.setattr("getpass.getpass", lambda _: "11010519491231002x")
    assert run("link", "--config", hall) == 0
    link = capsys.readouterr().out.strip()
    assert link == codes.Secrets(site.keys.pepper()).blind("card", "resident:11010519491231002X")
    monkeypatch.setattr("getpass.getpass", lambda _: "110105194912310020")
    assert run("link", "--config", hall) == 1
    assert "110105" not in capsys.readouterr().err
    monkeypatch.setattr("getpass.getpass", lambda _: "13800000001")
    assert run("link", "--config", hall, "--phone") == 0
    assert capsys.readouterr().out.strip() == codes.Secrets(site.keys.pepper()).blind("phone", "13800000001")
    assert run("link", "--config", hall) == 1

    def no_terminal(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", no_terminal)
    assert run("link", "--config", hall) == 1
    assert "run this in a terminal" in capsys.readouterr().err
    assert run("enrol", "--config", hall, "--consent", "C-1", *OLD, "--link", "张三", hall) == 1
    assert "hall faces link" in capsys.readouterr().err
