"""`hall bookings …`: check a booking platform's list, take it in, cancel one, write what became of a day."""

import argparse
import csv
import datetime as dt
import io
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hall.bus.client import Client, NoAnswer
from hall.bus.keys import KeyTrouble
from hall.bus.site import Site
from hall.cli import admin
from hall.contract.bookings import BookingsImported, CancelBooking, ImportBookings, RowFault
from hall.contract.unions import Command, Done, Refused
from hall.controller.journal import BadEvent, walk
from hall.controller.store import CHAIN_START, Damaged, Full, connect_read, sqlite_words
from hall.domain.calendar import day_of
from hall.intake import bookings as intake
from hall.reports import bookings as report

BATCH_ROWS = 2000  # rows of one command
TIMEOUT_S = 60.0
EXAMPLES = """examples:
  hall bookings check bookings.csv --config hall.toml --source 掌上预约
  hall bookings import bookings.xlsx --config hall.toml --source 掌上预约
  hall bookings export --config hall.toml --day 2026-11-20 --out outcome.csv
  hall bookings cancel 20261120-0007 --config hall.toml --reason 改期"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    what = parser.add_subparsers(dest="what", required=True)
    for name, about in (
        ("check", "every fault of a list, against the running hall; nothing is taken in"),
        ("import", "take a list in: all of it or nothing; the same list again changes nothing"),
    ):
        one = what.add_parser(name, help=about, description=about)
        one.add_argument("file", metavar="FILE", help=".csv (UTF-8 or GB18030) or .xlsx")
        one.add_argument("--source", required=True, help="the booking side, e.g. 掌上预约")
        _hall(one)
    cancel = what.add_parser("cancel", help="take a booking back, as the booking side would")
    cancel.add_argument("booking", metavar="ID")
    cancel.add_argument("--reason", default="")
    _hall(cancel)
    export = what.add_parser("export", help="what became of the bookings of a day, as CSV")
    export.add_argument("--config", required=True, metavar="FILE")
    export.add_argument("--day", required=True, metavar="YYYY-MM-DD")
    export.add_argument("--out", metavar="FILE", help="instead of the screen")


def _hall(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", required=True, metavar="FILE", help="the hall it is for")
    admin.arguments(parser)


def main(options: argparse.Namespace) -> int:
    """0: done; 1: the list or the hall says no, and why; 2: the configuration is no hall's."""
    site = admin.load(options)
    if site is None:
        return 2
    if options.what == "export":
        return _export(site, options)
    try:
        if options.what == "cancel":
            return _cancel(site, options)
        return _import(site, options)
    except (KeyTrouble, NoAnswer) as error:
        print(f"hall bookings: {error}", file=sys.stderr)
        return 1


# --- import -----------------------------------------------------------------------------------------------------


def _import(site: Site, options: argparse.Namespace) -> int:
    names = {s.name: s.id for s in site.config.services} | {
        s.code: s.id for s in site.config.services if s.code
    }
    try:
        lines = intake.read(Path(options.file), names)
    except intake.Wrong as wrong:
        _say(options.file, [f"  {fault}" for fault in wrong.faults])
        return 1
    packs = batches(lines)
    with Client(site, options.name) as client:
        # Every part is looked at before the first is taken in, so that a list is taken in whole or not at all.
        for pack in packs if len(packs) > 1 or options.what == "check" else ():
            answer = _ask(client, ImportBookings(options.source, tuple(x.row for x in pack), check=True))
            if isinstance(answer, Refused):
                return _refused(options.file, pack, answer)
        if options.what == "check":
            print(f"{options.file}: good. {len(lines)} bookings{without_code(lines)}")
            return 0
        taken = 0
        for done, pack in enumerate(packs):
            answer = _ask(client, ImportBookings(options.source, tuple(x.row for x in pack)))
            if isinstance(answer, Refused):
                if done:
                    print(
                        f"hall bookings: part {done + 1} of {len(packs)} was refused after the parts before it were "
                        "taken in: correct it and import the whole file again; what is known changes nothing",
                        file=sys.stderr,
                    )
                return _refused(options.file, pack, answer)
            taken += sum(
                len(r.event.bookings) for r in answer.events if isinstance(r.event, BookingsImported)
            )
    known = len(lines) - taken
    print(
        f"{options.file}: {len(lines)} bookings, {taken} new or changed, {known} known before{without_code(lines)}"
    )
    return 0


def without_code(lines: Sequence[intake.Line]) -> str:
    """What to know of rows whose id is typed as their code; "" where every row has a code of its own."""
    count = sum(x.row.code.strip().upper() in ("", x.row.booking.strip().upper()) for x in lines)
    if not count:
        return ""
    return f"\n{count} without a code of their own: visitors type the booking id, which the journal keeps in the clear"


def batches(lines: Sequence[intake.Line], most: int = BATCH_ROWS) -> list[list[intake.Line]]:
    """Whole days together, `most` rows at a time: whatever two rows may have against each other is of one day, so each
    part can be judged by itself. Only a day with more rows than that is cut."""
    days: dict[str, list[intake.Line]] = {}
    for line in sorted(lines, key=lambda x: (x.row.start_ms, x.number)):
        days.setdefault(day_of(line.row.start_ms), []).append(line)
    found: list[list[intake.Line]] = []
    for rows in days.values():
        if found and len(found[-1]) + len(rows) <= most:
            found[-1] += rows
        else:
            found += [rows[n : n + most] for n in range(0, len(rows), most)]
    return found


def _ask(client: Client, command: Command) -> Done | Refused:
    return client.ask(command, TIMEOUT_S)


def _refused(file: str, pack: Sequence[intake.Line], answer: Refused) -> int:
    if answer.code != "rows":
        admin.refused("bookings", answer)
        return 1
    told = msgspec.json.decode(answer.hint, type=list[RowFault])
    rows = sorted((pack[x.row - 1].number, x) for x in told)
    words = []
    for number, x in rows:
        what = f"{x.what.en}; {x.do.en}" if x.do.en else x.what.en
        zh = f"{x.what.zh}，{x.do.zh}" if x.do.zh else x.what.zh
        words.append(f"  row {number}, {intake.heading(x.column)}: {what}\n      {zh}")
    _say(file, words)
    return 1


def _say(file: str, words: Sequence[str]) -> None:
    count = f"{len(words)} fault{'s' if len(words) != 1 else ''}, nothing was taken in"
    print("\n".join([f"{file}: {count}", *words]), file=sys.stderr)


def _cancel(site: Site, options: argparse.Namespace) -> int:
    answer = admin.ask("bookings", site, options, CancelBooking(options.booking, options.reason), TIMEOUT_S)
    if answer is None:
        return 1
    print(f"{options.booking}: " + ("cancelled" if answer.changed else "was cancelled before"))
    return 0


# --- export -----------------------------------------------------------------------------------------------------


def _export(site: Site, options: argparse.Namespace) -> int:
    try:
        dt.date.fromisoformat(options.day)
    except ValueError:
        print(f"hall bookings: --day {options.day!r} is no day: write it like 2026-11-20", file=sys.stderr)
        return 1
    if not site.store.exists():
        print(f"hall bookings: no journal at {site.store}: did this hall ever open?", file=sys.stderr)
        return 1
    try:
        link = connect_read(site.store)
        try:
            found = report.lines((recorded for recorded, _ in walk(link, 0, CHAIN_START)), options.day)
        finally:
            link.close()
    except (Damaged, Full, BadEvent) as error:
        print(f"hall bookings: {error}", file=sys.stderr)
        return 1
    except sqlite3.DatabaseError as error:
        print(f"hall bookings: {sqlite_words(site.store, error)}", file=sys.stderr)
        return 1
    names = {s.id: s.name for s in site.config.services}
    rows = [report.HEAD, *(report.row(x, names.get(x.booking.service, "")) for x in found)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(cell) for cell in row] for row in rows)
    if options.out:
        try:
            Path(options.out).write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
        except OSError as error:
            print(f"hall bookings: {options.out} cannot be written: {error.strerror}", file=sys.stderr)
            return 1
        print(f"{options.out}: {len(found)} bookings of {options.day}")
    else:
        print(text.getvalue(), end="")
    return 0


def safe(cell: str) -> str:
    """A cell that a spreadsheet program would take for a formula is made text: ids and reasons come from outside."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
