"""`hall catalogue …`: check an item list row by row, put it in force in the running hall, write out the present one."""

import argparse
import csv
import io
import sqlite3
import sys
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]

from hall.bus.site import Site
from hall.cli import admin
from hall.contract.catalogue import CatalogueImported, ImportCatalogue
from hall.contract.config import GroupPart, ServicePart
from hall.contract.config_catalogue import is_day
from hall.contract.opening import DayOpened
from hall.controller.journal import BadEvent, sm3, walk
from hall.controller.store import CHAIN_START, Damaged, Full, connect_read, sqlite_words
from hall.domain.evolve import evolve
from hall.domain.state import Hall
from hall.intake import catalogue as intake

TIMEOUT_S = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    for name, about in (
        ("check", "every fault of an item list, with its row and column"),
        ("import", "put an item list in force in the running hall: all of it or nothing"),
        ("export", "write the item list in force as a file to start from"),
    ):
        one = what.add_parser(name, help=about, description=about)
        one.add_argument("file", metavar="FILE", help=".csv (UTF-8 or GB18030) or .xlsx")
        one.add_argument("--config", required=True, metavar="FILE", help="the hall it is for")
        if name != "export":
            one.add_argument(
                "--groups", metavar="FILE", help="the menu's groups; an .xlsx may have a sheet 分类"
            )
        if name == "import":
            one.add_argument("--version", required=True, help="name of this list, e.g. 2026-07")
            one.add_argument(
                "--starts", default="", metavar="DAY", help="first day, e.g. 2026-07-01; else at once"
            )
            admin.arguments(one)


def main(options: argparse.Namespace) -> int:
    """0: done; 1: the list or the hall says no, and why; 2: the configuration is no hall's."""
    site = admin.load(options)
    if site is None:
        return 2
    if options.what == "export":
        return _export(site, Path(options.file))
    groups = Path(options.groups) if options.groups else None
    try:
        book = intake.read(Path(options.file), site.config, groups)
    except intake.Wrong as wrong:
        count = f"{len(wrong.faults)} fault{'s' if len(wrong.faults) != 1 else ''}"
        print("\n".join([f"{options.file}: {count}", *(f"  {f}" for f in wrong.faults)]), file=sys.stderr)
        return 1
    own = sm3(book.data).hex()
    print(f"{options.file}: good. {len(book.services)} items in {len(book.groups)} groups, SM3 {own}")
    return _import(site, options, book, own) if options.what == "import" else 0


def _import(site: Site, options: argparse.Namespace, book: intake.Book, own: str) -> int:
    if options.starts and not is_day(options.starts):
        print(
            f"hall catalogue: --starts {options.starts!r} is no day: write it like 2026-07-01",
            file=sys.stderr,
        )
        return 1
    source = Path(options.file).name
    command = ImportCatalogue(options.version, source, own, book.groups, book.services, options.starts)
    answer = admin.ask("catalogue", site, options, command, TIMEOUT_S)
    if answer is None:
        return 1
    done = next((r.event for r in answer.events if isinstance(r.event, CatalogueImported)), None)
    if done is None:
        print("the hall has this very list already: nothing to do")
    else:
        print(f"version {done.version} is in force " + (f"from {done.starts}" if done.starts else "now"))
    return 0


# --- export -----------------------------------------------------------------------------------------------------


def _export(site: Site, path: Path) -> int:
    try:
        groups, services = in_force(site)
    except (Damaged, Full, BadEvent) as error:
        print(f"hall catalogue: {error}", file=sys.stderr)
        return 1
    except sqlite3.DatabaseError as error:
        print(f"hall catalogue: {sqlite_words(site.store, error)}", file=sys.stderr)
        return 1
    items, menu = intake.item_rows(services), intake.group_rows(groups)
    if path.suffix.lower() == ".xlsx":
        files = {path: _xlsx({"事项": items, "分类": menu})}
    elif path.suffix.lower() == ".csv":
        files = {path: _csv(items), path.with_name(f"{path.stem}-groups.csv"): _csv(menu)}
    else:
        print(f"hall catalogue: {path.name!r} is neither .csv nor .xlsx", file=sys.stderr)
        return 1
    try:
        for one, data in files.items():
            one.write_bytes(data)
    except OSError as error:
        print(f"hall catalogue: {path} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{', '.join(str(f) for f in files)}: {len(services)} items in {len(groups)} groups")
    return 0


def in_force(site: Site) -> tuple[tuple[GroupPart, ...], tuple[ServicePart, ...]]:
    """Groups and items in force after the journal's last event; without an import those of the configuration. Raises
    as reading a journal does."""
    hall = Hall(site.config)
    if site.store.exists():
        link = connect_read(site.store)
        try:
            for recorded, _ in walk(link, 0, CHAIN_START):
                if isinstance(recorded.event, CatalogueImported | DayOpened):
                    evolve(recorded, hall)
        finally:
            link.close()
    book = hall.facts.catalogue
    return (book.groups, book.services) if book else (site.config.groups, site.config.services)


def _csv(rows: list[list[str]]) -> bytes:
    """UTF-8 with the mark by which spreadsheet programs know it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(sheets: dict[str, list[list[str]]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
