"""`hall verify`: walk the whole chain of the journal and name the first event that is not as it was written."""

import argparse
import datetime
import sqlite3
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from hall.bus.site import BadConfig, Site
from hall.controller.journal import BadEvent, sm3, walk
from hall.controller.store import CHAIN_START, Damaged, Full, connect_read, sqlite_words

_ZONE = ZoneInfo("Asia/Shanghai")


def arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--config", metavar="FILE", help="the hall whose journal is meant")
    which.add_argument("--journal", metavar="DB", help="a journal file, e.g. a backup")


def main(options: argparse.Namespace) -> int:
    """0: every event is as it was written; 1: it is not, and where; 2: the configuration is no hall's."""
    try:
        path = Path(options.journal) if options.config is None else Site.load(options.config).store
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        link = connect_read(path)
    except (Damaged, Full) as error:
        print(f"hall verify: {error}", file=sys.stderr)
        return 1
    try:
        return _verify(link, path)
    except sqlite3.DatabaseError as error:
        print(f"hall verify: {sqlite_words(path, error)}", file=sys.stderr)
        return 1
    finally:
        link.close()


def _verify(link: sqlite3.Connection, path: Path) -> int:
    # One read transaction: a hall that runs meanwhile does not move what is looked at.
    link.execute("BEGIN")
    last, at, chain = 0, 0, CHAIN_START
    try:
        for recorded, own in walk(link, 0, CHAIN_START):
            last, at, chain = recorded.seq, recorded.at, own
    except BadEvent as bad:
        print(f"{path}: {bad}", file=sys.stderr)
        print(
            f"the {last} events before it are good" + (f", the last of them of {_when(at)}" if last else "")
        )
        return 1
    if problem := _snapshots(link, last) or _answers(link, last):
        print(f"{path}: every event is good, but {problem}", file=sys.stderr)
        return 1
    print(f"{path}: {last} events, each as it was written" + (f"; the last of {_when(at)}" if last else ""))
    print(f"SM3 of the chain: {chain.hex()} (note it elsewhere: with it a cut end is found too)")
    return 0


def _snapshots(link: sqlite3.Connection, last: int) -> str:
    for seq, chain, body, total in link.execute("SELECT seq, chain, body, sum FROM snapshot"):
        row = link.execute("SELECT chain FROM event WHERE seq=?", (seq,)).fetchone()
        if seq > last:
            return f"there is a snapshot after event {seq}, so the journal's end was cut off"
        if sm3(seq.to_bytes(8, "big"), chain, body) != total or (row and row[0] != chain):
            return f"the snapshot after event {seq} was changed"
    return ""


def _answers(link: sqlite3.Connection, last: int) -> str:
    row = link.execute("SELECT max(first + count - 1) FROM answer").fetchone()
    if row[0] and row[0] > last:
        return f"a command was answered with event {row[0]}, so the journal's end was cut off"
    return ""


def _when(at: int) -> str:
    return datetime.datetime.fromtimestamp(at / 1000, _ZONE).strftime("%Y-%m-%d %H:%M:%S")
