"""What tests of flows ask of a stage: a ticket, a window, and the next visitor in hand."""

from hall.contract import config as c
from hall.contract import tickets as t
from tests.hall.domain.conftest import Stage, small_hall


def ticket_of(stage: Stage, name: str):
    return stage.hall.facts.tickets[name]


def at(stage: Stage, window: str):
    return stage.hall.facts.windows[window]


def kinds(events) -> list[type]:
    return [type(x) for x in events]


def serve(stage: Stage, window: str) -> str:
    """Call the next and begin; the ticket."""
    called = stage.do(t.CallNext(window))[0]
    stage.do(t.Start(window))
    return called.ticket


def skilled() -> c.HallConfig:
    """B has an item that only w3 can do."""
    base = small_hall()
    more = c.ServicePart("english", "g", "B", "英文证明", skill="english")
    windows = tuple(
        c.WindowPart(w.id, w.zone, w.number, w.queues, skills=("english",) if w.id == "w3" else ())
        for w in base.windows
    )
    return small_hall(services=(*base.services, more), windows=windows)
