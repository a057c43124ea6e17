"""The journal: what is written is there, chained, and damage is found and named; nothing is opened on a guess."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from hall.contract.base import Actor, Role
from hall.contract.devices import HostBack
from hall.contract.unions import Recorded
from hall.controller.journal import Batch, Journal, encode_event, sm3, walk
from hall.controller.store import CHAIN_START, Damaged, Full, connect_read

BY = Actor("hall", Role.CONTROLLER)


def event(seq: int, host: str = "devices-1") -> bytes:
    return encode_event(Recorded(seq, 1000 + seq, BY, "", HostBack(host)))


def write(journal: Journal, count: int, each: int = 1) -> None:
    for _ in range(count // each):
        first = journal.last + 1
        answer = (first.to_bytes(16, "big"), first, each)
        journal.append(Batch([event(first + i) for i in range(each)], [answer]))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "hall.db"


@pytest.fixture
def journal(path: Path):
    made = Journal(path)
    yield made
    made.close()


def change(path: Path, sql: str, *values: object) -> None:
    link = sqlite3.connect(path)
    link.execute(sql, values)
    link.commit()
    link.close()


def test_sm3_is_the_standard_one():
    """GB/T 32905-2016, appendix A.1."""
    assert sm3(b"a", b"bc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_what_was_appended_is_there_after_a_restart(path):
    journal = Journal(path)
    write(journal, 30, 3)
    chain = journal.chain
    journal.close()
    journal = Journal(path)
    assert (journal.last, journal.chain) == (30, chain)
    assert journal.bodies(27, 10) == [event(28), event(29), event(30)]
    assert journal.answer_place(b"x" * 16) is None
    assert [r.seq for r in journal.tail(10)] == list(range(11, 31))
    journal.close()


def test_answers_are_found_before_and_after_they_are_indexed(path):
    journal = Journal(path)
    own = Recorded(1, 5, BY, "0a" * 16, HostBack("a")), Recorded(2, 5, BY, "0a" * 16, HostBack("b"))
    journal.append(Batch([encode_event(x) for x in own], [(b"\x0a" * 16, 1, 2)]))
    assert (journal.unindexed, journal.answer_place(b"\x0a" * 16)) == (1, (1, 2))
    journal.close()
    journal = Journal(path)  # killed before it was indexed: the events know
    assert list(journal.recall(journal.tail(0))) == list(own)
    assert (journal.answer_place(b"\x0a" * 16), journal.newest_id()) == ((1, 2), b"\x0a" * 16)
    journal.index(10)
    assert (journal.unindexed, journal.answer_place(b"\x0a" * 16)) == (0, (1, 2))
    list(journal.recall(journal.tail(0)))
    journal.save_snapshot(b"state")  # met twice: no harm
    assert (journal.unindexed, journal.newest_id()) == (0, b"\x0a" * 16)
    journal.close()


def test_the_oldest_answers_are_indexed_first_and_all_are_found_meanwhile(path):
    journal = Journal(path)
    ids = [bytes([n]) * 16 for n in range(1, 6)]
    for n, own in enumerate(ids, 1):
        event = encode_event(Recorded(n, 5, BY, own.hex(), HostBack("a")))
        journal.append(Batch([event], [(own, n, 1)]))
    journal.index(2)
    assert journal.unindexed == 3
    assert [journal.answer_place(own) for own in ids] == [(n, 1) for n in range(1, 6)]
    journal.close()
    journal = Journal(path)  # killed: what was indexed may come a second time
    list(journal.recall(journal.tail(0)))
    journal.index(100)
    assert journal.unindexed == 0
    assert [journal.answer_place(own) for own in ids] == [(n, 1) for n in range(1, 6)]
    journal.close()


def test_what_is_brought_home_needs_no_log(path, tmp_path):
    journal = Journal(path)
    before = journal.away
    for n in range(1, 4):
        journal.append(Batch([encode_event(Recorded(n, 5, BY, "", HostBack("a")))]))
    assert journal.away == before + 3
    journal.bring_home()
    assert journal.away == 0
    alone = tmp_path / "alone.db"
    shutil.copyfile(path, alone)  # the database without its write-ahead log
    link = sqlite3.connect(alone)
    assert link.execute("SELECT count(*) FROM event").fetchone() == (3,)
    link.close()
    journal.close()


def test_each_event_is_chained_to_the_one_before(path):
    journal = Journal(path)
    write(journal, 5)
    journal.close()
    link = connect_read(path)
    chain = CHAIN_START
    for seq, (recorded, own) in enumerate(walk(link, 0, CHAIN_START), 1):
        chain = sm3(chain, event(seq))
        assert (recorded.seq, own) == (seq, chain)
    link.close()


@pytest.mark.parametrize("nonces", [[], [(b"n", 9)]], ids=["events", "events and a used code"])
@pytest.mark.parametrize("sizes", [[1], [1, 1], [3, 1, 70_000, 2, 300_000, 1], list(range(1, 600))])
def test_a_batch_of_any_sizes_stands_byte_for_byte(path, sizes, nonces):
    journal = Journal(path)
    write(journal, 3)
    chain = journal.chain
    bodies = [bytes([n % 256, 0][:size]) * (size // 2) + b"\xff" * (size % 2) for n, size in enumerate(sizes)]
    journal.append(Batch(bodies, nonces=nonces))
    chains = []
    for body in bodies:
        chain = sm3(chain, body)
        chains.append(chain)
    assert (journal.last, journal.chain) == (3 + len(sizes), chain)
    journal.close()
    rows = list(connect_read(path).execute("SELECT seq, body, chain FROM event WHERE seq>3 ORDER BY seq"))
    assert rows == list(zip(range(4, 4 + len(sizes)), bodies, chains, strict=True))


def test_one_controller_at_a_time(path):
    journal = Journal(path)
    with pytest.raises(Damaged, match="another controller"):
        Journal(path)
    journal.close()
    Journal(path).close()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE event SET body=zeroblob(20) WHERE seq=15", "event 15 does not match its hash"),
        ("DELETE FROM event WHERE seq=15", "event 15 is missing"),
        ("UPDATE event SET chain=zeroblob(32) WHERE seq=15", "event 15 does not match its hash"),
        ("UPDATE event SET body='text' WHERE seq=15", "event 15 is not of bytes"),
        ("UPDATE event SET seq=99 WHERE seq=20", "event 20 is missing"),
    ],
)
def test_damage_is_named_where_it_begins(path, sql, words):
    journal = Journal(path)
    write(journal, 20)
    journal.close()
    change(path, sql)
    journal = Journal(path)
    with pytest.raises(Damaged, match=words) as caught:
        list(journal.tail(0))
    assert "hall verify" in str(caught.value)
    journal.close()


def test_a_changed_event_with_its_own_new_hash_breaks_the_next_one(path):
    journal = Journal(path)
    write(journal, 20)
    before = journal._chain_at(14)
    journal.close()
    forged = event(15, "devices-9")
    change(path, "UPDATE event SET body=?, chain=? WHERE seq=15", forged, sm3(before, forged))
    journal = Journal(path)
    with pytest.raises(Damaged, match="event 16 does not match its hash"):
        list(journal.tail(0))
    journal.close()


def test_an_event_nobody_knows_is_damage_too(path):
    journal = Journal(path)
    journal.append(Batch([b"\x81\xa4type\xa5Strange"]))
    with pytest.raises(Damaged, match="no event this hall knows"):
        list(journal.tail(0))
    journal.close()


def test_a_file_of_somebody_else_is_left_alone(path):
    path.parent.mkdir()
    change(path, "CREATE TABLE notes(x)")
    before = path.read_bytes()
    with pytest.raises(Damaged, match="belongs to another program"):
        Journal(path)
    assert path.read_bytes() == before


def test_a_journal_with_other_tables_is_not_ours(path):
    Journal(path).close()
    change(path, "ALTER TABLE event ADD COLUMN note")
    with pytest.raises(Damaged, match="other tables than a journal"):
        Journal(path)


@pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\0", b"\0" * 5000, b"not a database " * 500])
def test_no_database_is_no_journal(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(Damaged, match="no SQLite file"):
        Journal(path)
    assert path.read_bytes() == content


def test_a_journal_that_cannot_stand_there_is_told_in_words(tmp_path):
    """An uncured error of the system ended the controller with code 1, on which systemd starts it again for ever."""
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(Damaged, match=r"file/hall\.db would stand below a file.*store\.path"):
        Journal(tmp_path / "file" / "hall.db")
    (tmp_path / "folder").mkdir()
    for opens in (Journal, connect_read):
        with pytest.raises(Damaged, match=r"folder is a folder, no journal: check store\.path"):
            opens(tmp_path / "folder")
    with pytest.raises(Damaged, match=r"cannot be opened \(File name too long\): check store\.path"):
        Journal(tmp_path / ("x" * 300))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_for_the_lock_is_a_full_disk(path, monkeypatch, number):
    def none_left(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("hall.controller.store.os.open", none_left)
    with pytest.raises(Full, match=r"the disk of .*hall\.db is full, or holds no more files"):
        Journal(path)


def read_all(path: Path) -> None:
    journal = Journal(path)
    try:
        list(journal.tail(0))
    finally:
        journal.close()


def test_a_broken_page_is_said_to_be_broken(path):
    journal = Journal(path)
    write(journal, 500, 5)
    journal.checkpoint()
    journal.close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = b"\xaa" * (len(data) - 4096 * 2)
    path.write_bytes(bytes(data))
    with pytest.raises(Damaged, match=r"damaged|does not match|missing"):
        read_all(path)


def test_a_missing_file_with_its_log_left_is_not_founded_anew(path):
    journal = Journal(path)
    write(journal, 5)
    wal = path.with_name("hall.db-wal").read_bytes()
    journal.close()
    path.unlink()
    path.with_name("hall.db-wal").write_bytes(wal)
    with pytest.raises(Damaged, match="missing or empty"):
        Journal(path)


def test_a_newer_version_is_not_opened(path):
    Journal(path).close()
    change(path, "PRAGMA user_version=2")
    with pytest.raises(Damaged, match="version 2"):
        Journal(path)


def test_snapshots_are_checked_and_only_two_are_kept(journal, path):
    for count in range(3):
        write(journal, 10)
        journal.save_snapshot(b"state %d" % count)
    assert [(s.seq, s.body) for s in journal.snapshots()] == [(30, b"state 2"), (20, b"state 1")]
    change(path, "UPDATE snapshot SET body=x'00' WHERE seq=30")
    with pytest.raises(Damaged, match="snapshot after event 30 does not match"):
        list(journal.snapshots())


def test_a_snapshot_of_another_journal_is_refused(journal, path):
    write(journal, 10)
    chain, body = bytes(32), b"state"
    total = sm3((7).to_bytes(8, "big"), chain, body)
    change(path, "INSERT INTO snapshot VALUES(7,?,?,?)", chain, body, total)
    with pytest.raises(Damaged, match="do not belong together"):
        list(journal.snapshots())


def test_a_full_disk_refuses_the_whole_batch_and_forgives(journal):
    """PRAGMA max_page_count gives SQLite's own SQLITE_FULL, as a full disk does."""
    write(journal, 10)
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count={pages}")
    last, chain = journal.last, journal.chain
    with pytest.raises(Full, match="is full"):
        write(journal, 5000, 5000)
    assert (journal.last, journal.chain) == (last, chain)
    assert not journal.has_room()
    with pytest.raises(Full):
        journal.save_snapshot(b"x" * 500_000)
    assert len(list(journal.tail(0))) == 10
    journal._connection.execute("PRAGMA max_page_count=1000000")
    assert journal.has_room()
    write(journal, 5000, 5000)
    assert len(list(journal.tail(0))) == 5010
    assert journal._connection.execute("SELECT count(*) FROM used").fetchone() == (0,)


def test_codes_that_were_used_are_known_until_they_would_have_expired(journal):
    journal.append(Batch(nonces=[(b"n1", 100), (b"n2", 200)]))
    assert journal.used(b"n1")
    assert not journal.used(b"n3")
    journal.forget_nonces(150)
    assert not journal.used(b"n1")
    assert journal.used(b"n2")


def test_the_log_has_its_length_from_the_start_and_nothing_else(path):
    """Flushes that lengthen a file cost a write more; a log that is long already holds no event for it."""
    journal = Journal(path)
    wal = path.with_name("hall.db-wal")
    length = wal.stat().st_size
    assert length > 1000 * 4096
    write(journal, 300)
    assert wal.stat().st_size == length
    copy = path.parent / "copy"  # as a killed process leaves it
    copy.mkdir()
    for file in (path, wal):
        (copy / file.name).write_bytes(file.read_bytes())
    again = Journal(copy / path.name)
    assert (again.last, again.chain) == (journal.last, journal.chain)
    assert len(list(again.tail(0))) == 300
    assert again._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert again._connection.execute("SELECT count(*) FROM used").fetchone() == (0,)
    again.close()
    journal.close()


def test_a_small_disk_is_not_filled_beforehand(path, monkeypatch):
    import os

    real = os.statvfs
    monkeypatch.setattr(
        os, "statvfs", lambda place: os.statvfs_result([*real(place)[:4], 1000, *real(place)[5:]])
    )
    journal = Journal(path)
    assert path.with_name("hall.db-wal").stat().st_size < 100_000
    write(journal, 5)
    journal.close()
