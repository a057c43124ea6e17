"""The journal: events appended in batches, each chained to the one before by SM3, read back by seq or by command id.

It knows bytes and hashes; what an event means is the domain's business.
"""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import hashes

from hall.contract.unions import Recorded
from hall.controller.store import CHAIN_START, RESTORE, Damaged, Full, Lock, connect, sqlite_words

Answered = tuple[bytes, int, int]  # command id of 16 bytes, first seq, number of events (below a million)
_SM3 = hashes.SM3()
_start = hashes.Hash(_SM3)
_decode = msgspec.msgpack.Decoder(Recorded).decode
_encode = msgspec.msgpack.Encoder().encode


def sm3(*parts: bytes) -> bytes:
    """SM3 (GB/T 32905-2016) of the parts, one after another."""
    one = _start.copy()
    for part in parts:
        one.update(part)
    return one.finalize()


def encode_event(recorded: Recorded) -> bytes:
    """The bytes that are journalled, chained, answered and published: made once."""
    return _encode(recorded)


@dataclass(slots=True)
class Batch:
    """What one commit will hold."""

    bodies: list[bytes] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    nonces: list[tuple[bytes, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.bodies or self.nonces)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The folded hall after `seq`, as bytes; the caller thaws it."""

    seq: int
    body: bytes


class Journal:
    """One owner: the controller's loop. `last` and `chain` are those of the newest durable event."""

    def __init__(self, path: Path) -> None:
        """Open or found it, and check its end. Raises Damaged or Full, in words."""
        self.path = path
        self._lock = Lock(path)
        try:
            self._connection = connect(path)
            self.last, self.chain = self._end()
        except BaseException as error:
            self._lock.release()
            if isinstance(error, sqlite3.DatabaseError):
                raise sqlite_words(path, error) from None
            raise
        self.commits = self._at_home = 0
        self._fresh: dict[bytes, tuple[int, int]] = {}

    def close(self) -> None:
        self._connection.close()
        self._lock.release()

    # --- writing -------------------------------------------------------------------------------------------------

    def append(self, batch: Batch) -> None:
        """Make the batch durable: one transaction, one flush. Raises Full when there is no room, and then nothing of
        it is there; any other trouble with the disk is raised as it comes, because nobody can know what was written."""
        self.write(batch.bodies, self._chained(batch.bodies), (), batch.nonces)
        for own, first, count in batch.answers:
            self._fresh[own] = (first, count)

    def _chained(self, bodies: Sequence[bytes]) -> list[bytes]:
        """The hash of each body behind the newest durable event."""
        chain = self.chain
        chains = []
        for body in bodies:
            one = _start.copy()
            one.update(chain + body)
            chain = one.finalize()
            chains.append(chain)
        return chains

    def write(
        self,
        bodies: Sequence[bytes],
        chains: Sequence[bytes],
        answers: Sequence[Answered] = (),
        nonces: Sequence[tuple[bytes, int]] = (),
    ) -> None:
        """Events that were chained already behind the newest one, in one transaction; see `append`."""
        link = self._connection
        try:
            if answers or nonces:
                link.execute("BEGIN IMMEDIATE")
                self._insert(bodies, chains)
                _index(link, answers)
                link.executemany("INSERT OR IGNORE INTO used VALUES(?,?)", nonces)
                link.execute("COMMIT")
            else:  # a statement by itself is a transaction, and a flush, too
                self._insert(bodies, chains)
        except sqlite3.DatabaseError as error:
            _undo(self._connection)
            raise _full(self.path, error) or error from None
        if bodies:
            self.last += len(bodies)
            self.chain = chains[-1]
        self.commits += 1

    def _insert(self, bodies: Sequence[bytes], chains: Sequence[bytes]) -> None:
        """All of them by one statement: it cuts the joined bodies where the list of places says."""
        if len(bodies) == 1:
            self._connection.execute(_EVENT, (self.last + 1, bodies[0], chains[0]))
        elif bodies:
            ends = itertools.accumulate(map(len, bodies), initial=0)
            places = [at << 32 | len(body) for at, body in zip(ends, bodies, strict=False)]
            joined = (self.last + 1, b"".join(bodies), b"".join(chains), str(places))
            self._connection.execute(_EVENTS, joined)

    @property
    def unindexed(self) -> int:
        """How many answers are not in the index yet."""
        return len(self._fresh)

    def index(self, most: int) -> None:
        """Put fresh answers into the index, `most` at once, the oldest first. It is derived from the events, so it may
        follow them; keeping it out of each batch saves a page of every flush. Raises Full."""
        oldest = list(itertools.islice(self._fresh, most))
        self.write((), (), self._unwritten(oldest))
        for own in oldest:
            del self._fresh[own]

    def _unwritten(self, which: Iterable[bytes]) -> list[Answered]:
        """Fresh answers in the order of the index, so that each of its pages is visited once."""
        return sorted((own, *self._fresh[own]) for own in which)

    def recall(self, events: Iterable[Recorded]) -> Iterator[Recorded]:
        """Pass the events after the snapshot through, and note which command each answered: all before the snapshot
        are in the index, what follows may not be."""
        self._fresh.clear()
        for recorded in events:
            if recorded.cmd:
                own = bytes.fromhex(recorded.cmd)
                first, count = self._fresh.get(own, (recorded.seq, 0))
                self._fresh[own] = (first, count + 1)
            yield recorded

    def has_room(self) -> bool:
        """Try whether a batch of usual size could be written now, and leave nothing behind."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("INSERT OR REPLACE INTO used VALUES(zeroblob(262144), 0)")
            self._connection.execute("COMMIT")
            self._connection.execute("DELETE FROM used WHERE until_ms=0")
        except sqlite3.DatabaseError as error:
            _undo(self._connection)
            if _full(self.path, error) is None:
                raise
            return False
        return True

    def forget_nonces(self, now_ms: int) -> None:
        """Drop codes that have expired; without them the journal answers the same."""
        self._connection.execute("DELETE FROM used WHERE until_ms<?", (now_ms,))

    def save_snapshot(self, body: bytes) -> None:
        """Keep the hall as it is after `last`, with the index up to there; the two newest are kept. Raises Full."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            _index(self._connection, self._unwritten(self._fresh))
            total = sm3(self.last.to_bytes(8, "big"), self.chain, body)
            self._connection.execute(
                "INSERT OR REPLACE INTO snapshot VALUES(?,?,?,?)", (self.last, self.chain, body, total)
            )
            self._connection.execute(
                "DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT 2)"
            )
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            _undo(self._connection)
            raise _full(self.path, error) or error from None
        self._fresh.clear()

    def hurry(self, on: bool) -> None:
        """No flushes while a history is made up for a bench; never for real events. Off again, all of it is flushed."""
        self._connection.execute(f"PRAGMA synchronous={'OFF' if on else 'FULL'}")

    def bring_home(self) -> None:
        """Bring what lies in the write-ahead log into the database, so that the next rush finds it empty. Where there
        is no room for that it stays where it is, just as durable."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.DatabaseError as error:
            if _full(self.path, error) is None:
                raise
        self._at_home = self.commits

    @property
    def away(self) -> int:
        """How many commits lie in the write-ahead log, at most."""
        return self.commits - self._at_home

    def checkpoint(self) -> None:
        """Bring the write-ahead log home, at a quiet moment (at stop)."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- reading -------------------------------------------------------------------------------------------------

    def bodies(self, after: int, limit: int) -> list[bytes]:
        """Events after a seq as they were written."""
        return [row[0] for row in self._connection.execute(_PAGE, (after, limit))]

    def answer_place(self, command: bytes) -> tuple[int, int] | None:
        """(first seq, number) of the events that answered this command id; None when it was never accepted."""
        row = self._fresh.get(command)
        if row is None:
            row = self._connection.execute(
                "SELECT first, count FROM answer WHERE id=?", (command,)
            ).fetchone()
        return row

    def used(self, nonce: bytes) -> bool:
        """Was this code used before?"""
        return self._connection.execute("SELECT 1 FROM used WHERE nonce=?", (nonce,)).fetchone() is not None

    def snapshots(self) -> Iterator[Snapshot]:
        """Newest first; those that do not match their sum or the journal are damage, not a reason to guess."""
        try:
            rows = self._connection.execute(
                "SELECT seq, chain, body, sum FROM snapshot ORDER BY seq DESC"
            ).fetchall()
        except sqlite3.DatabaseError as error:
            raise sqlite_words(self.path, error) from None
        for seq, chain, body, total in rows:
            if sm3(seq.to_bytes(8, "big"), chain, body) != total:
                raise Damaged(
                    f"{self.path}: the snapshot after event {seq} does not match its sum: {RESTORE}"
                )
            if seq and self._chain_at(seq) != chain:
                raise Damaged(
                    f"{self.path}: the snapshot after event {seq} and the journal do not belong together: {RESTORE}"
                )
            yield Snapshot(seq, body)

    def tail(self, after: int) -> Iterator[Recorded]:
        """Every event after a seq, its place and chain checked. Raises Damaged at the first that does not fit."""
        chain = self._chain_at(after) if after else CHAIN_START
        if chain is None:
            raise Damaged(f"{self.path}: event {after} is missing: {RESTORE}")
        try:
            for recorded, _ in walk(self._connection, after, chain):
                yield recorded
        except BadEvent as bad:
            raise Damaged(f"{self.path}: {bad}: {RESTORE}") from None
        except sqlite3.DatabaseError as error:
            raise sqlite_words(self.path, error) from None

    def at(self, seq: int) -> int:
        """Hall time of one event."""
        return decode_events(self.bodies(seq - 1, 1))[0].at

    def newest_id(self) -> bytes:
        """The greatest command id so far; ids are ordered by time, so a greater one cannot be in the journal."""
        indexed = self._connection.execute("SELECT max(id) FROM answer").fetchone()[0] or b""
        return max(indexed, max(self._fresh, default=b""))

    def _chain_at(self, seq: int) -> bytes | None:
        row = self._connection.execute("SELECT chain FROM event WHERE seq=?", (seq,)).fetchone()
        return row and row[0]

    def _end(self) -> tuple[int, bytes]:
        row = self._connection.execute("SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        return row or (0, CHAIN_START)


_EVENT = "INSERT INTO event VALUES(?,?,?)"
# (first seq, joined bodies, joined hashes, JSON list of start << 32 | length): a third cheaper than row by row.
_EVENTS = """INSERT INTO event
SELECT ?1+key, substr(?2, (value>>32)+1, value&4294967295), substr(?3, key*32+1, 32) FROM json_each(?4)"""
# (joined ids, JSON list of first << 20 | count), in one statement as well. An answer may be met twice: after a crash
# the tail is indexed again.
_ANSWERS = """INSERT OR IGNORE INTO answer
SELECT substr(?1, key*16+1, 16), value>>20, value&1048575 FROM json_each(?2)"""
_PAGE = "SELECT body FROM event WHERE seq>? ORDER BY seq LIMIT ?"


class BadEvent(Exception):
    """The first event that breaks the chain: `seq`, and what is wrong."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"event {seq} {what}")
        self.seq = seq


def walk(link: sqlite3.Connection, after: int, chain: bytes) -> Iterator[tuple[Recorded, bytes]]:
    """Every event after `after` with its chain hash, checked one by one. Raises BadEvent at the first that is wrong."""
    expected = after
    for seq, body, own in link.execute(
        "SELECT seq, body, chain FROM event WHERE seq>? ORDER BY seq", (after,)
    ):
        expected += 1
        if seq != expected:
            raise BadEvent(expected, f"is missing (the next one there is {seq})")
        if not isinstance(body, bytes) or not isinstance(own, bytes):
            raise BadEvent(seq, "is not of bytes")
        chain = sm3(chain, body)
        if chain != own:
            raise BadEvent(seq, "does not match its hash: it, or the one before it, was changed")
        try:
            recorded = _decode(body)
        except msgspec.MsgspecError:
            raise BadEvent(seq, "matches its hash but is no event this hall knows") from None
        if recorded.seq != seq:
            raise BadEvent(seq, f"says that it is event {recorded.seq}")
        yield recorded, chain


def decode_events(bodies: Sequence[bytes]) -> tuple[Recorded, ...]:
    """Bytes of the journal as events."""
    return tuple(_decode(body) for body in bodies)


def _index(link: sqlite3.Connection, answers: Sequence[Answered]) -> None:
    if answers:
        places = str([first << 20 | count for _, first, count in answers])
        link.execute(_ANSWERS, (b"".join([own for own, _, _ in answers]), places))


def _undo(link: sqlite3.Connection) -> None:
    if link.in_transaction:
        try:
            link.execute("ROLLBACK")
        except sqlite3.DatabaseError:  # SQLite rolls back by itself when the disk is full
            pass


def _full(path: Path, error: sqlite3.DatabaseError) -> Full | None:
    """Out of room, or out of room for the shared memory beside the log: both leave the journal as it was."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return Full(f"the disk of {path} is full")
    return None
