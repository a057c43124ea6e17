"""What became of the bookings of a day, out of the journal: one line each, for the booking side (R129)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hall.contract import bookings as b
from hall.contract import tickets as t
from hall.contract.bookings import BookingState
from hall.contract.unions import Recorded
from hall.domain.bookings import state_words
from hall.domain.calendar import clock, day_of


@dataclass(frozen=True)
class Line:
    """`wait_s` is -1 where nobody called; times are ms, 0 for never."""

    booking: b.Booked
    source: str
    state: BookingState = BookingState.BOOKED
    number: str = ""
    checked_in_ms: int = 0
    wait_s: int = -1
    late: bool = False
    excused: bool = False
    reason: str = ""


HEAD = (
    "预约号",
    "事项编号",
    "事项",
    "日期",
    "时段",
    "渠道",
    "来源",
    "状态",
    "状态码",
    "号码",
    "取号时间",
    "等候秒",
    "迟到",
    "不计爽约",
    "取消原因",
)


def lines(events: Iterable[Recorded], day: str) -> tuple[Line, ...]:
    """The bookings whose slot was on `day`, by time; every state as the journal last said it."""
    found: dict[str, Line] = {}
    for one in events:
        event = one.event
        match event:
            case b.BookingsImported():
                found |= {x.booking: Line(x, event.source) for x in event.bookings}
            case b.BookingCancelled() if event.booking in found:
                found[event.booking] = replace(
                    found[event.booking], state=BookingState.CANCELLED, reason=event.reason
                )
            case b.BookingMissed() if event.booking in found:
                found[event.booking] = replace(
                    found[event.booking], state=BookingState.NO_SHOW, excused=event.excused
                )
            case t.TicketIssued() if event.booking in found:
                state = BookingState.LATE if event.late else BookingState.CHECKED_IN
                found[event.booking] = replace(
                    found[event.booking],
                    state=state,
                    number=event.number,
                    checked_in_ms=one.at,
                    late=event.late,
                )
            case b.BookingEnded() if event.booking in found:
                found[event.booking] = replace(
                    found[event.booking], state=event.state, wait_s=event.wait_s, late=event.late
                )
            case _:
                pass
    mine = (x for x in found.values() if day_of(x.booking.start_ms) == day)
    return tuple(sorted(mine, key=lambda x: (x.booking.start_ms, x.booking.booking)))


def row(line: Line, name: str) -> tuple[str, ...]:
    """One line as the cells under HEAD; `name` is what the item is called."""
    booked = line.booking
    return (
        booked.booking,
        booked.service,
        name,
        day_of(booked.start_ms),
        f"{clock(booked.start_ms)}-{clock(booked.end_ms)}",
        booked.channel,
        line.source,
        state_words(line.state).zh,
        line.state.value,
        line.number,
        clock(line.checked_in_ms) if line.checked_in_ms else "",
        str(line.wait_s) if line.wait_s >= 0 else "",
        "是" if line.late else "",
        "是" if line.excused else "",
        line.reason,
    )
