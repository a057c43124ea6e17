"""The fold of opening hours changed live: queues closed and opened again by hand, imported calendars."""

from hall.contract import opening as o
from hall.contract.config import YearPart
from hall.contract.unions import Recorded
from hall.domain.facts import Closing
from hall.domain.state import Hall


def place(queue: str, zone: str) -> str:
    """The key of a closing: "queue/…", "zone/…", or "" for the whole hall."""
    return f"queue/{queue}" if queue else f"zone/{zone}" if zone else ""


def closed(e: o.QueueClosed, rec: Recorded, hall: Hall) -> None:
    where = place(e.queue, e.zone)
    hall.facts.closings[where] = Closing(where, rec.at, e.until_ms, e.reason, e.staff or rec.by.name)


def reopened(e: o.QueueReopened, rec: Recorded, hall: Hall) -> None:
    hall.facts.closings.pop(place(e.queue, e.zone), None)


def calendar_imported(e: o.CalendarImported, rec: Recorded, hall: Hall) -> None:
    hall.facts.calendar[e.year] = YearPart(e.year, e.rest, e.work, e.source, e.notice)
    hall.hours.changed()


def new_day(hall: Hall, at: int) -> None:
    """Closings whose time is over are forgotten; those without an end stay until somebody opens again."""
    closings = hall.facts.closings
    for where in [x.place for x in closings.values() if 0 < x.until_ms <= at]:
        del closings[where]
