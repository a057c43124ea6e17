"""The environment of a zone, 环境好 or 环境差 (R037): what cameras, sensors and people find, decided and folded.

Good is the default. A record of 环境差 opens with what was found and closes when the same eyes see it gone, or a person
says that it is none. Where a camera or a sensor that should judge a zone does not, the zone is unknown, not bad.
"""

from collections.abc import Iterator

from hall.contract import environment as v
from hall.contract.base import Actor, Role, Text
from hall.contract.config import LimitPart
from hall.contract.devices import DeviceState
from hall.contract.sensing import Quantity, SensorsRead
from hall.contract.sightings import CameraState
from hall.contract.unions import Event, Recorded
from hall.contract.views_wall import WallTrouble
from hall.domain import facts as f
from hall.domain import words
from hall.domain.calendar import open_at
from hall.domain.queueing import moves
from hall.domain.refusal import Refusal
from hall.domain.state import Hall
from hall.domain.supervision.book import machine_ms, zone_of_device

OLD_S = 600  # of a sensor: older values are not known
GOOD, POOR, UNKNOWN = "good", "poor", "unknown"
SLACK = 0.05  # a value has to be back by this share of its limit, so that it does not come and go
BY_TICKETS = (1, 3, 6)  # so many wait for each window at work from 正常, 拥挤, 严重 on
APART = 2  # levels between camera and tickets that are more than a rough estimate's error
UNITS = {
    Quantity.TEMPERATURE: "℃",
    Quantity.HUMIDITY: "%",
    Quantity.CO2: " ppm",
    Quantity.PM25: " µg/m³",
    Quantity.NOISE: " dB",
}


# --- decided -----------------------------------------------------------------------------------------------------


def see_troubles(command: v.SeeTroubles, hall: Hall, now: int) -> tuple[Event, ...]:
    """What a camera sees for the first time opens a record, in hours of service only (R037); what it does not see any
    more closes its own, as far as it can judge that."""
    zone = _zone_of(hall, command.camera)
    have = {_mark(x.id): x for x in open_in(hall, zone) if x.source == command.camera}
    seen = {f"{x.cause.value}.{command.camera}.{x.place}": x for x in command.seen}
    events: list[Event] = [
        v.TroubleGone(x.id) for mark, x in have.items() if mark not in seen and x.cause in command.judged
    ]
    judges = v.Cause.CLUTTER in command.judged
    if hall.facts.judging.get(command.camera, False) is not judges:
        events.append(v.FloorJudged(command.camera, judges))
    if not open_at(hall, "", now).open:
        return tuple(events)
    for mark, one in seen.items():
        if mark in have or _excused(hall, mark):
            continue
        since = min(one.since_ms, now)
        events.append(
            v.TroubleFound(
                f"{mark}.{since}",
                zone,
                one.cause,
                command.camera,
                since,
                one.box,
                one.before,
                one.after,
            )
        )
    return tuple(events)


def _mark(record: str) -> str:
    """A record without its time: cause, source, place."""
    return record.rpartition(".")[0]


def _excused(hall: Hall, mark: str) -> bool:
    """Was this very thing called no problem today?"""
    return any(x.excused_by and _mark(x.id) == mark for x in hall.facts.troubles.values())


def see_crowd(command: v.SeeCrowd, hall: Hall, now: int) -> tuple[Event, ...]:
    zone = _zone_of(hall, command.camera)
    have = hall.facts.crowds.get(command.camera)
    if have is not None and have.level is command.level:
        return ()
    return (
        v.CrowdSeen(command.camera, zone, command.level, min(command.since_ms, now), round(command.share, 2)),
    )


def excuse(command: v.ExcuseTrouble, hall: Hall, by: Actor) -> tuple[Event, ...]:
    """ "Not a problem", said by a named person with a reason."""
    have = hall.facts.troubles.get(command.record)
    if have is None or have.gone_ms:
        raise Refusal("no_record", "这条记录已经结束", f"No open record {command.record}.")
    if by.role is Role.MONITOR:
        moves.manages(hall, command.staff, by)
    if not command.reason.strip():
        raise Refusal("no_reason", "请写明原因", "Say why it is no problem.")
    return (v.TroubleExcused(command.record, command.staff, command.reason.strip()),)


def by_sensors(hall: Hall, now: int) -> Iterator[Event]:
    """What time brings: a value beyond its limit for long enough opens a record, one that is back closes it. A value
    nobody knows neither opens nor closes one, and none is opened outside of the hours of service."""
    in_hours = open_at(hall, "", now).open if hall.config.limits else False
    for limit in hall.config.limits:
        quantity = Quantity(limit.quantity)
        for sensor in hall.facts.sensors.values():
            value = next((x.value for x in sensor.values if x.quantity is quantity), None)
            heard = sensor.id in hall.devices and hall.facts.devices[sensor.id].state is DeviceState.READY
            if value is None or not heard or sensor.zone not in hall.facts.zones:
                continue
            record = f"{limit.quantity}.{sensor.id}."
            have = next((x for x in open_in(hall, sensor.zone) if x.id.startswith(record)), None)
            since = sensor.beyond.get(limit.quantity, 0)
            known = f"{record}{since}" in hall.facts.troubles  # a person called it no problem
            lasts = since and now - since >= machine_ms(hall, limit.hold_s)
            if in_hours and have is None and not known and lasts:
                broken = limit.high if limit.high is not None and value > limit.high else limit.low
                yield v.TroubleFound(
                    f"{record}{since}",
                    sensor.zone,
                    v.Cause(limit.quantity),
                    sensor.id,
                    since,
                    value=value,
                    limit=broken if broken is not None else 0.0,
                )
            elif have is not None and not since:
                yield v.TroubleGone(have.id)


def _zone_of(hall: Hall, camera: str) -> str:
    part = hall.cameras.get(camera)
    if part is None or not part.zone:
        raise Refusal("no_camera", "没有看这个区的摄像头", f"Camera {camera} watches no zone.")
    return part.zone


# --- folded ------------------------------------------------------------------------------------------------------


def found(e: v.TroubleFound, rec: Recorded, hall: Hall) -> None:
    hall.facts.troubles[e.record] = f.Trouble(
        e.record, e.zone, e.cause, e.source, e.since_ms, rec.at, e.box, e.before, e.after, e.value, e.limit
    )


def gone(e: v.TroubleGone, rec: Recorded, hall: Hall) -> None:
    have = hall.facts.troubles.get(e.record)
    if have is not None and not have.gone_ms:
        have.gone_ms = rec.at


def excused(e: v.TroubleExcused, rec: Recorded, hall: Hall) -> None:
    have = hall.facts.troubles.get(e.record)
    if have is not None:
        have.gone_ms, have.excused_by, have.reason = have.gone_ms or rec.at, e.staff, e.reason


def crowd_seen(e: v.CrowdSeen, rec: Recorded, hall: Hall) -> None:
    hall.facts.crowds[e.camera] = f.Crowd(e.camera, e.zone, e.level, e.since_ms, e.share)


def floor_judged(e: v.FloorJudged, rec: Recorded, hall: Hall) -> None:
    hall.facts.judging[e.camera] = e.judged


def note_limits(e: SensorsRead, rec: Recorded, hall: Hall) -> None:
    """Since when each value has been beyond its limit; called when a sensor's values were folded."""
    sensor = hall.facts.sensors[e.device]
    for limit in hall.config.limits:
        value = next((x.value for x in e.values if x.quantity.value == limit.quantity), None)
        if value is None:
            continue
        if beyond(limit, value, bool(sensor.beyond.get(limit.quantity))):
            sensor.beyond.setdefault(limit.quantity, rec.at)
        else:
            sensor.beyond.pop(limit.quantity, None)


def beyond(limit: LimitPart, value: float, was: bool) -> bool:
    """Is the value beyond? One that was has to come back by a little more than the limit."""
    slack = SLACK if was else 0.0
    high = limit.high is not None and value > limit.high - abs(limit.high) * slack
    low = limit.low is not None and value < limit.low + abs(limit.low) * slack
    return high or low


# --- said --------------------------------------------------------------------------------------------------------


def open_in(hall: Hall, zone: str) -> list[f.Trouble]:
    """Open records of a zone, the oldest first."""
    return [x for x in hall.facts.troubles.values() if x.zone == zone and not x.gone_ms]


def rating(hall: Hall, zone: str, now: int) -> str:
    """ "good", "poor", or "unknown" where a camera that should watch the floor or a sensor with a limit does not."""
    have = hall.facts.zones.get(zone)
    if (have is not None and have.poor) or open_in(hall, zone):
        return POOR
    if any(_blind(hall, camera) for camera in watchers(hall, zone)) or _unmeasured(hall, zone, now):
        return UNKNOWN
    return GOOD


def _blind(hall: Hall, camera: str) -> bool:
    """Gives it no usable picture, or can it not say yet what lies on its floor?"""
    facts = hall.facts
    return facts.cameras[camera].state is not CameraState.OK or not facts.judging.get(camera, False)


def _unmeasured(hall: Hall, zone: str, now: int) -> bool:
    """Does a sensor of the zone keep a value with a limit to itself? One that was never heard may measure any."""
    limited = {limit.quantity for limit in hall.config.limits}
    for device in hall.sensors if limited else ():
        if zone_of_device(hall, device) == zone:
            have = hall.facts.sensors.get(device)
            if have is None:
                return True
            mute = hall.facts.devices[device].state is not DeviceState.READY or is_old(hall, have, now)
            values = [x for x in have.values if x.quantity.value in limited]
            if (values and mute) or any(x.value is None for x in values):
                return True
    return False


def is_old(hall: Hall, sensor: f.Sensor, now: int) -> bool:
    """Its values are not known any more, whatever the device claims."""
    return now - sensor.at > machine_ms(hall, OLD_S)


def watchers(hall: Hall, zone: str) -> tuple[str, ...]:
    """The cameras that watch the floor of a zone."""
    return tuple(c.id for c in hall.config.cameras if c.zone == zone and c.floor)


def causes(hall: Hall, zone: str) -> tuple[str, ...]:
    """What is wrong in a zone, as words of events: the item entered by hand first, each cause once."""
    have = hall.facts.zones.get(zone)
    items = [have.item] if have is not None and have.poor else []
    return tuple(dict.fromkeys((*items, *(x.cause.value for x in open_in(hall, zone)))))


def since(hall: Hall, zone: str) -> int:
    """When the oldest of the causes of a poor zone began (ms)."""
    have = hall.facts.zones[zone]
    began = [x.since_ms for x in open_in(hall, zone)]
    return min([*began, *([have.poor_ms] if have.poor else [])])


def crowding(hall: Hall, zone: str) -> v.Crowding:
    """The fullest view any camera of the zone has of it; unknown while one of them does not know, or cannot see."""
    eyes = watchers(hall, zone)
    levels = [hall.facts.crowds[c].level for c in eyes if c in hall.facts.crowds]
    blind = any(hall.facts.cameras[c].state is not CameraState.OK for c in eyes)
    if blind or not levels or len(levels) < len(eyes) or v.Crowding.UNKNOWN in levels:
        return v.Crowding.UNKNOWN
    return max(levels, key=tuple(v.Crowding).index)


def by_tickets(waiting: int, at_work: int) -> v.Crowding:
    """How full a zone should be by its tickets: those who wait, for each window at work. Unknown where some wait and no
    window is at work, because they may have been sent home or to another zone."""
    if waiting and not at_work:
        return v.Crowding.UNKNOWN
    return tuple(v.Crowding)[sum(waiting >= least * max(1, at_work) for least in BY_TICKETS)]


def differs(crowd: v.Crowding, waiting: int, at_work: int) -> Text:
    """What the manager should know where camera and tickets contradict one another by `APART` levels; empty where they
    agree or one of them is unknown. A hint where to look, never an alarm."""
    tickets = by_tickets(waiting, at_work)
    if v.Crowding.UNKNOWN in (crowd, tickets):
        return Text("")
    levels = tuple(v.Crowding)
    apart = levels.index(crowd) - levels.index(tickets)
    return words.MORE_PEOPLE if apart >= APART else words.MORE_TICKETS if apart <= -APART else Text("")


def troubles(hall: Hall) -> tuple[WallTrouble, ...]:
    """Open records for the wall, the newest first."""
    rows = sorted(
        (x for x in hall.facts.troubles.values() if not x.gone_ms), key=lambda x: x.since_ms, reverse=True
    )
    return tuple(
        WallTrouble(
            x.id,
            x.zone,
            words.place(hall, x.zone),
            _said(x),
            x.cause.value,
            x.since_ms,
            x.source,
            x.box,
            words.source(hall, x.source),
            x.before,
            x.after,
        )
        for x in rows
    )


def _said(x: f.Trouble) -> Text:
    """有东西放在那里; 二氧化碳 1280 ppm，限 1000."""
    what = words.item(x.cause.value)
    if not x.limit and not x.value:
        return Text(what.zh, words.capital(what.en))
    unit = UNITS[Quantity(x.cause.value)]
    return Text(
        f"{what.zh} {x.value:g}{unit}，限 {x.limit:g}",
        f"{words.capital(what.en)} {x.value:g}{unit}, limit {x.limit:g}",
    )
