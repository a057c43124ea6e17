"""What a window does with tickets: call, call again, start, finish, pass; and what its state allows.

The states are a table (`ALLOWED`), so every pair of window state and command has an answer in words.
"""

from collections.abc import Callable
from typing import Never, cast

from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.unions import Event
from hall.contract.views import WindowState as W
from hall.domain import facts as f
from hall.domain.queueing.rule import next_ticket
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

WindowCommand = (
    t.CallNext | t.Recall | t.Start | t.Finish | t.Pass | p.SignOn | p.SignOff | p.Pause | p.Resume
)

ALLOWED: dict[type, frozenset[W]] = {
    t.CallNext: frozenset({W.FREE}),
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
    ticket = next_ticket(hall, window.id)
    if not ticket:
        raise Refusal("nobody", "没有人在等", "Nobody is waiting.")
    return (t.TicketCalled(ticket, window.id),)


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
    return (t.TicketFinished(window.ticket, window.id, command.outcome),)


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
    return (t.TicketPassed(ticket.id, window.id),)


def _sign_on(command: p.SignOn, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    if command.staff not in hall.staff:
        raise Refusal("no_staff", "没有这个工号", f"No such staff number: {command.staff}.")
    for other in hall.facts.windows.values():
        if other.staff == command.staff and other.state is not W.CLOSED:
            number = hall.windows[other.id].number if other.id in hall.windows else other.id
            zh, en = (
                f"您已在 {number} 号窗口签到，先签退",
                f"You are signed on at window {number}. Sign off first.",
            )
            raise Refusal("staff_elsewhere", zh, en, hint=other.id)
    return (p.WindowSignedOn(window.id, command.staff),)


def give_back(window: f.Window, reason: str) -> tuple[Event, ...]:
    """A called visitor keeps the place held before when the window leaves."""
    if window.state is W.CALLED:
        return (t.TicketReturned(window.ticket, window.id, reason),)
    return ()


def _sign_off(command: p.SignOff, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    return (*give_back(window, "sign_off"), p.WindowSignedOff(window.id, window.staff))


def _pause(command: p.Pause, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    if command.reason not in PAUSE_REASONS:
        raise Refusal("no_reason", "请选暂停的原因", f"Choose a reason: {', '.join(PAUSE_REASONS)}.")
    if command.back_ms and command.back_ms <= now:
        raise Refusal("back_past", "回来的时间已经过了", "The time of return has passed.")
    return (*give_back(window, "pause"), p.WindowPaused(window.id, command.reason, command.back_ms))


def _resume(command: p.Resume, hall: Hall, window: f.Window, now: int) -> tuple[Event, ...]:
    return (p.WindowResumed(window.id),)


_AT: dict[type, Callable[[Never, Hall, f.Window, int], tuple[Event, ...]]] = {
    t.CallNext: _call_next,
    t.Recall: _recall,
    t.Start: _start,
    t.Finish: _finish,
    t.Pass: _pass,
    p.SignOn: _sign_on,
    p.SignOff: _sign_off,
    p.Pause: _pause,
    p.Resume: _resume,
}
