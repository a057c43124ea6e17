"""One table from command to rule. `decide` is pure: it reads the hall, and gives events or a refusal in words.

The caller folds the events with `evolve` before it decides the next command. At a new date it sends `Tick` first.
"""

from collections.abc import Callable
from typing import Never, cast

from hall.contract import bookings as b
from hall.contract import callers as k
from hall.contract import calling as i
from hall.contract import devices as d
from hall.contract import environment as v
from hall.contract import flow as w
from hall.contract import legs as e
from hall.contract import opening as o
from hall.contract import people as p
from hall.contract import posts as h
from hall.contract import ratings as r
from hall.contract import sensing as m
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.catalogue import ImportCatalogue
from hall.contract.unions import Command, Event
from hall.domain import (
    backup,
    bookings,
    callers,
    catalogue,
    devices,
    empties,
    environment,
    flow,
    import_bookings,
    opening,
    people,
    posts,
    ratings,
    sensors,
    slips,
    supervision,
)
from hall.domain.calendar import day_of
from hall.domain.queueing import call, check_in, moves, states, take
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

OPEN_STATES = states.OPEN_STATES
_ENDS = supervision.ENDS | bookings.ENDS  # all other events need no second look


def decide(command: Command, hall: Hall, now: int, by: Actor, fresh: str) -> tuple[Event, ...]:
    """Events of a command at hall time `now` (ms). `fresh` is a new random id, used where the rule needs one.

    Raises Refusal. An empty tuple means accepted with nothing to note.
    """
    events = _rules[type(command)](command, hall, now, by, fresh)
    if _ENDS.isdisjoint(map(type, events)):
        return events
    # A wait that ends here is judged here, to the second, and not at the next tick; a booking that ends is told back.
    return (*events, *supervision.following(events, hall, now), *bookings.following(events, hall, now))


def tick(hall: Hall, now: int) -> tuple[Event, ...]:
    """What time alone brings: a new day, readings that run out, silent hosts, findings. A new day comes alone, so that
    everything else is judged on the clean sheet at the next tick."""
    if hall.facts.day != day_of(now):
        return _open_day(o.OpenDay(day_of(now)), hall, now)
    return (
        *backup.backed_up(hall, now),  # first: what follows may end the call
        *people.expired(hall, now),
        *devices.hosts_lost(hall, now),
        *devices.unheard(hall, now),
        *slips.forgotten(hall, now),
        *moves.held_back(hall, now),
        *moves.given_back(hall, now),
        *bookings.missed(hall, now),
        *ratings.silent(hall, now),
        *environment.by_sensors(hall, now),
        *posts.returned(hall, now),
        *supervision.judge(hall, now),
    )


def settle(hall: Hall, now: int) -> tuple[Event, ...]:
    """What follows of itself once events were folded: a free window that is given its visitors calls the next. One
    step; fold it and ask again until nothing follows."""
    pulled = moves.pulled(hall)
    return (pulled, *supervision.following((pulled,), hall, now)) if pulled else ()


def _close(hall: Hall, day: str, reason: str) -> tuple[Event, ...]:
    if not day:
        return ()
    still = tuple(x.id for x in hall.facts.tickets.values() if x.state in OPEN_STATES)
    return (o.DayClosed(day, still, reason),)


def _open_day(command: o.OpenDay, hall: Hall, now: int) -> tuple[Event, ...]:
    """The day before is closed first: nobody waits, and nobody sits at a window, in a day that is over."""
    if hall.facts.day == command.day:
        return ()
    closed = _close(hall, hall.facts.day, "day_end")
    return (*closed, *supervision.day_over(hall, now), o.DayOpened(command.day))


def _close_day(command: o.CloseDay, hall: Hall) -> tuple[Event, ...]:
    if command.day != hall.facts.day:
        raise Refusal("other_day", "只能结束当天", f"Only today, {hall.facts.day}, can be closed.")
    return _close(hall, command.day, command.reason)


_Rule = Callable[[Never, Hall, int, Actor, str], tuple[Event, ...]]


def _window(c: call.WindowCommand, h: Hall, n: int, b: Actor, r: str) -> tuple[Event, ...]:
    return call.at_window(c, h, n)


def _end_emergency(c: p.EndEmergency, h: Hall, n: int, b: Actor, r: str) -> tuple[Event, ...]:
    """The window itself, or at the wall a manager who is named and says what was done."""
    if b.role is Role.MONITOR:
        moves.manages(h, c.staff, b)
        if not c.reason.strip():
            raise Refusal("no_reason", "请写明怎么处理的", "Say what was done.")
    return call.at_window(c, h, n)


_RULES: dict[type, _Rule] = {
    t.TakeTicket: take.take,
    t.CallNext: _window,
    t.Recall: _window,
    t.Start: _window,
    t.Finish: _window,
    t.Pass: _window,
    t.CallTicket: _window,
    t.Hold: _window,
    e.Transfer: _window,
    e.UndoTransfer: _window,
    e.AddService: _window,
    e.SwitchService: _window,
    t.LinkCase: _window,
    i.SetPull: _window,
    t.Cancel: lambda c, h, n, b, r: take.cancel(c, h, b),
    t.Leave: lambda c, h, n, b, r: take.go_away(c, h, b),
    i.SetCalling: lambda c, h, n, b, r: take.set_calling(c, h, b),
    t.Reactivate: lambda c, h, n, b, r: moves.reactivate(c, h, n, b),
    t.PushToTop: lambda c, h, n, b, r: moves.push_to_top(c, h, b),
    t.Prioritise: lambda c, h, n, b, r: moves.prioritise(c, h, b),
    i.SetQueues: lambda c, h, n, b, r: moves.set_queues(c, h, b),
    i.SetQuiet: lambda c, h, n, b, r: moves.set_quiet(c, h, b),
    t.Reprint: lambda c, h, n, b, r: take.reprint(c, h, n, b),
    o.OpenDay: lambda c, h, n, b, r: _open_day(c, h, n),
    o.CloseDay: lambda c, h, n, b, r: _close_day(c, h),
    o.CloseQueue: lambda c, h, n, b, r: opening.close_queue(c, h, n, b),
    o.ReopenQueue: lambda c, h, n, b, r: opening.reopen_queue(c, h, n, b),
    o.ImportCalendar: lambda c, h, n, b, r: opening.import_calendar(c, h, n),
    ImportCatalogue: lambda c, h, n, b, r: catalogue.take_in(c, h),
    b.ImportBookings: lambda c, h, n, b, r: import_bookings.take_in(c, h, n),
    b.CancelBooking: lambda c, h, n, b, r: bookings.cancel(c, h),
    b.CheckIn: check_in.check_in,
    p.StartReading: lambda c, h, n, b, r: people.start_reading(c, h, n, r),
    p.StopReading: lambda c, h, n, b, r: people.stop_reading(c, h),
    p.Identify: lambda c, h, n, b, r: people.identify(c, h, n, r),
    p.Present: lambda c, h, n, b, r: people.present(c, h, n, r),
    p.FailReading: lambda c, h, n, b, r: people.fail_reading(c, h),
    p.AskTurn: lambda c, h, n, b, r: people.ask_turn(c, h),
    p.SignOn: _window,
    p.SignOff: _window,
    p.Relieve: _window,
    p.RaiseEmergency: _window,
    p.EndEmergency: _end_emergency,
    p.Pause: _window,
    p.Resume: _window,
    p.PressButton: lambda c, h, n, b, r: people.press_button(c, h),
    p.CallForHelp: lambda c, h, n, b, r: people.call_for_help(c, h),
    p.AnswerHelp: lambda c, h, n, b, r: people.answer_help(c, h),
    d.JobDone: lambda c, h, n, b, r: devices.job_done(c, h),
    d.JobFailed: lambda c, h, n, b, r: devices.job_failed(c, h),
    d.DeviceReport: lambda c, h, n, b, r: devices.report(c, h, n),
    d.DeviceReports: lambda c, h, n, b, r: devices.reports(c, h, n),
    d.HostAlive: lambda c, h, n, b, r: devices.host_alive(c, h),
    k.PressKey: lambda c, h, n, b, r: callers.press_key(c, h, n),
    r.GiveRating: lambda c, h, n, b, r: ratings.give(c, h, n, b),
    g.SeatSeen: lambda c, h, n, b, r: devices.seat_seen(c, h, n),
    g.CameraReport: lambda c, h, n, b, r: devices.camera_report(c, h, n),
    v.SeeTroubles: lambda c, h, n, b, r: environment.see_troubles(c, h, n),
    v.SeeCrowd: lambda c, h, n, b, r: environment.see_crowd(c, h, n),
    w.SeeFlow: lambda c, h, n, b, r: flow.see(c, h, n),
    v.ExcuseTrouble: lambda c, h, n, b, r: environment.excuse(c, h, b),
    g.CaptureEmpty: lambda c, h, n, b, r: empties.capture(c, h, b),
    h.DeclareLeave: lambda c, h, n, b, r: posts.declare_leave(c, h, n),
    h.EndLeave: lambda c, h, n, b, r: posts.end_leave(c, h, n),
    g.RateEnvironment: lambda c, h, n, b, r: devices.rate_environment(c, h),
    m.ReadSensors: lambda c, h, n, b, r: sensors.read_sensors(c, h, n),
    s.Tick: lambda c, h, n, b, r: tick(h, n),
    s.Acknowledge: lambda c, h, n, b, r: supervision.acknowledge(c, h, b),
    s.JudgeFinding: lambda c, h, n, b, r: supervision.judge_finding(c, h),
}
# Each is asked about commands of its own kind alone.
_rules = cast("dict[type, Callable[[Command, Hall, int, Actor, str], tuple[Event, ...]]]", _RULES)
