"""The fold of devices, their hosts, cameras, seats and the environment."""

from hall.contract import devices as d
from hall.contract import sightings as g
from hall.contract.unions import Recorded
from hall.contract.views_kiosk import SlipState
from hall.domain import cameras, fold_ratings, fold_voices
from hall.domain import facts as f
from hall.domain.jobs import without
from hall.domain.slips import UNHEARD
from hall.domain.state import Hall
from hall.domain.supervision.presence import seen
from hall.domain.truth import change, confirm, note_fault, unshow


def device_of(hall: Hall, device: str) -> f.Device:
    """Its record, also when an old journal names a device that is no longer configured."""
    return hall.facts.devices.setdefault(device, f.Device(device))


def job_confirmed(e: d.JobConfirmed, rec: Recorded, hall: Hall) -> None:
    device = device_of(hall, e.device)
    if e.job in device.behind or any(j.id == e.job and isinstance(j, d.ShowOnPanel) for j in device.mailbox):
        confirm(device, e, rec.at)
        return
    late = hall.facts.tickets.get(device.withdrawn.pop(e.job, ""))
    if late is not None:
        if late.slip_job == e.job:  # nobody ordered another meanwhile
            late.slip = SlipState.PRINTED if e.confirmed else SlipState.UNKNOWN
        else:
            late.slip_twice |= e.confirmed
        return
    for call in _calls(device, e.job):
        fold_voices.spoke(call, hall)
    fold_ratings.asked(hall, e.job)
    note_slip(hall, e.device, e.job, SlipState.PRINTED if e.confirmed else SlipState.UNKNOWN, d.Fault.NONE)
    device.mailbox = without(device.mailbox, e.job)


def job_lost(e: d.JobLost, rec: Recorded, hall: Hall) -> None:
    device = device_of(hall, e.device)
    device.lost += 1
    if any(j.id == e.job and isinstance(j, d.ShowOnPanel) for j in device.mailbox):
        unshow(device, rec.at)  # what it shows now is not known; the intention stays in the mailbox
        note_fault(device, e.fault, rec.at)
        return
    late = hall.facts.tickets.get(device.withdrawn.pop(e.job, ""))
    if late is not None:
        if late.slip_job == e.job:
            late.slip, late.slip_fault = SlipState.FAILED, e.fault
        return
    for call in _calls(device, e.job):
        fold_voices.lost(call, e.fault, rec.at, hall)
    fold_ratings.forget(hall, e.job)
    if e.fault in UNHEARD:
        note_slip(hall, e.device, e.job, SlipState.UNKNOWN, e.fault)
        device.withdrawn |= {
            j.id: j.ticket for j in device.mailbox if j.id == e.job and isinstance(j, d.PrintSlip)
        }
    else:
        note_slip(hall, e.device, e.job, SlipState.FAILED, e.fault)
    device.mailbox = without(device.mailbox, e.job)


def _calls(device: f.Device, job: str) -> list[d.Speak]:
    return [have for have in device.mailbox if have.id == job and isinstance(have, d.Speak)]


def note_slip(hall: Hall, device: str, job: str, slip: SlipState, fault: d.Fault) -> None:
    for have in device_of(hall, device).mailbox:
        if have.id == job and isinstance(have, d.PrintSlip):
            ticket = hall.facts.tickets.get(have.ticket)
            if ticket is not None and ticket.slip_job == job:
                ticket.slip, ticket.slip_fault = slip, fault


def device_changed(e: d.DeviceChanged, rec: Recorded, hall: Hall) -> None:
    change(device_of(hall, e.device), e, rec.at)


def call_backed_up(e: d.CallBackedUp, rec: Recorded, hall: Hall) -> None:
    window, ticket = hall.facts.windows.get(e.window), hall.facts.tickets.get(e.ticket)
    if window is not None and ticket is not None:
        window.backed_ms = ticket.last_call_ms
        zone = hall.windows[e.window].zone if e.window in hall.windows else ""
        said = (e.spoken or bool(e.voices)) and fold_voices.any_able(hall, zone)
        ways = (("voice", said), ("screen", e.screens))
        window.backed_by = tuple(way for way, there in ways if there)


def host_lost(e: d.HostLost, rec: Recorded, hall: Hall) -> None:
    """Nobody speaks for its devices and cameras any more: all unknown, nothing assumed."""
    facts = hall.facts
    facts.hosts_lost[e.host] = e.since_ms
    for device in hall.config.devices:
        if device.host == e.host:
            have = facts.devices[device.id]
            unshow(have, e.since_ms)
            have.state, have.fault, have.since_ms = d.DeviceState.UNKNOWN, d.Fault.HOST_GONE, e.since_ms
            note_fault(have, d.Fault.HOST_GONE, e.since_ms)
    for camera in hall.config.cameras:
        if camera.host == e.host:
            set_camera(hall, camera.id, g.CameraState.UNKNOWN, e.since_ms, "host")


def host_back(e: d.HostBack, rec: Recorded, hall: Hall) -> None:
    """Its devices are unknown until they report themselves; from now on that is waited for."""
    hall.facts.hosts_lost.pop(e.host, None)
    hall.facts.resync[e.host] = hall.facts.resync.get(e.host, 0) + 1
    for device in hall.config.devices:
        have = hall.facts.devices[device.id]
        if device.host == e.host and have.fault is d.Fault.HOST_GONE:
            have.fault, have.since_ms, have.unshown_ms = d.Fault.NONE, rec.at, rec.at


def access_refused(e: d.AccessRefused, rec: Recorded, hall: Hall) -> None:
    hall.facts.refused += e.count


def set_camera(hall: Hall, camera: str, state: g.CameraState, since_ms: int, detail: str) -> None:
    have = hall.facts.cameras.setdefault(camera, f.Camera(camera))
    cameras.change(hall, have, state, since_ms, detail)
    if state is g.CameraState.OK:
        return
    for post in hall.config.posts:
        if post.camera == camera:
            seen(hall.facts.posts[post.id], g.Seat.UNKNOWN, since_ms, "camera", hall.policy.return_debounce_s)


def camera_changed(e: g.CameraChanged, rec: Recorded, hall: Hall) -> None:
    set_camera(hall, e.camera, e.state, e.since_ms or rec.at, e.detail)
    hall.facts.cameras[e.camera].detector = e.detector


def seat_changed(e: g.SeatChanged, rec: Recorded, hall: Hall) -> None:
    post = hall.facts.posts.setdefault(e.post, f.Post(e.post))
    seen(post, e.seat, e.since_ms or rec.at, e.note, hall.policy.return_debounce_s)


def environment(e: g.EnvironmentRated, rec: Recorded, hall: Hall) -> None:
    zone = hall.facts.zones.setdefault(e.zone, f.Zone(e.zone))
    if zone.poor and not e.poor:
        zone.poor_s += (rec.at - zone.poor_ms) // 1000
    if e.poor and not zone.poor:
        zone.poor_ms = rec.at
    zone.poor, zone.item, zone.note = e.poor, e.item, e.note
