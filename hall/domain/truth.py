"""What is known of a device: how a report changes it, and of a display one judgement from what it should show and what
it last said. Times in hall ms."""

from hall.contract.devices import (
    DeviceChanged,
    DeviceState,
    Fault,
    JobConfirmed,
    ShowOnPanel,
    Truth,
)
from hall.domain.facts import Device

BAD = frozenset({Truth.WRONG, Truth.UNKNOWN})
"""Nobody can rely on the display."""

_BEHIND = 16  # a display that is further behind does not follow
WORST = (Truth.WRONG, Truth.UNKNOWN, Truth.DRAWING, Truth.SENT, Truth.SHOWS, Truth.REST)


def truth(device: Device, now: int, grace_ms: int) -> Truth:
    """What is known of the text this display should show; `grace_ms` is the time a text may take to get there. A device
    that cannot be trusted to show anything has no such time."""
    if not device.intended:
        return Truth.REST
    if _shows(device):
        return Truth.SHOWS
    if _sent(device):
        return Truth.SENT
    if device.state in (DeviceState.AWAY, DeviceState.FAULTY):
        return Truth.WRONG
    silent = device.state is DeviceState.UNKNOWN
    if silent and device.fault is not Fault.NONE:
        return Truth.UNKNOWN
    if now - wrong_since(device) <= grace_ms:
        return Truth.DRAWING
    return Truth.UNKNOWN if silent else Truth.WRONG


def wrong_since(device: Device) -> int:
    """Since when this display is not known to show what it should; 0 when it does, when it was sent there by a make
    that cannot confirm (R070: never counted as confirmed, and never found wrong for that), or when nothing is asked of
    it. A text that was shown and lost counts from when the device last said that it showed it; one text after another
    that does not get there counts from the first."""
    if not device.intended or _is_right(device):
        return 0
    return device.unshown_ms or device.intended_ms


def since(device: Device) -> int:
    """Since when it is as `truth` says (ms, 0 unknown)."""
    if _shows(device):
        return device.drawn_ms
    if _sent(device):
        return device.sent_ms
    return wrong_since(device) or device.since_ms


def told_since(device: Device, judged: Truth) -> int:
    """Since when it is as every screen says it is (ms, 0 unknown): a device that is away or broken since that was so,
    which is later than its last word, a display else since its text is as `judged`."""
    if device.state in (DeviceState.AWAY, DeviceState.FAULTY) or judged is Truth.REST:
        return device.since_ms
    return since(device)


def _is_right(device: Device) -> bool:
    return _shows(device) or _sent(device)


def _shows(device: Device) -> bool:
    return device.state is DeviceState.READY and device.shows == device.intended


def _sent(device: Device) -> bool:
    """A mute make stays unknown for ever, but without a fault; whoever speaks for it is there."""
    there = device.state is DeviceState.READY or (
        device.state is DeviceState.UNKNOWN and device.fault is Fault.NONE
    )
    return there and device.sent == device.intended


# --- how it changes ------------------------------------------------------------------------------------------------


def intend(device: Device, job: ShowOnPanel, at: int) -> None:
    """A new text is wanted."""
    since_ms = wrong_since(device)
    device.unshown_ms = min(since_ms, at) or at
    if since_ms:
        device.behind = dict(
            [*device.behind.items(), (device.intended, (at, device.intended_lines))][-_BEHIND:]
        )
    else:
        device.behind = {}
    device.intended, device.intended_ms, device.intended_lines = job.id, at, job.lines


def confirm(device: Device, event: JobConfirmed, at: int) -> None:
    """The display has a text: the one it should show, or one that was replaced on the way. Then it follows, and is only
    as far behind as the text after it."""
    if event.job in device.behind:
        device.unshown_ms, device.shown_lines = device.behind[event.job]
        jobs = list(device.behind)
        device.behind = {job: device.behind[job] for job in jobs[jobs.index(event.job) + 1 :]}
    else:
        device.shown_lines, device.behind = device.intended_lines, {}
    if event.confirmed:
        device.shows, device.drawn_ms = event.job, at
    else:
        device.sent, device.sent_ms = event.job, at


def change(device: Device, event: DeviceChanged, at: int) -> None:
    """What a report changes in the record of its device. The first word of one nobody had heard of gives it the time a
    text may take."""
    first = device.state is DeviceState.UNKNOWN and event.state is DeviceState.READY
    if device.state is not event.state or device.fault is not event.fault or not device.since_ms:
        device.since_ms = event.since_ms or at
    if device.fault is not event.fault:
        note_fault(device, event.fault, device.since_ms)
    if (device.shows and not event.shows) or event.state in (DeviceState.AWAY, DeviceState.FAULTY):
        unshow(device, min(event.shown_ms, at) or at)
    elif event.fault is Fault.STALE and _is_right(device):
        device.unshown_ms = min(event.shown_ms, at) or at  # what was sent there may still stand there
    if event.shows and event.shows != device.shows:
        device.drawn_ms = at
    device.state, device.fault, device.detail = event.state, event.fault, event.detail
    device.shows, device.confirms = event.shows, event.confirms
    if first and not _is_right(device):
        device.unshown_ms = at


def unshow(device: Device, since_ms: int) -> None:
    """The text that stood there, confirmed or only sent, is not known to stand there any more."""
    if _is_right(device):
        device.unshown_ms = since_ms
    device.shows = device.sent = ""
    device.shown_lines = ()


def note_fault(device: Device, fault: Fault, since_ms: int) -> None:
    """The last trouble is remembered after it is over."""
    if fault is not Fault.NONE:
        device.last_fault, device.last_fault_ms = fault, since_ms
