"""What a window does with tickets: call, call again, start, finish, pass; and what its state allows.

The states are a table (`ALLOWED`), so every pair of window state and command has an answer in words.
"""

import re
from collections.abc import Callable
from typing import Never, cast

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.calling import SetPull, WindowPullSet
from hall.contract.legs import AddService, SwitchService, Transfer, UndoTransfer
from hall.contract.sightings import Sight
from hall.contract.unions import Event
from hall.contract.views_common import WindowState as W
from hall.domain import facts as f
from hall.domain.coming import came
from hall.domain.queueing import legs, moves
from hall.domain.queueing.rule import may_call, next_in_turn
from hall.domain.queueing.states import must_allow
from hall.domain.queueing.take import known
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

WindowCommand = (
    t.CallNext
    | t.CallTicket
    | t.Recall
    | t.Start
    | t.Finish
    | t.Pass
    | t.Hold
    | Transfer
    | UndoTransfer
    | AddService
    | SwitchService
    | t.LinkCase
    | SetPull
    | p.SignOn
    | p.SignOff
    | p.Relieve
    | p.Pause
    | p.Resume
    | p.RaiseEmergency
    | p.EndEmergency
)

_ANY = frozenset(W)
ALLOWED: dict[type, frozenset[W]] = {
    t.CallNext: frozenset({W.FREE}),
    t.CallTicket: frozenset({W.FREE}),
    t.Hold: frozenset({W.CALLED, W.SERVING}),
    Transfer: frozenset({W.CALLED, W.SERVING}),
    UndoTransfer: frozenset({W.FREE}),
    AddService: frozenset({W.SERVING}),
    SwitchService: frozenset({W.SERVING}),
    t.LinkCase: frozenset({W.SERVING}),
    SetPull: _ANY,
    p.Relieve: frozenset({W.FREE, W.CALLED, W.SERVING, W.PAUSED}),
    p.RaiseEmergency: _ANY,
    p.EndEmergency: _ANY,
    t.Recall: frozenset({W.CALLED}),
    t.Start: frozenset({W.CALLED}),
    t.Finish: frozenset({W.CALLED, W.SERVING}),
    t.Pass: frozenset({W.CALLED}),
    p.SignOn: frozenset({W.CLOSED}),
    p.SignOff: frozenset({W.FREE, W.CALLED, W.PAUSED}),
    p.Pause: frozenset({W.FREE, W.CALLED}),
    p.Resume: frozenset({W.PAUSED}),
}

_STATE_WORDS: dict[W, tuple[str, str]] = {
    W.CLOSED: ("窗口还没签到", "Nobody has signed on at this window."),
    W.FREE: ("还没有呼叫，先按呼叫", "Nobody has been called. Call first."),
    W.CALLED: ("已呼叫一位，先办完或过号", "A visitor has been called. Finish or pass first."),
    W.SERVING: ("正在办理，先按完成", "A visitor is being served. Finish first."),
    W.PAUSED: ("窗口暂停中，先恢复", "The window is paused. Resume first."),
}

EMERGENCIES = ("conflict", "medical", "fire", "other")
_CASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
PAUSE_REASONS = ("meal", "materials", "meeting", "device", "handover", "other")


def window_of(hall: Hall, window: str) -> f.Window:
    have = hall.facts.windows.get(window)
    if have is None or window not in hall.windows:
        raise Refusal("no_window", "没有这个窗口", f"No such window: {window}.")
    return have


def at_window(command: WindowCommand, hall: Hall, now: int) -> tuple[Event, ...]:
    """Any command that a window's state must allow."""
    window = window_of(hall, command.window)
    kind = type(command)
    if window.state not in ALLOWED[kind]:
        if kind is p.SignOn:
            raise Refusal(
                "signed_on", "窗口已有人签到", "Somebody is signed on at this window.", hint=window.staff
            )
        zh, en = _STATE_WORDS[window.state]
        raise Refusal(f"window_{window.state.value}", zh, en)
    return _AT[kind](cast("Never", command), hall, window, now)


def _call_next(command: t.CallNext, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    ticket, turn = next_in_turn(hall, window.id)
    if not ticket:
        raise Refusal("nobody", "没有人在等", "Nobody is waiting.")
    return (t.TicketCalled(ticket, window.id, turn=turn),)


def _call_ticket(command: t.CallTicket, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """By number, out of turn: of this window's queues, or held by it. The journal keeps that it was chosen."""
    ticket = must_allow(t.CallTicket, known(hall, command.ticket))
    held = ticket.state is t.TicketState.HELD
    mine = held and ticket.window == window.id
    if held and not mine and legs.at_work(hall, ticket.window):
        zh = f"{ticket.number} 由 {_number(hall, ticket.window)} 号窗口暂挂"
        en = f"{ticket.number} is held by window {_number(hall, ticket.window)}."
        raise Refusal("held_elsewhere", zh, en, hint=ticket.window)
    if ticket.queue not in hall.serves[window.id] and not mine:
        zh = f"本窗口不办 {ticket.number} 的业务，可请转号"
        en = f"This window does not serve {ticket.number}. Ask for a transfer."
        raise Refusal("not_served", zh, en)
    if not held and not may_call(hall, window.id, ticket.need):
        zh = f"{ticket.number} 在等指定的窗口或人员"
        raise Refusal("needs_other", zh, f"{ticket.number} waits for another window, person or skill.")
    return (t.TicketCalled(ticket.id, window.id, chosen=True),)


def _number(hall: Hall, window: str) -> str:
    return hall.windows[window].number if window in hall.windows else window


def _recall(command: t.Recall, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """At most `repeat_max` calls in all, at least `repeat_gap_s` apart (supervision.md §3.2)."""
    ticket = hall.facts.tickets[window.ticket]
    policy = hall.policy
    if ticket.times >= policy.repeat_max:
        zh = f"已呼叫 {ticket.times} 次，没来请按过号"
        raise Refusal("recall_max", zh, f"Called {ticket.times} times already. Pass if nobody comes.")
    left = policy.repeat_gap_s - (now - ticket.last_call_ms) / 1000
    if left > 0:
        raise Refusal("recall_soon", f"再等 {left:.0f} 秒可以重呼", f"Call again in {left:.0f} s.")
    return (t.TicketCalled(ticket.id, window.id, ticket.times + 1),)


def _start(command: t.Start, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    return (t.TicketStarted(window.ticket, window.id),)


def _finish(command: t.Finish, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """The current service is done, and what comes next for this visitor begins in the same moment."""
    ticket = hall.facts.tickets[window.ticket]
    case = _case(command.case)
    new = case and case != ticket.case
    linked = (t.CaseLinked(ticket.id, window.id, case, ticket.service),) if new else ()
    done = t.TicketFinished(window.ticket, window.id, command.outcome, case)
    return (*linked, done, *legs.onward(hall, ticket, window.id, now))


def _case(text: str) -> str:
    case = text.strip()
    if case and not _CASE.fullmatch(case):
        zh = "办件编号只能有字母、数字和横线，最多 40 位"
        raise Refusal("case", zh, "A case number has letters, digits and dashes, at most 40.")
    return case


def _link_case(command: t.LinkCase, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    ticket = hall.facts.tickets[window.ticket]
    case = _case(command.case)
    if not case:
        raise Refusal("case", "请输入办件编号", "Type the case number.")
    if case == ticket.case:
        return ()
    return (t.CaseLinked(ticket.id, window.id, case, ticket.service),)


def _pass(command: t.Pass, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """过号 only after `repeat_max` calls and the grace time since the first (supervision.md §3.2)."""
    ticket = hall.facts.tickets[window.ticket]
    policy = hall.policy
    if ticket.times < policy.repeat_max:
        more = policy.repeat_max - ticket.times
        raise Refusal(
            "pass_calls", f"还要重呼 {more} 次才能过号", f"Call {more} more time(s) before passing."
        )
    left = policy.arrive_grace_s - (now - ticket.summoned_ms) / 1000
    if left > 0:
        raise Refusal("pass_soon", f"再等 {left:.0f} 秒可以过号", f"Passing is possible in {left:.0f} s.")
    seen = came(hall, window.id, ticket.summoned_ms)
    return (t.TicketPassed(ticket.id, window.id, seen or Sight.UNKNOWN),)


def _sign_on(command: p.SignOn, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    _may_sign_on(hall, command.staff)
    return (p.WindowSignedOn(window.id, command.staff),)


def _may_sign_on(hall: Hall, staff: str) -> None:
    """One person, one window."""
    if staff not in hall.staff:
        raise Refusal("no_staff", "没有这个工号", f"No such staff number: {staff}.")
    for other in hall.facts.windows.values():
        if other.staff == staff and other.state is not W.CLOSED:
            number = hall.windows[other.id].number if other.id in hall.windows else other.id
            zh, en = (
                f"您已在 {number} 号窗口签到，先签退",
                f"You are signed on at window {number}. Sign off first.",
            )
            raise Refusal("staff_elsewhere", zh, en, hint=other.id)


def _sign_off(command: p.SignOff, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """Whoever waits for this window or this person alone is set free, so that nobody waits for an empty chair."""
    back = moves.give_back(hall, window, "sign_off", leaving=window.id)
    return (*back, p.WindowSignedOff(window.id, window.staff), *moves.set_free(hall, window))


def _relieve(command: p.Relieve, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    """顶岗: the B post takes over; the visitor who is here stays, a paused window goes on (R020, V15)."""
    if command.staff == window.staff:
        raise Refusal("signed_on", "您已在本窗口签到", "You are signed on here already.")
    _may_sign_on(hall, command.staff)
    go_on = (p.WindowResumed(window.id),) if window.state is W.PAUSED else ()
    free = moves.released(hall, (f"staff:{window.staff}",), tuple(hall.facts.queues), "window_left")
    return (p.WindowRelieved(window.id, command.staff, window.staff), *go_on, *free)


def _raise_emergency(command: p.RaiseEmergency, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    if command.kind not in EMERGENCIES:
        raise Refusal("no_kind", "请选紧急情况", f"Choose one of: {', '.join(EMERGENCIES)}.")
    return () if window.emergency else (p.EmergencyRaised(window.id, command.kind, window.staff),)


def _end_emergency(command: p.EndEmergency, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    return (p.EmergencyEnded(window.id, command.reason, command.staff),) if window.emergency else ()


def _set_pull(command: SetPull, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    return () if hall.pulls(window.id) == command.pull else (WindowPullSet(window.id, command.pull),)


def _pause(command: p.Pause, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    if command.reason not in PAUSE_REASONS:
        raise Refusal("no_reason", "请选暂停的原因", f"Choose a reason: {', '.join(PAUSE_REASONS)}.")
    if command.back_ms and command.back_ms <= now:
        raise Refusal("back_past", "回来的时间已经过了", "The time of return has passed.")
    return (
        *moves.give_back(hall, window, "pause"),
        p.WindowPaused(window.id, command.reason, command.back_ms),
    )


def _resume(command: p.Resume, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    return (p.WindowResumed(window.id),)


_AT: dict[type, Callable[[Never, Hall, f.Window, int], tuple[Event, ...]]] = {
    t.CallNext: _call_next,
    t.CallTicket: _call_ticket,
    t.Hold: moves.hold,
    Transfer: moves.transfer,
    UndoTransfer: moves.undo_transfer,
    AddService: moves.add_service,
    SwitchService: moves.switch_service,
    t.LinkCase: _link_case,
    SetPull: _set_pull,
    p.Relieve: _relieve,
    p.RaiseEmergency: _raise_emergency,
    p.EndEmergency: _end_emergency,
    t.Recall: _recall,
    t.Start: _start,
    t.Finish: _finish,
    t.Pass: _pass,
    p.SignOn: _sign_on,
    p.SignOff: _sign_off,
    p.Pause: _pause,
    p.Resume: _resume,
}
