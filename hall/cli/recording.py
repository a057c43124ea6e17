"""`hall recording WHAT`: which cameras saw a finding, or a number at its windows, from when to when, and the addresses
that open it on the recorder (R078). Whoever watches registers the look-up; this only says where it is."""

import argparse
import json
import sys

import msgspec

from hall.bus.site import BadConfig, Site
from hall.cli.replay import Unreadable, folded
from hall.contract.check import mean
from hall.contract.recording import Clip, Footage, Lack, clips
from hall.domain import recordings, words
from hall.domain.calendar import day_of
from hall.domain.clock_words import clock
from hall.domain.state import Hall

_LACKS = {
    Lack.LINK: "look it up on the recorder by its time: [recording] has no link",
    Lack.CHANNEL: "not on the recorder: the camera has no channel",
    Lack.GONE: "no longer kept",
}


class Place(msgspec.Struct, frozen=True):
    """One stay of something at one place; `footage` None: it was nowhere."""

    name: str
    footage: Footage | None
    clips: tuple[Clip, ...]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        default="",
        metavar="WHAT",
        help="a number (A012), or the id of a finding; without it every finding of the day",
    )
    parser.add_argument("--config", required=True, metavar="FILE")
    parser.add_argument(
        "--day", default="", metavar="YYYY-MM-DD", help="the day; the journal's last without it"
    )
    parser.add_argument("--json", action="store_true")


def main(options: argparse.Namespace) -> int:
    """0: told; 1: nothing of that name, or the journal cannot be read; 2: wrong configuration or day."""
    try:
        site = Site.load(options.config)
        hall, _ = folded(site, f"{options.day} 23:59:59" if options.day else None)
    except (BadConfig, ValueError) as error:
        print(f"hall recording: {error}", file=sys.stderr)
        return 2
    except Unreadable as error:
        print(f"hall recording: {error}", file=sys.stderr)
        return 1
    if hall.config.recording is None:
        print(
            f"hall recording: {options.config} names no recorder; add a table [recording] (docs/vision.md)",
            file=sys.stderr,
        )
        return 2
    if options.day and hall.facts.day != options.day:
        print(f"hall recording: the journal holds nothing of {options.day}", file=sys.stderr)
        return 1
    found = places(hall, options.what, site.clock.now_ms())
    if not found and options.what:
        print(f"hall recording: {_nothing(hall, options.what)}", file=sys.stderr)
        return 1
    print(
        json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=2)
        if options.json
        else page(hall, found)
    )
    return 0


def places(hall: Hall, what: str, now: int) -> tuple[Place, ...]:
    """Of a finding, of a number, or of all findings of the hall's day."""
    tickets = [t for t in hall.facts.tickets.values() if what and what.upper() in (t.id.upper(), t.number)]
    stays = [
        (f"{ticket.number} {words.window(hall, window)[1]}", footage)
        for ticket in tickets
        for window, footage in recordings.of_ticket(hall, ticket)
    ]
    findings = [
        (finding.id, recordings.of_finding(hall, finding))
        for finding in hall.facts.findings.values()
        if what == finding.id or (not what and day_of(finding.raised_ms) == hall.facts.day)
    ]
    end = min(now, hall.facts.at)  # what goes on is known up to the last event
    return tuple(
        Place(name, footage, clips(hall.config, _known(footage, end), now) if footage is not None else ())
        for name, footage in (*stays, *findings)
    )


def _known(footage: Footage, end: int) -> Footage:
    return msgspec.structs.replace(footage, end_ms=footage.end_ms or end)


def page(hall: Hall, found: tuple[Place, ...]) -> str:
    """A line for each camera."""
    lines: list[str] = []
    for place in found:
        lines.append(place.name)
        if place.footage is None:
            lines.append("  nowhere in the hall")
        elif not place.clips:
            lines.append("  no camera looks there")
        lines += [f"  {_line(hall, clip, place.footage)}" for clip in place.clips]
    return "\n".join(lines) or f"no findings on {hall.facts.day}"


def _line(hall: Hall, clip: Clip, footage: Footage | None) -> str:
    part = hall.cameras[clip.camera]
    name = f"{clip.camera} {part.name}".strip()
    zone = " (of the zone)" if footage is not None and footage.around else ""
    start, end = clock(clip.start_ms), clock(clip.end_ms)
    day = "" if end.date() == start.date() else f"{end:%Y-%m-%d} "
    return f"{name}{zone}  {start:%Y-%m-%d %H:%M:%S}–{day}{end:%H:%M:%S}  {clip.address or _LACKS[clip.lack]}"


def _nothing(hall: Hall, what: str) -> str:
    day = hall.facts.day
    number = next((t for t in hall.facts.tickets.values() if what.upper() in (t.id.upper(), t.number)), None)
    if number is not None:
        return f"{number.number} was at no window on {day}"
    near = mean(what, (*hall.facts.findings, *(t.number for t in hall.facts.tickets.values())))
    return f"no number and no finding {what!r} on {day}; {near or 'another day is asked for with --day'}"
