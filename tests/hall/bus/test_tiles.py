"""A picture is there while somebody asks for it, whole, fresh and for the owner alone; those of records by name."""

import os

from hall.bus.tiles import ASKED_S, STALE_S, Kept, Tiles

NOW = 1_800_000_000.0


def made(tmp_path) -> Tiles:
    tiles = Tiles(tmp_path / "hall.journal")
    tiles.open(("hall-1",))
    return tiles


def dated(tiles: Tiles, name: str, at_s: float) -> None:
    os.utime(tiles.folder / name, (at_s, at_s))


def test_without_a_camera_process_there_is_nothing_and_asking_makes_nothing(tmp_path):
    tiles = Tiles(tmp_path / "hall.journal")
    tiles.ask("hall-1")
    assert not tiles.here
    assert tiles.read("hall-1", NOW) is None
    assert list(tmp_path.iterdir()) == []


def test_a_question_holds_for_a_while(tmp_path):
    tiles = made(tmp_path)
    assert tiles.here
    assert not tiles.wanted("hall-1", NOW)
    tiles.ask("hall-1")
    dated(tiles, "hall-1.asked", NOW)
    assert tiles.wanted("hall-1", NOW + ASKED_S)
    assert not tiles.wanted("hall-1", NOW + ASKED_S + 1)
    assert not tiles.wanted("hall-2", NOW)


def test_a_picture_is_replaced_whole_and_an_old_one_is_not_shown(tmp_path):
    tiles = made(tmp_path)
    for data in (b"first, and longer", b"second"):
        tiles.put("hall-1", data)
    dated(tiles, "hall-1.jpg", NOW)
    assert tiles.read("hall-1", NOW + 2) == (b"second", 2.0)
    assert tiles.read("hall-1", NOW + STALE_S + 1) is None
    assert [x.name for x in tiles.folder.iterdir()] == ["hall-1.jpg"]
    assert (tiles.folder / "hall-1.jpg").stat().st_mode & 0o777 == 0o600
    assert tiles.folder.stat().st_mode & 0o777 == 0o700


def test_it_goes_away_and_a_new_start_leaves_none_behind(tmp_path):
    tiles = made(tmp_path)
    tiles.put("hall-1", b"x")
    tiles.clear("hall-1")
    tiles.clear("hall-1")
    assert tiles.read("hall-1", NOW) is None
    tiles.put("hall-1", b"x")
    tiles.open(("hall-1",))
    assert list(tiles.folder.iterdir()) == []


def test_what_is_too_large_or_empty_is_no_picture(tmp_path):
    tiles = made(tmp_path)
    for data in (b"", b"x" * 500_001):
        tiles.put("hall-1", data)
        dated(tiles, "hall-1.jpg", NOW)
        assert tiles.read("hall-1", NOW) is None


def test_a_picture_of_a_record_is_read_by_its_name_and_from_its_folder_alone(tmp_path):
    kept = Kept(tmp_path / "hall.journal")
    assert not kept.here and kept.read("a.jpg") is None
    kept.folder.mkdir(parents=True)
    (kept.folder / "a.jpg").write_bytes(b"as it is")
    (kept.folder / "large.jpg").write_bytes(bytes(500_001))
    (kept.folder / "folder.jpg").mkdir()
    (kept.folder.parent / "other.jpg").write_bytes(b"no record")
    assert kept.here
    assert kept.read("a.jpg") == b"as it is"
    assert kept.read("large.jpg") == kept.read("folder.jpg") == b""
    for name in ("", ".", "..", "b.jpg", "../other.jpg", str(kept.folder / "a.jpg")):
        assert kept.read(name) is None
