"""Bookings: imported, honoured when the person comes, missed when nobody does, and told back (R129).

Nobody is bound to book: a booking gives a place of its own in the line, and its loss never more than an ordinary number
(R005). Checking in, which makes a ticket, is in `queueing.check_in`.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from hall.contract import bookings as b
from hall.contract import tickets as t
from hall.contract.base import Text
from hall.contract.bookings import BookingState, RowFault
from hall.contract.config import ServicePart
from hall.contract.legs import LegState
from hall.contract.opening import DayClosed
from hall.contract.people import Identity
from hall.contract.unions import Event
from hall.domain import facts as f
from hall.domain.calendar import clock, closings, day_of, day_start, open_ms, sessions
from hall.domain.catalogue import offered
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

FAR_DAYS = 180  # a row further ahead has a wrong year
TOLD_FAULTS = 100  # of one import
MISSED_AT_ONCE = 200  # in one tick; a flood is spread over the next ticks
MOST_ROWS = 5000  # of one command
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,39}")
_A_PERSONS_NUMBER = re.compile(r"1[3-9][0-9]{9}|[0-9]{17}[0-9Xx]")
_DAY_MS = 86_400_000
_CHANNELS = tuple(x.value for x in t.Channel)
_GONE = (BookingState.CANCELLED, BookingState.NO_SHOW)
_COMES = (BookingState.BOOKED, BookingState.CHECKED_IN, BookingState.LATE)
_STATES: dict[BookingState, tuple[str, str]] = {
    BookingState.BOOKED: ("已预约", "booked"),
    BookingState.CHECKED_IN: ("已取号", "checked in"),
    BookingState.LATE: ("迟到取号", "checked in late"),
    BookingState.SERVED: ("已办理", "served"),
    BookingState.UNSERVED: ("取号未办", "not served"),
    BookingState.NO_SHOW: ("爽约", "missed"),
    BookingState.CANCELLED: ("已取消", "cancelled"),
}


def state_words(state: BookingState) -> Text:
    """What a state is called."""
    return Text(*_STATES[state])


# --- finding one ------------------------------------------------------------------------------------------------


def of_person(hall: Hall, person: str, day: str = "") -> tuple[f.Booking, ...]:
    """Bookings a blind index stands for, by time; of one day, or of all."""
    if not person or person not in hall.facts.booked_by:
        return ()
    found = [hall.facts.bookings[x] for x in hall.facts.booked_by[person]]
    mine = [x for x in found if not day or day_of(x.start_ms) == day]
    return tuple(sorted(mine, key=lambda x: (x.start_ms, x.id)))


def of_code(hall: Hall, code: str) -> f.Booking | None:
    """The booking whose code has this blind index."""
    return hall.facts.bookings.get(hall.facts.booked_code.get(code, ""))


def may_check_in(hall: Hall, booking: f.Booking, now: int) -> bool:
    """From `checkin_early_s` before the slot until its end."""
    early = booking.start_ms - hall.policy.checkin_early_s * 1000
    return booking.state is BookingState.BOOKED and early <= now < booking.end_ms


def is_late(hall: Hall, booking: f.Booking, now: int) -> bool:
    """More than `checkin_late_s` after the slot began: no preference any more, but never turned away (§2.1)."""
    return now > booking.start_ms + hall.policy.checkin_late_s * 1000


def honoured(hall: Hall, identity: Identity, wanted: tuple[str, ...], now: int) -> f.Booking | None:
    """The earliest booking of this person for one of the services that can be checked in for now."""
    if identity.person not in hall.facts.booked_by:  # nearly everybody
        return None
    for booking in of_person(hall, identity.person, day_of(now)):
        if booking.service in wanted and may_check_in(hall, booking, now):
            return booking
    return None


def booked_about(hall: Hall, now: int, around_ms: int = 3_600_000) -> tuple[str, ...]:
    """Every blind index of people with a booking that is open and begins or ends within `around_ms` of now."""
    near = (
        x
        for x in hall.facts.bookings.values()
        if x.state not in _GONE and x.start_ms - around_ms <= now <= x.end_ms + around_ms
    )
    return tuple(sorted({index for x in near for index in (x.identity.person, *x.also) if index}))


def open_tickets(hall: Hall, person: str, service: str = "") -> tuple[str, ...]:
    """Ids of open tickets that came of bookings of this person, under whichever index they were taken."""
    if person not in hall.facts.booked_by:
        return ()
    tickets = hall.facts.tickets
    return tuple(
        x.ticket
        for x in of_person(hall, person)
        if x.state in (BookingState.CHECKED_IN, BookingState.LATE)
        and x.ticket in tickets
        and service in ("", x.service)
        and tickets[x.ticket].state not in (t.TicketState.DONE, t.TicketState.PASSED)
    )


def free(hall: Hall, service: str, start_ms: int) -> int:
    """Places still to be booked in a slot; what nobody came for or was cancelled is free again."""
    part = hall.services.get(service)
    taken = sum(
        x.service == service and x.start_ms == start_ms and x.state not in _GONE
        for x in hall.facts.bookings.values()
    )
    return max(0, part.slot - taken) if part is not None else 0


# --- import -----------------------------------------------------------------------------------------------------


def refused(faults: list[RowFault]) -> Refusal:
    """All rows or none: the first faults in words, up to a hundred in the hint."""
    first = faults[:3]
    zh = "；".join(f"第 {x.row} 行 {x.column}：{x.what.zh}{'，' + x.do.zh if x.do.zh else ''}" for x in first)
    en = "; ".join(f"row {x.row}, {x.column}: {x.what.en}{', ' + x.do.en if x.do.en else ''}" for x in first)
    rest = len(faults) - len(first)
    return Refusal(
        "rows",
        f"预约没有导入，{len(faults)} 处不对。{zh}{f'；还有 {rest} 处' if rest else ''}",
        f"Nothing was imported: {len(faults)} faults. {en}{f'; and {rest} more' if rest else ''}",
        hint=msgspec.json.encode(faults[:TOLD_FAULTS]).decode(),
    )


def take_in(command: b.ImportBookings, hall: Hall, now: int) -> tuple[Event, ...]:
    """All rows or none. Rows that are known already are passed over, so the same file may be sent again."""
    if not command.source.strip():
        raise Refusal("no_source", "请写明预约的来源", "Say which booking side these rows come from.")
    if len(command.rows) > MOST_ROWS:
        zh, en = f"一次最多 {MOST_ROWS} 行，请分几次", f"{MOST_ROWS} rows at a time; send several commands."
        raise Refusal("too_many", zh, en)
    book = _Book(hall, now)
    for number, row in enumerate(command.rows, 1):
        book.add(number, row)
    book.judge()
    if book.faults:
        raise refused(book.faults)
    if command.check or not book.found:
        return ()
    return (b.BookingsImported(command.source.strip(), tuple(book.found.values())),)


class _Book:
    """The rows of one command as they are gone through: what they make, what is wrong with them."""

    def __init__(self, hall: Hall, now: int) -> None:
        self._hall, self._now = hall, now
        self.faults: list[RowFault] = []
        self.found: dict[str, b.Booked] = {}
        self._rows: dict[str, tuple[int, b.Booked]] = {}
        self._codes: dict[str, str] = {}
        self._persons: dict[str, list[b.Booked]] = {}
        self._taken = Counter(
            (x.service, x.start_ms)
            for x in hall.facts.bookings.values()
            if x.end_ms > now and x.state not in _GONE
        )

    def add(self, number: int, row: b.BookingRow) -> None:
        before = len(self.faults)
        for column, what, do in self._wrong(row):
            self.faults.append(RowFault(number, column, what, do))
        if len(self.faults) > before:
            return
        new = sealed(self._hall, row)
        twin = self._rows.setdefault(new.booking, (number, new))[1]
        if twin != new:
            self._tell(
                number,
                "booking",
                (f"{new.booking} 出现两次，内容不同", f"{new.booking} stands there twice and differs"),
                ("只留一行", "keep one of them"),
            )

    def _wrong(self, row: b.BookingRow) -> Iterator[tuple[str, Text, Text]]:
        """Of the row for itself."""
        if not _ID.fullmatch(row.booking):
            yield (
                "booking",
                Text("预约号不对", "is no id of a booking"),
                Text("用 1 到 40 个字母、数字或 - _ .", "use 1 to 40 letters, digits, - _ ."),
            )
        elif _A_PERSONS_NUMBER.fullmatch(row.booking):
            yield (
                "booking",
                Text("预约号像手机号或身份证号", "looks like a phone or ID number"),
                Text("换一个不含个人信息的编号", "use an id that says nothing of a person"),
            )
        if row.identity is None:
            yield (
                "phone",
                Text("身份信息没有处理好", "the identity was not sealed"),
                Text("请重新导入", "send it again"),
            )
        if row.channel not in _CHANNELS:
            yield (
                "channel",
                Text(f"没有渠道 {row.channel}", f"no such channel: {row.channel}"),
                Text("可用：" + "、".join(_CHANNELS), "one of " + ", ".join(_CHANNELS)),
            )

    def judge(self) -> None:
        """Of the rows together and in the hall. A row that is known and the same has been judged before; what is
        replaced gives up its place and time before any row is looked at."""
        changed = [pair for pair in self._rows.values() if self._is_news(*pair)]
        for _, new in changed:
            old = self._hall.facts.bookings.get(new.booking)
            if old is not None:
                self._taken[old.service, old.start_ms] -= 1
        for number, new in changed:
            if self._fits(number, new) and self._person_may(number, new) and self._code_is_new(number, new):
                self._taken[new.service, new.start_ms] += 1
                for index in (new.identity.person, *new.also):
                    self._persons.setdefault(index, []).append(new)
                self.found[new.booking] = new
        self.faults.sort(key=lambda x: x.row)

    def _is_news(self, number: int, new: b.Booked) -> bool:
        old = self._hall.facts.bookings.get(new.booking)
        if old is None or old.state is BookingState.BOOKED:
            return old is None or _as_booked(old) != new
        if _as_booked(old) != new:
            words = state_words(old.state)
            self._tell(
                number,
                "booking",
                (f"{new.booking} {words.zh}，不能再改", f"{new.booking} is {words.en} and cannot be changed"),
                ("新的预约用新的预约号", "a new booking takes a new id"),
            )
        return False

    def _fits(self, number: int, new: b.Booked) -> bool:
        """The item can be booked, the slot is one of its slots, lies ahead, and has room."""
        part = self._hall.services.get(new.service)
        if part is None:
            return self._tell(
                number,
                "service",
                (f"没有事项 {new.service}", f"no such item: {new.service}"),
                ("写事项编号", "write the id of an item"),
            )
        if not part.slot or not part.queue:
            return self._tell(
                number,
                "service",
                (f"{part.name} 不能预约", f"{part.name_en or part.name} cannot be booked"),
                ("请直接来大厅取号", "numbers are given in the hall"),
            )
        if new.start_ms <= self._now:
            return self._tell(
                number,
                "start_ms",
                (f"{_when(new)} 已经过了", f"{_when(new)} is past"),
                ("改到以后", "take a later one"),
            )
        if new.start_ms > self._now + FAR_DAYS * _DAY_MS:
            return self._tell(
                number,
                "start_ms",
                (f"{_when(new)} 太远了", f"{_when(new)} is too far ahead"),
                (f"最多提前 {FAR_DAYS} 天，看看年份", f"at most {FAR_DAYS} days; is the year right?"),
            )
        day = day_of(new.start_ms)
        if not offered(part, day):
            return self._tell(
                number,
                "service",
                (f"{part.name} 在 {day} 不办", f"{part.name_en or part.name} is not offered on {day}"),
                ("换一天", "take another day"),
            )
        starts = slot_starts(self._hall, part, day)
        if new.start_ms not in starts or new.end_ms != new.start_ms + part.slot_min * 60_000:
            near = starts[max(0, min(bisect_right(starts, new.start_ms), len(starts)) - 1)] if starts else 0
            there = (
                (f"离得最近的是 {_slot(near, part)}", f"the nearest is {_slot(near, part)}")
                if starts
                else (f"{day} 不上班", f"nobody works on {day}")
            )
            return self._tell(
                number,
                "start_ms",
                (f"{_when(new)} 不是可约的时段", f"{_when(new)} is no slot of this item"),
                there,
            )
        if self._taken[new.service, new.start_ms] >= part.slot:
            return self._tell(
                number,
                "start_ms",
                (
                    f"{_when(new)} 约满了，只有 {part.slot} 个名额",
                    f"{_when(new)} is full, it has {part.slot} places",
                ),
                ("换一个时段", "take another slot"),
            )
        return True

    def _person_may(self, number: int, new: b.Booked) -> bool:
        """One place at a time, and not who stayed away too often."""
        policy, facts = self._hall.policy, self._hall.facts
        oldest = day_of(self._now - policy.noshow_bar_days * _DAY_MS)
        for index in (new.identity.person, *new.also):
            stayed = [day for day in facts.missed.get(index, ()) if day > oldest]
            if policy.noshow_limit and len(stayed) >= policy.noshow_limit:
                zh = f"{policy.noshow_bar_days} 天内爽约 {len(stayed)} 次，暂不能预约"
                en = f"stayed away {len(stayed)} times in {policy.noshow_bar_days} days and cannot book now"
                do = ("可以随时来大厅取号", "can take a number in the hall at any time")
                return self._tell(number, "phone", (zh, en), do)
        for other in self._same_person(new):
            if _overlap(other, new):
                return self._tell(
                    number,
                    "start_ms",
                    (f"这个人同一时间已约 {other.booking}", f"this person has {other.booking} at that time"),
                    ("一个时段只能约一个", "one at a time"),
                )
        return True

    def _same_person(self, new: b.Booked) -> Iterator[b.Booked]:
        """What this person has booked, in the hall and in the rows before; not what this command replaces."""
        facts = self._hall.facts
        for index in (new.identity.person, *new.also):
            have = (facts.bookings[x] for x in facts.booked_by.get(index, ()))
            kept = (_as_booked(x) for x in have if x.state in _COMES and not self._replaced(x))
            yield from (x for x in (*kept, *self._persons.get(index, ())) if _same(x, new))

    def _replaced(self, x: f.Booking) -> bool:
        return x.id in self._rows and self._rows[x.id][1] != _as_booked(x)

    def _code_is_new(self, number: int, new: b.Booked) -> bool:
        """A code names one booking."""
        if not new.code:
            return True
        holder = self._codes.setdefault(new.code, new.booking)
        if holder == new.booking:
            holder = self._hall.facts.booked_code.get(new.code, new.booking)
        if holder in (new.booking, ""):
            return True
        return self._tell(
            number,
            "code",
            (f"取号码和 {holder} 的一样", f"has the same code as {holder}"),
            ("每个预约一个码", "one code for each booking"),
        )

    def _tell(self, number: int, column: str, what: tuple[str, str], do: tuple[str, str]) -> bool:
        self.faults.append(RowFault(number, column, Text(*what), Text(*do)))
        return False


def sealed(hall: Hall, row: b.BookingRow) -> b.Booked:
    """A row as the journal keeps it; without an end it has that of its slot."""
    part = hall.services.get(row.service)
    end = row.end_ms or (row.start_ms + part.slot_min * 60_000 if part is not None else 0)
    assert row.identity is not None
    return b.Booked(
        row.booking, row.service, row.start_ms, end, row.identity, row.also, row.channel, row.code
    )


def slot_starts(hall: Hall, part: ServicePart, day: str) -> tuple[int, ...]:
    """When the slots of an item begin on a day, ms: one after another from the start of each session."""
    step = part.slot_min * 60_000
    return tuple(
        start
        for first, last in sessions(hall, part.queue, dt.date.fromisoformat(day))
        for start in range(first, last - step + 1, step)
    )


def _as_booked(x: f.Booking) -> b.Booked:
    return b.Booked(x.id, x.service, x.start_ms, x.end_ms, x.identity, x.also, x.channel, x.code)


def _same(one: b.Booked, two: b.Booked) -> bool:
    """Are these of one person? A phone that a family shares does not make it one person where both gave a card."""
    a, c = one.identity.person, two.identity.person
    return a == c or a in two.also or c in one.also


def _overlap(one: b.Booked, two: b.Booked) -> bool:
    return one.start_ms < two.end_ms and two.start_ms < one.end_ms


def _when(x: b.Booked) -> str:
    return f"{day_of(x.start_ms)} {clock(x.start_ms)}–{clock(x.end_ms)}"


def _slot(start_ms: int, part: ServicePart) -> str:
    return f"{day_of(start_ms)} {clock(start_ms)}–{clock(start_ms + part.slot_min * 60_000)}"


# --- what becomes of one ----------------------------------------------------------------------------------------


def cancel(command: b.CancelBooking, hall: Hall) -> tuple[Event, ...]:
    """By the booking side; a second time changes nothing."""
    booking = hall.facts.bookings.get(command.booking)
    if booking is None:
        raise Refusal("no_booking", "没有这个预约", f"No such booking: {command.booking}.")
    if booking.state is BookingState.CANCELLED:
        return ()
    if booking.state in (BookingState.CHECKED_IN, BookingState.LATE):
        raise Refusal(
            "checked_in",
            "已经取号，请取消那个号",
            "It was checked in and is a number now: cancel that.",
            hint=booking.ticket,
        )
    if booking.state is not BookingState.BOOKED:
        words = state_words(booking.state)
        raise Refusal(
            "over", f"这个预约{words.zh}，不能取消", f"This booking is {words.en}: nothing to cancel."
        )
    return (b.BookingCancelled(booking.id, command.reason.strip()[:40]),)


def missed(hall: Hall, now: int) -> tuple[Event, ...]:
    """Bookings whose slot is over and nobody checked in for, the oldest first."""
    due = hall.facts.booked_due
    over = due[: min(MISSED_AT_ONCE, bisect_right(due, (now, "\uffff")))]
    return tuple(_miss(hall, hall.facts.bookings[name]) for _, name in over)


def _miss(hall: Hall, booking: f.Booking, early: bool = False) -> b.BookingMissed:
    """Nobody can miss a hall that was shut: that is excused."""
    part = hall.services.get(booking.service)
    queue = part.queue if part is not None and part.queue in hall.queues else ""
    shut = open_ms(hall, queue, booking.start_ms, booking.end_ms) == 0
    shut = shut or bool(closings(hall, queue, booking.start_ms))
    return b.BookingMissed(booking.id, early or shut or booking.walked_in)


ENDS = frozenset({t.TicketFinished, t.TicketCancelled, t.TicketAbandoned, DayClosed})


def following(events: Iterable[Event], hall: Hall, now: int) -> tuple[Event, ...]:
    """What these events, about to be journalled, mean for bookings: told back in the same batch. To be asked with the
    hall as it stands before the events are folded. Only those of ENDS mean anything."""
    found: list[Event] = []
    for event in events:
        if isinstance(event, t.TicketFinished):
            ticket = hall.facts.tickets.get(event.ticket)
            if ticket is not None and ticket.booking and not _goes_on(ticket):
                found += _ended(hall, ticket.booking, True)
        elif isinstance(event, t.TicketCancelled | t.TicketAbandoned):
            ticket = hall.facts.tickets.get(event.ticket)
            if ticket is not None and ticket.booking:
                found += _ended(hall, ticket.booking, _was_done(hall, ticket))
        elif isinstance(event, DayClosed):
            found += _day_over(hall, event.day, now)
    return tuple(found)


def _goes_on(ticket: f.Ticket) -> bool:
    return any(x.state in (LegState.PLANNED, LegState.PAUSED) for x in ticket.others)


def _was_done(hall: Hall, ticket: f.Ticket) -> bool:
    """A visitor of several matters who left after the booked one was served."""
    service = hall.facts.bookings[ticket.booking].service if ticket.booking in hall.facts.bookings else ""
    return any(x.service == service and x.state is LegState.DONE for x in ticket.others)


def _ended(hall: Hall, name: str, served: bool) -> tuple[Event, ...]:
    booking = hall.facts.bookings.get(name)
    if booking is None or booking.state not in (BookingState.CHECKED_IN, BookingState.LATE):
        return ()
    state = BookingState.SERVED if served else BookingState.UNSERVED
    return (b.BookingEnded(name, state, booking.ticket, booking.wait_s, booking.late),)


def _day_over(hall: Hall, day: str, now: int) -> Iterator[Event]:
    """Every booking of the day comes to its end: numbers that were not served or passed, and those nobody came for.
    A slot that the hall closed before its end is nobody's no-show."""
    last = day_start(day) + _DAY_MS
    for booking in hall.facts.bookings.values():
        if booking.state in (BookingState.CHECKED_IN, BookingState.LATE) and booking.start_ms < last:
            ticket = hall.facts.tickets.get(booking.ticket)
            yield from _ended(hall, booking.id, ticket is not None and _was_done(hall, ticket))
    due = hall.facts.booked_due
    for end_ms, name in due[: bisect_right(due, (last, "\uffff"))]:
        yield _miss(hall, hall.facts.bookings[name], early=end_ms > now)
