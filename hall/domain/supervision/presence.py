"""Is a post staffed: the absence clock of a seat (supervision.md §3.4), folded from sightings and read with the
console's activity. No face, no identity: a seat is taken or empty."""

from typing import NamedTuple

from hall.contract.config import PostPart
from hall.contract.posts import Suspension
from hall.contract.sightings import Seat
from hall.contract.views_common import WindowState
from hall.domain.calendar import session_at
from hall.domain.facts import Post, Window
from hall.domain.state import Hall

ACTIVE_S = 120  # somebody who uses the console is there, whatever the camera sees


class Absence(NamedTuple):
    """A running or just ended absence. `seconds` leaves out the time in which nobody could know."""

    since_ms: int
    end_ms: int
    seconds: int
    ended: bool
    late_open: bool


def seen(post: Post, seat: Seat, at: int, note: str, debounce_s: int) -> None:
    """Fold one change of a seat, dated `at`: a return shorter than `debounce_s` does not end an absence, unknown
    time pauses it."""
    before, since, was = post.seat, post.since_ms, post.absent_ms
    if was:
        if before is Seat.PRESENT and at - since >= debounce_s * 1000:
            post.absent_ms, post.back_ms = 0, since
        elif before is Seat.UNKNOWN:
            post.unknown.append((max(since, was), at))
    if before is Seat.PRESENT:
        post.here_ms = at
    elif before is Seat.UNKNOWN:
        post.blind_ms = at
    if seat is Seat.ABSENT and not post.absent_ms:
        # Unknown time of an absence that ends with this very change is still asked for: its finding is closed later.
        post.absent_ms, post.unknown = at, [x for x in post.unknown if was and x[0] >= was]
    if seat is Seat.ABSENT and post.leave is not None:
        post.leave.gone = True
    post.seat, post.since_ms, post.note = seat, at, note


def absence(hall: Hall, part: PostPart, now: int) -> Absence | None:
    """The absence at this post, None when it is staffed, need not be, or nobody knows of one.

    It begins with the empty seat, but not before the session, the planned end of a pause or of a declared leave, the
    return from it, or two minutes after the last touch of the console.
    """
    post = hall.facts.posts[part.id]
    began = post.absent_ms or (post.since_ms if post.seat is Seat.ABSENT else 0)
    from_ms = _required_from(hall, part, now)
    if not began or from_ms is None:
        return None
    since = max(began, from_ms)
    ended = post.seat is Seat.PRESENT and now - post.since_ms >= hall.policy.return_debounce_s * 1000
    # A short return is counted in the absence; unknown time is not.
    end = post.since_ms if ended or post.seat is Seat.UNKNOWN else now
    if since >= now:
        return None
    seconds = _counted_s(post, since, end)
    session = _session(hall, part, now)
    late = (
        session is not None and began <= session[0] and post.returned_ms <= session[0] and post.leave is None
    )
    return Absence(since, end, seconds, ended, late)


def lasted_s(hall: Hall, part: PostPart, since_ms: int, now: int) -> int:
    """Seconds of an absence that began at `since_ms` and does not run at `now`: until somebody came back or touched the
    console, until nobody had to be there any more, or until nobody could know; less what was unknown before."""
    post = hall.facts.posts[part.id]
    window = hall.facts.windows.get(part.window)
    ends = (
        post.since_ms if post.seat in (Seat.PRESENT, Seat.UNKNOWN) else 0,
        post.back_ms,
        post.leave.since_ms if post.leave is not None else 0,
        post.returned_ms,
        window.last_activity_ms if window is not None else 0,  # a pause, a leaving, a relief are touches too
        session[1] if (session := _session(hall, part, since_ms)) is not None else 0,
    )
    return _counted_s(post, since_ms, min((x for x in ends if since_ms < x < now), default=now))


def _counted_s(post: Post, since_ms: int, end_ms: int) -> int:
    """Seconds between two moments, without those in which nobody could know."""
    unknown = sum(max(0, min(until, end_ms) - max(since, since_ms)) for since, until in post.unknown)
    return max(0, end_ms - since_ms - unknown) // 1000


class Suspended(NamedTuple):
    """Why nobody is looked for at a post, and until when as far as was said (0: nobody said)."""

    why: Suspension
    until_ms: int = 0


def suspended(hall: Hall, part: PostPart, now: int) -> Suspended:
    """Is an empty seat here no absence at `now`, and why (§3.4)."""
    leave = hall.facts.posts[part.id].leave
    if leave is not None and now <= leave.back_ms:
        return Suspended(Suspension.LEAVE, leave.back_ms)
    if _session(hall, part, now) is None:
        return Suspended(Suspension.HOURS)
    if not part.window:
        return Suspended(Suspension.NONE)
    window = hall.facts.windows[part.window]
    if window.state is WindowState.CLOSED:
        return Suspended(Suspension.CLOSED)
    if window.holder and window.staff != window.holder:
        return Suspended(Suspension.COVERED)  # a B post is signed on
    if window.state is WindowState.PAUSED and now <= (end := _pause_end(hall, window)):
        return Suspended(Suspension.PAUSED, end)
    return Suspended(Suspension.NONE)


def _required_from(hall: Hall, part: PostPart, now: int) -> int | None:
    """Since when the post had to be staffed without a break, as far as machines know; None when it need not be."""
    session = _session(hall, part, now)
    if session is None or suspended(hall, part, now).why is not Suspension.NONE:
        return None
    return max(session[0], _excused_until(hall, part))


def _excused_until(hall: Hall, part: PostPart) -> int:
    """Until when somebody said or showed that the post is looked after; 0 when nobody did."""
    post = hall.facts.posts[part.id]
    if not part.window:
        return post.leave.back_ms if post.leave is not None else post.returned_ms
    window = hall.facts.windows[part.window]
    if window.state is WindowState.PAUSED:
        return _pause_end(hall, window)
    return window.last_activity_ms + ACTIVE_S * 1000 if window.last_activity_ms else 0


def _pause_end(hall: Hall, window: Window) -> int:
    """The planned end of a pause, which is never longer than the pack allows."""
    longest = window.since_ms + hall.policy.leave_max_s * 1000
    return min(window.back_ms or longest, longest)


def _session(hall: Hall, part: PostPart, now: int) -> tuple[int, int] | None:
    """The session of a window's longest queue, or of the hall for posts without a window."""
    queues = hall.windows[part.window].queues if part.window in hall.windows else ("",)
    spans = [span for queue in queues if (span := session_at(hall, queue, now)) is not None]
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None
