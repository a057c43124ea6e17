"""Ratings (supervision.md §3.5): who may be asked, whose press counts, and what silence is. One rating for each service
of a number; the first one counts, and that nobody rated is a finding of the hall, never a level."""

from hall.contract import devices as d
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.ratings import BAD, GOOD, GiveRating, RatingLevel, VisitRated
from hall.contract.unions import Event, Recorded
from hall.domain import facts as f
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms

ON_THE_WAY_S = 2  # of the machine's clock: from the key to the hall


def key_of(ticket: str, leg: int) -> str:
    """Where the rating of one service of a number stands."""
    return f"{ticket}/{leg}"


def give(command: GiveRating, hall: Hall, now: int, by: Actor) -> tuple[Event, ...]:
    """The visitor's word. An evaluator speaks for whom it was asked about; a gateway for the holder of the slip, and
    never in the name of an evaluator."""
    if command.level is RatingLevel.NOT_RATED:
        raise Refusal("no_level", "请选一个等级", "Choose a level.")
    here = by.role is Role.DEVICE
    rating = _asked(command, hall, now) if here else _of_slip(command.token, hall)
    if rating.level not in (None, RatingLevel.NOT_RATED):
        raise Refusal("rated_before", "这次办理已经评价过了", "This service was rated already.")
    return (_rated(rating, command.level, "device" if here else "gateway"),)


def silent(hall: Hall, now: int) -> tuple[Event, ...]:
    """Whoever was asked and has said nothing in time: not rated. A question that never reached a visitor is none."""
    late = machine_ms(hall, ON_THE_WAY_S)
    asked = (hall.facts.ratings[key] for key in hall.facts.rating_open.values())
    return tuple(
        _rated(x, RatingLevel.NOT_RATED, "hall") for x in asked if x.asked and now > x.until_ms + late
    )


def _rated(rating: f.Rating, level: RatingLevel, source: str) -> VisitRated:
    return VisitRated(rating.ticket, rating.leg, rating.window, rating.staff, rating.service, level, source)


def _asked(command: GiveRating, hall: Hall, now: int) -> f.Rating:
    rating = hall.facts.ratings.get(hall.facts.rating_open.get(command.job, ""))
    late = machine_ms(hall, ON_THE_WAY_S)
    if rating is None or rating.device != command.device or now > rating.until_ms + late:
        raise Refusal("rating_over", "评价时间已过", "Nobody is being asked to rate now.")
    return rating


def _of_slip(token: str, hall: Hall) -> f.Rating:
    """The last service of a number whose visit is over; of today, as long as the hall holds the day's numbers."""
    ticket = hall.facts.tickets.get(hall.facts.by_token.get(token, ""))
    if ticket is None:
        raise Refusal("no_ticket", "没有这个号，或不是今天的", "No such number today.")
    if ticket.state is not t.TicketState.DONE:
        raise Refusal("not_done", "办完以后再评价", "It can be rated once it is done.")
    known = hall.facts.ratings.get(key_of(ticket.id, ticket.leg))
    return known or f.Rating(ticket.id, ticket.leg, ticket.window, ticket.staff, ticket.service)


def question(rec: Recorded, hall: Hall) -> list[d.Job]:
    """The evaluator of the window asks as soon as a service is done."""
    event = rec.event
    if not isinstance(event, t.TicketFinished) or event.window not in hall.evaluators:
        return []
    device = hall.evaluators[event.window]
    until_ms = rec.at + hall.policy.rating_s * 1000
    return [d.AskRating(f"{rec.seq}.{device}.rating", device, event.ticket, until_ms)]


def share(counts: dict[str, int]) -> tuple[float, int]:
    """(satisfied of all that rated 0..1 or -1 where nobody did, how many rated). Silence counts nowhere."""
    good = sum(counts.get(level.value, 0) for level in GOOD)
    rated = good + sum(counts.get(level.value, 0) for level in BAD)
    return (good / rated if rated else -1.0), rated
