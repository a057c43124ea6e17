"""Hours as the calendar corrects them: four kinds of sessions, make-up days, festivals, closures (R020, §3.1)."""

import datetime as dt
import time
import timeit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.bus.site import shipped_calendar
from hall.contract.config import ClosurePart, HallConfig, HallPart, QueuePart, ZonePart
from hall.contract.opening import SessionKind
from hall.domain import calendar
from hall.domain.state import Hall
from tests.slowness import slower

NORMAL, LUNCH, EXTENDED, WEEKEND = SessionKind
TABLE = shipped_calendar()


def hall(*closures: ClosurePart, table=TABLE, queues: tuple[QueuePart, ...] = (), **part) -> Hall:
    part = {"lunch": ("12:00-13:00",), "extended": ("17:00-18:30",), "weekend": ("09:30-11:30",)} | part
    return Hall(
        HallConfig(
            hall=HallPart("h", "大厅", **part),
            zones=(ZonePart("A", "综合"), ZonePart("B", "社保")),
            queues=queues or (QueuePart("a", "A", "A", "综合"), QueuePart("b", "B", "B", "社保")),
            groups=(),
            services=(),
            windows=(),
            calendar=table,
            closures=closures,
        )
    )


def at(text: str) -> int:
    return int(dt.datetime.fromisoformat(text + "+08:00").timestamp() * 1000)


def said(have: Hall, queue: str, text: str) -> tuple[SessionKind | None, str, str]:
    """The kind that runs, until when, and when it opens next."""
    state = calendar.open_at(have, queue, at(text))
    assert state.open is (state.kind is not None)
    names = [dt.datetime.fromtimestamp(x / 1000, dt.timezone(dt.timedelta(hours=8))) for x in
             (state.until_ms, state.next_ms)]  # fmt: skip
    return (state.kind, *(f"{x:%m-%d %H:%M}" if x.year > 1970 else "" for x in names))


@pytest.mark.parametrize(
    ("now", "kind", "until", "following"),
    [
        ("2026-03-09 09:00", NORMAL, "03-09 18:30", "03-10 09:00"),
        ("2026-03-09 12:30", LUNCH, "03-09 18:30", "03-10 09:00"),
        ("2026-03-09 17:00", EXTENDED, "03-09 18:30", "03-10 09:00"),
        ("2026-03-13 18:30", None, "", "03-14 09:30"),  # Friday evening: the weekend's own hours come next
        ("2026-03-14 09:30", WEEKEND, "03-14 11:30", "03-15 09:30"),
        ("2026-03-14 11:30", None, "", "03-15 09:30"),
        (
            "2026-02-14 09:00",
            NORMAL,
            "02-14 18:30",
            "02-24 09:00",
        ),  # a make-up Saturday, then nine days of rest
        ("2026-02-15 10:00", None, "", "02-24 09:00"),  # a Sunday of the festival is no weekend day
        ("2026-02-16 10:00", None, "", "02-24 09:00"),
        ("2026-05-09 12:30", LUNCH, "05-09 18:30", "05-10 09:30"),
        ("2026-10-10 17:30", EXTENDED, "10-10 18:30", "10-11 09:30"),
    ],
)
def test_sessions_of_each_kind_stand_on_the_days_of_the_calendar(now, kind, until, following) -> None:
    have = hall()
    for queue in ("", "a"):
        assert said(have, queue, now) == (kind, until, following)


def test_a_queue_replaces_the_halls_sessions_kind_by_kind() -> None:
    own = QueuePart("a", "A", "A", "综合", sessions=("08:30-12:00", "13:00-16:00"), weekend=("10:00-12:00",))
    have = hall(queues=(own, QueuePart("b", "B", "B", "社保")))
    assert said(have, "a", "2026-03-09 08:30") == (
        NORMAL,
        "03-09 16:00",
        "03-09 17:00",
    )  # its lunch is the hall's
    assert said(have, "a", "2026-03-09 16:30") == (None, "", "03-09 17:00")
    assert said(have, "a", "2026-03-14 11:45") == (WEEKEND, "03-14 12:00", "03-15 10:00")
    assert said(have, "b", "2026-03-14 11:45") == (None, "", "03-15 09:30")


def test_a_hall_that_works_on_saturdays_has_a_normal_saturday() -> None:
    have = hall(days=(1, 2, 3, 4, 5, 6))
    assert said(have, "", "2026-03-14 14:00") == (NORMAL, "03-14 18:30", "03-15 09:30")
    assert said(have, "", "2026-04-04 10:00")[0] is None  # but not on a Saturday of a festival


def test_only_the_gap_over_noon_is_lunch() -> None:
    have = hall(lunch=(), extended=("18:00-20:00",))
    noon = calendar.open_at(have, "", at("2026-03-09 12:30"))
    evening = calendar.open_at(have, "", at("2026-03-09 17:30"))
    assert (noon.lunch, noon.nonstop, noon.open) == (True, False, False)
    assert (evening.lunch, evening.open) == (False, False)
    through = calendar.open_at(hall(), "", at("2026-03-09 09:30"))
    assert through.nonstop and not through.lunch


# --- a year without a table ---------------------------------------------------------------------------------------


def test_a_year_without_a_table_opens_by_the_week_and_says_so() -> None:
    have = hall()
    state = calendar.open_at(have, "", at("2027-01-04 10:00"))
    assert state.open and state.provisional
    assert not calendar.open_at(have, "", at("2026-12-31 10:00")).provisional
    assert not calendar.open_at(
        hall(table=()), "", at("2027-01-04 10:00")
    ).provisional  # it keeps no calendar at all


# --- closures -----------------------------------------------------------------------------------------------------


def test_a_closure_of_the_whole_hall_takes_its_days() -> None:
    have = hall(ClosurePart("2026-03-10", "2026-03-11", reason="搬迁", reason_en="Moving"))
    assert said(have, "a", "2026-03-09 18:30") == (None, "", "03-12 09:00")
    state = calendar.open_at(have, "a", at("2026-03-10 10:00"))
    assert (state.why.zh, state.why.en) == ("搬迁", "Moving")
    assert calendar.open_at(have, "a", at("2026-03-10 08:00")).why.zh == ""  # nobody would be there anyway
    assert calendar.sessions(have, "a", dt.date(2026, 3, 11)) == ()
    assert calendar.open_seconds(have, "a", at("2026-03-09 18:00"), at("2026-03-12 09:10")) == 40 * 60


def test_a_closure_of_some_hours_cuts_a_session_in_two() -> None:
    have = hall(ClosurePart("2026-03-10", hours="14:00-15:00", zone="A", reason="停电检修"))
    assert said(have, "a", "2026-03-10 13:59") == (NORMAL, "03-10 14:00", "03-10 15:00")
    state = calendar.open_at(have, "a", at("2026-03-10 14:00"))
    assert (state.open, state.lunch, state.why.zh) == (False, False, "停电检修")
    assert said(have, "a", "2026-03-10 15:00")[0] is NORMAL
    assert calendar.open_seconds(have, "a", at("2026-03-10 13:30"), at("2026-03-10 15:30")) == 60 * 60
    for elsewhere in ("", "b"):
        assert calendar.open_at(have, elsewhere, at("2026-03-10 14:30")).open
    only = hall(ClosurePart("2026-03-10", hours="00:00-24:00", queue="b", reason="系统升级"))
    assert calendar.sessions(only, "b", dt.date(2026, 3, 10)) == ()
    assert calendar.sessions(only, "a", dt.date(2026, 3, 10)) != ()


# --- sums ---------------------------------------------------------------------------------------------------------

CLOSED = (
    ClosurePart("2026-02-13", hours="10:10-10:20", reason="x"),
    ClosurePart("2026-02-14", hours="11:55-12:05", queue="a", reason="x"),
    ClosurePart("2026-02-28", "2026-03-01", zone="A", reason="x"),
)
START = at("2026-02-12 00:00:00")
SPAN_S = 20 * 86400
moments = st.integers(0, SPAN_S)


def naive_open(have: Hall, queue: str) -> list[bool]:
    """Open or not, second by second, straight from the words of the configuration; no joining, no caching."""
    table = {p.year: p for p in have.config.calendar}
    found = []
    for second in range(0, SPAN_S, 60):
        when = dt.datetime.fromtimestamp(START / 1000 + second, dt.timezone(dt.timedelta(hours=8)))
        name, hm, part = f"{when:%m-%d}", f"{when:%H:%M}", have.config.hall
        if name in table[when.year].rest:
            texts: tuple[str, ...] = ()
        elif name in table[when.year].work or when.isoweekday() in part.days:
            texts = part.sessions + part.lunch + part.extended
        else:
            texts = part.weekend if when.isoweekday() > 5 else ()
        inside = any(t.split("-")[0] <= hm < t.split("-")[1] for t in texts)
        shut = any(
            c.day <= f"{when:%Y-%m-%d}" <= (c.until or c.day)
            and (c.queue in ("", queue) and c.zone in ("", "A" if queue == "a" else ""))
            and (not c.hours or c.hours.split("-")[0] <= hm < c.hours.split("-")[1])
            for c in have.config.closures
        )
        found.append(inside and not shut)
    return found


HALL = hall(*CLOSED)
MINUTES = {queue: naive_open(HALL, queue) for queue in ("", "a")}


def naive_seconds(queue: str, begin: int, end: int) -> int:
    minutes = MINUTES[queue]
    return sum(
        min(end, (m + 1) * 60) - max(begin, m * 60)
        for m in range(begin // 60, (end + 59) // 60)
        if minutes[m] and max(begin, m * 60) < min(end, (m + 1) * 60)
    )


@given(st.sampled_from(["", "a"]), moments, moments)
def test_service_hours_are_what_a_count_second_by_second_gives(queue: str, x: int, y: int) -> None:
    begin, end = min(x, y), max(x, y)
    asked = calendar.open_seconds(HALL, queue, START + begin * 1000, START + end * 1000)
    assert asked == naive_seconds(queue, begin, end)
    state = calendar.open_at(HALL, queue, START + begin * 1000)
    assert state.open is (begin < SPAN_S and MINUTES[queue][begin // 60])


@given(st.sampled_from(["", "a"]), moments, moments, moments)
def test_service_hours_add_up_and_are_never_negative(queue: str, x: int, y: int, z: int) -> None:
    a, b, c = (START + s * 1000 for s in sorted((x, y, z)))
    whole = calendar.open_seconds(HALL, queue, a, c)
    assert whole == calendar.open_seconds(HALL, queue, a, b) + calendar.open_seconds(HALL, queue, b, c)
    assert 0 <= whole <= (c - a) // 1000
    assert calendar.open_seconds(HALL, queue, c, a) == 0


@given(moments, st.integers(1, 4 * 3600))
def test_open_since_is_the_latest_moment_with_so_many_service_hours(second: int, need: int) -> None:
    now = START + second * 1000
    cut = calendar.open_since(HALL, "a", now, need)
    if cut:
        assert calendar.open_seconds(HALL, "a", cut, now) == need
        assert calendar.open_seconds(HALL, "a", cut + 1000, now) < need


@given(moments)
def test_what_is_said_of_the_next_opening_comes_true(second: int) -> None:
    now = START + second * 1000
    state = calendar.open_at(HALL, "a", now)
    if state.open:
        assert now < state.until_ms
        assert calendar.session_at(HALL, "a", now) is not None
        assert calendar.open_ms(HALL, "a", now, state.until_ms) == state.until_ms - now
    if state.next_ms:
        begins = calendar.session_at(HALL, "a", state.next_ms)
        assert begins is not None and begins[0] == state.next_ms
        assert calendar.open_ms(HALL, "a", state.until_ms or now, state.next_ms) == 0


def test_asking_costs_a_look_up_not_a_calculation() -> None:
    """The rules ask at every call; a hall with 400 queues asks 400 times for one view."""
    have, now = hall(*CLOSED), at("2026-03-09 10:00")
    made: list[int] = []
    make = have.hours._make
    have.hours._make = lambda queue, index: made.append(index) or make(queue, index)  # type: ignore[method-assign]
    for step in range(10_000):
        calendar.open_at(have, "a", now + step * 1000)
    assert len(made) == 1
    took = timeit.timeit(lambda: calendar.open_at(have, "a", now), timer=time.process_time, number=1000)
    assert took < 0.1 * slower()  # 100 µs each: ten times slack


def test_a_new_table_is_asked_at_once() -> None:
    have = hall(table=TABLE[:2])
    monday = at("2026-02-16 10:00")
    assert calendar.open_at(have, "a", monday).open
    have.facts.calendar[2026] = TABLE[2]
    have.hours.changed()
    assert not calendar.open_at(have, "a", monday).open
    assert calendar.sessions(have, "a", dt.date(2026, 2, 16)) == ()


def test_the_years_of_the_hall_stand_above_the_shipped_ones() -> None:
    other = msgspec.structs.replace(TABLE[2], rest=(*TABLE[2].rest, "03-09"))
    assert not calendar.open_at(hall(table=(*TABLE[:2], other)), "", at("2026-03-09 10:00")).open
