"""The hall as configured, as far as a manager steers it: zones, windows, queues by name. And live: what each window
serves now, as the hall last said. Pure."""

from dataclasses import dataclass

from hall.contract.base import Text
from hall.contract.config import HallConfig, QueuePart, WindowPart, text
from hall.contract.views_places import PlacesView, PlaceWindow


@dataclass(frozen=True)
class HallPlan:
    """Look-ups made once; nothing here changes while the wall runs."""

    config: HallConfig

    def zone_ids(self) -> tuple[str, ...]:
        """Zones with windows or queues, in the order of the file."""
        used = {w.zone for w in self.config.windows} | {q.zone for q in self.config.queues}
        return tuple(z.id for z in self.config.zones if z.id in used)

    def floor(self, zone: str) -> int:
        return next(z.floor for z in self.config.zones if z.id == zone)

    def head(self, zone: str) -> tuple[str, ...]:
        """The head of a zone, as the likeliest to act there."""
        return tuple(z.head for z in self.config.zones if z.id == zone and z.head)

    def zone_name(self, zone: str) -> Text:
        part = next((z for z in self.config.zones if z.id == zone), None)
        if part is None:
            return Text(zone)
        short = part.name.removesuffix("区") if len(part.name) > 3 else part.name
        letter = f"{part.id} " if len(part.id) == 1 else ""
        return Text(letter + short, letter + (part.name_en or part.name))

    def windows(self, zone: str) -> tuple[WindowPart, ...]:
        return tuple(w for w in self.config.windows if w.zone == zone)

    def window(self, window: str) -> WindowPart | None:
        return next((w for w in self.config.windows if w.id == window), None)

    def queues(self, zone: str) -> tuple[QueuePart, ...]:
        return tuple(q for q in self.config.queues if q.zone == zone)

    def queue(self, queue: str) -> QueuePart | None:
        return next((q for q in self.config.queues if q.id == queue), None)

    def queue_name(self, queue: str) -> Text:
        part = self.queue(queue)
        return text(part.name, part.name_en) if part is not None else Text(queue)

    def by_letter(self, number: str) -> QueuePart | None:
        """The queue a number was taken in, by its letters; None where the hall has none of these letters."""
        letters = number.rstrip("0123456789")
        return next((q for q in self.config.queues if letters and q.letter == letters), None)

    def possible(self, part: WindowPart) -> tuple[QueuePart, ...]:
        """Queues this window may be given: its zone's first. Those of another role are left out (R015)."""
        fit = [q for q in self.config.queues if not part.roles or q.role in part.roles]
        return tuple(sorted(fit, key=lambda q: q.zone != part.zone))

    def fixed(self, part: WindowPart) -> frozenset[str]:
        """Queues a comprehensive window serves whatever it is given."""
        return frozenset(q.id for q in self.config.queues if q.general) if part.comprehensive else frozenset()


def live(places: PlacesView | None, window: str) -> PlaceWindow | None:
    """What the hall last said of this window."""
    return next((w for w in places.windows if w.window == window), None) if places is not None else None
