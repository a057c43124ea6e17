"""Is a post staffed: the absence clock of a seat (supervision.md §3.4), folded from sightings and read with the
console's activity. No face, no identity: a seat is taken or empty."""

from typing import NamedTuple

from hall.contract.config import PostPart
from hall.contract.sightings import Seat
from hall.contract.views import WindowState
from hall.domain.calendar import session_at
from hall.domain.facts import Post
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
    before, since = post.seat, post.since_ms
    if post.absent_ms:
        if before is Seat.PRESENT and at - since >= debounce_s * 1000:
            post.absent_ms, post.unknown_s = 0, 0
        elif before is Seat.UNKNOWN:
            post.unknown_s += max(0, at - max(since, post.absent_ms)) // 1000
    if before is Seat.PRESENT:
        post.here_ms = at
    elif before is Seat.UNKNOWN:
        post.blind_ms = at
    if seat is Seat.ABSENT and not post.absent_ms:
        post.absent_ms, post.unknown_s = at, 0
    post.seat, post.since_ms, post.note = seat, at, note


def absence(hall: Hall, part: PostPart, now: int) -> Absence | None:
    """The absence at this post, None when it is staffed, need not be, or nobody knows of one.

    It begins with the empty seat, but not before the session, the planned end of a declared pause, or two minutes
    after the last touch of the console.
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
    seconds = max(0, (end - since) // 1000 - post.unknown_s)
    session = _session(hall, part, now)
    return Absence(since, end, seconds, ended, session is not None and began <= session[0])


def _required_from(hall: Hall, part: PostPart, now: int) -> int | None:
    """Since when the post had to be staffed without a break, as far as machines know; None when it need not be."""
    session = _session(hall, part, now)
    if session is None:
        return None
    if not part.window:
        return session[0]
    window = hall.facts.windows[part.window]
    if window.state is WindowState.CLOSED:
        return None
    if window.holder and window.staff != window.holder:
        return None  # a B post is signed on: the post is covered (§3.4)
    if window.state is WindowState.PAUSED:
        # A declared leave: the clock starts at its planned end, and a leave is never longer than the pack allows.
        longest = window.since_ms + hall.policy.leave_max_s * 1000
        end = min(window.back_ms or longest, longest)
        return max(session[0], end) if end < now else None
    return max(session[0], window.last_activity_ms + ACTIVE_S * 1000 if window.last_activity_ms else 0)


def _session(hall: Hall, part: PostPart, now: int) -> tuple[int, int] | None:
    """The session of a window's longest queue, or of the hall for posts without a window."""
    queues = hall.windows[part.window].queues if part.window in hall.windows else ("",)
    spans = [span for queue in queues if (span := session_at(hall, queue, now)) is not None]
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None
