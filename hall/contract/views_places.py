"""Where to send a visitor (topics "places" and "items")."""

from hall.contract.base import Text, Word


class PlaceQueue(Word, frozen=True, tag=False):
    """A queue as a target of a transfer; `at_work` counts its windows with somebody at them."""

    queue: str
    letter: str
    name: Text
    zone: Text
    at_work: int


class PlaceWindow(Word, frozen=True, tag=False):
    """A window as a target; `staff` is who is signed on there ("" nobody)."""

    window: str
    number: str
    zone: Text
    queues: tuple[str, ...]
    staff: str = ""
    staff_name: str = ""
    paused: bool = False


class PlacesView(Word, frozen=True):
    """Where a visitor may be sent. Changes when somebody signs on or off, pauses, or a window gets other queues."""

    seq: int
    at: int
    queues: tuple[PlaceQueue, ...]
    windows: tuple[PlaceWindow, ...]


class ItemLine(Word, frozen=True, tag=False):
    """An item by what it is searched by; `queue` is where its visitors wait."""

    service: str
    queue: str
    name: Text
    pinyin: str = ""
    initials: str = ""


class ItemsView(Word, frozen=True):
    """Every item offered on `day`, short enough for every console; apart from PlacesView because it changes once a day
    at most, and 385 consoles need not be sent two thousand names each time somebody signs on."""

    seq: int
    at: int
    items: tuple[ItemLine, ...]
    day: str = ""
