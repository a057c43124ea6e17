"""The hall a manager steers from the wall, as configured and as last said, in the language of the screen."""

from hall.contract.base import Text
from hall.contract.views_places import PlacesView
from hall.contract.views_wall import WallQueue, WallZone
from hall.uikit import phrases
from monitor.viewmodels.hall_plan import HallPlan, live
from monitor.viewmodels.wall import Wall


class Steered:
    """`places` is the newest word on what windows serve; None until the hall has said it."""

    def __init__(self, wall: Wall, plan: HallPlan) -> None:
        self.wall, self.plan = wall, plan
        self.places: PlacesView | None = None

    def t(self, zh: str) -> str:
        return self.wall.words.t(zh)

    def of(self, text: Text) -> str:
        return self.wall.words.of(text)

    # -- queues ---------------------------------------------------------------------------------------------
    def waiting(self) -> dict[str, WallQueue]:
        """Every queue as the wall last heard of it, by id."""
        return {q.queue: q for q in self.wall.view.queues} if self.wall.view is not None else {}

    def queue_name(self, queue: str) -> str:
        return self.of(self.plan.queue_name(queue))

    def queue_names(self, queues: tuple[str, ...]) -> str:
        return self.t("、").join(self.queue_name(q) for q in queues)

    # -- windows --------------------------------------------------------------------------------------------
    def serves(self, window: str) -> tuple[str, ...]:
        """What it serves now, as the hall says; as configured until it has said."""
        place = live(self.places, window)
        part = self.plan.window(window)
        return place.queues if place is not None else part.queues if part is not None else ()

    def given(self, window: str) -> tuple[str, ...]:
        """What it serves now and may be taken from it."""
        part = self.plan.window(window)
        if part is None:
            return ()
        fixed = self.plan.fixed(part)
        return tuple(q for q in self.serves(window) if q in part.queues or q not in fixed)

    def serves_others(self, window: str) -> bool:
        """Whether it serves other queues than configured now."""
        part = self.plan.window(window)
        if part is None:
            return False
        fixed = self.plan.fixed(part)
        return set(self.serves(window)) - fixed != set(part.queues) - fixed

    def window_title(self, window: str) -> str:
        """12 号窗 · 张三在办."""
        part = self.plan.window(window)
        if part is None:
            return ""
        place, name = live(self.places, window), self.t("{window} 号窗").format(window=part.number)
        if place is None:
            return name
        return name + " · " + (place.staff_name or place.staff or self.t("现在没有人"))

    # -- zones ----------------------------------------------------------------------------------------------
    def zone_name(self, zone: str) -> str:
        return self.of(self.plan.zone_name(zone))

    def floor(self, zone: str) -> int:
        """Of the zone that is chosen; 0 in a hall without zones."""
        return self.plan.floor(zone) if zone else 0

    def zone(self, zone: str) -> WallZone | None:
        """The zone as the wall last heard of it."""
        zones = self.wall.view.zones if self.wall.view is not None else ()
        return next((z for z in zones if z.zone == zone), None)

    def is_quiet(self, zone: str) -> bool:
        """Whether it is called without voice by hand."""
        seen = self.zone(zone)
        return seen is not None and seen.quiet

    def zone_voice(self, zone: str) -> str:
        """How the zone is called now: by hand without voice, by the clock, or aloud."""
        seen = self.zone(zone)
        if seen is not None and seen.quiet:
            return self.t("现在无声")
        if seen is not None and seen.silent_until_ms:
            return self.t("静音时段，到 {at}").format(at=phrases.clock(seen.silent_until_ms))
        return self.t("现在出声")

    # -- places to close ------------------------------------------------------------------------------------
    def place_name(self, place: str, zone: str) -> str:
        """Of "queue/<id>", "zone" (the one that is chosen) or "hall"."""
        kind, _, queue = place.partition("/")
        if kind == "zone":
            return self.t("{zone} 全区").format(zone=self.zone_name(zone))
        if kind == "hall":
            return self.t("整个大厅")
        part = self.plan.queue(queue)
        return f"{part.letter} {self.queue_name(queue)}" if part is not None else ""
