"""What the wall shows: the whole hall on one page, the worst first, no visitor's name anywhere."""

from hall.contract.base import Text
from hall.contract.config import text
from hall.contract.sightings import CameraState
from hall.contract.supervision import FindingCode, FindingState
from hall.contract.views_common import Range, WindowState
from hall.contract.views_wall import Point, WallDevice, WallQueue, WallView, WallWindow, WallZone
from hall.domain import environment, flow, recordings, words
from hall.domain.calendar import closings, open_at, open_since
from hall.domain.machine import machines
from hall.domain.notices import of_hall
from hall.domain.ratings import share
from hall.domain.sensors import air
from hall.domain.state import Hall
from hall.domain.supervision.book import running
from hall.domain.views_devices import wall_devices
from hall.domain.views_kiosk import next_ranges, zone_name, zone_range, zones_with_queues
from hall.domain.views_posts import wall_posts
from hall.domain.volume import silent_until

AT_WORK = (WindowState.FREE, WindowState.CALLED, WindowState.SERVING)


def wall(hall: Hall, now: int) -> WallView:
    facts = hall.facts
    config = hall.config
    over = {q: _over(hall, q, now) for q in hall.queues}
    ranges = next_ranges(hall, now)
    waiting = sum(hall.waiting(q) for q in hall.queues)
    poor = [z.id for z in config.zones if environment.causes(hall, z.id)]
    satisfied, rated = share(facts.rated.get("", {}))
    return WallView(
        facts.seq,
        now,
        text(config.hall.name, config.hall.name_en),
        open_at(hall, "", now),
        waiting,
        sum(over.values()),
        sum(1 for w in hall.windows if facts.windows[w].state in AT_WORK),
        len(hall.windows),
        facts.done,
        satisfied,
        notices=recordings.shown(hall, of_hall(hall, now)),
        zones=tuple(_zone(hall, z, over, ranges, now) for z in zones_with_queues(hall)),
        windows=_windows(hall),
        posts=wall_posts(hall, now),
        trend=(*(Point(at, n) for at, n in facts.trend if at < now), Point(now, waiting)),
        devices=wall_devices(hall, now),
        cameras=_cameras(hall),
        poor=tuple(_poor(hall, z) for z in poor),
        poor_since_ms=min((environment.since(hall, z) for z in poor), default=0),
        hosts_lost=tuple(facts.hosts_lost),
        refused=facts.refused,
        queues=tuple(_queue(hall, q, now) for q in hall.queues),
        quiet=facts.quiet.get("", config.hall.quiet),
        held=len(facts.held),
        pushed=facts.pushed,
        prioritised=facts.prioritised,
        rated=rated,
        air=air(hall, now),
        machines=machines(hall),
        troubles=environment.troubles(hall),
        flows=flow.flows(hall, now),
        leave_max_min=hall.policy.leave_max_s // 60,
        unjudged=tuple(
            words.place(hall, z.id)
            for z in config.zones
            if environment.rating(hall, z.id, now) == environment.UNKNOWN
        ),
    )


def _queue(hall: Hall, queue: str, now: int) -> WallQueue:
    """A queue as a manager steers it. Where closings lie over one another the widest is named: it is opened first."""
    closed = closings(hall, queue, now)
    top = closed[0] if closed else None
    by = top.by if top is not None else ""
    return WallQueue(
        queue,
        hall.queues[queue].zone,
        hall.waiting(queue),
        sum(hall.facts.windows[w].state in AT_WORK for w in hall.windows_of_queue[queue]),
        open_at(hall, queue, now).open,
        (top.place.partition("/")[0] or "hall") if top is not None else "",
        top.reason if top is not None else "",
        top.until_ms if top is not None else 0,
        hall.staff[by].name if by in hall.staff else by,
    )


def _over(hall: Hall, queue: str, now: int) -> int:
    """How many wait longer than the limit now, each in the first segment of its leg. Nobody's place is after the
    start of the wait, so the scan of a line ends early."""
    cut = open_since(hall, queue, now, hall.policy.abnormal_s + 1)
    count = 0
    for line in hall.facts.queues[queue].lines.values():
        for effective_ms, _, name in line:
            if effective_ms > cut:
                break
            ticket = hall.facts.tickets[name]
            count += ticket.segment == 1 and ticket.queued_ms <= cut
    return count


def _zone(hall: Hall, zone: str, over: dict[str, int], ranges: dict[str, Range], now: int) -> WallZone:
    queues = [q.id for q in hall.config.queues if q.zone == zone]
    windows = [w.id for w in hall.config.windows if w.zone == zone]
    over_now = sum(over[q] for q in queues)
    finished = sum(hall.facts.queues[q].waits for q in queues)
    over_done = sum(hall.facts.queues[q].over for q in queues)
    satisfied, rated = share(hall.facts.rated.get(f"zone/{zone}", {}))
    waiting = sum(hall.waiting(q) for q in queues)
    at_work = sum(1 for w in windows if hall.facts.windows[w].state in AT_WORK)
    crowd = environment.crowding(hall, zone)
    return WallZone(
        zone,
        zone_name(hall, zone),
        hall.zones[zone].floor,
        waiting,
        over_now,
        zone_range(hall, zone, ranges),
        # Those who still wait and are over count already: the share must not wait for them to be called.
        (over_done + over_now) / (finished + over_now) if finished + over_now else -1.0,
        at_work,
        len(windows),
        *_booked(hall, queues),
        quiet=hall.is_quiet(zone),
        rating=environment.rating(hall, zone, now),
        crowd=crowd.value if environment.watchers(hall, zone) else "",
        differs=environment.differs(crowd, waiting, at_work),
        silent_until_ms=silent_until(hall.config.volume, zone, now),
        rated=rated,
        satisfied=satisfied,
    )


def _booked(hall: Hall, queues: list[str]) -> tuple[int, int, int]:
    """Bookings of today for these queues: all, who came, who did not."""
    today = hall.facts.booked_days.get(hall.facts.day, {})
    mine = [x for s, x in today.items() if s in hall.services and hall.services[s].queue in queues]
    return sum(x.booked for x in mine), sum(x.checked_in for x in mine), sum(x.missed for x in mine)


def _windows(hall: Hall) -> tuple[WallWindow, ...]:
    away: dict[str, FindingState] = {
        hall.posts[post].window: finding.state
        for post, finding in running(hall, FindingCode.OFF_POST).items()
        if post in hall.posts and finding.state in (FindingState.SUSPECTED, FindingState.CONFIRMED)
    }
    found: list[WallWindow] = []
    for part in hall.config.windows:
        have = hall.facts.windows[part.id]
        ticket = hall.facts.tickets.get(have.ticket) if have.ticket else None
        post = hall.post_of_window.get(part.id, "")
        found.append(
            WallWindow(
                part.id,
                part.zone,
                part.number,
                have.state,
                f"window-{part.id}" in hall.facts.hosts_lost,
                away.get(part.id),
                hall.facts.posts[post].seat.value if post else "unknown",
                ticket.number if ticket is not None else "",
                have.since_ms,
                have.back_ms if have.state is WindowState.PAUSED else 0,
                bool(have.queues) and set(have.queues) != set(part.queues),
            )
        )
    return tuple(found)


def _cameras(hall: Hall) -> tuple[WallDevice, ...]:
    found: list[WallDevice] = []
    for part in hall.config.cameras:
        camera = hall.facts.cameras[part.id]
        zh, en = words.camera(hall, part.id)
        fine = camera.state is CameraState.OK
        why = Text("") if fine else words.CAMERAS[camera.state]
        found.append(
            WallDevice(
                part.id, Text(zh, words.capital(en)), camera.state.value, camera.since_ms, camera.detail, why
            )
        )
    found.sort(key=lambda c: (c.state == CameraState.OK.value, c.state == CameraState.UNKNOWN.value))
    return tuple(found)


def _poor(hall: Hall, zone: str) -> Text:
    """B 区卫生：等候处地面有水."""
    have = hall.facts.zones[zone]
    zh, en = words.zone(hall, zone)
    what = words.items(environment.causes(hall, zone))
    said = have.note if have.poor else ""
    note = f"：{said}" if said else ""
    note_en = f": {said}" if said else ""
    return Text(f"{zh}{what.zh}{note}", f"{words.capital(en)} {what.en}{note_en}")
