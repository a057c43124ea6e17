"""The wall: totals, age of the data, what needs a person, the floor plan, the day's line, zones and facts.

Shows one WallView. Figures older than 15 s are marked as old; nothing here is guessed.
"""

from collections import Counter

from PySide6.QtCore import Property, QObject, QPointF, QTimer, Signal, Slot

from hall.contract.supervision import FindingCode, Level
from hall.contract.views_common import Notice
from hall.contract.views_wall import WallView, WallZone
from hall.uikit import phrases
from hall.uikit.link import Link, State
from hall.uikit.listmodel import KeyedModel
from hall.uikit.words import Words
from monitor.viewmodels.facts import Fact, facts
from monitor.viewmodels.plan import ZONES_MAX, Cell, Plan, Zone, arrange, pages
from monitor.viewmodels.rows import (
    Ticket,
    ZoneLine,
    code_of,
    ticket,
    zone_line,
    zone_name,
    zone_note,
    zone_tags,
)

STALE_MS = 15_000
TICK_MS = 250
FLOOR_TURN_S = 20.0
PAGE_TURN_S = 10.0  # where a floor has several pages
TICKETS_MAX = 3
PLAN_SIZE = (612, 486)
TALL_SIZE = (612, 632)  # in a great hall the plan takes room from the day's line
GREAT = 60  # windows on one floor

_LEVEL = {Level.ALERT: 0, Level.WARN: 1, Level.NOTE: 2}


class Wall(QObject):
    """`changed`: the hall changed something; `ticked`: time moved; `turned`: another floor is shown."""

    changed = Signal()
    ticked = Signal()
    planChanged = Signal()

    def __init__(
        self, link: Link, words: Words, hours: tuple[float, float] = (9.0, 17.0), hall: str = ""
    ) -> None:
        """`hours`: first and last hour of the hall's day, for the line of the day; `hall`: its name
        as configured, shown until the hall itself is heard."""
        super().__init__()
        self.link, self.words = link, words
        self.view: WallView | None = None
        self._hours = hours
        self._hall = hall
        self._floor = 0
        self._page = 0
        self._pages: dict[int, list[tuple[str, ...]]] = {}  # floor → pages → zones
        self._laid: object = None
        self._great = False
        self._plan = Plan((), *PLAN_SIZE, 1.0)
        self._tickets = KeyedModel(Ticket, "id")
        self._zones = KeyedModel(ZoneLine, "id")
        self._facts = KeyedModel(Fact, "id")
        link.viewArrived.connect(self._on_view)
        link.stateChanged.connect(self.refresh)
        words.changed.connect(self.refresh)
        latest = link.latest("wall")
        if isinstance(latest, WallView):
            self.view = latest
        self._clock = QTimer()
        self._clock.timeout.connect(self.tick)
        self._clock.start(TICK_MS)
        self._turn = QTimer()
        self._turn.timeout.connect(self.turn)
        self._turn.start(int(FLOOR_TURN_S * 1000))
        self.refresh()

    def _on_view(self, topic: str, view: object) -> None:
        if topic == "wall" and isinstance(view, WallView):
            self.view = view
            self.refresh()

    @Slot()
    def tick(self) -> None:
        """Time has moved: clock and age follow; when the data just became old everything turns grey."""
        if self._was_stale != self.is_stale:
            self.refresh()
        self.ticked.emit()

    @Slot()
    def refresh(self) -> None:
        self._was_stale = self.is_stale
        self._lay_out()
        floors = self.floors
        if floors and self._floor not in floors:
            self._floor, self._page = floors[0], 0
        self._page = min(self._page, max(0, len(self._pages.get(self._floor, ())) - 1))
        view, words = self.view, self.words
        self._tickets.replace(
            [ticket(n, self.link.now_ms(), words.t, words.of) for n in self.notices[:TICKETS_MAX]]
        )
        flows = {x.zone: x for x in view.flows} if view else {}
        self._zones.replace(
            [
                zone_line(z, flows.get(z.zone), self.is_stale, words.t, words.of)
                for z in view.zones
                if z.zone in self._listed()
            ]
            if view
            else []
        )
        self._facts.replace(facts(view, self.is_stale, self.words.t, self.words.of) if view else [])
        plan = arrange(self._plan_zones(), *self._room)
        if plan != self._plan:
            self._plan = plan
            self.planChanged.emit()
        self.changed.emit()
        self.ticked.emit()

    # -- how old ---------------------------------------------------------------------------------------
    @property
    def age_ms(self) -> int:
        """Hall time since the hall was last heard; 0 while it is heard, for then the view is the newest there is."""
        return max(0, self.link.now_ms() - self.link.since_ms) if self.link.state is State.LOST else 0

    @property
    def is_stale(self) -> bool:
        return self.view is None or self.age_ms > STALE_MS

    # -- alerts ----------------------------------------------------------------------------------------
    @property
    def notices(self) -> list[Notice]:
        """An emergency first, known or not; then red before amber, unseen before seen, the newest."""
        found = self.view.notices if self.view else ()
        return sorted(
            found,
            key=lambda n: (n.code is not FindingCode.EMERGENCY, _LEVEL[n.level], n.known, -n.since_ms),
        )

    # -- floors ------------------------------------------------------------------------------------------
    @property
    def floors(self) -> list[int]:
        return sorted({zone.floor for zone in self.view.zones} if self.view else ())

    @property
    def _room(self) -> tuple[int, int]:
        return TALL_SIZE if self._great else PLAN_SIZE

    def _lay_out(self) -> None:
        """Which zones stand on which page; changes with the configuration only."""
        view = self.view
        if view is None:
            return
        many = Counter(w.zone for w in view.windows)
        facts = tuple((z.zone, z.floor, many[z.zone]) for z in view.zones)
        if facts == self._laid:
            return
        self._laid = facts
        by_floor: dict[int, list[tuple[str, int]]] = {}
        for zone, floor, n in facts:
            by_floor.setdefault(floor, []).append((zone, n))
        self._great = any(sum(n for _, n in zones) > GREAT for zones in by_floor.values())
        self._pages = {floor: pages(tuple(zones), *self._room) for floor, zones in sorted(by_floor.items())}
        self._pace()

    def _here(self) -> tuple[str, ...]:
        """The zones of the page that is shown."""
        shown = self._pages.get(self._floor, [])
        return shown[self._page] if self._page < len(shown) else ()

    def _listed(self) -> tuple[str, ...]:
        """The zones of the table: all of the floor, where there is room."""
        floor = tuple(zone for page in self._pages.get(self._floor, []) for zone in page)
        return floor if len(floor) <= ZONES_MAX else self._here()

    def _red_pages(self) -> list[tuple[int, int]]:
        """(floor, page) with a red alert: that of its zone, else those where a cell or a figure is red."""
        view = self.view
        alerts = [n for n in view.notices if n.level is Level.ALERT] if view else []
        if view is None or not alerts:
            return []
        zones = {z.zone for z in view.zones}
        red = {n.zone for n in alerts} & zones
        if not red:
            red = {w.zone for w in view.windows if w.away is not None or w.link_lost}
            red |= {zone.zone for zone in view.zones if zone.over}
        return [spot for spot in self._spots() if red & set(self._pages[spot[0]][spot[1]])]

    def _spots(self) -> list[tuple[int, int]]:
        return [(floor, n) for floor, shown in self._pages.items() for n in range(len(shown))]

    @Slot()
    def turn(self) -> None:
        """The next page, unless the one shown has a red alert; then only to another red one."""
        spots = self._spots()
        ring = self._red_pages() or spots
        if len(spots) < 2:
            return
        later = [spot for spot in ring if spot > (self._floor, self._page)]
        self._floor, self._page = later[0] if later else ring[0]
        self._pace()
        self.refresh()

    def _pace(self) -> None:
        """A floor is shown for 20 s; the pages of a large one are turned faster."""
        several = len(self._pages.get(self._floor, ())) > 1
        self._turn.start(int((PAGE_TURN_S if several else FLOOR_TURN_S) * 1000))

    @Slot(int)
    def showFloor(self, floor: int) -> None:
        """By hand: that floor, or the next page of it when it is shown already; the turning starts anew from there."""
        if floor in self.floors:
            many = len(self._pages[floor])
            self._page = (self._page + 1) % many if floor == self._floor else 0
            self._floor = floor
            self._pace()
            self.refresh()

    @Slot()
    def nextFloor(self) -> None:
        """By hand, red or not: the next page, then the next floor."""
        spots = self._spots()
        if spots:
            here = (self._floor, self._page)
            at = spots.index(here) if here in spots else -1
            self._floor, self._page = spots[(at + 1) % len(spots)]
            self._pace()
            self.refresh()

    def _plan_zones(self) -> tuple[Zone, ...]:
        view, here = self.view, self._here()
        if view is None:
            return ()
        found = []
        for zone in view.zones:
            if zone.zone in here:
                cells = tuple(Cell(w.name, code_of(w), w.other) for w in view.windows if w.zone == zone.zone)
                if cells:
                    found.append(
                        Zone(
                            zone.zone,
                            zone_name(zone, self.words.of),
                            zone_note(zone, self.is_stale, self.words.t),
                            zone.over > 0,
                            cells,
                            zone_tags(zone, view.queues, self.words.t),
                        )
                    )
        return tuple(found)

    # -- what pages read -----------------------------------------------------------------------------------
    @Property(QObject, constant=True)
    def tickets(self) -> QObject:
        return self._tickets

    @Property(QObject, constant=True)
    def zones(self) -> QObject:
        return self._zones

    @Property(QObject, constant=True)
    def facts(self) -> QObject:
        return self._facts

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """Has the hall ever told anything?"""
        return self.view is not None

    @Property(bool, notify=changed)
    def stale(self) -> bool:
        return self.is_stale

    @Property(str, notify=ticked)
    def clock(self) -> str:
        return phrases.clock(self.link.now_ms())

    @Property(str, notify=changed)
    def hall(self) -> str:
        return self.words.of(self.view.hall) if self.view else self._hall

    @Property(str, notify=ticked)
    def date(self) -> str:
        return phrases.date(self.link.now_ms(), self.words.english)

    @Property(str, notify=ticked)
    def ageWords(self) -> str:
        t = self.words.t
        if self.view is None:
            return t("还没有数据")
        if self.link.state is not State.LOST:
            return t("数据实时")
        seconds = self.age_ms // 1000
        if seconds < 120:
            return t("数据 {n} 秒前").format(n=seconds)
        return t("数据 {n} 分钟前").format(n=seconds // 60)

    @Property(str, notify=changed)
    def openWords(self) -> str:
        """Why the hall is quiet: lunch or closed, and when it opens; empty while open."""
        view, t = self.view, self.words.t
        if view is None or view.open.open:
            return ""
        when = phrases.opening(view.open.next_ms, self.link.now_ms(), self.words.english)
        return " · ".join(part for part in (t("午休") if view.open.lunch else t("没开"), when) if part)

    def _figure(self, value: object) -> str:
        return "—" if self.view is None else str(value)

    @Property(str, notify=changed)
    def waiting(self) -> str:
        return self._figure(self.view and self.view.waiting)

    @Property(str, notify=changed)
    def over(self) -> str:
        return self._figure(self.view and self.view.over)

    @Property(bool, notify=changed)
    def anyOver(self) -> bool:
        return bool(self.view and self.view.over) and not self.is_stale

    @Property(str, notify=changed)
    def windowsOpen(self) -> str:
        return f"{self.view.open_windows}/{self.view.total_windows}" if self.view else "—"

    @Property(str, notify=changed)
    def done(self) -> str:
        return self._figure(self.view and self.view.done)

    @Property(str, notify=changed)
    def satisfied(self) -> str:
        """Empty until somebody has rated."""
        if self.view is None or self.view.satisfied < 0:
            return ""
        return f"{self.view.satisfied * 100:.1f}%"

    @Property(str, notify=changed)
    def rated(self) -> str:
        """How many rated, of how many: a share of few says little, and who did not rate counts nowhere."""
        if self.view is None or not self.view.rated:
            return ""
        return self.words.t("{n}/{m} 评了").format(n=self.view.rated, m=self.view.done)

    @Property(int, notify=changed)
    def ticketCount(self) -> int:
        return len(self.view.notices) if self.view else 0

    @Property(bool, notify=changed)
    def anyRed(self) -> bool:
        return any(n.level is Level.ALERT for n in self.notices)

    @Property(str, notify=changed)
    def moreTickets(self) -> str:
        more = self.ticketCount - TICKETS_MAX
        return self.words.t("还有 {n} 件").format(n=more) if more > 0 else ""

    @Property(bool, notify=changed)
    def watched(self) -> bool:
        """Does a camera watch the floor of any zone of the table?"""
        return any(zone.crowd for zone in self._zones.rows)

    # the plan
    @Property("QVariantList", notify=planChanged)
    def blocks(self) -> list[dict[str, object]]:
        return [
            {
                "name": b.zone.name, "note": b.zone.note, "late": b.zone.late, "x": b.x, "y": b.y, "width": b.width,
                "columns": b.columns, "tags": list(b.zone.tags),
                "cells": [{"number": c.number, "code": c.code, "other": c.other} for c in b.zone.cells],
            }
            for b in self._plan.blocks
        ]  # fmt: skip

    @Property(float, notify=planChanged)
    def planScale(self) -> float:
        return self._plan.scale

    @Property("QVariantList", notify=changed)
    def floorList(self) -> list[int]:
        return self.floors

    @Property(int, notify=changed)
    def floor(self) -> int:
        return self._floor

    @Property(str, notify=changed)
    def pageWords(self) -> str:
        """Which part of the floor the plan shows; empty where it shows all of it."""
        many = len(self._pages.get(self._floor, ()))
        return f"{self._page + 1}/{many}" if many > 1 else ""

    @Property(bool, notify=changed)
    def great(self) -> bool:
        """So many windows on a floor that the plan takes room from the day's line."""
        return self._great

    @Property(bool, notify=changed)
    def anyOther(self) -> bool:
        """A window of the page serves other queues than configured."""
        return any(c.other for b in self._plan.blocks for c in b.zone.cells)

    # the day
    @Property("QVariantList", notify=changed)
    def trend(self) -> list[QPointF]:
        """(hour of the day, people waiting)."""
        points = self.view.trend if self.view else ()
        return [QPointF(_hour(p.at), p.waiting) for p in points]

    @Property(float, constant=True)
    def fromHour(self) -> float:
        return self._hours[0]

    @Property(float, constant=True)
    def toHour(self) -> float:
        return self._hours[1]

    @Property("QVariantList", constant=True)
    def hourMarks(self) -> list[int]:
        first, last = int(self._hours[0]), int(self._hours[1])
        return list(range(first, last + 1, 2 if last - first > 5 else 1))

    @Property(float, notify=changed)
    def peakRule(self) -> float:
        """The upper rule of the picture: a round even figure over the day's highest."""
        highest = max((p.waiting for p in self.view.trend), default=0) if self.view else 0
        return float(next(n for n in (10, 20, 40, 60, 80, 100, 200, 400, 1000, 100000) if n >= highest))

    @Property(str, notify=changed)
    def peakWords(self) -> str:
        """The fullest moment so far."""
        if self.view is None or not self.view.trend:
            return ""
        peak = max(self.view.trend, key=lambda p: p.waiting)
        if not peak.waiting:
            return ""
        if self.asideWords:  # no room for both
            return self.words.t("最多 {n} 人").format(n=peak.waiting)
        return self.words.t("最多 {n} 人，{at}").format(n=peak.waiting, at=phrases.clock(peak.at))

    @Property(str, notify=changed)
    def asideWords(self) -> str:
        """Who does not stand in an ordinary line: held now, put first and given priority by hand today."""
        view, t = self.view, self.words.t
        if view is None:
            return ""
        counts = ((t("暂挂 {n}"), view.held), (t("插队 {n}"), view.pushed), (t("优先 {n}"), view.prioritised))
        return " · ".join(words.format(n=n) for words, n in counts if n)

    # a simple fact where later an advice stands
    @Property(str, notify=changed)
    def longestZone(self) -> str:
        zone = self._longest()
        return zone_name(zone, self.words.of) if zone else ""

    @Property(str, notify=changed)
    def longestWait(self) -> str:
        zone = self._longest()
        return phrases.minutes(zone.range.low_min, zone.range.high_min, self.words.english) if zone else ""

    @Property(bool, notify=changed)
    def longestRough(self) -> bool:
        zone = self._longest()
        return zone is not None and zone.range.rough

    @Property(str, notify=changed)
    def longestNote(self) -> str:
        zone, t = self._longest(), self.words.t
        if zone is None:
            return ""
        note = t("{waiting} 人在等 · 开着 {open} 个窗口，共 {total} 个")
        return note.format(waiting=zone.waiting, open=zone.open, total=zone.total)

    def _longest(self) -> WallZone | None:
        """The zone with the longest wait for a number taken now; None when no wait can be told."""
        if self.view is None or self.is_stale:
            return None
        known = [zone for zone in self.view.zones if zone.range.known]
        return max(known, key=lambda zone: zone.range.high_min, default=None)


def _hour(at_ms: int) -> float:
    when = phrases.moment(at_ms)
    return when.hour + when.minute / 60 + when.second / 3600
