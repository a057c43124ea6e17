"""`hall replay --until TIME`: the hall as it was, folded from the journal: zones, windows, tickets."""

import argparse
import datetime
import json
import re
import sqlite3
import sys
from typing import Any
from zoneinfo import ZoneInfo

from hall.bus.site import BadConfig, Site
from hall.contract.tickets import TicketState
from hall.controller.journal import BadEvent, walk
from hall.controller.store import CHAIN_START, Damaged, Full, connect_read, sqlite_words
from hall.domain.evolve import evolve
from hall.domain.state import Hall

_ZONE = ZoneInfo("Asia/Shanghai")
_TIME = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d\d):(\d\d)(?::(\d\d))?")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", required=True, metavar="FILE")
    parser.add_argument(
        "--until", metavar="TIME", help='"09:30" of the journal\'s last day, or "2026-11-23 09:30:00"'
    )
    parser.add_argument("--json", action="store_true")


def main(options: argparse.Namespace) -> int:
    """0: shown; 1: the journal cannot be read that far; 2: wrong configuration or time."""
    try:
        site = Site.load(options.config)
    except (BadConfig, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        hall, until = folded(site, options.until)
    except ValueError as error:
        print(f"hall replay: {error}", file=sys.stderr)
        return 2
    except Unreadable as error:
        print(f"hall replay: {error}", file=sys.stderr)
        return 1
    shown = picture(hall, until)
    print(json.dumps(shown, ensure_ascii=False, indent=2) if options.json else words(shown))
    return 0


class Unreadable(Exception):
    """The journal cannot be read, or not so far; the words say where."""


def folded(site: Site, time: str | None) -> tuple[Hall, int | None]:
    """The hall as it was at a time (as `--until`) and that time in ms; None: as it was last. ValueError for what
    is no time, and for an empty journal where a time is asked for."""
    try:
        link = connect_read(site.store)
    except (Damaged, Full) as error:
        raise Unreadable(str(error)) from None
    try:
        until = moment(time, _last(link)) if time else None
        hall = Hall(site.config)
        for recorded, _ in walk(link, 0, CHAIN_START):
            if until is not None and recorded.at > until:
                break
            evolve(recorded, hall)
    except BadEvent as bad:
        raise Unreadable(f"{site.store}: {bad}") from None
    except sqlite3.DatabaseError as error:
        raise Unreadable(sqlite_words(site.store, error)) from None
    finally:
        link.close()
    return hall, until


def moment(text: str, last_ms: int) -> int:
    """A time of Shanghai as the last ms of its minute or second; a bare clock time means the journal's last day."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'{text!r} is no time: write "09:30" or "2026-11-23 09:30:00"')
    year, month, day, hour, minute, second = match.groups()
    last = datetime.datetime.fromtimestamp(last_ms / 1000, _ZONE)
    try:
        when = datetime.datetime(
            int(year or last.year), int(month or last.month), int(day or last.day),
            int(hour), int(minute), int(second or 59), 999_000, _ZONE,
        )  # fmt: skip
    except ValueError as error:
        raise ValueError(f"{text!r} is no time: {error}") from None
    return int(when.timestamp() * 1000)


def _last(link: sqlite3.Connection) -> int:
    row = link.execute("SELECT body FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    if row is None:
        raise ValueError("the journal is empty")
    from hall.controller.journal import decode_events

    return decode_events([row[0]])[0].at


def picture(hall: Hall, until: int | None) -> dict[str, Any]:
    """The hall as plain values. Masks only: the journal holds nothing clear."""
    facts = hall.facts
    zones = [
        {
            "zone": zone.id,
            "name": zone.name,
            "waiting": sum(hall.waiting(q.id) for q in hall.config.queues if q.zone == zone.id),
            "open": sum(
                facts.windows[w.id].state.value != "closed" for w in hall.config.windows if w.zone == zone.id
            ),
            "windows": sum(w.zone == zone.id for w in hall.config.windows),
        }
        for zone in hall.config.zones
    ]
    windows = [
        {
            "window": w.id,
            "number": w.number,
            "state": facts.windows[w.id].state.value,
            "since": _clock(facts.windows[w.id].since_ms),
            "staff": facts.windows[w.id].staff,
            "ticket": _number(hall, facts.windows[w.id].ticket),
            "done": facts.windows[w.id].done,
            "passed": facts.windows[w.id].passed,
        }
        for w in hall.config.windows
    ]
    tickets = [
        {
            "ticket": t.id,
            "number": t.number,
            "service": t.service,
            "class": t.klass.value,
            "state": t.state.value,
            "issued": _clock(t.issued_ms),
            "called": _clock(t.called_ms),
            "ended": _clock(t.ended_ms),
            "window": t.window,
        }
        for t in facts.tickets.values()
    ]
    return {
        "until": _stamp(until) if until else _stamp(facts.at),
        "last_event": {"seq": facts.seq, "at": _stamp(facts.at)},
        "day": facts.day,
        "issued": facts.issued,
        "done": facts.done,
        "zones": zones,
        "windows": windows,
        "tickets": tickets,
    }


def words(shown: dict[str, Any]) -> str:
    """The picture as a page of text."""
    lines = [
        f"{shown['until']}  after event {shown['last_event']['seq']} of {shown['last_event']['at']}",
        f"day {shown['day']}: {shown['issued']} taken, {shown['done']} done",
        "",
        *(f"  {z['zone']:<4} {z['name']}: {z['waiting']} waiting, {z['open']} of {z['windows']} windows open"
          for z in shown["zones"]),
        "",
        *(f"  window {w['number']:<4} {w['state']:<8} {w['since'] or '-':<9} {w['ticket'] or '-':<6} "
          f"{w['staff'] or '-':<6} done {w['done']}, passed {w['passed']}" for w in shown["windows"]),
        "",
    ]  # fmt: skip
    open_states = (TicketState.WAITING.value, TicketState.CALLED.value, TicketState.SERVING.value)
    for t in shown["tickets"]:
        mark = "*" if t["state"] in open_states else " "
        times = f"{t['issued']} {t['called'] or '-':<8} {t['ended'] or '-':<8}"
        lines.append(
            f" {mark} {t['number']:<6} {t['state']:<10} {times} {t['window'] or '-':<4} {t['service']}"
        )
    return "\n".join(lines)


def _number(hall: Hall, ticket: str) -> str:
    found = hall.facts.tickets.get(ticket)
    return found.number if found else ""


def _clock(ms: int) -> str:
    return datetime.datetime.fromtimestamp(ms / 1000, _ZONE).strftime("%H:%M:%S") if ms else ""


def _stamp(ms: int) -> str:
    return datetime.datetime.fromtimestamp(ms / 1000, _ZONE).strftime("%Y-%m-%d %H:%M:%S") if ms else ""
