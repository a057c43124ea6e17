"""A great hall's day for benches, played through the real rules: 16 zones, 32 queues, 385 windows of which some are
comprehensive or have a skill, priorities, bookings' heads starts, holds, transfers, no-shows. Fixed seed, no clock."""

import heapq
import itertools
import random
from collections.abc import Callable

from hall.contract import config as c
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.legs import Transfer
from hall.contract.opening import CloseDay
from hall.contract.supervision import Tick
from hall.contract.unions import Command, Event, Recorded
from hall.contract.views_common import WindowState
from hall.controller.loop import HALL
from hall.domain.decide import decide, settle
from hall.domain.evolve import evolve
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

ZONES, QUEUES_OF_ZONE, WINDOWS = 16, 2, 385
EIGHT_MS = 1_767_571_200_000  # 2026-01-05 08:00 in Shanghai, a Monday
NINE_MS = EIGHT_MS + 3_600_000
MINUTE_MS = 60_000
SERVICE_S = 440  # mean of the log-normal service time
KIOSK = Actor("kiosk-1", Role.KIOSK)
ADMIN = Actor("admin", Role.ADMIN)


def great_hall() -> c.HallConfig:
    """As large as 平凉: 385 windows in 16 zones; one in four serves a second zone, two in twelve have a skill."""
    zones = [c.ZonePart(f"Z{z:02d}", f"区{z}", floor=1 + z // 4) for z in range(ZONES)]
    queues = [
        c.QueuePart(f"q{n:02d}", _letter(n), f"Z{n // QUEUES_OF_ZONE:02d}", f"队{n}", service_s=SERVICE_S)
        for n in range(ZONES * QUEUES_OF_ZONE)
    ]
    services = [
        c.ServicePart(f"s{n:02d}{x}", "g", f"q{n:02d}", f"事项{n}{x}", skill="sign" if x == "k" else "")
        for n in range(len(queues))
        for x in ("a", "b", "k")
    ]
    windows = []
    for w in range(1, WINDOWS + 1):
        zone = w % ZONES
        own = tuple(f"q{zone * QUEUES_OF_ZONE + i:02d}" for i in range(QUEUES_OF_ZONE))
        more = (f"q{(zone + 1) % ZONES * QUEUES_OF_ZONE:02d}",) if w % 4 == 0 else ()
        skills = ("sign",) if w % 12 < 2 else ()
        windows.append(c.WindowPart(str(w), f"Z{zone:02d}", str(w), own + more, skills=skills))
    return c.HallConfig(
        hall=c.HallPart("bench", "大厅", days=(1, 2, 3, 4, 5, 6, 7), sessions=("09:00-12:00", "13:00-17:30")),
        zones=tuple(zones),
        queues=tuple(queues),
        groups=(c.GroupPart("g", "组"),),
        services=tuple(services),
        windows=tuple(windows),
        staff=tuple(c.StaffPart(f"e{w}", f"e{w}") for w in range(1, WINDOWS + 1)),
        kiosks=(c.KioskPart("kiosk-1"),),
    )


def _letter(n: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n] if n < 26 else "ABCDEF"[n - 26] + "A"


class Day:
    """A hall and its clock; `do` decides, folds and settles as the controller does, and keeps every event."""

    def __init__(self, config: c.HallConfig, seed: int = 1) -> None:
        self.hall = Hall(config)
        self.now = EIGHT_MS
        self.random = random.Random(seed)
        self.events: list[Recorded] = []
        self._fresh = itertools.count()
        self._services = list(config.services)
        self.do(Tick(), HALL)

    def do(self, command: Command, by: Actor = ADMIN) -> bool:
        """False when the rules refuse it."""
        try:
            events = decide(command, self.hall, self.now, by, f"{next(self._fresh):016x}")
        except Refusal:
            return False
        self._fold(events, by)
        while more := settle(self.hall, self.now):
            self._fold(more, HALL)
        return True

    def _fold(self, events: tuple[Event, ...], by: Actor) -> None:
        for event in events:
            recorded = Recorded(len(self.events) + 1, self.now, by, "", event, self.now)
            evolve(recorded, self.hall)
            self.events.append(recorded)

    def sign_on(self) -> None:
        for window in self.hall.windows:
            self.do(p.SignOn(window, f"e{window}"), _at(window))

    def take(self) -> None:
        """One visitor: 8 % elders, one in 40 needs a skill, one in 30 has two services on the number."""
        r = self.random
        person = f"{len(self.events):08x}{r.getrandbits(32):08x}"
        age = p.Age.ELDER if r.random() < 0.08 else p.Age.ADULT
        n = r.randrange(len(self._services) // 3)
        name = self._services[3 * n + (2 if r.random() < 0.025 else r.randrange(2))].id
        other = self._services[3 * r.randrange(len(self._services) // 3)].id
        more = (other,) if r.random() < 1 / 30 and other != name else ()
        who = p.Identity(p.Way.CARD, person, age=age)
        self.do(t.TakeTicket(name, who, "kiosk-1", more=more), KIOSK)

    def fill(self, waiting: int) -> None:
        """People until so many wait, a second apart, nobody called."""
        while self.waiting() < waiting:
            self.now += 700
            self.take()

    def waiting(self) -> int:
        return sum(q.waiting() for q in self.hall.facts.queues.values())


def _at(window: str) -> Actor:
    return Actor(f"window-{window}", Role.WINDOW)


def play(day: Day, tickets: int, tick_s: int = 60, told: Callable[[int], None] | None = None) -> None:
    """A whole day of `tickets` visitors from 9:00 on: they come in two waves; windows call, serve (log-normal), lose a
    tenth as no-shows, hold and transfer some. Ends with the day's close."""
    r = day.random
    day.now = NINE_MS
    day.sign_on()
    spans = ((0, 3 * 60, 0.55), (4 * 60, 4 * 60, 0.45))  # minutes after nine, length, share of the visitors
    queue: list[tuple[int, int, str, str]] = []
    order = itertools.count()
    for start, length, share in spans:
        for _ in range(int(tickets * share)):
            at = NINE_MS + int((start + length * r.betavariate(1.4, 1.8)) * MINUTE_MS)
            heapq.heappush(queue, (at, next(order), "take", ""))
    for minute in range(0, 510 * 60, tick_s):
        heapq.heappush(queue, (NINE_MS + minute * 1000, next(order), "tick", ""))
    for window in day.hall.windows:
        heapq.heappush(queue, (NINE_MS + r.randrange(60_000), next(order), "next", window))
    close = NINE_MS + 510 * MINUTE_MS
    taken = 0
    while queue:
        at, _, what, window = heapq.heappop(queue)
        if at > close:
            continue
        day.now = max(day.now, at)
        if what == "take":
            day.take()
            taken += 1
            if told is not None and taken % 1000 == 0:
                told(taken)
        elif what == "tick":
            day.do(Tick(), HALL)
        else:
            heapq.heappush(queue, (day.now + _work(day, window), next(order), "next", window))
    day.now = close
    day.do(CloseDay(day.hall.facts.day))


def _work(day: Day, name: str) -> int:
    """What a window does at this moment; when it looks up again, in ms."""
    window, r, by = day.hall.facts.windows[name], day.random, _at(name)
    if window.state is WindowState.SERVING:
        luck = r.random()
        if luck < 0.01 and day.do(t.Hold(name, "form", day.now + 10 * MINUTE_MS), by):
            return 1000
        if luck < 0.02 and day.do(Transfer(name, queue=r.choice(list(day.hall.queues))), by):
            return 1000
        day.do(t.Finish(name), by)
        if window.state is WindowState.SERVING:  # the visitor's next service goes on here
            return _service(r)
        return 5000
    if window.state is WindowState.FREE and day.do(t.CallNext(name), by):
        return 25_000
    if window.state is WindowState.CALLED:
        if window.ticket and day.hall.facts.tickets[window.ticket].times < 3 and r.random() < 0.1:
            day.do(t.Recall(name), by)
            return 45_000
        if day.hall.facts.tickets[window.ticket].times >= 3 and day.do(t.Pass(name), by):
            return 1000
        day.do(t.Start(name), by)
        return _service(r)
    return 15_000


def _service(r: random.Random) -> int:
    return int(min(3600.0, r.lognormvariate(5.9, 0.6)) * 1000)  # mean about 440 s, cv 0.66
