"""The journal's file: opening it safely, its shape, and the words for a file that is not ours or is damaged.

SQLite in WAL mode with synchronous=FULL and one writing connection; readers open it read-only.
"""

import contextlib
import errno
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

APPLICATION = 0x48414C4C  # "HALL" in the header of the file
VERSION = 1
WAL_PAGES = 4000  # written at most before they are brought home into the database, even in a rush
CHAIN_START = bytes(32)  # what the first event is chained to

TABLES = {
    # `body` is the msgpack of Recorded; `chain` is SM3(chain of the event before + body).
    "event": "CREATE TABLE event(seq INTEGER PRIMARY KEY, body BLOB NOT NULL, chain BLOB NOT NULL)",
    # Which events answered which command; complete up to the newest snapshot, what follows is in the events. Ids are
    # ordered by time, so this tree grows at its right edge too.
    "answer": (
        "CREATE TABLE answer(id BLOB PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID"
    ),
    "snapshot": (
        "CREATE TABLE snapshot(seq INTEGER PRIMARY KEY, chain BLOB NOT NULL, body BLOB NOT NULL, sum BLOB NOT NULL)"
    ),
    # Codes that were used up, until they would have expired anyway.
    "used": "CREATE TABLE used(nonce BLOB PRIMARY KEY, until_ms INTEGER NOT NULL) WITHOUT ROWID",
}


class Damaged(Exception):
    """The journal cannot be trusted, or is none of ours. The words say what is wrong, where, and what to do."""


class Full(Exception):
    """There is no room: nothing of this batch was written."""


RESTORE = (
    "the hall does not open on a guess: run `hall verify` to see how far the journal is good, keep a copy of the file, "
    "and put back the last backup"
)


def connect(path: Path) -> sqlite3.Connection:
    """Open or found the journal for writing. Raises Damaged, or Full."""
    with _in_words(path):
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    new = not path.exists() or path.stat().st_size == 0
    if new:
        if path.with_name(path.name + "-wal").exists():
            raise Damaged(f"{path} is missing or empty but its {path.name}-wal is there: {RESTORE}")
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        _header(path)
    try:
        link = sqlite3.connect(path, isolation_level=None, timeout=2.0)
        link.text_factory = _text
        if _tables(link):
            _shape(link, path)  # before the first change: a foreign file stays as it is
        link.execute("PRAGMA journal_mode=WAL")
        link.execute("PRAGMA synchronous=FULL")
        link.execute(f"PRAGMA wal_autocheckpoint={WAL_PAGES}")
        link.execute("PRAGMA journal_size_limit=67108864")
        if not _tables(link):
            _found(link)
        _stretch(link, path)
        link.execute("PRAGMA cache_size=-16000")
    except sqlite3.DatabaseError as error:
        raise sqlite_words(path, error) from None
    return link


def connect_read(path: Path) -> sqlite3.Connection:
    """Open the journal to look at it, also while the hall runs. Raises Damaged."""
    with _in_words(path):
        if not path.exists():
            raise Damaged(f"there is no journal at {path}: check store.path in the configuration")
        _header(path)
    try:
        link = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, timeout=5.0)
        link.text_factory = _text
        link.execute("PRAGMA query_only=1")
        _shape(link, path)
    except sqlite3.DatabaseError as error:
        raise sqlite_words(path, error) from None
    return link


def sqlite_words(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """What SQLite says, as something a person can act on."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in (sqlite3.SQLITE_FULL,):
        return Full(f"the disk of {path} is full")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged(f"{path} is damaged ({error}): {RESTORE}")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Damaged(f"{path} is in use by another program ({error}): stop it, then start the hall again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return Damaged(f"{path} cannot be written ({error}): check the folder, its owner and its rights")
    return Damaged(f"{path} cannot be read ({error}): {RESTORE}")


def system_words(path: Path, error: OSError) -> Damaged | Full:
    """What the system says of a file that cannot be opened or made, as something a person can act on."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Full(f"the disk of {path} is full, or holds no more files")
    if error.errno == errno.EISDIR:
        return Damaged(f"{path} is a folder, no journal: check store.path in the configuration")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return Damaged(
            f"{path} would stand below a file that is no folder: check store.path in the configuration"
        )
    why = error.strerror or str(error)
    return Damaged(f"{path} cannot be opened ({why}): check store.path, the folder, its owner and its rights")


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise system_words(path, error) from None


class Lock:
    """One controller for one journal, held by the open file for as long as the process lives."""

    def __init__(self, journal: Path) -> None:
        self.path = journal.with_name(journal.name + ".lock")
        with _in_words(journal):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.read(self._file, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._file)
            raise Damaged(f"another controller (process {other}) has {journal} open: stop it first") from None
        # No room for our number on a full disk is no reason not to open: the lock itself is held.
        try:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, str(os.getpid()).encode(), 0)
        except OSError:
            pass

    def release(self) -> None:
        os.close(self._file)


def _text(data: bytes) -> str:
    """Text where bytes should stand is for the chain to find, not a reason to stop reading."""
    return data.decode("utf-8", "replace")


def _header(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise Damaged(f"{path} is no SQLite file: {RESTORE}")
    application = int.from_bytes(head[68:72], "big")
    if application not in (APPLICATION, 0):
        raise Damaged(
            f"{path} belongs to another program (application id {application:#x}): check store.path"
        )


def _tables(link: sqlite3.Connection) -> dict[str, str]:
    return dict(
        link.execute("SELECT name, sql FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    )


def _found(link: sqlite3.Connection) -> None:
    link.execute("BEGIN IMMEDIATE")
    link.execute(f"PRAGMA application_id={APPLICATION}")
    link.execute(f"PRAGMA user_version={VERSION}")
    for sql in TABLES.values():
        link.execute(sql)
    link.execute("COMMIT")


def _stretch(link: sqlite3.Connection, path: Path) -> None:
    """Give the write-ahead log its full length now, where there is room: a flush of what overwrites a file is a write
    less than one of what lengthens it. A change that outgrows SQLite's cache is written ahead; taken back, it leaves
    nothing but the length."""
    size = (WAL_PAGES + 24) * (link.execute("PRAGMA page_size").fetchone()[0] + 24)
    wal = path.with_name(path.name + "-wal")
    disk = os.statvfs(path.parent)
    if disk.f_bavail * disk.f_frsize < 16 * size or (wal.exists() and wal.stat().st_size >= size):
        return
    link.execute("PRAGMA cache_size=16")
    link.execute("BEGIN IMMEDIATE")
    link.execute("INSERT INTO used VALUES(zeroblob(?), 0)", (size,))
    link.execute("ROLLBACK")
    with wal.open("rb") as file:  # now, not in the first commit's flush
        os.fsync(file.fileno())


def _shape(link: sqlite3.Connection, path: Path) -> None:
    """Is this file ours? Tables are compared by their very text: another shape is another program's."""
    application = link.execute("PRAGMA application_id").fetchone()[0]
    version = link.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise Damaged(
            f"{path} belongs to another program (application id {application:#x}): check store.path"
        )
    if version != VERSION:
        raise Damaged(
            f"{path} is of version {version}, this hall reads {VERSION}: use the hall that wrote it"
        )
    have = _tables(link)
    if have != TABLES:
        odd = ", ".join(sorted(set(have.items()) ^ set(TABLES.items()), key=str)[0][:1])
        raise Damaged(f"{path} has other tables than a journal (see {odd!r}): {RESTORE}")
