"""People in and out by the hour: scaled, and with the minutes nobody could count."""

from dataclasses import replace

from hall.contract.flow import FlowSeen
from hall.reports.figures import figures
from hall.reports.flow import hours
from hall.reports.page import page
from tests.hall.reports.test_figures import CONFIG, at, journal

MIN = 60_000


def span(
    clock: str, inward: int, outward: int, blind: int = 0, camera: str = "door", zone: str = ""
) -> FlowSeen:
    return FlowSeen(camera, zone, at(clock), at(clock) + 5 * MIN, inward, outward, blind * MIN, 1.5)


def test_spans_of_an_hour_are_added_scaled_and_what_nobody_told_of_is_blind():
    (nine, ten) = hours([span("9:30", 3, 0), span("9:35", 3, 2, blind=2), span("10:10", 1, 1)])
    assert (nine.at, nine.inward, nine.outward, nine.blind_min) == (at("9:00"), 9, 3, 2 + 20)
    assert (ten.at, ten.inward, ten.outward, ten.blind_min) == (at("10:00"), 2, 2, 10)


def test_an_hour_without_any_news_between_two_is_blind_throughout():
    found = hours([span("9:55", 1, 0), span("11:00", 1, 0)])
    assert [(x.at, x.inward, x.blind_min) for x in found] == [
        (at("9:00"), 2, 0), (at("10:00"), 0, 60), (at("11:00"), 2, 0),
    ]  # fmt: skip


def test_entrances_stand_apart_on_the_page_and_it_says_what_it_is():
    events = journal(
        ("9:35", span("9:30", 40, 20, blind=3)), ("9:36", span("9:31", 6, 4, camera="a", zone="A"))
    )
    fig = figures(events, CONFIG)
    html = page(fig, CONFIG)
    assert [(x.camera, x.inward) for x in fig.flows] == [("door", 60), ("a", 9)]
    for words in ("进出人流（估计）", "大厅", "综合区", ">60<", "3 分钟", "estimated"):
        assert words in html


def test_without_an_entrance_the_page_says_nothing_of_it():
    fig = figures(journal(("9:35", span("9:30", 1, 1))), CONFIG)
    assert "进出人流" in page(fig, CONFIG)
    assert "进出人流" not in page(replace(fig, flows=()), CONFIG)
