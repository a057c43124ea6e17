"""Bookings from their import to what became of them, played against the real rules (R129, V03, waiting.md §2.1)."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.contract import bookings as b
from hall.contract import people as p
from hall.contract import tickets as t
from hall.contract.base import Actor, Role
from hall.contract.bookings import BookingState as S
from hall.contract.config import ServicePart
from hall.contract.opening import CloseDay
from hall.contract.supervision import FindingCode, FindingRaised, Tick
from hall.contract.views_kiosk import KioskView
from hall.contract.views_wall import WallView
from hall.domain import bookings, views
from hall.domain.decide import decide
from hall.domain.refusal import Refusal
from hall.domain.snapshot import freeze
from tests.hall.domain.conftest import FRIDAY, Stage, small_hall

MONDAY = dt.date(2026, 11, 23)
CARD, PHONE, CODE = "card-zhang", "phone-zhang", "code-1"
SERVICES = (
    ServicePart("sbk", "g", "B", "社会保障卡", "Social security card", slot=2),
    ServicePart("yhk", "g", "B", "养老资格认证", "Pension check", slot=1, slot_min=20),
    ServicePart("zhengming", "g", "A", "开证明", "Certificates"),
    ServicePart("soon", "g", "A", "新事项", "New item", slot=5, starts="2026-12-01"),
)


@pytest.fixture
def stage() -> Stage:
    return Stage(small_hall(services=SERVICES), at="08:00")


def who(person: str = PHONE, way: p.Way = p.Way.PHONE, **more) -> p.Identity:
    return p.Identity(way, person, masked="138****5678", **more)


def ms(clock: str, day: dt.date = FRIDAY) -> int:
    return Stage.at(Stage.__new__(Stage), clock, day).now


def row(name: str = "bk-1", start: str = "10:00", day: dt.date = FRIDAY, **more) -> b.BookingRow:
    """A row as the door leaves it."""
    person = more.pop("person", CARD)
    facts = {"service": "sbk", "identity": who(person, p.Way.CARD, shown="张*"), **more}
    return b.BookingRow(booking=name, start_ms=ms(start, day), **facts)


def book(stage: Stage, *rows: b.BookingRow):
    return stage.do(b.ImportBookings("city", rows), Role.GATEWAY, "gateway")


def state(stage: Stage, name: str = "bk-1") -> S:
    return stage.hall.facts.bookings[name].state


def check_in(stage: Stage, attest: p.Attest, **more) -> t.TicketIssued:
    (issued,) = stage.do(b.CheckIn("k1", attest, **more), Role.KIOSK, "k1")
    return issued


def tick(stage: Stage):
    """As the controller does it."""
    return stage.do(Tick(), Role.CONTROLLER, "hall")


def faults(refusal: Refusal) -> list[b.RowFault]:
    assert refusal.code == "rows"
    return msgspec.json.decode(refusal.hint, type=list[b.RowFault])


# --- V03 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("call", "wait_s", "over"), [("10:20", 1200, 0), ("10:31", 1860, 1)])
def test_v03_the_wait_of_a_booking_counts_from_its_slot(stage, call, wait_s, over):
    book(stage, row())
    stage.at("09:40").sign_on("w3")
    issued = check_in(stage, who(CARD, p.Way.CARD))
    assert (issued.klass, issued.queued_ms) == (t.TicketClass.BOOKED, ms("10:00"))
    stage.at(call)
    raised = [
        e.finding
        for e in (*tick(stage), *stage.do(t.CallNext("w3"), Role.WINDOW, "window-w3"))
        if isinstance(e, FindingRaised) and e.code is FindingCode.WAIT_OVER
    ]
    assert len(raised) == over
    stage.do(t.Start("w3"))
    *_, ended = stage.do(t.Finish("w3"))
    assert ended == b.BookingEnded("bk-1", S.SERVED, issued.ticket, wait_s)


# --- import -------------------------------------------------------------------------------------------------------


def test_the_same_rows_again_change_nothing_and_a_changed_row_replaces(stage):
    (done,) = book(stage, row(), row("bk-2", "10:00", person="li"))
    assert [x.booking for x in done.bookings] == ["bk-1", "bk-2"]
    assert done.bookings[0].end_ms == ms("10:30")  # the slot's end, where none was sent
    before = freeze(stage.hall)
    assert book(stage, row(), row("bk-2", "10:00", person="li")) == ()
    assert freeze(stage.hall) == before
    (moved,) = book(stage, row(start="11:00"), row("bk-2", "10:00", person="li"))
    assert [(x.booking, x.start_ms) for x in moved.bookings] == [("bk-1", ms("11:00"))]
    assert bookings.free(stage.hall, "sbk", ms("10:00")) == 1
    assert len(stage.hall.facts.booked_due) == 2


def test_a_check_changes_nothing_and_refuses_like_the_real_one(stage):
    assert stage.do(b.ImportBookings("city", (row(),), check=True)) == ()
    assert not stage.hall.facts.bookings
    assert stage.refused(b.ImportBookings("city", (row(service="nothing"),), check=True)).code == "rows"


@pytest.mark.parametrize(
    ("wrong", "column", "words"),
    [
        ({"service": "nothing"}, "service", "没有事项"),
        ({"service": "zhengming"}, "service", "不能预约"),
        ({"service": "soon"}, "service", "不办"),
        ({"start": "07:30"}, "start_ms", "过了"),
        ({"start": "12:00"}, "start_ms", "不是可约的时段"),
        ({"start": "10:10"}, "start_ms", "不是可约的时段"),
        ({"start": "10:00", "end_ms": ms("10:20")}, "start_ms", "不是可约的时段"),
        ({"start": "10:00", "day": dt.date(2026, 11, 21)}, "start_ms", "不是可约的时段"),
        ({"start": "10:00", "day": dt.date(2027, 11, 19)}, "start_ms", "太远"),
        ({"channel": "pigeon"}, "channel", "没有渠道"),
        ({"name": "13812345678"}, "booking", "手机号"),
        ({"name": "YY-13812345678"}, "booking", "手机号"),
        ({"name": "YY-11010519491231002X"}, "booking", "身份证号"),
        ({"name": "张三"}, "booking", "预约号不对"),
        ({"identity": None}, "phone", "没有处理好"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_taken(stage, wrong, column, words):
    refusal = stage.refused(b.ImportBookings("city", (row("good"), row(**{"name": "bad", **wrong}))))
    (fault,) = faults(refusal)
    assert (fault.row, fault.column) == (2, column)
    assert words in fault.what.zh
    assert fault.what.en
    assert words in refusal.text.zh
    assert not stage.hall.facts.bookings


def test_every_fault_is_told_at_once(stage):
    rows = (row("b1", service="x"), row("b2", "12:00"), row("b3", "11:00"), row("b3", "10:00"))
    assert [f.row for f in faults(stage.refused(b.ImportBookings("city", rows)))] == [1, 2, 4]


def test_a_slot_is_never_booked_over(stage):
    book(stage, row("b1", person="p1"), row("b2", person="p2"))
    (fault,) = faults(stage.refused(b.ImportBookings("city", (row("b3", person="p3"),))))
    assert "约满了" in fault.what.zh
    stage.do(b.CancelBooking("b1", "ill"), Role.GATEWAY)
    book(stage, row("b3", person="p3"))
    assert bookings.free(stage.hall, "sbk", ms("10:00")) == 0


def test_one_person_has_one_place_at_a_time_but_a_family_may_share_a_phone(stage):
    book(stage, row("b1", also=(PHONE,)))
    (fault,) = faults(
        stage.refused(b.ImportBookings("c", (row("b2", "10:00", service="yhk", person=PHONE),)))
    )
    assert "同一时间已约 b1" in fault.what.zh
    book(stage, row("b3", person="card-son", also=(PHONE,)))
    assert state(stage, "b3") is S.BOOKED


def test_a_replaced_booking_frees_its_own_place_and_time(stage):
    book(stage, row("b1", person="p1"), row("b2", person="p2"))
    book(stage, row("b1", "10:00", person="p2"), row("b2", "10:00", person="p1"))  # they changed places
    assert bookings.free(stage.hall, "sbk", ms("10:00")) == 0


def test_who_stayed_away_three_times_cannot_book_for_a_month_but_may_always_come(stage):
    for n, start in enumerate(("09:00", "09:30", "10:00")):
        book(stage, row(f"b{n}", start))
    stage.at("10:30")
    assert [e.booking for e in tick(stage) if isinstance(e, b.BookingMissed)] == ["b0", "b1", "b2"]
    (fault,) = faults(stage.refused(b.ImportBookings("c", (row("b4", "15:00"),))))
    assert "爽约 3 次" in fault.what.zh
    assert stage.take("sbk", person=CARD)  # R005: a walk-in is never barred
    stage.at("00:00:01", day=dt.date(2026, 12, 21))
    tick(stage)
    tick(stage)
    book(stage, row("b4", day=dt.date(2026, 12, 22)))


def test_a_hall_that_was_shut_makes_no_no_show(stage):
    from hall.contract.opening import CloseQueue

    book(stage, row(), row("b2", "10:30", person="li"))
    stage.at("09:00")
    stage.do(CloseQueue("停电", queue="B", until_ms=ms("10:30"), staff="s10"), Role.ADMIN)
    missed = [e for e in tick(stage.at("10:30")) if isinstance(e, b.BookingMissed)]
    missed += [e for e in tick(stage.at("11:00")) if isinstance(e, b.BookingMissed)]
    assert missed == [b.BookingMissed("bk-1", excused=True), b.BookingMissed("b2")]


# --- checking in --------------------------------------------------------------------------------------------------


def test_too_early_on_time_late_and_missed_are_said_in_words(stage):
    book(stage, row())
    early = stage.at("09:29:59").refused(b.CheckIn("k1", who(CARD)))
    assert (early.code, early.text.zh) == ("too_early", "您来早了，约的是 10:00–10:30，09:30 以后再签到")
    stage.at("09:30")
    assert bookings.may_check_in(stage.hall, stage.hall.facts.bookings["bk-1"], stage.now)
    stage.at("10:30")
    missed = stage.refused(b.CheckIn("k1", who(CARD)))
    assert (missed.code, "普通号" in missed.text.zh) == ("missed", True)
    tick(stage)
    assert state(stage) is S.NO_SHOW
    assert stage.refused(b.CheckIn("k1", who(CARD))).code == "missed"


@pytest.mark.parametrize(("clock", "late"), [("10:15", False), ("10:15:01", True), ("10:29:59", True)])
def test_who_is_late_gets_an_ordinary_number_at_once(stage, clock, late):
    book(stage, row())
    issued = check_in(stage.at(clock), who(CARD))
    assert issued.late is late
    assert issued.klass is (t.TicketClass.NORMAL if late else t.TicketClass.BOOKED)
    assert issued.queued_ms == 0
    assert state(stage) is (S.LATE if late else S.CHECKED_IN)
    stage.sign_on("w3").do(t.CallNext("w3"))
    *_, ended = stage.do(t.Finish("w3"))
    assert (ended.state, ended.late) == (S.SERVED, late)


def test_an_elder_with_a_booking_keeps_the_better_class(stage):
    book(stage, row())
    issued = check_in(stage.at("09:50"), who(CARD, age=p.Age.ELDER))
    assert (issued.klass, issued.queued_ms) == (t.TicketClass.PRIORITY, ms("10:00"))


def test_card_phone_and_code_find_the_same_booking(stage):
    for n, attest in enumerate((who(CARD, p.Way.CARD), who(PHONE), p.BookingCode(CODE)), 1):
        one = Stage(small_hall(services=SERVICES), at="08:00")
        book(one, row(also=(PHONE,), code=CODE))
        issued = check_in(one.at("09:45"), attest)
        assert (issued.booking, issued.identity.person) == ("bk-1", CARD), n


def test_a_code_shows_nothing_of_the_person(stage):
    book(stage, row(also=(PHONE,), code=CODE))
    identity = check_in(stage.at("09:45"), p.BookingCode(CODE)).identity
    assert (identity.masked, identity.way) == ("", p.Way.CODE)
    assert stage.refused(b.CheckIn("k1", p.BookingCode("another"))).code == "no_booking"


def test_taking_a_number_honours_the_booking_without_being_asked(stage):
    book(stage, row(also=(PHONE,)))
    (issued,) = stage.at("09:45").do(t.TakeTicket("sbk", who(PHONE), "k1"))
    assert (issued.booking, issued.klass) == ("bk-1", t.TicketClass.BOOKED)
    assert stage.refused(t.TakeTicket("sbk", who(CARD, p.Way.CARD), "k1")).code == "already"
    assert stage.refused(t.TakeTicket("sbk", who(PHONE), "k1")).code == "already"
    again = stage.refused(b.CheckIn("k1", who(PHONE)))
    assert (again.code, again.hint) == ("already", issued.ticket)
    (copy,) = stage.do(t.Reprint("k1", attest=who(PHONE)))
    assert copy.ticket == issued.ticket


def test_who_came_early_without_waiting_for_the_slot_is_no_no_show(stage):
    book(stage, row(start="11:00"))
    (issued,) = stage.at("09:00").do(t.TakeTicket("sbk", who(CARD), "k1"))
    assert issued.booking == ""
    missed = [e for e in tick(stage.at("11:30")) if isinstance(e, b.BookingMissed)]
    assert missed == [b.BookingMissed("bk-1", excused=True)]
    assert stage.hall.facts.missed == {}


def test_the_booking_of_another_person_is_not_given_out(stage):
    book(stage, row(), row("bk-2", person="li"))
    refusal = stage.at("09:45").refused(b.CheckIn("k1", who("li"), booking="bk-1"))
    assert refusal.code == "not_yours"
    assert check_in(stage, who("li")).booking == "bk-2"


def test_several_bookings_are_taken_one_after_another_or_by_name(stage):
    book(stage, row("b1", "10:00"), row("b2", "10:40", service="yhk", end_ms=0))
    stage.at("10:12")
    assert check_in(stage, who(CARD), booking="b2").booking == "b2"
    assert check_in(stage, who(CARD)).booking == "b1"


def test_no_booking_today_says_when_it_is(stage):
    book(stage, row(day=MONDAY))
    refusal = stage.refused(b.CheckIn("k1", who(CARD)))
    assert (refusal.code, refusal.text.zh) == ("other_day", "您约的是下周一 10:00，到时候再来")
    assert "预约码" in stage.refused(b.CheckIn("k1", who("x", p.Way.FACE))).text.zh
    assert "普通号" in stage.refused(b.CheckIn("k1", who("y"))).text.zh


def test_a_queue_that_is_shut_gives_no_number_and_the_booking_stays(stage):
    book(stage, row(start="13:00"))
    stage.at("12:29:59")
    assert stage.refused(b.CheckIn("k1", who(CARD))).code == "too_early"
    assert check_in(stage.at("12:30"), who(CARD)).queued_ms == ms("13:00")


# --- what became of it --------------------------------------------------------------------------------------------


def test_a_booking_is_cancelled_once_and_not_after_check_in(stage):
    book(stage, row(), row("b2", person="li"))
    assert stage.do(b.CancelBooking("bk-1"), Role.GATEWAY) == (b.BookingCancelled("bk-1"),)
    assert stage.do(b.CancelBooking("bk-1"), Role.GATEWAY) == ()
    assert stage.at("09:45").refused(b.CheckIn("k1", who(CARD))).code == "cancelled"
    issued = check_in(stage, who("li"))
    refusal = stage.refused(b.CancelBooking("b2"))
    assert (refusal.code, refusal.hint) == ("checked_in", issued.ticket)
    assert stage.refused(b.CancelBooking("b9")).code == "no_booking"


@pytest.mark.parametrize("end", [t.Cancel, t.Leave])
def test_who_leaves_after_check_in_was_not_served(stage, end):
    book(stage, row())
    issued = check_in(stage.at("09:45"), who(CARD))
    *_, ended = stage.do(end(ticket=issued.ticket))
    assert ended == b.BookingEnded("bk-1", S.UNSERVED, issued.ticket)


def test_the_day_ends_every_booking_of_it_and_none_of_the_next(stage):
    rows = [row("waits", "10:00", person="p1"), row("passed", "10:00", person="p2")]
    rows += [row("none", "10:30", person="p3"), row("later", "16:30", person="p4")]
    book(stage, *rows, row("monday", day=MONDAY, person="p5"))
    stage.at("09:45").sign_on("w3")
    check_in(stage, who("p2"))
    stage.do(t.CallNext("w3"))
    for _ in range(2):
        stage.later(60).do(t.Recall("w3"))
    stage.later(200).do(t.Pass("w3"))
    check_in(stage, who("p1"))
    tick(stage.at("11:00"))
    assert state(stage, "none") is S.NO_SHOW
    events = stage.at("16:40").do(CloseDay("2026-11-20"))
    assert {e.booking: e.state for e in events if isinstance(e, b.BookingEnded)} == {
        "waits": S.UNSERVED,
        "passed": S.UNSERVED,
    }
    assert b.BookingMissed("later", excused=True) in events
    stage.at("00:00:05", day=MONDAY)
    tick(stage)
    assert state(stage, "monday") is S.BOOKED
    assert check_in(stage.at("09:45", MONDAY), who("p5")).ticket == "2026-11-23-B001"
    assert freeze(stage.replayed()) == freeze(stage.hall)


def test_no_shows_of_a_hall_that_slept_are_spread_over_ticks(stage):
    services = (ServicePart("sbk", "g", "B", "社会保障卡", slot=1000),)
    one = Stage(small_hall(services=services), at="08:00")
    book(one, *(row(f"b{n}", person=f"p{n}") for n in range(500)))
    one.at("10:30")
    counts = [sum(isinstance(e, b.BookingMissed) for e in tick(one)) for _ in range(4)]
    assert counts == [200, 200, 100, 0]


def test_a_month_later_only_the_journal_knows(stage):
    book(stage, row(code=CODE))
    stage.at("10:30")
    tick(stage)
    stage.at("00:00:01", day=dt.date(2026, 12, 25))
    tick(stage)
    facts = stage.hall.facts
    assert (facts.bookings, facts.booked_by, facts.booked_code) == ({}, {}, {})
    assert (facts.booked_due, facts.booked_days, facts.missed) == ([], {}, {})


# --- on screens ---------------------------------------------------------------------------------------------------


def test_the_kiosk_shows_whoever_was_read_what_they_booked_today(stage):
    book(stage, row("b1", "10:00"), row("b2", "11:00"), row("b3", day=MONDAY))
    stage.ready("k1.card").at("09:45")
    (started,) = stage.do(p.StartReading("k1", p.Way.CARD), Role.KIOSK, "k1")
    stage.do(p.Present("k1.card", started.reading, who(CARD, p.Way.CARD)), Role.DEVICE, "d")
    view = views.build("kiosk/k1", stage.hall, stage.now)
    assert isinstance(view, KioskView)
    assert view.reading is not None
    assert [(x.booking, x.state) for x in view.reading.bookings] == [("b1", "now"), ("b2", "early")]
    assert view.reading.bookings[1].why.zh == "10:30 以后再签到"
    check_in(stage, p.HeldAttest(view.reading.handle))
    view = views.build("kiosk/k1", stage.hall, stage.now)
    assert [(x.state, x.number) for x in view.reading.bookings] == [("taken", "B001"), ("early", "")]


def test_a_scanned_booking_code_is_its_person_and_a_strange_one_is_said_to_be(stage):
    book(stage, row(code=CODE))
    stage.ready("k1.scanner").at("09:45")
    (started,) = stage.do(p.StartReading("k1", p.Way.CODE), Role.KIOSK, "k1")
    (failed,) = stage.do(p.Present("k1.scanner", started.reading, p.BookingCode("x")), Role.DEVICE, "d")
    assert failed.fault == "no_booking"
    view = views.build("kiosk/k1", stage.hall, stage.now)
    assert "预约" in view.reading.why.zh
    (started,) = stage.do(p.StartReading("k1", p.Way.CODE), Role.KIOSK, "k1")
    (read,) = stage.do(p.Present("k1.scanner", started.reading, p.BookingCode(CODE)), Role.DEVICE, "d")
    assert read.identity.person == CARD


def test_the_wall_counts_the_bookings_of_today(stage):
    book(stage, row("b1", person="p1"), row("b2", "10:30", person="p2"), row("b3", "11:00", person="p3"))
    book(stage, row("b4", day=MONDAY), row("b5", "14:00", person="p5"))
    stage.do(b.CancelBooking("b5"))
    check_in(stage.at("09:45"), who("p1"))
    tick(stage.at("11:00"))
    wall = views.build("wall", stage.hall, stage.now)
    assert isinstance(wall, WallView)
    assert {z.zone: (z.booked, z.checked_in, z.missed) for z in wall.zones} == {
        "A": (0, 0, 0),
        "B": (3, 1, 1),
    }


# --- any day ------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from([f"b{n}" for n in range(8)])
STARTS = st.sampled_from(["09:00", "09:30", "10:00", "10:30"])
PERSONS = st.sampled_from(["p1", "p2", "p3", "p4"])
STEPS = st.one_of(
    st.builds(lambda n, s, w: b.ImportBookings("city", (row(n, s, person=w),)), NAMES, STARTS, PERSONS),
    st.builds(lambda w: b.CheckIn("k1", who(w)), PERSONS),
    st.builds(lambda w: t.TakeTicket("sbk", who(w), "k1"), PERSONS),
    st.builds(b.CancelBooking, NAMES),
    st.just(t.CallNext("w3")),
    st.just(t.Finish("w3")),
    st.just(t.Pass("w3")),
    st.builds(lambda n: t.Cancel(ticket=f"2026-11-20-B{n:03d}"), st.integers(1, 6)),
    st.just(Tick()),
)
MAY_BECOME = {
    S.BOOKED: {S.CHECKED_IN, S.LATE, S.NO_SHOW, S.CANCELLED},
    S.CHECKED_IN: {S.SERVED, S.UNSERVED},
    S.LATE: {S.SERVED, S.UNSERVED},
}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(STEPS, st.integers(0, 900)), max_size=60))
def test_any_day_leaves_each_booking_in_one_state_and_no_slot_over_full(steps):
    stage = Stage(small_hall(services=SERVICES), at="08:30").sign_on("w3")
    by = Actor("a", Role.ADMIN)
    seen: dict[str, S] = {}
    told: dict[str, int] = {}
    said = []
    for command, seconds in (*steps, (CloseDay("2026-11-20"), 0)):
        stage.later(seconds)
        try:
            events = stage.fold(decide(command, stage.hall, stage.now, by, f"f{len(stage.journal)}"), by)
        except Refusal as refusal:
            said.append(refusal.text)
            continue
        for event in events:
            if isinstance(event, b.BookingEnded | b.BookingMissed | b.BookingCancelled):
                told[event.booking] = told.get(event.booking, 0) + 1
        _sound(stage, seen)
    assert all(text.zh and text.en for text in said)
    facts = stage.hall.facts
    ends = {S.SERVED, S.UNSERVED, S.NO_SHOW, S.CANCELLED}
    assert all(x.state in ends for x in facts.bookings.values())
    assert told == dict.fromkeys(facts.bookings, 1), "the booking side is told once of each"
    assert freeze(stage.replayed()) == freeze(stage.hall) == freeze(stage.restarted())


def _sound(stage: Stage, seen: dict[str, S]) -> None:
    facts = stage.hall.facts
    held: dict[tuple[str, int], int] = {}
    for booking in facts.bookings.values():
        was = seen.get(booking.id, booking.state)
        assert was is booking.state or booking.state in MAY_BECOME.get(was, set())
        seen[booking.id] = booking.state
        if booking.state not in (S.CANCELLED, S.NO_SHOW):
            held[booking.service, booking.start_ms] = held.get((booking.service, booking.start_ms), 0) + 1
        if booking.state in (S.CHECKED_IN, S.LATE):
            assert facts.tickets[booking.ticket].booking == booking.id
    assert all(n <= stage.hall.services[s].slot for (s, _), n in held.items())
    due = sorted((x.end_ms, x.id) for x in facts.bookings.values() if x.state is S.BOOKED)
    assert facts.booked_due == due
    day = facts.booked_days.get("2026-11-20", {}).get("sbk")
    assert (day.booked if day else 0) == sum(x.state is not S.CANCELLED for x in facts.bookings.values())
