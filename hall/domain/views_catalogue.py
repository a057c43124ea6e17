"""What kiosks show of the item list: groups and the items offered today (R008, R009). Built once a day or list, because
a list has up to 2,000 items and the view is asked for often."""

from collections.abc import Sequence
from itertools import zip_longest

from hall.contract.base import Text
from hall.contract.config import ServicePart, text
from hall.contract.views_catalogue import CatalogueView, GroupCard, ServiceCard
from hall.domain.calendar import day_of
from hall.domain.catalogue import offered
from hall.domain.places import place
from hall.domain.state import Hall

_Cards = tuple[tuple[GroupCard, ...], tuple[ServiceCard, ...]]


def catalogue(hall: Hall) -> CatalogueView:
    """The whole list as it is offered on the hall's day."""
    facts = hall.facts
    day = facts.day or day_of(facts.at)
    made = hall.menu.get(day)
    if made is None:
        made = _cards(hall, day)
        hall.menu = {day: made}
    book = facts.catalogue
    return CatalogueView(
        facts.seq,
        facts.at,
        *made,
        version=book.version if book is not None else "",
        sm3=book.sm3 if book is not None else "",
        day=day,
    )


def _cards(hall: Hall, day: str) -> _Cards:
    """A group in which nothing is offered today is left out, and so is one above it that is empty then."""
    places = {q: place(hall, q) for q in hall.queues}
    items = [s for s in hall.services.values() if offered(s, day)]
    used = {s.group for s in items}
    used |= {g.parent for g in hall.groups if g.id in used}
    groups = tuple(GroupCard(g.id, text(g.name, g.name_en), g.parent) for g in hall.groups if g.id in used)
    return groups, tuple(_card(hall, s, places) for s in items)


def _card(hall: Hall, part: ServicePart, places: dict[str, Text]) -> ServiceCard:
    queue = first_queue(hall, part)
    return ServiceCard(
        part.id,
        part.group,
        queue,
        text(part.name, part.name_en),
        part.pinyin,
        part.initials,
        lines(part.materials, part.materials_en),
        text(part.fee, part.fee_en),
        limit(part),
        text(part.guide, part.guide_en),
        text(part.elsewhere, part.elsewhere_en) if part.elsewhere else places.get(queue, Text("")),
        text(part.plain, part.plain_en),
        lines(part.steps, part.steps_en),
        part.department,
        part.code,
        part.charged,
        part.legal_days,
        part.promised_days,
        part.promised_trips or hall.policy.default_promised_trips,
        part.ends,
        tuple(text(x.name, x.name_en) for x in (hall.services.get(other) for other in part.bundle) if x),
        bool(part.elsewhere),
        () if part.queue else part.bundle,
        part.after,
    )


def first_queue(hall: Hall, part: ServicePart) -> str:
    """Where its visitors wait first: a bundle without a queue of its own begins at one of its items."""
    if part.queue:
        return part.queue
    return next((hall.services[x].queue for x in part.bundle if x in hall.services), "")


def limit(part: ServicePart) -> Text:
    """How long it takes, in words: as the list says it, else from the promised or the legal days (R118)."""
    if part.limit:
        return text(part.limit, part.limit_en)
    if part.promised_days:
        days = "1 working day" if part.promised_days == 1 else f"{part.promised_days} working days"
        return Text(f"{part.promised_days} 个工作日", days)
    if part.legal_days:
        days = "1 working day" if part.legal_days == 1 else f"{part.legal_days} working days"
        return Text(f"最多 {part.legal_days} 个工作日", f"at most {days}")
    return Text("")


def lines(zh: Sequence[str], en: Sequence[str]) -> tuple[Text, ...]:
    """Line by line in both languages; a line without English is shown in Chinese."""
    return tuple(text(z, e) for z, e in zip_longest(zh, en, fillvalue="") if z)
