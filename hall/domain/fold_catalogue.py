"""The fold of the item list: a new one comes into force at once or on its day; what it drops stays known that day."""

import msgspec

from hall.contract.catalogue import CatalogueImported
from hall.contract.unions import Recorded
from hall.domain import facts as f
from hall.domain.state import Hall


def imported(e: CatalogueImported, rec: Recorded, hall: Hall) -> None:
    facts = hall.facts
    book = f.Catalogue(e.version, e.source, e.sm3, e.groups, e.services, e.starts)
    facts.catalogue_versions[e.version] = e.sm3
    if e.starts > facts.day:
        facts.catalogue_next = book
        return
    _put(hall, book)  # one that waits for its day goes on waiting


def new_day(day: str, hall: Hall) -> None:
    """Yesterday's tickets are gone, so are the items only they still needed; a list that waited for today begins."""
    facts = hall.facts
    facts.dropped = {}
    if facts.catalogue_next is not None and facts.catalogue_next.starts <= day:
        facts.catalogue, facts.catalogue_next = facts.catalogue_next, None
    hall.open_catalogue()


def _put(hall: Hall, book: f.Catalogue) -> None:
    """In the middle of a day: open tickets of an item that is not on the new list go on, and keep its name (R008)."""
    facts = hall.facts
    kept = {s.id for s in book.services}
    ended = {k: msgspec.structs.replace(s, ends=facts.day) for k, s in hall.services.items() if k not in kept}
    facts.dropped = {k: (facts.dropped.get(k) or s) for k, s in ended.items()}
    facts.catalogue = book
    hall.open_catalogue()
