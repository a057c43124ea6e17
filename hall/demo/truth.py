"""Was it a true morning? Reads the journal from its first byte and compares it with what people were told and shown.

Every function returns sentences; an empty list means that nothing was wrong.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from hall.contract import devices as d
from hall.contract import tickets as t
from hall.contract.config import HallConfig
from hall.contract.unions import Done, Recorded
from hall.controller.journal import BadEvent, walk
from hall.controller.store import CHAIN_START, connect_read
from hall.domain.evolve import evolve
from hall.domain.jobs import jobs_for
from hall.domain.state import Hall


def read_journal(path: Path) -> tuple[list[Recorded], str]:
    """Every event whose chain is whole, and a sentence about the first that is not ("" when all are)."""
    link = connect_read(path)
    events: list[Recorded] = []
    try:
        for recorded, _ in walk(link, 0, CHAIN_START):
            events.append(recorded)
    except BadEvent as error:
        return events, str(error)
    finally:
        link.close()
    return events, ""


def no_number_twice(events: Iterable[Recorded]) -> list[str]:
    """A number is issued once a day; a ticket is at one window at a time and in one state."""
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    at: dict[str, str] = {}  # ticket -> window
    ended: set[str] = set()
    busy: dict[str, str] = {}  # window -> ticket
    for one in events:
        event = one.event
        match event:
            case t.TicketIssued():
                seen[event.ticket] += 1
                if seen[event.ticket] > 1:
                    wrong.append(
                        f"ticket {event.ticket} was issued {seen[event.ticket]} times (event {one.seq})"
                    )
            case t.TicketCalled():
                if event.ticket in ended:
                    wrong.append(f"{event.ticket} was called after its end (event {one.seq})")
                if at.get(event.ticket, event.window) != event.window:
                    wrong.append(
                        f"{event.ticket} is at windows {at[event.ticket]} and {event.window} (event {one.seq})"
                    )
                if busy.get(event.window, event.ticket) != event.ticket:
                    wrong.append(f"window {event.window} has two visitors (event {one.seq})")
                at[event.ticket], busy[event.window] = event.window, event.ticket
            case t.TicketStarted() if at.get(event.ticket) != event.window:
                wrong.append(f"{event.ticket} was started at window {event.window}, where it was not called")
            case t.TicketReturned():
                at.pop(event.ticket, None)
                busy.pop(event.window, None)
            case t.TicketFinished() | t.TicketPassed():
                if at.pop(event.ticket, "") != event.window:
                    wrong.append(
                        f"{event.ticket} ended at window {event.window}, where it was not (event {one.seq})"
                    )
                busy.pop(event.window, None)
                ended.add(event.ticket)
            case t.TicketCancelled():
                ended.add(event.ticket)
    return wrong


def answers_are_there(answered: Iterable[Done], events: Sequence[Recorded]) -> list[str]:
    """Every event of every answer stands in the journal, in its place and unchanged."""
    by_seq = {one.seq: one for one in events}
    wrong = []
    for done in answered:
        for told in done.events:
            if by_seq.get(told.seq) != told:
                wrong.append(f"an answered command is missing: event {told.seq} {type(told.event).__name__}")
    return wrong


def numbers_shown_exist(numbers: Iterable[str], events: Iterable[Recorded]) -> list[str]:
    """What the kiosks showed their visitors was issued, once each."""
    issued = {one.event.number for one in events if isinstance(one.event, t.TicketIssued)}
    shown = Counter(numbers)
    wrong = [
        f"a kiosk showed {number}, which the journal does not know"
        for number in shown
        if number not in issued
    ]
    wrong += [f"{n} visitors were shown the number {number}" for number, n in shown.items() if n > 1]
    wrong += [f"{number} was issued, but no visitor was shown it" for number in sorted(issued - set(shown))]
    return wrong


def slips_are_printed(texts: Iterable[str], events: Sequence[Recorded], config: HallConfig) -> list[str]:
    """Every number stands on paper that came out of a printer, or the hall says that its slip was lost, and why."""
    paper = "\n".join(texts)
    printers = {k.id: k.printer for k in config.kiosks}
    lost = {one.event.job for one in events if isinstance(one.event, d.JobLost)}
    wrong = []
    for one in events:
        event = one.event
        if not isinstance(event, t.TicketIssued) or not printers.get(event.kiosk):
            continue
        if event.number not in paper and f"{one.seq}.0" not in lost:
            wrong.append(f"no printer printed the slip of {event.number}, and the hall does not know")
    return wrong


def panels_show_the_truth(shown: dict[str, str], events: Sequence[Recorded]) -> list[str]:
    """`shown`: window -> text on the pretend panel at the end. It names the visitor who is there, and nobody else."""
    wrong = []
    number: dict[str, str] = {}
    names: dict[str, str] = {}
    for one in events:
        match one.event:
            case t.TicketIssued():
                names[one.event.ticket] = one.event.number
            case t.TicketCalled() | t.TicketStarted():
                number[one.event.window] = names.get(one.event.ticket, "?")
            case t.TicketFinished() | t.TicketPassed() | t.TicketReturned():
                number.pop(one.event.window, None)
    for window, text in shown.items():
        there = number.get(window, "")
        others = [n for n in names.values() if n in text and n != there]
        if there and there not in text:
            wrong.append(f"the panel of window {window} shows {text!r}, but {there} is there")
        if others:
            wrong.append(f"the panel of window {window} shows {text!r}, but nobody of that number is there")
    return wrong


def ordered(events: Iterable[Recorded], config: HallConfig) -> str:
    """All that printers, panels and voices were told to print, show and say: the jobs the hall's own rules make of the
    journal, one JSON a line."""
    hall = Hall(config)
    lines = []
    for one in events:
        evolve(one, hall)
        lines += [msgspec.json.encode(job).decode() for job in jobs_for(one, hall)]
    return "\n".join(lines)


def nobody_is_named(files: Iterable[Path], texts: Mapping[str, str], secrets: Iterable[str]) -> list[str]:
    """None of the secrets (whole names, card numbers, phones, codes) stands in a file or a text. `texts`: what it is,
    and all it says. A mask as 张* is no name."""
    places = [(path.name, path.read_bytes()) for path in files]
    places += [(name, text.encode()) for name, text in texts.items()]
    sought = [secret.encode() for secret in dict.fromkeys(secrets) if secret]
    wrong = []
    for name, data in places:
        found = sum(1 for secret in sought if secret in data)
        if found:
            wrong.append(f"{name}: holds {found} names, card numbers, phones or codes of visitors")
    return wrong


def incidents_were_seen(
    events: Iterable[Recorded], wanted: Sequence[tuple[str, type, dict[str, object]]]
) -> list[str]:
    """Each wanted event, described in words and by the fields it must have, happened."""
    have = [one.event for one in events]
    wrong = []
    for words, kind, fields in wanted:
        if not any(type(e) is kind and all(getattr(e, k) == v for k, v in fields.items()) for e in have):
            wrong.append(f"the journal does not show that {words}")
    return wrong
