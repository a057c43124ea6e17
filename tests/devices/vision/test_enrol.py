"""Enrolment: with consent only, from good pictures of one person only, and nothing but a template is kept."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.vision import enrol
from devices.vision.enrol import CannotEnrol, Places
from devices.vision.faces import DlibEncoder
from devices.vision.gallery import Decision, GalleryError, MatchRule

NOW = 1_780_000_000_000
HEAD = b"IHDR" + struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
HUGE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + HEAD + struct.pack(">I", zlib.crc32(HEAD)) + bytes(64)
"""A PNG that says it has more pixels than the library reads: that fails otherwise than what is no picture."""


@pytest.fixture(scope="module")
def encoder() -> DlibEncoder:
    return DlibEncoder()


@pytest.fixture
def places(tmp_path) -> Places:
    return Places(tmp_path / "var/faces.gallery", tmp_path / "var/keys/faces.key")


@pytest.fixture(scope="module")
def media(root: Path) -> Path:
    return root / "examples/demo/media"


def test_enrolled_from_photographs_listed_and_forgotten(places, media, encoder):
    who = enrol.enrol(places, media / "portraits/obama", "consent-7", NOW, encoder=encoder)
    assert who.person.startswith("f-") and who.frames >= 3
    assert enrol.people(places) == (who,)
    assert enrol.count(places) == 1
    other = enrol.template_of(sorted((media / "portraits/biden").glob("*.jpg")), encoder)[0]
    assert enrol.open_gallery(places).load().match(other, MatchRule()).decision is Decision.REFUSE
    assert enrol.delete(places, who.person)
    assert not enrol.delete(places, who.person)
    assert enrol.people(places) == ()


def test_enrolled_from_a_clip_and_known_in_another(places, media, encoder):
    who = enrol.enrol(places, [media / "asl_again.mkv"], "c", NOW, "p-9", encoder)
    assert (who.person, who.frames) == ("p-9", 5)
    probe = enrol.template_of([media / "asl_help.mkv"], encoder)[0]
    match = enrol.open_gallery(places).load().match(probe, MatchRule())
    assert (match.person, match.decision) == ("p-9", Decision.ACCEPT)


def test_no_picture_stays(places, media, encoder):
    enrol.enrol(places, media / "portraits/biden", "c", NOW, encoder=encoder)
    kept = {p.name for p in places.gallery.parent.rglob("*") if p.is_file()}
    assert kept == {"faces.gallery", "faces.key"}
    assert places.gallery.stat().st_size < 2000


def test_without_consent_not_even_the_key_is_made(places, media, encoder):
    with pytest.raises(CannotEnrol, match="consent"):
        enrol.enrol(places, media / "portraits/obama", "  ", NOW, encoder=encoder)
    assert not places.key.exists()


def test_what_is_wrong_is_told_picture_by_picture(places, media, encoder, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    cv2.imwrite(str(folder / "wall.png"), np.full((300, 300, 3), 120, np.uint8))
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "caf\udce9.jpg").write_bytes((media / "portraits/biden/take-1.jpg").read_bytes())
    (folder / "huge.png").write_bytes(HUGE)
    (folder / "two.jpg").write_bytes((media / "portraits/two/two_people.jpg").read_bytes())
    with pytest.raises(CannotEnrol) as told:
        enrol.enrol(places, folder, "c", NOW, encoder=encoder)
    for words in (
        "wall.png: no face found",
        "broken.jpg: cannot be read",
        "caf\udce9.jpg: cannot be read",
        "huge.png: cannot be read",
        "two.jpg: more than one face",
        "0 good",
    ):
        assert words in str(told.value)
    with pytest.raises(CannotEnrol, match="no pictures were given"):
        enrol.enrol(places, [], "c", NOW, encoder=encoder)


def test_one_photograph_three_times_is_one(places, media, encoder):
    with pytest.raises(CannotEnrol, match="1 good pictures, 3 are needed"):
        enrol.enrol(places, [media / "portraits/biden/take-1.jpg"] * 3, "c", NOW, encoder=encoder)


def test_another_person_among_the_pictures_is_named(places, media, encoder):
    pictures = [
        *sorted((media / "portraits/obama").glob("take-*.jpg")),
        media / "portraits/originals/biden.jpg",
    ]
    with pytest.raises(CannotEnrol, match=r"biden\.jpg seems to show somebody else"):
        enrol.enrol(places, pictures, "c", NOW, encoder=encoder)


def test_a_gallery_whose_key_is_lost_is_not_overwritten(places, media, encoder):
    enrol.enrol(places, media / "portraits/biden", "c", NOW, encoder=encoder)
    before = places.gallery.read_bytes()
    places.key.unlink()
    with pytest.raises(GalleryError, match="its key"):
        enrol.enrol(places, media / "portraits/obama", "c", NOW, encoder=encoder)
    assert places.gallery.read_bytes() == before
