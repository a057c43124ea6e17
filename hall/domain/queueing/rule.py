"""The calling rule: who is next at a window. Four rules over the same lines, chosen by configuration.

**Head start** (the default): a ticket counts as issued h seconds earlier, h by its class; the earliest is next. Nobody
is overtaken by anybody who came more than h later, so nobody starves, and the bound can be printed on a wall (handbook
waiting.md §2.1). **First come**, **strict** (priority, then booked, then normal) and **ratio** patterns (P P G S) are
for halls that must. Whoever a manager pushed to the top comes first under every rule. Inside a class: first come,
first served.

Each queue keeps one sorted line per class and need, so a decision looks at the heads of a few lines, however many wait.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from functools import lru_cache
from heapq import merge
from itertools import islice

from hall.contract.config import CallingPart, PolicyPart
from hall.contract.tickets import TicketClass
from hall.domain import facts as f
from hall.domain.state import Hall

Entry = tuple[int, int, str]  # effective_ms, order, ticket
TOP = "top"
FIRST_COME, STRICT, RATIO = "first_come", "strict", "ratio"
_RANK = {TOP: 0, "priority": 1, "booked": 2, "normal": 3}
_LETTER = {"P": "priority", "S": "booked", "G": "normal"}
LATEST = 1 << 62
# Bound once: an enum's member costs a look-up each time, and this file runs for every ticket taken.
_PRIORITY, _BOOKED, _NORMAL = TicketClass.PRIORITY, TicketClass.BOOKED, TicketClass.NORMAL
_BY_CLOCK = frozenset({FIRST_COME, RATIO, STRICT})  # these rules know no head start


def head_start_ms(klass: TicketClass, policy: PolicyPart) -> int:
    """How much earlier a ticket of this class counts, ms."""
    if klass is _PRIORITY:
        return policy.priority_head_start_s * 1000
    if klass is _BOOKED:
        return policy.booked_head_start_s * 1000
    return 0


def effective_ms(clock_ms: int, klass: TicketClass, policy: PolicyPart) -> int:
    """Place in line, ms: the time it counts from, less the head start of the class."""
    return clock_ms if klass is _NORMAL else clock_ms - head_start_ms(klass, policy)


def line_of(klass: TicketClass, need: str, pushed: bool = False) -> str:
    """The line a ticket stands in: its class (or "top"), and who alone may call it."""
    return f"{TOP if pushed else klass._value_}/{need}"  # as `value`, which costs a call


@lru_cache(maxsize=4096)
def split(line: str) -> tuple[str, str]:
    """(class or "top", need) of a line."""
    klass, _, need = line.partition("/")
    return klass, need


def stand(hall: Hall, ticket: f.Ticket) -> None:
    """Put a ticket into its line."""
    ticket.line = line_of(ticket.klass, ticket.need, ticket.pushed)
    line = hall.queue_facts(ticket.queue).lines.setdefault(ticket.line, [])
    entry = (ticket.effective_ms, ticket.order, ticket.id)
    if not line or line[-1] < entry:  # as most who come
        line.append(entry)
    else:
        insort(line, entry)


def leave(hall: Hall, ticket: f.Ticket) -> None:
    """Take it out again."""
    lines = hall.facts.queues[ticket.queue].lines
    line = lines.get(ticket.line)
    if line is None:
        return
    key = (ticket.effective_ms, ticket.order, ticket.id)
    at = bisect_left(line, key)
    if at < len(line) and line[at] == key:
        del line[at]
        if not line:
            del lines[ticket.line]


def may_call(hall: Hall, window: str, need: str) -> bool:
    """Has this window, or who sits there, what the ticket needs?"""
    return need in hall.needs[window] or need == f"staff:{hall.facts.windows[window].staff}"


def rule_of_window(hall: Hall, window: str) -> CallingPart:
    return hall.calling[hall.windows[window].zone]


def rule_of_queue(hall: Hall, queue: str) -> CallingPart:
    return hall.calling[hall.queues[queue].zone]


def next_ticket(hall: Hall, window: str) -> str:
    """The ticket this window calls next, "" when nobody waits for it."""
    return next_in_turn(hall, window)[0]


def next_in_turn(hall: Hall, window: str) -> tuple[str, int]:
    """(ticket or "", the window's turn afterwards or -1). Cost: one look at the head of each line of its queues."""
    calling = rule_of_window(hall, window)
    if calling.rule == RATIO:
        return _ratio(hall, window, calling.pattern)
    best: tuple[int, int, int, str] | None = None
    policy = hall.policy
    for klass, entry in _heads(hall, window):
        key = _key(calling.rule, klass, entry, policy)
        if best is None or key < best:
            best = key
    return (best[3], -1) if best else ("", -1)


def _heads(hall: Hall, window: str) -> Iterator[tuple[str, Entry]]:
    needs = hall.needs[window]
    staff = f"staff:{hall.facts.windows[window].staff}"
    queues = hall.facts.queues
    for queue in hall.serves[window]:
        for name, line in queues[queue].lines.items():
            klass, need = split(name)
            if need in needs or need == staff:
                yield klass, line[0]


def _key(rule: str, klass: str, entry: Entry, policy: PolicyPart) -> tuple[int, int, int, str]:
    """What the rule sorts by, smaller is sooner: the same key for calling and for counting who is ahead."""
    effective, order, ticket = entry
    if rule == STRICT:
        return _RANK[klass], effective + _start(klass, policy), order, ticket
    if rule in _BY_CLOCK:
        return int(klass != TOP), effective + _start(klass, policy), order, ticket
    return int(klass != TOP), effective, order, ticket


def _start(klass: str, policy: PolicyPart) -> int:
    if klass == "priority":
        return policy.priority_head_start_s * 1000
    return policy.booked_head_start_s * 1000 if klass == "booked" else 0


def _ratio(hall: Hall, window: str, pattern: tuple[str, ...]) -> tuple[str, int]:
    """The pattern is walked from where this window stands; a class nobody waits in gives its turn to the next."""
    best: dict[str, tuple[int, int, int, str]] = {}
    for klass, entry in _heads(hall, window):
        key = _key(RATIO, klass, entry, hall.policy)
        if klass not in best or key < best[klass]:
            best[klass] = key
    turn = hall.facts.windows[window].turn % len(pattern) if pattern else 0
    if TOP in best:
        return best[TOP][3], turn
    for step in range(len(pattern)):
        klass = _LETTER[pattern[(turn + step) % len(pattern)]]
        if klass in best:
            return best[klass][3], (turn + step + 1) % len(pattern)
    return (min(best.values())[3], turn) if best else ("", turn)


def in_order(hall: Hall, queue: str) -> Iterator[str]:
    """Who waits in a queue, in the order of its rule (a ratio pattern is told as first come), top first."""
    rule, policy = rule_of_queue(hall, queue).rule, hall.policy
    for key in merge(
        *(_keyed(rule, split(n)[0], x, policy) for n, x in hall.facts.queues[queue].lines.items())
    ):
        yield key[3]


def _keyed(
    rule: str, klass: str, line: list[Entry], policy: PolicyPart
) -> Iterator[tuple[int, int, int, str]]:
    return (_key(rule, klass, entry, policy) for entry in line)


def line(hall: Hall, window: str, most: int) -> list[str]:
    """The first `most` tickets this window may call, in the order it would (a ratio pattern as first come)."""
    rule, policy = rule_of_window(hall, window).rule, hall.policy
    lines = (
        _keyed(rule, klass, entries, policy)
        for queue in hall.serves[window]
        for name, entries in hall.facts.queues[queue].lines.items()
        for klass, need in (split(name),)
        if may_call(hall, window, need)
    )
    return [key[3] for key in islice(merge(*lines), most)]


def ahead(hall: Hall, queue: str, klass: TicketClass, need: str, effective: int, order: int = LATEST) -> int:
    """How many of the queue will be called before a ticket of this class, need and place. Those who wait for one
    window or person alone do not stand before others."""
    rule = rule_of_queue(hall, queue).rule
    policy = hall.policy
    own, by_clock = klass._value_, rule in _BY_CLOCK
    own_clock = effective + _start(own, policy) if by_clock else effective
    total, key = 0, (effective, order)
    for name, entries in hall.facts.queues[queue].lines.items():
        other, its_need = split(name)
        if its_need and its_need != need and not its_need.startswith("skill:"):
            continue
        if other == TOP or (rule == STRICT and _RANK[other] < _RANK[own]):
            total += len(entries)
        elif rule == STRICT and _RANK[other] > _RANK[own]:
            continue
        else:
            if by_clock:
                key = (own_clock - _start(other, policy), order)
            # Who comes is mostly behind all.
            total += len(entries) if entries and entries[-1] < key else bisect_right(entries, key)
    return total


def behind_ms(hall: Hall, ticket: f.Ticket, other: f.Ticket) -> int | None:
    """The place right behind another ticket that waits in the same queue, under the queue's rule. Where the rule lets
    nobody of this class stand right behind it, the nearest place it allows; None when its class has nobody there."""
    rule, policy = rule_of_queue(hall, ticket.queue).rule, hall.policy
    own, its = ticket.klass.value, other.klass.value
    apart = rule == STRICT and own != its
    if apart and _RANK[own] < _RANK[its] and not other.pushed:
        return None  # all of its own class are called before `other`: behind the last of them
    if apart or other.pushed:
        heads = [
            _key(rule, klass, line[0], policy)[1]
            for klass, line in ((split(n)[0], x) for n, x in hall.facts.queues[ticket.queue].lines.items())
            if klass == own or (klass != TOP and rule != STRICT)
        ]
        return min(heads) - 1 - _sort_start(rule, own, policy) if heads else None
    return other.effective_ms + _sort_start(rule, its, policy) - _sort_start(rule, own, policy)


def _sort_start(rule: str, klass: str, policy: PolicyPart) -> int:
    """What `_key` adds to the effective time, ms."""
    return _start(klass, policy) if rule in _BY_CLOCK else 0
