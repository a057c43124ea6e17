"""Moves of a visitor that are not in turn: hold, transfer and its undo, a further service, to the top, priority, back
in line after a missed call. Every one is an event with who, where and why (R064, R080, supervision.md §3.2)."""

from collections.abc import Iterable
from itertools import islice

from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.calling import QuietSet, SetQueues, SetQuiet, WindowQueuesSet
from hall.contract.legs import (
    AddService,
    LegResumed,
    LegState,
    ServiceAdded,
    SwitchService,
    TicketReleased,
    TicketTransferred,
    Transfer,
    TransferUndone,
    UndoTransfer,
)
from hall.contract.people import HeldAttest
from hall.contract.unions import Event
from hall.contract.views_common import WindowState as W
from hall.domain import facts as f
from hall.domain.calendar import open_at
from hall.domain.queueing import legs, take
from hall.domain.queueing.rule import in_order, may_call, next_in_turn, split
from hall.domain.queueing.states import must_allow
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

MANAGES = ("manager", "zone_head")
HOLD_REASONS = ("form", "materials", "payment", "copy", "system", "other")


def _here(hall: Hall, window: f.Window) -> f.Ticket:
    return hall.facts.tickets[window.ticket]


# --- hold -------------------------------------------------------------------------------------------------------


def hold(command: t.Hold, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """暂挂; with a time of return at most `hold_max_s` ahead."""
    if command.reason not in HOLD_REASONS:
        raise Refusal("no_reason", "请选暂挂的原因", f"Choose a reason: {', '.join(HOLD_REASONS)}.")
    if command.back_ms and command.back_ms <= now:
        raise Refusal("back_past", "回来的时间已经过了", "The time of return has passed.")
    limit = hall.policy.hold_max_s
    if command.back_ms > now + limit * 1000:
        zh, en = f"最多暂挂 {limit // 60} 分钟", f"A visitor is held for {limit // 60} min at most."
        raise Refusal("hold_long", zh, en)
    return (t.TicketHeld(window.ticket, window.id, command.reason, command.back_ms),)


def held_back(hall: Hall, now: int) -> tuple[Event, ...]:
    """Whose time of return has come: first in line for the window that holds them, or for anybody if it is gone."""
    found: list[Event] = []
    for name in hall.facts.held:
        ticket = hall.facts.tickets[name]
        if ticket.back_ms and ticket.back_ms <= now:
            back = legs.may_return(hall, ticket.window, ticket.queue)
            need = f"window:{ticket.window}" if back else legs.own_need(hall, ticket.service)
            found.append(t.TicketUnheld(ticket.id, need, "time"))
    return tuple(found)


def give_back(hall: Hall, window: f.Window, reason: str, leaving: str = "") -> tuple[Event, ...]:
    """A called visitor keeps the place held before when the window leaves; who waited for a window or person that is
    not there any more may be called by anybody."""
    if window.state is not W.CALLED:
        return ()
    ticket = _here(hall, window)
    back = t.TicketReturned(ticket.id, window.id, reason)
    if legs.reachable(hall, ticket.need, ticket.queue, leaving):
        return (back,)
    return back, TicketReleased(ticket.id, legs.own_need(hall, ticket.service), "window_left")


def set_free(hall: Hall, window: f.Window) -> tuple[Event, ...]:
    """What a window that signs off leaves behind: those it holds, and those who wait for it or its person alone."""
    held = tuple(
        t.TicketUnheld(name, legs.own_need(hall, hall.facts.tickets[name].service), "window_left")
        for name in hall.facts.held
        if hall.facts.tickets[name].window == window.id
    )
    alone = (f"window:{window.id}", f"staff:{window.staff}")
    return (*held, *released(hall, alone, tuple(hall.facts.queues), "window_left"))


def released(hall: Hall, alone: tuple[str, ...], queues: Iterable[str], reason: str) -> tuple[Event, ...]:
    """Those who wait in these queues for what nobody there can give any more (`alone`): anybody may call them."""
    return tuple(
        TicketReleased(name, legs.own_need(hall, hall.facts.tickets[name].service), reason)
        for queue in queues
        for line, entries in hall.facts.queues[queue].lines.items()
        if split(line)[1] in alone
        for _, _, name in entries
    )


# --- transfer ---------------------------------------------------------------------------------------------------


def transfer(command: Transfer, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """转号: same number, same place in time, a note for the next window (R064)."""
    ticket = _here(hall, window)
    named = [x for x in (command.queue, command.to_window, command.to_staff) if x]
    if len(named) != 1:
        zh, en = "请选一个转到哪里：队列、窗口或人员", "Name one of: queue, window, person."
        raise Refusal("transfer_where", zh, en)
    queue, need = _target(command, hall, window, ticket)
    service = command.service or _service_at(hall, ticket, queue)
    if service not in hall.services or hall.services[service].queue != queue:
        raise Refusal("no_service", "那个队列不办这个事项", f"Queue {queue} does not serve {service!r}.")
    _must_be_free(hall, ticket, service)
    if need == "" and queue == ticket.queue and service == ticket.service:
        raise Refusal("same_queue", "已经在这个队列", "The visitor is in this queue already.")
    return (
        TicketTransferred(
            ticket.id, window.id, queue, service, need or legs.need_of(hall.services[service]),
            command.back, command.note.strip()[:200],
        ),
    )  # fmt: skip


def _target(command: Transfer, hall: Hall, window: f.Window, ticket: f.Ticket) -> tuple[str, str]:
    """(queue, need) of where the visitor goes. A window or person must be at work: nobody is sent to an empty chair."""
    if command.queue:
        if command.queue not in hall.queues:
            raise Refusal("no_queue", "没有这个队列", f"No such queue: {command.queue}.")
        if not any(hall.facts.windows[w].staff for w in hall.windows_of_queue[command.queue]):
            raise Refusal("nobody_there", "那个队列现在没有窗口在办", "No window serves that queue now.")
        return command.queue, ""
    if command.to_window:
        if command.to_window not in hall.windows:
            raise Refusal("no_window", "没有这个窗口", f"No such window: {command.to_window}.")
        if command.to_window == window.id:
            raise Refusal("same_window", "就是本窗口", "That is this window.")
        if not legs.at_work(hall, command.to_window):
            raise Refusal("nobody_there", "那个窗口没有人", "Nobody is signed on there.")
        return _queue_at(hall, command.to_window, command, ticket), f"window:{command.to_window}"
    there = next((w for w in hall.facts.windows.values() if w.staff == command.to_staff), None)
    if there is None:
        raise Refusal("nobody_there", "这位工作人员没有签到", "That person is not signed on.")
    if there.id == window.id:
        raise Refusal("same_window", "就是本窗口", "That is this window.")
    return _queue_at(hall, there.id, command, ticket), f"staff:{command.to_staff}"


def _queue_at(hall: Hall, window: str, command: Transfer, ticket: f.Ticket) -> str:
    """The queue of that window the visitor stands in: that of the service named, or the present one, or its first."""
    serves = hall.serves[window]
    if command.service in hall.services and hall.services[command.service].queue in serves:
        return hall.services[command.service].queue
    return ticket.queue if ticket.queue in serves else serves[0]


def _service_at(hall: Hall, ticket: f.Ticket, queue: str) -> str:
    """What the visitor is sent to a queue for, where nothing was named: the same, else the queue's first item that
    this number or person has not already."""
    if queue == ticket.queue:
        return ticket.service
    names = [s.id for s in hall.services.values() if s.queue == queue]
    return next((x for x in names if _taken(hall, ticket, x) is None), names[0] if names else "")


def _taken(hall: Hall, ticket: f.Ticket, service: str) -> f.Ticket | None:
    """The open ticket that has this service for this visitor already: this one, as a leg still to come, or another."""
    live = (LegState.PLANNED, LegState.PAUSED)
    if any(x.service == service and x.state in live for x in ticket.others):
        return ticket
    person = ticket.identity.person
    name = hall.facts.open_by_person.get(f"{person}/{service}", "") if person else ""
    return hall.facts.tickets[name] if name not in ("", ticket.id) else None


def _must_be_free(hall: Hall, ticket: f.Ticket, service: str) -> None:
    other = _taken(hall, ticket, service)
    if other is ticket:
        zh = "这个号后面已有这个事项，办完会自动排队"
        raise Refusal("already", zh, "This number has that service still to come, without a transfer.")
    if other is not None:
        zh = f"这位群众已有这个事项的号 {other.number}"
        raise Refusal(
            "already", zh, f"This person holds {other.number} for that service already.", hint=other.id
        )


def undo_transfer(command: UndoTransfer, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """As long as nobody else has called."""
    ticket = must_allow(UndoTransfer, take.known(hall, command.ticket))
    if ticket.sent_by != window.id:
        zh = f"{ticket.number} 不能撤回：不是本窗口转出，或转出后已被呼叫过"
        en = f"{ticket.number} cannot be taken back: not sent by you, or called since."
        raise Refusal("not_undone", zh, en)
    return (TransferUndone(ticket.id, window.id),)


# --- further services -------------------------------------------------------------------------------------------


def add_service(command: AddService, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """One more service on the same number (R063)."""
    ticket = _here(hall, window)
    (name, *more) = legs.spread(hall, (command.service,))
    if more:
        raise Refusal("bundle", "一件事请重新取号", "A bundle of several windows needs a number of its own.")
    part = hall.services[name]
    mine = [
        ticket.service,
        *(x.service for x in ticket.others if x.state in (LegState.PLANNED, LegState.PAUSED)),
    ]
    if name == ticket.service:
        raise Refusal("already", "正在办这个事项", "That service is being served.")
    _must_be_free(hall, ticket, name)
    if len(mine) >= take.MOST_SERVICES:
        zh = f"一个号最多办 {take.MOST_SERVICES} 件事"
        raise Refusal("too_many", zh, f"One number serves {take.MOST_SERVICES} services at most.")
    if command.here:
        if part.queue not in hall.serves[window.id] or not may_call(hall, window.id, legs.need_of(part)):
            raise Refusal("not_served", "本窗口不办这个事项", "This window does not serve that.")
    elif not open_at(hall, part.queue, now).open:
        raise Refusal("closed", "那个队列现在没开", "That queue is closed now.")
    return (ServiceAdded(ticket.id, window.id, name, part.queue, command.here, legs.need_of(part)),)


def switch_service(command: SwitchService, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    ticket = _here(hall, window)
    here = [
        x for x in ticket.others
        if x.number == command.leg and x.state is LegState.PAUSED and x.window == window.id
    ]  # fmt: skip
    if not here:
        raise Refusal("no_leg", "没有这个暂停的事项", f"There is no paused service {command.leg} here.")
    return (LegResumed(ticket.id, window.id, command.leg),)


# --- in line ----------------------------------------------------------------------------------------------------


def push_to_top(command: t.PushToTop, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """By a manager or the head of a zone, who is named (§3.2)."""
    ticket = must_allow(t.PushToTop, take.known(hall, command.ticket))
    manages(hall, command.staff, by)
    if not command.reason.strip():
        raise Refusal("no_reason", "请写明插队的原因", "Write down why this visitor goes first.")
    return () if ticket.pushed else (t.TicketPushed(ticket.id, command.reason.strip()[:200], command.staff),)


def manages(hall: Hall, staff: str, by: Actor) -> None:
    """Whoever acts at the wall is named, and may manage; the administrator's own key speaks for itself."""
    if not staff and by.role is Role.ADMIN:
        return
    part = hall.staff.get(staff)
    if part is None:
        raise Refusal("no_staff", "请先选您是谁", "Say who you are first.")
    if part.duty not in MANAGES:
        raise Refusal("not_manager", "要由管理人员办理", "That is for a manager or the head of a zone.")


def says_why(reason: str, by: Actor, zh: str, en: str) -> None:
    """Whoever changes the hall's settings at the wall says why, for the journal; the administrator's own key speaks
    for itself, as in `manages`. Raises Refusal(no_reason) in the words of the act."""
    if by.role is Role.MONITOR and not reason.strip():
        raise Refusal("no_reason", zh, en)


def prioritise(command: t.Prioritise, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """By the clerk who is signed on at the window that asks, or by whoever is named (R080)."""
    ticket = must_allow(t.Prioritise, take.known(hall, command.ticket))
    if command.reason is t.PriorityReason.OTHER and not command.note.strip():
        raise Refusal("no_note", "请写明优先的原因", "Write down why this visitor goes first.")
    if ticket.klass is t.TicketClass.PRIORITY:
        return ()
    staff = command.staff or _signed_on(hall, by)
    if not staff and by.role is not Role.ADMIN:
        raise Refusal("no_staff", "请先签到或选您是谁", "Sign on, or say who you are first.")
    return (t.TicketPrioritised(ticket.id, command.reason, command.note.strip()[:200], staff),)


def _signed_on(hall: Hall, by: Actor) -> str:
    window = hall.facts.windows.get(by.name.removeprefix("window-")) if by.role is Role.WINDOW else None
    return window.staff if window is not None else ""


def reactivate(command: t.Reactivate, hall: Hall, now: int, by: Actor) -> tuple[Event, ...]:
    """过号激活: once, behind the next three of its queue; a new segment of the wait (§3.2, V04)."""
    if command.handle:
        held = take.identity_of(HeldAttest(command.handle), hall, command.kiosk, now)
        passed = [
            x for x in hall.facts.tickets.values()
            if x.state is t.TicketState.PASSED and held.person and x.identity.person == held.person
        ]  # fmt: skip
        if not passed:
            raise Refusal("none", "没有找到您过的号", "No passed number of yours was found today.")
        ticket = max(passed, key=lambda x: x.ended_ms)
    else:
        ticket = take.mine(hall, by, command.ticket, command.token)
    may_reactivate(hall, ticket, now)
    before = list(islice(in_order(hall, ticket.queue), hall.policy.pass_reactivate_after))
    need = legs.own_need(hall, ticket.service)
    return (t.TicketReactivated(ticket.id, before[-1] if before else "", command.kiosk, need),)


def may_reactivate(hall: Hall, ticket: f.Ticket, now: int) -> None:
    """Raises Refusal with the reason why it cannot come back."""
    policy = hall.policy
    must_allow(t.Reactivate, ticket)
    if ticket.reactivated >= policy.pass_reactivate_max:
        zh = f"{ticket.number} 已经激活过 {ticket.reactivated} 次，请重新取号"
        raise Refusal("reactivated", zh, f"{ticket.number} was reactivated before. Please take a new number.")
    if not open_at(hall, ticket.queue, now).open:
        raise Refusal("closed", "现在没开，请问导办台", "Closed now. Please ask the guide desk.")
    for service in (ticket.service, *(x.service for x in ticket.others if x.state is not LegState.DONE)):
        take.must_be_new(hall, ticket.identity, service)


# --- the hall's own settings ------------------------------------------------------------------------------------


def set_queues(command: SetQueues, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """Which queues a window serves from now on (R016). A queue with people in it keeps a window."""
    part = hall.windows.get(command.window)
    if part is None:
        raise Refusal("no_window", "没有这个窗口", f"No such window: {command.window}.")
    queues = tuple(dict.fromkeys(command.queues))
    manages(hall, command.staff, by)
    zh = f"请先选 {part.number} 号窗为什么改队列，再确认"
    says_why(command.reason, by, zh, f"Choose why window {part.number} changes its queues, then confirm.")
    unknown = [q for q in queues if q not in hall.queues]
    if unknown:
        raise Refusal("no_queue", f"没有这个队列：{unknown[0]}", f"No such queue: {unknown[0]}.")
    wrong = [q for q in queues if part.roles and hall.queues[q].role not in part.roles]
    if wrong:
        name = hall.queues[wrong[0]].name
        zh, en = f"本窗口的职责不含“{name}”", f"Queue {wrong[0]} is not of this window's roles."
        raise Refusal("role", zh, en)
    if (queues or part.queues) == (hall.facts.windows[part.id].queues or part.queues):
        return ()
    general = {q.id for q in hall.config.queues if q.general} if part.comprehensive else set()
    left = set(hall.serves[part.id]) - set(queues or part.queues) - general
    for queue in sorted(left):
        others = [w for w in hall.windows_of_queue[queue] if w != part.id and legs.at_work(hall, w)]
        if hall.waiting(queue) and not others:
            name = hall.queues[queue].name
            zh = f"“{name}”还有人在等，没有别的窗口在办"
            raise Refusal(
                "last_window", zh, f"People wait in {queue} and no other window serves it.", hint=queue
            )
    alone = (f"window:{part.id}", f"staff:{hall.facts.windows[part.id].staff}")
    free = released(hall, alone, sorted(left), "window_left")
    return (WindowQueuesSet(part.id, queues, command.reason.strip()[:200], command.staff), *free)


def set_quiet(command: SetQuiet, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """无声叫号 of a zone or of the hall, by a manager or the head of a zone, who at the wall says why."""
    manages(hall, command.staff, by)
    zh, en = ("改为无声", "off") if command.quiet else ("恢复出声", "on")
    en = f"Choose why the voice goes {en}, then confirm."
    says_why(command.reason, by, f"请先选为什么{zh}，再确认", en)
    if command.zone and command.zone not in hall.zones:
        raise Refusal("no_zone", "没有这个区域", f"No such zone: {command.zone}.")
    have = hall.facts.quiet.get(command.zone)
    if have is command.quiet:
        return ()
    return (QuietSet(command.quiet, command.zone, command.reason.strip()[:200], command.staff),)


# --- what needs no key ------------------------------------------------------------------------------------------


def pulled(hall: Hall) -> t.TicketCalled | None:
    """The next visitor a free window is given by itself: the window that is free longest picks first. One at a time;
    the caller folds it and asks again."""
    if not hall.pulling:
        return None
    free = [
        w for w in map(hall.facts.windows.__getitem__, hall.pulling)
        if w.state is W.FREE and not console_lost(hall, w.id)
    ]  # fmt: skip
    for window in sorted(free, key=lambda w: (w.since_ms, w.id)):
        ticket, turn = next_in_turn(hall, window.id)
        if ticket:
            return t.TicketCalled(ticket, window.id, turn=turn)
    return None


def given_back(hall: Hall, now: int) -> tuple[Event, ...]:
    """A window whose console is gone gives its called visitor back: nobody can start the service there."""
    return tuple(
        event
        for window in hall.facts.windows.values()
        if window.state is W.CALLED and console_lost(hall, window.id)
        for event in give_back(hall, window, "console_lost")
    )


def console_lost(hall: Hall, window: str) -> bool:
    """Is the console of this window known to be gone?"""
    return f"window-{window}" in hall.facts.hosts_lost
