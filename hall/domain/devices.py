"""What devices, cameras and hosts report, decided: only a change becomes an event; unknown devices are refused."""

from hall.contract import devices as d
from hall.contract import sightings as g
from hall.contract.unions import Event
from hall.domain.facts import Device
from hall.domain.refusal import Refusal
from hall.domain.state import Hall


def _known(hall: Hall, device: str) -> None:
    if device not in hall.devices:
        raise Refusal(
            "no_device", "没有这个设备", f"No such device: {device}. Check the hall's configuration."
        )


def _expected(device: Device, job: str) -> bool:
    return job in device.withdrawn or any(have.id == job for have in device.mailbox)


def job_done(command: d.JobDone, hall: Hall) -> tuple[Event, ...]:
    """A job that is no longer in the mailbox was replaced or reported before: nothing to note, unless it is a slip that
    was taken back while it may have been in the printer."""
    _known(hall, command.device)
    have = hall.facts.devices[command.device]
    if not _expected(have, command.job):
        return ()
    if have.intended == command.job and have.shows == command.job:
        return ()
    return (d.JobConfirmed(command.device, command.job, command.confirmed, command.detail),)


def job_failed(command: d.JobFailed, hall: Hall) -> tuple[Event, ...]:
    _known(hall, command.device)
    if not _expected(hall.facts.devices[command.device], command.job):
        return ()
    return (d.JobLost(command.device, command.job, command.fault, command.detail),)


def report(command: d.DeviceReport, hall: Hall, now: int) -> tuple[Event, ...]:
    _known(hall, command.device)
    have = hall.facts.devices[command.device]
    same = (
        have.state is command.state
        and have.fault is command.fault
        and have.shows == command.shows
        and have.detail == command.detail
    )
    if same:
        return ()
    since = min(command.since_ms or now, now)
    return (
        d.DeviceChanged(command.device, command.state, command.fault, command.detail, since, command.shows),
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
    if have.state is command.state and have.detail == command.detail:
        return ()
    return (g.CameraChanged(command.camera, command.state, min(command.since_ms, now), command.detail),)


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
