"""The calling rule: head start. A ticket counts as issued h seconds earlier, h by its class; the earliest is next.

So nobody is overtaken by anybody who came more than h later, nobody starves, and the bound can be printed on a wall
(handbook waiting.md §2.1). First come, first served inside a class.
"""

from hall.contract.config import PolicyPart
from hall.contract.tickets import TicketClass
from hall.domain.state import Hall


def effective_ms(issued_ms: int, klass: TicketClass, policy: PolicyPart) -> int:
    """Place in line, ms: the issue time less the head start of the class."""
    if klass is TicketClass.PRIORITY:
        return issued_ms - policy.priority_head_start_s * 1000
    if klass is TicketClass.BOOKED:
        return issued_ms - policy.booked_head_start_s * 1000
    return issued_ms


def next_ticket(hall: Hall, window: str) -> str:
    """The ticket this window calls next, "" when nobody waits in its queues. Cost: one look at each queue's head."""
    heads = [waiting[0] for q in hall.windows[window].queues if (waiting := hall.facts.queues[q].waiting)]
    return min(heads)[2] if heads else ""


def line(hall: Hall, window: str, most: int) -> list[str]:
    """The first `most` tickets in the order this window would call them."""
    merged = sorted(
        entry for q in hall.windows[window].queues for entry in hall.facts.queues[q].waiting[:most]
    )
    return [ticket for _, _, ticket in merged[:most]]
