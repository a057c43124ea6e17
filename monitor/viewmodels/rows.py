"""Alerts, zones and windows of the view as words on the wall. Pure: `t` and `of` are those of hall.uikit.words."""

from collections.abc import Callable
from dataclasses import dataclass

from hall.contract.base import Text
from hall.contract.environment import Crowding
from hall.contract.flow import WallFlow
from hall.contract.supervision import FindingCode, FindingState, Level
from hall.contract.views_common import Notice, Range
from hall.contract.views_wall import WallQueue, WallWindow, WallZone
from hall.uikit import phrases
from monitor.viewmodels import flow_words

T = Callable[[str], str]
Of = Callable[[Text], str]

ICONS = {
    FindingCode.WAIT_WARN: "clock",
    FindingCode.WAIT_OVER: "warning",
    FindingCode.OPEN_WINDOW: "clock",
    FindingCode.TRIP_OVER: "person",
    FindingCode.RATING_BAD: "person",
    FindingCode.OFF_POST: "person",
    FindingCode.ENV_POOR: "leaf",
    FindingCode.DEVICE_FAULT: "plug",
    FindingCode.PANEL_WRONG: "plug",
    FindingCode.CAMERA_FAULT: "camera",
    FindingCode.ACCESS: "lock",
    FindingCode.HELP: "bell",
    FindingCode.EMERGENCY: "warning",
}


@dataclass(frozen=True)
class Ticket:
    """One thing that needs a person."""

    id: str
    title: str
    since: str
    told: str
    action: str
    icon: str
    level: str  # red | amber
    status: str  # new | known


@dataclass(frozen=True)
class ZoneLine:
    """One zone of the table, as text."""

    id: str
    name: str
    waiting: str
    typical: str
    share: str
    open: str
    status: str  # normal | late | stale
    crowd: str = ""  # how full by camera; "" where no camera watches
    crowd_status: str = "plain"  # plain | warn | stale
    mark: str = ""  # what else is known of the place: its environment where not good, camera against tickets
    mark_status: str = "plain"  # plain | warn | stale


CROWDS = {
    Crowding.FREE.value: Text("空闲", "free"),
    Crowding.NORMAL.value: Text("正常", "some"),
    Crowding.CROWDED.value: Text("拥挤", "many"),
    Crowding.SEVERE.value: Text("严重", "full"),
    Crowding.UNKNOWN.value: Text("未知", "n/k"),
}
FULL = (Crowding.CROWDED.value, Crowding.SEVERE.value)
RATINGS = {"poor": "环境差", "unknown": "环境未知"}  # good is the default and needs no word


def ticket(notice: Notice, at_ms: int, t: T, of: Of) -> Ticket:
    """What, since when, who was told and who knows, what to do. What began on another day than `at_ms` says which."""
    since = t("{at} 起").format(at=phrases.when(notice.since_ms, at_ms))
    told = ""
    if of(notice.told):
        told = t("已告诉 {who}").format(who=of(notice.told))
        told += f" {phrases.when(notice.told_ms, at_ms)}" if notice.told_ms else ""
    if notice.known:
        known = t("{who} 知道了").format(who=notice.by) if notice.by else t("知道了")
        told = f"{told} · {known}" if told else known
    return Ticket(
        notice.finding,
        of(notice.title),
        " · ".join(part for part in (since, of(notice.facts)) if part),
        told,
        of(notice.action),
        ICONS.get(notice.code, "warning"),
        "red" if notice.level is Level.ALERT else "amber",
        "known" if notice.known else "new",
    )


def zone_name(zone: WallZone, of: Of) -> str:
    """A 综合受理: the letter people call it by, and the name without 区."""
    name = of(zone.name)
    if len(zone.zone) == 1 and not name.startswith(zone.zone):
        name = f"{zone.zone} {name}"
    return name.removesuffix("区") if len(name) > 3 else name


def zone_note(zone: WallZone, stale: bool, t: T) -> str:
    """How many wait, and how many of them over the limit."""
    if stale:
        return "—"
    note = t("{n} 人").format(n=zone.waiting)
    return note + t(" 超 {n}").format(n=zone.over) if zone.over else note


def zone_tags(zone: WallZone, queues: tuple[WallQueue, ...], t: T) -> tuple[str, ...]:
    """What a manager set by hand here, as words: no more numbers, no voice; or that the clock keeps the voice back."""
    closed = any(q.closed for q in queues if q.zone == zone.zone)
    silent = t("静音至 {at}").format(at=phrases.clock(zone.silent_until_ms)) if zone.silent_until_ms else ""
    voice = t("无声") if zone.quiet else silent
    return (*((t("停号"),) if closed else ()), *((voice,) if voice else ()))


def zone_line(zone: WallZone, flow: WallFlow | None, stale: bool, t: T, of: Of) -> ZoneLine:
    """One row of the table; dashes where nothing is known."""
    if stale:
        crowd = "—" if zone.crowd else ""
        return ZoneLine(zone.zone, zone_name(zone, of), "—", "—", "—", "—", "stale", crowd, "stale")
    unknown = zone.crowd == Crowding.UNKNOWN.value
    away = flow is not None and of(flow.why) != ""
    words = (
        t(RATINGS[zone.rating]) if zone.rating in RATINGS else "",
        of(zone.differs),
        flow_words.short(flow, t, of),
    )
    return ZoneLine(
        zone.zone,
        zone_name(zone, of),
        str(zone.waiting),
        _typical(zone.range, t),
        f"{round(zone.share_over * 100)}%" if zone.share_over >= 0 else "—",
        f"{zone.open}/{zone.total}",
        "late" if zone.over else "normal",
        of(CROWDS[zone.crowd]) if zone.crowd in CROWDS else "",
        "stale" if unknown else "warn" if zone.crowd in FULL else "plain",
        " · ".join(x for x in words if x),
        "warn" if zone.rating == "poor" else "stale" if zone.rating == "unknown" or away else "plain",
    )


def _typical(span: Range, t: T) -> str:
    """10/35; 估 10/35 until enough was seen today (waiting.md §1)."""
    if not span.known:
        return "—"
    minutes = f"{span.low_min}/{span.high_min}"
    return t("估 {span}").format(span=minutes) if span.rough else minutes


def code_of(window: WallWindow) -> str:
    """The state of a cell; what is in doubt or off line goes before what the window last said."""
    if window.link_lost:
        return "lost"
    if window.away is FindingState.CONFIRMED:
        return "away"
    if window.away in (FindingState.SUSPECTED, FindingState.RAISED):
        return "away_unsure"
    return window.state.value
