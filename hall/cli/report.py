"""`hall report`: the page of a day, recomputed from the journal; the controller may be running meanwhile."""

import argparse
import sqlite3
import sys
from pathlib import Path

from hall.bus.site import BadConfig, Site
from hall.contract.base import Text
from hall.controller.store import Damaged
from hall.demo.truth import read_journal
from hall.reports.figures import figures
from hall.reports.page import page


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", required=True, help="the hall's configuration")
    parser.add_argument("--out", required=True, metavar="FILE", help="the HTML page to write")
    parser.add_argument(
        "--day", default="", metavar="YYYY-MM-DD", help="the day; the journal's last without it"
    )


def main(options: argparse.Namespace) -> int:
    """0: written; 1: the journal holds nothing of that day, or is broken (what came before is reported, and said)."""
    try:
        site = Site.load(options.config)
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if not site.store.exists():
        print(f"hall report: no journal at {site.store}: did this hall ever open?", file=sys.stderr)
        return 1
    try:
        events, broken = read_journal(site.store)
        found = figures(events, site.config, options.day)
    except (ValueError, Damaged, sqlite3.Error) as error:
        print(f"hall report: {site.store}: {error}", file=sys.stderr)
        return 1
    chain = Text(
        "流水账的每一条都接得上，没有断，没有改。", "Every event of the journal fits the one before."
    )
    if broken:
        chain = Text("流水账断了或被改过：" + broken, "The journal is broken or was changed: " + broken)
        print(f"hall report: {broken}", file=sys.stderr)
    text = page(found, site.config, chain, now_ms=site.clock.now_ms())
    try:
        Path(options.out).write_text(text, "utf-8")
    except OSError as error:
        print(f"hall report: {options.out} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{options.out}: {found.day}, {len(found.visits)} numbers, {found.events} events")
    return 1 if broken else 0
