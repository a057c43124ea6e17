"""The morning's numbers from small journals whose answer can be counted on fingers, and the page made of them."""

from html.parser import HTMLParser

import msgspec
import pytest

from hall.contract import devices as d
from hall.contract import opening as o
from hall.contract import people as p
from hall.contract import ratings as r
from hall.contract import sightings as g
from hall.contract import supervision as s
from hall.contract import tickets as t
from hall.contract.base import Actor, Role, Text
from hall.contract.config import (
    DevicePart,
    GroupPart,
    HallConfig,
    HallPart,
    PackPart,
    QueuePart,
    ServicePart,
    StaffPart,
    WindowPart,
    ZonePart,
)  # fmt: skip
from hall.contract.packs import BUILT_IN
from hall.contract.unions import Event, Recorded
from hall.domain.calendar import day_start
from hall.reports.figures import figures, spread
from hall.reports.page import page
from hall.reports.shapes import Figures, Rated

DAY = "2026-11-20"
CONFIG = HallConfig(
    hall=HallPart("h", "测试厅", "Test hall"),
    zones=(ZonePart("A", "综合区"),),
    queues=(QueuePart("A", "A", "A", "综合"), QueuePart("N", "N", "A", "全天", sessions=("08:00-18:00",))),
    groups=(GroupPart("g", "综合"),),
    services=(ServicePart("s", "g", "A", "事"), ServicePart("n", "g", "N", "别的事")),
    windows=(WindowPart("3", "A", "3", ("A", "N"), name="综合"),),
    staff=(StaffPart("s01", "王建国"),),
    devices=(
        DevicePart("p", "printer.escpos", "/dev/p"),
        DevicePart("l", "led.onbon", "/dev/l"),
        DevicePart("v", "voice.wav", "/dev/v"),
    ),
)
HALL = Actor("hall", Role.CONTROLLER)


def at(clock: str) -> int:
    hours, minutes, *seconds = clock.split(":")
    return day_start(DAY) + (int(hours) * 3600 + int(minutes) * 60 + int(seconds[0] if seconds else 0)) * 1000


def journal(*lines: tuple[str, Event]) -> list[Recorded]:
    return [Recorded(n, at(clock), HALL, "", event) for n, (clock, event) in enumerate(lines, start=1)]


def issued(
    number: str, way: p.Way = p.Way.CARD, low_min: int = 0, high_min: int = 10, queue: str = "A"
) -> t.TicketIssued:
    return t.TicketIssued(
        number, number, int(number[1:]), queue, "s", t.TicketClass.NORMAL, p.Identity(way, "x" + number),
        "tok" + number, t.Forecast(True, 0, low_min * 60, high_min * 60),
    )  # fmt: skip


def told(*lines: tuple[str, Event]) -> Figures:
    return figures(journal(*lines), CONFIG)


def test_one_visitor_from_issue_to_done() -> None:
    fig = told(
        ("09:00", p.WindowSignedOn("3", "s01")),
        ("09:10", issued("A001")),
        ("09:18", t.TicketCalled("A001", "3")),
        ("09:19", t.TicketStarted("A001", "3")),
        ("09:25", t.TicketFinished("A001", "3", t.Outcome.ACCEPTED)),
        ("09:30", p.WindowSignedOff("3", "s01")),
    )
    assert (fig.wait.n, fig.wait.p50_s, fig.wait.max_s) == (1, 480, 480)
    assert fig.service.mean_s == 360
    assert fig.count("done") == 1 and (fig.promised, fig.kept) == (1, 1)
    window = fig.windows[0]
    assert (window.staff, window.called, window.done, window.open_s) == (("s01",), 1, 1, 1800)


def test_ratings_are_counted_for_the_hall_and_each_window_and_silence_for_nobody() -> None:
    def rated(ticket: str, level: r.RatingLevel, leg: int = 1) -> r.VisitRated:
        return r.VisitRated(ticket, leg, "3", "s01", "s", level, "device")

    level = r.RatingLevel
    fig = told(
        ("08:50", p.WindowSignedOn("3", "s01")),
        ("09:00", rated("A001", level.VERY_SATISFIED)),
        ("09:01", rated("A002", level.NOT_RATED)),
        ("09:02", rated("A003", level.DISSATISFIED)),
        ("09:03", rated("A003", level.FAIR, 2)),
        ("09:04", rated("A004", level.NOT_RATED)),
        ("09:05", rated("A004", level.SATISFIED)),
    )
    assert fig.ratings == fig.windows[0].ratings == Rated(rated=4, good=3, silent=1)
    text = page(fig, CONFIG, Text("", ""))
    assert "75%" in text and "4/1" in text


def test_the_wait_ends_at_the_first_call_and_counts_service_hours_only() -> None:
    fig = told(
        ("08:50", issued("A001")),
        ("11:50", issued("A002")),
        ("12:30", issued("N001", queue="N")),
        ("09:05", t.TicketCalled("A001", "3")),
        ("09:06", t.TicketCalled("A001", "3", 2)),
        ("13:10", t.TicketCalled("A002", "3")),
        ("13:20", t.TicketCalled("N001", "3")),
    )
    waits = {v.number: v.wait_s for v in fig.visits}
    assert waits == {"A001": 300, "A002": 1200, "N001": 3000}
    assert next(v for v in fig.visits if v.number == "A001").times == 2


def test_thirty_minutes_exactly_is_not_over_and_one_second_more_is() -> None:
    def over(clock: str) -> int:
        return told(("09:00", issued("A001")), (clock, t.TicketCalled("A001", "3"))).over

    assert (over("09:30"), over("09:30:01")) == (0, 1)


def test_r139_a_day_is_recomputed_with_the_limits_of_its_own_pack() -> None:
    day_after = "2026-11-21"
    lenient = msgspec.structs.replace(BUILT_IN["default"], id="own-2026", abnormal_s=3600)
    events = journal(("09:00", issued("A001")), ("09:45", t.TicketCalled("A001", "3")))

    def over(*packs: PackPart) -> int:
        config = msgspec.structs.replace(CONFIG, policies=(lenient,), packs=packs)
        return figures(events, config, DAY).over

    assert over(PackPart("default"), PackPart("own-2026", day_after)) == 1
    assert over(PackPart("default"), PackPart("own-2026", DAY)) == 0


def test_an_imported_calendar_decides_which_hours_were_service_hours() -> None:
    """20 November 2026 as a day of rest: nobody waited in service hours."""
    made_up = o.CalendarImported(2026, ("11-20",), (), "test")
    visit = (("09:00", issued("A001")), ("09:45", t.TicketCalled("A001", "3")))
    assert told(*visit).over == 1
    assert told(*visit, ("10:00", made_up)).over == 0


def test_who_is_still_waiting_at_the_end_counts_as_over_too() -> None:
    fig = told(("09:00", issued("A001")), ("09:45", p.HelpCalled("kiosk-1")))
    assert fig.over == 1 and fig.wait.n == 0


def test_a_wait_outside_the_promised_range_is_not_kept() -> None:
    fig = told(
        ("09:00", issued("A001", low_min=5, high_min=10)),
        ("09:00", issued("A002", low_min=5, high_min=10)),
        ("09:02", t.TicketCalled("A001", "3")),
        ("09:10", t.TicketCalled("A002", "3")),
    )
    assert (fig.promised, fig.kept) == (2, 1)


def test_a_visitor_given_back_is_counted_at_the_window_that_served() -> None:
    fig = told(
        ("09:00", issued("A001")),
        ("09:05", t.TicketCalled("A001", "3")),
        ("09:06", t.TicketReturned("A001", "3", "pause")),
    )
    assert fig.windows[0].called == 0
    assert fig.wait.n == 1


def test_ways_pass_cancel_and_day_end_are_told_apart() -> None:
    fig = told(
        ("09:00", issued("A001", p.Way.FACE)),
        ("09:00", issued("A002", p.Way.PHONE)),
        ("09:00", issued("A003", p.Way.PHONE)),
        ("09:00", issued("A004", p.Way.CODE)),
        ("09:01", t.TicketCalled("A001", "3")),
        ("09:05", t.TicketPassed("A001", "3")),
        ("09:06", t.TicketCancelled("A002", "visitor")),
        ("09:07", o.DayClosed(DAY, ("A003",))),
    )
    assert fig.ways == (("phone", 2), ("code", 1), ("face", 1))
    assert [fig.count(end) for end in ("passed", "cancelled", "expired", "")] == [1, 1, 1, 1]
    assert fig.closed


def test_findings_keep_since_until_and_who_knew() -> None:
    fig = told(
        ("09:10", s.FindingRaised("f", s.FindingCode.OFF_POST, s.Level.WARN, s.FindingState.SUSPECTED, "post-3",
                                  since_ms=at("09:04"), told=("s01",))),
        ("09:12", s.FindingRisen("f", s.Level.ALERT)),
        ("09:13", s.FindingAcknowledged("f", "s01")),
        ("09:14", s.FindingJudged("f", "s01", False, "在档案室")),
        ("09:20", s.FindingCleared("f", 960)),
    )  # fmt: skip
    (line,) = fig.findings
    assert (line.since_ms, line.cleared_ms, line.level) == (at("09:04"), at("09:20"), "alert")
    assert (line.acknowledged_by, line.judged) == ("s01", "dismissed")


def test_a_finding_that_began_the_day_before_says_so() -> None:
    night = at("16:30") - 86_400_000
    fig = told(
        ("08:50", s.FindingRaised("f", s.FindingCode.CAMERA_FAULT, s.Level.WARN, s.FindingState.RAISED, "c",
                                  since_ms=night)),
        ("08:51", s.FindingRaised("g", s.FindingCode.CAMERA_FAULT, s.Level.WARN, s.FindingState.RAISED, "d",
                                  since_ms=night + 86_400_000)),
    )  # fmt: skip
    html = page(fig, CONFIG)
    assert "<td>11-19 16:30</td>" in html and "<td>16:30</td>" in html, "and they share no line"


def test_a_printer_without_paper_is_a_trouble_until_it_is_ready_again() -> None:
    fig = told(
        ("09:00", d.DeviceChanged("p", d.DeviceState.READY)),
        ("09:30", d.DeviceChanged("p", d.DeviceState.FAULTY, d.Fault.PAPER_END)),
        ("09:40", d.DeviceChanged("p", d.DeviceState.READY)),
        ("09:41", g.EnvironmentRated("A", True, "things")),
        ("09:50", g.EnvironmentRated("A", False)),
        ("09:55", g.SeatChanged("post-3", g.Seat.ABSENT, at("09:52"))),
    )
    rows = [(x.kind, x.what, x.from_ms, x.until_ms) for x in fig.troubles]
    assert rows == [
        ("device", "paper_end", at("09:30"), at("09:40")),
        ("environment", "things", at("09:41"), at("09:50")),
        ("seat", "", at("09:52"), 0),
    ]


def test_jobs_are_counted_once_by_what_did_them() -> None:
    fig = told(
        ("09:00", d.JobLost("p", "1.0", d.Fault.PAPER_END)),
        ("09:01", d.JobConfirmed("p", "2.0")),
        ("09:01", d.JobConfirmed("p", "2.0")),
        ("09:02", d.JobConfirmed("l", "3.l")),
        ("09:03", d.JobConfirmed("v", "4.0")),
    )
    assert (fig.slips, fig.slips_lost, fig.panels, fig.spoken) == (1, 1, 1, 1)


def test_people_waiting_is_a_step_line_of_the_morning() -> None:
    fig = told(
        ("09:00", issued("A001")),
        ("09:03", issued("A002")),
        ("09:07", t.TicketCalled("A001", "3")),
        ("09:12", t.TicketCalled("A002", "3")),
    )
    assert [(at_ms - at("09:00")) // 60_000 for at_ms, _ in fig.waiting] == [0, 5, 10, 15]
    assert [n for _, n in fig.waiting] == [1, 2, 1, 0]
    assert fig.arrivals == ((at("09:00"), 2),)


def test_nearest_rank_gives_waits_somebody_had() -> None:
    values = spread([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    assert (values.p50_s, values.p90_s, values.max_s, values.mean_s) == (50, 90, 100, 55)
    assert spread([]).n == 0
    assert spread([7]).p90_s == 7


def test_an_empty_journal_or_another_day_is_said_in_words() -> None:
    with pytest.raises(ValueError, match="no event"):
        figures([], CONFIG)
    with pytest.raises(ValueError, match="2026-11-19"):
        figures(journal(("09:00", issued("A001"))), CONFIG, "2026-11-19")


class _Tags(HTMLParser):
    """Every tag is closed, and nothing is fetched from anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [v for k, v in attrs if k in ("src", "href") and v and v.startswith(("http", "//"))]
        if tag not in ("meta", "input", "br", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass  # <line/> and its like close themselves

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_self_contained_in_both_languages_and_escapes_names() -> None:
    fig = told(
        ("09:00", p.WindowSignedOn("3", "s01")),
        ("09:10", issued("A001")),
        ("09:18", t.TicketCalled("A001", "3")),
        ("09:25", t.TicketFinished("A001", "3", t.Outcome.ACCEPTED)),
        ("09:26", s.FindingRaised("f", s.FindingCode.HELP, s.Level.NOTE, s.FindingState.RAISED, "<script>")),
    )
    html = page(fig, CONFIG, Text("流水账没有断", "The chain is whole"))
    tags = _Tags()
    tags.feed(html)
    assert tags.open == [] and tags.outside == []
    assert "url(" not in html and "<script" not in html
    assert "&lt;script&gt;" in html
    for word in ("测试厅", "Test hall", "王建国", "8 分钟", "8 min", "流水账没有断"):
        assert word in html
    assert "xA001" not in html and "tokA001" not in html
