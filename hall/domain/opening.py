"""Changing the hours live: giving no more numbers for a queue, giving them again, taking in a new calendar."""

from hall.contract import opening as o
from hall.contract.base import Actor
from hall.contract.calendar_table import date_of, year_faults
from hall.contract.config import YearPart
from hall.contract.unions import Event
from hall.domain import words
from hall.domain.calendar import closings, day_of
from hall.domain.fold_opening import place
from hall.domain.queueing.moves import manages, says_why
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

REASON_MAX = 40  # characters; a screen has one line for it


def close_queue(command: o.CloseQueue, hall: Hall, now: int, by: Actor) -> tuple[Event, ...]:
    """By a manager or the head of a zone, who is named, or with the administrator's key. Nothing happens where it is
    closed in these very words already; new words or another end replace the old ones."""
    manages(hall, command.staff, by)
    _known(hall, command.queue, command.zone)
    reason = command.reason.strip()
    if not reason:
        raise Refusal("no_reason", "请写明停止取号的原因", "Say why no more numbers are given.")
    if len(reason) > REASON_MAX:
        zh, en = f"原因最多 {REASON_MAX} 个字", f"The reason has {REASON_MAX} characters at most."
        raise Refusal("long_reason", zh, en)
    if command.until_ms and command.until_ms <= now:
        raise Refusal("past", "恢复的时间已经过了", "The time of reopening is past already.")
    have = hall.facts.closings.get(place(command.queue, command.zone))
    if have is not None and (have.reason, have.until_ms) == (reason, command.until_ms):
        return ()
    return (o.QueueClosed(reason, command.queue, command.zone, command.until_ms, command.staff),)


def reopen_queue(command: o.ReopenQueue, hall: Hall, now: int, by: Actor) -> tuple[Event, ...]:
    """By the same people, who at the wall say why; what is closed from above is opened from above."""
    manages(hall, command.staff, by)
    en = "Choose why numbers are given again, then confirm."
    says_why(command.reason, by, "请先选为什么恢复取号，再确认", en)
    _known(hall, command.queue, command.zone)
    where = place(command.queue, command.zone)
    if where not in hall.facts.closings:
        zh, en = _name(hall, command.queue, command.zone)
        above = closings(hall, command.queue, now) if command.queue else closings(hall, "", now)
        if above:
            wider = "整个大厅" if above[0].place == "" else "整个区"
            raise Refusal(
                "closed_above",
                f"{zh}跟着{wider}停了号，请恢复{wider}",
                f"{words.capital(en)} is closed with {'the hall' if above[0].place == '' else 'its zone'}: open that.",
            )
        raise Refusal("not_closed", f"{zh}没有停号", f"{words.capital(en)} is not closed.")
    return (o.QueueReopened(command.queue, command.zone, command.reason.strip(), command.staff),)


def import_calendar(command: o.ImportCalendar, hall: Hall, now: int) -> tuple[Event, ...]:
    """All years or none. A year that has a table keeps the days that are over: waits were judged by them."""
    if not command.years:
        raise Refusal("no_year", "这份日历里没有年份", "This calendar holds no year.")
    seen: set[int] = set()
    events: list[Event] = []
    for part in command.years:
        if part.year in seen:
            raise Refusal("year_twice", f"{part.year} 年有两份日历", f"There are two tables of {part.year}.")
        seen.add(part.year)
        faults = tuple(year_faults(part))
        if faults:
            more_zh = f"，一共 {len(faults)} 处" if len(faults) > 1 else ""
            more_en = f" ({len(faults)} faults)" if len(faults) > 1 else ""
            raise Refusal(
                "bad_calendar",
                f"{part.year} 年的日历不对：{faults[0].zh}{more_zh}",
                f"The calendar of {part.year} is wrong: {faults[0].en}{more_en}; {faults[0].do}.",
            )
        have = hall.hours.table.years.get(part.year)
        if have is not None:
            _keeps_the_past(part, have, day_of(now))
            if (have.rest, have.work, have.notice) == (part.rest, part.work, part.notice):
                continue
        events.append(
            o.CalendarImported(part.year, part.rest, part.work, part.source, part.notice, command.sm3)
        )
    return tuple(events)


def _keeps_the_past(new: YearPart, old: YearPart, today: str) -> None:
    moved = _moved(new, today).symmetric_difference(_moved(old, today))
    if moved:
        day = min(day for day, _ in moved)
        raise Refusal(
            "past_changed",
            f"{day} 已经过去，不能再改",
            f"{day} is over and was counted as the table of {old.year} said; it cannot change any more.",
        )


def _moved(part: YearPart, today: str) -> set[tuple[str, bool]]:
    """The moved days before `today`, and whether they are worked."""
    found = [(date_of(part.year, text), False) for text in part.rest]
    found += [(date_of(part.year, text), True) for text in part.work]
    days = {(day.isoformat(), works) for day, works in found if day is not None}
    return {(day, works) for day, works in days if day < today}


def _known(hall: Hall, queue: str, zone: str) -> None:
    if queue and zone:
        raise Refusal("two_places", "队列和区只能选一个", "Name a queue or a zone, not both.")
    if queue and queue not in hall.queues:
        raise Refusal("no_queue", "没有这个队列", f"No such queue: {queue}.")
    if zone and zone not in hall.zones:
        raise Refusal("no_zone", "没有这个区", f"No such zone: {zone}.")


def _name(hall: Hall, queue: str, zone: str) -> tuple[str, str]:
    if queue:
        part = hall.queues[queue]
        return part.name, part.name_en or part.name
    return words.zone(hall, zone) if zone else ("大厅", "the hall")
