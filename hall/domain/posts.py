"""Posts without a window: who goes away says why and until when, who is back says so or is seen there (R034). What it
means for the clock of an absence stands in `supervision.presence`."""

from collections.abc import Iterable

from hall.contract import posts as w
from hall.contract.sightings import Seat
from hall.contract.unions import Event, Recorded
from hall.domain import facts as f
from hall.domain.calendar import clock
from hall.domain.hours import DAY_MS
from hall.domain.queueing.call import PAUSE_REASONS
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

BACK_S = 60  # somebody is seen there for so long: not only in passing
UNKNOWN_KEPT_MS = 7 * DAY_MS

ALLOWED: dict[type, frozenset[bool]] = {w.DeclareLeave: frozenset({False}), w.EndLeave: frozenset({True})}
"""Which command a post allows, by whether a leave is declared there; one that lasts too long still is."""

_SAID: dict[bool, tuple[str, str, str]] = {
    False: ("no_leave", "这个岗位没有说明过离开", "No leave was declared at this post."),
    True: ("on_leave", "已说明离开到 {at}，请先按回来了", "Leave is declared until {at}. Say you are back."),
}  # fmt: skip


def declare_leave(command: w.DeclareLeave, hall: Hall, now: int) -> tuple[Event, ...]:
    """Raises Refusal for a post with a window, a reason that is none, a time that is past or too far away."""
    post = _must_allow(command, hall)
    longest_s = hall.policy.leave_max_s
    if command.reason not in PAUSE_REASONS:
        raise Refusal("no_reason", "请选离开的原因", f"Choose a reason: {', '.join(PAUSE_REASONS)}.")
    if command.back_ms <= now:
        raise Refusal("back_past", "回来的时间已经过了", "The time of return has passed.")
    if command.back_ms - now > longest_s * 1000:
        minutes = longest_s // 60
        raise Refusal("leave_long", f"最多离开 {minutes} 分钟", f"A leave is {minutes} min at most.")
    return (w.LeaveDeclared(post.id, command.reason, command.back_ms, command.staff),)


def end_leave(command: w.EndLeave, hall: Hall, now: int) -> tuple[Event, ...]:
    post = _must_allow(command, hall)
    return (w.LeaveEnded(post.id, now, command.staff),)


def _must_allow(command: w.DeclareLeave | w.EndLeave, hall: Hall) -> f.Post:
    """The post, if it is one without a window, its leave allows the command and a member of staff says so."""
    part = hall.posts.get(command.post)
    if part is None or part.kind == "visitor":
        raise Refusal("no_post", "没有这个岗位", f"No such post: {command.post}.")
    if part.window:
        raise Refusal(
            "has_window", "有窗口的岗位，请在窗口按暂停", "This post has a window: pause the window instead."
        )
    if command.staff not in hall.staff:
        raise Refusal("no_staff", "请先选您是谁", "Say who you are first.")
    post = hall.facts.posts[command.post]
    declared = post.leave is not None
    if declared not in ALLOWED[type(command)]:
        code, zh, en = _SAID[declared]
        at = clock(post.leave.back_ms) if post.leave is not None else ""
        raise Refusal(code, zh.format(at=at), en.format(at=at))
    return post


def returned(hall: Hall, now: int) -> Iterable[Event]:
    """Leaves that are over because somebody is at the post: seen there for a minute after it was seen empty, or after
    the time of return."""
    for post in hall.facts.posts.values():
        leave = post.leave
        if leave is None or post.seat is not Seat.PRESENT:
            continue
        since = post.since_ms if leave.gone else max(post.since_ms, leave.back_ms)
        if now - since >= BACK_S * 1000:
            yield w.LeaveEnded(post.id, since)


# --- the fold ------------------------------------------------------------------------------------------------------


def leave_declared(e: w.LeaveDeclared, rec: Recorded, hall: Hall) -> None:
    post = hall.facts.posts.setdefault(e.post, f.Post(e.post))
    post.leave = f.DeclaredLeave(e.reason, rec.at, e.back_ms, e.staff, post.seat is Seat.ABSENT)


def leave_ended(e: w.LeaveEnded, rec: Recorded, hall: Hall) -> None:
    post = hall.facts.posts.setdefault(e.post, f.Post(e.post))
    post.leave, post.returned_ms = None, e.since_ms


def new_day(hall: Hall, at: int) -> None:
    """A leave belongs to its day; what nobody could see is asked for by an absence of the last days alone."""
    for post in hall.facts.posts.values():
        post.leave, post.returned_ms = None, 0
        post.unknown = [x for x in post.unknown if x[1] > at - UNKNOWN_KEPT_MS]
