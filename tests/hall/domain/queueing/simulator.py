"""A small event simulator over a real hall: arrivals stand in its real lines, a free window takes whom the real rule
says. Only the fold of everything else is left out, for speed; `played` is the same by decide and evolve, whole.
"""

import heapq
import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import msgspec

from hall.contract import config as c
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.tickets import Forecast, TicketClass
from hall.contract.views_common import WindowState
from hall.domain import facts as f
from hall.domain.queueing.rule import effective_ms, leave, next_in_turn, stand
from hall.domain.state import Hall
from tests.hall.domain.conftest import Stage, small_hall

MIN = 60_000
NORMAL, PRIORITY, BOOKED = TicketClass.NORMAL, TicketClass.PRIORITY, TicketClass.BOOKED
WHO = p.Identity(p.Way.ASSISTED, "")
NO_FORECAST = Forecast(True, 0)


@dataclass
class Arrival:
    at_ms: int
    klass: TicketClass = NORMAL
    waits_ms: list[int] = field(default_factory=list)  # one for each leg


def poisson(chance: random.Random, per_min: dict[TicketClass, float], count: int) -> list[Arrival]:
    """`count` arrivals of independent Poisson streams, in order."""
    total = sum(per_min.values())
    classes, weights = list(per_min), list(per_min.values())
    now, found = 0.0, []
    for _ in range(count):
        now += chance.expovariate(total) * MIN
        found.append(Arrival(int(now), chance.choices(classes, weights)[0]))
    return found


Draw = Callable[[Arrival], int]  # how long the service of this visitor takes, ms; drawn when it begins


def exponential(seed: int, mean_min: float) -> Draw:
    chance = random.Random(seed)
    return lambda _: max(1, round(chance.expovariate(1 / mean_min) * MIN))


def lognormal(seed: int, mean_min: float, scv: float) -> Draw:
    """With this squared coefficient of variation."""
    chance, variance = random.Random(seed), math.log(1 + scv)
    return lambda _: max(
        1, round(chance.lognormvariate(math.log(mean_min) - variance / 2, math.sqrt(variance)) * MIN)
    )


def some_missing(seed: int, draw: Draw, share: float, lost_min: float) -> Draw:
    """Some do not come when called, which costs the window so much."""
    chance = random.Random(seed)
    return lambda person: round(lost_min * MIN) if chance.random() < share else draw(person)


def hall_with(
    windows: int, rule: str = "first_come", pattern: tuple[str, ...] = (), second: int = 0, **policy: int
) -> c.HallConfig:
    """One zone, a queue with so many windows, and where `second` is not 0 a second queue with its own."""
    day = c.HallPart("sim", "模拟", "Simulation", days=(1, 2, 3, 4, 5, 6, 7), sessions=("00:00-24:00",))
    more = (c.QueuePart("B", "B", "A", "二"),) if second else ()
    return small_hall(
        hall=day,
        zones=(c.ZonePart("A", "区", "Zone"),),
        queues=(c.QueuePart("A", "A", "A", "一"), *more),
        services=(
            c.ServicePart("one", "g", "A", "一"),
            *((c.ServicePart("two", "g", "B", "二", after=("one",)),) if second else ()),
        ),
        windows=tuple(
            c.WindowPart(f"w{n}", "A", str(n), ("B",) if n > windows else ("A",))
            for n in range(1, windows + second + 1)
        ),
        staff=tuple(c.StaffPart(f"s{n}", f"员工{n}") for n in range(1, windows + second + 1)),
        posts=(), kiosks=(), devices=(), cameras=(),
        calling=c.CallingPart(rule, pattern),
        policy=msgspec.structs.replace(c.PolicyPart(), **policy),
    )  # fmt: skip


def simulate(config: c.HallConfig, arrivals: Iterable[Arrival], *draws: Draw) -> list[Arrival]:
    """Everybody is served, leg by leg; `draws`, one for each leg, are asked in the order of starts."""
    hall = Hall(config)
    people = list(arrivals)
    queues = list(hall.queues)
    free = {q: [w.id for w in config.windows if w.queues == (q,)] for q in queues}
    tickets: dict[str, tuple[Arrival, f.Ticket]] = {}
    todo = [(person.at_ms, n, "come", str(n)) for n, person in enumerate(people)]
    heapq.heapify(todo)
    order = len(people)

    def wait(ticket: f.Ticket, queue: str, now: int) -> None:
        ticket.queue, ticket.queued_ms = queue, now
        stand(hall, ticket)
        if free[queue]:
            call(free[queue].pop(0), now)

    def call(window: str, now: int) -> None:
        nonlocal order
        name, turn = next_in_turn(hall, window)
        queue = hall.windows[window].queues[0]
        if not name:
            free[queue].append(window)
            return
        if turn >= 0:
            hall.facts.windows[window].turn = turn
        person, ticket = tickets[name]
        leave(hall, ticket)
        person.waits_ms.append(now - ticket.queued_ms)
        order += 1
        heapq.heappush(todo, (now + draws[queues.index(queue)](person), order, window, name))

    while todo:
        now, n, what, name = heapq.heappop(todo)
        if what == "come":
            person = people[n]
            place = effective_ms(now, person.klass, hall.policy)
            ticket = f.Ticket(
                name, name, n, queues[0], "one", person.klass, WHO, name, NO_FORECAST, now, place, n, n, now
            )
            hall.facts.tickets[name] = ticket
            tickets[name] = person, ticket
            wait(ticket, queues[0], now)
            continue
        person, ticket = tickets[name]
        leg = queues.index(ticket.queue) + 1
        if leg < len(queues):
            wait(ticket, queues[leg], now)
        else:
            del tickets[name], hall.facts.tickets[name]
        call(what, now)
    return people


def played(config: c.HallConfig, arrivals: Iterable[Arrival], *draws: Draw) -> list[Arrival]:
    """The same, by commands: TakeTicket, CallNext, Start, Finish; every event folded as the controller does it."""
    stage = Stage(config, at="00:00")
    midnight, people = stage.now, list(arrivals)
    queues = [q.id for q in config.queues]
    for n, window in enumerate(config.windows, 1):
        stage.do(p.SignOn(window.id, f"s{n}"))
    free = {q: [w.id for w in config.windows if w.queues == (q,)] for q in queues}
    who: dict[str, Arrival] = {}
    todo = [(person.at_ms, n, "come") for n, person in enumerate(people)]
    heapq.heapify(todo)
    order = len(people)

    def call(window: str) -> None:
        nonlocal order
        queue = stage.hall.windows[window].queues[0]
        if not stage.hall.waiting(queue):
            free[queue].append(window)
            return
        called = stage.do(t.CallNext(window))[0]
        stage.do(t.Start(window))
        ticket = stage.hall.facts.tickets[called.ticket]
        person = who[called.ticket]
        person.waits_ms.append(stage.now - ticket.queued_ms)
        order += 1
        heapq.heappush(todo, (stage.now - midnight + draws[queues.index(queue)](person), order, window))

    def awake(queue: str) -> None:
        if free[queue] and stage.hall.waiting(queue):
            call(free[queue].pop(0))

    while todo:
        now, n, what = heapq.heappop(todo)
        stage.now = midnight + now
        if what == "come":
            reason = {PRIORITY: "pregnant"}.get(people[n].klass, "")
            more = ("two",) if len(queues) > 1 else ()
            command = t.TakeTicket("one", WHO, "", reason, more)
            (issued,) = stage.do(command)
            who[issued.ticket] = people[n]
            awake("A")
            continue
        stage.do(t.Finish(what))
        assert stage.hall.facts.windows[what].state is WindowState.FREE
        if len(queues) > 1:
            awake(queues[1])
        call(what)
    return people


def mean_min(people: Iterable[Arrival], klass: TicketClass | None = None, leg: int = 0) -> float:
    waits = [x.waits_ms[leg] for x in people if klass in (None, x.klass)]
    return sum(waits) / len(waits) / MIN


def warm(people: list[Arrival], share: float = 0.05) -> list[Arrival]:
    """Without those who found the hall still filling."""
    return people[int(len(people) * share) :]
