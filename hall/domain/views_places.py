"""Where a visitor may be sent: queues, windows and who sits at them, and every item by name. For consoles and walls."""

from hall.contract.base import Text
from hall.contract.config import text
from hall.contract.views_common import WindowState
from hall.contract.views_places import ItemLine, ItemsView, PlaceQueue, PlacesView, PlaceWindow
from hall.domain.state import Hall
from hall.domain.views_catalogue import catalogue


def places(hall: Hall, now: int) -> PlacesView:
    """Every queue and every window, with who is at work there."""
    zones = {z.id: text(z.name, z.name_en) for z in hall.config.zones}
    have = hall.facts.windows
    queues = tuple(
        PlaceQueue(
            q.id,
            q.letter,
            text(q.name, q.name_en),
            zones[q.zone],
            sum(bool(have[w].staff) for w in hall.windows_of_queue[q.id]),
        )
        for q in hall.config.queues
    )
    windows = tuple(
        PlaceWindow(
            w.id,
            w.number,
            zones[w.zone],
            hall.serves[w.id],
            have[w.id].staff,
            hall.staff[have[w.id].staff].name if have[w.id].staff in hall.staff else "",
            have[w.id].state is WindowState.PAUSED,
        )
        for w in hall.config.windows
    )
    return PlacesView(hall.facts.seq, now, queues, windows)


def items(hall: Hall, now: int) -> ItemsView:
    """Every item a window may add to a number today: one with a queue of its own, so no bundle of several windows."""
    book = catalogue(hall)
    found = tuple(
        ItemLine(card.id, card.queue, card.name, card.pinyin, card.initials)
        for card in book.services
        if card.queue and hall.services[card.id].queue
    )
    return ItemsView(hall.facts.seq, now, found, book.day)


def queue_name(hall: Hall, queue: str) -> Text:
    """What people call a queue; its id where it has gone from the configuration."""
    part = hall.queues.get(queue)
    return text(part.name, part.name_en) if part is not None else Text(queue)
