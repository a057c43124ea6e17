"""Bookings as they are imported: rows that are known are passed over, every fault is told, all rows are taken or none.

What becomes of a booking is in `bookings`.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

import msgspec

from hall.contract import bookings as b
from hall.contract import tickets as t
from hall.contract.base import Text
from hall.contract.bookings import BookingState, RowFault
from hall.contract.config import ServicePart
from hall.contract.person_numbers import held
from hall.contract.unions import Event
from hall.domain import facts as f
from hall.domain.bookings import DAY_MS, GONE, state_words
from hall.domain.calendar import clock, day_of, sessions
from hall.domain.catalogue import offered
from hall.domain.refusal import Refusal
from hall.domain.state import Hall

FAR_DAYS = 180  # a row further ahead has a wrong year
TOLD_FAULTS = 100  # of one import
MOST_ROWS = 5000  # of one command
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,39}")
_CHANNELS = tuple(x.value for x in t.Channel)
_COMES = (BookingState.BOOKED, BookingState.CHECKED_IN, BookingState.LATE)


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
            if x.end_ms > now and x.state not in GONE
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
        elif held(row.booking, self._now, serial=True) is not None:
            yield (
                "booking",
                Text("预约号里像有手机号或身份证号", "seems to hold a phone or ID number"),
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
        if new.start_ms > self._now + FAR_DAYS * DAY_MS:
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
        oldest = day_of(self._now - policy.noshow_bar_days * DAY_MS)
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
