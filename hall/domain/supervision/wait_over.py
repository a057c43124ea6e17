"""W01 and A01: a visitor waits over 20, then over 30 minutes of service hours (R036, supervision.md §3.2).

Judged on the first segment of each leg: from the issue to the first call. Exactly the limit is not over it.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from hall.contract.opening import DayClosed
from hall.contract.supervision import FindingCleared, FindingCode, FindingRaised, Level
from hall.contract.tickets import TicketAbandoned, TicketCalled, TicketCancelled, TicketState
from hall.contract.unions import Event
from hall.domain.calendar import day_start, open_seconds, open_since
from hall.domain.facts import Ticket
from hall.domain.fold_findings import WAIT_BITS
from hall.domain.hours import DAY_MS
from hall.domain.state import Hall
from hall.domain.supervision.book import raised, told

AT_ONCE = 400  # findings in one tick; a flood is spread over the next ticks instead of stopping the hall


def wait_over(hall: Hall, now: int) -> Iterable[Event]:
    """Those who wait, those who were called late since the last tick, and findings whose wait is over."""
    yield from islice(chain(_waiting(hall, now), _at_windows(hall, now)), AT_ONCE)
    yield from _over(hall, now)


ENDS = frozenset({TicketCalled, TicketCancelled, TicketAbandoned, DayClosed})


def following(events: Iterable[Event], hall: Hall, now: int) -> tuple[Event, ...]:
    """What these events, about to be journalled, end: a wait that ends between two ticks is judged to the second.

    To be asked with the hall as it stands before the events are folded. Only those of ENDS end anything.
    """
    found: list[Event] = []
    for event in events:
        if isinstance(event, TicketCancelled | TicketAbandoned) or (
            isinstance(event, TicketCalled) and event.times == 1
        ):
            found += _judged(hall, hall.facts.tickets.get(event.ticket), now, now)
        elif isinstance(event, DayClosed):
            for ticket in event.expired:
                found += _judged(hall, hall.facts.tickets.get(ticket), now, now)
    return tuple(found)


def day_over(hall: Hall, now: int) -> tuple[Event, ...]:
    """Findings about those who still wait as their day is over: with the day their tickets leave the memory, so the
    whole wait is said here. Service hours of a later day are none of it."""
    end = min(now, day_start(hall.facts.day) + DAY_MS) if hall.facts.day else now
    return tuple(_over(hall, end, whole=True))


def _limits(hall: Hall) -> tuple[tuple[FindingCode, Level, int], ...]:
    return (
        (FindingCode.WAIT_WARN, Level.WARN, hall.policy.warn_s),
        (FindingCode.WAIT_OVER, Level.ALERT, hall.policy.abnormal_s),
    )


def _id(code: FindingCode, ticket: Ticket) -> str:
    """One per leg: the second service of a visit waits, and is judged, for itself."""
    return f"{code.value}-{ticket.id}-{ticket.leg}"


def _waiting(hall: Hall, now: int) -> Iterator[Event]:
    """The line is sorted by effective time, which is never later than the issue: whoever has waited too long stands
    among those with an effective time before the limit, and the scan ends there."""
    least = min(hall.policy.warn_s, hall.policy.abnormal_s) + 1
    for queue in hall.queues:
        lines = [x for x in hall.facts.queues[queue].lines.values() if x[0][0] <= now - least * 1000]
        if not lines:
            continue
        cuts = [
            (open_since(hall, queue, now, limit + 1), WAIT_BITS[code]) for code, _, limit in _limits(hall)
        ]
        last = max(cut for cut, _ in cuts)
        for line in lines:
            for effective_ms, _, name in line:
                if effective_ms > last:
                    break
                ticket = hall.facts.tickets[name]
                if ticket.segment == 1 and any(
                    ticket.queued_ms <= cut and not ticket.judged & bit for cut, bit in cuts
                ):
                    yield from _judged(hall, ticket, now, now)


def _at_windows(hall: Hall, now: int) -> Iterator[Event]:
    shortest = min(hall.policy.warn_s, hall.policy.abnormal_s) * 1000
    for window in hall.facts.windows.values():
        ticket = hall.facts.tickets.get(window.ticket) if window.ticket else None
        if ticket is not None and ticket.called_ms - ticket.queued_ms > shortest:
            yield from _judged(hall, ticket, ticket.called_ms, now)


def _judged(hall: Hall, ticket: Ticket | None, end_ms: int, now: int) -> list[FindingRaised]:
    """What this ticket's wait until `end_ms` is, where it was not raised before."""
    if ticket is None or ticket.segment > 1 or (ticket.called_ms and ticket.called_ms < end_ms):
        return []
    if ticket.state not in (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING):
        return []
    wait_s = open_seconds(hall, ticket.queue, ticket.queued_ms, end_ms)
    zone = hall.zone_of_queue(ticket.queue).id
    return [
        raised(
            hall,
            now,
            code,
            level,
            ticket.id,
            ticket.queued_ms,
            finding=_id(code, ticket),
            zone=zone,
            value_s=wait_s,
            detail=ticket.number,
            told=told(hall, zone, level),
        )
        for code, level, limit in _limits(hall)
        if wait_s > limit and _id(code, ticket) not in hall.facts.findings
    ]


def _over(hall: Hall, now: int, whole: bool = False) -> Iterator[Event]:
    """The visitor was called, went away, or (`whole`) the day is over; the value becomes the whole wait."""
    for finding in chain(*(tuple(hall.open.get(code, {}).values()) for code in WAIT_BITS)):
        ticket = hall.facts.tickets.get(finding.subject)
        if ticket is None:
            yield FindingCleared(finding.id)
        elif not ticket.judged & WAIT_BITS[finding.code]:  # that leg is over, the visit goes on
            leg = next((x for x in ticket.others if finding.id.endswith(f"-{x.number}")), None)
            end = leg.called_ms if leg is not None else 0
            yield FindingCleared(finding.id, open_seconds(hall, leg.queue, leg.queued_ms, end) if leg else 0)
        elif whole or ticket.called_ms or ticket.segment > 1 or ticket.state is not TicketState.WAITING:
            end = ticket.called_ms if ticket.segment == 1 else 0
            end = end or ticket.ended_ms or now
            yield FindingCleared(finding.id, open_seconds(hall, ticket.queue, ticket.queued_ms, end))
