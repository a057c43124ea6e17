"""An empty seat in the report: what a declared leave excuses is not counted, and nothing else is lost."""

import pytest

from hall.contract.posts import LeaveDeclared, LeaveEnded
from hall.contract.sightings import Seat, SeatChanged
from hall.contract.unions import Event
from tests.hall.reports.test_figures import at, told


def seat(clock: str, value: Seat) -> tuple[str, Event]:
    return clock, SeatChanged("guide", value, at(clock))


def declared(clock: str, back: str, post: str = "guide") -> tuple[str, Event]:
    return clock, LeaveDeclared(post, "meal", at(back), "s01")


def ended(clock: str) -> tuple[str, Event]:
    return clock, LeaveEnded("guide", at(clock), "s01")


GONE, HERE = seat("10:00", Seat.ABSENT), seat("11:00", Seat.PRESENT)


@pytest.mark.parametrize(
    ("lines", "empty"),
    [
        ((GONE, HERE), ["10:00-11:00"]),
        ((declared("09:59", "11:00"), GONE, HERE), []),
        ((declared("09:59", "10:20"), GONE, HERE), ["10:20-11:00"]),
        ((GONE, declared("10:10", "11:30"), HERE), ["10:00-10:10"]),
        ((GONE, declared("10:10", "10:20"), HERE), ["10:00-10:10", "10:20-11:00"]),
        ((GONE, declared("10:10", "10:40"), ended("10:15"), HERE), ["10:00-10:10", "10:15-11:00"]),
        ((declared("09:50", "10:10"), GONE, ended("10:30"), HERE), ["10:10-11:00"]),
        ((declared("09:00", "09:30"), ended("09:20"), GONE, HERE), ["10:00-11:00"]),
        ((GONE, declared("10:05", "10:30", post="other"), HERE), ["10:00-11:00"]),
        (
            (GONE, declared("10:10", "10:20"), ended("10:20"), declared("10:30", "10:40"), HERE),
            ["10:00-10:10", "10:20-10:30", "10:40-11:00"],
        ),
    ],
)
def test_only_what_nobody_excused_is_an_empty_seat(
    lines: tuple[tuple[str, Event], ...], empty: list[str]
) -> None:
    found = [x for x in told(*lines).troubles if x.kind == "seat"]
    spans = [tuple(at(clock) for clock in span.split("-")) for span in empty]
    assert [(x.from_ms, x.until_ms) for x in found] == spans


def test_who_is_on_leave_now_has_no_line_and_who_overstays_has_one() -> None:
    away = declared("09:59", "10:20"), GONE
    assert [
        x for x in told(*away, ("10:10", LeaveEnded("other", at("10:10")))).troubles if x.kind == "seat"
    ] == []
    (line,) = [
        x for x in told(*away, ("10:30", LeaveEnded("other", at("10:30")))).troubles if x.kind == "seat"
    ]
    assert (line.from_ms, line.until_ms) == (at("10:20"), 0)
