"""The fold of ratings and of keys without effect: questions asked, taken back, overtaken, and what was said."""

from hall.contract import devices as d
from hall.contract.callers import KeyRefused
from hall.contract.ratings import BAD, VisitRated
from hall.contract.unions import Recorded
from hall.domain import facts as f
from hall.domain.jobs import without
from hall.domain.ratings import key_of
from hall.domain.state import Hall


def opened(job: d.AskRating, rec: Recorded, hall: Hall) -> None:
    """A service was done at a window with an evaluator: its question is on the way to the visitor."""
    ticket = hall.facts.tickets[job.ticket]
    window = hall.devices[job.device].window
    overtaken(hall, window, rec.at)
    key = key_of(ticket.id, ticket.leg)
    hall.facts.ratings[key] = f.Rating(
        ticket.id, ticket.leg, window, ticket.staff, ticket.service, job.device, job.until_ms
    )
    hall.facts.rating_open[job.id] = key
    hall.facts.windows[window].rating = key


def overtaken(hall: Hall, window: str, at: int) -> None:
    """The next visitor is here: a key pressed from now on is not the last one's."""
    for job, key in list(hall.facts.rating_open.items()):
        rating = hall.facts.ratings[key]
        if rating.window != window:
            continue
        if rating.asked:
            rating.until_ms = min(rating.until_ms, at)
        else:
            forget(hall, job)


def goes_on(hall: Hall, ticket: str, window: str) -> None:
    """The visitor stays at the window for another service, and is asked once, at its end."""
    for job, key in list(hall.facts.rating_open.items()):
        rating = hall.facts.ratings[key]
        if (rating.ticket, rating.window) == (ticket, window):
            forget(hall, job)


def asked(hall: Hall, job: str) -> None:
    """The evaluator was told to ask."""
    key = hall.facts.rating_open.get(job)
    if key is not None:
        hall.facts.ratings[key].asked = True


def forget(hall: Hall, job: str) -> None:
    """Nobody was asked after all."""
    key = hall.facts.rating_open.pop(job, None)
    if key is not None:
        rating = hall.facts.ratings.pop(key)
        _take_back(hall, rating.device, job)


def rated(e: VisitRated, rec: Recorded, hall: Hall) -> None:
    facts = hall.facts
    key = key_of(e.ticket, e.leg)
    rating = facts.ratings.setdefault(key, f.Rating(e.ticket, e.leg, e.window, e.staff, e.service))
    zone = hall.windows[e.window].zone if e.window in hall.windows else ""
    for place in ("", f"zone/{zone}", f"window/{e.window}", f"staff/{e.staff}"):
        counts = facts.rated.setdefault(place, {})
        if rating.level is not None:
            counts[rating.level.value] -= 1
        counts[e.level.value] = counts.get(e.level.value, 0) + 1
    rating.level, rating.at = e.level, rec.at
    if e.level in BAD:
        facts.rating_bad.append(key)
    for job, name in list(facts.rating_open.items()):
        if name == key:
            del facts.rating_open[job]
            _take_back(hall, rating.device, job)


def _take_back(hall: Hall, device: str, job: str) -> None:
    have = hall.facts.devices.get(device)
    if have is not None:
        have.mailbox = without(have.mailbox, job)


def new_day(facts: f.Facts) -> None:
    """Ratings of yesterday stay in the journal."""
    facts.ratings, facts.rating_open, facts.rated, facts.rating_bad = {}, {}, {}, []
    for window in facts.windows.values():
        window.rating, window.key_said, window.key_ms = "", None, 0


def key_refused(e: KeyRefused, rec: Recorded, hall: Hall) -> None:
    window = hall.facts.windows.get(e.window)
    if window is not None:
        window.key_said, window.key_ms = e.text, rec.at
