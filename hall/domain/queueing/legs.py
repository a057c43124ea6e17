"""Several services on one number (一号受理, R063) and bundles (一件事, R018): which leg is first, which is next."""

from hall.contract import tickets as t
from hall.contract.config import ServicePart
from hall.contract.legs import LegResumed, LegState, TicketQueued
from hall.contract.unions import Event
from hall.domain import facts as f
from hall.domain.catalogue import must_be_offered
from hall.domain.queueing.rule import may_call
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.waiting.estimate import forecast

NEVER_S = 1 << 40  # the wait for a queue nobody serves now


def need_of(service: ServicePart) -> str:
    """Who alone may call for this service."""
    return f"skill:{service.skill}" if service.skill else ""


def spread(hall: Hall, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The services asked for, a bundle without a queue of its own replaced by what it is made of."""
    if len(wanted) == 1:  # as most are: nothing twice, nothing within another
        service = hall.services.get(wanted[0])
        if service is not None and (service.queue or not service.bundle):
            must_be_offered(hall, wanted[0])
            return wanted
    found: list[str] = []
    for name in wanted:
        service = hall.services.get(name)
        if service is None:
            raise Refusal("no_service", "没有这个事项，请重新选择", f"No such service: {name}. Choose again.")
        found += service.bundle if service.bundle and not service.queue else (name,)
    missing = next((x for x in found if x not in hall.services), "")
    if missing:
        raise Refusal("no_service", "没有这个事项，请重新选择", f"No such service: {missing}. Choose again.")
    for name in dict.fromkeys((*wanted, *found)):
        must_be_offered(hall, name)
    return tuple(dict.fromkeys(found))


def ordered(
    hall: Hall, services: tuple[str, ...], klass: t.TicketClass, place: int, now: int
) -> tuple[str, tuple[t.Plan, ...]]:
    """(first service, plan of the others): first the one with the shortest wait among those that need no other before
    them. The rest is ordered again when its turn comes, because the hall changes meanwhile."""
    if len(services) == 1:
        return services[0], ()
    wanted = frozenset(services)
    plans = {
        name: t.Plan(name, part.queue, need_of(part), tuple(x for x in part.after if x in wanted))
        for name, part in ((name, hall.services[name]) for name in services)
    }
    ready = [name for name in services if not plans[name].after] or list(services)
    if len(ready) > 1:
        ready.sort(key=lambda x: _wait_s(hall, plans[x].queue, klass, plans[x].need, place, now))
    return ready[0], tuple(plan for name, plan in plans.items() if name != ready[0])


def _wait_s(hall: Hall, queue: str, klass: t.TicketClass, need: str, place: int, now: int) -> int:
    said = forecast(hall, queue, place, now, klass, need)
    return said.low_s if said.known else NEVER_S


def ready(ticket: f.Ticket) -> list[f.Leg]:
    """The planned legs that can be done now: whatever they need before is over."""
    open_legs = {x.service for x in ticket.others if x.state in (LegState.PLANNED, LegState.PAUSED)}
    planned = [x for x in ticket.others if x.state is LegState.PLANNED]
    free = [x for x in planned if not open_legs.intersection(x.after)]
    paused = any(x.state is LegState.PAUSED for x in ticket.others)
    return free or ([] if paused else planned)


def walk(hall: Hall, ticket: f.Ticket, now: int) -> tuple[f.Leg, ...]:
    """What is still to come, in the order it would be done as the hall is now: each time the leg with the shortest wait
    among those that need no other before them."""
    live = (LegState.PLANNED, LegState.PAUSED)
    left = [x for x in ticket.others if x.state in live]
    wait = {x.number: _wait_s(hall, x.queue, ticket.klass, x.need, ticket.effective_ms, now) for x in left}
    found: list[f.Leg] = []
    while left:
        names = {x.service for x in left}
        free = [x for x in left if not names.intersection(x.after)] or left
        best = min(free, key=lambda x: (x.state is LegState.PAUSED, wait.get(x.number, 0), x.number))
        left.remove(best)
        found.append(best)
    return tuple(found)


def onward(hall: Hall, ticket: f.Ticket, window: str, now: int) -> tuple[Event, ...]:
    """What follows when the current leg is done: a service paused at this window goes on; else a leg this window can
    do is done at once (一窗办理); else the one with the shortest wait begins to wait; else back to the window that had
    sent the visitor here; else the visit is over."""
    paused = [x for x in ticket.others if x.state is LegState.PAUSED]
    here = [x for x in paused if x.window == window]
    if here:
        return (LegResumed(ticket.id, window, here[-1].number),)
    legs = ready(ticket)
    for leg in legs:
        if leg.queue in hall.serves[window] and may_call(hall, window, leg.need):
            return (LegResumed(ticket.id, window, leg.number),)
    if legs:
        place = ticket.effective_ms
        best = min(
            legs,
            key=lambda x: (_wait_s(hall, x.queue, ticket.klass, x.need, place, now), x.number),
        )
        said = forecast(hall, best.queue, place, now, ticket.klass, best.need)
        return (TicketQueued(ticket.id, best.queue, best.service, best.need, best.number, said),)
    if paused:
        back = paused[-1]
        again = may_return(hall, back.window, back.queue)
        need = f"window:{back.window}" if again else own_need(hall, back.service)
        said = forecast(hall, back.queue, ticket.effective_ms, now, ticket.klass, need)
        return (TicketQueued(ticket.id, back.queue, back.service, need, back.number, said),)
    return ()


def own_need(hall: Hall, service: str) -> str:
    """`need_of` by id; nothing special where the item is gone."""
    part = hall.services.get(service)
    return need_of(part) if part is not None else ""


def may_return(hall: Hall, window: str, queue: str) -> bool:
    """Can somebody be called again by this window: is it staffed, and does it still serve the queue?"""
    return at_work(hall, window) and queue in hall.serves[window]


def reachable(hall: Hall, need: str, queue: str, leaving: str = "") -> bool:
    """Is the window or person that alone may call still there for this queue, once `leaving` has signed off?"""
    kind, _, name = need.partition(":")
    if kind == "window":
        return name != leaving and may_return(hall, name, queue)
    if kind == "staff":
        there = (w.id for w in hall.facts.windows.values() if w.staff == name and w.id != leaving)
        return any(queue in hall.serves[w] for w in there)
    return True


def at_work(hall: Hall, window: str) -> bool:
    """Is somebody signed on there?"""
    have = hall.facts.windows.get(window)
    return have is not None and bool(have.staff)
