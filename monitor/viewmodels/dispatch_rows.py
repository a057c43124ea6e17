"""What there is to steer, as drawn: zones, windows, the queues of a window, places to close, alarms."""

from dataclasses import dataclass

from hall.contract.config import QueuePart
from hall.contract.supervision import FindingCode
from hall.contract.views_wall import WallQueue
from hall.uikit import phrases
from monitor.viewmodels.rows import code_of
from monitor.viewmodels.steered import Steered
from monitor.viewmodels.who import Choice


@dataclass(frozen=True)
class ZoneChoice:
    """A zone of the rail: `note` how many wait, `changed` whether something there is changed by hand."""

    id: str
    text: str
    note: str
    chosen: bool
    changed: bool


@dataclass(frozen=True)
class WindowChoice:
    """A window and what it serves now; `code` as the shared table WindowState names it."""

    id: str
    number: str
    serves: str
    code: str
    other: bool


@dataclass(frozen=True)
class QueueChoice:
    """A queue a window may serve. `fixed`: it serves it whatever it is given."""

    id: str
    text: str
    note: str
    chosen: bool
    fixed: bool


@dataclass(frozen=True)
class Line:
    """A queue, or the whole zone or hall, as something to close: `closed` says from where, "" not."""

    id: str
    name: str
    note: str
    state: str
    closed: str
    key: str


def zones(hall: Steered, chosen: str) -> list[ZoneChoice]:
    """Those on the floor of the chosen one."""
    view = hall.wall.view
    seen = {z.zone: z for z in view.zones} if view is not None else {}
    by_hand = {q.zone for q in view.queues if q.closed} if view is not None else set()
    by_hand |= {w.zone for w in view.windows if w.other} if view is not None else set()
    by_hand |= {z.zone for z in seen.values() if z.quiet}
    floor = hall.floor(chosen)
    return [
        ZoneChoice(
            name,
            hall.zone_name(name),
            str(seen[name].waiting) if name in seen and not hall.wall.is_stale else "—",
            name == chosen,
            name in by_hand,
        )
        for name in hall.plan.zone_ids()
        if hall.plan.floor(name) == floor
    ]


def windows(hall: Steered, zone: str) -> list[WindowChoice]:
    """Those of the zone, with what they serve now."""
    shown = {w.window: w for w in hall.wall.view.windows} if hall.wall.view is not None else {}
    letters = {q.id: q.letter for q in hall.plan.config.queues}
    return [
        WindowChoice(
            w.id,
            w.number,
            " ".join(letters.get(q, q) for q in hall.serves(w.id)),
            code_of(shown[w.id]) if w.id in shown and not hall.wall.is_stale else "closed",
            w.id in shown and shown[w.id].other,
        )
        for w in hall.plan.windows(zone)
    ]


def queues(hall: Steered, window: str, given: tuple[str, ...]) -> list[QueueChoice]:
    """Those the window may be given; `given` are chosen."""
    part = hall.plan.window(window)
    if part is None:
        return []
    fixed, waiting = hall.plan.fixed(part), hall.waiting()
    return [
        QueueChoice(
            q.id,
            f"{q.letter} {hall.queue_name(q.id)}",
            str(waiting[q.id].waiting) if q.id in waiting and waiting[q.id].waiting else "",
            q.id in given or q.id in fixed,
            q.id in fixed,
        )
        for q in hall.plan.possible(part)
    ]


def lines(hall: Steered, zone: str) -> list[Line]:
    """The zone's queues, the whole zone, the whole hall. Each is opened as it was closed."""
    parts = [_queue_line(hall, part) for part in hall.plan.queues(zone)]
    waiting = hall.waiting().values()
    of_zone = [q for q in waiting if q.closed == "zone" and q.zone == zone]
    of_hall = [q for q in waiting if q.closed == "hall"]
    return [*parts, _wide_line(hall, "zone", zone, of_zone), _wide_line(hall, "hall", zone, of_hall)]


def _queue_line(hall: Steered, part: QueuePart) -> Line:
    have, t = hall.waiting().get(part.id), hall.t
    note, state, closed = "", t("不知道"), ""
    if have is not None and not hall.wall.is_stale:
        note = t("{n} 人在等 · {w} 个窗口在办").format(n=have.waiting, w=have.at_work)
        closed, state = have.closed, _state_words(hall, have)
    key = "" if closed in ("zone", "hall") else t("恢复取号") if closed else t("停止取号")
    place = f"queue/{part.id}"
    return Line(place, hall.place_name(place, part.zone), note, state, closed, key)


def _wide_line(hall: Steered, kind: str, zone: str, closed: list[WallQueue]) -> Line:
    words = _closing_words(hall, closed[0]) if closed else ""
    key = hall.t("恢复取号") if closed else hall.t("停止取号")
    return Line(kind, hall.place_name(kind, zone), "", words, kind if closed else "", key)


def _state_words(hall: Steered, queue: WallQueue) -> str:
    if queue.closed:
        return _closing_words(hall, queue)
    return hall.t("在取号") if queue.open else hall.t("没开")


def _closing_words(hall: Steered, queue: WallQueue) -> str:
    """停号：系统升级，10:30 恢复（李主任）."""
    t = hall.t
    until = t("，{at} 恢复").format(at=phrases.clock(queue.until_ms)) if queue.until_ms else ""
    by = t("（{who}）").format(who=queue.by) if queue.by else ""
    return t("停号：{why}").format(why=queue.why) + until + by


def alarms(hall: Steered, chosen: str) -> list[Choice]:
    """Emergencies that go on, by window."""
    found = [n for n in hall.wall.notices if n.code is FindingCode.EMERGENCY and n.subject]
    return [Choice(n.subject, hall.of(n.title), n.subject == chosen) for n in found]
