"""Random days that are watched: a hall with every kind of window and rule, a hand that presses any key, and an eye that
counts for itself who may be called. The eye never asks the lines or the rule: it knows the events alone.
"""

import msgspec

from hall.contract import config as c
from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.calling import Calling, SetCalling, SetPull, SetQueues, SetQuiet
from hall.contract.legs import AddService, LegState, SwitchService, Transfer, UndoTransfer
from hall.contract.opening import DayOpened
from hall.contract.views_common import WindowState
from hall.domain.decide import OPEN_STATES, decide, settle, tick
from hall.domain.refusal import Refusal
from hall.domain.snapshot import freeze
from tests.hall.domain.conftest import Stage, small_hall

RANK = {t.TicketClass.PRIORITY: 0, t.TicketClass.BOOKED: 1, t.TicketClass.NORMAL: 2}
LETTER = {t.TicketClass.PRIORITY: "P", t.TicketClass.BOOKED: "S", t.TicketClass.NORMAL: "G"}
RULES = ("head_start", "first_come", "strict", "ratio")
PATTERN = ("P", "P", "G", "S")
PEOPLE = ("", "", "", "", "p1", "p2", "p3", "p4", "p5", "p6")


def great_hall(rule: str = "head_start") -> c.HallConfig:
    """Four queues, seven windows: comprehensive, skilled, pulling, shared; items with skills, order and bundles."""
    calling = c.CallingPart(rule, PATTERN if rule == "ratio" else ())
    item = c.ServicePart
    return small_hall(
        zones=(
            c.ZonePart("A", "综合受理", "General", 1, head="s9"),
            c.ZonePart("B", "社保医保", "Social security", 2, head="s9"),
        ),
        queues=(
            c.QueuePart("A", "A", "A", "综合受理", "General", general=True),
            c.QueuePart("B", "B", "B", "社保医保", "Social security"),
            c.QueuePart("C", "C", "B", "税务", "Tax", general=True),
            c.QueuePart("D", "D", "A", "发证", "Issue"),
        ),
        services=(
            item("a1", "g", "A", "开证明"),
            item("a2", "g", "A", "英文证明", skill="english"),
            item("b1", "g", "B", "社会保障卡"),
            item("b2", "g", "B", "养老资格认证", after=("a1",)),
            item("c1", "g", "C", "增值税"),
            item("c2", "g", "C", "契税", skill="house", after=("b1",)),
            item("d1", "g", "D", "领证", after=("a1", "c1")),
            item("born", "g", "", "新生儿一件事", bundle=("a1", "b1", "d1")),
            item("shop", "g", "C", "开店一件事", bundle=("c1", "a1")),
        ),
        windows=(
            c.WindowPart("w1", "A", "1", ("A",), comprehensive=True),
            c.WindowPart("w2", "A", "2", ("A", "D"), skills=("english",)),
            c.WindowPart("w3", "B", "3", ("B",)),
            c.WindowPart("w4", "B", "4", ("B", "C"), skills=("house",), pull=True),
            c.WindowPart("w5", "B", "5", ("C",), pull=True),
            c.WindowPart("w6", "A", "6", ("D",), skills=("english", "house")),
            c.WindowPart("w7", "A", "7", ("A", "B", "C", "D"), pull=True),
        ),
        posts=(),
        calling=calling,
    )


class Day(Stage):
    """A stage whose every event is looked at before it is folded."""

    def __init__(self, rule: str, at: str = "08:45") -> None:
        self.rule = rule
        self.clock: dict[str, int] = {}  # ticket -> the time it counts from
        self.moved: set[str] = set()  # reactivated: stands where no clock says
        self.turns: dict[str, int] = {}
        self.refusals: list[Refusal] = []
        self.calls = 0
        self.inverted = 0  # most anybody was overtaken by a later one, ms
        super().__init__(self.hall_of(rule), at)
        for n in range(1, 8):
            self.press(p.SignOn(f"w{n}", f"s{n}"))

    def hall_of(self, rule: str) -> c.HallConfig:
        return great_hall(rule)

    # --- the hand ---------------------------------------------------------------------------------------------

    def press(self, command, role: Role = Role.ADMIN) -> bool:
        """Decide, fold, settle. False when it was refused; then nothing has changed."""
        self.n += 1
        by = Actor("admin", role)
        before = freeze(self.hall)
        try:
            events = decide(command, self.hall, self.now, by, f"fresh{self.n:011d}")
        except Refusal as refusal:
            self.refusals.append(refusal)
            self.refused_whole(command, refusal, before)
            return False
        self.fold(events, by)
        self.settled()
        return True

    def refused_whole(self, command, refusal: Refusal, before: bytes) -> None:
        assert refusal.text.zh and refusal.text.en
        assert freeze(self.hall) == before, f"{command} was refused and changed the hall"

    def tick(self):
        events = self.fold(tick(self.hall, self.now))
        self.settled()
        return events

    def settled(self) -> None:
        for _ in range(20):
            more = settle(self.hall, self.now)
            if not more:
                break
            self.fold(more)
        else:
            raise AssertionError("settling never ends")
        for window in self.hall.facts.windows.values():
            free = (
                window.state is WindowState.FREE and f"window-{window.id}" not in self.hall.facts.hosts_lost
            )
            if free and self.hall.pulls(window.id):
                assert not self.eligible(window.id), f"{window.id} pulls, is free, and somebody waits for it"

    def fold(self, events, by=None):
        for event in events:
            self.look(event)
            super().fold((event,), by)
            if isinstance(event, t.TicketReactivated) and self.rule in ("head_start", "first_come"):
                self.behind_three(event.ticket)
        return events

    # --- the eye ----------------------------------------------------------------------------------------------

    def eligible(self, window: str) -> list:
        """Who waits and may be called there, found by looking at everybody."""
        part, facts = self.hall.windows[window], self.hall.facts
        queues = set(facts.windows[window].queues or part.queues)
        if part.comprehensive:
            queues |= {q.id for q in self.hall.config.queues if q.general}
        mine = {"", f"window:{window}", f"staff:{facts.windows[window].staff}"}
        mine |= {f"skill:{x}" for x in part.skills}
        return [
            x for x in facts.tickets.values()
            if x.state is t.TicketState.WAITING and x.queue in queues and x.need in mine
        ]  # fmt: skip

    def head_start(self, ticket) -> int:
        policy = self.hall.policy
        return 1000 * {
            t.TicketClass.PRIORITY: policy.priority_head_start_s,
            t.TicketClass.BOOKED: policy.booked_head_start_s,
        }.get(ticket.klass, 0)

    def look(self, event) -> None:
        match event:
            case t.TicketIssued():
                self.clock[event.ticket] = max(self.now, event.queued_ms)
            case t.TicketReactivated():
                self.moved.add(event.ticket)
            case t.TicketCalled(times=1, chosen=False):
                self.in_turn(event)
            case DayOpened():
                self.clock, self.moved, self.turns = {}, set(), {}

    def behind_three(self, name: str) -> None:
        """The next three come before it (all, where fewer wait), and nobody else but those put to the top."""
        ticket = self.hall.facts.tickets[name]

        def key(x) -> tuple[bool, int]:
            return not x.pushed, x.effective_ms + (self.head_start(x) if self.rule == "first_come" else 0)

        others = [
            key(x) for x in self.hall.facts.tickets.values()
            if x.queue == ticket.queue and x.state is t.TicketState.WAITING and x is not ticket
        ]  # fmt: skip
        after = self.hall.policy.pass_reactivate_after
        tops = sum(not late for late, _ in others)
        assert sum(x < key(ticket) for x in others) <= max(after, tops)
        assert sum(x <= key(ticket) for x in others) >= min(after, len(others))

    def in_turn(self, event) -> None:
        self.calls += 1
        ticket = self.hall.facts.tickets[event.ticket]
        others = self.eligible(event.window)
        assert ticket in others, "called by a window that may not"
        others.remove(ticket)
        tops = [x for x in others if x.pushed]
        if ticket.pushed:
            return
        assert not tops, "somebody was put to the top and another was called"
        clock = self.clock
        if self.rule == "ratio":
            self.in_pattern(event, ticket, others)
        if ticket.id in self.moved:
            return
        for other in others:
            if other.id in self.moved:
                continue
            mine, its = clock[ticket.id], clock[other.id]
            if ticket.klass is other.klass:
                assert mine <= its, "first come, first served inside a class"
            if self.rule == "first_come":
                assert mine <= its
            elif self.rule == "strict":
                assert (RANK[ticket.klass], mine) <= (RANK[other.klass], its)
            elif self.rule == "head_start":
                self.inverted = max(self.inverted, mine - its)
                assert mine - its <= self.head_start(ticket) - self.head_start(other)

    def in_pattern(self, event, ticket, others) -> None:
        turn = self.turns.get(event.window, 0)
        there = {LETTER[x.klass] for x in (ticket, *others)}
        for step in range(len(PATTERN)):
            place = (turn + step) % len(PATTERN)
            if PATTERN[place] in there:
                assert LETTER[ticket.klass] == PATTERN[place]
                self.turns[event.window] = (place + 1) % len(PATTERN)
                return

    def check(self) -> None:
        """The books: each ticket in one state and one place, each claim right, each window whole."""
        facts = self.hall.facts
        standing = [
            (e[2], q.id, n) for q in facts.queues.values() for n, line in q.lines.items() for e in line
        ]
        lines = {ticket: (queue, name) for ticket, queue, name in standing}
        assert len(lines) == len(standing), "a ticket stands in two lines"
        sitting = [w.ticket for w in facts.windows.values() if w.ticket]
        assert len(set(sitting)) == len(sitting), "a ticket is at two windows"
        numbers = [x.number for x in facts.tickets.values()]
        assert len(numbers) == len(set(numbers)), "a number was issued twice"
        assert len(set(facts.held)) == len(facts.held)
        for ticket in facts.tickets.values():
            self._check_ticket(ticket, lines, sitting)
        for queue in facts.queues.values():
            assert all(line and line == sorted(line) for line in queue.lines.values())
        for window in facts.windows.values():
            busy = window.state in (WindowState.CALLED, WindowState.SERVING)
            assert bool(window.ticket) == busy
            assert bool(window.staff) == bool(window.holder) == (window.state is not WindowState.CLOSED)
            assert bool(window.pause_reason) == (window.state is WindowState.PAUSED)
            assert window.served_s >= 0
            if busy:
                assert facts.tickets[window.ticket].window == window.id
                assert facts.tickets[window.ticket].staff == window.staff
        live = (LegState.PLANNED, LegState.PAUSED, LegState.TRANSFERRED)
        for key, name in facts.open_by_person.items():
            person, _, service = key.partition("/")
            have = facts.tickets[name]
            services = {have.service, *(x.service for x in have.others if x.state in live)}
            assert have.identity.person == person and have.state in OPEN_STATES and service in services
        for ticket in facts.tickets.values():
            if ticket.identity.person and ticket.state in OPEN_STATES:
                services = [ticket.service, *(x.service for x in ticket.others if x.state in live)]
                assert all(f"{ticket.identity.person}/{x}" in facts.open_by_person for x in services)

    def _check_ticket(self, ticket, lines, sitting) -> None:
        state = ticket.state
        assert (ticket.id in lines) == (state is t.TicketState.WAITING)
        assert (ticket.id in sitting) == (state in (t.TicketState.CALLED, t.TicketState.SERVING))
        assert (ticket.id in self.hall.facts.held) == (state is t.TicketState.HELD)
        if ticket.id in lines:
            assert lines[ticket.id] == (ticket.queue, ticket.line)
            assert not ticket.ended_ms
        over = state not in OPEN_STATES
        assert bool(ticket.ended_ms) == over
        legs = [ticket.leg, *(x.number for x in ticket.others)]
        assert len(set(legs)) == len(legs) and max(legs) <= ticket.legs
        if over and state is not t.TicketState.PASSED:
            assert not any(x.state in (LegState.PLANNED, LegState.PAUSED) for x in ticket.others)
        if state is t.TicketState.DONE:
            assert ticket.outcome is not None
        if state is t.TicketState.WAITING:
            assert ticket.queued_ms > 0 and ticket.window == ""
            self._check_reachable(ticket)
        if state is t.TicketState.SERVING:
            assert ticket.started_ms and not ticket.paused_ms
        if ticket.id not in self.moved:  # transfers and later legs keep their clock
            assert ticket.effective_ms == self.clock[ticket.id] - self.head_start(ticket)

    def _check_reachable(self, ticket) -> None:
        """Nobody waits for one window or person who cannot call them."""
        kind, _, name = ticket.need.partition(":")
        windows = self.hall.facts.windows
        if kind == "window":
            assert windows[name].staff and ticket.queue in self.hall.serves[name]
        elif kind == "staff":
            (there,) = (w.id for w in windows.values() if w.staff == name)
            assert ticket.queue in self.hall.serves[there]


# --- any key ----------------------------------------------------------------------------------------------------

SERVICES = ("a1", "a2", "b1", "b2", "c1", "c2", "d1", "born", "shop")
OPS = (
    *("take",) * 12, "take_many", *("call",) * 8, *("start",) * 8, *("finish",) * 9, "recall", "recall", "pass", "pass",
    "call_ticket", "hold", "hold", "hold_timed", "send_queue", "send_window", "send_staff", "send_back", "undo", "undo",
    "add_here", "add_later", "switch", "case", "push", "prioritise", "reactivate", "calling", "quiet", "queues", "pull",
    "leave", "cancel", "pause", "resume", "resume", "sign_on", "sign_on", "sign_off", "relieve", "emergency", "calm",
    "lose_console", "console_back", "tick", "tick", "tick", "long_pass",
)  # fmt: skip


def step(day: Day, op: str, x: int, y: int) -> None:
    """One key, pressed by somebody who mostly knows what they do: `x` and `y` choose among what there is."""
    facts = day.hall.facts
    window = _window(day, op, x)
    other = f"w{y % 7 + 1}"
    staff = f"s{y % 8 + 1}"
    live = [k for k in facts.tickets.values() if k.state in OPEN_STATES]
    waiting = [k for k in live if k.state is t.TicketState.WAITING]
    here = facts.tickets.get(facts.windows[window].ticket)
    some = live[y % len(live)].id if live else "2026-11-20-A001"
    if op in ("take", "take_many"):
        person = PEOPLE[y % len(PEOPLE)] or f"x{day.n}"
        age = p.Age.ELDER if y % 5 == 0 else p.Age.ADULT
        who = p.Identity(p.Way.PHONE, person, age=age)
        more = (SERVICES[y % 7], SERVICES[(x + y) % 7]) if op == "take_many" else ()
        day.press(t.TakeTicket(SERVICES[x % 9], who, "k1", more=more), Role.KIOSK)
    elif op in ("lose_console", "console_back"):
        host = f"window-{window}"
        if op == "lose_console" and host not in facts.hosts_lost:
            day.fold((d.HostLost(host, day.now),))
            day.settled()
        elif op == "console_back":
            day.press(d.HostAlive(host))
    elif op == "tick":
        day.tick()
    elif op == "long_pass":  # a missed visitor, whole
        for command in (t.Recall(window), t.Recall(window), t.Pass(window)):
            day.later(61)
            day.press(command)
    elif op == "undo":
        sent = [k for k in waiting if k.sent_by]
        if sent:
            ticket = sent[y % len(sent)]
            day.press(UndoTransfer(ticket.sent_by if y % 4 else window, ticket.id))
    elif op == "reactivate":
        passed = [k.id for k in facts.tickets.values() if k.state is t.TicketState.PASSED]
        day.press(t.Reactivate(ticket=passed[y % len(passed)] if passed else some))
    elif op == "switch":
        legs = [k.number for k in here.others if k.state is LegState.PAUSED] if here else []
        day.press(SwitchService(window, legs[y % len(legs)] if legs else y % 4))
    else:
        day.press(_command(day, op, window, other, staff, some, y))


WANTED = {
    WindowState.FREE: ("call", "call_ticket"),
    WindowState.CALLED: ("start", "recall", "pass", "long_pass"),
    WindowState.SERVING: (
        "finish", "hold", "hold_timed", "send_queue", "send_window", "send_staff", "send_back", "add_here",
        "add_later", "switch", "case",
    ),
    WindowState.PAUSED: ("resume",),
    WindowState.CLOSED: ("sign_on",),
}  # fmt: skip


def _window(day: Day, op: str, x: int) -> str:
    """One where the key makes sense, as a rule; now and then any."""
    fit = [w.id for w in day.hall.facts.windows.values() if op in WANTED.get(w.state, ())]
    return fit[x % len(fit)] if fit and x % 9 else f"w{x % 7 + 1}"


def _command(day: Day, op: str, window: str, other: str, staff: str, some: str, y: int):
    queue = "ABCD"[y % 4]
    now = day.now
    make = {
        "call": lambda: t.CallNext(window),
        "start": lambda: t.Start(window),
        "finish": lambda: t.Finish(window, list(t.Outcome)[y % 6], f"C{y % 5}" if y % 3 == 0 else ""),
        "recall": lambda: t.Recall(window),
        "pass": lambda: t.Pass(window),
        "call_ticket": lambda: t.CallTicket(window, some),
        "hold": lambda: t.Hold(window, "form"),
        "hold_timed": lambda: t.Hold(window, "copy", now + 60_000 * (1 + y % 20)),
        "send_queue": lambda: Transfer(window, queue=queue, note="x"),
        "send_window": lambda: Transfer(window, to_window=other, back=y % 2 == 0),
        "send_staff": lambda: Transfer(window, to_staff=staff, back=y % 3 == 0),
        "send_back": lambda: Transfer(window, queue=queue, back=True),
        "add_here": lambda: AddService(window, SERVICES[y % 7], here=True),
        "add_later": lambda: AddService(window, SERVICES[y % 7]),
        "case": lambda: t.LinkCase(window, f"C{y % 5}"),
        "push": lambda: t.PushToTop(some, "车祸"),
        "prioritise": lambda: t.Prioritise(some, list(t.PriorityReason)[y % 4]),
        "calling": lambda: SetCalling(list(Calling)[y % 3], ticket=some),
        "quiet": lambda: SetQuiet(y % 2 == 0, ("", "A", "B")[y % 3]),
        "queues": lambda: SetQueues(window, tuple("ABCD"[k] for k in range(4) if y >> k & 1)),
        "pull": lambda: SetPull(window, y % 2 == 0),
        "leave": lambda: t.Leave(ticket=some),
        "cancel": lambda: t.Cancel(ticket=some),
        "pause": lambda: p.Pause(window, "meal", now + 600_000 if y % 2 else 0),
        "resume": lambda: p.Resume(window),
        "sign_on": lambda: p.SignOn(window, staff),
        "sign_off": lambda: p.SignOff(window),
        "relieve": lambda: p.Relieve(window, staff),
        "emergency": lambda: p.RaiseEmergency(window, "medical"),
        "calm": lambda: p.EndEmergency(window, "ok"),
    }  # fmt: skip
    return make[op]()


def replace_policy(config: c.HallConfig, **over) -> c.HallConfig:
    return msgspec.structs.replace(config, policy=msgspec.structs.replace(config.policy, **over))
