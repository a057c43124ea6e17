"""`hall calendar …`: what the State Council moved in a year, taking in its newest notice, closing by hand."""

import argparse
import calendar
import datetime as dt
import sqlite3
import sys
from pathlib import Path

from hall.bus.site import BadConfig, Site, shipped_calendar
from hall.cli import admin
from hall.cli.replay import moment
from hall.contract.calendar_table import BadTable, date_of, read
from hall.contract.config import YearPart
from hall.contract.opening import CalendarImported, CloseQueue, ImportCalendar, ReopenQueue
from hall.contract.unions import Command, Done
from hall.controller.journal import BadEvent, sm3, walk
from hall.controller.store import CHAIN_START, Damaged, Full, connect_read, sqlite_words
from hall.domain.hours import EPOCH, Table

TIMEOUT_S = 5.0


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    show = what.add_parser("show", help="days of rest and make-up days of a year")
    show.add_argument("year", metavar="YEAR", type=int)
    show.add_argument(
        "--config", metavar="FILE", help="a hall with its imports; else what comes with the programs"
    )
    check = what.add_parser("check", help="every fault of a table, with its line")
    check.add_argument("file", metavar="FILE", help="CSV: date,is_workday,source,notice; UTF-8 or GB18030")
    take = what.add_parser("import", help="put a table in force in the running hall: all of it or nothing")
    take.add_argument("file", metavar="FILE")
    close = what.add_parser("close", help="give no more numbers; who waits is served")
    close.add_argument("--reason", required=True, help="visitors read it")
    close.add_argument("--until", default="", metavar="TIME", help='"14:00" of today, or "2026-11-23 09:00"')
    reopen = what.add_parser("reopen", help="give numbers again")
    reopen.add_argument("--reason", default="")
    for one in (close, reopen):
        one.add_argument("--queue", default="", metavar="ID", help="else a zone, else the whole hall")
        one.add_argument("--zone", default="", metavar="ID")
    for one in (take, close, reopen):
        one.add_argument("--config", required=True, metavar="FILE")
        admin.arguments(one)


def main(options: argparse.Namespace) -> int:
    """0: done; 1: the table or the hall says no, and why; 2: the configuration is no hall's."""
    try:
        site = (
            Site.load(options.config, getattr(options, "keys", None))
            if getattr(options, "config", "")
            else None
        )
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.what == "show":
        return _show(site, options.year)
    if options.what == "check":
        return 0 if _read(options.file) is not None else 1
    assert site is not None
    command = _command(site, options)
    if command is None:
        return 1
    answer = admin.ask("calendar", site, options, command, TIMEOUT_S)
    if answer is None:
        return 1
    print(_done(answer))
    return 0


def _command(site: Site, options: argparse.Namespace) -> Command | None:
    if options.what == "import":
        years = _read(options.file)
        return None if years is None else ImportCalendar(years, sm3(Path(options.file).read_bytes()).hex())
    if options.what == "reopen":
        return ReopenQueue(options.queue, options.zone, options.reason)
    try:
        until = moment(options.until, site.clock.now_ms()) // 60_000 * 60_000 if options.until else 0
    except ValueError as error:
        print(f"hall calendar: --until: {error}", file=sys.stderr)
        return None
    return CloseQueue(options.reason, options.queue, options.zone, until)


def _done(answer: Done) -> str:
    years = [r.event.year for r in answer.events if isinstance(r.event, CalendarImported)]
    if years:
        return f"in force from now on: {', '.join(str(year) for year in years)}"
    return "done" if answer.changed else "it is so already: nothing to do"


def _read(file: str) -> tuple[YearPart, ...] | None:
    """The years of the file, each said in one line; None, and every fault said, when it is no calendar."""
    try:
        data = Path(file).read_bytes()
        years = read(data)
    except OSError as error:
        print(f"hall calendar: {file} cannot be read: {error.strerror}", file=sys.stderr)
        return None
    except BadTable as bad:
        count = f"{len(bad.problems)} problem{'s' if len(bad.problems) != 1 else ''}"
        print("\n".join([f"{file}: {count}", *(f"  {x}" for x in bad.problems)]), file=sys.stderr)
        return None
    for part in years:
        print(f"{file}: {_line(part, Table(years))}")
    print(f"SM3 {sm3(data).hex()}")
    return years


# --- show ---------------------------------------------------------------------------------------------------------


def _show(site: Site | None, year: int) -> int:
    try:
        years = in_force(site) if site is not None else {part.year: part for part in shipped_calendar()}
    except (Damaged, Full, BadEvent, BadTable) as error:
        print(f"hall calendar: {error}", file=sys.stderr)
        return 1
    except sqlite3.DatabaseError as error:
        print(f"hall calendar: {sqlite_words(site.store, error) if site else error}", file=sys.stderr)
        return 1
    table = Table(years.values())
    if year not in years:
        print(
            f"{year}: no calendar. Hours are the weekly pattern, deadlines are provisional. When the State Council's "
            "notice is out: `hall calendar import FILE`",
            file=sys.stderr,
        )
        return 1
    print(_line(years[year], table))
    for month in range(1, 13):
        print(_month(table, year, month))
    print("* day of rest by the notice, + make-up working day, . weekend")
    return 0


def in_force(site: Site) -> dict[int, YearPart]:
    """Tables by year after the journal's last event. Raises as reading a journal does."""
    years = {part.year: part for part in site.config.calendar}
    if not site.store.exists():
        return years
    link = connect_read(site.store)
    try:
        for recorded, _ in walk(link, 0, CHAIN_START):
            e = recorded.event
            if isinstance(e, CalendarImported):
                years[e.year] = YearPart(e.year, e.rest, e.work, e.source, e.notice)
    finally:
        link.close()
    return years


def _line(part: YearPart, table: Table) -> str:
    first, last = dt.date(part.year, 1, 1), dt.date(part.year, 12, 31)
    days = sum(table.is_workday(index) for index in range((first - EPOCH).days, (last - EPOCH).days + 1))
    work = [day for text in part.work if (day := date_of(part.year, text)) is not None]
    made_up = ", ".join(f"{day:%m-%d}" for day in work) or "none"
    from_ = "; ".join(x for x in (part.notice, part.source) if x)
    return f"{part.year}: {days} working days, make-up days {made_up}" + (f" ({from_})" if from_ else "")


def _month(table: Table, year: int, month: int) -> str:
    cells = []
    for day in range(1, calendar.monthrange(year, month)[1] + 1):
        index = (dt.date(year, month, day) - EPOCH).days
        mark = {True: "+", False: "*", None: " "}[table.works.get(index)]
        cells.append(f"{day:2d}{mark}" if table.is_workday(index) or mark != " " else " . ")
    return f"{month:02d}  " + "".join(cells)
