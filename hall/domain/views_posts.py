"""Every post as the wall shows it: what its camera says, who signed on, and why nobody is looked for there now."""

from hall.contract.base import Text
from hall.contract.posts import DeclaredLeave
from hall.contract.supervision import FindingCode, FindingState
from hall.contract.views_wall import WallPost
from hall.domain import words
from hall.domain.facts import Finding
from hall.domain.state import Hall
from hall.domain.supervision.book import running, zone_of_window
from hall.domain.supervision.presence import suspended


def wall_posts(hall: Hall, now: int) -> tuple[WallPost, ...]:
    """All but the visitors' side of a window, which is nobody's post."""
    away = running(hall, FindingCode.OFF_POST)
    return tuple(_post(hall, x.id, away.get(x.id), now) for x in hall.config.posts if x.kind != "visitor")


def _post(hall: Hall, post: str, away: Finding | None, now: int) -> WallPost:
    part, have = hall.posts[post], hall.facts.posts[post]
    why, until_ms = suspended(hall, part, now)
    window = hall.facts.windows.get(part.window)
    zh, en = words.post(hall, post)
    return WallPost(
        post,
        part.window,
        part.kind,
        have.seat.value,
        have.since_ms,
        Text(zh, words.capital(en)),
        part.zone or zone_of_window(hall, part.window),
        bool(part.camera),
        _name(hall, window.staff) if window is not None else "",
        why,
        until_ms,
        _leave(hall, post),
        away.state if away is not None and away.state is not FindingState.DISMISSED else None,
    )


def _leave(hall: Hall, post: str) -> DeclaredLeave | None:
    have = hall.facts.posts[post].leave
    if have is None:
        return None
    return DeclaredLeave(have.reason, have.since_ms, have.back_ms, _name(hall, have.staff))


def _name(hall: Hall, staff: str) -> str:
    return hall.staff[staff].name if staff in hall.staff else staff
