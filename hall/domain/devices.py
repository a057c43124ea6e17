"""What devices, cameras and hosts report, decided: only a change becomes an event; unknown devices are refused."""

from hall.contract import devices as d
from hall.contract import sightings as g
from hall.contract.unions import Event
from hall.domain.facts import Device
from hall.domain.refusal import Refusal
from hall.domain.state import Hall, Heard
from hall.domain.supervision.panel_wrong import at_once

# Reports are repeated every 10 s, a slip takes up to 12 s, and a line with many silent panels is slow for all on it.
_SLACK_MS = 45_000
_REST_MS = 30_000  # the longest that a thread of a port sleeps
TRUST_MS = 900_000  # so long a word of what cannot be asked says that it works


def _known(hall: Hall, device: str) -> None:
    if device not in hall.devices:
        raise Refusal(
            "no_device", "没有这个设备", f"No such device: {device}. Check the hall's configuration."
        )


def _expected(device: Device, job: str) -> bool:
    return job in device.withdrawn or any(have.id == job for have in device.mailbox)


def job_done(command: d.JobDone, hall: Hall) -> tuple[Event, ...]:
    """A job that is no longer in the mailbox was replaced or reported before: nothing to note, unless it is a slip that
    was taken back while it may have been in the printer, or a text of a display that is a little behind."""
    _known(hall, command.device)
    have = hall.facts.devices[command.device]
    if command.job not in have.behind and not _expected(have, command.job):
        return ()
    if any(x.id == command.job and isinstance(x, d.ShowOnCaller) for x in have.mailbox):
        return ()  # digits are never confirmed, stay in the mailbox, and change with every number
    known = have.shows if command.confirmed else have.sent
    if have.intended == command.job and known == command.job:
        return ()
    return (d.JobConfirmed(command.device, command.job, command.confirmed, command.detail),)


def job_failed(command: d.JobFailed, hall: Hall) -> tuple[Event, ...]:
    _known(hall, command.device)
    if not _expected(hall.facts.devices[command.device], command.job):
        return ()
    return (d.JobLost(command.device, command.job, command.fault, command.detail),)


def report(command: d.DeviceReport, hall: Hall, now: int) -> tuple[Event, ...]:
    """A change, and with it at once the finding of a display that has just been found wrong for too long (R035)."""
    _known(hall, command.device)
    have = hall.facts.devices[command.device]
    heard = Heard(command.heard_ms, command.every_ms, command.turn_ms)
    if since_ms := _stale_since(command.state, command.fault, heard, hall, now):
        if have.fault is d.Fault.STALE:
            return ()
        return (_stale(command.device, since_ms, command.confirms),)
    same = (
        have.state is command.state
        and have.fault is command.fault
        and have.shows == command.shows
        and have.detail == command.detail
        and have.confirms == command.confirms
    )
    if same:
        return ()
    changed = d.DeviceChanged(
        command.device,
        command.state,
        command.fault,
        command.detail,
        min(command.since_ms or now, now),
        command.shows,
        command.confirms,
        min(command.shown_ms, now),
    )
    return (changed, *at_once(changed, hall, now))


def reports(command: d.DeviceReports, hall: Hall, now: int) -> tuple[Event, ...]:
    """What each of them changes."""
    newest = {one.device: one for one in command.reports if one.device in hall.devices}
    return tuple(event for one in newest.values() for event in report(one, hall, now))


def unheard(hall: Hall, now: int) -> tuple[Event, ...]:
    """Devices that claim to be ready and were not heard for far too long, though their host is alive: whoever drives
    them hangs. They are unknown until they are heard again."""
    found = []
    for device, heard in hall.heard.items():
        have = hall.facts.devices[device]
        if have.state is d.DeviceState.UNKNOWN:  # its host has just come back: it has its time again
            heard = heard._replace(turn_ms=heard.turn_ms and max(heard.turn_ms, have.since_ms))
        if since_ms := _stale_since(have.state, have.fault, heard, hall, now):
            found.append(_stale(device, since_ms, have.confirms))
    return tuple(found)


def vouched(hall: Hall, device: str, now: int) -> bool:
    """Has it shown of late that it works? One that is asked has, while it is ready; what cannot be asked has for a
    while after it said something."""
    heard = hall.heard.get(device)
    if heard is None or not heard.heard_ms:
        return False
    return bool(heard.every_ms) or now - heard.heard_ms <= TRUST_MS * hall.pace


def _stale_since(state: d.DeviceState, fault: d.Fault, heard: Heard, hall: Hall, now: int) -> int:
    """Since when nobody has heard of a device that counts as ready: three of its checks were missed, or the thread that
    drives it did nothing, also where nobody can ask the device itself. 0: it is not so. Beyond the time between two
    reports and a long job; all in machine time."""
    ready = state is d.DeviceState.READY
    if ready and heard.every_ms and now - heard.heard_ms > (3 * heard.every_ms + _SLACK_MS) * hall.pace:
        return heard.heard_ms or heard.turn_ms or 1
    mute = state is d.DeviceState.UNKNOWN and fault is d.Fault.NONE
    if (ready or mute) and heard.turn_ms and now - heard.turn_ms > (_REST_MS + _SLACK_MS) * hall.pace:
        return heard.turn_ms
    return 0


def _stale(device: str, since_ms: int, confirms: bool) -> d.DeviceChanged:
    return d.DeviceChanged(
        device, d.DeviceState.UNKNOWN, d.Fault.STALE, "", since_ms, confirms=confirms, shown_ms=since_ms
    )


def host_alive(command: d.HostAlive, hall: Hall) -> tuple[Event, ...]:
    return (d.HostBack(command.host),) if command.host in hall.facts.hosts_lost else ()


def hosts_lost(hall: Hall, now: int) -> tuple[Event, ...]:
    """Hosts that were heard, or are awaited since the start, and silent for `host_stale_s` of machine time."""
    limit = int(hall.policy.host_stale_s * 1000 * hall.pace)
    return tuple(
        d.HostLost(host, last)
        for host, last in hall.pulse.items()
        if host not in hall.facts.hosts_lost and now - last > limit
    )


def seat_seen(command: g.SeatSeen, hall: Hall, now: int) -> tuple[Event, ...]:
    post = hall.posts.get(command.post)
    if post is None or post.camera != command.camera:
        raise Refusal(
            "no_post", "没有这个岗位", f"Post {command.post} is not watched by camera {command.camera}."
        )
    have = hall.facts.posts[command.post]
    if have.seat is command.seat and have.note == command.note:
        return ()
    return (
        g.SeatChanged(command.post, command.seat, min(command.since_ms, now), command.camera, command.note),
    )


def camera_report(command: g.CameraReport, hall: Hall, now: int) -> tuple[Event, ...]:
    if command.camera not in hall.cameras:
        raise Refusal("no_camera", "没有这个摄像头", f"No such camera: {command.camera}.")
    have = hall.facts.cameras[command.camera]
    if (have.state, have.detail, have.detector) == (command.state, command.detail, command.detector):
        return ()
    since_ms = min(command.since_ms, now)
    return (g.CameraChanged(command.camera, command.state, since_ms, command.detail, command.detector),)


def rate_environment(command: g.RateEnvironment, hall: Hall) -> tuple[Event, ...]:
    zone = hall.facts.zones.get(command.zone)
    if zone is None or command.zone not in hall.zones:
        raise Refusal("no_zone", "没有这个区", f"No such zone: {command.zone}.")
    if command.poor and not command.item:
        raise Refusal("no_item", "请选是哪一类问题", "Say which kind of problem it is.")
    if zone.poor == command.poor and (
        not command.poor or (zone.item, zone.note) == (command.item, command.note)
    ):
        return ()
    return (g.EnvironmentRated(command.zone, command.poor, command.item, command.note),)
