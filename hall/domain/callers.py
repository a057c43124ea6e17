"""Key boxes: a key is the window's own command, by whoever signed on there; what the digits say, and when to beep."""

from collections.abc import Callable, Iterable

from hall.contract import devices as d
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.callers import Key, KeyRefused, PressKey
from hall.contract.calling import WindowQueuesSet
from hall.contract.config import kinds_of
from hall.contract.legs import Transfer
from hall.contract.opening import DayClosed, DayOpened
from hall.contract.unions import Event, Recorded
from hall.contract.views_common import WindowState
from hall.domain import facts as f
from hall.domain.queueing.call import WindowCommand, at_window
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

BEEP_S = 5  # of the hall's clock, so that a replay gives the same jobs; a later beep would say something else
_ALL = (DayOpened, DayClosed, WindowQueuesSet)


# --- a key ------------------------------------------------------------------------------------------------------


def press_key(command: PressKey, hall: Hall, now: int) -> tuple[Event, ...]:
    """What the console's key would do. A key without effect is noted, because its clerk may have nothing but a beep to
    hear it by; a box that is none, or stands at no window, is refused."""
    part = hall.devices.get(command.device)
    if part is None or "caller" not in kinds_of(part.make) or part.window not in hall.windows:
        en = f"{command.device} is no key box of a window. Check the hall's configuration."
        raise Refusal("no_caller", "没有这个呼叫器，或没有配到窗口", en)
    try:
        if command.digits and command.key is not Key.TRANSFER:
            raise Refusal("digits", "这个键前面不用按数字", "No digits before this key.")
        wanted = _WANTED[command.key](command, hall, hall.facts.windows[part.window])
        return at_window(wanted, hall, now)
    except Refusal as no:
        return (KeyRefused(command.device, part.window, command.key, no.code, no.text),)


def _call_back(press: PressKey, hall: Hall, window: f.Window) -> WindowCommand:
    """Whom this window has held longest."""
    held = next((x for x in hall.facts.held if hall.facts.tickets[x].window == window.id), "")
    if not held:
        raise Refusal("nobody_held", "没有暂挂的人", "Nobody is on hold.")
    return t.CallTicket(window.id, held)


def _pause(press: PressKey, hall: Hall, window: f.Window) -> WindowCommand:
    return p.Resume(window.id) if window.state is WindowState.PAUSED else p.Pause(window.id, "other")


def _transfer(press: PressKey, hall: Hall, window: f.Window) -> WindowCommand:
    """To the window whose number was pressed before."""
    to = next((w.id for w in hall.config.windows if w.number == press.digits), "")
    if not to:
        zh = f"没有 {press.digits} 号窗口" if press.digits else "先按窗口号，再按转移"
        en = f"There is no window {press.digits}." if press.digits else "Press the window's number first."
        raise Refusal("transfer_where", zh, en)
    return Transfer(window.id, to_window=to)


_WANTED: dict[Key, Callable[[PressKey, Hall, f.Window], WindowCommand]] = {
    Key.CALL: lambda press, hall, window: t.CallNext(window.id),
    Key.RECALL: lambda press, hall, window: t.Recall(window.id),
    Key.START: lambda press, hall, window: t.Start(window.id),
    Key.FINISH: lambda press, hall, window: t.Finish(window.id),
    Key.PASS: lambda press, hall, window: t.Pass(window.id),
    Key.HOLD: lambda press, hall, window: t.Hold(window.id, "other"),
    Key.CALL_BACK: _call_back,
    Key.PAUSE: _pause,
    Key.TRANSFER: _transfer,
}


# --- the digits -------------------------------------------------------------------------------------------------


def digit_jobs(rec: Recorded, hall: Hall) -> list[d.Job]:
    """New digits for every key box whose figures an event changed, and a beep for whom it concerns."""
    if not hall.callers:
        return []
    refused = rec.event.device if isinstance(rec.event, KeyRefused) else ""
    jobs: list[d.Job] = []
    counted: dict[tuple[str, ...], int] = {}  # many windows serve the same queues
    for window in _windows(rec.event, hall):
        queues = hall.serves[window]
        if queues not in counted:
            counted[queues] = sum(hall.waiting(q) for q in queues)
        waiting, serial = counted[queues], _in_hand(hall, window)
        for device in hall.callers[window]:
            last = shown(hall.facts.devices[device])
            if last is not None and (last.waiting, last.serial) == (waiting, serial) and device != refused:
                continue
            free = hall.facts.windows[window].state is WindowState.FREE
            first = free and waiting > 0 and last is not None and last.waiting == 0
            until = rec.at + int(BEEP_S * 1000) if first or device == refused else 0
            jobs.append(d.ShowOnCaller(f"{rec.seq}.{device}", device, waiting, serial, until))
    return jobs


def _in_hand(hall: Hall, window: str) -> int:
    """Serial number of the window's ticket, -1 without one."""
    ticket = hall.facts.tickets.get(hall.facts.windows[window].ticket)
    return ticket.serial if ticket is not None else -1


def shown(device: f.Device) -> d.ShowOnCaller | None:
    """The digits a key box was given last."""
    return next((job for job in device.mailbox if isinstance(job, d.ShowOnCaller)), None)


def _windows(event: Event, hall: Hall) -> Iterable[str]:
    """Windows with a key box whose figures this event may have changed."""
    if isinstance(event, _ALL):
        return hall.callers
    ticket = hall.facts.tickets.get(getattr(event, "ticket", ""))
    queues = {ticket.queue, *(leg.queue for leg in ticket.others)} if ticket is not None else set()
    touched = {w for q in queues for w in hall.windows_of_queue.get(q, ())} | {getattr(event, "window", "")}
    return [window for window in hall.callers if window in touched]
