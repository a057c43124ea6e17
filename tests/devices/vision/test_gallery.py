"""Templates at rest and the search among them."""

import stat

import msgspec
import numpy as np
import pytest

from devices.vision.gallery import (
    Decision,
    Gallery,
    GalleryError,
    GalleryFile,
    MatchRule,
    StoredGallery,
    decide,
    make_key,
    read_key,
)

MODEL, DIM = "test-model", 8
KEY = bytes(range(16))
RULE = MatchRule()


def template(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=DIM).astype(np.float32)


@pytest.fixture
def file(tmp_path):
    return GalleryFile(tmp_path / "faces.gallery", KEY, MODEL, DIM)


def reopen(file: GalleryFile, key: bytes = KEY, model: str = MODEL, dim: int = DIM) -> GalleryFile:
    return GalleryFile(file.path, key, model, dim)


def test_what_was_put_is_found_again_after_a_restart(file):
    for n in range(3):
        file.put(f"p-{n}", template(n), f"consent-{n}", 1000 + n, frames=3)
    gallery = reopen(file).load()
    match = gallery.match(template(1) + 0.01, RULE)
    assert (match.person, match.decision) == ("p-1", Decision.ACCEPT)
    assert [(e.person, e.consent, e.frames) for e in reopen(file).people()][2] == ("p-2", "consent-2", 3)


def test_the_file_is_for_its_owner_and_holds_no_template_in_the_clear(file):
    file.put("p-1", template(1), "c-1", 1000, 3)
    data = file.path.read_bytes()
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert template(1).astype("<f4").tobytes() not in data
    for number in template(1).astype("<f4"):
        assert number.tobytes() not in data
    assert list(file.path.parent.iterdir()) == [file.path], "no half-written file stays behind"


def test_without_a_consent_nothing_is_stored(file):
    with pytest.raises(GalleryError, match="consent"):
        file.put("p-1", template(1), "", 1000, 3)
    assert not file.path.exists()


def test_deleting_forgets(file):
    file.put("p-1", template(1), "c-1", 1000, 3)
    assert file.delete("p-1")
    assert not file.delete("p-1")
    assert len(reopen(file)) == 0
    assert reopen(file).load().match(template(1), RULE).decision is Decision.REFUSE


def test_another_model_or_dimension_is_refused_in_words(file):
    file.put("p-1", template(1), "c-1", 1000, 3)
    for model, dim in (("other", DIM), (MODEL, 512)):
        with pytest.raises(GalleryError, match="never mix"):
            reopen(file, model=model, dim=dim)
    with pytest.raises(GalleryError, match="8 finite numbers"):
        file.put("p-2", np.zeros(9, np.float32), "c", 1, 3)
    with pytest.raises(GalleryError, match="finite"):
        file.put("p-2", np.full(DIM, np.nan, np.float32), "c", 1, 3)


def test_a_damaged_template_is_told_and_the_others_go_on(file):
    for n in range(3):
        file.put(f"p-{n}", template(n), "c", 1000, 3)
    stored = msgspec.msgpack.decode(file.path.read_bytes(), type=StoredGallery)
    bad = msgspec.structs.replace(stored.faces[1], sealed=bytes(len(stored.faces[1].sealed)))
    file.path.write_bytes(
        msgspec.msgpack.encode(msgspec.structs.replace(stored, faces=(stored.faces[0], bad, stored.faces[2])))
    )
    again = reopen(file)
    assert again.load().people == ("p-0", "p-2")
    assert len(again.problems) == 1 and "p-1" in again.problems[0]


def test_a_row_cannot_be_given_to_another_person(file):
    file.put("p-1", template(1), "c-1", 1000, 3)
    stored = msgspec.msgpack.decode(file.path.read_bytes(), type=StoredGallery)
    for change in ({"person": "p-9"}, {"consent": "c-9"}, {"frames": 1}):
        moved = msgspec.structs.replace(stored.faces[0], **change)
        file.path.write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(stored, faces=(moved,))))
        assert len(reopen(file).load()) == 0


def test_another_key_opens_nothing(file):
    file.put("p-1", template(1), "c-1", 1000, 3)
    again = reopen(file, key=bytes(16))
    assert len(again.load()) == 0
    assert again.problems


OTHER_FORMAT = msgspec.msgpack.encode({"format": 9, "model": MODEL, "dim": DIM})


@pytest.mark.parametrize("data", [b"", b"garbage", b"\x80", OTHER_FORMAT])
def test_a_file_that_is_no_gallery_is_told(tmp_path, data):
    path = tmp_path / "faces.gallery"
    path.write_bytes(data)
    with pytest.raises(GalleryError, match=r"faces\.gallery"):
        GalleryFile(path, KEY, MODEL, DIM)


@pytest.mark.parametrize("enrolled_ms", [-1, 253_402_300_800_000, 2**60])
def test_a_day_of_enrolment_that_cannot_be_is_told(file, enrolled_ms):
    file.put("f-1", np.ones(DIM, np.float32), "C", 1, 3)
    stored = msgspec.msgpack.decode(file.path.read_bytes(), type=StoredGallery)
    (row,) = stored.faces
    odd = msgspec.structs.replace(stored, faces=(msgspec.structs.replace(row, enrolled_ms=enrolled_ms),))
    file.path.write_bytes(msgspec.msgpack.encode(odd))
    with pytest.raises(GalleryError, match="a day of enrolment"):
        GalleryFile(file.path, KEY, MODEL, DIM)


def test_a_letter_that_is_none_is_told(file):
    file.put("f-1", np.ones(DIM, np.float32), "C", 1, 3)
    file.path.write_bytes(file.path.read_bytes().replace(b"f-1", b"f\xff1"))
    with pytest.raises(GalleryError, match="not a face gallery"):
        GalleryFile(file.path, KEY, MODEL, DIM)


@pytest.mark.parametrize("dim", [-1, 10**12])
def test_a_number_of_numbers_that_cannot_be_is_told(file, dim):
    stored = StoredGallery(1, MODEL, dim)
    file.path.write_bytes(msgspec.msgpack.encode(stored))
    with pytest.raises(GalleryError, match="not a face gallery"):
        GalleryFile(file.path, KEY)


def test_the_key_file(tmp_path):
    path = tmp_path / "keys" / "faces.key"
    with pytest.raises(GalleryError, match="first enrolment"):
        read_key(path)
    key = make_key(path)
    assert read_key(path) == key and len(key) == 16
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(GalleryError, match="already there"):
        make_key(path)
    path.write_bytes(b"short")
    with pytest.raises(GalleryError, match="5 bytes"):
        read_key(path)


@pytest.mark.parametrize(("distance", "second", "decision"), [
    (0.35, 0.41, Decision.ACCEPT), (0.35, 0.39, Decision.ASK),
    (0.30, float("inf"), Decision.ACCEPT), (0.30, 0.34, Decision.ASK),
    (0.37, 0.9, Decision.ASK), (0.42, 0.9, Decision.ASK), (0.43, 0.9, Decision.REFUSE),
    (float("inf"), float("inf"), Decision.REFUSE),
])  # fmt: skip
def test_accept_ask_refuse(distance, second, decision):
    assert decide(distance, second, RULE) is decision


def test_the_search_agrees_with_plain_distances():
    rng = np.random.default_rng(1)
    matrix = rng.normal(0, 0.1, (500, 128)).astype(np.float32)
    gallery = Gallery(tuple(f"p-{n}" for n in range(500)), matrix)
    for _ in range(20):
        probe = rng.normal(0, 0.1, 128).astype(np.float32)
        plain = np.sort(np.linalg.norm(matrix - probe, axis=1))
        match = gallery.match(probe, RULE)
        assert (match.distance, match.second) == pytest.approx((plain[0], plain[1]), abs=1e-4)


def test_one_to_one_looks_at_that_person_only(file):
    file.put("a", template(1), "c-1", 1000, 3, link="blind-a")
    file.put("b", template(1) + 0.001, "c-2", 1000, 3, link="blind-b")
    file.put("c", template(1) + 0.002, "c-3", 1000, 3)
    gallery = reopen(file).load()
    assert gallery.match(template(1), RULE).decision is Decision.ASK, "two twins: ask"
    one = gallery.among(["blind-a"]).match(template(1), RULE)
    assert (one.person, one.decision) == ("a", Decision.ACCEPT)
    assert gallery.among(["blind-a", "nobody", "blind-b"]).people == ("a", "b")
    assert len(gallery.among(["", "nobody"])) == 0, "who has no link is nobody's card"


def test_the_link_lies_sealed_beside_the_template(file):
    file.put("a", template(1), "c-1", 1000, 3, link="blind-a")
    assert b"blind-a" not in file.path.read_bytes()
